//! `cantilever explore`: every design, the feasible ones, the front.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::check::design_json;
use super::{CONSTRAINT_FAILS, Common, FINE, print};
use crate::analysis::Quality;
use crate::model::{MeasureKey, RequirementId};
use crate::session::Session;
use crate::tradeoff::{EvaluatedDesign, Exploration};
use crate::work::no_wake;

/// Arguments of `explore`.
#[derive(Debug, Args)]
#[command(after_help = "Designs are compared on the measures of the requirements.\n\
                        Exit codes: 0 some design meets every hard requirement; 1 none does; 2 error.")]
pub struct ExploreArguments {
    #[command(flatten)]
    common: Common,
    /// Prints every design, not only those on the front.
    #[arg(long)]
    all: bool,
}

/// Prints the designs.
pub(super) fn run(arguments: &ExploreArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut session = super::open(&arguments.common, None, no_wake())?;
    wait(&mut session);
    let exploration = match session.exploration() {
        Some(Ok(exploration)) => exploration,
        Some(Err(error)) => anyhow::bail!(error.to_string()),
        None => anyhow::bail!(super::complaints(&session).unwrap_or_default()),
    };
    let objectives = exploration.objectives(session.project());
    let front = exploration.comparable_front(&objectives);
    let listed: Vec<usize> = if arguments.all { (0..exploration.designs.len()).collect() } else { front.clone() };
    let listing = Listing { session: &session, exploration, objectives: &objectives, front: &front, listed: &listed };
    if arguments.common.json {
        print::json(out, &listing.as_json())?;
    } else {
        listing.print(out)?;
    }
    let is_feasible = exploration.designs.iter().any(EvaluatedDesign::is_feasible);
    Ok(if is_feasible { FINE } else { CONSTRAINT_FAILS })
}

/// Waits for the exploration, with a progress bar for whoever watches.
fn wait(session: &mut Session) {
    let bar = super::is_watched().then(|| {
        let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        let bar = indicatif::ProgressBar::new(0).with_message("Evaluating designs");
        style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
    });
    session.poll();
    while session.is_computing() {
        if let Some((bar, (done, total))) = bar.as_ref().zip(session.exploration_progress()) {
            bar.set_length(total);
            bar.set_position(done);
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        session.poll();
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

struct Listing<'a> {
    session: &'a Session,
    exploration: &'a Exploration,
    objectives: &'a [MeasureKey],
    front: &'a [usize],
    listed: &'a [usize],
}

impl Listing<'_> {
    fn as_json(&self) -> Value {
        let project = self.session.project();
        let names = |requirements: &[RequirementId]| -> Vec<String> {
            requirements
                .iter()
                .map(|id| project.requirements.get(id).map_or_else(|| id.to_string(), |found| found.name.clone()))
                .collect()
        };
        let design = |index: &usize| {
            let evaluated = &self.exploration.designs[*index];
            json!({
                "design": design_json(self.session, &evaluated.design),
                "feasible": evaluated.is_feasible(),
                "on_front": self.front.contains(index),
                "missed": names(&evaluated.missed),
                "undecided": names(&evaluated.undecided),
                "qualities": evaluated.qualities.iter()
                    .map(|(key, quality)| print::quality_json(project, key, quality)).collect::<Vec<_>>(),
            })
        };
        json!({
            "project": super::shown_name(self.session),
            "designs": self.exploration.designs.len(),
            "feasible": self.feasible(),
            "front": self.front.len(),
            "objectives": self.objectives.iter().map(|key| project.measure_name(key)).collect::<Vec<_>>(),
            "open": self.exploration.open,
            "listed": self.listed.iter().map(design).collect::<Vec<_>>(),
        })
    }

    fn print(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let project = self.session.project();
        writeln!(out, "{}", super::shown_name(self.session))?;
        let (all, feasible, front) = (self.exploration.designs.len(), self.feasible(), self.front.len());
        writeln!(out, "  {all} designs, {feasible} feasible, {front} on the front of:")?;
        for key in self.objectives {
            writeln!(out, "    {} ({})", project.measure_name(key), key.measure.direction().label())?;
        }
        for open in &self.exploration.open {
            writeln!(out, "  left open: {open}")?;
        }
        writeln!(out)?;
        let choices: Vec<String> = self.session.space().axes().iter().map(|axis| axis.label.clone()).collect();
        let names: Vec<String> = self.objectives.iter().map(|key| key.measure.label().to_owned()).collect();
        let mut heads: Vec<&str> = choices.iter().chain(&names).map(String::as_str).collect();
        heads.push("Status");
        let rows: Vec<_> = self.listed.iter().map(|index| self.row(*index)).collect();
        print::table(out, &heads, &rows)?;
        Ok(())
    }

    fn row(&self, index: usize) -> Vec<String> {
        let evaluated = &self.exploration.designs[index];
        let mut row: Vec<String> =
            self.session.design_in_words(&evaluated.design).into_iter().map(|(_, pick)| pick).collect();
        let value = |key| {
            evaluated
                .qualities
                .get(key)
                .map_or_else(|| "unknown".to_owned(), |quality: &Quality| print::quality(quality))
        };
        row.extend(self.objectives.iter().map(value));
        row.push(
            match (self.front.contains(&index), evaluated.is_feasible()) {
                (true, _) => "on the front",
                (false, true) => "feasible",
                (false, false) if evaluated.missed.is_empty() => "cannot be judged yet",
                (false, false) => "infeasible",
            }
            .to_owned(),
        );
        row
    }

    fn feasible(&self) -> usize {
        self.exploration.designs.iter().filter(|design| design.is_feasible()).count()
    }
}

//! `cantilever sensitivity`: what every number does to one design.

use std::io::Write;
use std::ops::ControlFlow;

use clap::Args;
use serde_json::{Value, json};

use super::check::{design_json, look_at_wanted};
use super::explore::measure_named;
use super::{Common, FINE, print};
use crate::model::{Direction, MeasureKey, Project, RequirementId};
use crate::session::{SENSITIVITY_PERCENTS, Session};
use crate::tradeoff::{Moved, NOTABLE, Sensitivity, Swing, Value as Found, VerdictFlip, elasticity_in_words};
use crate::work::no_wake;

/// Numbers that are listed for each quality unless all are asked for.
const MOST_LISTED: usize = 12;

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
#[command(after_help = "The design is the decided one; without a decision, what is drawn with the best candidates.\n\
                        Numbers move one at a time; shares by their distance to 100 % where that is less, replicas and \
                        the like by one.\n\
                        Exit codes: 0 fine; 2 error.")]
pub struct SensitivityArguments {
    #[command(flatten)]
    common: Common,
    /// Takes another option for a choice; may be given several times.
    #[arg(long = "pick", value_name = "CHOICE=OPTION")]
    picks: Vec<String>,
    /// Looks at these qualities instead of those that are required: keys such as monthly_cost, or monthly_cost:SUBJECT
    /// where several have it.
    #[arg(long = "measure", value_name = "KEY,KEY", value_delimiter = ',')]
    measures: Vec<String>,
    /// Percent that every number is moved by, up and down.
    #[arg(long, value_name = "PERCENT", default_value_t = 20,
          value_parser = clap::value_parser!(u32)
              .range(*SENSITIVITY_PERCENTS.start() as i64..=*SENSITIVITY_PERCENTS.end() as i64))]
    within: u32,
    /// Lists every number that does something, not only the first of them.
    #[arg(long)]
    all: bool,
}

/// Prints what every number does.
pub(super) fn run(arguments: &SensitivityArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut session = super::open(&arguments.common, None, no_wake())?;
    look_at_wanted(&mut session, &arguments.picks)?;
    let (project, evidence) = (&**session.project(), &**session.evidence());
    let settings = arguments.common.sampling.settings();
    let qualities = Sensitivity::qualities((project, evidence, session.design()), &settings);
    let measures = match arguments.measures.as_slice() {
        [] => Sensitivity::measures(project, &qualities),
        asked => {
            let known = qualities.iter().filter(|(_, quality)| quality.quantity.is_known() || quality.is_overloaded());
            let known: Vec<MeasureKey> = known.map(|(key, _)| key.clone()).collect();
            asked.iter().map(|text| measure_named(text, project, &known)).collect::<anyhow::Result<_>>()?
        }
    };
    if measures.is_empty() {
        anyhow::bail!("no quality of this design is known; state how the system is used, and the numbers of its parts");
    }
    let bar = super::progress_bar("Moving numbers");
    let mut progress = |done, total| {
        if let Some(bar) = &bar {
            bar.set_length(total);
            bar.set_position(done);
        }
        ControlFlow::Continue(())
    };
    let within = f64::from(arguments.within) / 100.0;
    let found = Sensitivity::of((project, evidence, session.design()), &measures, within, &settings, &mut progress);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let Some(sensitivity) = found else { anyhow::bail!("stopped before every number was moved") };
    let listing = Listing { session: &session, project, sensitivity: &sensitivity, lists_all: arguments.all };
    if arguments.common.json {
        print::json(out, &listing.as_json())?;
    } else {
        listing.print(out)?;
    }
    Ok(FINE)
}

struct Listing<'a> {
    session: &'a Session,
    project: &'a Project,
    sensitivity: &'a Sensitivity,
    lists_all: bool,
}

impl Listing<'_> {
    fn print(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let (project, sensitivity) = (self.project, self.sensitivity);
        writeln!(out, "{}", super::shown_name(self.session))?;
        for (choice, pick) in self.session.design_in_words(self.session.design()) {
            writeln!(out, "  {choice}: {pick}")?;
        }
        let (count, percent) = (sensitivity.numbers.len(), (sensitivity.within * 100.0).round());
        writeln!(out, "  {count} numbers, each moved by ±{percent} % alone")?;
        for (measure, key) in sensitivity.measures.iter().enumerate() {
            let now = sensitivity.base[measure].in_words(key);
            writeln!(out, "\n{}, now {now} ({})", project.measure_name(key), key.measure.direction().label())?;
            self.print_tornado(measure, out)?;
        }
        let trade_offs = sensitivity.trade_off_points(NOTABLE);
        let trade_offs = trade_offs.iter().map(|point| sensitivity.trade_off_in_words(project, point)).collect();
        print_sentences(out, "Trade-off points", trade_offs)?;
        let points = sensitivity.sensitivity_points(NOTABLE);
        let points = points.iter().map(|point| sensitivity.point_in_words(project, point)).collect();
        print_sentences(out, "Sensitivity points", points)
    }

    fn print_tornado(&self, measure: usize, out: &mut dyn Write) -> anyhow::Result<()> {
        let numbers = self.sensitivity.tornado(measure);
        if numbers.is_empty() {
            writeln!(out, "  No number moves it.")?;
            return Ok(());
        }
        let listed = if self.lists_all { numbers.len() } else { numbers.len().min(MOST_LISTED) };
        let rows = numbers[..listed].iter().filter_map(|number| self.row(&self.sensitivity.numbers[*number], measure));
        let heads = ["Number", "Now", "Origin", "Lower", "gives", "Higher", "gives", "Elasticity", "Verdict"];
        print::table(out, &heads, &rows.collect::<Vec<_>>())?;
        if listed < numbers.len() {
            writeln!(out, "  and {} more; --all lists them", numbers.len() - listed)?;
        }
        Ok(())
    }

    fn row(&self, moved: &Moved, measure: usize) -> Option<Vec<String>> {
        let (swing, key) = (moved.swing(measure)?, &self.sensitivity.measures[measure]);
        let end = |amount: Option<f64>, value: Option<Found>| match amount.zip(value) {
            Some((amount, value)) => [moved.span.at(amount).to_string(), value.in_words(key)],
            None => [String::new(), String::new()],
        };
        let flips = moved.flips.iter().filter(|flip| flip.measure == measure);
        let flips: Vec<_> = flips.map(|flip| moved.flip_in_words(self.project, flip)).collect();
        let mut row = vec![moved.name.clone(), moved.span.quantity.to_string(), moved.origin().to_owned()];
        row.extend(end(moved.span.low, swing.low));
        row.extend(end(moved.span.high, swing.high));
        row.push(swing.elasticity.map_or_else(String::new, elasticity_in_words));
        row.push(flips.join("; "));
        Some(row)
    }

    fn as_json(&self) -> Value {
        let (project, sensitivity) = (self.project, self.sensitivity);
        let quality = |(key, base): (&MeasureKey, &Found)| {
            json!({
                "measure": key.measure.key(),
                "subject": project.subject_name(&key.subject),
                "name": project.measure_name(key),
                "value": base.known(),
                "overloaded": *base == Found::Overloaded,
                "unit": key.measure.unit().symbol(),
                "better": if key.measure.direction() == Direction::Lower { "lower" } else { "higher" },
            })
        };
        let names = |measures: &[usize]| -> Vec<String> {
            measures.iter().map(|measure| project.measure_name(&sensitivity.measures[*measure])).collect()
        };
        let number = |position: usize| sensitivity.numbers[position].name.clone();
        let points = sensitivity.sensitivity_points(NOTABLE);
        let trade_offs = sensitivity.trade_off_points(NOTABLE);
        json!({
            "project": super::shown_name(self.session),
            "design": design_json(self.session, self.session.design()),
            "within_percent": (sensitivity.within * 100.0).round(),
            "notable_elasticity": NOTABLE,
            "qualities": sensitivity.measures.iter().zip(&sensitivity.base).map(quality).collect::<Vec<_>>(),
            "numbers": sensitivity.numbers.iter().map(|moved| self.number_json(moved)).collect::<Vec<_>>(),
            "sensitivity_points": points.iter().map(|point| json!({
                "number": number(point.number),
                "qualities": names(&point.measures),
                "sentence": sensitivity.point_in_words(project, point),
            })).collect::<Vec<_>>(),
            "trade_off_points": trade_offs.iter().map(|point| json!({
                "number": number(point.number),
                "helps": names(&point.helps),
                "hurts": names(&point.hurts),
                "sentence": sensitivity.trade_off_in_words(project, point),
            })).collect::<Vec<_>>(),
        })
    }

    fn number_json(&self, moved: &Moved) -> Value {
        let span = &moved.span;
        json!({
            "name": moved.name.clone(),
            "element": moved.stated_on.as_ref().map(|element| self.project.element_name(element)),
            "value": span.base,
            "unit": span.quantity.unit().symbol(),
            "origin": moved.origin(),
            "low": span.low,
            "high": span.high,
            "swings": moved.swings.iter().map(|swing| self.swing_json(swing)).collect::<Vec<_>>(),
            "flips": moved.flips.iter().map(|flip| self.flip_json(moved, flip)).collect::<Vec<_>>(),
        })
    }

    fn swing_json(&self, swing: &Swing) -> Value {
        let key = &self.sensitivity.measures[swing.measure];
        let end = |value: Option<Found>| {
            value.map(|value| json!({ "value": value.known(), "overloaded": value == Found::Overloaded }))
        };
        json!({
            "measure": key.measure.key(),
            "name": self.project.measure_name(key),
            "low": end(swing.low),
            "high": end(swing.high),
            "elasticity": swing.elasticity,
        })
    }

    fn flip_json(&self, moved: &Moved, flip: &VerdictFlip) -> Value {
        let name = |id: &RequirementId| self.project.requirements.get(id).map(|requirement| requirement.name.clone());
        json!({
            "requirement": flip.requirement.as_str(),
            "name": name(&flip.requirement),
            "from": flip.from.key(),
            "to": flip.to.key(),
            "amount": flip.amount,
            "change": flip.change,
            "sentence": moved.flip_in_words(self.project, flip),
        })
    }
}

fn print_sentences(out: &mut dyn Write, heading: &str, sentences: Vec<String>) -> anyhow::Result<()> {
    writeln!(out, "\n{heading}")?;
    if sentences.is_empty() {
        writeln!(out, "  none")?;
    }
    for sentence in sentences {
        writeln!(out, "  {sentence}")?;
    }
    Ok(())
}

//! `cantilever train`: trains candidates and keeps what was measured in the project's file.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use clap::Args;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::{Common, ERROR, FINE, print};
use crate::model::{Direction, Measure};
use crate::session::{Action, Freshness, Session, Training, TrainingState};
use crate::work::JobName;

/// Steps of a progress bar.
const STEPS: u64 = 1000;
/// Measures of quality that are printed of each goal.
const QUALITIES: usize = 4;

/// Arguments of `train`.
#[derive(Debug, Args)]
#[command(after_help = "Candidates whose results are current are left alone unless --all is given.\n\
                        Exit codes: 0 every candidate has a result; 2 one has none, or another error.")]
pub struct TrainArguments {
    #[command(flatten)]
    common: Common,
    /// Trains this candidate, by identifier or name; may be given several times.
    #[arg(long = "candidate", value_name = "NAME")]
    candidates: Vec<String>,
    /// Trains also candidates whose results are current.
    #[arg(long)]
    all: bool,
    /// Workers at a time. More than one is faster, but they disturb each other's timings.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: u16,
}

/// Trains and saves.
pub(super) fn run(arguments: &TrainArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let (sender, woken) = channel();
    // Nobody listens any more when the command is at its end.
    let wake = Arc::new(move || {
        sender.send(()).ok();
    });
    let mut session = super::open(&arguments.common, Some(usize::from(arguments.workers)), wake)?;
    session.settle();
    let names = chosen(&session, arguments)?;
    session.perform(Action::Train(names.clone()));
    watch(&mut session, &names, &woken);
    let failures: Vec<_> = names.iter().filter_map(|name| Some((name, failure(session.training(name)?)?))).collect();
    if arguments.common.json {
        print::json(out, &as_json(&session, &names))?;
    } else {
        print_text(&session, &names, out)?;
    }
    if let Some(complaint) = super::complaints(&session) {
        anyhow::bail!(complaint);
    }
    Ok(if failures.is_empty() { FINE } else { ERROR })
}

fn chosen(session: &Session, arguments: &TrainArguments) -> anyhow::Result<Vec<JobName>> {
    let all = session.candidates();
    if all.is_empty() {
        anyhow::bail!("the project has no candidates to train; add some to an ML component");
    }
    if arguments.candidates.is_empty() {
        let needed = |name: &JobName| arguments.all || session.freshness(name) != Freshness::Current;
        return Ok(all.into_iter().filter(needed).collect());
    }
    let mut names = Vec::new();
    for wanted in &arguments.candidates {
        let fits = |name: &&JobName| name.1.as_str() == wanted || shown(session, name) == *wanted;
        let found: Vec<_> = all.iter().filter(fits).cloned().collect();
        if found.is_empty() {
            let known: Vec<_> = all.iter().map(|(_, candidate)| candidate.as_str()).collect();
            anyhow::bail!("there is no candidate \"{wanted}\"; use one of: {}", known.join(", "));
        }
        names.extend(found);
    }
    Ok(names)
}

/// Waits for the trainings; what is measured is saved at once, so that an interruption loses little.
fn watch(session: &mut Session, names: &[JobName], woken: &Receiver<()>) {
    let board = super::is_watched().then(MultiProgress::new);
    let mut bars: BTreeMap<&JobName, ProgressBar> = BTreeMap::new();
    let mut evidence = Arc::clone(session.evidence());
    while session.is_training() {
        // The time limit only guards against a missed call.
        woken.recv_timeout(Duration::from_millis(500)).ok();
        session.poll();
        if !Arc::ptr_eq(&evidence, session.evidence()) {
            evidence = Arc::clone(session.evidence());
            save(session);
        }
        let Some(board) = &board else { continue };
        for name in names {
            let bar = bars.entry(name).or_insert_with(|| new_bar(board, &shown(session, name)));
            show(bar, session.training(name));
        }
    }
    session.settle();
    // What follows from all of them together: cascades of two.
    if !Arc::ptr_eq(&evidence, session.evidence()) {
        save(session);
    }
    if let Some(board) = board {
        board.clear().ok();
    }
}

fn save(session: &mut Session) {
    if let Some(file) = session.file().map(std::path::Path::to_owned) {
        session.perform(Action::SaveTo(file));
    }
}

fn new_bar(board: &MultiProgress, name: &str) -> ProgressBar {
    let bar = board.add(ProgressBar::new(STEPS)).with_prefix(name.to_owned());
    match ProgressStyle::with_template("{prefix:26!} {bar:30} {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn show(bar: &ProgressBar, training: Option<&Training>) {
    match training {
        Some(training) => {
            bar.set_position((f64::from(training.fraction) * STEPS as f64) as u64);
            bar.set_message(training.stage.clone());
        }
        None if !bar.is_finished() => bar.finish_with_message("Done"),
        None => {}
    }
}

fn failure(training: &Training) -> Option<String> {
    match &training.state {
        TrainingState::Failed(reason) => Some(reason.clone()),
        TrainingState::Cancelled => Some("cancelled".to_owned()),
        TrainingState::Waiting | TrainingState::Running => None,
    }
}

fn shown(session: &Session, (component, candidate): &JobName) -> String {
    let task = session.project().tasks.get(component);
    let found = task.and_then(|task| task.candidates.get(candidate));
    found.map_or_else(|| candidate.to_string(), |found| found.name.clone())
}

fn as_json(session: &Session, names: &[JobName]) -> Value {
    let entry = |name: &JobName| {
        let evidence = session.evidence().get(&name.0, &name.1);
        let measured: Option<serde_json::Map<_, _>> = evidence.map(|evidence| {
            let entry = |(measure, measured): (&Measure, &crate::model::Measured)| {
                let value = json!({
                    "value": measured.value,
                    "unit": measure.unit().symbol(),
                    "better": if measure.direction() == Direction::Lower { "lower" } else { "higher" },
                    "provenance": "measured",
                    "interval": measured.interval.map(|(low, high)| json!([low, high])),
                });
                (measure.key().to_owned(), value)
            };
            evidence.measured.iter().map(entry).collect()
        });
        json!({
            "component": name.0.as_str(),
            "candidate": name.1.as_str(),
            "name": shown(session, name),
            "failure": session.training(name).and_then(failure),
            "measured": measured,
            "warnings": evidence.map(|evidence| &evidence.warnings),
        })
    };
    json!({
        "project": super::shown_name(session),
        "file": session.file().map(super::shown_path),
        "trained": names.iter().map(entry).collect::<Vec<_>>(),
    })
}

/// What says most about the quality of these candidates, and what they cost.
fn shown_measures(session: &Session, names: &[JobName]) -> Vec<Measure> {
    let project = session.project();
    let tasks = names.iter().filter_map(|name| project.tasks.get(&name.0));
    let goals = tasks.filter_map(|task| project.datasets.get(&task.dataset)).map(|dataset| &dataset.goal);
    let mut measures: Vec<Measure> = Vec::new();
    for measure in goals.flat_map(|goal| &goal.qualities()[..QUALITIES]) {
        if !measures.contains(measure) {
            measures.push(*measure);
        }
    }
    measures.extend([
        Measure::InferenceP50,
        Measure::InferenceP99,
        Measure::BatchThroughput,
        Measure::ModelSize,
        Measure::TrainingTime,
        Measure::TrainingMemory,
        Measure::PredictionOperations,
    ]);
    measures
}

fn print_text(session: &Session, names: &[JobName], out: &mut dyn Write) -> anyhow::Result<()> {
    if names.is_empty() {
        writeln!(out, "Every candidate's results are current; --all trains them anyway.")?;
        return Ok(());
    }
    let measures = shown_measures(session, names);
    let mut heads = vec!["Candidate"];
    heads.extend(measures.iter().map(|measure| measure.label()));
    let mut rows = Vec::new();
    for name in names.iter().filter(|name| session.training(name).and_then(failure).is_none()) {
        let Some(evidence) = session.evidence().get(&name.0, &name.1) else { continue };
        let value = |measure: &Measure| {
            let measured = evidence.measured.get(measure);
            measured.map_or_else(|| "unknown".to_owned(), |measured| measured.quantity(*measure).to_string())
        };
        let mut row = vec![shown(session, name)];
        row.extend(measures.iter().map(value));
        rows.push(row);
    }
    print::table(out, &heads, &rows)?;
    for name in names {
        if let Some(reason) = session.training(name).and_then(failure) {
            writeln!(out, "  {}: {reason}", shown(session, name))?;
        }
    }
    if let Some(file) = session.file() {
        writeln!(out, "Kept in {}", super::shown_path(file))?;
    }
    Ok(())
}

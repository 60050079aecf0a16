//! What it takes to compute the same numbers again: data, seeds, settings, versions and machines.

use super::build::Stamp;
use super::document::{Block, Section, Table};
use super::input::Input;
use super::part::Part;
use super::words::counted;
use crate::analysis::AnalysisSettings;
use crate::model::{Dataset, DatasetSource, ElementId, Evidence, Goal, Project, format_number, listed};
use crate::tradeoff::{percent, samples_for};

/// The section.
pub(super) fn section(input: &Input<'_>, settings: AnalysisSettings, stamp: &Stamp) -> Section {
    let mut section = Section::new(Part::Reproduction, "Reproduction");
    let program = if stamp.program.is_empty() { "not stated" } else { &stamp.program };
    section.paragraph(&format!("Report written by {program}."));
    section.bullets(computed(input, settings));
    datasets(input.project, &mut section);
    candidates(input, &mut section);
    if !stamp.commands.is_empty() {
        section.paragraph("These commands compute it again:");
        section.bullets(stamp.commands.clone());
    }
    section
}

/// How the numbers were worked out, with their seeds.
fn computed(input: &Input<'_>, AnalysisSettings { samples, seed }: AnalysisSettings) -> Vec<String> {
    let samples_text = |samples: usize| counted(samples, "sample");
    let mut items =
        vec![format!("Response times of this design: {} per scenario, seed {seed}.", samples_text(samples))];
    if let Some((exploration, _)) = input.explored {
        let fewer = samples_for(exploration.len() as u128, samples);
        let designs = counted(exploration.len(), "design");
        items.push(match exploration.search() {
            Some(_) => format!("{designs} of a searched space were analysed in full, seed {seed}."),
            None => format!("{designs} compared: {} per scenario each, seed {seed}.", samples_text(fewer)),
        });
    }
    if let Some(sensitivity) = input.sensitivity {
        let numbers = counted(sensitivity.numbers.len(), "number");
        items.push(format!("Sensitivity: {numbers} moved by ±{}, seed {seed}.", percent(sensitivity.within)));
    }
    if let Some(certainty) = input.certainty {
        let draws = counted(certainty.replicates, "draw");
        items.push(format!("Certainty of the front: {draws} of what was measured, seed {seed}."));
    }
    items
}

fn datasets(project: &Project, section: &mut Section) {
    let mut table = Table::new(&["Dataset", "Source", "Target", "Left out", "What is known of it"]);
    for dataset in project.datasets.values() {
        table.row(vec![
            dataset.name.as_str().into(),
            source(dataset).into(),
            target(dataset).into(),
            dataset.excluded.join(", ").into(),
            dataset.description.trim().into(),
        ]);
    }
    section.table(table, "");
}

/// What identifies each measurement, and the machine that it was made on.
fn candidates(input: &Input<'_>, section: &mut Section) {
    let mut table = Table::new(&[
        "Component",
        "Candidate",
        "Fingerprint of data, settings, seed and code",
        "Fingerprint of rows and their division",
        "#Seed",
        "Measured at",
    ]);
    let mut machines: Vec<(String, Vec<String>)> = Vec::new();
    for (component, id, found) in input.book.iter() {
        let candidate = input.project.tasks.get(component).and_then(|task| task.candidates.get(id));
        let name = input.project.candidate_name(component, id);
        table.row(vec![
            input.project.element_name(&ElementId::Component(component.clone())).into(),
            name.as_str().into(),
            found.fingerprint.as_str().into(),
            found.trials.rows.as_str().into(),
            candidate.map_or_else(String::new, |candidate| candidate.seed.to_string()).into(),
            found.environment.measured_at.as_str().into(),
        ]);
        let machine = environment(found);
        match machines.iter_mut().find(|(known, _)| *known == machine) {
            Some((_, names)) => names.push(name),
            None => machines.push((machine, vec![name])),
        }
    }
    section.table(table, "No candidate was trained.");
    machines.retain(|(machine, _)| !machine.is_empty());
    if !machines.is_empty() {
        section.blocks.push(Block::Heading("Machines".to_owned()));
        section.bullets(machines.iter().map(|(machine, names)| format!("{machine}: {}", listed(names))).collect());
    }
}

/// Processor, system and program of a measurement.
pub(super) fn environment(found: &Evidence) -> String {
    let environment = &found.environment;
    let parts = [&environment.processor, &environment.system, &environment.program];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).cloned().collect();
    parts.join("; ")
}

/// The column that is predicted, and what is said about it.
fn target(dataset: &Dataset) -> String {
    match &dataset.goal {
        Goal::Binary { positive } => format!("{} = {positive}", dataset.target),
        Goal::Classes => format!("class of {}", dataset.target),
        Goal::Number => format!("{}, a number", dataset.target),
    }
}

fn source(dataset: &Dataset) -> String {
    match &dataset.source {
        DatasetSource::TableFile { path } => format!("file {path}"),
        DatasetSource::Images { path, settings } => {
            format!("images {path} at {} × {}", settings.width, settings.height)
        }
        DatasetSource::GeneratedFraud(settings) => format!(
            "generated card transactions: seed {}, {} customers, {} terminals, {} days",
            settings.seed,
            format_number(f64::from(settings.customers)),
            format_number(f64::from(settings.terminals)),
            settings.days
        ),
    }
}

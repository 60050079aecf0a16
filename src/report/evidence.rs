//! What was measured on trained candidates, and what it takes to measure it again.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::build::column;
use super::document::{Block, Cell, Section, Table};
use super::part::Part;
use super::reproduction::environment;
use super::words;
use crate::analysis::Quality;
use crate::model::{
    Candidate, CandidateId, ComponentId, Design, ElementId, ErrorCosts, Evidence, EvidenceBook, Folds, Goal, Judging,
    LearningTask, Measure, Measured, OperatingPoint, Project, SplitRule, format_number, listed,
};
use crate::tradeoff::percent;

/// What was measured on the candidates of every learning task.
pub(super) fn evidence_section(project: &Project, evidence: &EvidenceBook, design: &Design) -> Option<Section> {
    if project.tasks.is_empty() {
        return None;
    }
    let mut section = Section::new(Part::Evidence, "Evidence");
    for (component, task) in &project.tasks {
        section.blocks.push(Block::Heading(project.element_name(&ElementId::Component(component.clone()))));
        section.paragraph(&data_sentence(project, task));
        let environments = environments(component, task, evidence);
        if let Some(only) = environments.first().filter(|only| environments.len() == 1 && !only.is_empty()) {
            section.paragraph(&format!("All measured on {only}."));
        }
        section.table(candidate_table(component, task, evidence, design, project), "No candidates are listed.");
        if let Some(text) = cascade_sentence(project, (component, task), evidence, design) {
            section.paragraph(&text);
        }
        section.bullets(warnings(component, task, evidence));
    }
    Some(section)
}

/// What a reader must know of the measurements, each once: what is so of all measured candidates is about their data.
fn warnings(component: &ComponentId, task: &LearningTask, evidence: &EvidenceBook) -> Vec<String> {
    let mut measured = 0;
    let mut told: Vec<(&str, BTreeSet<&CandidateId>)> = Vec::new();
    for id in task.candidates.keys() {
        let Some(found) = evidence.get(component, id) else { continue };
        measured += 1;
        for warning in &found.warnings {
            match told.iter_mut().find(|(known, _)| known == warning) {
                Some((_, warned)) => drop(warned.insert(id)),
                None => told.push((warning, BTreeSet::from([id]))),
            }
        }
    }
    let in_words = |(warning, warned): (&str, BTreeSet<&CandidateId>)| {
        if measured > 1 && warned.len() == measured {
            return format!("All measured candidates: {warning}");
        }
        let names = task.candidates.iter().filter(|(id, _)| warned.contains(id)).map(|(_, one)| &one.name);
        format!("{}: {warning}", listed(&names.collect::<Vec<_>>()))
    };
    told.into_iter().map(in_words).collect()
}

fn data_sentence(project: &Project, task: &LearningTask) -> String {
    let dataset = project.datasets.get(&task.dataset);
    let goal = dataset.map(|dataset| &dataset.goal);
    let alike =
        if goal == Some(&Goal::Number) { "large and small numbers alike" } else { "the same share of each class" };
    let split = match &task.split {
        SplitRule::Stratified { test_share, seed } => {
            format!("{} of the rows, drawn at random with seed {seed} and {alike}, are held out", percent(*test_share))
        }
        SplitRule::Grouped { column, test_share, seed } => {
            format!(
                "about {} of the rows are held out, whole groups of the same {column} drawn at random with seed {seed}",
                percent(*test_share)
            )
        }
        SplitRule::ByTime { column, test_share } => {
            format!(
                "the last {} of the rows by {column} are held out, so that the past predicts the future",
                percent(*test_share)
            )
        }
    };
    let decision = match (goal, task.operating_point) {
        (Some(Goal::Number), _) => "A number is predicted.".to_owned(),
        (Some(Goal::Classes), _) => "The most probable class is decided for.".to_owned(),
        (_, OperatingPoint::Probability(probability)) => {
            format!("A case counts as positive at a probability of {} or more.", format_number(probability))
        }
        (_, OperatingPoint::FalsePositiveRate(rate)) => {
            format!("The threshold flags at most {} of the negative validation rows.", percent(rate))
        }
        (_, OperatingPoint::LeastCost) => {
            "The threshold is the one at which errors on validation rows cost least.".to_owned()
        }
    };
    let name = dataset.map_or_else(|| task.dataset.to_string(), |dataset| dataset.name.clone());
    format!("Data: {name}; {split}. {decision}{}", thoroughness(&task.judging))
}

/// What was done beyond judging once on held-out rows.
fn thoroughness(judging: &Judging) -> String {
    let mut text = String::new();
    if let Some(ErrorCosts { false_positive, false_negative }) = judging.costs {
        let (alarm, miss) = (format_number(false_positive), format_number(false_negative));
        write!(text, " A false alarm costs ${alarm} and a missed case ${miss}.").ok();
    }
    if let Some(Folds { count, repeats }) = judging.folds {
        let repeated = if repeats > 1 { format!(", drawn {repeats} times") } else { String::new() };
        write!(text, " Quality is the mean over {count} folds{repeated}.").ok();
    }
    if judging.seeds > 0 {
        write!(text, " Each candidate was trained {} more times with other seeds.", judging.seeds).ok();
    }
    if let Some(column) = &judging.protected {
        write!(text, " Groups by {column} are compared.").ok();
    }
    text
}

/// The measures of the table: the task's own first, then what says how right models are, and what an architect asks about
/// any of them.
fn shown_measures(project: &Project, task: &LearningTask) -> Vec<Measure> {
    let qualities = project.datasets.get(&task.dataset).map_or(&[][..], |dataset| dataset.goal.qualities());
    let usual = [
        Measure::FalsePositiveRate,
        Measure::InferenceP50,
        Measure::InferenceP99,
        Measure::ModelSize,
        Measure::TrainingTime,
        Measure::PredictionOperations,
        Measure::InteractionStrength,
        Measure::MainEffectComplexity,
        Measure::RobustnessLoss,
        Measure::DriftLoss,
        Measure::SeedDeviation,
        Measure::PredictionChurn,
        Measure::DataNeed,
        Measure::GroupRecallGap,
        Measure::GroupSelectionRatio,
    ];
    let others = qualities.iter().copied().chain(usual).filter(|measure| *measure != task.primary);
    std::iter::once(task.primary).chain(others).collect()
}

/// Measures down, candidates across: the numbers that are compared stand side by side and the table stays narrow.
fn candidate_table(
    component: &ComponentId,
    task: &LearningTask,
    book: &EvidenceBook,
    design: &Design,
    project: &Project,
) -> Table {
    let mut table = Table::new(&[""]);
    let chosen = project.models(design, component);
    let mark = |id: &CandidateId| match chosen {
        Some((first, _)) if first == id => " (chosen)",
        Some((_, Some((second, _)))) if second == id => " (chosen for unsure cases)",
        _ => "",
    };
    let entries: Vec<(&Candidate, Option<&Evidence>)> =
        task.candidates.iter().map(|(id, candidate)| (candidate, book.get(component, id))).collect();
    for (id, candidate) in &task.candidates {
        table.columns.push(column(format!("{}{}", candidate.name, mark(id)), true));
    }
    if entries.is_empty() {
        return table;
    }
    let mut line = |name: &str, text: &dyn Fn(&Candidate, Option<&Evidence>) -> String| {
        let mut cells: Vec<Cell> = vec![name.into()];
        cells.extend(entries.iter().map(|(candidate, found)| Cell::from(text(candidate, *found))));
        table.row(cells);
    };
    line("Algorithm", &|candidate, _| candidate.algorithm.label().to_owned());
    line("Settings", &|candidate, _| candidate.algorithm.summary());
    for measure in shown_measures(project, task) {
        if entries.iter().any(|(_, found)| found.is_some_and(|found| found.measured.contains_key(&measure))) {
            line(measure.label(), &|_, found| measured(found, measure));
        }
    }
    if entries.iter().any(|(_, found)| found.is_some_and(|found| found.found.is_some())) {
        line("Settings that a search found", &|_, found| {
            found.and_then(|found| found.found.clone()).unwrap_or_default()
        });
    }
    line("Features", &|_, found| found.map_or_else(String::new, |found| format_number(found.features as f64)));
    if entries.iter().any(|(_, found)| found.is_some_and(|found| found.threshold.is_some())) {
        line("Decision threshold", &|_, found| {
            found.and_then(|found| found.threshold).map_or_else(String::new, format_number)
        });
    }
    line("Seed", &|candidate, _| candidate.seed.to_string());
    line("Training rows", &|_, found| {
        found.map_or_else(String::new, |found| format_number(found.training_rows as f64))
    });
    line("Test rows", &|_, found| {
        found.map_or_else(String::new, |found| {
            let positives = found.positive_test_rows.map(|rows| format!(" ({} positive)", format_number(rows as f64)));
            format!("{}{}", format_number(found.test_rows as f64), positives.unwrap_or_default())
        })
    });
    line("Measured at", &|_, found| {
        found.map_or_else(|| "not trained yet".to_owned(), |found| found.environment.measured_at.clone())
    });
    // One machine for all is said once, above the table.
    if environments(component, task, book).len() > 1 {
        line("Measured on", &|_, found| found.map_or_else(String::new, environment));
    }
    table
}

/// The different environments that the candidates were measured in.
fn environments(component: &ComponentId, task: &LearningTask, book: &EvidenceBook) -> BTreeSet<String> {
    task.candidates.keys().filter_map(|id| book.get(component, id)).map(environment).collect()
}

/// What the two models of the design decide together; `None` where one decides alone.
fn cascade_sentence(
    project: &Project,
    (component, task): (&ComponentId, &LearningTask),
    book: &EvidenceBook,
    design: &Design,
) -> Option<String> {
    let (first, second) = project.models(design, component)?;
    let (second, share) = second?;
    let start = format!(
        "{} decides every case; up to {} of them, those that it is least sure of, are then decided by {}.",
        project.candidate_name(component, first),
        percent(share / 100.0),
        project.candidate_name(component, second)
    );
    let Some(point) = book.cascade(component, first, second).and_then(|found| found.point(share)) else {
        return Some(format!("{start} The two were not measured together since they were trained."));
    };
    let sure = point.threshold.map_or(String::new(), |threshold| {
        format!(", those with a confidence of at most {}", format_number((threshold * 1000.0).round() / 1000.0))
    });
    let goal = project.datasets.get(&task.dataset).map(|dataset| &dataset.goal);
    let others = goal.map_or(&[][..], Goal::qualities).iter().filter(|measure| **measure != task.primary);
    let values = std::iter::once(&task.primary).chain(others).filter_map(|measure| {
        let value = point.measured.get(measure)?;
        Some(format!("{} {}", measure.label(), in_words(*measure, value)))
    });
    let values: Vec<_> = values.collect();
    let rows = percent(point.passed_on / 100.0);
    Some(format!("{start} These are {rows} of the held-out rows{sure}. Together: {}.", values.join("; ")))
}

fn measured(found: Option<&Evidence>, measure: Measure) -> String {
    found.and_then(|found| found.measured.get(&measure)).map_or_else(String::new, |value| in_words(measure, value))
}

/// A measured value with its interval.
fn in_words(measure: Measure, measured: &Measured) -> String {
    let quality = Quality { quantity: measured.quantity(measure), interval: measured.interval, note: None };
    words::value_with_interval(&quality)
}

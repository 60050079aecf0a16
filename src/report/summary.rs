//! The decision on one page: what was decided, whether it does what is required, what it was chosen over, what would flip
//! it, and what nobody knows.

use super::document::{Block, Cell, Section, Table};
use super::input::Input;
use super::options::{headline, made_again};
use super::part::Part;
use super::supplement::unmeasured;
use super::words::{self, counted};
use crate::analysis::{Finding, Outcome};
use crate::model::{Provenance, Requirement, RequirementId, listed};

/// Flips that are told on the page: the nearest of weights and limits.
const MOST_FLIPS: usize = 3;

/// The section.
pub(super) fn section(input: &Input<'_>) -> Section {
    let mut section = Section::new(Part::Summary, "Summary");
    section.blocks.push(Block::Lead(headline(input)));
    section.paragraph(&standing(input));
    if !input.unsettled.is_empty() {
        section.paragraph(&made_again(input));
    }
    let mut table = Table::new(&["Requirement", "#Value", "#Required", "Verdict", "Provenance"]);
    for (requirement, verdict) in input.judged() {
        table.row(vec![
            format!("{} ({})", requirement.name, requirement.kind()).into(),
            words::value_with_interval(&verdict.quality).into(),
            requirement.relation().into(),
            Cell::toned(words::outcome(verdict.outcome), words::tone(verdict.outcome)),
            verdict.quality.quantity.provenance().label().into(),
        ]);
    }
    section.table(table, "No requirements are stated, so no design can be said to be good enough.");
    if !input.draft.against.is_empty() {
        section.blocks.push(Block::Heading("Against the next best design".to_owned()));
        section.paragraph(&input.draft.against.join(" "));
    }
    let flips = flips(input);
    if !flips.is_empty() {
        section.blocks.push(Block::Heading("What would flip it".to_owned()));
        section.bullets(flips);
    }
    section.blocks.push(Block::Heading("What is open".to_owned()));
    section.bullets(open(input));
    section
}

/// How far the decision is, by whom and until when.
fn standing(input: &Input<'_>) -> String {
    let Some((id, decision)) = input.project.current_decision().filter(|_| input.is_decided) else {
        return "This design has not been decided for.".to_owned();
    };
    let standing = format!("{}: {}", decision.name(), input.project.standing(id));
    let on = decision.date.map_or_else(String::new, |date| format!(" on {date}"));
    let by = match decision.deciders.trim() {
        "" => "; who decides is not stated".to_owned(),
        deciders => format!(" by {deciders}"),
    };
    let until = decision.revisit.map_or_else(String::new, |date| format!("; to be revisited on {date}"));
    format!("{standing}{on}{by}{until}.")
}

/// What would make another design come first, and the smallest change of a number that breaks a hard requirement.
fn flips(input: &Input<'_>) -> Vec<String> {
    let mut flips: Vec<String> = input.draft.flips.iter().take(MOST_FLIPS).cloned().collect();
    if let Some(sensitivity) = input.sensitivity {
        let hard = |id: &RequirementId| input.project.requirements.get(id).is_some_and(Requirement::is_hard);
        let all = sensitivity.numbers.iter().flat_map(|moved| moved.flips.iter().map(move |flip| (moved, flip)));
        let breaks = all.filter(|(_, flip)| flip.from == Outcome::Met && hard(&flip.requirement));
        let nearest = breaks.filter_map(|(moved, flip)| Some((flip.change?.abs(), moved, flip)));
        if let Some((_, moved, flip)) = nearest.reduce(|best, next| if next.0 < best.0 { next } else { best }) {
            flips.push(format!("{}: {}.", moved.in_words(), moved.flip_in_words(input.project, flip)));
        }
    }
    flips
}

/// Counts of what is not known or was never measured, and the finding to look at first.
fn open(input: &Input<'_>) -> Vec<String> {
    let mut items = Vec::new();
    let unknown = input.judged().filter(|(_, verdict)| verdict.outcome == Outcome::Unknown).count();
    if unknown > 0 {
        items.push(format!("{} cannot be judged yet.", counted(unknown, "requirement")));
    }
    let numbers = unmeasured(input.project);
    let of = |provenance: Provenance| {
        let count = numbers.iter().filter(|number| number.quantity.provenance() == provenance).count();
        (count > 0).then(|| format!("{} {}", words::count(count), provenance.label()))
    };
    let kinds = [Provenance::Unknown, Provenance::Assumed, Provenance::Estimated].into_iter().filter_map(of);
    items.push(match numbers.len() {
        0 => "Every stated number was measured.".to_owned(),
        count => {
            let were = if count == 1 { "was" } else { "were" };
            format!(
                "{} {were} never measured: {}.",
                counted(count, "stated number"),
                listed(&kinds.collect::<Vec<_>>())
            )
        }
    });
    let tasks = input.project.tasks.iter();
    let candidates = tasks.flat_map(|(component, task)| task.candidates.keys().map(move |id| (component, id)));
    let untrained = candidates.filter(|(component, id)| input.book.get(component, id).is_none()).count();
    if untrained > 0 {
        let (were, them) = if untrained == 1 { ("was", "it") } else { ("were", "them") };
        items.push(format!(
            "{} {were} not trained, so nothing is known of {them}.",
            counted(untrained, "candidate model")
        ));
    }
    items.push(finding(input));
    items
}

fn finding(input: &Input<'_>) -> String {
    let open: Vec<&Finding> = input.analysis.open_findings(input.project).collect();
    let worst = open.iter().copied().reduce(|worst, next| if next.severity < worst.severity { next } else { worst });
    let Some(worst) = worst else { return "The checks found nothing that was not accepted.".to_owned() };
    let kind = words::severity(worst.severity);
    match open.len() {
        1 => format!("One finding is open, {kind}: {}", worst.message),
        count => format!("{} findings are open; the first is this {kind}: {}", words::count(count), worst.message),
    }
}

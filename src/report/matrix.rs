//! What becomes of every requirement under the design of the report and under those that it is compared with.

use super::build::column;
use super::document::{Cell, Section, Table};
use super::input::Input;
use super::part::Part;
use super::words;
use crate::analysis::{Outcome, Verdict};
use crate::model::{RequirementId, capitalised};
use crate::tradeoff::{Exploration, shortlist};

/// Designs beside the one that the report is about, at most: more columns do not fit on a page.
const MOST_OTHERS: usize = 3;

/// Designs of the front that are asked for, to fill the columns.
const MOST_OF_FRONT: usize = 4;

/// The verdicts, requirement by design, each with value, 95 % interval and provenance.
pub(super) fn verdicts_section(input: &Input<'_>) -> Section {
    let mut section = Section::new(Part::Requirements, "Verdicts");
    let mut table = Table::new(&["Requirement", "Measure", "#Required", "Strength", "Mode"]);
    let number = input.explored.zip(input.chosen()).map(|((all, _), index)| all.ordinal_text(index));
    let own = match number {
        Some(number) => format!("Design {number}, {}", input.word_for_it()),
        None => capitalised(&format!("{} design", if input.is_decided { "chosen" } else { "this" })),
    };
    table.columns.push(column(own, false));
    let others = input.explored.map_or_else(Vec::new, |(exploration, _)| others(input, exploration));
    table.columns.extend(others.iter().map(|other| column(other.title.clone(), false)));
    for (requirement, verdict) in input.judged() {
        let mut row: Vec<Cell> = vec![
            requirement.name.as_str().into(),
            input.project.measure_name(&requirement.measure).into(),
            requirement.relation().into(),
            words::strength(requirement).into(),
            words::mode(input.project, &requirement.measure, &verdict.quality).into(),
            cell(verdict),
        ];
        row.extend(others.iter().map(|other| other.verdict(&verdict.requirement).map_or_else(|| "".into(), cell)));
        table.row(row);
    }
    let has_rows = !table.rows.is_empty();
    section.table(table, "No requirements are stated, so no design can be said to be good enough.");
    if has_rows {
        section.paragraph(words::MODES);
    }
    section.bullets(others.iter().map(|other| other.named.clone()).collect());
    let explained = input.judged().filter(|(_, verdict)| verdict.outcome != Outcome::Met);
    let reasons = explained.filter(|(_, verdict)| !verdict.reason.is_empty());
    section
        .bullets(reasons.map(|(requirement, verdict)| format!("{}: {}", requirement.name, verdict.reason)).collect());
    section
}

/// Another design with its verdicts.
struct Other {
    title: String,
    /// The number with what it is a number of.
    named: String,
    verdicts: Vec<Verdict>,
}

impl Other {
    fn verdict(&self, requirement: &RequirementId) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.requirement == *requirement)
    }
}

/// The next best design first, then what was considered, then the best of the front.
fn others(input: &Input<'_>, exploration: &Exploration) -> Vec<Other> {
    let mut all: Vec<usize> = Vec::new();
    let front = shortlist(input.project, exploration, &input.front, MOST_OF_FRONT);
    for index in input.draft.runner_up.into_iter().chain(input.considered()).chain(front) {
        if input.chosen() != Some(index) && !all.contains(&index) {
            all.push(index);
        }
    }
    let other = |index: &usize| {
        let number = exploration.ordinal_text(*index);
        let design = exploration.design(*index).unwrap_or_default();
        let title = match input.role(*index) {
            "" => format!("Design {number}"),
            role => format!("Design {number}, {role}"),
        };
        let named = format!("Design {number}: {}", words::design(input.project, &design));
        Other { title, named, verdicts: input.verdicts_on(exploration, *index) }
    };
    all.iter().take(MOST_OTHERS).map(other).collect()
}

/// `84 % (82 to 86 %), met, measured`.
fn cell(verdict: &Verdict) -> Cell {
    let value = words::value_with_interval(&verdict.quality);
    let outcome = words::outcome(verdict.outcome);
    let text = if verdict.quality.quantity.is_known() {
        format!("{value}, {outcome}, {}", verdict.quality.quantity.provenance().label())
    } else {
        format!("{value}, {outcome}")
    };
    Cell::toned(text, words::tone(verdict.outcome))
}

//! The options that a decision was made between, and what it came to.

use super::document::{Block, Cell, Row, Section, Table, Tone};
use super::input::{Input, hard_in_words};
use super::part::Part;
use super::words::{self, counted};
use crate::analysis::Outcome;
use crate::model::{Design, MeasureKey, in_sentence, listed};
use crate::tradeoff::{Exploration, Region};

/// How many designs there are, and those that were weighed against each other.
pub(super) fn options_section(input: &Input<'_>) -> Section {
    let mut section = Section::new(Part::Decision, "Considered options");
    let Some((exploration, region)) = input.explored.filter(|(exploration, _)| !exploration.is_empty()) else {
        section.paragraph("Other designs were not evaluated; this report looks at one design alone.");
        section.bullets(considered_elsewhere(input, None));
        return section;
    };
    section.paragraph(&summary((exploration, region), input.front.members.len()));
    let mut table = Table::new(&["#Design", "Option", "Hard requirements", "Note"]);
    for index in weighed(input) {
        let design = exploration.design(index).unwrap_or_default();
        let cells = vec![
            exploration.ordinal_text(index).into(),
            words::design(input.project, &design).into(),
            hard_in_words(input.project, &input.verdicts_on(exploration, index)).into(),
            note(input, region, index),
        ];
        table.rows.push(Row { cells, emphasis: input.chosen() == Some(index) });
    }
    section.table(table, "");
    section.bullets(considered_elsewhere(input, Some(exploration)));
    section
}

/// The design of the report, those that were considered, and the next best one, by their numbers.
fn weighed(input: &Input<'_>) -> Vec<usize> {
    let mut all = input.considered();
    all.extend(input.chosen().into_iter().chain(input.draft.runner_up));
    all.sort_unstable();
    all.dedup();
    all
}

/// Designs that were weighed against the chosen one but were not evaluated, in words.
fn considered_elsewhere(input: &Input<'_>, exploration: Option<&Exploration>) -> Vec<String> {
    let has_row = |design: &Design| exploration.is_some_and(|exploration| exploration.find(design).is_some());
    let designs = input.decision().map_or(&[][..], |decision| &decision.considered);
    let others = designs.iter().filter(|design| *design != input.design && !has_row(design));
    others.map(|design| format!("Considered: {}", words::design(input.project, design))).collect()
}

/// How many designs there are, and what became of them.
pub(super) fn summary((exploration, region): (&Exploration, &Region), on_front: usize) -> String {
    let (total, feasible) = (exploration.len(), region.feasible());
    let missed = (0..total).filter(|index| region.is_missed(*index)).count();
    let undecided = total - feasible - missed;
    let count = words::count;
    let mut parts = vec![format!("{} meet every hard requirement", count(feasible))];
    if missed > 0 {
        parts.push(format!("{} miss at least one", count(missed)));
    }
    if undecided > 0 {
        parts.push(format!("{} cannot be judged yet because a number is missing", count(undecided)));
    }
    let were = if total == 1 { "was" } else { "were" };
    let (front, are) = (count(on_front), if on_front == 1 { "is" } else { "are" });
    format!("{} {were} evaluated: {}. {front} {are} on the front.", counted(total, "design"), listed(&parts))
}

/// What restricts a sentence about all designs where a search may have missed some.
pub(super) fn looked_at(exploration: &Exploration) -> &'static str {
    if exploration.has_whole_front() { "" } else { " that was looked at and" }
}

/// What a design is beside the others, and whether it is feasible.
pub(super) fn note(input: &Input<'_>, region: &Region, index: usize) -> Cell {
    let (role, is_feasible) = (input.role(index), region.is_feasible(index));
    match (role, is_feasible) {
        ("", _) => "".into(),
        (role, false) => Cell::toned(format!("{role}, not feasible"), Tone::Bad),
        (role, true) if input.chosen() != Some(index) => role.into(),
        (role, true) if input.front.contains(index) => Cell::toned(role, Tone::Good),
        (role, true) => Cell::toned(format!("{role}, not on the front"), Tone::Open),
    }
}

/// `Chosen option: …, because …`, and the comparison with its neighbours on the front.
pub(super) fn outcome_section(input: &Input<'_>) -> Section {
    let mut section = Section::new(Part::Decision, "Decision outcome");
    section.blocks.push(Block::Lead(headline(input)));
    if !input.unsettled.is_empty() {
        section.paragraph(&made_again(input));
    }
    section.paragraph(input.own_decision().map_or("", |decision| &decision.rationale));
    let Some(((exploration, _), chosen)) = input.explored.zip(input.chosen()) else {
        return section;
    };
    let dominating = dominating(input, exploration, chosen);
    if !dominating.is_empty() {
        let numbers: Vec<_> = dominating.iter().map(|index| exploration.ordinal_text(*index)).collect();
        section.paragraph(&format!(
            "Another feasible design is at least as good on every compared measure and better on one: design {}.",
            listed(&numbers)
        ));
    }
    let items = neighbours(input, exploration, chosen);
    if !items.is_empty() {
        section.blocks.push(Block::Heading("What is gained and given up".to_owned()));
        section.bullets(items);
    }
    section
}

/// Why the decision is not complete any more.
pub(super) fn made_again(input: &Input<'_>) -> String {
    format!(
        "The decision has to be made again: it takes no option that there is for {}. Options were removed since, or \
         choices opened.",
        listed(&input.unsettled)
    )
}

/// The design with the number of hard requirements that it meets.
pub(super) fn headline(input: &Input<'_>) -> String {
    let name = words::design(input.project, input.design);
    let hard: Vec<Outcome> =
        input.judged().filter(|(requirement, _)| requirement.is_hard()).map(|(_, verdict)| verdict.outcome).collect();
    let missed = hard.iter().filter(|outcome| **outcome == Outcome::Missed).count();
    let unknown = hard.iter().filter(|outcome| **outcome == Outcome::Unknown).count();
    let start = if input.is_decided { "Chosen option" } else { "Option under discussion" };
    let on_front = input.chosen().is_some_and(|index| input.front.contains(index));
    let front = match input.explored.filter(|_| on_front) {
        Some((exploration, _)) => format!(
            " and no other feasible design{} that is known as well is as good on every compared measure and better on \
             one",
            looked_at(exploration)
        ),
        None => String::new(),
    };
    let of_all = |count: usize, all: usize| format!("{} of {}", words::count(count), counted(all, "hard requirement"));
    match (hard.len(), missed, unknown) {
        (0, ..) => format!("{start}: {name}. No hard requirement is stated, so nothing was excluded."),
        (all, 0, 0) => {
            let all = if all == 1 { "the hard requirement".to_owned() } else { format!("all {all} hard requirements") };
            format!("{start}: {name}, because it meets {all}{front}.")
        }
        (all, 0, unknown) => format!("{start}: {name}, although {} cannot be judged yet.", of_all(unknown, all)),
        (all, missed, _) => format!("{start}: {name}, although it misses {}.", of_all(missed, all)),
    }
}

/// Feasible designs that make the chosen one look bad.
fn dominating(input: &Input<'_>, exploration: &Exploration, chosen: usize) -> Vec<usize> {
    let dominates = |index: &usize| {
        let gains: Option<Vec<f64>> =
            input.axes.iter().map(|key| words::advantage(key, exploration, *index, chosen)).collect();
        // What is less certain does not count against what is more certain, as on the front.
        exploration.doubt(*index, &input.axes) <= exploration.doubt(chosen, &input.axes)
            && gains.is_some_and(|gains| gains.iter().all(|gain| *gain >= 0.0) && gains.iter().any(|gain| *gain > 0.0))
    };
    input.front.members.iter().copied().filter(dominates).collect()
}

/// For every measure that the chosen design is not the best on: the best design of the front, and what it would cost.
fn neighbours(input: &Input<'_>, exploration: &Exploration, chosen: usize) -> Vec<String> {
    let mut others: Vec<usize> = Vec::new();
    let mut best_on = Vec::new();
    for key in &input.axes {
        match best_instead(input, exploration, chosen, key) {
            Some(index) if others.contains(&index) => {}
            Some(index) => others.push(index),
            None if exploration.value(chosen, key).is_some() => {
                best_on.push(in_sentence(&input.project.measure_name(key)));
            }
            None => {}
        }
    }
    let mut sentences = Vec::new();
    if !best_on.is_empty() && input.front.members.len() > 1 {
        sentences.push(format!("No design on the front is better on any of these: {}.", listed(&best_on)));
    }
    sentences.extend(others.iter().map(|index| exchange(input, exploration, (*index, chosen))));
    sentences
}

/// The design on the front that is best on `key`, if it is better than ours.
fn best_instead(input: &Input<'_>, exploration: &Exploration, chosen: usize, key: &MeasureKey) -> Option<usize> {
    let gains = input.front.members.iter().filter(|index| **index != chosen).filter_map(|index| {
        let gain = words::advantage(key, exploration, *index, chosen)?;
        (gain > 0.0).then_some((*index, gain))
    });
    // The first of equals, so that the report does not depend on how a sort treats ties.
    let better = |best: (usize, f64), next: (usize, f64)| if next.1 > best.1 { next } else { best };
    gains.reduce(better).map(|(index, _)| index)
}

/// What taking the other design would bring, and what it would cost.
fn exchange(input: &Input<'_>, exploration: &Exploration, (other, ours): (usize, usize)) -> String {
    let project = input.project;
    let compared = |wanted: fn(f64) -> bool| {
        let is_wanted = |key: &&MeasureKey| words::advantage(key, exploration, other, ours).is_some_and(wanted);
        let keys = input.axes.iter().filter(is_wanted);
        let comparisons: Vec<_> = keys.map(|key| words::comparison(project, key, exploration, (other, ours))).collect();
        listed(&comparisons)
    };
    let (gives, costs) = (compared(|gain| gain > 0.0), compared(|gain| gain < 0.0));
    let design = exploration.design(other).unwrap_or_default();
    let number = exploration.ordinal_text(other);
    let start = format!("Design {number} ({}) is better on {gives}", words::design(project, &design));
    if costs.is_empty() { format!("{start}.") } else { format!("{start}; it is worse on {costs}.") }
}

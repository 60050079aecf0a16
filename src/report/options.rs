//! The designs that were considered, which one is chosen, and what it gains and gives up against the others.

use super::build::column;
use super::document::{Block, Cell, Row, Section, Table, Tone};
use super::part::Part;
use super::words::{self, counted};
use crate::analysis::{Analysis, Outcome};
use crate::model::{Decision, Design, MeasureKey, Project, in_sentence, listed};
use crate::tradeoff::{Exploration, Region};

/// Designs listed at most; a front of hundreds helps nobody who reads on paper.
const MOST_LISTED: usize = 15;

/// Everything that the comparison is made from.
pub(super) struct OptionsInput<'a> {
    /// What the architect stated.
    pub project: &'a Project,
    /// Every design with what is feasible of it, if the design space was explored.
    pub explored: Option<(&'a Exploration, &'a Region)>,
    /// The analysis of the chosen design.
    pub analysis: &'a Analysis,
    /// The chosen design.
    pub design: &'a Design,
    /// The measures that designs are compared on.
    pub axes: &'a [MeasureKey],
    /// Indices of the designs on the front of these measures.
    pub front: &'a [usize],
    /// The open choices for which the chosen design takes no option that there is, if it was decided for.
    pub unsettled: &'a [String],
    /// Whether the current decision chose this design.
    pub is_decided: bool,
}

impl OptionsInput<'_> {
    /// The decision that the report is about.
    pub(super) fn decision(&self) -> Option<&Decision> {
        self.project.current_decision().map(|(_, decision)| decision)
    }

    fn chosen(&self) -> Option<usize> {
        self.explored?.0.find(self.design)
    }

    /// Designs that were weighed against the chosen one.
    fn considered(&self) -> Vec<usize> {
        let designs = self.decision().map_or(&[][..], |decision| &decision.considered);
        designs.iter().filter_map(|design| self.explored?.0.find(design)).collect()
    }

    /// Designs that were weighed against the chosen one but have no row in the table, in words.
    fn considered_elsewhere(&self) -> Vec<String> {
        let has_table = !self.front.is_empty();
        let has_row = |design: &Design| has_table && self.explored.is_some_and(|(all, _)| all.find(design).is_some());
        let designs = self.decision().map_or(&[][..], |decision| &decision.considered);
        let others = designs.iter().filter(|design| *design != self.design && !has_row(design));
        others.map(|design| format!("Considered: {}", words::design(self.project, design))).collect()
    }
}

/// How many designs there are, what rejects the infeasible ones, and the front with the chosen design.
pub(super) fn options_section(input: &OptionsInput<'_>) -> Section {
    let mut section = Section::new(Part::Decision, "Considered options");
    let Some((exploration, region)) = input.explored.filter(|(exploration, _)| !exploration.is_empty()) else {
        section.paragraph("Other designs were not evaluated; this report looks at one design alone.");
        section.bullets(input.considered_elsewhere());
        return section;
    };
    if let Some(search) = exploration.search() {
        section.paragraph(&search.in_words(input.project, exploration.len()).join(" "));
    }
    section.paragraph(&summary((exploration, region), input.front.len()));
    section.bullets(exploration.space().open().to_vec());
    if region.feasible() < exploration.len() {
        section.table(rejections(input, exploration, region), "");
        section.bullets(relaxations(input.project, exploration, region));
    }
    section.bullets(input.considered_elsewhere());
    if input.front.is_empty() {
        return section;
    }
    section.blocks.push(Block::Heading("Designs on the front".to_owned()));
    let measures: Vec<_> = input.axes.iter().map(|key| in_sentence(&input.project.measure_name(key))).collect();
    section.paragraph(&format!(
        "No other feasible design{} that is known as well is at least as good on all of these measures and better on one: \
         {}.",
        looked_at(exploration),
        listed(&measures)
    ));
    let mut listed: Vec<usize> = input.front.iter().copied().take(MOST_LISTED).collect();
    listed.extend(input.chosen().into_iter().chain(input.considered()));
    listed.sort_unstable();
    listed.dedup();
    section.table(option_table(input, exploration, &listed), "");
    if input.front.len() > MOST_LISTED {
        let more = input.front.len() - MOST_LISTED;
        section.paragraph(&format!("{} more on the front are not listed here.", counted(more, "design")));
    }
    section
}

fn summary((exploration, region): (&Exploration, &Region), on_front: usize) -> String {
    let (total, feasible) = (exploration.len(), region.feasible());
    let missed = (0..total).filter(|index| region.is_missed(*index)).count();
    let undecided = total - feasible - missed;
    let mut parts = vec![format!("{feasible} meet every hard requirement")];
    if missed > 0 {
        parts.push(format!("{missed} miss at least one"));
    }
    if undecided > 0 {
        parts.push(format!("{undecided} cannot be judged yet because a number is missing"));
    }
    format!("{} evaluated: {}. {on_front} on the front.", counted_were(total), listed(&parts))
}

/// What restricts a sentence about all designs where a search may have missed some.
fn looked_at(exploration: &Exploration) -> &'static str {
    if exploration.has_whole_front() { "" } else { " that was looked at and" }
}

fn counted_were(total: usize) -> String {
    let were = if total == 1 { "was" } else { "were" };
    format!("{} {were}", counted(total, "design"))
}

/// Which hard requirement rejects how many designs.
fn rejections(input: &OptionsInput<'_>, exploration: &Exploration, region: &Region) -> Table {
    let mut table = Table::new(&[
        "Hard requirement",
        "#Required",
        "#Designs removed",
        "#Removed by it alone",
        "#Cannot be judged",
        "#Kept off the front",
    ]);
    for effect in region.effects(exploration, input.axes, input.front) {
        let Some(requirement) = input.project.requirements.get(&effect.requirement) else { continue };
        let mut row: Vec<Cell> = vec![requirement.name.as_str().into(), requirement.relation().into()];
        let counts = [effect.removed, effect.removed_alone, effect.undecided, effect.kept_off_front];
        row.extend(counts.map(|count| crate::model::format_number(count as f64).into()));
        table.row(row);
    }
    table
}

/// Where nothing is feasible, what would have to give way.
fn relaxations(project: &Project, exploration: &Exploration, region: &Region) -> Vec<String> {
    if region.feasible() > 0 {
        return Vec::new();
    }
    region.joint_relaxations(exploration).iter().map(|relaxation| relaxation.in_words(project)).collect()
}

fn option_table(input: &OptionsInput<'_>, exploration: &Exploration, listed: &[usize]) -> Table {
    let project = input.project;
    let mut table = Table::new(&["#Design"]);
    for choice in project.choices.values() {
        let element = project.element_name(&choice.element);
        table.columns.push(column(format!("{element}: {}", choice.question.label().to_lowercase()), false));
    }
    table.columns.extend(input.axes.iter().map(|key| column(project.measure_name(key), true)));
    table.columns.push(column("Note".to_owned(), false));
    for index in listed {
        let Some(design) = exploration.design(*index) else {
            continue;
        };
        let mut cells: Vec<Cell> = vec![exploration.ordinal_text(*index).into()];
        for (id, choice) in &project.choices {
            let pick = design.picks.get(id);
            cells.push(pick.map_or_else(|| "as drawn".to_owned(), |pick| words::pick(project, choice, pick)).into());
        }
        for key in input.axes {
            let quality = exploration.quality(*index, key);
            cells.push(quality.as_ref().map_or_else(|| "unknown".to_owned(), words::value).into());
        }
        let chosen = input.chosen() == Some(*index);
        cells.push(note(input, *index, chosen));
        table.rows.push(Row { cells, emphasis: chosen });
    }
    table
}

fn note(input: &OptionsInput<'_>, index: usize, chosen: bool) -> Cell {
    let on_front = input.front.contains(&index);
    match (chosen, input.explored.is_some_and(|(_, region)| region.is_feasible(index))) {
        (true, true) if on_front => Cell::toned("chosen", Tone::Good),
        (true, true) => Cell::toned("chosen, not on the front", Tone::Open),
        (true, false) => Cell::toned("chosen, not feasible", Tone::Bad),
        (false, is_feasible) if input.considered().contains(&index) => {
            if is_feasible {
                "considered".into()
            } else {
                Cell::toned("considered, not feasible", Tone::Bad)
            }
        }
        (false, _) => "".into(),
    }
}

/// `Chosen option: …, because …`, and the comparison with its neighbours on the front.
pub(super) fn outcome_section(input: &OptionsInput<'_>) -> Section {
    let mut section = Section::new(Part::Decision, "Decision outcome");
    section.blocks.push(Block::Lead(headline(input)));
    if !input.unsettled.is_empty() {
        section.paragraph(&format!(
            "The decision has to be made again: it takes no option that there is for {}. Options were removed since, or \
             choices opened.",
            listed(input.unsettled)
        ));
    }
    section.paragraph(input.decision().map_or("", |decision| &decision.rationale));
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

fn headline(input: &OptionsInput<'_>) -> String {
    let name = words::design(input.project, input.design);
    let hard: Vec<_> = (input.analysis.verdicts.iter())
        .filter(|verdict| {
            input.project.requirements.get(&verdict.requirement).is_some_and(crate::model::Requirement::is_hard)
        })
        .collect();
    let missed = hard.iter().filter(|verdict| verdict.outcome == Outcome::Missed).count();
    let unknown = hard.iter().filter(|verdict| verdict.outcome == Outcome::Unknown).count();
    let start = if input.is_decided { "Chosen option" } else { "Option under discussion" };
    let on_front = input.chosen().is_some_and(|index| input.front.contains(&index));
    let front = match input.explored.filter(|_| on_front) {
        Some((exploration, _)) => format!(
            " and no other feasible design{} that is known as well is as good on every compared measure and better on \
             one",
            looked_at(exploration)
        ),
        None => String::new(),
    };
    match (hard.len(), missed, unknown) {
        (0, ..) => format!("{start}: {name}. No hard requirement is stated, so nothing was excluded."),
        (all, 0, 0) => {
            let all = if all == 1 { "the hard requirement".to_owned() } else { format!("all {all} hard requirements") };
            format!("{start}: {name}, because it meets {all}{front}.")
        }
        (all, 0, unknown) => {
            format!("{start}: {name}, although {unknown} of {all} hard requirements cannot be judged yet.")
        }
        (all, missed, _) => format!("{start}: {name}, although it misses {missed} of {all} hard requirements."),
    }
}

/// Feasible designs that make the chosen one look bad.
fn dominating(input: &OptionsInput<'_>, exploration: &Exploration, chosen: usize) -> Vec<usize> {
    let dominates = |index: &usize| {
        let gains: Option<Vec<f64>> =
            input.axes.iter().map(|key| words::advantage(key, exploration, *index, chosen)).collect();
        // What is less certain does not count against what is more certain, as on the front.
        exploration.doubt(*index, input.axes) <= exploration.doubt(chosen, input.axes)
            && gains.is_some_and(|gains| gains.iter().all(|gain| *gain >= 0.0) && gains.iter().any(|gain| *gain > 0.0))
    };
    input.front.iter().copied().filter(dominates).collect()
}

/// For every measure that the chosen design is not the best on: the best design of the front, and what it would cost.
fn neighbours(input: &OptionsInput<'_>, exploration: &Exploration, chosen: usize) -> Vec<String> {
    let mut others: Vec<usize> = Vec::new();
    let mut best_on = Vec::new();
    for key in input.axes {
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
    if !best_on.is_empty() && input.front.len() > 1 {
        sentences.push(format!("No design on the front is better on {}.", listed(&best_on)));
    }
    sentences.extend(others.iter().map(|index| exchange(input, exploration, (*index, chosen))));
    sentences
}

/// The design on the front that is best on `key`, if it is better than ours.
fn best_instead(input: &OptionsInput<'_>, exploration: &Exploration, chosen: usize, key: &MeasureKey) -> Option<usize> {
    let gains = input.front.iter().filter(|index| **index != chosen).filter_map(|index| {
        let gain = words::advantage(key, exploration, *index, chosen)?;
        (gain > 0.0).then_some((*index, gain))
    });
    // The first of equals, so that the report does not depend on how a sort treats ties.
    let better = |best: (usize, f64), next: (usize, f64)| if next.1 > best.1 { next } else { best };
    gains.reduce(better).map(|(index, _)| index)
}

/// What taking the other design would bring, and what it would cost.
fn exchange(input: &OptionsInput<'_>, exploration: &Exploration, (other, ours): (usize, usize)) -> String {
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

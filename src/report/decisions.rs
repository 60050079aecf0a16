//! The decisions of a project: what stands at the head of the report, and the records of those that it is not about.

use super::build::Stamp;
use super::document::{Block, Section};
use super::input::Input;
use super::part::Part;
use super::words;
use crate::model::{Decision, DecisionId, Project, listed};

/// What MADR calls those who decide.
const DECIDERS: &str = "Decision-makers";

/// Status, dates and people of the current decision if that chose the design that the report is about, which says
/// nothing of the choices that are `unsettled`; else only which decision there is.
pub(super) fn facts(project: &Project, is_decided: bool, unsettled: &[String], stamp: &Stamp) -> Vec<(String, String)> {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let lacks = if unsettled.is_empty() { "" } else { ", but not complete any more" };
    let Some((id, decision)) = project.current_decision().filter(|_| is_decided) else {
        let mut facts = vec![fact("Status", "Draft: this design has not been chosen yet"), fact("Date", &stamp.date)];
        facts.push(match project.current_decision() {
            None => fact(DECIDERS, "not named"),
            Some((id, decision)) => {
                let chose = if decision.design.is_some() { "chose another design" } else { "has chosen no design yet" };
                fact("Current decision", &format!("{} ({}), which {chose}", decision.name(), project.standing(id)))
            }
        });
        return facts;
    };
    let status = format!("{}{lacks}", project.standing(id));
    let mut facts = vec![fact("Status", &status), fact("Date", &stamp.date)];
    let recorded = record(project, decision);
    if recorded.iter().all(|(name, _)| name != DECIDERS) {
        facts.push(fact(DECIDERS, "not named"));
    }
    facts.extend(recorded);
    facts.push(fact("Decision", decision.name()));
    facts
}

/// What follows, how it is checked, and who is of another opinion: as the decision says, else what the numbers say of
/// the first two.
pub(super) fn after_outcome(input: &Input<'_>) -> Vec<Section> {
    let of_decision = |text: fn(&Decision) -> &str| input.own_decision().map_or("", text).trim();
    let or_drafted =
        |stated: &str, drafted: &str| if stated.is_empty() { drafted.to_owned() } else { stated.to_owned() };
    let mut consequences = Section::new(Part::Decision, "Consequences");
    match of_decision(|decision| &decision.consequences) {
        "" => consequences.bullets(input.draft.consequences.lines().map(str::to_owned).collect()),
        stated => consequences.paragraph(stated),
    }
    if consequences.blocks.is_empty() {
        consequences.paragraph("No consequences are stated.");
    }
    let mut sections = vec![consequences];
    let confirmation = or_drafted(of_decision(|decision| &decision.confirmation), &input.draft.confirmation);
    let dissent = of_decision(|decision| &decision.dissent).to_owned();
    for (title, text) in [("Confirmation", confirmation), ("Dissent", dissent)] {
        let mut section = Section::new(Part::Decision, title);
        section.paragraph(&text);
        if !section.blocks.is_empty() {
            sections.push(section);
        }
    }
    sections
}

/// Every decision but the current one; `None` where there is no other.
pub(super) fn others_section(project: &Project) -> Option<Section> {
    let current = project.current_decision().map(|(id, _)| id);
    let others: Vec<_> = project.decisions.iter().filter(|(id, _)| Some(*id) != current).collect();
    let mut section = Section::new(Part::OtherDecisions, "Other decisions");
    for (id, decision) in &others {
        describe(project, (id, decision), &mut section);
    }
    (!others.is_empty()).then_some(section)
}

fn describe(project: &Project, (id, decision): (&DecisionId, &Decision), section: &mut Section) {
    section.blocks.push(Block::Heading(decision.name().to_owned()));
    let mut items = vec![format!("Status: {}", project.standing(id))];
    items.extend(record(project, decision).into_iter().map(|(name, value)| format!("{name}: {value}")));
    let drivers = drivers(project, decision);
    if !drivers.is_empty() {
        items.push(format!("Drivers: {}", listed(&drivers)));
    }
    if let Some(design) = &decision.design {
        items.push(format!("Chosen: {}", words::design(project, design)));
    }
    let rejected = decision.considered.iter().filter(|design| decision.design.as_ref() != Some(*design));
    items.extend(rejected.map(|design| format!("Considered: {}", words::design(project, design))));
    section.bullets(items);
    for (title, text) in [
        ("Context", &decision.context),
        ("Rationale", &decision.rationale),
        ("Consequences", &decision.consequences),
        ("Confirmation", &decision.confirmation),
        ("Dissent", &decision.dissent),
    ] {
        if !text.trim().is_empty() {
            section.paragraph(&format!("{title}: {}", text.trim()));
        }
    }
}

/// The requirements that a decision is made for, by name.
fn drivers(project: &Project, decision: &Decision) -> Vec<String> {
    let drivers = decision.drivers.iter().filter_map(|id| project.requirements.get(id));
    drivers.map(|requirement| requirement.name.clone()).collect()
}

/// Dates, people and predecessor, as far as they are stated.
fn record(project: &Project, decision: &Decision) -> Vec<(String, String)> {
    let supersedes = decision.supersedes.as_ref().map(|id| {
        let older = project.decisions.get(id);
        older.map_or_else(|| id.to_string(), |older| older.name().to_owned())
    });
    let stated = [
        ("Decided on", decision.date.map(|date| date.to_string())),
        ("To be revisited on", decision.revisit.map(|date| date.to_string())),
        ("Supersedes", supersedes),
        (DECIDERS, Some(decision.deciders.trim().to_owned())),
        ("Consulted", Some(decision.consulted.trim().to_owned())),
        ("Informed", Some(decision.informed.trim().to_owned())),
    ];
    let stated = stated.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    stated.filter(|(_, value)| !value.is_empty()).collect()
}

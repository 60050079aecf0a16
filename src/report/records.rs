//! Every decision of the project as a record by itself, with the names and the order of MADR 4 (adr/madr).

use super::document::{Block, Record, Section};
use super::input::Input;
use super::part::Part;
use super::words;
use crate::analysis::{Outcome, Verdict};
use crate::model::{Decision, DecisionId, DecisionStatus, Project};
use crate::tradeoff::{Draft, Explored};

/// First words of a sentence that are small in the middle of one, where a name would stay as it is.
const SMALL: [&str; 14] =
    ["It", "Its", "The", "This", "That", "These", "A", "An", "We", "Our", "They", "There", "All", "No"];

/// The records, the oldest first: by date, those without a date after the others as they are listed.
pub(super) fn records(input: &Input<'_>, date: &str) -> Vec<Record> {
    let mut decisions: Vec<(&DecisionId, &Decision)> = input.project.decisions.iter().collect();
    decisions.sort_by_key(|(_, decision)| (decision.date.is_none(), decision.date));
    decisions.into_iter().map(|(id, decision)| record(input, (id, decision), date)).collect()
}

fn record(input: &Input<'_>, (id, decision): (&DecisionId, &Decision), date: &str) -> Record {
    let project = input.project;
    let numbers = Numbers::of(input, (id, decision));
    let mut sections = vec![
        context(project, decision),
        drivers(project, decision),
        options(project, decision),
        outcome(project, decision, numbers.draft.as_ref()),
    ];
    sections.extend(pros_and_cons(input, decision, date));
    sections.push(more(input, (id, decision), &numbers));
    sections.retain(|section| !section.blocks.is_empty());
    Record { title: decision.name().to_owned(), facts: facts(project, (id, decision)), sections }
}

/// The front matter: what is stated, under MADR's names.
fn facts(project: &Project, (id, decision): (&DecisionId, &Decision)) -> Vec<(String, String)> {
    let status = match project.superseded_by(id).and_then(|by| project.decisions.get(by)) {
        Some(by) => format!("superseded by {}", by.name()),
        None => decision.status.label().to_lowercase(),
    };
    let stated = [
        ("status", status),
        ("date", decision.date.map_or_else(String::new, |date| date.to_string())),
        ("decision-makers", decision.deciders.trim().to_owned()),
        ("consulted", decision.consulted.trim().to_owned()),
        ("informed", decision.informed.trim().to_owned()),
    ];
    stated.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What the numbers say of a decision, where they speak of it.
struct Numbers {
    draft: Option<Draft>,
    /// Whether the chosen design was evaluated.
    is_evaluated: bool,
}

impl Numbers {
    /// Numbers of today are no reasons of a decision that was rejected or superseded.
    fn of(input: &Input<'_>, (id, decision): (&DecisionId, &Decision)) -> Self {
        let design = decision.design.as_ref();
        let given = design.zip(input.explored).and_then(|(design, (exploration, region))| {
            let verdicts = input.verdicts_on(exploration, exploration.find(design)?);
            Some((verdicts, Explored { exploration, region, certainty: input.certainty }))
        });
        let is_evaluated = given.is_some();
        let counts = decision.status != DecisionStatus::Rejected && input.project.superseded_by(id).is_none();
        let is_own = input.is_decided && input.project.current_decision().is_some_and(|(current, _)| current == id);
        let draft = given.filter(|_| counts).and_then(|(verdicts, explored)| {
            if is_own {
                Some(input.draft.clone())
            } else {
                Draft::of(input.project, decision, &verdicts, Some(explored))
            }
        });
        Self { draft, is_evaluated }
    }
}

fn context(project: &Project, decision: &Decision) -> Section {
    let mut section = Section::new(Part::Decision, "Context and Problem Statement");
    section.paragraph(&decision.context);
    if section.blocks.is_empty() {
        section.paragraph(&project.description);
    }
    if section.blocks.is_empty() {
        section.paragraph("The problem has not been put into words yet.");
    }
    section
}

fn drivers(project: &Project, decision: &Decision) -> Section {
    let mut section = Section::new(Part::Decision, "Decision Drivers");
    let drivers = decision.drivers.iter().filter_map(|id| project.requirements.get(id));
    section.bullets(drivers.map(|driver| format!("{}: {}", driver.name, project.sentence(driver))).collect());
    section
}

fn options(project: &Project, decision: &Decision) -> Section {
    let mut section = Section::new(Part::Decision, "Considered Options");
    section.bullets(decision.designs().map(|design| words::design(project, design)).collect());
    if section.blocks.is_empty() {
        section.paragraph("No option is stated.");
    }
    section
}

fn outcome(project: &Project, decision: &Decision, draft: Option<&Draft>) -> Section {
    let mut section = Section::new(Part::Decision, "Decision Outcome");
    let stated = |text: &str, drafted: fn(&Draft) -> &str| match (text.trim(), draft) {
        ("", Some(draft)) => drafted(draft).to_owned(),
        (text, _) => text.to_owned(),
    };
    let rationale = stated(&decision.rationale, |draft| &draft.rationale);
    let (first, rest) = rationale.split_once('\n').unwrap_or((&rationale, ""));
    section.blocks.push(Block::Lead(match (&decision.design, first.trim()) {
        (Some(design), "") => format!("Chosen option: \"{}\". No reason is stated.", words::design(project, design)),
        (Some(design), first) => {
            format!("Chosen option: \"{}\", because {}", words::design(project, design), within_sentence(first))
        }
        (None, "") => "No option is chosen.".to_owned(),
        (None, first) => format!("No option is chosen: {}", within_sentence(first)),
    }));
    section.paragraph(rest);
    let consequences = stated(&decision.consequences, |draft| &draft.consequences);
    if !consequences.is_empty() {
        section.blocks.push(Block::Heading("Consequences".to_owned()));
        section.bullets(lines(&consequences).map(consequence).collect());
    }
    let confirmation = stated(&decision.confirmation, |draft| &draft.confirmation);
    if !confirmation.is_empty() {
        section.blocks.push(Block::Heading("Confirmation".to_owned()));
        section.paragraph(&confirmation);
    }
    section
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A line of a draft with MADR's words: `Good: "Fast" is met.` becomes `Good, because "Fast" is met.`
fn consequence(line: &str) -> String {
    let kinds = [("Good: ", "Good, because"), ("Bad: ", "Bad, because"), ("Open: ", "Neutral, because")];
    let told = kinds.iter().find_map(|(kind, words)| Some((words, line.strip_prefix(kind)?)));
    told.map_or_else(|| line.to_owned(), |(words, rest)| format!("{words} {}", within_sentence(rest)))
}

/// A sentence after `because`: with a small first letter unless it may start with a name.
fn within_sentence(sentence: &str) -> String {
    let sentence = sentence.trim();
    let first = sentence.split_whitespace().next().unwrap_or_default();
    let is_small = SMALL.contains(&first) || ["Better", "Worse", "Numbers"].contains(&first);
    let small = |first: &str| first.to_lowercase() + &sentence[first.len()..];
    if is_small { small(first) } else { sentence.to_owned() }
}

/// Of every option that was evaluated, what is good and what is bad about it.
fn pros_and_cons(input: &Input<'_>, decision: &Decision, date: &str) -> Option<Section> {
    let (exploration, _) = input.explored?;
    let mut section = Section::new(Part::Decision, "Pros and Cons of the Options");
    section.paragraph(&format!("By the numbers of {date}."));
    let start = section.blocks.len();
    for design in decision.designs() {
        let Some(index) = exploration.find(design) else { continue };
        let verdicts = input.verdicts_on(exploration, index);
        if verdicts.is_empty() {
            continue;
        }
        section.blocks.push(Block::Heading(words::design(input.project, design)));
        section.bullets(verdicts.iter().filter_map(|verdict| argument(input.project, verdict)).collect());
    }
    (section.blocks.len() > start).then_some(section)
}

/// `Good, because "Find the fraud" is met. Recall is 84 %, 4 pp above the required 80 %.`
fn argument(project: &Project, verdict: &Verdict) -> Option<String> {
    let name = &project.requirements.get(&verdict.requirement)?.name;
    let (kind, what) = match verdict.outcome {
        Outcome::Met => ("Good", "is met"),
        Outcome::Missed => ("Bad", "is missed"),
        Outcome::Unknown => ("Neutral", "cannot be judged yet"),
    };
    Some(format!("{kind}, because \"{name}\" {what}. {}", verdict.reason).trim().to_owned())
}

fn more(input: &Input<'_>, (id, decision): (&DecisionId, &Decision), numbers: &Numbers) -> Section {
    let project = input.project;
    let mut section = Section::new(Part::Decision, "More Information");
    let name =
        |id: &DecisionId| project.decisions.get(id).map_or_else(|| id.to_string(), |found| found.name().to_owned());
    let mut items = Vec::new();
    items.extend(decision.revisit.map(|date| format!("To be revisited on {date}.")));
    items.extend(decision.supersedes.as_ref().map(|older| format!("Supersedes \"{}\".", name(older))));
    items.extend(project.superseded_by(id).map(|newer| format!("Superseded by \"{}\".", name(newer))));
    items.extend(Some(decision.dissent.trim()).filter(|text| !text.is_empty()).map(|text| format!("Dissent: {text}")));
    if decision.design.is_some() && input.explored.is_some() && !numbers.is_evaluated {
        let text = "The chosen design is none of those that were evaluated, so this record says only what was stated.";
        items.push(text.to_owned());
    }
    section.bullets(items);
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_go_on_after_because_and_names_stay() {
        assert_eq!(within_sentence("It finds the most."), "it finds the most.");
        assert_eq!(within_sentence("Ada wants it."), "Ada wants it.");
        assert_eq!(consequence("Good: Better in recall."), "Good, because better in recall.");
        assert_eq!(consequence("Open: \"Fast\" is not judged yet."), "Neutral, because \"Fast\" is not judged yet.");
        assert_eq!(consequence("Reviewers must be trained."), "Reviewers must be trained.");
    }
}

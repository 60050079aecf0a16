//! Which files are answers to the exercise, in which order they stand, and what their groups are called.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::clean::{NAME, line};
use crate::classroom::HandedIn;
use crate::model::{Breakout, Brief, Choice, OpenQuestion, Project, counted};

/// How much of something a project has.
type Count = fn(&Project) -> usize;

/// Most of each part of an answer that is compared: nobody states more in a class, and what a stranger piles up would keep
/// the whole class waiting. Requirements are judged for every choice, and options looked through for every design.
const MOST: [(Count, usize, &str); 8] = [
    (|project| project.requirements.len(), 100, "requirement"),
    (|project| project.decisions.len(), 100, "decision"),
    (|project| project.system.elements().count(), 2_000, "element"),
    (|project| project.scenarios.len(), 200, "scenario"),
    (sampled_parts, 6_000, "scenario part"),
    (|project| project.choices.len(), 200, "open choice"),
    (listed_options, 5_000, "option"),
    (|project| project.exclusions.len(), 1_000, "exclusion"),
];

/// What came of a set of files.
#[derive(Debug)]
pub(super) struct Screened<'a> {
    /// Answers that are compared, by the names of their groups.
    pub admitted: Vec<Admitted<'a>>,
    /// The other files, with the reason.
    pub skipped: Vec<(String, String)>,
}

/// An answer that is compared.
#[derive(Debug)]
pub(super) struct Admitted<'a> {
    /// What its group is called; no two are called the same.
    pub name: String,
    pub handed_in: &'a HandedIn,
    pub breakout: &'a Breakout,
    /// Other files in which the group has the same name.
    pub namesakes: Vec<String>,
}

/// Admits the answers to the exercise of `brief`; without one, to the exercise that most of them answer.
pub(super) fn screened<'a>(brief: Option<&Brief>, hand_ins: &'a [HandedIn]) -> Screened<'a> {
    let mut skipped = Vec::new();
    let mut admitted: Vec<Admitted<'a>> = Vec::new();
    let id = brief.map(|brief| brief.id.as_str()).or_else(|| usual(hand_ins));
    for (name, handed_in) in sorted(hand_ins) {
        match objection(&name, handed_in, id, &admitted) {
            Ok(breakout) => admitted.push(Admitted { name, handed_in, breakout, namesakes: Vec::new() }),
            Err(reason) => skipped.push((handed_in.file.clone(), reason)),
        }
    }
    tell_apart(&mut admitted);
    Screened { admitted, skipped }
}

/// What a group says beside its project, or why it is not compared.
fn objection<'a>(
    name: &str,
    handed_in: &'a HandedIn,
    id: Option<&str>,
    admitted: &[Admitted<'_>],
) -> Result<&'a Breakout, String> {
    let hand_in = &handed_in.hand_in;
    let breakout = hand_in.breakout().ok_or("answers no exercise")?;
    if Some(breakout.brief.id.as_str()) != id {
        return Err(format!("answers another exercise: {}", title(&breakout.brief)));
    }
    if let Some(reason) = too_much(&hand_in.project) {
        return Err(reason);
    }
    match admitted.iter().find(|one| one.name == name && one.handed_in.hand_in == *hand_in) {
        Some(other) => Err(format!("the same as {}", other.handed_in.file)),
        None => Ok(breakout),
    }
}

/// What of the project is more than can be compared.
fn too_much(project: &Project) -> Option<String> {
    MOST.iter().find_map(|(count, most, noun)| {
        let found = count(project);
        (found > *most)
            .then(|| format!("has {}; at most {} can be compared", counted(found, noun), counted(*most, noun)))
    })
}

/// What may take time in all scenarios: of each, times of thousands of requests are in memory at once.
fn sampled_parts(project: &Project) -> usize {
    (project.system.components.len() + project.system.connectors.len()) * project.scenarios.len()
}

/// Options that choices list one by one; a range of replicas is none of these.
fn listed_options(project: &Project) -> usize {
    let of_choice = |choice: &Choice| match &choice.question {
        OpenQuestion::Node(nodes) => nodes.len(),
        OpenQuestion::Fallback(options) => options.len(),
        OpenQuestion::Number { values, .. } => values.len(),
        _ => 0,
    };
    let of_tasks = project.tasks.values().map(|task| task.candidates.len());
    project.choices.values().map(of_choice).chain(of_tasks).sum()
}

/// The identifier of the exercise that most files answer; of several the first by identifier.
fn usual(hand_ins: &[HandedIn]) -> Option<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for breakout in hand_ins.iter().filter_map(|one| one.hand_in.breakout()) {
        *counts.entry(&breakout.brief.id).or_default() += 1;
    }
    // Of equals, `max_by_key` takes the last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(id, _)| id)
}

fn title(brief: &Brief) -> &str {
    if brief.title.trim().is_empty() { &brief.id } else { brief.title.trim() }
}

/// All hand-ins with their names, in an order that does not depend on that of the files.
fn sorted(hand_ins: &[HandedIn]) -> Vec<(String, &HandedIn)> {
    let mut all: Vec<_> = hand_ins.iter().map(named).collect();
    all.sort_by(|(name, one), (of_other, other)| {
        let by_text = || format!("{:?}", one.hand_in).cmp(&format!("{:?}", other.hand_in));
        by_name(name, of_other).then_with(|| one.file.cmp(&other.file)).then_with(by_text)
    });
    all
}

/// A hand-in with what its group calls itself, or the file's name.
fn named(handed_in: &HandedIn) -> (String, &HandedIn) {
    let own = handed_in.hand_in.breakout().map(|breakout| line(&breakout.group, NAME));
    (own.filter(|name| !name.is_empty()).unwrap_or_else(|| line(&handed_in.file, NAME)), handed_in)
}

/// Groups that have the same name are told apart by their files.
fn tell_apart(admitted: &mut [Admitted<'_>]) {
    let names: Vec<String> = admitted.iter().map(|one| one.name.clone()).collect();
    let mut begin = 0;
    while begin < names.len() {
        let count = names[begin..].iter().take_while(|name| **name == names[begin]).count();
        let files: Vec<String> = admitted[begin..begin + count].iter().map(|one| one.handed_in.file.clone()).collect();
        for position in (0..count).filter(|_| count > 1) {
            let earlier = files[..position].iter().filter(|file| **file == files[position]).count();
            let number = if earlier == 0 { String::new() } else { format!(", {}", earlier + 1) };
            let one = &mut admitted[begin + position];
            // Room for the file, so that the whole is not cut off where it differs.
            let (group, file) = (line(&one.name, NAME / 2), line(&files[position], NAME / 2 - 10));
            one.name = format!("{group} ({file}{number})");
            one.namesakes = files
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != position)
                .map(|(_, file)| file.clone())
                .collect();
        }
        begin += count;
    }
}

/// As people sort names: `Group 9` before `Group 10`, large and small letters alike.
fn by_name(a: &str, b: &str) -> Ordering {
    pieces(a).cmp(&pieces(b)).then_with(|| a.cmp(b))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// A whole number by its digits, after their count.
    Number(usize, String),
    Text(String),
}

fn pieces(name: &str) -> Vec<Piece> {
    let name = name.to_lowercase();
    let mut pieces = Vec::new();
    let mut rest = name.as_str();
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end = rest.find(|letter: char| letter.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let digits = piece.trim_start_matches('0');
        pieces.push(if is_number {
            Piece::Number(digits.len(), digits.to_owned())
        } else {
            Piece::Text(piece.to_owned())
        });
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::compare::test_support::{design, dollars, groups, handed_in};
    use crate::model::{Decision, Property};

    #[test]
    fn what_is_piled_up_is_told_and_not_compared() {
        assert!(groups().iter().all(|one| too_much(&one.hand_in.project).is_none()));
        let mut project = handed_in("A", &[], Some(design("good", 100.0))).hand_in.project;
        for number in 0..100 {
            project.decisions.insert(format!("d{number}").as_str().into(), Decision::default());
        }
        let reason = "has 101 decisions; at most 100 decisions can be compared";
        assert_eq!(too_much(&project).as_deref(), Some(reason));
        let mut project = handed_in("B", &[], None).hand_in.project;
        let scenario = crate::edit::create::scenario(&project, &"scorer".into()).1;
        for number in 0..200 {
            project.scenarios.insert(format!("s{number}").as_str().into(), scenario.clone());
        }
        assert_eq!(too_much(&project), None, "200 scenarios of one component");
        let component = project.system.components[0].clone();
        for number in 0..39 {
            project.system.components.insert(format!("c{number}").as_str().into(), component.clone());
        }
        let reason = "has 8,000 scenario parts; at most 6,000 scenario parts can be compared";
        assert_eq!(too_much(&project).as_deref(), Some(reason));
        project.scenarios.clear();
        let values = vec![dollars(1.0); 5_000];
        project.choices[1].question = OpenQuestion::Number { property: Property::MonthlyPrice, values };
        // The three models are options as well.
        let reason = "has 5,003 options; at most 5,000 options can be compared";
        assert_eq!(too_much(&project).as_deref(), Some(reason));
    }

    #[test]
    fn names_stand_as_people_sort_them() {
        let mut names = ["group 10", "Group 9", "alpha", "Group 2b", "group 2a", "Beta"];
        names.sort_by(|a, b| by_name(a, b));
        assert_eq!(names, ["alpha", "Beta", "group 2a", "Group 2b", "Group 9", "group 10"]);
        assert_eq!(by_name("Group", "group"), Ordering::Less, "no two different names are equal");
    }
}

//! What must be known about an answer to read its numbers right.

use super::answer::{Answer, Given};
use super::choice::Choice;
use super::clean::{NAME, line};
use super::screen::Admitted;
use crate::classroom::{Group, Judged};
use crate::edit::substance_of;
use crate::model::{Collection, EvidenceBook, LearningTasks, System, listed};

/// What remarks are made from.
pub(super) struct Remarked<'r, 'a> {
    pub admitted: &'r Admitted<'a>,
    pub given: Option<&'r Given<'r>>,
    pub group: &'r Group,
    pub choice: &'r Choice<'a>,
}

/// What can be said of one answer by itself.
pub(super) fn of_one(of: &Remarked<'_, '_>) -> Vec<String> {
    let mut remarks = Vec::new();
    if of.group.is_same_version == Some(false) {
        remarks.push("Answers another version of the exercise.".to_owned());
    }
    if !of.admitted.namesakes.is_empty() {
        remarks.push(format!("Another group has the same name: {}.", listed(&of.admitted.namesakes)));
    }
    if let Some(given) = of.given {
        remarks.extend(changes(of.admitted, given));
    }
    remarks.extend(about_choice(of));
    if of.choice.demands.constraints() == 0 {
        remarks.push("States no hard constraint: every choice is feasible for it.".to_owned());
    }
    if !of.choice.demands.weighs() {
        remarks.push("Weighs nothing: no choice is worth more to it than another.".to_owned());
    }
    remarks
}

/// What differs from what was given, of that which numbers depend on.
fn changes(admitted: &Admitted<'_>, given: &Given<'_>) -> Vec<String> {
    let hand_in = &admitted.handed_in.hand_in;
    let (own, common) = (substance_of(&hand_in.project), &given.substance);
    let mut remarks = Vec::new();
    if common.system != System::default() && own.system != common.system {
        let names = changed_components(&own.system, &common.system);
        let what = if names.is_empty() { String::new() } else { format!(": {}", listed(&names)) };
        remarks.push(format!("Changed the drawing{what}."));
    }
    if !common.scenarios.is_empty() && (own.scenarios != common.scenarios || own.total_load != common.total_load) {
        remarks.push("Changed how the system is used, or its load.".to_owned());
    }
    if !common.choices.is_empty() && (own.choices != common.choices || own.exclusions != common.exclusions) {
        remarks.push("Changed what is open to choose.".to_owned());
    }
    if common.tasks != LearningTasks::default() && (own.tasks != common.tasks || own.datasets != common.datasets) {
        remarks.push("Changed the models to choose from, or what they learn from.".to_owned());
    }
    let trained = hand_in.evidence.iter().count();
    if hand_in.evidence != EvidenceBook::default() {
        remarks.push(match trained {
            0 => "Measured cascades of models itself.".to_owned(),
            1 => "Measured 1 model itself.".to_owned(),
            _ => format!("Measured {trained} models itself."),
        });
    }
    remarks
}

/// Most components that are named as changed.
const MOST_NAMED: usize = 4;

/// Components that only one of the drawings has, or that are not the same in both; nothing where only other parts differ.
fn changed_components(own: &System, common: &System) -> Vec<String> {
    let (mine, given) = (&own.components, &common.components);
    let new = mine.iter().filter(|(id, component)| given.get(*id) != Some(*component));
    let gone = given.iter().filter(|(id, _)| !mine.contains_key(*id));
    let mut names: Vec<String> = new.chain(gone).map(|(_, component)| line(&component.name, NAME)).collect();
    if names.len() > MOST_NAMED {
        let more = names.len() - MOST_NAMED;
        names.truncate(MOST_NAMED);
        names.push(format!("{more} more"));
    }
    names
}

fn about_choice(of: &Remarked<'_, '_>) -> Vec<String> {
    let Choice { space, chosen, own, .. } = of.choice;
    let (Some(stated), Some(chosen)) = (of.choice.stated(), chosen) else { return vec!["Chose nothing.".to_owned()] };
    let mut remarks = Vec::new();
    let wanted = space.simplified(stated.clone());
    let differing = space.axes().iter().filter(|axis| wanted.picks.get(&axis.choice) != chosen.picks.get(&axis.choice));
    let filled: Vec<String> = differing
        .filter_map(|axis| {
            let option = axis.option_label(chosen.picks.get(&axis.choice)?);
            Some(format!("{}: {}", line(&axis.label, NAME), line(&option, NAME)))
        })
        .collect();
    if !filled.is_empty() {
        remarks.push(format!("What it chose is not a whole design of its drawing; judged with {}.", filled.join(", ")));
    }
    remarks.extend(space.open().first().cloned());
    match own {
        Judged::Infeasible(names) => {
            remarks.push(format!("Its choice misses its own constraints: {}.", listed(names)));
        }
        Judged::Unknown(names) => {
            remarks.push(format!("Whether its choice meets its own constraints is not known: {}.", listed(names)));
        }
        Judged::Feasible(_) | Judged::Nothing => {}
    }
    remarks
}

/// Answers that are the same but for the names on them.
pub(super) fn add_those_between_groups(answers: &mut [Answer<'_>]) {
    let mut same: Vec<Vec<String>> = vec![Vec::new(); answers.len()];
    for second in 0..answers.len() {
        for first in 0..second {
            let (a, b) = (&answers[first], &answers[second]);
            if is_same(a, b) {
                same[first].push(b.group.name.clone());
                same[second].push(a.group.name.clone());
            }
        }
    }
    for (answer, names) in answers.iter_mut().zip(same).filter(|(_, names)| !names.is_empty()) {
        let shown: Vec<&String> = names.iter().take(MOST_NAMED).collect();
        let more = if names.len() > MOST_NAMED { " and others" } else { "" };
        answer.group.remarks.push(format!("The same answer as {}{more}.", listed(&shown)));
    }
}

/// Whether two groups say the same: requirements, choice, and a reason in the same words.
fn is_same(a: &Answer<'_>, b: &Answer<'_>) -> bool {
    let is_said = !a.group.rationale.trim().is_empty() && a.project.requirements != Collection::default();
    is_said
        && a.group.rationale == b.group.rationale
        && a.choice.chosen == b.choice.chosen
        && a.project.requirements == b.project.requirements
}

//! What requirements have to do with a decision: which the chosen design meets, and how a machine enforces them.

use super::super::words::percent;
use super::Kind;
use crate::analysis::{Outcome, Verdict};
use crate::model::{Project, Provenance, Requirement, Strength, format_number, in_sentence, listed};

/// How many hard and soft requirements are met, each with its value and limit.
pub(super) fn rationale(project: &Project, verdicts: &[Verdict]) -> Vec<String> {
    let (hard, soft): (Vec<_>, Vec<_>) = judged(project, verdicts).partition(|(requirement, _)| requirement.is_hard());
    let mut lines = vec![match hard.len() {
        0 => "No hard requirement is stated, so nothing rules a design out.".to_owned(),
        _ => counted("hard", &hard),
    }];
    lines.extend(hard.iter().map(|(requirement, verdict)| format!("\"{}\": {}", requirement.name, verdict.reason)));
    if !soft.is_empty() {
        lines.push(counted("soft", &soft));
    }
    lines.extend(soft.iter().map(|(requirement, verdict)| {
        let points = match requirement.strength {
            Strength::Soft { weight, .. } => format!("{} points", format_number(weight)),
            Strength::Hard => String::new(),
        };
        let worth = verdict.worth.map_or_else(String::new, |worth| format!(", worth {}", percent(worth)));
        format!("\"{}\" ({points}{worth}): {}", requirement.name, verdict.reason)
    }));
    lines
}

/// What is good, bad or open about each requirement, and which of the values are only assumed.
pub(super) fn consequences(project: &Project, verdicts: &[Verdict]) -> Vec<(Kind, String)> {
    let mut lines: Vec<(Kind, String)> = judged(project, verdicts)
        .map(|(requirement, verdict)| {
            let (kind, word) = match verdict.outcome {
                Outcome::Met => (Kind::Good, "met"),
                Outcome::Missed => (Kind::Bad, "missed"),
                Outcome::Unknown => (Kind::Open, "not judged yet"),
            };
            (kind, format!("\"{}\" is {word}. {}", requirement.name, verdict.reason))
        })
        .collect();
    let mut assumed: Vec<String> = Vec::new();
    for (requirement, verdict) in judged(project, verdicts) {
        let name = in_sentence(&project.measure_name(&requirement.measure));
        let text = format!("{name} ({})", verdict.quality.in_words());
        if verdict.quality.quantity.provenance() == Provenance::Assumed && !assumed.contains(&text) {
            assumed.push(text);
        }
    }
    if !assumed.is_empty() {
        let text = format!("Numbers that nobody has confirmed are behind {}; measure them.", listed(&assumed));
        lines.push((Kind::Open, text));
    }
    lines
}

/// The command that checks the decision, and what it enforces.
pub(super) fn confirmation(project: &Project) -> Vec<String> {
    let (hard, soft): (Vec<_>, Vec<_>) = project.requirements.values().partition(|requirement| requirement.is_hard());
    let relation = |requirement: &&Requirement| {
        let name = in_sentence(&project.measure_name(&requirement.measure));
        format!("\"{}\": {name} {}", requirement.name, requirement.relation())
    };
    let mut lines = vec![
        "cantilever check PROJECT".to_owned(),
        "PROJECT is the folder with the project.json. The command works out the decided design anew and ends with \
         exit code 0 if every hard requirement is met, with 1 if one is missed or cannot be judged, and with 2 if there \
         is no such design any more, so that a build which runs it fails then."
            .to_owned(),
    ];
    match hard.len() {
        0 => lines.push("No hard requirement is stated yet, so it enforces nothing.".to_owned()),
        _ => lines.push("It enforces:".to_owned()),
    }
    lines.extend(hard.iter().map(relation));
    if !soft.is_empty() {
        lines.push("It prints, without failing:".to_owned());
        lines.extend(soft.iter().map(relation));
    }
    lines
}

fn judged<'a>(
    project: &'a Project,
    verdicts: &'a [Verdict],
) -> impl Iterator<Item = (&'a Requirement, &'a Verdict)> + 'a {
    verdicts.iter().filter_map(|verdict| Some((project.requirements.get(&verdict.requirement)?, verdict)))
}

/// `It meets both hard requirements.`, `It meets 1 of 3 soft requirements; 1 is missed and 1 cannot be judged yet.`
fn counted(kind: &str, judged: &[(&Requirement, &Verdict)]) -> String {
    let count = |outcome: Outcome| judged.iter().filter(|(_, verdict)| verdict.outcome == outcome).count();
    let (met, missed, unknown) = (count(Outcome::Met), count(Outcome::Missed), count(Outcome::Unknown));
    let all = judged.len();
    let start = match (all, met) {
        (1, 1) => return format!("It meets the only {kind} requirement."),
        (1, _) if missed == 1 => return format!("It misses the only {kind} requirement."),
        (1, _) => return format!("The only {kind} requirement cannot be judged yet."),
        (2, 2) => format!("It meets both {kind} requirements"),
        (_, met) if met == all => format!("It meets all {all} {kind} requirements"),
        _ => format!("It meets {met} of {all} {kind} requirements"),
    };
    let is = |count: usize| if count == 1 { "is" } else { "are" };
    let mut rest = Vec::new();
    if missed > 0 {
        rest.push(format!("{missed} {} missed", is(missed)));
    }
    if unknown > 0 {
        rest.push(format!("{unknown} cannot be judged yet"));
    }
    if rest.is_empty() { format!("{start}.") } else { format!("{start}: {}.", listed(&rest)) }
}

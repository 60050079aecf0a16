//! A group's answer as a few lines of plain text, to be put into a chat.

use super::phrases::{cut, design, points};
use crate::catalog::catalog;
use crate::model::{Breakout, Decision, EvidenceBook, Project, Requirement, Strength, in_sentence, time_in_words};
use crate::report::{inert, one_line};
use crate::tradeoff::DesignSpace;

/// Characters of a line at most; what is more is cut off.
const LONGEST_LINE: usize = 200;
/// Characters of one part of a line at most, so that the parts after it are seen.
const LONGEST_PART: usize = 60;

/// The answer of a group in at most ten lines of at most 200 characters: who it is, what matters to it, its hard
/// constraints, what it chose and rejected and why, its weights, and how long it worked. What nobody stated is said to be
/// missing, or left out.
pub fn chat_text(project: &Project, evidence: &EvidenceBook, seconds: Option<u32>) -> String {
    let nothing = Breakout::default();
    let breakout = project.breakout.as_ref().unwrap_or(&nothing);
    let decision = project.current_decision().map(|(_, decision)| decision);
    let space = DesignSpace::of(project, evidence);
    let in_words = |chosen| design(&space.in_words(chosen));
    let chosen = decision.and_then(|decision| decision.design.as_ref()).map(in_words);
    let said = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
    let lines = [
        Some(heading(project, breakout)),
        Some(format!("Qualities: {}", or_none(&qualities(project), "none named yet"))),
        Some(format!("Hard constraints: {}", or_none(&constraints(project), "none"))),
        Some(format!("Choice: {}", chosen.unwrap_or_else(|| "none yet".to_owned()))),
        said(because(decision)).map(|text| format!("Because: {text}")),
        breakout.rejected.as_ref().map(|rejected| format!("Rejected: {}", in_words(rejected))),
        said(&breakout.why_rejected).map(|text| format!("Rejected because: {text}")),
        Some(weights(project)).filter(|weights| !weights.is_empty()).map(|weights| format!("Weights: {weights}")),
        seconds.map(|seconds| format!("Time worked: {}", time_in_words(seconds))),
    ];
    lines.into_iter().flatten().map(|line| harmless(&line)).collect::<Vec<_>>().join("\n")
}

/// A line that is text alone: it turns no direction, calls nobody in a chat, and is no longer than it may be.
fn harmless(line: &str) -> String {
    let plain = one_line(&inert(line)).replace('@', "＠").replace('`', "'");
    cut(&plain, LONGEST_LINE)
}

fn heading(project: &Project, breakout: &Breakout) -> String {
    let title =
        [&breakout.brief.title, &project.name].into_iter().map(|text| one_line(text)).find(|text| !text.is_empty());
    let title = part(&title.unwrap_or_else(|| "Exercise".to_owned()));
    let group = match one_line(&breakout.group) {
        group if group.is_empty() => "a group without a name".to_owned(),
        group => part(&group),
    };
    let members = one_line(&breakout.members);
    if members.is_empty() { format!("{title}: {group}") } else { format!("{title}: {group} ({members})") }
}

fn because(decision: Option<&Decision>) -> &str {
    decision.map_or("", |decision| decision.rationale.as_str())
}

fn or_none(list: &str, none: &str) -> String {
    if list.is_empty() { none.to_owned() } else { list.to_owned() }
}

fn part(text: &str) -> String {
    cut(&one_line(text), LONGEST_PART)
}

/// `1. Performance (response time, p99 (Pay) ≤ 200 ms) · 2. Cost`: each quality where its first requirement stands.
fn qualities(project: &Project) -> String {
    let mut ranked: Vec<(&str, Vec<String>)> = Vec::new();
    for requirement in project.requirements.values() {
        let quality = catalog().quality_name(requirement.measure.measure);
        let demand = demand(project, requirement);
        match ranked.iter_mut().find(|(name, _)| *name == quality) {
            Some((_, demands)) => demands.push(demand),
            None => ranked.push((quality, vec![demand])),
        }
    }
    let words = ranked
        .iter()
        .enumerate()
        .map(|(place, (name, demands))| format!("{}. {name} ({})", place + 1, demands.join(", ")));
    words.collect::<Vec<_>>().join(" · ")
}

fn demand(project: &Project, requirement: &Requirement) -> String {
    let name = in_sentence(&part(&project.measure_name(&requirement.measure)));
    if requirement.threshold.is_known() {
        format!("{name} {}", requirement.relation())
    } else {
        format!("{name}, no limit")
    }
}

fn constraints(project: &Project) -> String {
    let hard = project.requirements.values().filter(|requirement| requirement.is_hard());
    let words = hard.map(|requirement| {
        format!("{} [{}]", demand(project, requirement), in_sentence(requirement.constraint.label()))
    });
    words.collect::<Vec<_>>().join(" · ")
}

fn weights(project: &Project) -> String {
    let weighed = project.requirements.values().filter_map(|requirement| match requirement.strength {
        Strength::Soft { weight, .. } => {
            Some(format!("{} {}", in_sentence(&part(&project.measure_name(&requirement.measure))), points(weight)))
        }
        Strength::Hard => None,
    });
    weighed.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConstraintType, Measure, MeasureKey, Quantity, Situation, Subject, Unit};

    fn requirement(measure: Measure, threshold: Quantity, strength: Strength) -> Requirement {
        Requirement {
            name: String::new(),
            measure: MeasureKey::new(measure, Subject::System),
            threshold,
            strength,
            situation: Situation::default(),
            constraint: ConstraintType::Project,
            importance: None,
            difficulty: None,
            rationale: String::new(),
            owner: String::new(),
            weights: std::collections::BTreeMap::new(),
            derived_from: None,
        }
    }

    fn answered(text: &str) -> Project {
        let mut project = Project::default();
        let soft = Strength::Soft { weight: 40.0, worst: None };
        let delay = Quantity::estimated(0.2, Unit::Second);
        let cost = Quantity::estimated(500.0, Unit::DollarPerMonth);
        project.requirements.insert("delay".into(), requirement(Measure::ResponseTimeP99, delay, Strength::Hard));
        project.requirements.insert("cost".into(), requirement(Measure::MonthlyCost, cost, soft));
        project
            .requirements
            .insert("mean".into(), requirement(Measure::ResponseTimeMean, Quantity::unknown(Unit::Second), soft));
        let mut decision = Decision { rationale: text.to_owned(), ..Decision::default() };
        decision.choose(crate::model::Design::default());
        project.decisions.insert("choice".into(), decision);
        project.breakout = Some(Breakout {
            group: text.to_owned(),
            members: text.to_owned(),
            rejected: Some(crate::model::Design::default()),
            why_rejected: text.to_owned(),
            ..Breakout::default()
        });
        if let Some(breakout) = &mut project.breakout {
            text.clone_into(&mut breakout.brief.title);
        }
        project
    }

    #[test]
    fn an_answer_is_a_few_lines() {
        let text = chat_text(&answered("Ours"), &EvidenceBook::default(), Some(1100));
        let [speed, cost] =
            [Measure::ResponseTimeP99, Measure::MonthlyCost].map(|measure| catalog().quality_name(measure));
        let expected = [
            "Ours: Ours (Ours)".to_owned(),
            format!(
                "Qualities: 1. {speed} (response time, p99 ≤ 0.2 s, response time, mean, no limit) · \
                 2. {cost} (monthly cost ≤ $500/month)"
            ),
            "Hard constraints: response time, p99 ≤ 0.2 s [project]".to_owned(),
            "Choice: the system as drawn".to_owned(),
            "Because: Ours".to_owned(),
            "Rejected: the system as drawn".to_owned(),
            "Rejected because: Ours".to_owned(),
            "Weights: monthly cost 40 points · response time, mean 40 points".to_owned(),
            "Time worked: 18 min".to_owned(),
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_choice_is_the_one_that_is_compared() {
        let mut project = answered("Ours");
        project.decisions.insert("later".into(), Decision { rationale: "Not yet".to_owned(), ..Decision::default() });
        let text = chat_text(&project, &EvidenceBook::default(), None);
        // A proposal that chose nothing does not hide the decision that did.
        assert!(text.contains("Choice: the system as drawn\nBecause: Ours\n"), "{text}");
    }

    #[test]
    fn what_is_missing_is_said() {
        let text = chat_text(&Project::default(), &EvidenceBook::default(), None);
        let lines: Vec<_> = text.lines().collect();
        let expected = [
            "Exercise: a group without a name",
            "Qualities: none named yet",
            "Hard constraints: none",
            "Choice: none yet",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn hostile_text_neither_grows_nor_steers() {
        for hostile in
            ["long ".repeat(2_000), "a\nb\r\nc\u{2028}d".repeat(30), "\u{202e}@all `x` \u{1b}[31m".to_owned()]
        {
            let text = chat_text(&answered(&hostile), &EvidenceBook::default(), Some(0));
            assert!(text.lines().count() <= 10, "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= LONGEST_LINE), "{text}");
            let steers =
                |letter: char| (letter.is_control() && letter != '\n') || "\u{202e}\u{2028}@`".contains(letter);
            assert!(!text.contains(steers), "{text}");
            assert!(text.lines().last() == Some("Time worked: 0 s"), "{text}");
        }
    }
}

//! How much of an answer is compared. The class looks at it when it is compared; a group hears of it when it hands in.

use crate::model::{Choice, OpenQuestion, Project, counted, group_thousands, listed};
use crate::report::inert;

/// Most characters of a name.
pub(super) const NAME: usize = 80;

/// Most characters of the name of a measure, an option, a title or a file.
pub(super) const LABEL: usize = 160;

/// Most characters of what is said in a sentence, and of the names of a group's members.
pub(super) const SENTENCE: usize = 600;

/// Most characters of an answer.
pub(super) const ANSWER: usize = 4000;

/// Most entries of a list that a group makes: questions, choices of a design.
pub(super) const MOST: usize = 200;

/// Most texts that a group is told of as cut.
const MOST_NAMED: usize = 5;

/// How much of one part an answer may have.
struct Limit {
    /// How much of it a project has.
    count: fn(&Project) -> usize,
    most: usize,
    noun: &'static str,
    /// What a group that has more can do.
    remedy: &'static str,
}

/// Of each part of an answer that is compared: nobody states more in a class, and what a stranger piles up would keep the
/// whole class waiting. Requirements are judged for every choice, and options looked through for every design.
const LIMITS: [Limit; 8] = [
    Limit {
        count: |project| project.requirements.len(),
        most: 100,
        noun: "requirement",
        remedy: "Remove the requirements that matter least",
    },
    Limit {
        count: |project| project.decisions.len(),
        most: 100,
        noun: "decision",
        remedy: "Remove decisions that are no part of the answer",
    },
    Limit {
        count: |project| project.system.elements().count(),
        most: 2_000,
        noun: "element",
        remedy: "Remove what the drawing can do without",
    },
    Limit {
        count: |project| project.scenarios.len(),
        most: 200,
        noun: "scenario",
        remedy: "Remove scenarios that no requirement is about",
    },
    Limit {
        count: sampled_parts,
        most: 6_000,
        noun: "scenario part",
        remedy: "Every scenario has all components and connectors as parts: remove scenarios that no requirement is about",
    },
    Limit {
        count: |project| project.choices.len(),
        most: 200,
        noun: "open choice",
        remedy: "Settle choices that need not stay open",
    },
    Limit {
        count: listed_options,
        most: 5_000,
        noun: "option",
        remedy: "Remove options that nobody would take: models, places, values of numbers",
    },
    Limit {
        count: |project| project.exclusions.len(),
        most: 1_000,
        noun: "exclusion",
        remedy: "Remove exclusions that rule nothing out",
    },
];

/// Why an answer cannot be compared, with the remedy, in sentences for the group; `None` where it can be.
pub fn too_much_to_compare(project: &Project) -> Option<String> {
    let (reason, remedy) = excess(project)?;
    Some(format!("The answer {reason}. {remedy}, and hand in then."))
}

/// What is said about such an answer among those of the class.
pub(super) fn too_much(project: &Project) -> Option<String> {
    excess(project).map(|(reason, _)| reason)
}

/// Of which texts the class sees the beginning only, in sentences for the group; `None` where it sees all of them.
pub fn cut_when_compared(project: &Project) -> Option<String> {
    let breakout = project.breakout.as_ref()?;
    let decision = project.current_decision().map(|(_, decision)| decision);
    let answers = breakout.answers.iter().take(breakout.brief.questions.len()).enumerate();
    let of_answers = answers.map(|(position, text)| (format!("the answer to question {}", position + 1), text, ANSWER));
    let why = decision.map(|decision| ("why the design was chosen".to_owned(), &decision.rationale, ANSWER));
    let texts = [
        ("the name of the group".to_owned(), &breakout.group, NAME),
        ("the members".to_owned(), &breakout.members, SENTENCE),
    ];
    let names = project.requirements.values().map(|one| ("the name of a requirement".to_owned(), &one.name, NAME));
    let texts = texts.into_iter().chain(of_answers).chain(why);
    let texts = texts.chain([("why the other one was rejected".to_owned(), &breakout.why_rejected, ANSWER)]);
    let cut = texts.chain(names).filter_map(|(what, text, most)| {
        let length = inert(text).trim().chars().count();
        let thousands = |number: usize| group_thousands(&number.to_string());
        (length > most).then(|| format!("{what} ({} of {} characters)", thousands(most), thousands(length)))
    });
    let mut cut: Vec<String> = cut.collect();
    if cut.len() > MOST_NAMED {
        let more = cut.len() - MOST_NAMED;
        cut.truncate(MOST_NAMED);
        cut.push(counted(more, "more text"));
    }
    let advice = "Shorten what must be read whole, and hand in again.";
    (!cut.is_empty()).then(|| format!("The class sees the beginning only of {}. {advice}", listed(&cut)))
}

/// What of the project is more than can be compared, and what to do about it.
fn excess(project: &Project) -> Option<(String, &'static str)> {
    LIMITS.iter().find_map(|Limit { count, most, noun, remedy }| {
        let found = count(project);
        let reason = || format!("has {}; at most {} can be compared", counted(found, noun), counted(*most, noun));
        (found > *most).then(|| (reason(), *remedy))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::compare::test_support::{design, dollars, groups, handed_in};
    use crate::model::{Breakout, Brief, Decision, Property};

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
    fn a_group_hears_what_is_too_much_and_what_to_do_about_it() {
        let mut project = handed_in("A", &[], Some(design("good", 100.0))).hand_in.project;
        assert_eq!(too_much_to_compare(&project), None);
        for number in 0..100 {
            project.decisions.insert(format!("d{number}").as_str().into(), Decision::default());
        }
        let told = "The answer has 101 decisions; at most 100 decisions can be compared. Remove decisions that are no part of \
                    the answer, and hand in then.";
        assert_eq!(too_much_to_compare(&project).as_deref(), Some(told));
    }

    #[test]
    fn a_group_hears_which_texts_are_cut() {
        let answer = |group: &str, length: usize| {
            let answers = vec!["x".repeat(4000), "x".repeat(length)];
            let brief = Brief { questions: vec!["Who?".to_owned(), "Why?".to_owned()], ..Brief::default() };
            let breakout = Breakout { brief, group: group.to_owned(), answers, ..Breakout::default() };
            Project { breakout: Some(breakout), ..Project::default() }
        };
        assert_eq!(cut_when_compared(&answer(&"ä".repeat(80), 10)), None, "characters are counted, not bytes");
        let told = "The class sees the beginning only of the name of the group (80 of 81 characters) and the answer to \
                    question 2 (4,000 of 4,001 characters). Shorten what must be read whole, and hand in again.";
        assert_eq!(cut_when_compared(&answer(&"ä".repeat(81), 4001)).as_deref(), Some(told));
        assert_eq!(cut_when_compared(&Project::default()), None, "outside of a class nothing is compared");
    }
}

//! How far a group is with an exercise, and what to do next: cheap enough to be asked for with every frame.

use std::collections::BTreeSet;

use strum::EnumIter;

use super::compare::ranks;
use super::rubric::{DESIGNS, QUALITIES};
use crate::model::{Breakout, Check, Decision, Design, EvidenceBook, Pick, Project, Requirement, Strength, listed};

/// A part of a group's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which part it is.
    pub kind: StepKind,
    /// What is missing first, as a sentence; `None` when it is done.
    pub missing: Option<String>,
}

/// The parts of a group's answer, in the order in which they are worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum StepKind {
    /// Who the group is, and its answers to the questions.
    Brief,
    /// What the system must do well, the most important first.
    Qualities,
    /// What rules a design out, and where that comes from.
    Constraints,
    /// What makes one design better than another.
    Weights,
    /// The design that is recommended, and why.
    Choice,
    /// A design that is not taken, and why.
    Rejection,
}

impl Step {
    /// Its name for people.
    pub fn label(&self) -> &'static str {
        self.kind.label()
    }

    /// Whether nothing is missing.
    pub fn is_done(&self) -> bool {
        self.missing.is_none()
    }
}

impl StepKind {
    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Brief => "Brief",
            Self::Qualities => "Qualities",
            Self::Constraints => "Constraints",
            Self::Weights => "Weights",
            Self::Choice => "Choice",
            Self::Rejection => "Rejected option",
        }
    }
}

/// Every part of the answer that `project` is, with what is missing in it; nothing outside of a class. A part asks for
/// more where the brief says that it is judged by it.
pub fn steps(project: &Project, evidence: &EvidenceBook) -> Vec<Step> {
    let Some(breakout) = &project.breakout else { return Vec::new() };
    let decision = project.current_decision().map(|(_, decision)| decision);
    let chosen = decision.and_then(|decision| decision.design.as_ref());
    let step = |kind, missing| Step { kind, missing };
    vec![
        step(StepKind::Brief, missing_in_brief(breakout)),
        step(StepKind::Qualities, missing_in_qualities(project, breakout)),
        step(StepKind::Constraints, missing_in_constraints(project)),
        step(StepKind::Weights, missing_in_weights(project)),
        step(StepKind::Choice, missing_in_choice(project, evidence, breakout, decision)),
        step(StepKind::Rejection, missing_in_rejection(breakout, chosen)),
    ]
}

fn missing_in_brief(breakout: &Breakout) -> Option<String> {
    if is_blank(&breakout.group) {
        return Some("The group has no name yet.".to_owned());
    }
    let count = breakout.brief.questions.len();
    let is_open = |position: &usize| breakout.answers.get(*position).is_none_or(|answer| is_blank(answer));
    let open: Vec<usize> = (0..count).filter(is_open).collect();
    match open.as_slice() {
        [] => None,
        [one] => Some(format!("Question {} has no answer yet.", one + 1)),
        several => Some(format!("{} of {count} questions have no answer yet.", several.len())),
    }
}

fn missing_in_qualities(project: &Project, breakout: &Breakout) -> Option<String> {
    let wanted = if Check::Qualities.is_among(&breakout.brief.specifications) { QUALITIES } else { 1 };
    match ranks(project).len() {
        0 => Some("No quality is named yet.".to_owned()),
        count if count < wanted => {
            let are = if count == 1 { "is" } else { "are" };
            Some(format!("{count} of at least {wanted} qualities {are} named."))
        }
        _ => without_limit(project.requirements.values()),
    }
}

fn missing_in_constraints(project: &Project) -> Option<String> {
    let hard = || project.requirements.values().filter(|requirement| requirement.is_hard());
    if hard().next().is_none() {
        return Some("No requirement is hard yet: say what rules a design out.".to_owned());
    }
    without_limit(hard())
}

fn missing_in_weights(project: &Project) -> Option<String> {
    let weight = |requirement: &Requirement| match requirement.strength {
        Strength::Soft { weight, .. } => Some(weight),
        Strength::Hard => None,
    };
    let weights: Vec<f64> = project.requirements.values().filter_map(weight).collect();
    let Some((first, others)) = weights.split_first() else {
        return Some("No requirement is soft yet: say what makes one design better than another.".to_owned());
    };
    if !weights.iter().any(|weight| *weight > 0.0) {
        return Some("No soft requirement has any points yet.".to_owned());
    }
    // Every requirement begins with the same points: as long as they are the same, nothing was weighed.
    let is_unweighed = !others.is_empty() && others.iter().all(|weight| weight == first);
    is_unweighed.then(|| "All soft requirements have the same points: give more to what matters more.".to_owned())
}

fn missing_in_choice(
    project: &Project,
    evidence: &EvidenceBook,
    breakout: &Breakout,
    decision: Option<&Decision>,
) -> Option<String> {
    let Some((decision, design)) = decision.and_then(|decision| Some((decision, decision.design.as_ref()?))) else {
        return Some("No design is chosen yet.".to_owned());
    };
    if let Some(gap) = gap_in_design(project, evidence, design) {
        return Some(gap);
    }
    // The rejected design was considered as well, and one that is named twice is one.
    let designs: BTreeSet<&Design> = decision.designs().chain(&breakout.rejected).collect();
    let considered = designs.len();
    if Check::Alternatives.is_among(&breakout.brief.specifications) && considered < DESIGNS {
        let are = if considered == 1 { "is" } else { "are" };
        return Some(format!("{considered} of at least {DESIGNS} designs {are} considered."));
    }
    if is_blank(&decision.rationale) {
        return Some("It is not said yet why this design was chosen.".to_owned());
    }
    if Check::Risk.is_among(&breakout.brief.specifications) && is_blank(&decision.consequences) {
        return Some("It is not said yet what follows from the choice, good and bad.".to_owned());
    }
    let is_unconfirmed =
        Check::Confirmation.is_among(&breakout.brief.specifications) && is_blank(&decision.confirmation);
    is_unconfirmed.then(|| "It is not said yet how one will see whether the choice holds.".to_owned())
}

/// Choices that a design leaves open, or a model in it that nobody measured.
fn gap_in_design(project: &Project, evidence: &EvidenceBook, design: &Design) -> Option<String> {
    let open: Vec<String> = project
        .choices
        .iter()
        .filter(|(id, choice)| project.system.contains(&choice.element) && !design.picks.contains_key(*id))
        .map(|(_, choice)| project.choice_name(choice))
        .collect();
    if !open.is_empty() {
        return Some(format!("The chosen design says nothing of {}.", listed(&open)));
    }
    let unmeasured = design.picks.iter().find_map(|(id, pick)| {
        let Pick::Candidate(candidate) = pick else { return None };
        let choice = project.choices.get(id)?;
        let is_measured = evidence.get(choice.component()?, candidate).is_some();
        (!is_measured).then(|| project.option_name(choice, pick))
    });
    unmeasured.map(|name| format!("{name} is chosen, but nothing was measured on it: train it first."))
}

fn missing_in_rejection(breakout: &Breakout, chosen: Option<&Design>) -> Option<String> {
    match &breakout.rejected {
        None => Some("No rejected design is named yet.".to_owned()),
        Some(rejected) if chosen == Some(rejected) => Some("The rejected design is the chosen one.".to_owned()),
        Some(_) if is_blank(&breakout.why_rejected) => Some("It is not said yet why it was rejected.".to_owned()),
        Some(_) => None,
    }
}

/// That requirements have no limit, by which nothing can be judged.
fn without_limit<'p>(requirements: impl Iterator<Item = &'p Requirement>) -> Option<String> {
    let unlimited: Vec<&str> = requirements
        .filter(|requirement| !requirement.threshold.is_known())
        .map(|requirement| requirement.name.as_str())
        .collect();
    match unlimited.as_slice() {
        [] => None,
        [one] => Some(format!("\"{one}\" has no limit yet.")),
        several => Some(format!("{} requirements have no limit yet.", several.len())),
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, design, evidence};
    use crate::model::{Brief, Measure, OpenQuestion, Quantity, Subject, Unit};

    /// A scorer with two candidates and one or two copies, worked on for an exercise that asks for these checks.
    fn project(checks: &[Check]) -> Project {
        let specifications = checks.iter().map(|check| check.specification()).collect();
        let questions = vec!["Who is harmed?".to_owned(), "What is fixed?".to_owned()];
        let brief = Brief { questions, specifications, ..Brief::default() };
        let mut project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["tree", "forest"])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .choice("copies", "scorer", OpenQuestion::Replicas { fewest: 1, most: 2 })
            .build();
        project.breakout = Some(Breakout { brief, ..Breakout::default() });
        project
    }

    fn with_requirement(mut project: Project, measure: Measure, limit: Quantity, strength: Strength) -> Project {
        let (id, mut requirement) = crate::edit::create::requirement(&project, measure, Subject::System);
        (requirement.threshold, requirement.strength) = (limit, strength);
        project.requirements.insert(id, requirement);
        project
    }

    fn with_decision(mut project: Project, decision: Decision) -> Project {
        project.decisions.insert("first".into(), decision);
        project
    }

    fn dollars(amount: f64) -> Quantity {
        Quantity::estimated(amount, Unit::DollarPerMonth)
    }

    fn soft(weight: f64) -> Strength {
        Strength::Soft { weight, worst: None }
    }

    fn picked(model: &str) -> Design {
        design(&[("model", Pick::Candidate(model.into())), ("copies", Pick::Replicas(1))])
    }

    #[track_caller]
    fn check(project: &Project, kind: StepKind, expected: Option<&str>) {
        let book = evidence(&[("scorer", "tree", &[])]);
        let found = steps(project, &book).into_iter().find(|step| step.kind == kind).expect("every step is there");
        assert_eq!(found.missing.as_deref(), expected);
    }

    #[test]
    fn outside_of_a_class_there_are_no_steps_and_in_it_all_in_order() {
        assert_eq!(steps(&Project::default(), &EvidenceBook::default()), []);
        let kinds: Vec<StepKind> =
            steps(&project(&[]), &EvidenceBook::default()).iter().map(|step| step.kind).collect();
        assert_eq!(kinds, <StepKind as strum::IntoEnumIterator>::iter().collect::<Vec<_>>());
    }

    #[test]
    fn the_brief_wants_a_name_and_every_answer() {
        let mut project = project(&[]);
        check(&project, StepKind::Brief, Some("The group has no name yet."));
        let answered = |group: &str, answers: &[&str], project: &Project| {
            let brief = project.breakout.as_ref().map(|breakout| breakout.brief.clone()).unwrap_or_default();
            let answers = answers.iter().map(|answer| (*answer).to_owned()).collect();
            Some(Breakout { brief, group: group.to_owned(), answers, ..Breakout::default() })
        };
        project.breakout = answered("Ada", &[], &project);
        check(&project, StepKind::Brief, Some("2 of 2 questions have no answer yet."));
        project.breakout = answered("Ada", &["card holders", "  "], &project);
        check(&project, StepKind::Brief, Some("Question 2 has no answer yet."));
        project.breakout = answered("Ada", &["card holders", "the law", "one too many"], &project);
        check(&project, StepKind::Brief, None);
    }

    #[test]
    fn qualities_are_counted_by_name_and_each_needs_a_limit() {
        let one = with_requirement(project(&[]), Measure::MonthlyCost, dollars(100.0), Strength::Hard);
        check(&project(&[]), StepKind::Qualities, Some("No quality is named yet."));
        check(&one, StepKind::Qualities, None);
        let unknown = Quantity::unknown(Unit::Percent);
        let two = with_requirement(one, Measure::Availability, unknown, Strength::Hard);
        check(&two, StepKind::Qualities, Some("\"Availability\" has no limit yet."));
        check(&two, StepKind::Constraints, Some("\"Availability\" has no limit yet."));

        let asked = project(&[Check::Qualities]);
        let asked = with_requirement(asked, Measure::MonthlyCost, dollars(100.0), Strength::Hard);
        // Cost per request is a measure of the same quality.
        let dollar = Quantity::estimated(0.01, Measure::CostPerRequest.unit());
        let asked = with_requirement(asked, Measure::CostPerRequest, dollar, Strength::Hard);
        check(&asked, StepKind::Qualities, Some("1 of at least 4 qualities is named."));
    }

    #[test]
    fn there_must_be_something_hard_and_something_soft_that_counts() {
        let nothing = project(&[]);
        let hard = with_requirement(nothing.clone(), Measure::MonthlyCost, dollars(100.0), Strength::Hard);
        check(&hard, StepKind::Constraints, None);
        let no_soft = "No requirement is soft yet: say what makes one design better than another.";
        check(&hard, StepKind::Weights, Some(no_soft));
        let free = with_requirement(nothing.clone(), Measure::MonthlyCost, dollars(100.0), soft(0.0));
        let no_hard = "No requirement is hard yet: say what rules a design out.";
        check(&free, StepKind::Constraints, Some(no_hard));
        check(&free, StepKind::Weights, Some("No soft requirement has any points yet."));
        let one = with_requirement(nothing, Measure::MonthlyCost, dollars(100.0), soft(50.0));
        check(&one, StepKind::Weights, None);
        let percent = Quantity::estimated(99.0, Unit::Percent);
        let same = with_requirement(one.clone(), Measure::Availability, percent, soft(50.0));
        let unweighed = "All soft requirements have the same points: give more to what matters more.";
        check(&same, StepKind::Weights, Some(unweighed));
        let weighed = with_requirement(one, Measure::Availability, percent, soft(30.0));
        check(&weighed, StepKind::Weights, None);
    }

    #[test]
    fn the_chosen_design_is_whole_measured_and_explained() {
        check(&project(&[]), StepKind::Choice, Some("No design is chosen yet."));
        let chosen = |checks: &[Check], design: Design, rationale: &str| {
            let mut decision = Decision { rationale: rationale.to_owned(), ..Decision::default() };
            decision.choose(design);
            with_decision(project(checks), decision)
        };
        let half = design(&[("model", Pick::Candidate("tree".into()))]);
        let gap = "The chosen design says nothing of Replicas of scorer.";
        check(&chosen(&[], half, "It is cheap."), StepKind::Choice, Some(gap));
        let unmeasured = "forest is chosen, but nothing was measured on it: train it first.";
        check(&chosen(&[], picked("forest"), "It is good."), StepKind::Choice, Some(unmeasured));
        let unexplained = "It is not said yet why this design was chosen.";
        check(&chosen(&[], picked("tree"), " "), StepKind::Choice, Some(unexplained));
        check(&chosen(&[], picked("tree"), "It is cheap."), StepKind::Choice, None);
        let alone = "1 of at least 3 designs is considered.";
        check(&chosen(&[Check::Alternatives], picked("tree"), "It is cheap."), StepKind::Choice, Some(alone));
        let mut several = chosen(&[Check::Alternatives], picked("tree"), "It is cheap.");
        if let Some(decision) = several.decisions.values_mut().next() {
            decision.considered = vec![picked("tree"), picked("forest")];
        }
        check(&several, StepKind::Choice, Some("2 of at least 3 designs are considered."));
        if let Some(breakout) = &mut several.breakout {
            breakout.rejected =
                Some(design(&[("model", Pick::Candidate("tree".into())), ("copies", Pick::Replicas(2))]));
        }
        check(&several, StepKind::Choice, None);
        let risk = "It is not said yet what follows from the choice, good and bad.";
        check(&chosen(&[Check::Risk], picked("tree"), "It is cheap."), StepKind::Choice, Some(risk));
        let confirmation = "It is not said yet how one will see whether the choice holds.";
        check(&chosen(&[Check::Confirmation], picked("tree"), "Cheap."), StepKind::Choice, Some(confirmation));
    }

    #[test]
    fn the_rejected_design_is_another_one_and_there_is_a_reason() {
        let mut decision = Decision::default();
        decision.choose(picked("tree"));
        let rejected = |design: Option<Design>, why: &str| {
            let mut project = with_decision(project(&[]), decision.clone());
            project.breakout = Some(Breakout { rejected: design, why_rejected: why.to_owned(), ..Breakout::default() });
            project
        };
        check(&rejected(None, "It is slow."), StepKind::Rejection, Some("No rejected design is named yet."));
        let same = "The rejected design is the chosen one.";
        check(&rejected(Some(picked("tree")), "It is slow."), StepKind::Rejection, Some(same));
        let why = "It is not said yet why it was rejected.";
        check(&rejected(Some(picked("forest")), ""), StepKind::Rejection, Some(why));
        check(&rejected(Some(picked("forest")), "It is slow."), StepKind::Rejection, None);
    }
}

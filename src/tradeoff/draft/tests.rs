//! Drafts of small examples that were worked out by hand.

use std::sync::Arc;

use super::super::draws::Draws;
use super::super::objectives::Front;
use super::super::space::DesignSpace;
use super::super::test_support::{exploration, keys, limit};
use super::*;
use crate::analysis::test_support::{TestProject, design};
use crate::analysis::{AnalysisSettings, Quality, verdicts};
use crate::model::{
    Design, Evidence, EvidenceBook, Measure, MeasureKey, Measured, OpenQuestion, Pick, Quantity, Strength, Subject,
    Unit,
};

/// Response time, cost and throughput of a scorer with 1 to 4 replicas. By the weights of [`project`] they are worth
/// 0.52, 0.92, 0.76 and 1; the last one is too slow.
fn rows() -> Exploration {
    exploration(&[
        [Some(10.0), Some(100.0), Some(50.0)],
        [Some(20.0), Some(60.0), Some(40.0)],
        [Some(30.0), Some(50.0), Some(20.0)],
        [Some(100.0), Some(10.0), Some(90.0)],
    ])
}

/// At most 40 ms; $60 a month would be good and $110 is worth nothing, with 60 points; 50 requests per second would be
/// good and none is worth nothing, with 40 points.
fn project() -> Project {
    let mut project = Project::default();
    for (position, threshold) in [40.0, 60.0, 50.0].into_iter().enumerate() {
        let (limit, requirement) = limit(position, Some(threshold));
        project.requirements.insert(limit.requirement, requirement);
    }
    let soft = |weight, amount, unit| Strength::Soft { weight, worst: Some(Quantity::estimated(amount, unit)) };
    project.requirements[1].strength = soft(60.0, 110.0, Unit::DollarPerMonth);
    project.requirements[2].strength = soft(40.0, 0.0, Unit::PerSecond);
    project
}

fn replicas(count: u32) -> Design {
    design(&[("replicas", Pick::Replicas(count))])
}

/// The draft for the design with so many replicas, when these were considered.
fn draft(chosen: u32, considered: &[u32]) -> Draft {
    let (project, exploration) = (project(), rows());
    let region = Region::of_project(&exploration, &project);
    let considered = considered.iter().map(|count| replicas(*count)).collect();
    let decision = Decision { design: Some(replicas(chosen)), considered, ..Decision::default() };
    let verdicts = verdicts(&project, &exploration.qualities(chosen as usize - 1));
    let explored = Explored { exploration: &exploration, region: &region, certainty: None };
    Draft::of(&project, &decision, &verdicts, Some(explored)).expect("a design is chosen")
}

#[track_caller]
fn check_lines(text: &str, expected: &[&str]) {
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_reasons_are_the_numbers() {
    check_lines(
        &draft(2, &[]).rationale,
        &[
            "It meets the only hard requirement.",
            "\"r0\": Response time, mean is 20 ms, 20 ms below the limit of 40 ms.",
            "It meets 1 of 2 soft requirements: 1 is missed.",
            "\"r1\" (60 points, worth 100 %): Monthly cost is $60/month, exactly the limit of $60/month.",
            "\"r2\" (40 points, worth 80 %): Maximum throughput is 40 /s, 10 /s below the required 50 /s.",
            "Of 4 designs 3 are feasible and 3 are on the front.",
            "\"r0\" (≤ 40 ms) alone rules out 1 of them.",
            "This design is on the front: no other feasible one that is known as well is at least as good in response \
             time, mean (use), monthly cost and maximum throughput (use) and better in one of them.",
            "The next best one on the front, by the stated weights, is the design with 3 instead of 2 (Replicas of \
             scorer), worth 76 % against 92 % of this one.",
            "Against that, this one is better in response time, mean (use) (20 ms instead of 30 ms) and maximum \
             throughput (use) (40 /s instead of 20 /s).",
            "It is worse in monthly cost ($60/month instead of $50/month).",
            "If maximum throughput (use) got more than 80 % of the weight (40 % now), the design with 1 instead of 2 \
             (Replicas of scorer) would come first.",
            "If monthly cost got less than 20 % of the weight (60 % now), the design with 1 instead of 2 (Replicas of \
             scorer) would come first.",
            "If response time, mean (use) got more than 44.4 % of the weight (0 % now), the design with 1 instead of 2 \
             (Replicas of scorer) would come first.",
            "If \"r0\" became stricter than ≤ 20 ms (≤ 40 ms now), the design with 1 instead of 2 (Replicas of scorer) \
             would come first.",
            "If \"r0\" became ≤ 100 ms (≤ 40 ms now), the design with 4 instead of 2 (Replicas of scorer) would come \
             first.",
            "The least certain of the numbers that it is compared on is an estimate.",
        ],
    );
}

#[test]
fn consequences_tell_good_from_bad() {
    check_lines(
        &draft(2, &[]).consequences,
        &[
            "Good: \"r0\" is met. Response time, mean is 20 ms, 20 ms below the limit of 40 ms.",
            "Good: \"r1\" is met. Monthly cost is $60/month, exactly the limit of $60/month.",
            "Good: Better in response time, mean (use) (20 ms instead of 30 ms) than the design with 3 instead of 2 \
             (Replicas of scorer).",
            "Good: Better in maximum throughput (use) (40 /s instead of 20 /s) than the design with 3 instead of 2 \
             (Replicas of scorer).",
            "Bad: \"r2\" is missed. Maximum throughput is 40 /s, 10 /s below the required 50 /s.",
            "Bad: Worse in monthly cost ($60/month instead of $50/month) than the design with 3 instead of 2 (Replicas \
             of scorer).",
        ],
    );
}

#[test]
fn the_command_says_what_it_enforces() {
    let confirmation = draft(2, &[]).confirmation;
    let lines: Vec<_> = confirmation.lines().collect();
    assert_eq!(lines[0], "cantilever check PROJECT");
    assert!(lines[1].contains("code 0 if every hard requirement is met, with 1 if one is missed"), "{}", lines[1]);
    let listed = [
        "It enforces:",
        "\"r0\": response time, mean (use) ≤ 40 ms",
        "It prints, without failing:",
        "\"r1\": monthly cost ≤ $60/month",
        "\"r2\": maximum throughput (use) ≥ 50 /s",
    ];
    assert_eq!(lines[2..], listed);
}

#[test]
fn the_next_best_is_one_of_those_that_were_considered() {
    let text = draft(2, &[2, 1, 4]).rationale;
    assert!(text.contains(
        "The next best one of the designs that were considered, by the stated weights, is the design with 1 instead of \
         2 (Replicas of scorer), worth 52 % against 92 % of this one."
    ));
    assert!(text.contains("It is worse in response time, mean (use) (20 ms instead of 10 ms) and maximum throughput"));
}

#[test]
fn a_choice_against_the_weights_says_so() {
    let text = draft(3, &[]).rationale;
    assert!(text.contains(
        "Another one on the front comes before it, by the stated weights: the design with 2 instead of 3 (Replicas of \
         scorer), worth 92 % against 76 % of this one. Say what the weights leave out."
    ));
    assert!(text.contains("\nNo single weight or limit would make it come first.\n"), "{text}");
}

#[test]
fn a_design_that_is_not_feasible_says_what_would_let_it_in() {
    let draft = draft(4, &[]);
    let text = &draft.rationale;
    assert!(text.starts_with("It misses the only hard requirement.\n"), "{text}");
    assert!(text.contains("This design is not feasible. If \"r0\" became ≤ 100 ms, 1 design would be feasible.\n"));
    assert!(text.contains(
        "The best feasible one on the front, by the stated weights, is the design with 2 instead of 4 (Replicas of \
         scorer).\n"
    ));
    assert!(!text.contains("come first"), "{text}");
    assert!(draft.consequences.starts_with("Good: \"r1\" is met."), "{}", draft.consequences);
    assert!(draft.consequences.contains("\nBad: \"r0\" is missed."), "{}", draft.consequences);
}

#[test]
fn without_other_designs_the_requirements_are_told() {
    let project = project();
    let decision = Decision { design: Some(Design::default()), ..Decision::default() };
    let known = verdicts(&project, &rows().qualities(0));
    let draft = Draft::of(&project, &decision, &known[..2], None).expect("a design is chosen");
    check_lines(
        &draft.rationale,
        &[
            "It meets the only hard requirement.",
            "\"r0\": Response time, mean is 10 ms, 30 ms below the limit of 40 ms.",
            "It misses the only soft requirement.",
            "\"r1\" (60 points, worth 20 %): Monthly cost is $100/month, $40/month above the limit of $60/month.",
        ],
    );
    assert_eq!(Draft::of(&project, &Decision::default(), &known, None), None);
    let nothing = Draft::of(&Project::default(), &decision, &[], None).expect("a design is chosen");
    assert_eq!(nothing.rationale, "No hard requirement is stated, so nothing rules a design out.");
    assert!(nothing.confirmation.ends_with("it enforces nothing.") && nothing.consequences.is_empty());
}

#[test]
fn numbers_that_are_only_assumed_are_open() {
    let project = project();
    let mut judged = verdicts(&project, &rows().qualities(1));
    judged[1].quality.quantity = judged[1].quality.quantity.with_provenance(crate::model::Provenance::Assumed);
    let decision = Decision { design: Some(replicas(2)), ..Decision::default() };
    let draft = Draft::of(&project, &decision, &judged, None).expect("a design is chosen");
    let last = draft.consequences.lines().last();
    assert_eq!(
        last,
        Some("Open: Numbers that nobody has confirmed are behind monthly cost ($60/month); measure them.")
    );
}

/// The reasons for the better of two models that cost $100 and $200, when both recalls are known within `half` to
/// either side.
fn reasons(recalls: [f64; 2], half: f64) -> String {
    let recall = MeasureKey::new(Measure::Recall, Subject::Component("scorer".into()));
    let cost = MeasureKey::new(Measure::MonthlyCost, Subject::System);
    let least = Quantity::estimated(50.0, Unit::Percent);
    let project = TestProject::new()
        .component("scorer", &[])
        .task("scorer", &["a", "b"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .requirement("right", recall.measure, recall.subject.clone(), least)
        .requirement("cheap", cost.measure, Subject::System, Quantity::estimated(300.0, Unit::DollarPerMonth))
        .build();
    let mut book = EvidenceBook::default();
    for (name, value) in ["a", "b"].into_iter().zip(recalls) {
        let interval = Some((value - half, value + half));
        let measured = [(Measure::Recall, Measured { value, interval })].into();
        book.insert("scorer".into(), name.into(), Evidence { measured, ..Evidence::default() });
    }
    let qualities = recalls.into_iter().zip([100.0, 200.0]).map(|(value, dollars)| {
        let right = Quality {
            interval: Some((value - half, value + half)),
            ..Quality::of(Quantity::measured(value, Unit::Percent))
        };
        let price = Quality::of(Quantity::measured(dollars, Unit::DollarPerMonth));
        [(recall.clone(), right), (cost.clone(), price)].into()
    });
    let exploration = Exploration::of(DesignSpace::of(&project, &book), qualities);
    let region = Region::of_project(&exploration, &project);
    let explored = (&exploration, &region);
    let keys = [recall, cost];
    let settings = AnalysisSettings::default();
    let draws = Draws::of((&project, &book), &exploration, &keys, &settings, &mut || false).expect("nobody stops it");
    let certainty = Certainty::of(&Arc::new(draws), explored, &keys, &mut || false).expect("nobody stops it");
    let decision = Decision { design: exploration.design(1), ..Decision::default() };
    let judged = verdicts(&project, &exploration.qualities(1));
    let explored = Explored { exploration: &exploration, region: &region, certainty: Some(&certainty) };
    Draft::of(&project, &decision, &judged, Some(explored)).expect("a design is chosen").rationale
}

#[test]
fn what_was_measured_says_how_certain_the_choice_is() {
    let unsure = reasons([80.0, 82.0], 10.0);
    for part in [
        "It meets both hard requirements.\n",
        "is the design with a instead of b (Model of scorer), worth 50 % against 50 % of this one.\n",
        "with all measures counting alike",
        "better in recall (scorer) (82 % instead of 80 %, which may be luck: a difference of −",
        "worse in monthly cost ($200/month instead of $100/month).\n",
        " % of 400 draws of what was measured it is on the front, so what was measured does not settle it.\n",
    ] {
        assert!(unsure.contains(part), "\"{part}\" is missing in:\n{unsure}");
    }
    let sure = reasons([80.0, 90.0], 1.0);
    assert!(sure.contains("In 100 % of 400 draws") && sure.contains("which is certain enough.\n"), "{sure}");
    assert!(!sure.contains("luck") && sure.contains(" with 95 % certainty)"), "{sure}");
    assert!(sure.ends_with("All numbers that it is compared on were measured."), "{sure}");
}

#[test]
fn the_first_of_the_front_that_dominates_is_named() {
    let exploration = rows();
    let front = Front::among(&exploration, &keys(), &[1, 2]);
    assert_eq!(front.dominating(&exploration, 1), None);
    let worse = self::exploration(&[[Some(10.0), Some(5.0), Some(5.0)], [Some(10.0), Some(6.0), Some(5.0)]]);
    let front = Front::among(&worse, &keys(), &[0, 1]);
    assert_eq!((front.members.as_slice(), front.dominating(&worse, 1)), (&[0][..], Some(0)));
}

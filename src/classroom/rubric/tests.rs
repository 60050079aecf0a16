//! Each check met and missed, with the numbers that it says.

use strum::IntoEnumIterator as _;

use super::*;
use crate::catalog::catalog;
use crate::classroom::compare::test_support::*;
use crate::classroom::{Comparison, HandedIn};
use crate::model::{Measure, MeasureKey, Quantity, Strength, Subject, Unit};

/// What is seen of every check for this answer, with what all groups were given.
fn seen_of(handed_in: &HandedIn) -> Vec<Prefilled> {
    let mut project = handed_in.hand_in.project.clone();
    if let Some(breakout) = &mut project.breakout {
        breakout.brief.specifications = Check::iter().map(Check::specification).collect();
    }
    prefilled(&project, &measured(), &SETTINGS)
}

#[track_caller]
fn check(handed_in: &HandedIn, check: Check, is_met: Option<bool>, reason: &str) {
    let all = seen_of(handed_in);
    let found = all.iter().find(|one| one.check == Some(check)).expect("every check is asked for");
    assert_eq!((found.is_met, found.reason.as_str()), (is_met, reason));
}

/// Budget of $300; cost and recall are weighed as group A of the class does; these designs were considered, and this chosen.
fn answer(considered: &[(&str, f64)], chosen: Option<(&str, f64)>) -> HandedIn {
    let mut handed_in = groups().remove(0);
    for decision in handed_in.hand_in.project.decisions.values_mut() {
        decision.considered = considered.iter().map(|(model, price)| design(model, *price)).collect();
        decision.design = chosen.map(|(model, price)| design(model, price));
    }
    handed_in
}

#[test]
fn a_recommendation_follows_from_constraints_and_weights() {
    // Worth to A, by hand in the tests of the regret: quick at $100 is 0.4375, good at $200 is 0.6875; best at $400 is
    // over the budget.
    let all = [("quick", 100.0), ("good", 200.0), ("best", 400.0)];
    check(
        &answer(&all, Some(("good", 200.0))),
        Check::Recommendation,
        Some(true),
        "The chosen design meets the hard constraint and is worth 0.688 of 1 by the weights; of the other considered designs 1 \
         can be taken, and none is worth more.",
    );
    let handed_in = answer(&all, Some(("quick", 100.0)));
    let found =
        seen_of(&handed_in).into_iter().find(|one| one.check == Some(Check::Recommendation)).expect("asked for");
    assert_eq!(found.is_met, Some(false));
    assert!(found.reason.contains("0.438 of 1") && found.reason.contains("0.688"), "{}", found.reason);
    assert!(found.reason.contains("Model of scorer: good"), "{}", found.reason);
    let over = answer(&all, Some(("best", 400.0)));
    check(&over, Check::Recommendation, Some(false), "The chosen design misses hard constraints: Budget.");
    check(&answer(&all, None), Check::Recommendation, Some(false), NOTHING_CHOSEN);
    // Group D weighs nothing and limits nothing.
    let plain = handed_in_plain();
    let reason =
        "There is no hard constraint to meet; nothing is weighed, so that a person has to tell why it was taken.";
    check(&plain, Check::Recommendation, None, reason);
}

fn handed_in_plain() -> HandedIn {
    handed_in("D", &[], Some(design("good", 200.0)))
}

#[test]
fn qualities_are_counted_by_name_and_need_limits() {
    let grade = || Quantity::estimated(4.0, Unit::Grade);
    let of_system = |measure| MeasureKey::new(measure, Subject::System);
    let demands = [
        ("a", recall(), percent(80.0), Strength::Hard),
        ("b", cost(), dollars(300.0), Strength::Hard),
        ("c", of_system(Measure::CostPerRequest), Quantity::estimated(0.1, Unit::DollarPerRequest), Strength::Hard),
        ("d", of_system(Measure::Security), grade(), Strength::Hard),
        ("e", of_system(Measure::Usability), grade(), Strength::Hard),
    ];
    let reason = "4 qualities have a measure and a limit with its unit: Functional correctness, Operating cost, Security and \
                  Usability.";
    check(&handed_in("A", &demands, None), Check::Qualities, Some(true), reason);
    let mut open = demands.clone();
    open[4].2 = Quantity::unknown(Unit::Grade);
    let reason = "3 qualities have a measure and a limit with its unit: Functional correctness, Operating cost and Security. \
                  Without a known limit: Usability.";
    check(&handed_in("A", &open, None), Check::Qualities, Some(false), reason);
    let reason =
        "1 quality has a measure and a limit with its unit: Functional correctness. All are about being right.";
    check(&handed_in("A", &demands[..1], None), Check::Qualities, Some(false), reason);
    assert!(catalog().qualities.contains_key(BEING_RIGHT));
}

#[test]
fn constraints_can_be_tested_or_not() {
    let reason = "1 hard constraint can be tested: 1 of the problem, 0 of the project, 0 of the design.";
    check(&answer(&[], None), Check::Constraints, Some(true), reason);
    check(&handed_in_plain(), Check::Constraints, Some(false), "No hard constraint is stated.");
    let wrong = handed_in("A", &[("a", recall(), dollars(1.0), Strength::Hard)], None);
    let reason = "1 of 1 hard constraints cannot be tested, because the limit is not stated or does not suit what is measured: \
                  Recall (scorer).";
    check(&wrong, Check::Constraints, Some(false), reason);
}

#[test]
fn designs_are_counted_once_and_must_fit_the_drawing() {
    let twice = [("quick", 100.0), ("good", 200.0)];
    check(&answer(&twice, Some(("good", 200.0))), Check::Alternatives, Some(false), "2 designs were considered.");
    // The chosen one is one of those that were considered, and so is the rejected one.
    let mut third = answer(&twice, Some(("good", 200.0)));
    if let Some(breakout) = &mut third.hand_in.project.breakout {
        breakout.rejected = Some(design("best", 400.0));
    }
    check(&third, Check::Alternatives, Some(true), "3 designs were considered.");
    check(&third, Check::Rejection, Some(false), "A rejected design is named, without a reason.");
    if let Some(breakout) = &mut third.hand_in.project.breakout {
        breakout.why_rejected = "Over the budget".to_owned();
    }
    check(&third, Check::Rejection, Some(true), "A rejected design is named, with a reason of 3 words.");
    if let Some(breakout) = &mut third.hand_in.project.breakout {
        breakout.rejected = Some(design("good", 200.0));
    }
    check(&third, Check::Rejection, Some(false), "The rejected design is the chosen one.");
    let reason = "The chosen design takes an option of the drawing for all 2 open choices.";
    check(&third, Check::Drawing, Some(true), reason);
    let reason = "Fixed price of scorer: 150 is no option of the drawing.";
    check(&answer(&[], Some(("good", 150.0))), Check::Drawing, Some(false), reason);
    check(&answer(&[], None), Check::Drawing, Some(false), NOTHING_CHOSEN);
}

#[test]
fn nothing_that_is_required_may_be_unknown() {
    let budget = [("Budget", cost(), dollars(300.0), Strength::Hard)];
    let reason = "The 1 requirement could be judged for the chosen design.";
    check(&handed_in("F", &budget, Some(design("good", 200.0))), Check::Evidence, Some(true), reason);
    let reason = "All 3 requirements could be judged for the chosen design.";
    check(&answer(&[], Some(("good", 200.0))), Check::Evidence, Some(true), reason);
    let security = MeasureKey::new(Measure::Security, Subject::System);
    let demands = [("a", security, Quantity::estimated(4.0, Unit::Grade), Strength::Hard)];
    let unknown = handed_in("A", &demands, Some(design("good", 200.0)));
    let reason = "1 of 1 requirements cannot be judged. Security is unknown: nobody has judged it yet.";
    check(&unknown, Check::Evidence, Some(false), reason);
    check(&handed_in_plain(), Check::Evidence, Some(false), "Nothing is required that could be judged.");
}

#[test]
fn the_decision_says_what_follows_and_how_one_will_see() {
    let mut handed_in = handed_in_plain();
    check(&handed_in, Check::Risk, Some(false), "The decision says nothing under consequences.");
    for decision in handed_in.hand_in.project.decisions.values_mut() {
        decision.consequences = "Reviewers wait.".to_owned();
        decision.confirmation = " Alarms ".to_owned();
    }
    check(&handed_in, Check::Risk, Some(true), "The decision says 2 words under consequences.");
    check(&handed_in, Check::Confirmation, Some(true), "The decision says 1 word under confirmation.");
}

#[test]
fn a_class_is_judged_by_the_specifications_of_the_instructor() {
    let mut exercise = exercise();
    let mine = Specification { text: "Speaks plainly.".to_owned(), points: 5, check: None };
    exercise.brief.specifications = vec![mine, Check::Drawing.specification()];
    let mut hand_ins = groups();
    if let Some(breakout) = &mut hand_ins[0].hand_in.project.breakout {
        breakout.brief.specifications = vec![Specification { points: 100, ..Check::Drawing.specification() }];
    }
    let class =
        Comparison::of(Some(&exercise), &hand_ins, Vec::new(), &SETTINGS, &mut |_, _| true).expect("not stopped");
    for group in &class.groups {
        let seen: Vec<_> = group.specifications.iter().map(|one| (one.points, one.is_met)).collect();
        assert_eq!(seen, [(5, None), (10, Some(true))], "{}", group.name);
    }
    assert!(prefilled(&given(), &measured(), &SETTINGS).is_empty(), "outside of a class nothing is asked");
}

//! Classes of a few groups with numbers that can be reckoned by hand.

use super::test_support::*;
use crate::analysis::test_support::evidence;
use crate::classroom::{Chooser, Comparison, Exercise, HandedIn, Judged, Likeness, MeasureColumn, Regret, Weighed};
use crate::model::{ConstraintType, Decision, Measure, MeasureKey, Pick, Property, Quantity, Strength, Subject, Unit};

fn check_close(actual: Option<f64>, expected: f64) {
    assert!(actual.is_some_and(|actual| (actual - expected).abs() < 1e-9), "{actual:?} is not {expected}");
}

/// Worth and regret of a choice that must be feasible.
fn weighed(judged: &Judged) -> Weighed {
    match judged {
        Judged::Feasible(weighed) => weighed.clone(),
        other => panic!("{other:?} is not feasible"),
    }
}

fn names(comparison: &Comparison) -> Vec<&str> {
    comparison.groups.iter().map(|group| group.name.as_str()).collect()
}

/// The group's hand-in with another one's file name.
fn renamed(handed_in: &HandedIn, file: &str) -> HandedIn {
    HandedIn { file: file.to_owned(), ..handed_in.clone() }
}

fn values(column: &MeasureColumn) -> Vec<Option<f64>> {
    column.groups.iter().map(|number| number.value).collect()
}

#[test]
fn regret_is_what_is_reckoned_by_hand() {
    let comparison = compared(&groups());
    assert_eq!(names(&comparison), ["A", "B", "C"]);
    let rows = &comparison.regret.rows;
    // A judges: its own recall of 60 % is (60 - 50) / 40 = 0.25, its $100 worth all: (30 * 0.25 + 10 * 1) / 40 = 0.4375.
    // B's is (80 - 50) / 40 = 0.75 and (300 - 200) / 200 = 0.5: (30 * 0.75 + 10 * 0.5) / 40 = 0.6875, the best.
    // C's $400 is over the budget of $300.
    check_close(weighed(&rows[0][0]).worth, 0.4375);
    check_close(weighed(&rows[0][0]).regret, 0.25);
    check_close(weighed(&rows[0][1]).worth, 0.6875);
    check_close(weighed(&rows[0][1]).regret, 0.0);
    assert_eq!(rows[0][2], Judged::Infeasible(vec!["Budget".to_owned()]));
    // B judges: A's recall of 60 % misses 0.7. Its own $200 is (400 - 200) / 300 = 2 / 3, C's $400 is worth nothing.
    assert_eq!(rows[1][0], Judged::Infeasible(vec!["Find most".to_owned()]));
    check_close(weighed(&rows[1][1]).worth, 2.0 / 3.0);
    check_close(weighed(&rows[1][1]).regret, 0.0);
    check_close(weighed(&rows[1][2]).worth, 0.0);
    check_close(weighed(&rows[1][2]).regret, 2.0 / 3.0);
    // C judges: only its own reaches 90 %.
    let of_c: Vec<_> = rows[2].iter().map(|judged| (weighed(judged).worth, weighed(judged).regret)).collect();
    assert_eq!(of_c, [(Some(0.0), Some(1.0)), (Some(0.0), Some(1.0)), (Some(1.0), Some(0.0))]);
    // A's choice leaves C with 1 and is infeasible for B; B's leaves A with 0 and C with 1; C's leaves B with 2 / 3.
    let worst = &comparison.regret.worst_for_others;
    assert_eq!(worst.len(), 3);
    check_close(worst[0], 1.0);
    check_close(worst[1], 1.0);
    check_close(worst[2], 2.0 / 3.0);
    assert_eq!(comparison.regret.infeasible_for, [1, 0, 1]);
}

#[test]
fn the_choice_of_the_reference_is_judged_and_judges() {
    let mut exercise = exercise();
    let reference = exercise.reference.as_mut().expect("there is a reference");
    let mut decision = Decision { rationale: "It finds enough for little.".to_owned(), ..Decision::default() };
    decision.choose(design("good", 100.0));
    reference.project.decisions.insert("choice".into(), decision);
    let compare = |exercise: &Exercise| {
        Comparison::of(Some(exercise), &groups(), Vec::new(), &SETTINGS, &mut |_, _| true).expect("not stopped")
    };
    let comparison = compare(&exercise);
    let answer = comparison.reference.clone().expect("there is an answer");
    assert_eq!((answer.rationale.as_str(), answer.is_feasible), ("It finds enough for little.", None));
    let mut chosen = answer.chosen.expect("it chose");
    chosen.sort();
    assert_eq!(chosen[1], ("Model of scorer".to_owned(), "good".to_owned()));
    let numbers: Vec<_> = comparison.measures.iter().map(|column| column.value(Chooser::Reference)).collect();
    assert_eq!(numbers, [Some(80.0), Some(100.0)]);
    let judged = |judge, of| comparison.regret.judged(judge, of);
    let by_group = |group| weighed(judged(Chooser::Group(group), Chooser::Reference));
    // To A, 80 % are worth 0.75 and $100 all: (30 * 0.75 + 10 * 1) / 40 = 0.8125, 0.125 more than B's, its best.
    check_close(by_group(0).worth, 0.8125);
    check_close(by_group(0).regret, -0.125);
    // To B, $100 is (400 - 100) / 300 = 1, a third more than its own. To C, anything below 90 % is worth nothing.
    check_close(by_group(1).regret, -1.0 / 3.0);
    check_close(by_group(2).regret, 1.0);
    check_close(comparison.regret.worst(Chooser::Reference), 1.0);
    assert_eq!(comparison.regret.infeasible_groups(Chooser::Reference), 0);
    // The reference wants 75 %, and security, of which nothing is known.
    let by_reference = |of| judged(Chooser::Reference, of).clone();
    assert_eq!(by_reference(Chooser::Group(0)), Judged::Infeasible(vec!["Find fraud".to_owned()]));
    let unknown = Judged::Unknown(vec!["Withstand attacks".to_owned()]);
    for of in [Chooser::Group(1), Chooser::Group(2), Chooser::Reference] {
        assert_eq!(by_reference(of), unknown);
    }
    // What groups are to each other stays the same, whatever the reference chose.
    let without = compare(&self::exercise());
    assert_eq!(without.regret, Regret { reference: None, ..comparison.regret.clone() });
    assert_eq!((without.best, without.groups), (comparison.best, comparison.groups));
}

#[test]
fn a_reference_that_piles_up_is_asked_for_its_demands_alone() {
    let mut exercise = exercise();
    let reference = exercise.reference.as_mut().expect("there is a reference");
    for number in 0..101 {
        let mut decision = Decision::default();
        decision.choose(design("good", 100.0));
        reference.project.decisions.insert(format!("d{number}").as_str().into(), decision);
    }
    let comparison =
        Comparison::of(Some(&exercise), &groups(), Vec::new(), &SETTINGS, &mut |_, _| true).expect("not stopped");
    let reason = "its choice is not compared: the project has 101 decisions; at most 100 decisions can be compared";
    assert_eq!(comparison.skipped, [("reference answer".to_owned(), reason.to_owned())]);
    assert!(comparison.has_reference() && comparison.reference.is_some_and(|answer| answer.chosen.is_none()));
    assert_eq!((comparison.groups.len(), comparison.regret.reference), (3, None));
}

#[test]
fn groups_agree_as_far_as_their_rankings_do() {
    let comparison = compared(&groups());
    // A names cost, then correctness; B the other way round; C correctness alone.
    let rows: Vec<_> = comparison.qualities.iter().map(|row| (row.quality.as_str(), row.ranks.clone())).collect();
    let expected = [
        ("Functional correctness", vec![Some(2), Some(1), Some(1)]),
        ("Operating cost", vec![Some(1), Some(2), None]),
        ("Security", vec![None, None, None]),
    ];
    assert_eq!(rows, expected);
    let reference: Vec<_> = comparison.qualities.iter().map(|row| row.reference).collect();
    assert_eq!(reference, [Some(1), None, Some(2)]);
    assert_eq!(comparison.missed, ["Security"]);
    // Cost is before correctness for A, behind it for B, and not named, so behind it, for C.
    let pairs: Vec<_> =
        comparison.agreement.pairs.iter().map(|pair| (pair.first, pair.second, pair.likeness)).collect();
    let likeness = |kendall, jaccard| Likeness { kendall: Some(kendall), jaccard: Some(jaccard) };
    assert_eq!(pairs, [(0, 1, likeness(-1.0, 1.0)), (0, 2, likeness(-1.0, 0.5)), (1, 2, likeness(1.0, 0.5))]);
    check_close(comparison.agreement.mean.kendall, -1.0 / 3.0);
    check_close(comparison.agreement.mean.jaccard, 2.0 / 3.0);
}

#[test]
fn thresholds_stand_side_by_side_in_one_unit() {
    let comparison = compared(&groups());
    let rows = &comparison.thresholds;
    assert_eq!(
        rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Recall (scorer)", "Monthly cost", "Security"]
    );
    let limits: Vec<_> = rows[0].demands.iter().map(|one| one.as_ref().and_then(|one| one.limit)).collect();
    assert_eq!((limits[0], limits[2]), (Some(90.0), Some(90.0)));
    check_close(limits[1], 70.0);
    assert_eq!(rows[0].demands[1].as_ref().map(|one| (one.stated.as_str(), one.is_hard)), Some(("0.7", true)));
    assert_eq!(
        rows[0].reference.as_ref().map(|one| (one.limit, one.constraint)),
        Some((Some(75.0), ConstraintType::Problem))
    );
    // A limits cost twice: the hard limit comes first.
    let costs: Vec<_> =
        rows[1].demands.iter().map(|one| one.as_ref().map(|one| (one.limit, one.is_hard, one.weight))).collect();
    assert_eq!(costs, [Some((Some(300.0), true, None)), Some((Some(100.0), false, Some(50.0))), None]);
    assert_eq!(rows[2].demands, [None, None, None], "only the reference wants security");
}

#[test]
fn choices_are_points_of_what_groups_demand() {
    let comparison = compared(&groups());
    let columns: Vec<_> = comparison.measures.iter().map(|column| (column.key.clone(), values(column))).collect();
    let expected =
        [(recall(), vec![Some(60.0), Some(80.0), Some(90.0)]), (cost(), vec![Some(100.0), Some(200.0), Some(400.0)])];
    assert_eq!(columns, expected);
    let texts: Vec<_> = comparison.measures[1].groups.iter().map(|number| number.text.as_str()).collect();
    assert_eq!(texts, ["$100/month", "$200/month", "$400/month"]);
    assert_eq!(comparison.measures[1].reference, None, "the reference chose nothing");
    assert_eq!(comparison.best, [true, true, true]);
    let mut with_worse = groups();
    with_worse.push(handed_in("D", &[], Some(design("quick", 200.0))));
    with_worse.push(handed_in("E", &[], None));
    let comparison = compared(&with_worse);
    assert_eq!(comparison.best, [true, true, true, false, false]);
    assert_eq!(comparison.measures[0].groups[4].text, "nothing chosen");
    assert!(comparison.regret.rows.iter().all(|row| row[4] == Judged::Nothing));
    // Who demands nothing finds everything feasible, and nothing worth more than another.
    assert_eq!(comparison.regret.rows[4][0], Judged::Feasible(Weighed::default()));
    assert_eq!(comparison.groups[4].chosen, None);
    assert!(comparison.groups[4].remarks.contains(&"Chose nothing.".to_owned()));
}

#[test]
fn groups_are_shown_as_they_handed_in() {
    let comparison = compared(&groups());
    let group = &comparison.groups[0];
    assert_eq!(
        (comparison.title.as_str(), group.file.as_str(), group.rationale.as_str()),
        ("Card fraud", "A.json", "A says so")
    );
    let mut chosen = group.chosen.clone().expect("it chose");
    chosen.sort();
    let pair = |choice: &str, option: &str| (choice.to_owned(), option.to_owned());
    assert_eq!(chosen, [pair("Fixed price of scorer", "$100/month"), pair("Model of scorer", "quick")]);
    assert_eq!((group.is_feasible, group.is_same_version), (Some(true), Some(true)));
    assert_eq!(group.answers, [("What would you watch?".to_owned(), String::new())]);
    assert_eq!(group.remarks, [""; 0], "there is nothing special about it");
}

#[test]
fn the_order_of_files_does_not_matter() {
    let mut hand_ins = groups();
    hand_ins.push(renamed(&hand_ins[0], "copy.json"));
    let before = compared(&hand_ins);
    hand_ins.reverse();
    assert_eq!(compared(&hand_ins), before);
    hand_ins.rotate_left(1);
    assert_eq!(compared(&hand_ins), before);
}

#[test]
fn what_cannot_be_compared_is_skipped_with_the_reason() {
    let mut hand_ins = groups();
    hand_ins.push(renamed(&hand_ins[1], "again.json"));
    let mut other = handed_in("D", &[], None);
    if let Some(breakout) = &mut other.hand_in.project.breakout {
        breakout.brief.id = "robot".to_owned();
        breakout.brief.title = "Sidewalk robot".to_owned();
    }
    hand_ins.push(other);
    let mut plain = handed_in("E", &[], None);
    plain.hand_in.project.breakout = None;
    hand_ins.push(plain);
    let damaged = vec![("damaged.json".to_owned(), "is no file of this program".to_owned())];
    let compare = |exercise: Option<&Exercise>| {
        Comparison::of(exercise, &hand_ins, damaged.clone(), &SETTINGS, &mut |_, _| true).expect("it was not stopped")
    };
    let comparison = compare(Some(&exercise()));
    assert_eq!(names(&comparison), ["A", "B", "C"]);
    let skipped: Vec<_> = comparison.skipped.iter().map(|(file, why)| (file.as_str(), why.as_str())).collect();
    let expected = [
        ("D.json", "answers another exercise: Sidewalk robot"),
        ("E.json", "answers no exercise"),
        ("again.json", "the same as B.json"),
        ("damaged.json", "is no file of this program"),
    ];
    assert_eq!(skipped, expected);
    // Without the instructor's file, what most of them answer is compared, and no version is known.
    let comparison = compare(None);
    assert_eq!((names(&comparison).len(), comparison.title.as_str()), (3, "Card fraud"));
    assert!(comparison.groups.iter().all(|group| group.is_same_version.is_none()));
    assert!(comparison.missed.is_empty());
}

#[test]
fn without_what_was_measured_a_demand_is_unknown() {
    let hand_ins = groups();
    let comparison = Comparison::of(None, &hand_ins, Vec::new(), &SETTINGS, &mut |_, _| true).expect("not stopped");
    // Nobody says what the models can do: B demands recall, and knows of no choice.
    assert_eq!(comparison.regret.rows[1][1], Judged::Unknown(vec!["Find most".to_owned()]));
    assert_eq!((comparison.groups[1].is_feasible, comparison.best[1]), (None, false));
    assert_eq!(values(&comparison.measures[0]), [None, None, None]);
    // A's constraint is about cost alone, which is known; but what it weighs is not.
    let unknown = Weighed { unknown: vec!["Find much".to_owned()], weighs: 2, ..Weighed::default() };
    assert_eq!(unknown.missing().as_deref(), Some("not known: Find much (of 2)"));
    assert_eq!(comparison.regret.rows[0][1], Judged::Feasible(unknown));
    assert_eq!(comparison.regret.worst_for_others, [None, None, None]);
}

#[test]
fn what_a_group_measured_itself_counts_for_its_own_choice() {
    let mut hand_ins = groups();
    hand_ins[2].hand_in.evidence = evidence(&[("scorer", "best", &[(Measure::Recall, 95.0)])]);
    let comparison = compared(&hand_ins);
    assert_eq!(values(&comparison.measures[0]), [Some(60.0), Some(80.0), Some(95.0)]);
    assert_eq!(comparison.groups[2].remarks.first().map(String::as_str), Some("Measured 1 model itself."));
}

#[test]
fn what_differs_from_the_exercise_is_said() {
    let mut hand_ins = groups();
    let project = &mut hand_ins[0].hand_in.project;
    if let Some(breakout) = &mut project.breakout {
        breakout.brief.version = "0".to_owned();
    }
    project.system.components[0].name = "Judge".to_owned();
    if let Some((_, decision)) = project.decisions.iter_mut().next() {
        *decision = Decision::default();
        let mut design = design("quick", 100.0);
        design.picks.insert("price".into(), Pick::number(Property::MonthlyPrice, dollars(150.0)));
        decision.choose(design);
    }
    let group = compared(&hand_ins).groups.remove(0);
    assert_eq!(group.is_same_version, Some(false));
    let expected = [
        "Answers another version of the exercise.",
        "Changed the drawing: Judge.",
        "What it chose is not a whole design of its drawing; judged with Fixed price of Judge: $100/month.",
    ];
    assert_eq!(group.remarks, expected);
}

#[test]
fn hostile_names_are_harmless_and_told_apart() {
    let mut hand_ins = vec![
        handed_in("\u{202e}Evil\n\u{1b}[2J", &[], Some(design("good", 100.0))),
        handed_in(&"x".repeat(5000), &[], Some(design("good", 200.0))),
        handed_in("", &[], None),
    ];
    hand_ins[2].file = "third.json".to_owned();
    hand_ins.push(HandedIn { file: "one.json".to_owned(), ..handed_in("Same", &[], Some(design("good", 100.0))) });
    hand_ins.push(HandedIn { file: "two.json".to_owned(), ..handed_in("Same", &[], Some(design("best", 100.0))) });
    let comparison = compared(&hand_ins);
    let long = format!("{}…", "x".repeat(79));
    assert_eq!(names(&comparison), ["Evil [2J", "Same (one.json)", "Same (two.json)", "third.json", long.as_str()]);
    assert!(comparison.groups[1].remarks.contains(&"Another group has the same name: two.json.".to_owned()));
}

#[test]
fn a_class_without_answers_is_empty_and_stopping_stops() {
    let comparison = compared(&[]);
    assert_eq!((comparison.groups.len(), comparison.regret.rows.len(), comparison.agreement.pairs.len()), (0, 0, 0));
    assert_eq!(comparison.missed, ["Functional correctness", "Security"]);
    let mut seen = Vec::new();
    let stopped = Comparison::of(None, &groups(), Vec::new(), &SETTINGS, &mut |done, total| {
        seen.push((done, total));
        done < 1
    });
    assert_eq!((stopped, seen), (None, vec![(0, 3), (1, 3)]));
}

#[test]
fn a_constraint_that_is_missed_rules_out_whatever_else_is_unknown() {
    let security = MeasureKey::new(Measure::Security, Subject::System);
    let grade = Quantity::estimated(4.0, Unit::Grade);
    let both = [("Safe", security, grade, Strength::Hard), ("Budget", cost(), dollars(150.0), Strength::Hard)];
    let hand_ins =
        [handed_in("A", &both, Some(design("good", 200.0))), handed_in("B", &both, Some(design("good", 100.0)))];
    let comparison = compared(&hand_ins);
    assert_eq!(comparison.regret.rows[0][0], Judged::Infeasible(vec!["Budget".to_owned()]));
    assert_eq!(comparison.regret.rows[0][1], Judged::Unknown(vec!["Safe".to_owned()]));
    assert_eq!(comparison.regret.infeasible_for, [2, 0]);
}

#[test]
fn what_only_another_group_demands_is_known_of_a_choice() {
    // The cost of a single component is worked out only where somebody asks for it.
    let of_scorer = MeasureKey::new(Measure::MonthlyCost, Subject::Component("scorer".into()));
    let asking = [("Price of the scorer", of_scorer.clone(), dollars(150.0), Strength::Hard)];
    let hand_ins =
        [handed_in("A", &asking, Some(design("good", 100.0))), handed_in("B", &[], Some(design("good", 200.0)))];
    let comparison = compared(&hand_ins);
    assert_eq!(comparison.measures[0].key, of_scorer);
    assert_eq!(values(&comparison.measures[0]), [Some(100.0), Some(200.0)]);
    assert_eq!(comparison.regret.rows[0][1], Judged::Infeasible(vec!["Price of the scorer".to_owned()]));
    assert_eq!(comparison.groups[0].is_feasible, Some(true));
}

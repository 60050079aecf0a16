//! Draws of measured numbers against what they do in closed form.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::super::explore::explore;
use super::super::{Certainty, Region};
use super::*;
use crate::analysis::test_support::{TestProject, cascade, check_close, design};
use crate::model::{
    Amount, CallCondition, ConnectorKind, Design, Evidence, Measured as Value, OpenQuestion, Pick, Property, Trials,
};

const SETTINGS: AnalysisSettings = AnalysisSettings { samples: 1000, seed: 1 };

/// What was measured on a model, with intervals.
type Numbers<'a> = &'a [(Measure, f64, Option<(f64, f64)>)];

fn evidence(numbers: Numbers<'_>) -> Evidence {
    let measured = numbers.iter().map(|(measure, value, interval)| {
        let value = Value { value: *value, interval: *interval };
        (*measure, value)
    });
    Evidence { measured: measured.collect(), ..Evidence::default() }
}

/// Models of the scorer.
fn book(models: &[(&str, Numbers<'_>)]) -> EvidenceBook {
    let mut book = EvidenceBook::default();
    for (name, numbers) in models {
        book.insert("scorer".into(), (*name).into(), evidence(numbers));
    }
    book
}

fn of_use(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::Scenario("use".into()))
}

fn cost() -> MeasureKey {
    MeasureKey::new(Measure::MonthlyCost, Subject::System)
}

fn drawn(project: &Project, book: &EvidenceBook, keys: &[MeasureKey]) -> (Exploration, Draws) {
    let mut go_on = |_, _| ControlFlow::Continue(());
    let exploration = explore(project, book, &SETTINGS, &mut go_on).expect("it has few designs");
    let draws = Draws::of((project, book), &exploration, keys, &SETTINGS, &mut || false);
    (exploration, draws.expect("nobody stops it"))
}

/// The draws of what was measured on a candidate of the scorer.
fn readings(draws: &Draws, candidate: &str, measure: Measure) -> Vec<f64> {
    let source = ("scorer".into(), (candidate.into(), None), measure);
    let place = draws.readings.place(&source).expect("it was measured");
    (0..draws.replicates()).map(|replicate| draws.readings.at(replicate)[place]).collect()
}

fn values(draws: &Draws, exploration: &Exploration, design: &Design, key: &MeasureKey) -> Vec<f64> {
    let index = exploration.find(design).expect("it is one of them");
    draws.values(exploration, index, key).expect("it was asked for")
}

#[test]
fn times_and_prices_are_as_uncertain_as_the_prediction_time() {
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0), (Property::BusyHourPrice, 3600.0)])
        .node("quick", &[(Property::Slowdown, 1.0)], &[])
        .node("slow", &[(Property::Slowdown, 2.0)], &[])
        .task("scorer", &["a", "b"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .choice("node", "scorer", OpenQuestion::Node(vec!["quick".into(), "slow".into()]))
        .scenario("scorer", 1e-3, 1e-3)
        .build();
    let p50 = Measure::InferenceP50;
    let book = book(&[("a", &[(p50, 1000.0, Some((900.0, 1110.0)))]), ("b", &[(p50, 1010.0, Some((800.0, 1300.0)))])]);
    let time = of_use(Measure::ResponseTimeP50);
    let (exploration, draws) = drawn(&project, &book, &[time.clone(), cost()]);
    for candidate in ["a", "b"] {
        let measured = readings(&draws, candidate, p50);
        let of = |node: &str, key: &MeasureKey| {
            let picks = [("model", Pick::Candidate(candidate.into())), ("node", Pick::Node(node.into()))];
            values(&draws, &exploration, &design(&picks), key)
        };
        let (quick, slow, dollars) = (of("quick", &time), of("slow", &time), of("quick", &cost()));
        for (replicate, microseconds) in measured.iter().enumerate() {
            check_close(quick[replicate], microseconds / 1000.0, 1e-5);
            check_close(slow[replicate], microseconds / 500.0, 2e-5);
            assert!(quick[replicate] < slow[replicate], "one model is never slower on the quicker node");
            // A thousandth of a request a second, 2,628,000 seconds a month, a dollar a second.
            check_close(dollars[replicate], 2628.0 * microseconds / 1e6, 1e-5);
        }
        let picks = [("model", Pick::Candidate(candidate.into())), ("node", Pick::Node("slow".into()))];
        let index = exploration.find(&design(&picks)).expect("it is one of them");
        let (low, high) = draws.interval(index, &time).expect("it is drawn");
        let (expected_low, expected_high) = middle(&mut measured.clone()).expect("there are draws");
        check_close(low, expected_low / 500.0, 2e-5);
        check_close(high, expected_high / 500.0, 2e-5);
    }
    let gaps = draws.gaps(&exploration, (1, 0), (&[0], 0.95));
    assert!(gaps[0].is_drawn && gaps[0].difference.interval.0 > 0.0, "{gaps:?}");
}

#[test]
fn a_cascade_follows_the_times_of_both() {
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0)])
        .task("scorer", &["a", "b"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .choice("second", "scorer", OpenQuestion::Cascade)
        .scenario("scorer", 1e-3, 1e-3)
        .build();
    let p50 = Measure::InferenceP50;
    let mut book =
        book(&[("a", &[(p50, 1000.0, Some((900.0, 1110.0)))]), ("b", &[(p50, 9000.0, Some((8000.0, 9900.0)))])]);
    book.insert_cascade("scorer".into(), ["a".into(), "b".into()], cascade(&[(10.0, &[(Measure::Recall, 80.0)])]));
    let mean = of_use(Measure::ResponseTimeMean);
    let (exploration, draws) = drawn(&project, &book, std::slice::from_ref(&mean));
    let second = Pick::Second(Some(("b".into(), Amount::new(10.0))));
    let both = design(&[("model", Pick::Candidate("a".into())), ("second", second)]);
    let times = values(&draws, &exploration, &both, &mean);
    let (a, b) = (readings(&draws, "a", p50), readings(&draws, "b", p50));
    for replicate in 0..draws.replicates() {
        check_close(times[replicate], (a[replicate] + 0.1 * b[replicate]) / 1000.0, 1e-4);
    }
    let alone = design(&[("model", Pick::Candidate("a".into())), ("second", Pick::Second(None))]);
    let times = values(&draws, &exploration, &alone, &mean);
    assert!(times.iter().zip(&a).all(|(time, a)| (time - a / 1000.0).abs() < 1e-5));
}

#[test]
fn what_is_flagged_moves_with_what_is_found() {
    let reviewer = [(Property::ServiceTimeMedian, 1000.0), (Property::BusyHourPrice, 36.0)];
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0), (Property::MonthlyPrice, 0.0)])
        .component_of_kind("reviewer", "reviewer", &reviewer)
        .connect("scorer", "reviewer", ConnectorKind::AsynchronousEvent, &[])
        .with_connector("scorer-reviewer", |connector| connector.condition = CallCondition::WhenFlagged)
        .task("scorer", &["a"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .scenario("scorer", 1.0, 1.0)
        .build();
    let (recall, flagged) = (Measure::Recall, Measure::FlaggedShare);
    let numbers =
        [(Measure::InferenceP50, 1000.0, None), (recall, 80.0, Some((70.0, 87.0))), (flagged, 2.0, Some((1.5, 2.6)))];
    let swing: Vec<f32> = (0..200_i16).map(|resample| f32::from(resample * 37 % 11)).collect();
    let resamples = [(recall, swing.clone()), (flagged, swing)].into();
    let trials = Trials { rows: "these".to_owned(), resamples, ..Trials::default() };
    let mut book = EvidenceBook::default();
    book.insert("scorer".into(), "a".into(), Evidence { trials, ..evidence(&numbers) });
    let found = MeasureKey::new(recall, Subject::Component("scorer".into()));
    let (exploration, draws) = drawn(&project, &book, &[found.clone(), cost()]);
    let of = |key: &MeasureKey| draws.values(&exploration, 0, key).expect("it was asked for");
    let (found, dollars, share) = (of(&found), of(&cost()), readings(&draws, "a", flagged));
    // 2,628,000 cases a month, each a second of $36 an hour.
    let base = exploration.value(0, &cost()).expect("it has a price");
    for (dollars, share) in dollars.iter().zip(&share) {
        check_close(dollars - base, 262.8 * (share - 2.0), 0.01);
    }
    let mut together: Vec<(f64, f64)> = found.into_iter().zip(dollars).collect();
    together.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(together.windows(2).all(|pair| pair[0].1 <= pair[1].1 + 1e-6), "the same resamples move both");
    assert!(together[399].1 > together[0].1 + 100.0);
}

#[test]
fn overload_is_no_number() {
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0)])
        .task("scorer", &["a"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .scenario("scorer", 1.0, 900.0)
        .build();
    // 900 a second are more than one replica serves from 1111 µs on: P(z > 1.27) is 10 %.
    let p50 = Measure::InferenceP50;
    let book = book(&[("a", &[(p50, 1000.0, Some((850.0, 1000.0 / 0.85)))])]);
    let key = of_use(Measure::ResponseTimeMean);
    let (exploration, draws) = drawn(&project, &book, std::slice::from_ref(&key));
    let base = exploration.value(0, &key).expect("it is not overloaded");
    let times = draws.values(&exploration, 0, &key).expect("it was asked for");
    let measured = readings(&draws, "a", p50);
    for (time, microseconds) in times.iter().zip(&measured) {
        let busy = 900.0 * microseconds / 1e6;
        if (busy - 1.0).abs() > 1e-5 {
            assert_eq!(time.is_infinite(), busy > 1.0, "{microseconds} µs");
        }
        assert!(*time > 0.0 && (*time < base) == (*microseconds < 1000.0), "{time} at {microseconds} µs");
    }
    assert_eq!(draws.interval(0, &key), None, "its upper end has no bound");
    let region = Region::of(&exploration, Vec::new());
    let certainty = Certainty::of(&Arc::new(draws), (&exploration, &region), &[key], &mut || false);
    let place = *certainty.expect("nobody stops it").place(0).expect("it is compared");
    assert!((place.incomparable() - 0.102).abs() < 0.05 && place.infeasible == 0.0, "{place:?}");
    assert!((place.on_front + place.incomparable() - 1.0).abs() < 1e-9);
}

#[test]
fn it_can_be_stopped() {
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0)])
        .task("scorer", &["a", "b"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .scenario("scorer", 1.0, 1.0)
        .build();
    let numbers = [(Measure::InferenceP50, 1000.0, Some((900.0, 1100.0)))];
    let book = book(&[("a", &numbers), ("b", &numbers)]);
    let key = of_use(Measure::ResponseTimeMean);
    let (exploration, draws) = drawn(&project, &book, std::slice::from_ref(&key));
    for last in [1, 3, 6] {
        let mut asked = 0;
        let mut is_stopped = || {
            asked += 1;
            asked == last
        };
        let of = (&project, &book);
        assert_eq!(Draws::of(of, &exploration, std::slice::from_ref(&key), &SETTINGS, &mut is_stopped), None);
    }
    assert_eq!(draws, drawn(&project, &book, &[key]).1, "the same question has the same answer");
}

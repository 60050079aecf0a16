//! Standings of designs whose models were measured with a known spread.

use super::super::explore::explore;
use super::super::preference::{Criterion, lead};
use super::super::space::DesignSpace;
use super::super::standing::Standing;
use super::*;
use crate::analysis::test_support::{TestProject, cascade};
use crate::analysis::{AnalysisSettings, Quality};
use crate::model::{
    Evidence, EvidenceBook, Measure, Measured as Value, OpenQuestion, Project, Property, Quantity, Subject,
    Trials as StoredTrials, Unit,
};

const RECALL: Measure = Measure::Recall;

fn keys() -> [MeasureKey; 2] {
    [
        MeasureKey::new(RECALL, Subject::Component("scorer".into())),
        MeasureKey::new(Measure::MonthlyCost, Subject::System),
    ]
}

/// Designs of this project, judged by what it requires and compared on `objectives`.
fn judged(project: &Project, book: &EvidenceBook, exploration: &Exploration, objectives: &[MeasureKey]) -> Certainty {
    let settings = AnalysisSettings { samples: 200, seed: 1 };
    let draws = Draws::of((project, book), exploration, objectives, &settings, &mut || false);
    let region = Region::of_project(exploration, project);
    let draws = Arc::new(draws.expect("nobody stops it"));
    Certainty::of(&draws, (exploration, &region), objectives, &mut || false).expect("nobody stops it")
}

/// Three candidates with these recalls, intervals this wide to either side, and costs.
fn certainty(candidates: [(f64, f64, f64); 3], with_interval: bool) -> Certainty {
    explored(candidates, with_interval).1
}

fn explored(candidates: [(f64, f64, f64); 3], with_interval: bool) -> (Exploration, Certainty) {
    let names = ["a", "b", "c"];
    let project = TestProject::new()
        .component("scorer", &[])
        .task("scorer", &names)
        .choice("model", "scorer", OpenQuestion::Candidate)
        .build();
    let mut book = EvidenceBook::default();
    for (name, (recall, half, _)) in names.iter().zip(candidates) {
        let interval = with_interval.then_some((recall - half, recall + half));
        let evidence = Evidence {
            measured: [(RECALL, Value { value: recall, interval })].into(),
            trials: StoredTrials::default(),
            ..Evidence::default()
        };
        book.insert("scorer".into(), (*name).into(), evidence);
    }
    let qualities = candidates.map(|(recall, _, cost)| {
        let [recall_key, cost_key] = keys();
        let cost = Quality::of(Quantity::measured(cost, cost_key.measure.unit()));
        [(recall_key, Quality::of(Quantity::measured(recall, RECALL.unit()))), (cost_key, cost)].into()
    });
    let exploration = Exploration::of(DesignSpace::of(&project, &book), qualities);
    let certainty = judged(&project, &book, &exploration, &keys());
    (exploration, certainty)
}

#[test]
fn what_is_measured_well_is_certain_and_what_is_not_is_not() {
    // b costs more than a: it is on the front only if its recall is better. c is worse than both, and dearer.
    let sure = certainty([(80.0, 1.0, 100.0), (90.0, 1.0, 200.0), (60.0, 1.0, 300.0)], true);
    let [a, b, c] = [0, 1, 2].map(|index| *sure.place(index).unwrap());
    assert_eq!((a.on_front, b.on_front, c.dominated), (1.0, 1.0, 1.0));
    assert_eq!((sure.drawn.as_slice(), sure.kept.as_slice()), (&keys()[..1], &keys()[1..]));
    let unsure = certainty([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (60.0, 1.0, 300.0)], true);
    let [a, b, c] = [0, 1, 2].map(|index| *unsure.place(index).unwrap());
    assert_eq!((a.on_front, c.dominated), (1.0, 1.0));
    // Half-widths of 10 are standard deviations of 5.1, of a difference 7.2: P(difference > -2) is 61 %.
    assert!((b.on_front - 0.61).abs() < 0.08, "{}", b.on_front);
    assert_eq!(b.by.map(|(by, _)| by), Some(0));
}

#[test]
fn a_cascade_is_drawn_as_it_was_measured() {
    let project = TestProject::new()
        .component("scorer", &[])
        .task("scorer", &["a", "b"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .choice("second", "scorer", OpenQuestion::Cascade)
        .build();
    let mut book = EvidenceBook::default();
    for (name, recall) in [("a", 60.0), ("b", 90.0)] {
        let value = Value { value: recall, interval: Some((recall - 1.0, recall + 1.0)) };
        let found = Evidence { measured: [(RECALL, value)].into(), ..Evidence::default() };
        book.insert("scorer".into(), name.into(), found);
    }
    let together = cascade(&[(10.0, &[(RECALL, 85.0)])]);
    book.insert_cascade("scorer".into(), ["a".into(), "b".into()], together);
    // With the recall of the first alone it would be dominated: it costs more.
    let qualities = [(60.0, 100.0), (85.0, 120.0), (90.0, 300.0)].map(|(recall, cost)| {
        let [recall_key, cost_key] = keys();
        let cost = Quality::of(Quantity::measured(cost, cost_key.measure.unit()));
        [(recall_key, Quality::of(Quantity::measured(recall, RECALL.unit()))), (cost_key, cost)].into()
    });
    let exploration = Exploration::of(DesignSpace::of(&project, &book), qualities);
    let certainty = judged(&project, &book, &exploration, &keys());
    let on_front = [0, 1, 2].map(|index| certainty.place(index).expect("it is feasible").on_front);
    assert_eq!(on_front, [1.0; 3]);
}

#[test]
fn without_an_interval_everything_keeps_its_value() {
    let certain = certainty([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (79.0, 1.0, 100.0)], false);
    assert!(certain.drawn.is_empty() && certain.kept.len() == 2);
    let on_front = [0, 1, 2].map(|index| certain.place(index).unwrap().on_front);
    assert_eq!(on_front, [1.0, 1.0, 0.0]);
}
#[test]
fn differences_are_in_the_measures_unit_and_open_where_luck_could_make_them() {
    let (exploration, unsure) = explored([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (60.0, 1.0, 300.0)], true);
    let gaps = unsure.gaps(&exploration, 1, 0);
    let [recall, cost] = gaps.as_slice() else { panic!("both are known: {gaps:?}") };
    assert_eq!([&recall.key, &cost.key], [&keys()[0], &keys()[1]]);
    // The standard deviation of the difference is 7.2.
    let (low, high) = recall.difference.interval;
    assert!((recall.difference.median - 2.0).abs() < 2.0, "{recall:?}");
    assert!((low + 12.1).abs() < 4.0 && (high - 16.1).abs() < 4.0, "{recall:?}");
    assert!(recall.is_drawn && recall.is_open());
    assert_eq!((cost.is_drawn, cost.is_open(), cost.difference.interval), (false, false, (100.0, 100.0)));
    let turned = unsure.gaps(&exploration, 0, 1);
    assert_eq!(turned[0].difference.interval, (-high, -low));
    assert!(unsure.gaps(&exploration, 0, 7).is_empty(), "there is no such design");
    let (exploration, sure) = explored([(80.0, 1.0, 100.0), (90.0, 1.0, 200.0), (60.0, 1.0, 300.0)], true);
    assert!(sure.gaps(&exploration, 1, 0).iter().all(|gap| !gap.is_open()));
    let (exploration, known) = explored([(80.0, 1.0, 100.0), (81.0, 1.0, 100.0), (60.0, 1.0, 300.0)], false);
    assert!(known.gaps(&exploration, 1, 0).iter().all(|gap| !gap.is_drawn && !gap.is_open()));
}
#[test]
fn a_lead_is_open_where_luck_could_make_it() {
    let criteria = |points: [f64; 2]| -> Vec<Criterion> {
        let criterion = |(key, points)| Criterion { key, requirement: None, points };
        keys().into_iter().zip(points).map(criterion).collect()
    };
    let project = Project::default();
    let (exploration, unsure) = explored([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (60.0, 1.0, 300.0)], true);
    let of = |points| lead(&project, (&exploration, &unsure), &criteria(points), (1, 0), &[0, 1]);
    assert!(of([1.0, 0.0]).is_some_and(|difference| difference.could_be_luck()));
    assert_eq!(of([0.0, 1.0]), None, "costs are the same in every draw");
    // Even at its luckiest it is not worth a hundred dollars more.
    assert!(of([1.0, 9.0]).is_some_and(|difference| difference.interval.1 < 0.0));
    let (exploration, sure) = explored([(80.0, 1.0, 100.0), (90.0, 1.0, 200.0), (60.0, 1.0, 300.0)], true);
    let difference = lead(&project, (&exploration, &sure), &criteria([1.0, 0.0]), (1, 0), &[0, 1]);
    assert!(difference.is_some_and(|difference| difference.interval.0 > 0.5 && difference.interval.1 <= 1.0));
}

/// A model that takes these microseconds, with an interval of a tenth to either side.
fn timed(candidates: &[(&str, f64)]) -> EvidenceBook {
    let mut book = EvidenceBook::default();
    for (name, microseconds) in candidates {
        let value = Value { value: *microseconds, interval: Some((microseconds * 0.9, microseconds / 0.9)) };
        let found = Evidence { measured: [(Measure::InferenceP50, value)].into(), ..Evidence::default() };
        book.insert("scorer".into(), (*name).into(), found);
    }
    book
}

#[test]
fn a_limit_at_the_measured_value_is_met_in_half_of_the_draws() {
    let time = MeasureKey::new(Measure::ResponseTimeP50, Subject::Scenario("use".into()));
    let candidates = [("at", 1000.0), ("near", 1050.0), ("far", 1110.0), ("beyond", 3000.0), ("within", 500.0)];
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0), (Property::BusyHourPrice, 1.0)])
        .task("scorer", &candidates.map(|(name, _)| name))
        .choice("model", "scorer", OpenQuestion::Candidate)
        .scenario("scorer", 1e-3, 1e-3)
        .requirement("fast", time.measure, time.subject.clone(), Quantity::estimated(1.0, Unit::Millisecond))
        .build();
    let book = timed(&candidates);
    let mut go_on = |_, _| ControlFlow::Continue(());
    let settings = AnalysisSettings { samples: 200, seed: 1 };
    let exploration = explore(&project, &book, &settings, &mut go_on).expect("it has few designs");
    let objectives = [time, MeasureKey::new(Measure::MonthlyCost, Subject::System)];
    let certainty = judged(&project, &book, &exploration, &objectives);
    let [at, near, far, beyond, within] = [0, 1, 2, 3, 4].map(|index| certainty.feasible(index).unwrap_or(0.0));
    // The standard deviation of the logarithm is 0.0538: P(at most 1000) is 50, 18 and 2.6 %.
    assert!((at - 0.5).abs() < 0.1 && (near - 0.182).abs() < 0.08 && far < 0.05 && far > 0.0, "{at} {near} {far}");
    assert_eq!((beyond, within, certainty.place(3)), (0.0, 1.0, None));
    let standings = [0, 1, 2, 4].map(|index| certainty.place(index).map(|place| place.standing(LEVEL)));
    let expected = [Standing::Undecided, Standing::Undecided, Standing::Infeasible, Standing::OnFront];
    assert_eq!(standings, expected.map(Some), "{certainty:?}");
    for index in [0, 1, 2, 4] {
        let place = certainty.place(index).expect("it is feasible in some draw");
        assert!((place.infeasible - (1.0 - certainty.feasible(index).unwrap_or(0.0))).abs() < 1e-12);
        assert!((place.on_front + place.dominated + place.infeasible - 1.0).abs() < 1e-9, "nothing is overloaded");
    }
    assert_eq!((certainty.drawn.as_slice(), certainty.kept.len()), (objectives.as_slice(), 0));
}

#[test]
fn what_has_no_spread_is_not_drawn_and_that_is_said() {
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0)])
        .task("scorer", &["a", "b"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .scenario("scorer", 1e-3, 1e-3)
        .build();
    let time = MeasureKey::new(Measure::ResponseTimeP50, Subject::Scenario("use".into()));
    let mut book = timed(&[("a", 1000.0), ("b", 2000.0)]);
    let mut steady = book.get(&"scorer".into(), &"b".into()).cloned().expect("it was put there");
    steady.measured.insert(Measure::InferenceP50, Value { value: 2000.0, interval: None });
    book.insert("scorer".into(), "b".into(), steady);
    let told = |project: &Project, book: &EvidenceBook| {
        let settings = AnalysisSettings { samples: 200, seed: 1 };
        let mut go_on = |_, _| ControlFlow::Continue(());
        let exploration = explore(project, book, &settings, &mut go_on).expect("it has few designs");
        judged(project, book, &exploration, std::slice::from_ref(&time)).in_words(project)
    };
    let sentences = told(&project, &book);
    assert_eq!(sentences.len(), 2, "{sentences:?}");
    assert!(sentences[0].starts_with("What was measured is drawn anew 400 times; that moves "), "{sentences:?}");
    assert_eq!(sentences[1], "No spread of the single-row latency, p50 of b is stored, or none to speak of: it stays.");
    book.remove(&"scorer".into(), &"a".into()).expect("it was put there");
    let sentences = told(&project, &book);
    assert!(sentences[0].starts_with("Nothing that was measured, as far as its spread is stored, moves "));
    assert_eq!(sentences.len(), 2, "{sentences:?}");
}

//! Searches of large spaces against their enumeration and against the full analysis.

use proptest::prelude::*;

use super::super::{Front, LARGEST_SPACE, Region, explore, explore_by};
use super::enumerate::options_at;
use super::*;
use crate::analysis::test_support::{TestProject, evidence};
use crate::analysis::{Evaluator, Walk};
use crate::edit::as_designed;
use crate::model::{Absence, Design, Exclusion, OpenQuestion, Pick, Property, Quantity};

pub(super) fn of_scenario(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::Scenario("use".into()))
}

pub(super) fn cost() -> MeasureKey {
    MeasureKey::new(Measure::MonthlyCost, Subject::System)
}

pub(super) fn availability() -> MeasureKey {
    of_scenario(Measure::Availability)
}

/// What one stage of a chain is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stage {
    work: f64,
    price: f64,
    available: f64,
}

/// A chain of these stages at 20 requests per second, each with up to `most` replicas; every one runs on one of two nodes
/// where `with_nodes`.
pub(super) fn chain(stages: &[Stage], most: u32, with_nodes: bool) -> TestProject {
    let mut project = TestProject::new();
    for (number, stage) in stages.iter().enumerate() {
        let numbers = [
            (Property::ServiceTimeMedian, stage.work),
            (Property::ServiceTimeTail, 3.0 * stage.work),
            (Property::HourlyPrice, stage.price),
            (Property::Availability, stage.available),
        ];
        let id = format!("s{number}");
        project = project.component(&id, &numbers);
        if number > 0 {
            let link = [(Property::LinkLatencyMedian, 1.0)];
            let before = format!("s{}", number - 1);
            project = project.connect(&before, &id, crate::model::ConnectorKind::SynchronousCall, &link);
        }
    }
    let node = |price, available| {
        [(Property::HourlyPrice, price), (Property::MonthlyPrice, 300.0 * price), (Property::Availability, available)]
    };
    project = project.node("edge", &node(0.05, 99.0), &[]).node("cloud", &node(0.2, 99.9), &[]);
    for number in 0..stages.len() {
        let id = format!("s{number}");
        project = project.choice(&format!("copies {id}"), &id, OpenQuestion::Replicas { fewest: 1, most });
        if with_nodes {
            let nodes = OpenQuestion::Node(vec!["edge".into(), "cloud".into()]);
            project = project.choice(&format!("place {id}"), &id, nodes);
        }
    }
    project.scenario("s0", 10.0, 20.0)
}

pub(super) fn limit(project: TestProject, id: &str, key: &MeasureKey, threshold: f64) -> TestProject {
    let threshold = Quantity::estimated(threshold, key.measure.unit());
    project.requirement(id, key.measure, key.subject.clone(), threshold)
}

pub(super) const STAGES: [Stage; 5] = [
    Stage { work: 11.0, price: 0.11, available: 99.0 },
    Stage { work: 17.0, price: 0.05, available: 98.0 },
    Stage { work: 5.0, price: 0.31, available: 99.5 },
    Stage { work: 23.0, price: 0.07, available: 97.0 },
    Stage { work: 7.0, price: 0.19, available: 99.9 },
];

pub(super) fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(super) const FAST: AnalysisSettings = AnalysisSettings { samples: 200, seed: 1 };

pub(super) fn stage() -> impl Strategy<Value = Stage> {
    // Few different numbers, so that some designs are equally good.
    let work = prop::sample::select(vec![4.0, 9.0, 30.0]);
    let price = prop::sample::select(vec![0.1, 0.3]);
    let available = prop::sample::select(vec![98.0, 99.0]);
    (work, price, available).prop_map(|(work, price, available)| Stage { work, price, available })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pruning_finds_what_enumeration_finds(
        stages in prop::collection::vec(stage(), 2..4),
        with_nodes: bool,
        most in 1..4_u32,
        limited in prop::option::of(50.0..400.0_f64),
        compared in prop::sample::subsequence(vec![0_usize, 1, 2, 3, 4], 1..5),
    ) {
        let all = [
            cost(),
            of_scenario(Measure::ResponseTimeP99),
            availability(),
            of_scenario(Measure::MaximumThroughput),
            of_scenario(Measure::ResponseTimeMean),
        ];
        let objectives: Vec<MeasureKey> = compared.iter().map(|place| all[*place].clone()).collect();
        let mut project = chain(&stages, most, with_nodes);
        if let Some(threshold) = limited {
            project = limit(project, "fast", &of_scenario(Measure::ResponseTimeP95), threshold);
        }
        let (project, book) = (project.build(), EvidenceBook::default());
        let space = DesignSpace::of(&project, &book);
        let limits = Limit::of_project(&project);
        let keys: Vec<MeasureKey> = limits.iter().map(|limit| limit.key.clone()).collect();
        let mut proceed = || ControlFlow::Continue(());
        let factors = Factors::of(&project, &book, &options(&space), (&objectives, &keys), &FAST, &mut proceed);
        let factors = factors.expect("there are few states");
        let (tests, compared) = (Test::of_all(&limits, &factors), Objective::of_all(&objectives, &factors));
        let gone_through = enumerate((&space, &|_| true), &factors, (&tests, &compared), &mut go_on).expect("nobody stops it");
        let pruning = Pruning::of(&factors, &tests, &compared).expect("everything adds up");
        let found = pruning.run(&space, (&tests, &compared), &mut go_on).expect("nobody stops it");
        prop_assert_eq!(&found.front, &gone_through.front);
        prop_assert_eq!(found.feasible == Some(0), gone_through.feasible == Some(0));
        prop_assert!(gone_through.feasible == Some(0) || !found.front.is_empty() || gone_through.incomparable > Some(0));
    }
}

/// Every hundredth design or so, as the analysis has it.
fn analysed(project: &Project, space: &DesignSpace, keys: &[MeasureKey]) -> Vec<Vec<f64>> {
    let (book, size) = (EvidenceBook::default(), space.combinations());
    let numbers = (0..400_u128).map(|number| number * (size / 400) + number).filter(|number| space.admits(*number));
    let designs = numbers.filter_map(|number| space.design(number));
    let costs = |design: Design| {
        let drawn = as_designed(project, &design);
        let qualities = Evaluator::new(&drawn, &book, &AnalysisSettings { samples: 1, seed: 1 }).qualities(&design);
        let cost = |key: &MeasureKey| {
            let value = qualities[key].quantity.amount_in(key.measure.unit()).expect("everything is stated");
            key.measure.direction().cost(value)
        };
        keys.iter().map(cost).collect()
    };
    designs.map(costs).collect()
}

/// Fails unless every one of `others` is on the front of an exploration or dominated by it, and none is better everywhere.
fn check_front(exploration: &Exploration, keys: &[MeasureKey], others: &[Vec<f64>]) {
    let rows = (0..exploration.len()).filter_map(|index| exploration.costs(index, keys));
    let front: Vec<Vec<f64>> = rows.collect();
    assert!(!front.is_empty());
    // But for rounding: the search adds logarithms.
    let no_worse = |one: &[f64], other: &[f64]| one.iter().zip(other).all(|(one, other)| *one <= other + 1e-6);
    let better = |one: &[f64], other: &[f64]| one.iter().zip(other).all(|(one, other)| *one < other - 1e-6);
    for other in others {
        assert!(front.iter().any(|member| no_worse(member, other)), "{other:?} is missing");
        let dominates = front.iter().find(|member| better(other, member));
        assert_eq!(dominates, None, "{other:?} dominates it");
    }
}

#[test]
fn a_large_space_is_gone_through() {
    // 12^4 x 2^4 designs.
    let project = chain(&STAGES[..4], 12, true);
    let project = limit(project, "up", &availability(), 97.0).build();
    let keys = [cost(), availability()];
    let (book, mut calls) = (EvidenceBook::default(), Vec::new());
    let mut progress = |done, all| {
        calls.push((done, all));
        ControlFlow::Continue(())
    };
    let exploration = explore_by(&project, &book, &FAST, Some(&keys), &mut progress).expect("everything is stated");
    let search = exploration.search().expect("it is a large space");
    assert!(
        search.way == Way::Enumeration && search.is_limited && search.size == 331_776 && search.size > LARGEST_SPACE
    );
    assert_eq!((search.on_front, search.objectives.as_slice()), (exploration.len(), keys.as_slice()));
    assert!(search.greatest_difference().is_some_and(|(_, difference)| difference < 1e-9));
    let removed = search.removed[0].removed;
    assert!(removed > 0 && search.feasible == Some(331_776 - removed) && search.removed[0].removed_alone == removed);
    assert!(
        calls.contains(&(1 << 14, 331_776)) && calls.ends_with(&[(search.on_front as u64, search.on_front as u64)])
    );
    let space = exploration.space().clone();
    let others = analysed(&project, &space, &keys);
    // What meets the limit; availability is turned.
    let others: Vec<Vec<f64>> = others.into_iter().filter(|costs| costs[1] <= -97.0).collect();
    assert!(others.len() > 20);
    check_front(&exploration, &keys, &others);
    let region = Region::of_project(&exploration, &project);
    assert_eq!(region.feasible(), exploration.len());
    let front = Front::of(&exploration, &region, &exploration.objectives(&project));
    // Where availabilities differ by less than rounding, others are best.
    assert!(10 * front.members.len() >= 9 * exploration.len());
    for index in [0, exploration.len() / 2] {
        let design = exploration.design(index).expect("there is such a row");
        assert_eq!(exploration.find(&design), Some(index));
        assert_eq!(exploration.number(index), space.index_of(&design));
        for position in 0..space.axes().len() {
            let option = space.axes()[position].pick(exploration.option_of(index, position));
            assert_eq!(option.as_ref(), design.picks.get(&space.axes()[position].choice));
        }
    }
    assert_eq!((exploration.design(exploration.len()), exploration.find(&Design::default())), (None, None));
}

#[test]
fn designs_of_several_drawings_are_searched_together() {
    // 30^3 x 2 x 2 x 2 combinations; the middle stage may be left out, and the last one may be watched.
    let unit = Property::MonthlyPrice.unit();
    let values = vec![Quantity::unknown(unit), Quantity::estimated(40.0, unit)];
    let mut project = chain(&STAGES[..3], 30, false)
        .choice("there", "s1", OpenQuestion::Presence(Absence::Bypassed))
        .choice("paid", "s2", OpenQuestion::Number { property: Property::MonthlyPrice, values })
        .choice("place", "s0", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]))
        .build();
    let few = (1..=5).map(Pick::Replicas).collect();
    let options = [("copies s0".into(), few), ("place".into(), [Pick::Node("edge".into())].into())];
    project.exclusions = vec![Exclusion { reason: String::new(), options: options.into() }];
    let keys = [cost(), availability()];
    let book = EvidenceBook::default();
    let exploration = explore_by(&project, &book, &FAST, Some(&keys), &mut go_on).expect("everything is stated");
    let (space, search) = (exploration.space(), exploration.search().expect("it is a large space"));
    // Without the stage its copies do not matter.
    let designs = 2 * 30 * 30 * (30 + 1) * 2 - 2 * 30 * 5 * (30 + 1);
    assert_eq!((space.combinations(), search.size), (216_000, designs));
    assert_eq!(search.feasible, Some(designs as u64));
    let all: Vec<u128> = (0..exploration.len()).filter_map(|index| exploration.number(index)).collect();
    assert!(all.is_sorted() && all.iter().all(|number| space.admits(*number)));
    let without = Some(&Pick::Present(false));
    let picks = |index| exploration.design(index).and_then(|design| design.picks.get(&"there".into()).cloned());
    assert!((0..exploration.len()).all(|index| picks(index).as_ref() == without), "less is better in all of these");
    let costs: Vec<Vec<f64>> = analysed(&project, space, &keys);
    assert!(costs.len() > 100);
    check_front(&exploration, &keys, &costs);
}

#[test]
fn a_huge_space_is_pruned() {
    // 30^5 designs.
    let project = chain(&STAGES, 30, false).build();
    let keys = [cost(), availability()];
    let exploration = explore_by(&project, &EvidenceBook::default(), &FAST, Some(&keys), &mut go_on);
    let exploration = exploration.expect("everything adds up");
    let search = exploration.search().expect("it is a large space");
    assert!(search.way == Way::Pruning && search.size == 24_300_000 && search.feasible.is_none());
    check_front(&exploration, &keys, &analysed(&project, exploration.space(), &keys));
}

#[test]
fn where_nothing_is_feasible_the_closest_are_shown() {
    let project = limit(chain(&STAGES[..4], 20, false), "up", &availability(), 99.999_999);
    let project = limit(project, "cheap", &cost(), 500.0).build();
    let exploration = explore(&project, &EvidenceBook::default(), &FAST, &mut go_on).expect("everything is stated");
    let search = exploration.search().expect("it is a large space");
    assert!(!search.is_limited && search.feasible == Some(0) && search.removed.len() == 2);
    assert!(!exploration.is_empty() && Region::of_project(&exploration, &project).feasible() == 0);
    assert!(search.in_words(&project, exploration.len())[1].contains("no design meets every hard requirement"));
}

#[test]
fn what_nobody_knows_compares_nothing() {
    let project = chain(&STAGES[..4], 20, false).build();
    let keys = [MeasureKey::new(Measure::MonthlyEnergy, Subject::System), cost()];
    let exploration = explore_by(&project, &EvidenceBook::default(), &FAST, Some(&keys), &mut go_on);
    let exploration = exploration.expect("the cost is known");
    let search = exploration.search().expect("it is a large space");
    assert_eq!(search.objectives, [cost()]);
    let cheapest = exploration.design(0).expect("one is the cheapest");
    assert!(exploration.len() == 1 && cheapest.picks.values().all(|pick| *pick == Pick::Replicas(1)));
}

#[test]
fn what_cannot_be_searched_says_why_and_what_to_do() {
    let run = |project: &Project, keys: &[MeasureKey]| {
        explore_by(project, &EvidenceBook::default(), &FAST, Some(keys), &mut go_on).expect_err("it is too much")
    };
    let endless = chain(&STAGES, u32::MAX, false).build();
    let error = run(&endless, &[cost()]).to_string();
    assert!(error.contains("because there is no end of them"), "{error}");
    assert!(error.ends_with("offer fewer options for Replicas of s4 (4294967295 now)"), "{error}");
    let (property, unit) = (Property::MonthlyPrice, Property::MonthlyPrice.unit());
    let values = (1..=300).map(|dollars| Quantity::estimated(f64::from(dollars), unit)).collect();
    let drawn = chain(&STAGES[..3], 20, false).choice("paid", "s2", OpenQuestion::Number { property, values }).build();
    let error = run(&drawn, &[cost()]).to_string();
    assert!(error.contains("because they have 300 different drawings, more than 256"), "{error}");
    let mut calls = 0;
    let large = chain(&STAGES[..4], 20, false).build();
    let stopped = explore(&large, &EvidenceBook::default(), &FAST, &mut |_, _| {
        calls += 1;
        if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(stopped, Err(ExploreError::Stopped));
    assert_eq!(calls, 3);
}

#[test]
fn models_are_compared_with_the_rest() {
    let mut project = chain(&STAGES[..3], 22, false).task("s1", &["small", "large"]);
    project = project.choice("model", "s1", OpenQuestion::Candidate);
    project = project.choice("again", "s2", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]));
    project = project.choice("there", "s0", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]));
    project = project.choice("over", "s1", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]));
    let project = project.build();
    let model =
        |recall, p50| [(Measure::Recall, recall), (Measure::InferenceP50, p50), (Measure::InferenceP99, 2.0 * p50)];
    let book = evidence(&[("s1", "small", &model(70.0, 900.0)), ("s1", "large", &model(80.0, 20_000.0))]);
    let recall = MeasureKey::new(Measure::Recall, Subject::Component("s1".into()));
    let keys = [cost(), of_scenario(Measure::ResponseTimeP99), recall.clone()];
    let settings = AnalysisSettings { samples: 2_000, seed: 1 };
    let exploration = explore_by(&project, &book, &settings, Some(&keys), &mut go_on).expect("everything is stated");
    let found: std::collections::BTreeSet<u64> =
        (0..exploration.len()).filter_map(|index| exploration.value(index, &recall)).map(f64::to_bits).collect();
    assert_eq!(found.len(), 2, "both models are best at something");
    let search = exploration.search().expect("it is a large space");
    assert_eq!(search.size, 22 * 22 * 22 * 16);
    let (_, difference) = search.greatest_difference().expect("something was compared");
    assert!(difference < 0.3, "moments are close to samples: {difference}");
}

/// The cheapest way through a small space, by hand: a walk gives each design once.
#[test]
fn a_walk_visits_every_design_once() {
    let project = chain(&STAGES[..2], 3, true).build();
    let space = DesignSpace::of(&project, &EvidenceBook::default());
    let mut proceed = || ControlFlow::Continue(());
    let factors =
        Factors::of(&project, &EvidenceBook::default(), &options(&space), (&[cost()], &[]), &FAST, &mut proceed);
    let factors = factors.expect("there are few states");
    let mut walk: Walk<'_> = factors.walk();
    for number in 0..space.combinations() {
        assert_eq!(space.design(number).as_ref(), Some(&factors.design(walk.options())));
        let value = walk.value(0);
        let mut other = factors.walk();
        other.go_to(&options_at(&space, number));
        assert_eq!(other.value(0), value);
        assert_eq!(walk.advance(), number + 1 < space.combinations());
    }
}

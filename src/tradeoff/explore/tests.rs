//! Designs evaluated one by one have the numbers of the analysis, whatever they change.

use proptest::prelude::*;

use super::super::{Front, Region};
use super::*;
use crate::analysis::test_support::{TestProject, evidence};
use crate::analysis::{Outcome, analyse, verdicts};
use crate::model::{
    Absence, CallCondition, Design, Exclusion, Measure, MeasureKey, OpenQuestion, Pick, Property, Quantity, Subject,
    Unit,
};

const RECALL: Measure = Measure::Recall;

fn scorer(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::Component("scorer".into()))
}

fn cost() -> MeasureKey {
    MeasureKey::new(Measure::MonthlyCost, Subject::System)
}

fn p99() -> MeasureKey {
    MeasureKey::new(Measure::ResponseTimeP99, Subject::Scenario("use".into()))
}

/// Three models, two nodes, one to four replicas: 24 designs.
fn project() -> TestProject {
    let numbers = [(Property::ServiceTimeMedian, 4.0), (Property::ServiceTimeTail, 16.0)];
    let node = |slowdown, price| [(Property::Slowdown, slowdown), (Property::HourlyPrice, price)];
    let slow = [
        (Property::ServiceTimeMedian, 40.0),
        (Property::ServiceTimeTail, 90.0),
        (Property::Capacity, 400.0),
        (Property::MonthlyPrice, 100.0),
    ];
    TestProject::new()
        .component("gateway", &[numbers[0], numbers[1], (Property::Capacity, 1000.0), (Property::MonthlyPrice, 50.0)])
        .component("scorer", &numbers)
        .component("review", &slow)
        .call("gateway", "scorer", 2.0)
        .call("scorer", "review", 1.0)
        .with_connector("scorer-review", |call| call.condition = CallCondition::WhenFlagged)
        .node("edge", &node(6.0, 0.05), &[])
        .node("cloud", &node(1.0, 0.2), &[])
        .task("scorer", &["linear", "tree", "forest", "untrained"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .choice("place", "scorer", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]))
        .choice("copies", "scorer", OpenQuestion::Replicas { fewest: 1, most: 4 })
        .scenario("gateway", 100.0, 300.0)
        .requirement("found", RECALL, Subject::Component("scorer".into()), Quantity::estimated(75.0, Unit::Percent))
        .requirement("fast", Measure::ResponseTimeP99, p99().subject, Quantity::estimated(0.2, Unit::Second))
}

fn measurements() -> EvidenceBook {
    let model = |recall, p50, flagged| {
        [
            (RECALL, recall),
            (Measure::InferenceP50, p50),
            (Measure::InferenceP99, 3.0 * p50),
            (Measure::FlaggedShare, flagged),
        ]
    };
    let (linear, tree, forest) = (model(70.0, 20.0, 4.0), model(80.0, 40.0, 3.0), model(90.0, 400.0, 2.0));
    evidence(&[("scorer", "linear", &linear), ("scorer", "tree", &tree), ("scorer", "forest", &forest)])
}

fn explored(project: &Project, samples: usize, seed: u64) -> Exploration {
    let settings = AnalysisSettings { samples, seed };
    explore(project, &measurements(), &settings, &mut |_, _| ControlFlow::Continue(())).expect("it can be explored")
}

#[test]
fn the_search_gives_the_numbers_of_the_analysis() {
    let (project, book) = (project().build(), measurements());
    let settings = AnalysisSettings { samples: 3000, seed: 5 };
    let exploration = explored(&project, settings.samples, settings.seed);
    assert_eq!(exploration.len(), 24);
    for index in 0..24 {
        let analysis = analyse(&project, &book, &exploration.design(index).unwrap(), &settings);
        assert_eq!(exploration.qualities(index), analysis.qualities);
    }
}

#[test]
fn designs_that_change_the_drawing_have_the_numbers_of_their_drawing() {
    let cache = [
        (Property::ServiceTimeMedian, 1.0),
        (Property::HitShare, 60.0),
        (Property::MonthlyPrice, 30.0),
        (Property::Capacity, 1e6),
    ];
    let fails = [(Property::TimeBetweenFailures, 720.0), (Property::TimeToRepair, 1.0)];
    let unit = Property::HeartbeatInterval.unit();
    let values = vec![Quantity::unknown(unit), Quantity::estimated(10.0, unit)];
    let mut project = project()
        .component("cache", &cache)
        .component("rules", &[fails[0], fails[1], (Property::MonthlyPrice, 0.0)])
        .component(
            "store",
            &[
                (Property::ServiceTimeMedian, 12.0),
                (Property::MonthlyPrice, 10.0),
                (Property::Capacity, 1e6),
                fails[0],
                fails[1],
            ],
        )
        .call("scorer", "cache", 1.0)
        .call("cache", "store", 1.0)
        .with_connector("cache-store", |call| call.condition = CallCondition::WhenMissed)
        .choice("cached", "cache", OpenQuestion::Presence(Absence::Bypassed))
        .choice("instead", "store", OpenQuestion::Fallback(vec![None, Some("rules".into())]))
        .choice("watched", "store", OpenQuestion::Number { property: Property::HeartbeatInterval, values })
        .build();
    let copies = [1, 2].map(Pick::Replicas).into();
    let options = [("copies".into(), copies), ("cached".into(), [Pick::Present(false)].into())];
    project.exclusions = vec![Exclusion { reason: String::new(), options: options.into() }];
    let settings = AnalysisSettings { samples: 400, seed: 5 };
    let exploration = explored(&project, settings.samples, settings.seed);
    assert_eq!(exploration.len(), 8 * 24 - 4 * 12);
    for index in 0..exploration.len() {
        let design = exploration.design(index).unwrap();
        assert_eq!(exploration.find(&design), Some(index));
        let analysis = analyse(&project, &measurements(), &design, &settings);
        assert_eq!(exploration.qualities(index), analysis.qualities, "{design:?}");
    }
    let at = |pick: (&str, Pick)| {
        let mut design = exploration.design(0).unwrap();
        design.picks.insert("copies".into(), Pick::Replicas(4));
        design.picks.insert(pick.0.into(), pick.1);
        exploration.find(&design).unwrap()
    };
    let mean = MeasureKey::new(Measure::ResponseTimeMean, Subject::Scenario("use".into()));
    let value = |index: usize, key: &MeasureKey| exploration.value(index, key).unwrap();
    let (with, without) = (at(("cached", Pick::Present(true))), at(("cached", Pick::Present(false))));
    assert!((value(with, &cost()) - value(without, &cost()) - 30.0).abs() < 1e-9, "the cache costs $30");
    // 2 ms of network for the call to the cache, 1 ms of its own, 14 ms of the store in 40 % of the cases; else those alone.
    let saved = value(without, &mean) - value(with, &mean);
    assert!((saved - (14.0 - (2.0 + 1.0 + 0.4 * 14.0))).abs() < 0.1, "{saved} ms are saved");
}

#[test]
fn what_is_ruled_out_altogether_says_so() {
    let mut project = project().build();
    let all = [1, 2, 3, 4].map(Pick::Replicas).into();
    project.exclusions = vec![Exclusion { reason: String::new(), options: [("copies".into(), all)].into() }];
    let settings = AnalysisSettings { samples: 10, seed: 1 };
    let explored = explore(&project, &measurements(), &settings, &mut |_, _| ControlFlow::Continue(()));
    assert_eq!(explored, Err(ExploreError::NoDesigns));
}

#[test]
fn few_samples_come_close_to_many() {
    let project = project().build();
    let (reference, quick) = (explored(&project, 100_000, 1), explored(&project, FEWEST_SAMPLES, 1));
    let mut compared = 0;
    for index in 0..reference.len() {
        let values = [&reference, &quick].map(|exploration| exploration.value(index, &p99()));
        let [Some(reference), Some(quick)] = values else {
            assert_eq!(values, [None, None]);
            continue;
        };
        assert!((quick / reference - 1.0).abs() < 0.06, "{quick} is not about {reference}");
        compared += 1;
    }
    assert!(compared > 10, "most designs bear the load");
}

#[test]
fn the_front_is_feasible_and_not_dominated() {
    let project = project().build();
    let exploration = explored(&project, 2000, 1);
    let region = Region::of_project(&exploration, &project);
    let axes = [scorer(RECALL), cost(), p99()];
    let front = Front::of(&exploration, &region, &axes).members;
    assert!(!front.is_empty() && front.len() < region.feasible() && region.feasible() < exploration.len());
    for index in front {
        assert!(region.is_feasible(index));
        let position = exploration.costs(index, &axes).expect("all axes are known");
        for other in (0..exploration.len()).filter(|other| region.is_feasible(*other)) {
            let other = exploration.costs(other, &axes).expect("all axes are known");
            let no_worse = other.iter().zip(&position).all(|(other, own)| other <= own);
            assert!(!no_worse || other == position, "{other:?} dominates {position:?}");
        }
    }
    let unknown = Front::of(&exploration, &region, &[scorer(Measure::Accuracy)]);
    assert!(unknown.members.is_empty(), "nothing is known on this axis");
}

#[test]
fn hard_requirements_decide_what_is_feasible() {
    let project = project().build();
    let exploration = explored(&project, 2000, 1);
    let region = Region::of_project(&exploration, &project);
    let mut overloaded = 0;
    for index in 0..exploration.len() {
        let recall = exploration.value(index, &scorer(RECALL)).expect("it was measured");
        assert_eq!(region.missed(index).contains(&"found".into()), recall < 75.0);
        assert!(region.undecided(index).is_empty(), "an overloaded design misses its response time");
        if exploration.column(&p99()).is_some_and(|column| column.is_overloaded(index)) {
            overloaded += 1;
            assert!(region.missed(index).contains(&"fast".into()));
        }
        let judged = verdicts(&project, &exploration.qualities(index));
        let missed: Vec<_> = judged.iter().filter(|verdict| verdict.outcome == Outcome::Missed).collect();
        let missed: Vec<_> = missed.into_iter().map(|verdict| verdict.requirement.clone()).collect();
        assert_eq!(region.missed(index), missed, "the region says what the verdicts say");
    }
    assert!(overloaded > 0, "one slow replica is not enough");
}

#[test]
fn measures_and_designs_are_found() {
    let exploration = explored(&project().build(), 100, 1);
    assert!([scorer(RECALL), cost(), p99()].iter().all(|key| exploration.known().contains(key)));
    assert!(!exploration.known().contains(&scorer(Measure::Accuracy)));
    assert_eq!(exploration.find(&exploration.design(7).unwrap()), Some(7));
    assert_eq!(exploration.find(&Design::default()), None);
    assert_eq!(exploration.design(24), None);
}

#[test]
fn a_search_can_be_stopped() {
    let settings = AnalysisSettings { samples: 10, seed: 1 };
    let mut calls = Vec::new();
    let result = explore(&project().build(), &measurements(), &settings, &mut |done, all| {
        calls.push((done, all));
        if done == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(result, Err(ExploreError::Stopped));
    assert_eq!(calls, [(0, 24), (1, 24), (2, 24), (3, 24)]);
}

#[test]
fn what_cannot_be_searched_says_why() {
    let settings = AnalysisSettings::default();
    let run = |project: &Project, book: &EvidenceBook| {
        explore(project, book, &settings, &mut |_, _| ControlFlow::Continue(()))
    };
    assert_eq!(run(&Project::default(), &EvidenceBook::default()), Err(ExploreError::NoChoices));
    let endless = project().choice("copies", "scorer", OpenQuestion::Replicas { fewest: 1, most: 20_000 }).build();
    let error = run(&endless, &measurements()).expect_err("120,000 designs of one component are too many");
    let text = "the project has 120000 designs, and no more than 100000 can be searched, because the numbers of \
                scorer depend on more than 100000 combinations of options; \
                offer fewer options for Replicas of scorer (20000 now)";
    assert_eq!(error.to_string(), text);
    let untrained = run(&project().build(), &EvidenceBook::default()).expect("the other choices are searched");
    assert_eq!(untrained.len(), 8);
    assert_eq!(untrained.space().open(), ["Model of scorer is open: train a candidate."]);
    let region = Region::of_project(&untrained, &project().build());
    assert!((0..8).all(|index| !region.is_feasible(index) && !region.undecided(index).is_empty()));
}

#[test]
fn designs_are_counted_where_combinations_do_not_say_how_many_there_are() {
    let large = project().choice("more", "gateway", OpenQuestion::Replicas { fewest: 1, most: 5_000 }).build();
    let without = |together: &[(&str, Pick)]| {
        let options = together.iter().map(|(choice, pick)| ((*choice).into(), [pick.clone()].into()));
        let exclusion = Exclusion { reason: String::new(), options: options.collect() };
        DesignSpace::of(&Project { exclusions: vec![exclusion], ..large.clone() }, &measurements())
    };
    let known = |space: &DesignSpace| (is_known_to_be_large(space), is_large(space, &mut || false));
    let small = DesignSpace::of(&project().build(), &measurements());
    assert_eq!(known(&small), (Some(false), Some(false)), "24 combinations");
    assert_eq!(known(&DesignSpace::of(&large, &measurements())), (Some(true), Some(true)), "120,000 designs");
    let most = without(&[("copies", Pick::Replicas(4)), ("place", Pick::Node("edge".into()))]);
    assert_eq!(known(&most), (None, Some(true)), "105,000 of them");
    let some = without(&[("copies", Pick::Replicas(4))]);
    assert_eq!(known(&some), (None, Some(false)), "90,000 of them");
    assert_eq!(is_large(&some, &mut || true), None, "somebody stopped it");
}

#[test]
fn large_spaces_get_fewer_samples() {
    let samples = [1, 2_000, 4_000, 100_000, u128::MAX].map(|size| samples_for(size, 20_000));
    assert_eq!(samples, [20_000, 20_000, 10_000, 4_000, 4_000]);
    assert_eq!((samples_for(10, 500), samples_for(10, 0)), (500, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_same_seed_gives_the_same_exploration(seed: u64, limit in 0.05..0.5_f64) {
        let subject = p99().subject;
        let limit = Quantity::estimated(limit, Unit::Second);
        let project = project().requirement("fast", Measure::ResponseTimeP99, subject, limit).build();
        let exploration = explored(&project, 200, seed);
        prop_assert_eq!(&exploration, &explored(&project, 200, seed));
        let region = Region::of_project(&exploration, &project);
        let front = Front::of(&exploration, &region, exploration.known());
        prop_assert!(front.members.iter().all(|index| region.is_feasible(*index)));
    }
}

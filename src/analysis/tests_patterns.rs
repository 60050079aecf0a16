//! Patterns as parts of the calculation: timeouts and further tries, caches, branches, review, fallbacks, vehicles, and
//! scenarios that share components.

use super::test_support::{TestProject, check_close, evidence};
use super::*;
use crate::model::{
    CallCondition, Design, EvidenceBook, Fact, FactValue, Measure, MeasureKey, Motion, Project, Property, Quantity,
    Subject, TotalLoad,
};

const WORK: Property = Property::ServiceTimeMedian;
const TAIL: Property = Property::ServiceTimeTail;
const FAST: (Property, f64) = (Property::Capacity, 1e9);

fn analysis(project: &Project, book: &EvidenceBook) -> Analysis {
    analyse(project, book, &Design::default(), &AnalysisSettings::default())
}

fn of_use(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::Scenario("use".into()))
}

#[track_caller]
fn value(project: &Project, measure: Measure) -> f64 {
    let analysis = analysis(project, &EvidenceBook::default());
    let quality = &analysis.qualities[&of_use(measure)];
    quality.quantity.amount().unwrap_or_else(|| panic!("{measure:?} is unknown: {:?}", quality.note))
}

fn with(property: Property, amount: f64, mut project: Project, connector: &str) -> Project {
    let connector = &mut project.system.connectors[&crate::model::ConnectorId::new(connector)];
    connector.properties.insert(property, Quantity::estimated(amount, property.unit()));
    project
}

/// A caller that takes no time, and a callee with a median of 30 ms and a 99th percentile of 120 ms.
fn slow_callee() -> TestProject {
    TestProject::new()
        .component("caller", &[(WORK, 0.0), FAST])
        .component("callee", &[(WORK, 30.0), (TAIL, 120.0), FAST])
        .call("caller", "callee", 0.0)
        .scenario("caller", 1e-9, 1e-9)
}

#[test]
fn a_timeout_cuts_off_what_takes_longer_and_further_tries_find_most() {
    let mut project = slow_callee().build();
    project = with(Property::Timeout, 120.0, project, "caller-callee");
    // One in a hundred takes longer than the 99th percentile.
    check_close(value(&project, Measure::TimedOutShare), 1.0, 0.02);
    check_close(value(&project, Measure::ResponseTimeP99), 120.0, 0.5);
    project = with(Property::Retries, 1.0, project, "caller-callee");
    // Both tries must take too long: 1 in 10,000.
    check_close(value(&project, Measure::TimedOutShare), 0.01, 0.011);
    project = with(Property::Timeout, 30.0, project, "caller-callee");
    project = with(Property::Retries, 2.0, project, "caller-callee");
    // A try takes longer than the median half of the time: 1/8 of the requests lose all three.
    check_close(value(&project, Measure::TimedOutShare), 12.5, 0.8);
    check_close(value(&project, Measure::ResponseTimeP99), 90.0, 0.5);
}

#[test]
fn further_tries_are_load() {
    let mut project = slow_callee().build();
    project.scenarios[0].peak_load = Quantity::estimated(10.0, crate::model::Unit::PerSecond);
    let arrivals = |project: &Project| {
        let analysis = analysis(project, &EvidenceBook::default());
        analysis.scenarios[0].loads[&"callee".into()].arrivals.amount().unwrap()
    };
    check_close(arrivals(&project), 10.0, 1e-9);
    project = with(Property::Timeout, 30.0, project, "caller-callee");
    project = with(Property::Retries, 1.0, project, "caller-callee");
    check_close(arrivals(&project), 15.0, 0.1);
}

#[test]
fn a_fallback_answers_what_timed_out() {
    let mut project = slow_callee().component("rules", &[(WORK, 5.0), FAST]).build();
    project = with(Property::Timeout, 30.0, project, "caller-callee");
    let callee = &mut project.system.components[&crate::model::ComponentId::new("callee")];
    callee.facts.stated.insert(Fact::Fallback, FactValue::Component("rules".into()));
    check_close(value(&project, Measure::TimedOutShare), 0.0, 1e-12);
    check_close(value(&project, Measure::ResponseTimeP99), 35.0, 0.01);
}

#[test]
fn a_cache_spares_what_lies_behind_it() {
    let project = TestProject::new()
        .component("api", &[(WORK, 1.0), FAST])
        .component("cache", &[(WORK, 2.0), FAST, (Property::HitShare, 80.0)])
        .component("store", &[(WORK, 50.0), FAST])
        .call("api", "cache", 0.0)
        .call("api", "store", 0.0)
        .with_connector("api-store", |call| call.condition = CallCondition::WhenMissed)
        .scenario("api", 10.0, 100.0)
        .build();
    check_close(value(&project, Measure::ResponseTimeMean), 3.0 + 0.2 * 50.0, 0.02);
    check_close(value(&project, Measure::ResponseTimeP50), 3.0, 1e-3);
    let analysis = analysis(&project, &EvidenceBook::default());
    check_close(analysis.scenarios[0].loads[&"store".into()].arrivals.amount().unwrap(), 20.0, 1e-9);
}

#[test]
fn exactly_one_of_several_branches_is_taken() {
    let branch = |project: TestProject, id: &str, probability: f64, work: f64| {
        project.component(id, &[(WORK, work), FAST]).call("a", id, 0.0).with_connector(&format!("a-{id}"), |call| {
            call.condition = CallCondition::OneOf;
            let calls = Quantity::estimated(probability, Property::CallsPerRequest.unit());
            call.properties.insert(Property::CallsPerRequest, calls);
        })
    };
    let project = TestProject::new().component("a", &[(WORK, 0.0), FAST]);
    let project = branch(branch(project, "b", 0.7, 10.0), "c", 0.3, 100.0).scenario("a", 1e-9, 1e-9).build();
    check_close(value(&project, Measure::ResponseTimeMean), 37.0, 0.01);
    check_close(value(&project, Measure::ResponseTimeP50), 10.0, 1e-3);
    check_close(value(&project, Measure::ResponseTimeP95), 100.0, 1e-3);
    // Never both, never none: independent calls would take 110 ms in 21 % of the cases.
    check_close(value(&project, Measure::ResponseTimeP99), 100.0, 1e-3);
}

#[test]
fn o14_another_nine() {
    let yearly = |percent: f64| {
        let project =
            TestProject::new().component("a", &[(Property::Availability, percent)]).scenario("a", 1.0, 1.0).build();
        12.0 * value(&project, Measure::MonthlyDowntime)
    };
    check_close(yearly(99.9) / 60.0, 8.76, 1e-9);
    check_close(yearly(99.99), 52.56, 1e-9);
}

#[test]
fn o19_a_battery_allows_so_many_answers() {
    let numbers = [(Property::BatteryBudget, 15_000.0 * 0.05), (Property::RequestEnergy, 0.5)];
    let subject = Subject::Component("keyboard".into());
    let limit = Quantity::estimated(1000.0, Measure::BatteryRequests.unit());
    let project = TestProject::new()
        .component("keyboard", &numbers)
        .requirement("lasts", Measure::BatteryRequests, subject.clone(), limit)
        .build();
    let analysis = analysis(&project, &EvidenceBook::default());
    let key = MeasureKey::new(Measure::BatteryRequests, subject);
    check_close(analysis.qualities[&key].quantity.amount().unwrap(), 1500.0, 1e-9);
    assert_eq!(analysis.verdicts[0].outcome, Outcome::Met);
}

#[test]
fn o22_a_robot_stops_later_when_it_thinks_longer() {
    let distance = |reaction: f64, speed: Quantity| {
        let mut project =
            TestProject::new().component("robot", &[(WORK, reaction), FAST]).scenario("robot", 1e-9, 1e-9).build();
        let deceleration = Quantity::estimated(2.0, crate::model::Unit::MetrePerSecondSquared);
        project.scenarios[0].motion = Some(Motion { speed, deceleration });
        value(&project, Measure::StoppingDistance)
    };
    let walking = Quantity::estimated(4.0, crate::model::Unit::MilePerHour);
    for (reaction, expected) in [(90.0, 0.960), (100.0, 0.978), (230.0, 1.211)] {
        check_close(distance(reaction, walking), expected, 5e-4);
    }
    // A vehicle at 30 m/s moves 1.2 m per frame of 40 ms.
    let driving = Quantity::estimated(30.0, crate::model::Unit::MetrePerSecond);
    check_close(distance(80.0, driving) - distance(40.0, driving), 1.2, 1e-4);
    let project = TestProject::new().component("robot", &[(WORK, 1.0)]).scenario("robot", 1.0, 1.0).build();
    let note = analysis(&project, &EvidenceBook::default()).qualities[&of_use(Measure::StoppingDistance)].note.clone();
    assert!(note.is_some_and(|note| note.contains("how fast the vehicle of use moves")));
}

#[test]
fn scenarios_load_what_they_share() {
    let mut project = TestProject::new()
        .component("shared", &[(WORK, 1.0), (Property::Capacity, 100.0)])
        .scenario("shared", 10.0, 50.0)
        .build();
    let busy = |project: &Project| value(project, Measure::PeakUtilisation);
    check_close(busy(&project), 50.0, 1e-9);
    let other = project.scenarios[0].clone();
    project.scenarios.insert("other".into(), other);
    check_close(busy(&project), 60.0, 1e-9);
    check_close(value(&project, Measure::MaximumThroughput), 90.0, 1e-9);
    // Shares of one load peak together.
    let load = |amount| Quantity::estimated(amount, crate::model::Unit::PerSecond);
    project.total_load = Some(TotalLoad { mean: load(10.0), peak: load(80.0) });
    for scenario in project.scenarios.values_mut() {
        scenario.share = Some(Quantity::estimated(50.0, crate::model::Unit::Percent));
    }
    check_close(busy(&project), 80.0, 1e-9);
    project.scenarios[1].share = Some(Quantity::unknown(crate::model::Unit::Percent));
    let unknown = &analysis(&project, &EvidenceBook::default()).qualities[&of_use(Measure::PeakUtilisation)].clone();
    assert!(!unknown.quantity.is_known(), "what another scenario brings is not known");
}

#[test]
fn review_and_fallback_change_what_is_decided() {
    let key = |measure| MeasureKey::new(measure, Subject::Component("model".into()));
    let limit = Quantity::estimated(1.0, crate::model::Unit::Percent);
    let mut project = TestProject::new()
        .component("model", &[(WORK, 1.0), (Property::Availability, 90.0)])
        .component_of_kind("reviewer", "reviewer", &[(WORK, 1.0), (Property::RightDecisions, 90.0)])
        .component("rules", &[(Property::RightDecisions, 60.0)])
        .connect("model", "reviewer", crate::model::ConnectorKind::AsynchronousEvent, &[])
        .with_connector("model-reviewer", |call| call.condition = CallCondition::WhenFlagged)
        .task("model", &["tree"])
        .choice("which", "model", crate::model::OpenQuestion::Candidate)
        .requirement("found", Measure::DecisionRecall, Subject::Component("model".into()), limit)
        .requirement("right", Measure::DecisionAccuracy, Subject::Component("model".into()), limit)
        .requirement("false", Measure::DecisionFalsePositiveRate, Subject::Component("model".into()), limit)
        .build();
    let book = evidence(&[("model", "tree", &[(Measure::Recall, 80.0), (Measure::FalsePositiveRate, 10.0)])]);
    let design = super::test_support::design(&[("which", crate::model::Pick::Candidate("tree".into()))]);
    let decided = |project: &Project, measure| {
        let analysis = analyse(project, &book, &design, &AnalysisSettings { samples: 100, seed: 1 });
        analysis.qualities[&key(measure)].quantity.amount().unwrap()
    };
    // The reviewer keeps nine tenths of the true alarms and one tenth of the false ones.
    check_close(decided(&project, Measure::DecisionRecall), 72.0, 1e-9);
    check_close(decided(&project, Measure::DecisionFalsePositiveRate), 1.0, 1e-9);
    // 10 of the 100 held-out rows are positive.
    check_close(decided(&project, Measure::DecisionAccuracy), 0.1 * 72.0 + 0.9 * 99.0, 1e-9);
    // While the model is down, rules that are right in 60 % of the cases decide; the reviewer sees what they flag.
    let model = &mut project.system.components[&crate::model::ComponentId::new("model")];
    model.facts.stated.insert(Fact::Fallback, FactValue::Component("rules".into()));
    check_close(decided(&project, Measure::DecisionRecall), (0.9 * 80.0 + 0.1 * 60.0) * 0.9, 1e-9);
    check_close(decided(&project, Measure::DecisionFalsePositiveRate), (0.9 * 10.0 + 0.1 * 40.0) * 0.1, 1e-9);
}

#[test]
fn huge_numbers_end_in_words_not_in_panics() {
    let huge = TestProject::new()
        .component("a", &[(WORK, 1e308), (Property::Replicas, 1e15), (Property::Availability, 99.0)])
        .component("b", &[(WORK, f64::NAN), (Property::Availability, 120.0)])
        .call("a", "b", 1e308)
        .call("b", "a", 1.0)
        .scenario("a", 1e308, 1e308)
        .build();
    let analysis = analysis(&huge, &EvidenceBook::default());
    assert!(analysis.findings.iter().any(|finding| finding.rule == "impossible_number"));
    assert!(analysis.findings.iter().any(|finding| finding.rule == "synchronous_cycle"));
    for (key, quality) in &analysis.qualities {
        assert!(quality.quantity.amount().is_none_or(f64::is_finite), "{key:?}");
    }
}

//! Worked examples through the whole analysis: each number was computed by hand or in closed form.

use super::test_support::{TestProject, check_close, design, evidence};
use super::*;
use crate::model::{
    CallCondition, ConnectorKind, Measure, MeasureKey, OpenQuestion, Pick, Property, Provenance, Quantity, Subject,
    Unit,
};

const SERVICE: Property = Property::ServiceTimeMedian;
const TAIL: Property = Property::ServiceTimeTail;
const FAST: (Property, f64) = (Property::Capacity, 1e9);
const TINY_LOAD: f64 = 1e-6;

fn of_scenario(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::Scenario("use".into()))
}

fn analyse_as_drawn(project: TestProject, samples: usize) -> Analysis {
    let settings = AnalysisSettings { samples, seed: 1 };
    analyse(&project.build(), &EvidenceBook::default(), &Design::default(), &settings)
}

#[track_caller]
fn value(analysis: &Analysis, key: &MeasureKey) -> f64 {
    let quality = &analysis.qualities[key];
    quality.quantity.amount().unwrap_or_else(|| panic!("unknown: {:?}", quality.note))
}

fn note<'a>(analysis: &'a Analysis, key: &MeasureKey) -> &'a str {
    analysis.qualities[key].note.as_deref().unwrap_or("")
}

#[track_caller]
fn check_value(project: TestProject, measure: Measure, expected: f64, tolerance: f64) {
    check_close(value(&analyse_as_drawn(project, 20_000), &of_scenario(measure)), expected, tolerance);
}

/// Components that work for a constant time in milliseconds.
fn constant(components: &[(&str, f64)]) -> TestProject {
    components.iter().fold(TestProject::new(), |project, (id, time)| project.component(id, &[(SERVICE, *time), FAST]))
}

fn feature_store() -> TestProject {
    constant(&[("app", 10.0), ("api", 8.0), ("store", 5.0), ("inference", 30.0), ("telemetry", 15.0)])
        .call("app", "api", 20.0)
        .call("api", "store", 1.0)
        .call("api", "inference", 1.0)
        .connect("api", "telemetry", ConnectorKind::AsynchronousEvent, &[])
        .scenario("app", TINY_LOAD, TINY_LOAD)
}

#[test]
fn o1_calls_in_sequence_add() {
    check_value(feature_store(), Measure::ResponseTimeMean, 97.0, 1e-3);
    check_value(feature_store(), Measure::ResponseTimeP99, 97.0, 1e-3);
}

#[test]
fn o2_parallel_calls_take_the_slowest() {
    // One pair of links for the three models: they are called in process, behind an aggregator.
    let times = [("app", 10.0), ("api", 8.0), ("aggregator", 3.0), ("m1", 30.0), ("m2", 45.0), ("m3", 20.0)];
    let mut project = constant(&times).call("app", "api", 20.0).call("api", "aggregator", 1.0);
    for model in ["m1", "m2", "m3"] {
        project = project
            .connect("aggregator", model, ConnectorKind::InProcess, &[])
            .with_connector(&format!("aggregator-{model}"), |call| call.parallel = true);
    }
    let analysis = analyse_as_drawn(project.scenario("app", TINY_LOAD, TINY_LOAD), 100);
    check_close(value(&analysis, &of_scenario(Measure::ResponseTimeMean)), 108.0, 1e-3);
    let share =
        |id: &str| analysis.scenarios[0].hops.iter().find(|hop| hop.component.as_str() == id).map(|hop| hop.mean_share);
    check_close(share("m2").expect("m2 is on the path"), 45.0 / 108.0, 1e-6);
    assert_eq!(share("m1"), Some(0.0));
}

#[test]
fn shares_of_the_path_add_up() {
    let analysis = analyse_as_drawn(feature_store(), 100);
    let hops = &analysis.scenarios[0].hops;
    let shares: Vec<_> = hops.iter().map(|hop| (hop.component.as_str(), (hop.mean_share * 97.0).round())).collect();
    // A link counts for the component that it leads to.
    assert_eq!(shares, [("app", 10.0), ("api", 48.0), ("store", 7.0), ("inference", 32.0)]);
    check_close(hops.iter().map(|hop| hop.tail_share).sum(), 1.0, 1e-9);
}

fn two_spread(parallel: bool) -> TestProject {
    let spread = [(SERVICE, 30.0), (TAIL, 120.0), FAST];
    let call = ConnectorKind::InProcess;
    TestProject::new()
        .component("entry", &[(SERVICE, 0.0), FAST])
        .component("a", &spread)
        .component("b", &spread)
        .connect("entry", "a", call, &[])
        .connect("entry", "b", call, &[])
        .with_connector("entry-a", |call| call.parallel = parallel)
        .with_connector("entry-b", |call| call.parallel = parallel)
        .scenario("entry", TINY_LOAD, TINY_LOAD)
}

#[test]
fn o3_percentiles_are_sampled_not_added() {
    let series = analyse_as_drawn(two_spread(false), 100_000);
    check_close(value(&series, &of_scenario(Measure::ResponseTimeP50)), 64.98, 0.02 * 64.98);
    check_close(value(&series, &of_scenario(Measure::ResponseTimeP95)), 133.8, 0.02 * 133.8);
    check_close(value(&series, &of_scenario(Measure::ResponseTimeP99)), 181.9, 0.02 * 181.9);
    check_close(value(&series, &of_scenario(Measure::ResponseTimeMean)), 2.0 * 35.829, 0.02);
    let parallel = analyse_as_drawn(two_spread(true), 100_000);
    check_close(value(&parallel, &of_scenario(Measure::ResponseTimeP50)), 41.51, 0.02 * 41.51);
    check_close(value(&parallel, &of_scenario(Measure::ResponseTimeP99)), 139.16, 0.02 * 139.16);
}

#[test]
fn a_component_called_twice_varies_twice() {
    // Two visits of one component are as independent as one visit of two components.
    let spread = [(SERVICE, 30.0), (TAIL, 120.0), FAST];
    let twice = [(Property::CallsPerRequest, 2.0)];
    let project = TestProject::new()
        .component("entry", &[(SERVICE, 0.0), FAST])
        .component("a", &spread)
        .connect("entry", "a", ConnectorKind::InProcess, &twice)
        .scenario("entry", TINY_LOAD, TINY_LOAD);
    check_value(project.clone(), Measure::ResponseTimeP99, 181.9, 0.03 * 181.9);
    let parallel = project.with_connector("entry-a", |call| call.parallel = true);
    check_value(parallel, Measure::ResponseTimeP99, 139.16, 0.03 * 139.16);
}

#[test]
fn o4_a_fan_out_is_as_slow_as_its_slowest_call() {
    // 1 % of the calls take 120 ms or more, hence 63.4 % of the requests that make 100 of them at once.
    let spread = [(SERVICE, 30.0), (TAIL, 120.0), FAST];
    let project = TestProject::new()
        .component("entry", &[(SERVICE, 0.0), FAST])
        .component("leaf", &spread)
        .connect("entry", "leaf", ConnectorKind::InProcess, &[(Property::CallsPerRequest, 100.0)])
        .with_connector("entry-leaf", |call| call.parallel = true)
        .scenario("entry", TINY_LOAD, TINY_LOAD);
    let analysis = analyse_as_drawn(project, 20_000);
    let Latency::Samples { sorted_ms, .. } = &analysis.scenarios[0].latency else { panic!("it is sampled") };
    let slow = sorted_ms.iter().filter(|sample| **sample > 120.0).count();
    check_close(slow as f64 / sorted_ms.len() as f64, 0.634, 0.02);
}

#[test]
fn o5_payloads_take_their_time() {
    let link = [(Property::LinkLatencyMedian, 0.0), (Property::Payload, 200.0), (Property::Bandwidth, 3.0)];
    let project = constant(&[("glasses", 0.0), ("phone", 0.0)])
        .connect("glasses", "phone", ConnectorKind::SynchronousCall, &link)
        .scenario("glasses", TINY_LOAD, TINY_LOAD);
    check_value(project, Measure::ResponseTimeMean, 533.0, 0.5);
}

#[test]
fn a_call_made_sometimes_counts_that_often() {
    let sometimes = [(Property::LinkLatencyMedian, 0.0), (Property::CallsPerRequest, 0.05)];
    let project = constant(&[("screen", 1.0), ("deep", 100.0)])
        .connect("screen", "deep", ConnectorKind::SynchronousCall, &sometimes)
        .scenario("screen", TINY_LOAD, TINY_LOAD);
    check_value(project.clone(), Measure::ResponseTimeMean, 6.0, 1e-3);
    check_value(project.clone(), Measure::ResponseTimeP50, 1.0, 1e-6);
    check_value(project, Measure::ResponseTimeP99, 101.0, 1e-3);
}

fn three_servers(replicas: f64) -> TestProject {
    // 250 ms each: 4 per second and replica.
    TestProject::new().component("gpu", &[(SERVICE, 250.0), (Property::Replicas, replicas)]).scenario("gpu", 1.0, 8.0)
}

#[test]
fn o6_constant_work_waits_half_as_long() {
    let numbers = [(SERVICE, 250.0), (Property::ServiceTimeTail, 250.0), (Property::Replicas, 3.0)];
    let analysis = analyse_as_drawn(TestProject::new().component("gpu", &numbers).scenario("gpu", 1.0, 8.0), 20_000);
    let load = &analysis.scenarios[0].loads[&"gpu".into()];
    check_close(load.waiting.amount().expect("it is known"), 55.56, 0.01);
    check_close(value(&analysis, &of_scenario(Measure::ResponseTimeMean)), 305.56, 0.5);
}

#[test]
fn o6_waiting_follows_the_number_of_replicas() {
    let analysis = analyse_as_drawn(three_servers(3.0), 20_000);
    check_close(value(&analysis, &of_scenario(Measure::ResponseTimeMean)), 361.11, 0.5);
    check_close(value(&analysis, &of_scenario(Measure::ResponseTimeP95)), 250.0 + 546.2, 0.5);
    check_close(value(&analysis, &of_scenario(Measure::PeakUtilisation)), 66.667, 1e-3);
    let load = &analysis.scenarios[0].loads[&"gpu".into()];
    check_close(load.waiting.amount().expect("it is known"), 111.11, 0.01);
    check_value(three_servers(4.0), Measure::ResponseTimeMean, 250.0 + 21.74, 0.1);
}

#[test]
fn overload_is_said_not_numbered() {
    let limit = Quantity::estimated(10.0, Unit::Second);
    let subject = Subject::Scenario("use".into());
    let project = three_servers(2.0).requirement("fast", Measure::ResponseTimeP99, subject, limit);
    let analysis = analyse_as_drawn(project, 100);
    let reason = "overloaded: gpu needs 2 of 2 replicas at peak load";
    assert_eq!(analysis.scenarios[0].latency, Latency::Overloaded { reason: reason.to_owned() });
    assert_eq!(note(&analysis, &of_scenario(Measure::ResponseTimeP99)), reason);
    assert_eq!(note(&analysis, &of_scenario(Measure::PeakUtilisation)), reason);
    check_close(value(&analysis, &of_scenario(Measure::PeakUtilisation)), 100.0, 1e-9);
    assert_eq!(analysis.verdicts[0].outcome, Outcome::Missed);
    assert!(analysis.findings.iter().any(|finding| finding.rule == "overloaded"));
    assert!(!analysis.scenarios[0].loads[&"gpu".into()].waiting.is_known());
}

fn cascade(deep_share: f64) -> TestProject {
    let station = |capacity, replicas| [(Property::Capacity, capacity), (Property::Replicas, replicas)];
    let deep = [(Property::CallsPerRequest, deep_share)];
    TestProject::new()
        .component("gateway", &station(500.0, 4.0))
        .component("store", &station(1500.0, 1.0))
        .component("screen", &station(800.0, 2.0))
        .component("deep", &station(20.0, 3.0))
        .call("gateway", "store", 1.0)
        .call("gateway", "screen", 1.0)
        .connect("gateway", "deep", ConnectorKind::AsynchronousEvent, &deep)
        .scenario("gateway", 100.0, 1000.0)
}

#[test]
fn o9_the_slowest_component_limits_the_throughput() {
    let analysis = analyse_as_drawn(cascade(0.05), 100);
    check_close(value(&analysis, &of_scenario(Measure::MaximumThroughput)), 1200.0, 1e-9);
    assert_eq!(analysis.scenarios[0].bottleneck, Some("deep".into()));
    check_close(value(&analysis, &of_scenario(Measure::PeakUtilisation)), 100.0 * 50.0 / 60.0, 1e-9);
    let analysis = analyse_as_drawn(cascade(0.03), 100);
    check_close(value(&analysis, &of_scenario(Measure::MaximumThroughput)), 1500.0, 1e-9);
    assert_eq!(analysis.scenarios[0].bottleneck, Some("store".into()));
}

#[test]
fn what_states_no_speed_and_does_not_block_is_named_not_counted() {
    let event = ConnectorKind::AsynchronousEvent;
    let analysis = analyse_as_drawn(cascade(0.05).component("log", &[]).connect("gateway", "log", event, &[]), 100);
    check_close(value(&analysis, &of_scenario(Measure::MaximumThroughput)), 1200.0, 1e-9);
    assert!(note(&analysis, &of_scenario(Measure::MaximumThroughput)).contains("log"));
    let analysis = analyse_as_drawn(cascade(0.05).component("rules", &[]).call("gateway", "rules", 1.0), 100);
    assert_eq!(note(&analysis, &of_scenario(Measure::MaximumThroughput)), "state the service time of rules");
}

/// A screening model that passes what it flags to a second component.
fn screened() -> TestProject {
    let price = (Property::HourlyPrice, 1.0);
    TestProject::new()
        .component("screen", &[(SERVICE, 2.0), price, (Property::Memory, 100.0)])
        .component("deep", &[(SERVICE, 50.0), (Property::RequestPrice, 0.004)])
        .call("screen", "deep", 5.0)
        .with_connector("screen-deep", |call| call.condition = CallCondition::WhenFlagged)
        .node("device", &[(Property::Slowdown, 4.0), (Property::MemoryLimit, 104.0)], &[])
        .task("screen", &["tree"])
        .choice("model", "screen", OpenQuestion::Candidate)
        .choice("place", "screen", OpenQuestion::Node(vec!["device".into()]))
        .scenario("screen", 1.0, 2.0)
}

fn screen_evidence() -> EvidenceBook {
    let measured = [
        (Measure::InferenceP50, 500.0),
        (Measure::InferenceP99, 500.0),
        (Measure::FlaggedShare, 10.0),
        (Measure::ModelSize, 5000.0),
        (Measure::Recall, 90.0),
    ];
    evidence(&[("screen", "tree", &measured)])
}

#[test]
fn a_picked_model_flows_into_everything() {
    let project = screened().build();
    let picks = [("model", Pick::Candidate("tree".into())), ("place", Pick::Node("device".into()))];
    let analysis = analyse(&project, &screen_evidence(), &design(&picks), &AnalysisSettings::default());
    // 2 ms around the model, 0.5 ms of prediction four times slower, a tenth of 10 + 50 ms, and hardly any waiting.
    let load = |id: &str| &analysis.scenarios[0].loads[&id.into()];
    let waiting = load("screen").waiting.amount().expect("known") + 0.1 * load("deep").waiting.amount().expect("known");
    check_close(value(&analysis, &of_scenario(Measure::ResponseTimeMean)), 4.0 + 6.0 + waiting, 0.02);
    check_close(load("deep").arrivals.amount().expect("known"), 0.2, 1e-12);
    check_close(load("screen").capacity.amount().expect("known"), 250.0, 1e-9);
    // 0.1 requests a second on average for the second component.
    let cost = MeasureKey::new(Measure::MonthlyCost, Subject::System);
    check_close(value(&analysis, &cost), 730.0 + 0.1 * 3600.0 * 730.0 * 0.004, 1e-6);
    let recall = &analysis.qualities[&MeasureKey::new(Measure::Recall, Subject::Component("screen".into()))];
    assert_eq!(recall.quantity, Quantity::measured(90.0, Unit::Percent));
    let memory = analysis.findings.iter().find(|finding| finding.rule == "memory_limit").expect("105 MB exceed 104");
    assert_eq!(memory.message, "screen needs 105 MB a replica, but device offers 104 MB.");
}

#[test]
fn an_untrained_model_makes_unknowns_that_say_what_to_do() {
    let project = screened().build();
    let analysis = analyse(&project, &EvidenceBook::default(), &Design::default(), &AnalysisSettings::default());
    for measure in [Measure::ResponseTimeP99, Measure::MaximumThroughput, Measure::PeakUtilisation] {
        assert_eq!(note(&analysis, &of_scenario(measure)), "train a candidate for screen");
    }
    let cost = MeasureKey::new(Measure::MonthlyCost, Subject::System);
    assert_eq!(note(&analysis, &cost), "train a candidate for screen");
    let trained = analyse(&project, &screen_evidence(), &Design::default(), &AnalysisSettings::default());
    assert_eq!(note(&trained, &of_scenario(Measure::ResponseTimeP99)), "choose a trained candidate for screen");
}

#[test]
fn a_slow_model_lowers_the_stated_capacity() {
    let mut project = screened().build();
    let capacity = |project: &Project| {
        let picks = [("model", Pick::Candidate("tree".into()))];
        let settings = AnalysisSettings { samples: 10, seed: 1 };
        let analysis = analyse(project, &screen_evidence(), &design(&picks), &settings);
        analysis.scenarios[0].loads[&"screen".into()].capacity.amount()
    };
    let mut state = |amount| {
        let properties = &mut project.system.components[&crate::model::ComponentId::new("screen")].properties;
        properties.insert(Property::Capacity, Quantity::estimated(amount, Unit::PerSecond));
        capacity(&project)
    };
    // The model alone takes 0.5 ms.
    assert_eq!((state(1000.0), state(5000.0)), (Some(1000.0), Some(2000.0)));
}

#[test]
fn a_result_is_as_trustworthy_as_its_weakest_input() {
    let mut project = feature_store().build();
    let provenance = |project: &Project| {
        let settings = AnalysisSettings { samples: 10, seed: 1 };
        let analysis = analyse(project, &EvidenceBook::default(), &Design::default(), &settings);
        analysis.qualities[&of_scenario(Measure::ResponseTimeP50)].quantity.provenance()
    };
    // Replicas are not stated anywhere: one each is assumed.
    assert_eq!(provenance(&project), Provenance::Assumed);
    for component in project.system.components.values_mut() {
        component.properties.insert(Property::Replicas, Quantity::estimated(1.0, Unit::Count));
    }
    for connector in project.system.connectors.values_mut() {
        connector.properties.insert(Property::CallsPerRequest, Quantity::estimated(1.0, Unit::Ratio));
    }
    assert_eq!(provenance(&project), Provenance::Estimated);
}

#[test]
fn the_same_seed_gives_the_same_analysis() {
    let project = two_spread(false).build();
    let run = |seed| {
        let settings = AnalysisSettings { samples: 1000, seed };
        analyse(&project, &EvidenceBook::default(), &Design::default(), &settings)
    };
    assert_eq!(run(3), run(3));
    assert_ne!(run(3).scenarios, run(4).scenarios);
}

#[test]
fn a_library_shares_its_callers_replicas() {
    let project = TestProject::new()
        .component("api", &[(SERVICE, 10.0), (Property::Replicas, 4.0)])
        .component("library", &[(SERVICE, 10.0)])
        .connect("api", "library", ConnectorKind::InProcess, &[])
        .scenario("api", 1.0, 200.0);
    let analysis = analyse_as_drawn(project, 100);
    assert_eq!(analysis.scenarios[0].loads[&"library".into()].replicas, 4);
    check_close(value(&analysis, &of_scenario(Measure::PeakUtilisation)), 50.0, 1e-9);
}

#[test]
fn people_who_ask_take_no_time_and_cost_nothing() {
    let project = constant(&[("app", 10.0)])
        .component_of_kind("person", "user", &[])
        .call("person", "app", 5.0)
        .scenario("person", TINY_LOAD, TINY_LOAD);
    check_value(project, Measure::ResponseTimeMean, 20.0, 1e-3);
}

#[test]
fn a_broken_project_is_analysed_all_the_same() {
    let project = feature_store()
        .call("inference", "app", 1.0)
        .call("api", "nobody", 1.0)
        .choice("odd", "nobody", OpenQuestion::Replicas { fewest: 0, most: 0 })
        .task("nobody", &[])
        .build();
    let picks = [("odd", Pick::Replicas(0)), ("unheard", Pick::Node("of".into()))];
    let settings = AnalysisSettings { samples: 0, seed: 0 };
    let analysis = analyse(&project, &EvidenceBook::default(), &design(&picks), &settings);
    assert!(analysis.findings.iter().any(|finding| finding.rule == "synchronous_cycle"));
    check_close(value(&analysis, &of_scenario(Measure::ResponseTimeMean)), 97.0, 1e-3);
    let lost = analyse_as_drawn(constant(&[]).scenario("nobody", 1.0, 1.0), 10);
    assert!(note(&lost, &of_scenario(Measure::Availability)).contains("does not exist"));
}

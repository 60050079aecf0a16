//! Computed response times and waits, held against a simulation of the same systems event by event.
//!
//! The simulation shares no code with the analysis, not even for its random numbers. Two assumptions are the same: a
//! replica is held while it works, not while its request waits for what it calls; and where a capacity is stated, a
//! replica is held for an exponential time of that rate (M/M/c), drawn apart from the time that the request's own work
//! takes. What the analysis takes for granted beyond that, the simulation does not: that waits at one queue after the
//! other are independent, and that what leaves a queue is a Poisson stream. The systems are therefore such that theory
//! says both must agree: one queue on the path, or a second one that few of the requests reach.

mod drawn;
mod events;

use cantilever::analysis::Analysis;
use cantilever::model::{ComponentId, Measure, MeasureKey, ScenarioId, Subject, Unit};

use drawn::{Drawn, USE, Way};
use events::{NORMAL_P99, Simulated, Simulation};

/// Largest difference between analysis and simulation, as a share.
const TOLERANCE: f64 = 0.02;

/// Requests that are counted where nothing waits: the standard error of a 99th percentile is then about 0.5 %.
const REQUESTS: usize = 100_000;

/// Requests that are counted where something waits: neighbours in a queue wait alike, so that each of them says less.
/// The standard error of a mean wait is then about 0.6 %.
const QUEUEING_REQUESTS: usize = 1_000_000;

/// Requests per second, so few that hardly one ever meets another.
const HARDLY_ANY: f64 = 0.001;

/// Requests per second that a replica serves which nothing waits for.
const PLENTY: f64 = 1e6;

/// Mean milliseconds until an event arrives, so many that it has nothing to do with the calls that arrive at that time.
const LATE: f64 = 20_000.0;

const RESPONSE_TIMES: [Measure; 4] =
    [Measure::ResponseTimeMean, Measure::ResponseTimeP50, Measure::ResponseTimeP95, Measure::ResponseTimeP99];

#[test]
fn at_one_server_requests_wait_as_long_as_the_load_table_says() {
    let drawn = Drawn::new(50.0).part("api", 1.0, 1.0).served(100.0, 1);
    check_waits(&drawn, &simulate(&drawn, QUEUEING_REQUESTS), &["api"]);
}

#[test]
fn at_three_servers_requests_wait_as_long_as_the_load_table_says() {
    let drawn = Drawn::new(150.0).part("api", 1.0, 1.0).served(100.0, 3);
    check_waits(&drawn, &simulate(&drawn, QUEUEING_REQUESTS), &["api"]);
}

/// Without a stated capacity a replica is held by the work itself. By Pollaczek and Khinchine the mean wait at one
/// server depends on mean and variance of the work alone; this spread has the variance of an exponential time. The
/// tail of the wait depends on more than that and is longer here, so only the mean and the median are compared.
#[test]
fn work_as_variable_as_an_exponential_time_makes_requests_wait_as_long() {
    let sigma = 2.0_f64.ln().sqrt();
    let drawn = Drawn::new(20.0).part("api", 8.0, 8.0 * (sigma * NORMAL_P99).exp());
    let simulated = simulate(&drawn, QUEUEING_REQUESTS);
    check_waits(&drawn, &simulated, &["api"]);
    check_responses(&drawn, &simulated, &[Measure::ResponseTimeMean, Measure::ResponseTimeP50]);
}

#[test]
fn calls_one_after_the_other_take_as_long_as_simulated() {
    let drawn = Drawn::new(HARDLY_ANY)
        .part("app", 5.0, 15.0)
        .part("api", 8.0, 30.0)
        .part("store", 4.0, 12.0)
        .part("inference", 20.0, 60.0)
        .wire("app", "api", Way::InTurn, 10.0, 1.0)
        .wire("api", "store", Way::InTurn, 1.0, 1.0)
        .wire("api", "inference", Way::InTurn, 1.5, 1.0);
    check_responses(&drawn, &simulate(&drawn, REQUESTS), &RESPONSE_TIMES);
}

#[test]
fn calls_made_together_take_as_long_as_simulated() {
    let drawn = Drawn::new(HARDLY_ANY)
        .part("gateway", 3.0, 9.0)
        .part("profile", 6.0, 18.0)
        .part("trees", 20.0, 60.0)
        .part("network", 25.0, 75.0)
        .part("rules", 15.0, 75.0)
        .wire("gateway", "profile", Way::InTurn, 1.0, 1.0)
        .wire("gateway", "trees", Way::Together, 1.0, 1.0)
        .wire("gateway", "network", Way::Together, 2.0, 1.0)
        .wire("gateway", "rules", Way::Together, 1.0, 1.0);
    check_responses(&drawn, &simulate(&drawn, REQUESTS), &RESPONSE_TIMES);
}

#[test]
fn calls_made_sometimes_and_calls_made_often_take_as_long_as_simulated() {
    let drawn = Drawn::new(HARDLY_ANY)
        .part("screen", 5.0, 15.0)
        .part("deep", 40.0, 100.0)
        .part("store", 4.0, 12.0)
        .wire("screen", "deep", Way::InTurn, 2.0, 0.3)
        .wire("screen", "store", Way::InTurn, 1.0, 3.0);
    check_responses(&drawn, &simulate(&drawn, REQUESTS), &RESPONSE_TIMES);
}

/// Three replicas are 44 % busy: most of the tail is waiting.
#[test]
fn a_queue_in_the_middle_of_the_path_takes_as_long_as_simulated() {
    let drawn = Drawn::new(40.0)
        .part("gateway", 1.0, 3.0)
        .served(PLENTY, 1)
        .part("scorer", 2.0, 6.0)
        .served(30.0, 3)
        .part("store", 1.0, 3.0)
        .served(PLENTY, 1)
        .wire("gateway", "scorer", Way::InTurn, 0.5, 1.0)
        .wire("scorer", "store", Way::InTurn, 0.5, 1.0);
    let simulated = simulate(&drawn, QUEUEING_REQUESTS);
    check_waits(&drawn, &simulated, &["scorer"]);
    check_responses(&drawn, &simulated, &RESPONSE_TIMES);
}

/// One of four requests, picked at random, goes on to a second queue, which late events keep busy for the most part:
/// what reaches it is nearly a Poisson stream, and waits there have next to nothing to do with those at the first one.
#[test]
fn two_queues_one_after_the_other_take_as_long_as_simulated() {
    let drawn = Drawn::new(40.0)
        .part("screen", 4.0, 16.0)
        .served(100.0, 1)
        .part("deep", 8.0, 32.0)
        .served(100.0, 1)
        .wire("screen", "deep", Way::InTurn, 2.0, 0.25)
        .wire("screen", "deep", Way::Unawaited, LATE, 0.75);
    let simulated = simulate(&drawn, QUEUEING_REQUESTS);
    check_waits(&drawn, &simulated, &["screen", "deep"]);
    check_responses(&drawn, &simulated, &RESPONSE_TIMES);
}

#[test]
fn events_lengthen_a_queue_but_are_not_waited_for() {
    let called = Drawn::new(20.0)
        .part("api", 5.0, 15.0)
        .served(PLENTY, 1)
        .part("store", 4.0, 12.0)
        .served(100.0, 1)
        .wire("api", "store", Way::InTurn, 1.0, 1.0);
    let logged =
        called.clone().part("log", 500.0, 1500.0).served(40.0, 1).wire("api", "log", Way::Unawaited, LATE, 1.0);
    let drawn = logged.clone().wire("api", "store", Way::Unawaited, LATE, 1.0);
    let simulated = simulate(&drawn, QUEUEING_REQUESTS);
    check_waits(&drawn, &simulated, &["store", "log"]);
    check_responses(&drawn, &simulated, &RESPONSE_TIMES);

    let (called, logged, drawn) = (called.analysis(), logged.analysis(), drawn.analysis());
    for measure in RESPONSE_TIMES {
        assert_eq!(
            response(&logged, measure),
            response(&called, measure),
            "{measure:?}: an event to a part of its own"
        );
    }
    assert!(wait(&drawn, "store") > 2.0 * wait(&called, "store"));
}

#[track_caller]
fn check_responses(drawn: &Drawn, simulated: &Simulated, measures: &[Measure]) {
    let analysis = drawn.analysis();
    for measure in measures {
        check_close(&format!("{measure:?}"), response(&analysis, *measure), simulated.response(*measure));
    }
}

#[track_caller]
fn check_waits(drawn: &Drawn, simulated: &Simulated, names: &[&str]) {
    let analysis = drawn.analysis();
    for name in names {
        check_close(&format!("the wait at {name}"), wait(&analysis, name), simulated.waits[drawn.position(name)]);
    }
}

#[track_caller]
fn check_close(what: &str, analysed: f64, simulated: f64) {
    let difference = analysed / simulated - 1.0;
    assert!(difference.abs() <= TOLERANCE, "{what}: {analysed} ms analysed, {simulated} ms simulated");
}

/// The analysed response time in milliseconds.
fn response(analysis: &Analysis, measure: Measure) -> f64 {
    let quality = &analysis.qualities[&MeasureKey::new(measure, Subject::Scenario(ScenarioId::new(USE)))];
    quality.quantity.amount_in(Unit::Millisecond).unwrap_or_else(|| panic!("unknown: {:?}", quality.note))
}

/// The analysed mean wait in milliseconds.
fn wait(analysis: &Analysis, name: &str) -> f64 {
    let waiting = analysis.scenarios[0].loads[&ComponentId::new(name)].waiting;
    waiting.amount_in(Unit::Millisecond).expect("it is not overloaded")
}

fn simulate(drawn: &Drawn, requests: usize) -> Simulated {
    Simulation::new(drawn, requests, 1).run()
}

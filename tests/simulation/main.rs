//! Computed response times and waits, held against a simulation of the same systems event by event.
//!
//! The simulation shares no code with the analysis, not even for its random numbers. Two assumptions are the same: a
//! replica is held while it works, not while its request waits for what it calls; and where a capacity is stated, a
//! replica is held for an exponential time of that rate (M/M/c), drawn apart from the time that the request's own work
//! takes. What the analysis takes for granted beyond that, the simulation does not: that waits at one queue after the
//! other are independent, and that what leaves a queue is a Poisson stream. The systems are therefore such that theory
//! says both must agree: one queue on the path, or a second one that few of the requests reach.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use cantilever::analysis::{Analysis, AnalysisSettings, analyse};
use cantilever::edit::create;
use cantilever::model::{
    CallCondition, Component, ComponentId, Connector, ConnectorId, ConnectorKind, Design, EvidenceBook, Facts, Line,
    Measure, MeasureKey, Project, Properties, Property, Quantity, Rectangle, ScenarioId, Subject, Unit,
};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Largest difference between analysis and simulation, as a share.
const TOLERANCE: f64 = 0.02;

/// Requests that pass before any is counted, so that the queues have the length that they have in the long run.
const WARM_UP: usize = 5_000;

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

/// The standard normal distribution's 99th percentile, from a table.
const NORMAL_P99: f64 = 2.326_348;

/// The one scenario.
const USE: &str = "use";

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

/// A system that can be analysed and simulated. Times are in milliseconds; requests enter at the first part.
#[derive(Clone)]
struct Drawn {
    /// Requests per second.
    load: f64,
    parts: Vec<Part>,
    wires: Vec<Wire>,
}

#[derive(Clone)]
struct Part {
    name: &'static str,
    /// Median and 99th percentile of its own work, which is lognormal.
    median: f64,
    tail: f64,
    /// Requests per second that one replica serves; without it, a replica is held for as long as the work takes.
    capacity: Option<f64>,
    replicas: u32,
}

#[derive(Clone)]
struct Wire {
    source: usize,
    target: usize,
    way: Way,
    /// One way, always the same; of an event the mean.
    latency: f64,
    /// Calls per request; what is left above a whole number is the probability of one more.
    calls: f64,
}

#[derive(Clone, Copy)]
enum Way {
    /// A call after the calls before it.
    InTurn,
    /// A call that starts with all others of its sort, after those in turn.
    Together,
    /// An event.
    Unawaited,
}

impl Drawn {
    fn new(load: f64) -> Self {
        Self { load, parts: Vec::new(), wires: Vec::new() }
    }

    fn part(mut self, name: &'static str, median: f64, tail: f64) -> Self {
        self.parts.push(Part { name, median, tail, capacity: None, replicas: 1 });
        self
    }

    /// States the capacity of each replica of the part that was just added.
    fn served(mut self, capacity: f64, replicas: u32) -> Self {
        let part = self.parts.last_mut().expect("a part was added");
        (part.capacity, part.replicas) = (Some(capacity), replicas);
        self
    }

    fn wire(mut self, source: &str, target: &str, way: Way, latency: f64, calls: f64) -> Self {
        let (source, target) = (self.position(source), self.position(target));
        self.wires.push(Wire { source, target, way, latency, calls });
        self
    }

    fn position(&self, name: &str) -> usize {
        self.parts.iter().position(|part| part.name == name).expect("the part was added")
    }

    fn analysis(&self) -> Analysis {
        let settings = AnalysisSettings { samples: 100_000, seed: 1 };
        analyse(&self.project(), &EvidenceBook::default(), &Design::default(), &settings)
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        for part in &self.parts {
            project.system.components.insert(part.name.into(), part.component());
        }
        for (index, wire) in self.wires.iter().enumerate() {
            let name = |part: usize| ComponentId::new(self.parts[part].name);
            let connector = wire.connector(name(wire.source), name(wire.target));
            project.system.connectors.insert(ConnectorId::new(&format!("wire {index}")), connector);
        }
        let (_, mut scenario) = create::scenario(&project, &ComponentId::new(self.parts[0].name));
        scenario.mean_load = Quantity::estimated(self.load, Unit::PerSecond);
        scenario.peak_load = Quantity::estimated(self.load, Unit::PerSecond);
        project.scenarios.insert(ScenarioId::new(USE), scenario);
        project
    }
}

impl Part {
    fn component(&self) -> Component {
        let work = [(Property::ServiceTimeMedian, self.median), (Property::ServiceTimeTail, self.tail)];
        let replicas = (Property::Replicas, f64::from(self.replicas));
        let capacity = self.capacity.map(|capacity| (Property::Capacity, capacity));
        Component {
            name: self.name.to_owned(),
            kind: "service".to_owned(),
            description: String::new(),
            shape: Rectangle::default(),
            deployed_on: None,
            boundaries: BTreeSet::new(),
            properties: stated(work.into_iter().chain([replicas]).chain(capacity)),
            facts: Facts::default(),
        }
    }
}

impl Wire {
    fn connector(&self, source: ComponentId, target: ComponentId) -> Connector {
        let kind = match self.way {
            Way::InTurn | Way::Together => ConnectorKind::SynchronousCall,
            Way::Unawaited => ConnectorKind::AsynchronousEvent,
        };
        Connector {
            source,
            target,
            kind,
            label: String::new(),
            condition: CallCondition::Always,
            parallel: matches!(self.way, Way::Together),
            line: Line::default(),
            properties: stated([(Property::LinkLatencyMedian, self.latency), (Property::CallsPerRequest, self.calls)]),
            facts: Facts::default(),
        }
    }
}

fn stated(numbers: impl IntoIterator<Item = (Property, f64)>) -> Properties {
    let quantity = |(property, amount): (Property, f64)| (property, Quantity::estimated(amount, property.unit()));
    numbers.into_iter().map(quantity).collect()
}

/// What a simulation saw, in milliseconds.
struct Simulated {
    /// Response times, ascending.
    responses: Vec<f64>,
    /// Mean wait by part.
    waits: Vec<f64>,
}

impl Simulated {
    fn response(&self, measure: Measure) -> f64 {
        let count = self.responses.len();
        let rank = |level: f64| (level * count as f64).ceil() as usize - 1;
        match measure {
            Measure::ResponseTimeMean => self.responses.iter().sum::<f64>() / count as f64,
            Measure::ResponseTimeP50 => self.responses[rank(0.5)],
            Measure::ResponseTimeP95 => self.responses[rank(0.95)],
            Measure::ResponseTimeP99 => self.responses[rank(0.99)],
            other => panic!("{other:?} is not simulated"),
        }
    }
}

/// Lets requests pass through a system one event after the other.
struct Simulation<'a> {
    drawn: &'a Drawn,
    /// How many requests count, and how many have arrived, those of the warm-up and later ones included.
    requests: usize,
    arrived: usize,
    random: ChaCha8Rng,
    clock: f64,
    /// What happens when, the next first. Times are never negative, and such numbers are ordered as their bits are;
    /// the number in the middle keeps the order of what happens at the same time.
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    scheduled: u64,
    stations: Vec<Station>,
    visits: Vec<Visit>,
    /// Positions in `visits` of those that are over.
    over: Vec<usize>,
    responses: Vec<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A request comes from outside.
    Request,
    /// A visit reaches its part.
    Reach(usize),
    /// A replica of a part is free again.
    Release(usize),
    /// A visit's own work is done.
    Done(usize),
    /// The answer of a visit reaches its caller.
    Answer(usize),
}

/// The replicas of one part, and the line before them.
#[derive(Default)]
struct Station {
    busy: u32,
    line: VecDeque<usize>,
    /// Sum of the waits that count, and how many there are.
    waited: f64,
    served: u32,
}

/// One visit of a request to a part.
struct Visit {
    part: usize,
    origin: Origin,
    /// Whether its request came after the warm-up.
    counts: bool,
    reached: f64,
    /// Wires to be called, the last group first, those of one group at the same time.
    ahead: Vec<Vec<usize>>,
    /// Calls that are not yet answered.
    open: usize,
}

#[derive(Clone, Copy)]
enum Origin {
    /// From outside.
    Request,
    /// Another visit waits for the answer, which takes this long to get there.
    Call { caller: usize, latency: f64 },
    /// Nobody waits.
    Event,
}

impl<'a> Simulation<'a> {
    fn new(drawn: &'a Drawn, requests: usize, seed: u64) -> Self {
        Self {
            drawn,
            requests,
            arrived: 0,
            random: ChaCha8Rng::seed_from_u64(seed),
            clock: 0.0,
            events: BinaryHeap::new(),
            scheduled: 0,
            stations: drawn.parts.iter().map(|_| Station::default()).collect(),
            visits: Vec::new(),
            over: Vec::new(),
            responses: Vec::with_capacity(requests),
        }
    }

    /// Goes on until all requests that count are answered; others keep coming, or the last ones would find it empty.
    fn run(mut self) -> Simulated {
        self.schedule(0.0, Event::Request);
        while self.responses.len() < self.requests {
            let Reverse((time, _, event)) = self.events.pop().expect("each request schedules the next one");
            self.clock = f64::from_bits(time);
            match event {
                Event::Request => self.request(),
                Event::Reach(visit) => self.reach(visit),
                Event::Release(part) => self.release(part),
                Event::Done(visit) => self.plan(visit),
                Event::Answer(visit) => self.answer(visit),
            }
        }
        self.responses.sort_by(f64::total_cmp);
        let waits = self.stations.iter().map(|station| station.waited / f64::from(station.served)).collect();
        Simulated { responses: self.responses, waits }
    }

    fn schedule(&mut self, after: f64, event: Event) {
        self.scheduled += 1;
        self.events.push(Reverse(((self.clock + after).to_bits(), self.scheduled, event)));
    }

    fn request(&mut self) {
        let gap = self.exponential(1000.0 / self.drawn.load);
        self.schedule(gap, Event::Request);
        let counts = (WARM_UP..WARM_UP + self.requests).contains(&self.arrived);
        self.arrived += 1;
        let visit = self.visit(0, Origin::Request, counts);
        self.reach(visit);
    }

    fn visit(&mut self, part: usize, origin: Origin, counts: bool) -> usize {
        let visit = Visit { part, origin, counts, reached: 0.0, ahead: Vec::new(), open: 0 };
        if let Some(index) = self.over.pop() {
            self.visits[index] = visit;
            return index;
        }
        self.visits.push(visit);
        self.visits.len() - 1
    }

    fn reach(&mut self, index: usize) {
        self.visits[index].reached = self.clock;
        let part = self.visits[index].part;
        if self.stations[part].busy < self.drawn.parts[part].replicas {
            self.serve(index);
        } else {
            self.stations[part].line.push_back(index);
        }
    }

    fn serve(&mut self, index: usize) {
        let Visit { part, counts, reached, .. } = self.visits[index];
        let Part { median, tail, capacity, .. } = self.drawn.parts[part];
        let sigma = (tail / median).ln() / NORMAL_P99;
        let work = median * (sigma * self.normal()).exp();
        let held = capacity.map_or(work, |capacity| self.exponential(1000.0 / capacity));
        let station = &mut self.stations[part];
        station.busy += 1;
        if counts {
            station.waited += self.clock - reached;
            station.served += 1;
        }
        self.schedule(held, Event::Release(part));
        self.schedule(work, Event::Done(index));
    }

    fn release(&mut self, part: usize) {
        self.stations[part].busy -= 1;
        if let Some(next) = self.stations[part].line.pop_front() {
            self.serve(next);
        }
    }

    /// Settles what a visit calls once its own work is done, and starts with it.
    fn plan(&mut self, index: usize) {
        let Visit { part, counts, .. } = self.visits[index];
        let (mut in_turn, mut together) = (Vec::new(), Vec::new());
        let drawn = self.drawn;
        for (position, wire) in drawn.wires.iter().enumerate().filter(|(_, wire)| wire.source == part) {
            let one_more = self.uniform() < wire.calls.fract();
            for _ in 0..wire.calls.floor() as u32 + u32::from(one_more) {
                match wire.way {
                    Way::InTurn => in_turn.push(vec![position]),
                    Way::Together => together.push(position),
                    Way::Unawaited => {
                        let visit = self.visit(wire.target, Origin::Event, counts);
                        let delay = self.exponential(wire.latency);
                        self.schedule(delay, Event::Reach(visit));
                    }
                }
            }
        }
        in_turn.reverse();
        let last = (!together.is_empty()).then_some(together);
        self.visits[index].ahead = last.into_iter().chain(in_turn).collect();
        self.go_on(index);
    }

    /// Makes the next calls, or ends the visit when there are none.
    fn go_on(&mut self, index: usize) {
        let visit = &mut self.visits[index];
        let counts = visit.counts;
        let Some(group) = visit.ahead.pop() else {
            self.end(index);
            return;
        };
        visit.open = group.len();
        for wire in group {
            let Wire { target, latency, .. } = self.drawn.wires[wire];
            let callee = self.visit(target, Origin::Call { caller: index, latency }, counts);
            self.schedule(latency, Event::Reach(callee));
        }
    }

    fn end(&mut self, index: usize) {
        let Visit { origin, counts, reached, .. } = self.visits[index];
        if let Origin::Call { latency, .. } = origin {
            self.schedule(latency, Event::Answer(index));
            return;
        }
        if counts && matches!(origin, Origin::Request) {
            self.responses.push(self.clock - reached);
        }
        self.over.push(index);
    }

    fn answer(&mut self, index: usize) {
        let Origin::Call { caller, .. } = self.visits[index].origin else { return };
        self.over.push(index);
        self.visits[caller].open -= 1;
        if self.visits[caller].open == 0 {
            self.go_on(caller);
        }
    }

    /// At least 0, below 1.
    fn uniform(&mut self) -> f64 {
        self.random.random()
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.uniform()).ln()
    }

    /// A standard normal number, by the way of Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

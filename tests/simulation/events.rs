//! The simulation itself: requests that pass through a system one event after the other.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use cantilever::model::Measure;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::drawn::{Drawn, Part, Way, Wire};

/// Requests that pass before any is counted, so that the queues have the length that they have in the long run.
const WARM_UP: usize = 5_000;

/// The standard normal distribution's 99th percentile, from a table.
pub const NORMAL_P99: f64 = 2.326_348;

/// What a simulation saw, in milliseconds.
pub struct Simulated {
    /// Response times, ascending.
    responses: Vec<f64>,
    /// Mean wait by part.
    pub waits: Vec<f64>,
}

impl Simulated {
    pub fn response(&self, measure: Measure) -> f64 {
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
pub struct Simulation<'a> {
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
    pub fn new(drawn: &'a Drawn, requests: usize, seed: u64) -> Self {
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
    pub fn run(mut self) -> Simulated {
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

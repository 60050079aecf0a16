//! Systems that can be analysed and simulated alike.

use std::collections::BTreeSet;

use cantilever::analysis::{Analysis, AnalysisSettings, analyse};
use cantilever::edit::create;
use cantilever::model::{
    CallCondition, Component, ComponentId, Connector, ConnectorId, ConnectorKind, Design, EvidenceBook, Facts, Line,
    Project, Properties, Property, Quantity, Rectangle, ScenarioId, Unit,
};

/// The one scenario.
pub const USE: &str = "use";

/// A system. Times are in milliseconds; requests enter at the first part.
#[derive(Clone)]
pub struct Drawn {
    /// Requests per second.
    pub load: f64,
    pub parts: Vec<Part>,
    pub wires: Vec<Wire>,
}

#[derive(Clone)]
pub struct Part {
    pub name: &'static str,
    /// Median and 99th percentile of its own work, which is lognormal.
    pub median: f64,
    pub tail: f64,
    /// Requests per second that one replica serves; without it, a replica is held for as long as the work takes.
    pub capacity: Option<f64>,
    pub replicas: u32,
}

#[derive(Clone)]
pub struct Wire {
    pub source: usize,
    pub target: usize,
    pub way: Way,
    /// One way, always the same; of an event the mean.
    pub latency: f64,
    /// Calls per request; what is left above a whole number is the probability of one more.
    pub calls: f64,
}

#[derive(Clone, Copy)]
pub enum Way {
    /// A call after the calls before it.
    InTurn,
    /// A call that starts with all others of its sort, after those in turn.
    Together,
    /// An event.
    Unawaited,
}

impl Drawn {
    pub fn new(load: f64) -> Self {
        Self { load, parts: Vec::new(), wires: Vec::new() }
    }

    pub fn part(mut self, name: &'static str, median: f64, tail: f64) -> Self {
        self.parts.push(Part { name, median, tail, capacity: None, replicas: 1 });
        self
    }

    /// States the capacity of each replica of the part that was just added.
    pub fn served(mut self, capacity: f64, replicas: u32) -> Self {
        let part = self.parts.last_mut().expect("a part was added");
        (part.capacity, part.replicas) = (Some(capacity), replicas);
        self
    }

    pub fn wire(mut self, source: &str, target: &str, way: Way, latency: f64, calls: f64) -> Self {
        let (source, target) = (self.position(source), self.position(target));
        self.wires.push(Wire { source, target, way, latency, calls });
        self
    }

    pub fn position(&self, name: &str) -> usize {
        self.parts.iter().position(|part| part.name == name).expect("the part was added")
    }

    pub fn analysis(&self) -> Analysis {
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

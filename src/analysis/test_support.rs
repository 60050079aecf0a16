//! A short way to write small systems in tests, and the one comparison of numbers that they use.

use std::collections::BTreeSet;

use crate::edit::create;
use crate::model::{
    Algorithm, CallCondition, Candidate, CascadeEvidence, CascadePoint, Choice, Component, ComponentId, Connector,
    ConnectorId, ConnectorKind, Dataset, DatasetSource, DeploymentNode, Design, ElementId, Evidence, EvidenceBook,
    Facts, FraudGenerator, Goal, Judging, LearningTask, Line, Measure, Measured, OpenQuestion, OperatingPoint, Pick,
    Project, Properties, Property, Quantity, Rectangle, SplitRule, Subject, TreeSettings,
};

/// Fails unless `actual` lies within `tolerance` of `expected`.
#[track_caller]
pub(crate) fn check_close(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
}

/// The numbers that a test states, each in the property's unit.
pub(crate) type Numbers<'a> = &'a [(Property, f64)];

/// Builds a project piece by piece; components are named by their identifiers.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestProject {
    project: Project,
}

impl TestProject {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A service; adding one that exists changes nothing.
    pub(crate) fn component(self, id: &str, numbers: Numbers<'_>) -> Self {
        self.component_of_kind(id, "service", numbers)
    }

    pub(crate) fn component_of_kind(mut self, id: &str, kind: &str, numbers: Numbers<'_>) -> Self {
        self.project.system.components.entry(id.into()).or_insert_with(|| Component {
            name: id.to_owned(),
            kind: kind.to_owned(),
            description: String::new(),
            shape: Rectangle::default(),
            deployed_on: None,
            boundaries: BTreeSet::new(),
            properties: properties(numbers),
            facts: Facts::default(),
        });
        self
    }

    /// A node, with the components that run on it.
    pub(crate) fn node(mut self, id: &str, numbers: Numbers<'_>, components: &[&str]) -> Self {
        let node = DeploymentNode {
            name: id.to_owned(),
            kind: "cloud_region".to_owned(),
            description: String::new(),
            shape: Rectangle::default(),
            parent: None,
            properties: properties(numbers),
            facts: Facts::default(),
        };
        self.project.system.nodes.insert(id.into(), node);
        for component in components {
            self.project.system.components[&ComponentId::new(component)].deployed_on = Some(id.into());
        }
        self
    }

    /// A connector named `source-target`.
    pub(crate) fn connect(mut self, source: &str, target: &str, kind: ConnectorKind, numbers: Numbers<'_>) -> Self {
        let connector = Connector {
            source: source.into(),
            target: target.into(),
            kind,
            label: String::new(),
            condition: CallCondition::Always,
            parallel: false,
            line: Line::default(),
            properties: properties(numbers),
            facts: Facts::default(),
        };
        self.project.system.connectors.insert(ConnectorId::new(&format!("{source}-{target}")), connector);
        self
    }

    /// A synchronous call with a constant one-way latency in milliseconds, and a timeout.
    pub(crate) fn call(self, source: &str, target: &str, latency: f64) -> Self {
        let numbers = [(Property::LinkLatencyMedian, latency), (Property::Timeout, 10_000.0)];
        self.connect(source, target, ConnectorKind::SynchronousCall, &numbers)
    }

    /// Changes the connector `id` that was just made.
    pub(crate) fn with_connector(mut self, id: &str, change: impl FnOnce(&mut Connector)) -> Self {
        change(&mut self.project.system.connectors[&ConnectorId::new(id)]);
        self
    }

    /// The scenario `use` with these loads per second.
    pub(crate) fn scenario(mut self, entry: &str, mean_load: f64, peak_load: f64) -> Self {
        let load = |amount| Quantity::estimated(amount, crate::model::Unit::PerSecond);
        let (_, mut scenario) = create::scenario(&self.project, &entry.into());
        scenario.name = "use".to_owned();
        (scenario.mean_load, scenario.peak_load) = (load(mean_load), load(peak_load));
        self.project.scenarios.insert("use".into(), scenario);
        self
    }

    /// A hard requirement named by its identifier.
    pub(crate) fn requirement(mut self, id: &str, measure: Measure, subject: Subject, threshold: Quantity) -> Self {
        let (_, mut requirement) = create::requirement(&self.project, measure, subject);
        requirement.name = id.to_owned();
        requirement.threshold = threshold;
        self.project.requirements.insert(id.into(), requirement);
        self
    }

    /// A learning task of `component` with these candidates.
    pub(crate) fn task(mut self, component: &str, candidates: &[&str]) -> Self {
        let generator = FraudGenerator { seed: 1, customers: 1, terminals: 1, days: 1 };
        let dataset = Dataset {
            name: "data".to_owned(),
            description: String::new(),
            source: DatasetSource::GeneratedFraud(generator),
            target: "fraud".to_owned(),
            goal: Goal::Binary { positive: "1".to_owned() },
            excluded: Vec::new(),
        };
        self.project.datasets.insert("data".into(), dataset);
        let candidates = candidates.iter().map(|id| {
            let algorithm = Algorithm::DecisionTree(TreeSettings { max_depth: 3, min_leaf: 1 });
            ((*id).into(), Candidate { name: (*id).to_owned(), algorithm, seed: 1, search: None })
        });
        let task = LearningTask {
            dataset: "data".into(),
            split: SplitRule::Stratified { test_share: 0.3, seed: 1 },
            operating_point: OperatingPoint::Probability(0.5),
            primary: Measure::RocAuc,
            judging: Judging::default(),
            candidates: candidates.collect(),
        };
        self.project.tasks.insert(component.into(), task);
        self
    }

    pub(crate) fn choice(mut self, id: &str, component: &str, question: OpenQuestion) -> Self {
        self.project.choices.insert(id.into(), Choice { element: ElementId::Component(component.into()), question });
        self
    }

    pub(crate) fn build(self) -> Project {
        self.project
    }
}

fn properties(numbers: Numbers<'_>) -> Properties {
    numbers.iter().map(|(property, amount)| (*property, Quantity::estimated(*amount, property.unit()))).collect()
}

/// A design with these picks.
pub(crate) fn design(picks: &[(&str, Pick)]) -> Design {
    Design { picks: picks.iter().map(|(choice, pick)| ((*choice).into(), pick.clone())).collect() }
}

/// What was measured on a cascade at these shares, in percent, each with these values.
pub(crate) fn cascade(points: &[(f64, &[(Measure, f64)])]) -> CascadeEvidence {
    let point = |(share, measured): &(f64, &[(Measure, f64)])| {
        let measured = measured
            .iter()
            .map(|(measure, value)| (*measure, Measured { value: *value, interval: Some((value - 1.0, value + 1.0)) }));
        CascadePoint { share: *share, threshold: Some(0.5), passed_on: *share, measured: measured.collect() }
    };
    CascadeEvidence { fingerprints: <[String; 2]>::default(), points: points.iter().map(point).collect() }
}

/// A component, its candidate, and what was measured on it.
pub(crate) type Entry<'a> = (&'a str, &'a str, &'a [(Measure, f64)]);

/// A book with these measurements, each of one candidate of one component.
pub(crate) fn evidence(entries: &[Entry<'_>]) -> EvidenceBook {
    let mut book = EvidenceBook::default();
    for (component, candidate, measured) in entries {
        let measured = measured.iter().map(|(measure, value)| (*measure, Measured { value: *value, interval: None }));
        let evidence = Evidence {
            fingerprint: String::new(),
            measured: measured.collect(),
            training_rows: 100,
            test_rows: 100,
            positive_test_rows: Some(10),
            features: 3,
            threshold: Some(0.5),
            ..Evidence::default()
        };
        book.insert((*component).into(), (*candidate).into(), evidence);
    }
    book
}

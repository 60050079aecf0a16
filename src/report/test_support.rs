//! One example that all tests of the report share: fraud detection with two open choices and six designs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Material, Report, Stamp};
use crate::analysis::{
    Analysis, AnalysisSettings, ComponentLoad, CostItem, Finding, Hop, Latency, Outcome, Qualities, Quality,
    ScenarioAnalysis, Severity, Verdict,
};
use crate::edit::create;
use crate::model::*;
use crate::tradeoff::{DesignSpace, Exploration, Region};

/// Program, date and command of a report.
pub(super) fn stamp() -> Stamp {
    Stamp {
        date: "2026-11-24".to_owned(),
        program: "cantilever 0.1.0".to_owned(),
        commands: vec!["cantilever report shop".to_owned()],
    }
}

/// The report on the design that was decided for.
pub(super) fn fraud_report() -> Report {
    report_of(&fraud_project(), &evidence(), Some(&exploration()), &analysis(), &design("boosted", 2))
}

pub(super) fn report_of(
    project: &Project,
    evidence: &EvidenceBook,
    exploration: Option<&Exploration>,
    analysis: &Analysis,
    design: &Design,
) -> Report {
    let region = exploration.map(|exploration| Region::of_project(exploration, project));
    Report::build(&material(project, evidence, exploration.zip(region.as_ref()), analysis, design), &stamp())
}

/// What a report is made from where nothing but the designs was worked out.
pub(super) fn material<'a>(
    project: &'a Project,
    evidence: &'a EvidenceBook,
    explored: Option<(&'a Exploration, &'a Region)>,
    analysis: &'a Analysis,
    design: &'a Design,
) -> Material<'a> {
    let settings = AnalysisSettings { samples: 2000, seed: 1 };
    Material { project, evidence, explored, sensitivity: None, certainty: None, design, analysis, settings }
}

pub(super) fn cost() -> MeasureKey {
    MeasureKey::new(Measure::MonthlyCost, Subject::System)
}

pub(super) fn recall() -> MeasureKey {
    MeasureKey::new(Measure::Recall, Subject::Component("screen".into()))
}

pub(super) fn response() -> MeasureKey {
    MeasureKey::new(Measure::ResponseTimeP99, Subject::Scenario("pay".into()))
}

fn component(name: &str, kind: &str, x: f32, y: f32) -> Component {
    Component {
        name: name.to_owned(),
        kind: kind.to_owned(),
        description: String::new(),
        shape: Rectangle::new(x, y, 168.0, 64.0),
        deployed_on: Some("cloud".into()),
        boundaries: BTreeSet::new(),
        properties: Properties::from([
            (Property::ServiceTimeMedian, Quantity::assumed(3.0, Unit::Millisecond)),
            (Property::Replicas, Quantity::estimated(2.0, Unit::Count)),
        ]),
        facts: Facts::default(),
    }
}

fn connector(source: &str, target: &str, kind: ConnectorKind, label: &str) -> Connector {
    Connector {
        source: source.into(),
        target: target.into(),
        kind,
        label: label.to_owned(),
        condition: CallCondition::Always,
        parallel: false,
        line: Line::default(),
        properties: Properties::new(),
        facts: Facts::default(),
    }
}

fn system() -> System {
    let node = |name: &str, kind: &str, x: f32, y: f32, width: f32, height: f32| DeploymentNode {
        name: name.to_owned(),
        kind: kind.to_owned(),
        description: String::new(),
        shape: Rectangle::new(x, y, width, height),
        parent: None,
        properties: Properties::new(),
        facts: Facts::default(),
    };
    let components = [
        ("app", component("Payment app", "client_app", 40.0, 80.0)),
        ("gateway", component("Gateway", "gateway", 340.0, 80.0)),
        ("screen", component("Fraud model", "inference_service", 600.0, 80.0)),
        ("deep", component("Deep model", "inference_service", 860.0, 80.0)),
        ("features", component("Card and terminal features", "feature_store", 600.0, 250.0)),
        ("training", component("Training", "training_pipeline", 860.0, 250.0)),
        ("monitor", component("Monitoring", "monitoring", 340.0, 250.0)),
        ("reviewer", component("Reviewer", "reviewer", 1140.0, 80.0)),
    ];
    let mut flagged = connector("screen", "deep", ConnectorKind::SynchronousCall, "score");
    flagged.condition = CallCondition::WhenFlagged;
    let connectors = [
        connector("app", "gateway", ConnectorKind::SynchronousCall, "pay"),
        connector("gateway", "screen", ConnectorKind::SynchronousCall, "score"),
        flagged,
        connector("screen", "features", ConnectorKind::InProcess, "read"),
        connector("deep", "reviewer", ConnectorKind::AsynchronousEvent, "case"),
        connector("features", "training", ConnectorKind::DataFlow, "history"),
        connector("gateway", "monitor", ConnectorKind::AsynchronousEvent, "telemetry"),
        connector("training", "screen", ConnectorKind::DataFlow, "new model"),
        connector("reviewer", "training", ConnectorKind::DataFlow, "labels"),
    ];
    System {
        components: components.into_iter().map(|(id, item)| (ComponentId::new(id), item)).collect(),
        connectors: connectors
            .into_iter()
            .enumerate()
            .map(|(number, item)| (ConnectorId::new(&format!("c{number}")), item))
            .collect(),
        nodes: [
            ("phone", node("Customer's phone", "user_device", 16.0, 30.0, 216.0, 140.0)),
            ("cloud", node("Cloud region west", "cloud_region", 300.0, 30.0, 770.0, 310.0)),
            ("office", node("Back office", "on_premises", 1114.0, 30.0, 220.0, 140.0)),
        ]
        .into_iter()
        .map(|(id, item)| (NodeId::new(id), item))
        .collect(),
        ..System::default()
    }
}

fn requirement(name: &str, measure: MeasureKey, threshold: Quantity, strength: Strength) -> Requirement {
    let (_, requirement) = create::requirement(&Project::default(), measure.measure, measure.subject);
    Requirement { name: name.to_owned(), threshold, strength, ..requirement }
}

fn task() -> LearningTask {
    let families = Algorithm::families(&Goal::Binary { positive: "1".to_owned() });
    let family = |label: &str| families.iter().find(|family| family.label() == label).cloned().expect("a family");
    let (logistic, boosting) = (family("Logistic regression"), family("Gradient boosting"));
    let candidates = [("logistic", "Logistic", logistic), ("boosted", "Boosted trees", boosting)];
    LearningTask {
        dataset: "cards".into(),
        split: SplitRule::ByTime { column: "day".to_owned(), test_share: 0.3 },
        operating_point: OperatingPoint::FalsePositiveRate(0.01),
        primary: Measure::Recall,
        judging: Judging::default(),
        candidates: candidates
            .into_iter()
            .map(|(id, name, algorithm)| {
                (CandidateId::new(id), Candidate { name: name.to_owned(), algorithm, seed: 7, search: None })
            })
            .collect(),
    }
}

pub(super) fn fraud_project() -> Project {
    let dataset = Dataset {
        name: "Card transactions".to_owned(),
        description: "Synthetic.".to_owned(),
        source: DatasetSource::GeneratedFraud(FraudGenerator { seed: 1, customers: 5000, terminals: 1000, days: 120 }),
        target: "fraud".to_owned(),
        goal: Goal::Binary { positive: "1".to_owned() },
        excluded: vec!["day".to_owned()],
    };
    let requirements = [
        ("fast", requirement("Answer in time", response(), Quantity::estimated(2.0, Unit::Second), Strength::Hard)),
        ("find", requirement("Find the fraud", recall(), Quantity::estimated(80.0, Unit::Percent), Strength::Hard)),
        (
            "cheap",
            requirement(
                "Stay cheap",
                cost(),
                Quantity::estimated(1500.0, Unit::DollarPerMonth),
                Strength::Soft { weight: 60.0, worst: None },
            ),
        ),
    ];
    let scenario = Scenario {
        name: "Pay by card".to_owned(),
        description: "A customer pays at a terminal.".to_owned(),
        entry: "app".into(),
        mean_load: Quantity::estimated(12.0, Unit::PerSecond),
        peak_load: Quantity::estimated(1000.0, Unit::PerSecond),
        share: None,
        path: Path::Derived,
        motion: None,
    };
    let choices = [
        ("model", Choice { element: ElementId::Component("screen".into()), question: OpenQuestion::Candidate }),
        (
            "replicas",
            Choice {
                element: ElementId::Component("gateway".into()),
                question: OpenQuestion::Replicas { fewest: 1, most: 3 },
            },
        ),
    ];
    Project {
        alternatives: Alternatives::default(),
        name: "Card fraud".to_owned(),
        description: "Decide within two seconds whether a card payment is let through.".to_owned(),
        system: system(),
        views: BTreeMap::new(),
        scenarios: [("pay".into(), scenario)].into_iter().collect(),
        total_load: None,
        requirements: requirements.into_iter().map(|(id, item)| (RequirementId::new(id), item)).collect(),
        stakeholders: Collection::default(),
        judgements: BTreeMap::new(),
        datasets: [("cards".into(), dataset)].into_iter().collect(),
        tasks: [("screen".into(), task())].into_iter().collect(),
        choices: choices.into_iter().map(|(id, item)| (ChoiceId::new(id), item)).collect(),
        decisions: [("model".into(), decision())].into_iter().collect(),
        exclusions: Vec::new(),
        accepted: crate::model::AcceptedFindings::new(),
        breakout: None,
    }
}

fn decision() -> Decision {
    Decision {
        title: "Model of the screen".to_owned(),
        status: DecisionStatus::Accepted,
        date: "2026-11-20".parse().ok(),
        revisit: "2027-05-20".parse().ok(),
        deciders: "Ada, Grace".to_owned(),
        consulted: "Fraud desk".to_owned(),
        context: "Fraud has doubled in a year.\nThe terminals give up after two seconds.".to_owned(),
        drivers: vec!["fast".into(), "find".into()],
        considered: vec![design("logistic", 3), design("boosted", 2)],
        design: Some(design("boosted", 2)),
        rationale: "It finds the most fraud at a price we can pay.".to_owned(),
        consequences: "Reviewers must be trained on the new cases.".to_owned(),
        confirmation: "The build runs cantilever check.".to_owned(),
        dissent: "Operations wants one replica less.".to_owned(),
        ..Decision::default()
    }
}

pub(super) fn design(candidate: &str, replicas: u32) -> Design {
    Design {
        picks: BTreeMap::from([
            ("model".into(), Pick::Candidate(candidate.into())),
            ("replicas".into(), Pick::Replicas(replicas)),
        ]),
    }
}

fn qualities(values: [Option<f64>; 3]) -> Qualities {
    let known =
        |amount: Option<f64>, unit| amount.map_or(Quantity::unknown(unit), |amount| Quantity::estimated(amount, unit));
    let found = values[1].map_or(Quantity::unknown(Unit::Percent), |amount| Quantity::measured(amount, Unit::Percent));
    let interval = values[1].map(|amount| (amount - 2.0, amount + 2.0));
    let overloaded = values[2].is_none().then(|| "overloaded: Gateway needs 2.1 of 1 replicas".to_owned());
    let response_quality = Quality { note: overloaded, ..Quality::of(known(values[2], Unit::Millisecond)) };
    Qualities::from([
        (cost(), Quality::of(known(values[0], Unit::DollarPerMonth))),
        (recall(), Quality { quantity: found, interval, note: None }),
        (response(), response_quality),
    ])
}

/// Costs, recalls and response times by hand, of the linear model with one to three replicas and then of the boosted
/// trees; the front of all three is designs 2, 5 and 6 counted from 1.
pub(super) fn exploration() -> Exploration {
    let by_hand = [
        [None, Some(78.0), None],
        [Some(900.0), Some(81.0), Some(200.0)],
        [Some(1300.0), Some(78.0), Some(180.0)],
        [Some(1100.0), Some(84.0), None],
        [Some(1250.0), Some(84.0), Some(240.0)],
        [Some(1400.0), Some(84.0), Some(190.0)],
    ];
    Exploration::of(DesignSpace::of(&fraud_project(), &evidence()), by_hand.map(qualities))
}

pub(super) fn analysis() -> Analysis {
    let qualities = exploration().qualities(4);
    let verdict = |id: &str, key: &MeasureKey, outcome, reason: &str| Verdict {
        requirement: id.into(),
        outcome,
        quality: qualities[key].clone(),
        reason: reason.to_owned(),
        worth: None,
    };
    let hop =
        |id: &str, mean_share: f64, tail_share: f64| Hop { component: id.into(), visits: 1.0, mean_share, tail_share };
    let load = ComponentLoad {
        arrivals: Quantity::estimated(1000.0, Unit::PerSecond),
        capacity: Quantity::estimated(1200.0, Unit::PerSecond),
        utilisation: Quantity::estimated(83.3, Unit::Percent),
        waiting: Quantity::estimated(2.4, Unit::Millisecond),
        replicas: 2,
        node: Some("cloud".into()),
    };
    Analysis {
        scenarios: vec![ScenarioAnalysis {
            scenario: "pay".into(),
            latency: Latency::Samples {
                sorted_ms: (0_u8..=200).map(f32::from).collect(),
                provenance: Provenance::Estimated,
            },
            hops: vec![hop("app", 0.1, 0.05), hop("gateway", 0.317, 0.6), hop("screen", 0.583, 0.35)],
            availability: Quality::of(Quantity::estimated(99.95, Unit::Percent)),
            needed: Vec::new(),
            loads: BTreeMap::from([("gateway".into(), load)]),
            bottleneck: Some("gateway".into()),
        }],
        costs: vec![
            CostItem {
                label: "Gateway, 2 replicas".to_owned(),
                how: "2 replicas · $0.72/h · 730 h".to_owned(),
                element: Some(ElementId::Component("gateway".into())),
                monthly: Quantity::estimated(1050.0, Unit::DollarPerMonth),
            },
            CostItem {
                label: "Feature store".to_owned(),
                how: "a fixed price per month".to_owned(),
                element: None,
                monthly: Quantity::assumed(200.0, Unit::DollarPerMonth),
            },
        ],
        verdicts: vec![
            verdict("fast", &response(), Outcome::Met, "240 ms is within 2 s."),
            verdict("find", &recall(), Outcome::Met, "84 % is at least 80 %."),
            verdict("cheap", &cost(), Outcome::Met, "$1,250/month is within $1,500/month."),
        ],
        findings: vec![Finding {
            rule: "single_point_of_failure",
            severity: Severity::Warning,
            elements: vec![ElementId::Component("features".into())],
            message: "Card and terminal features runs once; when it fails, nothing is answered.".to_owned(),
            remedy: "Run a second replica.".to_owned(),
        }],
        budgets: BTreeMap::new(),
        candidates: BTreeMap::new(),
        qualities,
    }
}

pub(super) fn evidence() -> EvidenceBook {
    let mut book = EvidenceBook::default();
    for (candidate, found) in [("boosted", 84.0), ("logistic", 81.0)] {
        let measured = |value: f64, interval| Measured { value, interval };
        let evidence = Evidence {
            fingerprint: format!("5f1c0a9e{candidate}"),
            measured: BTreeMap::from([
                (Measure::Recall, measured(found, Some((found - 2.0, found + 2.0)))),
                (Measure::RocAuc, measured(0.95, Some((0.94, 0.96)))),
                (Measure::InferenceP50, measured(12.5, None)),
                (Measure::ModelSize, measured(410.0, None)),
                (Measure::TrainingTime, measured(3.2, None)),
            ]),
            training_rows: 70_000,
            test_rows: 30_000,
            positive_test_rows: Some(412),
            features: 9,
            threshold: Some(0.31),
            environment: Environment {
                processor: "Example CPU".to_owned(),
                system: "Linux x86_64".to_owned(),
                program: "cantilever 0.1.0".to_owned(),
                measured_at: "2026-11-24T01:30:00Z".to_owned(),
            },
            ..Evidence::default()
        };
        book.insert("screen".into(), candidate.into(), evidence);
    }
    book
}

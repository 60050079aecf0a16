//! What an analysis says: qualities, verdicts, findings, and the numbers behind them.

use std::collections::BTreeMap;

use super::budget::NoBudget;
use crate::model::{
    CandidateId, ComponentId, ElementId, FindingKey, MeasureKey, NodeId, Project, Provenance, Quantity, RequirementId,
    ScenarioId,
};

/// How an analysis samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnalysisSettings {
    /// Response times sampled per scenario; at least 1.
    pub samples: usize,
    /// Seed of everything random; the same seed gives the same numbers.
    pub seed: u64,
}

/// The value of one measure under one design.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// The value in the measure's unit, or an unknown of that unit.
    pub quantity: Quantity,
    /// Lower and upper end of the 95 % interval in the same unit, where one was computed.
    pub interval: Option<(f64, f64)>,
    /// Why the value is unknown, or what a reader must know to judge it.
    pub note: Option<String>,
}

/// The value of every measure that applies, known or not.
pub type Qualities = BTreeMap<MeasureKey, Quality>;

/// What became of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The value is on the right side of the threshold.
    Met,
    /// It is on the wrong side.
    Missed,
    /// The value or the threshold is not known.
    Unknown,
}

impl Outcome {
    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Unknown => "unknown",
        }
    }
}

/// The judgement of one requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The requirement that is judged.
    pub requirement: RequirementId,
    /// The judgement.
    pub outcome: Outcome,
    /// The value that was compared with the threshold.
    pub quality: Quality,
    /// One plain sentence with the numbers.
    pub reason: String,
    /// Of a soft requirement, what the value is worth, 0 to 1; `None` for a hard one and while the value is not known.
    pub worth: Option<f64>,
}

/// How much a finding matters; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something cannot be right: a reference to nothing, an endless call.
    Error,
    /// Something is probably not as it should be.
    Warning,
    /// Something to know.
    Note,
}

/// What a check has to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's key, such as `synchronous_cycle`.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The elements of the drawing that it is about; empty when it is about something else.
    pub elements: Vec<ElementId>,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What to do about it, as a sentence.
    pub remedy: String,
}

impl Finding {
    /// What makes it the same finding tomorrow.
    pub fn key(&self) -> FindingKey {
        FindingKey { rule: self.rule.to_owned(), elements: self.elements.iter().cloned().collect() }
    }

    /// Why the architect left it as it is; `None` while it is open.
    pub fn accepted_in<'p>(&self, project: &'p Project) -> Option<&'p str> {
        project.accepted.get(&self.key()).map(String::as_str)
    }
}

/// One component's part in the response time of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// The component.
    pub component: ComponentId,
    /// How often a request waits for it, on average.
    pub visits: f64,
    /// Its share of the mean response time, 0 to 1: work, waiting, and the link by which it is called.
    pub mean_share: f64,
    /// The same share in the slowest 1 % of the samples.
    pub tail_share: f64,
}

/// Something that must be up for a scenario to work.
#[derive(Clone, Debug, PartialEq)]
pub struct NeededPart {
    /// The component, with its replicas and what answers in its place, or the node.
    pub element: ElementId,
    /// Share of the requests that need it, 0 to 1.
    pub reach: f64,
    /// Share of time that it is up, in percent.
    pub availability: Quantity,
    /// Birnbaum's importance: how much the scenario's availability gains per gain of this one, 0 to 1; `None` while
    /// another part is not known. The largest is the part to improve first.
    pub importance: Option<f64>,
}

/// How busy a component is at the peak load of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentLoad {
    /// Requests that reach it, per second.
    pub arrivals: Quantity,
    /// Requests per second that all replicas together can serve; unknown also for a component that takes no time.
    pub capacity: Quantity,
    /// Arrivals divided by capacity, in percent; above 100 it is overloaded.
    pub utilisation: Quantity,
    /// Mean time a request waits before it is worked on, in milliseconds; unknown when overloaded.
    pub waiting: Quantity,
    /// Copies that run.
    pub replicas: u32,
    /// Where it runs.
    pub node: Option<NodeId>,
}

/// One position of the monthly bill.
#[derive(Clone, Debug, PartialEq)]
pub struct CostItem {
    /// What is paid for, such as `Scorer, 3 replicas`.
    pub label: String,
    /// How it is reckoned, such as `3 replicas · $0.34/h · 730 h`.
    pub how: String,
    /// The element that causes it.
    pub element: Option<ElementId>,
    /// Dollars per month.
    pub monthly: Quantity,
}

/// Response times of a scenario, or why there are none.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// Sampled response times.
    Samples {
        /// Milliseconds, ascending; never empty.
        sorted_ms: Vec<f32>,
        /// The weakest input's provenance.
        provenance: Provenance,
    },
    /// Some component on the path gets more requests than it can serve: waiting grows without end.
    Overloaded {
        /// Which component, and by how much.
        reason: String,
    },
    /// Something that it depends on is not stated or not measured.
    Unknown {
        /// What is missing, and what to do.
        reason: String,
    },
}

/// Everything computed for one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioAnalysis {
    /// The scenario.
    pub scenario: ScenarioId,
    /// Response times at peak load.
    pub latency: Latency,
    /// The blocking path in call order with each component's share; empty while latency is unknown or overloaded.
    pub hops: Vec<Hop>,
    /// Share of time that the scenario works, in percent.
    pub availability: Quality,
    /// What its requests need, components before nodes; empty while that is not known.
    pub needed: Vec<NeededPart>,
    /// Load by component, asynchronous ones included.
    pub loads: BTreeMap<ComponentId, ComponentLoad>,
    /// The component that limits the throughput.
    pub bottleneck: Option<ComponentId>,
}

/// Everything computed for one design.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// By scenario, in the project's order.
    pub scenarios: Vec<ScenarioAnalysis>,
    /// The monthly bill.
    pub costs: Vec<CostItem>,
    /// The value of every measure.
    pub qualities: Qualities,
    /// One judgement per requirement, in the project's order.
    pub verdicts: Vec<Verdict>,
    /// What the requirements that others were derived from leave for those now, or why nothing.
    pub budgets: BTreeMap<RequirementId, Result<Quantity, NoBudget>>,
    /// The verdicts on what is required of components whose model is open, by component and trained candidate.
    pub candidates: BTreeMap<ComponentId, BTreeMap<CandidateId, Vec<Verdict>>>,
    /// What the checks have to say, the worst first.
    pub findings: Vec<Finding>,
}

impl Analysis {
    /// What the checks have to say that was not accepted, the worst first.
    pub fn open_findings<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(|finding| finding.accepted_in(project).is_none())
    }
}

/// How the note of an overloaded quality starts.
pub(super) const OVERLOADED: &str = "overloaded: ";

impl Default for AnalysisSettings {
    fn default() -> Self {
        Self { samples: 20_000, seed: 1 }
    }
}

impl Quality {
    /// A plain value without interval or note.
    pub fn of(quantity: Quantity) -> Self {
        Self { quantity, interval: None, note: None }
    }

    /// The value for people, with "overloaded" or "unknown" instead of a number that is not there; long times are
    /// [legible](Quantity::legible).
    pub fn in_words(&self) -> String {
        if self.is_overloaded() { "overloaded".to_owned() } else { self.quantity.legible().to_string() }
    }

    /// Whether the value is missing because some component is overloaded.
    pub fn is_overloaded(&self) -> bool {
        !self.quantity.is_known() && self.note.as_ref().is_some_and(|note| note.starts_with(OVERLOADED))
    }
}

impl Latency {
    /// The response time in milliseconds that the share `level` (0 to 1) of the requests stays within: the smallest
    /// sample that at least that share of the samples does not exceed. `None` without samples.
    pub fn quantile(&self, level: f64) -> Option<f64> {
        match self {
            Self::Samples { sorted_ms, .. } => {
                sorted_ms.get(super::distribution::rank(level, sorted_ms.len())).map(|sample| f64::from(*sample))
            }
            Self::Overloaded { .. } | Self::Unknown { .. } => None,
        }
    }
}

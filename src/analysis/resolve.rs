//! What every component and connector really is under a design: stated numbers, measured models and picks together.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::catalog;
use crate::model::{
    CallCondition, CandidateId, Component, ComponentId, Connector, ConnectorKind, DeploymentNode, Design, Evidence,
    EvidenceBook, Measure, Measured, NodeId, OpenQuestion, Pick, Project, Property, Provenance, Unit,
};

use super::cascade::Cascade;
use super::known::{Known, Sourced, stated, stated_or};
use super::route::Call;
pub use super::service::ServiceTime;
use super::service::{capacity, service_time};

/// Most replicas that are computed with.
const MOST_REPLICAS: f64 = 1_000_000.0;

/// Longest chain of in-process calls that a replica count is passed along.
pub(super) const LONGEST_PROCESS_CHAIN: u32 = 16;

/// The model that fills a component under a design.
#[derive(Clone, Debug)]
pub enum Model<'a> {
    /// The component learns nothing.
    None,
    /// This candidate was picked and measured.
    Chosen(&'a CandidateId, &'a Evidence),
    /// These two were picked and measured together.
    Cascade(Cascade<'a>),
    /// It should have a model, but there is none; the text says what to do.
    Missing(String),
}

impl<'a> Model<'a> {
    /// Everything that was measured on it, or follows from that; nothing where there is no model.
    pub fn measured(&self) -> Cow<'a, BTreeMap<Measure, Measured>> {
        match self {
            Self::Chosen(_, evidence) => Cow::Borrowed(&evidence.measured),
            Self::Cascade(cascade) => Cow::Owned(cascade.measured()),
            Self::None | Self::Missing(_) => Cow::Owned(BTreeMap::new()),
        }
    }

    /// One of these values, in the measure's unit.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        match self {
            Self::Chosen(_, evidence) => evidence.value(measure),
            Self::Cascade(cascade) => cascade.value(measure),
            Self::None | Self::Missing(_) => None,
        }
    }

    /// The candidate that decides, first of all where there are two, with its evidence: which rows it was judged on.
    pub fn first(&self) -> Option<(&'a CandidateId, &'a Evidence)> {
        match self {
            Self::Chosen(candidate, evidence) => Some((candidate, evidence)),
            Self::Cascade(cascade) => Some(cascade.first),
            Self::None | Self::Missing(_) => None,
        }
    }
}

/// One component under a design.
#[derive(Clone, Debug)]
pub struct ResolvedComponent<'a> {
    /// What is drawn.
    pub component: &'a Component,
    /// Where it runs.
    pub node: Option<(&'a NodeId, &'a DeploymentNode)>,
    /// Copies that run; a whole number, at least 1.
    pub replicas: Sourced,
    /// The model that fills it.
    pub model: Model<'a>,
    /// How long it works on one request.
    pub service: Result<ServiceTime, String>,
    /// Requests per second that one replica can serve; infinite when it takes no time.
    pub capacity: Known,
    /// Squared coefficient of variation of the times that a replica is busy: what waiting grows with. 1 where only a
    /// capacity says how busy it is.
    pub variation: f64,
    /// It stands for somebody or something outside (a user, the environment): takes no time, never fails, costs
    /// nothing.
    pub outside: bool,
    /// It is only called in process: it runs inside its callers and shares their replicas and nodes.
    pub embedded: bool,
}

impl ResolvedComponent<'_> {
    /// Replicas as a number of servers.
    pub fn servers(&self) -> u32 {
        self.replicas.value as u32
    }
}

/// All components under a design.
#[derive(Clone, Debug)]
pub struct Resolution<'a> {
    /// By identifier.
    pub components: BTreeMap<&'a ComponentId, ResolvedComponent<'a>>,
    /// What each component calls, in drawing order: among them the cache that it asks.
    caches: BTreeMap<&'a ComponentId, Vec<&'a ComponentId>>,
}

impl<'a> Resolution<'a> {
    /// What `project` is under `design`, with the models measured in `evidence`. Picks for choices that the project
    /// does not have, or that do not answer the question, are passed over.
    pub fn of(project: &'a Project, evidence: &'a EvidenceBook, design: &'a Design) -> Self {
        let resolver = Resolver { project, evidence, picks: Picks::of(project, design) };
        let components = project.system.components.iter();
        let components = components.map(|(id, component)| (id, resolver.component(id, component))).collect();
        let mut caches: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for connector in project.system.connectors.values().filter(|connector| connector.kind.blocks()) {
            caches.entry(&connector.source).or_default().push(&connector.target);
        }
        Self { components, caches }
    }

    /// How often a request that reaches the source of a connector takes it: what the scenario or the connector states (1
    /// is assumed), times the measured share of flagged cases where only those are passed on, or the share of requests
    /// that the cache has no answer to.
    pub fn calls_per_request(&self, call: &Call<'_>) -> Known {
        let connector = call.connector;
        let own = || stated_or(&connector.properties, Property::CallsPerRequest, 1.0);
        let calls = match call.step.calls {
            None => own(),
            Some(calls) => {
                let possible = calls.amount_in(Unit::Ratio).filter(|amount| *amount >= 0.0);
                let name = |id: &ComponentId| {
                    self.components.get(id).map_or(id.as_str(), |found| found.component.name.as_str()).to_owned()
                };
                let missing = || {
                    format!(
                        "state how often the path goes from {} to {}",
                        name(&connector.source),
                        name(&connector.target)
                    )
                };
                Sourced::new(possible.ok_or_else(missing)?, calls.provenance())
            }
        };
        match connector.condition {
            CallCondition::Always | CallCondition::OneOf => Ok(calls),
            CallCondition::WhenFlagged => Ok(calls.times(self.flagged_share(connector)?)),
            CallCondition::WhenMissed => Ok(calls.times(self.missed_share(connector)?)),
        }
    }

    /// Share of the requests that the source's cache, or the cache that the source asks, has no answer to.
    fn missed_share(&self, connector: &Connector) -> Known {
        let hits = |id: &ComponentId| stated(&self.components.get(id)?.component.properties, Property::HitShare);
        let asked = self.caches.get(&connector.source).into_iter().flatten().find_map(|id| hits(id));
        let hits = hits(&connector.source).or(asked).ok_or_else(|| {
            let source = self.components.get(&connector.source);
            let name = source.map_or(connector.source.as_str(), |source| &source.component.name);
            format!("state the hit share of {name}, or of a cache that it calls")
        })?;
        Ok(hits.with(1.0 - hits.value / 100.0))
    }

    /// Share of the cases that the source's model flags.
    fn flagged_share(&self, connector: &Connector) -> Known {
        let source = self.components.get(&connector.source);
        let name = source.map_or(connector.source.as_str(), |source| &source.component.name);
        match source.map(|source| (&source.model, source.model.first())) {
            Some((model, Some((candidate, _)))) => {
                let share = model.value(Measure::FlaggedShare).ok_or_else(|| {
                    format!("the share of cases that {candidate} flags was not measured; train it again")
                })?;
                Ok(Sourced::new(share / 100.0, Provenance::Measured))
            }
            Some((Model::Missing(reason), _)) => Err(reason.clone()),
            _ => Err(format!("{name} flags no cases because it learns nothing; give it a learning task")),
        }
    }
}

/// What a design picks, by component.
#[derive(Clone, Debug, Default)]
struct Picks<'a> {
    candidates: BTreeMap<&'a ComponentId, &'a CandidateId>,
    seconds: BTreeMap<&'a ComponentId, (&'a CandidateId, f64)>,
    nodes: BTreeMap<&'a ComponentId, &'a NodeId>,
    replicas: BTreeMap<&'a ComponentId, u32>,
}

impl<'a> Picks<'a> {
    fn of(project: &'a Project, design: &'a Design) -> Self {
        let mut picks = Self::default();
        for (id, choice) in &project.choices {
            let Some(component) = choice.component() else { continue };
            match (&choice.question, design.picks.get(id)) {
                (OpenQuestion::Candidate, Some(Pick::Candidate(candidate))) => {
                    picks.candidates.insert(component, candidate);
                }
                (OpenQuestion::Cascade, Some(Pick::Second(Some((candidate, share))))) => {
                    picks.seconds.insert(component, (candidate, share.value()));
                }
                (OpenQuestion::Node(_), Some(Pick::Node(node))) => {
                    picks.nodes.insert(component, node);
                }
                (OpenQuestion::Replicas { .. }, Some(Pick::Replicas(count))) => {
                    picks.replicas.insert(component, *count);
                }
                _ => {}
            }
        }
        picks
    }
}

struct Resolver<'a> {
    project: &'a Project,
    evidence: &'a EvidenceBook,
    picks: Picks<'a>,
}

impl<'a> Resolver<'a> {
    fn component(&self, id: &'a ComponentId, component: &'a Component) -> ResolvedComponent<'a> {
        let outside = is_outside(component);
        let model = self.model(id);
        let node = self.node(id, component);
        let service = if outside { Ok(ServiceTime::NOTHING) } else { service_time(component, &model, node) };
        let (capacity, variation) = capacity(component, &model, &service);
        let embedded = in_process_caller(self.project, id).is_some();
        let replicas = self.replicas(id, component, LONGEST_PROCESS_CHAIN);
        ResolvedComponent { component, node, replicas, model, service, capacity, variation, outside, embedded }
    }

    fn model(&self, id: &'a ComponentId) -> Model<'a> {
        let Some(task) = self.project.tasks.get(id) else {
            return Model::None;
        };
        let name = &self.project.system.components[id].name;
        let Some(picked) = self.picks.candidates.get(id) else {
            let trained = task.candidates.keys().any(|candidate| self.evidence.get(id, candidate).is_some());
            let start = if trained { "choose a trained candidate for" } else { "train a candidate for" };
            return Model::Missing(format!("{start} {name}"));
        };
        let called = |id: &'a CandidateId| task.candidates.get(id).map_or(id.as_str(), |candidate| &candidate.name);
        let is_there = |candidate: &CandidateId| task.candidates.contains_key(candidate);
        let Some(evidence) = self.evidence.get(id, picked).filter(|_| is_there(picked)) else {
            let start = if is_there(picked) { "train" } else { "add and train" };
            return Model::Missing(format!("{start} {} for {name}", called(picked)));
        };
        let Some((second, share)) = self.picks.seconds.get(id) else {
            return Model::Chosen(picked, evidence);
        };
        let together = self.evidence.cascade(id, picked, second).filter(|_| is_there(second));
        let is_measured = together.is_some();
        match together.and_then(|found| found.point(*share)).zip(self.evidence.get(id, second)) {
            Some((point, of_second)) => {
                Model::Cascade(Cascade { first: (picked, evidence), second: (second, of_second), point })
            }
            None if is_measured => {
                Model::Missing(format!("choose another share of cases that {} decides for {name}", called(second)))
            }
            None => Model::Missing(format!(
                "measure the cascade of {} and {} for {name}: train both anew",
                called(picked),
                called(second)
            )),
        }
    }

    fn node(&self, id: &ComponentId, component: &'a Component) -> Option<(&'a NodeId, &'a DeploymentNode)> {
        let picked = self.picks.nodes.get(id).copied().or(component.deployed_on.as_ref())?;
        self.project.system.nodes.get_key_value(picked)
    }

    /// Picked replicas, else those a person stated, else (in process) those of the caller, else the default.
    fn replicas(&self, id: &ComponentId, component: &Component, longest_chain: u32) -> Sourced {
        if let Some(picked) = self.picks.replicas.get(id) {
            return Sourced::new(f64::from(*picked).clamp(1.0, MOST_REPLICAS), Provenance::Measured);
        }
        let own = stated_or(&component.properties, Property::Replicas, 1.0);
        let own = Sourced::new(own.value.min(MOST_REPLICAS), own.provenance);
        if own.provenance < Provenance::Assumed || longest_chain == 0 {
            return own;
        }
        let caller = in_process_caller(self.project, id);
        let caller = caller.and_then(|caller| self.project.system.components.get_key_value(caller));
        caller.map_or(own, |(caller, component)| self.replicas(caller, component, longest_chain - 1))
    }
}

/// The first caller of a component that is called in process only.
pub(super) fn in_process_caller<'a>(project: &'a Project, id: &ComponentId) -> Option<&'a ComponentId> {
    let incoming = || {
        let connectors = project.system.connectors.values();
        connectors.filter(|connector| connector.target == *id && super::route::carries_requests(connector.kind))
    };
    let in_process = incoming().all(|connector| connector.kind == ConnectorKind::InProcess);
    incoming().next().filter(|_| in_process).map(|connector| &connector.source)
}

/// Whether a component stands for something outside the system: its kind has no numbers, and none are stated.
pub(super) fn is_outside(component: &Component) -> bool {
    component.properties.is_empty()
        && catalog().component_kind(&component.kind).is_some_and(|kind| kind.typical.properties.is_empty())
}

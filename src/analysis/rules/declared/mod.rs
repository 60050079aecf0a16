//! Whether what lies inside a boundary keeps to the style or pattern that the boundary states. A rule is checked only where
//! somebody has stated it.

mod calls;
mod models;
mod operation;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::{components, connectors, finding, kind_of, listed};
use crate::analysis::types::{Finding, Severity};
use crate::model::{Boundary, BoundaryId, Component, ComponentId, Connector, ConnectorId, ElementId, Project, Style};

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let boundaries = project.system.boundaries.iter();
    boundaries.filter_map(|(id, boundary)| Inside::of(project, id, boundary).finding(boundary.style?)).collect()
}

/// What breaks the rule of the style that the boundary `id` states; empty where it holds, or where none is stated.
pub fn declared_findings(project: &Project, id: &BoundaryId) -> Vec<Finding> {
    let Some(boundary) = project.system.boundaries.get(id) else { return Vec::new() };
    let Some(style) = boundary.style else { return Vec::new() };
    let inside = Inside::of(project, id, boundary);
    let mut findings: Vec<_> = inside.finding(style).into_iter().collect();
    if super::style::states_tiers(style) {
        let is_among = |element: &ElementId| match element {
            ElementId::Connector(id) => inside.among.iter().any(|(among, _)| *among == id),
            _ => false,
        };
        let tiers = super::style::tiers(project).into_iter();
        findings.extend(tiers.filter(|finding| finding.elements.iter().any(is_among)));
    }
    findings
}

/// What lies inside a boundary.
struct Inside<'p> {
    id: &'p BoundaryId,
    project: &'p Project,
    boundary: &'p Boundary,
    members: BTreeSet<&'p ComponentId>,
    /// Connectors from one member to another.
    among: Vec<(&'p ConnectorId, &'p Connector)>,
}

impl<'p> Inside<'p> {
    fn of(project: &'p Project, id: &'p BoundaryId, boundary: &'p Boundary) -> Self {
        let members = project.system.components.iter().filter(|(_, component)| component.boundaries.contains(id));
        let members: BTreeSet<_> = members.map(|(id, _)| id).collect();
        let is_among =
            |connector: &Connector| members.contains(&connector.source) && members.contains(&connector.target);
        let among = project.system.connectors.iter().filter(|(_, connector)| is_among(connector)).collect();
        Self { id, project, boundary, members, among }
    }

    fn finding(&self, style: Style) -> Option<Finding> {
        match style {
            Style::Monolith => self.in_several_pieces(),
            Style::ClientServer => self.past_the_server(),
            Style::MultiTier => self.without_tier(),
            Style::MlTiers => self.mixed_flows(),
            Style::Microservices => self.shared_data(),
            Style::EventBased => self.past_the_bus(),
            Style::PipesAndFilters | Style::Lambda | Style::Kappa => self.going_back(),
            Style::Observer => self.called_observers(),
            Style::Heartbeat => self.without_heartbeat(),
            Style::RedundantSpare => self.alone(),
            Style::GracefulDegradation => self.without_way_out(),
            Style::FeatureStore => self.features_apart(),
            Style::InferenceLibrary => self.remote_models(),
            Style::InferenceService => self.models_inside_callers(),
            Style::BatchInference => self.awaited_batches(),
            Style::CachedInference => self.unanswered_misses(),
            Style::ModelCascade => self.unconditional_cascade(),
            Style::Ensemble => self.models_in_a_row(),
            Style::RuleSafeguard => self.around_the_guard("safeguard"),
            Style::HumanInTheLoop => self.around_the_guard("reviewer"),
            Style::FederatedLearning => self.leaving_data(),
            Style::CanaryRelease => self.incomplete_routing(),
            Style::ShadowDeployment => self.awaited_shadows(),
            Style::ModelRegistry => self.past_the_registry(),
            Style::RetrievalAugmented => self.without_context(),
        }
    }

    /// One finding about all of `elements`, if there are any; `what` is what happens to them.
    fn about(&self, rule: &'static str, elements: Vec<ElementId>, what: &str, remedy: &str) -> Option<Finding> {
        (!elements.is_empty()).then(|| {
            let message = format!("In {}, {what}: {}.", self.boundary.name, listed(self.project, &elements));
            finding((rule, Severity::Warning), elements, message, remedy)
        })
    }

    /// A finding about the boundary itself: what the style needs is not there.
    fn missing(&self, rule: &'static str, what: &str, remedy: &str) -> Finding {
        let elements = vec![ElementId::Boundary(self.id.clone())];
        finding((rule, Severity::Warning), elements, format!("In {}, {what}.", self.boundary.name), remedy)
    }

    fn component(&self, id: &ComponentId) -> Option<&'p Component> {
        self.project.system.components.get(id)
    }

    /// Whether it runs a trained model; stored answers of one run none.
    fn is_model(&self, id: &ComponentId) -> bool {
        self.component(id).and_then(kind_of).is_some_and(|kind| kind.learns)
    }

    /// Members that are of this kind.
    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &'p ComponentId> {
        self.members.iter().copied().filter(move |id| self.kind(id) == kind)
    }

    /// Connectors among the members that somebody waits on.
    fn calls(&self) -> impl Iterator<Item = (&'p ConnectorId, &'p Connector)> {
        self.among.iter().copied().filter(|(_, connector)| connector.kind.blocks())
    }

    fn kind(&self, id: &ComponentId) -> &'p str {
        self.component(id).map_or("", |component| component.kind.as_str())
    }

    /// Connectors on a way that leads back to where it began.
    fn going_back(&self) -> Option<Finding> {
        let mut graph: DiGraph<&ComponentId, ()> = DiGraph::new();
        let places: BTreeMap<_, _> = self.members.iter().map(|id| (*id, graph.add_node(id))).collect();
        for (_, connector) in &self.among {
            graph.update_edge(places[&connector.source], places[&connector.target], ());
        }
        let mut group = BTreeMap::new();
        for (number, members) in tarjan_scc(&graph).into_iter().enumerate() {
            group.extend(members.into_iter().map(|place| (graph[place], number)));
        }
        let back = self.among.iter().filter(|(_, connector)| group[&connector.source] == group[&connector.target]);
        let elements = connectors(back.map(|(id, _)| *id));
        let (count, all) = (elements.len(), self.among.len());
        let what = format!("{count} of {all} connectors lead back to where data has been");
        let remedy = "Let each filter only pass on, or split the pipeline where it turns.";
        self.about("cyclic_pipeline", elements, &what, remedy)
    }

    /// Connectors that do not go by a queue or bus.
    fn past_the_bus(&self) -> Option<Finding> {
        let is_bus = |id: &ComponentId| self.kind(id) == "queue";
        let past = self.among.iter().filter(|(_, connector)| !is_bus(&connector.source) && !is_bus(&connector.target));
        let elements = connectors(past.map(|(id, _)| *id));
        let what = format!("{} of {} connectors go past the bus", elements.len(), self.among.len());
        let remedy = "Publish an event to the bus, and let whoever needs it subscribe.";
        self.about("bus_bypassed", elements, &what, remedy)
    }

    /// Stores that more than one service uses.
    fn shared_data(&self) -> Option<Finding> {
        let stores = || self.of_kind("data_store");
        let users = |store: &ComponentId| -> BTreeSet<&ComponentId> {
            let incoming = self.project.system.connectors.values().filter(|connector| connector.target == *store);
            incoming.map(|connector| &connector.source).collect()
        };
        let elements = components(stores().filter(|store| users(store).len() > 1));
        let what = format!("{} of {} stores are used by more than one service", elements.len(), stores().count());
        let remedy = "Give each store to one service, and let the others ask that service or keep copies.";
        self.about("shared_service_data", elements, &what, remedy)
    }
}

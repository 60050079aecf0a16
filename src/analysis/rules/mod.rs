//! Checks of the drawing as an architecture: rules that the field knows, each with its elements and what would help. Why a
//! rule matters, and the tactics against it, stand in `assets/catalog/rules.json`.

mod coupling;
mod declared;
mod feedback;
mod omissions;
mod privacy;
mod skew;
mod style;

use std::collections::BTreeSet;

pub use coupling::{propagation_cost, team_coupling};
pub use declared::declared_findings;
pub use omissions::watched_share;
pub use privacy::personal_crossings;
pub(super) use skew::is_served_by;

use super::types::{Finding, Severity};
use crate::catalog::{ComponentKind, catalog};
use crate::model::{BoundaryId, BoundaryKind, Component, ComponentId, ConnectorId, ElementId, Project, System};

/// Everything that the rules have to say.
pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let mut findings = feedback::findings(project);
    findings.extend(privacy::findings(project));
    findings.extend(skew::findings(project));
    findings.extend(omissions::findings(project));
    findings.extend(style::findings(project));
    findings.extend(declared::findings(project));
    findings.extend(coupling::findings(project));
    findings
}

fn finding(
    (rule, severity): (&'static str, Severity),
    elements: Vec<ElementId>,
    message: String,
    remedy: impl Into<String>,
) -> Finding {
    Finding { rule, severity, elements, message, remedy: remedy.into() }
}

fn kind_of(component: &Component) -> Option<&'static ComponentKind> {
    catalog().component_kind(&component.kind)
}

/// Whether it answers with a trained model, its own or a stored answer of one.
fn serves_model(component: &Component) -> bool {
    kind_of(component).is_some_and(|kind| kind.learns) || component.kind == "cached_predictions"
}

/// Components connected with this one, whichever calls.
fn neighbours<'a>(system: &'a System, id: &ComponentId) -> BTreeSet<&'a ComponentId> {
    let ends = system.connectors.values().filter_map(|connector| match () {
        () if connector.source == *id => Some(&connector.target),
        () if connector.target == *id => Some(&connector.source),
        () => None,
    });
    ends.collect()
}

/// The boundaries of a kind that a component lies in.
fn within<'a>(system: &'a System, component: &'a Component, kind: BoundaryKind) -> BTreeSet<&'a BoundaryId> {
    let is_meant = |id: &&BoundaryId| system.boundaries.get(*id).is_some_and(|boundary| boundary.kind == kind);
    component.boundaries.iter().filter(is_meant).collect()
}

fn connectors<'a>(ids: impl IntoIterator<Item = &'a ConnectorId>) -> Vec<ElementId> {
    ids.into_iter().map(|id| ElementId::Connector(id.clone())).collect()
}

fn components<'a>(ids: impl IntoIterator<Item = &'a ComponentId>) -> Vec<ElementId> {
    ids.into_iter().map(|id| ElementId::Component(id.clone())).collect()
}

/// Names in a row: "a", "a and b", "a, b and 3 more".
fn listed(project: &Project, elements: &[ElementId]) -> String {
    let name = |element: &ElementId| project.element_name(element);
    let named = if elements.len() > 3 { 2 } else { elements.len() };
    let more = (elements.len() > named).then(|| format!("{} more", elements.len() - named));
    crate::model::listed(&elements.iter().take(named).map(name).chain(more).collect::<Vec<_>>())
}

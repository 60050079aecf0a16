//! Whether calls keep to the style that is drawn: tiers downwards, clients call servers, a store has one owner.

use std::collections::{BTreeMap, BTreeSet};

use super::{components, connectors, finding, kind_of, listed, within};
use crate::analysis::types::{Finding, Severity};
use crate::model::{
    Boundary, BoundaryId, BoundaryKind, Component, ComponentId, Connector, ConnectorId, ElementId, Fact, FactValue,
    Project, Style, System,
};

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let mut findings = tiers(project);
    findings.extend(called_clients(project));
    findings.extend(stores(project));
    findings
}

/// Calls between layers, as far as they are not from one layer to the next.
#[derive(Debug, Default, PartialEq, Eq)]
struct Conformance<'a> {
    /// Calls between components that are in a layer.
    total: usize,
    upward: Vec<&'a ConnectorId>,
    skipping: Vec<&'a ConnectorId>,
}

/// Compares calls with the order of layers, the uppermost of which is 0. Strictly, all that is listed is wrong; a relaxed
/// layering allows skipping.
fn conformance<'a>(
    layers: &BTreeMap<&ComponentId, usize>,
    calls: impl Iterator<Item = (&'a ConnectorId, &'a ComponentId, &'a ComponentId)>,
) -> Conformance<'a> {
    let mut found = Conformance::default();
    for (id, source, target) in calls {
        let Some((from, to)) = layers.get(source).zip(layers.get(target)) else { continue };
        found.total += 1;
        if to < from {
            found.upward.push(id);
        } else if *to > from + 1 {
            found.skipping.push(id);
        }
    }
    found
}

/// Tiers that are compared with each other, each group in the order in which it is drawn. Tiers that lie wholly inside a
/// boundary that states tiers are a group of their own: those of another part of the drawing are not between them.
fn tier_groups(system: &System) -> Vec<Vec<&BoundaryId>> {
    let mut groups: BTreeMap<Option<&BoundaryId>, Vec<(&BoundaryId, &Boundary)>> = BTreeMap::new();
    for (id, boundary) in system.boundaries.iter().filter(|(_, boundary)| boundary.kind == BoundaryKind::Tier) {
        groups.entry(stating_tiers(system, id)).or_default().push((id, boundary));
    }
    groups.into_values().map(in_drawn_order).collect()
}

/// The boundary that states tiers and holds everything that the tier `id` holds.
fn stating_tiers<'a>(system: &'a System, id: &BoundaryId) -> Option<&'a BoundaryId> {
    let held: Vec<_> = system.components.values().filter(|component| component.boundaries.contains(id)).collect();
    let states = |boundary: &Boundary| boundary.style.is_some_and(states_tiers);
    let mut stating = system.boundaries.iter().filter(|(_, boundary)| states(boundary)).map(|(around, _)| around);
    stating.find(|around| !held.is_empty() && held.iter().all(|component| component.boundaries.contains(*around)))
}

/// Whether a boundary of this style states that tiers within it call downwards.
pub(super) fn states_tiers(style: Style) -> bool {
    matches!(style, Style::MultiTier | Style::MlTiers)
}

/// Tiers along the direction in which they are drawn apart.
fn in_drawn_order<'a>(mut tiers: Vec<(&'a BoundaryId, &'a Boundary)>) -> Vec<&'a BoundaryId> {
    let spread = |coordinate: fn(crate::model::Point) -> f32| {
        let places = tiers.iter().map(|(_, boundary)| coordinate(boundary.shape.center()));
        let (low, high) =
            places.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        high - low
    };
    let is_down = spread(|point| point.y) > spread(|point| point.x);
    tiers.sort_by(|(_, a), (_, b)| {
        let (a, b) = (a.shape.center(), b.shape.center());
        if is_down { a.y.total_cmp(&b.y) } else { a.x.total_cmp(&b.x) }
    });
    tiers.into_iter().map(|(id, _)| id).collect()
}

pub(super) fn tiers(project: &Project) -> Vec<Finding> {
    tier_groups(&project.system).iter().flat_map(|order| calls_between(project, order)).collect()
}

/// What is to be said of the calls between the tiers of one group, given from the uppermost down.
fn calls_between(project: &Project, order: &[&BoundaryId]) -> Vec<Finding> {
    let system = &project.system;
    let layer = |component: &Component| order.iter().position(|tier| component.boundaries.contains(*tier));
    let layers: BTreeMap<_, _> =
        system.components.iter().filter_map(|(id, component)| Some((id, layer(component)?))).collect();
    let calls = system.connectors.iter().filter(|(_, connector)| connector.kind.blocks());
    let found = conformance(&layers, calls.map(|(id, connector)| (id, &connector.source, &connector.target)));
    let mut findings = Vec::new();
    if !found.upward.is_empty() {
        let elements = connectors(found.upward.iter().copied());
        let (count, total) = (found.upward.len(), found.total);
        let message = format!("{count} of {total} calls between tiers run upwards: {}.", listed(project, &elements));
        let remedy = "Turn the dependency around: let the lower tier send an event, or move what is called downwards.";
        findings.push(finding(("upward_call", Severity::Warning), elements, message, remedy));
    }
    if !found.skipping.is_empty() {
        let elements = connectors(found.skipping.iter().copied());
        let (count, total) = (found.skipping.len(), found.total);
        let message = format!("{count} of {total} calls between tiers skip a tier: {}.", listed(project, &elements));
        let remedy = "Call the tier below, or say in a note that the layering is relaxed on purpose.";
        findings.push(finding(("tier_skipped", Severity::Note), elements, message, remedy));
    }
    findings
}

/// Calls that end at a client: a server waits for a device that may be off.
fn called_clients(project: &Project) -> Vec<Finding> {
    let system = &project.system;
    let is_client = |id: &ComponentId| system.components.get(id).is_some_and(|found| found.kind == "client_app");
    let is_outside = |id: &ComponentId| system.components.get(id).and_then(kind_of).is_some_and(|kind| kind.outside);
    let calls = system.connectors.iter().filter(|(_, connector)| {
        let source = &connector.source;
        let is_server = !is_client(source) && !is_outside(source);
        connector.kind.blocks() && is_client(&connector.target) && is_server && !is_judged_by_style(system, connector)
    });
    let elements = connectors(calls.map(|(id, _)| id));
    if elements.is_empty() {
        return Vec::new();
    }
    let message = format!("A server waits for a client: {}.", listed(project, &elements));
    let remedy = "Let the client ask, or send it an event.";
    vec![finding(("client_is_called", Severity::Warning), elements, message, remedy)]
}

/// Whether a boundary around both ends states that clients call servers: its own rule speaks of the call then.
fn is_judged_by_style(system: &System, connector: &Connector) -> bool {
    let within = |id: &ComponentId| system.components.get(id).map(|found| &found.boundaries);
    let Some((source, target)) = within(&connector.source).zip(within(&connector.target)) else { return false };
    let mut shared = source.intersection(target).filter_map(|id| system.boundaries.get(id));
    shared.any(|boundary| boundary.style == Some(Style::ClientServer))
}

/// Stores that others than their owner write to, or that several teams share.
fn stores(project: &Project) -> Vec<Finding> {
    let system = &project.system;
    let mut findings = Vec::new();
    for (id, store) in system.components.iter().filter(|(_, component)| component.kind == "data_store") {
        let name = &store.name;
        let incoming: Vec<_> = system.connectors.iter().filter(|(_, connector)| connector.target == *id).collect();
        if let Some(FactValue::Component(owner)) = store.facts.stated.get(&Fact::Owner) {
            let foreign = incoming.iter().filter(|(_, found)| !found.kind.blocks() && found.source != *owner);
            let elements = connectors(foreign.map(|(id, _)| *id));
            if !elements.is_empty() {
                let owner = project.element_name(&ElementId::Component(owner.clone()));
                let message =
                    format!("{name} is owned by {owner}, but others write to it: {}.", listed(project, &elements));
                let remedy = format!("Let them call {owner}, or send it events.");
                findings.push(finding(("foreign_write", Severity::Error), elements, message, remedy));
            }
            continue;
        }
        let users = incoming.iter().filter_map(|(_, found)| system.components.get_key_value(&found.source));
        let users: Vec<_> = users.collect();
        let teams: BTreeSet<_> =
            users.iter().flat_map(|(_, found)| within(system, found, BoundaryKind::Team)).collect();
        if teams.len() > 1 {
            let elements = components(std::iter::once(id).chain(users.iter().map(|(user, _)| *user)));
            let message = format!("{} teams use {name} directly.", teams.len());
            let remedy = "Give the store one owner whose interface the others use; state it as \"Owned by\".";
            findings.push(finding(("shared_store", Severity::Warning), elements, message, remedy));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{ConnectorKind, Rectangle};

    fn three_tiers() -> Project {
        let parts = ["ui", "logic", "data"];
        let project = parts.into_iter().fold(TestProject::new(), |project, id| project.component(id, &[]));
        let calls = [("ui", "logic"), ("logic", "data"), ("ui", "data"), ("data", "logic")];
        let mut project = calls.into_iter().fold(project, |project, (from, to)| project.call(from, to, 1.0)).build();
        for (index, part) in parts.into_iter().enumerate() {
            let boundary = Boundary {
                name: part.to_owned(),
                kind: BoundaryKind::Tier,
                description: String::new(),
                style: None,
                shape: Rectangle::new(0.0, index as f32 * 200.0, 100.0, 100.0),
            };
            project.system.boundaries.insert(part.into(), boundary);
            project.system.components[&ComponentId::new(part)].boundaries.insert(part.into());
        }
        project
    }

    fn rules(project: &Project) -> Vec<&'static str> {
        findings(project).iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn o24_two_of_four_calls_break_strict_layers_and_one_relaxed_ones() {
        let project = three_tiers();
        let groups = tier_groups(&project.system);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["ui", "logic", "data"]);
        let found = findings(&project);
        assert_eq!(rules(&project), ["upward_call", "tier_skipped"]);
        assert!(found[0].message.starts_with("1 of 4 calls"), "{}", found[0].message);
        assert!(found[1].message.starts_with("1 of 4 calls"), "{}", found[1].message);
    }

    #[test]
    fn a_server_that_calls_a_client_waits_for_it() {
        let project = TestProject::new().component("api", &[]).component_of_kind("app", "client_app", &[]);
        assert_eq!(rules(&project.clone().call("api", "app", 1.0).build()), ["client_is_called"]);
        assert!(rules(&project.call("app", "api", 1.0).build()).is_empty());
    }

    #[test]
    fn a_store_has_one_writer() {
        let project = TestProject::new().component("a", &[]).component("b", &[]);
        let project = project.component_of_kind("store", "data_store", &[]);
        let event = ConnectorKind::AsynchronousEvent;
        let mut project = project.call("a", "store", 1.0).connect("b", "store", event, &[]).build();
        assert!(rules(&project).is_empty());
        let facts = &mut project.system.components[&ComponentId::new("store")].facts;
        facts.stated.insert(Fact::Owner, FactValue::Component("a".into()));
        assert_eq!(rules(&project), ["foreign_write"]);
    }
}

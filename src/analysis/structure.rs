//! Checks of the drawing as a graph: endless calls, and components that everything depends on.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    CallCondition, ComponentId, Connector, ConnectorId, ElementId, Fact, FactValue, OpenQuestion, Project, Property,
    Scenario, Unit,
};

use super::known::{stated, stated_or};
use super::resolve::is_outside;
use super::route::{Call, Outgoing, Route, carries_requests, outgoing};
use super::types::{Finding, Severity};

/// Circles of calls that each wait for the next: a request never ends.
pub(super) fn synchronous_cycles(project: &Project) -> Vec<Finding> {
    let calls = outgoing(&project.system, |_, connector| connector.kind.blocks());
    let reached: BTreeMap<_, _> = calls.keys().map(|id| (*id, reached_from(id, &calls, None))).collect();
    let mut reported: BTreeSet<&ComponentId> = BTreeSet::new();
    let mut findings = Vec::new();
    for (id, reaches) in &reached {
        if !reaches.contains(id) || reported.contains(id) {
            continue;
        }
        let in_circle = |other: &&&ComponentId| reached.get(**other).is_some_and(|back| back.contains(id));
        let circle: Vec<_> = reaches.iter().filter(in_circle).copied().collect();
        reported.extend(circle.iter().copied());
        let elements: Vec<_> = circle.into_iter().map(|id| ElementId::Component(id.clone())).collect();
        let names: Vec<_> = elements.iter().map(|element| project.element_name(element)).collect();
        findings.push(Finding {
            rule: "synchronous_cycle",
            severity: Severity::Error,
            elements,
            message: format!("{} wait for each other in a circle.", names.join(", ")),
            remedy: "Turn one of the calls into an asynchronous event.".to_owned(),
        });
    }
    findings
}

/// Everything that can be reached from `start` by at least one connector, without passing through `avoided`.
pub(super) fn reached_from<'a>(
    start: &ComponentId,
    calls: &Outgoing<'a>,
    avoided: Option<&ComponentId>,
) -> BTreeSet<&'a ComponentId> {
    let mut reached = BTreeSet::new();
    let mut pending = vec![start];
    while let Some(current) = pending.pop() {
        for (_, connector) in calls.get(current).into_iter().flatten() {
            if Some(&connector.target) != avoided && reached.insert(&connector.target) {
                pending.push(&connector.target);
            }
        }
    }
    reached
}

/// Components with a single replica on every blocking path of a scenario, from its entry to where the calls end.
pub(super) fn single_points_of_failure(project: &Project) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for scenario in project.scenarios.values() {
        for id in on_every_path(project, scenario) {
            let element = ElementId::Component(id.clone());
            if is_replicated(project, id)
                || has_fallback(project, id)
                || findings.iter().any(|known| known.elements[0] == element)
            {
                continue;
            }
            let name = project.element_name(&element);
            findings.push(Finding {
                rule: "single_point_of_failure",
                severity: Severity::Warning,
                elements: vec![element],
                message: format!("Every request of {} needs {name}, which has a single replica.", scenario.name),
                remedy: "Run a second replica, or leave the number of replicas open as a choice.".to_owned(),
            });
        }
    }
    findings
}

/// Components that every path from `entry` passes; a path may end where nothing more is called in every case.
fn on_every_path<'a>(project: &'a Project, scenario: &Scenario) -> Vec<&'a ComponentId> {
    let Some(route) = Route::of(&project.system, scenario) else { return Vec::new() };
    let entry = &scenario.entry;
    let is_taken =
        |id: &ConnectorId, connector: &Connector| connector.kind.blocks() && scenario.path.step(id).is_some();
    let calls = outgoing(&project.system, is_taken);
    let on_path = (0..route.components.len()).filter(|index| route.blocking[*index]);
    let ends: Vec<_> = on_path
        .clone()
        .filter(|index| !route.blocking_calls(*index).any(|call| is_certain(&route, *index, call)))
        .map(|index| route.components[index])
        .collect();
    let is_needed = |id: &ComponentId| {
        let reached = reached_from(entry, &calls, Some(id));
        id == entry || ends.iter().all(|end| *end == id || (*end != entry && !reached.contains(end)))
    };
    on_path.map(|index| route.components[index]).filter(|id| is_needed(id)).collect()
}

/// Whether something answers in its place, or every caller can go on without its answer.
pub(super) fn has_fallback(project: &Project, id: &ComponentId) -> bool {
    let stated = project.system.components[id].facts.stated.get(&Fact::Fallback);
    // Nothing answers in its own place.
    let another = stated.is_some_and(|fallback| *fallback != FactValue::Component(id.clone()));
    let calls = project.system.connectors.values();
    let mut calls = calls.filter(|call| call.target == *id && call.kind.blocks()).peekable();
    another || (calls.peek().is_some() && calls.all(|call| call.facts.yes(Fact::HasFallback) == Some(true)))
}

/// Whether a request that gets to the source of a call always takes it, or another branch in its place.
fn is_certain(route: &Route<'_>, source: usize, call: &Call<'_>) -> bool {
    let calls = |call: &Call<'_>| match call.step.calls {
        Some(calls) => calls.amount_in(Unit::Ratio).unwrap_or(0.0),
        None => stated_or(&call.connector.properties, Property::CallsPerRequest, 1.0).value,
    };
    match call.connector.condition {
        CallCondition::Always => calls(call) >= 1.0,
        CallCondition::OneOf => {
            let branches = route.blocking_calls(source).filter(|call| call.connector.condition == CallCondition::OneOf);
            branches.map(calls).sum::<f64>() >= 1.0 - 1e-9
        }
        CallCondition::WhenFlagged | CallCondition::WhenMissed => false,
    }
}

/// Whether more than one copy runs or may be chosen. What stands outside the system, or runs inside its caller, is
/// not judged.
pub(super) fn is_replicated(project: &Project, id: &ComponentId) -> bool {
    let component = &project.system.components[id];
    let incoming: Vec<_> = project
        .system
        .connectors
        .values()
        .filter(|connector| connector.target == *id && carries_requests(connector.kind))
        .collect();
    let embedded =
        !incoming.is_empty() && incoming.iter().all(|call| call.kind == crate::model::ConnectorKind::InProcess);
    let choice = project.choices.values().any(|choice| {
        choice.is_about(id) && matches!(choice.question, OpenQuestion::Replicas { most, .. } if most > 1)
    });
    let several = stated(&component.properties, Property::Replicas).is_some_and(|replicas| replicas.value > 1.0);
    choice || several || embedded || is_outside(component)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::ConnectorKind;

    fn names(findings: &[Finding]) -> Vec<String> {
        let elements = findings.iter().flat_map(|finding| &finding.elements);
        elements
            .map(|element| match element {
                ElementId::Component(id) => id.to_string(),
                other => format!("{other:?}"),
            })
            .collect()
    }

    fn two_models() -> TestProject {
        ["gateway", "m1", "m2", "db"]
            .into_iter()
            .fold(TestProject::new(), |project, id| project.component(id, &[(Property::Replicas, 1.0)]))
            .call("gateway", "m1", 1.0)
            .call("gateway", "m2", 1.0)
            .call("m1", "db", 1.0)
            .call("m2", "db", 1.0)
            .scenario("gateway", 1.0, 1.0)
    }

    #[test]
    fn o27_alternatives_are_no_single_point_of_failure() {
        assert_eq!(names(&single_points_of_failure(&two_models().build())), ["gateway", "db"]);
    }

    #[test]
    fn a_second_replica_or_the_choice_of_one_is_enough() {
        let mut project = two_models().choice("replicas", "db", OpenQuestion::Replicas { fewest: 1, most: 2 }).build();
        assert_eq!(names(&single_points_of_failure(&project)), ["gateway"]);
        let gateway = &mut project.system.components[&ComponentId::new("gateway")];
        gateway
            .properties
            .insert(Property::Replicas, crate::model::Quantity::estimated(2.0, crate::model::Unit::Count));
        assert!(single_points_of_failure(&project).is_empty());
    }

    #[test]
    fn what_is_called_sometimes_is_not_needed_always() {
        let sometimes = |call: &mut Connector| call.condition = CallCondition::WhenFlagged;
        let project = two_models().with_connector("m1-db", sometimes).build();
        assert_eq!(names(&single_points_of_failure(&project)), ["gateway"]);
    }

    #[test]
    fn endless_calls_are_found_once() {
        let circle = two_models().call("db", "gateway", 1.0).component("apart", &[]).call("apart", "gateway", 1.0);
        let findings = synchronous_cycles(&circle.build());
        assert_eq!(findings.len(), 1);
        assert_eq!(names(&findings), ["db", "gateway", "m1", "m2"]);
        let event = ConnectorKind::AsynchronousEvent;
        assert!(synchronous_cycles(&two_models().connect("db", "gateway", event, &[]).build()).is_empty());
        let itself = TestProject::new().component("a", &[]).call("a", "a", 1.0);
        assert_eq!(names(&synchronous_cycles(&itself.build())), ["a"]);
    }
}

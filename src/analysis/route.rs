//! The way of a scenario's requests through the drawing, in an order in which every caller comes before its callees.

use std::collections::BTreeMap;

use crate::model::{ComponentId, Connector, ConnectorId, ConnectorKind, Scenario, Step, System};

/// A connector that requests take.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The connector.
    pub id: &'a ConnectorId,
    /// What is stated about it.
    pub connector: &'a Connector,
    /// What the scenario says about it.
    pub step: Step,
    /// Position of its target in [`Route::components`].
    pub target: usize,
}

impl Call<'_> {
    /// Whether it is made at the same time as the other parallel calls of its source.
    pub fn is_parallel(&self) -> bool {
        self.step.parallel.unwrap_or(self.connector.parallel)
    }
}

/// The way of a scenario's requests.
#[derive(Clone, Debug)]
pub struct Route<'a> {
    /// Every component that requests reach, the entry first and callers before callees.
    pub components: Vec<&'a ComponentId>,
    /// The connectors that leave each of them, in drawing order.
    pub calls: Vec<Vec<Call<'a>>>,
    /// Whether the requester waits for the component: it is reached over blocking connectors alone.
    pub blocking: Vec<bool>,
}

/// Whether requests take connectors of this kind; data flows run outside any request's path.
pub(super) fn carries_requests(kind: ConnectorKind) -> bool {
    !kind.is_data()
}

/// Connectors by source, in drawing order.
pub(super) type Outgoing<'a> = BTreeMap<&'a ComponentId, Vec<(&'a ConnectorId, &'a Connector)>>;

/// The connectors that `keep` lets through and whose ends exist, by source.
pub(super) fn outgoing(system: &System, keep: impl Fn(&ConnectorId, &Connector) -> bool) -> Outgoing<'_> {
    let mut outgoing = Outgoing::new();
    for (id, connector) in &system.connectors {
        let exists = |end| system.components.contains_key(end);
        if keep(id, connector) && exists(&connector.source) && exists(&connector.target) {
            outgoing.entry(&connector.source).or_default().push((id, connector));
        }
    }
    outgoing
}

impl<'a> Route<'a> {
    /// The way of the scenario's requests from its entry over the connectors of its path; `None` when there is no such
    /// component. A connector that leads back to a component on the way to it is left out, so that a request is never
    /// counted in a circle.
    pub fn of(system: &'a System, scenario: &Scenario) -> Option<Self> {
        let (entry, _) = system.components.get_key_value(&scenario.entry)?;
        let is_taken = |id: &ConnectorId, connector: &Connector| {
            carries_requests(connector.kind) && scenario.path.step(id).is_some()
        };
        let outgoing = outgoing(system, is_taken);
        let (order, returning) = callers_first(entry, &outgoing);
        let position: BTreeMap<_, _> = order.iter().enumerate().map(|(index, id)| (*id, index)).collect();
        let mut route = Self { calls: Vec::new(), blocking: vec![false; order.len()], components: order };
        route.blocking[0] = true;
        for (index, id) in route.components.iter().enumerate() {
            let leaving = outgoing.get(*id).map_or(&[][..], Vec::as_slice);
            let calls: Vec<_> = leaving
                .iter()
                .filter(|(connector, _)| !returning.contains(connector))
                .filter_map(|(id, connector)| {
                    let step = scenario.path.step(id)?;
                    Some(Call { id, connector, step, target: *position.get(&connector.target)? })
                })
                .collect();
            for call in calls.iter().filter(|call| call.connector.kind.blocks()) {
                route.blocking[call.target] |= route.blocking[index];
            }
            route.calls.push(calls);
        }
        Some(route)
    }

    /// The calls of the component at `index` that it waits for.
    pub fn blocking_calls(&self, index: usize) -> impl Iterator<Item = &Call<'a>> {
        self.calls[index].iter().filter(|call| call.connector.kind.blocks())
    }
}

/// Every component reached from `entry`, callers first, and the connectors that lead back. Blocking connectors are
/// followed first, so that of a mixed circle the event that closes it is the one left out.
fn callers_first<'a>(entry: &'a ComponentId, outgoing: &Outgoing<'a>) -> (Vec<&'a ComponentId>, Vec<&'a ConnectorId>) {
    let mut finished = Vec::new();
    let mut returning = Vec::new();
    // `true` while the component's callees are still being followed.
    let mut open: BTreeMap<&ComponentId, bool> = BTreeMap::from([(entry, true)]);
    let mut stack = vec![(entry, followers(entry, outgoing))];
    while let Some((current, pending)) = stack.last_mut() {
        let Some((id, target)) = pending.pop() else {
            open.insert(current, false);
            finished.push(*current);
            stack.pop();
            continue;
        };
        match open.get(target) {
            Some(true) => returning.push(id),
            Some(false) => {}
            None => {
                open.insert(target, true);
                stack.push((target, followers(target, outgoing)));
            }
        }
    }
    finished.reverse();
    (finished, returning)
}

/// The connectors that leave `component` with their targets, the one to follow next at the end. Following the last
/// callee first puts the first one first in the finished order.
fn followers<'a>(component: &ComponentId, outgoing: &Outgoing<'a>) -> Vec<(&'a ConnectorId, &'a ComponentId)> {
    let leaving = outgoing.get(component).map_or(&[][..], Vec::as_slice);
    let (blocking, other): (Vec<_>, Vec<_>) = leaving.iter().partition(|(_, connector)| connector.kind.blocks());
    other.into_iter().chain(blocking).map(|(id, connector)| (id, &connector.target)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;

    fn check_route(connectors: &[(&str, &str, ConnectorKind)], expected: &str, blocking: &str) {
        let mut project = TestProject::new();
        for (source, target, kind) in connectors {
            project = project.component(source, &[]).component(target, &[]).connect(source, target, *kind, &[]);
        }
        let project = project.scenario("a", 1.0, 1.0).build();
        let route = Route::of(&project.system, &project.scenarios[0]).expect("a exists");
        let names = |keep: &dyn Fn(usize) -> bool| {
            let kept = (0..route.components.len()).filter(|index| keep(*index));
            kept.map(|index| route.components[index].as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&|_| true), expected);
        assert_eq!(names(&|index| route.blocking[index]), blocking);
    }

    const SYNC: ConnectorKind = ConnectorKind::SynchronousCall;
    const EVENT: ConnectorKind = ConnectorKind::AsynchronousEvent;

    #[test]
    fn callers_come_before_callees() {
        check_route(&[("a", "d", SYNC), ("a", "b", SYNC), ("b", "c", SYNC), ("c", "d", SYNC)], "a b c d", "a b c d");
        check_route(&[("a", "b", SYNC), ("a", "c", SYNC)], "a b c", "a b c");
    }

    #[test]
    fn what_follows_an_event_does_not_block() {
        check_route(&[("a", "b", EVENT), ("b", "c", SYNC), ("a", "d", SYNC)], "a b c d", "a d");
        check_route(&[("a", "b", EVENT), ("b", "c", SYNC), ("a", "c", SYNC)], "a b c", "a c");
    }

    #[test]
    fn bulk_data_is_not_a_request() {
        check_route(&[("a", "b", ConnectorKind::DataFlow), ("a", "c", ConnectorKind::InProcess)], "a c", "a c");
    }

    #[test]
    fn a_drawn_path_takes_its_own_connectors_alone() {
        let calls = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")];
        let mut project = calls.into_iter().fold(TestProject::new(), |project, (source, target)| {
            project.component(source, &[]).component(target, &[]).call(source, target, 1.0)
        });
        project = project.scenario("a", 1.0, 1.0);
        let mut project = project.build();
        let taken = ["a-c", "c-d", "d-nobody"].map(|id| (ConnectorId::new(id), Step::default()));
        project.scenarios[0].path = crate::model::Path::Drawn(taken.into_iter().collect());
        let route = Route::of(&project.system, &project.scenarios[0]).expect("a exists");
        let names: Vec<_> = route.components.iter().map(|id| id.as_str()).collect();
        assert_eq!(names, ["a", "c", "d"]);
    }

    #[test]
    fn circles_are_left_out() {
        check_route(&[("a", "b", SYNC), ("b", "a", SYNC)], "a b", "a b");
        check_route(&[("a", "a", SYNC), ("a", "b", EVENT), ("b", "b", SYNC)], "a b", "a");
        check_route(&[("a", "b", EVENT), ("b", "a", EVENT), ("a", "c", SYNC)], "a b c", "a c");
    }
}

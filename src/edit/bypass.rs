//! Ways past a component that a design leaves out.

use crate::model::{
    ComponentId, Connector, ConnectorId, ConnectorKind, Path, Project, Property, Quantity, Step, Unit, unused_id,
};

/// Lets everything that reaches `component` go on to what it reaches itself: requests over connectors that carry
/// requests, data over those that carry data. The component stays, and its own connectors do.
pub(super) fn bypass(project: &mut Project, component: &ComponentId) {
    let system = &project.system;
    let is_circle = |connector: &&(&ConnectorId, &Connector)| connector.1.source == connector.1.target;
    let ends = system.connectors.iter().filter(|connector| !is_circle(&connector));
    let (mut incoming, mut outgoing) = (Vec::new(), Vec::new());
    for (id, connector) in ends {
        if connector.target == *component {
            incoming.push((id.clone(), connector.clone()));
        } else if connector.source == *component {
            outgoing.push((id.clone(), connector.clone()));
        }
    }
    for (before, reaching) in &incoming {
        for (after, leaving) in &outgoing {
            let carries_the_same = reaching.kind.is_data() == leaving.kind.is_data();
            if carries_the_same && reaching.source != leaving.target {
                let past = joined(reaching, leaving);
                let name = format!("{before} {after}");
                let id = unused_id(&name, |id| project.system.connectors.contains_key(&ConnectorId::new(id)));
                let id = ConnectorId::new(&id);
                join_paths(project, (before, after), (reaching, leaving), &id);
                project.system.connectors.insert(id, past);
            }
        }
    }
    let mut targets = outgoing.iter().map(|(_, leaving)| leaving).filter(|leaving| !leaving.kind.is_data());
    if let (Some(first), None) = (targets.next(), targets.next()) {
        for scenario in project.scenarios.values_mut().filter(|scenario| scenario.entry == *component) {
            scenario.entry = first.target.clone();
        }
    }
}

/// The way over the second connector for what came over the first: made as often as both were made one after the other,
/// under the condition of the first (what the second one depends on is gone), over the network of the second.
fn joined(reaching: &Connector, leaving: &Connector) -> Connector {
    let kind = if reaching.kind == ConnectorKind::AsynchronousEvent { reaching.kind } else { leaving.kind };
    let mut past = Connector {
        source: reaching.source.clone(),
        target: leaving.target.clone(),
        kind,
        condition: reaching.condition,
        parallel: reaching.parallel,
        line: crate::model::Line::default(),
        ..leaving.clone()
    };
    if let Some(calls) = product(own_calls(reaching), own_calls(leaving)) {
        past.properties.insert(Property::CallsPerRequest, calls);
    }
    past
}

/// Drawn paths that took both connectors take the new one.
fn join_paths(
    project: &mut Project,
    (before, after): (&ConnectorId, &ConnectorId),
    (reaching, leaving): (&Connector, &Connector),
    past: &ConnectorId,
) {
    for scenario in project.scenarios.values_mut() {
        let Path::Drawn(steps) = &mut scenario.path else { continue };
        let Some((first, second)) = steps.get(before).copied().zip(steps.get(after).copied()) else { continue };
        let calls = match (first.calls, second.calls) {
            (None, None) => None,
            (first, second) => product(first.or(own_calls(reaching)), second.or(own_calls(leaving))),
        };
        steps.insert(past.clone(), Step { calls, parallel: first.parallel });
    }
}

fn own_calls(connector: &Connector) -> Option<Quantity> {
    connector.properties.get(&Property::CallsPerRequest).copied()
}

/// Of two numbers of calls; where one is not stated it is 1.
fn product(first: Option<Quantity>, second: Option<Quantity>) -> Option<Quantity> {
    let (Some(first), Some(second)) = (first, second) else { return first.or(second) };
    let Some(factor) = second.amount_in(Unit::Ratio) else { return Some(second) };
    Some(first.scaled(factor, second.provenance()))
}

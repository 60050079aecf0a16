//! Ways past a component that a design leaves out.

use crate::model::{
    CallCondition, ComponentId, Connector, ConnectorId, ConnectorKind, Path, Project, Property, Quantity, Step, Unit,
    unused_id,
};

/// Lets everything that reaches `component` go on to what it reaches itself: requests over connectors that carry
/// requests, data over those that carry data. The component stays, and its own connectors do.
///
/// A scenario that enters here enters by what is called instead, if that is one call and always made; else it has no
/// entry any more, and its numbers are not known.
pub(super) fn bypass(project: &mut Project, component: &ComponentId) {
    let system = &project.system;
    let ends = system.connectors.iter().filter(|(_, connector)| connector.source != connector.target);
    let (mut incoming, mut outgoing) = (Vec::new(), Vec::new());
    for (id, connector) in ends {
        if connector.target == *component {
            incoming.push((id.clone(), connector.clone()));
        } else if connector.source == *component {
            outgoing.push((id.clone(), connector.clone()));
        }
    }
    let hits = system.components.get(component).is_some_and(|found| found.properties.contains_key(&Property::HitShare));
    let requests = |list: &[(ConnectorId, Connector)]| list.iter().filter(|(_, one)| !one.kind.is_data()).count();
    for (before, reaching) in &incoming {
        let of_source = system_calls(project, reaching);
        let ways = Ways { is_cache: hits, is_only_call: of_source == 1, leaving: requests(&outgoing) };
        for (after, leaving) in &outgoing {
            let carries_the_same = reaching.kind.is_data() == leaving.kind.is_data();
            if carries_the_same && reaching.source != leaving.target {
                let past = ways.joined(reaching, leaving);
                let name = format!("{before} {after}");
                let id = unused_id(&name, |id| project.system.connectors.contains_key(&ConnectorId::new(id)));
                let id = ConnectorId::new(&id);
                join_paths(project, (before, after), (reaching, leaving), &id);
                project.system.connectors.insert(id, past);
            }
        }
    }
    let mut targets = outgoing.iter().filter(|(_, leaving)| !leaving.kind.is_data());
    let (Some((id, only)), None) = (targets.next(), targets.next()) else { return };
    let once = |calls: Option<Quantity>| calls.is_none_or(|calls| calls.amount_in(Unit::Ratio) == Some(1.0));
    if only.condition != CallCondition::Always {
        return;
    }
    for scenario in project.scenarios.values_mut().filter(|scenario| scenario.entry == *component) {
        let step = scenario.path.step(id).unwrap_or_default();
        if once(step.calls.or(own_calls(only))) {
            scenario.entry = only.target.clone();
        }
    }
}

/// How many calls the source of a connector makes.
fn system_calls(project: &Project, reaching: &Connector) -> usize {
    let calls = project.system.connectors.values().filter(|other| other.source == reaching.source);
    calls.filter(|other| !other.kind.is_data()).count()
}

/// What is to be known about the component that is passed by.
struct Ways {
    /// It states how often it has an answer: what it called when it had none is called always now.
    is_cache: bool,
    /// Its caller calls nothing else.
    is_only_call: bool,
    /// How many calls it makes.
    leaving: usize,
}

impl Ways {
    /// The way over the second connector for what came over the first: made as often as both were made one after the
    /// other, over the network of the second.
    fn joined(&self, reaching: &Connector, leaving: &Connector) -> Connector {
        let kind = if reaching.kind == ConnectorKind::AsynchronousEvent { reaching.kind } else { leaving.kind };
        let is_made_once = own_calls(reaching).is_none_or(|calls| calls.amount_in(Unit::Ratio) == Some(1.0));
        let condition = match (reaching.condition, leaving.condition) {
            // Another cache stays, and the caller asks it now.
            (CallCondition::Always, CallCondition::WhenMissed) if !self.is_cache => CallCondition::WhenMissed,
            (CallCondition::Always, CallCondition::OneOf) if is_made_once => CallCondition::OneOf,
            // One branch that leads to several calls is no longer one of several: each is made as often by itself.
            (CallCondition::OneOf, _) if self.leaving > 1 => CallCondition::Always,
            (condition, _) => condition,
        };
        let mut past = Connector {
            source: reaching.source.clone(),
            target: leaving.target.clone(),
            kind,
            condition,
            parallel: if self.is_only_call { leaving.parallel } else { reaching.parallel },
            line: crate::model::Line::default(),
            ..leaving.clone()
        };
        if let Some(calls) = product(own_calls(reaching), own_calls(leaving)) {
            past.properties.insert(Property::CallsPerRequest, calls);
        }
        past
    }
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

//! The share of time that a single component or node is up, and how often it fails: with its replicas, with how a failure
//! is noticed, and with what answers in its place.

use crate::model::{Component, ComponentId, DeploymentNode, Fact, FactValue, Properties, Property};

use super::known::{Known, Sourced, stated};
use super::reliability::{at_least, failure_rate};
use super::resolve::{Resolution, ResolvedComponent};

/// Missed heartbeats after which something counts as failed where nobody says otherwise.
const USUAL_MISSES: f64 = 3.0;

/// Share of time that a node is up.
pub(super) fn of_node(node: &DeploymentNode) -> Known {
    stated_availability(&node.properties).ok_or_else(|| format!("state the availability of {}", node.name))
}

/// The component's availability as a share, with what answers in its place; `None` when it runs inside its caller and
/// fails with it.
pub(super) fn of_component(own_id: &ComponentId, resolution: &Resolution<'_>) -> Option<Known> {
    let own = of_replicas(&resolution.components[own_id])?;
    let Some(instead) = fallback(own_id, resolution).and_then(of_replicas) else { return Some(own) };
    // Both must fail at the same time: the two in parallel, assumed to be independent.
    let both = |own: Sourced, instead: Sourced| {
        own.weakened(instead.provenance).with(1.0 - (1.0 - own.value) * (1.0 - instead.value))
    };
    Some(own.and_then(|own| Ok(both(own, instead?))))
}

/// What answers in a component's place; nothing answers in its own.
pub(super) fn fallback<'r, 'a>(id: &ComponentId, resolution: &'r Resolution<'a>) -> Option<&'r ResolvedComponent<'a>> {
    match resolution.components[id].component.facts.stated.get(&Fact::Fallback) {
        Some(FactValue::Component(other)) if other != id => resolution.components.get(other),
        _ => None,
    }
}

/// Failures per hour of the component together with what answers in its place: one of the two fails while the other is
/// down already.
pub(super) fn failures_of_component(id: &ComponentId, resolution: &Resolution<'_>) -> Known {
    let own = failures_of_replicas(&resolution.components[id])?;
    let Some(instead) = fallback(id, resolution) else { return Ok(own) };
    let (Some(up), Some(instead_up)) = (of_replicas(&resolution.components[id]), of_replicas(instead)) else {
        return Ok(own);
    };
    let (up, instead_up, instead) = (up?, instead_up?, failures_of_replicas(instead)?);
    let rate = own.value * (1.0 - instead_up.value) + instead.value * (1.0 - up.value);
    Ok(own.weakened(instead.provenance).weakened(instead_up.provenance).with(rate))
}

/// The share of time that enough replicas are up: as many as are stated to be needed, else one.
pub(super) fn of_replicas(resolved: &ResolvedComponent<'_>) -> Option<Known> {
    let component = resolved.component;
    let Some(one) = stated_availability(&component.properties) else {
        return (!resolved.embedded).then(|| Err(format!("state the availability of {}", component.name)));
    };
    let needed = needed(component);
    let one = needed.map_or(one, |needed| one.weakened(needed.provenance));
    let share = at_least(needed.map_or(1, |needed| needed.value as u32), resolved.servers(), one.value);
    Some(Ok(one.weakened(resolved.replicas.provenance).with(share)))
}

fn failures_of_replicas(resolved: &ResolvedComponent<'_>) -> Known {
    let component = resolved.component;
    let single = single_failures(&component.properties, &component.name)?;
    let one = stated_availability(&component.properties)
        .ok_or_else(|| format!("state the availability of {}", component.name))?;
    let needed = needed(component).map_or(1, |needed| needed.value as u32);
    let rate = failure_rate(needed, resolved.servers(), one.value, single.value);
    Ok(single.weakened(one.provenance).weakened(resolved.replicas.provenance).with(rate))
}

fn needed(component: &Component) -> Option<Sourced> {
    stated(&component.properties, Property::NeededReplicas)
}

/// Failures per hour of operation of one of it.
pub(super) fn single_failures(properties: &Properties, name: &str) -> Known {
    let between = stated(properties, Property::TimeBetweenFailures)
        .ok_or_else(|| format!("state the time between failures of {name}"))?;
    Ok(between.with(between.value.recip()))
}

/// The share of time that one of it is up: stated, or from the times between failures, to notice one and to repair it
/// (MTBF / (MTBF + MTTR)). With heartbeats a failure is noticed when enough of them are missing.
fn stated_availability(properties: &Properties) -> Option<Sourced> {
    if let Some(percent) = stated(properties, Property::Availability) {
        return Some(percent.with(percent.value / 100.0));
    }
    let between = stated(properties, Property::TimeBetweenFailures)?;
    let mut repair = stated(properties, Property::TimeToRepair)?;
    if let Some(notice) = hours_to_notice(properties) {
        repair = repair.plus(notice);
    }
    Some(between.plus(repair).with(super::reliability::from_failure_times(between.value, repair.value)))
}

/// Hours from a failure until somebody notices, if that is stated: heartbeats that must be missing times their interval,
/// else the stated time.
fn hours_to_notice(properties: &Properties) -> Option<Sourced> {
    let interval = stated(properties, Property::HeartbeatInterval);
    if let Some(interval) = interval {
        let misses = super::known::stated_or(properties, Property::MissedHeartbeats, USUAL_MISSES);
        return Some(interval.times(misses.with(misses.value / 3600.0)));
    }
    let minutes = stated(properties, Property::TimeToDetect)?;
    Some(minutes.with(minutes.value / 60.0))
}

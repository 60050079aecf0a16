//! The share of time that a scenario works: everything that its requests wait for must be up.

use std::collections::BTreeMap;

use crate::model::{ComponentId, Fact, FactValue, NodeId, Properties, Property, Unit};

use super::known::{Known, Sourced, stated};
use super::reliability::{at_least, sometimes_needed};
use super::resolve::{Resolution, ResolvedComponent};
use super::route::Route;
use super::traffic::Traffic;
use super::types::Quality;
use crate::model::Provenance;

/// Availability of a scenario in percent. Components multiply with their replicas in parallel; every node counts once;
/// what only a share of the requests reaches counts with that share. Failures are assumed to be independent.
pub fn availability(route: &Route<'_>, resolution: &Resolution<'_>, traffic: &Traffic) -> Quality {
    let product = product(route, resolution, traffic);
    super::known::quality(&product.map(|share| share.with(share.value * 100.0)), Unit::Percent)
}

fn product(route: &Route<'_>, resolution: &Resolution<'_>, traffic: &Traffic) -> Known {
    let mut product = Sourced::new(1.0, Provenance::Measured);
    let mut nodes: BTreeMap<&NodeId, (Known, Sourced)> = BTreeMap::new();
    let on_path = (0..route.components.len()).filter(|index| route.blocking[*index]);
    for index in on_path {
        let id = route.components[index];
        let resolved = &resolution.components[id];
        if resolved.outside {
            continue;
        }
        let reach = traffic.reach[index].clone()?;
        if let Some(availability) = of_component(id, resolution) {
            product = product.times(contribution(reach, availability?));
        }
        if let Some((node_id, node)) = resolved.node {
            let availability =
                stated_availability(&node.properties).ok_or_else(|| format!("state the availability of {}", node.name));
            let entry = nodes.entry(node_id).or_insert((availability, reach));
            // The node is needed whenever any of its components is, at least as often as the most needed one.
            if reach.value > entry.1.value {
                entry.1 = reach;
            }
        }
    }
    for (availability, reach) in nodes.into_values() {
        product = product.times(contribution(reach, availability?));
    }
    Ok(product)
}

fn contribution(reach: Sourced, availability: Sourced) -> Sourced {
    availability.weakened(reach.provenance).with(sometimes_needed(reach.value, availability.value))
}

/// The component's availability as a share, with what answers in its place; `None` when it runs inside its caller and
/// fails with it.
fn of_component(own_id: &ComponentId, resolution: &Resolution<'_>) -> Option<Known> {
    let resolved = &resolution.components[own_id];
    let own = of_replicas(resolved)?;
    let fallback = match resolved.component.facts.stated.get(&Fact::Fallback) {
        // Nothing answers in its own place.
        Some(FactValue::Component(id)) if id != own_id => resolution.components.get(id),
        _ => None,
    };
    let Some(instead) = fallback.and_then(of_replicas) else { return Some(own) };
    // Both must fail at the same time: the two in parallel, assumed to be independent.
    let both = |own: Sourced, instead: Sourced| {
        own.weakened(instead.provenance).with(1.0 - (1.0 - own.value) * (1.0 - instead.value))
    };
    Some(own.and_then(|own| Ok(both(own, instead?))))
}

/// The share of time that enough replicas are up: as many as are stated to be needed, else one.
fn of_replicas(resolved: &ResolvedComponent<'_>) -> Option<Known> {
    let component = resolved.component;
    let Some(one) = stated_availability(&component.properties) else {
        return (!resolved.embedded).then(|| Err(format!("state the availability of {}", component.name)));
    };
    let needed = stated(&component.properties, Property::NeededReplicas);
    let one = needed.map_or(one, |needed| one.weakened(needed.provenance));
    let share = at_least(needed.map_or(1, |needed| needed.value as u32), resolved.servers(), one.value);
    Some(Ok(one.weakened(resolved.replicas.provenance).with(share)))
}

/// The share of time that one of it is up: stated, or from the times between failures and to repair
/// (MTBF / (MTBF + MTTR)).
fn stated_availability(properties: &Properties) -> Option<Sourced> {
    if let Some(percent) = stated(properties, Property::Availability) {
        return Some(percent.with(percent.value / 100.0));
    }
    let between = stated(properties, Property::TimeBetweenFailures)?;
    let repair = stated(properties, Property::TimeToRepair)?;
    Some(between.plus(repair).with(between.value / (between.value + repair.value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close};
    use crate::model::{CallCondition, ConnectorKind, Design, EvidenceBook, Project};

    fn of(project: &Project) -> Quality {
        let (book, design) = (EvidenceBook::default(), Design::default());
        let resolution = Resolution::of(project, &book, &design);
        let route = Route::of(&project.system, &"gateway".into()).expect("the entry exists");
        let traffic = Traffic::of(&route, &resolution);
        availability(&route, &resolution, &traffic)
    }

    #[test]
    fn times_between_failures_and_to_repair_give_an_availability() {
        let numbers = [(Property::TimeBetweenFailures, 99.0), (Property::TimeToRepair, 1.0)];
        let project = TestProject::new().component("gateway", &numbers).scenario("gateway", 1.0, 1.0).build();
        check_close(of(&project).quantity.amount().expect("it is known"), 99.0, 1e-9);
    }

    #[track_caller]
    fn check(project: TestProject, expected_percent: f64) {
        let quality = of(&project.build());
        let percent = quality.quantity.amount().unwrap_or_else(|| panic!("unknown: {:?}", quality.note));
        check_close(percent, expected_percent, 5e-5);
    }

    fn chain(inference_replicas: f64) -> TestProject {
        let inference = [(Property::Availability, 99.0), (Property::Replicas, inference_replicas)];
        TestProject::new()
            .component("gateway", &[(Property::Availability, 99.9)])
            .component("store", &[(Property::Availability, 99.5)])
            .component("inference", &inference)
            .call("gateway", "store", 1.0)
            .call("gateway", "inference", 1.0)
    }

    #[test]
    fn o10_o11_a_chain_multiplies() {
        check(chain(1.0), 98.4065);
        check(chain(2.0), 99.3906);
    }

    #[test]
    fn o11_what_answers_in_its_place_counts() {
        let cached = chain(1.0).component("cache", &[(Property::Availability, 99.9)]);
        let mut project = cached.build();
        let facts = &mut project.system.components[&ComponentId::new("inference")].facts;
        facts.stated.insert(Fact::Fallback, FactValue::Component("cache".into()));
        check_close(of(&project).quantity.amount().expect("it is known"), 99.3995, 5e-5);
        project.system.components[&ComponentId::new("cache")].properties.clear();
        assert_eq!(of(&project).note.as_deref(), Some("state the availability of cache"));
    }

    #[test]
    fn nothing_is_its_own_fallback() {
        let mut project = chain(1.0).build();
        let facts = &mut project.system.components[&ComponentId::new("inference")].facts;
        facts.stated.insert(Fact::Fallback, FactValue::Component("inference".into()));
        check_close(of(&project).quantity.amount().expect("it is known"), 98.4065, 5e-5);
    }

    #[test]
    fn o12_two_of_three_replicas_are_needed() {
        let numbers = [(Property::Availability, 99.0), (Property::Replicas, 3.0), (Property::NeededReplicas, 2.0)];
        check(TestProject::new().component("gateway", &numbers), 99.9702);
    }

    #[test]
    fn what_nobody_waits_for_does_not_count() {
        let event = ConnectorKind::AsynchronousEvent;
        check(chain(1.0).component("log", &[]).connect("gateway", "log", event, &[]), 98.4065);
    }

    #[test]
    fn a_shared_node_counts_once() {
        check(chain(1.0).node("region", &[(Property::Availability, 99.0)], &["gateway", "store"]), 98.4065 * 0.99);
    }

    #[test]
    fn a_component_reached_sometimes_counts_that_often() {
        let sometimes = [(Property::CallsPerRequest, 0.05)];
        let project = TestProject::new()
            .component("gateway", &[(Property::Availability, 99.9)])
            .component("deep", &[(Property::Availability, 90.0)])
            .connect("gateway", "deep", ConnectorKind::SynchronousCall, &sometimes);
        check(project, 99.9 * 0.995);
    }

    #[test]
    fn a_library_fails_with_its_caller() {
        let project = TestProject::new()
            .component("gateway", &[(Property::Availability, 99.9)])
            .component("library", &[])
            .connect("gateway", "library", ConnectorKind::InProcess, &[]);
        check(project, 99.9);
    }

    #[test]
    fn an_unknown_stays_unknown() {
        let project = TestProject::new().component("gateway", &[]).build();
        assert_eq!(of(&project).note.as_deref(), Some("state the availability of gateway"));
        let flagged = chain(1.0).with_connector("gateway-store", |call| call.condition = CallCondition::WhenFlagged);
        let quality = of(&flagged.build());
        assert!(!quality.quantity.is_known() && quality.note.is_some_and(|note| note.contains("learning task")));
    }
}

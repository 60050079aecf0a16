//! The share of time that a scenario works, and how long it works until it fails: everything that its requests cannot be
//! answered without must be up.

use std::collections::BTreeMap;

use crate::model::{DeploymentNode, ElementId, NodeId, Provenance};

use super::known::{Known, Sourced};
use super::reliability::{failure_rate, sometimes_needed};
use super::resolve::Resolution;
use super::route::Route;
use super::traffic::Traffic;
use super::uptime::{failures_of_component, of_component, of_node, single_failures};

/// Something that requests need.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is.
    pub element: ElementId,
    /// Share of the requests that need it, 0 to 1.
    pub reach: Sourced,
    /// Share of time that it is up, with its replicas and what answers in its place.
    pub availability: Known,
    /// Failures per hour, of it with its replicas and what answers in its place.
    pub failures: Known,
}

/// Everything that requests of a route need. Components count with their replicas in parallel; every node counts once;
/// failures are assumed to be independent.
pub(super) struct Parts(Result<Vec<Part>, String>);

impl Parts {
    pub(super) fn of(route: &Route<'_>, resolution: &Resolution<'_>, traffic: &Traffic) -> Self {
        Self(parts(route, resolution, traffic))
    }

    /// The parts, components before nodes; empty while it is not known what is needed.
    pub(super) fn all(&self) -> &[Part] {
        self.0.as_deref().unwrap_or(&[])
    }

    /// Share of time that the scenario works: the product over everything needed, each as often as it is needed.
    pub(super) fn availability(&self) -> Known {
        let mut product = Sourced::new(1.0, Provenance::Measured);
        for part in self.0.as_ref().map_err(String::clone)? {
            product = product.times(part.contribution()?);
        }
        Ok(product)
    }

    /// Mean time in hours that the scenario works until something that it needs fails: `1 / Σ(failures / availability)`,
    /// exact for independent parts that fail and are repaired at random.
    pub(super) fn uptime(&self) -> Known {
        let mut rate = Sourced::new(0.0, Provenance::Measured);
        for part in self.0.as_ref().map_err(String::clone)? {
            rate = rate.plus(part.interruptions()?);
            if rate.value.is_infinite() {
                return Ok(rate.with(0.0));
            }
        }
        if rate.value <= 0.0 {
            return Err("nothing that it needs is stated to fail".to_owned());
        }
        Ok(rate.with(rate.value.recip()))
    }

    /// Birnbaum's importance of the part at `index`: how much the scenario's availability gains per gain of the part's.
    /// `None` while another part is not known.
    pub(super) fn importance(&self, index: usize) -> Option<f64> {
        let parts = self.all();
        let others = parts.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.map(|(_, part)| part.contribution().ok().map(|known| known.value));
        Some(others.product::<Option<f64>>()? * parts.get(index)?.reach.value)
    }
}

impl Part {
    /// Failures per hour of operation of the whole that come from it; without end for what is never up, which has no time
    /// between failures.
    pub(super) fn interruptions(&self) -> Known {
        let (failures, availability) = (self.failures.clone()?, self.availability.clone()?);
        let own = failures.weakened(availability.provenance);
        if availability.value <= 0.0 {
            return Ok(own.with(f64::INFINITY));
        }
        let own = own.times(self.reach);
        Ok(own.with(own.value / availability.value))
    }

    /// Share of the requests that it lets through.
    pub(super) fn contribution(&self) -> Known {
        let availability = self.availability.clone()?;
        let share = sometimes_needed(self.reach.value, availability.value);
        Ok(availability.weakened(self.reach.provenance).with(share))
    }
}

fn parts(route: &Route<'_>, resolution: &Resolution<'_>, traffic: &Traffic) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut nodes: BTreeMap<&NodeId, (&DeploymentNode, Sourced)> = BTreeMap::new();
    let on_path = (0..route.components.len()).filter(|index| route.blocking[*index]);
    for index in on_path {
        let id = route.components[index];
        let resolved = &resolution.components[id];
        if resolved.outside {
            continue;
        }
        let reach = traffic.reach[index].clone()?;
        if reach.value <= 0.0 {
            continue;
        }
        if let Some(availability) = of_component(id, resolution) {
            let failures = failures_of_component(id, resolution);
            parts.push(Part { element: ElementId::Component(id.clone()), reach, availability, failures });
        }
        if let Some((node_id, node)) = resolved.node {
            // The node is needed whenever any of its components is, at least as often as the most needed one.
            let entry = nodes.entry(node_id).or_insert((node, reach));
            if reach.value > entry.1.value {
                entry.1 = reach;
            }
        }
    }
    parts.extend(nodes.into_iter().map(|(id, (node, reach))| part_of_node(id, node, reach)));
    Ok(parts)
}

/// A node that so many requests need.
pub(super) fn part_of_node(id: &NodeId, node: &DeploymentNode, reach: Sourced) -> Part {
    let availability = of_node(node);
    let failures = single_failures(&node.properties, &node.name).and_then(|single| {
        let up = availability.clone()?;
        Ok(single.weakened(up.provenance).with(failure_rate(1, 1, up.value, single.value)))
    });
    Part { element: ElementId::Node(id.clone()), reach, availability, failures }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close};
    use crate::analysis::types::Quality;
    use crate::edit::create;
    use crate::model::{
        CallCondition, ComponentId, ConnectorKind, Design, EvidenceBook, Fact, FactValue, Project, Property, Unit,
    };

    fn with_parts<R>(project: &Project, take: impl FnOnce(&Parts) -> R) -> R {
        let (book, design) = (EvidenceBook::default(), Design::default());
        let resolution = Resolution::of(project, &book, &design);
        let (_, scenario) = create::scenario(project, &"gateway".into());
        let route = Route::of(&project.system, &scenario).expect("the entry exists");
        let traffic = Traffic::of(&route, &resolution, &BTreeMap::new());
        take(&Parts::of(&route, &resolution, &traffic))
    }

    fn of(project: &Project) -> Quality {
        let share = with_parts(project, Parts::availability);
        super::super::known::quality(&share.map(|share| share.with(share.value * 100.0)), Unit::Percent)
    }

    #[test]
    fn times_between_failures_and_to_repair_give_an_availability() {
        let numbers = [(Property::TimeBetweenFailures, 99.0), (Property::TimeToRepair, 1.0)];
        let project = TestProject::new().component("gateway", &numbers).scenario("gateway", 1.0, 1.0).build();
        check_close(of(&project).quantity.amount().expect("it is known"), 99.0, 1e-9);
    }

    #[test]
    fn o13_heartbeats_notice_sooner_than_people() {
        let service = |noticed: &[(Property, f64)]| {
            let mut numbers = vec![(Property::TimeBetweenFailures, 720.0), (Property::TimeToRepair, 5.0 / 60.0)];
            numbers.extend(noticed);
            let project = TestProject::new().component("gateway", &numbers).build();
            of(&project).quantity.amount().expect("it is known") / 100.0
        };
        check_close(service(&[(Property::TimeToDetect, 30.0)]), 0.999_190_5, 5e-8);
        let heartbeat = [(Property::HeartbeatInterval, 10.0), (Property::MissedHeartbeats, 3.0)];
        check_close(service(&heartbeat), 0.999_872_7, 5e-8);
        check_close(service(&heartbeat[..1]), 0.999_872_7, 5e-8);
        check_close(service(&[]), 720.0 / (720.0 + 5.0 / 60.0), 1e-12);
    }

    #[test]
    fn o10_what_matters_most_is_improved_first() {
        let importance = with_parts(&chain(1.0).build(), |parts| [0, 1, 2].map(|index| parts.importance(index)));
        for (importance, expected) in importance.into_iter().zip([0.985_05, 0.989_01, 0.994_005]) {
            check_close(importance.expect("all are known"), expected, 5e-7);
        }
    }

    #[test]
    fn time_until_a_failure_follows_the_weakest_and_spares() {
        let fails = |hours| [(Property::TimeBetweenFailures, hours), (Property::TimeToRepair, 1.0)];
        let two = TestProject::new()
            .component("gateway", &fails(100.0))
            .component("store", &fails(300.0))
            .call("gateway", "store", 1.0);
        let uptime = |project: &Project| with_parts(project, Parts::uptime);
        check_close(uptime(&two.build()).unwrap().value, 75.0, 1e-9);
        let mut numbers = fails(100.0).to_vec();
        numbers.push((Property::Replicas, 2.0));
        let pair = TestProject::new().component("gateway", &numbers).build();
        // Two parts, each repaired on its own: the mean time up is (MTBF² + 2·MTBF·MTTR) / (2·MTTR).
        check_close(uptime(&pair).unwrap().value, f64::midpoint(10_000.0, 200.0), 1e-6);
        let on_node = TestProject::new()
            .component("gateway", &[(Property::TimeBetweenFailures, 1e12), (Property::TimeToRepair, 0.0)])
            .node("region", &[(Property::TimeBetweenFailures, 100.0), (Property::TimeToRepair, 100.0)], &["gateway"]);
        check_close(uptime(&on_node.build()).unwrap().value, 100.0, 1e-6);
        let bare = TestProject::new().component("gateway", &[(Property::Availability, 99.0)]).build();
        assert_eq!(uptime(&bare).unwrap_err(), "state the time between failures of gateway");
    }

    #[test]
    fn branches_that_meet_again_are_needed_as_often_as_they_part() {
        let half = [(Property::LinkLatencyMedian, 0.0), (Property::CallsPerRequest, 0.5)];
        let up = [(Property::Availability, 100.0)];
        let branch = |project: TestProject, id: &str| {
            project
                .component(id, &up)
                .connect("gateway", id, ConnectorKind::SynchronousCall, &half)
                .with_connector(&format!("gateway-{id}"), |call| call.condition = CallCondition::OneOf)
        };
        let project = branch(branch(TestProject::new().component("gateway", &up), "m1"), "m2");
        let project = project.component("db", &[(Property::Availability, 90.0)]);
        check(project.call("m1", "db", 0.0).call("m2", "db", 0.0), 90.0);
        // One way that is taken half of the time, then parts and meets again.
        let project = TestProject::new()
            .component("gateway", &up)
            .component("m1", &up)
            .component("a", &up)
            .component("b", &up)
            .component("db", &[(Property::Availability, 90.0)])
            .connect("gateway", "m1", ConnectorKind::SynchronousCall, &half);
        let project = project.call("m1", "a", 0.0).call("m1", "b", 0.0).call("a", "db", 0.0).call("b", "db", 0.0);
        check(project, 95.0);
    }

    #[test]
    fn what_the_caller_can_do_without_is_not_needed() {
        let yes = FactValue::YesNo(true);
        let project = chain(1.0).with_connector("gateway-inference", |call| {
            call.facts.stated.insert(Fact::HasFallback, yes);
        });
        check(project, 99.9 * 0.995);
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

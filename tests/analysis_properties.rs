//! What must hold for the analysis of any system without circles, whatever its numbers are.

use std::collections::BTreeSet;

use cantilever::analysis::{AnalysisSettings, Evaluator, Qualities, Quality};
use cantilever::edit::create;
use cantilever::model::{
    CallCondition, Component, ComponentId, Connector, ConnectorId, ConnectorKind, DeploymentNode, Design, EvidenceBook,
    Facts, Line, Measure, MeasureKey, NodeId, Project, Properties, Property, Quantity, Rectangle, ScenarioId, Subject,
    Unit,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use strum::IntoEnumIterator as _;

const RESPONSE_TIMES: [Measure; 4] =
    [Measure::ResponseTimeMean, Measure::ResponseTimeP50, Measure::ResponseTimeP95, Measure::ResponseTimeP99];

/// What rounding may add to a number, as a share of it.
const ROUNDING: f64 = 1e-6;

/// What the order of additions may change: samples are sums of numbers with 24 bits, up to a few hundred of them.
const ORDER_OF_SUMS: f64 = 1e-4;

/// The one scenario.
const USE: &str = "use";

/// Nodes that components may run on.
const NODES: usize = 3;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// The random numbers of every element follow from its name, so that those of what was there stay the same, and so
    /// does the order of calls before the new one: each sample can only grow.
    #[test]
    fn a_further_call_makes_nothing_faster(
        before in systems(),
        caller in any::<Index>(),
        work in 0.1..50.0_f64,
        parallel in any::<bool>(),
    ) {
        let mut after = before.clone();
        let numbers = [
            (Property::ServiceTimeMedian, work),
            (Property::ServiceTimeTail, 3.0 * work),
            (Property::Capacity, 1e9),
            (Property::Availability, 99.0),
        ];
        after.system.components.insert(ComponentId::new("further"), component("Further", None, &numbers));
        let kind = ConnectorKind::SynchronousCall;
        let latency = [(Property::LinkLatencyMedian, 1.0)];
        let call = connector(caller.get(&awaited(&before)), &ComponentId::new("further"), (kind, parallel), &latency);
        after.system.connectors.insert(ConnectorId::new("further call"), call);
        check_not_slower(&qualities(&before), &qualities(&after))?;
    }

    #[test]
    fn one_more_replica_never_hurts(before in systems(), which in any::<Index>()) {
        let mut after = before.clone();
        let id = which.get(&components(&before)).clone();
        let properties = &mut after.system.components[&id].properties;
        let replicas = properties[&Property::Replicas].amount_in(Unit::Count).unwrap();
        properties.insert(Property::Replicas, Quantity::estimated(replicas + 1.0, Unit::Count));
        let (before, after) = (qualities(&before), qualities(&after));
        check_not_slower(&after, &before)?;
        let availability = |qualities| known(qualities, Measure::Availability);
        prop_assert!(availability(&after)? >= availability(&before)? * (1.0 - 1e-12));
    }

    #[test]
    fn half_the_latency_makes_nothing_slower(before in systems()) {
        let mut after = before.clone();
        for connector in after.system.connectors.values_mut() {
            for property in [Property::LinkLatencyMedian, Property::LinkLatencyTail] {
                let latency = connector.properties[&property].amount_in(property.unit()).unwrap();
                connector.properties.insert(property, Quantity::estimated(latency / 2.0, property.unit()));
            }
        }
        check_not_slower(&qualities(&after), &qualities(&before))?;
    }

    #[test]
    fn without_a_service_time_no_response_time_is_known(mut project in systems(), which in any::<Index>()) {
        let id = which.get(&awaited(&project)).clone();
        let component = &mut project.system.components[&id];
        for property in [Property::ServiceTimeMedian, Property::ServiceTimeTail] {
            component.properties.remove(&property);
        }
        let name = component.name.clone();
        let qualities = qualities(&project);
        for measure in RESPONSE_TIMES {
            check_unknown(&qualities, measure, &name)?;
        }
        prop_assert!(quality(&qualities, Measure::Availability).quantity.is_known());
    }

    #[test]
    fn without_an_availability_that_of_the_scenario_is_not_known(mut project in systems(), which in any::<Index>()) {
        let id = which.get(&awaited(&project)).clone();
        let component = &mut project.system.components[&id];
        component.properties.remove(&Property::Availability);
        let name = component.name.clone();
        let qualities = qualities(&project);
        check_unknown(&qualities, Measure::Availability, &name)?;
        prop_assert!(quality(&qualities, Measure::ResponseTimeP99).quantity.is_known());
    }

    #[test]
    fn without_a_load_no_response_time_is_known(mut project in systems()) {
        let scenario = &mut project.scenarios[&ScenarioId::new(USE)];
        scenario.peak_load = Quantity::unknown(Unit::PerSecond);
        let name = scenario.name.clone();
        let qualities = qualities(&project);
        for measure in RESPONSE_TIMES {
            check_unknown(&qualities, measure, &name)?;
        }
        prop_assert!(quality(&qualities, Measure::Availability).quantity.is_known());
    }

    /// Calls in turn are added up in the order in which they are drawn, which changes no sum but for rounding; which
    /// random number meets which follows from names alone. Notes are not compared: of several unknowns they name the
    /// first. Of branches of which one is taken, and of several caches that are asked, the order counts by intention:
    /// there are none in these systems.
    #[test]
    fn the_order_of_elements_changes_no_quality(project in systems()) {
        let mut reversed = project.clone();
        reversed.system.components.reverse();
        reversed.system.connectors.reverse();
        reversed.system.nodes.reverse();
        let (one, other) = (qualities(&project), qualities(&reversed));
        prop_assert!(one.keys().eq(other.keys()));
        for measure in RESPONSE_TIMES.into_iter().chain([Measure::Availability, Measure::MaximumThroughput]) {
            prop_assert!(quality(&one, measure).quantity.is_known(), "{measure:?}: {:?}", quality(&one, measure).note);
        }
        for (key, quality) in &one {
            let (quantity, other) = (quality.quantity, other[key].quantity);
            prop_assert_eq!(quantity.unit(), other.unit());
            match (quantity.amount(), other.amount()) {
                (Some(a), Some(b)) => {
                    prop_assert!((a - b).abs() <= ORDER_OF_SUMS * a.abs().max(b.abs()), "{key:?}: {a} and {b}");
                }
                (a, b) => prop_assert_eq!(a, b, "{:?}", key),
            }
        }
    }

    #[test]
    fn units_of_one_dimension_convert_there_and_back(value in 1e-6..1e9_f64, is_negative in any::<bool>()) {
        let value = if is_negative { -value } else { value };
        for unit in Unit::iter() {
            for other in Unit::iter() {
                let there = unit.convert(value, other);
                prop_assert_eq!(there.is_some(), unit.dimension() == other.dimension(), "{:?} {:?}", unit, other);
                if let Some(back) = there.and_then(|there| other.convert(there, unit)) {
                    prop_assert!((back / value - 1.0).abs() <= 1e-12, "{unit:?} to {other:?}: {value} is {back}");
                }
            }
        }
    }
}

/// Fails when a response time of `faster` is above that of `slower`, but for rounding, or one of them is not known.
fn check_not_slower(faster: &Qualities, slower: &Qualities) -> Result<(), TestCaseError> {
    for measure in RESPONSE_TIMES {
        let (fast, slow) = (known(faster, measure)?, known(slower, measure)?);
        prop_assert!(fast <= slow * (1.0 + ROUNDING), "{measure:?}: {fast} ms is above {slow} ms");
    }
    Ok(())
}

fn check_unknown(qualities: &Qualities, measure: Measure, name: &str) -> Result<(), TestCaseError> {
    let quality = quality(qualities, measure);
    prop_assert!(!quality.quantity.is_known(), "{measure:?} is {}", quality.quantity);
    let note = quality.note.as_deref().unwrap_or_default();
    prop_assert!(note.contains(name), "{measure:?}: {note:?} does not name {name}");
    Ok(())
}

fn known(qualities: &Qualities, measure: Measure) -> Result<f64, TestCaseError> {
    let quality = quality(qualities, measure);
    let unknown = || TestCaseError::fail(format!("{measure:?} is unknown: {:?}", quality.note));
    quality.quantity.amount_in(measure.unit()).ok_or_else(unknown)
}

fn quality(qualities: &Qualities, measure: Measure) -> &Quality {
    &qualities[&MeasureKey::new(measure, Subject::Scenario(ScenarioId::new(USE)))]
}

fn qualities(project: &Project) -> Qualities {
    let settings = AnalysisSettings { samples: 2000, seed: 1 };
    let book = EvidenceBook::default();
    Evaluator::new(project, &book, &settings).qualities(&Design::default())
}

fn components(project: &Project) -> Vec<ComponentId> {
    project.system.components.keys().cloned().collect()
}

/// Every component that a request waits for: it is reached over calls alone. The entry comes first.
fn awaited(project: &Project) -> Vec<ComponentId> {
    let mut found = vec![part_id(0)];
    let mut next = 0;
    while let Some(source) = found.get(next).cloned() {
        for call in project.system.connectors.values() {
            let leads_on = call.source == source && call.kind == ConnectorKind::SynchronousCall;
            if leads_on && !found.contains(&call.target) {
                found.push(call.target.clone());
            }
        }
        next += 1;
    }
    found
}

/// A component as it is drawn at random.
#[derive(Clone, Debug)]
struct Part {
    /// Median of its own work in milliseconds, and how many times as long the 99th percentile is.
    work: (f64, f64),
    /// Requests per second that one replica serves, where it is stated.
    capacity: Option<f64>,
    replicas: u32,
    /// Replicas that must be up, where more are needed than run, all of them.
    needed: u32,
    availability: f64,
    /// The node that it runs on; none beyond the last.
    node: usize,
}

/// A connector as it is drawn at random.
#[derive(Clone, Debug)]
struct Wire {
    source: Index,
    target: Index,
    is_event: bool,
    parallel: bool,
    /// Median of the one-way latency in milliseconds, and how many times as long the 99th percentile is.
    latency: (f64, f64),
    calls: f64,
}

/// Systems of 2 to 10 services, every one of which requests reach, with all their numbers known and no circle.
fn systems() -> impl Strategy<Value = Project> {
    let parts = prop::collection::vec(parts(), 2..=10);
    let wires = prop::collection::vec(wires(), 9..18);
    let nodes = prop::collection::vec(95.0..100.0_f64, NODES);
    (parts, wires, nodes, 0.05..0.9_f64).prop_map(|(parts, wires, nodes, busy)| {
        let mut project = Project::default();
        for (index, availability) in nodes.into_iter().enumerate() {
            project.system.nodes.insert(node_id(index), node(index, availability));
        }
        for (index, part) in parts.iter().enumerate() {
            project.system.components.insert(part_id(index), part.component(index));
        }
        for (index, wire) in wires.iter().enumerate() {
            // The first ones reach every part, the others any two. Calls lead to higher numbers: there is no circle.
            let target = if index + 1 < parts.len() { index + 1 } else { 1 + wire.target.index(parts.len() - 1) };
            let ends = (part_id(wire.source.index(target)), part_id(target));
            project.system.connectors.insert(ConnectorId::new(&format!("wire {index}")), wire.connector(&ends));
        }
        let (_, scenario) = create::scenario(&project, &part_id(0));
        project.scenarios.insert(ScenarioId::new(USE), scenario);
        state_load(&mut project, 1.0);
        // How busy the busiest component is grows in proportion with the load.
        let percent = quality(&qualities(&project), Measure::PeakUtilisation).quantity.amount_in(Unit::Percent);
        state_load(&mut project, busy * 100.0 / percent.expect("every speed is stated"));
        project
    })
}

fn parts() -> impl Strategy<Value = Part> {
    let capacity = prop::option::of(20.0..2000.0_f64);
    let replicas = (1..=4_u32, 1..=4_u32);
    ((0.1..50.0_f64, spreads()), capacity, replicas, 90.0..100.0_f64, 0..=NODES).prop_map(
        |(work, capacity, (replicas, needed), availability, node)| {
            let needed = needed.min(replicas);
            Part { work, capacity, replicas, needed, availability, node }
        },
    )
}

fn wires() -> impl Strategy<Value = Wire> {
    let calls = select(vec![0.3, 1.0, 1.0, 1.0, 2.0, 2.5]);
    let ends = (any::<Index>(), any::<Index>());
    (ends, prop::bool::weighted(0.2), any::<bool>(), (0.1..20.0_f64, spreads()), calls).prop_map(
        |((source, target), is_event, parallel, latency, calls)| Wire {
            source,
            target,
            is_event,
            parallel,
            latency,
            calls,
        },
    )
}

/// How many times as long as the median a 99th percentile is; at 1 the time is always the same.
fn spreads() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), 1.1..8.0_f64]
}

impl Part {
    fn component(&self, index: usize) -> Component {
        let (median, spread) = self.work;
        let mut numbers = vec![
            (Property::ServiceTimeMedian, median),
            (Property::ServiceTimeTail, median * spread),
            (Property::Replicas, f64::from(self.replicas)),
            (Property::NeededReplicas, f64::from(self.needed)),
            (Property::Availability, self.availability),
        ];
        numbers.extend(self.capacity.map(|capacity| (Property::Capacity, capacity)));
        let node = (self.node < NODES).then(|| node_id(self.node));
        component(&format!("Part {index}"), node, &numbers)
    }
}

impl Wire {
    fn connector(&self, (source, target): &(ComponentId, ComponentId)) -> Connector {
        let (median, spread) = self.latency;
        let numbers = [
            (Property::LinkLatencyMedian, median),
            (Property::LinkLatencyTail, median * spread),
            (Property::CallsPerRequest, self.calls),
        ];
        let kind = if self.is_event { ConnectorKind::AsynchronousEvent } else { ConnectorKind::SynchronousCall };
        connector(source, target, (kind, self.parallel), &numbers)
    }
}

fn part_id(index: usize) -> ComponentId {
    ComponentId::new(&format!("part {index}"))
}

fn node_id(index: usize) -> NodeId {
    NodeId::new(&format!("node {index}"))
}

fn component(name: &str, deployed_on: Option<NodeId>, numbers: &[(Property, f64)]) -> Component {
    Component {
        name: name.to_owned(),
        kind: "service".to_owned(),
        description: String::new(),
        shape: Rectangle::default(),
        deployed_on,
        boundaries: BTreeSet::new(),
        properties: stated(numbers),
        facts: Facts::default(),
    }
}

fn connector(
    source: &ComponentId,
    target: &ComponentId,
    (kind, parallel): (ConnectorKind, bool),
    numbers: &[(Property, f64)],
) -> Connector {
    Connector {
        source: source.clone(),
        target: target.clone(),
        kind,
        label: String::new(),
        condition: CallCondition::Always,
        parallel,
        line: Line::default(),
        properties: stated(numbers),
        facts: Facts::default(),
    }
}

fn node(index: usize, availability: f64) -> DeploymentNode {
    DeploymentNode {
        name: format!("Node {index}"),
        kind: "cloud_region".to_owned(),
        description: String::new(),
        shape: Rectangle::default(),
        parent: None,
        properties: stated(&[(Property::Availability, availability)]),
        facts: Facts::default(),
    }
}

fn stated(numbers: &[(Property, f64)]) -> Properties {
    let quantity = |(property, amount): &(Property, f64)| (*property, Quantity::estimated(*amount, property.unit()));
    numbers.iter().map(quantity).collect()
}

fn state_load(project: &mut Project, per_second: f64) {
    let scenario = &mut project.scenarios[&ScenarioId::new(USE)];
    scenario.mean_load = Quantity::estimated(per_second / 2.0, Unit::PerSecond);
    scenario.peak_load = Quantity::estimated(per_second, Unit::PerSecond);
}

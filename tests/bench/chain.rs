//! Chains of components with waiting lines, for benchmarks of large design spaces.

use anyhow::{Context as _, Result};
use cantilever::edit::create;
use cantilever::model::{
    ComponentId, ConnectorKind, NodeId, OpenQuestion, Point, Project, Properties, Property, Quantity, Unit,
};

/// Nodes of the four stages, or machines: dollars per hour, and share of time up in percent.
pub const NODES: [(f64, f64); 5] = [(0.2, 99.9), (0.13, 99.8), (0.31, 99.95), (0.07, 99.5), (0.55, 99.99)];

/// Milliseconds of work of a stage, and its share of time up in percent.
pub const STAGES: [(f64, f64); 4] = [(11.0, 99.0), (17.0, 98.0), (5.0, 99.5), (23.0, 97.0)];

fn numbers(amounts: &[(Property, f64)]) -> Properties {
    amounts.iter().map(|(property, amount)| (*property, Quantity::estimated(*amount, property.unit()))).collect()
}

/// A chain of components, each with up to `most` replicas and, where `with_nodes`, on one of five nodes.
pub fn chain(stages: usize, most: u32, with_nodes: bool) -> Result<Project> {
    let mut project = Project { name: "Chain".to_owned(), ..Project::default() };
    let mut nodes: Vec<NodeId> = Vec::new();
    for (price, available) in NODES {
        let (id, mut node) = create::node(&project, "cloud_region", Point::default());
        node.properties = numbers(&[(Property::HourlyPrice, price), (Property::Availability, available)]);
        project.system.nodes.insert(id.clone(), node);
        nodes.push(id);
    }
    let mut before: Option<ComponentId> = None;
    for stage in 0..stages {
        let (id, mut component) = create::component(&project, "service", Point::default());
        let (work, available) = STAGES[stage % 4];
        let work = work * (1.0 + 0.07 * stage as f64);
        component.properties = numbers(&[
            (Property::ServiceTimeMedian, work),
            (Property::ServiceTimeTail, 3.0 * work),
            (Property::HourlyPrice, [0.11, 0.05, 0.31, 0.07][stage % 4] + 0.01 * stage as f64),
            (Property::Availability, available + 0.01 * stage as f64),
        ]);
        project.system.components.insert(id.clone(), component);
        if let Some(before) = &before {
            let (link, mut connector) = create::connector(&project, before, &id, ConnectorKind::SynchronousCall);
            connector.properties = numbers(&[(Property::LinkLatencyMedian, 1.0), (Property::LinkLatencyTail, 3.0)]);
            project.system.connectors.insert(link, connector);
        }
        let mut questions = vec![OpenQuestion::Replicas { fewest: 1, most }];
        if with_nodes {
            questions.insert(0, OpenQuestion::Node(nodes.clone()));
        }
        for question in questions {
            let (choice, open) = create::choice(&project, &id, question);
            project.choices.insert(choice, open);
        }
        before = Some(id);
    }
    let entry = project.system.components.keys().next().context("there is a component")?.clone();
    let (id, mut scenario) = create::scenario(&project, &entry);
    scenario.mean_load = Quantity::estimated(10.0, Unit::PerSecond);
    scenario.peak_load = Quantity::estimated(25.0, Unit::PerSecond);
    project.scenarios.insert(id, scenario);
    Ok(project)
}

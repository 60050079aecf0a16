//! A Mermaid flowchart made from a project. What runs on a node lies in its subgraph; a drawing without nodes shows
//! its boundaries instead, as far as they nest.

use std::collections::BTreeMap;

use super::{Exported, Omission};
use crate::exchange::mermaid::{
    ArrowHead, Diagram, DiagramKind, Direction, End, Group, GroupKind, LineStyle, Link, Node, NodeKind, Shape,
};
use crate::model::{BoundaryId, Component, ComponentId, ConnectorKind, NodeId, Project, System};

/// Makes a diagram from a project.
pub fn to_mermaid(project: &Project) -> Exported<Diagram> {
    let system = &project.system;
    let mut diagram = Diagram {
        title: project.name.clone(),
        accessible_description: project.description.clone(),
        direction: Direction::LeftToRight,
        kind: DiagramKind::Flowchart,
        ..Diagram::default()
    };
    let mut omissions = Vec::new();
    let frames = if system.nodes.is_empty() {
        boundary_frames(system, &mut diagram, &mut omissions)
    } else {
        if !system.boundaries.is_empty() {
            omissions.push(Omission::new(format!("{} boundaries: the nodes are drawn", system.boundaries.len())));
        }
        node_frames(system, &mut diagram)
    };
    let mut ends: BTreeMap<&ComponentId, usize> = BTreeMap::new();
    for (id, component) in &system.components {
        ends.insert(id, diagram.nodes.len());
        let mut node = Node::new(&id.to_string(), NodeKind::Shape(shape(component)), 0);
        node.label.clone_from(&component.name);
        node.parent = frames.get(id).copied();
        diagram.nodes.push(node);
    }
    for connector in system.connectors.values() {
        let Some((from, to)) = ends.get(&connector.source).zip(ends.get(&connector.target)) else { continue };
        let mut link = Link::new(End::Node(*from), End::Node(*to), 0);
        link.label.clone_from(&connector.label);
        link.style = match connector.kind {
            ConnectorKind::SynchronousCall | ConnectorKind::InProcess => LineStyle::Solid,
            ConnectorKind::AsynchronousEvent => LineStyle::Dotted,
            ConnectorKind::DataFlow | ConnectorKind::Stream => LineStyle::Thick,
        };
        if connector.kind == ConnectorKind::InProcess {
            link.end_head = ArrowHead::Circle;
        }
        diagram.links.push(link);
    }
    remainder(project, &mut omissions);
    Exported { content: diagram, omissions }
}

/// Subgraphs for deployment nodes; gives the one that each component lies in.
fn node_frames<'a>(system: &'a System, diagram: &mut Diagram) -> BTreeMap<&'a ComponentId, usize> {
    let position: BTreeMap<&NodeId, usize> = system.nodes.keys().enumerate().map(|(index, id)| (id, index)).collect();
    for (id, node) in &system.nodes {
        let mut group = Group::new(&format!("node_{id}"), GroupKind::Subgraph, 0);
        group.title.clone_from(&node.name);
        group.parent = node.parent.as_ref().and_then(|parent| position.get(parent).copied());
        diagram.groups.push(group);
    }
    let within = |component: &Component| position.get(component.deployed_on.as_ref()?).copied();
    system.components.iter().filter_map(|(id, component)| Some((id, within(component)?))).collect()
}

/// Subgraphs for boundaries. A component lies in one alone: that which it shares with the most others.
fn boundary_frames<'a>(
    system: &'a System,
    diagram: &mut Diagram,
    omissions: &mut Vec<Omission>,
) -> BTreeMap<&'a ComponentId, usize> {
    let mut sizes: BTreeMap<&BoundaryId, usize> = BTreeMap::new();
    for id in system.components.values().flat_map(|component| &component.boundaries) {
        *sizes.entry(id).or_insert(0) += 1;
    }
    let mut position = BTreeMap::new();
    for (id, boundary) in system.boundaries.iter().filter(|(id, _)| sizes.contains_key(id)) {
        position.insert(id, diagram.groups.len());
        let mut group = Group::new(&format!("area_{id}"), GroupKind::Subgraph, 0);
        group.title.clone_from(&boundary.name);
        diagram.groups.push(group);
    }
    let mut frames = BTreeMap::new();
    for (id, component) in &system.components {
        let within = component.boundaries.iter().filter_map(|boundary| Some((sizes.get(boundary)?, boundary)));
        let Some((_, most)) = within.max() else { continue };
        frames.extend(position.get(most).map(|frame| (id, *frame)));
        if component.boundaries.len() > 1 {
            let what = format!("\"{}\" lies in several boundaries; the largest is drawn", component.name);
            omissions.push(Omission::new(what));
        }
    }
    frames
}

fn shape(component: &Component) -> Shape {
    match component.kind.as_str() {
        "data_store" | "feature_store" | "model_registry" | "cache" => Shape::Cylinder,
        "queue" => Shape::LeanRight,
        "user" | "reviewer" => Shape::Stadium,
        "external_system" => Shape::Subroutine,
        "inference_service" | "embedded_model" | "batch_scorer" | "cached_predictions" => Shape::Hexagon,
        _ => Shape::Rectangle,
    }
}

fn remainder(project: &Project, omissions: &mut Vec<Omission>) {
    let system = &project.system;
    let says_more = |component: &&Component| !component.properties.is_empty() || !component.facts.is_empty();
    let streams = system.connectors.values().filter(|connector| connector.kind == ConnectorKind::Stream).count();
    for (count, what) in [
        (system.components.values().filter(says_more).count(), "components' numbers and facts"),
        (system.components.values().filter(|found| !found.description.is_empty()).count(), "descriptions"),
        (system.connectors.values().filter(|found| !found.properties.is_empty()).count(), "connectors' numbers"),
        (streams, "streams, which are drawn as data flows"),
        (system.notes.len(), "notes"),
        (project.scenarios.len(), "scenarios"),
        (project.requirements.len(), "requirements"),
        (project.tasks.len(), "learning tasks"),
        (project.choices.len(), "open choices"),
    ] {
        if count > 0 {
            omissions.push(Omission::new(format!("{count} {what}")));
        }
    }
    if system.elements().next().is_some() {
        omissions.push(Omission::new("places and sizes: the other tool arranges by itself"));
    }
}

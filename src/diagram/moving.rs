//! What moves along when something is moved: a frame takes its content with it, a group its members.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::Placement;
use crate::model::{ElementId, System};

/// Everything that moves when `elements` are moved. What is locked stays, unless it lies in a frame that moves.
pub fn carried(system: &System, elements: &BTreeSet<ElementId>) -> BTreeSet<ElementId> {
    let mut moving = elements.clone();
    for members in system.groups.values() {
        if members.iter().any(|member| elements.contains(member)) {
            moving.extend(members.iter().cloned());
        }
    }
    moving.retain(|element| !system.locked.contains(element) && !matches!(element, ElementId::Connector(_)));
    add_content_of_boundaries(system, &mut moving);
    let runs_on_moving = |node| {
        let mut outer = system.node_and_parents(node);
        outer.any(|id| moving.contains(&ElementId::Node(id.clone())))
    };
    let nodes = system.nodes.keys().filter(|id| runs_on_moving(id));
    let nodes: Vec<_> = nodes.cloned().map(ElementId::Node).collect();
    let components = system.components.iter();
    let components = components.filter(|(_, component)| component.deployed_on.as_ref().is_some_and(runs_on_moving));
    let components: Vec<_> = components.map(|(id, _)| ElementId::Component(id.clone())).collect();
    moving.extend(nodes.into_iter().chain(components));
    moving
}

/// A boundary holds the components that say so, and the nodes, notes and smaller boundaries that lie wholly inside.
fn add_content_of_boundaries(system: &System, moving: &mut BTreeSet<ElementId>) {
    let boundaries = system.boundaries.iter().filter(|(id, _)| moving.contains(&ElementId::Boundary((*id).clone())));
    let boundaries: Vec<_> = boundaries.map(|(id, boundary)| (id.clone(), boundary.shape)).collect();
    for (id, frame) in &boundaries {
        let members = system.components.iter().filter(|(_, component)| component.boundaries.contains(id));
        moving.extend(members.map(|(id, _)| ElementId::Component(id.clone())));
        let others = system.elements().filter(|element| !matches!(element, ElementId::Component(_)));
        moving.extend(others.filter(|element| system.shape(element).is_some_and(|shape| frame.encloses(shape))));
    }
}

/// `elements` and what moves along with them, moved by `(dx, dy)`.
pub fn moved(system: &System, elements: &BTreeSet<ElementId>, (dx, dy): (f32, f32)) -> Placement {
    let offsets = carried(system, elements).into_iter().map(|element| (element, (dx, dy)));
    displaced(system, &offsets.collect())
}

/// Elements moved by offsets of their own. Bends of a connector move along when both its ends move alike.
pub fn displaced(system: &System, offsets: &BTreeMap<ElementId, (f32, f32)>) -> Placement {
    let shapes = offsets.iter().filter(|(_, offset)| **offset != (0.0, 0.0));
    let shapes =
        shapes.filter_map(|(element, (dx, dy))| Some((element.clone(), system.shape(element)?.moved(*dx, *dy))));
    let bent = system.connectors.iter().filter(|(_, connector)| !connector.line.bends.is_empty());
    let lines = bent.filter_map(|(id, connector)| {
        let offset = |end| offsets.get(&ElementId::Component(end)).copied().filter(|offset| *offset != (0.0, 0.0));
        let (dx, dy) = offset(connector.source.clone())?;
        if offset(connector.target.clone())? != (dx, dy) {
            return None;
        }
        let mut line = connector.line.clone();
        for bend in &mut line.bends {
            *bend = bend.moved(dx, dy);
        }
        Some((id.clone(), line))
    });
    Placement { shapes: shapes.collect(), lines: lines.collect(), ..Placement::default() }
}

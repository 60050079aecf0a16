//! New elements of the drawing.

use std::collections::BTreeSet;

use super::unused_name;
use crate::catalog::catalog;
use crate::model::{
    AlternativeId, Boundary, BoundaryId, BoundaryKind, CallCondition, Component, ComponentId, Connector, ConnectorId,
    ConnectorKind, DeploymentNode, Facts, GroupId, Line, NodeId, Note, NoteId, Point, Project, Rectangle, System,
    unused_id,
};

/// Size of a new component.
pub const COMPONENT_SIZE: (f32, f32) = (160.0, 64.0);
/// Size of a new deployment node.
pub const NODE_SIZE: (f32, f32) = (320.0, 200.0);
/// Size of a new boundary.
pub const BOUNDARY_SIZE: (f32, f32) = (400.0, 260.0);
/// Size of a new note.
pub const NOTE_SIZE: (f32, f32) = (180.0, 80.0);

/// A component of the kind `kind` with its middle at `center`, deployed on the node that is drawn there.
pub fn component(project: &Project, kind: &str, center: Point) -> (ComponentId, Component) {
    let entry = catalog().component_kind(kind);
    let label = entry.map_or(kind, |entry| entry.label.as_str());
    let name = unused_name(label, |name| project.system.components.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| project.system.components.contains_key(&ComponentId::new(id)));
    let component = Component {
        name,
        kind: kind.to_owned(),
        description: String::new(),
        shape: around(center, COMPONENT_SIZE),
        deployed_on: node_at(&project.system, center),
        boundaries: boundaries_at(&project.system, center),
        properties: entry.map(|entry| entry.defaults()).unwrap_or_default(),
        facts: Facts::default(),
    };
    (ComponentId::new(&id), component)
}

/// A deployment node of the kind `kind` with its middle at `center`.
pub fn node(project: &Project, kind: &str, center: Point) -> (NodeId, DeploymentNode) {
    let entry = catalog().node_kind(kind);
    let label = entry.map_or(kind, |entry| entry.label.as_str());
    let name = unused_name(label, |name| project.system.nodes.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| project.system.nodes.contains_key(&NodeId::new(id)));
    let node = DeploymentNode {
        name,
        kind: kind.to_owned(),
        description: String::new(),
        shape: around(center, NODE_SIZE),
        parent: node_at(&project.system, center),
        properties: entry.map(crate::catalog::ElementKind::defaults).unwrap_or_default(),
        facts: Facts::default(),
    };
    (NodeId::new(&id), node)
}

/// A connector from `source` to `target`.
pub fn connector(
    project: &Project,
    source: &ComponentId,
    target: &ComponentId,
    kind: ConnectorKind,
) -> (ConnectorId, Connector) {
    let name = format!("{source} to {target}");
    let id = unused_id(&name, |id| project.system.connectors.contains_key(&ConnectorId::new(id)));
    let connector = Connector {
        source: source.clone(),
        target: target.clone(),
        kind,
        label: String::new(),
        condition: CallCondition::Always,
        parallel: false,
        line: Line::default(),
        properties: catalog().connector_defaults(kind),
        facts: Facts::default(),
    };
    (ConnectorId::new(&id), connector)
}

/// The smallest node that is drawn at `point`.
pub fn node_at(system: &System, point: Point) -> Option<NodeId> {
    let area = |shape: Rectangle| shape.size.width * shape.size.height;
    let there = system.nodes.iter().filter(|(_, node)| node.shape.contains(point));
    there.min_by(|a, b| area(a.1.shape).total_cmp(&area(b.1.shape))).map(|(id, _)| id.clone())
}

/// A boundary of the kind `kind` with its middle at `center`.
pub fn boundary(project: &Project, kind: BoundaryKind, center: Point) -> (BoundaryId, Boundary) {
    let name = unused_name(kind.label(), |name| project.system.boundaries.values().any(|other| other.name == name));
    let id = unused_id(&name, |id| project.system.boundaries.contains_key(&BoundaryId::new(id)));
    let boundary =
        Boundary { name, kind, description: String::new(), style: None, shape: around(center, BOUNDARY_SIZE) };
    (BoundaryId::new(&id), boundary)
}

/// A note that says `text`, with its middle at `center`.
pub fn note(project: &Project, text: &str, center: Point) -> (NoteId, Note) {
    let id = unused_id("note", |id| project.system.notes.contains_key(&NoteId::new(id)));
    (NoteId::new(&id), Note { text: text.to_owned(), shape: around(center, NOTE_SIZE) })
}

/// An unused identifier for a group.
pub fn group_id(project: &Project) -> GroupId {
    GroupId::new(&unused_id("group", |id| project.system.groups.contains_key(&GroupId::new(id))))
}

/// An unused identifier and name for a further alternative.
pub fn alternative(project: &Project) -> (AlternativeId, String) {
    let shown = &project.alternatives;
    let has_name = |name: &str| shown.name == name || shown.others.values().any(|other| other.name == name);
    let name = unused_name("Alternative", has_name);
    let has_id = |id: &str| shown.current.as_str() == id || shown.others.contains_key(&AlternativeId::new(id));
    (AlternativeId::new(&unused_id(&name, has_id)), name)
}

/// The boundaries that are drawn around `point`.
pub fn boundaries_at(system: &System, point: Point) -> BTreeSet<BoundaryId> {
    let boundaries = system.boundaries.iter().filter(|(_, boundary)| boundary.shape.contains(point));
    boundaries.map(|(id, _)| id.clone()).collect()
}

fn around(center: Point, (width, height): (f32, f32)) -> Rectangle {
    Rectangle::new(center.x - width / 2.0, center.y - height / 2.0, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;

    #[test]
    fn new_elements_never_replace_others() {
        let mut project = Project::default();
        let (node_id, node) = node(&project, "cloud_region", Point::new(200.0, 200.0));
        Edit::PutNode(node_id.clone(), node).apply(&mut project).unwrap();
        for _ in 0..3 {
            let (id, component) = component(&project, "service", Point::new(200.0, 200.0));
            assert_eq!(component.deployed_on, Some(node_id.clone()));
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        assert_eq!(project.system.components.len(), 3);
        let names: Vec<_> = project.system.components.values().map(|component| component.name.clone()).collect();
        assert!(names[1].ends_with(" 2") && names[2].ends_with(" 3"), "{names:?}");
        let outside = component(&project, "service", Point::new(2000.0, 0.0)).1;
        assert_eq!(outside.deployed_on, None);
    }
}

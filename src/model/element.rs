//! Any element of the drawing, whatever its sort: what is selected, moved, copied and searched for.

use super::geometry::Rectangle;
use super::id::{BoundaryId, ComponentId, ConnectorId, NodeId, NoteId};
use super::system::{Note, System};

/// Any element of the drawing that can be selected.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ElementId {
    /// A component.
    Component(ComponentId),
    /// A connector.
    Connector(ConnectorId),
    /// A deployment node.
    Node(NodeId),
    /// A boundary.
    Boundary(BoundaryId),
    /// A note.
    Note(NoteId),
}

impl From<&ComponentId> for ElementId {
    fn from(id: &ComponentId) -> Self {
        Self::Component(id.clone())
    }
}

impl System {
    /// Whether the element is there.
    pub fn contains(&self, element: &ElementId) -> bool {
        match element {
            ElementId::Component(id) => self.components.contains_key(id),
            ElementId::Connector(id) => self.connectors.contains_key(id),
            ElementId::Node(id) => self.nodes.contains_key(id),
            ElementId::Boundary(id) => self.boundaries.contains_key(id),
            ElementId::Note(id) => self.notes.contains_key(id),
        }
    }

    /// Place and size of an element; `None` for connectors, whose lines find their own way, and for what is not there.
    pub fn shape(&self, element: &ElementId) -> Option<Rectangle> {
        match element {
            ElementId::Component(id) => self.components.get(id).map(|found| found.shape),
            ElementId::Connector(_) => None,
            ElementId::Node(id) => self.nodes.get(id).map(|found| found.shape),
            ElementId::Boundary(id) => self.boundaries.get(id).map(|found| found.shape),
            ElementId::Note(id) => self.notes.get(id).map(|found| found.shape),
        }
    }

    /// Every element, from the back of the drawing to its front.
    pub fn elements(&self) -> impl Iterator<Item = ElementId> {
        let boundaries = self.boundaries.keys().cloned().map(ElementId::Boundary);
        let nodes = self.nodes.keys().cloned().map(ElementId::Node);
        let connectors = self.connectors.keys().cloned().map(ElementId::Connector);
        let components = self.components.keys().cloned().map(ElementId::Component);
        let notes = self.notes.keys().cloned().map(ElementId::Note);
        boundaries.chain(nodes).chain(connectors).chain(components).chain(notes)
    }

    /// The node and all nodes that it is part of, innermost first; a circle in a damaged file is followed once.
    pub fn node_and_parents<'a>(&'a self, node: &'a NodeId) -> impl Iterator<Item = &'a NodeId> {
        let parent = |id: &&NodeId| self.nodes.get(*id).and_then(|node| node.parent.as_ref());
        std::iter::successors(Some(node), parent).take(self.nodes.len().max(1))
    }
}

impl Note {
    /// The first line, or what a note without text is called.
    pub fn title(&self) -> String {
        let first = self.text.lines().map(str::trim).find(|line| !line.is_empty());
        first.map_or_else(|| "Note".to_owned(), str::to_owned)
    }
}

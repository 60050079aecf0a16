//! Any element of the drawing, as a file names it: `{"component": "gateway"}`.

use serde::{Deserialize, Serialize};

use crate::model::{BoundaryId, ComponentId, ConnectorId, ElementId, NodeId, NoteId};

/// The element's sort with its identifier.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SavedElement {
    Component(String),
    Connector(String),
    Node(String),
    Boundary(String),
    Note(String),
}

impl From<&ElementId> for SavedElement {
    fn from(element: &ElementId) -> Self {
        match element {
            ElementId::Component(id) => Self::Component(id.to_string()),
            ElementId::Connector(id) => Self::Connector(id.to_string()),
            ElementId::Node(id) => Self::Node(id.to_string()),
            ElementId::Boundary(id) => Self::Boundary(id.to_string()),
            ElementId::Note(id) => Self::Note(id.to_string()),
        }
    }
}

impl From<SavedElement> for ElementId {
    fn from(saved: SavedElement) -> Self {
        match saved {
            SavedElement::Component(id) => Self::Component(ComponentId::new(&id)),
            SavedElement::Connector(id) => Self::Connector(ConnectorId::new(&id)),
            SavedElement::Node(id) => Self::Node(NodeId::new(&id)),
            SavedElement::Boundary(id) => Self::Boundary(BoundaryId::new(&id)),
            SavedElement::Note(id) => Self::Note(NoteId::new(&id)),
        }
    }
}

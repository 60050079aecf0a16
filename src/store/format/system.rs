//! The drawing: nodes, components and connectors; since version 2 also boundaries, notes, groups and locks.

use serde::{Deserialize, Serialize};

use super::element::SavedElement;
use super::fact::SavedFacts;
use super::number::{SavedPoint, SavedRectangle};
use super::quantity::{SavedProperties, properties, saved_properties};
use super::unique::{Identified, UniqueList};
use super::words::{SavedBoundaryKind, SavedCondition, SavedConnectorKind, SavedStyle};
use crate::model::{
    Boundary, BoundaryId, Component, ComponentId, Connector, ConnectorId, DeploymentNode, GroupId, Line, NodeId, Note,
    NoteId, System,
};

/// Everything that is drawn.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedSystem {
    #[serde(default)]
    nodes: UniqueList<SavedNode>,
    #[serde(default)]
    components: UniqueList<SavedComponent>,
    #[serde(default)]
    connectors: UniqueList<SavedConnector>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    boundaries: UniqueList<SavedBoundary>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    notes: UniqueList<SavedNote>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    groups: UniqueList<SavedGroup>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    locked: Vec<SavedElement>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    collapsed: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedNode {
    id: String,
    name: String,
    kind: String,
    #[serde(default)]
    description: String,
    shape: SavedRectangle,
    /// The node that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    #[serde(default)]
    properties: SavedProperties,
    #[serde(default, skip_serializing_if = "SavedFacts::is_empty")]
    facts: SavedFacts,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedComponent {
    id: String,
    name: String,
    kind: String,
    #[serde(default)]
    description: String,
    shape: SavedRectangle,
    /// The node's identifier; null while that is not settled.
    #[serde(default)]
    deployed_on: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    boundaries: Vec<String>,
    #[serde(default)]
    properties: SavedProperties,
    #[serde(default, skip_serializing_if = "SavedFacts::is_empty")]
    facts: SavedFacts,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedConnector {
    id: String,
    source: String,
    target: String,
    kind: SavedConnectorKind,
    #[serde(default)]
    label: String,
    condition: SavedCondition,
    #[serde(default)]
    parallel: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    bends: Vec<SavedPoint>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label_offset: Option<SavedPoint>,
    #[serde(default)]
    properties: SavedProperties,
    #[serde(default, skip_serializing_if = "SavedFacts::is_empty")]
    facts: SavedFacts,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedBoundary {
    id: String,
    name: String,
    kind: SavedBoundaryKind,
    #[serde(default)]
    description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    style: Option<SavedStyle>,
    shape: SavedRectangle,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedNote {
    id: String,
    text: String,
    shape: SavedRectangle,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedGroup {
    id: String,
    members: Vec<SavedElement>,
}

impl Identified for SavedNode {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedComponent {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedConnector {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedBoundary {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedNote {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedGroup {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl From<&System> for SavedSystem {
    fn from(system: &System) -> Self {
        Self {
            nodes: UniqueList::of(&system.nodes, SavedNode::of),
            components: UniqueList::of(&system.components, SavedComponent::of),
            connectors: UniqueList::of(&system.connectors, SavedConnector::of),
            boundaries: UniqueList::of(&system.boundaries, SavedBoundary::of),
            notes: UniqueList::of(&system.notes, |id, note| SavedNote {
                id: id.to_string(),
                text: note.text.clone(),
                shape: note.shape.into(),
            }),
            groups: UniqueList::of(&system.groups, |id, members| SavedGroup {
                id: id.to_string(),
                members: members.iter().map(SavedElement::from).collect(),
            }),
            locked: system.locked.iter().map(SavedElement::from).collect(),
            collapsed: system.collapsed.iter().map(NodeId::to_string).collect(),
        }
    }
}

impl From<SavedSystem> for System {
    fn from(saved: SavedSystem) -> Self {
        Self {
            components: saved.components.into_collection(SavedComponent::open),
            connectors: saved.connectors.into_collection(SavedConnector::open),
            nodes: saved.nodes.into_collection(SavedNode::open),
            boundaries: saved.boundaries.into_collection(SavedBoundary::open),
            notes: saved
                .notes
                .into_collection(|note| (NoteId::new(&note.id), Note { text: note.text, shape: note.shape.into() })),
            groups: saved.groups.into_collection(|group| {
                (GroupId::new(&group.id), group.members.into_iter().map(Into::into).collect())
            }),
            locked: saved.locked.into_iter().map(Into::into).collect(),
            collapsed: saved.collapsed.iter().map(|id| NodeId::new(id)).collect(),
        }
    }
}

impl SavedNode {
    fn of(id: &NodeId, node: &DeploymentNode) -> Self {
        Self {
            id: id.to_string(),
            name: node.name.clone(),
            kind: node.kind.clone(),
            description: node.description.clone(),
            shape: node.shape.into(),
            parent: node.parent.as_ref().map(NodeId::to_string),
            properties: saved_properties(&node.properties),
            facts: (&node.facts).into(),
        }
    }

    fn open(self) -> (NodeId, DeploymentNode) {
        let node = DeploymentNode {
            name: self.name,
            kind: self.kind,
            description: self.description,
            shape: self.shape.into(),
            parent: self.parent.as_deref().map(NodeId::new),
            properties: properties(self.properties),
            facts: self.facts.into(),
        };
        (NodeId::new(&self.id), node)
    }
}

impl SavedComponent {
    fn of(id: &ComponentId, component: &Component) -> Self {
        Self {
            id: id.to_string(),
            name: component.name.clone(),
            kind: component.kind.clone(),
            description: component.description.clone(),
            shape: component.shape.into(),
            deployed_on: component.deployed_on.as_ref().map(NodeId::to_string),
            boundaries: component.boundaries.iter().map(BoundaryId::to_string).collect(),
            properties: saved_properties(&component.properties),
            facts: (&component.facts).into(),
        }
    }

    fn open(self) -> (ComponentId, Component) {
        let component = Component {
            name: self.name,
            kind: self.kind,
            description: self.description,
            shape: self.shape.into(),
            deployed_on: self.deployed_on.as_deref().map(NodeId::new),
            boundaries: self.boundaries.iter().map(|id| BoundaryId::new(id)).collect(),
            properties: properties(self.properties),
            facts: self.facts.into(),
        };
        (ComponentId::new(&self.id), component)
    }
}

impl SavedConnector {
    fn of(id: &ConnectorId, connector: &Connector) -> Self {
        Self {
            id: id.to_string(),
            source: connector.source.to_string(),
            target: connector.target.to_string(),
            kind: connector.kind.into(),
            label: connector.label.clone(),
            condition: connector.condition.into(),
            parallel: connector.parallel,
            bends: connector.line.bends.iter().copied().map(SavedPoint::from).collect(),
            label_offset: connector.line.label_offset.map(SavedPoint::from),
            properties: saved_properties(&connector.properties),
            facts: (&connector.facts).into(),
        }
    }

    fn open(self) -> (ConnectorId, Connector) {
        let connector = Connector {
            source: ComponentId::new(&self.source),
            target: ComponentId::new(&self.target),
            kind: self.kind.into(),
            label: self.label,
            condition: self.condition.into(),
            parallel: self.parallel,
            line: Line {
                bends: self.bends.into_iter().map(Into::into).collect(),
                label_offset: self.label_offset.map(Into::into),
            },
            properties: properties(self.properties),
            facts: self.facts.into(),
        };
        (ConnectorId::new(&self.id), connector)
    }
}

impl SavedBoundary {
    fn of(id: &BoundaryId, boundary: &Boundary) -> Self {
        Self {
            id: id.to_string(),
            name: boundary.name.clone(),
            kind: boundary.kind.into(),
            description: boundary.description.clone(),
            style: boundary.style.map(SavedStyle),
            shape: boundary.shape.into(),
        }
    }

    fn open(self) -> (BoundaryId, Boundary) {
        let boundary = Boundary {
            name: self.name,
            kind: self.kind.into(),
            description: self.description,
            style: self.style.map(|style| style.0),
            shape: self.shape.into(),
        };
        (BoundaryId::new(&self.id), boundary)
    }
}

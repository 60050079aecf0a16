//! Version 1 of the drawing: nodes, components and connectors.

use serde::{Deserialize, Serialize};

use super::number::Coordinate;
use super::quantity::{SavedProperties, properties, saved_properties};
use super::unique::{Identified, UniqueList};
use super::words::{SavedCondition, SavedConnectorKind};
use crate::model::{Component, ComponentId, Connector, ConnectorId, DeploymentNode, NodeId, Rectangle, System};

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
    #[serde(default)]
    properties: SavedProperties,
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
    #[serde(default)]
    properties: SavedProperties,
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
    #[serde(default)]
    properties: SavedProperties,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedRectangle {
    x: Coordinate,
    y: Coordinate,
    width: Coordinate,
    height: Coordinate,
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

impl From<Rectangle> for SavedRectangle {
    fn from(shape: Rectangle) -> Self {
        Self {
            x: Coordinate(shape.corner.x),
            y: Coordinate(shape.corner.y),
            width: Coordinate(shape.size.width),
            height: Coordinate(shape.size.height),
        }
    }
}

impl From<SavedRectangle> for Rectangle {
    fn from(saved: SavedRectangle) -> Self {
        Self::new(saved.x.0, saved.y.0, saved.width.0, saved.height.0)
    }
}

impl From<&System> for SavedSystem {
    fn from(system: &System) -> Self {
        Self {
            nodes: UniqueList::of(&system.nodes, SavedNode::of),
            components: UniqueList::of(&system.components, SavedComponent::of),
            connectors: UniqueList::of(&system.connectors, SavedConnector::of),
        }
    }
}

impl From<SavedSystem> for System {
    fn from(saved: SavedSystem) -> Self {
        Self {
            components: saved.components.into_collection(SavedComponent::open),
            connectors: saved.connectors.into_collection(SavedConnector::open),
            nodes: saved.nodes.into_collection(SavedNode::open),
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
            properties: saved_properties(&node.properties),
        }
    }

    fn open(self) -> (NodeId, DeploymentNode) {
        let node = DeploymentNode {
            name: self.name,
            kind: self.kind,
            description: self.description,
            shape: self.shape.into(),
            properties: properties(self.properties),
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
            properties: saved_properties(&component.properties),
        }
    }

    fn open(self) -> (ComponentId, Component) {
        let component = Component {
            name: self.name,
            kind: self.kind,
            description: self.description,
            shape: self.shape.into(),
            deployed_on: self.deployed_on.as_deref().map(NodeId::new),
            properties: properties(self.properties),
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
            properties: saved_properties(&connector.properties),
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
            properties: properties(self.properties),
        };
        (ConnectorId::new(&self.id), connector)
    }
}

//! The drawing: components, the connectors between them, and the nodes they are deployed on.

use std::collections::BTreeMap;

use strum::EnumIter;

use super::Collection;
use super::geometry::Rectangle;
use super::id::{ComponentId, ConnectorId, NodeId};
use super::property::Property;
use super::quantity::Quantity;

/// Key of a component or node kind in `assets/catalog`; a kind that the catalogue does not know is drawn plainly.
pub type KindId = String;

/// Stated numbers of one element; a property that is not listed is unknown.
pub type Properties = BTreeMap<Property, Quantity>;

/// Everything that is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct System {
    /// The parts that do the work, in drawing order.
    pub components: Collection<ComponentId, Component>,
    /// Who talks to whom.
    pub connectors: Collection<ConnectorId, Connector>,
    /// Where components run, in drawing order.
    pub nodes: Collection<NodeId, DeploymentNode>,
}

/// A part of the system that does some work.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Name shown on the drawing.
    pub name: String,
    /// Kind in the catalogue, such as `inference_service`.
    pub kind: KindId,
    /// What it does, in a sentence or two.
    pub description: String,
    /// Place and size on the drawing.
    pub shape: Rectangle,
    /// The node it runs on, if that is settled.
    pub deployed_on: Option<NodeId>,
    /// Stated numbers.
    pub properties: Properties,
}

/// A directed connection between two components.
#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    /// The component that calls, sends or feeds.
    pub source: ComponentId,
    /// The component that is called, receives or is fed.
    pub target: ComponentId,
    /// How the two interact.
    pub kind: ConnectorKind,
    /// Text beside the line; may be empty.
    pub label: String,
    /// When a request takes this connector.
    pub condition: CallCondition,
    /// Called at the same time as the other parallel calls of its source, instead of after them.
    pub parallel: bool,
    /// Stated numbers.
    pub properties: Properties,
}

/// How two components interact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum ConnectorKind {
    /// The caller waits for the answer: counts in latency and availability.
    SynchronousCall,
    /// The sender goes on at once: counts in load and cost only.
    AsynchronousEvent,
    /// Data moved in bulk, outside any request's path.
    DataFlow,
    /// A call within one process: no network, the same failure.
    InProcess,
}

/// When a request takes a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum CallCondition {
    /// Always, as often as [`Property::CallsPerRequest`] says.
    Always,
    /// Only for cases that the source's model flags: the share is measured on the trained candidate.
    WhenFlagged,
}

/// A place where components run: a device, a machine, a cluster or a region.
#[derive(Clone, Debug, PartialEq)]
pub struct DeploymentNode {
    /// Name shown on the drawing.
    pub name: String,
    /// Kind in the catalogue, such as `cloud_region`.
    pub kind: KindId,
    /// What it is, in a sentence or two.
    pub description: String,
    /// Place and size on the drawing.
    pub shape: Rectangle,
    /// Stated numbers.
    pub properties: Properties,
}

impl ConnectorKind {
    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::SynchronousCall => "Synchronous call",
            Self::AsynchronousEvent => "Asynchronous event",
            Self::DataFlow => "Data flow",
            Self::InProcess => "In-process call",
        }
    }

    /// Whether the source waits for the target.
    pub fn blocks(self) -> bool {
        matches!(self, Self::SynchronousCall | Self::InProcess)
    }
}

impl CallCondition {
    /// The words shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::WhenFlagged => "When the model flags the case",
        }
    }
}

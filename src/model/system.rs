//! The drawing: components, the connectors between them, the nodes they are deployed on, boundaries and notes.

use std::collections::{BTreeMap, BTreeSet};

use strum::EnumIter;

use super::Collection;
use super::element::ElementId;
use super::fact::Facts;
use super::geometry::{Point, Rectangle};
use super::id::{BoundaryId, ComponentId, ConnectorId, GroupId, NodeId, NoteId};
use super::property::Property;
use super::quantity::Quantity;
use super::style::Style;

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
    /// What belongs together for a reason other than where it runs, in drawing order.
    pub boundaries: Collection<BoundaryId, Boundary>,
    /// Remarks on the drawing, in drawing order.
    pub notes: Collection<NoteId, Note>,
    /// Elements that are selected and moved together; an element is in one group at most.
    pub groups: Collection<GroupId, BTreeSet<ElementId>>,
    /// Elements that the pointer and the arrow keys leave where they are.
    pub locked: BTreeSet<ElementId>,
    /// Nodes that are drawn as one small box that stands for everything inside.
    pub collapsed: BTreeSet<NodeId>,
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
    /// The boundaries that it lies within.
    pub boundaries: BTreeSet<BoundaryId>,
    /// Stated numbers.
    pub properties: Properties,
    /// What else is stated.
    pub facts: Facts,
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
    /// What was placed by hand of its line.
    pub line: Line,
    /// Stated numbers.
    pub properties: Properties,
    /// What else is stated.
    pub facts: Facts,
}

/// What was placed by hand of a connector's line; the rest finds its way by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Points that the line passes through, from source to target.
    pub bends: Vec<Point>,
    /// How far the label lies from where it would lie by itself; `None` while nobody moved it.
    pub label_offset: Option<Point>,
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
    /// Records sent all the time, outside any request's path.
    Stream,
}

/// When a request takes a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum CallCondition {
    /// Always, as often as [`Property::CallsPerRequest`] says.
    Always,
    /// Only for cases that the source's model flags: the share is measured on the trained candidate.
    WhenFlagged,
    /// Only for requests that a cache has no answer to: the source itself, or one that it calls, states the share of hits.
    WhenMissed,
    /// Exactly one of the source's connectors of this sort is taken; the calls per request are the probability of each.
    OneOf,
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
    /// The node that this one is part of: the region of a cluster, the cluster of a machine.
    pub parent: Option<NodeId>,
    /// Stated numbers.
    pub properties: Properties,
    /// What else is stated.
    pub facts: Facts,
}

/// A line around what belongs together. Components say which boundaries they lie within.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    /// Name shown on the drawing.
    pub name: String,
    /// What it separates.
    pub kind: BoundaryKind,
    /// What it means here, in a sentence or two.
    pub description: String,
    /// The style or pattern that what is inside keeps to, if it keeps to one.
    pub style: Option<Style>,
    /// Place and size on the drawing.
    pub shape: Rectangle,
}

/// What a boundary separates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum BoundaryKind {
    /// Inside, data and callers are trusted that are not trusted outside.
    TrustZone,
    /// One team owns what is inside.
    Team,
    /// One layer of the system, such as presentation or storage.
    Tier,
    /// One set of laws holds inside.
    Jurisdiction,
    /// One software system with its parts.
    System,
    /// What belongs together for any other reason.
    Area,
}

/// A remark on the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it says; may have several lines.
    pub text: String,
    /// Place and size on the drawing.
    pub shape: Rectangle,
}

impl System {
    /// The stated numbers of an element; `None` for elements that have none, and for what is not there.
    pub fn properties(&self, element: &ElementId) -> Option<&Properties> {
        match element {
            ElementId::Component(id) => self.components.get(id).map(|found| &found.properties),
            ElementId::Connector(id) => self.connectors.get(id).map(|found| &found.properties),
            ElementId::Node(id) => self.nodes.get(id).map(|found| &found.properties),
            ElementId::Boundary(_) | ElementId::Note(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn properties_mut(&mut self, element: &ElementId) -> Option<&mut Properties> {
        match element {
            ElementId::Component(id) => self.components.get_mut(id).map(|found| &mut found.properties),
            ElementId::Connector(id) => self.connectors.get_mut(id).map(|found| &mut found.properties),
            ElementId::Node(id) => self.nodes.get_mut(id).map(|found| &mut found.properties),
            ElementId::Boundary(_) | ElementId::Note(_) => None,
        }
    }

    /// Whether the source of a connector, or something that the source waits for, states how often it has an answer.
    pub fn asks_a_cache(&self, connector: &Connector) -> bool {
        let hits = |id: &ComponentId| {
            let found = self.components.get(id).and_then(|component| component.properties.get(&Property::HitShare));
            let percent = found.and_then(|share| share.amount_in(Property::HitShare.unit()));
            percent.is_some_and(|percent| Property::HitShare.objection(percent).is_none())
        };
        let calls = self.connectors.values();
        let mut asked = calls.filter(|call| call.source == connector.source && call.kind.blocks());
        hits(&connector.source) || asked.any(|call| hits(&call.target))
    }
}

impl BoundaryKind {
    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::TrustZone => "Trust zone",
            Self::Team => "Team",
            Self::Tier => "Tier",
            Self::Jurisdiction => "Jurisdiction",
            Self::System => "System",
            Self::Area => "Area",
        }
    }
}

impl ConnectorKind {
    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::SynchronousCall => "Synchronous call",
            Self::AsynchronousEvent => "Asynchronous event",
            Self::DataFlow => "Data flow",
            Self::InProcess => "In-process call",
            Self::Stream => "Stream",
        }
    }

    /// Whether data moves outside any request's path.
    pub fn is_data(self) -> bool {
        matches!(self, Self::DataFlow | Self::Stream)
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
            Self::WhenMissed => "When the cache has no answer",
            Self::OneOf => "One of several branches",
        }
    }
}

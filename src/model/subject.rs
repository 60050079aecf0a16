//! What a measure is taken of.

use strum::EnumIter;

use super::element::ElementId;
use super::id::{ComponentId, ConnectorId, DatasetId, NodeId, ScenarioId};
use super::measure::Measure;

/// The sort of thing that a measure is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum Scope {
    /// The whole system.
    System,
    /// One use of it.
    Scenario,
    /// A component, with whatever model fills it.
    Component,
    /// A connector.
    Connector,
    /// A deployment node.
    Node,
    /// The model of a component.
    Model,
    /// A table of examples.
    Data,
}

/// What a measure is taken of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The whole system.
    System,
    /// One scenario.
    Scenario(ScenarioId),
    /// One component, or the model of it: the measure says which.
    Component(ComponentId),
    /// One connector.
    Connector(ConnectorId),
    /// One deployment node.
    Node(NodeId),
    /// One dataset.
    Dataset(DatasetId),
}

/// A measure of a subject: the name of one axis of the trade-off.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MeasureKey {
    /// What is measured.
    pub measure: Measure,
    /// On what.
    pub subject: Subject,
}

impl MeasureKey {
    /// `measure` of `subject`.
    pub fn new(measure: Measure, subject: Subject) -> Self {
        Self { measure, subject }
    }

    /// Whether the measure can be taken of the subject at all.
    pub fn is_possible(&self) -> bool {
        self.measure.scopes().iter().any(|scope| scope.takes(&self.subject))
    }
}

impl Subject {
    /// The element of the drawing that it is; `None` for what is not drawn.
    pub fn element(&self) -> Option<ElementId> {
        match self {
            Self::Component(id) => Some(ElementId::Component(id.clone())),
            Self::Connector(id) => Some(ElementId::Connector(id.clone())),
            Self::Node(id) => Some(ElementId::Node(id.clone())),
            Self::System | Self::Scenario(_) | Self::Dataset(_) => None,
        }
    }
}

impl Scope {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Scenario => "Scenario",
            Self::Component => "Component",
            Self::Connector => "Connector",
            Self::Node => "Deployment node",
            Self::Model => "Model",
            Self::Data => "Data",
        }
    }

    /// Whether `subject` is of this sort.
    pub fn takes(self, subject: &Subject) -> bool {
        matches!(
            (self, subject),
            (Self::System, Subject::System)
                | (Self::Scenario, Subject::Scenario(_))
                | (Self::Component | Self::Model, Subject::Component(_))
                | (Self::Connector, Subject::Connector(_))
                | (Self::Node, Subject::Node(_))
                | (Self::Data, Subject::Dataset(_))
        )
    }
}

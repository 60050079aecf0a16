//! Open decisions of the architecture, and designs that settle all of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use super::element::ElementId;
use super::id::{CandidateId, ChoiceId, ComponentId, NodeId};
use super::property::Property;
use super::quantity::Quantity;

/// An open decision about one element.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The element it is about.
    pub element: ElementId,
    /// What is open.
    pub question: OpenQuestion,
}

/// What is open about an element, with its options.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenQuestion {
    /// Which trained candidate fills a component: every candidate with evidence is an option.
    Candidate,
    /// Which candidate decides what the one that fills the component is least sure of, and how much that is: nothing,
    /// and what was measured of every cascade, are options.
    Cascade,
    /// Which node a component runs on.
    Node(Vec<NodeId>),
    /// How many replicas of a component run, `fewest` to `most` inclusive, both at least 1.
    Replicas {
        /// Smallest number of replicas.
        fewest: u32,
        /// Largest number of replicas.
        most: u32,
    },
    /// Whether a component or connector is part of the system at all: a cache, a feature store, a safeguard.
    Presence(Absence),
    /// Which component answers when this one cannot; `None` is the option that none does.
    Fallback(Vec<Option<ComponentId>>),
    /// What a number is. An unknown quantity is the option that nothing is stated, such as no heartbeat at all.
    Number {
        /// The number.
        property: Property,
        /// Its options.
        values: Vec<Quantity>,
    },
}

/// What becomes of the calls to a component that a design leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Its callers call what it would have called, as without a cache or a gateway.
    #[default]
    Bypassed,
    /// They are not made at all, as without an optional check.
    Dropped,
}

/// One option taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pick {
    /// This candidate fills the component.
    Candidate(CandidateId),
    /// This candidate decides up to so many percent of the cases, those that the one that fills the component is least
    /// sure of; `None` if that one decides all.
    Second(Option<(CandidateId, Amount)>),
    /// The component runs on this node.
    Node(NodeId),
    /// This many replicas run.
    Replicas(u32),
    /// The element is part of the system, or is not.
    Present(bool),
    /// This component answers when the component cannot; `None` if none does.
    Fallback(Option<ComponentId>),
    /// The number in the unit of its property; `None` if it is not stated.
    Number(Option<Amount>),
}

/// A number that can be told apart from others, unlike a floating point number in general.
#[derive(Clone, Copy, Debug)]
pub struct Amount(f64);

/// One option taken for open choices; what it does not mention stays as drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Design {
    /// The option taken for each choice.
    pub picks: BTreeMap<ChoiceId, Pick>,
}

/// Options that must not be taken together, such as a large model on a phone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exclusion {
    /// Why not; may be empty.
    pub reason: String,
    /// A design that takes one of the named options of every choice here is ruled out; nothing is while none is named.
    /// What is chosen about an element that a design leaves out does not count.
    pub options: BTreeMap<ChoiceId, BTreeSet<Pick>>,
}

impl Choice {
    /// The component that it is about; `None` when it is about an element of another sort.
    pub fn component(&self) -> Option<&ComponentId> {
        match &self.element {
            ElementId::Component(id) => Some(id),
            _ => None,
        }
    }

    /// Whether it is about this component.
    pub fn is_about(&self, component: &ComponentId) -> bool {
        self.component() == Some(component)
    }
}

impl OpenQuestion {
    /// The question in a few words.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Candidate => "Model",
            Self::Cascade => "Second model",
            Self::Node(_) => "Node",
            Self::Replicas { .. } => "Replicas",
            Self::Presence(_) => "Presence",
            Self::Fallback(_) => "Fallback",
            Self::Number { property, .. } => property.label(),
        }
    }

    /// Whether the drawing itself depends on the answer: which elements there are, and what is stated of them.
    pub fn changes_the_drawing(&self) -> bool {
        matches!(self, Self::Presence(_) | Self::Fallback(_) | Self::Number { .. })
    }

    /// Whether it asks the same as another question about the same element.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number { property, .. }, Self::Number { property: of_other, .. }) => property == of_other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl Pick {
    /// The option in files and on the command line, unlike every other option of the same choice.
    pub fn key(&self) -> String {
        match self {
            Self::Candidate(id) => id.to_string(),
            Self::Second(Some((id, share))) => format!("{id}:{}", share.value()),
            Self::Node(id) => id.to_string(),
            Self::Replicas(count) => count.to_string(),
            Self::Present(true) => "yes".to_owned(),
            Self::Present(false) => "no".to_owned(),
            Self::Fallback(Some(id)) => id.to_string(),
            Self::Fallback(None) | Self::Number(None) | Self::Second(None) => "none".to_owned(),
            Self::Number(Some(amount)) => amount.value().to_string(),
        }
    }

    /// The option that a quantity of a property is.
    pub fn number(property: Property, quantity: Quantity) -> Self {
        Self::Number(quantity.amount_in(property.unit()).map(Amount::new))
    }
}

impl Amount {
    /// The two zeros are one and the same.
    pub fn new(value: f64) -> Self {
        Self(if value == 0.0 { 0.0 } else { value })
    }

    /// The number.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Amount {}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Amount {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

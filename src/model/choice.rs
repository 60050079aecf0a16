//! Open decisions of the architecture, and designs that settle all of them.

use std::collections::BTreeMap;

use super::id::{CandidateId, ChoiceId, ComponentId, NodeId};

/// An open decision about one component.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The component it is about.
    pub component: ComponentId,
    /// What is open.
    pub question: OpenQuestion,
}

/// What is open about a component, with its options.
#[derive(Clone, Debug, PartialEq)]
pub enum OpenQuestion {
    /// Which trained candidate fills it: every candidate with evidence is an option.
    Candidate,
    /// Which node it runs on.
    Node(Vec<NodeId>),
    /// How many replicas run, `fewest` to `most` inclusive, both at least 1.
    Replicas {
        /// Smallest number of replicas.
        fewest: u32,
        /// Largest number of replicas.
        most: u32,
    },
}

/// One option taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pick {
    /// This candidate fills the component.
    Candidate(CandidateId),
    /// The component runs on this node.
    Node(NodeId),
    /// This many replicas run.
    Replicas(u32),
}

/// One option taken for open choices; what it does not mention stays as drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Design {
    /// The option taken for each choice.
    pub picks: BTreeMap<ChoiceId, Pick>,
}

impl OpenQuestion {
    /// The question in a few words.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Candidate => "Model",
            Self::Node(_) => "Node",
            Self::Replicas { .. } => "Replicas",
        }
    }
}

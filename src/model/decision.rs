//! The design that was chosen, and why: the core of the report.

use strum::EnumIter;

use super::choice::Design;

/// A decision record in the making.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The chosen design; `None` while nothing is chosen.
    pub design: Option<Design>,
    /// How far the decision is.
    pub status: DecisionStatus,
    /// Who decides.
    pub deciders: String,
    /// The problem in the decider's words.
    pub context: String,
    /// Why this design.
    pub rationale: String,
    /// What is given up, and what follows.
    pub consequences: String,
}

/// How far a decision is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter)]
pub enum DecisionStatus {
    /// Still open to discussion.
    #[default]
    Proposed,
    /// Settled.
    Accepted,
    /// Decided against.
    Rejected,
}

impl DecisionStatus {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "Proposed",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
        }
    }
}

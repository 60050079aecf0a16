//! The stages of the work, from drawing to decision.

use strum::EnumIter;

/// What the user is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum Stage {
    /// No project is open.
    #[default]
    Welcome,
    /// Drawing the system.
    Sketch,
    /// Stating what it must do well, and how it is used.
    Requirements,
    /// Training and comparing candidates.
    Models,
    /// Looking at one design.
    Analysis,
    /// Comparing all designs.
    Tradeoffs,
    /// Deciding, and reporting the decision.
    Decision,
}

impl Stage {
    /// The name on its tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Sketch => "Sketch",
            Self::Requirements => "Requirements",
            Self::Models => "Models",
            Self::Analysis => "Analysis",
            Self::Tradeoffs => "Trade-offs",
            Self::Decision => "Decision",
        }
    }

    /// What one does there, in one sentence.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Welcome => "Open a project, or begin one.",
            Self::Sketch => "Draw the components, how they call each other, and where they run.",
            Self::Requirements => "State how the system is used and what it must do well.",
            Self::Models => "Train candidate models and compare what was measured on them.",
            Self::Analysis => "See what one design means for latency, load, availability, cost and every requirement.",
            Self::Tradeoffs => "Compare every design: what is feasible, and which trade-offs remain.",
            Self::Decision => "Pick a design, give the reasons, and export the report.",
        }
    }
}

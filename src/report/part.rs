//! The parts of a report that can be chosen before it is written.

use serde::{Deserialize, Serialize};

/// A part of the report, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The decision on one page.
    Summary,
    /// The record of the decision: context, drivers, options, outcome, consequences, confirmation.
    Decision,
    /// The drawing.
    Architecture,
    /// Requirements and what becomes of them under the designs that are compared.
    Requirements,
    /// All designs: what limits leave, the front, the plots.
    Designs,
    /// What the decision hangs on: sensitivity and trade-off points, risks.
    Sensitivity,
    /// Response time, availability and cost of the design, piece by piece.
    Qualities,
    /// What was measured on candidates.
    Evidence,
    /// What the checks found, and what was accepted.
    Findings,
    /// What the numbers rest on: assumptions, and what was never measured.
    Assumptions,
    /// What it takes to compute it again.
    Reproduction,
    /// The other decisions of the project.
    OtherDecisions,
}

impl Part {
    /// The part's name in files and on the command line.
    pub fn key(self) -> String {
        let named = serde_json::to_value(self).ok();
        named.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Summary => "Summary on one page",
            Self::Decision => "Decision record",
            Self::Architecture => "Architecture",
            Self::Requirements => "Requirements and verdicts",
            Self::Designs => "Designs compared",
            Self::Sensitivity => "What the decision hangs on",
            Self::Qualities => "Qualities piece by piece",
            Self::Evidence => "Measurements of candidates",
            Self::Findings => "Findings",
            Self::Assumptions => "Assumptions and guesses",
            Self::Reproduction => "How to compute it again",
            Self::OtherDecisions => "Other decisions",
        }
    }
}

//! The first draft of a decision's reasons, written from the numbers: what the chosen design meets, what it gains and
//! gives up against the next best one, what would flip the choice, and how certain all that is.
//!
//! It says what the numbers say today and nothing else; what they leave out is for the people who decide.

mod contest;
mod flips;
mod requirements;
#[cfg(test)]
mod tests;

use self::contest::Contest;
use super::certainty::Certainty;
use super::exploration::Exploration;
use super::region::Region;
use crate::analysis::Verdict;
use crate::model::{Decision, Project};

/// Texts for a decision record; every line is a sentence or a short list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Why the design: requirements, the next best one, what would flip the choice, certainty.
    pub rationale: String,
    /// What is good, what is bad and what is open about it, a line each.
    pub consequences: String,
    /// The command that checks it, and what that enforces.
    pub confirmation: String,
    /// The next best design, by its index in the exploration; `None` where no other one can be compared.
    pub runner_up: Option<usize>,
    /// What the choice gains and gives up against that one, a sentence each: part of the rationale.
    pub against: Vec<String>,
    /// What would flip the choice, a sentence each: part of the rationale.
    pub flips: Vec<String>,
    /// How certain it is that the design is one of the best, a sentence each: part of the rationale.
    pub certainty: Vec<String>,
}

/// The designs that the chosen one is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Explored<'a> {
    /// Their numbers.
    pub exploration: &'a Exploration,
    /// Which of them are feasible.
    pub region: &'a Region,
    /// How certain it is which are on the front, where that has been worked out.
    pub certainty: Option<&'a Certainty>,
}

impl Draft {
    /// What the numbers say of the design that `decision` chose; `verdicts` are those on that design. The next best
    /// design is sought among those that were considered, if any of them is feasible, else on the front. `None` while
    /// no design is chosen.
    pub fn of(
        project: &Project,
        decision: &Decision,
        verdicts: &[Verdict],
        explored: Option<Explored<'_>>,
    ) -> Option<Self> {
        let design = decision.design.as_ref()?;
        let contest = explored.and_then(|explored| Contest::of(project, (decision, design), explored));
        let mut rationale = requirements::rationale(project, verdicts);
        let mut consequences = requirements::consequences(project, verdicts);
        let mut draft = Self::default();
        if let Some(contest) = &contest {
            draft.runner_up = contest.runner_up();
            draft.against = contest.against_the_rival();
            draft.flips = flips::sentences(contest);
            draft.certainty = contest.certainty();
            rationale.extend(contest.standing());
            rationale.extend(draft.against.iter().chain(&draft.flips).chain(&draft.certainty).cloned());
            consequences.extend(contest.consequences());
        }
        // What is good comes first, then what is bad, then what is open.
        consequences.sort_by_key(|(kind, _)| *kind);
        let line = |(kind, text): &(Kind, String)| format!("{}: {text}", kind.label());
        Some(Self {
            rationale: rationale.join("\n"),
            consequences: consequences.iter().map(line).collect::<Vec<_>>().join("\n"),
            confirmation: requirements::confirmation(project).join("\n"),
            ..draft
        })
    }
}

/// What sort of consequence a line tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Good,
    Bad,
    /// Nobody knows yet.
    Open,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Bad => "Bad",
            Self::Open => "Open",
        }
    }
}

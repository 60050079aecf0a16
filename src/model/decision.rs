//! Decisions: which design was chosen out of which, by whom, and why. The core of the report.

use strum::EnumIter;

use super::choice::Design;
use super::date::Date;
use super::id::{DecisionId, RequirementId};
use super::project::Project;

/// A decision record with the parts of MADR 4 (adr/madr). What nobody stated is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// What it is about, in a few words.
    pub title: String,
    /// How far it is. Whether another decision has taken its place is told by [`Project::superseded_by`].
    pub status: DecisionStatus,
    /// The decision whose place it takes as soon as it is accepted.
    pub supersedes: Option<DecisionId>,
    /// The day on which it was accepted or rejected.
    pub date: Option<Date>,
    /// The day on which to look at it again.
    pub revisit: Option<Date>,
    /// Who decides.
    pub deciders: String,
    /// Whose opinion was asked for.
    pub consulted: String,
    /// Who is told.
    pub informed: String,
    /// The problem in the decider's words.
    pub context: String,
    /// The requirements that it is made for, each once.
    pub drivers: Vec<RequirementId>,
    /// The designs that were weighed against each other, each once; usually the chosen one is among them.
    pub considered: Vec<Design>,
    /// The chosen design; `None` while nothing is chosen.
    pub design: Option<Design>,
    /// Why this design.
    pub rationale: String,
    /// What is gained, what is given up, and what follows.
    pub consequences: String,
    /// How it is checked that what is built keeps to it.
    pub confirmation: String,
    /// Who is of another opinion, and why.
    pub dissent: String,
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

impl Decision {
    /// The title, or words in its place.
    pub fn name(&self) -> &str {
        let title = self.title.trim();
        if title.is_empty() { "Untitled decision" } else { title }
    }

    /// Weighs `design` as well.
    pub fn consider(&mut self, design: Design) {
        if !self.considered.contains(&design) {
            self.considered.push(design);
        }
    }

    /// Chooses `design`, which is then one of those that were considered.
    pub fn choose(&mut self, design: Design) {
        self.consider(design.clone());
        self.design = Some(design);
    }

    /// Every design that it is about: those that were considered, and the chosen one if it is none of them.
    pub fn designs(&self) -> impl Iterator<Item = &Design> {
        let chosen = self.design.iter().filter(|design| !self.considered.contains(design));
        self.considered.iter().chain(chosen)
    }
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

impl Project {
    /// The accepted decision that has taken the place of this one; of several the last. A mere proposal takes no place
    /// yet.
    pub fn superseded_by(&self, id: &DecisionId) -> Option<&DecisionId> {
        let takes_over =
            |other: &Decision| other.status == DecisionStatus::Accepted && other.supersedes.as_ref() == Some(id);
        self.decisions.iter().rev().find(|(_, other)| takes_over(other)).map(|(id, _)| id)
    }

    /// The decision that counts where only one can: that reports and checks are about. It is neither rejected nor
    /// superseded. Of several, one that chose a design comes before one that did not, an accepted one before a proposed
    /// one, one of a later date before one of an earlier date or none, and the last in the list before the others.
    pub fn current_decision(&self) -> Option<(&DecisionId, &Decision)> {
        let counts = |(_, (id, decision)): &(usize, (&DecisionId, &Decision))| {
            decision.status != DecisionStatus::Rejected && self.superseded_by(id).is_none()
        };
        let rank = |(position, (_, decision)): &(usize, (&DecisionId, &Decision))| {
            (decision.design.is_some(), decision.status == DecisionStatus::Accepted, decision.date, *position)
        };
        self.decisions.iter().enumerate().filter(counts).max_by_key(rank).map(|(_, found)| found)
    }

    /// The design that the current decision chose.
    pub fn decided_design(&self) -> Option<&Design> {
        self.current_decision()?.1.design.as_ref()
    }

    /// The proposal that a design would be put into: the last one that still is one.
    pub fn open_proposal(&self) -> Option<(&DecisionId, &Decision)> {
        let mut all = self.decisions.iter().rev();
        all.find(|(id, decision)| decision.status == DecisionStatus::Proposed && self.superseded_by(id).is_none())
    }

    /// How far a decision is, for people: `Accepted`, `Superseded by Model at the edge`.
    pub fn standing(&self, id: &DecisionId) -> String {
        let Some(decision) = self.decisions.get(id) else { return id.to_string() };
        match self.superseded_by(id).and_then(|by| self.decisions.get(by)) {
            Some(by) => format!("Superseded by {}", by.name()),
            None => decision.status.label().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Pick;
    use DecisionStatus::{Accepted, Proposed, Rejected};

    fn design(count: u32) -> Design {
        Design { picks: [("replicas".into(), Pick::Replicas(count))].into() }
    }

    /// Identifier, status, date, what it supersedes, and the replicas that it chose.
    type Row<'a> = (&'a str, DecisionStatus, &'a str, Option<&'a str>, Option<u32>);

    fn project(decisions: &[Row<'_>]) -> Project {
        let mut project = Project::default();
        for (id, status, date, supersedes, chosen) in decisions {
            let decision = Decision {
                title: id.to_uppercase(),
                status: *status,
                date: date.parse().ok(),
                supersedes: supersedes.map(Into::into),
                design: chosen.map(design),
                ..Decision::default()
            };
            project.decisions.insert((*id).into(), decision);
        }
        project
    }

    #[track_caller]
    fn check(decisions: &[Row<'_>], expected: Option<&str>) {
        let project = project(decisions);
        assert_eq!(project.current_decision().map(|(id, _)| id.as_str()), expected);
    }

    #[test]
    fn the_accepted_one_that_nothing_superseded_counts() {
        check(&[], None);
        check(&[("a", Rejected, "", None, Some(1))], None);
        check(&[("a", Proposed, "", None, None)], Some("a"));
        check(&[("a", Accepted, "2026-01-01", None, Some(1)), ("b", Proposed, "", None, Some(2))], Some("a"));
        let old = ("a", Accepted, "2026-01-01", None, Some(1));
        let new = |status| ("b", status, "", Some("a"), Some(2));
        check(&[old, new(Proposed)], Some("a"));
        check(&[old, new(Accepted)], Some("b"));
        check(&[old, new(Rejected)], Some("a"));
    }

    #[test]
    fn the_latest_counts_and_one_without_a_design_only_where_none_has_one() {
        let (early, late) =
            (("a", Accepted, "2026-01-01", None, Some(1)), ("b", Accepted, "2026-01-02", None, Some(2)));
        check(&[early, late], Some("b"));
        check(&[late, early], Some("b"));
        check(&[("a", Accepted, "", None, Some(1)), ("b", Accepted, "", None, Some(2))], Some("b"));
        check(&[("a", Proposed, "", None, Some(1)), ("b", Accepted, "2026-01-01", None, None)], Some("a"));
        let project = project(&[("a", Proposed, "", None, None), ("b", Accepted, "2026-01-01", None, Some(3))]);
        assert_eq!(project.decided_design(), Some(&design(3)));
        assert_eq!(project.open_proposal().map(|(id, _)| id.as_str()), Some("a"));
    }

    #[test]
    fn a_superseded_one_says_by_what_and_a_circle_leaves_none() {
        let one = project(&[("a", Accepted, "", None, None), ("b", Accepted, "", Some("a"), None)]);
        assert_eq!([one.standing(&"a".into()), one.standing(&"b".into())], ["Superseded by B", "Accepted"]);
        check(&[("a", Accepted, "", Some("b"), None), ("b", Accepted, "", Some("a"), None)], None);
    }

    #[test]
    fn the_chosen_design_is_one_of_the_considered() {
        let mut decision = Decision::default();
        decision.consider(design(1));
        decision.choose(design(2));
        decision.choose(design(1));
        assert_eq!((decision.considered.as_slice(), &decision.design), (&[design(1), design(2)][..], &Some(design(1))));
        decision.design = Some(design(3));
        assert_eq!(decision.designs().count(), 3);
    }
}

//! What a project decides for, with its numbers, and what that is to the project itself: of a group as of the reference.

use std::sync::Arc;

use super::analyst::Looked;
use super::demands::Demands;
use crate::analysis::Qualities;
use crate::classroom::Judged;
use crate::model::{Decision, Design, EvidenceBook, Project};
use crate::tradeoff::DesignSpace;

/// A choice with all that it is judged by.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    /// The decision that it stands in.
    pub decision: Option<&'a Decision>,
    /// What could be chosen.
    pub space: DesignSpace,
    /// The chosen design, completed; `None` where nothing was chosen.
    pub chosen: Option<Design>,
    /// Its numbers.
    pub qualities: Option<Arc<Qualities>>,
    /// What the project demands.
    pub demands: Demands<'a>,
    /// What the choice is by these demands.
    pub own: Judged,
}

impl<'a> Choice<'a> {
    /// The choice of `project`, whose numbers `looked` works out.
    pub fn of(project: &'a Project, evidence: &EvidenceBook, looked: &mut Looked<'_, '_>) -> Self {
        let space = DesignSpace::of(project, evidence);
        let decision = project.current_decision().map(|(_, decision)| decision);
        let stated = decision.and_then(|decision| decision.design.as_ref());
        let chosen = stated.map(|design| space.complete(project, evidence, design));
        let qualities = chosen.as_ref().map(|design| looked.qualities(design));
        let demands = Demands::of(project);
        let own = qualities.as_deref().map_or(Judged::Nothing, |qualities| demands.judge(qualities));
        Self { decision, space, chosen, qualities, demands, own }
    }

    /// The chosen design as it was written down.
    pub fn stated(&self) -> Option<&'a Design> {
        self.decision.and_then(|decision| decision.design.as_ref())
    }

    /// The chosen design, choice by choice.
    pub fn in_words(&self) -> Option<Vec<(String, String)>> {
        self.chosen.as_ref().map(|design| self.space.in_words(design))
    }

    /// Why it was chosen.
    pub fn rationale(&self) -> String {
        self.decision.map(|decision| decision.rationale.clone()).unwrap_or_default()
    }

    /// Whether it meets the project's own hard constraints; `None` where that cannot be judged.
    pub fn is_feasible(&self) -> Option<bool> {
        match self.own {
            Judged::Feasible(_) => Some(true),
            Judged::Infeasible(_) => Some(false),
            Judged::Unknown(_) | Judged::Nothing => None,
        }
    }
}

//! What every section of the report is made from: the material, and what follows from it for all of them.

use super::build::Material;
use super::words;
use crate::analysis::{Analysis, Outcome, Verdict, verdicts};
use crate::model::{Decision, Design, EvidenceBook, MeasureKey, Project, Requirement, listed};
use crate::tradeoff::{Certainty, DesignSpace, Draft, Exploration, Explored, Front, Region, Sensitivity};

/// Everything that sections are made from.
pub(super) struct Input<'a> {
    /// What the architect stated.
    pub project: &'a Project,
    /// What was measured on trained candidates.
    pub book: &'a EvidenceBook,
    /// Every design with what is feasible of it, if the design space was explored.
    pub explored: Option<(&'a Exploration, &'a Region)>,
    /// How certain the front is, if that was worked out.
    pub certainty: Option<&'a Certainty>,
    /// What the design's numbers do, if that was worked out.
    pub sensitivity: Option<&'a Sensitivity>,
    /// The analysis of the design that the report is about.
    pub analysis: &'a Analysis,
    /// That design.
    pub design: &'a Design,
    /// The measures that designs are compared on.
    pub axes: Vec<MeasureKey>,
    /// The front of these measures.
    pub front: Front,
    /// The open choices for which the design takes no option that there is, if it was decided for.
    pub unsettled: Vec<String>,
    /// Whether the current decision chose this design.
    pub is_decided: bool,
    /// What the numbers say of it.
    pub draft: Draft,
}

impl<'a> Input<'a> {
    /// What follows from the material.
    pub(super) fn of(material: &Material<'a>) -> Self {
        let Material { project, evidence: book, explored, sensitivity, certainty, analysis, design, .. } = *material;
        let axes = explored.map_or_else(Vec::new, |(exploration, _)| exploration.objectives(project));
        let front = explored.map(|(exploration, region)| Front::of(exploration, region, &axes)).unwrap_or_default();
        let space = DesignSpace::of(project, book);
        // What a decision says of elements that are left out makes no other design.
        let simple = |design: &Design| space.simplified(design.clone());
        let is_decided = project.decided_design().map(simple) == Some(simple(design));
        let unsettled = if is_decided { space.unsettled(project, design) } else { Vec::new() };
        let considered = project.current_decision().map(|(_, decision)| decision.considered.clone());
        let about = Decision {
            design: Some(design.clone()),
            considered: considered.unwrap_or_default(),
            ..Decision::default()
        };
        let given = explored.map(|(exploration, region)| Explored { exploration, region, certainty });
        let draft = Draft::of(project, &about, &analysis.verdicts, given).unwrap_or_default();
        Self {
            project,
            book,
            explored,
            certainty,
            sensitivity,
            analysis,
            design,
            axes,
            front,
            unsettled,
            is_decided,
            draft,
        }
    }

    /// The decision that the report is about.
    pub(super) fn decision(&self) -> Option<&'a Decision> {
        self.project.current_decision().map(|(_, decision)| decision)
    }

    /// The same as far as its texts speak of the design that the report is about: not if it chose another one.
    pub(super) fn own_decision(&self) -> Option<&'a Decision> {
        self.decision().filter(|decision| self.is_decided || decision.design.is_none())
    }

    /// The index of the design that the report is about.
    pub(super) fn chosen(&self) -> Option<usize> {
        self.explored?.0.find(self.design)
    }

    /// Designs that were weighed against it, as far as they were evaluated.
    pub(super) fn considered(&self) -> Vec<usize> {
        let designs = self.decision().map_or(&[][..], |decision| &decision.considered);
        designs.iter().filter_map(|design| self.explored?.0.find(design)).collect()
    }

    /// The verdicts with their requirements, of the design that the report is about.
    pub(super) fn judged(&self) -> impl Iterator<Item = (&'a Requirement, &'a Verdict)> {
        let project = self.project;
        self.analysis.verdicts.iter().filter_map(move |verdict| {
            let requirement = project.requirements.get(&verdict.requirement)?;
            Some((requirement, verdict))
        })
    }

    /// The verdicts on an evaluated design; those of the analysis on the one that the report is about.
    pub(super) fn verdicts_on(&self, exploration: &Exploration, index: usize) -> Vec<Verdict> {
        if self.chosen() == Some(index) {
            return self.analysis.verdicts.clone();
        }
        verdicts(self.project, &exploration.qualities(index))
    }

    /// What to call a design of the exploration beside others: `chosen`, `runner-up`, `considered`, or nothing.
    pub(super) fn role(&self, index: usize) -> &'static str {
        match () {
            () if self.chosen() == Some(index) => self.word_for_it(),
            () if self.draft.runner_up == Some(index) => "runner-up",
            () if self.considered().contains(&index) => "considered",
            () => "",
        }
    }

    /// What the design that the report is about is called.
    pub(super) fn word_for_it(&self) -> &'static str {
        if self.is_decided { "chosen" } else { "under discussion" }
    }
}

/// Which hard requirements a design meets: `meets all 2`, `misses Stay cheap; Answer in time cannot be judged`.
pub(super) fn hard_in_words(project: &Project, verdicts: &[Verdict]) -> String {
    let hard: Vec<(&Requirement, Outcome)> = verdicts
        .iter()
        .filter_map(|verdict| Some((project.requirements.get(&verdict.requirement)?, verdict.outcome)))
        .filter(|(requirement, _)| requirement.is_hard())
        .collect();
    let named = |outcome: Outcome| {
        let names =
            hard.iter().filter(|(_, found)| *found == outcome).map(|(requirement, _)| requirement.name.as_str());
        listed(&names.collect::<Vec<_>>())
    };
    let (missed, unknown) = (named(Outcome::Missed), named(Outcome::Unknown));
    match (missed.is_empty(), unknown.is_empty()) {
        (true, true) if hard.is_empty() => String::new(),
        (true, true) if hard.len() == 1 => "meets the only one".to_owned(),
        (true, true) => format!("meets all {}", words::count(hard.len())),
        (false, true) => format!("misses {missed}"),
        (true, false) => format!("cannot be judged by {unknown}"),
        (false, false) => format!("misses {missed}; cannot be judged by {unknown}"),
    }
}

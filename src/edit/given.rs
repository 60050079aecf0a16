//! The part of a project that others get to work on: without what they shall find out for themselves.

use std::collections::BTreeSet;

use strum::{EnumIter, EnumString, IntoStaticStr};

use super::{cascade, options};
use crate::model::{Alternatives, Project, System};

/// Something that can be given of a project, or kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Given {
    /// The drawing, its alternatives and its scenarios.
    Drawing,
    /// What is open to choose, and which combinations are ruled out.
    Choices,
    /// Learning tasks with their candidates, and the descriptions of what they learn from.
    Models,
    /// What was measured on trained candidates.
    Evidence,
    /// The files of datasets, so that one can train.
    Data,
    /// Requirements, who weighs them, and what people judged.
    Requirements,
}

impl Given {
    /// The key in files and on the command line.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Drawing => "Drawing",
            Self::Choices => "Open choices",
            Self::Models => "Candidate models",
            Self::Evidence => "Measurements",
            Self::Data => "Data files",
            Self::Requirements => "Requirements",
        }
    }

    /// What it is given together with: without that it means nothing.
    pub fn needs(self) -> Option<Self> {
        match self {
            Self::Drawing | Self::Requirements => None,
            Self::Choices | Self::Models => Some(Self::Drawing),
            Self::Evidence | Self::Data => Some(Self::Models),
        }
    }

    /// Whether it is given where `given` is, with all that it needs.
    pub fn is_among(self, given: &BTreeSet<Self>) -> bool {
        given.contains(&self) && self.needs().is_none_or(|other| other.is_among(given))
    }
}

/// `project` with what is `given` of it. Decisions, accepted findings and answers to other exercises always go, and so does
/// what is about something that goes.
pub fn given_part(project: &Project, given: &BTreeSet<Given>) -> Project {
    let mut part = Project { breakout: None, ..project.clone() };
    part.decisions.clear();
    part.accepted.clear();
    if !Given::Requirements.is_among(given) {
        part.requirements.clear();
        part.stakeholders.clear();
        part.judgements.clear();
    }
    if !Given::Choices.is_among(given) {
        part.choices.clear();
        part.exclusions.clear();
        for other in part.alternatives.others.values_mut() {
            other.choices.clear();
            other.exclusions.clear();
        }
    }
    if !Given::Models.is_among(given) {
        for component in project.tasks.keys() {
            options::remove_task(&mut part, component);
        }
        for dataset in project.datasets.keys() {
            cascade::remove_dataset(&mut part, dataset);
        }
    }
    if !Given::Drawing.is_among(given) {
        for alternative in project.alternatives.others.keys() {
            cascade::remove_alternative(&mut part, alternative);
        }
        for scenario in project.scenarios.keys() {
            cascade::remove_scenario(&mut part, scenario);
        }
        cascade::delete(&mut part, &project.system.elements().collect::<Vec<_>>());
        (part.system, part.alternatives) = (System::default(), Alternatives::default());
        part.views.clear();
        part.total_load = None;
    }
    part
}

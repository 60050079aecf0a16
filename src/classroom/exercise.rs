//! The exercise that an instructor prepares, and what a group hands in.

use std::collections::BTreeSet;

use crate::edit::{Given, given_part};
use crate::model::{Breakout, Brief, EvidenceBook, Project};

/// A project to work on, with what is asked about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exercise {
    /// What groups are asked to do.
    pub brief: Brief,
    /// What of the project they are given; its name and description are the instructor's.
    pub project: Project,
    /// What was measured and is given.
    pub evidence: EvidenceBook,
    /// Files of the datasets, where data is given.
    pub files: Vec<DataFile>,
    /// How the instructor would answer. It is never in what groups get.
    pub reference: Option<Reference>,
}

/// A file that travels with an exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataFile {
    /// Where it lies within the project's folder, parts separated by `/`.
    pub path: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// How the instructor would answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reference {
    /// The project with its requirements and its decision.
    pub project: Project,
    /// What to say about it; may be empty.
    pub notes: String,
}

/// What a group hands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HandIn {
    /// The project as the group left it; `breakout` says which exercise it answers.
    pub project: Project,
    /// What the group measured itself, besides what it was given.
    pub evidence: EvidenceBook,
    /// Seconds that the group's timer ran; `None` if it was never started.
    pub seconds: Option<u32>,
    /// The program that wrote it.
    pub program: String,
}

/// A hand-in with where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct HandedIn {
    /// Name of the file, with at most one folder before it, as the class is told.
    pub file: String,
    /// What it holds.
    pub hand_in: HandIn,
}

impl Exercise {
    /// An exercise about `project`, of which groups get what is `given`; the whole is the reference. The files of given
    /// datasets are not yet in it.
    pub fn about(brief: Brief, project: &Project, evidence: &EvidenceBook, given: &BTreeSet<Given>) -> Self {
        let evidence = if Given::Evidence.is_among(given) { evidence.clone() } else { EvidenceBook::default() };
        let whole = Project { breakout: None, ..project.clone() };
        Self {
            brief,
            project: given_part(project, given),
            evidence,
            files: Vec::new(),
            reference: Some(Reference { project: whole, notes: String::new() }),
        }
    }

    /// What groups get: the same without the instructor's answer.
    #[must_use]
    pub fn for_groups(&self) -> Self {
        Self { reference: None, ..self.clone() }
    }

    /// The project that a group begins with.
    pub fn begun(&self) -> Project {
        let breakout = Breakout { brief: self.brief.clone(), ..Breakout::default() };
        Project { breakout: Some(breakout), ..self.project.clone() }
    }
}

impl HandIn {
    /// What the group says beside its project.
    pub fn breakout(&self) -> Option<&Breakout> {
        self.project.breakout.as_ref()
    }
}

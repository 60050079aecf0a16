//! The exercise that an instructor prepares from the open project.

use std::collections::BTreeSet;

use super::super::Session;
use crate::classroom::Exercise;
use crate::edit::Given;
use crate::model::Brief;

/// An exercise before it is written: what is asked, and what of the open project groups get.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseDraft {
    /// What groups are asked to do.
    pub brief: Brief,
    /// What they get.
    pub given: BTreeSet<Given>,
    /// What the instructor wants to say about the reference answer; may be empty.
    pub notes: String,
}

impl Session {
    /// The exercise that is prepared; `None` while its page is not open.
    pub fn exercise_draft(&self) -> Option<&ExerciseDraft> {
        self.draft.as_ref().filter(|_| self.is_open())
    }

    /// The exercise as it would be written now, without the files of its datasets.
    pub fn drafted_exercise(&self) -> Option<Exercise> {
        let draft = self.exercise_draft()?;
        let mut exercise = Exercise::about(draft.brief.clone(), self.project(), self.evidence(), &draft.given);
        if let Some(reference) = &mut exercise.reference {
            reference.notes.clone_from(&draft.notes);
        }
        Some(exercise)
    }
}

//! The exercise that an instructor prepares from the open project.

use std::collections::BTreeSet;

use strum::IntoEnumIterator as _;

use super::super::Session;
use crate::classroom::Exercise;
use crate::edit::Given;
use crate::model::{Brief, Check};

/// Minutes that a breakout has as a rule.
const MINUTES: u32 = 20;

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

    /// Begins an exercise about the open project: everything but the answer is given, and the usual is judged.
    pub(in super::super) fn draft_exercise(&mut self) {
        let brief = Brief {
            title: self.project().name.clone(),
            story: self.project().description.clone(),
            questions: Vec::new(),
            minutes: MINUTES,
            specifications: Check::iter().map(Check::specification).collect(),
            ..Brief::default()
        };
        let given = Given::iter().filter(|given| *given != Given::Requirements).collect();
        self.draft = Some(ExerciseDraft { brief, given, notes: String::new() });
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

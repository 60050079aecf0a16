//! The class that an instructor compares: files read and answers compared in the background, marks of the rubric.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::Session;
use crate::classroom::{Comparison, Marks};

/// What a class is compared from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassFiles {
    /// The instructor's exercise with the reference; without it nothing is missed and versions are not told apart.
    pub exercise: Option<PathBuf>,
    /// Files of groups, and folders with such files.
    pub hand_ins: Vec<PathBuf>,
}

/// How far reading and comparing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassProgress {
    /// Answers read and analysed.
    pub done: u64,
    /// Answers in all; 0 while nobody knows.
    pub total: u64,
}

/// A class as it is shown.
#[derive(Debug, Default)]
pub struct Class {
    /// What it is compared from.
    pub files: ClassFiles,
    /// The answers side by side, as soon as they are there.
    pub comparison: Option<Arc<Comparison>>,
    /// The instructor's marks.
    pub marks: Marks,
    /// How far it is, while it is on its way.
    pub progress: Option<ClassProgress>,
    /// Why there is nothing to show.
    pub problem: Option<String>,
}

/// The class that is open, and what is being read for it.
#[derive(Debug, Default)]
pub(in super::super) struct Classes {
    pub open: Option<Class>,
}

impl Session {
    /// Shows the page on which a class is compared.
    pub(in super::super) fn show_class(&mut self) {
        self.classes.open.get_or_insert_default();
    }

    /// Shows a comparison that was made by hand.
    #[cfg(test)]
    pub(crate) fn show_comparison(&mut self, comparison: Comparison) {
        self.classes.open = Some(Class { comparison: Some(Arc::new(comparison)), ..Class::default() });
    }

    /// The class that is compared; `None` while its page is not open.
    pub fn class(&self) -> Option<&Class> {
        self.classes.open.as_ref()
    }
}

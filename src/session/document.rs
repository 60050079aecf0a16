//! The open project as a document: its history, its evidence, its file, and whether anything is unsaved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::edit::History;
use crate::model::{EvidenceBook, Project};

/// The open project.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Tells it from every other document of this session, also from one of the same file.
    pub number: u64,
    pub history: History,
    pub evidence: Arc<EvidenceBook>,
    pub file: Option<PathBuf>,
    /// What the file holds, and what came by itself since.
    saved: (Arc<Project>, Arc<EvidenceBook>),
}

impl Document {
    /// A document that holds what its file holds.
    pub fn new(project: Project, evidence: EvidenceBook, file: Option<PathBuf>) -> Self {
        let (history, evidence) = (History::new(project), Arc::new(evidence));
        let saved = (Arc::clone(history.project()), Arc::clone(&evidence));
        Self { number: 0, history, evidence, file, saved }
    }

    /// A document whose file (if any) holds something older.
    pub fn recovered(project: Project, evidence: EvidenceBook, file: Option<PathBuf>) -> Self {
        Self { saved: (Arc::default(), Arc::default()), ..Self::new(project, evidence, file) }
    }

    /// The folder that relative paths of datasets start from; empty for a project that was never saved.
    pub fn folder(&self) -> &Path {
        self.file.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new(""))
    }

    pub fn is_changed(&self) -> bool {
        let (project, evidence) = &self.saved;
        let same_project = Arc::ptr_eq(project, self.history.project()) || project == self.history.project();
        !(same_project && Arc::ptr_eq(evidence, &self.evidence))
    }

    /// Remembers that the file now holds this.
    pub fn was_saved(&mut self, file: &Path) {
        self.file = Some(file.to_owned());
        self.saved = self.state();
    }

    /// Remembers that the file holds this, which may be older than what there is now.
    pub fn was_kept(&mut self, state: &(Arc<Project>, Arc<EvidenceBook>)) {
        self.saved = state.clone();
    }

    /// Adds evidence that came by itself and can be worked out again: the next saving keeps it, but nobody did anything
    /// that could be lost.
    pub fn add_evidence(&mut self, add: impl FnOnce(&mut EvidenceBook)) {
        let was_saved = Arc::ptr_eq(&self.saved.1, &self.evidence);
        add(Arc::make_mut(&mut self.evidence));
        if was_saved {
            self.saved.1 = Arc::clone(&self.evidence);
        }
    }

    /// Project and evidence as they are now.
    pub fn state(&self) -> (Arc<Project>, Arc<EvidenceBook>) {
        (Arc::clone(self.history.project()), Arc::clone(&self.evidence))
    }
}

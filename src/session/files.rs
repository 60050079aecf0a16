//! Opening, saving and closing projects; recent ones, samples and recovered work.

use std::path::Path;

use super::document::Document;
use super::reports::Reports;
use super::{Sample, Session, Stage};
use crate::model::{Design, Project, ViewKey};
use crate::store::{self, PROJECT_FILE, Settings};

impl Session {
    /// Ends the session in good order: nothing of it needs to be recovered.
    pub fn leave(&mut self) {
        self.trainings.clear();
        self.keep_timer();
        self.discard_own_recovery();
    }

    pub(super) fn new_project(&mut self) {
        let project = Project { name: "Untitled".to_owned(), ..Project::default() };
        self.show(Document::new(project, crate::model::EvidenceBook::default(), None), Stage::Sketch);
    }

    pub(super) fn close(&mut self) {
        self.show(Document::default(), Stage::Welcome);
    }

    pub(super) fn open(&mut self, path: &Path) {
        match store::open(path) {
            Ok(opened) => {
                let file = opened.file;
                self.remember_recent(&file);
                self.show(Document::new(opened.project, opened.evidence, Some(file)), Stage::Sketch);
            }
            Err(error) => self.notices.complain(error.to_string()),
        }
    }

    pub(super) fn open_sample(&mut self, sample: Sample, fresh: bool) {
        let Some(user) = &self.user else {
            self.notices
                .complain("there is no folder to keep a copy of the sample in; set CANTILEVER_CONFIG_DIR to one");
            return;
        };
        let folder = user.path().join("samples").join(sample.key());
        match sample.unpack(&folder, fresh) {
            Ok(()) => self.open(&folder),
            Err(error) => self.notices.complain(error.to_string()),
        }
    }

    /// Whether the user has a copy of the sample already.
    pub fn has_copy(&self, sample: Sample) -> bool {
        let copy = self.user.as_ref().map(|user| user.path().join("samples").join(sample.key()).join(PROJECT_FILE));
        copy.is_some_and(|file| file.exists())
    }

    pub(super) fn save_to(&mut self, path: &Path) {
        self.document.history.commit();
        let file = if path.is_dir() { path.join(PROJECT_FILE) } else { path.to_owned() };
        let (project, evidence) = self.document.state();
        self.finish_writing();
        if let Err(error) = store::save(&file, &project, &evidence) {
            self.notices.complain(error.to_string());
            return;
        }
        self.discard_own_recovery();
        let moved_from = self.document.folder().to_owned();
        self.document.was_saved(&file);
        self.keep_timer();
        self.remember_recent(&file);
        self.bring_data_along(&moved_from);
        self.bring_trained_along(&moved_from);
        self.notices.tell(format!("Saved {}", file.display()));
    }

    pub(super) fn recover(&mut self, position: usize) {
        if position >= self.recoveries.len() {
            return;
        }
        let recovery = self.recoveries.remove(position);
        let document =
            Document::recovered(recovery.project.clone(), recovery.evidence.clone(), recovery.original.clone());
        self.show(document, Stage::Sketch);
        self.safety.only_copies = true;
        self.notices.tell("This is recovered work: save it to keep it");
    }

    pub(super) fn discard_recovery(&mut self, position: usize) {
        if position < self.recoveries.len()
            && let Err(error) = self.recoveries.remove(position).discard()
        {
            self.notices.complain(error.to_string());
        }
    }

    /// Tells the open document from every other one of this session: opening the same file once more gives another number,
    /// and saving does not.
    pub fn document_number(&self) -> u64 {
        self.document.number
    }

    pub(super) fn forget_recent(&mut self, file: &Path) {
        self.change_settings(|settings| settings.forget(file));
    }

    pub(super) fn prefer(&mut self, key: &str, value: &str) {
        self.change_settings(|settings| drop(settings.interface.insert(key.to_owned(), value.to_owned())));
    }

    pub(super) fn show(&mut self, document: Document, stage: Stage) {
        // What was not saved was given up knowingly: the window asks before it comes to this.
        self.discard_own_recovery();
        self.trainings.clear();
        self.calculations.clear();
        self.reports = Reports::new();
        self.keep_timer();
        let number = self.document.number + 1;
        self.document = document;
        self.document.number = number;
        self.load_timer();
        self.stage = stage;
        self.set_draft(None);
        self.hide_class();
        self.selection.clear();
        self.view = ViewKey::Everything;
        self.compared_with = None;
        self.drawn_path = None;
        (self.wanted, self.design, self.plot) = (Design::default(), Design::default(), None);
        self.settled_for = Default::default();
    }

    fn remember_recent(&mut self, file: &Path) {
        self.change_settings(|settings| settings.remember(file));
    }

    /// Changes the settings here and for the next run; of what is kept, nothing else is touched.
    pub(super) fn change_settings(&mut self, change: impl Fn(&mut Settings)) {
        change(&mut self.settings);
        let Some(user) = &self.user else { return };
        if let Err(error) = user.change_settings(change) {
            self.notices.complain(error.to_string());
        }
    }
}

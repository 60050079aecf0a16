//! The files that trainings leave beside the project: answers to the held-out rows, and the model itself.

use std::path::{Path, PathBuf};

use super::Session;
use crate::model::Evidence;
use crate::store::{self, trained_folder};
use crate::work::JobName;

impl Session {
    /// The files that the training of the present evidence of `name` left beside the project; none where it was trained
    /// elsewhere or before the project had a folder.
    pub fn trained_files(&self, name: &JobName) -> Vec<PathBuf> {
        let evidence = self.document.evidence.get(&name.0, &name.1);
        let folder = evidence.and_then(|evidence| trained_folder(self.document.folder(), &evidence.fingerprint));
        let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
        let mut files: Vec<PathBuf> =
            entries.into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        files.sort();
        files
    }

    /// Copies one of those files to where the user wants it.
    pub(super) fn export_trained(&mut self, from: &Path, to: &Path) {
        match store::copy_over(from, to) {
            Ok(()) => self.notices.tell(format!("Written {}", to.display())),
            Err(error) => self.notices.complain(error.to_string()),
        }
    }

    /// Removes the files of evidence that was replaced, unless other evidence has the same ones.
    pub(super) fn forget_files_of(&self, replaced: &Evidence) {
        let is_shared = self.document.evidence.iter().any(|(.., other)| other.fingerprint == replaced.fingerprint);
        if !is_shared && let Some(folder) = trained_folder(self.document.folder(), &replaced.fingerprint) {
            // What stays behind is only in the way of nobody.
            std::fs::remove_dir_all(folder).ok();
        }
    }

    /// After saving to another folder: copies the files of all evidence there. They can be made anew, so that one that
    /// cannot be copied is no reason to complain.
    pub(super) fn bring_trained_along(&self, from: &Path) {
        for (.., evidence) in self.document.evidence.iter() {
            let [before, now] =
                [from, self.document.folder()].map(|folder| trained_folder(folder, &evidence.fingerprint));
            let (Some(before), Some(now)) = (before, now) else { continue };
            for entry in std::fs::read_dir(before).into_iter().flatten().flatten() {
                store::copy_over(&entry.path(), &now.join(entry.file_name())).ok();
            }
        }
    }
}

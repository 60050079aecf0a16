//! Keeps unsaved work, so that a crash costs seconds and not an afternoon.
//!
//! The work is kept in the user's folder and never beside the project, keyed by a hash of the project file's path.
//! All work that was never saved shares one key: two windows with new projects keep the later of the two.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::to_value;
use sha2::{Digest as _, Sha256};

use super::{StoreError, UserFolder, atomic, from_text, read_text, to_text};
use crate::model::{EvidenceBook, Project};

const FORMAT: &str = "cantilever recovery";
const NEVER_SAVED: &str = "never_saved";

/// Unsaved work of an earlier run.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// Where the work is kept.
    pub file: PathBuf,
    /// The project file it belongs to; `None` for work that was never saved.
    pub original: Option<PathBuf>,
    /// When it was kept, where the file system says so.
    pub kept_at: Option<SystemTime>,
    /// The project.
    pub project: Project,
    /// Its evidence.
    pub evidence: EvidenceBook,
}

/// All unsaved work that was found.
#[derive(Debug, Default)]
pub struct Recoveries {
    /// What can be taken up again, most recent first.
    pub found: Vec<Recovery>,
    /// What was found and could not be read.
    pub unreadable: Vec<StoreError>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    format: String,
    original: Option<String>,
    project: Value,
}

impl UserFolder {
    /// Keeps unsaved work of `original` (`None`: never saved), in place of what was kept of it before.
    pub fn write_recovery(
        &self,
        project: &Project,
        evidence: &EvidenceBook,
        original: Option<&Path>,
    ) -> Result<(), StoreError> {
        let file = self.recovery_file(original);
        let failed = || StoreError::writing(&file);
        fs::create_dir_all(self.recovery_folder()).map_err(failed())?;
        let content = serde_json::from_str(&to_text(project, evidence)).map_err(|error| failed()(error.into()))?;
        let original = original.map(|path| path.to_string_lossy().into_owned());
        let kept = Kept { format: FORMAT.to_owned(), original, project: content };
        let text = to_value(kept).map_err(|error| failed()(error.into()))?.to_string();
        atomic::replace(&file, text.as_bytes())
    }

    /// All unsaved work of earlier runs; what cannot be read is reported and left where it is.
    pub fn find_recoveries(&self) -> Recoveries {
        let folder = self.recovery_folder();
        atomic::remove_stale(&folder);
        let mut recoveries = Recoveries::default();
        let Ok(entries) = fs::read_dir(&folder) else {
            return recoveries;
        };
        let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        for file in files {
            match read(&file) {
                Ok(recovery) => recoveries.found.push(recovery),
                Err(error) => recoveries.unreadable.push(error),
            }
        }
        recoveries.found.sort_by_key(|recovery| std::cmp::Reverse(recovery.kept_at));
        recoveries
    }

    /// Forgets what was kept of `original`: it was saved, or the user does not want it.
    pub fn discard_recovery(&self, original: Option<&Path>) -> Result<(), StoreError> {
        let file = self.recovery_file(original);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::writing(&file)(error)),
            _ => Ok(()),
        }
    }

    fn recovery_folder(&self) -> PathBuf {
        self.path().join("recovery")
    }

    fn recovery_file(&self, original: Option<&Path>) -> PathBuf {
        let key = original.map_or_else(|| NEVER_SAVED.to_owned(), path_key);
        self.recovery_folder().join(format!("{key}.json"))
    }
}

impl Recovery {
    /// Removes what was kept, after it was taken up or declined.
    pub fn discard(&self) -> Result<(), StoreError> {
        fs::remove_file(&self.file).map_err(StoreError::writing(&self.file))
    }
}

fn read(file: &Path) -> Result<Recovery, StoreError> {
    let text = read_text(file)?;
    let kept: Kept = serde_json::from_str(&text).map_err(|error| StoreError::NotJson {
        file: file.to_owned(),
        line: error.line(),
        column: error.column(),
        reason: error.to_string(),
    })?;
    if kept.format != FORMAT {
        return Err(StoreError::NotAProject { file: file.to_owned() });
    }
    let (project, evidence) = from_text(&kept.project.to_string(), file)?;
    let kept_at = fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    Ok(Recovery { file: file.to_owned(), original: kept.original.map(PathBuf::from), kept_at, project, evidence })
}

/// A file name made from the project's path, the same for every spelling of it.
fn path_key(original: &Path) -> String {
    let path = fs::canonicalize(original).or_else(|_| std::path::absolute(original));
    let path = path.unwrap_or_else(|_| original.to_owned());
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    digest.iter().take(12).fold(String::new(), |mut key, byte| {
        write!(key, "{byte:02x}").ok();
        key
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Project {
        Project { name: name.to_owned(), ..Project::default() }
    }

    #[test]
    fn unsaved_work_is_found_again_and_can_be_discarded() {
        let folder = tempfile::tempdir().unwrap();
        let user = UserFolder::at(folder.path());
        let original = folder.path().join("shop/project.json");
        let book = EvidenceBook::default();
        assert!(user.find_recoveries().found.is_empty());
        user.write_recovery(&named("first"), &book, Some(&original)).unwrap();
        user.write_recovery(&named("second"), &book, Some(&original)).unwrap();
        user.write_recovery(&named("new"), &book, None).unwrap();
        let found = user.find_recoveries().found;
        let mut names: Vec<_> = found.iter().map(|one| (one.project.name.as_str(), one.original.clone())).collect();
        names.sort();
        assert_eq!(names, [("new", None), ("second", Some(original.clone()))]);
        user.discard_recovery(Some(&original)).unwrap();
        user.discard_recovery(Some(&original)).unwrap();
        let left = user.find_recoveries().found;
        assert_eq!(left.len(), 1);
        left[0].discard().unwrap();
        assert!(user.find_recoveries().found.is_empty());
    }

    #[test]
    fn a_damaged_recovery_is_reported_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let user = UserFolder::at(folder.path());
        user.write_recovery(&named("fine"), &EvidenceBook::default(), None).unwrap();
        let damaged = folder.path().join("recovery/damaged.json");
        fs::write(&damaged, "{\"format\": \"cantilever recovery\", \"proj").unwrap();
        let recoveries = user.find_recoveries();
        assert_eq!(recoveries.found.len(), 1);
        assert!(recoveries.unreadable[0].to_string().contains("damaged.json"));
        assert!(damaged.exists());
    }
}

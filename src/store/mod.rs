//! Files: the saved format of a project, opening it, saving it without ever leaving half a file, the user's settings
//! and what is kept of unsaved work.

mod atomic;
mod class;
mod error;
mod format;
mod recent;
mod recovery;
mod user_folder;

use std::fs;
use std::path::{Path, PathBuf};

pub use class::{
    ClassFolder, DATA_LIMIT, EXERCISE_FILE, FileKind, MARKS_FILE, attached, file_safe, forget_time, given_evidence,
    hand_ins_in, kind_of, open_exercise, open_hand_in, open_marks, open_time, save_exercise, save_hand_in, save_marks,
    save_time, unpack_exercise,
};
pub use error::StoreError;
pub use format::{
    ClipError, clip_from_text, clip_to_text, exercise_from_text, exercise_to_text, from_text, hand_in_from_text,
    hand_in_to_text, stamped, to_text,
};
pub use recent::Settings;
pub use recovery::{Recoveries, Recovery};
pub use user_folder::UserFolder;

use crate::model::{EvidenceBook, Project};

/// The name of the file that makes a folder a project.
pub const PROJECT_FILE: &str = "project.json";

/// The file of answers to held-out rows that a training leaves.
pub const PREDICTIONS_FILE: &str = "predictions.csv";

/// The folder beside it in which trainings leave files.
const TRAINED: &str = "trained";

/// A project that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What the architect stated.
    pub project: Project,
    /// What was measured.
    pub evidence: EvidenceBook,
    /// The file, as an absolute path.
    pub file: PathBuf,
    /// The folder that relative paths of datasets start from.
    pub folder: PathBuf,
}

/// Opens a project: `path` is its file, or the folder with a `project.json` in it.
pub fn open(path: &Path) -> Result<Opened, StoreError> {
    let path = std::path::absolute(path).map_err(StoreError::reading(path))?;
    let file = if path.is_dir() { path.join(PROJECT_FILE) } else { path.clone() };
    if path.is_dir() && !file.exists() {
        return Err(StoreError::NoProject { folder: path });
    }
    let text = read_text(&file)?;
    let (project, evidence) = from_text(&text, &file)?;
    let folder = atomic::folder_of(&file);
    atomic::remove_stale(&folder);
    Ok(Opened { project, evidence, file, folder })
}

/// Saves a project. When this fails, the file is as it was before.
pub fn save(file: &Path, project: &Project, evidence: &EvidenceBook) -> Result<(), StoreError> {
    atomic::replace(file, to_text(project, evidence).as_bytes())
}

/// Writes a file that the program carries in itself, with the folders it lies in.
pub fn unpack(file: &Path, content: &[u8]) -> Result<(), StoreError> {
    fs::create_dir_all(atomic::folder_of(file)).map_err(StoreError::writing(file))?;
    atomic::replace(file, content)
}

/// Copies a data file to where none of that name is yet; one with the same content is left as it is.
pub fn copy_new(from: &Path, to: &Path) -> Result<(), StoreError> {
    let content = fs::read(from).map_err(StoreError::reading(from))?;
    match fs::read(to) {
        Ok(existing) if existing == content => Ok(()),
        Ok(_) => Err(StoreError::writing(to)(std::io::ErrorKind::AlreadyExists.into())),
        Err(_) => unpack(to, &content),
    }
}

/// Copies a file to where it takes the place of one of that name.
pub fn copy_over(from: &Path, to: &Path) -> Result<(), StoreError> {
    unpack(to, &fs::read(from).map_err(StoreError::reading(from))?)
}

/// Where the files of a training lie in the project's folder; `None` for a project that was never saved, and for a
/// fingerprint that is none: a file from elsewhere must not lead out of the folder.
pub fn trained_folder(folder: &Path, fingerprint: &str) -> Option<PathBuf> {
    let is_fingerprint = fingerprint.len() == 32 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_saved = !folder.as_os_str().is_empty();
    (is_fingerprint && is_saved).then(|| folder.join(TRAINED).join(fingerprint))
}

/// The text of a file from another program.
///
/// # Errors
/// The file is not there, is no text, or has more than `limit` bytes.
pub fn read_foreign(file: &Path, limit: usize) -> Result<String, StoreError> {
    let metadata = fs::metadata(file).map_err(StoreError::reading(file))?;
    if metadata.len() > limit as u64 {
        return Err(StoreError::TooLarge { file: file.to_owned(), limit });
    }
    read_text(file)
}

/// Writes a text for another program. When this fails, the file is as it was before.
pub fn write_foreign(file: &Path, text: &str) -> Result<(), StoreError> {
    atomic::replace(file, text.as_bytes())
}

/// The text of a stored file.
fn read_text(file: &Path) -> Result<String, StoreError> {
    stored_size(file)?;
    text_of(fs::read(file).map_err(StoreError::reading(file))?, file)
}

/// The bytes that a stored file has; pipes and devices, which could keep a reader waiting for ever, are refused.
fn stored_size(file: &Path) -> Result<u64, StoreError> {
    let metadata = fs::metadata(file).map_err(StoreError::reading(file))?;
    if !metadata.is_file() {
        return Err(StoreError::NotAFile { file: file.to_owned() });
    }
    Ok(metadata.len())
}

/// What was read from `file` as a text.
fn text_of(bytes: Vec<u8>, file: &Path) -> Result<String, StoreError> {
    String::from_utf8(bytes).map_err(|error| {
        drop(error);
        StoreError::NotText { file: file.to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Project {
        Project { name: name.to_owned(), ..Project::default() }
    }

    #[test]
    fn a_folder_and_its_file_open_alike() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(PROJECT_FILE);
        save(&file, &named("Shop"), &EvidenceBook::default()).unwrap();
        let by_folder = open(folder.path()).unwrap();
        assert_eq!(by_folder, open(&file).unwrap());
        assert_eq!(by_folder.project, named("Shop"));
        assert_eq!((by_folder.file, by_folder.folder), (file, folder.path().to_owned()));
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let message = open(folder.path()).unwrap_err().to_string();
        assert!(message.contains("expected a file named project.json"), "{message}");
        let missing = folder.path().join("nowhere.json");
        let message = open(&missing).unwrap_err().to_string();
        assert!(message.contains("nowhere.json") && message.contains("Check that it is there"), "{message}");
        fs::write(&missing, [0xff, 0xfe, 0x00]).unwrap();
        assert!(matches!(open(&missing), Err(StoreError::NotText { .. })));
        fs::create_dir(folder.path().join(PROJECT_FILE)).unwrap();
        assert!(matches!(open(folder.path()), Err(StoreError::NotAFile { .. })));
    }
}

//! Files of a class: exercises, what groups hand in, how long they worked, and marks. Most of them come from strangers:
//! nothing is read that is too large or no file, no link in a folder is followed, and nothing is written outside of the
//! folder that was asked for.

mod folder;
mod marks;
#[cfg(test)]
mod tests;
mod time;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

pub use folder::{ClassFolder, hand_ins_in};
pub use marks::{MARKS_FILE, open_marks, save_marks};
pub use time::{forget_time, open_time, save_time};

use super::format::{self, stays_inside};
use super::{
    PROJECT_FILE, StoreError, atomic, exercise_from_text, exercise_to_text, hand_in_from_text, hand_in_to_text,
    stored_size, text_of, to_text, unpack,
};
use crate::classroom::{DataFile, Exercise, HandIn};
use crate::model::EvidenceBook;

/// The copy of an exercise that lies beside the work on it.
pub const EXERCISE_FILE: &str = "exercise.json";

/// Bytes that the data files of an exercise have at most, all together.
pub const DATA_LIMIT: u64 = 32_000_000;

/// Bytes that an exercise has at most.
const EXERCISE_LIMIT: u64 = 64_000_000;

/// Bytes that a hand-in, or a file of marks, has at most.
const HAND_IN_LIMIT: u64 = 8_000_000;

/// Bytes of a file's start in which its kind is looked for.
const START: u64 = 1_024;

/// Letters of a name that are taken into the name of a file.
const LONGEST_NAME: usize = 60;

/// Names in the folder of the work on an exercise that no attached file may have.
const OURS: [&str; 5] = [PROJECT_FILE, EXERCISE_FILE, MARKS_FILE, time::TIME_FILE, super::TRAINED];

/// What a file is, as its start says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A project.
    Project,
    /// An exercise, for groups or with the reference answer.
    Exercise,
    /// What a group handed in.
    HandIn,
    /// An instructor's marks.
    Marks,
    /// Something else, something damaged, or no file at all.
    Other,
}

/// What the file is, by its first bytes; nothing else of it is read, so that it may be damaged further on.
pub fn kind_of(file: &Path) -> FileKind {
    kind_of_start(&start_of(file).unwrap_or_default())
}

/// Reads an exercise.
///
/// # Errors
/// The file is not there, is no stored file, has more than 64 MB, is damaged, or is no exercise.
pub fn open_exercise(file: &Path) -> Result<Exercise, StoreError> {
    exercise_from_text(&read_limited(file, "exercise", EXERCISE_LIMIT)?, file)
}

/// Writes an exercise. When this fails, the file is as it was before.
///
/// # Errors
/// The exercise has more than 64 MB, so that nobody could open it; another file of this program is there; or the system
/// refuses.
pub fn save_exercise(file: &Path, exercise: &Exercise) -> Result<(), StoreError> {
    save_limited(file, &exercise_to_text(exercise), ("exercise", EXERCISE_LIMIT), FileKind::Exercise)
}

/// Reads what a group handed in.
///
/// # Errors
/// The file is not there, is no stored file, has more than 8 MB, is damaged, or is no hand-in.
pub fn open_hand_in(file: &Path) -> Result<HandIn, StoreError> {
    hand_in_from_text(&read_limited(file, "hand-in", HAND_IN_LIMIT)?, file)
}

/// Writes what a group hands in. When this fails, the file is as it was before.
///
/// # Errors
/// It has more than 8 MB, so that nobody could open it; another file of this program is there; or the system refuses.
pub fn save_hand_in(file: &Path, hand_in: &HandIn) -> Result<(), StoreError> {
    save_limited(file, &hand_in_to_text(hand_in), ("hand-in", HAND_IN_LIMIT), FileKind::HandIn)
}

/// Lays out an exercise to be worked on in `folder`: the project, the data files, and the exercise itself without its
/// reference answer. Work that is there already is kept; what is missing beside it comes back. With `fresh` all is laid out
/// anew, and work that was there is put aside: the file in which it lies now is given back.
///
/// # Errors
/// An attached file would lie outside of the folder, or in the place of one of ours; the system refuses.
pub fn unpack_exercise(folder: &Path, exercise: &Exercise, fresh: bool) -> Result<Option<PathBuf>, StoreError> {
    let (project, copy) = (folder.join(PROJECT_FILE), folder.join(EXERCISE_FILE));
    if let Some(bad) = exercise.files.iter().find(|file| !may_be_attached(&file.path)) {
        return Err(StoreError::BadAttachment { file: copy, name: bad.path.clone() });
    }
    let put = |file: &Path, content: &[u8]| if fresh || !file.exists() { unpack(file, content) } else { Ok(()) };
    for DataFile { path, content } in &exercise.files {
        put(&folder.join(path), content)?;
    }
    put(&copy, exercise_to_text(&exercise.for_groups()).as_bytes())?;
    // The project comes last: while it is missing, nothing here passes for work that can be continued.
    let begun = to_text(&exercise.begun(), &exercise.evidence);
    let aside = if fresh { put_aside(&project, begun.as_bytes())? } else { None };
    put(&project, begun.as_bytes())?;
    Ok(aside)
}

/// Copies the work in this file to a name that is free beside it, unless it is as it was `begun`.
fn put_aside(project: &Path, begun: &[u8]) -> Result<Option<PathBuf>, StoreError> {
    if !project.exists() {
        return Ok(None);
    }
    let work = fs::read(project).map_err(StoreError::reading(project))?;
    if work == begun {
        return Ok(None);
    }
    let mut all = (1_u32..).map(|number| project.with_file_name(format!("earlier_work_{number}.json")));
    let Some(aside) = all.find(|file| !file.exists()) else { return Ok(None) };
    unpack(&aside, &work)?;
    if let Ok(Some(seconds)) = open_time(project) {
        save_time(&aside, seconds)?;
    }
    Ok(Some(aside))
}

/// The files at `paths`, relative to `folder`, to travel with an exercise.
///
/// # Errors
/// A path leads out of the folder; a file cannot be read; all together have more than 32 MB.
pub fn attached(folder: &Path, paths: &[PathBuf]) -> Result<Vec<DataFile>, StoreError> {
    let root = fs::canonicalize(folder).map_err(StoreError::reading(folder))?;
    let (mut found, mut total) = (Vec::new(), 0);
    for path in paths {
        let name = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let file = folder.join(path);
        let real = fs::canonicalize(&file).map_err(StoreError::reading(&file))?;
        if !may_be_attached(&name) || !real.starts_with(&root) {
            return Err(StoreError::NotAttachable { name });
        }
        let metadata = fs::metadata(&real).map_err(StoreError::reading(&file))?;
        total += metadata.len();
        found.push((name, file, metadata));
    }
    if total > DATA_LIMIT {
        let largest = found.iter().max_by_key(|(.., metadata)| metadata.len());
        let name = largest.map(|(name, ..)| name.clone()).unwrap_or_default();
        return Err(StoreError::TooMuchData { total, limit: DATA_LIMIT, name });
    }
    let read = |(name, file, metadata): (String, PathBuf, fs::Metadata)| {
        if !metadata.is_file() {
            return Err(StoreError::NotAFile { file });
        }
        Ok(DataFile { path: name, content: fs::read(&file).map_err(StoreError::reading(&file))? })
    };
    found.into_iter().map(read).collect()
}

/// A name in small letters, as files on every system may be called; empty where nothing is left of it.
pub fn file_safe(name: &str) -> String {
    let letters = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' });
    let spaced = letters.collect::<String>().to_lowercase();
    let safe = spaced.split_whitespace().collect::<Vec<_>>().join("_");
    safe.chars().take(LONGEST_NAME).collect::<String>().trim_end_matches('_').to_owned()
}

/// What is given by the exercise that lies beside the work in `folder`, if it is this version of this exercise.
pub fn given_evidence(folder: &Path, id: &str, version: &str) -> Option<EvidenceBook> {
    let exercise = open_exercise(&folder.join(EXERCISE_FILE)).ok()?;
    (exercise.brief.id == id && exercise.brief.version == version).then_some(exercise.evidence)
}

fn may_be_attached(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    stays_inside(path) && !OURS.iter().any(|ours| ours.eq_ignore_ascii_case(first))
}

/// The first bytes of a stored file.
fn start_of(file: &Path) -> Option<Vec<u8>> {
    // A pipe would keep a reader waiting for ever.
    fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
    let mut start = Vec::new();
    File::open(file).ok()?.take(START).read_to_end(&mut start).ok()?;
    Some(start)
}

fn kind_of_start(start: &[u8]) -> FileKind {
    let text = String::from_utf8_lossy(start);
    // The field stands first in whatever this program wrote; a project within comes after it.
    let value = text.split_once("\"format\"").and_then(|(_, after)| after.trim_start().strip_prefix(':'));
    let word = value.and_then(|after| after.trim_start().strip_prefix('"')?.split_once('"'));
    match word.map(|(word, _)| word) {
        Some(format::FORMAT) => FileKind::Project,
        Some(format::EXERCISE) => FileKind::Exercise,
        Some(format::HAND_IN) => FileKind::HandIn,
        Some(marks::FORMAT) => FileKind::Marks,
        _ => FileKind::Other,
    }
}

/// The text of a stored file, unless it has more than `limit` bytes: then nothing of it is read.
fn read_limited(file: &Path, what: &'static str, limit: u64) -> Result<String, StoreError> {
    let size = stored_size(file)?;
    let too_large = |size| StoreError::Oversized { file: file.to_owned(), what, size, limit };
    if size > limit {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    // It may have grown since.
    let opened = File::open(file).map_err(StoreError::reading(file))?;
    opened.take(limit + 1).read_to_end(&mut bytes).map_err(StoreError::reading(file))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64));
    }
    text_of(bytes, file)
}

/// Writes what can be read again, and never over another file of this program.
fn save_limited(file: &Path, text: &str, (what, limit): (&'static str, u64), kind: FileKind) -> Result<(), StoreError> {
    let size = text.len() as u64;
    if size > limit {
        return Err(StoreError::Oversized { file: file.to_owned(), what, size, limit });
    }
    let there = kind_of(file);
    if there != FileKind::Other && there != kind {
        return Err(StoreError::OtherThere { file: file.to_owned(), what });
    }
    atomic::replace(file, text.as_bytes())
}

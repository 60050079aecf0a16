//! Which files of a folder were handed in.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{FileKind, HAND_IN_LIMIT, kind_of_start, start_of};
use crate::model::counted;

/// Most files that are compared at a time.
const MOST_FILES: usize = 500;

/// Bytes that they have at most, all together: all of them are in memory at the same time.
const MOST_BYTES: u64 = 250_000_000;

/// Most entries of a folder that are looked at.
const MOST_ENTRIES: usize = 20_000;

/// What lies at the places where a class's files are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassFolder {
    /// What may be hand-ins, each once: files in the order in which they were given, those of a folder by name.
    pub hand_ins: Vec<PathBuf>,
    /// Exercises that lie in the folders among them, by name.
    pub exercises: Vec<PathBuf>,
    /// What is no hand-in for a reason that can be told without reading it: name and reason.
    pub skipped: Vec<(String, String)>,
}

/// Finds what was handed in: the files at `paths`, and of folders there the files in them and in the folders directly in
/// those, which is how collected work is handed out. Links in a folder are not followed. What lies in a folder for
/// another reason (the exercise itself, a project, marks, notes) is passed over in silence.
pub fn hand_ins_in(paths: &[PathBuf]) -> ClassFolder {
    let (mut found, mut seen) = (ClassFolder::default(), BTreeSet::new());
    let (mut left_out, mut bytes) = (0, 0);
    for path in paths {
        let inside =
            if path.is_dir() { take_folder(path, &mut found) } else { Vec::from_iter(take_file(path, &mut found)) };
        for file in inside {
            // The same file by another name is the same answer.
            let is_new = seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone()));
            if !is_new {
                continue;
            }
            // What is too large by itself is not read, and told by its name.
            let size = fs::metadata(&file).map_or(0, |metadata| metadata.len());
            let size = if size > HAND_IN_LIMIT { 0 } else { size };
            if found.hand_ins.len() < MOST_FILES && bytes + size <= MOST_BYTES {
                bytes += size;
                found.hand_ins.push(file);
            } else {
                left_out += 1;
            }
        }
    }
    if left_out > 0 {
        let reason = format!(
            "only {MOST_FILES} files with {} MB altogether are compared at a time; compare the rest in another go",
            MOST_BYTES / 1_000_000
        );
        found.skipped.push((counted(left_out, "more file"), reason));
    }
    found
}

/// A file that was given by itself: whoever gave it wants to hear why it is not compared.
fn take_file(file: &Path, found: &mut ClassFolder) -> Option<PathBuf> {
    let reason = match kind_of_start(&start_of(file).unwrap_or_default()) {
        // What cannot be read says so when it is read.
        FileKind::HandIn | FileKind::Other => return Some(file.to_owned()),
        FileKind::Project => "this is a project; open it and hand it in to get a file that can be compared",
        FileKind::Exercise => "this is an exercise, and no answer to one",
        FileKind::Marks => "these are marks, and no answer to an exercise",
    };
    found.skipped.push((name_of(file), reason.to_owned()));
    None
}

fn take_folder(folder: &Path, found: &mut ClassFolder) -> Vec<PathBuf> {
    let (mut files, mut folders) = entries(folder, found);
    folders.sort();
    for inner in folders {
        files.extend(entries(&inner, found).0);
    }
    files.sort();
    let mut hand_ins = Vec::new();
    for file in files {
        let start = start_of(&file);
        match kind_of_start(start.as_deref().unwrap_or_default()) {
            FileKind::HandIn => hand_ins.push(file),
            FileKind::Exercise => found.exercises.push(file),
            FileKind::Other if is_suspect(&file, start.as_deref()) => hand_ins.push(file),
            FileKind::Project | FileKind::Marks | FileKind::Other => {}
        }
    }
    hand_ins
}

/// Files and folders directly in `folder`; links are neither.
fn entries(folder: &Path, found: &mut ClassFolder) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found.skipped.push((name_of(folder), format!("the folder cannot be read: {error}")));
            return (files, folders);
        }
    };
    for entry in entries.flatten().take(MOST_ENTRIES) {
        // Systems keep files of their own there, some of them called like what they are about.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            Ok(kind) if kind.is_dir() => folders.push(entry.path()),
            _ => {}
        }
    }
    (files, folders)
}

/// Whether a file of unknown kind is probably a damaged hand-in, which is to be named: it is called like one, or its
/// start is no JSON although its name says so.
fn is_suspect(file: &Path, start: Option<&[u8]>) -> bool {
    let is_json = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let begins = start.and_then(|start| start.trim_ascii_start().first().copied());
    let is_called_so = name_of(file).to_lowercase().contains("hand-in");
    is_json && (is_called_so || !matches!(begins, Some(b'{' | b'[' | 0xef)))
}

/// The file's name as it is told: without folders.
pub(super) fn name_of(file: &Path) -> String {
    file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned())
}

//! Exercises and hand-ins as files: a project within a few words about it.

use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::breakout::SavedBrief;
use super::project::SavedProject;
use super::{explained, text};
use crate::classroom::{DataFile, Exercise, HandIn, Reference};
use crate::model::EvidenceBook;
use crate::store::StoreError;

/// What the field `format` says in an exercise.
pub(in super::super) const EXERCISE: &str = "cantilever exercise";

/// What it says in a hand-in.
pub(in super::super) const HAND_IN: &str = "cantilever hand-in";

/// The version of both that is written, and the only one that is read.
const VERSION: u64 = 1;

/// Letters of another format that are told.
const LONGEST_FORMAT: usize = 60;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedExercise {
    format: String,
    version: u64,
    brief: SavedBrief,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference: Option<SavedReference>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<SavedFile>,
    project: SavedProject,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedReference {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    notes: String,
    project: SavedProject,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedFile {
    path: String,
    /// Base64 (RFC 4648) of its bytes.
    content: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedHandIn {
    format: String,
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seconds: Option<u32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    program: String,
    project: SavedProject,
}

/// The file of an exercise. Its brief carries the version of what is given: the same exercise always gives the same bytes,
/// with the reference and without it the same version.
pub fn exercise_to_text(exercise: &Exercise) -> String {
    text::pretty(&saved(&stamped(exercise)))
}

/// The exercise with the version of what it gives: 32 hexadecimal digits of the SHA-256 of all that groups get.
pub fn stamped(exercise: &Exercise) -> Exercise {
    let mut stamped = exercise.for_groups();
    stamped.brief.version.clear();
    let digest = Sha256::digest(text::pretty(&saved(&stamped)));
    let start: [u8; 16] = std::array::from_fn(|position| digest[position]);
    stamped.brief.version = format!("{:032x}", u128::from_be_bytes(start));
    Exercise { reference: exercise.reference.clone(), ..stamped }
}

fn saved(exercise: &Exercise) -> SavedExercise {
    let file = |file: &DataFile| SavedFile { path: file.path.clone(), content: BASE64_STANDARD.encode(&file.content) };
    let reference = |reference: &Reference| SavedReference {
        notes: reference.notes.clone(),
        project: SavedProject::of(&reference.project, &EvidenceBook::default()),
    };
    SavedExercise {
        format: EXERCISE.to_owned(),
        version: VERSION,
        brief: SavedBrief::of(&exercise.brief),
        reference: exercise.reference.as_ref().map(reference),
        files: exercise.files.iter().map(file).collect(),
        project: SavedProject::of(&exercise.project, &exercise.evidence),
    }
}

/// Reads an exercise; `file` is only named in errors.
///
/// # Errors
/// As for a project; a file in it whose path leads out of the project's folder, or whose content is no Base64.
pub fn exercise_from_text(text: &str, file: &Path) -> Result<Exercise, StoreError> {
    let saved: SavedExercise = read(text, file, EXERCISE)?;
    let mut files = Vec::new();
    for one in saved.files {
        let content = BASE64_STANDARD.decode(&one.content);
        let (Ok(content), true) = (content, stays_inside(&one.path)) else {
            return Err(StoreError::BadAttachment { file: file.to_owned(), name: one.path });
        };
        files.push(DataFile { path: one.path, content });
    }
    let (project, evidence) = saved.project.open();
    let reference = saved.reference.map(|saved| Reference { notes: saved.notes, project: saved.project.open().0 });
    Ok(Exercise { brief: saved.brief.open(), project, evidence, files, reference })
}

/// The file of a hand-in.
pub fn hand_in_to_text(hand_in: &HandIn) -> String {
    text::pretty(&SavedHandIn {
        format: HAND_IN.to_owned(),
        version: VERSION,
        seconds: hand_in.seconds,
        program: hand_in.program.clone(),
        project: SavedProject::of(&hand_in.project, &hand_in.evidence),
    })
}

/// Reads a hand-in; `file` is only named in errors.
///
/// # Errors
/// As for a project.
pub fn hand_in_from_text(text: &str, file: &Path) -> Result<HandIn, StoreError> {
    let saved: SavedHandIn = read(text, file, HAND_IN)?;
    let (project, evidence) = saved.project.open();
    Ok(HandIn { project, evidence, seconds: saved.seconds, program: saved.program })
}

fn read<T: DeserializeOwned>(text: &str, file: &Path, format: &'static str) -> Result<T, StoreError> {
    read_kind(text, file, format, VERSION)
}

/// Makes sure that the text is of this kind and version, and that the project in it can be read, before it is read.
pub(in super::super) fn read_kind<T: DeserializeOwned>(
    text: &str,
    file: &Path,
    format: &'static str,
    version: u64,
) -> Result<T, StoreError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let content: Value = serde_json::from_str(text).map_err(|error| explained(&error, text, file))?;
    let field = |name| content.get(name).unwrap_or(&Value::Null);
    if field("format") != format {
        // A stranger may have written anything there, and at any length.
        let found = field("format").as_str().unwrap_or("something else").chars().take(LONGEST_FORMAT).collect();
        return Err(StoreError::OtherKind { file: file.to_owned(), expected: format, found });
    }
    super::check_version(field("version"), (version, version), file)?;
    if let Some(project) = content.get("project") {
        super::check_project(project, file)?;
    }
    serde_json::from_str(text).map_err(|error| explained(&error, text, file))
}

/// Whether a path stays within the folder that it starts from, on every system.
pub(in super::super) fn stays_inside(path: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.ends_with(['.', ' ']);
    let has_odd = path.chars().any(|one| one.is_control() || r#"\:*?"<>|"#.contains(one));
    !path.is_empty() && path.len() <= 200 && !has_odd && path.split('/').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_format_is_told_and_not_all_of_it() {
        let text = format!("{{\"format\": \"{}\"}}", "x".repeat(100_000));
        let message = hand_in_from_text(&text, Path::new("a.json")).unwrap_err().to_string();
        assert!(
            message.starts_with("a.json is not a cantilever hand-in: its field \"format\" says \"xxx"),
            "{message}"
        );
        assert!(message.len() < 300, "{}", message.len());
    }

    #[test]
    fn paths_of_attached_files_stay_inside_the_folder() {
        for path in ["data/cards.csv", "a", "data/π/x.bin"] {
            assert!(stays_inside(path), "{path}");
        }
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", r"a\..\b", "C:x", "a/.", "a/b.", "con\u{0}"] {
            assert!(!stays_inside(path), "{path}");
        }
    }
}

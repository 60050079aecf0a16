//! The saved format: what a `project.json` holds, independent of the names in `model`.
//!
//! The types of this folder are those of version 8, which is version 1 with more to say: what an older one could not
//! say yet is optional, and absent where there is nothing to say. What a version says in another way gets types of its
//! own, and what older ones said is then read by converting it: the one decision of versions 1 to 6 becomes the first of
//! a list. Fields that the format does not know are refused, because they would be lost at the next save.

mod acceptance;
mod alternative;
mod breakout;
mod candidate;
mod cascade;
mod case;
mod choice;
mod class;
mod clip;
mod decision;
mod detail;
mod element;
mod evidence;
mod fact;
mod judging;
mod learning;
mod number;
mod place;
mod project;
mod quantity;
mod requirement;
mod scenario;
mod system;
mod text;
mod trials;
mod unique;
mod view;
mod words;

pub(super) use class::{EXERCISE, HAND_IN, read_kind, stays_inside};
pub use class::{exercise_from_text, exercise_to_text, hand_in_from_text, hand_in_to_text, stamped};
pub use clip::{ClipError, clip_from_text, clip_to_text};

pub(super) use text::pretty;

use std::path::Path;

use serde_json::Value;
use serde_json::error::Category;

use super::StoreError;
use crate::model::{EvidenceBook, Project};

/// What the field `format` of every project file says.
pub(super) const FORMAT: &str = "cantilever project";

/// The version that is written, and the newest that is read.
const VERSION: u64 = 8;

/// The oldest version that is read.
const OLDEST: u64 = 1;

/// The file's text: the same project and evidence always give the same bytes.
///
/// Numbers that JSON cannot write (a loss that diverged) are kept as the words `"not a number"`, `"infinite"` and
/// `"-infinite"`, so that every project can be saved.
pub fn to_text(project: &Project, evidence: &EvidenceBook) -> String {
    pretty(&project::SavedProject::of(project, evidence))
}

/// Reads a file's text; `file` is only named in errors.
///
/// # Errors
/// The text is no JSON, no project, of a newer version, or says something that a project cannot say: an unknown word,
/// a missing field, an identifier used twice. An identifier that names nothing is no error here: the project opens,
/// and `analysis::check` says where it is broken.
pub fn from_text(text: &str, file: &Path) -> Result<(Project, EvidenceBook), StoreError> {
    // Some editors start a file with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_header(text, file)?;
    let saved: project::SavedProject = serde_json::from_str(text).map_err(|error| explained(&error, text, file))?;
    Ok(saved.open())
}

/// Makes sure that the text is a project of a version that can be read, before anything is said about its content.
fn check_header(text: &str, file: &Path) -> Result<(), StoreError> {
    let content: Value = serde_json::from_str(text).map_err(|error| explained(&error, text, file))?;
    check_project(&content, file)
}

fn check_project(content: &Value, file: &Path) -> Result<(), StoreError> {
    let field = |name| content.get(name).unwrap_or(&Value::Null);
    if field("format") != FORMAT {
        return Err(StoreError::NotAProject { file: file.to_owned() });
    }
    check_version(field("version"), (OLDEST, VERSION), file)
}

/// Makes sure that a file is of the oldest version, the newest, or one in between.
fn check_version(found: &Value, (oldest, newest): (u64, u64), file: &Path) -> Result<(), StoreError> {
    match found.as_u64() {
        Some(version) if (oldest..=newest).contains(&version) => Ok(()),
        Some(version) if version > newest => Err(StoreError::NewerVersion { file: file.to_owned(), version, newest }),
        _ => Err(StoreError::NoVersion { file: file.to_owned(), found: found.to_string(), newest }),
    }
}

/// The error with its place in words and what can be done about it.
fn explained(error: &serde_json::Error, text: &str, file: &Path) -> StoreError {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let reason = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message).to_owned();
    let file = file.to_owned();
    match error.classify() {
        Category::Data => {
            let path = place::path_at(text, line, column);
            let place = if path.is_empty() { "the top level".to_owned() } else { path };
            StoreError::Invalid { file, line, column, place, reason }
        }
        _ if text.contains("\n<<<<<<< ") || text.starts_with("<<<<<<< ") => StoreError::MergeConflict { file },
        _ => StoreError::NotJson { file, line, column, reason },
    }
}

#[cfg(test)]
mod tests;

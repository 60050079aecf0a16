//! An instructor's marks, and how the class voted: a small file beside what groups handed in.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{HAND_IN_LIMIT, read_limited};
use crate::classroom::{Mark, Marks, Votes};
use crate::store::{StoreError, atomic, format};

/// Its name.
pub const MARKS_FILE: &str = "marks.json";

/// What the field `format` says in it.
pub(super) const FORMAT: &str = "cantilever marks";

/// The version that is written, and the only one that is read.
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedMarks {
    format: String,
    version: u64,
    #[serde(default)]
    marks: Vec<SavedMark>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    votes: Vec<SavedVote>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedVote {
    /// The file of a group that chose the design; without one it is that of the reference.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    file: String,
    hands: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedMark {
    /// The group's file.
    file: String,
    /// Position of the specification, from 0.
    specification: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    met: Option<bool>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    comment: String,
}

/// Reads marks, and how the class voted; a file that is not there holds neither.
///
/// # Errors
/// The file is damaged, too large, or holds something else: it must not be overwritten then.
pub fn open_marks(file: &Path) -> Result<(Marks, Votes), StoreError> {
    if !file.exists() {
        return Ok((Marks::new(), Votes::new()));
    }
    let text = read_limited(file, "file of marks", HAND_IN_LIMIT)?;
    let saved: SavedMarks = format::read_kind(&text, file, FORMAT, VERSION)?;
    let mark = |one: SavedMark| ((one.file, one.specification), Mark { is_met: one.met, comment: one.comment });
    let votes = saved.votes.into_iter().map(|vote| (vote.file, vote.hands)).collect();
    Ok((saved.marks.into_iter().map(mark).collect(), votes))
}

/// Writes marks and votes. When this fails, the file is as it was before.
pub fn save_marks(file: &Path, marks: &Marks, votes: &Votes) -> Result<(), StoreError> {
    let saved = |((group, specification), mark): (&(String, usize), &Mark)| SavedMark {
        file: group.clone(),
        specification: *specification,
        met: mark.is_met,
        comment: mark.comment.clone(),
    };
    let marks = marks.iter().map(saved).collect();
    let votes = votes.iter().map(|(file, hands)| SavedVote { file: file.clone(), hands: *hands }).collect();
    let content = SavedMarks { format: FORMAT.to_owned(), version: VERSION, marks, votes };
    atomic::replace(file, format::pretty(&content).as_bytes())
}

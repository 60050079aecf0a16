//! Copied elements as text: what the clipboard carries between projects and windows.

use serde::{Deserialize, Serialize};

use super::VERSION;
use super::learning::SavedTask;
use super::system::SavedSystem;
use super::text;
use super::unique::UniqueList;
use crate::edit::Clip;

/// What the field `format` of every clip says.
const FORMAT: &str = "cantilever elements";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedClip {
    format: String,
    version: u64,
    #[serde(default)]
    system: SavedSystem,
    #[serde(default)]
    tasks: UniqueList<SavedTask>,
}

/// Why a text holds no elements.
#[derive(Debug, thiserror::Error)]
pub enum ClipError {
    /// The text is something else altogether.
    #[error("the clipboard holds no elements of a drawing; copy some elements first")]
    NoElements,
    /// A newer program copied the elements.
    #[error(
        "the elements were copied by a newer program (format version {0}); paste them there, or use a newer version of Cantilever"
    )]
    Newer(u64),
    /// The text was changed, or cut off.
    #[error("the copied elements are damaged at line {line}, column {column} ({reason}); copy them again")]
    Damaged {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the reader met.
        reason: String,
    },
}

/// The clip as text.
pub fn clip_to_text(clip: &Clip) -> String {
    text::pretty(&SavedClip {
        format: FORMAT.to_owned(),
        version: VERSION,
        system: (&clip.system).into(),
        tasks: UniqueList::of(&clip.tasks, SavedTask::of),
    })
}

/// Reads a clip's text.
///
/// # Errors
/// The text holds no elements, or elements that cannot be read.
pub fn clip_from_text(text: &str) -> Result<Clip, ClipError> {
    let is_ours = text.contains(FORMAT);
    let damaged = |error: serde_json::Error| {
        if is_ours {
            ClipError::Damaged { line: error.line(), column: error.column(), reason: error.to_string() }
        } else {
            ClipError::NoElements
        }
    };
    let content: serde_json::Value = serde_json::from_str(text).map_err(damaged)?;
    if content.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
        return Err(ClipError::NoElements);
    }
    match content.get("version").and_then(serde_json::Value::as_u64) {
        Some(version) if version > VERSION => return Err(ClipError::Newer(version)),
        _ => {}
    }
    let saved: SavedClip = serde_json::from_str(text).map_err(damaged)?;
    Ok(Clip { system: saved.system.into(), tasks: saved.tasks.into_collection(SavedTask::open), ..Clip::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::{Point, Project};

    #[test]
    fn elements_survive_the_clipboard() {
        let mut project = Project::default();
        for kind in ["service", "data_store"] {
            let (id, component) = create::component(&project, kind, Point::new(100.0, 100.0));
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        let clip = Clip::of(&project, &project.system.elements().collect());
        assert_eq!(clip.system.components.len(), 2);
        assert_eq!(clip_from_text(&clip_to_text(&clip)).unwrap(), clip);
    }

    #[test]
    fn anything_else_is_refused_with_a_reason() {
        let text = clip_to_text(&Clip::default());
        for (text, expected) in [
            ("hello", "no elements"),
            ("[1, 2]", "no elements"),
            (&text[..text.len() - 4], "damaged at line"),
            (&text.replace(&format!("\"version\": {VERSION}"), "\"version\": 99"), "newer program"),
        ] {
            let message = clip_from_text(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}

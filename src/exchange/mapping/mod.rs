//! Between other notations and a drawing. For a Structurizr workspace:
//!
//! | Structurizr | Drawing |
//! |---|---|
//! | person, software system without parts | component outside the system |
//! | software system with containers | boundary of the kind "system" |
//! | container, custom element | component |
//! | group | boundary of the kind "area" |
//! | relationship | connector |
//! | deployment node, infrastructure node, instance | deployment node, component on it, deployment |
//! | dynamic view | scenario |
//!
//! What only a drawing can say (kinds, numbers, facts) travels in properties whose names begin with `cantilever.`.

mod attributes;
mod deployment_in;
mod deployment_out;
mod drawio_in;
mod drawio_out;
mod drawio_roles;
mod drawio_words;
mod elements_in;
mod elements_out;
mod kinds;
mod layout;
mod mermaid_in;
mod mermaid_out;
mod relationships_in;
mod workspace_in;
mod workspace_out;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_drawio;

use std::fmt;

use super::structurizr::Workspace;
use crate::edit::Clip;

pub use drawio_in::from_drawio;
pub use drawio_out::to_drawio;
pub use mermaid_in::from_mermaid;
pub use mermaid_out::to_mermaid;
pub use workspace_in::from_workspace;
pub use workspace_out::to_workspace;

/// What an import brings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// Name of the whole; may be empty.
    pub name: String,
    /// Description of the whole; may be empty.
    pub description: String,
    /// The drawing, arranged, with its scenarios.
    pub clip: Clip,
    /// What could not be carried over, and what was guessed.
    pub omissions: Vec<Omission>,
}

/// What an export gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported<T> {
    /// The result.
    pub content: T,
    /// What could not be carried over.
    pub omissions: Vec<Omission>,
}

/// Something that one side says and the other cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// What it is, as a sentence without its full stop.
    pub what: String,
    /// File, line and column (both from 1) where it stands, if it stands somewhere.
    pub place: Option<(String, u32, u32)>,
}

impl Omission {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), place: None }
    }

    /// Something that stands at a place of a workspace.
    fn at(what: impl Into<String>, workspace: &Workspace, place: super::structurizr::Place) -> Self {
        let file = workspace.files.get(place.file as usize).cloned().unwrap_or_default();
        let place = (place.line > 0).then_some((file, place.line, place.column));
        Self { what: what.into(), place }
    }
}

impl fmt::Display for Omission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some((file, line, column)) => write!(formatter, "{file}:{line}:{column}: {}", self.what),
            None => formatter.write_str(&self.what),
        }
    }
}

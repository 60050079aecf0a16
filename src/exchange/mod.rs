//! Drawings from other tools, and for them: Structurizr workspaces, Mermaid diagrams and drawings of draw.io.
//!
//! Each notation has a reader and a writer of its own that know nothing of this application. `mapping` stands between
//! them and a drawing. What one side cannot say is listed, never dropped silently.

pub mod drawio;
mod entities;
mod mapping;
pub mod mermaid;
pub mod structurizr;

use std::path::Path;

use strum::EnumIter;

pub use mapping::{
    Exported, Imported, Omission, from_drawio, from_mermaid, from_workspace, to_drawio, to_mermaid, to_workspace,
};

use crate::model::Project;

/// A notation of other tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Notation {
    /// Structurizr DSL.
    Structurizr,
    /// Mermaid.
    Mermaid,
    /// draw.io, also called diagrams.net.
    DrawIo,
}

/// Why a text is not in its notation, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// It is no Structurizr workspace.
    #[error(transparent)]
    Structurizr(#[from] structurizr::ReadError),
    /// It is no Mermaid diagram.
    #[error("{file}, {error}")]
    Mermaid {
        /// The file, as named by the caller.
        file: String,
        /// What is wrong.
        error: mermaid::ReadError,
    },
    /// It is no drawing of draw.io.
    #[error("{file}, {error}")]
    DrawIo {
        /// The file, as named by the caller.
        file: String,
        /// What is wrong.
        error: drawio::ReadError,
    },
}

impl Notation {
    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Structurizr => "Structurizr DSL",
            Self::Mermaid => "Mermaid",
            Self::DrawIo => "draw.io",
        }
    }

    /// The usual ending of files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Structurizr => "dsl",
            Self::Mermaid => "mmd",
            Self::DrawIo => "drawio",
        }
    }

    /// The notation of a file, by its ending.
    pub fn of_file(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_lowercase().as_str() {
            "dsl" => Some(Self::Structurizr),
            "mmd" | "mermaid" | "md" | "markdown" => Some(Self::Mermaid),
            "drawio" | "xml" => Some(Self::DrawIo),
            _ => None,
        }
    }

    /// The notation of a text, by how it begins.
    pub fn of_text(text: &str) -> Option<Self> {
        let is_said =
            |line: &&str| !(line.is_empty() || ["//", "#", "/*", "%%", "!"].iter().any(|mark| line.starts_with(mark)));
        let text = text.trim_start();
        // What says that it is XML may stand on the same line.
        let text = text.strip_prefix("<?").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest);
        let first = text.lines().map(str::trim).find(is_said)?;
        let word = first.split(|letter: char| letter.is_whitespace() || letter == '{').next().unwrap_or_default();
        match word {
            "workspace" => Some(Self::Structurizr),
            "flowchart" | "graph" | "```mermaid" | "---" => Some(Self::Mermaid),
            word if word.starts_with("C4") => Some(Self::Mermaid),
            word if drawio::is_beginning(word) => Some(Self::DrawIo),
            _ => None,
        }
    }
}

/// Makes a drawing from a text. `file` names it in messages; `include` gives the text of a file that it includes.
///
/// # Errors
/// The first thing that is not in the notation or is over a limit, with file, line, column and a remedy.
pub fn read(
    notation: Notation,
    text: &str,
    file: &str,
    include: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<Imported, ExchangeError> {
    match notation {
        Notation::Structurizr => {
            let (workspace, skipped) = structurizr::read(text, file, include)?;
            Ok(from_workspace(&workspace, skipped))
        }
        Notation::Mermaid => {
            let wrap = |error| ExchangeError::Mermaid { file: file.to_owned(), error };
            let (diagram, skipped) = mermaid::read(text).map_err(wrap)?;
            Ok(from_mermaid(&diagram, skipped, file))
        }
        Notation::DrawIo => {
            let wrap = |error| ExchangeError::DrawIo { file: file.to_owned(), error };
            Ok(from_drawio(&drawio::read(text).map_err(wrap)?, file))
        }
    }
}

/// Writes a project's drawing as text, with what could not be carried over.
pub fn write(notation: Notation, project: &Project) -> Exported<String> {
    match notation {
        Notation::Structurizr => {
            let Exported { content, omissions } = to_workspace(project);
            Exported { content: structurizr::write(&content), omissions }
        }
        Notation::Mermaid => {
            let Exported { content, omissions } = to_mermaid(project);
            Exported { content: mermaid::write(&content), omissions }
        }
        Notation::DrawIo => {
            let Exported { content, omissions } = to_drawio(project);
            Exported { content: drawio::write(&content), omissions }
        }
    }
}

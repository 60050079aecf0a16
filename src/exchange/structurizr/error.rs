//! What the reader says when it cannot go on, and what it left out.

use super::syntax::Place;

/// The longest piece of the text that a message quotes, in characters.
const QUOTED_CHARACTERS: usize = 40;

/// Why a text is not a workspace, where, and what would help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {problem}; {remedy}")]
pub struct ReadError {
    /// What sort of error it is.
    pub kind: ReadErrorKind,
    /// The file as named by the caller, or the path of the included file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub problem: String,
    /// What would be right.
    pub remedy: String,
}

/// The sorts of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadErrorKind {
    /// A statement has the wrong form.
    Form,
    /// The text ends within a block, a string or a comment.
    UnexpectedEnd,
    /// A closing brace closes nothing.
    Unbalanced,
    /// A word starts no statement that is known here.
    UnknownKeyword,
    /// A name refers to nothing.
    UnknownIdentifier,
    /// A name is given twice.
    Duplicate,
    /// A name refers to something of the wrong kind.
    WrongKind,
    /// An included file is missing, includes itself, or lies too deep.
    Include,
    /// The text is over a limit of size.
    TooLarge,
    /// Blocks are nested too deeply.
    TooDeep,
    /// The language has this, but it cannot be read here.
    NotSupported,
}

/// An error before it is known in which file it stands.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: ReadErrorKind,
    pub(super) place: Place,
    pub(super) problem: String,
    pub(super) remedy: String,
}

impl Fault {
    pub(super) fn new(
        kind: ReadErrorKind,
        place: Place,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { kind, place, problem: problem.into(), remedy: remedy.into() }
    }

    pub(super) fn form(place: Place, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(ReadErrorKind::Form, place, problem, remedy)
    }

    pub(super) fn in_files(self, files: &[String]) -> ReadError {
        ReadError {
            kind: self.kind,
            file: files.get(self.place.file as usize).cloned().unwrap_or_default(),
            line: self.place.line,
            column: self.place.column,
            problem: self.problem,
            remedy: self.remedy,
        }
    }
}

/// Something that was read past because the tree does not carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// What it is, in words.
    pub what: String,
    /// The line where it starts, from 1.
    pub line: u32,
    /// The column in characters where it starts, from 1.
    pub column: u32,
    /// The file that it stands in.
    pub file: String,
}

/// A piece of the text for a message: in back quotes, shortened, on one line.
pub(super) fn quote(text: &str) -> String {
    let mut shown: String =
        text.chars().take(QUOTED_CHARACTERS).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(QUOTED_CHARACTERS).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

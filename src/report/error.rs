//! What can go wrong when a report is written.

use std::io;
use std::path::{Path, PathBuf};

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The report's template does not fit its data.
    #[error("the report could not be laid out: {0}. Please report this as a mistake of the program")]
    Template(#[from] minijinja::Error),
    /// The picture could not be drawn.
    #[error("the picture could not be drawn: {0}. Please report this as a mistake of the program")]
    Picture(String),
    /// The picture would be too large, or nothing.
    #[error(
        "the picture would be {width:.0} by {height:.0} pixels; choose a smaller scale or fewer elements, at most 16,384 pixels a side"
    )]
    TooLarge {
        /// Pixels from left to right.
        width: f32,
        /// Pixels from top to bottom.
        height: f32,
    },
    /// A file could not be written.
    #[error("cannot write {}: {reason}. Check that its folder is there and may be written to, or choose another place", .file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// What the operating system says; the message has it, so that it is no source to be told once more.
        reason: io::Error,
    },
    /// Text for other programs could not be made.
    #[error("the text could not be made: {0}. Please report this as a mistake of the program")]
    Text(String),
    /// The report has nothing that the format could hold; the text says what to do.
    #[error("{0}")]
    Empty(String),
    /// Something else has the name of a file that would be written.
    #[error("{} is {what} and was left as it is. Choose another place, or move it away first", .file.display())]
    InTheWay {
        /// The file.
        file: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// A report could not be read.
    #[error("cannot read {}: {reason}. Check that it is there, that you may read it and that it is a text in UTF-8", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the operating system says; the message has it, so that it is no source to be told once more.
        reason: io::Error,
    },
    /// The text is not what a report is made of.
    #[error(
        "{}, line {line}, column {column}: this is no part of a report ({reason}). Repair the text there, or write the report again with cantilever report PROJECT -o report.json",
        .file.display()
    )]
    NotAReport {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the reader met.
        reason: String,
    },
    /// The report says something that cannot be shown as it is.
    #[error(
        "{}: {problem}. Write the report again with cantilever report PROJECT -o report.json",
        .file.display()
    )]
    BadContent {
        /// The file.
        file: PathBuf,
        /// What is wrong, and where.
        problem: String,
    },
    /// A later version of the program wrote the report.
    #[error(
        "{} has version {version} of the format of reports, and this program reads up to {}. Install a later Cantilever, or write the report again from its project",
        .file.display(),
        super::json::VERSION
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// The version that it has.
        version: u32,
    },
}

impl ReportError {
    /// That `file` could not be written, for `reason`.
    pub(super) fn write(file: &Path, reason: io::Error) -> Self {
        Self::Write { file: file.to_owned(), reason }
    }
}

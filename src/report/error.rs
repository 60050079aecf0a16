//! What can go wrong when a report is written.

use std::io;
use std::path::PathBuf;

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
    #[error("cannot write {}: {source}. Check that its folder is there and may be written to, or choose another place", .file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

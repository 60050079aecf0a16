//! Why a training has no result, in sentences that say what to do about it.

/// Why a table could not be read or a candidate not be trained.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LearnError {
    /// The rules of a candidate cannot be understood.
    #[error("the rules cannot be read at {0}")]
    Rules(#[from] super::rules::RuleError),
    /// The caller stopped it.
    #[error("the training was stopped")]
    Cancelled,
    /// The loss left the finite numbers.
    #[error(
        "the loss was no longer a number after pass {epoch}; lower the learning rate, or look for extreme values in the \
         data"
    )]
    Diverged {
        /// The pass or round in which it happened, from 1.
        epoch: u32,
    },
    /// A file could not be read at all.
    #[error("cannot read {file}: {problem}; check the dataset's path")]
    File {
        /// The file.
        file: String,
        /// What the operating system or the CSV reader said.
        problem: String,
    },
    /// A place in a file is wrong.
    #[error("{file}, line {line}, column \"{column}\": {problem}")]
    Cell {
        /// The file, or what else the rows come from.
        file: String,
        /// Line, from 1; the header is line 1.
        line: u64,
        /// Name of the column.
        column: String,
        /// What is wrong, and the remedy.
        problem: String,
    },
    /// The table as a whole cannot be learned from.
    #[error("{0}")]
    Data(String),
    /// A setting is out of its range.
    #[error("{what} must be {allowed}")]
    Setting {
        /// The setting.
        what: String,
        /// What it can be.
        allowed: String,
    },
    /// A file could not be written.
    #[error("cannot write the {what}: {problem}; look whether the folder may be written to and the disk has room")]
    Write {
        /// What was to be written.
        what: &'static str,
        /// What the operating system said.
        problem: String,
    },
    /// Something that should not happen went wrong inside the learning code.
    #[error("the training failed unexpectedly: {0}")]
    Internal(String),
}

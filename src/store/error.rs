//! What can go wrong with files: every message names the file, the place and the remedy.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be opened or saved.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no project.
    #[error(
        "there is no project in {}: expected a file named project.json in it. Choose another folder, or save a project there first",
        .folder.display()
    )]
    NoProject {
        /// The folder that was to be opened.
        folder: PathBuf,
    },
    /// The file could not be read.
    #[error("cannot read {}: {reason}. Check that it is there and that you may read it", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the operating system says; the message has it, so that it is no source to be told once more.
        reason: io::Error,
    },
    /// The file could not be written; what was there before is unchanged.
    #[error(
        "cannot save {}: {reason}. The file is as it was; check that its folder is there, that you may write to it and that the disk has room, or save elsewhere",
        .file.display()
    )]
    Write {
        /// The file.
        file: PathBuf,
        /// What the operating system says; the message has it, so that it is no source to be told once more.
        reason: io::Error,
    },
    /// The file is marked as read-only.
    #[error("{} is read-only and was left as it is. Save under another name, or allow writing to it", .file.display())]
    ReadOnly {
        /// The file.
        file: PathBuf,
    },
    /// The file is a pipe, a device or something else that is not stored.
    #[error("{} is not a file. Choose a project.json or the folder it is in", .file.display())]
    NotAFile {
        /// What was to be opened or replaced.
        file: PathBuf,
    },
    /// The file is no text in UTF-8.
    #[error("{} is not a text in UTF-8, so it is no project. Choose a project.json", .file.display())]
    NotText {
        /// The file.
        file: PathBuf,
    },
    /// The file is larger than anything that is meant to be read.
    #[error("{} has more than {limit} bytes. Split it, or choose another file", .file.display())]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// The most bytes that are read.
        limit: usize,
    },
    /// The file is larger than its kind may be, and was not read or not written.
    #[error(
        "{} has {}, and the limit for this kind of file ({what}) is {}. Leave out measurements or data files that are not needed, or ask for a smaller file",
        .file.display(), megabytes(*.size), megabytes(*.limit)
    )]
    Oversized {
        /// The file.
        file: PathBuf,
        /// What it is to be.
        what: &'static str,
        /// Bytes that it has.
        size: u64,
        /// The most bytes that such a file has.
        limit: u64,
    },
    /// A file would take the place of another file of this program that is something else.
    #[error("{} is another file of Cantilever and was left as it is. Choose another name for the {what}", .file.display())]
    OtherThere {
        /// The file.
        file: PathBuf,
        /// What was to be written.
        what: &'static str,
    },
    /// A data file cannot travel with an exercise, because it would not lie within the folder of the work on it.
    #[error(
        "the data file {name} does not lie in the project's folder, or has a name that not every system allows. Copy it into the folder \"data\" beside the project and import it anew, or give no data files"
    )]
    NotAttachable {
        /// Its path as the project has it.
        name: String,
    },
    /// The data files of an exercise are too large to travel with it.
    #[error(
        "the data files have {}, and an exercise takes {}. Give no data files, or less of it: the largest is {name}",
        megabytes(*.total), megabytes(*.limit)
    )]
    TooMuchData {
        /// Bytes of all files.
        total: u64,
        /// The most bytes that travel.
        limit: u64,
        /// The largest file.
        name: String,
    },
    /// The text is not JSON; a file that was cut off is of this kind.
    #[error(
        "{}, line {line}, column {column}: this is not JSON ({reason}). Repair the text there, or restore an earlier copy",
        .file.display()
    )]
    NotJson {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the reader met.
        reason: String,
    },
    /// Version control left both sides of a conflict in the file.
    #[error(
        "{} holds an unresolved merge conflict (a line starts with <<<<<<<). Keep one side of each conflict and open it again",
        .file.display()
    )]
    MergeConflict {
        /// The file.
        file: PathBuf,
    },
    /// The JSON is not of this program.
    #[error(
        "{} is not a Cantilever project: its field \"format\" does not say \"cantilever project\". Choose a project.json that this program saved",
        .file.display()
    )]
    NotAProject {
        /// The file.
        file: PathBuf,
    },
    /// The JSON is another file of this program than the one that is wanted.
    #[error(
        "{} is not a {expected}: its field \"format\" says {found:?}. Choose a file that says \"{expected}\" there",
        .file.display()
    )]
    OtherKind {
        /// The file.
        file: PathBuf,
        /// What was wanted.
        expected: &'static str,
        /// What the file says.
        found: String,
    },
    /// A file within an exercise is damaged, or would not stay within the project's folder.
    #[error(
        "{}: the attached file {name:?} is damaged or has a path that is not allowed. Ask whoever made the exercise for a new copy",
        .file.display()
    )]
    BadAttachment {
        /// The file.
        file: PathBuf,
        /// The path of the attached one.
        name: String,
    },
    /// The version is missing or no version.
    #[error(
        "{}: the field \"version\" is {found}, which no version of this program has written. Versions 1 to {newest} can be opened",
        .file.display()
    )]
    NoVersion {
        /// The file.
        file: PathBuf,
        /// What stands there.
        found: String,
        /// The newest version that can be read.
        newest: u64,
    },
    /// A newer program wrote the file.
    #[error(
        "{} was saved by a newer program (format version {version}; this one reads up to {newest}). Open it with a newer version of Cantilever; it was left as it is",
        .file.display()
    )]
    NewerVersion {
        /// The file.
        file: PathBuf,
        /// The file's version.
        version: u64,
        /// The newest version that can be read.
        newest: u64,
    },
    /// The JSON says something that a project cannot say.
    #[error("{}, line {line}, column {column}, at {place}: {reason}", .file.display())]
    Invalid {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// The JSON path.
        place: String,
        /// What is wrong there, with the words that would be right.
        reason: String,
    },
}

/// A size for people.
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

impl StoreError {
    /// The error of reading `file`.
    pub(super) fn reading(file: &Path) -> impl FnOnce(io::Error) -> Self {
        let file = file.to_owned();
        |reason| Self::Read { file, reason }
    }

    /// The error of writing `file`.
    pub(super) fn writing(file: &Path) -> impl FnOnce(io::Error) -> Self {
        let file = file.to_owned();
        |reason| Self::Write { file, reason }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn what_the_system_says_is_told_once() {
        let file = Path::new("gone/project.json");
        for error in [
            StoreError::reading(file)(io::ErrorKind::NotFound.into()),
            StoreError::writing(file)(io::ErrorKind::NotFound.into()),
        ] {
            let message = error.to_string();
            assert!(message.contains(&io::Error::from(io::ErrorKind::NotFound).to_string()), "{message}");
            assert!(error.source().is_none(), "it would be told once more");
        }
    }
}

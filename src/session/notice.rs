//! What the application has to tell outside of any panel: something went wrong, or something was done.

use std::path::{Path, PathBuf};
use std::time::Instant;

/// Notices kept at a time.
const LIMIT: usize = 5;

/// A message to the user.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Tells it from every other notice of this session.
    pub number: u64,
    /// Whether something went wrong; such a notice stays until it is dismissed.
    pub is_error: bool,
    /// A sentence or two.
    pub text: String,
    /// What was written, which can be looked at.
    pub written: Option<Written>,
    /// When it was said.
    pub since: Instant,
}

/// What an export wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file or the folder.
    pub path: PathBuf,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// The notices that were not dismissed yet, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Notices {
    entries: Vec<Notice>,
    said: u64,
}

impl Notices {
    pub fn tell(&mut self, text: impl Into<String>) {
        self.add(text.into(), false, None);
    }

    pub fn complain(&mut self, text: impl Into<String>) {
        self.add(text.into(), true, None);
    }

    /// Says that so many files were written: the one at `path` and those beside it, or those in the folder there.
    pub fn tell_written(&mut self, path: &Path, files: usize) {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let is_folder = path.is_dir();
        let more = match (is_folder, files) {
            (true, 1) => " with 1 file".to_owned(),
            (true, files) => format!(" with {files} files"),
            (false, 0 | 1) => String::new(),
            (false, 2) => " and 1 file beside it".to_owned(),
            (false, files) => format!(" and {} files beside it", files - 1),
        };
        self.add(format!("Wrote {name}{more}"), false, Some(Written { path: path.to_owned(), is_folder }));
    }

    pub fn dismiss(&mut self, number: u64) {
        self.entries.retain(|notice| notice.number != number);
    }

    pub fn entries(&self) -> &[Notice] {
        &self.entries
    }

    fn add(&mut self, text: String, is_error: bool, written: Option<Written>) {
        let text = sentence(text);
        // The same words twice help nobody: the newer one takes the older one's place.
        self.entries.retain(|notice| notice.text != text);
        self.said += 1;
        let number = self.said;
        self.entries.push(Notice { number, is_error, text, written, since: Instant::now() });
        if self.entries.len() > LIMIT {
            self.entries.remove(0);
        }
    }
}

/// Errors are worded to follow the program's name on the command line; in the window they stand alone.
fn sentence(text: String) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return text };
    let mut sentence: String = first.to_uppercase().chain(characters).collect();
    if !sentence.ends_with(['.', '!', '?', ':']) {
        sentence.push('.');
    }
    sentence
}

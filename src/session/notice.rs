//! What the application has to tell outside of any panel: something went wrong, or something was done.

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
    /// When it was said.
    pub since: Instant,
}

/// The notices that were not dismissed yet, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Notices {
    entries: Vec<Notice>,
    said: u64,
}

impl Notices {
    pub fn tell(&mut self, text: impl Into<String>) {
        self.add(text.into(), false);
    }

    pub fn complain(&mut self, text: impl Into<String>) {
        self.add(text.into(), true);
    }

    pub fn dismiss(&mut self, number: u64) {
        self.entries.retain(|notice| notice.number != number);
    }

    pub fn entries(&self) -> &[Notice] {
        &self.entries
    }

    fn add(&mut self, text: String, is_error: bool) {
        // The same words twice help nobody: the newer one takes the older one's place.
        self.entries.retain(|notice| notice.text != text);
        self.said += 1;
        self.entries.push(Notice { number: self.said, is_error, text: sentence(text), since: Instant::now() });
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

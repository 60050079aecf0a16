//! The style of a cell: `rounded=1;dashed=1;shape=cylinder3;`.

use std::collections::BTreeMap;
use std::fmt;

/// Entries with a value, and plain words, which name a style of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    entries: BTreeMap<String, String>,
    words: Vec<String>,
}

impl Style {
    /// Reads `key=value;word;`. Whatever is written is taken; nothing is wrong in a style.
    pub fn parse(text: &str) -> Self {
        let mut style = Self::default();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((key, value)) => drop(style.entries.insert(key.trim().to_owned(), value.trim().to_owned())),
                None => style.words.push(part.to_owned()),
            }
        }
        style
    }

    /// The value of an entry.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.get(key).map(String::as_str)
    }

    /// Whether an entry is switched on.
    pub fn is_on(&self, key: &str) -> bool {
        self.get(key) == Some("1")
    }

    /// The value of an entry as a number.
    pub fn number(&self, key: &str) -> Option<f32> {
        self.get(key)?.parse().ok().filter(|number: &f32| number.is_finite())
    }

    /// Whether a plain word stands in it.
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|found| found == word)
    }

    /// The name of the form that is drawn: `cylinder3`, `mxgraph.aws4.lambda`; empty for a plain box.
    pub fn form(&self) -> String {
        let named = ["shape", "resIcon", "prIcon", "grIcon"].into_iter().filter_map(|key| self.get(key));
        let words = self.words.iter().map(String::as_str);
        named.chain(words).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Style {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words.iter().try_for_each(|word| write!(formatter, "{word};"))?;
        self.entries.iter().try_for_each(|(key, value)| write!(formatter, "{key}={value};"))
    }
}

//! Published values of prices, grids, speeds and the like, each with its source: where an architect can begin.

use serde::Deserialize;

use super::words::{assumed, property};
use crate::model::{Origin, Property, Quantity};

/// A published value of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The number that it is a value of.
    pub property: Property,
    /// What it is the value of, in a few words.
    pub label: String,
    /// The value, marked as assumed: nobody has confirmed it for this system.
    pub value: Quantity,
    /// Who says so.
    pub source: String,
    /// When that was said, as people write it.
    pub date: String,
}

impl Reference {
    /// What is said of a number that was taken from here.
    pub fn origin(&self) -> Origin {
        Origin {
            person: "published".to_owned(),
            date: self.date.clone(),
            reason: format!("{}. {}", self.label, self.source),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    property: String,
    label: String,
    value: String,
    source: String,
    date: String,
}

pub(super) fn read_references(text: &str) -> Result<Vec<Reference>, String> {
    let entries: Vec<Entry> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let read = |entry: Entry| {
        let property = property(&entry.property)?;
        let value = assumed(property, &entry.value).map_err(|error| format!("{}: {error}", entry.label))?;
        Ok(Reference { property, label: entry.label, value, source: entry.source, date: entry.date })
    };
    entries.into_iter().map(read).collect()
}

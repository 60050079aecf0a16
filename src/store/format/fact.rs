//! What is stated about an element besides its numbers, as it stands in a saved file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::unique::UniqueMap;
use super::words::{SavedFact, SavedProperty};
use crate::model::{Facts, Origin};

/// `{"stated": {"encrypted": "yes"}, "own": {"Cost centre": "4711"}}`; an answer is always a text.
#[derive(Default, Serialize, Deserialize)]
#[serde(try_from = "FactFields")]
pub(super) struct SavedFacts(FactFields);

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactFields {
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    stated: UniqueMap<SavedFact, String>,
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    own: UniqueMap<String, String>,
    /// Who stated the numbers, by property.
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    origins: UniqueMap<SavedProperty, SavedOrigin>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedOrigin {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    person: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    date: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
}

impl SavedFacts {
    /// Whether there is nothing to save.
    pub(super) fn is_empty(&self) -> bool {
        self.0.stated.is_empty() && self.0.own.is_empty() && self.0.origins.is_empty()
    }
}

impl TryFrom<FactFields> for SavedFacts {
    type Error = String;

    fn try_from(fields: FactFields) -> Result<Self, Self::Error> {
        for (SavedFact(fact), word) in &fields.stated.0 {
            if fact.answer(word).is_none() {
                let words: Vec<_> = fact.options().iter().map(|(value, _)| value.word().to_owned()).collect();
                let remedy = if words.is_empty() { "write at least one letter".into() } else { words.join(", ") };
                return Err(format!("\"{word}\" does not answer {}; use one of: {remedy}", fact.key()));
            }
        }
        Ok(Self(fields))
    }
}

impl From<&Facts> for SavedFacts {
    fn from(facts: &Facts) -> Self {
        let stated: BTreeMap<_, _> =
            facts.stated.iter().map(|(fact, value)| (SavedFact(*fact), value.word().to_owned())).collect();
        let origin = |origin: &Origin| SavedOrigin {
            person: origin.person.clone(),
            date: origin.date.clone(),
            reason: origin.reason.clone(),
        };
        let origins: BTreeMap<_, _> =
            facts.origins.iter().map(|(property, found)| (SavedProperty(*property), origin(found))).collect();
        Self(FactFields { stated: UniqueMap(stated), own: UniqueMap(facts.own.clone()), origins: UniqueMap(origins) })
    }
}

impl From<SavedFacts> for Facts {
    fn from(SavedFacts(fields): SavedFacts) -> Self {
        let stated = fields.stated.0.into_iter().filter_map(|(fact, word)| Some((fact.0, fact.0.answer(&word)?)));
        let origin = |saved: SavedOrigin| Origin { person: saved.person, date: saved.date, reason: saved.reason };
        let origins = fields.origins.0.into_iter().map(|(property, saved)| (property.0, origin(saved)));
        Self { stated: stated.collect(), own: fields.own.0, origins: origins.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_read_like_prose() {
        let text = r#"{"stated":{"data":"personal","encrypted":"yes","fallback":"cache","technology":"Rust"},"own":{"Cost centre":"4711"},"origins":{"availability":{"person":"Ada","date":"2026-03-01"}}}"#;
        let facts = Facts::from(serde_json::from_str::<SavedFacts>(text).unwrap());
        assert_eq!(facts.stated.len(), 4);
        assert_eq!(serde_json::to_string(&SavedFacts::from(&facts)).unwrap(), text);
    }

    #[test]
    fn a_wrong_answer_lists_the_right_ones() {
        let wrong = |text| serde_json::from_str::<SavedFacts>(text).err().unwrap().to_string();
        let message = wrong(r#"{"stated":{"data":"secret"}}"#);
        assert!(message.contains("none, internal, personal, sensitive"), "{message}");
        assert!(wrong(r#"{"stated":{"colour":"red"}}"#).contains("is not a fact"));
    }
}

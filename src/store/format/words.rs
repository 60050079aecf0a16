//! The fixed words of the saved format, each tied to the model's value it stands for.

use std::str::FromStr as _;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::IntoEnumIterator as _;

use crate::model::{self, Check, Fact, Measure, Property, Style, Unit};

/// Declares an enum of saved words and its conversions; a word stays when the model's variant is renamed.
macro_rules! saved_words {
    ($($name:ident for $model:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        #[doc = concat!("Saved words of [`model::", stringify!($model), "`].")]
        #[derive(Clone, Copy, Serialize, Deserialize)]
        pub(super) enum $name {
            $(#[serde(rename = $word)] $variant,)+
        }

        impl From<model::$model> for $name {
            fn from(value: model::$model) -> Self {
                match value { $(model::$model::$variant => Self::$variant,)+ }
            }
        }

        impl From<$name> for model::$model {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant,)+ }
            }
        }
    )+};
}

saved_words! {
    SavedProvenance for Provenance {
        Measured = "measured",
        Estimated = "estimated",
        Assumed = "assumed",
        Unknown = "unknown",
    }
    SavedConnectorKind for ConnectorKind {
        SynchronousCall = "synchronous_call",
        AsynchronousEvent = "asynchronous_event",
        DataFlow = "data_flow",
        InProcess = "in_process",
        Stream = "stream",
    }
    SavedBoundaryKind for BoundaryKind {
        TrustZone = "trust_zone",
        Team = "team",
        Tier = "tier",
        Jurisdiction = "jurisdiction",
        System = "system",
        Area = "area",
    }
    SavedCondition for CallCondition {
        Always = "always",
        WhenFlagged = "when_flagged",
        WhenMissed = "when_missed",
        OneOf = "one_of",
    }
    SavedConstraintType for ConstraintType {
        Problem = "problem",
        Project = "project",
        Design = "design",
    }
    SavedLevel for Level {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
    SavedStatus for DecisionStatus {
        Proposed = "proposed",
        Accepted = "accepted",
        Rejected = "rejected",
    }
}

/// A unit by its symbol; the two units without one are called `ratio` and `count`.
#[derive(Clone, Copy)]
pub(super) struct SavedUnit(pub Unit);

fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Ratio => "ratio",
        Unit::Count => "count",
        unit => unit.symbol(),
    }
}

/// `"x" is not a <what>; use one of a, b, c`. A newer program may have more words in files of the same version.
fn not_one_of<E: serde::de::Error>(text: &str, what: &str, words: impl Iterator<Item = &'static str>) -> E {
    let words: Vec<_> = words.collect();
    E::custom(format!(
        "\"{text}\" is not a {what}; use one of {}. If a newer version of Cantilever wrote it, open it with that version",
        words.join(", ")
    ))
}

impl Serialize for SavedUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(unit_word(self.0))
    }
}

impl<'de> Deserialize<'de> for SavedUnit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let known = Unit::iter().find(|unit| unit_word(*unit) == text).or_else(|| Unit::from_str(&text).ok());
        known.map(Self).ok_or_else(|| not_one_of(&text, "unit", Unit::iter().map(unit_word)))
    }
}

/// Declares what is saved by its key, so that what is unknown is told with the keys there are.
macro_rules! saved_by_key {
    ($($name:ident for $of:ident, $what:literal;)+) => {$(
        #[doc = concat!("A ", $what, " by its key.")]
        #[derive(Clone, Copy)]
        pub(super) struct $name(pub $of);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.key())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let known = $of::iter().find(|one| one.key() == text);
                known.map(Self).ok_or_else(|| not_one_of(&text, $what, $of::iter().map($of::key)))
            }
        }
    )+};
}

saved_by_key! {
    SavedMeasure for Measure, "measure";
    SavedProperty for Property, "property";
    SavedFact for Fact, "fact";
    SavedStyle for Style, "style";
    SavedCheck for Check, "check";
}

/// Ordered by key, so that files are sorted by what they show.
macro_rules! ordered_by_key {
    ($($name:ident)+) => {$(
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.key() == other.0.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.0.key().cmp(other.0.key())
            }
        }
    )+};
}

ordered_by_key! { SavedFact SavedMeasure SavedProperty }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_measure_and_property_reads_back() {
        for unit in Unit::iter() {
            let text = serde_json::to_string(&SavedUnit(unit)).unwrap();
            assert_eq!(serde_json::from_str::<SavedUnit>(&text).unwrap().0, unit);
        }
        for measure in Measure::iter() {
            let text = serde_json::to_string(&SavedMeasure(measure)).unwrap();
            assert_eq!(serde_json::from_str::<SavedMeasure>(&text).unwrap().0, measure);
        }
        for property in Property::iter() {
            let text = serde_json::to_string(&SavedProperty(property)).unwrap();
            assert_eq!(serde_json::from_str::<SavedProperty>(&text).unwrap().0, property);
        }
    }

    #[test]
    fn every_style_reads_back_and_the_words_of_older_files_stay() {
        for style in Style::iter() {
            let text = serde_json::to_string(&SavedStyle(style)).unwrap();
            assert_eq!(serde_json::from_str::<SavedStyle>(&text).unwrap().0, style);
        }
        for word in ["pipes_and_filters", "event_based", "microservices"] {
            assert!(serde_json::from_str::<SavedStyle>(&format!("\"{word}\"")).is_ok(), "{word}");
        }
        let message = serde_json::from_str::<SavedStyle>("\"baroque\"").err().unwrap().to_string();
        assert!(message.contains("\"baroque\" is not a style; use one of monolith, client_server"), "{message}");
        assert!(message.contains("open it with that version"), "{message}");
    }

    #[test]
    fn the_words_of_checks_stay() {
        let words = Check::iter().map(Check::key).collect::<Vec<_>>().join(" ");
        let expected = "qualities constraints alternatives evidence drawing recommendation rejection risk confirmation";
        assert_eq!(words, expected);
    }

    #[test]
    fn a_wrong_word_lists_the_right_ones() {
        let message = serde_json::from_str::<SavedUnit>("\"furlong\"").err().unwrap().to_string();
        assert!(message.contains("\"furlong\" is not a unit; use one of µs, ms, s"), "{message}");
        assert!(message.contains("ratio") && message.contains("count"), "{message}");
        let message = serde_json::from_str::<SavedStatus>("\"maybe\"").err().unwrap().to_string();
        assert!(message.contains("`proposed`, `accepted`, `rejected`"), "{message}");
    }
}

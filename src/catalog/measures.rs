//! What each measure and each quality attribute means, in plain words, with worked examples.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::model::{Measure, Scope};

/// The words for one measure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureText {
    /// The quality attribute it stands for.
    pub quality: String,
    /// What it means to somebody who has never heard of it.
    pub explanation: String,
    /// Of a grade: what deserves a 1, a 3 and a 5.
    #[serde(default)]
    pub anchors: Vec<String>,
}

/// The words for one quality attribute.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityText {
    /// What it is a quality of.
    pub group: QualityGroup,
    /// What it is, and why somebody would care.
    pub explanation: String,
    /// Questions that lead to a requirement.
    pub questions: Vec<String>,
    /// A requirement as it could be stated.
    pub example: Example,
}

/// What a quality attribute is a quality of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum QualityGroup {
    /// Of the system as a whole, or of its parts.
    System,
    /// Of a trained model.
    Model,
    /// Of data.
    Data,
}

/// A worked example of a requirement: the six parts of its scenario, and why.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What is measured.
    pub measure: Measure,
    /// What it is measured on.
    #[serde(deserialize_with = "read_scope")]
    pub scope: Scope,
    /// Who or what acts.
    pub source: String,
    /// What it does.
    pub stimulus: String,
    /// Under which circumstances.
    pub environment: String,
    /// What the system does then.
    pub response: String,
    /// The limit, as people write it.
    pub threshold: String,
    /// Why.
    pub rationale: String,
}

impl QualityGroup {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Model => "Model",
            Self::Data => "Data",
        }
    }
}

fn read_scope<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Scope, D::Error> {
    let word = String::deserialize(deserializer)?;
    let known = [
        ("system", Scope::System),
        ("scenario", Scope::Scenario),
        ("component", Scope::Component),
        ("connector", Scope::Connector),
        ("node", Scope::Node),
        ("model", Scope::Model),
        ("data", Scope::Data),
    ];
    let found = known.into_iter().find(|(known, _)| *known == word);
    found.map(|(_, scope)| scope).ok_or_else(|| serde::de::Error::custom(format!("no scope {word}")))
}

pub(super) fn read_measures(text: &str) -> Result<Vec<(Measure, MeasureText)>, String> {
    let entries: IndexMap<String, MeasureText> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let entries =
        entries.into_iter().map(|(key, text)| Ok((key.parse().map_err(|_unknown| format!("no measure {key}"))?, text)));
    entries.collect()
}

pub(super) fn read_qualities(text: &str) -> Result<IndexMap<String, QualityText>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

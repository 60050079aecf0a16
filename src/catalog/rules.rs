//! Why a rule of the architecture matters, and the tactics against what it finds.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What the field knows about a rule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// Its name, in sentence case.
    pub title: String,
    /// Why it matters, in plain words.
    pub why: String,
    /// Tactics that help, the usual one first.
    pub tactics: Vec<String>,
}

/// Reads `rules.json`.
pub(super) fn read_rules(text: &str) -> Result<BTreeMap<String, RuleText>, String> {
    serde_json::from_str(text).map_err(|error| format!("rules.json: {error}"))
}

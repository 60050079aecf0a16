//! What each measure means, in plain words, and the quality attribute it stands for.

use serde::Deserialize;

use crate::model::Measure;

/// The words for one measure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureText {
    /// The quality attribute it stands for.
    pub quality: String,
    /// What it means to somebody who has never heard of it.
    pub explanation: String,
}

pub(super) fn read_measures(text: &str) -> Result<Vec<(Measure, MeasureText)>, String> {
    let entries: Vec<(String, MeasureText)> = serde_json::from_str::<serde_json::Map<_, _>>(text)
        .map_err(|error| error.to_string())?
        .into_iter()
        .map(|(key, value)| {
            let text = serde_json::from_value(value).map_err(|error| format!("{key}: {error}"))?;
            Ok((key, text))
        })
        .collect::<Result<_, String>>()?;
    entries
        .into_iter()
        .map(|(key, text)| Ok((key.parse().map_err(|_unknown| format!("no measure {key}"))?, text)))
        .collect()
}

//! The saved form of held-out rows with the reasons for their answers, from version 5 on.

use serde::{Deserialize, Serialize};

use super::number::Number;
use crate::model::{Contribution, ExplainedCase, Flip};

/// A held-out row and why the model answers it as it does.
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedCase {
    choice: String,
    place: String,
    truth: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
    answer: Number,
    explained: String,
    unit: String,
    base: Number,
    score: Number,
    /// Feature, its value, what it adds, standard error.
    contributions: Vec<(String, String, Number, Number)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    flips: Vec<SavedFlip>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedFlip {
    feature: String,
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    between: Option<Number>,
    decision: String,
}

impl SavedCase {
    /// The saved form.
    pub(super) fn of(case: &ExplainedCase) -> Self {
        let contributions = case.contributions.iter();
        let flips = case.flips.iter().map(|flip| SavedFlip {
            feature: flip.feature.clone(),
            value: flip.value.clone(),
            between: flip.between.map(Number),
            decision: flip.decision.clone(),
        });
        Self {
            choice: case.choice.clone(),
            place: case.place.clone(),
            truth: case.truth.clone(),
            decision: case.decision.clone(),
            answer: Number(case.answer),
            explained: case.explained.clone(),
            unit: case.unit.clone(),
            base: Number(case.base),
            score: Number(case.score),
            contributions: contributions
                .map(|of| (of.feature.clone(), of.value.clone(), Number(of.added), Number(of.deviation)))
                .collect(),
            flips: flips.collect(),
        }
    }

    /// The case, from its saved form.
    pub(super) fn open(self) -> ExplainedCase {
        let contributions = self.contributions.into_iter();
        let flips = self.flips.into_iter().map(|saved| Flip {
            feature: saved.feature,
            value: saved.value,
            between: saved.between.map(|share| share.0),
            decision: saved.decision,
        });
        ExplainedCase {
            choice: self.choice,
            place: self.place,
            truth: self.truth,
            decision: self.decision,
            answer: self.answer.0,
            explained: self.explained,
            unit: self.unit,
            base: self.base.0,
            score: self.score.0,
            contributions: contributions
                .map(|(feature, value, added, deviation)| Contribution {
                    feature,
                    value,
                    added: added.0,
                    deviation: deviation.0,
                })
                .collect(),
            flips: flips.collect(),
        }
    }
}

//! Version 1 of what was measured on trained candidates.

use serde::{Deserialize, Serialize};

use super::detail::SavedDetails;
use super::number::Number;
use super::trials::SavedTrials;
use super::unique::{Identified, UniqueMap};
use super::words::SavedMeasure;
use crate::model::{CandidateId, ComponentId, Environment, Evidence, LossPoint, Measured};

/// All that was measured on one candidate of one component.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedEvidence {
    component: String,
    candidate: String,
    fingerprint: String,
    measured: UniqueMap<SavedMeasure, SavedMeasured>,
    training_rows: u64,
    test_rows: u64,
    /// Of yes or no only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    positive_test_rows: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    features: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    threshold: Option<Number>,
    environment: SavedEnvironment,
    #[serde(default)]
    warnings: Vec<String>,
    /// Step, training loss, validation loss.
    #[serde(default)]
    losses: Vec<(u32, Number, Number)>,
    /// False positive rate, recall.
    #[serde(default)]
    roc: Vec<(Number, Number)>,
    #[serde(default, skip_serializing_if = "SavedDetails::is_empty")]
    details: SavedDetails,
    #[serde(default, skip_serializing_if = "SavedTrials::is_empty")]
    trials: SavedTrials,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedMeasured {
    value: Number,
    /// Lower and upper end of the 95 % interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interval: Option<(Number, Number)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedEnvironment {
    processor: String,
    system: String,
    program: String,
    measured_at: String,
}

impl Identified for SavedEvidence {
    fn identifier(&self) -> String {
        format!("component \"{}\" with candidate \"{}\"", self.component, self.candidate)
    }
}

impl From<Measured> for SavedMeasured {
    fn from(measured: Measured) -> Self {
        Self {
            value: Number(measured.value),
            interval: measured.interval.map(|(low, high)| (Number(low), Number(high))),
        }
    }
}

impl From<SavedMeasured> for Measured {
    fn from(saved: SavedMeasured) -> Self {
        Self { value: saved.value.0, interval: saved.interval.map(|(low, high)| (low.0, high.0)) }
    }
}

impl SavedEvidence {
    /// The saved form.
    pub(super) fn of(component: &ComponentId, candidate: &CandidateId, evidence: &Evidence) -> Self {
        let measured = evidence.measured.iter().map(|(measure, value)| (SavedMeasure(*measure), (*value).into()));
        Self {
            component: component.to_string(),
            candidate: candidate.to_string(),
            fingerprint: evidence.fingerprint.clone(),
            measured: UniqueMap(measured.collect()),
            training_rows: evidence.training_rows,
            test_rows: evidence.test_rows,
            positive_test_rows: evidence.positive_test_rows,
            found: evidence.found.clone(),
            features: evidence.features,
            threshold: evidence.threshold.map(Number),
            environment: SavedEnvironment {
                processor: evidence.environment.processor.clone(),
                system: evidence.environment.system.clone(),
                program: evidence.environment.program.clone(),
                measured_at: evidence.environment.measured_at.clone(),
            },
            warnings: evidence.warnings.clone(),
            losses: (evidence.losses.iter())
                .map(|point| (point.step, Number(point.training), Number(point.validation)))
                .collect(),
            roc: evidence.roc.iter().map(|(rate, recall)| (Number(*rate), Number(*recall))).collect(),
            details: SavedDetails::of(&evidence.details),
            trials: SavedTrials::of(&evidence.trials),
        }
    }

    /// The evidence, from its saved form.
    pub(super) fn open(self) -> (ComponentId, CandidateId, Evidence) {
        let losses = self.losses.into_iter();
        let evidence = Evidence {
            fingerprint: self.fingerprint,
            measured: self.measured.0.into_iter().map(|(measure, saved)| (measure.0, saved.into())).collect(),
            training_rows: self.training_rows,
            test_rows: self.test_rows,
            positive_test_rows: self.positive_test_rows,
            found: self.found,
            features: self.features,
            threshold: self.threshold.map(|threshold| threshold.0),
            losses: losses
                .map(|(step, training, validation)| LossPoint { step, training: training.0, validation: validation.0 })
                .collect(),
            roc: self.roc.into_iter().map(|(rate, recall)| (rate.0, recall.0)).collect(),
            details: self.details.open(),
            trials: self.trials.open(),
            environment: Environment {
                processor: self.environment.processor,
                system: self.environment.system,
                program: self.environment.program,
                measured_at: self.environment.measured_at,
            },
            warnings: self.warnings,
        };
        (ComponentId::new(&self.component), CandidateId::new(&self.candidate), evidence)
    }
}

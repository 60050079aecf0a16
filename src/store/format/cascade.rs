//! The saved form of what was measured on candidates in sequence, from version 6 on.

use serde::{Deserialize, Serialize};

use super::evidence::SavedMeasured;
use super::number::Number;
use super::unique::{Identified, UniqueMap};
use super::words::SavedMeasure;
use crate::model::{CandidateId, CascadeEvidence, CascadePoint, ComponentId};

/// What was measured on a cascade of two candidates of one component.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedCascade {
    component: String,
    first: String,
    second: String,
    /// Of the evidence of the first and of the second candidate.
    fingerprints: [String; 2],
    points: Vec<SavedPoint>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedPoint {
    share: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    threshold: Option<Number>,
    passed_on: Number,
    measured: UniqueMap<SavedMeasure, SavedMeasured>,
}

impl Identified for SavedCascade {
    fn identifier(&self) -> String {
        format!("component \"{}\" with candidates \"{}\" and \"{}\"", self.component, self.first, self.second)
    }
}

impl SavedCascade {
    /// The saved form.
    pub(super) fn of(
        (component, [first, second], evidence): (&ComponentId, [&CandidateId; 2], &CascadeEvidence),
    ) -> Self {
        let point = |point: &CascadePoint| SavedPoint {
            share: Number(point.share),
            threshold: point.threshold.map(Number),
            passed_on: Number(point.passed_on),
            measured: UniqueMap(
                point.measured.iter().map(|(measure, value)| (SavedMeasure(*measure), (*value).into())).collect(),
            ),
        };
        Self {
            component: component.to_string(),
            first: first.to_string(),
            second: second.to_string(),
            fingerprints: evidence.fingerprints.clone(),
            points: evidence.points.iter().map(point).collect(),
        }
    }

    /// The evidence, from its saved form.
    pub(super) fn open(self) -> (ComponentId, [CandidateId; 2], CascadeEvidence) {
        let point = |saved: SavedPoint| CascadePoint {
            share: saved.share.0,
            threshold: saved.threshold.map(|threshold| threshold.0),
            passed_on: saved.passed_on.0,
            measured: saved.measured.0.into_iter().map(|(measure, value)| (measure.0, value.into())).collect(),
        };
        let points = self.points.into_iter().map(point).collect();
        let pair = [CandidateId::new(&self.first), CandidateId::new(&self.second)];
        (ComponentId::new(&self.component), pair, CascadeEvidence { fingerprints: self.fingerprints, points })
    }
}

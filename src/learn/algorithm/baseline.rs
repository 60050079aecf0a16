//! The answer without looking: the share of each class, or the mean. What every other model must beat.

use super::super::error::LearnError;
use super::super::targets::Output;
use super::exported::{Exported, Finish, Parts};
use super::{FitData, Model};

/// Always the same answer.
pub(super) struct Baseline {
    output: Output,
    scores: Vec<f64>,
}

/// Takes the shares or the mean of the fitting rows.
pub(super) fn fit(data: &FitData) -> Baseline {
    Baseline { output: data.output, scores: data.fitting_targets.base_scores(data.output) }
}

impl Model for Baseline {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, _row: &[f32], scores: &mut [f64]) {
        scores.copy_from_slice(&self.scores);
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        Ok(self.scores.iter().flat_map(|score| score.to_le_bytes()).collect())
    }

    fn parameters(&self) -> u64 {
        self.scores.len() as u64
    }

    fn exported(&self) -> Exported<'_> {
        let parts = Parts::Constant { scores: (&self.scores).into() };
        Exported { parts, finish: Finish::of_evidence(self.output) }
    }

    fn uses(&self, _column: usize) -> bool {
        false
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        0
    }
}

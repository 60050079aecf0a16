//! Naive Bayes as a candidate.

use super::super::error::LearnError;
use super::super::progress::Progress;
use super::super::targets::Output;
use super::bayes::BayesCore;
use super::exported::{Exported, Finish, Parts};
use super::{FitData, Model, Newer};

/// A fitted naive Bayes classifier.
pub(super) struct NaiveBayes {
    core: BayesCore,
    output: Output,
    columns: usize,
}

/// Takes shares, means and variances of the fitting rows.
pub(super) fn fit(data: &FitData) -> NaiveBayes {
    let core = BayesCore::fit(&data.fitting, data.fitting_targets.codes(), data.output.classes());
    NaiveBayes { core, output: data.output, columns: data.fitting.columns }
}

impl Model for NaiveBayes {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        if let [score] = scores {
            let mut joint = [0.0; 2];
            self.core.joint_log_likelihood(row, &mut joint);
            *score = joint[1] - joint[0];
        } else {
            self.core.joint_log_likelihood(row, scores);
        }
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        Ok(self.core.saved())
    }

    fn parameters(&self) -> u64 {
        // A share per class, and a mean and a variance per class and column.
        (self.output.classes() * (2 * self.columns + 1)) as u64
    }

    fn take_in(&mut self, newer: &Newer<'_>, _progress: &mut Progress<'_>) -> Option<Result<(), LearnError>> {
        self.core.update(&newer.data.fitting, newer.data.fitting_targets.codes());
        Some(Ok(()))
    }

    fn exported(&self) -> Exported<'_> {
        Exported { parts: Parts::Densities { densities: self.core.exported() }, finish: Finish::Softmax }
    }

    fn uses(&self, _column: usize) -> bool {
        true
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        let classes = self.output.classes() as u64;
        classes * (4 * self.columns as u64 + 1) + classes - 1
    }
}

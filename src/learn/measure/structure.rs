//! What a fitted model is made of: size, learned numbers, leaves, features, work per prediction.

use std::collections::{BTreeMap, BTreeSet};

use super::super::error::LearnError;
use super::super::trained::Trained;
use super::behaviour::rule_length;
use crate::model::{Measure, Measured};

/// Held-out rows whose predictions are followed step by step.
const FOLLOWED_ROWS: usize = 1000;

/// Learned numbers of a network whose layers are fully connected, by the numbers of its units from input to output: every
/// unit has a weight for each unit before it, and an offset.
pub fn dense_parameters(layers: &[u64]) -> u64 {
    layers.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

/// Adds the structural measures to `measured`.
pub(super) fn measure(trained: &Trained, measured: &mut BTreeMap<Measure, Measured>) -> Result<(), LearnError> {
    let Trained { model, preparation, .. } = trained;
    let used: BTreeSet<usize> = (0..preparation.columns())
        .filter(|column| model.uses(*column))
        .map(|column| preparation.source(column))
        .collect();
    let mut insert = |measure: Measure, value: f64| measured.insert(measure, Measured { value, interval: None });
    insert(Measure::ModelSize, model.saved_bytes()?.len() as f64 / 1000.0);
    insert(Measure::Parameters, model.parameters() as f64);
    insert(Measure::UsedFeatures, used.len() as f64);
    if let Some(leaves) = model.leaves() {
        insert(Measure::Leaves, leaves as f64);
    }
    let spacing = trained.split.test.len().div_ceil(FOLLOWED_ROWS);
    let rows: Vec<usize> = trained.split.test.iter().copied().step_by(spacing.max(1)).collect();
    let matrix = preparation.matrix(&trained.examples, &rows);
    let operations: u64 = (0..matrix.rows()).map(|row| model.operations(matrix.row(row))).sum();
    insert(Measure::PredictionOperations, operations as f64 / matrix.rows() as f64);
    if let Some(length) = rule_length(trained, &matrix) {
        insert(Measure::RuleLength, length);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o20_a_network_for_digits() {
        let parameters = dense_parameters(&[784, 300, 100, 10]);
        assert_eq!((parameters, parameters * 4), (266_610, 1_066_440));
        assert_eq!(dense_parameters(&[5]), 0);
    }
}

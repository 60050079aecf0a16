//! Learning algorithms behind one trait, so that everything that measures models is written once.

mod boosting;
mod forest;
mod logistic;
mod network;
mod perceptron;
mod tree;

use super::error::LearnError;
use super::prepare::Matrix;
use super::progress::Progress;
use crate::model::{Algorithm, Candidate, TreeSettings};

/// A fitted model. Rows are prepared rows.
pub(super) trait Model {
    /// The model's native score of one row: log-odds where the model adds up evidence, else a probability.
    fn score(&self, row: &[f32]) -> f64;

    /// Probability that one row is positive.
    fn probability(&self, row: &[f32]) -> f64;

    /// Probabilities of many rows at once, in the fastest way the model has.
    fn probabilities(&self, rows: &Matrix) -> Vec<f64>;

    /// The model as it would be saved.
    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError>;

    /// Learned numbers: weights of a network, leaf values of trees.
    fn parameters(&self) -> u64;

    /// Leaves over all trees; `None` for a model without trees.
    fn leaves(&self) -> Option<u64>;

    /// Whether the model's answer can depend on this prepared column.
    fn uses(&self, column: usize) -> bool;

    /// Additions, multiplications, comparisons and exponentials that lead from one prepared row to its probability.
    fn operations(&self, row: &[f32]) -> u64;

    /// The weights of the prepared columns and the intercept, for a model that is nothing but those.
    fn coefficients(&self) -> Option<(Vec<f32>, f32)> {
        None
    }
}

/// Operations of a logistic function: negate, exponential, add, divide.
const SIGMOID_OPERATIONS: u64 = 4;

/// What a model is fitted on.
pub(super) struct FitData {
    /// Rows that weights and splits come from.
    pub fitting: Matrix,
    /// Their labels.
    pub fitting_labels: Vec<bool>,
    /// Rows that only early stopping and the reported loss use.
    pub validation: Matrix,
    /// Their labels.
    pub validation_labels: Vec<bool>,
}

/// Whether the algorithm wants numbers of mean 0 and deviation 1.
pub(super) fn wants_scaled(algorithm: &Algorithm) -> bool {
    matches!(algorithm, Algorithm::LogisticRegression(_) | Algorithm::MultiLayerPerceptron(_))
}

/// Fits `candidate`; what a reader of the results must know goes to `warnings`.
pub(super) fn fit(
    candidate: &Candidate,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<Box<dyn Model>, LearnError> {
    let seed = candidate.seed;
    Ok(match &candidate.algorithm {
        Algorithm::LogisticRegression(settings) => Box::new(logistic::fit(settings, data, progress, warnings)?),
        Algorithm::MultiLayerPerceptron(settings) => {
            Box::new(perceptron::fit(settings, seed, data, progress, warnings)?)
        }
        Algorithm::DecisionTree(TreeSettings { max_depth, min_leaf }) => {
            Box::new(forest::fit_tree(*max_depth, *min_leaf, data, progress)?)
        }
        Algorithm::RandomForest(settings) => Box::new(forest::fit_forest(settings, seed, data, progress)?),
        Algorithm::GradientBoosting(settings) => Box::new(boosting::fit(settings, seed, data, progress)?),
    })
}

/// The probability that belongs to these log-odds.
fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Mean cross-entropy of log-odds, computed without overflow.
fn mean_loss(log_odds: &[f32], labels: &[bool]) -> f64 {
    let total: f64 = log_odds
        .iter()
        .zip(labels)
        .map(|(score, label)| {
            let score = f64::from(*score);
            score.max(0.0) - if *label { score } else { 0.0 } + (-score.abs()).exp().ln_1p()
        })
        .sum();
    total / labels.len().max(1) as f64
}

/// The log-odds of the share of positive labels; what a model without any feature would predict.
fn base_log_odds(labels: &[bool]) -> f32 {
    let positives = labels.iter().filter(|label| **label).count() as f64;
    (positives / (labels.len() as f64 - positives)).ln() as f32
}

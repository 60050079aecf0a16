//! Learning algorithms behind one trait, so that everything that measures models is written once.

mod adam;
mod baseline;
mod bayes;
mod boosting;
mod convolution;
mod explainable;
mod exported;
mod forest;
mod linear;
mod logistic;
mod naive_bayes;
mod nearest;
mod neighbours;
mod network;
mod perceptron;
mod rules;
mod simd;
mod support_machine;
mod support_vectors;
mod tree;

use super::error::LearnError;
use super::prepare::Matrix;
use super::progress::Progress;
use super::rules::Vocabulary;
use super::targets::{Output, Targets};
use crate::model::{Algorithm, Candidate, ImageShape, TreeSettings};

pub(super) use explainable::ShapeCurve;
pub(super) use exported::{Comparison, DenseLayer, Exported, ExportedNode, ExportedTree, FilterTensor, Finish, Parts};
pub(super) use tree::{Growth, Node, Tree, TreeTruth};

/// A fitted model. Rows are prepared rows; scores and answers hold as many numbers as [`Output::width`] says.
pub(super) trait Model {
    /// What an answer is made of.
    fn output(&self) -> Output;

    /// The model's native scores of one row: log-odds or their like where the model adds up evidence, else the answer.
    fn scores(&self, row: &[f32], scores: &mut [f64]);

    /// Whether [`Self::scores`] are evidence that [`Output::link`] turns into the answer.
    fn adds_evidence(&self) -> bool {
        true
    }

    /// The answer to one row: the probability of yes, one per class, or a number.
    fn answer(&self, row: &[f32], answer: &mut [f64]) {
        self.scores(row, answer);
        if self.adds_evidence() {
            self.output().link(answer);
        }
    }

    /// The answers to many rows, row by row, in the fastest way the model has.
    fn answers(&self, rows: &Matrix) -> Vec<f64> {
        let width = self.output().width();
        let mut answers = vec![0.0; rows.rows() * width];
        for (row, answer) in answers.chunks_exact_mut(width).enumerate() {
            self.answer(rows.row(row), answer);
        }
        answers
    }

    /// The model as it would be saved.
    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError>;

    /// Learned numbers: weights of a network, leaf values of trees, stored rows.
    fn parameters(&self) -> u64;

    /// Leaves over all trees; `None` for a model without trees.
    fn leaves(&self) -> Option<u64> {
        None
    }

    /// Whether the model's answer can depend on this prepared column.
    fn uses(&self, column: usize) -> bool;

    /// Additions, multiplications, comparisons and exponentials that lead from one prepared row to its answer.
    fn operations(&self, row: &[f32]) -> u64;

    /// Learns further rows without being trained anew; `None` for a model that cannot.
    fn take_in(&mut self, _newer: &Newer<'_>, _progress: &mut Progress<'_>) -> Option<Result<(), LearnError>> {
        None
    }

    /// Its parts, from which other programs can answer as it does.
    fn exported(&self) -> Exported<'_>;

    /// What a person could read of it.
    fn inside(&self) -> Inside<'_> {
        Inside::Closed
    }
}

/// The inside of a model, as far as a person could read it.
pub(super) enum Inside<'a> {
    /// Nothing that could be read.
    Closed,
    /// Weights of the prepared columns, column by column, and what is added to each score.
    Weights {
        /// As many per column as there are scores.
        weights: &'a [f32],
        /// One per score.
        intercepts: &'a [f32],
    },
    /// Rules, line by line.
    Rules(&'a [String]),
    /// One tree.
    Tree(&'a Tree),
    /// A sum of curves.
    Curves {
        /// What is added to all curves.
        intercept: f64,
        /// One per prepared column that matters.
        curves: Vec<ShapeCurve>,
    },
}

/// What a model is fitted on.
pub(super) struct FitData {
    /// Rows that weights and splits come from.
    pub fitting: Matrix,
    /// Their truth.
    pub fitting_targets: Targets,
    /// Rows that only early stopping, calibration and the reported loss use.
    pub validation: Matrix,
    /// Their truth.
    pub validation_targets: Targets,
    /// What an answer is made of.
    pub output: Output,
    /// The shape of the images that the rows are, if they are images.
    pub shape: Option<ImageShape>,
    /// What columns and answers are called, for rules that people write; empty for other algorithms.
    pub vocabulary: Vocabulary,
}

/// Rows that have come since a model was trained.
pub(super) struct Newer<'a> {
    /// The rows, as fitting rows.
    pub data: &'a FitData,
    /// What the model was trained by.
    pub algorithm: &'a Algorithm,
    /// Seed of everything random in learning them.
    pub seed: u64,
}

/// Whether the algorithm wants every column, also those that never change.
pub(super) fn wants_every_column(algorithm: &Algorithm) -> bool {
    matches!(algorithm, Algorithm::ConvolutionalNetwork(_))
}

/// Whether the algorithm wants cells as they are.
pub(super) fn wants_raw(algorithm: &Algorithm) -> bool {
    matches!(algorithm, Algorithm::Rules(_))
}

/// Whether the algorithm wants numbers of mean 0 and deviation 1.
pub(super) fn wants_scaled(algorithm: &Algorithm) -> bool {
    match algorithm {
        Algorithm::LinearRegression(_)
        | Algorithm::LogisticRegression(_)
        | Algorithm::NearestNeighbours(_)
        | Algorithm::SupportVectors(_)
        | Algorithm::MultiLayerPerceptron(_) => true,
        Algorithm::Baseline
        | Algorithm::Rules(_)
        | Algorithm::ConvolutionalNetwork(_)
        | Algorithm::NaiveBayes
        | Algorithm::DecisionTree(_)
        | Algorithm::RandomForest(_)
        | Algorithm::GradientBoosting(_)
        | Algorithm::ExplainableBoosting(_) => false,
    }
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
        Algorithm::Baseline => Box::new(baseline::fit(data)),
        Algorithm::Rules(settings) => Box::new(rules::fit(settings, data, warnings)?),
        Algorithm::LinearRegression(settings) => Box::new(linear::fit(settings, data, progress)?),
        Algorithm::LogisticRegression(settings) => Box::new(logistic::fit(settings, data, progress, warnings)?),
        Algorithm::NaiveBayes => Box::new(naive_bayes::fit(data)),
        Algorithm::NearestNeighbours(settings) => Box::new(nearest::fit(settings, data)),
        Algorithm::SupportVectors(settings) => Box::new(support_machine::fit(settings, data, progress, warnings)?),
        Algorithm::MultiLayerPerceptron(settings) => {
            Box::new(perceptron::fit(settings, seed, data, progress, warnings)?)
        }
        Algorithm::ConvolutionalNetwork(settings) => {
            Box::new(convolution::fit(settings, seed, data, progress, warnings)?)
        }
        Algorithm::DecisionTree(TreeSettings { max_depth, min_leaf }) => {
            Box::new(forest::fit_tree(*max_depth, *min_leaf, data, progress)?)
        }
        Algorithm::RandomForest(settings) => Box::new(forest::fit_forest(settings, seed, data, progress)?),
        Algorithm::GradientBoosting(settings) => Box::new(boosting::fit(settings, seed, data, progress)?),
        Algorithm::ExplainableBoosting(settings) => Box::new(explainable::fit(settings, seed, data, progress)?),
    })
}

/// Mean loss of native scores, row by row, computed without overflow: cross-entropy of classes, squared error of numbers.
fn mean_loss(output: Output, scores: &[f32], targets: &Targets) -> f64 {
    let rows = scores.chunks_exact(output.width());
    let total: f64 = match (output, targets) {
        (Output::Positive, Targets::Classes(codes)) => rows
            .zip(codes)
            .map(|(score, code)| {
                let score = f64::from(score[0]);
                score.max(0.0) - if *code == 1 { score } else { 0.0 } + (-score.abs()).exp().ln_1p()
            })
            .sum(),
        (Output::Classes(_), Targets::Classes(codes)) => rows
            .zip(codes)
            .map(|(scores, code)| {
                let largest = f64::from(scores.iter().copied().fold(f32::NEG_INFINITY, f32::max));
                let sum: f64 = scores.iter().map(|score| (f64::from(*score) - largest).exp()).sum();
                largest + sum.ln() - f64::from(scores[*code as usize])
            })
            .sum(),
        (_, Targets::Numbers(numbers)) => {
            rows.zip(numbers).map(|(score, number)| (f64::from(score[0]) - number).powi(2)).sum()
        }
        (Output::Number, Targets::Classes(_)) => f64::NAN,
    };
    total / targets.len().max(1) as f64
}

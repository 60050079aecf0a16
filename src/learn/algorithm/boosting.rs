//! Gradient-boosted trees by hessboost.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use hessboost::prelude::{
    BoostedModel, DMatrix, EvalMetric, HessboostError, ModelFormat, Objective, RegLoss, Trainer, TrainingParams,
    TreeMethod,
};
use hessboost::tree::{Node, RegTree};

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::{FitData, Model, SIGMOID_OPERATIONS, sigmoid};
use crate::model::{BoostingSettings, LossPoint};

/// A fitted ensemble whose trees add up log-odds.
pub(super) struct Boosting {
    model: BoostedModel,
}

/// Adds `rounds` trees. hessboost wants a round hook that can change threads, which our progress cannot, so the rounds
/// come here over a channel.
pub(super) fn fit(
    settings: &BoostingSettings,
    seed: u64,
    data: &FitData,
    progress: &mut Progress<'_>,
) -> Result<Boosting, LearnError> {
    let parameters = TrainingParams::builder()
        .objective(Objective::BinaryLogistic(RegLoss::default()))
        .eval_metric(EvalMetric::LogLoss)
        .tree_method(TreeMethod::Hist)
        .max_depth(settings.max_depth as usize)
        .eta(settings.learning_rate)
        .seed(seed)
        .build()
        .map_err(|error| internal(&error))?;
    let fitting = matrix(&data.fitting, &data.fitting_labels)?;
    let validation = matrix(&data.validation, &data.validation_labels)?;
    let stop = &AtomicBool::new(false);
    let (sender, rounds) = mpsc::channel();
    let trainer = Trainer::new(&parameters, &fitting, settings.rounds as usize)
        .eval(&fitting, "fitting")
        .eval(&validation, "validation")
        .on_round(move |round| {
            let losses = (round.values().first().copied(), round.values().get(1).copied());
            let sent = sender.send((round.iteration() as u32 + 1, losses)).is_ok();
            if sent && !stop.load(Ordering::Relaxed) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    thread::scope(|scope| {
        let training = scope.spawn(move || trainer.train());
        let mut outcome = Ok(());
        for (step, losses) in rounds {
            if let (true, (Some(training), Some(validation))) = (outcome.is_ok(), losses) {
                outcome = progress.loss(LossPoint { step, training, validation }, settings.rounds);
                stop.store(outcome.is_err(), Ordering::Relaxed);
            }
        }
        let result = training.join().map_err(|_panic| LearnError::Internal("boosting panicked".to_owned()))?;
        outcome?;
        Ok(Boosting { model: result.map_err(|error| internal(&error))?.model })
    })
}

fn matrix(rows: &Matrix, labels: &[bool]) -> Result<DMatrix, LearnError> {
    let labels: Vec<f32> = labels.iter().map(|label| f32::from(*label)).collect();
    DMatrix::from_dense(&rows.values, rows.rows(), rows.columns)
        .and_then(|matrix| matrix.with_labels(&labels))
        .map_err(|error| internal(&error))
}

fn internal(error: &HessboostError) -> LearnError {
    LearnError::Internal(error.to_string())
}

impl Model for Boosting {
    fn score(&self, row: &[f32]) -> f64 {
        self.model.predict_margin_row(row, ..).map_or(f64::NAN, f64::from)
    }

    fn probability(&self, row: &[f32]) -> f64 {
        sigmoid(self.score(row))
    }

    fn probabilities(&self, rows: &Matrix) -> Vec<f64> {
        match self.model.predict_margin_rows(&rows.values, ..) {
            Ok(margins) => margins.as_slice().iter().map(|margin| sigmoid(f64::from(*margin))).collect(),
            Err(_) => vec![f64::NAN; rows.rows()],
        }
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        self.model.encode(ModelFormat::Binary).map_err(|error| internal(&error))
    }

    fn parameters(&self) -> u64 {
        self.leaves().unwrap_or_default()
    }

    fn leaves(&self) -> Option<u64> {
        Some(self.model.trees().iter().map(|tree| tree.num_leaves() as u64).sum())
    }

    fn uses(&self, column: usize) -> bool {
        let trees = self.model.trees().iter();
        trees.flat_map(RegTree::nodes).any(|node| !node.is_leaf() && node.split_feature as usize == column)
    }

    fn operations(&self, row: &[f32]) -> u64 {
        let comparisons: u64 = self.model.trees().iter().map(|tree| path_length(tree.nodes(), row)).sum();
        comparisons + self.model.trees().len() as u64 + SIGMOID_OPERATIONS
    }
}

/// Comparisons from the root to the leaf that `row` ends in.
fn path_length(nodes: &[Node], row: &[f32]) -> u64 {
    let (mut place, mut comparisons) = (0, 0);
    while let Some(node) = nodes.get(place).filter(|node| !node.is_leaf()) {
        let goes_left = row[node.split_feature as usize] < node.split_cond;
        place = if goes_left { node.left } else { node.right } as usize;
        comparisons += 1;
    }
    comparisons
}

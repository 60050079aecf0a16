//! Gradient-boosted trees by hessboost.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use hessboost::objective::Multiclass;
use hessboost::prelude::{
    BoostedModel, DMatrix, EvalMetric, HessboostError, ModelFormat, Objective, RegLoss, Trainer, TrainingParams,
    TreeMethod,
};
use hessboost::tree::{Node, RegTree};

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::exported::{Comparison, Exported, ExportedNode, ExportedTree, Finish, Parts};
use super::{FitData, Model};
use crate::model::{BoostingSettings, LossPoint};

/// A fitted ensemble whose trees add up evidence.
pub(super) struct Boosting {
    model: BoostedModel,
    output: Output,
}

/// Adds `rounds` trees, one per class where there are several.
pub(super) fn fit(
    settings: &BoostingSettings,
    seed: u64,
    data: &FitData,
    progress: &mut Progress<'_>,
) -> Result<Boosting, LearnError> {
    let parameters = TrainingParams::builder()
        .objective(objective(data.output)?)
        .eval_metric(metric(data.output))
        .tree_method(TreeMethod::Hist)
        .max_depth(settings.max_depth as usize)
        .eta(settings.learning_rate)
        .seed(seed)
        .build()
        .map_err(|error| internal(&error))?;
    let fitting = matrix(&data.fitting, &labels(&data.fitting_targets))?;
    let validation = matrix(&data.validation, &labels(&data.validation_targets))?;
    let rounds = Rounds { most: settings.rounds, patience: None };
    let model = trained(&parameters, (&fitting, &validation), rounds, data.output, progress)?;
    Ok(Boosting { model, output: data.output })
}

/// What is made small.
fn objective(output: Output) -> Result<Objective, LearnError> {
    Ok(match output {
        Output::Positive => Objective::BinaryLogistic(RegLoss::default()),
        Output::Classes(count) => Objective::Softprob(Multiclass::new(count).map_err(|error| internal(&error))?),
        Output::Number => Objective::SquaredError(RegLoss::default()),
    })
}

/// What is reported round by round.
pub(super) fn metric(output: Output) -> EvalMetric {
    match output {
        Output::Positive => EvalMetric::LogLoss,
        Output::Classes(_) => EvalMetric::MLogLoss,
        Output::Number => EvalMetric::Rmse,
    }
}

/// How many rounds a training takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rounds {
    /// Most rounds.
    pub most: u32,
    /// Rounds without a lower validation loss after which the training ends and goes back to its best round.
    pub patience: Option<NonZeroUsize>,
}

/// Trains and reports the loss after every round. hessboost wants a round hook that can change threads, which our
/// progress cannot, so the rounds come here over a channel.
pub(super) fn trained(
    parameters: &TrainingParams,
    (fitting, validation): (&DMatrix, &DMatrix),
    rounds: Rounds,
    output: Output,
    progress: &mut Progress<'_>,
) -> Result<BoostedModel, LearnError> {
    // The root of the mean squared error is reported; the loss is told as for other families.
    let told = move |value: f64| if output == Output::Number { value * value } else { value };
    let stop = &AtomicBool::new(false);
    let (sender, losses) = mpsc::channel();
    let mut trainer = Trainer::new(parameters, fitting, rounds.most as usize)
        .eval(fitting, "fitting")
        .eval(validation, "validation")
        .on_round(move |round| {
            let losses = (round.values().first().copied(), round.values().get(1).copied());
            let sent = sender.send((round.iteration() as u32 + 1, losses)).is_ok();
            if sent && !stop.load(Ordering::Relaxed) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    if let Some(patience) = rounds.patience {
        trainer = trainer.early_stopping_rounds(patience);
    }
    thread::scope(|scope| {
        let training = scope.spawn(move || trainer.train());
        let mut outcome = Ok(());
        for (step, losses) in losses {
            if let (true, (Some(training), Some(validation))) = (outcome.is_ok(), losses) {
                outcome = progress
                    .loss(LossPoint { step, training: told(training), validation: told(validation) }, rounds.most);
                stop.store(outcome.is_err(), Ordering::Relaxed);
            }
        }
        let result = training.join().map_err(|_panic| LearnError::Internal("boosting panicked".to_owned()))?;
        outcome?;
        Ok(result.map_err(|error| internal(&error))?.model)
    })
}

/// The truth as hessboost takes it.
fn labels(targets: &Targets) -> Vec<f32> {
    match targets {
        Targets::Classes(codes) => codes.iter().map(|code| *code as f32).collect(),
        Targets::Numbers(numbers) => numbers.iter().map(|number| *number as f32).collect(),
    }
}

/// Rows with their truth.
pub(super) fn matrix(rows: &Matrix, labels: &[f32]) -> Result<DMatrix, LearnError> {
    DMatrix::from_dense(&rows.values, rows.rows(), rows.columns)
        .and_then(|matrix| matrix.with_labels(labels))
        .map_err(|error| internal(&error))
}

/// An error of the library.
pub(super) fn internal(error: &HessboostError) -> LearnError {
    LearnError::Internal(error.to_string())
}

impl Model for Boosting {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        margins(&self.model, row, scores);
    }

    fn answers(&self, rows: &Matrix) -> Vec<f64> {
        let width = self.output.width();
        let mut answers = match self.model.predict_margin_rows(&rows.values, ..) {
            Ok(margins) => margins.as_slice().iter().copied().map(f64::from).collect(),
            Err(_) => vec![f64::NAN; rows.rows() * width],
        };
        answers.chunks_exact_mut(width).for_each(|answer| self.output.link(answer));
        answers
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        self.model.encode(ModelFormat::Binary).map_err(|error| internal(&error))
    }

    fn parameters(&self) -> u64 {
        leaves(&self.model)
    }

    fn leaves(&self) -> Option<u64> {
        Some(leaves(&self.model))
    }

    fn exported(&self) -> Exported<'_> {
        let (trees, weights) = (self.model.trees().iter(), self.model.tree_weights());
        let trees = trees.zip(weights).zip(self.model.tree_outputs()).map(|((tree, weight), outputs)| ExportedTree {
            adds_to: (self.output.width() > 1).then_some(outputs.start),
            nodes: tree.nodes().iter().map(|node| exported_node(node, weight)).collect(),
        });
        let parts = Parts::Trees {
            left_when: Comparison::Below,
            start: self.model.base_scores().iter().copied().map(f64::from).collect(),
            divided_by: 1,
            trees: trees.collect(),
        };
        Exported { parts, finish: Finish::of_evidence(self.output) }
    }

    fn uses(&self, column: usize) -> bool {
        splits_on(&self.model, column)
    }

    fn operations(&self, row: &[f32]) -> u64 {
        operations(&self.model, row) + self.output.link_operations()
    }
}

/// A node of a tree that counts `weight` times.
fn exported_node(node: &Node, weight: f32) -> ExportedNode<'static> {
    if node.is_leaf() {
        return ExportedNode::Leaf { values: vec![node.leaf_value * weight].into() };
    }
    let (left, right) = (node.left as u32, node.right as u32);
    ExportedNode::Split { feature: node.split_feature, threshold: node.split_cond, left, right }
}

/// The sums of the trees for one row; not numbers where the model cannot take the row.
fn margins(model: &BoostedModel, row: &[f32], scores: &mut [f64]) {
    // The usual answer has one number: it needs no room of its own.
    if let [score] = scores {
        *score = model.predict_margin_row(row, ..).map_or(f64::NAN, f64::from);
        return;
    }
    let mut found = vec![0.0; scores.len()];
    let outcome = model.predict_margin_row_into(row, .., &mut found);
    let is_found = outcome.is_ok();
    scores.iter_mut().zip(found).for_each(|(score, found)| *score = if is_found { f64::from(found) } else { f64::NAN });
}

/// Leaves over all trees.
fn leaves(model: &BoostedModel) -> u64 {
    model.trees().iter().map(|tree| tree.num_leaves() as u64).sum()
}

/// Whether any tree splits on this column.
fn splits_on(model: &BoostedModel, column: usize) -> bool {
    let nodes = model.trees().iter().flat_map(RegTree::nodes);
    nodes.into_iter().any(|node| !node.is_leaf() && node.split_feature as usize == column)
}

/// Comparisons and additions for one row.
fn operations(model: &BoostedModel, row: &[f32]) -> u64 {
    let comparisons: u64 = model.trees().iter().map(|tree| path_length(tree.nodes(), row)).sum();
    comparisons + model.trees().len() as u64
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

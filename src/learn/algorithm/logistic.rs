//! Logistic regression with an L2 penalty, trained with burn on all fitting rows at once.
//!
//! Features of real tables are correlated, and plain gradient steps creep along the directions that they share. So the
//! steps are taken in coordinates in which the loss bends the same way in every direction. The loss bends differently
//! as the model grows surer, so the coordinates are renewed some times on the way; the optimum stays where it is.

use std::ops::RangeInclusive;

use burn::module::{Module, Param};
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::{Device, Int, Tensor, TensorData};

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::Output;
use super::exported::{DenseLayer, Exported, Finish, Parts};
use super::network::{Loss, Network, Truth, batch, layer};
use super::{FitData, Inside, Model, mean_loss};
use crate::model::{LogisticSettings, LossPoint};

/// Share of the passes at full step size; over the rest it falls to 0, so that the weights settle on the optimum.
const FULL_RATE_SHARE: f64 = 0.3;
/// Largest slope of the mean loss at which the weights count as settled.
const SETTLED_SLOPE: f64 = 1e-3;
/// How often the coordinates are renewed.
const STAGES: u32 = 10;
/// With more columns than this, coordinates are only scaled, not turned: turning takes the cube of the columns.
const MOST_TURNED: usize = 200;
/// Products that finding the coordinates may take; of more rows, evenly spaced ones do.
const MOST_PRODUCTS: usize = 100_000_000;

/// A fitted logistic regression. Scoring needs one product per feature and score, so it is written out here.
pub(super) struct Logistic {
    output: Output,
    /// Column by column, as many as there are scores.
    weights: Vec<f32>,
    intercepts: Vec<f32>,
}

/// What burn learns: how far weights and intercepts move in the turned coordinates.
#[derive(Module, Debug)]
struct Move {
    turned: Param<Tensor<2>>,
}

/// Minimises the mean cross-entropy plus `l2 / (2 rows)` times the squared weights, the intercepts free, which has the
/// same optimum as scikit-learn's `LogisticRegression(C = 1 / l2)`; of several classes, its multinomial form.
pub(super) fn fit(
    settings: &LogisticSettings,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<Logistic, LearnError> {
    let mut training = Training::new(settings, data);
    for stage in 0..STAGES {
        let passes = settings.epochs * stage / STAGES + 1..=settings.epochs * (stage + 1) / STAGES;
        if !passes.is_empty() {
            training.stage(passes, progress)?;
        }
    }
    let model = training.model;
    let slope = steepest_slope(&model, data, settings.l2);
    if slope > SETTLED_SLOPE {
        warnings.push(format!(
            "The logistic regression has not settled after {} epochs (slope {slope:.4}); give it more.",
            settings.epochs
        ));
    }
    Ok(model)
}

/// The state that one stage hands to the next.
struct Training<'a> {
    settings: &'a LogisticSettings,
    data: &'a FitData,
    device: Device,
    features: Tensor<2>,
    labels: Tensor<1, Int>,
    penalties: Tensor<2>,
    model: Logistic,
}

impl<'a> Training<'a> {
    fn new(settings: &'a LogisticSettings, data: &'a FitData) -> Self {
        let device = Device::flex().autodiff();
        let (rows, columns) = (data.fitting.rows(), data.fitting.columns);
        let codes = data.fitting_targets.codes().iter().map(|code| *code as i32).collect();
        let (features, truth) = batch(with_ones(&data.fitting), Truth::Codes(codes), columns + 1, &device);
        let labels = truth.codes();
        let mut penalties = vec![(settings.l2 / (2.0 * rows as f64)) as f32; columns];
        penalties.push(0.0);
        let penalties = constant(penalties, [columns + 1, 1], &device);
        let output = data.output;
        let intercepts = data.fitting_targets.base_scores(output).into_iter().map(|score| score as f32).collect();
        let model = Logistic { output, weights: vec![0.0; columns * output.width()], intercepts };
        Self { settings, data, device, features, labels, penalties, model }
    }

    /// Some passes in coordinates that suit the model as it is now.
    fn stage(&mut self, passes: RangeInclusive<u32>, progress: &mut Progress<'_>) -> Result<(), LearnError> {
        let (size, width) = (self.data.fitting.columns + 1, self.model.output.width());
        let turn = constant(turn(&self.model, self.data, self.settings.l2), [size, size], &self.device);
        let start = self.model.weights.iter().chain(&self.model.intercepts).copied().collect();
        let start = constant(start, [size, width], &self.device);
        let still = constant(vec![0.0; size * width], [size, width], &self.device);
        let mut learned = Move { turned: Param::from_tensor(still) };
        let mut optimiser = AdamConfig::new().with_epsilon(1e-8).init();
        let cross_entropy = Loss::of(self.model.output, &self.device);
        for epoch in passes {
            let weights = turn.clone().matmul(learned.turned.val()) + start.clone();
            let scores = self.features.clone().matmul(weights.clone());
            let loss = cross_entropy.of_codes(scores, self.labels.clone());
            let training = f64::from(loss.clone().into_scalar::<f32>());
            let penalised = loss + (weights.powi_scalar(2) * self.penalties.clone()).sum();
            let gradients = GradientsParams::from_grads(penalised.backward(), &learned);
            let step = rate(self.settings, epoch) * gentleness(size);
            learned = optimiser.step(step, learned, gradients);
            let weights = turn.clone().inner().matmul(learned.turned.val().inner()) + start.clone().inner();
            self.model.weights = weights.into_data().iter::<f32>().collect();
            self.model.intercepts = self.model.weights.split_off((size - 1) * width);
            let scores = self.model.score_all(&self.data.validation);
            let validation = mean_loss(self.model.output, &scores, &self.data.validation_targets);
            progress.loss(LossPoint { step: epoch, training, validation }, self.settings.epochs)?;
        }
        Ok(())
    }
}

/// Factor of the step size. In coordinates that are not turned, steps along many correlated columns add up.
fn gentleness(size: usize) -> f64 {
    if size > MOST_TURNED { 1.0 / (size as f64).sqrt() } else { 1.0 }
}

fn constant<const D: usize>(values: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

/// The rows with a 1 at the end of each, which the intercept is the weight of.
fn with_ones(rows: &Matrix) -> Vec<f32> {
    rows.values.chunks_exact(rows.columns).flat_map(|row| row.iter().copied().chain([1.0])).collect()
}

/// Step size of a pass: constant, then along half a cosine down to 0.
fn rate(settings: &LogisticSettings, epoch: u32) -> f64 {
    let done = f64::from(epoch - 1) / f64::from(settings.epochs);
    let falling = ((done - FULL_RATE_SHARE) / (1.0 - FULL_RATE_SHARE)).max(0.0);
    settings.learning_rate * f64::midpoint(1.0, (std::f64::consts::PI * falling).cos())
}

/// The matrix, row-major, that takes turned coordinates to weights and intercept. With H the second derivatives of the
/// loss at `model` and H = L Lᵀ, it is the inverse of Lᵀ. Several classes share one matrix: the mean over them.
fn turn(model: &Logistic, data: &FitData, l2: f64) -> Vec<f32> {
    let size = data.fitting.columns + 1;
    let is_turned = size <= MOST_TURNED;
    let rows = data.fitting.rows();
    let spacing = (rows.saturating_mul(size * size) / MOST_PRODUCTS).clamp(1, rows.div_ceil(1000));
    let looked_at = rows.div_ceil(spacing) as f64;
    let mut bends = vec![0.0; size * size];
    let mut answer = vec![0.0; model.output.width()];
    for row in (0..rows).step_by(spacing).map(|row| data.fitting.row(row)) {
        model.answer(row, &mut answer);
        let bend: f64 = answer.iter().map(|probability| probability * (1.0 - probability)).sum();
        let weight = (bend / answer.len() as f64 / looked_at) as f32;
        let row: Vec<f32> = row.iter().copied().chain([1.0]).collect();
        for (i, first) in row.iter().enumerate() {
            let lowest = if is_turned { 0 } else { i };
            for j in lowest..=i {
                bends[i * size + j] += f64::from(weight * first * row[j]);
            }
        }
    }
    for i in 0..size {
        // A little more than the penalty keeps columns that repeat each other apart.
        bends[i * size + i] += if i + 1 < size { l2 / rows as f64 } else { 0.0 } + 1e-6;
    }
    let inverse = inverse_of_root(&bends, size);
    (0..size * size).map(|place| inverse[place % size * size + place / size] as f32).collect()
}

/// The inverse of L, row-major, where L Lᵀ is the positive matrix whose lower half is given (Cholesky).
fn inverse_of_root(matrix: &[f64], size: usize) -> Vec<f64> {
    let mut root = matrix.to_vec();
    for i in 0..size {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| root[i * size + k] * root[j * size + k]).sum();
            let rest = root[i * size + j] - known;
            root[i * size + j] = if i == j { rest.max(1e-12).sqrt() } else { rest / root[j * size + j] };
        }
    }
    let mut inverse = vec![0.0; size * size];
    for column in 0..size {
        for i in column..size {
            let known: f64 = (column..i).map(|k| root[i * size + k] * inverse[k * size + column]).sum();
            inverse[i * size + column] = (f64::from(u8::from(i == column)) - known) / root[i * size + i];
        }
    }
    inverse
}

/// The largest slope of the penalised mean loss along any weight or intercept.
fn steepest_slope(model: &Logistic, data: &FitData, l2: f64) -> f64 {
    let (rows, width) = (data.fitting.rows(), model.output.width());
    let mut slopes: Vec<f64> = model.weights.iter().map(|weight| l2 * f64::from(*weight)).collect();
    let (mut intercepts, mut errors) = (vec![0.0; width], vec![0.0; width]);
    for (row, code) in data.fitting_targets.codes().iter().enumerate() {
        let row = data.fitting.row(row);
        model.answer(row, &mut errors);
        match model.output {
            Output::Classes(_) => errors[*code as usize] -= 1.0,
            _ => errors[0] -= f64::from(*code),
        }
        intercepts.iter_mut().zip(&errors).for_each(|(slope, error)| *slope += error);
        for (slopes, value) in slopes.chunks_exact_mut(width).zip(row) {
            slopes.iter_mut().zip(&errors).for_each(|(slope, error)| *slope += error * f64::from(*value));
        }
    }
    slopes.iter().chain(&intercepts).fold(0.0, |steepest: f64, slope| steepest.max(slope.abs())) / rows as f64
}

impl Logistic {
    /// Adds up the evidence of one row.
    fn add_up(&self, row: &[f32], mut sums: impl FnMut(usize, f32)) {
        let width = self.intercepts.len();
        for (place, intercept) in self.intercepts.iter().enumerate() {
            let weights = self.weights.iter().skip(place).step_by(width);
            sums(place, weights.zip(row).map(|(weight, value)| weight * value).sum::<f32>() + intercept);
        }
    }

    fn score_all(&self, rows: &Matrix) -> Vec<f32> {
        let width = self.intercepts.len();
        let mut scores = vec![0.0; rows.rows() * width];
        for (row, scores) in rows.values.chunks_exact(rows.columns).zip(scores.chunks_exact_mut(width)) {
            self.add_up(row, |place, sum| scores[place] = sum);
        }
        scores
    }
}

impl Model for Logistic {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        self.add_up(row, |place, sum| scores[place] = f64::from(sum));
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        let device = Device::flex();
        Network { layers: vec![layer(self.weights.clone(), self.intercepts.clone(), &device)] }.saved_bytes()
    }

    fn parameters(&self) -> u64 {
        (self.weights.len() + self.intercepts.len()) as u64
    }

    fn exported(&self) -> Exported<'_> {
        let layer = DenseLayer { weights: (&self.weights).into(), biases: (&self.intercepts).into() };
        Exported { parts: Parts::Layers { layers: vec![layer] }, finish: Finish::of_evidence(self.output) }
    }

    fn uses(&self, column: usize) -> bool {
        let width = self.intercepts.len();
        self.weights[column * width..(column + 1) * width].iter().any(|weight| *weight != 0.0)
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // A product and a sum per weight that is not 0.
        2 * self.weights.iter().filter(|weight| **weight != 0.0).count() as u64 + self.output.link_operations()
    }

    fn inside(&self) -> Inside<'_> {
        Inside::Weights { weights: &self.weights, intercepts: &self.intercepts }
    }
}

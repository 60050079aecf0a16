//! Multi-layer perceptron, trained with burn in mini-batches and stopped when the validation loss no longer falls.

use burn::module::Module as _;
use burn::nn::loss::BinaryCrossEntropyLossConfig;
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::Device;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::super::error::LearnError;
use super::super::measure::dense_parameters;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::network::{Network, batch, layer, start_weights};
use super::{FitData, Model, SIGMOID_OPERATIONS, base_log_odds, mean_loss, sigmoid};
use crate::model::{LossPoint, PerceptronSettings};

/// Passes without a lower validation loss after which training stops.
const PATIENCE: u32 = 10;

/// A fitted perceptron.
pub(super) struct Perceptron {
    network: Network,
    /// Columns, units of each hidden layer, 1.
    widths: Vec<usize>,
    /// Whether any weight of a column's is not 0.
    used: Vec<bool>,
}

/// Trains with Adam on the cross-entropy and keeps the weights with the lowest validation loss.
pub(super) fn fit(
    settings: &PerceptronSettings,
    seed: u64,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<Perceptron, LearnError> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let hidden = settings.hidden.iter().map(|units| *units as usize);
    let widths: Vec<usize> = std::iter::once(data.fitting.columns).chain(hidden).chain([1]).collect();
    let mut training = Training::new(settings, data, &widths, &mut random);
    let (mut best, mut lowest, mut best_epoch) = (training.network.valid(), f64::INFINITY, 0);
    for epoch in 1..=settings.epochs {
        let loss = training.pass(epoch, &mut random, progress)?;
        let network = training.network.valid();
        let validation = mean_loss(&network.score_all(&data.validation), &data.validation_labels);
        progress.loss(LossPoint { step: epoch, training: loss, validation }, settings.epochs)?;
        if validation < lowest {
            (best, lowest, best_epoch) = (network, validation, epoch);
        }
        if epoch - best_epoch >= PATIENCE {
            break;
        }
    }
    if best_epoch == settings.epochs && settings.epochs > 1 {
        warnings.push("The validation loss was still falling after the last epoch; more epochs may help.".to_owned());
    }
    let (weights, _) = best.weights(0);
    let used = weights.chunks(widths[1]).map(|of_column| of_column.iter().any(|weight| *weight != 0.0)).collect();
    Ok(Perceptron { network: best, widths, used })
}

/// The state that one pass hands to the next.
struct Training<'a> {
    settings: &'a PerceptronSettings,
    data: &'a FitData,
    device: Device,
    network: Network,
    optimiser: burn::optim::ModuleOptimizer,
    order: Vec<usize>,
}

impl<'a> Training<'a> {
    fn new(settings: &'a PerceptronSettings, data: &'a FitData, widths: &[usize], random: &mut ChaCha8Rng) -> Self {
        let device = Device::flex().autodiff();
        let last = widths.len() - 2;
        let layers = widths.windows(2).enumerate().map(|(place, pair)| {
            // The output starts at the share of positives, so that no pass is spent on finding it.
            let bias = if place == last { base_log_odds(&data.fitting_labels) } else { 0.0 };
            layer(start_weights(pair[0], pair[1], random), vec![bias; pair[1]], &device)
        });
        let network = Network { layers: layers.collect() };
        let optimiser = AdamConfig::new().with_epsilon(1e-8).init();
        let order = (0..data.fitting.rows()).collect();
        Self { settings, data, device, network, optimiser, order }
    }

    /// One pass over the fitting rows in random order; returns the mean loss while it learned.
    fn pass(&mut self, epoch: u32, random: &mut ChaCha8Rng, progress: &mut Progress<'_>) -> Result<f64, LearnError> {
        self.order.shuffle(random);
        let cross_entropy = BinaryCrossEntropyLossConfig::new().with_logits(true).init(&self.device);
        let columns = self.data.fitting.columns;
        let batches = self.order.chunks(self.settings.batch as usize);
        let (count, mut total) = (batches.len() as u32, 0.0);
        for (done, rows) in (0..).zip(batches) {
            let mut values = Vec::with_capacity(rows.len() * columns);
            for row in rows {
                values.extend_from_slice(self.data.fitting.row(*row));
            }
            let labels = rows.iter().map(|row| i32::from(self.data.fitting_labels[*row])).collect();
            let (values, labels) = batch(values, labels, columns, &self.device);
            let loss = cross_entropy.forward(self.network.forward(values), labels);
            total += f64::from(loss.clone().into_scalar::<f32>()) * rows.len() as f64;
            if !total.is_finite() {
                return Err(LearnError::Diverged { epoch });
            }
            let gradients = GradientsParams::from_grads(loss.backward(), &self.network);
            self.network = self.optimiser.step(self.settings.learning_rate, self.network.clone(), gradients);
            progress.step((epoch - 1).saturating_mul(count) + done, self.settings.epochs.saturating_mul(count))?;
        }
        Ok(total / self.order.len() as f64)
    }
}

impl Model for Perceptron {
    fn score(&self, row: &[f32]) -> f64 {
        self.network.log_odds(row, row.len()).first().copied().map_or(f64::NAN, f64::from)
    }

    fn probability(&self, row: &[f32]) -> f64 {
        sigmoid(self.score(row))
    }

    fn probabilities(&self, rows: &Matrix) -> Vec<f64> {
        self.network.score_all(rows).into_iter().map(|score| sigmoid(f64::from(score))).collect()
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        self.network.saved_bytes()
    }

    fn parameters(&self) -> u64 {
        dense_parameters(&self.widths.iter().map(|width| *width as u64).collect::<Vec<_>>())
    }

    fn leaves(&self) -> Option<u64> {
        None
    }

    fn uses(&self, column: usize) -> bool {
        self.used[column]
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // A product and a sum per weight, and a rectifier per hidden unit.
        let layers: u64 = self.widths.windows(2).map(|pair| (2 * pair[0] * pair[1] + pair[1]) as u64).sum();
        layers - 1 + SIGMOID_OPERATIONS
    }
}

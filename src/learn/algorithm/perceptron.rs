//! Multi-layer perceptron, trained with burn in mini-batches and stopped when the validation loss no longer falls.

use burn::module::Module as _;
use burn::optim::GradientsParams;
use burn::tensor::Device;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::super::error::LearnError;
use super::super::measure::dense_parameters;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::Output;
use super::adam::Adam;
use super::exported::{DenseLayer, Exported, Finish, Parts};
use super::network::{Loss, Network, Truth, batch, best_of_passes};
use super::{FitData, Model, Newer, mean_loss};
use crate::model::{Algorithm, LossPoint, PerceptronSettings};

/// A fitted perceptron.
pub(super) struct Perceptron {
    network: Network,
    output: Output,
    /// Mean and deviation of the numbers to predict, which the network sees without; 0 and 1 for classes.
    centre_and_scale: (f64, f64),
    /// Columns, units of each hidden layer, scores.
    widths: Vec<usize>,
    /// Whether any weight of a column's is not 0.
    used: Vec<bool>,
}

/// Trains with Adam on the cross-entropy, or on the squared error of numbers, and keeps the weights with the lowest validation loss.
pub(super) fn fit(
    settings: &PerceptronSettings,
    seed: u64,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<Perceptron, LearnError> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let hidden = settings.hidden.iter().map(|units| *units as usize);
    let widths: Vec<usize> = std::iter::once(data.fitting.columns).chain(hidden).chain([data.output.width()]).collect();
    let device = Device::flex().autodiff();
    let network = Network::start(&widths, data, &mut random, &device);
    let centre_and_scale = data.fitting_targets.centre_and_scale();
    let mut training = Training::new(settings, data, network, centre_and_scale);
    let start = training.network.valid();
    let pass = |epoch: u32, progress: &mut Progress<'_>| {
        let loss = training.pass(epoch, &mut random, progress)?;
        let network = training.network.valid();
        let scores = training.unscaled(network.score_all(&data.validation));
        let validation = mean_loss(data.output, &scores, &data.validation_targets);
        Ok((network, LossPoint { step: epoch, training: loss, validation }))
    };
    let best = best_of_passes(settings.epochs, start, pass, progress, warnings)?;
    let used = used(&best);
    Ok(Perceptron { network: best, output: data.output, centre_and_scale, widths, used })
}

/// Whether any weight of each column is not 0.
fn used(network: &Network) -> Vec<bool> {
    let (weights, biases) = network.weights(0);
    weights.chunks(biases.len()).map(|of_column| of_column.iter().any(|weight| *weight != 0.0)).collect()
}

/// The state that one pass hands to the next.
struct Training<'a> {
    settings: &'a PerceptronSettings,
    data: &'a FitData,
    device: Device,
    network: Network,
    optimiser: Adam,
    order: Vec<usize>,
    centre_and_scale: (f64, f64),
}

impl<'a> Training<'a> {
    /// Begins with `network`, which is of the differentiating device.
    fn new(
        settings: &'a PerceptronSettings,
        data: &'a FitData,
        network: Network,
        centre_and_scale: (f64, f64),
    ) -> Self {
        let device = Device::flex().autodiff();
        let optimiser = Adam::default();
        let order = (0..data.fitting.rows()).collect();
        Self { settings, data, device, network, optimiser, order, centre_and_scale }
    }

    /// Scores in the unit of the target.
    fn unscaled(&self, mut scores: Vec<f32>) -> Vec<f32> {
        let (centre, scale) = self.centre_and_scale;
        for score in &mut scores {
            *score = (f64::from(*score) * scale + centre) as f32;
        }
        scores
    }

    /// One pass over the fitting rows in random order; returns the mean loss while it learned.
    fn pass(&mut self, epoch: u32, random: &mut ChaCha8Rng, progress: &mut Progress<'_>) -> Result<f64, LearnError> {
        self.order.shuffle(random);
        let losses = Loss::of(self.data.output, &self.device);
        let columns = self.data.fitting.columns;
        let batches = self.order.chunks(self.settings.batch as usize);
        let (count, mut total) = (batches.len() as u32, 0.0);
        for (done, rows) in (0..).zip(batches) {
            let mut values = Vec::with_capacity(rows.len() * columns);
            for row in rows {
                values.extend_from_slice(self.data.fitting.row(*row));
            }
            let truth = Truth::of(&self.data.fitting_targets, rows, self.centre_and_scale);
            let (values, truth) = batch(values, truth, columns, &self.device);
            let loss = losses.of_batch(self.network.forward(values), truth);
            total += f64::from(loss.clone().into_scalar::<f32>()) * rows.len() as f64;
            if !total.is_finite() {
                return Err(LearnError::Diverged { epoch });
            }
            let gradients = GradientsParams::from_grads(loss.backward(), &self.network);
            self.network = self.optimiser.step(self.settings.learning_rate, self.network.clone(), gradients);
            progress.step((epoch - 1).saturating_mul(count) + done, self.settings.epochs.saturating_mul(count))?;
        }
        // Squared errors are told in the unit of the target, as those of the validation rows are.
        let scale = self.centre_and_scale.1;
        Ok(total / self.order.len() as f64 * scale * scale)
    }
}

impl Model for Perceptron {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        let (centre, scale) = self.centre_and_scale;
        let found = self.network.scores(row, row.len());
        scores.iter_mut().zip(found).for_each(|(score, found)| *score = f64::from(found) * scale + centre);
    }

    fn answers(&self, rows: &Matrix) -> Vec<f64> {
        let (centre, scale) = self.centre_and_scale;
        let scores = self.network.score_all(rows).into_iter();
        let mut answers: Vec<f64> = scores.map(|score| f64::from(score) * scale + centre).collect();
        answers.chunks_exact_mut(self.output.width()).for_each(|answer| self.output.link(answer));
        answers
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        self.network.saved_bytes()
    }

    fn parameters(&self) -> u64 {
        dense_parameters(&self.widths.iter().map(|width| *width as u64).collect::<Vec<_>>())
    }

    /// One pass over the newer rows.
    fn take_in(&mut self, newer: &Newer<'_>, progress: &mut Progress<'_>) -> Option<Result<(), LearnError>> {
        let Algorithm::MultiLayerPerceptron(settings) = newer.algorithm else { return None };
        let network = self.network.learning(&Device::flex().autodiff());
        let mut training = Training::new(settings, newer.data, network, self.centre_and_scale);
        let passed = training.pass(1, &mut ChaCha8Rng::seed_from_u64(newer.seed), progress).map(|_| ());
        self.network = training.network.valid();
        self.used = used(&self.network);
        Some(passed)
    }

    fn exported(&self) -> Exported<'_> {
        let layers = (0..self.network.layers.len()).map(|layer| {
            let (weights, biases) = self.network.weights(layer);
            DenseLayer { weights: weights.into(), biases: biases.into() }
        });
        let (centre, scale) = self.centre_and_scale;
        let finish = match self.output {
            Output::Number => Finish::Scaled { centre, scale },
            output => Finish::of_evidence(output),
        };
        Exported { parts: Parts::Layers { layers: layers.collect() }, finish }
    }

    fn uses(&self, column: usize) -> bool {
        self.used[column]
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // A product and a sum per weight, and a rectifier per hidden unit.
        let layers: u64 = self.widths.windows(2).map(|pair| (2 * pair[0] * pair[1] + pair[1]) as u64).sum();
        layers - self.output.width() as u64 + self.output.link_operations()
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::super::rules::Vocabulary;
    use super::super::super::targets::Targets;
    use super::*;

    /// Whether the first of two numbers is larger.
    fn data(rows: std::ops::Range<u16>) -> FitData {
        let values: Vec<f32> = rows
            .flat_map(|row| [f32::from(row * 37 % 101) / 50.0 - 1.0, f32::from(row * 53 % 97) / 48.0 - 1.0])
            .collect();
        let codes = values.chunks_exact(2).map(|pair| u32::from(pair[0] > pair[1])).collect();
        let targets = Targets::Classes(codes);
        FitData {
            fitting: Matrix { values: values.clone(), columns: 2 },
            fitting_targets: targets.clone(),
            validation: Matrix { values, columns: 2 },
            validation_targets: targets,
            output: Output::Positive,
            shape: None,
            vocabulary: Vocabulary::default(),
        }
    }

    #[test]
    fn newer_rows_are_learned_from_where_it_stands() {
        let settings = PerceptronSettings { hidden: vec![6], epochs: 2, batch: 16, learning_rate: 0.01 };
        let mut report = |_| ControlFlow::Continue(());
        let mut progress = Progress::new(&mut report);
        let mut model = fit(&settings, 3, &data(0..200), &mut progress, &mut Vec::new()).unwrap();
        let newer = data(200..900);
        let loss = |model: &Perceptron| {
            let scores = model.network.score_all(&newer.fitting);
            mean_loss(Output::Positive, &scores, &newer.fitting_targets)
        };
        let before = loss(&model);
        let algorithm = Algorithm::MultiLayerPerceptron(settings);
        for seed in 0..3 {
            let newer = Newer { data: &newer, algorithm: &algorithm, seed };
            model.take_in(&newer, &mut progress).unwrap().unwrap();
        }
        assert!(loss(&model) < 0.7 * before, "{before} before, {} after", loss(&model));
        let other = Newer { data: &newer, algorithm: &Algorithm::NaiveBayes, seed: 1 };
        assert!(model.take_in(&other, &mut progress).is_none());
    }
}

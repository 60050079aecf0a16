//! Convolutional network: filters of our own in front of dense layers that burn trains, stopped as the perceptron is.

mod filters;
mod kernels;
mod layer;
mod learned;
mod model;
mod start;

use burn::module::Module as _;
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use self::filters::{Filters, Trace};
use self::learned::Learned;
use self::model::Convolutional;
use self::start::start_filters;
use super::super::error::LearnError;
use super::super::progress::Progress;
use super::adam::Adam;
use super::network::{Loss, Network, Truth, batch, best_of_passes};
use super::{FitData, Newer, mean_loss};
use crate::model::{ConvolutionSettings, LossPoint};

/// Trains with Adam on the cross-entropy, or on the squared error of numbers, and keeps the weights with the lowest
/// validation loss.
pub(super) fn fit(
    settings: &ConvolutionSettings,
    seed: u64,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<Convolutional, LearnError> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let filters = start_filters(settings, data, &mut random)?;
    let hidden = settings.hidden.iter().map(|units| *units as usize);
    let widths: Vec<usize> = [filters.features()].into_iter().chain(hidden).chain([data.output.width()]).collect();
    let dense = Network::start(&widths, data, &mut random, &Device::flex().autodiff());
    let mut training = Training::new(settings, data, (filters, dense), data.fitting_targets.centre_and_scale());
    let start = training.model();
    let pass = |epoch: u32, progress: &mut Progress<'_>| {
        let loss = training.pass(epoch, &mut random, progress)?;
        let model = training.model();
        let scores = model.score_all(&data.validation);
        let validation = mean_loss(data.output, &scores, &data.validation_targets);
        Ok((model, LossPoint { step: epoch, training: loss, validation }))
    };
    best_of_passes(settings.epochs, start, pass, progress, warnings)
}

/// One pass of `model` over newer rows.
fn take_in(
    model: &mut Convolutional,
    settings: &ConvolutionSettings,
    newer: &Newer<'_>,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let dense = model.dense.learning(&Device::flex().autodiff());
    let mut training = Training::new(settings, newer.data, (model.filters.clone(), dense), model.centre_and_scale);
    training.pass(1, &mut ChaCha8Rng::seed_from_u64(newer.seed), progress)?;
    *model = training.model();
    Ok(())
}

/// The state that one pass hands to the next.
struct Training<'a> {
    settings: &'a ConvolutionSettings,
    data: &'a FitData,
    device: Device,
    filters: Filters,
    learned: Learned,
    optimiser: Adam,
    order: Vec<usize>,
    traces: Vec<Trace>,
    /// Mean and deviation of the numbers to predict.
    centre_and_scale: (f64, f64),
}

impl<'a> Training<'a> {
    /// Begins with these filters and dense layers, which are of the differentiating device.
    fn new(
        settings: &'a ConvolutionSettings,
        data: &'a FitData,
        (filters, dense): (Filters, Network),
        centre_and_scale: (f64, f64),
    ) -> Self {
        let device = Device::flex().autodiff();
        let learned = Learned::new(&filters, dense, &device);
        let optimiser = Adam::default();
        let order: Vec<usize> = (0..data.fitting.rows()).collect();
        let traces = vec![Trace::default(); order.len().min(settings.batch as usize)];
        Self { settings, data, device, filters, learned, optimiser, order, traces, centre_and_scale }
    }

    /// The model as it is now.
    fn model(&self) -> Convolutional {
        Convolutional::new(self.filters.clone(), self.learned.dense.valid(), self.data.output, self.centre_and_scale)
    }

    /// One pass over the fitting rows in random order; returns the mean loss while it learned.
    fn pass(&mut self, epoch: u32, random: &mut ChaCha8Rng, progress: &mut Progress<'_>) -> Result<f64, LearnError> {
        let mut order = std::mem::take(&mut self.order);
        order.shuffle(random);
        let losses = Loss::of(self.data.output, &self.device);
        let batches = order.chunks(self.settings.batch as usize);
        let (count, mut total) = (batches.len() as u32, 0.0);
        for (done, rows) in (0..).zip(batches) {
            total += self.step(rows, &losses)? * rows.len() as f64;
            if !total.is_finite() {
                return Err(LearnError::Diverged { epoch });
            }
            progress.step((epoch - 1).saturating_mul(count) + done, self.settings.epochs.saturating_mul(count))?;
        }
        self.order = order;
        // Squared errors are told in the unit of the target, as those of the validation rows are.
        let scale = self.centre_and_scale.1;
        Ok(total / self.order.len() as f64 * scale * scale)
    }

    /// One step on a batch; returns its mean loss.
    fn step(&mut self, rows: &[usize], losses: &Loss) -> Result<f64, LearnError> {
        let pixels: Vec<f32> = rows.iter().flat_map(|row| self.data.fitting.row(*row)).copied().collect();
        let traces = &mut self.traces[..rows.len()];
        let features = self.filters.forward_all(&pixels, traces);
        let truth = Truth::of(&self.data.fitting_targets, rows, self.centre_and_scale);
        let (features, truth) = batch(features, truth, self.filters.features(), &self.device);
        let features = features.require_grad();
        let loss = losses.of_batch(self.learned.dense.forward(features.clone()), truth);
        let mean = f64::from(loss.clone().into_scalar::<f32>());
        let mut gradients = loss.backward();
        let wanted = features.grad_remove(&mut gradients).map(Tensor::into_data);
        let wanted = wanted.and_then(|wanted| wanted.try_to_vec::<f32>().ok());
        let wanted = wanted.ok_or_else(|| LearnError::Internal("the features have no gradient".to_owned()))?;
        let mut gradients = GradientsParams::from_grads(gradients, &self.learned);
        self.learned.register(self.filters.backward_all(&wanted, traces), &mut gradients);
        self.learned = self.optimiser.step(self.settings.learning_rate, self.learned.clone(), gradients);
        self.learned.copy_to(&mut self.filters);
        Ok(mean)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use rand::Rng as _;

    use super::super::super::job::TrainingEvent;
    use super::super::super::prepare::Matrix;
    use super::super::super::rules::Vocabulary;
    use super::super::super::targets::Output;
    use super::super::super::targets::Targets;
    use super::super::Model as _;
    use super::*;
    use crate::model::{Algorithm, ConvolutionLayer, ImageShape};

    fn settings() -> ConvolutionSettings {
        let layers = vec![
            ConvolutionLayer { filters: 4, kernel: 3, pool: true },
            ConvolutionLayer { filters: 6, kernel: 3, pool: true },
        ];
        ConvolutionSettings { layers, hidden: vec![8], epochs: 30, batch: 16, learning_rate: 0.01 }
    }

    /// Images of 9 x 8 pixels with a bright bar, lying or standing, somewhere: no single pixel tells which.
    fn bars(rows: usize, seed: u64) -> (Matrix, Vec<bool>, Vec<f64>) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let (mut values, mut standing, mut heights) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..rows {
            let is_standing = row.is_multiple_of(2);
            let (left, top) = (random.random_range(0..6), random.random_range(0..5));
            let lit = |x: usize, y: usize| {
                if is_standing {
                    x == left && (top..top + 4).contains(&y)
                } else {
                    y == top && (left..left + 4).contains(&x)
                }
            };
            values.extend(
                (0..72).map(|at| if lit(at % 9, at / 9) { 200.0 } else { 10.0 } + random.random_range(0.0..20.0)),
            );
            standing.push(is_standing);
            heights.push(1000.0 + 10.0 * top as f64);
        }
        (Matrix { values, columns: 72 }, standing, heights)
    }

    fn data(output: Output) -> FitData {
        let of = |rows, seed| {
            let (matrix, standing, heights) = bars(rows, seed);
            let targets = match output {
                Output::Number => Targets::Numbers(heights),
                _ => Targets::Classes(standing.into_iter().map(u32::from).collect()),
            };
            (matrix, targets)
        };
        let ((fitting, fitting_targets), (validation, validation_targets)) = (of(300, 1), of(100, 2));
        let shape = Some(ImageShape { width: 9, height: 8, channels: 1 });
        FitData {
            fitting,
            fitting_targets,
            validation,
            validation_targets,
            output,
            shape,
            vocabulary: Vocabulary::default(),
        }
    }

    fn fitted(settings: &ConvolutionSettings, data: &FitData) -> Result<Convolutional, LearnError> {
        let mut report = |_| ControlFlow::Continue(());
        fit(settings, 7, data, &mut Progress::new(&mut report), &mut Vec::new())
    }

    #[test]
    fn bars_are_told_apart_wherever_they_are() {
        for output in [Output::Positive, Output::Classes(2)] {
            let data = data(output);
            let model = fitted(&settings(), &data).unwrap();
            let answers = model.answers(&data.validation);
            let right = data
                .validation_targets
                .codes()
                .iter()
                .zip(answers.chunks_exact(output.width()))
                .filter(|(code, a)| u32::from(a[a.len() - 1] > 0.5) == **code);
            assert!(right.count() >= 97);
        }
    }

    #[test]
    fn newer_rows_are_learned_from_where_it_stands() {
        let data = data(Output::Positive);
        let settings = ConvolutionSettings { epochs: 1, ..settings() };
        let mut model = fitted(&settings, &data).unwrap();
        let loss =
            |model: &Convolutional| mean_loss(Output::Positive, &model.score_all(&data.fitting), &data.fitting_targets);
        let before = loss(&model);
        let algorithm = Algorithm::ConvolutionalNetwork(settings);
        let mut report = |_| ControlFlow::Continue(());
        let mut progress = Progress::new(&mut report);
        for seed in 0..5 {
            let newer = Newer { data: &data, algorithm: &algorithm, seed };
            model.take_in(&newer, &mut progress).unwrap().unwrap();
        }
        assert!(loss(&model) < 0.7 * before, "{before} before, {} after", loss(&model));
    }

    #[test]
    fn numbers_are_found_in_their_own_unit() {
        let data = data(Output::Number);
        let mut losses = Vec::new();
        let mut report = |event| {
            if let TrainingEvent::Loss(point) = event {
                losses.push((point.training, point.validation));
            }
            ControlFlow::Continue(())
        };
        let model = fit(&settings(), 7, &data, &mut Progress::new(&mut report), &mut Vec::new()).unwrap();
        let answers = model.answers(&data.validation);
        let squares =
            answers.iter().zip(data.validation_targets.numbers()).map(|(found, truth)| (found - truth).powi(2));
        // The variance of the truth is 200.
        assert!(squares.sum::<f64>() / 100.0 < 20.0);
        assert!(losses.iter().all(|(training, _)| *training < 2000.0));
    }

    #[test]
    fn one_row_scores_as_burn_scores_it_and_equal_seeds_give_equal_bytes() {
        let data = data(Output::Classes(2));
        let short = ConvolutionSettings { epochs: 2, ..settings() };
        let model = fitted(&short, &data).unwrap();
        let together = model.answers(&data.validation);
        let mut answer = [0.0; 2];
        for (row, expected) in together.chunks_exact(2).enumerate() {
            model.answer(data.validation.row(row), &mut answer);
            assert!(answer.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-4));
        }
        assert_eq!(model.saved_bytes().unwrap(), fitted(&short, &data).unwrap().saved_bytes().unwrap());
        // 4 filters of 9 inputs, 6 of 36, then 2 x 2 x 6 values to 8 units to 2 scores.
        assert_eq!(model.parameters(), 4 * 10 + 6 * 37 + 8 * 25 + 2 * 9);
        // Of 9 x 8 pixels pooling leaves 4 x 4; the ninth column still reaches the kernel.
        assert!((0..72).all(|column| model.uses(column)));
        let first = 2 * 72 * 36 + 72 * 4 + 16 * 4 * 3;
        let second = 2 * 16 * 216 + 16 * 6 + 4 * 6 * 3;
        let dense = 2 * 24 * 8 + 8 + 2 * 8 * 2;
        assert_eq!(model.operations(data.validation.row(0)), 2 * 72 + first + second + dense + 6);
    }

    #[test]
    fn what_cannot_be_trained_is_said() {
        let data = data(Output::Positive);
        let layer = |kernel, pool| ConvolutionLayer { filters: 2, kernel, pool };
        let with = |layers| fitted(&ConvolutionSettings { layers, ..settings() }, &data).err().unwrap().to_string();
        assert!(with(vec![layer(4, false)]).contains("odd number"));
        assert!(with(vec![layer(3, true); 4]).contains("where 1 x 1 pixels are left"));
        assert!(with(Vec::new()).contains("at least 1"));
        let wild = ConvolutionSettings { learning_rate: 1e30, ..settings() };
        assert!(matches!(fitted(&wild, &data), Err(LearnError::Diverged { .. })));
        let mut report = |_| ControlFlow::Break(());
        let stopped = fit(&settings(), 7, &data, &mut Progress::new(&mut report), &mut Vec::new());
        assert_eq!(stopped.err(), Some(LearnError::Cancelled));
        let table = FitData { shape: None, ..data };
        assert!(fitted(&settings(), &table).err().unwrap().to_string().contains("plain table"));
    }
}

//! A fitted convolutional network: what it answers, and what it costs to ask it.

use burn::tensor::Device;

use super::super::super::error::LearnError;
use super::super::super::prepare::Matrix;
use super::super::super::progress::Progress;
use super::super::super::targets::Output;
use super::super::network::Network;
use super::super::simd::run;
use super::super::{DenseLayer, Exported, FilterTensor, Finish, Model, Newer, Parts};
use super::filters::{Filters, Trace};
use super::layer::FilterLayer;
use super::learned::Learned;
use super::take_in;
use crate::model::Algorithm;

/// Rows whose features are held at once.
const BLOCK: usize = 512;

/// A fitted convolutional network. One row is scored without burn, whose tensors cost more than small layers do.
pub(in super::super) struct Convolutional {
    pub(super) filters: Filters,
    pub(super) dense: Network,
    /// Weights, input by input, and biases of the dense layers.
    layers: Vec<(Vec<f32>, Vec<f32>)>,
    output: Output,
    /// Mean and deviation of the numbers to predict, which the network sees without; 0 and 1 for classes.
    pub(super) centre_and_scale: (f64, f64),
}

impl Convolutional {
    /// A network of filters and dense layers of the plain device.
    pub(super) fn new(filters: Filters, dense: Network, output: Output, centre_and_scale: (f64, f64)) -> Self {
        let layers = (0..dense.layers.len()).map(|layer| dense.weights(layer)).collect();
        Self { filters, dense, layers, output, centre_and_scale }
    }

    /// The scores of every row, in the unit of the target.
    pub fn score_all(&self, rows: &Matrix) -> Vec<f32> {
        let (centre, scale) = self.centre_and_scale;
        let mut scores = Vec::with_capacity(rows.rows() * self.output.width());
        for block in rows.values.chunks(BLOCK * rows.columns) {
            let features = self.filters.forward_all(block, &mut []);
            let width = features.len() / (block.len() / rows.columns);
            let found = self.dense.scores(&features, width).into_iter();
            scores.extend(found.map(|score| (f64::from(score) * scale + centre) as f32));
        }
        scores
    }

    /// Pixels per side that can matter to the answer, counted from the top left: odd rests are lost in pooling.
    fn seen(&self, side: usize) -> usize {
        let last = self.filters.layers.last().map_or(0, |layer| layer.outgoing()[side]);
        let layers = self.filters.layers.iter().rev();
        layers.fold(last, |seen, layer| (seen * layer.window + layer.kernel / 2).min(layer.size[side]))
    }
}

impl Model for Convolutional {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        let mut values = vec![0.0; self.filters.features()];
        self.filters.forward(row, &mut values, &mut Trace::default());
        let last = self.layers.len().saturating_sub(1);
        for (place, (weights, biases)) in self.layers.iter().enumerate() {
            values = run(|| dense(&values, weights, biases));
            if place < last {
                for value in &mut values {
                    *value = value.max(0.0);
                }
            }
        }
        let (centre, scale) = self.centre_and_scale;
        scores.iter_mut().zip(values).for_each(|(score, found)| *score = f64::from(found) * scale + centre);
    }

    fn answers(&self, rows: &Matrix) -> Vec<f64> {
        let mut answers: Vec<f64> = self.score_all(rows).into_iter().map(f64::from).collect();
        answers.chunks_exact_mut(self.output.width()).for_each(|answer| self.output.link(answer));
        answers
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        Learned::new(&self.filters, self.dense.clone(), &Device::flex()).saved_bytes()
    }

    fn parameters(&self) -> u64 {
        let filters = self.filters.layers.iter().map(|layer| layer.weights.len() + layer.biases.len());
        let dense = self.layers.iter().map(|(weights, biases)| weights.len() + biases.len());
        filters.chain(dense).sum::<usize>() as u64
    }

    fn uses(&self, column: usize) -> bool {
        let Some(first) = self.filters.layers.first() else { return false };
        let [width, _, channels] = first.size;
        let (pixel, channel) = (column / channels, column % channels);
        let is_weighed = |weights: &[f32]| weights.iter().any(|weight| *weight != 0.0);
        pixel % width < self.seen(0)
            && pixel / width < self.seen(1)
            && first.weights.chunks_exact(first.filters).skip(channel).step_by(channels).any(is_weighed)
    }

    fn take_in(&mut self, newer: &Newer<'_>, progress: &mut Progress<'_>) -> Option<Result<(), LearnError>> {
        let Algorithm::ConvolutionalNetwork(settings) = newer.algorithm else { return None };
        Some(take_in(self, settings, newer, progress))
    }

    fn exported(&self) -> Exported<'_> {
        let filters = self.filters.layers.iter().map(|layer| FilterTensor {
            shape: [layer.kernel, layer.kernel, layer.size[2], layer.filters],
            weights: (&layer.weights).into(),
            biases: (&layer.biases).into(),
            window: layer.window,
        });
        let dense = |(weights, biases): &'_ (Vec<f32>, Vec<f32>)| DenseLayer {
            weights: weights.clone().into(),
            biases: biases.clone().into(),
        };
        let parts = Parts::Filters {
            shape: self.filters.layers.first().map_or([0; 3], |layer| layer.size),
            centre_and_scale: self.filters.centre_and_scale,
            filters: filters.collect(),
            layers: self.layers.iter().map(dense).collect(),
        };
        let (centre, scale) = self.centre_and_scale;
        let finish = match self.output {
            Output::Number => Finish::Scaled { centre, scale },
            Output::Positive => Finish::Logistic,
            Output::Classes(_) => Finish::Softmax,
        };
        Exported { parts, finish }
    }

    fn operations(&self, row: &[f32]) -> u64 {
        // A pixel is centred and scaled; then a product and a sum per weight and place, a rectifier, and three
        // comparisons per pooled value.
        let filters: usize = self.filters.layers.iter().map(FilterLayer::operations).sum();
        let dense: usize = self.layers.iter().map(|(weights, biases)| 2 * weights.len() + biases.len()).sum();
        (2 * row.len() + filters + dense - self.output.width()) as u64 + self.output.link_operations()
    }
}

/// The sums of one dense layer. Many inputs are 0 behind a rectifier.
#[inline]
fn dense(values: &[f32], weights: &[f32], biases: &[f32]) -> Vec<f32> {
    let mut sums = biases.to_vec();
    for (value, weights) in values.iter().zip(weights.chunks_exact(biases.len())) {
        if *value != 0.0 {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
        }
    }
    sums
}

//! How large a network is before it is trained: what its weights, one prediction and one training step take.

use super::measure::dense_parameters;
use crate::model::{Algorithm, ConvolutionLayer, ImageShape};

/// Bytes of a weight, a gradient or an activation.
const BYTES: u64 = 4;
/// With more columns than this, a linear regression is approached without the products of its columns.
const MOST_SOLVED: u64 = 1500;
/// Most columns that a logistic regression learns how the loss bends along.
const MOST_TURNED: u64 = 1000;

/// The size of a network, which follows from its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkSize {
    /// Learned numbers.
    pub parameters: u64,
    /// Additions, multiplications and comparisons from one row to its scores. What turns scores into probabilities, and
    /// pixels into standardised ones, is left out.
    pub operations: u64,
    /// Bytes of all weights.
    pub weight_bytes: u64,
    /// Bytes that training holds: of networks weights, their gradients, the two moments of Adam, and the activations of a
    /// batch on their way forwards and backwards; of linear models what solving takes, such as the products of columns.
    /// The rows themselves, and copies that an implementation makes, come on top.
    pub training_bytes: u64,
}

/// What comes into a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A row of so many prepared columns.
    Columns(u64),
    /// An image.
    Image(ImageShape),
}

/// The size of what `algorithm` fits to rows of `input` with so many `outputs` (scores: one per class, or 1 for yes or
/// no and for numbers). `None` for families whose size only training decides, and for a convolutional network without
/// an image or whose pooling leaves nothing of it.
pub fn network_size(algorithm: &Algorithm, input: Input, outputs: usize) -> Option<NetworkSize> {
    let outputs = outputs as u64;
    let columns = input.columns();
    match algorithm {
        // Solved, not trained in steps: no gradients and no moments, but the products of columns in double precision.
        Algorithm::LinearRegression(_) => {
            let layers = Layers::dense(&[columns, outputs]);
            let products = if columns <= MOST_SOLVED { columns * columns } else { 0 };
            Some(layers.size(0, 2 * products))
        }
        // Ten steps and changes of the slopes are remembered, in double precision, and how the loss bends.
        Algorithm::LogisticRegression(_) => {
            let layers = Layers::dense(&[columns, outputs]);
            let bends = if columns < MOST_TURNED { columns.saturating_mul(columns) } else { 0 };
            Some(layers.size(0, layers.parameters.saturating_mul(50).saturating_add(2 * bends)))
        }
        Algorithm::MultiLayerPerceptron(settings) => {
            let hidden = settings.hidden.iter().map(|units| u64::from(*units));
            let widths: Vec<u64> = [columns].into_iter().chain(hidden).chain([outputs]).collect();
            Some(Layers::dense(&widths).trained_by_adam(settings.batch))
        }
        Algorithm::ConvolutionalNetwork(settings) => {
            let Input::Image(shape) = input else { return None };
            let (filters, features) = Layers::filters(&settings.layers, shape)?;
            let hidden = settings.hidden.iter().map(|units| u64::from(*units));
            let widths: Vec<u64> = [features].into_iter().chain(hidden).chain([outputs]).collect();
            Some(filters.and(Layers::dense(&widths)).trained_by_adam(settings.batch))
        }
        _ => None,
    }
}

impl Input {
    fn columns(self) -> u64 {
        match self {
            Self::Columns(columns) => columns,
            Self::Image(ImageShape { width, height, channels }) => {
                u64::from(width).saturating_mul(height.into()).saturating_mul(channels.into())
            }
        }
    }
}

/// What layers add up to.
#[derive(Clone, Copy, Debug, Default)]
struct Layers {
    parameters: u64,
    operations: u64,
    /// Values that come into each layer or leave the last, for one row.
    activations: u64,
}

impl Layers {
    /// Dense layers by their widths, input first, with a rectifier between them.
    fn dense(widths: &[u64]) -> Self {
        let weights: u64 = widths.windows(2).map(|pair| pair[0].saturating_mul(pair[1])).sum();
        // A product and a sum per weight: the first sum adds the offset.
        let rectifiers: u64 = widths.iter().skip(1).rev().skip(1).sum();
        let parameters = dense_parameters(widths);
        Self { parameters, operations: 2 * weights + rectifiers, activations: widths.iter().sum() }
    }

    /// Convolutional layers, and the values that leave the last; `None` where pooling leaves nothing.
    fn filters(layers: &[ConvolutionLayer], shape: ImageShape) -> Option<(Self, u64)> {
        let (mut width, mut height, mut channels) =
            (u64::from(shape.width), u64::from(shape.height), u64::from(shape.channels));
        let mut total = Self::default();
        for layer in layers {
            let (filters, kernel) = (u64::from(layer.filters), u64::from(layer.kernel));
            let weights = kernel.checked_mul(kernel)?.checked_mul(channels)?.checked_mul(filters)?;
            let pixels = width.checked_mul(height)?;
            let sums = pixels.checked_mul(filters)?;
            let operations = weights.checked_mul(2)?.checked_mul(pixels)?.checked_add(sums)?;
            let incoming = pixels.checked_mul(channels)?;
            // Pooled values are what comes into the next layer.
            total = total.and(Self { parameters: weights.checked_add(filters)?, operations, activations: incoming });
            if layer.pool {
                (width, height) = (width / 2, height / 2);
                // Three comparisons find the largest of four; the sums before pooling are held as well.
                let compared = 3 * width * height * filters;
                total = total.and(Self { parameters: 0, operations: compared, activations: sums });
            }
            channels = filters;
        }
        let features = width.checked_mul(height)?.checked_mul(channels)?;
        (features > 0).then_some((total, features))
    }

    fn and(self, other: Self) -> Self {
        Self {
            parameters: self.parameters.saturating_add(other.parameters),
            operations: self.operations.saturating_add(other.operations),
            activations: self.activations.saturating_add(other.activations),
        }
    }

    /// Weights, gradients, two moments, and a value and a gradient per activation of a batch.
    fn trained_by_adam(self, batch: u32) -> NetworkSize {
        self.size(batch.into(), self.parameters.saturating_mul(3))
    }

    /// With so many values besides the weights and the activations of a batch.
    fn size(self, batch: u64, others: u64) -> NetworkSize {
        let activations = self.activations.saturating_mul(2).saturating_mul(batch);
        let values = self.parameters.saturating_add(others).saturating_add(activations);
        NetworkSize {
            parameters: self.parameters,
            operations: self.operations,
            weight_bytes: self.parameters.saturating_mul(BYTES),
            training_bytes: values.saturating_mul(BYTES),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConvolutionSettings, LinearSettings, LogisticSettings, PerceptronSettings};

    fn perceptron(hidden: &[u32], batch: u32) -> Algorithm {
        let (hidden, epochs, learning_rate) = (hidden.to_vec(), 1, 0.001);
        Algorithm::MultiLayerPerceptron(PerceptronSettings { hidden, epochs, batch, learning_rate })
    }

    fn convolutional(layers: Vec<ConvolutionLayer>, hidden: Vec<u32>, batch: u32) -> Algorithm {
        let (epochs, learning_rate) = (1, 0.001);
        Algorithm::ConvolutionalNetwork(ConvolutionSettings { layers, hidden, epochs, batch, learning_rate })
    }

    #[test]
    fn a_perceptron_for_digits() {
        let size = network_size(&perceptron(&[300, 100], 32), Input::Columns(784), 10).unwrap();
        assert_eq!((size.parameters, size.weight_bytes), (266_610, 1_066_440));
        // 266,200 weights and 400 rectifiers.
        assert_eq!(size.operations, 2 * 266_200 + 400);
        assert_eq!(size.training_bytes, 4 * (4 * 266_610 + 2 * 32 * (784 + 300 + 100 + 10)));
        let image = Input::Image(ImageShape { width: 28, height: 28, channels: 1 });
        assert_eq!(network_size(&perceptron(&[300, 100], 32), image, 10), Some(size));
    }

    #[test]
    fn a_convolutional_network_for_digits() {
        let layer = |filters| ConvolutionLayer { filters, kernel: 3, pool: true };
        let algorithm = convolutional(vec![layer(32), layer(64)], vec![128], 64);
        let image = Input::Image(ImageShape { width: 28, height: 28, channels: 1 });
        let size = network_size(&algorithm, image, 10).unwrap();
        // As Keras counts it: 320, 18,496, 401,536 and 1,290.
        assert_eq!(size.parameters, 320 + 18_496 + 401_536 + 1290);
        let first = 784 * (2 * 9 * 32 + 32) + 3 * 196 * 32;
        let second = 196 * (2 * 9 * 32 * 64 + 64) + 3 * 49 * 64;
        assert_eq!(size.operations, first + second + 2 * (3136 * 128 + 128 * 10) + 128);
        let activations = 784 + 784 * 32 + 196 * 32 + 196 * 64 + 3136 + 128 + 10;
        assert_eq!(size.training_bytes, 4 * (4 * size.parameters + 2 * 64 * activations));
        assert_eq!(network_size(&algorithm, Input::Columns(784), 10), None);
        let small = Input::Image(ImageShape { width: 3, height: 3, channels: 1 });
        assert_eq!(network_size(&algorithm, small, 10), None);
    }

    #[test]
    fn linear_models_have_a_weight_per_column_and_score() {
        let logistic = Algorithm::LogisticRegression(LogisticSettings { iterations: 1, l2: 1.0 });
        let size = network_size(&logistic, Input::Columns(20), 3).unwrap();
        assert_eq!((size.parameters, size.operations, size.weight_bytes), (63, 120, 252));
        let linear = Algorithm::LinearRegression(LinearSettings { l2: 1.0 });
        let size = network_size(&linear, Input::Columns(20), 1).unwrap();
        assert_eq!((size.parameters, size.operations, size.training_bytes), (21, 40, 4 * 21 + 8 * 400));
        assert_eq!(network_size(&Algorithm::Baseline, Input::Columns(20), 1), None);
    }
}

//! The convolutional layers of a network, forwards and backwards, image by image and on all cores.
//!
//! The results do not depend on how many cores there are: images are worked on in groups of fixed size, and what the
//! groups found is added up in order.

use super::super::neighbours::in_parallel;
use super::layer::{FilterLayer, LayerGradient};

/// Images that share one gradient.
const GROUP: usize = 8;

/// The convolutional layers, first to last.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filters {
    /// Each takes in what the one before it gives out.
    pub layers: Vec<FilterLayer>,
    /// What is subtracted from pixels, and what they are divided by.
    pub centre_and_scale: (f32, f32),
}

/// What the way forwards of one image leaves to the way backwards: per layer the padded input, and per pooled value
/// which of its pixels it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    inputs: Vec<Vec<f32>>,
    places: Vec<Vec<u32>>,
}

impl Filters {
    /// Values that go out per image.
    pub fn features(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.outgoing().iter().product())
    }

    /// From the pixels of one image to its features.
    pub fn forward(&self, pixels: &[f32], features: &mut [f32], trace: &mut Trace) {
        let (centre, scale) = self.centre_and_scale;
        let Some(first) = self.layers.first() else { return };
        let kept = self.layers.len();
        trace.inputs.resize_with(kept, Vec::new);
        trace.places.resize_with(kept, Vec::new);
        for (layer, input) in self.layers.iter().zip(&mut trace.inputs) {
            if input.is_empty() {
                *input = layer.padded(layer.size[2]);
            }
        }
        let channels = first.size[2];
        for (row, pixels) in first.rows_of(&mut trace.inputs[0], channels).zip(pixels.chunks(first.size[0] * channels))
        {
            row.iter_mut().zip(pixels).for_each(|(to, pixel)| *to = (pixel - centre) / scale);
        }
        for (number, (layer, places)) in self.layers.iter().zip(&mut trace.places).enumerate() {
            let (done, next) = trace.inputs.split_at_mut(number + 1);
            if let (Some(after), Some(next)) = (self.layers.get(number + 1), next.first_mut()) {
                layer.forward(&done[number], places, after.rows_of(next, layer.filters));
            } else {
                let row = layer.outgoing()[0] * layer.filters;
                layer.forward(&done[number], places, features.chunks_exact_mut(row));
            }
        }
    }

    /// Adds one image's part to the gradients; `wanted` is the gradient of its features.
    fn backward(&self, wanted: &[f32], trace: &Trace, turned: &[Vec<f32>], gradients: &mut [LayerGradient]) {
        let mut wanted = wanted.to_vec();
        let mut stride = self.layers.last().map_or(1, |layer| layer.outgoing()[0] * layer.filters);
        for (number, layer) in self.layers.iter().enumerate().rev() {
            let kept = (trace.inputs[number].as_slice(), trace.places[number].as_slice());
            let turned = turned.get(number).filter(|_| number > 0).map(Vec::as_slice);
            wanted = layer.backward(kept, (&wanted, stride), &mut gradients[number], turned);
            stride = layer.stride() * layer.size[2];
        }
    }

    /// The features of many images, row by row; `traces` is empty where nobody will go backwards.
    pub fn forward_all(&self, pixels: &[f32], traces: &mut [Trace]) -> Vec<f32> {
        let Some(first) = self.layers.first() else { return Vec::new() };
        let (columns, width) = (first.size.iter().product::<usize>(), self.features());
        let mut features = vec![0.0; pixels.len() / columns * width];
        let mut traces = traces.chunks_mut(GROUP);
        let groups = pixels.chunks(GROUP * columns).zip(features.chunks_mut(GROUP * width));
        let mut groups: Vec<_> = groups.map(|(pixels, features)| (pixels, features, traces.next())).collect();
        in_parallel(&mut groups, |_, groups| {
            for (pixels, features, traces) in groups {
                let images = pixels.chunks_exact(columns).zip(features.chunks_exact_mut(width));
                if let Some(traces) = traces {
                    images.zip(traces.iter_mut()).for_each(|((from, to), trace)| self.forward(from, to, trace));
                } else {
                    let mut trace = Trace::default();
                    images.for_each(|(from, to)| self.forward(from, to, &mut trace));
                }
            }
        });
        features
    }

    /// The gradients of all layers; `wanted` is the gradient of the features of the images that left `traces`.
    pub fn backward_all(&self, wanted: &[f32], traces: &[Trace]) -> Vec<LayerGradient> {
        let turned: Vec<Vec<f32>> = self.layers.iter().map(FilterLayer::turned).collect();
        let zeros = || -> Vec<LayerGradient> {
            let layers = self.layers.iter();
            layers.map(|layer| (vec![0.0; layer.weights.len()], vec![0.0; layer.filters])).collect()
        };
        let width = self.features().max(1);
        let groups = wanted.chunks(GROUP * width).zip(traces.chunks(GROUP));
        let mut parts: Vec<_> = groups.map(|(wanted, traces)| (wanted, traces, zeros())).collect();
        in_parallel(&mut parts, |_, parts| {
            for (wanted, traces, gradients) in parts {
                for (wanted, trace) in wanted.chunks_exact(width).zip(traces.iter()) {
                    self.backward(wanted, trace, &turned, gradients);
                }
            }
        });
        let mut total = zeros();
        for (_, _, part) in &parts {
            for (total, part) in total.iter_mut().zip(part) {
                total.0.iter_mut().zip(&part.0).for_each(|(sum, value)| *sum += value);
                total.1.iter_mut().zip(&part.1).for_each(|(sum, value)| *sum += value);
            }
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use burn::nn::pool::MaxPool2dConfig;
    use burn::tensor::module::conv2d;
    use burn::tensor::ops::ConvOptions;
    use burn::tensor::{Device, Tensor, TensorData, activation};
    use rand::{Rng as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Filters, kernel and window of each layer.
    type Layers<'a> = &'a [(usize, usize, usize)];

    /// Layers, and width, height and channels of the images.
    const SETS: [(Layers<'_>, [usize; 3]); 4] = [
        (&[(3, 3, 2)], [5, 4, 1]),
        (&[(17, 3, 2), (33, 3, 2)], [12, 9, 3]),
        (&[(7, 5, 1), (20, 1, 2), (4, 3, 1)], [7, 6, 2]),
        (&[(2, 7, 1)], [2, 3, 1]),
    ];

    fn filters(layers: Layers<'_>, mut size: [usize; 3], random: &mut ChaCha8Rng) -> Filters {
        let layers = layers.iter().map(|&(filters, kernel, window)| {
            let weights = (0..kernel * kernel * size[2] * filters).map(|_| random.random_range(-0.5..0.5)).collect();
            let biases = (0..filters).map(|_| random.random_range(-0.5..0.5)).collect();
            let layer = FilterLayer { size, filters, kernel, window, weights, biases };
            size = layer.outgoing();
            layer
        });
        Filters { layers: layers.collect(), centre_and_scale: (0.25, 2.0) }
    }

    fn numbers(count: usize, random: &mut ChaCha8Rng) -> Vec<f32> {
        (0..count).map(|_| random.random_range(-1.0..1.0)).collect()
    }

    /// The same layers in burn: features, and the gradients of the sum of `wanted` times features.
    fn by_burn(filters: &Filters, pixels: &[f32], wanted: &[f32]) -> (Vec<f32>, Vec<LayerGradient>) {
        let device = Device::flex().autodiff();
        let [width, height, channels] = filters.layers[0].size;
        let count = pixels.len() / (width * height * channels);
        let data = TensorData::new(pixels.to_vec(), [count, height, width, channels]);
        let mut values = ((Tensor::<4>::from_data(data, &device) - 0.25) / 2.0).permute([0, 3, 1, 2]);
        let mut learned = Vec::new();
        for layer in &filters.layers {
            let shape = [layer.kernel, layer.kernel, layer.size[2], layer.filters];
            let weights = Tensor::<4>::from_data(TensorData::new(layer.weights.clone(), shape), &device).require_grad();
            let biases = TensorData::new(layer.biases.clone(), [layer.filters]);
            let biases = Tensor::<1>::from_data(biases, &device).require_grad();
            let options = ConvOptions::new([1, 1], [layer.border(); 2], [1, 1], 1);
            values = conv2d(values, weights.clone().permute([3, 2, 0, 1]), Some(biases.clone()), options);
            values = activation::relu(values);
            if layer.window == 2 {
                values = MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init().forward(values);
            }
            learned.push((weights, biases));
        }
        let features = values.permute([0, 2, 3, 1]).reshape([count as i32, -1]);
        let wanted = TensorData::new(wanted.to_vec(), features.dims());
        let gradients = (features.clone() * Tensor::<2>::from_data(wanted, &device)).sum().backward();
        let gradients = learned.iter().map(|(weights, biases)| {
            let (weights, biases) = (weights.grad(&gradients).unwrap(), biases.grad(&gradients).unwrap());
            (weights.into_data().iter::<f32>().collect(), biases.into_data().iter::<f32>().collect())
        });
        let gradients = gradients.collect();
        (features.into_data().iter::<f32>().collect(), gradients)
    }

    fn assert_close(found: &[f32], expected: &[f32], what: &str) {
        assert_eq!(found.len(), expected.len(), "{what}");
        let largest = expected.iter().fold(1.0_f32, |largest, value| largest.max(value.abs()));
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() <= 1e-5 * largest, "{what}: {found} is not {expected}");
        }
    }

    #[test]
    fn features_and_gradients_are_those_of_burn() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for (layers, size) in SETS {
            let filters = filters(layers, size, &mut random);
            // More images than a group.
            let count = 11;
            let pixels = numbers(count * size.iter().product::<usize>(), &mut random);
            let wanted = numbers(count * filters.features(), &mut random);
            let mut traces = vec![Trace::default(); count];
            // Twice, because traces are used again.
            filters.forward_all(&wanted.iter().cycle().take(pixels.len()).copied().collect::<Vec<_>>(), &mut traces);
            let features = filters.forward_all(&pixels, &mut traces);
            let gradients = filters.backward_all(&wanted, &traces);
            let (expected, expected_gradients) = by_burn(&filters, &pixels, &wanted);
            assert_close(&features, &expected, "features");
            assert_eq!(filters.forward_all(&pixels, &mut []), features);
            for (found, expected) in gradients.iter().zip(&expected_gradients) {
                assert_close(&found.0, &expected.0, "weights");
                assert_close(&found.1, &expected.1, "biases");
            }
        }
    }

    #[test]
    fn gradients_are_finite_differences() {
        let mut random = ChaCha8Rng::seed_from_u64(2);
        let mut filters = filters(&[(3, 3, 2), (2, 3, 1)], [6, 5, 1], &mut random);
        let pixels = numbers(30, &mut random);
        let wanted = numbers(filters.features(), &mut random);
        let mut traces = [Trace::default()];
        filters.forward_all(&pixels, &mut traces);
        let gradients = filters.backward_all(&wanted, &traces);
        let total = |filters: &Filters| -> f64 {
            let features = filters.forward_all(&pixels, &mut []);
            features.iter().zip(&wanted).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
        };
        for (layer, gradient) in gradients.iter().enumerate() {
            for weight in 0..filters.layers[layer].weights.len() {
                let kept = filters.layers[layer].weights[weight];
                let mut at = |moved: f32| {
                    filters.layers[layer].weights[weight] = kept + moved;
                    total(&filters)
                };
                let slope = (at(1e-3) - at(-1e-3)) / 2e-3;
                filters.layers[layer].weights[weight] = kept;
                let found = f64::from(gradient.0[weight]);
                assert!((slope - found).abs() < 2e-3, "layer {layer}, weight {weight}: {found} is not {slope}");
            }
        }
    }

    #[test]
    fn a_filter_that_looks_at_one_neighbour_moves_the_image() {
        // The kernel's right middle input alone: each pixel becomes its right neighbour, and the last column 0.
        let mut weights = vec![0.0; 9];
        weights[5] = 1.0;
        let layer = FilterLayer { size: [3, 2, 1], filters: 1, kernel: 3, window: 1, weights, biases: vec![0.0] };
        let filters = Filters { layers: vec![layer], centre_and_scale: (0.0, 1.0) };
        assert_eq!(filters.forward_all(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &mut []), [2.0, 3.0, 0.0, 5.0, 6.0, 0.0]);
    }
}

//! The two loops in which a convolution spends its time, written for the vector registers of the machine.
//!
//! burn's CPU backend rearranges the whole batch for each convolution and sends the gradient of the weights through a
//! matrix product of nine rows; these loops read the padded image where it lies.

#![expect(clippy::inline_always, reason = "what is not inlined is compiled without the wide instructions")]

use pulp::{Simd, WithSimd};

/// Places, or inputs of the weights' gradient, worked on at once: with two vectors each, what 16 registers hold.
pub(super) const PLACES: usize = 6;

/// How a convolution reads a padded image. Places are numbered along padded rows, so that the inputs of one row of the
/// kernel lie side by side; places beyond the image's right edge are computed as well, and nobody reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// Places from the first to the last of the image.
    pub places: usize,
    /// Values of a pixel.
    pub inputs: usize,
    /// Filters.
    pub outputs: usize,
    /// Rows and columns of the kernel.
    pub kernel: usize,
    /// Pixels in a padded row.
    pub stride: usize,
}

impl Reach {
    /// Inputs that lie side by side: those of one row of the kernel.
    fn run(self) -> usize {
        self.kernel * self.inputs
    }

    /// Weights of one filter.
    pub fn weights(self) -> usize {
        self.kernel * self.run()
    }

    /// Values behind the last place that the loops may touch, in an image with `values` per pixel.
    pub fn slack(values: usize) -> usize {
        PLACES * values.max(1) + PLACES
    }
}

/// For every place, the sums of products of weights and inputs, from the biases on.
pub(super) struct Convolve<'a> {
    /// How the image is read.
    pub reach: Reach,
    /// The padded image.
    pub image: &'a [f32],
    /// Row-major: an input of the kernel per row, a filter per column.
    pub weights: &'a [f32],
    /// One per filter; none for zeros.
    pub biases: &'a [f32],
    /// Place by place, as many values as there are filters, and slack.
    pub sums: &'a mut [f32],
}

/// Adds to the gradient of each weight the products of its inputs and what is wanted of its filter, over all places.
pub(super) struct WeightGradient<'a> {
    /// How the image is read.
    pub reach: Reach,
    /// The padded image.
    pub image: &'a [f32],
    /// Place by place, the gradient of each filter's sum; zeros beyond the right edge.
    pub wanted: &'a [f32],
    /// In the order of the weights.
    pub gradient: &'a mut [f32],
}

impl WithSimd for Convolve<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { reach, image, weights, biases, sums } = self;
        let width = 2 * S::F32_LANES;
        let (run, outputs) = (reach.run(), reach.outputs);
        let mut packed = vec![[simd.splat_f32s(0.0); 2]; reach.weights()];
        for first in (0..outputs).step_by(width) {
            let filters = width.min(outputs - first);
            for (pair, weights) in packed.iter_mut().zip(weights.chunks_exact(outputs)) {
                *pair = load(simd, &weights[first..first + filters]);
            }
            let start = biases.get(first..first + filters).map_or([simd.splat_f32s(0.0); 2], |b| load(simd, b));
            for place in (0..reach.places).step_by(PLACES) {
                let mut totals = [start; PLACES];
                for (row, pairs) in packed.chunks_exact(run).enumerate() {
                    let from = (place + row * reach.stride) * reach.inputs;
                    let inputs: [&[f32]; PLACES] =
                        std::array::from_fn(|at| &image[from + at * reach.inputs..][..pairs.len()]);
                    for (number, pair) in pairs.iter().enumerate() {
                        for (total, inputs) in totals.iter_mut().zip(&inputs) {
                            let input = simd.splat_f32s(inputs[number]);
                            total[0] = simd.mul_add_e_f32s(input, pair[0], total[0]);
                            total[1] = simd.mul_add_e_f32s(input, pair[1], total[1]);
                        }
                    }
                }
                for (total, sums) in totals.iter().zip(sums[place * outputs..].chunks_exact_mut(outputs)) {
                    store(simd, &mut sums[first..first + filters], *total);
                }
            }
        }
    }
}

impl WithSimd for WeightGradient<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { reach, image, wanted, gradient } = self;
        let width = 2 * S::F32_LANES;
        let (run, outputs) = (reach.run(), reach.outputs);
        let mut packed = vec![[simd.splat_f32s(0.0); 2]; reach.places];
        for first in (0..outputs).step_by(width) {
            let filters = width.min(outputs - first);
            for (pair, wanted) in packed.iter_mut().zip(wanted.chunks_exact(outputs)) {
                *pair = load(simd, &wanted[first..first + filters]);
            }
            for (row, gradient) in gradient.chunks_exact_mut(run * outputs).enumerate() {
                for number in (0..run).step_by(PLACES) {
                    let mut totals = [[simd.splat_f32s(0.0); 2]; PLACES];
                    let inputs = image[row * reach.stride * reach.inputs + number..].array_windows::<PLACES>();
                    for (pair, inputs) in packed.iter().zip(inputs.step_by(reach.inputs)) {
                        for (total, input) in totals.iter_mut().zip(inputs) {
                            let input = simd.splat_f32s(*input);
                            total[0] = simd.mul_add_e_f32s(input, pair[0], total[0]);
                            total[1] = simd.mul_add_e_f32s(input, pair[1], total[1]);
                        }
                    }
                    let gradients = gradient.chunks_exact_mut(outputs).skip(number);
                    for (total, gradient) in totals.iter().zip(gradients) {
                        let gradient = &mut gradient[first..first + filters];
                        let [low, high] = load(simd, gradient);
                        let total = [simd.add_f32s(low, total[0]), simd.add_f32s(high, total[1])];
                        store(simd, gradient, total);
                    }
                }
            }
        }
    }
}

/// Two vectors of values, zeros behind the last.
#[inline(always)]
fn load<S: Simd>(simd: S, values: &[f32]) -> [S::f32s; 2] {
    let (low, high) = values.split_at(values.len().min(S::F32_LANES));
    [simd.partial_load_f32s(low), simd.partial_load_f32s(high)]
}

/// As many values of two vectors as there is room for.
#[inline(always)]
fn store<S: Simd>(simd: S, values: &mut [f32], [first, second]: [S::f32s; 2]) {
    let (low, high) = values.split_at_mut(values.len().min(S::F32_LANES));
    simd.partial_store_f32s(low, first);
    simd.partial_store_f32s(high, second);
}

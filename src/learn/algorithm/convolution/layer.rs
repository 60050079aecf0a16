//! One convolutional layer of one image, forwards and backwards.

use super::super::simd::run;
use super::kernels::{Convolve, Reach, WeightGradient};

/// Says of a pooled value that no input reached it: the rectifier cut it off.
const CUT_OFF: u32 = u32::MAX;

/// One convolutional layer: a convolution with the image's borders filled up with zeros, a rectifier, and perhaps the
/// largest of each two by two.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FilterLayer {
    /// Width, height and channels of what comes in.
    pub size: [usize; 3],
    /// Filters.
    pub filters: usize,
    /// Rows and columns of the kernel, an odd number.
    pub kernel: usize,
    /// Pixels per side of which the largest is kept: 1 or 2.
    pub window: usize,
    /// Row, column and channel of the kernel one after the other, a filter per column.
    pub weights: Vec<f32>,
    /// One per filter.
    pub biases: Vec<f32>,
}

/// The gradient of one layer: weights, then biases.
pub(super) type LayerGradient = (Vec<f32>, Vec<f32>);

impl FilterLayer {
    /// Width, height and channels of what goes out.
    pub fn outgoing(&self) -> [usize; 3] {
        [self.size[0] / self.window, self.size[1] / self.window, self.filters]
    }

    /// Operations of one image: a product and a sum per weight and pixel, a rectifier, and comparisons of windows.
    pub fn operations(&self) -> usize {
        let pixels = self.size[0] * self.size[1];
        let compared = self.outgoing().iter().product::<usize>() * (self.window * self.window - 1);
        2 * pixels * self.weights.len() + pixels * self.filters + compared
    }

    /// Pixels that the padding adds on each side.
    pub fn border(&self) -> usize {
        self.kernel / 2
    }

    /// Pixels in a padded row.
    pub fn stride(&self) -> usize {
        self.size[0] + self.kernel - 1
    }

    fn reach(&self, inputs: usize, outputs: usize) -> Reach {
        let places = (self.size[1] - 1) * self.stride() + self.size[0];
        Reach { places, inputs, outputs, kernel: self.kernel, stride: self.stride() }
    }

    /// An image of zeros with `values` per pixel, padded.
    pub fn padded(&self, values: usize) -> Vec<f32> {
        vec![0.0; self.stride() * (self.size[1] + self.kernel - 1) * values + Reach::slack(values)]
    }

    /// Room for one value per place and `values`.
    fn room(&self, values: usize) -> Vec<f32> {
        vec![0.0; self.stride() * self.size[1] * values + Reach::slack(values)]
    }

    /// The padded image's rows without their borders.
    pub fn rows_of<'a>(&self, padded: &'a mut [f32], values: usize) -> impl Iterator<Item = &'a mut [f32]> {
        let (border, width) = (self.border(), self.size[0]);
        let rows = padded.chunks_exact_mut(self.stride() * values).skip(border).take(self.size[1]);
        rows.map(move |row| &mut row[border * values..(border + width) * values])
    }

    /// From a padded image to pooled values, which `give_out` takes row by row.
    pub fn forward<'a>(&self, image: &[f32], places: &mut Vec<u32>, give_out: impl Iterator<Item = &'a mut [f32]>) {
        let reach = self.reach(self.size[2], self.filters);
        let mut sums = self.room(self.filters);
        run(Convolve { reach, image, weights: &self.weights, biases: &self.biases, sums: &mut sums });
        let [width, height, filters] = self.outgoing();
        places.resize(width * height * filters, 0);
        let stride = self.stride() * filters;
        let bands = sums.chunks_exact(stride * self.window).zip(places.chunks_exact_mut(width * filters));
        run(|| {
            for ((sums, places), row) in bands.zip(give_out) {
                let pooled = row.chunks_exact_mut(filters).zip(places.chunks_exact_mut(filters));
                for (pixel, (pooled, places)) in pooled.enumerate() {
                    let sums = &sums[pixel * self.window * filters..];
                    if self.window == 1 {
                        keep_largest([sums], pooled, places);
                    } else {
                        let below = &sums[stride..];
                        keep_largest([sums, &sums[filters..], below, &below[filters..]], pooled, places);
                    }
                }
            }
        });
    }

    /// Adds to `gradient` and returns, unless it is the first layer, the gradient of the padded image, place by place.
    /// `wanted` is the gradient of the pooled values with `stride` values from row to row.
    pub fn backward(
        &self,
        (image, places): (&[f32], &[u32]),
        (wanted, stride): (&[f32], usize),
        gradient: &mut LayerGradient,
        turned: Option<&[f32]>,
    ) -> Vec<f32> {
        let [width, _, filters] = self.outgoing();
        let mut spread = self.padded(filters);
        run(|| {
            let mut rows = self.rows_of(&mut spread, filters);
            for (places, wanted) in places.chunks_exact(width * filters).zip(wanted.chunks(stride)) {
                for (pixel, wanted) in places.chunks_exact(filters).zip(wanted.chunks_exact(filters)) {
                    for ((sum, wanted), place) in gradient.1.iter_mut().zip(wanted).zip(pixel) {
                        *sum += if *place == CUT_OFF { 0.0 } else { *wanted };
                    }
                }
                for (band, row) in (0..self.window).zip(&mut rows) {
                    let pixels = places.chunks_exact(filters).zip(wanted.chunks_exact(filters));
                    for (pixels, (places, wanted)) in row.chunks_exact_mut(self.window * filters).zip(pixels) {
                        for (column, pixel) in pixels.chunks_exact_mut(filters).enumerate() {
                            let here = (band * self.window + column) as u32;
                            for ((value, place), wanted) in pixel.iter_mut().zip(places).zip(wanted) {
                                *value = if *place == here { *wanted } else { 0.0 };
                            }
                        }
                    }
                }
            }
        });
        let first = (self.border() * self.stride() + self.border()) * filters;
        let reach = self.reach(self.size[2], filters);
        run(WeightGradient { reach, image, wanted: &spread[first..], gradient: &mut gradient.0 });
        turned.map_or_else(Vec::new, |turned| {
            let reach = self.reach(filters, self.size[2]);
            let mut sums = self.room(self.size[2]);
            run(Convolve { reach, image: &spread, weights: turned, biases: &[], sums: &mut sums });
            sums
        })
    }

    /// The weights that lead back from filters to inputs: the kernel turned by half a circle, a channel per column.
    pub fn turned(&self) -> Vec<f32> {
        let (inputs, filters) = (self.size[2], self.filters);
        let mut turned = vec![0.0; self.weights.len()];
        let taps = turned.chunks_exact_mut(inputs * filters).rev().zip(self.weights.chunks_exact(inputs * filters));
        for (turned, weights) in taps {
            for (filter, row) in turned.chunks_exact_mut(inputs).enumerate() {
                row.iter_mut().zip(weights.iter().skip(filter).step_by(filters)).for_each(|(to, from)| *to = *from);
            }
        }
        turned
    }
}

/// The largest of each filter's sums over some pixels, at least 0, and the first pixel that has it.
#[inline]
fn keep_largest<const PIXELS: usize>(pixels: [&[f32]; PIXELS], pooled: &mut [f32], places: &mut [u32]) {
    let pixels = pixels.map(|sums| &sums[..pooled.len()]);
    for (filter, (pooled, place)) in pooled.iter_mut().zip(places).enumerate() {
        let (mut best, mut first) = (0.0, CUT_OFF);
        for (sums, here) in pixels.iter().zip(0..) {
            let is_larger = sums[filter] > best;
            best = if is_larger { sums[filter] } else { best };
            first = if is_larger { here } else { first };
        }
        (*pooled, *place) = (best, first);
    }
}

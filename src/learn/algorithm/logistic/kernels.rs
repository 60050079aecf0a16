//! The loops in which a logistic regression spends its time, written for the vector registers of the machine.

#![expect(clippy::inline_always, reason = "what is not inlined is compiled without the wide instructions")]

use pulp::bytemuck::cast_slice;
use pulp::{Simd, WithSimd};

use super::super::simd::run;

/// Rows and classes whose scores are computed at once: with what they are made of, what 16 registers hold.
const SCORED: (usize, usize) = (4, 3);
/// Factors and vectors of columns whose products are summed at once.
const SUMMED: (usize, usize) = (4, 3);
/// Sums of exponentials whose logarithm is taken at once: so many products of up to 1000 classes stay finite.
const MULTIPLIED: usize = 64;
/// Beyond this, exponentials leave the normal numbers.
const LARGEST_EXPONENT: f32 = 87.0;

/// For every row, its products with the weights of every class.
pub(super) struct Scores<'a> {
    /// Row-major, each row a whole number of vectors.
    pub rows: &'a [f32],
    /// Class by class, each as long as a row.
    pub weights: &'a [f32],
    /// Values of a row.
    pub stride: usize,
    /// Row by row, as many as there are classes.
    pub found: &'a mut [f32],
}

/// Turns scores into what they are off by: probabilities less the truth. Gives the summed cross-entropy.
pub(super) struct Errors<'a> {
    /// One per row; for one score per row, 1 is yes.
    pub codes: &'a [u32],
    /// Row by row; becomes the errors.
    pub scores: &'a mut [f32],
}

/// Turns scores into probabilities, in place.
pub(super) struct Probabilities<'a> {
    /// Scores of a row.
    pub width: usize,
    /// Row by row; becomes the probabilities.
    pub scores: &'a mut [f32],
}

/// Adds to the sum of every factor and column their products over all rows.
pub(super) struct Products<'a> {
    /// Row by row.
    pub factors: &'a [f32],
    /// From the first factor of a row to that of the next, and how many of them are used.
    pub width: (usize, usize),
    /// Row-major, each row a whole number of vectors.
    pub rows: &'a [f32],
    /// Values of a row.
    pub stride: usize,
    /// Whether columns after the factor's place are left out, in whole vectors.
    pub is_lower: bool,
    /// Factor by factor, each as long as a row.
    pub sums: &'a mut [f64],
}

/// Values in a vector of the machine.
pub(super) fn lanes() -> usize {
    struct Lanes;
    impl WithSimd for Lanes {
        type Output = usize;

        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F32_LANES
        }
    }
    run(Lanes)
}

impl WithSimd for Scores<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { rows, weights, stride, found } = self;
        let width = weights.len() / stride;
        let tiles = rows.chunks(SCORED.0 * stride).zip(found.chunks_mut(SCORED.0 * width));
        for (rows, scores) in tiles {
            for (place, weights) in weights.chunks(SCORED.1 * stride).enumerate() {
                let scores = &mut scores[place * SCORED.1..];
                match (rows.len() / stride, weights.len() / stride) {
                    (4, 3) => score::<S, 4, 3>(simd, rows, weights, stride, scores, width),
                    (4, 2) => score::<S, 4, 2>(simd, rows, weights, stride, scores, width),
                    (4, 1) => score::<S, 4, 1>(simd, rows, weights, stride, scores, width),
                    (_, classes) => {
                        for (row, values) in rows.chunks_exact(stride).enumerate() {
                            for class in 0..classes {
                                let weights = &weights[class * stride..][..stride];
                                let scores = &mut scores[row * width + class..];
                                score::<S, 1, 1>(simd, values, weights, stride, scores, width);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The scores of some rows for some classes.
#[inline(always)]
fn score<S: Simd, const ROWS: usize, const CLASSES: usize>(
    simd: S,
    rows: &[f32],
    weights: &[f32],
    stride: usize,
    scores: &mut [f32],
    width: usize,
) {
    let vectors = stride / S::F32_LANES;
    let rows: [&[S::f32s]; ROWS] =
        std::array::from_fn(|row| &S::as_simd_f32s(&rows[row * stride..][..stride]).0[..vectors]);
    let weights: [&[S::f32s]; CLASSES] =
        std::array::from_fn(|class| &S::as_simd_f32s(&weights[class * stride..][..stride]).0[..vectors]);
    let mut sums = [[simd.splat_f32s(0.0); CLASSES]; ROWS];
    for vector in 0..vectors {
        for (sums, row) in sums.iter_mut().zip(&rows) {
            for (sum, weights) in sums.iter_mut().zip(&weights) {
                *sum = simd.mul_add_e_f32s(row[vector], weights[vector], *sum);
            }
        }
    }
    for (sums, scores) in sums.iter().zip(scores.chunks_mut(width)) {
        for (sum, score) in sums.iter().zip(scores) {
            *score = simd.reduce_sum_f32s(*sum);
        }
    }
}

impl WithSimd for Errors<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        let Self { codes, scores } = self;
        let width = scores.len() / codes.len().max(1);
        let mut loss = 0.0;
        let mut sums = [1.0; MULTIPLIED];
        for (scores, codes) in scores.chunks_mut(MULTIPLIED * width).zip(codes.chunks(MULTIPLIED)) {
            let sums = &mut sums[..codes.len()];
            loss += if width == 1 { yes_or_no(scores, codes, sums) } else { of_classes(scores, codes, width, sums) };
            loss += sums.iter().product::<f64>().ln();
        }
        loss
    }
}

/// Errors of yes or no: with margin m, the loss is ln(1 + exp(−|m|)) and, below 0, −m. Gives the second part.
#[inline(always)]
fn yes_or_no(scores: &mut [f32], codes: &[u32], sums: &mut [f64]) -> f64 {
    let mut beyond = 0.0;
    for ((score, code), sum) in scores.iter_mut().zip(codes).zip(sums) {
        let sign = if *code == 1 { 1.0 } else { -1.0 };
        let margin = *score * sign;
        let small = exponential(-margin.abs());
        beyond += f64::from((-margin).max(0.0));
        *score = -sign * (if margin > 0.0 { small } else { 1.0 }) / (1.0 + small);
        *sum = 1.0 + f64::from(small);
    }
    beyond
}

/// Errors of several classes. Gives what the largest score is above that of the truth.
#[inline(always)]
fn of_classes(scores: &mut [f32], codes: &[u32], width: usize, sums: &mut [f64]) -> f64 {
    let mut beyond = 0.0;
    for (scores, code) in scores.chunks_exact_mut(width).zip(codes) {
        let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for score in scores.iter_mut() {
            *score -= largest;
        }
        beyond -= f64::from(scores[*code as usize]);
    }
    for score in scores.iter_mut() {
        *score = exponential(*score);
    }
    for ((scores, code), sum) in scores.chunks_exact_mut(width).zip(codes).zip(sums) {
        let total: f32 = scores.iter().sum();
        *sum = f64::from(total);
        for score in scores.iter_mut() {
            *score /= total;
        }
        scores[*code as usize] -= 1.0;
    }
    beyond
}

impl WithSimd for Probabilities<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { width, scores } = self;
        if width == 1 {
            for score in scores.iter_mut() {
                *score = 1.0 / (1.0 + exponential(-*score));
            }
            return;
        }
        for scores in scores.chunks_exact_mut(width) {
            let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for score in scores.iter_mut() {
                *score = exponential(*score - largest);
            }
            let sum: f32 = scores.iter().sum();
            for score in scores.iter_mut() {
                *score /= sum;
            }
        }
    }
}

/// The exponential to about one unit in the last place (Cody and Waite 1980; coefficients of Cephes' `expf`): 2 to a
/// whole number times a polynomial. Unlike the one of the standard library it is inlined, and the same on every system.
#[inline(always)]
fn exponential(value: f32) -> f32 {
    const TO_WHOLE: f32 = 12_582_912.0;
    let value = value.clamp(-LARGEST_EXPONENT, LARGEST_EXPONENT);
    // Added to this number, the whole part is all that the mantissa has room for.
    let shifted = value * std::f32::consts::LOG2_E + TO_WHOLE;
    let whole = shifted - TO_WHOLE;
    let rest = value - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4;
    for coefficient in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5] {
        sum = sum * rest + coefficient;
    }
    let power = shifted.to_bits().wrapping_sub(TO_WHOLE.to_bits()).wrapping_add(127) << 23;
    (sum * rest * rest + rest + 1.0) * f32::from_bits(power)
}

impl WithSimd for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (step, count) = self.width;
        let vectors = self.stride / S::F32_LANES;
        // A narrow strip of all rows stays in the nearest cache while every factor passes over it.
        for vector in (0..vectors).step_by(SUMMED.1) {
            let skipped = if self.is_lower { vector * S::F32_LANES / SUMMED.0 * SUMMED.0 } else { 0 };
            for first in (skipped..count).step_by(SUMMED.0) {
                let factors = SUMMED.0.min(count - first);
                let tile = Tile {
                    factors: &self.factors[first..],
                    step,
                    rows: &self.rows[vector * S::F32_LANES..],
                    stride: self.stride,
                    sums: &mut self.sums[first * self.stride + vector * S::F32_LANES..],
                };
                match (factors, SUMMED.1.min(vectors - vector)) {
                    (4, 3) => tile.sum::<S, 4, 3>(simd),
                    (4, 2) => tile.sum::<S, 4, 2>(simd),
                    (4, _) => tile.sum::<S, 4, 1>(simd),
                    (3, 3) => tile.sum::<S, 3, 3>(simd),
                    (3, 2) => tile.sum::<S, 3, 2>(simd),
                    (3, _) => tile.sum::<S, 3, 1>(simd),
                    (2, 3) => tile.sum::<S, 2, 3>(simd),
                    (2, 2) => tile.sum::<S, 2, 2>(simd),
                    (2, _) => tile.sum::<S, 2, 1>(simd),
                    (_, 3) => tile.sum::<S, 1, 3>(simd),
                    (_, 2) => tile.sum::<S, 1, 2>(simd),
                    _ => tile.sum::<S, 1, 1>(simd),
                }
            }
        }
    }
}

/// The part of [`Products`] whose sums fit the registers.
struct Tile<'a> {
    factors: &'a [f32],
    step: usize,
    rows: &'a [f32],
    stride: usize,
    sums: &'a mut [f64],
}

impl Tile<'_> {
    #[inline(always)]
    fn sum<S: Simd, const FACTORS: usize, const VECTORS: usize>(self, simd: S) {
        let mut totals = [[simd.splat_f32s(0.0); VECTORS]; FACTORS];
        for (factors, row) in self.factors.chunks(self.step).zip(self.rows.chunks(self.stride)) {
            let factors = &factors[..FACTORS];
            let row = &S::as_simd_f32s(&row[..VECTORS * S::F32_LANES]).0[..VECTORS];
            for (totals, factor) in totals.iter_mut().zip(factors) {
                let factor = simd.splat_f32s(*factor);
                for (total, values) in totals.iter_mut().zip(row) {
                    *total = simd.mul_add_e_f32s(factor, *values, *total);
                }
            }
        }
        for (totals, sums) in totals.iter().zip(self.sums.chunks_mut(self.stride)) {
            for (total, sums) in totals.iter().zip(sums.chunks_exact_mut(S::F32_LANES)) {
                let total = std::slice::from_ref(total);
                for (sum, total) in sums.iter_mut().zip(cast_slice::<S::f32s, f32>(total)) {
                    *sum += f64::from(*total);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small whole numbers without a pattern: their sums are exact.
    fn numbers(count: usize, factor: usize) -> Vec<f32> {
        (0..count).map(|place| (place * factor % 17) as f32 - 8.0).collect()
    }

    #[test]
    fn products_of_any_shape_are_those_of_plain_loops() {
        for (rows, width, vectors) in [(1, 1, 1), (3, 2, 2), (5, 3, 4), (9, 4, 5), (6, 7, 3)] {
            let stride = vectors * lanes();
            let (values, weights) = (numbers(rows * stride, 5), numbers(width * stride, 7));
            let mut scores = vec![0.0; rows * width];
            run(Scores { rows: &values, weights: &weights, stride, found: &mut scores });
            let mut sums = vec![1.0; width * stride];
            let of = (width, width);
            run(Products { factors: &scores, width: of, rows: &values, stride, is_lower: false, sums: &mut sums });
            for class in 0..width {
                for row in 0..rows {
                    let pairs = values[row * stride..].iter().zip(&weights[class * stride..]).take(stride);
                    let expected: f32 = pairs.map(|(value, weight)| value * weight).sum();
                    assert_eq!(scores[row * width + class], expected, "{rows} {width} {vectors}");
                }
                for column in 0..stride {
                    let of_row = |row: usize| f64::from(scores[row * width + class] * values[row * stride + column]);
                    let expected = 1.0 + (0..rows).map(of_row).sum::<f64>();
                    assert_eq!(sums[class * stride + column], expected, "{rows} {width} {vectors}");
                }
            }
        }
    }

    #[test]
    fn errors_and_losses_are_those_of_the_formulas() {
        let scores = [0.3, -1.0, 2.5, 60.0, -0.2, 0.1, -90.0, 4.0, 4.0_f32];
        let codes = [2, 0, 1];
        let (mut errors, mut expected) = (scores, 0.0);
        let loss = run(Errors { codes: &codes, scores: &mut errors });
        for ((scores, errors), code) in scores.chunks_exact(3).zip(errors.chunks_exact(3)).zip(codes) {
            let total: f64 = scores.iter().map(|score| f64::from(*score).exp()).sum();
            expected += total.ln() - f64::from(scores[code as usize]);
            for (class, (score, error)) in (0..).zip(scores.iter().zip(errors)) {
                let truth = if class == code { 1.0 } else { 0.0 };
                assert!((f64::from(*error) - f64::from(*score).exp() / total + truth).abs() < 1e-6, "{errors:?}");
            }
        }
        assert!((loss - expected).abs() < 1e-5, "{loss}, {expected}");

        let codes = [1, 0, 1, 0, 0, 1, 1, 0, 1];
        let (mut errors, mut expected) = (scores, 0.0);
        let loss = run(Errors { codes: &codes, scores: &mut errors });
        for ((score, error), code) in scores.iter().zip(errors).zip(codes) {
            let probability = 1.0 / (1.0 + (-f64::from(*score)).exp());
            expected += if code == 1 { -probability.ln() } else { f64::from(*score).exp().ln_1p() };
            assert!((f64::from(error) - probability + f64::from(code)).abs() < 1e-6, "{score}, {error}");
        }
        assert!((loss - expected).abs() < 1e-5, "{loss}, {expected}");
    }

    #[test]
    fn exponentials_are_right_to_the_last_places() {
        for place in -8700..=8700_i16 {
            let value = f32::from(place) / 100.0;
            let exact = f64::from(value).exp();
            assert!((f64::from(exponential(value)) / exact - 1.0).abs() < 3e-7, "{value}");
        }
        assert!(exponential(-1e30) < 1e-37 && exponential(1e30).is_finite());
    }
}

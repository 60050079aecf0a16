//! Passes over the rows of a logistic regression: its loss, its slopes, and how the loss bends.
//!
//! The rows are divided into parts, the same ones whatever the number of processor cores, and what the parts give is
//! added in their order. Sums are taken in 32 bits over a block of rows and in 64 bits over the blocks.

use std::ops::Range;

use super::super::super::prepare::Matrix;
use super::super::neighbours::in_parallel;
use super::super::simd::run;
use super::kernels::{Errors, Probabilities, Products, Scores, lanes};

/// Most parts that the rows are divided into.
const MOST_PARTS: usize = 16;
/// Products below which a part is not worth a thread, and those that take as long as turning a score into an error.
const FEWEST_PRODUCTS: usize = 1_500_000;
const PRODUCTS_PER_SCORE: usize = 20;
/// Values that the sums of all parts may take.
const MOST_SUMS: usize = 8_000_000;
/// Values of the rows worked on at once, which the cache holds, and their number, which 32 bits sum up well enough.
const BLOCK_VALUES: usize = 100_000;
const BLOCK_ROWS: Range<usize> = 16..256;

/// Rows with a 1 behind their columns, which the intercept is the weight of, and zeros that make them whole vectors.
pub(super) struct Rows<'a> {
    values: Vec<f32>,
    /// Columns, the intercept's among them.
    pub columns: usize,
    /// Values from one row to the next; as many unknowns has every class.
    pub stride: usize,
    /// The place of each row's class.
    codes: &'a [u32],
    /// Scores of a row.
    pub width: usize,
}

/// What a pass found, as means over the rows.
pub(super) struct Found {
    /// The cross-entropy.
    pub loss: f64,
    /// Its slope along every unknown.
    pub slopes: Vec<f64>,
}

/// Which second derivatives are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bends {
    /// Of all unknowns of all classes.
    Full,
    /// Of the unknowns of a class among themselves, the mean over the classes.
    Shared,
    /// Of every unknown alone.
    Diagonal,
}

impl<'a> Rows<'a> {
    /// Copies `rows`.
    pub fn new(rows: &Matrix, codes: &'a [u32], width: usize) -> Self {
        let columns = rows.columns + 1;
        let stride = columns.next_multiple_of(lanes());
        let mut values = Vec::with_capacity(rows.rows() * stride);
        for row in rows.values.chunks_exact(rows.columns) {
            values.extend_from_slice(row);
            values.push(1.0);
            values.resize(values.len() + stride - columns, 0.0);
        }
        Self { values, columns, stride, codes, width }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.codes.len()
    }

    /// Mean cross-entropy and its slopes at `unknowns`, class by class.
    pub fn pass(&self, unknowns: &[f64]) -> Found {
        let weights = narrow(unknowns);
        let parts = self.sums(self.stride * self.width, 2 * self.stride * self.width, |rows, (loss, slopes)| {
            self.blocks(rows, 1, |block, codes| {
                let mut scores = self.scores(block, &weights);
                *loss += run(Errors { codes, scores: &mut scores });
                self.add_products(&scores, (self.width, self.width), block, false, slopes);
            });
        });
        let (loss, mut slopes) = parts;
        let count = self.count().max(1) as f64;
        for slope in &mut slopes {
            *slope /= count;
        }
        Found { loss: loss / count, slopes }
    }

    /// Mean cross-entropy at `unknowns`.
    pub fn loss(&self, unknowns: &[f64]) -> f64 {
        let weights = narrow(unknowns);
        let (loss, _) = self.sums(0, self.stride * self.width, |rows, (loss, _)| {
            self.blocks(rows, 1, |block, codes| {
                let mut scores = self.scores(block, &weights);
                *loss += run(Errors { codes, scores: &mut scores });
            });
        });
        loss / self.count().max(1) as f64
    }

    /// Second derivatives of the mean cross-entropy at `unknowns`, looked up in one of `spacing` rows: the lower halves
    /// of matrices of which each row is as long as a row of these, one matrix per pair of classes or one for all; or
    /// one number per unknown.
    pub fn bends(&self, unknowns: &[f64], which: Bends, spacing: usize) -> Vec<f64> {
        let weights = narrow(unknowns);
        let (stride, width) = (self.stride, self.width);
        let matrices = self.matrices(which);
        let size = if which == Bends::Diagonal { stride * width } else { matrices.len() * self.columns * stride };
        let products = self.bend_products(which) / spacing / self.count().max(1);
        let (_, mut sums) = self.sums(size, products, |rows, (_, sums)| {
            let mut scaled = Vec::new();
            self.blocks(rows, spacing, |block, _| {
                let mut scores = self.scores(block, &weights);
                run(Probabilities { width, scores: &mut scores });
                if which == Bends::Diagonal {
                    for probability in &mut scores {
                        *probability *= 1.0 - *probability;
                    }
                    scaled.clear();
                    scaled.extend(block.iter().map(|value| value * value));
                    self.add_products(&scores, (width, width), &scaled, false, sums);
                    return;
                }
                for (pair, sums) in matrices.iter().zip(sums.chunks_exact_mut(self.columns * stride)) {
                    scaled.clear();
                    for (row, probabilities) in block.chunks_exact(stride).zip(scores.chunks_exact(width)) {
                        let bend = bend(probabilities, *pair);
                        scaled.extend(row.iter().map(|value| bend * value));
                    }
                    self.add_products(&scaled, (stride, self.columns), block, true, sums);
                }
            });
        });
        let looked_at = self.count().div_ceil(spacing).max(1) as f64;
        for sum in &mut sums {
            *sum /= looked_at;
        }
        sums
    }

    /// Products that [`Self::pass`] takes.
    pub fn pass_products(&self) -> usize {
        2 * self.count() * self.stride * self.width
    }

    /// Products that [`Self::bends`] takes of all rows.
    pub fn bend_products(&self, which: Bends) -> usize {
        let products = match which {
            Bends::Diagonal => self.stride * self.width,
            _ => self.matrices(which).len() * self.columns * self.stride / 2,
        };
        self.count() * (products + self.stride * self.width)
    }

    /// The classes that each matrix is of, none for the mean over all.
    fn matrices(&self, which: Bends) -> Vec<Option<(usize, usize)>> {
        match which {
            Bends::Full => {
                (0..self.width).flat_map(|first| (0..=first).map(move |second| Some((first, second)))).collect()
            }
            Bends::Shared => vec![None],
            Bends::Diagonal => Vec::new(),
        }
    }

    /// Lets `add` sum up the parts; a part has `size` sums besides one for the loss, and takes `products` per row.
    fn sums(
        &self,
        size: usize,
        products: usize,
        add: impl Fn(Range<usize>, (&mut f64, &mut [f64])) + Sync,
    ) -> (f64, Vec<f64>) {
        let work = self.count().saturating_mul(products + PRODUCTS_PER_SCORE * self.width);
        let most = MOST_PARTS.min(MOST_SUMS / size.max(1)).max(1);
        let parts = (work / FEWEST_PRODUCTS).clamp(1, most);
        let share = self.count().div_ceil(parts).max(1);
        let mut sums = vec![(0.0, Vec::new()); parts];
        in_parallel(&mut sums, |first, parts| {
            for (part, (loss, sums)) in (first..).zip(parts) {
                sums.resize(size, 0.0);
                let rows = (part * share).min(self.count())..((part + 1) * share).min(self.count());
                add(rows, (loss, sums));
            }
        });
        sums.into_iter()
            .reduce(|mut total, part| {
                total.0 += part.0;
                total.1.iter_mut().zip(part.1).for_each(|(total, sum)| *total += sum);
                total
            })
            .unwrap_or_default()
    }

    /// Calls `each` with blocks of `rows`, or of every so many of them, and their codes.
    fn blocks(&self, rows: Range<usize>, spacing: usize, mut each: impl FnMut(&[f32], &[u32])) {
        let size = (BLOCK_VALUES / self.stride).clamp(BLOCK_ROWS.start, BLOCK_ROWS.end);
        if spacing == 1 {
            let codes = self.codes[rows.clone()].chunks(size);
            let values = self.values[rows.start * self.stride..rows.end * self.stride].chunks(size * self.stride);
            values.zip(codes).for_each(|(values, codes)| each(values, codes));
            return;
        }
        let chosen: Vec<usize> = rows.filter(|row| row.is_multiple_of(spacing)).collect();
        let (mut values, mut codes) = (Vec::new(), Vec::new());
        for rows in chosen.chunks(size) {
            values.clear();
            codes.clear();
            for row in rows {
                values.extend_from_slice(&self.values[row * self.stride..(row + 1) * self.stride]);
                codes.push(self.codes[*row]);
            }
            each(&values, &codes);
        }
    }

    fn scores(&self, block: &[f32], weights: &[f32]) -> Vec<f32> {
        let mut scores = vec![0.0; block.len() / self.stride * self.width];
        run(Scores { rows: block, weights, stride: self.stride, found: &mut scores });
        scores
    }

    fn add_products(&self, factors: &[f32], width: (usize, usize), rows: &[f32], is_lower: bool, sums: &mut [f64]) {
        run(Products { factors, width, rows, stride: self.stride, is_lower, sums });
    }
}

/// How much one row bends the loss between two classes, or within a class in the mean.
fn bend(probabilities: &[f32], classes: Option<(usize, usize)>) -> f32 {
    match classes {
        Some((first, second)) if first == second => probabilities[first] * (1.0 - probabilities[first]),
        Some((first, second)) => -probabilities[first] * probabilities[second],
        None => {
            let sum: f32 = probabilities.iter().map(|probability| probability * (1.0 - probability)).sum();
            sum / probabilities.len() as f32
        }
    }
}

fn narrow(unknowns: &[f64]) -> Vec<f32> {
    unknowns.iter().map(|unknown| *unknown as f32).collect()
}

//! How the loss of a logistic regression bends, and coordinates in which it bends the same way in every direction.
//!
//! With H the second derivatives of the penalised loss and H = L Lᵀ, these are the unknowns times Lᵀ: in them H is the
//! identity, so that columns which say nearly the same no longer slow the search down.

#![expect(clippy::inline_always, reason = "what is not inlined is compiled without the wide instructions")]

use pulp::{Simd, WithSimd};

use super::super::simd::run;
use super::passes::{Bends, Rows};

/// With more unknowns than this, those of different classes are taken to be independent and to bend alike.
const MOST_TOGETHER: usize = 300;
/// With more columns than this, coordinates are only scaled, not turned: turning takes the cube of the columns.
const MOST_TURNED: usize = 1000;
/// What looking at all classes together may take: so many passes, or so many products.
const MOST_PASSES: usize = 12;
const MOST_PRODUCTS: usize = 10_000_000;
/// What looking at the mean over the classes may take, in passes; of more rows, evenly spaced ones do.
const SHARED_PASSES: usize = 4;
/// Rows for each column that are looked at, at the least.
const ROWS_PER_COLUMN: usize = 6;
/// Added to the diagonal, relative to it: columns that repeat each other share their weight.
const APART: f64 = 1e-7;
/// Rows of a matrix worked on at once, which the cache holds.
const STRIP: usize = 8;

/// Second derivatives of the penalised loss at one place, made ready for turning.
pub(super) struct Curvature {
    /// Values from one class to the next.
    stride: usize,
    /// Unknowns of a class.
    columns: usize,
    turn: Turn,
}

enum Turn {
    /// L, row-major, for so many classes at once.
    Root { root: Vec<f64>, classes: usize },
    /// Roots of the second derivatives, one per unknown.
    Scale(Vec<f64>),
}

impl Curvature {
    /// Which second derivatives of `rows` can be afforded.
    pub fn affordable(rows: &Rows<'_>) -> Bends {
        let products = rows.bend_products(Bends::Full);
        let is_cheap = products <= MOST_PRODUCTS || products <= MOST_PASSES * rows.pass_products();
        if rows.width * rows.columns <= MOST_TOGETHER && is_cheap {
            Bends::Full
        } else if rows.columns <= MOST_TURNED {
            Bends::Shared
        } else {
            Bends::Diagonal
        }
    }

    /// Looks at `unknowns`; half of `penalty` is what a squared weight costs.
    pub fn at(unknowns: &[f64], rows: &Rows<'_>, penalty: f64, which: Bends) -> Self {
        let Rows { columns, stride, width, .. } = *rows;
        let most = rows.bend_products(which) / (SHARED_PASSES * rows.pass_products()).max(1);
        let spacing = most.min(rows.count() / (ROWS_PER_COLUMN * columns)).max(1);
        let bends = rows.bends(unknowns, which, if which == Bends::Shared { spacing } else { 1 });
        let penalty_of = |column: usize| if column + 1 < columns { penalty } else { 0.0 };
        let turn = if which == Bends::Diagonal {
            let root = |(place, bend): (usize, &f64)| (bend + penalty_of(place % stride)).sqrt();
            Turn::Scale(bends.iter().enumerate().map(root).collect())
        } else {
            let classes = if which == Bends::Full { width } else { 1 };
            let size = classes * columns;
            let mut root = vec![0.0; size * size];
            for (row, values) in root.chunks_exact_mut(size).enumerate() {
                let (class, i) = (row / columns, row % columns);
                for (column, value) in values[..=row].iter_mut().enumerate() {
                    // The matrix of two classes is the same either way round, so only its lower half is there.
                    let (other, j) = (column / columns, column % columns);
                    let matrix = class * (class + 1) / 2 + other;
                    *value = bends[(matrix * columns + i.max(j)) * stride + i.min(j)];
                }
                values[row] += values[row] * APART + penalty_of(i);
            }
            run(Decompose { matrix: &mut root, size });
            Turn::Root { root, classes }
        };
        Self { stride, columns, turn }
    }

    /// Takes slopes along the unknowns to slopes along the coordinates.
    pub fn turned(&self, slopes: &[f64]) -> Vec<f64> {
        match &self.turn {
            Turn::Root { root, classes } => self.through(slopes, *classes, |right| run(Solve { root, right })),
            Turn::Scale(scale) => divided(slopes, scale),
        }
    }

    /// Takes a step of the coordinates to a step of the unknowns.
    pub fn turned_back(&self, step: &[f64]) -> Vec<f64> {
        match &self.turn {
            Turn::Root { root, classes } => self.through(step, *classes, |right| run(SolveBack { root, right })),
            Turn::Scale(scale) => divided(step, scale),
        }
    }

    /// Lets `solve` change the values of so many classes at once, laid out as right sides beside each other.
    fn through(&self, values: &[f64], classes: usize, solve: impl FnOnce(&mut Sides)) -> Vec<f64> {
        let (stride, columns) = (self.stride, self.columns);
        let count = values.len() / (classes * stride);
        let place = |row: usize, side: usize| (side * classes + row / columns) * stride + row % columns;
        let mut right = Sides { values: Vec::with_capacity(classes * columns * count), count };
        for row in 0..classes * columns {
            right.values.extend((0..count).map(|side| values[place(row, side)]));
        }
        solve(&mut right);
        let mut solved = vec![0.0; values.len()];
        for (row, sides) in right.values.chunks_exact(count).enumerate() {
            sides.iter().enumerate().for_each(|(side, value)| solved[place(row, side)] = *value);
        }
        solved
    }
}

/// Values divided one by one; of what does not bend, nothing is known.
fn divided(values: &[f64], by: &[f64]) -> Vec<f64> {
    values.iter().zip(by).map(|(value, by)| if *by > 0.0 { value / by } else { 0.0 }).collect()
}

/// Right sides of linear equations, equation by equation.
struct Sides {
    values: Vec<f64>,
    count: usize,
}

/// Makes of the lower half of a positive matrix the L for which L Lᵀ is the matrix (Cholesky).
struct Decompose<'a> {
    matrix: &'a mut [f64],
    size: usize,
}

/// Solves L x = right, in place.
struct Solve<'a> {
    root: &'a [f64],
    right: &'a mut Sides,
}

/// Solves Lᵀ x = right, in place.
struct SolveBack<'a> {
    root: &'a [f64],
    right: &'a mut Sides,
}

impl WithSimd for Decompose<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let size = self.size;
        for first in (0..size).step_by(STRIP) {
            let (above, strip) = self.matrix.split_at_mut(first * size);
            for (j, other) in above.chunks_exact(size).enumerate() {
                for row in strip.chunks_exact_mut(size).take(STRIP) {
                    row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
                }
            }
            for i in first..size.min(first + STRIP) {
                let (above, row) = strip.split_at_mut((i - first) * size);
                for (j, other) in (first..i).zip(above.chunks_exact(size)) {
                    row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
                }
                let rest = row[i] - dot(&row[..i], &row[..i]);
                // A column that says nothing has no diagonal: its weight stays as it is.
                row[i] = if rest > 0.0 { rest.sqrt() } else { 1e150 };
            }
        }
    }
}

impl WithSimd for Solve<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Sides { values, count } = self.right;
        let size = values.len() / *count;
        for (i, row) in self.root.chunks_exact(size).enumerate() {
            let (known, rest) = values.split_at_mut(i * *count);
            let sides = &mut rest[..*count];
            for (known, factor) in known.chunks_exact(*count).zip(row) {
                sides.iter_mut().zip(known).for_each(|(side, known)| *side -= factor * known);
            }
            for side in sides.iter_mut() {
                *side /= row[i];
            }
        }
    }
}

impl WithSimd for SolveBack<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Sides { values, count } = self.right;
        let size = values.len() / *count;
        for (i, row) in self.root.chunks_exact(size).enumerate().rev() {
            let (open, rest) = values.split_at_mut(i * *count);
            let sides = &mut rest[..*count];
            for side in sides.iter_mut() {
                *side /= row[i];
            }
            for (open, factor) in open.chunks_exact_mut(*count).zip(row) {
                open.iter_mut().zip(&*sides).for_each(|(open, solved)| *open -= factor * solved);
            }
        }
    }
}

/// The sum of products, in eight sums that can be taken at once.
#[inline(always)]
pub(super) fn dot(first: &[f64], second: &[f64]) -> f64 {
    let (firsts, first_rest) = first.as_chunks::<8>();
    let (seconds, second_rest) = second.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (first, second) in firsts.iter().zip(seconds) {
        for ((sum, first), second) in sums.iter_mut().zip(first).zip(second) {
            *sum += first * second;
        }
    }
    let rest: f64 = first_rest.iter().zip(second_rest).map(|(first, second)| first * second).sum();
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::super::super::super::prepare::Matrix;
    use super::*;

    #[test]
    fn steps_solve_the_equations_of_newton() {
        // Where nothing is known yet, every row of two columns bends the loss by 1/4, in the mean over three classes by
        // 2/9; of each pair of these by −1/9.
        let values = vec![1.0, 2.0, -1.0, 0.5, 0.0, -3.0, 2.0, 1.0];
        let matrix = Matrix { values, columns: 2 };
        let of = |i: usize, j: usize| {
            let with_one = |row: &[f32], column: usize| row.get(column).map_or(1.0, |value| f64::from(*value));
            matrix.values.chunks(2).map(|row| with_one(row, i) * with_one(row, j)).sum::<f64>() / 4.0
        };
        for (width, which, within) in
            [(1, Bends::Full, 0.25), (3, Bends::Shared, 2.0 / 9.0), (3, Bends::Full, 2.0 / 9.0)]
        {
            let rows = Rows::new(&matrix, &[0, 0, 0, 0], width);
            let curvature = Curvature::at(&vec![0.0; rows.stride * width], &rows, 0.1, which);
            let mut slopes = vec![0.0; rows.stride * width];
            for (class, slopes) in slopes.chunks_exact_mut(rows.stride).enumerate() {
                // Of all classes together 0, as slopes are.
                slopes[..3].copy_from_slice(&[[1.0, -2.0, 0.5], [0.5, 3.0, -1.0], [-1.5, -1.0, 0.5]][class]);
            }
            let step = curvature.turned_back(&curvature.turned(&slopes));
            for class in 0..width {
                for i in 0..3 {
                    let mut slope = if i < 2 { 0.1 * step[class * rows.stride + i] } else { 0.0 };
                    for (other, step) in step.chunks_exact(rows.stride).enumerate() {
                        let between = if which == Bends::Full { -1.0 / 9.0 } else { 0.0 };
                        let bend = if other == class { within } else { between };
                        slope += (0..3).map(|j| bend * of(i, j) * step[j]).sum::<f64>();
                    }
                    assert!((slope - slopes[class * rows.stride + i]).abs() < 1e-5, "{width} {which:?} {slope}");
                }
            }
        }
    }
}

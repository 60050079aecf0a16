//! Linear regression with an L2 penalty, solved exactly.

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::Output;
use super::exported::{DenseLayer, Exported, Finish, Parts};
use super::{FitData, Inside, Model};
use crate::model::LinearSettings;

/// A fitted linear regression.
pub(super) struct Linear {
    weights: Vec<f32>,
    intercept: [f32; 1],
}

/// With more columns than this, the solution is approached step by step: solving takes the cube of the columns.
const MOST_SOLVED: usize = 1500;
/// Steps that approach the solution, at most, and the relative rest of the slope at which they end.
const MOST_STEPS: usize = 2000;
const SETTLED: f64 = 1e-10;
/// Added to the diagonal, relative to it: columns that repeat each other share their weight.
const APART: f64 = 1e-10;

/// Minimises the squared error plus `l2` times the squared weights, the intercept free (Hoerl and Kennard 1970), which is
/// what scikit-learn's `Ridge(alpha = l2)` minimises.
pub(super) fn fit(
    settings: &LinearSettings,
    data: &FitData,
    progress: &mut Progress<'_>,
) -> Result<Linear, LearnError> {
    let rows = &data.fitting;
    let numbers = data.fitting_targets.numbers();
    let count = rows.rows() as f64;
    let means: Vec<f64> = (0..rows.columns)
        .map(|column| rows.values.iter().skip(column).step_by(rows.columns).map(|value| f64::from(*value)).sum::<f64>())
        .map(|sum| sum / count)
        .collect();
    let mean = numbers.iter().sum::<f64>() / count;
    let slopes = transposed_times(rows, &means, |row| numbers[row] - mean);
    progress.step(1, 3)?;
    let weights = if rows.columns <= MOST_SOLVED {
        let mut products = products(rows, &means);
        for column in 0..rows.columns {
            let place = column * rows.columns + column;
            products[place] += settings.l2 + products[place] * APART;
        }
        progress.step(2, 3)?;
        solved(products, slopes)
    } else {
        approached(rows, &means, settings.l2, &slopes, progress)?
    };
    let offset: f64 = weights.iter().zip(&means).map(|(weight, mean)| weight * mean).sum();
    let weights = weights.into_iter().map(|weight| weight as f32).collect();
    Ok(Linear { weights, intercept: [(mean - offset) as f32] })
}

/// Sums over the rows of (value - mean) times `factor` of the row, column by column.
fn transposed_times(rows: &Matrix, means: &[f64], factor: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; rows.columns];
    for (row, values) in rows.values.chunks_exact(rows.columns).enumerate() {
        let factor = factor(row);
        for ((sum, value), mean) in sums.iter_mut().zip(values).zip(means) {
            *sum += (f64::from(*value) - mean) * factor;
        }
    }
    sums
}

/// The products of every two centred columns, row-major; only the lower half is filled.
fn products(rows: &Matrix, means: &[f64]) -> Vec<f64> {
    let columns = rows.columns;
    let mut products = vec![0.0; columns * columns];
    let mut centred = vec![0.0; columns];
    for values in rows.values.chunks_exact(columns) {
        for ((centred, value), mean) in centred.iter_mut().zip(values).zip(means) {
            *centred = f64::from(*value) - mean;
        }
        for (i, first) in centred.iter().enumerate() {
            let sums = &mut products[i * columns..=i * columns + i];
            sums.iter_mut().zip(&centred).for_each(|(sum, second)| *sum += first * second);
        }
    }
    products
}

/// Solves for a positive matrix whose lower half is given (Cholesky).
fn solved(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for i in 0..size {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| matrix[i * size + k] * matrix[j * size + k]).sum();
            let rest = matrix[i * size + j] - known;
            // A column that says nothing has no diagonal: its weight becomes 0.
            matrix[i * size + j] = if i == j { rest.max(1e-300).sqrt() } else { rest / matrix[j * size + j] };
        }
    }
    for i in 0..size {
        let known: f64 = (0..i).map(|k| matrix[i * size + k] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[i * size + i];
    }
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| matrix[k * size + i] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[i * size + i];
    }
    right
}

/// Approaches the same solution without the products (conjugate gradients, Hestenes and Stiefel 1952).
fn approached(
    rows: &Matrix,
    means: &[f64],
    l2: f64,
    slopes: &[f64],
    progress: &mut Progress<'_>,
) -> Result<Vec<f64>, LearnError> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut weights = vec![0.0; slopes.len()];
    let mut rest = slopes.to_vec();
    let mut direction = rest.clone();
    let mut length = dot(&rest, &rest);
    let goal = length * SETTLED * SETTLED;
    for step in 0..MOST_STEPS {
        if length <= goal {
            break;
        }
        let along: Vec<f64> = (0..rows.rows())
            .map(|row| {
                let values = rows.row(row).iter().zip(means).zip(&direction);
                values.map(|((value, mean), direction)| (f64::from(*value) - mean) * direction).sum()
            })
            .collect();
        let mut image = transposed_times(rows, means, |row| along[row]);
        image.iter_mut().zip(&direction).for_each(|(image, direction)| *image += l2 * direction);
        let size = length / dot(&direction, &image);
        weights.iter_mut().zip(&direction).for_each(|(weight, direction)| *weight += size * direction);
        rest.iter_mut().zip(&image).for_each(|(rest, image)| *rest -= size * image);
        let new = dot(&rest, &rest);
        direction.iter_mut().zip(&rest).for_each(|(direction, rest)| *direction = rest + new / length * *direction);
        length = new;
        progress.step(step as u32, MOST_STEPS as u32)?;
    }
    Ok(weights)
}

impl Model for Linear {
    fn output(&self) -> Output {
        Output::Number
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        let sum: f32 = self.weights.iter().zip(row).map(|(weight, value)| weight * value).sum();
        scores[0] = f64::from(sum + self.intercept[0]);
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        Ok(self.weights.iter().chain(&self.intercept).flat_map(|number| number.to_le_bytes()).collect())
    }

    fn parameters(&self) -> u64 {
        self.weights.len() as u64 + 1
    }

    fn exported(&self) -> Exported<'_> {
        let layer = DenseLayer { weights: (&self.weights).into(), biases: (&self.intercept[..]).into() };
        Exported { parts: Parts::Layers { layers: vec![layer] }, finish: Finish::Plain }
    }

    fn uses(&self, column: usize) -> bool {
        self.weights[column] != 0.0
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // A product and a sum per weight that is not 0.
        2 * self.weights.iter().filter(|weight| **weight != 0.0).count() as u64
    }

    fn inside(&self) -> Inside<'_> {
        Inside::Weights { weights: &self.weights, intercepts: &self.intercept }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::super::rules::Vocabulary;
    use super::super::super::targets::Targets;
    use super::*;

    fn data(values: Vec<f32>, columns: usize, numbers: Vec<f64>) -> FitData {
        let targets = Targets::Numbers(numbers);
        FitData {
            fitting: Matrix { values: values.clone(), columns },
            fitting_targets: targets.clone(),
            validation: Matrix { values, columns },
            validation_targets: targets,
            output: Output::Number,
            shape: None,
            vocabulary: Vocabulary::default(),
        }
    }

    #[test]
    fn a_penalty_shrinks_as_the_formula_says() {
        // One centred column x = -1, 0, 1 and y = 2x + 5: the weight is 2 · 2 / (2 + l2).
        let data = data(vec![-1.0, 0.0, 1.0], 1, vec![3.0, 5.0, 7.0]);
        for (l2, expected) in [(0.0, 2.0), (2.0, 1.0), (6.0, 0.5)] {
            let mut report = |_| ControlFlow::Continue(());
            let model = fit(&LinearSettings { l2 }, &data, &mut Progress::new(&mut report)).unwrap();
            assert!((model.weights[0] - expected).abs() < 1e-6, "{}", model.weights[0]);
            assert!((model.intercept[0] - 5.0).abs() < 1e-6);
        }
    }

    #[test]
    fn both_ways_of_solving_agree() {
        let values: Vec<f32> =
            (0..600_u32).map(|place| ((place * 7919 + place * place * 31) % 101) as f32 / 50.0).collect();
        let numbers: Vec<f64> = (0..100).map(|row| f64::from((row * 37) % 23)).collect();
        let rows = Matrix { values, columns: 6 };
        let means = vec![1.0; 6];
        let slopes = transposed_times(&rows, &means, |row| numbers[row]);
        let mut report = |_| ControlFlow::Continue(());
        let approached = approached(&rows, &means, 0.5, &slopes, &mut Progress::new(&mut report)).unwrap();
        let mut products = products(&rows, &means);
        (0..6).for_each(|column| products[column * 7] += 0.5);
        for (a, b) in approached.iter().zip(solved(products, slopes)) {
            assert!((a - b).abs() < 1e-7, "{a} {b}");
        }
    }
}

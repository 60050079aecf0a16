//! Logistic regression with an L2 penalty, fitted on all rows at once to the optimum.

mod curvature;
mod kernels;
mod passes;
mod solver;

use burn::tensor::Device;

use super::super::error::LearnError;
use super::super::progress::Progress;
use super::super::targets::Output;
use super::exported::{DenseLayer, Exported, Finish, Parts};
use super::network::{Network, layer};
use super::{FitData, Inside, Model};
use crate::model::{LogisticSettings, LossPoint};
use passes::Rows;
use solver::{Place, Problem};

/// Largest slope of the mean loss at which the weights count as settled.
const SETTLED_SLOPE: f64 = 1e-3;
/// Log-odds at which the search may start; those of a class without any row are infinite.
const MOST_LOG_ODDS: f64 = 30.0;

/// Steps of a whole curve of losses.
const MOST_SHOWN: u32 = 200;

/// A fitted logistic regression. Scoring needs one product per feature and score, so it is written out here.
pub(super) struct Logistic {
    output: Output,
    /// Column by column, as many as there are scores.
    weights: Vec<f32>,
    intercepts: Vec<f32>,
}

/// Minimises the mean cross-entropy plus `l2 / (2 rows)` times the squared weights, the intercepts free, which has the
/// same optimum as scikit-learn's `LogisticRegression(C = 1 / l2)`; of several classes, its multinomial form.
pub(super) fn fit(
    settings: &LogisticSettings,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<Logistic, LearnError> {
    let width = data.output.width();
    let rows = Rows::new(&data.fitting, data.fitting_targets.codes(), width);
    let validation = Rows::new(&data.validation, data.validation_targets.codes(), width);
    let problem = Problem { rows: &rows, penalty: settings.l2 / data.fitting.rows() as f64 };
    let mut steps = 0;
    let found = problem.minimise(start(data, &rows), settings.iterations, |step, place| {
        let losses = LossPoint { step, training: place.loss, validation: validation.loss(&place.unknowns) };
        steps = step;
        // Few steps are the rule: a curve of all those allowed would show hardly any, so that the first ones are shown.
        let shown = MOST_SHOWN.min(settings.iterations);
        if step <= shown { progress.loss(losses, shown) } else { progress.step(shown, shown) }
    })?;
    let slope = found.steepest();
    if slope > SETTLED_SLOPE && steps >= settings.iterations {
        let told = format!("The logistic regression has not settled after {steps} iterations (slope {slope:.4})");
        warnings.push(format!("{told}; give it more."));
    } else if slope > SETTLED_SLOPE {
        warnings.push(format!("The logistic regression stopped short of the optimum (slope {slope:.4})."));
    }
    Ok(model(&found, &rows, data.output))
}

/// Intercepts that tell the shares of the classes, and no weights.
fn start(data: &FitData, rows: &Rows<'_>) -> Vec<f64> {
    let mut base = data.fitting_targets.base_scores(data.output);
    for score in &mut base {
        *score = score.clamp(-MOST_LOG_ODDS, MOST_LOG_ODDS);
    }
    if base.len() > 1 {
        // Only differences between classes matter: intercepts that add up to 0 are as good as any, and steps keep it.
        let mean = base.iter().sum::<f64>() / base.len() as f64;
        for score in &mut base {
            *score -= mean;
        }
    }
    let mut unknowns = vec![0.0; rows.stride * rows.width];
    for (unknowns, score) in unknowns.chunks_exact_mut(rows.stride).zip(base) {
        unknowns[rows.columns - 1] = score;
    }
    unknowns
}

fn model(found: &Place, rows: &Rows<'_>, output: Output) -> Logistic {
    let of_column =
        |column: usize| found.unknowns.iter().skip(column).step_by(rows.stride).map(|unknown| *unknown as f32);
    let weights = (0..rows.columns - 1).flat_map(of_column).collect();
    Logistic { output, weights, intercepts: of_column(rows.columns - 1).collect() }
}

impl Logistic {
    /// Adds up the evidence of one row.
    fn add_up(&self, row: &[f32], mut sums: impl FnMut(usize, f32)) {
        let width = self.intercepts.len();
        for (place, intercept) in self.intercepts.iter().enumerate() {
            let weights = self.weights.iter().skip(place).step_by(width);
            sums(place, weights.zip(row).map(|(weight, value)| weight * value).sum::<f32>() + intercept);
        }
    }
}

impl Model for Logistic {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        self.add_up(row, |place, sum| scores[place] = f64::from(sum));
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        let device = Device::flex();
        Network { layers: vec![layer(self.weights.clone(), self.intercepts.clone(), &device)] }.saved_bytes()
    }

    fn parameters(&self) -> u64 {
        (self.weights.len() + self.intercepts.len()) as u64
    }

    fn exported(&self) -> Exported<'_> {
        let layer = DenseLayer { weights: (&self.weights).into(), biases: (&self.intercepts).into() };
        Exported { parts: Parts::Layers { layers: vec![layer] }, finish: Finish::of_evidence(self.output) }
    }

    fn uses(&self, column: usize) -> bool {
        let width = self.intercepts.len();
        self.weights[column * width..(column + 1) * width].iter().any(|weight| *weight != 0.0)
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // A product and a sum per weight that is not 0.
        2 * self.weights.iter().filter(|weight| **weight != 0.0).count() as u64 + self.output.link_operations()
    }

    fn inside(&self) -> Inside<'_> {
        Inside::Weights { weights: &self.weights, intercepts: &self.intercepts }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::super::prepare::Matrix;
    use super::super::super::targets::Targets;
    use super::*;

    /// Rows of one column, so many of each class.
    fn rows(counts: &[(f32, u32, usize)]) -> (Matrix, Targets) {
        let each = |(value, code, count): &(f32, u32, usize)| std::iter::repeat_n((*value, *code), *count);
        let (values, codes) = counts.iter().flat_map(each).unzip();
        (Matrix { values, columns: 1 }, Targets::Classes(codes))
    }

    fn fitted(
        counts: &[(f32, u32, usize)],
        output: Output,
        iterations: u32,
        l2: f64,
    ) -> (Logistic, Vec<LossPoint>, usize) {
        let ((fitting, fitting_targets), (validation, validation_targets)) = (rows(counts), rows(counts));
        let vocabulary = crate::learn::rules::Vocabulary::default();
        let data =
            FitData { fitting, fitting_targets, validation, validation_targets, output, shape: None, vocabulary };
        let mut report = |_| ControlFlow::Continue(());
        let mut progress = Progress::new(&mut report);
        let mut warnings = Vec::new();
        let model = fit(&LogisticSettings { iterations, l2 }, &data, &mut progress, &mut warnings).unwrap();
        (model, progress.take_losses(), warnings.len())
    }

    #[test]
    fn without_a_penalty_the_answers_are_the_shares() {
        // With one column of 0 and 1, the probabilities of each kind of row are the shares of the classes in it.
        let (model, losses, warnings) =
            fitted(&[(0.0, 0, 60), (0.0, 1, 20), (1.0, 0, 30), (1.0, 1, 90)], Output::Positive, 50, 0.0);
        assert!((model.intercepts[0] - (20.0_f32 / 60.0).ln()).abs() < 1e-5, "{:?}", model.intercepts);
        assert!((model.weights[0] - (3.0_f32.ln() + 3.0_f32.ln())).abs() < 1e-5, "{:?}", model.weights);
        let entropy = |share: f64| -share * share.ln() - (1.0 - share) * (1.0 - share).ln();
        let expected = (80.0 * entropy(0.25) + 120.0 * entropy(0.75)) / 200.0;
        let last = losses[losses.len() - 1];
        assert!((last.training - expected).abs() < 1e-7 && (last.validation - expected).abs() < 1e-7, "{last:?}");
        assert_eq!(warnings, 0);

        let counts = [(0.0, 0, 10), (0.0, 1, 20), (0.0, 2, 70), (1.0, 0, 30), (1.0, 1, 30), (1.0, 2, 40)];
        let (model, _, _) = fitted(&counts, Output::Classes(3), 50, 0.0);
        for (value, shares) in [(0.0, [0.1, 0.2, 0.7]), (1.0, [0.3, 0.3, 0.4])] {
            let mut answer = [0.0; 3];
            model.answer(&[value], &mut answer);
            for (answer, share) in answer.iter().zip(shares) {
                assert!((answer - share).abs() < 1e-6, "{answer}, {share}");
            }
        }
    }

    #[test]
    fn at_the_optimum_the_penalty_balances_the_errors() {
        let counts = [(-1.0, 0, 50), (-1.0, 1, 10), (1.0, 0, 10), (1.0, 1, 50)];
        let (model, _, _) = fitted(&counts, Output::Positive, 50, 7.0);
        // By symmetry the intercept is 0, and the sum of the slopes is 120 (p(w) − 5/6) + 7 w.
        let weight = f64::from(model.weights[0]);
        let slope = 120.0 * (1.0 / (1.0 + (-weight).exp()) - 5.0 / 6.0) + 7.0 * weight;
        assert!(slope.abs() < 1e-4 && model.intercepts[0].abs() < 1e-6, "{slope}, {:?}", model.intercepts);
    }

    #[test]
    fn rows_that_a_line_divides_and_a_class_without_rows_end_the_search() {
        let (model, losses, _) = fitted(&[(-1.0, 0, 50), (1.0, 1, 50)], Output::Positive, 200, 0.0);
        assert!(model.weights[0] > 5.0 && model.weights[0].is_finite(), "{:?}", model.weights);
        assert!(losses.len() < 60, "{}", losses.len());
        let (model, _, _) = fitted(&[(-1.0, 1, 50), (1.0, 1, 50)], Output::Positive, 200, 1.0);
        assert!(model.weights[0].abs() < 1e-3 && model.intercepts[0] > 10.0);
    }

    #[test]
    fn too_few_steps_are_told() {
        let (_, losses, warnings) = fitted(&[(-0.1, 0, 50), (0.1, 1, 50), (3.0, 1, 5)], Output::Positive, 1, 0.001);
        assert_eq!((losses.len(), warnings), (1, 1));
    }
}

//! Support vector machines: classes and numbers told by similarity to a few telling rows.

mod classes;
mod kernel;
mod platt;
mod solver;

use std::ops::ControlFlow;

use super::super::prepare::Matrix;
use super::exported::{Machine, MachineSum, Parts};
use super::neighbours::{RowBlocks, in_parallel};
pub(super) use classes::{ClassMachines, class_probabilities};
pub(super) use kernel::Kernel;
pub(super) use platt::{platt, platt_probability};
use solver::Problem;

/// Gap to the optimum at which a machine counts as settled, as in scikit-learn.
const TOLERANCE: f64 = 1e-3;
/// Bytes of similarities that the solver remembers.
const CACHE_BYTES: usize = 256 << 20;

/// Is told how many of how many steps are done, and answers whether to go on.
pub(super) type Stop<'a> = dyn FnMut(u32, u32) -> ControlFlow<()> + 'a;

/// Fitting was stopped from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stopped;

/// How a machine is fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Settings {
    /// How similar two rows are.
    pub kernel: Kernel,
    /// Gap to the optimum that is good enough.
    pub tolerance: f64,
    /// Bytes of similarities that are remembered.
    pub cache_bytes: usize,
}

/// What a row on the wrong side costs at most, by the side it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Costs {
    /// Of a row whose sign is positive.
    pub positive: f64,
    /// Of a row whose sign is negative.
    pub negative: f64,
}

/// A machine that gives one number per row: which side of two it is on and how far, or what was to be estimated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BinaryMachine {
    vectors: Vectors,
    /// What is added to the vectors' answers.
    pub intercept: f64,
    /// Whether fitting reached the optimum.
    pub settled: bool,
}

/// Rows with the weight that similarity to them has.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Vectors {
    kernel: Kernel,
    /// Which of the fitting rows they are, ascending.
    rows: Vec<u32>,
    blocks: RowBlocks,
    /// One per vector: its multiplier, negative for the negative side.
    coefficients: Vec<f64>,
    /// For the linear kernel all vectors in one: a weight per column.
    weights: Option<Vec<f64>>,
}

impl Settings {
    /// The usual tolerance and memory.
    pub fn new(kernel: Kernel) -> Self {
        Self { kernel, tolerance: TOLERANCE, cache_bytes: CACHE_BYTES }
    }
}

/// scikit-learn's gamma "scale": one over the columns times the variance of all values, 1 where nothing varies.
pub(super) fn gamma_scale(rows: &Matrix) -> f32 {
    let count = rows.values.len() as f64;
    let mean = rows.values.iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    let variance = rows.values.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / count;
    if variance > 0.0 { (1.0 / (rows.columns as f64 * variance)) as f32 } else { 1.0 }
}

/// Fits a machine that tells rows of sign +1 from rows of sign −1.
pub(super) fn solve(
    rows: &Matrix,
    signs: &[f32],
    costs: Costs,
    settings: &Settings,
    stop: &mut Stop<'_>,
) -> Result<BinaryMachine, Stopped> {
    let sides = || signs.iter().map(|sign| *sign > 0.0);
    let problem = Problem {
        rows,
        linear: sides().map(|is_positive| if is_positive { -1.0 } else { 1.0 }).collect(),
        lowest: sides().map(|is_positive| if is_positive { 0.0 } else { -costs.negative }).collect(),
        highest: sides().map(|is_positive| if is_positive { costs.positive } else { 0.0 }).collect(),
    };
    machine(&problem, settings, stop)
}

/// Fits a machine whose value is an estimate of `targets`; being off by up to `epsilon` costs nothing.
pub(super) fn solve_regression(
    rows: &Matrix,
    targets: &[f32],
    (cost, epsilon): (f64, f64),
    settings: &Settings,
    stop: &mut Stop<'_>,
) -> Result<BinaryMachine, Stopped> {
    // Each row has one coefficient that lifts the estimate and one that lowers it.
    let count = targets.len();
    let lifting = targets.iter().map(|target| epsilon - f64::from(*target));
    let lowering = targets.iter().map(|target| -epsilon - f64::from(*target));
    let problem = Problem {
        rows,
        linear: lifting.chain(lowering).collect(),
        lowest: [vec![0.0; count], vec![-cost; count]].concat(),
        highest: [vec![cost; count], vec![0.0; count]].concat(),
    };
    machine(&problem, settings, stop)
}

fn machine(problem: &Problem<'_>, settings: &Settings, stop: &mut Stop<'_>) -> Result<BinaryMachine, Stopped> {
    let solution = solver::solve(problem, settings, stop)?;
    let vectors = Vectors::new(problem.rows, &solution.coefficients, settings.kernel);
    Ok(BinaryMachine { vectors, intercept: solution.intercept, settled: solution.settled })
}

impl BinaryMachine {
    /// The machine as it would be saved, little-endian: its vectors with their coefficients, or the weights that a
    /// linear one needs instead, and the intercept.
    pub fn saved(&self) -> Vec<u8> {
        let mut bytes = self.intercept.to_le_bytes().to_vec();
        if let Some(weights) = &self.vectors.weights {
            bytes.extend(weights.iter().flat_map(|weight| weight.to_le_bytes()));
            return bytes;
        }
        for (number, coefficient) in self.vectors.coefficients.iter().enumerate() {
            bytes.extend(coefficient.to_le_bytes());
            bytes.extend(self.vectors.vector(number).iter().flat_map(|value| value.to_le_bytes()));
        }
        bytes
    }

    /// The machine taken apart; a linear one needs no vectors.
    pub fn exported(&self) -> Parts<'_> {
        let Vectors { kernel, coefficients, weights, .. } = &self.vectors;
        let (sum, vectors) = match weights {
            Some(weights) => (MachineSum::Weights(weights), Vec::new()),
            None => (
                MachineSum::Coefficients((0..).zip(coefficients.iter().copied()).collect()),
                (0..self.vectors.len()).map(|number| self.vectors.vector(number)).collect(),
            ),
        };
        let machine = Machine { classes: None, intercept: self.intercept, sum };
        Parts::Machines { gamma: kernel.gamma(), machines: vec![machine], vectors }
    }

    /// The support vectors.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// The value of one row; positive on the positive side.
    pub fn decision_value(&self, row: &[f32]) -> f64 {
        self.vectors.weighted_sum(row) + self.intercept
    }

    /// The values of many rows.
    pub fn decision_values(&self, rows: &Matrix) -> Vec<f64> {
        let mut values = vec![0.0; rows.rows()];
        in_parallel(&mut values, |first, part| {
            for (place, value) in part.iter_mut().enumerate() {
                *value = self.decision_value(rows.row(first + place));
            }
        });
        values
    }
}

impl Vectors {
    /// The rows whose coefficient is not 0. A row can have several coefficients: there may be any multiple as many.
    fn new(rows: &Matrix, coefficients: &[f64], kernel: Kernel) -> Self {
        let count = rows.rows();
        let mut totals = vec![0.0; count];
        for part in coefficients.chunks_exact(count.max(1)) {
            totals.iter_mut().zip(part).for_each(|(total, coefficient)| *total += coefficient);
        }
        let chosen: Vec<usize> = (0..count).filter(|row| totals[*row] != 0.0).collect();
        let blocks = RowBlocks::of_rows(rows, chosen.iter().copied());
        let coefficients = chosen.iter().map(|row| totals[*row]).collect();
        Self::joined(kernel, chosen.iter().map(|row| *row as u32).collect(), blocks, coefficients)
    }

    fn joined(kernel: Kernel, rows: Vec<u32>, blocks: RowBlocks, coefficients: Vec<f64>) -> Self {
        let weights = (kernel == Kernel::Linear).then(|| {
            let mut weights = Vec::new();
            for (vector, coefficient) in coefficients.iter().enumerate() {
                let row = blocks.row(vector);
                weights.resize(row.len(), 0.0);
                weights.iter_mut().zip(row).for_each(|(weight, value)| *weight += coefficient * f64::from(value));
            }
            weights
        });
        Self { kernel, rows, blocks, coefficients, weights }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The values of one vector.
    pub fn vector(&self, number: usize) -> Vec<f32> {
        self.blocks.row(number)
    }

    /// Σ coefficient · similarity to `row`.
    fn weighted_sum(&self, row: &[f32]) -> f64 {
        match &self.weights {
            Some(weights) => weights.iter().zip(row).map(|(weight, value)| weight * f64::from(*value)).sum(),
            None => self.sum_of_similarities(row),
        }
    }

    /// The same from the very similarities that the solver adds up: with the better weights of the linear kernel it
    /// would chase differences in rounding for ever.
    fn sum_of_similarities(&self, row: &[f32]) -> f64 {
        self.kernel.weighted_sum(&self.blocks, &self.coefficients, row)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::bayes::tests::{assert_close, matrix, numbers, oracle};
    use super::*;

    fn kernels(oracle: &Value) -> [(&'static str, Kernel); 2] {
        let gamma = gamma_scale(&matrix(&oracle["features"]));
        [("rbf", Kernel::Radial { gamma }), ("linear", Kernel::Linear)]
    }

    /// Tolerances, memory, and how near to scikit-learn's optimum values come.
    fn efforts(kernel: Kernel) -> [(Settings, f64); 3] {
        let usual = Settings::new(kernel);
        let exact = Settings { tolerance: 1e-6, ..usual };
        [(usual, 5e-3), (exact, 2e-5), (Settings { cache_bytes: 1000, ..exact }, 2e-5)]
    }

    fn go_on(_: u32, _: u32) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn two_classes_are_told_apart_as_by_scikit_learn() {
        let oracle = oracle();
        let (features, queries) = (matrix(&oracle["features"]), matrix(&oracle["queries"]));
        let signs: Vec<f32> = numbers(&oracle["codes"]).iter().map(|c| if *c == 1.0 { 1.0 } else { -1.0 }).collect();
        let costs = Costs { positive: 3.0, negative: 1.5 };
        for (name, kernel) in kernels(&oracle) {
            let expected = &oracle["machines"][name];
            for (settings, tolerance) in efforts(kernel) {
                let machine = solve(&features, &signs, costs, &settings, &mut go_on).unwrap();
                assert!(machine.settled);
                assert_close(&machine.decision_values(&queries), &numbers(&expected["two"]), tolerance);
                assert_eq!(machine.vectors().len() as u64, expected["two_vectors"].as_u64().unwrap());
                let again = solve(&features, &signs, costs, &settings, &mut go_on).unwrap();
                assert_eq!(machine, again);
            }
        }
        assert_close(
            &[f64::from(gamma_scale(&features))],
            &[oracle["machines"]["rbf"]["gamma"].as_f64().unwrap()],
            1e-7,
        );
    }

    #[test]
    fn numbers_are_estimated_as_by_scikit_learn() {
        let oracle = oracle();
        let (features, queries) = (matrix(&oracle["features"]), matrix(&oracle["queries"]));
        let targets: Vec<f32> = numbers(&oracle["targets"]).iter().map(|target| *target as f32).collect();
        for (name, kernel) in kernels(&oracle) {
            let expected = &oracle["machines"][name];
            for (settings, tolerance) in efforts(kernel) {
                let machine = solve_regression(&features, &targets, (2.0, 0.1), &settings, &mut go_on).unwrap();
                assert_close(&machine.decision_values(&queries), &numbers(&expected["regression"]), tolerance);
            }
        }
    }

    #[test]
    fn fitting_stops_when_told_to() {
        let oracle = oracle();
        let features = matrix(&oracle["features"]);
        let signs: Vec<f32> = (0..features.rows()).map(|row| if row % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let settings = Settings::new(Kernel::Radial { gamma: 1.0 });
        let mut reports = Vec::new();
        let mut stop = |done, total| {
            reports.push((done, total));
            if reports.len() == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let costs = Costs { positive: 1e3, negative: 1e3 };
        assert_eq!(solve(&features, &signs, costs, &settings, &mut stop), Err(Stopped));
        assert!(reports.is_sorted() && reports.iter().all(|(done, total)| done <= total), "{reports:?}");
    }

    #[test]
    fn a_single_class_is_always_the_answer() {
        let rows = Matrix { values: vec![1.0, 2.0], columns: 1 };
        let costs = Costs { positive: 1.0, negative: 1.0 };
        let machine = solve(&rows, &[-1.0; 2], costs, &Settings::new(Kernel::Linear), &mut go_on).unwrap();
        assert_eq!((machine.decision_value(&[5.0]), machine.vectors().len()), (-1.0, 0));
    }
}

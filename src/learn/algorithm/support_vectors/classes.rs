//! More than two classes: one machine for every pair of them, whose answers are put together by votes.

use super::super::super::prepare::Matrix;
use super::super::exported::{Machine, MachineSum, Parts};
use super::super::neighbours::{LANES, RowBlocks, in_parallel};
use super::{BinaryMachine, Costs, Kernel, Settings, Stop, Stopped, platt_probability, solve};

/// One machine for every pair of classes. Similarity to a row that several of them use is worked out once.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct ClassMachines {
    kernel: Kernel,
    classes: usize,
    /// Which of the fitting rows the vectors are, ascending.
    rows: Vec<u32>,
    blocks: RowBlocks,
    pairs: Vec<Pair>,
}

/// The machine that tells `first` from `second`; positive for `first`.
#[derive(Clone, Debug, PartialEq)]
struct Pair {
    first: usize,
    second: usize,
    /// Vectors by their place in the blocks, with their coefficients.
    coefficients: Vec<(u32, f64)>,
    /// For the linear kernel a weight per column.
    weights: Option<Vec<f64>>,
    intercept: f64,
    settled: bool,
}

impl ClassMachines {
    /// Fits all pairs; `costs` has one cost for each class, `codes` are the classes of the rows.
    pub fn fit(
        rows: &Matrix,
        codes: &[u32],
        costs: &[f64],
        settings: &Settings,
        stop: &mut Stop<'_>,
    ) -> Result<Self, Stopped> {
        let classes = costs.len();
        let count = (classes * classes.saturating_sub(1) / 2) as u32;
        let mut machines = Vec::new();
        for first in 0..classes {
            for second in first + 1..classes {
                let of_pair = |row: &usize| [first, second].contains(&(codes[*row] as usize));
                let chosen: Vec<usize> = (0..codes.len()).filter(of_pair).collect();
                let values = chosen.iter().flat_map(|row| rows.row(*row)).copied().collect();
                let part = Matrix { values, columns: rows.columns };
                let sign = |row: &usize| if codes[*row] as usize == first { 1.0 } else { -1.0 };
                let signs: Vec<f32> = chosen.iter().map(sign).collect();
                let costs = Costs { positive: costs[first], negative: costs[second] };
                let before = machines.len() as u32;
                let mut stop = |done, total| stop(before * total + done, count * total);
                let machine = solve(&part, &signs, costs, settings, &mut stop)?;
                machines.push((first, second, chosen, machine));
            }
        }
        Ok(Self::joined(rows, classes, settings.kernel, &machines))
    }

    fn joined(
        rows: &Matrix,
        classes: usize,
        kernel: Kernel,
        machines: &[(usize, usize, Vec<usize>, BinaryMachine)],
    ) -> Self {
        let of_machine = |(_, _, chosen, machine): &(usize, usize, Vec<usize>, BinaryMachine)| {
            machine.vectors.rows.iter().map(|row| chosen[*row as usize] as u32).collect::<Vec<u32>>()
        };
        let mut used: Vec<u32> = machines.iter().flat_map(of_machine).collect();
        used.sort_unstable();
        used.dedup();
        let pairs = machines.iter().map(|entry| {
            let (first, second, _, machine) = entry;
            let places = of_machine(entry).into_iter().map(|row| used.partition_point(|other| *other < row) as u32);
            Pair {
                first: *first,
                second: *second,
                coefficients: places.zip(machine.vectors.coefficients.iter().copied()).collect(),
                weights: machine.vectors.weights.clone(),
                intercept: machine.intercept,
                settled: machine.settled,
            }
        });
        let pairs = pairs.collect();
        let blocks = RowBlocks::of_rows(rows, used.iter().map(|row| *row as usize));
        Self { kernel, classes, rows: used, blocks, pairs }
    }

    /// The machines as they would be saved, little-endian: vectors once, then each pair's coefficients and intercept.
    pub fn saved(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let is_linear = self.kernel == Kernel::Linear;
        for number in (0..self.rows.len()).filter(|_| !is_linear) {
            bytes.extend(self.blocks.row(number).iter().flat_map(|value| value.to_le_bytes()));
        }
        for pair in &self.pairs {
            bytes.extend(pair.intercept.to_le_bytes());
            match &pair.weights {
                Some(weights) => bytes.extend(weights.iter().flat_map(|weight| weight.to_le_bytes())),
                None => {
                    for (place, coefficient) in &pair.coefficients {
                        bytes.extend(place.to_le_bytes());
                        bytes.extend(coefficient.to_le_bytes());
                    }
                }
            }
        }
        bytes
    }

    /// The machines taken apart; linear ones need no vectors.
    pub fn exported(&self) -> Parts<'_> {
        let machines = self.pairs.iter().map(|pair| Machine {
            classes: Some((pair.first, pair.second)),
            intercept: pair.intercept,
            sum: match &pair.weights {
                Some(weights) => MachineSum::Weights(weights),
                None => MachineSum::Coefficients(pair.coefficients.clone()),
            },
        });
        let stored = if self.kernel == Kernel::Linear { 0 } else { self.rows.len() };
        let vectors = (0..stored).map(|number| self.blocks.row(number)).collect();
        Parts::Machines { gamma: self.kernel.gamma(), machines: machines.collect(), vectors }
    }

    /// Which of the fitting rows any machine uses, ascending.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Whether all machines reached their optimum.
    pub fn settled(&self) -> bool {
        self.pairs.iter().all(|pair| pair.settled)
    }

    /// Writes one value per class to `out`: the votes of the pairs, and within less than half a vote how clear they
    /// were, as scikit-learn's decision function of the shape "ovr" does.
    pub fn decision_values(&self, row: &[f32], out: &mut [f64]) {
        let mut similarities = Vec::new();
        if self.kernel != Kernel::Linear {
            similarities.resize(self.rows.len().next_multiple_of(LANES), 0.0_f32);
            self.kernel.similarities(&self.blocks, row, |block, values| {
                similarities[block * LANES..(block + 1) * LANES].copy_from_slice(values);
            });
        }
        let mut clearness = vec![0.0; self.classes];
        out.fill(0.0);
        for pair in &self.pairs {
            let answer: f64 = if let Some(weights) = &pair.weights {
                weights.iter().zip(row).map(|(weight, value)| weight * f64::from(*value)).sum()
            } else {
                let vectors = pair.coefficients.iter();
                vectors.map(|(place, weight)| weight * f64::from(similarities[*place as usize])).sum()
            };
            let value = answer + pair.intercept;
            out[if value >= 0.0 { pair.first } else { pair.second }] += 1.0;
            clearness[pair.first] += value;
            clearness[pair.second] -= value;
        }
        for (votes, clearness) in out.iter_mut().zip(clearness) {
            *votes += clearness / (3.0 * (clearness.abs() + 1.0));
        }
    }

    /// The values of many rows, row after row.
    pub fn decision_values_of_many(&self, rows: &Matrix) -> Vec<f64> {
        let mut values = vec![Vec::new(); rows.rows()];
        in_parallel(&mut values, |first, part| {
            for (place, values) in part.iter_mut().enumerate() {
                values.resize(self.classes, 0.0);
                self.decision_values(rows.row(first + place), values);
            }
        });
        values.concat()
    }
}

/// Turns the decision value of each class into its probability, in place, by one Platt curve (a, b) per class.
pub(in super::super) fn class_probabilities(curves: &[(f64, f64)], values: &mut [f64]) {
    for (value, (a, b)) in values.iter_mut().zip(curves) {
        *value = platt_probability(*a, *b, *value);
    }
    let total: f64 = values.iter().sum();
    let even = 1.0 / values.len().max(1) as f64;
    for value in values {
        *value = if total > 0.0 { *value / total } else { even };
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::super::bayes::tests::{assert_close, matrix, numbers, oracle};
    use super::super::gamma_scale;
    use super::*;

    #[test]
    fn three_classes_are_told_apart_as_by_scikit_learn() {
        let oracle = oracle();
        let (features, queries) = (matrix(&oracle["features"]), matrix(&oracle["queries"]));
        let codes: Vec<u32> = numbers(&oracle["codes"]).iter().map(|code| *code as u32).collect();
        let radial = Kernel::Radial { gamma: gamma_scale(&features) };
        for (name, kernel) in [("rbf", radial), ("linear", Kernel::Linear)] {
            let expected = &oracle["machines"][name];
            for (tolerance, error) in [(1e-3, 3e-3), (1e-6, 2e-5)] {
                let settings = Settings { tolerance, ..Settings::new(kernel) };
                let mut shares = Vec::new();
                let mut stop = |done: u32, total: u32| {
                    shares.push(f64::from(done) / f64::from(total));
                    ControlFlow::Continue(())
                };
                let machines = ClassMachines::fit(&features, &codes, &[1.5; 3], &settings, &mut stop).unwrap();
                assert!(machines.settled() && shares.is_sorted());
                let actual = machines.decision_values_of_many(&queries);
                let rows = expected["three"].as_array().unwrap().iter();
                assert_close(&actual, &rows.flat_map(numbers).collect::<Vec<_>>(), error);
                assert_eq!(machines.rows().len() as u64, expected["three_vectors"].as_u64().unwrap());
            }
        }
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let mut values = [2.1, 1.0, -0.2];
        class_probabilities(&[(-1.0, 0.5), (-2.0, 0.5), (-1.0, 0.0)], &mut values);
        assert!((values.iter().sum::<f64>() - 1.0).abs() < 1e-12 && values.is_sorted_by(|a, b| a >= b));
        let mut hopeless = [0.0; 2];
        class_probabilities(&[(0.0, 1e5); 2], &mut hopeless);
        assert_eq!(hopeless, [0.5; 2]);
    }
}

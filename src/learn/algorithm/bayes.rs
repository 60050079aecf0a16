//! Naive Bayes: every column speaks for itself, numbers by a bell curve and marks of 0 or 1 by their share of ones.

use super::super::prepare::Matrix;
use super::super::targets::sigmoid;
use super::exported::{ClassDensity, ColumnDensity};

/// Share of the largest variance of any number that is added to all variances, against numbers that a class never
/// varies; scikit-learn's `var_smoothing`.
const VARIANCE_SMOOTHING: f64 = 1e-9;
/// Rows of each kind that every class is taken to have had of every mark (Laplace).
const MARK_SMOOTHING: f64 = 1.0;
/// Above this a mark counts as 1; explanations also ask about values in between.
const MARK_THRESHOLD: f32 = 0.5;

/// A naive Bayes classifier. Rows can be added at any time; it is then what fitting on all of them would have made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BayesCore {
    columns: usize,
    /// Per column whether it was 0 or 1 in every row so far.
    is_mark: Vec<bool>,
    /// Rows of each class.
    counts: Vec<f64>,
    /// Class after class, the mean of each column.
    means: Vec<f64>,
    /// Class after class, the sum of each column's squared deviations from that mean.
    squares: Vec<f64>,
    /// What answering needs, worked out from the above.
    evidence: Vec<Evidence>,
}

/// What one class adds up for a row. Every column has all three numbers, so that adding up needs no branches.
#[derive(Clone, Debug, PartialEq)]
struct Evidence {
    /// Log of the class's share, and all that does not depend on the row.
    start: f64,
    columns: Vec<ColumnEvidence>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct ColumnEvidence {
    mean: f64,
    /// Half of one over the variance; 0 for a mark.
    half_precision: f64,
    /// What a mark of 1 adds over one of 0; 0 for a number.
    mark: f64,
}

impl BayesCore {
    /// Fits on rows whose classes are `codes`, each below `classes`.
    pub fn fit(values: &Matrix, codes: &[u32], classes: usize) -> Self {
        let columns = values.columns;
        let mut core = Self {
            columns,
            is_mark: vec![true; columns],
            counts: vec![0.0; classes],
            means: vec![0.0; classes * columns],
            squares: vec![0.0; classes * columns],
            evidence: Vec::new(),
        };
        core.update(values, codes);
        core
    }

    /// Learns further rows.
    pub fn update(&mut self, values: &Matrix, codes: &[u32]) {
        let columns = self.columns;
        let rows = || values.values.chunks_exact(columns).zip(codes);
        let (mut counts, mut means) = (vec![0.0; self.counts.len()], vec![0.0; self.means.len()]);
        for (row, code) in rows() {
            let class = *code as usize;
            counts[class] += 1.0;
            let sums = &mut means[class * columns..(class + 1) * columns];
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += f64::from(*value));
            let marks = self.is_mark.iter_mut().zip(row);
            marks.for_each(|(is_mark, value)| *is_mark &= *value == 0.0 || *value == 1.0);
        }
        for (means, count) in means.chunks_exact_mut(columns).zip(&counts) {
            for mean in means {
                *mean /= f64::max(*count, 1.0);
            }
        }
        // A second pass, because sums of squares alone would cancel out where values are far from 0.
        let mut squares = vec![0.0; self.squares.len()];
        for (row, code) in rows() {
            let class = *code as usize * columns..(*code as usize + 1) * columns;
            for ((square, mean), value) in squares[class.clone()].iter_mut().zip(&means[class]).zip(row) {
                let deviation = f64::from(*value) - mean;
                *square += deviation * deviation;
            }
        }
        self.merge(&counts, &means, &squares);
        self.weigh();
    }

    /// Joins counts, means and squared deviations of further rows with those of the rows before (Chan et al. 1979).
    fn merge(&mut self, counts: &[f64], means: &[f64], squares: &[f64]) {
        for (place, (mean, square)) in means.iter().zip(squares).enumerate() {
            let (before, added) = (self.counts[place / self.columns], counts[place / self.columns]);
            if added > 0.0 {
                let (apart, all) = (mean - self.means[place], before + added);
                self.means[place] += apart * added / all;
                self.squares[place] += square + apart * apart * before * added / all;
            }
        }
        self.counts.iter_mut().zip(counts).for_each(|(count, added)| *count += added);
    }

    /// Works out the evidence.
    fn weigh(&mut self) {
        let total: f64 = self.counts.iter().sum();
        let smoothing = self.smoothing(total);
        self.evidence = (0..self.counts.len())
            .map(|class| {
                let count = self.counts[class];
                let mut start = (count / total).ln();
                let columns = (0..self.columns).map(|column| {
                    let place = class * self.columns + column;
                    let mean = self.means[place];
                    if self.is_mark[column] {
                        let ones = (mean * count + MARK_SMOOTHING) / (count + 2.0 * MARK_SMOOTHING);
                        start += (-ones).ln_1p();
                        ColumnEvidence { mean: 0.0, half_precision: 0.0, mark: (ones / (1.0 - ones)).ln() }
                    } else {
                        let variance = self.squares[place] / count.max(1.0) + smoothing;
                        start -= 0.5 * (std::f64::consts::TAU * variance).ln();
                        ColumnEvidence { mean, half_precision: 0.5 / variance, mark: 0.0 }
                    }
                });
                let columns = columns.collect();
                Evidence { start, columns }
            })
            .collect();
    }

    /// What is added to all variances.
    fn smoothing(&self, total: f64) -> f64 {
        let numbers = (0..self.columns).filter(|column| !self.is_mark[*column]);
        let variances = numbers.map(|column| {
            let classes = || (0..self.counts.len()).map(|class| (self.counts[class], class * self.columns + column));
            let mean = classes().map(|(count, place)| count * self.means[place]).sum::<f64>() / total;
            let squares =
                classes().map(|(count, place)| self.squares[place] + count * (self.means[place] - mean).powi(2));
            squares.sum::<f64>() / total
        });
        let largest = variances.fold(0.0, f64::max);
        VARIANCE_SMOOTHING * if largest > 0.0 { largest } else { 1.0 }
    }

    /// How each class is spread.
    pub fn exported(&self) -> Vec<ClassDensity> {
        let total: f64 = self.counts.iter().sum();
        let classes = self.counts.iter().zip(&self.evidence).map(|(count, evidence)| {
            let columns = evidence.columns.iter().zip(&self.is_mark);
            ClassDensity {
                share: count / total,
                columns: columns.map(|(column, is_mark)| column.density(*is_mark)).collect(),
            }
        });
        classes.collect()
    }

    /// Shares, means and variances, little-endian.
    pub fn saved(&self) -> Vec<u8> {
        let numbers = self.counts.iter().chain(&self.means).chain(&self.squares);
        let marks = self.is_mark.iter().map(|is_mark| u8::from(*is_mark));
        marks.chain(numbers.flat_map(|number| number.to_le_bytes())).collect()
    }

    /// Writes the log of the joint density of `row` and each class to `out`; minus infinity for a class without rows.
    pub fn joint_log_likelihood(&self, row: &[f32], out: &mut [f64]) {
        for (joint, evidence) in out.iter_mut().zip(&self.evidence) {
            let columns = evidence.columns.iter().zip(row).map(|(column, value)| {
                let deviation = f64::from(*value) - column.mean;
                let mark = if *value > MARK_THRESHOLD { column.mark } else { 0.0 };
                mark - deviation * deviation * column.half_precision
            });
            *joint = evidence.start + columns.sum::<f64>();
        }
    }
}

impl ColumnEvidence {
    fn density(self, is_mark: bool) -> ColumnDensity {
        if is_mark {
            ColumnDensity::Mark { ones: sigmoid(self.mark) }
        } else {
            ColumnDensity::Number { mean: self.mean, variance: 0.5 / self.half_precision }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::Value;

    use super::super::super::targets::Output;
    use super::*;

    /// What scikit-learn says, written by `classic_models.py`.
    pub fn oracle() -> Value {
        serde_json::from_str(include_str!("../../../tests/oracles/classic_models.json")).unwrap()
    }

    /// Probabilities of the classes from their joint densities, as the model takes them.
    fn shares(core: &BayesCore, row: &[f32], out: &mut [f64]) {
        core.joint_log_likelihood(row, out);
        Output::Classes(out.len()).link(out);
    }

    pub fn numbers(value: &Value) -> Vec<f64> {
        value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
    }

    pub fn matrix(value: &Value) -> Matrix {
        let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
        Matrix { values: rows.concat().iter().map(|value| *value as f32).collect(), columns: rows[0].len() }
    }

    #[track_caller]
    pub fn assert_close(actual: &[f64], expected: &[f64], tolerance: f64) {
        assert_eq!(actual.len(), expected.len());
        for (actual, expected) in actual.iter().zip(expected) {
            assert!((actual - expected).abs() <= tolerance * expected.abs().max(1.0), "{actual} is not {expected}");
        }
    }

    fn codes(oracle: &Value) -> Vec<u32> {
        numbers(&oracle["codes"]).iter().map(|code| *code as u32).collect()
    }

    fn part(matrix: &Matrix, rows: std::ops::Range<usize>) -> Matrix {
        let columns = matrix.columns;
        Matrix { values: matrix.values[rows.start * columns..rows.end * columns].to_vec(), columns }
    }

    fn check(core: &BayesCore, queries: &Matrix, expected: &Value, tolerance: f64) {
        let mut joint = vec![0.0; 3];
        for query in 0..queries.rows() {
            core.joint_log_likelihood(queries.row(query), &mut joint);
            assert_close(&joint, &numbers(&expected[query]), tolerance);
        }
    }

    #[test]
    fn numbers_are_judged_as_by_scikit_learn() {
        let oracle = oracle();
        let (features, queries) = (matrix(&oracle["features"]), matrix(&oracle["queries"]));
        let core = BayesCore::fit(&features, &codes(&oracle), 3);
        check(&core, &queries, &oracle["bayes"]["joint"], 1e-9);
        let mut probabilities = vec![0.0; 3];
        for query in 0..queries.rows() {
            shares(&core, queries.row(query), &mut probabilities);
            assert_close(&probabilities, &numbers(&oracle["bayes"]["probabilities"][query]), 1e-9);
        }
    }

    #[test]
    fn learning_in_parts_is_learning_at_once() {
        let oracle = oracle();
        let (features, codes) = (matrix(&oracle["features"]), codes(&oracle));
        let mut core = BayesCore::fit(&part(&features, 0..40), &codes[..40], 3);
        core.update(&part(&features, 40..90), &codes[40..]);
        let queries = matrix(&oracle["queries"]);
        check(&core, &queries, &oracle["bayes"]["joint"], 1e-11);
        // scikit-learn smooths by the variance of the last part alone, which shows from about the ninth digit.
        check(&core, &queries, &oracle["bayes"]["joint_in_parts"], 1e-7);
    }

    #[test]
    fn marks_of_zero_and_one_are_judged_by_their_shares() {
        let oracle = oracle();
        let beside = |first: &Matrix, second: &Matrix| {
            let rows = (0..first.rows()).flat_map(|row| [first.row(row), second.row(row)].concat());
            Matrix { values: rows.collect(), columns: first.columns + second.columns }
        };
        let fitting = beside(&matrix(&oracle["features"]), &matrix(&oracle["flags"]));
        let queries = beside(&matrix(&oracle["queries"]), &matrix(&oracle["flag_queries"]));
        let core = BayesCore::fit(&fitting, &codes(&oracle), 3);
        check(&core, &queries, &oracle["bayes"]["joint_with_flags"], 1e-9);
    }

    #[test]
    fn a_mark_that_turns_out_a_number_is_judged_as_one() {
        let (early, late) = (vec![0.0, 1.0, 1.0, 0.0], vec![3.0, 0.5]);
        let whole = Matrix { values: [early.clone(), late.clone()].concat(), columns: 1 };
        let at_once = BayesCore::fit(&whole, &[0, 1, 1, 1, 0, 1], 2);
        let mut in_parts = BayesCore::fit(&Matrix { values: early, columns: 1 }, &[0, 1, 1, 1], 2);
        in_parts.update(&Matrix { values: late, columns: 1 }, &[0, 1]);
        let (mut expected, mut actual) = ([0.0; 2], [0.0; 2]);
        at_once.joint_log_likelihood(&[0.7], &mut expected);
        in_parts.joint_log_likelihood(&[0.7], &mut actual);
        assert_close(&actual, &expected, 1e-12);
    }

    #[test]
    fn classes_without_rows_and_constant_numbers_do_no_harm() {
        let core = BayesCore::fit(&Matrix { values: vec![2.0; 4], columns: 1 }, &[0, 0, 2, 2], 3);
        let mut probabilities = [0.0; 3];
        shares(&core, &[2.0], &mut probabilities);
        assert_eq!(probabilities, [0.5, 0.0, 0.5]);
        shares(&core, &[1e30], &mut probabilities);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

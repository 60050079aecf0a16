//! How right decisions among several classes are, and how far their probabilities can be trusted. Classes are codes
//! from 0; probabilities stand row by row, one per class; each row counts as often as a resample draws it.

use super::numbers::{count_of, counted_mean};
use super::ranking::Ranked;
use crate::model::CalibrationPoint;

/// Equal bins of the expected calibration error.
const CALIBRATION_BINS: usize = 15;

/// How often each class was decided for rows of each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassConfusion {
    /// By true class, then by decided class.
    counts: Vec<u64>,
    classes: usize,
}

impl ClassConfusion {
    /// Counts rows of the true classes `codes` for which `decided` was decided, all below `classes`; with `counts`,
    /// each row that often.
    pub fn count(codes: &[u32], decided: &[u32], classes: usize, counts: Option<&[u32]>) -> Self {
        let mut confusion = Self { counts: vec![0; classes * classes], classes };
        for (row, (code, decided)) in codes.iter().zip(decided).enumerate() {
            confusion.counts[*code as usize * classes + *decided as usize] += count_of(counts, row);
        }
        confusion
    }

    /// How often `decided` was decided for rows of class `code`.
    pub fn at(&self, code: usize, decided: usize) -> u64 {
        self.counts[code * self.classes + decided]
    }

    /// Share of rows decided right, 0 to 1; `None` without rows.
    pub fn accuracy(&self) -> Option<f64> {
        let right: u64 = (0..self.classes).map(|class| self.at(class, class)).sum();
        let all: u64 = self.counts.iter().sum();
        (all > 0).then(|| right as f64 / all as f64)
    }

    /// Mean, over the classes that occur, of the share of their rows decided right, 0 to 1: always deciding one of K
    /// classes reaches 1/K however rare the others are (Brodersen et al. 2010). `None` without rows.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        self.mean_over_classes(|right, actual, _| (actual > 0).then(|| right as f64 / actual as f64))
    }

    /// Mean of the F1 of each class, 0 to 1, over the classes that occur or are decided; one that is never right has 0.
    /// `None` without rows. (scikit-learn's `f1_score` with `average="macro"`.)
    pub fn macro_f1(&self) -> Option<f64> {
        self.mean_over_classes(|right, actual, decided| {
            (actual + decided > 0).then(|| 2.0 * right as f64 / (actual + decided) as f64)
        })
    }

    /// Mean of the precision of each class, 0 to 1, over the classes that occur or are decided; one that occurs but is
    /// never decided has 0. `None` without rows. (scikit-learn's `precision_score` with `average="macro"`.)
    pub fn macro_precision(&self) -> Option<f64> {
        self.mean_over_classes(|right, actual, decided| {
            (actual + decided > 0).then(|| right as f64 / decided.max(1) as f64)
        })
    }

    /// Mean of what `value` makes of how many rows of each class are right, are of the class and are decided for it.
    fn mean_over_classes(&self, value: impl Fn(u64, u64, u64) -> Option<f64>) -> Option<f64> {
        let values: Vec<f64> = (0..self.classes)
            .filter_map(|class| {
                let actual = (0..self.classes).map(|decided| self.at(class, decided)).sum();
                let decided = (0..self.classes).map(|code| self.at(code, class)).sum();
                value(self.at(class, class), actual, decided)
            })
            .collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }
}

/// The class of the highest probability in each row, the first of equals.
pub fn most_likely(probabilities: &[f64], classes: usize) -> Vec<u32> {
    rows_of(probabilities, classes)
        .map(|row| {
            let mut best = 0;
            for (class, probability) in row.iter().enumerate() {
                if *probability > row[best] {
                    best = class;
                }
            }
            best as u32
        })
        .collect()
}

/// Mean of `−ln` of the probability given to the true class, in nats; 0 is best, `ln K` is as good as giving each of K
/// classes the same (Good 1952). `probabilities` has `classes` columns, whose sum in each row is to be 1, and a row per
/// code in `codes`; `counts` says how often each row counts (once each without). Probabilities are kept a machine
/// epsilon away from 0 and 1, so that no row exceeds 36.04. NaN without a row that counts.
pub fn log_loss(probabilities: &[f64], classes: usize, codes: &[u32], counts: Option<&[u32]>) -> f64 {
    let losses = rows_of(probabilities, classes)
        .zip(codes)
        .map(|(row, code)| -row[*code as usize].clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln());
    counted_mean(losses, counts)
}

/// Mean over the rows of the sum over the classes of the squared difference between the probability and 1 for the true
/// class, 0 for the others: 0 is best, 2 is worst (Brier 1950). For two classes it is twice the Brier score of one of
/// them. Rows, columns and `counts` as in [`log_loss`]. NaN without a row that counts.
pub fn brier_of_classes(probabilities: &[f64], classes: usize, codes: &[u32], counts: Option<&[u32]>) -> f64 {
    let errors = rows_of(probabilities, classes).zip(codes).map(|(row, code)| {
        let differences = (0..).zip(row).map(|(class, probability)| (probability - f64::from(class == *code)).powi(2));
        differences.sum::<f64>()
    });
    counted_mean(errors, counts)
}

/// Mean over the classes of the chance that a row of the class is given a higher probability of it than a row of
/// another class, ties counting half: 1 is best, 0.5 is as good as chance. Rows, columns and `counts` as in
/// [`log_loss`]. `None` unless there are at least two classes and each has a row that counts. (scikit-learn's
/// `roc_auc_score` with `multi_class="ovr"` and `average="macro"`.)
pub fn roc_auc_one_against_rest(
    probabilities: &[f64],
    classes: usize,
    codes: &[u32],
    counts: Option<&[u32]>,
) -> Option<f64> {
    mean_roc_auc(&rank_classes(probabilities, classes, codes), counts)
}

/// Rows in the order of their probability of each class, which resamples reuse.
pub(super) fn rank_classes(probabilities: &[f64], classes: usize, codes: &[u32]) -> Vec<Ranked> {
    let rank = |class: usize| {
        let scores: Vec<f64> = rows_of(probabilities, classes).map(|row| row[class]).collect();
        let labels: Vec<bool> = codes.iter().map(|code| *code as usize == class).collect();
        Ranked::new(&scores, &labels)
    };
    (0..classes).map(rank).collect()
}

/// Mean area of all classes, each against the rest; `None` as in [`roc_auc_one_against_rest`].
pub(super) fn mean_roc_auc(ranked: &[Ranked], counts: Option<&[u32]>) -> Option<f64> {
    let areas = ranked.iter().map(|ranked| ranked.areas(counts).map(|areas| areas.roc_auc));
    let total = areas.sum::<Option<f64>>()?;
    (!ranked.is_empty()).then(|| total / ranked.len() as f64)
}

/// Expected calibration error: how far, on average, the confidence of decisions is from the share of them that is
/// right, within each of 15 equal bins of the confidence; 0 is best, 1 is worst (Guo et al. 2017). `confidence` holds
/// the probability of what was decided in each row, `right` whether it was right, `counts` how often each row counts
/// (once each without). A bin takes its upper edge but not its lower, the first takes both. NaN without a row that
/// counts.
pub fn calibration_error(confidence: &[f64], right: &[bool], counts: Option<&[u32]>) -> f64 {
    let bins = fill_bins(confidence, right, CALIBRATION_BINS, counts);
    let rows: u64 = bins.iter().map(|bin| bin.rows).sum();
    // A bin weighs as much as it has rows, which cancels against the two means in it.
    bins.iter().map(|bin| (bin.predicted - bin.right as f64).abs()).sum::<f64>() / rows as f64
}

/// The calibration curve, or reliability diagram (Niculescu-Mizil and Caruana 2005): for each of `bins` equal bins of
/// the probability, at least 1, what was predicted and what was seen, both 0 to 1 and equal where probabilities can be
/// trusted. `probabilities` holds that of a positive row, `labels` whether the row is one. Bins without rows are left
/// out, so no rows give no points. A bin takes its upper edge but not its lower, the first takes both.
pub fn calibration_curve(probabilities: &[f64], labels: &[bool], bins: usize) -> Vec<CalibrationPoint> {
    let bins = fill_bins(probabilities, labels, bins, None).into_iter().filter(|bin| bin.rows > 0);
    bins.map(|Bin { predicted, right, rows }| CalibrationPoint {
        predicted: predicted / rows as f64,
        observed: right as f64 / rows as f64,
        rows,
    })
    .collect()
}

/// What fell into a bin of probabilities.
#[derive(Clone, Default)]
struct Bin {
    /// Sum of the probabilities.
    predicted: f64,
    right: u64,
    rows: u64,
}

fn fill_bins(probabilities: &[f64], right: &[bool], bins: usize, counts: Option<&[u32]>) -> Vec<Bin> {
    // Multiples of the width, as scikit-learn has them, and not fractions, which can differ in the last digit.
    let width = 1.0 / bins as f64;
    let inner_edges: Vec<f64> = (1..bins).map(|edge| edge as f64 * width).collect();
    let mut filled = vec![Bin::default(); bins];
    for (row, (probability, right)) in probabilities.iter().zip(right).enumerate() {
        let bin = &mut filled[inner_edges.partition_point(|edge| edge < probability)];
        let count = count_of(counts, row);
        bin.predicted += count as f64 * probability;
        bin.right += count * u64::from(*right);
        bin.rows += count;
    }
    filled
}

fn rows_of(probabilities: &[f64], classes: usize) -> impl Iterator<Item = &[f64]> {
    probabilities.chunks_exact(classes.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: [u32; 6] = [0, 0, 0, 1, 1, 2];
    const DECIDED: [u32; 6] = [0, 0, 1, 1, 1, 0];
    #[rustfmt::skip]
    const PROBABILITIES: [f64; 18] = [
        0.7, 0.2, 0.1,
        0.5, 0.3, 0.2,
        0.2, 0.6, 0.2,
        0.1, 0.8, 0.1,
        0.3, 0.4, 0.3,
        0.4, 0.3, 0.3,
    ];

    #[track_caller]
    fn check_close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-12, "{actual} is not {expected}");
    }

    #[test]
    fn decisions_agree_with_counting_by_hand() {
        assert_eq!(most_likely(&PROBABILITIES, 3), DECIDED);
        assert_eq!(most_likely(&[0.4, 0.4, 0.2], 3), [0], "the first of equals");
        let confusion = ClassConfusion::count(&CODES, &DECIDED, 3, None);
        assert_eq!((confusion.at(0, 1), confusion.at(1, 0), confusion.at(2, 0)), (1, 0, 1));
        check_close(confusion.accuracy().unwrap(), 4.0 / 6.0);
        check_close(confusion.balanced_accuracy().unwrap(), (2.0 / 3.0 + 1.0 + 0.0) / 3.0);
        check_close(confusion.macro_precision().unwrap(), (2.0 / 3.0 + 2.0 / 3.0 + 0.0) / 3.0);
        check_close(confusion.macro_f1().unwrap(), (4.0 / 6.0 + 4.0 / 5.0 + 0.0) / 3.0);
    }

    #[test]
    fn classes_that_do_not_occur_are_left_out() {
        // Class 1 is decided but does not occur, class 2 does neither.
        let confusion = ClassConfusion::count(&[0, 0, 0, 3], &[0, 0, 1, 3], 4, None);
        check_close(confusion.balanced_accuracy().unwrap(), f64::midpoint(2.0 / 3.0, 1.0));
        check_close(confusion.macro_precision().unwrap(), (1.0 + 0.0 + 1.0) / 3.0);
        check_close(confusion.macro_f1().unwrap(), (4.0 / 5.0 + 0.0 + 1.0) / 3.0);
        let nothing = ClassConfusion::count(&[0, 1], &[0, 1], 2, Some(&[0, 0]));
        assert_eq!((nothing.accuracy(), nothing.balanced_accuracy()), (None, None));
        assert_eq!((nothing.macro_f1(), nothing.macro_precision()), (None, None));
    }

    #[test]
    fn probabilities_are_judged_by_what_came_true() {
        let given = [0.7_f64, 0.5, 0.2, 0.8, 0.4, 0.3];
        check_close(log_loss(&PROBABILITIES, 3, &CODES, None), -given.iter().map(|p| p.ln()).sum::<f64>() / 6.0);
        check_close(log_loss(&[0.0, 1.0], 2, &[0], None), -f64::EPSILON.ln());
        // Rows are not rescaled: the second column has no say in a row of the first class.
        check_close(log_loss(&[0.5, 0.4], 2, &[0], None), 2.0_f64.ln());
        // Squares of 0.3 0.2 0.1, 0.5 0.3 0.2, 0.8 0.6 0.2, 0.1 0.2 0.1, 0.3 0.6 0.3 and 0.4 0.3 0.7.
        let brier = (0.14 + 0.38 + 1.04 + 0.06 + 0.54 + 0.74) / 6.0;
        check_close(brier_of_classes(&PROBABILITIES, 3, &CODES, None), brier);
        check_close(brier_of_classes(&[0.0, 1.0], 2, &[0], None), 2.0);
        assert!(log_loss(&[], 3, &[], None).is_nan() && brier_of_classes(&[], 3, &[], None).is_nan());
    }

    #[test]
    fn each_class_is_ranked_against_the_rest() {
        // Of 9 pairs class 0 wins 3 (0.7), 3 (0.5) and 1 (0.2); of 8 class 1 wins 4 (0.8) and 3 (0.4); of 5 class 2
        // wins 4 (0.3) and ties once.
        let expected = (7.0 / 9.0 + 7.0 / 8.0 + 4.5 / 5.0) / 3.0;
        check_close(roc_auc_one_against_rest(&PROBABILITIES, 3, &CODES, None).unwrap(), expected);
        let without_the_last = Some([1, 1, 1, 1, 1, 0].as_slice());
        assert_eq!(roc_auc_one_against_rest(&PROBABILITIES, 3, &CODES, without_the_last), None);
        assert_eq!(roc_auc_one_against_rest(&[1.0, 1.0], 1, &[0, 0], None), None);
        assert_eq!(roc_auc_one_against_rest(&[], 0, &[], None), None);
    }

    #[test]
    fn calibration_compares_confidence_with_what_was_right() {
        // Bins of a fifteenth: 0.95 and 1 share the last, 0.9 lies in the one before, 0.5 lies alone, 0 in the first.
        let (confidence, right) = ([0.95, 1.0, 0.9, 0.5, 0.0], [true, false, true, false, false]);
        check_close(calibration_error(&confidence, &right, None), (0.95 + 0.1 + 0.5 + 0.0) / 5.0);
        check_close(calibration_error(&confidence, &right, Some(&[2, 1, 0, 1, 0])), (0.9 + 0.5) / 4.0);
        assert!(calibration_error(&[], &[], None).is_nan());
    }

    #[test]
    fn the_calibration_curve_leaves_empty_bins_out() {
        let point = |predicted, observed, rows| CalibrationPoint { predicted, observed, rows };
        let curve = calibration_curve(&[0.0, 0.25, 0.5, 1.0, 0.875], &[false, true, true, true, false], 4);
        assert_eq!(curve, [point(0.125, 0.5, 2), point(0.5, 1.0, 1), point(0.9375, 0.5, 2)]);
        assert_eq!(calibration_curve(&[], &[], 10), []);
    }

    #[test]
    fn counts_stand_for_repeated_rows() {
        let counts = [2, 0, 1, 1, 3, 2];
        let rows: Vec<usize> = (0..6).flat_map(|row| std::iter::repeat_n(row, counts[row] as usize)).collect();
        let codes: Vec<u32> = rows.iter().map(|row| CODES[*row]).collect();
        let decided: Vec<u32> = rows.iter().map(|row| DECIDED[*row]).collect();
        let probabilities: Vec<f64> =
            rows.iter().flat_map(|row| PROBABILITIES[3 * row..3 * row + 3].to_vec()).collect();
        let counts = Some(counts.as_slice());
        let repeated = ClassConfusion::count(&codes, &decided, 3, None);
        assert_eq!(ClassConfusion::count(&CODES, &DECIDED, 3, counts), repeated);
        for measure in [log_loss, brier_of_classes] {
            check_close(measure(&PROBABILITIES, 3, &CODES, counts), measure(&probabilities, 3, &codes, None));
        }
        let counted = roc_auc_one_against_rest(&PROBABILITIES, 3, &CODES, counts).unwrap();
        check_close(counted, roc_auc_one_against_rest(&probabilities, 3, &codes, None).unwrap());
    }
}

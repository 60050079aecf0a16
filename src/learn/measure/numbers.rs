//! How close predicted numbers come to the true ones, each row counted as often as a resample draws it.

/// Mean of `|predicted − truth|`, in the unit of the truth; 0 is best. `predicted` and `truth` hold a number per row,
/// `counts` how often each row counts (once each without). NaN without a row that counts.
pub fn mean_absolute_error(predicted: &[f64], truth: &[f64], counts: Option<&[u32]>) -> f64 {
    counted_mean(errors(predicted, truth).map(f64::abs), counts)
}

/// Median of `|predicted − truth|`, in the unit of the truth, midway between the middle two of an even number; 0 is
/// best and a few wild rows do not move it. Rows and `counts` as in [`mean_absolute_error`]. NaN without a row that
/// counts.
pub fn median_absolute_error(predicted: &[f64], truth: &[f64], counts: Option<&[u32]>) -> f64 {
    let mut counted: Vec<(f64, u64)> =
        errors(predicted, truth).enumerate().map(|(row, error)| (error.abs(), count_of(counts, row))).collect();
    counted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: u64 = counted.iter().map(|(_, count)| count).sum();
    // The value at a place when each row is written as often as it counts.
    let at = |place: u64| {
        let mut passed = 0;
        let mut values = counted.iter();
        values.find_map(|(error, count)| {
            passed += count;
            (passed > place).then_some(*error)
        })
    };
    at(all.saturating_sub(1) / 2).zip(at(all / 2)).map_or(f64::NAN, |(low, high)| f64::midpoint(low, high))
}

/// Square root of the mean of `(predicted − truth)²`, in the unit of the truth; 0 is best, and large errors weigh more
/// than in the mean absolute error. Rows and `counts` as in [`mean_absolute_error`]. NaN without a row that counts.
pub fn root_mean_squared_error(predicted: &[f64], truth: &[f64], counts: Option<&[u32]>) -> f64 {
    counted_mean(errors(predicted, truth).map(|error| error * error), counts).sqrt()
}

/// Coefficient of determination `R² = 1 − Σ(predicted − truth)² / Σ(truth − mean truth)²`, without a unit: 1 is best, 0
/// is as good as always predicting the mean, and there is no lower bound. Rows and `counts` as in
/// [`mean_absolute_error`]. `None` where the truth of the rows that count is constant, which includes a single row and
/// none. (scikit-learn's `r2_score`, which puts 0 or 1 in that place.)
pub fn determination(predicted: &[f64], truth: &[f64], counts: Option<&[u32]>) -> Option<f64> {
    let mut counted = truth.iter().enumerate().filter(|(row, _)| count_of(counts, *row) > 0).map(|(_, truth)| *truth);
    let first = counted.next()?;
    // Rounding lets the mean of equal numbers differ from them, so the spread alone does not tell.
    if counted.all(|other| other == first) {
        return None;
    }
    let mean = counted_mean(truth.iter().copied(), counts);
    let spread = counted_mean(truth.iter().map(|truth| (truth - mean).powi(2)), counts);
    let unexplained = counted_mean(errors(predicted, truth).map(|error| error * error), counts);
    Some(1.0 - unexplained / spread)
}

/// Pinball loss of predicted quantiles (Koenker and Bassett 1978): the mean of `level · (truth − predicted)` over rows
/// whose truth is higher and `(1 − level) · (predicted − truth)` over the others, in the unit of the truth; 0 is best.
/// `level` is the quantile meant, between 0 and 1; at 0.5 the loss is half the mean absolute error. Rows and `counts`
/// as in [`mean_absolute_error`]. NaN without a row that counts.
pub fn pinball_loss(predicted: &[f64], truth: &[f64], level: f64, counts: Option<&[u32]>) -> f64 {
    let losses = errors(predicted, truth).map(|error| if error < 0.0 { -level * error } else { (1.0 - level) * error });
    counted_mean(losses, counts)
}

/// Mean of one value per row; NaN without a row that counts.
pub(super) fn counted_mean(values: impl Iterator<Item = f64>, counts: Option<&[u32]>) -> f64 {
    let (mut total, mut rows) = (0.0, 0);
    for (row, value) in values.enumerate() {
        let count = count_of(counts, row);
        total += count as f64 * value;
        rows += count;
    }
    total / rows as f64
}

/// How often a row counts.
pub(super) fn count_of(counts: Option<&[u32]>, row: usize) -> u64 {
    counts.map_or(1, |counts| u64::from(counts[row]))
}

fn errors(predicted: &[f64], truth: &[f64]) -> impl Iterator<Item = f64> {
    predicted.iter().zip(truth).map(|(predicted, truth)| predicted - truth)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PREDICTED: [f64; 4] = [2.5, 0.0, 2.0, 8.0];
    const TRUTH: [f64; 4] = [3.0, -0.5, 2.0, 7.0];

    #[track_caller]
    fn check_close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-12, "{actual} is not {expected}");
    }

    #[test]
    fn errors_agree_with_counting_by_hand() {
        // Errors of −0.5, 0.5, 0 and 1.
        check_close(mean_absolute_error(&PREDICTED, &TRUTH, None), 0.5);
        check_close(median_absolute_error(&PREDICTED, &TRUTH, None), 0.5);
        check_close(root_mean_squared_error(&PREDICTED, &TRUTH, None), 0.375_f64.sqrt());
        // The truth has the mean 2.875 and the squares 0.0156, 11.3906, 0.7656 and 17.0156 around it.
        check_close(determination(&PREDICTED, &TRUTH, None).unwrap(), 1.0 - 1.5 / 29.1875);
    }

    #[test]
    fn pinball_weighs_the_two_sides() {
        // Too low by 0.5 once, too high by 1.5 in all.
        check_close(pinball_loss(&PREDICTED, &TRUTH, 0.9, None), (0.9 * 0.5 + 0.1 * 1.5) / 4.0);
        check_close(pinball_loss(&PREDICTED, &TRUTH, 0.1, None), (0.1 * 0.5 + 0.9 * 1.5) / 4.0);
        check_close(pinball_loss(&PREDICTED, &TRUTH, 0.5, None), 0.25);
    }

    #[test]
    fn counts_stand_for_repeated_rows() {
        let counts = [2, 0, 1, 3];
        let repeat = |values: [f64; 4]| -> Vec<f64> {
            values.iter().zip(counts).flat_map(|(value, count)| std::iter::repeat_n(*value, count as usize)).collect()
        };
        let (predicted, truth) = (repeat(PREDICTED), repeat(TRUTH));
        for measure in [mean_absolute_error, median_absolute_error, root_mean_squared_error] {
            check_close(measure(&PREDICTED, &TRUTH, Some(&counts)), measure(&predicted, &truth, None));
        }
        let counted = determination(&PREDICTED, &TRUTH, Some(&counts)).unwrap();
        check_close(counted, determination(&predicted, &truth, None).unwrap());
        let counted = pinball_loss(&PREDICTED, &TRUTH, 0.2, Some(&counts));
        check_close(counted, pinball_loss(&predicted, &truth, 0.2, None));
    }

    #[test]
    fn the_median_lies_midway_or_on_a_row() {
        // Errors of 1, 2 and 4.
        let (predicted, truth) = ([1.0, -2.0, 4.0], [0.0; 3]);
        check_close(median_absolute_error(&predicted, &truth, None), 2.0);
        check_close(median_absolute_error(&predicted, &truth, Some(&[1, 0, 1])), 2.5);
        check_close(median_absolute_error(&predicted, &truth, Some(&[2, 1, 1])), 1.5);
        check_close(median_absolute_error(&predicted, &truth, Some(&[0, 0, 5])), 4.0);
    }

    #[test]
    fn what_nothing_says_is_unknown() {
        assert!(mean_absolute_error(&[], &[], None).is_nan());
        assert!(median_absolute_error(&[], &[], None).is_nan());
        assert!(root_mean_squared_error(&[1.0], &[2.0], Some(&[0])).is_nan());
        assert!(pinball_loss(&[], &[], 0.5, None).is_nan());
        assert_eq!(determination(&[], &[], None), None);
        // The mean of three times 0.1 is not 0.1.
        assert_eq!(determination(&[0.0, 0.1, 0.2], &[0.1; 3], None), None);
        assert_eq!(determination(&PREDICTED, &TRUTH, Some(&[0, 4, 0, 0])), None);
    }
}

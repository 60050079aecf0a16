//! How right answers among several classes are.

use super::super::classes::{
    ClassConfusion, brier_of_classes, calibration_error, log_loss, mean_roc_auc, most_likely, rank_classes,
};
use super::super::interval::wilson_interval;
use super::Resampled;
use crate::learn::error::LearnError;
use crate::learn::progress::Progress;
use crate::model::{Confusion, Details, Measure, Measured};

/// Every measure of quality that the rows allow.
pub(super) fn measure(
    probabilities: &[f64],
    codes: &[u32],
    classes: usize,
    resamples: u32,
    progress: &mut Progress<'_>,
) -> Result<Resampled, LearnError> {
    let decided = most_likely(probabilities, classes);
    let confidence: Vec<f64> =
        probabilities.chunks_exact(classes).zip(&decided).map(|(of_row, decided)| of_row[*decided as usize]).collect();
    let right: Vec<bool> = codes.iter().zip(&decided).map(|(code, decided)| code == decided).collect();
    let ranked = rank_classes(probabilities, classes, codes);
    let mut resampled = Resampled::of(codes.iter().copied(), resamples, progress, |counts| {
        let confusion = ClassConfusion::count(codes, &decided, classes, counts);
        vec![
            (Measure::Accuracy, confusion.accuracy().map(|share| 100.0 * share)),
            (Measure::BalancedAccuracy, confusion.balanced_accuracy().map(|share| 100.0 * share)),
            (Measure::F1, confusion.macro_f1()),
            (Measure::RocAuc, mean_roc_auc(&ranked, counts)),
            (Measure::BrierScore, Some(brier_of_classes(probabilities, classes, codes, counts))),
            (Measure::LogLoss, Some(log_loss(probabilities, classes, codes, counts))),
            (Measure::CalibrationError, Some(calibration_error(&confidence, &right, counts))),
        ]
    })?;
    let count = right.iter().filter(|right| **right).count() as u64;
    if let Some((low, high)) = wilson_interval(count, codes.len() as u64) {
        let value = 100.0 * count as f64 / codes.len() as f64;
        resampled.measured.insert(Measure::Accuracy, Measured { value, interval: Some((100.0 * low, 100.0 * high)) });
    }
    Ok(resampled)
}

/// The pictures behind the measures.
pub(super) fn details(probabilities: &[f64], codes: &[u32], classes: &[String]) -> Details {
    let count = classes.len();
    let confusion = ClassConfusion::count(codes, &most_likely(probabilities, count), count, None);
    let places = (0..count).flat_map(|code| (0..count).map(move |decided| (code, decided)));
    let rows = places.map(|(code, decided)| confusion.at(code, decided)).collect();
    Details { confusion: Some(Confusion { classes: classes.to_vec(), rows }), ..Details::default() }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    #[test]
    fn what_is_measured_agrees_with_counting() {
        // Of 30 rows of three classes, one of each ten is taken for the next class.
        let codes: Vec<u32> = (0..30).map(|row| row / 10).collect();
        let decided = codes.iter().enumerate().map(|(row, code)| if row % 10 == 0 { (code + 1) % 3 } else { *code });
        let probabilities: Vec<f64> =
            decided.flat_map(|decided| (0..3).map(move |class| if class == decided { 0.8 } else { 0.1 })).collect();
        let mut report = |_| ControlFlow::Continue(());
        let measured = measure(&probabilities, &codes, 3, 200, &mut Progress::new(&mut report)).unwrap().measured;
        for (measure, expected) in [
            (Measure::Accuracy, 90.0),
            (Measure::BalancedAccuracy, 90.0),
            (Measure::F1, 0.9),
            (Measure::LogLoss, -(27.0 * 0.8_f64.ln() + 3.0 * 0.1_f64.ln()) / 30.0),
            (Measure::CalibrationError, 0.1),
        ] {
            let Measured { value, interval } = measured[&measure];
            assert!((value - expected).abs() < 1e-9, "{measure:?}: {value} instead of {expected}");
            let (low, high) = interval.unwrap();
            assert!(low <= value && value <= high && low < high, "{measure:?}: {low} to {high}");
        }
        let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let confusion = details(&probabilities, &codes, &names).confusion.unwrap();
        assert_eq!(confusion.rows, [9, 1, 0, 0, 9, 1, 1, 0, 9]);
    }
}

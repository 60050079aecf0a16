//! How right a model is on held-out rows, with 95 % intervals: Wilson's for shares, a stratified bootstrap for the rest.

use std::collections::BTreeMap;

use super::super::error::LearnError;
use super::super::progress::Progress;
use super::interval::{Resampler, percentile_interval, wilson_interval};
use super::ranking::Ranked;
use crate::model::{Measure, Measured};

/// Resamples of the bootstrap.
const RESAMPLES: u32 = 200;
/// Seed of the bootstrap; the same for every candidate, so that all are judged on the same resamples.
const SEED: u64 = 0xB007;

/// How often the model was right and wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Confusion {
    true_positives: u64,
    false_positives: u64,
    true_negatives: u64,
    false_negatives: u64,
}

/// Mean squared error of probabilities; NaN without rows (Brier 1950).
pub fn brier_score(probabilities: &[f64], labels: &[bool]) -> f64 {
    let total: f64 =
        probabilities.iter().zip(labels).map(|(probability, label)| squared_error(*probability, *label)).sum();
    total / labels.len() as f64
}

/// Every measure of quality that the rows allow.
pub(super) fn measure(
    ranked: &Ranked,
    scores: &[f64],
    labels: &[bool],
    threshold: f64,
    progress: &mut Progress<'_>,
) -> Result<BTreeMap<Measure, Measured>, LearnError> {
    let flagged: Vec<bool> = scores.iter().map(|score| *score >= threshold).collect();
    let confusion = Confusion::count(&flagged, labels, None);
    let mut measured = shares(confusion);
    let mut samples = Samples::default();
    let mut resampler = Resampler::new(labels.iter().copied(), SEED);
    let mut counts = vec![0; labels.len()];
    for resample in 0..RESAMPLES {
        resampler.draw(&mut counts);
        samples.add(ranked, Confusion::count(&flagged, labels, Some(&counts)), scores, labels, &counts);
        progress.step(resample, RESAMPLES)?;
    }
    let mut insert = |measure: Measure, value: Option<f64>, sample: &mut [f64], scale: f64| {
        if let Some(value) = value {
            let interval = percentile_interval(sample).map(|(low, high)| (low * scale, high * scale));
            measured.insert(measure, Measured { value: value * scale, interval });
        }
    };
    let areas = ranked.areas(None);
    insert(Measure::RocAuc, areas.as_ref().map(|areas| areas.roc_auc), &mut samples.roc_auc, 1.0);
    insert(Measure::AveragePrecision, areas.map(|areas| areas.average_precision), &mut samples.average_precision, 1.0);
    insert(Measure::F1, confusion.f1(), &mut samples.f1, 1.0);
    insert(Measure::BalancedAccuracy, confusion.balanced_accuracy(), &mut samples.balanced_accuracy, 100.0);
    insert(Measure::BrierScore, Some(brier_score(scores, labels)), &mut samples.brier, 1.0);
    Ok(measured)
}

/// The measures that are shares of some rows.
fn shares(confusion: Confusion) -> BTreeMap<Measure, Measured> {
    let Confusion { true_positives, false_positives, true_negatives, false_negatives } = confusion;
    let positives = true_positives + false_negatives;
    let negatives = true_negatives + false_positives;
    let flagged = true_positives + false_positives;
    [
        (Measure::Accuracy, true_positives + true_negatives, positives + negatives),
        (Measure::Recall, true_positives, positives),
        (Measure::Specificity, true_negatives, negatives),
        (Measure::Precision, true_positives, flagged),
        (Measure::FalsePositiveRate, false_positives, negatives),
        (Measure::FlaggedShare, flagged, positives + negatives),
    ]
    .into_iter()
    .filter_map(|(measure, part, whole)| {
        let (low, high) = wilson_interval(part, whole)?;
        let value = 100.0 * part as f64 / whole as f64;
        Some((measure, Measured { value, interval: Some((100.0 * low, 100.0 * high)) }))
    })
    .collect()
}

/// Values of the resamples.
#[derive(Default)]
struct Samples {
    roc_auc: Vec<f64>,
    average_precision: Vec<f64>,
    f1: Vec<f64>,
    balanced_accuracy: Vec<f64>,
    brier: Vec<f64>,
}

impl Samples {
    fn add(&mut self, ranked: &Ranked, confusion: Confusion, scores: &[f64], labels: &[bool], counts: &[u32]) {
        if let Some(areas) = ranked.areas(Some(counts)) {
            self.roc_auc.push(areas.roc_auc);
            self.average_precision.push(areas.average_precision);
        }
        self.f1.extend(confusion.f1());
        self.balanced_accuracy.extend(confusion.balanced_accuracy());
        let rows = scores.iter().zip(labels).zip(counts);
        let total: f64 = rows.map(|((score, label), count)| f64::from(*count) * squared_error(*score, *label)).sum();
        self.brier.push(total / labels.len() as f64);
    }
}

impl Confusion {
    fn count(flagged: &[bool], labels: &[bool], counts: Option<&[u32]>) -> Self {
        let mut confusion = Self::default();
        for (row, (flagged, label)) in flagged.iter().zip(labels).enumerate() {
            let count = counts.map_or(1, |counts| u64::from(counts[row]));
            *match (flagged, label) {
                (true, true) => &mut confusion.true_positives,
                (true, false) => &mut confusion.false_positives,
                (false, false) => &mut confusion.true_negatives,
                (false, true) => &mut confusion.false_negatives,
            } += count;
        }
        confusion
    }

    fn f1(self) -> Option<f64> {
        let errors = self.false_positives + self.false_negatives;
        share(2 * self.true_positives, 2 * self.true_positives + errors)
    }

    fn balanced_accuracy(self) -> Option<f64> {
        let recall = share(self.true_positives, self.true_positives + self.false_negatives)?;
        Some(f64::midpoint(recall, share(self.true_negatives, self.true_negatives + self.false_positives)?))
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn squared_error(probability: f64, label: bool) -> f64 {
    (probability - f64::from(label)).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn judge(scores: &[f64], labels: &[bool], threshold: f64) -> BTreeMap<Measure, Measured> {
        let mut report = |_| ControlFlow::Continue(());
        let ranked = Ranked::new(scores, labels);
        measure(&ranked, scores, labels, threshold, &mut Progress::new(&mut report)).unwrap()
    }

    #[test]
    fn o30_brier_is_the_mean_squared_error() {
        let brier = brier_score(&[0.9, 0.6, 0.2], &[true, false, false]);
        assert!((brier - 0.136_67).abs() < 5e-6, "{brier}");
    }

    #[test]
    fn shares_follow_from_the_confusion() {
        // 8 of 10 positives and 5 of 90 negatives score above the threshold.
        let scores: Vec<f64> = (0..100).map(|row| if (8..95).contains(&row) { 0.25 } else { 0.75 }).collect();
        let labels: Vec<bool> = (0..100).map(|row| row < 10).collect();
        let measured = judge(&scores, &labels, 0.5);
        for (measure, expected) in [
            (Measure::Accuracy, 93.0),
            (Measure::Recall, 80.0),
            (Measure::Specificity, 100.0 * 85.0 / 90.0),
            (Measure::FalsePositiveRate, 100.0 * 5.0 / 90.0),
            (Measure::Precision, 100.0 * 8.0 / 13.0),
            (Measure::FlaggedShare, 13.0),
            (Measure::BalancedAccuracy, f64::midpoint(80.0, 100.0 * 85.0 / 90.0)),
            (Measure::F1, 16.0 / 23.0),
            (Measure::BrierScore, 0.5625 * 0.07 + 0.0625 * 0.93),
        ] {
            let Measured { value, interval } = measured[&measure];
            assert!((value - expected).abs() < 1e-9, "{measure:?}: {value} instead of {expected}");
            let (low, high) = interval.unwrap();
            assert!(low <= value && value <= high && low < high, "{measure:?}: {low} to {high}");
        }
    }

    #[test]
    fn a_share_of_nothing_is_unknown() {
        let measured = judge(&[0.1, 0.2, 0.3], &[true, false, false], 0.9);
        assert!(!measured.contains_key(&Measure::Precision));
        assert_eq!(measured[&Measure::F1].value, 0.0);
        assert_eq!(measured[&Measure::FlaggedShare].value, 0.0);
    }
}

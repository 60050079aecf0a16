//! How right answers to yes or no are.

use super::super::classes::{calibration_curve, calibration_error};
use super::super::interval::wilson_interval;
use super::super::numbers::counted_mean;
use super::super::ranking::Ranked;
use super::{CALIBRATION_BINS, Case, Resampled};
use crate::learn::error::LearnError;
use crate::learn::progress::Progress;
use crate::model::{Details, ErrorCosts, Measure, OperatingChoice};

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

/// Every measure of quality that the rows allow, where yes was decided in the `flagged` rows. Of shares the interval is
/// Wilson's.
pub(super) fn measure(
    ranked: &Ranked,
    case: Case<'_>,
    (flagged, labels): (&[bool], &[bool]),
    resamples: u32,
    progress: &mut Progress<'_>,
) -> Result<Resampled, LearnError> {
    let scores = case.answers;
    let strata = labels.iter().map(|label| u32::from(*label));
    let mut resampled = Resampled::of(strata, resamples, progress, |counts| {
        let areas = ranked.areas(counts);
        let confusion = Confusion::count(flagged, labels, counts);
        let mut values = vec![
            (Measure::RocAuc, areas.as_ref().map(|areas| areas.roc_auc)),
            (Measure::AveragePrecision, areas.map(|areas| areas.average_precision)),
            (Measure::F1, confusion.f1()),
            (Measure::BalancedAccuracy, confusion.balanced_accuracy().map(|share| 100.0 * share)),
            (Measure::BrierScore, Some(counted_mean(rows(scores, labels, squared_error), counts))),
            (Measure::LogLoss, Some(counted_mean(rows(scores, labels, surprise), counts))),
            (Measure::CalibrationError, Some(calibration_error(scores, labels, counts))),
            (Measure::ErrorCost, case.costs.map(|costs| confusion.cost_of_thousand(costs))),
        ];
        let shares = confusion.shares().into_iter();
        values.extend(shares.map(|(measure, part, whole)| (measure, share(part, whole).map(|share| 100.0 * share))));
        values
    })?;
    for (measure, part, whole) in Confusion::count(flagged, labels, None).shares() {
        let interval = wilson_interval(part, whole).map(|(low, high)| (100.0 * low, 100.0 * high));
        resampled.measured.entry(measure).and_modify(|measured| measured.interval = interval);
    }
    Ok(resampled)
}

/// What the decisions at a threshold are worth, of so many positive and negative rows: each measure with its value, those
/// that no row allows left out.
pub fn measures_at(
    choice: OperatingChoice,
    positives: u64,
    negatives: u64,
    costs: Option<ErrorCosts>,
) -> Vec<(Measure, f64)> {
    let OperatingChoice { true_positives, false_positives, .. } = choice;
    let confusion = Confusion {
        true_positives,
        false_positives,
        true_negatives: negatives.saturating_sub(false_positives),
        false_negatives: positives.saturating_sub(true_positives),
    };
    let percent = |share: f64| 100.0 * share;
    let shares = confusion.shares().into_iter();
    let mut values: Vec<(Measure, Option<f64>)> =
        shares.map(|(measure, part, whole)| (measure, share(part, whole).map(percent))).collect();
    values.push((Measure::BalancedAccuracy, confusion.balanced_accuracy().map(percent)));
    values.push((Measure::F1, confusion.f1()));
    values.push((Measure::ErrorCost, costs.map(|costs| confusion.cost_of_thousand(costs))));
    values.into_iter().filter_map(|(measure, value)| Some((measure, value?))).collect()
}

/// Mean recall over yes and no, as a share; `None` unless both occur.
pub(super) fn balanced_accuracy(flagged: &[bool], labels: &[bool], counts: Option<&[u32]>) -> Option<f64> {
    Confusion::count(flagged, labels, counts).balanced_accuracy()
}

/// The pictures behind the measures.
pub(super) fn details(ranked: &Ranked, case: Case<'_>, labels: &[bool], classes: &[String]) -> Details {
    let scores = case.answers;
    let Confusion { true_positives, false_positives, true_negatives, false_negatives } =
        Confusion::count(&flagged(case), labels, None);
    Details {
        confusion: Some(crate::model::Confusion {
            classes: classes.to_vec(),
            rows: vec![true_negatives, false_positives, false_negatives, true_positives],
        }),
        calibration: calibration_curve(scores, labels, CALIBRATION_BINS),
        precision_recall: ranked.thinned_precision(),
        operating: ranked.thinned_choices(scores),
        ..Details::default()
    }
}

/// Whether yes is decided in each row.
pub(super) fn flagged(case: Case<'_>) -> Vec<bool> {
    let threshold = case.threshold.unwrap_or(0.5);
    case.answers.iter().map(|score| *score >= threshold).collect()
}

fn rows<'r>(
    scores: &'r [f64],
    labels: &'r [bool],
    of_row: impl Fn(f64, bool) -> f64 + 'r,
) -> impl Iterator<Item = f64> + 'r {
    scores.iter().zip(labels).map(move |(score, label)| of_row(*score, *label))
}

/// Negative logarithm of the probability that was given to what came true, which is taken as at least the smallest
/// difference of numbers near 1.
fn surprise(probability: f64, label: bool) -> f64 {
    let given = if label { probability } else { 1.0 - probability };
    -given.clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln()
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

    /// The measures that are shares of some rows: of how many rows, how many.
    fn shares(self) -> [(Measure, u64, u64); 6] {
        let Self { true_positives, false_positives, true_negatives, false_negatives } = self;
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
    }

    /// What the wrong decisions among a thousand cases cost.
    fn cost_of_thousand(self, costs: ErrorCosts) -> f64 {
        let Self { true_positives, false_positives, true_negatives, false_negatives } = self;
        let rows = true_positives + false_positives + true_negatives + false_negatives;
        let cost = false_positives as f64 * costs.false_positive + false_negatives as f64 * costs.false_negative;
        1000.0 * cost / rows as f64
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
    use crate::learn::targets::{Output, Targets};
    use crate::model::Measured;
    use std::collections::BTreeMap;
    use std::ops::ControlFlow;

    fn judge(scores: &[f64], labels: &[bool], threshold: f64) -> BTreeMap<Measure, Measured> {
        let mut report = |_| ControlFlow::Continue(());
        let ranked = Ranked::new(scores, labels);
        let truth = Targets::Classes(labels.iter().map(|label| u32::from(*label)).collect());
        let costs = Some(ErrorCosts { false_positive: 2.0, false_negative: 30.0 });
        let case = Case { output: Output::Positive, answers: scores, truth: &truth, threshold: Some(threshold), costs };
        let decided = (&*flagged(case), labels);
        let mut progress = Progress::new(&mut report);
        measure(&ranked, case, decided, 200, &mut progress).expect("nobody stops it").measured
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
            // Of 100 cases 5 false alarms and 2 misses.
            (Measure::ErrorCost, 10.0 * (5.0 * 2.0 + 2.0 * 30.0)),
        ] {
            let Measured { value, interval } = measured[&measure];
            assert!((value - expected).abs() < 1e-9, "{measure:?}: {value} instead of {expected}");
            let (low, high) = interval.unwrap();
            assert!(low <= value && value <= high && low < high, "{measure:?}: {low} to {high}");
        }
    }

    #[test]
    fn another_threshold_is_worth_what_its_decisions_are() {
        let choice = OperatingChoice { threshold: 0.4, true_positives: 8, false_positives: 5 };
        let costs = Some(ErrorCosts { false_positive: 2.0, false_negative: 30.0 });
        let found: BTreeMap<Measure, f64> = measures_at(choice, 10, 90, costs).into_iter().collect();
        for (measure, expected) in [
            (Measure::Recall, 80.0),
            (Measure::Precision, 100.0 * 8.0 / 13.0),
            (Measure::F1, 16.0 / 23.0),
            (Measure::ErrorCost, 700.0),
        ] {
            assert!((found[&measure] - expected).abs() < 1e-9, "{measure:?}: {}", found[&measure]);
        }
        let none = OperatingChoice { threshold: 1.0, true_positives: 0, false_positives: 0 };
        assert!(measures_at(none, 10, 90, None).iter().all(|(measure, _)| *measure != Measure::Precision));
    }

    #[test]
    fn a_share_of_nothing_is_unknown() {
        let measured = judge(&[0.1, 0.2, 0.3], &[true, false, false], 0.9);
        assert!(!measured.contains_key(&Measure::Precision));
        assert_eq!(measured[&Measure::F1].value, 0.0);
        assert_eq!(measured[&Measure::FlaggedShare].value, 0.0);
    }
}

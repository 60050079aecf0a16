//! What the table of candidates shows in its columns: which measures, how they are written, which value is best.

use crate::model::{Algorithm, Candidate, Evidence, Measure, Quantity, Unit, format_number};

/// The columns after the primary measure, in this order.
const USUAL: [Measure; 15] = [
    Measure::RocAuc,
    Measure::Recall,
    Measure::Precision,
    Measure::F1,
    Measure::Accuracy,
    Measure::InferenceP50,
    Measure::InferenceP99,
    Measure::BatchThroughput,
    Measure::ModelSize,
    Measure::TrainingTime,
    Measure::TrainingMemory,
    Measure::Parameters,
    Measure::Leaves,
    Measure::UsedFeatures,
    Measure::PredictionOperations,
];

/// The measures of the table: the primary one first.
pub(super) fn measures(primary: Measure) -> Vec<Measure> {
    std::iter::once(primary).chain(USUAL.into_iter().filter(|measure| *measure != primary)).collect()
}

/// A measured value with its unit, with as many digits as the measurement deserves.
pub(super) fn value_text(measure: Measure, value: f64) -> String {
    let unit = measure.unit();
    match unit {
        Unit::Percent if value == 0.0 || value >= 1.0 => format!("{value:.1} %"),
        Unit::Ratio => format!("{value:.3}"),
        _ => Quantity::measured(rounded(value), unit).to_string(),
    }
}

/// A 95 % interval without its unit: `[97.1, 99.4]`.
pub(super) fn interval_text(measure: Measure, (low, high): (f64, f64)) -> String {
    let write = |value: f64| match measure.unit() {
        Unit::Percent if value == 0.0 || value >= 1.0 => format!("{value:.1}"),
        Unit::Ratio => format!("{value:.3}"),
        _ => format_number(rounded(value)),
    };
    format!("[{}, {}]", write(low), write(high))
}

/// `value` with three significant digits when it is below 1: more would be noise in a table.
pub(super) fn rounded(value: f64) -> f64 {
    if value == 0.0 || value.abs() >= 1.0 || !value.is_finite() {
        return value;
    }
    let scale = 10_f64.powf(2.0 - value.abs().log10().floor());
    if scale.is_finite() { (value * scale).round() / scale } else { value }
}

/// Which values are the best of their column. One value alone is no best: there is nothing that it is better than.
pub(super) fn best(measure: Measure, values: &[Option<f64>]) -> Vec<bool> {
    let known = || values.iter().flatten().copied();
    let direction = measure.direction();
    let best = known().reduce(|best, next| if direction.prefers(next, best) { next } else { best });
    let is_contest = known().count() > 1 && known().any(|value| Some(value) != best);
    values.iter().map(|value| is_contest && value.is_some() && *value == best).collect()
}

/// Why a value is not there, and what to do about it.
pub(super) fn reason_for_unknown(measure: Measure, candidate: &Candidate, evidence: Option<&Evidence>) -> String {
    if evidence.is_none() {
        return "Unknown until this candidate is trained.".to_owned();
    }
    let has_leaves =
        !matches!(candidate.algorithm, Algorithm::LogisticRegression(_) | Algorithm::MultiLayerPerceptron(_));
    if measure == Measure::Leaves && !has_leaves {
        return format!("Does not apply: {} has no trees, so there are no leaves.", candidate.algorithm.label());
    }
    format!("{} could not be measured in this training; its warnings may say why.", measure.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_measure_leads_and_none_comes_twice() {
        for primary in [Measure::Recall, Measure::AveragePrecision] {
            let measures = measures(primary);
            assert_eq!(measures[0], primary);
            assert_eq!(measures.iter().filter(|measure| **measure == primary).count(), 1);
            assert!(USUAL.iter().all(|usual| measures.contains(usual)));
        }
    }

    #[test]
    fn the_best_value_follows_the_direction_of_its_measure() {
        let values = [Some(0.9), None, Some(0.7), Some(0.9)];
        assert_eq!(best(Measure::RocAuc, &values), [true, false, false, true]);
        assert_eq!(best(Measure::InferenceP99, &values), [false, false, true, false]);
        assert_eq!(best(Measure::RocAuc, &[None, Some(0.9)]), [false, false], "a value alone is no best");
        assert_eq!(best(Measure::RocAuc, &[Some(0.9), Some(0.9)]), [false, false], "all alike is no best");
    }

    #[test]
    fn values_are_written_with_their_units() {
        let check = |measure, value, expected: &str| assert_eq!(value_text(measure, value), expected);
        check(Measure::Accuracy, 97.368_421, "97.4 %");
        check(Measure::FalsePositiveRate, 0.123_45, "0.123 %");
        check(Measure::RocAuc, 0.996_21, "0.996");
        check(Measure::InferenceP99, 12.34, "12.34 µs");
        check(Measure::TrainingTime, 0.007_468, "0.00747 s");
        check(Measure::BatchThroughput, 1_234_567.0, "1,234,567 /s");
        check(Measure::Parameters, 31.0, "31");
        assert_eq!(interval_text(Measure::Accuracy, (94.21, 100.0)), "[94.2, 100.0]");
        assert_eq!(interval_text(Measure::RocAuc, (0.9812, 1.0)), "[0.981, 1.000]");
    }
}

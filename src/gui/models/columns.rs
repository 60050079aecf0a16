//! What the table of candidates shows in its columns: which measures, how they are written, which value is best.

use crate::model::{Algorithm, Candidate, Evidence, Goal, Measure, Unit, format_number};

/// What every model costs and how it can be followed.
const OF_ALL: [Measure; 18] = [
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
    Measure::RuleLength,
    Measure::InteractionStrength,
    Measure::MainEffectComplexity,
    Measure::SurrogateFit,
    Measure::TrainingProcessorTime,
    Measure::TrainingEnergy,
    Measure::UpdateShare,
    Measure::ExplanationTime,
];

/// What is measured where it was asked for, or where the data allows it.
const WHERE_ASKED: [Measure; 10] = [
    Measure::ErrorCost,
    Measure::RobustnessLoss,
    Measure::DriftLoss,
    Measure::SeedDeviation,
    Measure::PredictionChurn,
    Measure::DataNeed,
    Measure::GroupRecallGap,
    Measure::WorstGroupRecall,
    Measure::GroupSelectionRatio,
    Measure::Repeatability,
];

/// The measures of the table: the primary one first; those that nobody asked for are left out, as `evidence` of all
/// candidates shows.
pub(super) fn measures(goal: &Goal, primary: Measure, evidence: &[&Evidence]) -> Vec<Measure> {
    let is_there = |measure: &Measure| {
        !WHERE_ASKED.contains(measure) || evidence.iter().any(|of| of.measured.contains_key(measure))
    };
    let qualities = goal.qualities().iter().filter(|measure| **measure != Measure::ErrorCost);
    let others = qualities.chain(&WHERE_ASKED[..7]).chain(&OF_ALL).chain(&WHERE_ASKED[7..]).copied();
    std::iter::once(primary).chain(others.filter(|measure| *measure != primary && is_there(measure))).collect()
}

/// A measured value with its unit, with as many digits as the measurement deserves.
pub(super) fn value_text(measure: Measure, value: f64) -> String {
    let number = number_text(measure, value);
    match measure.unit() {
        // It has none, or the head of the column says it.
        Unit::Ratio | Unit::Count | Unit::TargetUnit => number,
        unit => format!("{number} {}", unit.symbol()),
    }
}

/// A 95 % interval without its unit: `[97.1, 99.4]`.
pub(super) fn interval_text(measure: Measure, (low, high): (f64, f64)) -> String {
    format!("[{}, {}]", number_text(measure, low), number_text(measure, high))
}

fn number_text(measure: Measure, value: f64) -> String {
    match measure.unit() {
        Unit::Percent if value == 0.0 || value >= 1.0 => format!("{value:.1}"),
        // No minus before what is shown as 0.
        Unit::Ratio => format!("{:.3}", if value.abs() < 5e-4 { 0.0 } else { value }),
        // Measured over and over, such numbers differ in their third digit.
        Unit::PerSecond if value >= 1e7 => format!("{:.0} M", value / 1e6),
        Unit::PerSecond if value >= 1e6 => format!("{:.1} M", value / 1e6),
        Unit::PerSecond if value >= 1e4 => format!("{:.0} k", value / 1e3),
        _ => format_number(rounded(value)),
    }
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
    let has_leaves = matches!(
        candidate.algorithm,
        Algorithm::DecisionTree(_) | Algorithm::RandomForest(_) | Algorithm::GradientBoosting(_)
    );
    if measure == Measure::Leaves && !has_leaves {
        return format!("Does not apply: {} has no trees, so there are no leaves.", candidate.algorithm.label());
    }
    if measure == Measure::RuleLength && !matches!(candidate.algorithm, Algorithm::DecisionTree(_)) {
        return format!("Does not apply: {} is not one tree.", candidate.algorithm.label());
    }
    format!("{} could not be measured in this training; its warnings may say why.", measure.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_measure_leads_and_none_comes_twice() {
        let goal = Goal::Binary { positive: String::new() };
        for primary in [Measure::Recall, Measure::AveragePrecision] {
            let measures = measures(&goal, primary, &[]);
            assert_eq!(measures[0], primary);
            assert_eq!(measures.iter().filter(|measure| **measure == primary).count(), 1);
            assert!(OF_ALL.iter().all(|usual| measures.contains(usual)));
            assert!(!measures.contains(&Measure::SeedDeviation), "nobody asked for it");
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
        check(Measure::BatchThroughput, 1_234_567.0, "1.2 M /s");
        check(Measure::BatchThroughput, 85_430.0, "85 k /s");
        check(Measure::Parameters, 31.0, "31");
        assert_eq!(interval_text(Measure::Accuracy, (94.21, 100.0)), "[94.2, 100.0]");
        assert_eq!(interval_text(Measure::RocAuc, (0.9812, 1.0)), "[0.981, 1.000]");
    }
}

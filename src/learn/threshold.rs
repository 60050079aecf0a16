//! From which probability on a case counts as positive; set on validation rows alone.

use crate::model::{ErrorCosts, OperatingPoint};

/// Fewest validation rows of the class a threshold is set on, below which a warning is given.
const FEW_FOR_THRESHOLD: usize = 30;
/// The threshold where nothing says otherwise.
const EVEN: f64 = 0.5;

/// The probability from which a case counts as positive, by the scores and labels of validation rows.
pub(super) fn threshold(
    point: OperatingPoint,
    costs: Option<ErrorCosts>,
    scores: &[f64],
    labels: &[bool],
    warnings: &mut Vec<String>,
) -> f64 {
    match (point, costs) {
        (OperatingPoint::Probability(probability), _) => probability,
        (OperatingPoint::FalsePositiveRate(rate), _) => by_rate(rate, scores, labels, warnings),
        (OperatingPoint::LeastCost, Some(costs)) => by_cost(costs, scores, labels, warnings),
        // Refused before any training.
        (OperatingPoint::LeastCost, None) => EVEN,
    }
}

/// The threshold that flags at most `rate` of the negatives.
fn by_rate(rate: f64, scores: &[f64], labels: &[bool], warnings: &mut Vec<String>) -> f64 {
    let mut negatives: Vec<f64> =
        scores.iter().zip(labels).filter(|(_, label)| !**label).map(|(score, _)| *score).collect();
    negatives.sort_by(|a, b| b.total_cmp(a));
    let allowed = (rate * negatives.len() as f64 + 1e-9) as usize;
    if allowed < FEW_FOR_THRESHOLD.min(negatives.len()) && negatives.len() < 10 * FEW_FOR_THRESHOLD {
        warnings.push(format!(
            "The decision threshold rests on {} negative validation rows only, so the false positive rate on the \
             held-out rows can be far from {} %.",
            negatives.len(),
            rate * 100.0
        ));
    }
    let Some(highest_left_alone) = negatives.get(allowed) else {
        return 0.0;
    };
    // Halfway to the next score above, so that the threshold does not hang on one row's last digit.
    let next = scores.iter().copied().filter(|score| score > highest_left_alone).min_by(f64::total_cmp);
    let halfway = f64::midpoint(*highest_left_alone, next.unwrap_or(1.0));
    halfway.max(highest_left_alone.next_up())
}

/// The threshold at which wrong decisions cost least; of several the one that flags fewest.
fn by_cost(costs: ErrorCosts, scores: &[f64], labels: &[bool], warnings: &mut Vec<String>) -> f64 {
    let mut rows: Vec<(f64, bool)> = scores.iter().copied().zip(labels.iter().copied()).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = rows.iter().filter(|(_, label)| *label).count();
    if positives.min(rows.len() - positives) < FEW_FOR_THRESHOLD {
        warnings.push(format!(
            "The threshold of least cost rests on {positives} positive and {} negative validation rows only.",
            rows.len() - positives
        ));
    }
    // Nothing flagged: every positive is missed.
    let mut cost = positives as f64 * costs.false_negative;
    let (mut least, mut best) = (cost, f64::midpoint(rows.first().map_or(1.0, |row| row.0), 1.0));
    if rows.first().is_some_and(|row| best <= row.0) {
        best = best.next_up();
    }
    for (place, (score, label)) in rows.iter().enumerate() {
        cost += if *label { -costs.false_negative } else { costs.false_positive };
        let next = rows.get(place + 1).map_or(0.0, |row| row.0);
        // Equal scores are flagged together.
        let is_last = place + 1 == rows.len() || next < *score;
        if is_last && cost < least {
            (least, best) = (cost, f64::midpoint(*score, next).max(next.next_up()).min(*score));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_threshold(rate: f64, scores: &[(f64, bool)], expected: f64) {
        let (scores, labels): (Vec<f64>, Vec<bool>) = scores.iter().copied().unzip();
        let found = by_rate(rate, &scores, &labels, &mut Vec::new());
        assert_eq!(found, expected, "rate {rate}");
        let negatives = labels.iter().filter(|label| !**label).count() as f64;
        let flagged = scores.iter().zip(&labels).filter(|(score, label)| **score >= found && !**label).count();
        assert!(flagged as f64 <= rate * negatives, "{flagged} of {negatives} flagged at rate {rate}");
    }

    #[test]
    fn the_threshold_flags_no_more_negatives_than_allowed() {
        let scores = [(0.125, false), (0.25, false), (0.375, true), (0.5, false), (0.75, false), (1.0, true)];
        check_threshold(0.0, &scores, 0.875);
        check_threshold(0.25, &scores, 0.625);
        check_threshold(0.3, &scores, 0.625);
        check_threshold(0.5, &scores, 0.3125);
        check_threshold(1.0, &scores, 0.0);
        // Equal scores are flagged together or not at all.
        check_threshold(0.25, &[(0.5, false), (0.5, false), (0.5, false), (0.25, false), (0.5, true)], 0.75);
        check_threshold(0.0, &[(1.0, false), (1.0, true)], 1.0_f64.next_up());
    }

    /// What the decisions at `threshold` cost.
    fn cost_at(threshold: f64, costs: ErrorCosts, rows: &[(f64, bool)]) -> f64 {
        let cost = |&(score, label): &(f64, bool)| match (score >= threshold, label) {
            (true, false) => costs.false_positive,
            (false, true) => costs.false_negative,
            _ => 0.0,
        };
        rows.iter().map(cost).sum()
    }

    #[test]
    fn no_other_threshold_costs_less() {
        let rows: Vec<(f64, bool)> =
            (0_u32..60).map(|row| (f64::from(row * 37 % 50) / 50.0, row * 37 % 50 + row * 13 % 40 > 45)).collect();
        let (scores, labels): (Vec<f64>, Vec<bool>) = rows.iter().copied().unzip();
        for (false_positive, false_negative) in [(1.0, 1.0), (1.0, 20.0), (20.0, 1.0), (0.0, 1.0), (1.0, 0.0)] {
            let costs = ErrorCosts { false_positive, false_negative };
            let found = cost_at(by_cost(costs, &scores, &labels, &mut Vec::new()), costs, &rows);
            let least = (0..=1020).map(|step| cost_at(f64::from(step) / 1000.0, costs, &rows)).reduce(f64::min);
            assert_eq!(Some(found), least, "{costs:?}");
        }
        // When all score alike, all are flagged or none.
        let costs = ErrorCosts { false_positive: 1.0, false_negative: 1.0 };
        assert!(by_cost(costs, &[1.0, 1.0], &[false, false], &mut Vec::new()) > 1.0);
        assert!(by_cost(costs, &[0.0, 0.0], &[true, true], &mut Vec::new()) <= 0.0);
    }
}

//! Platt scaling: probabilities out of decision values, by the logistic curve that suits rows not fitted on.

/// Most steps of Newton's method; a handful are usual.
const MOST_STEPS: u32 = 100;
/// Slope of the loss at which the curve counts as found.
const SETTLED_SLOPE: f64 = 1e-8;
/// Shortest step that is tried.
const SHORTEST_STEP: f64 = 1e-10;
/// Keeps the matrix of second derivatives invertible.
const RIDGE: f64 = 1e-12;

/// Finds a and b such that 1 / (1 + exp(a · value + b)) suits how often `labels` is true at each value, by Newton's
/// method with backtracking (Lin, Lin and Weng 2007). `values` must come from rows that the machine was not fitted on,
/// whose values tell how rows in general behave.
pub(in super::super) fn platt(values: &[f64], labels: &[bool]) -> (f64, f64) {
    let positives = labels.iter().filter(|label| **label).count() as f64;
    let negatives = labels.len() as f64 - positives;
    // Platt's aims, short of 0 and 1, keep the curve from becoming a step.
    let (aim_positive, aim_negative) = ((positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0));
    let aimed = || values.iter().zip(labels).map(|(v, label)| (*v, if *label { aim_positive } else { aim_negative }));
    let loss = |a: f64, b: f64| aimed().map(|(value, aim)| loss_of(a * value + b, aim)).sum::<f64>();

    let (mut a, mut b) = (0.0, ((negatives + 1.0) / (positives + 1.0)).ln());
    let mut least = loss(a, b);
    for _ in 0..MOST_STEPS {
        let (mut slope_a, mut slope_b, mut bend_aa, mut bend_ab, mut bend_bb) = (0.0, 0.0, RIDGE, 0.0, RIDGE);
        for (value, aim) in aimed() {
            let probability = platt_probability(a, b, value);
            let (slope, bend) = (aim - probability, probability * (1.0 - probability));
            slope_a += slope * value;
            slope_b += slope;
            bend_aa += bend * value * value;
            bend_ab += bend * value;
            bend_bb += bend;
        }
        if slope_a.abs() < SETTLED_SLOPE && slope_b.abs() < SETTLED_SLOPE {
            break;
        }
        let determinant = bend_aa * bend_bb - bend_ab * bend_ab;
        let step_a = -(bend_bb * slope_a - bend_ab * slope_b) / determinant;
        let step_b = -(bend_aa * slope_b - bend_ab * slope_a) / determinant;
        let descent = slope_a * step_a + slope_b * step_b;
        let mut length = 1.0;
        let found = loop {
            let (next_a, next_b) = (a + length * step_a, b + length * step_b);
            let next = loss(next_a, next_b);
            if next < least + 1e-4 * length * descent {
                break Some((next_a, next_b, next));
            }
            length /= 2.0;
            if length < SHORTEST_STEP {
                break None;
            }
        };
        // Where no step helps any more, rounding hides the rest of the slope.
        let Some(next) = found else { break };
        (a, b, least) = next;
    }
    (a, b)
}

/// The probability at a decision value.
pub(in super::super) fn platt_probability(a: f64, b: f64, value: f64) -> f64 {
    1.0 / (1.0 + (a * value + b).exp())
}

/// Cross-entropy of the curve's argument `score` when the probability should be `aim`, without overflow.
fn loss_of(score: f64, aim: f64) -> f64 {
    aim * score + (-score).max(0.0) + (-score.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::super::super::bayes::tests::{assert_close, numbers, oracle};
    use super::*;

    #[test]
    fn the_curve_is_the_one_of_least_loss() {
        let oracle = &oracle()["platt"];
        let labels = oracle["labels"].as_array().unwrap().iter().map(|label| label.as_bool().unwrap());
        let (a, b) = platt(&numbers(&oracle["values"]), &labels.collect::<Vec<_>>());
        assert_close(&[a, b], &numbers(&oracle["line"]), 1e-6);
    }

    #[test]
    fn classes_that_are_set_apart_and_values_that_say_nothing_are_no_trouble() {
        let values: Vec<f64> = (0..50).map(|row| f64::from(row) - 24.5).collect();
        let labels: Vec<bool> = values.iter().map(|value| *value > 0.0).collect();
        let (a, b) = platt(&values, &labels);
        assert!(a < 0.0 && a.is_finite() && b.abs() < 1e-6, "{a} {b}");
        // 25 of 50 are positive, whatever the value says.
        let (a, b) = platt(&[3.0; 50], &labels);
        assert_close(&[platt_probability(a, b, 3.0)], &[0.5], 1e-9);
        let (a, b) = platt(&[1.0, 2.0], &[true, true]);
        assert!(platt_probability(a, b, 1.5) > 0.6);
    }
}

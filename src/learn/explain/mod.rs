//! What a model does with its features, as measured numbers: accumulated local effects, interaction
//! strength, main effect complexity, permutation importance, partial dependence; and of single cases what each feature
//! adds to the score and what would change the decision.
//!
//! The code here knows no algorithm: it asks a closure for the scores of rows that it makes up, so that a number means
//! the same for every model. Rows are *raw* features, before any preparation. Everything is deterministic for given
//! rows and seed, and can be stopped between two requests.

mod complexity;
mod contributions;
mod dependence;
mod effects;
mod flips;
mod games;
mod importance;
mod questions;

pub(in crate::learn) use complexity::{complexity, spread};
pub(in crate::learn) use contributions::{Contributions, Sampling, contributions};
pub(in crate::learn) use dependence::dependence;
pub(in crate::learn) use effects::effects;
pub(in crate::learn) use flips::flips;
pub(in crate::learn) use games::most_questions;
pub(in crate::learn) use importance::{Shuffles, importance};

/// Most rows that a model is explained on. Five samples of this size gave interaction strengths that differ by a
/// standard deviation of 0.03 to 0.10 and main effect complexities that differ by one of 0.06 to 0.42.
pub(in crate::learn) const EVALUATION_ROWS: usize = 500;

/// Scores that differ by less than this share of the largest one are the same: rounding, not an effect.
const ROUNDING: f64 = 1e-12;

/// The model: one native score (margin, log odds, probability or regression output) for each row of the raw, row-major
/// rows that it is given. Must answer finite scores, and the same for the same row.
pub(in crate::learn) type Answer<'a> = dyn FnMut(&[f64]) -> Vec<f64> + 'a;

/// Called with how many of how many steps are done; an error ends the calculation and comes back to the caller.
pub(in crate::learn) type Step<'a, E> = dyn FnMut(usize, usize) -> Result<(), E> + 'a;

/// Rows of raw features that a model is explained on.
#[derive(Clone, Copy, Debug)]
pub(in crate::learn) struct Rows<'a> {
    /// Row-major values, `features` a row; NaN is missing, a categorical value is a code from 0 below its `levels`.
    pub values: &'a [f64],
    /// Values a row.
    pub features: usize,
    /// Of each feature the number of levels; 0 if it is numeric.
    pub levels: &'a [usize],
}

impl Rows<'_> {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.values.len() / self.features.max(1)
    }

    /// The values of row `row`.
    fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.features..(row + 1) * self.features]
    }

    /// The values of `feature`, one a row.
    fn column(&self, feature: usize) -> Vec<f64> {
        self.values.iter().copied().skip(feature).step_by(self.features).collect()
    }

    /// Whether `feature` has levels without an order.
    fn is_categorical(&self, feature: usize) -> bool {
        self.levels[feature] > 0
    }
}

/// Rows to ask a model about, each a copy of a real one with one value replaced.
struct Question<'a> {
    rows: Rows<'a>,
    feature: usize,
    values: Vec<f64>,
}

impl<'a> Question<'a> {
    /// No rows yet; `feature` is the one to be replaced.
    fn new(rows: Rows<'a>, feature: usize) -> Self {
        Self { rows, feature, values: Vec::new() }
    }

    /// Adds row `row` with `value` in place of its own.
    fn add(&mut self, row: usize, value: f64) {
        let start = self.values.len();
        self.values.extend_from_slice(self.rows.row(row));
        self.values[start + self.feature] = value;
    }

    /// The scores of the rows added so far, in their order.
    fn ask(&self, answer: &mut Answer<'_>) -> Vec<f64> {
        if self.values.is_empty() { Vec::new() } else { scores(answer, &self.values, self.rows.features) }
    }
}

/// The scores of row-major rows of `features` values.
fn scores(answer: &mut Answer<'_>, values: &[f64], features: usize) -> Vec<f64> {
    let scores = answer(values);
    debug_assert_eq!(scores.len() * features, values.len(), "a model answers one score a row");
    scores
}

/// At most `bound` of the places from 0 below `count`, evenly spaced and rising.
pub(in crate::learn) fn evenly(count: usize, bound: usize) -> impl Iterator<Item = usize> {
    let chosen = count.min(bound);
    (0..chosen).map(move |place| place * count / chosen)
}

/// Mean of some values; 0 of none.
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The largest absolute value; 0 of none.
fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

/// Whether values differ by no more than rounding, seen from scores as large as `scale`.
fn is_flat(values: &[f64], scale: f64) -> bool {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.is_empty() || high - low <= ROUNDING * scale
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use rand::{Rng as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;
    use serde_json::Value;

    use super::complexity::Decomposition;
    use super::*;

    /// What tests/oracles/interpretability.py wrote.
    pub(super) struct Oracle {
        pub values: Vec<f64>,
        pub levels: Vec<usize>,
        pub labels: Vec<f64>,
        pub json: Value,
    }

    impl Oracle {
        pub fn read() -> Self {
            let json: Value =
                serde_json::from_str(include_str!("../../../tests/oracles/interpretability.json")).unwrap();
            let values = json["rows"].as_array().unwrap().iter().flat_map(numbers).collect();
            let levels = numbers(&json["levels"]).into_iter().map(|levels| levels as usize).collect();
            Self { values, levels, labels: numbers(&json["labels"]), json }
        }
    }

    /// The function of interpretability.py; it uses all features but s2.
    pub(super) fn diabetes(row: &[f64]) -> f64 {
        let &[age, sex, mass, pressure, s1, _, s3, s4, s5, s6] = row else { panic!("ten features a row") };
        let pressure = if pressure.is_nan() { 95.0 } else { pressure };
        100.0
            + 12.0 * ((mass - 26.0) / 4.0).tanh()
            + 0.4 * (pressure - 95.0) * if sex == 1.0 { 1.5 } else { -0.5 }
            + if age > 50.0 { 6.0 } else { 0.0 }
            + [0.0, 5.0, -3.0, 8.0][s4 as usize]
            + 0.05 * (s1 - 190.0) * (s5 - 4.6)
            + 3.0 * (3.0 * s5).sin()
            - 0.1 * s3
            + 0.5 * (s6 - 100.0).max(0.0)
    }

    /// A model that computes `function` of each row.
    pub(super) fn answer_by<F: Fn(&[f64]) -> f64>(features: usize, function: F) -> impl FnMut(&[f64]) -> Vec<f64> {
        move |values| values.chunks_exact(features).map(&function).collect()
    }

    /// A list of numbers, in which null is missing.
    pub(super) fn numbers(value: &Value) -> Vec<f64> {
        value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()
    }

    /// Compares lists of numbers.
    pub(super) fn near(ours: &[f64], theirs: &[f64], error: f64) {
        assert_eq!(ours.len(), theirs.len());
        for (place, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            assert!((ours - theirs).abs() <= error, "{ours} instead of {theirs} at {place}");
        }
    }

    /// Rows of independent values between 0 and 1.
    pub(super) fn uniform(rows: usize, features: usize) -> Vec<f64> {
        let mut random = ChaCha8Rng::seed_from_u64(17);
        (0..rows * features).map(|_| random.random()).collect()
    }

    /// Measures `function` on rows of `features` numeric values.
    pub(super) fn measured(values: &[f64], features: usize, function: impl Fn(&[f64]) -> f64) -> Decomposition {
        let levels = vec![0; features];
        let rows = Rows { values, features, levels: &levels };
        let mut answer = answer_by(features, function);
        let mut step = |_, _| Ok::<(), Infallible>(());
        complexity(&effects(rows, &mut answer, &mut step).unwrap())
    }

    #[test]
    fn independent_code_agrees_on_the_diabetes_data() {
        let Oracle { values, levels, json, .. } = Oracle::read();
        let rows = Rows { values: &values, features: levels.len(), levels: &levels };
        let mut answer = answer_by(levels.len(), diabetes);
        let mut step = |_, _| Ok::<(), Infallible>(());
        let effects = effects(rows, &mut answer, &mut step).unwrap();
        let complexity = complexity(&effects);
        let theirs = json["features"].as_array().unwrap();
        for (feature, (ours, theirs)) in effects.features.iter().zip(theirs).enumerate() {
            assert_eq!(ours.grid, numbers(&theirs["grid"]), "{feature}");
            near(&ours.values, &numbers(&theirs["values"]), 1e-9);
            near(&[ours.variance()], &[theirs["variance"].as_f64().unwrap()], 1e-9);
            assert_eq!(ours.is_monotone(effects.scale), theirs["monotone"].as_bool().unwrap(), "{feature}");
            assert_eq!(complexity.of_features[feature] as u64, theirs["complexity"].as_u64().unwrap(), "{feature}");
        }
        let turning = theirs.iter().filter(|theirs| theirs["monotone"] == false).count();
        assert_eq!(complexity.non_monotone, turning as f64 / 10.0);
        let both = |value: &Value| {
            ["interaction_strength", "main_effect_complexity"].map(|name| value[name].as_f64().unwrap())
        };
        near(&[complexity.interaction_strength, complexity.main_effect_complexity], &both(&json), 1e-9);
        let spread = spread(rows, &mut answer, &mut step).unwrap().unwrap();
        near(&[spread.interaction_strength, spread.main_effect_complexity], &both(&json["spread"]), 1e-9);
        assert_eq!(spread.rows, 88);
    }

    #[test]
    fn a_linear_function_is_additive_and_of_complexity_one() {
        let complexity = measured(&uniform(500, 4), 4, |row| 3.0 * row[0] - 0.01 * row[1] + 9.0 * row[3] - 70.0);
        assert!(complexity.interaction_strength < 1e-12, "{complexity:?}");
        assert_eq!(complexity.main_effect_complexity, 1.0);
        assert_eq!((complexity.of_features, complexity.non_monotone), (vec![1, 1, 0, 1], 0.0));
    }

    #[test]
    fn one_stump_is_of_complexity_one() {
        let stump = |row: &[f64]| if row[1] > 0.37 { 2.0 } else { -1.0 };
        let complexity = measured(&uniform(500, 3), 3, stump);
        assert!(complexity.interaction_strength < 0.02, "{complexity:?}");
        assert_eq!(complexity.main_effect_complexity, 1.0);
        // With no more values than grid values the effect is exact, also with the step at the very first value.
        let values: Vec<f64> = (0..120).map(|row| f64::from(row % 40)).collect();
        for end in [0.0, 12.0, 38.0] {
            let complexity = measured(&values, 1, |row| f64::from(u8::from(row[0] > end)));
            assert!(complexity.interaction_strength < ROUNDING, "{complexity:?}");
            assert_eq!(complexity.main_effect_complexity, 1.0, "after {end}");
        }
    }

    #[test]
    fn a_product_of_centred_independent_features_is_all_interaction() {
        let values: Vec<f64> =
            (0..500).flat_map(|row| [f64::from(row / 25) - 9.5, f64::from(row % 25) - 12.0]).collect();
        let complexity = measured(&values, 2, |row| row[0] * row[1]);
        assert!((complexity.interaction_strength - 1.0).abs() < 1e-12, "{complexity:?}");
        assert_eq!(complexity.main_effect_complexity, 0.0);
        let centred: Vec<f64> = uniform(500, 2).iter().map(|value| value - 0.5).collect();
        let complexity = measured(&centred, 2, |row| row[0] * row[1]);
        assert!((complexity.interaction_strength - 1.0).abs() < 0.15, "{complexity:?}");
    }

    #[test]
    fn a_sum_of_stumps_is_nearly_additive() {
        let mut random = ChaCha8Rng::seed_from_u64(23);
        let mut stump = |number: usize| (number % 4, random.random::<f64>(), random.random_range(-1.0..1.0));
        let stumps: Vec<(usize, f64, f64)> = (0..60).map(&mut stump).collect();
        let function = |row: &[f64]| -> f64 {
            stumps.iter().map(|(feature, end, size)| if row[*feature] > *end { *size } else { 0.0 }).sum()
        };
        let complexity = measured(&uniform(500, 4), 4, function);
        assert!(complexity.interaction_strength < 0.02, "{complexity:?}");
    }

    #[test]
    fn a_flat_function_is_of_no_complexity() {
        // The mean of many 0.1 is not 0.1: what is left must not count.
        let complexity = measured(&uniform(499, 2), 2, |_| 0.1);
        assert_eq!((complexity.interaction_strength, complexity.main_effect_complexity), (0.0, 0.0));
        let complexity = measured(&[], 2, |row| row[0]);
        assert_eq!((complexity.interaction_strength, complexity.main_effect_complexity), (0.0, 0.0));
    }

    #[test]
    fn rows_are_chosen_evenly() {
        assert_eq!(evenly(10, 4).collect::<Vec<_>>(), [0, 2, 5, 7]);
        assert_eq!(evenly(3, EVALUATION_ROWS).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(evenly(0, 4).count(), 0);
    }
}

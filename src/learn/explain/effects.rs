//! Accumulated local effects: how the score changes, on average, along each feature alone (Apley & Zhu 2020).

use super::{Answer, Question, ROUNDING, Rows, Step, largest, mean, scores};

/// Most intervals of a numeric feature.
const INTERVALS: usize = 50;
/// A feature whose effect goes against its main direction for more than this share of all its steps is not monotone.
const AGAINST: f64 = 0.05;

/// The effects of all features.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::learn) struct Effects {
    /// Score of each row.
    pub scores: Vec<f64>,
    /// Mean score.
    pub mean: f64,
    /// Largest absolute score, from which rounding is told.
    pub scale: f64,
    /// One effect a feature.
    pub features: Vec<Effect>,
}

/// The accumulated local effect of one feature, centred: its mean over the rows that have the feature is 0.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::learn) struct Effect {
    /// Whether `grid` holds levels without an order of their own.
    pub is_categorical: bool,
    /// Numeric: the rising ends of the intervals. Categorical: the codes that occur, by rising mean score.
    pub grid: Vec<f64>,
    /// Mean change of the score from each grid value to the next, one fewer than grid values.
    pub steps: Vec<f64>,
    /// Effect at each grid value, in units of the score; linear between the values of a numeric feature.
    pub values: Vec<f64>,
    /// Where each row lies: its value, or the place of its level in `grid`; NaN in a row that lacks the feature.
    pub places: Vec<f64>,
    /// Effect in each row; 0 in a row that lacks the feature.
    pub at_rows: Vec<f64>,
}

impl Effect {
    /// Place and effect of each row that has the feature.
    pub(super) fn known(&self) -> impl Iterator<Item = (f64, f64)> {
        self.places.iter().copied().zip(self.at_rows.iter().copied()).filter(|(place, _)| !place.is_nan())
    }

    /// V of Molnar, Casalicchio & Bischl 2019: the mean squared effect over all rows, at least 0.
    pub fn variance(&self) -> f64 {
        self.at_rows.iter().map(|effect| effect * effect).sum::<f64>() / self.at_rows.len().max(1) as f64
    }

    /// Whether the steps against the main direction make up at most 5 % of all steps (our rule, not from literature).
    /// Always so for levels without an order, and without an effect in view of scores as large as `scale`.
    pub fn is_monotone(&self, scale: f64) -> bool {
        let up: f64 = self.steps.iter().map(|step| step.max(0.0)).sum();
        let down: f64 = self.steps.iter().map(|step| (-step).max(0.0)).sum();
        self.is_categorical || up + down <= ROUNDING * scale || up.min(down) / (up + down) <= AGAINST
    }
}

/// Accumulated local effects of every feature (Apley & Zhu 2020; the finite form of Molnar, Casalicchio & Bischl 2019).
///
/// Numeric: up to 50 intervals end at the distinct quantiles of the feature, which are values that occur (type 1 of
/// Hyndman & Fan, as in Apley's own code). Each row moves to both ends of its interval; the mean changes of the score
/// add up from interval to interval. Categorical: levels are ordered by the mean score of their rows, then by code;
/// each row moves to the level before and the level after its own.
///
/// Rows that lack a feature (NaN) are left out of its effect and have the contribution 0. Asks for `2 n` scores a
/// numeric feature, at most `4 n` a categorical one, and `n` once. `step` is called after each feature.
pub(in crate::learn) fn effects<E>(
    rows: Rows<'_>,
    answer: &mut Answer<'_>,
    step: &mut Step<'_, E>,
) -> Result<Effects, E> {
    let scores = if rows.count() == 0 { Vec::new() } else { scores(answer, rows.values, rows.features) };
    let mut features = Vec::with_capacity(rows.features);
    for feature in 0..rows.features {
        features.push(if rows.is_categorical(feature) {
            categorical(rows, feature, &scores, answer)
        } else {
            numeric(rows, feature, answer)
        });
        step(feature + 1, rows.features)?;
    }
    Ok(Effects { mean: mean(&scores), scale: largest(&scores), scores, features })
}

/// The effect of an ordered feature.
fn numeric(rows: Rows<'_>, feature: usize, answer: &mut Answer<'_>) -> Effect {
    let column = rows.column(feature);
    let grid = quantiles(&column);
    // The interval of each row: it ends at the first grid value that is not below the row's.
    let interval =
        |value: f64| grid.partition_point(|end| *end < value).clamp(1, grid.len().saturating_sub(1).max(1)) - 1;
    let mut question = Question::new(rows, feature);
    let mut moves = Vec::new();
    if grid.len() > 1 {
        for (row, value) in column.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            let interval = interval(*value);
            question.add(row, grid[interval + 1]);
            question.add(row, grid[interval]);
            moves.push(interval);
        }
    }
    let steps = mean_steps(&moves, &question.ask(answer), grid.len().saturating_sub(1));
    let values = accumulate(&steps, grid.len());
    let at = |value: f64| {
        if grid.len() < 2 {
            return 0.0;
        }
        let start = interval(value);
        let (from, to) = (grid[start], grid[start + 1]);
        values[start] + (values[start + 1] - values[start]) * ((value - from) / (to - from))
    };
    let at_rows = column.iter().map(|value| at(*value)).collect();
    centred(Effect { is_categorical: false, grid, steps, values, places: column, at_rows })
}

/// The effect of a feature whose levels have no order but that of their mean scores.
fn categorical(rows: Rows<'_>, feature: usize, scores: &[f64], answer: &mut Answer<'_>) -> Effect {
    let column = rows.column(feature);
    let mut by_level = vec![Vec::new(); rows.levels[feature]];
    for (value, score) in column.iter().zip(scores).filter(|(value, _)| !value.is_nan()) {
        by_level[*value as usize].push(*score);
    }
    let mut order: Vec<usize> = (0..by_level.len()).filter(|level| !by_level[*level].is_empty()).collect();
    order.sort_by(|left, right| mean(&by_level[*left]).total_cmp(&mean(&by_level[*right])));
    let grid: Vec<f64> = order.iter().map(|level| *level as f64).collect();
    let place = |value: f64| order.iter().position(|level| *level == value as usize).filter(|_| !value.is_nan());
    let mut question = Question::new(rows, feature);
    let mut moves = Vec::new();
    for (row, value) in column.iter().enumerate() {
        let Some(place) = place(*value) else { continue };
        for start in place.saturating_sub(1)..(place + 1).min(grid.len() - 1) {
            question.add(row, grid[start + 1]);
            question.add(row, grid[start]);
            moves.push(start);
        }
    }
    let steps = mean_steps(&moves, &question.ask(answer), grid.len().saturating_sub(1));
    let values = accumulate(&steps, grid.len());
    let places: Vec<Option<usize>> = column.iter().map(|value| place(*value)).collect();
    let at_rows = places.iter().map(|place| place.map_or(0.0, |place| values[place])).collect();
    let places = places.into_iter().map(|place| place.map_or(f64::NAN, |place| place as f64)).collect();
    centred(Effect { is_categorical: true, grid, steps, values, places, at_rows })
}

/// The distinct quantiles, at 0, 1/50, …, 1, of the values that are not missing; each is a value that occurs.
fn quantiles(column: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = column.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() {
        return sorted;
    }
    let at = |number: usize| sorted[(number * sorted.len()).div_ceil(INTERVALS).max(1) - 1];
    let mut grid: Vec<f64> = (0..=INTERVALS).map(at).collect();
    grid.dedup();
    grid
}

/// Mean difference of each pair of scores, later end first, by the interval that the pair belongs to; 0 without a pair.
fn mean_steps(moves: &[usize], scores: &[f64], intervals: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0_usize); intervals];
    for (interval, pair) in moves.iter().zip(scores.chunks_exact(2)) {
        sums[*interval].0 += pair[0] - pair[1];
        sums[*interval].1 += 1;
    }
    sums.iter().map(|(sum, count)| if *count == 0 { 0.0 } else { sum / *count as f64 }).collect()
}

/// Running sums of the steps, from 0; one for each of `count` grid values.
fn accumulate(steps: &[f64], count: usize) -> Vec<f64> {
    let mut sum = 0.0;
    let sums = steps.iter().map(|step| {
        sum += step;
        sum
    });
    std::iter::once(0.0).chain(sums).take(count).collect()
}

/// Takes the mean over the rows that have the feature out of the effect, and leaves the others at 0.
fn centred(mut effect: Effect) -> Effect {
    let known: Vec<f64> = effect.known().map(|(_, effect)| effect).collect();
    let mean = mean(&known);
    for value in &mut effect.values {
        *value -= mean;
    }
    for (value, place) in effect.at_rows.iter_mut().zip(&effect.places) {
        *value = if place.is_nan() { 0.0 } else { *value - mean };
    }
    effect
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::tests::answer_by;
    use super::*;

    fn effects_of(values: &[f64], levels: &[usize], function: fn(&[f64]) -> f64) -> Effects {
        let rows = Rows { values, features: levels.len(), levels };
        let mut step = |_, _| Ok::<(), Infallible>(());
        effects(rows, &mut answer_by(levels.len(), function), &mut step).unwrap()
    }

    #[test]
    fn a_line_is_its_own_effect() {
        let values: Vec<f64> = (0..300).flat_map(|row| [f64::from(row * row % 97), f64::from(row % 7)]).collect();
        let effects = effects_of(&values, &[0, 0], |row| 3.0 * row[0] - 2.0 * row[1] + 5.0);
        let column: Vec<f64> = values.iter().copied().step_by(2).collect();
        let centre = mean(&column);
        for (effect, value) in effects.features[0].at_rows.iter().zip(&column) {
            assert!((effect - 3.0 * (value - centre)).abs() < 1e-10, "{effect} at {value}");
        }
        assert_eq!(effects.features[1].grid, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert!(effects.features[1].steps.iter().all(|step| (step + 2.0).abs() < 1e-12));
        assert!(effects.features.iter().all(|effect| effect.is_monotone(effects.scale)));
    }

    #[test]
    fn quantiles_occur_and_are_distinct() {
        let column: Vec<f64> = (1..=100).map(f64::from).chain([f64::NAN]).collect();
        let grid = quantiles(&column);
        assert_eq!((grid.len(), grid[0], grid[1], grid[2], grid[50]), (51, 1.0, 2.0, 4.0, 100.0));
        assert_eq!(quantiles(&[2.0, 2.0, 1.0]), [1.0, 2.0]);
        assert!(quantiles(&[f64::NAN]).is_empty());
    }

    #[test]
    fn levels_are_ordered_by_their_mean_score() {
        // Level 3 never occurs; one row lacks the feature.
        let values = [2.0, 0.0, 1.0, 1.0, f64::NAN, 2.0];
        let of_level = |row: &[f64]| if row[0].is_nan() { 100.0 } else { [5.0, -1.0, 9.0][row[0] as usize] };
        let effect = &effects_of(&values, &[4], of_level).features[0];
        assert_eq!(
            (effect.grid.as_slice(), effect.steps.as_slice()),
            ([1.0, 0.0, 2.0].as_slice(), [6.0, 4.0].as_slice())
        );
        // The mean over the five known rows is (10 + 6 + 0 + 0 + 10) / 5.
        let expected = [4.8, 0.8, -5.2, -5.2, 0.0, 4.8];
        assert!(effect.at_rows.iter().zip(expected).all(|(effect, expected)| (effect - expected).abs() < 1e-12));
    }

    #[test]
    fn what_is_missing_or_never_differs_has_no_effect() {
        let values = [1.0, 4.0, f64::NAN, 4.0, 3.0, 4.0];
        let effects = effects_of(&values, &[0, 0], |row| if row[0].is_nan() { 50.0 } else { row[0] + row[1] });
        assert_eq!(effects.features[0].at_rows, [-1.0, 0.0, 1.0]);
        assert_eq!((effects.features[1].values.as_slice(), effects.features[1].variance()), ([0.0].as_slice(), 0.0));
        let nothing = effects_of(&[f64::NAN, 1.0, f64::NAN, 1.0], &[0, 2], |_| 1.0);
        assert_eq!(nothing.features[0].grid.len(), 0);
        assert_eq!(nothing.features[1].at_rows, [0.0, 0.0]);
    }

    #[test]
    fn a_turn_is_not_monotone() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let turning = effects_of(&values, &[0], |row| (row[0] - 50.0).abs());
        assert!(!turning.features[0].is_monotone(turning.scale));
        // 2 of 98 steps go down.
        let nearly = effects_of(&values, &[0], |row| row[0].max(2.0));
        assert!(nearly.features[0].is_monotone(nearly.scale));
    }
}

//! Partial dependence: the mean answer over all rows at each value of one feature.

use super::{Answer, Question, Rows, Step, mean};

/// Grid values of a numeric feature that has as many distinct values.
const GRID: usize = 50;
/// Shares of the rows between which the grid of a numeric feature lies.
const ENDS: [f64; 2] = [0.05, 0.95];

/// Partial dependence on `feature` (Friedman 2001) by brute force, as scikit-learn's `partial_dependence` with
/// `method="brute"` and `grid_resolution=50`: the values of the feature, rising, each with the mean answer there.
///
/// The grid of a numeric feature is its distinct values, if they are fewer than 50, or else 50 evenly spaced ones
/// between its 5 % and 95 % quantiles; between its smallest and largest value where those two are equal. Every row
/// takes part at every grid value, also one that lacks the feature: its own value is not used. The grid leaves missing
/// values out, and is empty if there are no others. Asks for `n` scores a grid value, after which `step` is called.
pub(in crate::learn) fn dependence<E>(
    rows: Rows<'_>,
    feature: usize,
    answer: &mut Answer<'_>,
    step: &mut Step<'_, E>,
) -> Result<Vec<(f64, f64)>, E> {
    let grid = if rows.is_categorical(feature) {
        (0..rows.levels[feature]).map(|level| level as f64).collect()
    } else {
        grid(&rows.column(feature))
    };
    let mut points = Vec::with_capacity(grid.len());
    for (done, value) in (1..).zip(&grid) {
        let mut question = Question::new(rows, feature);
        for row in 0..rows.count() {
            question.add(row, *value);
        }
        points.push((*value, mean(&question.ask(answer))));
        step(done, grid.len())?;
    }
    Ok(points)
}

/// The grid of a numeric feature.
fn grid(column: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = column.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    if distinct.len() < GRID {
        return distinct;
    }
    let [mut low, mut high] = ENDS.map(|share| quantile(&sorted, share));
    if low == high {
        (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    }
    let spacing = (high - low) / (GRID - 1) as f64;
    (0..GRID).map(|place| if place == GRID - 1 { high } else { low + spacing * place as f64 }).collect()
}

/// The quantile `share` of at least one rising value, with the plotting positions 0.4 that scipy's `mquantiles` has
/// (Cunnane 1978).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let count = sorted.len() as f64;
    let position = count * share + 0.4 + share * 0.2;
    let below = position.clamp(1.0, (count - 1.0).max(1.0)).floor();
    let part = (position - below).clamp(0.0, 1.0);
    let (from, to) = (sorted[below as usize - 1], sorted[(below as usize).min(sorted.len() - 1)]);
    (1.0 - part) * from + part * to
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::tests::{Oracle, answer_by, diabetes, near, numbers};
    use super::*;

    fn dependence_of(rows: Rows<'_>, feature: usize, function: fn(&[f64]) -> f64) -> (Vec<f64>, Vec<f64>) {
        let mut step = |_, _| Ok::<(), Infallible>(());
        let points = dependence(rows, feature, &mut answer_by(rows.features, function), &mut step).unwrap();
        points.into_iter().unzip()
    }

    #[test]
    fn scikit_learn_agrees() {
        let Oracle { values, levels, json, .. } = Oracle::read();
        let rows = Rows { values: &values, features: levels.len(), levels: &levels };
        let theirs = json["partial_dependence"].as_array().unwrap();
        assert!(theirs.len() >= 9);
        for theirs in theirs {
            let (grid, average) = dependence_of(rows, theirs["feature"].as_u64().unwrap() as usize, diabetes);
            near(&grid, &numbers(&theirs["grid"]), 1e-9);
            near(&average, &numbers(&theirs["average"]), 1e-9);
        }
    }

    #[test]
    fn a_line_depends_as_itself() {
        // Row 1 lacks the feature and takes part all the same.
        let values = [1.0, 10.0, f64::NAN, 20.0, 3.0, 60.0];
        let rows = Rows { values: &values, features: 2, levels: &[0, 0] };
        let found = dependence_of(rows, 0, |row| 2.0 * row[0] + row[1]);
        assert_eq!(found, (vec![1.0, 3.0], vec![32.0, 36.0]));
    }

    #[test]
    fn every_level_is_on_the_grid_and_nothing_else() {
        let rows = Rows { values: &[0.0, 2.0], features: 1, levels: &[3] };
        assert_eq!(dependence_of(rows, 0, |row| row[0]).1, [0.0, 1.0, 2.0]);
        let nothing = Rows { values: &[f64::NAN], features: 1, levels: &[0] };
        assert!(dependence_of(nothing, 0, |row| row[0]).0.is_empty());
    }

    #[test]
    fn a_feature_that_is_nearly_constant_keeps_its_range() {
        let column: Vec<f64> = (0..2000).map(|row| if row < 60 { f64::from(row) } else { 30.0 }).collect();
        let grid = grid(&column);
        assert_eq!((grid.len(), grid[0], grid[49]), (50, 0.0, 59.0));
    }
}

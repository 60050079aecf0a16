//! How complex a function is, whatever computes it: interaction strength and main effect complexity (Molnar,
//! Casalicchio & Bischl 2019, "Quantifying model complexity via functional decomposition").

use super::effects::{Effect, Effects, effects};
use super::{Answer, Rows, Step, is_flat, mean};

/// Share of an effect's sum of squares that its pieces may leave over (ε of the paper).
const LEFT_OVER: f64 = 0.05;
/// Most pieces of an effect.
const PIECES: usize = 5;
/// Errors that differ by less than this share of an effect's sum of squares are the same.
const TIE: f64 = 1e-9;
/// Disjoint samples that a spread is taken over.
const SAMPLES: usize = 5;

/// What the effects of the features say about the whole function.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::learn) struct Decomposition {
    /// IAS: share of the variation that the effects of single features do not explain. 0 for a sum of effects; at least
    /// 0, and can exceed 1 (1.6 was seen) where the effects of single features mislead. 0 for a constant function.
    pub interaction_strength: f64,
    /// MEC: mean complexity of the effects, weighted by their variance; from 0 (constant) over 1 (lines or single
    /// steps) to 9.
    pub main_effect_complexity: f64,
    /// MEC of each feature, a whole number from 0 to 9.
    pub of_features: Vec<usize>,
    /// Share, from 0 to 1, of all features whose effect changes direction. A categorical feature has no direction and
    /// never counts.
    pub non_monotone: f64,
}

/// Standard deviations (of a sample, `n - 1`) of the measures of disjoint samples of the rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::learn) struct Spread {
    /// That of the interaction strength.
    pub interaction_strength: f64,
    /// That of the main effect complexity.
    pub main_effect_complexity: f64,
    /// Rows of each sample: what is spread is a measure taken on so few.
    pub rows: usize,
}

/// Interaction strength, main effect complexity and the share of non-monotone features.
pub(in crate::learn) fn complexity(effects: &Effects) -> Decomposition {
    let of_features: Vec<usize> = effects.features.iter().map(|effect| pieces(effect, effects.scale)).collect();
    let variances: Vec<f64> = effects.features.iter().map(Effect::variance).collect();
    let total: f64 = variances.iter().sum();
    let weighted: f64 = variances.iter().zip(&of_features).map(|(variance, pieces)| variance * *pieces as f64).sum();
    let turning = effects.features.iter().filter(|effect| !effect.is_monotone(effects.scale)).count();
    Decomposition {
        interaction_strength: interaction_strength(effects),
        main_effect_complexity: if total > 0.0 { weighted / total } else { 0.0 },
        of_features,
        non_monotone: turning as f64 / effects.features.len().max(1) as f64,
    }
}

/// Σ (f(x) − f0 − Σ_j f_j(x_j))² / Σ (f(x) − f0)² over the rows; f0 is the mean score, f_j the effect of feature j.
fn interaction_strength(effects: &Effects) -> f64 {
    if is_flat(&effects.scores, effects.scale) {
        return 0.0;
    }
    let (mut unexplained, mut total) = (0.0, 0.0);
    for (row, score) in effects.scores.iter().enumerate() {
        let main: f64 = effects.features.iter().map(|effect| effect.at_rows[row]).sum();
        unexplained += (score - effects.mean - main).powi(2);
        total += (score - effects.mean).powi(2);
    }
    unexplained / total
}

/// Main effect complexity of one feature: pieces + slopes that are not 0 − 1, of the straight pieces that leave at most
/// 5 % of the effect's sum of squares over, at most five. A line and a single step have 1, no effect has 0; a
/// categorical effect has as many as groups of levels, less 1.
///
/// Pieces are cut at grid values, one cut more at a time, each where it leaves least over. Then slopes are replaced by
/// 0, the flattest first, where no more than 5 % is left over all the same. (The paper's own code cuts by exhaustive
/// search too, but never after the first grid value, and samples cuts of categorical effects at random.)
fn pieces(effect: &Effect, scale: f64) -> usize {
    let points = Points::new(effect);
    if points.total == 0.0 || is_flat(&effect.values, scale) {
        return 0;
    }
    let mut cuts = vec![0, points.places.len()];
    while points.errors(&cuts).0 > LEFT_OVER * points.total && cuts.len() <= PIECES {
        let Some(better) = points.cut(&cuts) else { break };
        cuts = better;
    }
    let mut lines: Vec<Line> = cuts.windows(2).map(|ends| points.line(ends[0], ends[1])).collect();
    if effect.is_categorical {
        return lines.len() - 1;
    }
    lines.sort_by(|left, right| left.slope.abs().total_cmp(&right.slope.abs()));
    let mut error: f64 = lines.iter().map(|line| line.sloped).sum();
    let mut slopes = lines.len();
    for line in &lines {
        let flattened = error - line.sloped + line.flat;
        if flattened <= (LEFT_OVER * points.total).max(error + TIE * points.total) {
            error = flattened;
            slopes -= 1;
        }
    }
    lines.len() + slopes - 1
}

/// An effect at the rows that have the feature, along the feature.
struct Points {
    is_categorical: bool,
    /// Feature (or place of the level in the order of the grid) and effect, by rising feature.
    places: Vec<(f64, f64)>,
    /// After how many points a cut can be made, rising.
    cuts: Vec<usize>,
    /// Sum of the squared effects.
    total: f64,
}

/// A straight piece of an effect.
struct Line {
    slope: f64,
    /// Sum of squares left over with the best slope, and with none.
    sloped: f64,
    flat: f64,
}

impl Points {
    fn new(effect: &Effect) -> Self {
        let mut places: Vec<(f64, f64)> = effect.known().collect();
        places.sort_by(|left, right| left.0.total_cmp(&right.0));
        let end = |index: usize| if effect.is_categorical { index as f64 } else { effect.grid[index] };
        let after = |index: usize| places.partition_point(|(place, _)| *place <= end(index));
        let cuts = (0..effect.grid.len()).map(after).collect();
        let total = places.iter().map(|(_, effect)| effect * effect).sum();
        Self { is_categorical: effect.is_categorical, places, cuts, total }
    }

    /// The best line through the points from `start` below `end`; it is flat where all have the same place.
    fn line(&self, start: usize, end: usize) -> Line {
        let points = &self.places[start..end];
        let (places, effects): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        let (centre, level) = (mean(&places), mean(&effects));
        let flat = effects.iter().map(|effect| (effect - level).powi(2)).sum();
        if places[0] == places[places.len() - 1] {
            return Line { slope: 0.0, sloped: flat, flat };
        }
        let (mut width, mut rise) = (0.0, 0.0);
        for (place, effect) in points {
            width += (place - centre).powi(2);
            rise += (place - centre) * (effect - level);
        }
        let slope = rise / width;
        let left = points.iter().map(|(place, effect)| (effect - level - slope * (place - centre)).powi(2)).sum();
        Line { slope, sloped: left, flat }
    }

    /// Sums of squares that the pieces between `cuts` leave over, as they are and if none had a slope.
    fn errors(&self, cuts: &[usize]) -> (f64, f64) {
        cuts.windows(2).map(|ends| self.line(ends[0], ends[1])).fold((0.0, 0.0), |(left, flat), line| {
            (left + if self.is_categorical { line.flat } else { line.sloped }, flat + line.flat)
        })
    }

    /// `cuts` and the one more that leaves least over; of equals the one whose pieces are flattest, then the first.
    /// `None` if there is nothing more to cut.
    fn cut(&self, cuts: &[usize]) -> Option<Vec<usize>> {
        let tie = TIE * self.total;
        let mut best: Option<(f64, f64, Vec<usize>)> = None;
        for cut in self.cuts.iter().filter(|cut| !cuts.contains(cut)) {
            let mut more = cuts.to_vec();
            more.push(*cut);
            more.sort_unstable();
            let (error, flat) = self.errors(&more);
            if best.as_ref().is_none_or(|(least, flattest, _)| {
                error < least - tie || (error <= least + tie && flat < flattest - tie)
            }) {
                best = Some((error, flat, more));
            }
        }
        best.map(|(_, _, cuts)| cuts)
    }
}

/// How far interaction strength and main effect complexity lie apart between five disjoint samples of `rows`, row `i`
/// belonging to sample `i` mod 5; `None` for fewer than two rows a sample.
///
/// Give it five times as many rows as the value it stands beside was taken on: the spread between smaller samples is
/// larger. `step` is called after each feature of each sample.
pub(in crate::learn) fn spread<E>(
    rows: Rows<'_>,
    answer: &mut Answer<'_>,
    step: &mut Step<'_, E>,
) -> Result<Option<Spread>, E> {
    let of_sample = rows.count() / SAMPLES;
    if of_sample < 2 {
        return Ok(None);
    }
    let (mut strengths, mut complexities) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        let chosen = (0..of_sample).map(|row| rows.row(row * SAMPLES + sample));
        let values: Vec<f64> = chosen.flatten().copied().collect();
        let (before, total) = (sample * rows.features, SAMPLES * rows.features);
        let effects = effects(Rows { values: &values, ..rows }, answer, &mut |done, _| step(before + done, total))?;
        let complexity = complexity(&effects);
        strengths.push(complexity.interaction_strength);
        complexities.push(complexity.main_effect_complexity);
    }
    Ok(Some(Spread {
        interaction_strength: deviation(&strengths),
        main_effect_complexity: deviation(&complexities),
        rows: of_sample,
    }))
}

/// Standard deviation of a sample of at least two values.
fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::tests::{answer_by, measured, uniform};
    use super::*;

    #[test]
    fn pieces_are_counted() {
        let values: Vec<f64> = (0..51).map(f64::from).collect();
        let of = |function: fn(&[f64]) -> f64| measured(&values, 1, function).of_features[0];
        // A hinge has a flat piece and a sloped one.
        assert_eq!(of(|row| (row[0] - 25.0).max(0.0)), 2);
        // A roof has two slopes.
        assert_eq!(of(|row| (row[0] - 25.0).abs()), 3);
        // Two steps up have three flat pieces.
        assert_eq!(of(|row| f64::from(u8::from(row[0] > 5.0)) + f64::from(u8::from(row[0] > 10.0))), 2);
        // Many turns need all five pieces, each with a slope.
        assert_eq!(of(|row| (row[0] / 1.5).sin() + row[0] / 100.0), 9);
        // Five pieces leave more than 5 % over, but one of them is flat.
        assert_eq!(of(|row| if row[0] > 20.0 { row[0].sin() } else { 2.0 }), 8);
        // One slope less than if the flattest were not tried first.
        let four = |row: &[f64]| match row[0] {
            place if place <= 16.0 => 0.5 * place - 10.0,
            place if place <= 19.0 => 0.3 * (place - 16.0),
            place if place <= 31.0 => 0.5 * (place - 19.0) + 15.0,
            place => 0.3 * (place - 31.0) + 5.0,
        };
        assert_eq!(of(four), 3);
    }

    #[test]
    fn rounding_is_no_effect() {
        let complexity = measured(&uniform(500, 2), 2, |row| (10.0 * row[0] + row[1]) - 10.0 * row[0]);
        assert_eq!((complexity.of_features, complexity.non_monotone), (vec![0, 1], 0.0));
    }

    #[test]
    fn groups_of_levels_are_counted() {
        let values: Vec<f64> = (0..60).map(|row| f64::from(row % 6)).collect();
        let rows = Rows { values: &values, features: 1, levels: &[6] };
        let mut step = |_, _| Ok::<(), Infallible>(());
        for (scores, expected) in
            [([0.0, 7.0, 0.0, 7.0, 0.0, 7.0], 1), ([0.0, 3.0, 9.0, 3.0, 0.0, 9.0], 2), ([2.0; 6], 0)]
        {
            let mut answer = answer_by(1, |row| scores[row[0] as usize]);
            let effects = effects(rows, &mut answer, &mut step).unwrap();
            assert_eq!(complexity(&effects).of_features, [expected], "{scores:?}");
        }
    }

    #[test]
    fn a_spread_needs_rows_and_can_be_stopped() {
        let values = uniform(500, 2);
        let rows = Rows { values: &values, features: 2, levels: &[0, 0] };
        let mut seen = Vec::new();
        let mut step = |done, total| {
            seen.push((done, total));
            if done < 4 { Ok(()) } else { Err("stopped") }
        };
        assert_eq!(spread(rows, &mut answer_by(2, |row| row[0]), &mut step), Err("stopped"));
        assert_eq!(seen, [(1, 10), (2, 10), (3, 10), (4, 10)]);
        let few = Rows { values: &values[..18], ..rows };
        let mut step = |_, _| Ok::<(), Infallible>(());
        assert_eq!(spread(few, &mut answer_by(2, |row| row[0]), &mut step), Ok(None));
        let same = spread(rows, &mut answer_by(2, |row| row[0]), &mut step).unwrap().unwrap();
        assert!(same.interaction_strength < 1e-12 && same.main_effect_complexity == 0.0 && same.rows == 100);
    }
}

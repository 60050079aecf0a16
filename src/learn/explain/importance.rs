//! Permutation importance: how much worse the scores get when one feature tells nothing any more (Breiman 2001).

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::{Answer, Question, Rows, Step, mean, scores};

/// How often a feature is shuffled, and from what seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::learn) struct Shuffles {
    /// Shuffles of each feature.
    pub repeats: usize,
    /// Each feature has its own stream of random numbers, so that its importance does not depend on the others.
    pub seed: u64,
}

/// How much the loss grows when the values of one feature are shuffled among the rows, in units of the loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::learn) struct Importance {
    /// Mean over the shuffles: exactly 0 for a feature that the model does not use, below 0 where chance would serve it
    /// better; has no upper bound.
    pub mean: f64,
    /// Standard deviation over the shuffles, divided by their number as scikit-learn does; at least 0. It tells how
    /// much a shuffle matters, not how much the choice of the rows does.
    pub deviation: f64,
}

/// Permutation importance of every feature (Breiman 2001, in the form of Fisher, Rudin & Dominici 2019): the loss of
/// the scores of rows in which one feature's values are shuffled, less the loss of the scores of the rows as they are.
///
/// `loss` sees one score a row in the order of the rows; smaller is better. A missing value is shuffled like any other.
/// Features that tell the same share their importance or hide it from each other. Asks for `(1 + p · repeats) · n`
/// scores. `step` is called after each shuffle.
pub(in crate::learn) fn importance<E>(
    rows: Rows<'_>,
    answer: &mut Answer<'_>,
    loss: &mut dyn FnMut(&[f64]) -> f64,
    shuffles: Shuffles,
    step: &mut Step<'_, E>,
) -> Result<Vec<Importance>, E> {
    if rows.count() == 0 {
        return Ok(vec![Importance { mean: 0.0, deviation: 0.0 }; rows.features]);
    }
    let loss_before = loss(&scores(answer, rows.values, rows.features));
    let mut importances = Vec::with_capacity(rows.features);
    for feature in 0..rows.features {
        let mut random = ChaCha8Rng::seed_from_u64(shuffles.seed);
        random.set_stream(feature as u64);
        let mut column = rows.column(feature);
        let mut growths = Vec::with_capacity(shuffles.repeats);
        for repeat in 0..shuffles.repeats {
            column.shuffle(&mut random);
            let mut question = Question::new(rows, feature);
            for (row, value) in column.iter().enumerate() {
                question.add(row, *value);
            }
            growths.push(loss(&question.ask(answer)) - loss_before);
            step(feature * shuffles.repeats + repeat + 1, rows.features * shuffles.repeats)?;
        }
        let mean_growth = mean(&growths);
        let squares: Vec<f64> = growths.iter().map(|growth| (growth - mean_growth).powi(2)).collect();
        importances.push(Importance { mean: mean_growth, deviation: mean(&squares).sqrt() });
    }
    Ok(importances)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use rand_distr::{Distribution as _, StandardNormal};

    use super::super::tests::{Oracle, answer_by, diabetes};
    use super::*;

    #[test]
    fn a_linear_model_loses_twice_the_square_of_each_weight() {
        const WEIGHTS: [f64; 4] = [2.0, -1.0, 0.5, 0.0];
        let mut random = ChaCha8Rng::seed_from_u64(5);
        let mut values: Vec<f64> = (0..2000 * 4).map(|_| StandardNormal.sample(&mut random)).collect();
        for feature in 0..4 {
            let column: Vec<f64> = values.iter().copied().skip(feature).step_by(4).collect();
            let centre = mean(&column);
            let width = (column.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / 2000.0).sqrt();
            for value in values.iter_mut().skip(feature).step_by(4) {
                *value = (*value - centre) / width;
            }
        }
        let function = |row: &[f64]| row.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum::<f64>();
        let labels: Vec<f64> = values.chunks_exact(4).map(function).collect();
        let rows = Rows { values: &values, features: 4, levels: &[0; 4] };
        let mut loss = |scores: &[f64]| squared_error(scores, &labels);
        let shuffles = Shuffles { repeats: 30, seed: 11 };
        let mut step = |_, _| Ok::<(), Infallible>(());
        let importances = importance(rows, &mut answer_by(4, function), &mut loss, shuffles, &mut step).unwrap();
        for (importance, weight) in importances.iter().zip(WEIGHTS) {
            let (expected, error) = (2.0 * weight * weight, importance.deviation / 30_f64.sqrt());
            assert!((importance.mean - expected).abs() <= 3.0 * error, "{importance:?} instead of {expected}");
        }
        assert_eq!(importances[3], Importance { mean: 0.0, deviation: 0.0 });
    }

    #[test]
    fn scikit_learn_agrees_within_the_error() {
        let Oracle { values, levels, labels, json } = Oracle::read();
        let rows = Rows { values: &values, features: levels.len(), levels: &levels };
        let mut loss = |scores: &[f64]| squared_error(scores, &labels);
        let shuffles = Shuffles { repeats: 50, seed: 7 };
        let mut step = |_, _| Ok::<(), Infallible>(());
        let importances =
            importance(rows, &mut answer_by(levels.len(), diabetes), &mut loss, shuffles, &mut step).unwrap();
        let theirs = &json["permutation_importance"];
        let repeats = theirs["repeats"].as_f64().unwrap();
        for (feature, ours) in importances.iter().enumerate() {
            let mean = theirs["mean"][feature].as_f64().unwrap();
            let deviation = theirs["deviation"][feature].as_f64().unwrap();
            let error = (deviation.powi(2) / repeats + ours.deviation.powi(2) / 50.0).sqrt();
            assert!((ours.mean - mean).abs() <= 3.0 * error, "{feature}: {ours:?} instead of {mean} ± {deviation}");
            assert!(ours.deviation <= 1.5 * deviation && deviation <= 1.5 * ours.deviation, "{feature}: {ours:?}");
        }
    }

    #[test]
    fn a_stop_comes_back() {
        let rows = Rows { values: &[1.0, 2.0, 3.0, 4.0], features: 2, levels: &[0, 0] };
        let shuffles = Shuffles { repeats: 3, seed: 1 };
        let mut seen = Vec::new();
        let mut step = |done, total| {
            seen.push((done, total));
            if done < 2 { Ok(()) } else { Err("stopped") }
        };
        let outcome = importance(rows, &mut answer_by(2, |row| row[0]), &mut |_| 0.0, shuffles, &mut step);
        assert_eq!((outcome, seen), (Err("stopped"), vec![(1, 6), (2, 6)]));
    }

    fn squared_error(scores: &[f64], labels: &[f64]) -> f64 {
        scores.iter().zip(labels).map(|(score, label)| (score - label).powi(2)).sum::<f64>() / labels.len() as f64
    }
}

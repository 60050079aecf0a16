//! Contributions: what each feature of one case adds to its score, seen from other rows (Shapley 1953; Štrumbelj &
//! Kononenko 2014).

use std::collections::VecDeque;

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::games::{Game, is_enumerated};
use super::questions::Questions;
use super::{Answer, Rows, Step, mean};

/// Fewer pairs of walks for a background row would not tell how far they are apart.
const FEWEST_WALKS: usize = 2;

/// How the orders are drawn in which features join, where there are too many to go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::learn) struct Sampling {
    /// Orders over all background rows; rounded up so that every row gets as many, at least two.
    pub permutations: usize,
    /// Each background row has its own stream of random numbers.
    pub seed: u64,
}

/// What the features of one case add to its score.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::learn) struct Contributions {
    /// Mean score over the background rows.
    pub base: f64,
    /// One a feature, in units of the score. Their sum is the score of the case less `base`, but for rounding.
    pub of_features: Vec<f64>,
    /// Standard error of each by sampling; 0 where nothing was sampled. It does not tell how much the choice of the
    /// background rows matters.
    pub deviations: Vec<f64>,
}

/// Shapley values of the score of `case` with interventions (Janzing, Minorics & Blöbaum 2020): a coalition of features
/// is worth the mean score over the background rows in which it has the values of the case. A feature that the model
/// does not use gets exactly 0.
///
/// The values are the mean over background rows of those of each row's own game, in which only features matter whose
/// values differ. Up to 8 of them its coalitions are gone through (2ᵈ − 2 questions), up to 12 where that takes no more
/// questions than sampling. Otherwise features join in random orders, each walked forwards and backwards (Mitchell,
/// Cooper, Frank & Holmes 2022; 2(d − 1) questions), which is exact where no more than two features act together. Every
/// row gets as many orders, all its own: rows drawn at random would add the variance between rows, and a second row
/// tells less of an order than a second order does. With 40 orders, 20 rows and `squashed` of the tests those two are
/// off by 3.2 and 2.1 (root of the summed squares), and this by 1.2. Every walk leads from the score of the row to that of the
/// case, so that the sum is right by construction and nothing is left to spread.
///
/// Without background rows `base` is the score of the case. `step` is called with the number of questions after each
/// request.
pub(in crate::learn) fn contributions<E>(
    background: Rows<'_>,
    case: &[f64],
    sampling: Sampling,
    answer: &mut Answer<'_>,
    step: &mut Step<'_, E>,
) -> Result<Contributions, E> {
    explained(background, case, sampling, is_enumerated, answer, step)
}

fn explained<E>(
    background: Rows<'_>,
    case: &[f64],
    sampling: Sampling,
    is_enumerated: fn(usize, usize) -> bool,
    answer: &mut Answer<'_>,
    step: &mut Step<'_, E>,
) -> Result<Contributions, E> {
    let count = background.count();
    let walks = sampling.permutations.div_ceil(count.max(1)).max(FEWEST_WALKS);
    let games: Vec<Game<'_>> =
        (0..count).map(|row| Game::new(background.row(row), case, walks, is_enumerated)).collect();
    let total = 1 + count + games.iter().map(|game| game.parts * game.questions()).sum::<usize>();
    let mut questions = Questions::new(case.len(), total, answer, step);
    questions.add(case)?;
    for game in &games {
        questions.add(game.row)?;
    }
    questions.ask()?;
    let own = questions.answers.pop_front().unwrap_or(0.0);
    let from: Vec<f64> = questions.answers.drain(..).collect();
    let mut sums = Sums::new(case.len());
    let mut pending = VecDeque::new();
    for (row, game) in games.iter().enumerate() {
        let mut random = ChaCha8Rng::seed_from_u64(sampling.seed);
        random.set_stream(row as u64);
        for _ in 0..game.parts {
            let mut order = game.differing.clone();
            if !game.is_enumerated {
                order.shuffle(&mut random);
            }
            game.ask(&order, case, &mut |row| questions.add(row))?;
            pending.push_back((row, order));
            sums.take(&games, &mut pending, &mut questions.answers, (&from, own));
        }
    }
    questions.ask()?;
    sums.take(&games, &mut pending, &mut questions.answers, (&from, own));
    let rows = count.max(1) as f64;
    Ok(Contributions {
        base: if count == 0 { own } else { mean(&from) },
        of_features: sums.means.iter().map(|sum| sum / rows).collect(),
        deviations: sums.variances.iter().map(|sum| sum.sqrt() / rows).collect(),
    })
}

/// Contributions found so far.
struct Sums {
    /// Sum over background rows of the mean of their parts, and of the variance of that mean.
    means: Vec<f64>,
    variances: Vec<f64>,
    /// Parts of the present background row, with running mean and sum of squares (Welford 1962).
    parts: usize,
    running: Vec<(f64, f64)>,
}

impl Sums {
    fn new(features: usize) -> Self {
        let zeros = vec![0.0; features];
        Self { means: zeros.clone(), variances: zeros, parts: 0, running: vec![(0.0, 0.0); features] }
    }

    /// Takes in the parts of `pending` whose answers are all there.
    fn take(
        &mut self,
        games: &[Game<'_>],
        pending: &mut VecDeque<(usize, Vec<usize>)>,
        answers: &mut VecDeque<f64>,
        (from, own): (&[f64], f64),
    ) {
        while let Some((row, order)) = pending.pop_front_if(|(row, _)| games[*row].questions() <= answers.len()) {
            let game = &games[row];
            let of_part: Vec<f64> = answers.drain(..game.questions()).collect();
            self.parts += 1;
            let parts = self.parts as f64;
            for (feature, value) in order.iter().zip(game.contributions(&order, &of_part, from[row], own)) {
                let (mean, squares) = &mut self.running[*feature];
                let before = value - *mean;
                *mean += before / parts;
                *squares += before * (value - *mean);
            }
            if self.parts == game.parts {
                for feature in order {
                    let (mean, squares) = std::mem::take(&mut self.running[feature]);
                    self.means[feature] += mean;
                    self.variances[feature] += squares / (parts * (parts - 1.0).max(1.0));
                }
                self.parts = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::tests::{Oracle, answer_by, diabetes, near, numbers, uniform};
    use super::*;

    const SAMPLED: fn(usize, usize) -> bool = |_, _| false;
    const EXACT: fn(usize, usize) -> bool = |_, _| true;

    fn explain(
        rows: Rows<'_>,
        case: &[f64],
        sampling: (usize, u64),
        is_enumerated: fn(usize, usize) -> bool,
        function: impl Fn(&[f64]) -> f64,
    ) -> Contributions {
        let sampling = Sampling { permutations: sampling.0, seed: sampling.1 };
        let mut answer = answer_by(rows.features, function);
        let mut step = |_, _| Ok::<(), Infallible>(());
        explained(rows, case, sampling, is_enumerated, &mut answer, &mut step).unwrap()
    }

    /// The function of contributions.py.
    fn squashed(row: &[f64]) -> f64 {
        100.0 / (1.0 + ((118.0 - diabetes(row)) / 6.0).exp())
    }

    #[test]
    fn shap_agrees_on_the_diabetes_data() {
        let Oracle { values, levels, .. } = Oracle::read();
        let json: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/oracles/contributions.json")).unwrap();
        let row = |row: &f64| &values[*row as usize * 10..][..10];
        let background: Vec<f64> = numbers(&json["background"]).iter().flat_map(row).copied().collect();
        let rows = Rows { values: &background, features: 10, levels: &levels };
        for name in ["function", "squashed"] {
            let function = if name == "function" { diabetes } else { squashed };
            let mut squares = Vec::new();
            for (place, case) in numbers(&json["cases"]).iter().map(row).enumerate() {
                let theirs = numbers(&json[name][place]);
                let ours = explain(rows, case, (1, 1), EXACT, function);
                near(&ours.of_features, &theirs, 1e-9);
                near(&[ours.base], &[json["bases"][name].as_f64().unwrap()], 1e-9);
                assert_eq!((ours.of_features[5], ours.deviations), (0.0, vec![0.0; 10]));
                let ours = explain(rows, case, (600, 3), SAMPLED, function);
                let sum = ours.of_features.iter().sum::<f64>();
                near(&[sum], &[function(case) - ours.base], 1e-11);
                assert_eq!((ours.of_features[5], ours.deviations[5]), (0.0, 0.0));
                let sampled = ours.of_features.iter().zip(theirs).zip(&ours.deviations);
                for (feature, ((ours, theirs), deviation)) in sampled.enumerate() {
                    let error = (ours - theirs).abs();
                    assert!(error <= 4.5 * deviation + 1e-9, "{name} {feature}: {error} with {deviation}");
                    if *deviation > 1e-9 {
                        squares.push((error / deviation).powi(2));
                    }
                }
            }
            // No more than two features act together in `function`, which walks there and back find exactly.
            assert_eq!(squares.len(), if name == "function" { 0 } else { 45 });
            assert!(squares.is_empty() || (0.5..1.6).contains(&mean(&squares)), "{}", mean(&squares));
        }
    }

    #[test]
    fn a_linear_model_adds_each_weight_times_the_distance_from_the_mean() {
        let weights: Vec<f64> = (0..20).map(|place| f64::from(place) - 7.0).collect();
        let values = uniform(50, 20);
        let rows = Rows { values: &values, features: 20, levels: &[0; 20] };
        let linear = |row: &[f64]| row.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f64>();
        let found = explain(rows, &[0.9; 20], (1, 5), is_enumerated, linear);
        let expected: Vec<f64> =
            (0..20).map(|feature| weights[feature] * (0.9 - mean(&rows.column(feature)))).collect();
        near(&found.of_features, &expected, 1e-12);
        near(&found.deviations, &[0.0; 20], 1e-12);
        assert_eq!(found.of_features[7], 0.0);
    }

    #[test]
    fn sampling_comes_as_near_to_the_exact_values_as_it_says() {
        let values = uniform(30, 8);
        let rows = Rows { values: &values, features: 8, levels: &[0; 8] };
        let function =
            |row: &[f64]| (3.0 * row[0] * row[1] * row[2] + row[3] - row[4] * row[5]).exp() + (row[6] * row[0]).sin();
        let exact = explain(rows, &[0.8; 8], (1, 1), is_enumerated, function);
        assert_eq!((exact.of_features[7], &exact.deviations), (0.0, &vec![0.0; 8]));
        let [few, many] = [60, 6000].map(|permutations| {
            let mut squares = Vec::new();
            let mut errors = Vec::new();
            for seed in 0..40 {
                let found = explain(rows, &[0.8; 8], (permutations, seed), SAMPLED, function);
                for feature in 0..6 {
                    let error = found.of_features[feature] - exact.of_features[feature];
                    squares.push((error / found.deviations[feature]).powi(2));
                    errors.push(error * error);
                }
            }
            assert!((0.7..1.4).contains(&mean(&squares)), "{permutations}: {}", mean(&squares));
            mean(&errors).sqrt()
        });
        assert!((7.0..14.0).contains(&(few / many)), "a hundred times the orders: {few}, {many}");
    }

    #[test]
    fn requests_are_large_but_bounded_and_a_stop_comes_back() {
        let values = uniform(400, 100);
        let rows = Rows { values: &values, features: 100, levels: &[0; 100] };
        let sampling = Sampling { permutations: 1, seed: 1 };
        let mut sizes = Vec::new();
        let mut seen = Vec::new();
        let mut answer = |values: &[f64]| {
            sizes.push(values.len() / 100);
            values.chunks_exact(100).map(|row| row[0]).collect()
        };
        let mut step = |done, total| {
            seen.push((done, total));
            if done < 20_000 { Ok(()) } else { Err("stopped") }
        };
        assert_eq!(contributions(rows, &[0.5; 100], sampling, &mut answer, &mut step), Err("stopped"));
        // The case, the rows, and of each row two orders, walked there and back past 99 rows.
        assert!(seen.iter().all(|(_, total)| *total == 1 + 400 + 400 * 2 * 2 * 99), "{seen:?}");
        assert!(sizes[1..].iter().all(|size| *size == 4096) && sizes[0] == 401, "{sizes:?}");
    }

    #[test]
    fn rows_like_the_case_and_no_rows_at_all_say_nothing() {
        let case = [1.0, f64::NAN];
        let same = Rows { values: &case, features: 2, levels: &[0, 0] };
        let nothing = Rows { values: &[], ..same };
        for rows in [same, nothing] {
            let found = explain(rows, &case, (4, 1), SAMPLED, |row| 7.0 * row[0]);
            let zeros = vec![0.0; 2];
            assert_eq!(found, Contributions { base: 7.0, of_features: zeros.clone(), deviations: zeros });
        }
    }
}

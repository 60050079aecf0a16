//! Settings that do well: random ones or a grid around those that were stated, told apart by validation rows alone, so
//! that the held-out rows stay untouched.

use rand::seq::index::sample;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::algorithm::{self, FitData, Model};
use super::error::LearnError;
use super::job::check_algorithm;
use super::measure::{FitCost, Stopwatch, mean_loss};
use super::progress::Progress;
use crate::model::{Algorithm, Candidate, Search, SearchMethod};

/// Sets the stream of settings apart from that of the training.
const STREAM: u64 = 0x5EA2_C4ED;

/// What a search leaves.
pub(super) struct Best {
    /// The fitted model.
    pub model: Box<dyn Model>,
    /// Its settings, where they were searched for.
    pub found: Option<Algorithm>,
    /// What trying others cost.
    pub tried: FitCost,
}

/// Fits `candidate`; with a search, with the settings of the lowest validation loss among the stated ones and others
/// around them.
pub(super) fn fit_best(
    candidate: &Candidate,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<Best, LearnError> {
    let Some(search) = candidate.search else {
        let model = algorithm::fit(candidate, data, progress, warnings)?;
        return Ok(Best { model, found: None, tried: FitCost::none() });
    };
    let started = Stopwatch::start();
    let mut random = ChaCha8Rng::seed_from_u64(candidate.seed ^ STREAM);
    let (from, to) = progress.range();
    let all = settings(&candidate.algorithm, search, &mut random);
    let share = |done: usize| from + (to - from) * done as f32 / (all.len() + 1) as f32;
    let was_quiet = progress.set_quiet(true);
    let mut best: Option<(f64, Algorithm)> = None;
    for (place, tried) in all.iter().enumerate() {
        progress.enter(&format!("Settings {} of {}", place + 1, all.len()), share(place), share(place + 1))?;
        let attempt = Candidate { algorithm: tried.clone(), search: None, ..candidate.clone() };
        let fitted = check_algorithm(tried).and_then(|()| algorithm::fit(&attempt, data, progress, &mut Vec::new()));
        let model = match fitted {
            Ok(model) => model,
            Err(LearnError::Cancelled) => return Err(LearnError::Cancelled),
            // Settings that cannot be trained with are no good ones.
            Err(_) => continue,
        };
        let loss = mean_loss(&model.answers(&data.validation), &data.validation_targets);
        if loss.is_finite() && best.as_ref().is_none_or(|(least, _)| loss < *least) {
            best = Some((loss, tried.clone()));
        }
    }
    progress.set_quiet(was_quiet);
    let tried = started.stop();
    progress.enter("Fitting with the best settings", share(all.len()), to)?;
    let chosen = best.map_or_else(|| candidate.algorithm.clone(), |(_, algorithm)| algorithm);
    let attempt = Candidate { algorithm: chosen.clone(), search: None, ..candidate.clone() };
    Ok(Best { model: algorithm::fit(&attempt, data, progress, warnings)?, found: Some(chosen), tried })
}

/// The settings to try, the stated ones first, each once.
fn settings(algorithm: &Algorithm, search: Search, random: &mut ChaCha8Rng) -> Vec<Algorithm> {
    let tries = search.tries as usize;
    let mut all = vec![algorithm.clone()];
    let mut add = |settings: Algorithm| {
        if !all.contains(&settings) {
            all.push(settings);
        }
    };
    match search.by {
        SearchMethod::Random => (1..tries).for_each(|_| add(varied(algorithm, search, Source::Random(random)).0)),
        SearchMethod::Grid => {
            let size = varied(algorithm, search, Source::Grid(0)).1;
            if size <= tries {
                (1..size).for_each(|place| add(varied(algorithm, search, Source::Grid(place)).0));
            } else {
                for place in sample(random, size - 1, tries.max(1) - 1) {
                    add(varied(algorithm, search, Source::Grid(place + 1)).0);
                }
            }
        }
    }
    all
}

/// Other settings in place of those of `algorithm`, each number between a `factor`th of it and that many times it; and
/// how many there are in a grid.
fn varied(algorithm: &Algorithm, search: Search, source: Source<'_>) -> (Algorithm, usize) {
    let mut varied = algorithm.clone();
    let mut draw = Draw { factor: search.factor.max(1.0), source, size: 1 };
    match &mut varied {
        Algorithm::Baseline | Algorithm::Rules(_) | Algorithm::NaiveBayes => {}
        Algorithm::LinearRegression(settings) => settings.l2 = draw.number(settings.l2),
        Algorithm::LogisticRegression(settings) => {
            settings.l2 = draw.number(settings.l2);
        }
        Algorithm::NearestNeighbours(settings) => {
            draw.whole(&mut settings.neighbours, 10_000);
            draw.either(&mut settings.by_distance);
        }
        Algorithm::SupportVectors(settings) => {
            settings.cost = draw.number(settings.cost).min(1e6);
            draw.either(&mut settings.linear);
        }
        Algorithm::MultiLayerPerceptron(settings) => {
            settings.hidden.iter_mut().for_each(|units| draw.whole(units, 4096));
            draw.whole(&mut settings.batch, 1_000_000);
            settings.learning_rate = draw.number(settings.learning_rate).min(1.0);
        }
        Algorithm::ConvolutionalNetwork(settings) => {
            settings.layers.iter_mut().for_each(|layer| draw.whole(&mut layer.filters, 1024));
            settings.hidden.iter_mut().for_each(|units| draw.whole(units, 4096));
            settings.learning_rate = draw.number(settings.learning_rate).min(1.0);
        }
        Algorithm::DecisionTree(settings) => {
            draw.whole(&mut settings.max_depth, 64);
            draw.whole(&mut settings.min_leaf, 1_000_000);
        }
        Algorithm::RandomForest(settings) => {
            draw.whole(&mut settings.trees, 10_000);
            draw.whole(&mut settings.max_depth, 64);
        }
        Algorithm::GradientBoosting(settings) => {
            draw.whole(&mut settings.rounds, 10_000);
            settings.learning_rate = draw.number(settings.learning_rate).min(1.0);
            draw.whole(&mut settings.max_depth, 16);
        }
        Algorithm::ExplainableBoosting(settings) => {
            draw.whole(&mut settings.rounds, 10_000);
            settings.learning_rate = draw.number(settings.learning_rate).min(1.0);
        }
    }
    (varied, draw.size)
}

/// Where other settings come from.
enum Source<'a> {
    Random(&'a mut ChaCha8Rng),
    /// A place in the grid, of which each setting takes its share; 0 is where all are as stated.
    Grid(usize),
}

/// Draws settings around stated ones.
struct Draw<'a> {
    factor: f64,
    source: Source<'a>,
    /// Points of the grid so far.
    size: usize,
}

impl Draw<'_> {
    /// A number between a factor-th of `value` and that many times it.
    fn number(&mut self, value: f64) -> f64 {
        let exponent = match &mut self.source {
            Source::Random(random) => random.random_range(-1.0..=1.0),
            Source::Grid(_) => [0.0, 1.0, -1.0][self.digit(3)],
        };
        value * self.factor.powf(exponent)
    }

    /// One of the two.
    fn either(&mut self, value: &mut bool) {
        match &mut self.source {
            Source::Random(random) => *value = random.random(),
            Source::Grid(_) => *value ^= self.digit(2) == 1,
        }
    }

    /// The next digit, below `values`, of the place in the grid.
    fn digit(&mut self, values: usize) -> usize {
        self.size = self.size.saturating_mul(values);
        let Source::Grid(place) = &mut self.source else { return 0 };
        let digit = *place % values;
        *place /= values;
        digit
    }

    /// As [`Self::number`], for a whole number from 1 to `most`.
    fn whole(&mut self, value: &mut u32, most: u32) {
        *value = (self.number(f64::from(*value)).round() as u32).clamp(1, most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BoostingSettings, Goal};

    #[test]
    fn settings_stay_within_the_factor_and_can_be_trained_with() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let search = Search { tries: 1, factor: 4.0, by: SearchMethod::Random };
        let varied =
            |algorithm: &Algorithm, random: &mut ChaCha8Rng| varied(algorithm, search, Source::Random(random)).0;
        let (mut least, mut most) = (u32::MAX, 0);
        for _ in 0..500 {
            let settings = BoostingSettings { rounds: 100, learning_rate: 0.5, max_depth: 8 };
            let varied = varied(&Algorithm::GradientBoosting(settings), &mut random);
            assert_eq!(check_algorithm(&varied), Ok(()), "{varied:?}");
            let Algorithm::GradientBoosting(settings) = varied else { panic!("another family") };
            (least, most) = (least.min(settings.rounds), most.max(settings.rounds));
            assert!((0.125..=1.0).contains(&settings.learning_rate) && (2..=16).contains(&settings.max_depth));
        }
        assert!((25..35).contains(&least) && (330..=400).contains(&most), "{least} to {most}");
        for goal in [Goal::Classes, Goal::Number] {
            for family in Algorithm::families(&goal).into_iter().chain([Algorithm::for_images()]) {
                let varied = varied(&family, &mut random);
                assert_eq!(varied.label(), family.label());
                assert_eq!(check_algorithm(&varied), Ok(()), "{varied:?}");
            }
        }
    }

    #[test]
    fn a_grid_holds_each_setting_with_every_other() {
        let boosting = |rounds, learning_rate, max_depth| {
            Algorithm::GradientBoosting(BoostingSettings { rounds, learning_rate, max_depth })
        };
        let grid = |algorithm: &Algorithm, tries| {
            let search = Search { tries, factor: 2.0, by: SearchMethod::Grid };
            settings(algorithm, search, &mut ChaCha8Rng::seed_from_u64(1))
        };
        let all = grid(&boosting(100, 0.25, 4), 1000);
        assert_eq!((all.len(), &all[0]), (27, &boosting(100, 0.25, 4)));
        for rounds in [50, 100, 200] {
            for rate in [0.125, 0.25, 0.5] {
                for depth in [2, 4, 8] {
                    assert!(all.contains(&boosting(rounds, rate, depth)), "{rounds}, {rate}, {depth}");
                }
            }
        }
        let some = grid(&boosting(100, 0.25, 4), 10);
        assert_eq!((some.len(), &some[0]), (10, &all[0]));
        assert!(some.iter().all(|settings| all.contains(settings)));
        // A depth of 16 is the deepest: what is the same twice is tried once.
        assert_eq!(grid(&boosting(100, 0.25, 16), 1000).len(), 18);
        assert_eq!(grid(&Algorithm::Baseline, 5).len(), 1);
    }
}

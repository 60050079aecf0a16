//! Settings that do well: random ones around those that were stated, told apart by validation rows alone, so that the
//! held-out rows stay untouched.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::algorithm::{self, FitData, Model};
use super::error::LearnError;
use super::job::check_algorithm;
use super::measure::mean_loss;
use super::progress::Progress;
use crate::model::{Algorithm, Candidate, Search};

/// Sets the stream of settings apart from that of the training.
const STREAM: u64 = 0x5EA2_C4ED;

/// Fits `candidate`; with a search, with the settings of the lowest validation loss among the stated ones and random ones
/// around them, which are given back.
pub(super) fn fit_best(
    candidate: &Candidate,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<(Box<dyn Model>, Option<Algorithm>), LearnError> {
    let Some(search) = candidate.search else {
        return Ok((algorithm::fit(candidate, data, progress, warnings)?, None));
    };
    let mut random = ChaCha8Rng::seed_from_u64(candidate.seed ^ STREAM);
    let (from, to) = progress.range();
    let share = |done: u32| from + (to - from) * done as f32 / (search.tries + 1) as f32;
    let was_quiet = progress.set_quiet(true);
    let mut best: Option<(f64, Algorithm)> = None;
    for place in 0..search.tries {
        progress.enter(&format!("Settings {} of {}", place + 1, search.tries), share(place), share(place + 1))?;
        let tried =
            if place == 0 { candidate.algorithm.clone() } else { varied(&candidate.algorithm, search, &mut random) };
        let attempt = Candidate { algorithm: tried.clone(), search: None, ..candidate.clone() };
        let fitted = check_algorithm(&tried).and_then(|()| algorithm::fit(&attempt, data, progress, &mut Vec::new()));
        let model = match fitted {
            Ok(model) => model,
            Err(LearnError::Cancelled) => return Err(LearnError::Cancelled),
            // Settings that cannot be trained with are no good ones.
            Err(_) => continue,
        };
        let loss = mean_loss(&model.answers(&data.validation), &data.validation_targets);
        if loss.is_finite() && best.as_ref().is_none_or(|(least, _)| loss < *least) {
            best = Some((loss, tried));
        }
    }
    progress.set_quiet(was_quiet);
    progress.enter("Fitting with the best settings", share(search.tries), to)?;
    let chosen = best.map_or_else(|| candidate.algorithm.clone(), |(_, algorithm)| algorithm);
    let attempt = Candidate { algorithm: chosen.clone(), search: None, ..candidate.clone() };
    Ok((algorithm::fit(&attempt, data, progress, warnings)?, Some(chosen)))
}

/// `algorithm` with each number between a `factor`th of it and that many times it, and each choice drawn anew.
fn varied(algorithm: &Algorithm, search: Search, random: &mut ChaCha8Rng) -> Algorithm {
    let mut varied = algorithm.clone();
    let mut draw = Draw { factor: search.factor.max(1.0), random };
    match &mut varied {
        Algorithm::Baseline | Algorithm::Rules(_) | Algorithm::NaiveBayes => {}
        Algorithm::LinearRegression(settings) => settings.l2 = draw.number(settings.l2),
        Algorithm::LogisticRegression(settings) => {
            draw.whole(&mut settings.epochs, 100_000);
            settings.learning_rate = draw.number(settings.learning_rate).min(1.0);
            settings.l2 = draw.number(settings.l2);
        }
        Algorithm::NearestNeighbours(settings) => {
            draw.whole(&mut settings.neighbours, 10_000);
            settings.by_distance = draw.random.random();
        }
        Algorithm::SupportVectors(settings) => {
            settings.cost = draw.number(settings.cost).min(1e6);
            settings.linear = draw.random.random();
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
    varied
}

/// Draws settings around stated ones.
struct Draw<'a> {
    factor: f64,
    random: &'a mut ChaCha8Rng,
}

impl Draw<'_> {
    /// A number between a factor-th of `value` and that many times it, evenly by its logarithm.
    fn number(&mut self, value: f64) -> f64 {
        value * self.factor.powf(self.random.random_range(-1.0..=1.0))
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
        let search = Search { tries: 1, factor: 4.0 };
        let (mut least, mut most) = (u32::MAX, 0);
        for _ in 0..500 {
            let settings = BoostingSettings { rounds: 100, learning_rate: 0.5, max_depth: 8 };
            let varied = varied(&Algorithm::GradientBoosting(settings), search, &mut random);
            assert_eq!(check_algorithm(&varied), Ok(()), "{varied:?}");
            let Algorithm::GradientBoosting(settings) = varied else { panic!("another family") };
            (least, most) = (least.min(settings.rounds), most.max(settings.rounds));
            assert!((0.125..=1.0).contains(&settings.learning_rate) && (2..=16).contains(&settings.max_depth));
        }
        assert!((25..35).contains(&least) && (330..=400).contains(&most), "{least} to {most}");
        for goal in [Goal::Classes, Goal::Number] {
            for family in Algorithm::families(&goal).into_iter().chain([Algorithm::for_images()]) {
                let varied = varied(&family, search, &mut random);
                assert_eq!(varied.label(), family.label());
                assert_eq!(check_algorithm(&varied), Ok(()), "{varied:?}");
            }
        }
    }
}

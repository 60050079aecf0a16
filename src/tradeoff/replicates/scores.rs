//! Random scores, one per replicate: independent ones, and ones that move together as trials did.

use std::collections::BTreeMap;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// What standard normal numbers are for; with a name and how many there are in each replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    /// Score of a single reading.
    Alone,
    /// Weights of resamples.
    Resamples,
    /// Weights of folds, and behind them as many less one for the denominator of t.
    Folds,
}

/// Makes scores from random numbers, which it keeps for the readings that share them.
#[derive(Clone, Debug)]
pub(super) struct Scores {
    replicates: usize,
    seed: u64,
    kept: BTreeMap<(Purpose, String, usize), Vec<f64>>,
}

impl Scores {
    /// Scores for `replicates` replicates.
    pub(super) fn new(replicates: usize, seed: u64) -> Self {
        Self { replicates, seed, kept: BTreeMap::new() }
    }

    /// Standard normal scores of one reading alone.
    pub(super) fn alone(&self, name: &str) -> Vec<f64> {
        self.normals(Purpose::Alone, name, 1)
    }

    /// Standard normal scores with the correlations of the resamples: the sum over the resamples of deviation times
    /// weight, over the root of the summed squares of the deviations. `None` where no resample differs.
    pub(super) fn of_resamples(&mut self, rows: &str, values: &[f32]) -> Option<Vec<f64>> {
        let (deviations, length) = deviations(values)?;
        let weights = self.weights(Purpose::Resamples, rows, values.len(), values.len());
        Some(weights.chunks_exact(values.len()).map(|weights| product(&deviations, weights) / length).collect())
    }

    /// Scores that follow t with one degree of freedom less than there are folds; the denominator is the same for all
    /// readings over these folds, so that differences of readings follow t as well. `None` where no fold differs.
    pub(super) fn of_folds(&mut self, rows: &str, values: &[f32]) -> Option<Vec<f64>> {
        let (deviations, length) = deviations(values)?;
        let count = values.len();
        let weights = self.weights(Purpose::Folds, rows, count, 2 * count - 1);
        let score = |numbers: &[f64]| {
            let (weights, others) = numbers.split_at(count);
            let spread = product(others, others) / (count - 1) as f64;
            product(&deviations, weights) / length / spread.sqrt()
        };
        Some(weights.chunks_exact(2 * count - 1).map(score).collect())
    }

    fn weights(&mut self, purpose: Purpose, rows: &str, trials: usize, each: usize) -> &[f64] {
        let key = (purpose, rows.to_owned(), trials);
        if !self.kept.contains_key(&key) {
            let numbers = self.normals(purpose, rows, each);
            self.kept.insert(key.clone(), numbers);
        }
        &self.kept[&key]
    }

    /// `each` standard normal numbers per replicate (Box and Muller 1958).
    fn normals(&self, purpose: Purpose, name: &str, each: usize) -> Vec<f64> {
        let count = self.replicates * each;
        let mut random = ChaCha8Rng::seed_from_u64(self.seed ^ hash(purpose as u64, name));
        let mut numbers = Vec::with_capacity(count + 1);
        while numbers.len() < count {
            // Above 0, so that the logarithm is finite.
            let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
            let (sine, cosine) = (std::f64::consts::TAU * random.random::<f64>()).sin_cos();
            numbers.extend([radius * cosine, radius * sine]);
        }
        numbers.truncate(count);
        numbers
    }
}

/// The variance of a sample; 0 of fewer than two values.
pub(super) fn variance(values: &[f32]) -> f64 {
    deviations(values).map_or(0.0, |(_, length)| length * length / (values.len() - 1) as f64)
}

/// Deviations from the mean and the root of their summed squares; `None` where that is 0 or some value is not a number.
fn deviations(values: &[f32]) -> Option<(Vec<f64>, f64)> {
    let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64;
    let deviations: Vec<f64> = values.iter().map(|value| f64::from(*value) - mean).collect();
    let length = product(&deviations, &deviations).sqrt();
    // Of equal values rounding may leave a rest.
    (length > 1e-9 * mean.abs() && length.is_finite()).then_some((deviations, length))
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// FNV-1a over `number` and `text`: the standard library's hash may differ between its versions.
fn hash(number: u64, text: &str) -> u64 {
    let bytes = number.to_le_bytes().into_iter().chain(text.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_standard_and_keep_the_correlation() {
        let first: Vec<f32> = (0..200_i16).map(|at| f32::from(at * 29 % 101)).collect();
        let noise: Vec<f32> = (0..200_i16).map(|at| f32::from(at * 53 % 97)).collect();
        let second: Vec<f32> = first.iter().zip(&noise).map(|(first, noise)| 0.6 * first + 0.8 * noise).collect();
        let ((a, a_length), (b, b_length)) = (deviations(&first).unwrap(), deviations(&second).unwrap());
        let expected = product(&a, &b) / a_length / b_length;
        let mut scores = Scores::new(20_000, 1);
        let drawn = [&first, &second].map(|values| scores.of_resamples("rows", values).unwrap());
        let mean = |products: f64| products / 20_000.0;
        assert!((mean(product(&drawn[0], &drawn[0])) - 1.0).abs() < 0.03);
        assert!((mean(product(&drawn[0], &drawn[1])) - expected).abs() < 0.03, "{expected}");
        assert!(mean(product(&drawn[0], &scores.alone("rows"))).abs() < 0.03, "a reading alone moves on its own");
    }

    #[test]
    fn few_folds_have_heavy_tails() {
        let mut scores = Scores::new(40_000, 1);
        let drawn = scores.of_folds("rows", &[1.0, 2.0, 3.0, 4.0, 6.0]).unwrap();
        // t(4; 0.975) = 2.776.
        let beyond = drawn.iter().filter(|score| score.abs() > 2.776_445).count();
        assert!((1850..2150).contains(&beyond), "5 % of 40,000: {beyond}");
    }

    #[test]
    fn without_differences_there_is_no_score() {
        let mut scores = Scores::new(10, 1);
        for values in [&[][..], &[1.0], &[0.1; 7], &[f32::NAN, 1.0]] {
            assert_eq!((scores.of_resamples("rows", values), scores.of_folds("rows", values)), (None, None));
            assert_eq!(variance(values), 0.0);
        }
        assert!((variance(&[1.0, 2.0, 3.0]) - 1.0).abs() < 1e-12);
    }
}

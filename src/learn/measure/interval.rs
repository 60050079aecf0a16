//! Intervals that say how far a measured value can be from the true one.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Standard normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a share of which `successes` of `trials` were seen, both as shares between 0 and 1 (Wilson
/// 1927); `None` without a trial.
pub fn wilson_interval(successes: u64, trials: u64) -> Option<(f64, f64)> {
    if trials == 0 {
        return None;
    }
    let (share, trials) = (successes as f64 / trials as f64, trials as f64);
    let squared = Z * Z;
    let centre = share + squared / (2.0 * trials);
    let half = Z * (share * (1.0 - share) / trials + squared / (4.0 * trials * trials)).sqrt();
    let scale = 1.0 + squared / trials;
    Some((((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0)))
}

/// The 95 % interval between the quantiles of resampled values; sorts them.
pub(super) fn percentile_interval(values: &mut [f64]) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get(((values.len() as f64 - 1.0) * share).round() as usize).copied();
    at(0.025).zip(at(0.975))
}

/// The places, in a sorted sample of `count`, between which the quantile `share` lies with 95 % confidence, by the
/// normal approximation to the binomial distribution of how many values lie below it.
pub(super) fn quantile_places(share: f64, count: usize) -> (usize, usize) {
    let (mean, last) = (share * count as f64, count.saturating_sub(1));
    let half = Z * (mean * (1.0 - share)).sqrt();
    (((mean - half).floor().max(0.0) as usize).min(last), ((mean + half).ceil() as usize).min(last))
}

/// Draws rows with replacement, the same number from each stratum as there are, and counts how often each was drawn.
pub(super) struct Resampler {
    random: ChaCha8Rng,
    strata: Vec<Vec<u32>>,
}

impl Resampler {
    /// A resampler of rows, each of which belongs to one of these strata.
    pub fn new(of_rows: impl Iterator<Item = u32>, seed: u64) -> Self {
        let mut strata: Vec<Vec<u32>> = Vec::new();
        for (row, stratum) in (0..).zip(of_rows) {
            if strata.len() <= stratum as usize {
                strata.resize(stratum as usize + 1, Vec::new());
            }
            strata[stratum as usize].push(row);
        }
        Self { random: ChaCha8Rng::seed_from_u64(seed), strata }
    }

    /// Fills `counts`, one per row.
    pub fn draw(&mut self, counts: &mut [u32]) {
        counts.fill(0);
        for rows in &self.strata {
            for _ in 0..rows.len() {
                counts[rows[self.random.random_range(0..rows.len())] as usize] += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o30_wilson_agrees_with_the_closed_form() {
        let (low, high) = wilson_interval(900, 1000).unwrap();
        assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("0.8798".to_owned(), "0.9171".to_owned()));
        // With no success the lower end is 0 and the upper end is z² / (n + z²).
        let (low, high) = wilson_interval(0, 10).unwrap();
        assert!(low.abs() < 1e-12 && (high - Z * Z / (10.0 + Z * Z)).abs() < 1e-12, "{low} {high}");
        assert_eq!(wilson_interval(0, 0), None);
    }

    #[test]
    fn quantiles_of_a_sample() {
        let mut values: Vec<f64> = (0..=200).rev().map(f64::from).collect();
        assert_eq!(percentile_interval(&mut values), Some((5.0, 195.0)));
        assert_eq!(percentile_interval(&mut []), None);
        // n p = 50 ± 1.96 · 5.
        assert_eq!(quantile_places(0.5, 100), (40, 60));
        assert_eq!(quantile_places(0.99, 10), (9, 9));
    }

    #[test]
    fn a_resample_keeps_the_classes() {
        let strata = [1, 0, 0, 1, 0];
        let mut counts = [0; 5];
        Resampler::new(strata.into_iter(), 3).draw(&mut counts);
        assert_eq!(counts[0] + counts[3], 2);
        assert_eq!(counts[1] + counts[2] + counts[4], 3);
    }
}

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

/// The 95 % interval of the quantile `share` (0 to 1) of what a sorted sample was drawn from; `None` without a value.
///
/// How many values lie below the quantile follows a binomial distribution, here by its normal approximation. Its ends
/// fall between whole ranks, and so does the interval's (Hettmansperger and Sheather, "Confidence intervals based on
/// interpolated order statistics", 1986): rounded to ranks it would be too long on one side by up to one of them, and
/// what is called likely by it would be more likely than said.
pub(super) fn quantile_interval(share: f64, sorted: &[f64]) -> Option<(f64, f64)> {
    let last = sorted.len().checked_sub(1)?;
    let count = sorted.len() as f64;
    let half = Z * (count * share * (1.0 - share)).sqrt();
    // Half of the value at the quantile itself lies below it.
    let middle = count * share - 0.5;
    let at = |place: f64| {
        let place = place.clamp(0.0, last as f64);
        let (below, part) = (place.floor() as usize, place.fract());
        let above = (below + 1).min(last);
        sorted[below] + part * (sorted[above] - sorted[below])
    };
    Some((at(middle - half), at(middle + half)))
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
        // The k-th of 0 to 99 is k - 1; n p = 50 ± 1.96 · 5 of them lie below the median, counted with half of itself.
        let hundred: Vec<f64> = (0..100).map(f64::from).collect();
        let (low, high) = quantile_interval(0.5, &hundred).unwrap();
        assert!((low - 39.700_18).abs() < 1e-4 && (high - 59.299_82).abs() < 1e-4, "{low} {high}");
        // 9.4 ± 1.96 · 0.3146: the upper end lies beyond the largest.
        let (low, high) = quantile_interval(0.99, &hundred[..10]).unwrap();
        assert!((low - 8.783_31).abs() < 1e-4 && high == 9.0, "{low} {high}");
        assert_eq!(quantile_interval(0.5, &[]), None);
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

//! Durations with a spread: lognormal or constant, made from a median and a 99th percentile.

use statrs::function::erf::{erfc, erfc_inv};

/// The standard normal distribution's 99th percentile.
pub const NORMAL_P99: f64 = 2.326_347_874_040_841;

/// How a duration spreads. The unit is whatever it was made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeDistribution {
    /// Always the same, at least 0.
    Constant(f64),
    /// The logarithm is normal with mean `mu` and standard deviation `sigma`.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm, above 0.
        sigma: f64,
    },
}

impl TimeDistribution {
    /// The lognormal distribution with this median and 99th percentile: `mu = ln p50`, `sigma = ln(p99/p50)/2.326`.
    /// Without a 99th percentile, or with one that is not above the median, it is constant at the median.
    /// `None` when a number is negative or not finite, or when a median of 0 comes with a 99th percentile above it,
    /// which no lognormal distribution has.
    pub fn from_percentiles(p50: f64, p99: Option<f64>) -> Option<Self> {
        if !(p50.is_finite() && p50 >= 0.0) || p99.is_some_and(|p99| !(p99.is_finite() && p99 >= 0.0)) {
            return None;
        }
        match p99 {
            Some(p99) if p99 > p50 => {
                (p50 > 0.0).then(|| Self::Lognormal { mu: p50.ln(), sigma: (p99 / p50).ln() / NORMAL_P99 })
            }
            _ => Some(Self::Constant(p50)),
        }
    }

    /// The mean.
    pub fn mean(self) -> f64 {
        match self {
            Self::Constant(value) => value,
            Self::Lognormal { mu, sigma } => (mu + sigma * sigma / 2.0).exp(),
        }
    }

    /// The variance.
    pub fn variance(self) -> f64 {
        match self {
            Self::Constant(_) => 0.0,
            Self::Lognormal { mu, sigma } => (sigma * sigma).exp_m1() * (2.0 * mu + sigma * sigma).exp(),
        }
    }

    /// The third central moment: the skewness `(w + 2)·√(w − 1)`, with `w = exp(sigma²)`, times the cube of the standard
    /// deviation.
    pub fn third_moment(self) -> f64 {
        match self {
            Self::Constant(_) => 0.0,
            Self::Lognormal { sigma, .. } => {
                let above = (sigma * sigma).exp_m1();
                (above + 3.0) * above.sqrt() * self.variance().powf(1.5)
            }
        }
    }

    /// The value at `z` standard deviations of the underlying normal distribution.
    pub fn at(self, z: f64) -> f64 {
        match self {
            Self::Constant(value) => value,
            Self::Lognormal { mu, sigma } => (mu + sigma * z).exp(),
        }
    }

    /// The value that the share `level` (above 0, below 1) stays within.
    pub fn quantile(self, level: f64) -> f64 {
        self.at(normal_quantile(level))
    }

    /// Probability of at most `value`.
    pub fn cumulative(self, value: f64) -> f64 {
        match self {
            Self::Constant(constant) => f64::from(u8::from(value >= constant)),
            Self::Lognormal { .. } if value <= 0.0 => 0.0,
            Self::Lognormal { mu, sigma } => normal_cumulative((value.ln() - mu) / sigma),
        }
    }
}

/// The lognormal distribution with the mean and the variance of the sum of independent `parts`
/// (Fenton and Wilkinson): a quick check of the sampled sum, not its replacement.
pub fn fenton_wilkinson(parts: &[TimeDistribution]) -> TimeDistribution {
    let mean: f64 = parts.iter().map(|part| part.mean()).sum();
    let variance: f64 = parts.iter().map(|part| part.variance()).sum();
    if mean <= 0.0 || variance <= 0.0 {
        return TimeDistribution::Constant(mean.max(0.0));
    }
    let log_variance = (variance / (mean * mean)).ln_1p();
    TimeDistribution::Lognormal { mu: mean.ln() - log_variance / 2.0, sigma: log_variance.sqrt() }
}

/// The standard normal distribution's quantile at `level` (above 0, below 1).
pub fn normal_quantile(level: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * level)
}

/// Probability that a standard normal number is at most `value`.
pub fn normal_cumulative(value: f64) -> f64 {
    erfc(-value / std::f64::consts::SQRT_2) / 2.0
}

/// Probability that at least one of `calls` independent calls is slow, when each is slow with probability `slow`.
pub fn fan_out_tail(slow: f64, calls: u32) -> f64 {
    1.0 - (1.0 - slow).powf(f64::from(calls))
}

/// Milliseconds that `kilobytes` take at `megabits` per second: `8 · payload / bandwidth`.
pub fn transfer_ms(kilobytes: f64, megabits: f64) -> f64 {
    8.0 * kilobytes / megabits
}

/// Index of the nearest-rank quantile `level` among `count` ascending numbers.
pub(super) fn rank(level: f64, count: usize) -> usize {
    let rank = (level * count as f64).ceil() as usize;
    rank.clamp(1, count.max(1)) - 1
}

/// The nearest-rank quantiles of `samples`, none of which is negative; 0 without samples.
///
/// Numbers that are not negative are ordered as their bits are: counting the leading bits finds the few samples that
/// a rank can fall on, and only those are sorted.
pub(super) fn ranked<const N: usize>(samples: &[f32], levels: [f64; N]) -> [f64; N] {
    const SHIFT: u32 = 18;
    let bucket = |sample: f32| (sample.to_bits() >> SHIFT) as usize;
    let mut counts = vec![0_usize; 1 << (u32::BITS - SHIFT)];
    for sample in samples {
        counts[bucket(*sample)] += 1;
    }
    levels.map(|level| {
        let mut below = rank(level, samples.len());
        let fits = |count: &usize| {
            let fits = below < *count;
            below -= if fits { 0 } else { *count };
            fits
        };
        let Some(wanted) = counts.iter().position(fits) else { return 0.0 };
        let mut close: Vec<f32> = samples.iter().copied().filter(|sample| bucket(*sample) == wanted).collect();
        close.sort_unstable_by(f32::total_cmp);
        f64::from(close[below])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::check_close;

    fn spread() -> TimeDistribution {
        TimeDistribution::from_percentiles(30.0, Some(120.0)).expect("a median below the 99th percentile")
    }

    #[test]
    fn o3_percentiles_make_a_lognormal() {
        let TimeDistribution::Lognormal { sigma, .. } = spread() else { panic!("it spreads") };
        check_close(sigma, 0.59591, 1e-5);
        check_close(spread().mean(), 35.829, 1e-3);
        check_close(spread().quantile(0.95), 79.95, 1e-2);
        check_close(spread().quantile(0.99), 120.0, 1e-9);
        check_close(spread().cumulative(120.0), 0.99, 1e-9);
    }

    #[test]
    fn fenton_and_wilkinson_come_close_to_the_sum_of_two() {
        let sum = fenton_wilkinson(&[spread(), spread()]);
        check_close(sum.quantile(0.5), 65.06, 0.01);
        check_close(sum.quantile(0.99), 180.9, 0.1);
        check_close(sum.mean(), 2.0 * 35.829, 1e-2);
    }

    #[test]
    fn without_a_tail_the_time_is_constant() {
        assert_eq!(TimeDistribution::from_percentiles(5.0, None), Some(TimeDistribution::Constant(5.0)));
        assert_eq!(TimeDistribution::from_percentiles(5.0, Some(5.0)), Some(TimeDistribution::Constant(5.0)));
        assert_eq!(TimeDistribution::from_percentiles(0.0, Some(0.0)), Some(TimeDistribution::Constant(0.0)));
        assert_eq!(TimeDistribution::from_percentiles(0.0, Some(1.0)), None);
        assert_eq!(TimeDistribution::from_percentiles(-1.0, None), None);
        assert_eq!(TimeDistribution::from_percentiles(f64::NAN, None), None);
    }

    #[test]
    fn o4_o5_fan_out_and_transfer() {
        check_close(fan_out_tail(0.01, 100), 0.634, 5e-4);
        check_close(transfer_ms(200.0, 3.0), 533.0, 0.5);
        check_close(transfer_ms(4000.0, 3.0), 10_670.0, 5.0);
    }

    #[test]
    fn ranks_stay_inside() {
        assert_eq!((rank(0.0, 10), rank(0.5, 10), rank(0.99, 100), rank(1.0, 10)), (0, 4, 98, 9));
        assert_eq!(rank(0.5, 0), 0);
        assert_eq!(ranked(&[], [0.5]), [0.0]);
    }

    #[test]
    fn ranked_is_what_sorting_gives() {
        let levels = [0.0, 0.01, 0.5, 0.95, 0.99, 1.0];
        for count in [1_u32, 2, 99, 1000] {
            // Every size from nothing to huge, in no order, with ties.
            let samples: Vec<f32> = (0..count).map(|index| ((index * 7919 % count / 2) as f32).powi(3)).collect();
            let mut sorted = samples.clone();
            sorted.sort_by(f32::total_cmp);
            let expected = levels.map(|level| f64::from(sorted[rank(level, sorted.len())]));
            assert_eq!(ranked(&samples, levels), expected);
        }
    }
}

//! Percentiles of a time of which mean, variance and third moment are known.
//!
//! The time is taken for a lognormal one that is shifted until all three fit. That is exact for a single lognormal time,
//! and within about two percent for the 99th percentile of a random (exponential) one.

use super::super::distribution::normal_quantile;
use super::moments::Moments;

/// Steps per unit of skewness.
const STEPS: usize = 64;

/// Greatest skewness that is told apart: the tail of what is more skewed is that of this one.
const GREATEST: usize = 8;

/// How many standard deviations above the mean a percentile lies, by skewness. Above the median it never falls when
/// variance or skewness grow: what is better in mean, variance and third moment is never worse in the percentile. (The
/// tail of a lognormal time with one more and more skewed gets lower again at last; it is kept at its height.)
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Percentile {
    heights: Vec<f64>,
}

impl Percentile {
    /// Of the share `level`, above 0 and below 1.
    pub(super) fn new(level: f64) -> Self {
        let z = normal_quantile(level);
        let mut heights: Vec<f64> = (0..=STEPS * GREATEST).map(|step| height(z, step as f64 / STEPS as f64)).collect();
        if level > 0.5 {
            let mut highest = f64::NEG_INFINITY;
            for height in &mut heights {
                highest = highest.max(*height);
                *height = highest;
            }
        }
        Self { heights }
    }

    /// The percentile of a time, with its distance from the mean times `correction`; not a number where the moments are
    /// none.
    pub(super) fn of(&self, moments: Moments, correction: f64) -> f64 {
        let Moments { mean, variance, .. } = moments;
        let time = mean + variance.sqrt() * self.height(moments) * correction;
        // Not `max`, which makes 0 of what is no number.
        if time < 0.0 { 0.0 } else { time }
    }

    /// Standard deviations from the mean to the percentile.
    pub(super) fn height(&self, Moments { variance, third, .. }: Moments) -> f64 {
        let skewness = if variance > 0.0 { third / (variance * variance.sqrt()) } else { 0.0 };
        let place = (skewness * STEPS as f64).clamp(0.0, (STEPS * GREATEST) as f64);
        let step = (place as usize).min(STEPS * GREATEST - 1);
        let (low, high) = (self.heights[step], self.heights[step + 1]);
        low + (high - low) * (place - step as f64)
    }
}

/// Of the lognormal time with this skewness, at `z` standard deviations of the underlying normal distribution. With `y =
/// √(exp σ² − 1)` the skewness is `y³ + 3y`, which hyperbolic functions turn round.
fn height(z: f64, skewness: f64) -> f64 {
    let y = 2.0 * ((skewness / 2.0).asinh() / 3.0).sinh();
    let square = (y * y).ln_1p();
    if y < 1e-6 { z } else { (z * square.sqrt() - square / 2.0).exp_m1() / y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::TimeDistribution;
    use crate::analysis::test_support::check_close;

    fn moments(time: TimeDistribution) -> Moments {
        Moments { mean: time.mean(), variance: time.variance(), third: time.third_moment() }
    }

    #[test]
    fn a_lognormal_time_has_its_own_percentiles() {
        for p99 in [11.0, 20.0, 60.0] {
            let time = TimeDistribution::from_percentiles(10.0, Some(p99)).expect("the median is lower");
            for level in [0.5, 0.95, 0.99] {
                let expected = time.quantile(level);
                // The 95th percentile of a very skewed time is kept higher than it is.
                check_close(Percentile::new(level).of(moments(time), 1.0), expected, 0.03 * expected);
            }
        }
        check_close(Percentile::new(0.99).of(Moments { mean: 7.0, variance: 0.0, third: 0.0 }, 1.0), 7.0, 0.0);
        assert!(Percentile::new(0.99).of(Moments::UNKNOWN, 1.0).is_nan());
    }

    #[test]
    fn an_exponential_time_is_close() {
        let time = Moments { mean: 1.0, variance: 1.0, third: 2.0 };
        check_close(Percentile::new(0.99).of(time, 1.0), 100.0_f64.ln(), 0.02 * 100.0_f64.ln());
        check_close(Percentile::new(0.95).of(time, 1.0), 20.0_f64.ln(), 0.05 * 20.0_f64.ln());
    }

    #[test]
    fn more_of_anything_is_never_faster() {
        for percentile in [0.95, 0.99].map(Percentile::new) {
            for step in 0..2000 {
                let third = f64::from(step) / 200.0;
                let at = |variance: f64, third: f64| percentile.of(Moments { mean: 9.0, variance, third }, 1.0);
                assert!(at(1.0, third + 0.005) >= at(1.0, third), "third moment {third}");
                // The skewness falls while the variance grows.
                assert!(at(1.01, third) >= at(1.0, third), "variance with third moment {third}");
            }
        }
    }
}

//! Mean, variance and third moment of times: what of a response time can be put together without sampling it.

use super::super::distribution::{TimeDistribution, normal_cumulative};
use super::super::queueing::{Queue, RANDOM_ARRIVALS, allen_cunneen};
use super::super::resolve::ServiceTime;
use super::super::sampler::LinkTime;

/// Mean, variance and third central moment, in milliseconds and their powers. Those of independent times add up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Moments {
    pub mean: f64,
    pub variance: f64,
    pub third: f64,
}

impl Moments {
    pub(super) const UNKNOWN: Self = Self { mean: f64::NAN, variance: f64::NAN, third: f64::NAN };

    fn of(time: TimeDistribution) -> Self {
        Self { mean: time.mean(), variance: time.variance(), third: time.third_moment() }
    }

    /// Of the work on a request and the waiting before it, as [`Sampler`](crate::analysis::Sampler) draws them: those who
    /// wait, with Erlang's probability, wait a random (exponential) time, stretched by Allen's and Cunneen's factor. The
    /// queue is not overloaded.
    pub(super) fn of_own(service: &ServiceTime, queue: Queue, variation: f64) -> Self {
        let handling = Self::of(service.handling);
        let model = service.model.map_or(Self::default(), Self::of);
        let second = service.second.map_or(Self::default(), |(share, time)| Self::of(time).thinned(share));
        let waiting = queue.wait_probability().unwrap_or(0.0);
        let wait = if waiting > 0.0 {
            let mean = allen_cunneen(1000.0 / queue.spare_rate(), RANDOM_ARRIVALS, variation);
            Self { mean, variance: mean * mean, third: 2.0 * mean.powi(3) }.thinned(waiting)
        } else {
            Self::default()
        };
        handling.plus(model).plus(second).plus(wait)
    }

    /// Of a call besides the work of the callee: one latency is paid twice, and the payload's time once.
    pub(super) fn of_link(link: LinkTime) -> Self {
        let once = Self::of(link.latency);
        Self { mean: 2.0 * once.mean + link.transfer, variance: 4.0 * once.variance, third: 8.0 * once.third }
    }

    /// Of two independent times, one after the other.
    pub(super) fn plus(self, other: Self) -> Self {
        Self { mean: self.mean + other.mean, variance: self.variance + other.variance, third: self.third + other.third }
    }

    /// Of so many independent times, one after the other.
    pub(super) fn times(self, count: f64) -> Self {
        Self { mean: self.mean * count, variance: self.variance * count, third: self.third * count }
    }

    /// Of a time that is taken with this probability, and else none.
    pub(super) fn thinned(self, probability: f64) -> Self {
        if probability >= 1.0 {
            return self;
        }
        Self::of_raw(self.raw().map(|moment| moment * probability))
    }

    /// Of exactly one of several times, each taken with its probability, or none of them.
    pub(super) fn one_of(branches: impl IntoIterator<Item = (f64, Self)>) -> Self {
        let mut total = [0.0; 3];
        for (probability, branch) in branches {
            let raw = branch.raw();
            total.iter_mut().zip(raw).for_each(|(total, moment)| *total += probability * moment);
        }
        Self::of_raw(total)
    }

    /// Of the longer of two independent times, of which the other one is taken with a probability: both are taken for
    /// lognormal. With `X = exp N(μ, σ²)` and `Y` likewise, `E max(X, Y)ᵏ` is the sum over both of `E Xᵏ · Φ((μx − μy +
    /// k·σx²) / √(σx² + σy²))`.
    pub(super) fn longer(self, other: Self, probability: f64) -> Self {
        let (one, two) = (self.lognormal(), other.lognormal());
        let longer = match (one, two) {
            (None, _) => other.raw(),
            (_, None) => self.raw(),
            (Some(one), Some(two)) => {
                let spread = (one.1 + two.1).sqrt();
                std::array::from_fn(|place| {
                    let power = place as f64 + 1.0;
                    let part = |(mu, square): (f64, f64), (other, _): (f64, f64)| {
                        let share = if spread > 0.0 {
                            normal_cumulative((mu - other + power * square) / spread)
                        } else {
                            // Both are constant; of equal ones each is the longer one half of the time.
                            f64::midpoint(
                                1.0,
                                (mu - other).partial_cmp(&0.0).map_or(0.0, |order| f64::from(order as i8)),
                            )
                        };
                        (power * mu + power * power * square / 2.0).exp() * share
                    };
                    part(one, two) + part(two, one)
                })
            }
        };
        if probability >= 1.0 {
            return Self::of_raw(longer);
        }
        let alone = self.raw();
        let mixed: [f64; 3] =
            std::array::from_fn(|place| probability * longer[place] + (1.0 - probability) * alone[place]);
        Self::of_raw(mixed)
    }

    /// The expected values of the time, its square and its cube.
    fn raw(self) -> [f64; 3] {
        let Self { mean, variance, third } = self;
        [mean, variance + mean * mean, third + 3.0 * mean * variance + mean.powi(3)]
    }

    fn of_raw([first, second, third]: [f64; 3]) -> Self {
        let variance = (second - first * first).max(0.0);
        Self { mean: first, variance, third: third - 3.0 * first * second + 2.0 * first.powi(3) }
    }

    /// `μ` and `σ²` of the lognormal time with this mean and variance; `None` for one that takes nothing.
    fn lognormal(self) -> Option<(f64, f64)> {
        if self.mean <= 0.0 {
            return None;
        }
        let square = (self.variance / (self.mean * self.mean)).ln_1p();
        Some((self.mean.ln() - square / 2.0, square))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::check_close;
    use crate::analysis::{AnalysisSettings, Sampler};
    use crate::model::Provenance;

    fn spread(p50: f64, p99: f64) -> TimeDistribution {
        TimeDistribution::from_percentiles(p50, Some(p99)).expect("a median below the 99th percentile")
    }

    fn of_samples(samples: &[f64]) -> Moments {
        let mean = samples.iter().sum::<f64>() / samples.len() as f64;
        let central =
            |power: i32| samples.iter().map(|sample| (sample - mean).powi(power)).sum::<f64>() / samples.len() as f64;
        Moments { mean, variance: central(2), third: central(3) }
    }

    #[track_caller]
    fn check(moments: Moments, expected: Moments, tolerance: f64) {
        check_close(moments.mean, expected.mean, tolerance * expected.mean);
        check_close(moments.variance, expected.variance, tolerance * expected.variance);
        check_close(moments.third, expected.third, tolerance * expected.third.abs());
    }

    #[test]
    fn moments_are_those_of_what_is_sampled() {
        let service = ServiceTime {
            handling: spread(10.0, 30.0),
            model: Some(spread(4.0, 9.0)),
            second: Some((0.2, spread(6.0, 12.0))),
            spreads: true,
            provenance: Provenance::Measured,
        };
        let queue = Queue { arrivals: 60.0, service_rate: 50.0, servers: 2 };
        let mut sampler = Sampler::new(&AnalysisSettings { samples: 400_000, seed: 3 });
        let samples = sampler.own(&"scorer".into(), &service, queue, 0.5);
        let samples: Vec<f64> = samples.into_iter().map(f64::from).collect();
        check(Moments::of_own(&service, queue, 0.5), of_samples(&samples), 0.03);
    }

    #[test]
    fn an_exponential_time_and_a_share_of_it() {
        // Exponential with mean 2, taken half of the time: E = 1, E² = 4, E³ = 24.
        let half = Moments { mean: 2.0, variance: 4.0, third: 16.0 }.thinned(0.5);
        check(half, Moments { mean: 1.0, variance: 3.0, third: 24.0 - 12.0 + 2.0 }, 1e-12);
        let branches = [(0.5, Moments { mean: 2.0, variance: 4.0, third: 16.0 })];
        check(Moments::one_of(branches), half, 1e-12);
        let link = LinkTime { latency: spread(10.0, 20.0), transfer: 3.0, provenance: Provenance::Measured };
        let once = Moments::of(spread(10.0, 20.0));
        check_close(Moments::of_link(link).mean, 2.0 * once.mean + 3.0, 1e-12);
        check_close(Moments::of_link(link).third, 8.0 * once.third, 1e-9);
    }

    #[test]
    fn the_longer_of_two() {
        let constant = |mean| Moments { mean, ..Moments::default() };
        check_close(constant(3.0).longer(constant(5.0), 1.0).mean, 5.0, 1e-9);
        check_close(constant(5.0).longer(constant(5.0), 1.0).mean, 5.0, 1e-9);
        check_close(constant(0.0).longer(constant(5.0), 0.5).mean, 2.5, 1e-9);
        let (one, two) = (spread(10.0, 30.0), spread(12.0, 20.0));
        // E Xᵏ is the integral of k·xᵏ⁻¹ times the probability of more than x.
        let steps = || (0..40_000).map(|step| (f64::from(step) + 0.5) / 50.0);
        let more = |time: f64| 1.0 - one.cumulative(time) * two.cumulative(time);
        let raw = [1, 2, 3].map(|power: i32| {
            steps().map(|time| f64::from(power) * time.powi(power - 1) * more(time) / 50.0).sum::<f64>()
        });
        check(Moments::of(one).longer(Moments::of(two), 1.0), Moments::of_raw(raw), 2e-3);
    }
}

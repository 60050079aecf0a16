//! From a value and its 95 % interval to a distribution: the curve on which normal scores are read off.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2};

use super::Range;

/// Standard normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;
/// Share below the lower end of a 95 % interval.
const TAIL: f64 = 0.025;

/// How a true value may lie around what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Marginal {
    /// There is nothing else that it could be.
    Certain(f64),
    /// A normal distribution of two halves (Fechner 1897) on a scale that has no ends.
    Halves {
        scale: Scale,
        /// The median, on the scale.
        centre: f64,
        /// Standard deviations below and above it, on the scale.
        below: f64,
        above: f64,
        range: Range,
    },
    /// What was measured is an end of the range. The distance from the other end is that of the whole times a power of
    /// a uniform number: what a flat prior says when every case was decided right.
    Extreme { end: f64, other: f64, power: f64 },
}

/// A scale without the ends of a range: on it intervals of shares and of times are about symmetric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scale {
    /// As it is.
    Plain,
    /// The logarithm of the distance from the low end.
    Above(f64),
    /// The logarithm of the distance from the high end, turned.
    Below(f64),
    /// The logarithm of the ratio of the distances from both ends: Wilson's intervals are exactly symmetric on it.
    Between(f64, f64),
}

impl Marginal {
    /// The distribution whose median is `value`, and whose 2.5 % and 97.5 % points are the ends of `interval`. A value
    /// that does not lie inside its interval (a percentile interval of a measure that resampling raises) gives way to
    /// the middle of it.
    pub(super) fn of(value: f64, interval: Option<(f64, f64)>, range: Range) -> Self {
        let Some((low, high)) = interval.filter(|(low, high)| low < high && low.is_finite() && high.is_finite()) else {
            return Self::Certain(value);
        };
        if let (Some(least), Some(greatest)) = (range.low, range.high) {
            let power = |inner: f64, end: f64, other: f64| ((inner - other) / (end - other)).ln() / TAIL.ln();
            if value >= greatest && low > least {
                return Self::Extreme { end: greatest, other: least, power: power(low, greatest, least) };
            }
            if value <= least && high < greatest {
                return Self::Extreme { end: least, other: greatest, power: power(high, least, greatest) };
            }
        }
        let scale = Some(Scale::of(range)).filter(|scale| scale.to(low).is_finite() && scale.to(high).is_finite());
        let scale = scale.unwrap_or(Scale::Plain);
        let (from, to) = (scale.to(low), scale.to(high));
        let centre = if low < value && value < high { scale.to(value) } else { f64::midpoint(from, to) };
        Self::Halves { scale, centre, below: (centre - from) / Z, above: (to - centre) / Z, range }
    }

    /// The value at a standard normal score.
    pub(super) fn at(&self, score: f64) -> f64 {
        match *self {
            Self::Certain(value) => value,
            Self::Halves { scale, centre, below, above, range } => {
                range.cut(scale.from(centre + score * if score < 0.0 { below } else { above }))
            }
            Self::Extreme { end, other, power } => {
                let share = if end > other { share_below(score) } else { share_below(-score) };
                other + (end - other) * share.powf(power)
            }
        }
    }
}

impl Scale {
    fn of(range: Range) -> Self {
        match (range.low, range.high) {
            (None, None) => Self::Plain,
            (Some(low), None) => Self::Above(low),
            (None, Some(high)) => Self::Below(high),
            (Some(low), Some(high)) => Self::Between(low, high),
        }
    }

    /// Not finite at the ends of the range, not a number beyond them.
    fn to(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Above(low) => (value - low).ln(),
            Self::Below(high) => -(high - value).ln(),
            Self::Between(low, high) => (value - low).ln() - (high - value).ln(),
        }
    }

    fn from(self, place: f64) -> f64 {
        match self {
            Self::Plain => place,
            Self::Above(low) => low + place.exp(),
            Self::Below(high) => high - (-place).exp(),
            Self::Between(low, high) => low + (high - low) / (1.0 + (-place).exp()),
        }
    }
}

/// Share of standard normal numbers below `score`, to 2e-7 (Abramowitz and Stegun 1964, 7.1.26); never 0.
fn share_below(score: f64) -> f64 {
    const TERMS: [f64; 5] = [0.254_829_592, -0.284_496_736, 1.421_413_741, -1.453_152_027, 1.061_405_429];
    let distance = score.abs() * FRAC_1_SQRT_2;
    let inverse = 1.0 / (1.0 + 0.327_591_1 * distance);
    let series = TERMS.iter().rev().fold(0.0, |sum, term| (sum + term) * inverse);
    let tail = (0.5 * series * (-distance * distance).exp()).max((-1000.0 * LN_2).exp());
    if score < 0.0 { tail } else { 1.0 - tail }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_points(marginal: Marginal, expected: [f64; 3]) {
        let found = [-Z, 0.0, Z].map(|score| marginal.at(score));
        let close = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-6);
        assert!(close, "{found:?} is not {expected:?}");
    }

    #[test]
    fn the_ends_of_the_interval_are_its_points() {
        let percent = Range::share_of(100.0);
        check_points(Marginal::of(90.0, Some((87.98, 91.71)), percent), [87.98, 90.0, 91.71]);
        check_points(Marginal::of(120.0, Some((110.0, 180.0)), Range::positive()), [110.0, 120.0, 180.0]);
        let explained = Range { low: None, high: Some(1.0) };
        check_points(Marginal::of(-0.2, Some((-1.0, 0.3)), explained), [-1.0, -0.2, 0.3]);
        check_points(Marginal::of(5.0, Some((4.0, 9.0)), Range::default()), [4.0, 5.0, 9.0]);
        // The interval reaches an end, or the value lies outside of it.
        check_points(Marginal::of(99.0, Some((96.0, 100.0)), percent), [96.0, 99.0, 100.0]);
        check_points(Marginal::of(1.0, Some((2.0, 4.0)), Range::default()), [2.0, 3.0, 4.0]);
    }

    #[test]
    fn nothing_wrong_among_few_cases_is_little_known() {
        // 20 of 20: Wilson's interval begins at 0.8389. A flat prior has its 2.5 % point at 0.025 to the power of 1/21
        // = 0.8389, its median at 0.9675.
        let marginal = Marginal::of(1.0, Some((0.8389, 1.0)), Range::share_of(1.0));
        let [low, middle, high] = [-Z, 0.0, Z].map(|score| marginal.at(score));
        assert!((low - 0.8389).abs() < 1e-6 && (middle - 0.9675).abs() < 1e-3 && high < 1.0, "{low} {middle} {high}");
        let none = Marginal::of(0.0, Some((0.0, 0.1611)), Range::share_of(1.0));
        assert!((none.at(Z) - 0.1611).abs() < 1e-6 && (none.at(-Z) - (1.0 - high)).abs() < 1e-6);
    }

    #[test]
    fn without_an_interval_it_is_certain() {
        for interval in [None, Some((3.0, 3.0)), Some((f64::NAN, 4.0)), Some((1.0, f64::INFINITY))] {
            assert_eq!(Marginal::of(3.0, interval, Range::positive()), Marginal::Certain(3.0));
        }
    }

    #[test]
    fn shares_below_a_score() {
        for (score, expected) in [(0.0, 0.5), (-Z, 0.025), (1.0, 0.841_344_746), (-3.0, 0.001_349_898)] {
            assert!((share_below(score) - expected).abs() < 2e-7, "{score}");
        }
        assert!(share_below(-60.0) > 0.0 && share_below(60.0) <= 1.0);
    }

    proptest! {
        #[test]
        fn values_rise_with_the_score_and_stay_in_the_range(
            value in 0.0..=1.0_f64, below in 0.0..=1.0_f64, above in 0.0..=1.0_f64, score in -6.0..6.0_f64,
            more in 0.0..2.0_f64,
        ) {
            let interval = (value * below, value + (1.0 - value) * above);
            let marginal = Marginal::of(value, Some(interval), Range::share_of(1.0));
            let (first, second) = (marginal.at(score), marginal.at(score + more));
            prop_assert!((0.0..=1.0).contains(&first) && first <= second + 1e-9, "{first} {second}");
        }
    }
}

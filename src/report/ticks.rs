//! Axis ranges and the round numbers along them.

use crate::model::group_thousands;

/// The range of an axis and where its ticks stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Smallest value shown.
    pub low: f64,
    /// Largest value shown, above `low`.
    pub high: f64,
    /// Round values within the range, ascending.
    pub ticks: Vec<f64>,
}

impl Scale {
    /// A range around `values` (finite ones; others are ignored) with three to eight round ticks. It does not go beyond
    /// `ceiling`, such as 100 for percentages, unless a value does.
    pub fn around(values: impl Iterator<Item = f64>, ceiling: Option<f64>) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let size = low.abs().max(high.abs());
        let span = high / 2.0 - low / 2.0;
        // One value alone, or values that only rounding tells apart, get a range of their own size; nothing but 0 gets 1.
        let margin = match (span > size * 1e-9, size == 0.0) {
            (true, _) => span * 0.16,
            (false, true) => 1.0,
            (false, false) => size.max(1e-9) * 0.1,
        };
        let step = round_step((span + margin) / 3.0);
        let mut bottom = ((low - margin) / step).floor() * step;
        if low >= 0.0 {
            bottom = bottom.max(0.0);
        }
        let mut top = ((high + margin) / step).ceil() * step;
        if let Some(ceiling) = ceiling.filter(|ceiling| high <= *ceiling && *ceiling > bottom) {
            top = top.min((ceiling / step - 1e-9).ceil() * step);
        }
        let count = ((top - bottom) / step).round().clamp(1.0, 12.0) as u32;
        let ticks = (0..=count).map(|index| tick(bottom + f64::from(index) * step, step)).collect();
        Self { low: bottom, high: top, ticks }
    }

    /// Where `value` lies: 0 at the low end, 1 at the high end.
    pub fn share(&self, value: f64) -> f32 {
        ((value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)) as f32
    }
}

/// 1, 2 or 5 times a power of ten, at least as large as `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(power * 10.0)
}

/// A tick without the noise that adding steps leaves behind.
fn tick(value: f64, step: f64) -> f64 {
    if value.abs() < step * 1e-6 { 0.0 } else { value }
}

/// A tick as people write it, with as many digits as tell it from its neighbours.
pub fn tick_text(value: f64, ticks: &[f64]) -> String {
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    let largest = ticks.iter().fold(0.0_f64, |largest, tick| largest.max(tick.abs()));
    if !(1e-5..1e7).contains(&largest) {
        return format!("{value:.1e}");
    }
    let decimals = (-step.log10().floor()).clamp(0.0, 9.0) as usize;
    group_thousands(&format!("{value:.decimals$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], texts: &[&str]) {
        let scale = Scale::around(values.iter().copied(), Some(100.0).filter(|_| values.contains(&99.5)));
        let written: Vec<_> = scale.ticks.iter().map(|value| tick_text(*value, &scale.ticks)).collect();
        assert_eq!(written, texts);
        assert!(values.iter().all(|value| (0.0..=1.0).contains(&scale.share(*value))), "{scale:?}");
    }

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        check(&[812.0, 1618.0], &["600", "800", "1,000", "1,200", "1,400", "1,600", "1,800"]);
        check(&[78.9, 82.4], &["78", "79", "80", "81", "82", "83"]);
        check(&[0.001, 0.004], &["0.000", "0.001", "0.002", "0.003", "0.004", "0.005"]);
        check(&[5.0], &["4.4", "4.6", "4.8", "5.0", "5.2", "5.4", "5.6"]);
        check(&[0.0, 0.0], &["0.0", "0.5", "1.0"]);
        check(&[], &["0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2"]);
        check(&[98.1, 99.5], &["97.5", "98.0", "98.5", "99.0", "99.5", "100.0"]);
    }

    #[test]
    fn extreme_values_still_give_a_scale() {
        for values in [&[f64::NAN, f64::INFINITY][..], &[0.0, 0.0], &[-1e300, 1e300], &[5e-324], &[1e9, 1e9 + 1e-9]] {
            let scale = Scale::around(values.iter().copied(), None);
            assert!(scale.high > scale.low && scale.ticks.len() >= 2, "{values:?} {scale:?}");
            assert!(scale.ticks.iter().all(|tick| tick.is_finite()), "{values:?} {scale:?}");
        }
    }
}

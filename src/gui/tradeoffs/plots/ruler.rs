//! The scale along an axis that we paint ourselves: values to shares of its length and back, and round numbers on it.

use crate::model::{Unit, format_number};
use crate::report::{Scale, tick_text};

/// More decades than this are not all numbered.
const MOST_DECADES: i32 = 7;
/// A logarithmic range below so many decades has the round numbers of a linear one.
const FEW_DECADES: f64 = 0.7;

/// A scale along one axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ruler {
    /// The ends; logarithms where the scale is logarithmic.
    low: f64,
    high: f64,
    is_log: bool,
    is_reversed: bool,
    /// Values with what is written beside them, ascending.
    pub ticks: Vec<(f64, String)>,
}

impl Ruler {
    /// A scale around the values that are numbers; on a logarithmic one only those above 0 count.
    pub fn of_values(values: impl Iterator<Item = f64>, unit: Unit, is_log: bool) -> Self {
        let ceiling = (unit == Unit::Percent).then_some(100.0);
        if is_log {
            return Self::logarithmic(values);
        }
        let Scale { low, high, ticks } = Scale::around(values, ceiling);
        let texts = ticks.iter().map(|tick| (*tick, tick_text(*tick, &ticks))).collect();
        Self { low, high, is_log: false, is_reversed: false, ticks: texts }
    }

    fn logarithmic(values: impl Iterator<Item = f64>) -> Self {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite() && *value > 0.0) {
            (least, most) = (least.min(value), most.max(value));
        }
        if least > most {
            (least, most) = (1.0, 10.0);
        }
        let (low, high) = (least.log10(), most.log10());
        let margin = ((high - low) * 0.05).max(0.02);
        let (low, high) = (low - margin, high + margin);
        let ticks = if high - low < FEW_DECADES {
            Scale::around([least, most].into_iter(), None).ticks
        } else {
            decades(low, high)
        };
        let is_within = |tick: &f64| *tick > 0.0 && (low..=high).contains(&tick.log10());
        let ticks = ticks.into_iter().filter(is_within).map(|tick| (tick, format_number(tick))).collect();
        Self { low, high, is_log: true, is_reversed: false, ticks }
    }

    /// A place for each option, at its position; the first is at the end with the share 1, as lists are read.
    pub fn of_options(names: Vec<String>) -> Self {
        let high = names.len().max(1) as f64 - 0.5;
        let ticks = names.into_iter().enumerate().map(|(position, name)| (position as f64, name)).collect();
        Self { low: -0.5, high, is_log: false, is_reversed: true, ticks }
    }

    /// The same with the ends swapped if `is_turned`.
    pub fn turned(self, is_turned: bool) -> Self {
        Self { is_reversed: self.is_reversed != is_turned, ..self }
    }

    /// Whether larger values have larger shares.
    pub fn rises(&self) -> bool {
        !self.is_reversed
    }

    /// Where a value lies, 0 at the lower or left end, 1 at the other; `None` where it has no place.
    pub fn share(&self, value: f64) -> Option<f32> {
        let place = match self.is_log {
            true if value > 0.0 => value.log10(),
            true => return None,
            false => value,
        };
        if !place.is_finite() {
            return None;
        }
        // Halves, so that the largest numbers do not overflow.
        let share = ((place / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)) as f32;
        Some(if self.is_reversed { 1.0 - share } else { share })
    }

    /// The value at a share of the length.
    pub fn value(&self, share: f32) -> f64 {
        let share = f64::from(if self.is_reversed { 1.0 - share } else { share });
        let place = self.low + (self.high - self.low) * share;
        if self.is_log { 10_f64.powf(place) } else { place }
    }
}

/// Round numbers between two powers of ten: 1, 2 and 5 of each decade where there are few, else only 1.
fn decades(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (low.floor() as i32, high.ceil() as i32);
    let step = ((last - first) / MOST_DECADES + 1).max(1);
    let digits: &[f64] = if last - first <= 2 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let exponents = (first..=last).filter(|exponent| exponent.rem_euclid(step) == 0);
    exponents.flat_map(|exponent| digits.iter().map(move |digit| digit * 10_f64.powi(exponent))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::check_close;

    fn texts(ruler: &Ruler) -> Vec<&str> {
        ruler.ticks.iter().map(|(_, text)| text.as_str()).collect()
    }

    fn check_round_trip(ruler: &Ruler, values: &[f64]) {
        for value in values {
            let share = ruler.share(*value).expect("it has a place");
            assert!((0.0..=1.0).contains(&share), "{value} is at {share}");
            check_close(ruler.value(share), *value, value.abs() * 1e-5);
        }
    }

    #[test]
    fn values_have_places_and_places_values() {
        let values = [812.0, 1618.0, f64::NAN];
        let ruler = Ruler::of_values(values.into_iter(), Unit::DollarPerMonth, false);
        check_round_trip(&ruler, &[812.0, 1000.0, 1618.0]);
        assert_eq!(ruler.share(f64::NAN), None);
        assert_eq!(texts(&ruler)[..2], ["600", "800"]);
        let share = ruler.share(812.0).expect("it has a place");
        let turned = ruler.turned(true);
        check_round_trip(&turned, &[812.0, 1618.0]);
        assert_eq!(turned.share(1618.0) > turned.share(812.0), turned.rises());
        check_close(f64::from(turned.share(812.0).expect("it has a place") + share), 1.0, 1e-6);
    }

    #[test]
    fn logarithmic_scales_have_no_place_for_what_is_not_above_zero() {
        let ruler = Ruler::of_values([0.0, -3.0, 3.0, 30_000.0].into_iter(), Unit::Millisecond, true);
        assert_eq!([ruler.share(0.0), ruler.share(-3.0), ruler.share(f64::INFINITY)], [None; 3]);
        check_round_trip(&ruler, &[3.0, 100.0, 30_000.0]);
        assert_eq!(texts(&ruler), ["10", "100", "1,000", "10,000"]);
        let narrow = Ruler::of_values([20.0, 40.0].into_iter(), Unit::Millisecond, true);
        assert!(narrow.ticks.len() >= 3, "{narrow:?}");
        let empty = Ruler::of_values(std::iter::empty(), Unit::Millisecond, true);
        assert!(empty.ticks.len() >= 2, "{empty:?}");
    }

    #[test]
    fn options_stand_in_their_order_from_the_top() {
        let ruler = Ruler::of_options(["edge", "cloud"].map(str::to_owned).to_vec());
        assert_eq!([ruler.share(0.0), ruler.share(1.0)], [Some(0.75), Some(0.25)]);
        assert_eq!(texts(&ruler), ["edge", "cloud"]);
        assert_eq!(Ruler::of_options(vec!["only".to_owned()]).share(0.0), Some(0.5));
    }
}

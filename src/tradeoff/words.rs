//! Designs, differences of values and shares in words, the same wherever designs are spoken of.

use crate::analysis::Quality;
use crate::model::{Quantity, Unit, format_number};

/// `2.3 pp`, `−$120/month`: shares differ in points.
pub fn difference_in_words(amount: f64, unit: Unit) -> String {
    let sign = if amount < 0.0 { "−" } else { "" };
    match unit {
        Unit::Percent => format!("{sign}{} pp", format_number(amount.abs())),
        _ => format!("{sign}{}", Quantity::measured(amount.abs(), unit)),
    }
}

/// Between which numbers a difference lies: `−1.1 to 1.9 pp`, `−$3/month to $5/month`.
pub fn interval_in_words((low, high): (f64, f64), unit: Unit) -> String {
    match unit {
        Unit::Percent => {
            let low = difference_in_words(low, unit);
            format!("{} to {}", low.trim_end_matches(" pp"), difference_in_words(high, unit))
        }
        _ => format!("{} to {}", difference_in_words(low, unit), difference_in_words(high, unit)),
    }
}

/// A share of 1 as percent: `0.6667` gives `66.7 %`.
pub fn percent(share: f64) -> String {
    // Adding 0 leaves no "-0".
    format!("{} %", format_number((share * 1000.0).round() / 10.0 + 0.0))
}

/// A number of things, thousands told apart: `9,600`.
pub fn count_in_words(number: usize) -> String {
    format_number(number as f64)
}

/// What one design has in the place of another: `84 % instead of 81 %`, then what makes that doubtful.
pub fn instead_in_words((own, other): (&Quality, &Quality), doubt: &str) -> String {
    format!("{} instead of {}{doubt}", own.in_words(), other.in_words())
}

/// Whether both values have 95 % intervals, and these overlap.
pub fn intervals_overlap(own: &Quality, other: &Quality) -> bool {
    own.interval.zip(other.interval).is_some_and(|(own, other)| own.0 <= other.1 && other.0 <= own.1)
}

/// Says so where they do.
pub fn overlap_in_words(own: &Quality, other: &Quality) -> &'static str {
    if intervals_overlap(own, other) { ", where the 95 % intervals overlap" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_a_sign_and_shares_differ_in_points() {
        assert_eq!(difference_in_words(-120.0, Unit::DollarPerMonth), "−$120/month");
        assert_eq!(difference_in_words(0.4, Unit::Percent), "0.4 pp");
        assert_eq!(interval_in_words((-1.1, 1.9), Unit::Percent), "−1.1 to 1.9 pp");
        assert_eq!(interval_in_words((-3.0, 5.0), Unit::DollarPerMonth), "−$3/month to $5/month");
    }

    #[test]
    fn what_stands_instead_of_what_says_where_it_may_be_luck() {
        let recall = |amount, interval| Quality {
            quantity: Quantity::measured(amount, Unit::Percent),
            interval: Some(interval),
            note: None,
        };
        let (own, near, far) = (recall(84.0, (82.0, 86.0)), recall(81.0, (79.0, 82.0)), recall(70.0, (68.0, 72.0)));
        let in_words = |other| instead_in_words((&own, other), overlap_in_words(&own, other));
        assert_eq!(in_words(&near), "84 % instead of 81 %, where the 95 % intervals overlap");
        assert_eq!(in_words(&far), "84 % instead of 70 %");
        assert_eq!(count_in_words(9600), "9,600");
    }

    #[test]
    fn shares_read_well() {
        assert_eq!(percent(2.0 / 3.0) + &percent(1.0), "66.7 %100 %");
    }
}

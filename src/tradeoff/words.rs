//! Differences of values and shares in words, the same wherever designs are spoken of.

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
pub(super) fn percent(share: f64) -> String {
    format!("{} %", format_number((share * 1000.0).round() / 10.0))
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
    fn shares_read_well() {
        assert_eq!(percent(2.0 / 3.0) + &percent(1.0), "66.7 %100 %");
    }
}

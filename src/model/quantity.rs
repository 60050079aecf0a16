//! A number with its unit and its provenance; an unknown stays unknown through every calculation.

use std::fmt;

use strum::EnumIter;

use super::unit::Unit;
use super::words::group_thousands;

/// Where a number comes from, most trustworthy first; combining numbers keeps the least trustworthy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter)]
pub enum Provenance {
    /// Measured on the thing itself, such as a trained model.
    Measured,
    /// Estimated by a person who knows this system.
    Estimated,
    /// A default of the catalogue that nobody has confirmed yet.
    Assumed,
    /// Nobody has said.
    Unknown,
}

impl Provenance {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
            Self::Assumed => "assumed",
            Self::Unknown => "unknown",
        }
    }
}

/// A value with unit and provenance, or an unknown of that unit. Invariant: unknown if and only if there is no
/// finite amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    amount: Option<f64>,
    unit: Unit,
    provenance: Provenance,
}

/// Why two quantities cannot be combined or a text is not a quantity.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QuantityError {
    /// The units measure different things.
    #[error("cannot combine {0:?} with {1:?}")]
    UnitMismatch(Unit, Unit),
    /// The text does not start with a number.
    #[error("\"{0}\" is not a number with a unit; write for example \"250 ms\" or \"1.5k /s\"")]
    NotANumber(String),
    /// The unit is unknown.
    #[error(transparent)]
    Unit(#[from] super::unit::ParseUnitError),
}

impl Quantity {
    /// `amount` in `unit`; an amount that is not finite becomes unknown, so that no NaN travels on.
    pub fn new(amount: f64, unit: Unit, provenance: Provenance) -> Self {
        if !amount.is_finite() || provenance == Provenance::Unknown {
            return Self::unknown(unit);
        }
        Self { amount: Some(amount), unit, provenance }
    }

    /// A value measured on the thing itself.
    pub fn measured(amount: f64, unit: Unit) -> Self {
        Self::new(amount, unit, Provenance::Measured)
    }

    /// A value estimated by a person.
    pub fn estimated(amount: f64, unit: Unit) -> Self {
        Self::new(amount, unit, Provenance::Estimated)
    }

    /// A default that nobody has confirmed.
    pub fn assumed(amount: f64, unit: Unit) -> Self {
        Self::new(amount, unit, Provenance::Assumed)
    }

    /// A value nobody knows.
    pub const fn unknown(unit: Unit) -> Self {
        Self { amount: None, unit, provenance: Provenance::Unknown }
    }

    /// The value in its own unit, `None` when unknown.
    pub fn amount(self) -> Option<f64> {
        self.amount
    }

    /// The unit.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// Where the value comes from.
    pub fn provenance(self) -> Provenance {
        self.provenance
    }

    /// Whether the value is known.
    pub fn is_known(self) -> bool {
        self.amount.is_some()
    }

    /// The value expressed in `unit`; `None` when unknown or of another dimension.
    pub fn amount_in(self, unit: Unit) -> Option<f64> {
        self.unit.convert(self.amount?, unit)
    }

    /// The same value expressed in `unit`.
    ///
    /// # Errors
    /// [`QuantityError::UnitMismatch`] when the units measure different things.
    pub fn in_unit(self, unit: Unit) -> Result<Self, QuantityError> {
        if self.unit.dimension() != unit.dimension() {
            return Err(QuantityError::UnitMismatch(self.unit, unit));
        }
        Ok(Self { amount: self.amount_in(unit), unit, provenance: self.provenance })
    }

    /// A time in milliseconds from a minute on in minutes, from ten hours on in hours: nobody reads millions of
    /// milliseconds. Anything else stays as it is.
    #[must_use]
    pub fn legible(self) -> Self {
        let minutes = self.amount_in(Unit::Minute).filter(|_| matches!(self.unit, Unit::Millisecond));
        let unit = match minutes.map(f64::abs) {
            Some(minutes) if minutes >= 600.0 => Unit::Hour,
            Some(minutes) if minutes >= 1.0 => Unit::Minute,
            _ => return self,
        };
        self.in_unit(unit).unwrap_or(self)
    }

    /// The same value with another provenance (an unknown stays unknown).
    #[must_use]
    pub fn with_provenance(self, provenance: Provenance) -> Self {
        self.amount.map_or(self, |amount| Self::new(amount, self.unit, provenance))
    }

    /// The sum, in this quantity's unit, as trustworthy as the weaker part.
    ///
    /// # Errors
    /// [`QuantityError::UnitMismatch`] when the units measure different things.
    pub fn plus(self, other: Self) -> Result<Self, QuantityError> {
        let other = other.in_unit(self.unit)?;
        let Some((a, b)) = self.amount.zip(other.amount) else {
            return Ok(Self::unknown(self.unit));
        };
        Ok(Self::new(a + b, self.unit, self.provenance.max(other.provenance)))
    }

    /// This quantity times a plain number that `provenance` vouches for.
    #[must_use]
    pub fn scaled(self, factor: f64, provenance: Provenance) -> Self {
        self.amount.map_or(self, |amount| Self::new(amount * factor, self.unit, self.provenance.max(provenance)))
    }

    /// Reads `250 ms`, `0.25 s`, `1.5k /s`, `99.9 %`, `?` (unknown) or a bare number in `default_unit`; the result is
    /// an estimate in the unit that was written.
    ///
    /// # Errors
    /// The text has no number, an unknown unit, or a unit that does not convert to `default_unit`.
    pub fn parse(text: &str, default_unit: Unit) -> Result<Self, QuantityError> {
        let text = text.trim();
        if matches!(text.to_lowercase().as_str(), "" | "?" | "unknown") {
            return Ok(Self::unknown(default_unit));
        }
        let not_a_number = || QuantityError::NotANumber(text.to_owned());
        let money = text.strip_prefix('$');
        let rest = money.unwrap_or(text).trim_start();
        let (mut amount, tail) = leading_number(rest).ok_or_else(not_a_number)?;
        let mut unit_text = tail.trim();
        for (suffix, factor) in [('k', 1e3), ('M', 1e6)] {
            let after = unit_text.strip_prefix(suffix);
            if let Some(after) = after.filter(|after| !after.starts_with(char::is_alphabetic)) {
                amount *= factor;
                unit_text = after.trim_start();
            }
        }
        let unit = if unit_text.is_empty() {
            default_unit
        } else if money.is_some() {
            format!("${unit_text}").parse()?
        } else {
            unit_text.parse()?
        };
        if unit.dimension() != default_unit.dimension() {
            return Err(QuantityError::UnitMismatch(unit, default_unit));
        }
        Ok(Self::estimated(amount, unit))
    }
}

/// The number at the start of `text` (digit groups with `,` or `_` allowed) and what follows it.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let exponent_sign = matches!(bytes[end], b'+' | b'-') && end > 0 && matches!(bytes[end - 1], b'e' | b'E');
        let exponent = matches!(bytes[end], b'e' | b'E')
            && bytes.get(end + 1).is_some_and(|next| next.is_ascii_digit() || matches!(next, b'-' | b'+'));
        let sign = end == 0 && matches!(bytes[end], b'+' | b'-');
        if !(bytes[end].is_ascii_digit()
            || matches!(bytes[end], b'.' | b',' | b'_')
            || exponent
            || exponent_sign
            || sign)
        {
            break;
        }
        end += 1;
    }
    let number: f64 = text[..end].replace([',', '_'], "").parse().ok()?;
    number.is_finite().then_some((number, &text[end..]))
}

/// Writes `amount` with about three significant digits, thousands separated, never in scientific form unless it is
/// tiny: `1,618`, `97.0`, `0.0000539`.
pub fn format_number(amount: f64) -> String {
    let size = amount.abs();
    let text = if size == 0.0 {
        "0".to_owned()
    } else if size >= 1000.0 {
        format!("{amount:.0}")
    } else if size >= 100.0 {
        trim_zeros(format!("{amount:.1}"))
    } else if size >= 1.0 {
        trim_zeros(format!("{amount:.2}"))
    } else if size >= 1e-7 {
        let leading_zeros = (-size.log10()).floor().max(0.0);
        trim_zeros(format!("{amount:.precision$}", precision = leading_zeros as usize + 4))
    } else {
        format!("{amount:.2e}")
    };
    group_thousands(&text)
}

fn trim_zeros(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl fmt::Display for Quantity {
    /// `250 ms`, `$1,618/month`, `99.95 %`, or `unknown`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(amount) = self.amount else {
            return formatter.write_str("unknown");
        };
        let number = if matches!(self.unit, Unit::Percent) && (99.0..100.0).contains(&amount) {
            // Availabilities live in the last digits: 99.95 and 99.99 are ten hours a year apart.
            let nines = (100.0 - amount).log10().floor().min(0.0).abs() as usize;
            if nines > 8 {
                // Rounded, it would be all.
                return formatter.write_str("above 99.99999999 %");
            }
            trim_zeros(format!("{amount:.precision$}", precision = (nines + 1).max(4)))
        } else {
            format_number(amount)
        };
        match (self.unit.symbol().strip_prefix('$'), self.unit.symbol()) {
            (Some(rest), _) => write!(formatter, "${number}{rest}"),
            (None, "") => formatter.write_str(&number),
            (None, symbol) => write!(formatter, "{number} {symbol}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_parse(text: &str, default_unit: Unit, amount: f64, unit: Unit) {
        assert_eq!(Quantity::parse(text, default_unit), Ok(Quantity::estimated(amount, unit)), "{text}");
    }

    #[test]
    fn people_write_quantities_in_many_ways() {
        check_parse("250 ms", Unit::Second, 250.0, Unit::Millisecond);
        check_parse("0.25s", Unit::Millisecond, 0.25, Unit::Second);
        check_parse("1.5k/s", Unit::PerSecond, 1500.0, Unit::PerSecond);
        check_parse("1,200", Unit::PerSecond, 1200.0, Unit::PerSecond);
        check_parse("$0.5/h", Unit::DollarPerMonth, 0.5, Unit::DollarPerHour);
        check_parse("99.95 %", Unit::Ratio, 99.95, Unit::Percent);
        check_parse("8 kB", Unit::Kilobyte, 8.0, Unit::Kilobyte);
        check_parse("1e-3", Unit::DollarPerRequest, 0.001, Unit::DollarPerRequest);
        assert_eq!(Quantity::parse("?", Unit::Second), Ok(Quantity::unknown(Unit::Second)));
        assert!(Quantity::parse("fast", Unit::Second).is_err());
        assert!(Quantity::parse("3 MB", Unit::Second).is_err());
    }

    #[test]
    fn unknown_propagates_and_the_weaker_provenance_wins() {
        let sum = Quantity::measured(1.0, Unit::Second).plus(Quantity::assumed(500.0, Unit::Millisecond));
        assert_eq!(sum, Ok(Quantity::assumed(1.5, Unit::Second)));
        let unknown = Quantity::measured(1.0, Unit::Second).plus(Quantity::unknown(Unit::Second));
        assert_eq!(unknown, Ok(Quantity::unknown(Unit::Second)));
        assert!(Quantity::measured(1.0, Unit::Second).plus(Quantity::measured(1.0, Unit::Dollar)).is_err());
        assert!(!Quantity::measured(f64::NAN, Unit::Second).is_known());
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(Quantity::estimated(1618.4, Unit::DollarPerMonth).to_string(), "$1,618/month");
        assert_eq!(Quantity::estimated(0.000_053_93, Unit::DollarPerRequest).to_string(), "$0.00005393/request");
        assert_eq!(Quantity::estimated(99.95, Unit::Percent).to_string(), "99.95 %");
        assert_eq!(Quantity::estimated(99.999_975, Unit::Percent).to_string(), "99.999975 %");
        assert_eq!(Quantity::estimated(99.1234, Unit::Percent).to_string(), "99.1234 %");
        assert_eq!(Quantity::measured(95.3125, Unit::Percent).to_string(), "95.31 %");
        assert_eq!(Quantity::estimated(100.0 - 1e-12, Unit::Percent).to_string(), "above 99.99999999 %");
        assert_eq!(Quantity::estimated(100.0, Unit::Percent).to_string(), "100 %");
        assert_eq!(Quantity::estimated(97.0, Unit::Millisecond).to_string(), "97 ms");
        assert_eq!(Quantity::estimated(1_234_567.0, Unit::Count).to_string(), "1,234,567");
        assert_eq!(Quantity::unknown(Unit::Second).to_string(), "unknown");
    }

    #[test]
    fn long_times_are_told_in_minutes_and_hours() {
        let check = |amount, unit, text: &str| assert_eq!(Quantity::measured(amount, unit).legible().to_string(), text);
        check(59_000.0, Unit::Millisecond, "59,000 ms");
        check(90_000.0, Unit::Millisecond, "1.5 min");
        check(36_000_000.0, Unit::Millisecond, "10 h");
        check(300.0, Unit::Second, "300 s");
        assert_eq!(Quantity::unknown(Unit::Millisecond).legible().to_string(), "unknown");
    }
}

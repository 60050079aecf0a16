//! Units of measurement, how they convert, and how people write them.

use std::fmt;
use std::str::FromStr;

use strum::{EnumIter, IntoEnumIterator as _};

/// What kind of thing a unit measures; only units of one dimension convert into each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// A duration.
    Time,
    /// Events per time.
    Rate,
    /// Data volume.
    Data,
    /// Data volume per time.
    Bandwidth,
    /// A part of a whole, a probability or a plain factor.
    Fraction,
    /// How many.
    Count,
    /// Money.
    Money,
    /// Money per time.
    Spending,
    /// Money per event.
    PricePerEvent,
    /// Money per data volume and time.
    PricePerData,
    /// Energy.
    Energy,
    /// Energy per time.
    Power,
    /// Mass of CO2 per energy.
    CarbonIntensity,
    /// Mass.
    Mass,
    /// A way.
    Length,
    /// Way per time.
    Speed,
    /// Speed per time.
    Acceleration,
    /// Work of people.
    Effort,
    /// A judgement on a scale from 1 to 5.
    Grade,
    /// Whatever a predicted number measures.
    Target,
}

/// A unit that the application can show and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum Unit {
    /// Microseconds.
    Microsecond,
    /// Milliseconds.
    Millisecond,
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Requests (or rows) per second.
    PerSecond,
    /// Bytes.
    Byte,
    /// Kilobytes (1,000 bytes).
    Kilobyte,
    /// Megabytes (1,000,000 bytes).
    Megabyte,
    /// Gigabytes (1,000,000,000 bytes).
    Gigabyte,
    /// Megabits per second.
    MegabitPerSecond,
    /// A plain number: a share of one, a probability, a factor.
    Ratio,
    /// Hundredths.
    Percent,
    /// How many.
    Count,
    /// US dollars.
    Dollar,
    /// US dollars per hour.
    DollarPerHour,
    /// US dollars per month of 730 hours.
    DollarPerMonth,
    /// US dollars per request.
    DollarPerRequest,
    /// US dollars per label.
    DollarPerLabel,
    /// US dollars per gigabyte that is kept for a month.
    DollarPerGigabyteMonth,
    /// Days.
    Day,
    /// Events per hour.
    PerHour,
    /// Gigabytes per day.
    GigabytePerDay,
    /// Milliwatt hours.
    MilliwattHour,
    /// Kilowatt hours.
    KilowattHour,
    /// Watts.
    Watt,
    /// Milliwatt hours per day.
    MilliwattHourPerDay,
    /// Grams of CO2 per kilowatt hour.
    GramPerKilowattHour,
    /// Kilograms.
    Kilogram,
    /// Kibibytes (1,024 bytes).
    Kibibyte,
    /// Mebibytes (1,048,576 bytes).
    Mebibyte,
    /// Gibibytes (1,073,741,824 bytes).
    Gibibyte,
    /// Events per day.
    PerDay,
    /// Metres.
    Metre,
    /// Metres per second.
    MetrePerSecond,
    /// Kilometres per hour.
    KilometrePerHour,
    /// Miles (of 1,609.344 m) per hour.
    MilePerHour,
    /// Metres per second, per second.
    MetrePerSecondSquared,
    /// Weeks of work of one person.
    PersonWeek,
    /// Points of a judgement on a scale from 1 to 5.
    Grade,
    /// The unit of the number that a model predicts, whatever it is.
    TargetUnit,
}

/// Hours in the month that costs are computed for (365 days / 12).
pub const HOURS_PER_MONTH: f64 = 730.0;

/// The text is not a unit that the application knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a unit; use one of {known}")]
pub struct ParseUnitError {
    text: String,
    known: String,
}

impl Unit {
    /// What the unit measures.
    pub fn dimension(self) -> Dimension {
        self.scale().0
    }

    /// The unit as it is written after a number: `ms`, `$/h`, `%`; empty for a plain ratio or count.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Microsecond => "µs",
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::PerSecond => "/s",
            Self::Byte => "B",
            Self::Kilobyte => "kB",
            Self::Megabyte => "MB",
            Self::Gigabyte => "GB",
            Self::MegabitPerSecond => "Mbit/s",
            Self::Ratio | Self::Count => "",
            Self::Percent => "%",
            Self::Dollar => "$",
            Self::DollarPerHour => "$/h",
            Self::DollarPerMonth => "$/month",
            Self::DollarPerRequest => "$/request",
            Self::DollarPerLabel => "$/label",
            Self::DollarPerGigabyteMonth => "$/GB-month",
            Self::Day => "d",
            Self::PerHour => "/h",
            Self::GigabytePerDay => "GB/d",
            Self::MilliwattHour => "mWh",
            Self::KilowattHour => "kWh",
            Self::Watt => "W",
            Self::MilliwattHourPerDay => "mWh/d",
            Self::GramPerKilowattHour => "g/kWh",
            Self::Kilogram => "kg",
            Self::Kibibyte => "KiB",
            Self::Mebibyte => "MiB",
            Self::Gibibyte => "GiB",
            Self::PerDay => "/d",
            Self::Metre => "m",
            Self::MetrePerSecond => "m/s",
            Self::KilometrePerHour => "km/h",
            Self::MilePerHour => "mph",
            Self::MetrePerSecondSquared => "m/s²",
            Self::PersonWeek => "pw",
            Self::Grade => "of 5",
            Self::TargetUnit => "target units",
        }
    }

    /// Converts `value` from this unit to `target`; `None` when the two measure different things.
    pub fn convert(self, value: f64, target: Self) -> Option<f64> {
        let ((dimension, factor), (target_dimension, target_factor)) = (self.scale(), target.scale());
        if self == target {
            return Some(value);
        }
        (dimension == target_dimension).then(|| value * (factor / target_factor))
    }

    /// Dimension, and how many of the dimension's base unit one of this unit is.
    fn scale(self) -> (Dimension, f64) {
        match self {
            Self::Microsecond => (Dimension::Time, 1e-6),
            Self::Millisecond => (Dimension::Time, 1e-3),
            Self::Second => (Dimension::Time, 1.0),
            Self::Minute => (Dimension::Time, 60.0),
            Self::Hour => (Dimension::Time, 3600.0),
            Self::PerSecond => (Dimension::Rate, 1.0),
            Self::Byte => (Dimension::Data, 1.0),
            Self::Kilobyte => (Dimension::Data, 1e3),
            Self::Megabyte => (Dimension::Data, 1e6),
            Self::Gigabyte => (Dimension::Data, 1e9),
            Self::MegabitPerSecond => (Dimension::Bandwidth, 1.0),
            Self::Ratio => (Dimension::Fraction, 1.0),
            Self::Percent => (Dimension::Fraction, 0.01),
            Self::Count => (Dimension::Count, 1.0),
            Self::Dollar => (Dimension::Money, 1.0),
            Self::DollarPerHour => (Dimension::Spending, HOURS_PER_MONTH),
            Self::DollarPerMonth => (Dimension::Spending, 1.0),
            Self::DollarPerRequest | Self::DollarPerLabel => (Dimension::PricePerEvent, 1.0),
            Self::DollarPerGigabyteMonth => (Dimension::PricePerData, 1.0),
            Self::Day => (Dimension::Time, 86_400.0),
            Self::PerHour => (Dimension::Rate, 1.0 / 3600.0),
            Self::GigabytePerDay => (Dimension::Bandwidth, 8000.0 / 86_400.0),
            Self::MilliwattHour => (Dimension::Energy, 1e-3),
            Self::KilowattHour => (Dimension::Energy, 1e3),
            Self::Watt => (Dimension::Power, 1.0),
            Self::MilliwattHourPerDay => (Dimension::Power, 1e-3 / 24.0),
            Self::GramPerKilowattHour => (Dimension::CarbonIntensity, 1.0),
            Self::Kilogram => (Dimension::Mass, 1.0),
            Self::Kibibyte => (Dimension::Data, 1024.0),
            Self::Mebibyte => (Dimension::Data, 1_048_576.0),
            Self::Gibibyte => (Dimension::Data, 1_073_741_824.0),
            Self::PerDay => (Dimension::Rate, 1.0 / 86_400.0),
            Self::Metre => (Dimension::Length, 1.0),
            Self::MetrePerSecond => (Dimension::Speed, 1.0),
            Self::KilometrePerHour => (Dimension::Speed, 1000.0 / 3600.0),
            Self::MilePerHour => (Dimension::Speed, 0.447_04),
            Self::MetrePerSecondSquared => (Dimension::Acceleration, 1.0),
            Self::PersonWeek => (Dimension::Effort, 1.0),
            Self::Grade => (Dimension::Grade, 1.0),
            Self::TargetUnit => (Dimension::Target, 1.0),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.symbol())
    }
}

impl FromStr for Unit {
    type Err = ParseUnitError;

    /// Reads a symbol (`ms`, `$/h`) or one of the usual other spellings (`us`, `sec`, `req/s`).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Some(unit) = Self::iter().find(|unit| !unit.symbol().is_empty() && unit.symbol() == text) {
            return Ok(unit);
        }
        let unit = match text.to_lowercase().as_str() {
            "us" | "μs" | "microseconds" => Self::Microsecond,
            "msec" | "milliseconds" => Self::Millisecond,
            "sec" | "seconds" => Self::Second,
            "minutes" => Self::Minute,
            "hr" | "hours" => Self::Hour,
            "req/s" | "rps" | "requests/s" | "rows/s" | "1/s" | "per second" => Self::PerSecond,
            "bytes" => Self::Byte,
            "kb" => Self::Kilobyte,
            "mb" => Self::Megabyte,
            "gb" => Self::Gigabyte,
            "mbit/s" | "mbps" => Self::MegabitPerSecond,
            "" | "x" | "ratio" => Self::Ratio,
            "percent" => Self::Percent,
            "count" => Self::Count,
            "usd" | "dollar" => Self::Dollar,
            "$/hour" | "usd/h" => Self::DollarPerHour,
            "$/mo" | "usd/month" => Self::DollarPerMonth,
            "$/req" | "usd/request" => Self::DollarPerRequest,
            "day" | "days" => Self::Day,
            "per hour" | "1/h" => Self::PerHour,
            "gb/day" => Self::GigabytePerDay,
            "mwh/day" => Self::MilliwattHourPerDay,
            "kwh" => Self::KilowattHour,
            "watt" | "watts" => Self::Watt,
            "gco2/kwh" => Self::GramPerKilowattHour,
            "kib" => Self::Kibibyte,
            "mib" => Self::Mebibyte,
            "gib" => Self::Gibibyte,
            "/day" | "per day" | "1/d" => Self::PerDay,
            "metre" | "metres" | "meter" | "meters" => Self::Metre,
            "kmh" | "kph" => Self::KilometrePerHour,
            "m/s2" | "m/s^2" => Self::MetrePerSecondSquared,
            "person-weeks" | "person weeks" | "person-week" => Self::PersonWeek,
            "/5" | "/ 5" | "points of 5" => Self::Grade,
            "$/gb/month" | "$/gb-mo" => Self::DollarPerGigabyteMonth,
            _ => {
                let known: Vec<_> = Self::iter().map(Self::symbol).filter(|symbol| !symbol.is_empty()).collect();
                return Err(ParseUnitError { text: text.to_owned(), known: known.join(", ") });
            }
        };
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_stays_in_its_dimension() {
        assert_eq!(Unit::Second.convert(0.25, Unit::Millisecond), Some(250.0));
        assert_eq!(Unit::DollarPerHour.convert(2.0, Unit::DollarPerMonth), Some(1460.0));
        assert_eq!(Unit::Second.convert(1.0, Unit::Dollar), None);
        assert_eq!(Unit::Mebibyte.convert(1.0, Unit::Byte), Some(1_048_576.0));
        assert_eq!(Unit::MilePerHour.convert(4.0, Unit::MetrePerSecond), Some(1.788_16));
    }

    #[test]
    fn every_symbol_reads_back() {
        for unit in Unit::iter().filter(|unit| !unit.symbol().is_empty()) {
            assert_eq!(unit.symbol().parse(), Ok(unit));
        }
        assert!("furlong".parse::<Unit>().is_err());
    }
}

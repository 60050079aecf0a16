//! A day of the calendar, so that decisions can be put in order without a clock.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar, of the years 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that names no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no day; write year-month-day, such as 2026-03-01")]
pub struct ParseDateError(String);

impl Date {
    /// The day; `None` for one that the calendar does not have. Months and days are counted from 1.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => return None,
        };
        (year <= 9999 && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    /// Reads `2026-03-01`, also without the zeros in front of month and day.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.trim().split('-').collect();
        let is_number = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let date = match parts.as_slice() {
            [year, month, day] if year.len() == 4 && is_number(year, 4) && is_number(month, 2) && is_number(day, 2) => {
                let read = (year.parse().ok(), month.parse().ok(), day.parse().ok());
                if let (Some(year), Some(month), Some(day)) = read { Self::new(year, month, day) } else { None }
            }
            _ => None,
        };
        date.ok_or_else(|| ParseDateError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        text.parse::<Date>().ok().map(|date| date.to_string())
    }

    #[test]
    fn days_of_the_calendar_are_read_and_no_others() {
        assert_eq!(day("2026-03-01").as_deref(), Some("2026-03-01"));
        assert_eq!(day(" 2026-3-1 ").as_deref(), Some("2026-03-01"));
        assert_eq!(day("2024-02-29").as_deref(), Some("2024-02-29"));
        assert_eq!(day("2000-02-29").as_deref(), Some("2000-02-29"));
        for text in ["", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-04-00", "26-04-01"]
        {
            assert_eq!(day(text), None, "{text}");
        }
        for text in
            ["2026-04", "2026-04-01-1", "+026-04-01", "2026-4-1st", "1. 4. 2026", "2026/04/01", "２０２６-04-01"]
        {
            let error = text.parse::<Date>().expect_err("it is no day");
            assert_eq!(error.to_string(), format!("\"{text}\" is no day; write year-month-day, such as 2026-03-01"));
        }
    }

    #[test]
    fn earlier_days_come_first() {
        let mut days = ["2026-03-01", "2025-12-31", "2026-02-28"].map(|text| text.parse::<Date>().expect("a day"));
        days.sort_unstable();
        assert_eq!(days.map(|day| day.to_string()), ["2025-12-31", "2026-02-28", "2026-03-01"]);
    }
}

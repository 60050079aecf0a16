//! What one cell means: a number as people of different countries write it, a date, a text, or nothing.

use std::borrow::Cow;

/// Days between 1 March of the year 0 and 1 January 1970.
const DAYS_TO_1970: i64 = 719_468;
/// Longest number that is worth reading with separators between its thousands.
const LONGEST_NUMBER: usize = 48;
/// Digits that always make a whole number below 2⁵³.
const MOST_EXACT_DIGITS: usize = 15;
/// Powers of ten, all exact.
const POWERS_OF_TEN: [f64; MOST_EXACT_DIGITS] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14];

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing.
    Missing,
    /// A finite number.
    Number(f64),
    /// A date, in days since 1970, with the time of day as a fraction.
    Date(f64),
    /// Any other text.
    Text(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// What the trimmed `cell` of a text file holds.
    pub fn parse(cell: &'a str, decimal_comma: bool) -> Self {
        if is_missing(cell) {
            Self::Missing
        } else if let Some(number) = number(cell, decimal_comma) {
            Self::Number(number)
        } else {
            iso_date(cell).map_or(Self::Text(Cow::Borrowed(cell)), Self::Date)
        }
    }

    /// The text that stands for the value in a table.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Date(days) => Cow::Owned(date_text(*days)),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }
}

/// Whether the cell says that its value is not known.
pub(super) fn is_missing(cell: &str) -> bool {
    matches!(cell, "" | "?" | "NA" | "N/A" | "n/a" | "NaN" | "nan" | "null" | "NULL" | "#N/A" | "#NA" | "<NA>" | "\\N")
}

/// The cell as a finite number. Thousands may be separated: with a comma, or with a point where the comma is decimal.
pub(in crate::learn) fn number(cell: &str, decimal_comma: bool) -> Option<f64> {
    let bytes = cell.as_bytes();
    let (first, last) = (*bytes.first()?, *bytes.last()?);
    // Rust also reads "inf" and "nan", which a table of examples means as text or as missing.
    let begins = first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.' | b',');
    if !begins || !(last.is_ascii_digit() || last == b'.' || last == b',' && decimal_comma) {
        return None;
    }
    if let Some(value) = short_number(bytes, if decimal_comma { b',' } else { b'.' }) {
        return Some(value);
    }
    let is_plain = !decimal_comma || !bytes.iter().any(|byte| matches!(byte, b'.' | b','));
    let plain: Option<f64> = if is_plain { cell.parse().ok() } else { None };
    plain.or_else(|| grouped_number(cell, decimal_comma)).filter(|value| value.is_finite())
}

/// Reads digits with one decimal mark at most, several times faster than the standard library. Digits so few make a
/// whole number that is exact, as is the power of ten, so their quotient is the nearest number to what is written.
fn short_number(bytes: &[u8], mark: u8) -> Option<f64> {
    let (is_negative, unsigned) = match bytes.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, bytes),
    };
    if unsigned.len() > MOST_EXACT_DIGITS {
        return None;
    }
    let (mut digits, mut decimals) = (0_u64, None);
    for (place, byte) in unsigned.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
            byte if *byte == mark && decimals.is_none() => decimals = Some(unsigned.len() - place - 1),
            _ => return None,
        }
    }
    if unsigned.len() == usize::from(decimals.is_some()) {
        return None;
    }
    let value = digits as f64 / POWERS_OF_TEN[decimals.unwrap_or(0)];
    Some(if is_negative { -value } else { value })
}

/// Reads `1.234.567,8` where the comma is decimal, else `1,234,567.8`; blanks and apostrophes may separate as well.
fn grouped_number(cell: &str, decimal_comma: bool) -> Option<f64> {
    let (mark, separator) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = cell.split_once(mark).map_or((cell, None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let mut plain = Plain::default();
    plain.push(&whole[..whole.len() - digits.len()])?;
    match digits.chars().find(|character| !character.is_ascii_digit()) {
        None => plain.push(digits)?,
        Some(found) if found == separator || matches!(found, ' ' | '\'' | '\u{a0}' | '\u{202f}') => {
            for (place, group) in digits.split(found).enumerate() {
                let fits = if place == 0 {
                    (1..=3).contains(&group.len()) && !group.starts_with('0')
                } else {
                    group.len() == 3
                };
                if !fits || !group.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                plain.push(group)?;
            }
        }
        Some(_) => return None,
    }
    if let Some(fraction) = fraction {
        plain.push(".")?;
        plain.push(fraction)?;
    }
    std::str::from_utf8(&plain.bytes[..plain.length]).ok()?.parse().ok()
}

/// A number being rewritten, kept off the heap because a column has millions of them.
struct Plain {
    bytes: [u8; LONGEST_NUMBER],
    length: usize,
}

impl Default for Plain {
    fn default() -> Self {
        Self { bytes: [0; LONGEST_NUMBER], length: 0 }
    }
}

impl Plain {
    fn push(&mut self, text: &str) -> Option<()> {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Some(())
    }
}

/// Days since 1970 of `2024-02-29`, `2024-02-29 12:30`, `2024-02-29T12:30:15.5Z` or with an offset such as `+01:00`.
pub(in crate::learn) fn iso_date(cell: &str) -> Option<f64> {
    let bytes = cell.as_bytes();
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let day = day_of(whole(&bytes[..4])?, whole(&bytes[5..7])?, whole(&bytes[8..10])?)?;
    let rest = &bytes[10..];
    let seconds = match rest.split_first() {
        None => 0.0,
        Some((b'T' | b't' | b' ', clock)) => {
            let (clock, offset) = without_zone(clock)?;
            seconds_of(clock)? - offset
        }
        Some(_) => return None,
    };
    Some(day as f64 + seconds / 86_400.0)
}

/// The clock time without its zone, and the zone's seconds before Greenwich.
fn without_zone(clock: &[u8]) -> Option<(&[u8], f64)> {
    if let Some(clock) = clock.strip_suffix(b"Z") {
        return Some((clock, 0.0));
    }
    let Some(place) = clock.iter().position(|byte| matches!(byte, b'+' | b'-')) else {
        return Some((clock, 0.0));
    };
    let (clock, zone) = clock.split_at(place);
    let sign = if zone[0] == b'-' { -60.0 } else { 60.0 };
    let (hours, minutes) = match zone.len() {
        3 => (&zone[1..3], &b"0"[..]),
        5 => (&zone[1..3], &zone[3..5]),
        6 if zone[3] == b':' => (&zone[1..3], &zone[4..6]),
        _ => return None,
    };
    Some((clock, sign * (whole(hours)? * 60 + whole(minutes)?) as f64))
}

/// Seconds since midnight of `12:30` or `12:30:15.5`.
fn seconds_of(clock: &[u8]) -> Option<f64> {
    if clock.len() < 5 || clock[2] != b':' {
        return None;
    }
    let (hours, minutes) = (whole(&clock[..2])?, whole(&clock[3..5])?);
    let seconds: f64 = match clock[5..].split_first() {
        None => 0.0,
        Some((b':', seconds)) if seconds.first()?.is_ascii_digit() => {
            std::str::from_utf8(seconds).ok()?.parse().ok()?
        }
        Some(_) => return None,
    };
    let is_clock = hours < 24 && minutes < 60 && (0.0..61.0).contains(&seconds);
    is_clock.then(|| (hours * 3600 + minutes * 60) as f64 + seconds)
}

fn whole(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))
}

/// Days since 1970 of a day of the calendar. Years are counted from 1 March, so that a leap day is the last day of its
/// year, and in groups of 400 years (146,097 days), after which the calendar repeats.
pub(super) fn day_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(is_leap),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=longest).contains(&day) {
        return None;
    }
    let year = year - i64::from(month <= 2);
    let (group, year_of_group) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(group * 146_097 + year_of_group * 365 + year_of_group / 4 - year_of_group / 100 + day_of_year - DAYS_TO_1970)
}

/// Days since 1970 as `2024-02-29`, with `12:30:15` after it when it is not midnight.
pub(super) fn date_text(days: f64) -> String {
    // Beyond these years a date is no date; the number says more.
    if !(-1_000_000.0..=3_000_000.0).contains(&days) {
        return days.to_string();
    }
    let seconds = (days * 86_400.0).round() as i64;
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + DAYS_TO_1970;
    let (group, day_of_group) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_group = (day_of_group - day_of_group / 1_460 + day_of_group / 36_524 - day_of_group / 146_096) / 365;
    let day_of_year = day_of_group - (365 * year_of_group + year_of_group / 4 - year_of_group / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = 400 * group + year_of_group + i64::from(month <= 2);
    let date = format!("{year:04}-{month:02}-{day:02}");
    if second == 0 {
        return date;
    }
    format!("{date} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let both = |cell: &str| (number(cell, false), number(cell, true));
        assert_eq!(both("31"), (Some(31.0), Some(31.0)));
        assert_eq!(both("-4.5e1"), (Some(-45.0), None));
        assert_eq!(both("12,5"), (None, Some(12.5)));
        assert_eq!(both("-1.234,5"), (None, Some(-1234.5)));
        assert_eq!(both("1,234.5"), (Some(1234.5), None));
        assert_eq!(both("1.234.567"), (None, Some(1_234_567.0)));
        assert_eq!(both("1,234,567"), (Some(1_234_567.0), None));
        assert_eq!(both("1.234"), (Some(1.234), Some(1234.0)));
        assert_eq!(both("1,234"), (Some(1234.0), Some(1.234)));
        assert_eq!(both("1\u{202f}234,5"), (None, Some(1234.5)));
        assert_eq!(both("1'234.5"), (Some(1234.5), None));
        assert_eq!(both("5."), (Some(5.0), None));
        for text in ["inf", "nan", "030 123 456", "1,23,456", "12:30", "2024-01-31", "1.2.3", "-", "+", ",", "1e999"] {
            assert_eq!(both(text), (None, None), "{text}");
        }
        assert_eq!(both(&format!("1,{}", "234,".repeat(40))), (None, None));
    }

    #[test]
    fn short_numbers_are_exact() {
        let mut state = 1_u64;
        for turn in 0..50_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (whole, decimals) = (state >> (20 + turn % 40), turn % 10);
            let text = format!("{}{whole}.{:0decimals$}", if turn % 3 == 0 { "-" } else { "" }, turn % 7);
            assert_eq!(number(&text, false).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
        }
        for text in ["-0", ".5", "-.5", "5.", "+7", "999999999999999", "99999999999999."] {
            assert_eq!(number(text, false).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
        }
        for text in [".", "-.", "1..", "--1"] {
            assert_eq!((number(text, false), number(&text.replace('.', ","), true)), (None, None), "{text}");
        }
    }

    #[test]
    fn dates_are_days_and_back() {
        for (text, days, shown) in [
            ("1970-01-01", 0.0, "1970-01-01"),
            ("2000-02-29T12:00", 11_016.5, "2000-02-29 12:00:00"),
            ("1969-12-31 18:00:00", -0.25, "1969-12-31 18:00:00"),
            ("1970-01-02T01:00:00.000+01:00", 1.0, "1970-01-02"),
            ("1970-01-01T18:00:00-0600", 1.0, "1970-01-02"),
            ("2100-03-01T00:00:00Z", 47_541.0, "2100-03-01"),
            ("1582-10-15", -141_427.0, "1582-10-15"),
        ] {
            assert_eq!(iso_date(text), Some(days), "{text}");
            assert_eq!(date_text(days), shown);
        }
        for text in
            ["2023-02-29", "2024-13-01", "2024-01-31x", "2024-01-31T25:00", "2024/01/31", "20240131", "é-é-é-é-é"]
        {
            assert_eq!(iso_date(text), None, "{text}");
        }
        for day in (-800_000..800_000).step_by(97) {
            assert_eq!(iso_date(&date_text(f64::from(day))), (day >= -719_528).then_some(f64::from(day)), "{day}");
        }
    }

    #[test]
    fn a_cell_is_one_of_four() {
        assert_eq!(Value::parse("NA", false), Value::Missing);
        assert_eq!(Value::parse("1,5", true), Value::Number(1.5));
        assert_eq!(Value::parse("1970-01-11", false), Value::Date(10.0));
        assert_eq!(Value::parse("Ulm", false), Value::Text("Ulm".into()));
        assert_eq!(Value::Date(10.5).shown(), "1970-01-11 12:00:00");
    }
}

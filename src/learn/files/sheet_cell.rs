//! What the cells of a workbook hold, and the columns that are filled with them.

use std::borrow::Cow;

use calamine::{Data, DataRef, ExcelDateTime};

use super::cell::{Value, day_of};
use super::content::Content;
use super::dictionary::Dictionary;
use crate::learn::table::{Cells, MISSING};

/// What the cell holds. Numbers that are stored as text are numbers; errors such as #DIV/0! are missing.
pub(super) fn value_of<'a>(cell: &DataRef<'a>) -> Value<'a> {
    match cell {
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) if number.is_finite() => Value::Number(*number),
        DataRef::Bool(is_true) => Value::Text(Cow::Borrowed(if *is_true { "true" } else { "false" })),
        DataRef::DateTime(moment) => days_of(moment),
        DataRef::SharedString(text) => text_value(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => owned(&text_value(text)),
        DataRef::Float(_) | DataRef::Error(_) | DataRef::Empty => Value::Missing,
    }
}

/// The cell of a sheet that was read as a whole.
pub(super) fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(is_true) => DataRef::Bool(*is_true),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// The value without the workbook.
pub(super) fn owned(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Missing => Value::Missing,
        Value::Number(number) => Value::Number(*number),
        Value::Date(days) => Value::Date(*days),
        Value::Text(text) => Value::Text(Cow::Owned(text.clone().into_owned())),
    }
}

fn text_value(text: &str) -> Value<'_> {
    let text = text.trim();
    let has_leading_zero = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.starts_with('0');
    // A code such as 01067 was made text on purpose.
    if has_leading_zero { Value::Text(Cow::Borrowed(text)) } else { Value::parse(text, false) }
}

/// Days since 1970; a duration or a time of day is a number of days.
fn days_of(moment: &ExcelDateTime) -> Value<'static> {
    let serial = moment.as_f64();
    if moment.is_duration() || serial < 1.0 {
        return if serial.is_finite() { Value::Number(serial) } else { Value::Missing };
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let seconds = f64::from(u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second));
    let time = (seconds + f64::from(milli) / 1000.0) / 86_400.0;
    // Excel knows a 29 February 1900, the calendar does not.
    let date = day_of(i64::from(year), i64::from(month), i64::from(day));
    date.map_or(Value::Number(serial), |days| Value::Date(days as f64 + time))
}

/// A column that is filled before it is known what it holds.
#[derive(Debug, Default)]
pub(super) struct Growing {
    /// What it holds so far.
    pub content: Content,
    /// Numbers and dates by row, up to the last of them.
    numbers: Vec<f64>,
    /// Codes of texts and dates by row, up to the last of them.
    codes: Vec<u32>,
    dictionary: Dictionary,
}

impl Growing {
    /// Puts `value` into `row`, from 0, below all rows filled so far.
    pub fn put(&mut self, row: usize, line: u64, value: &Value<'_>) {
        self.content.see(line, value);
        if let Value::Number(number) | Value::Date(number) = value {
            self.numbers.resize(row, f64::NAN);
            self.numbers.push(*number);
        }
        if let Value::Text(_) | Value::Date(_) = value {
            self.codes.resize(row, MISSING);
            self.codes.push(self.dictionary.code(&value.shown()));
        }
    }

    /// The finished cells of a table with so many rows.
    pub fn into_cells(mut self, rows: usize) -> Cells {
        if !self.content.is_text() {
            self.numbers.resize(rows, f64::NAN);
            return Cells::Numbers(self.numbers);
        }
        if self.content.numbers == 0 {
            self.codes.resize(rows, MISSING);
            return Cells::Texts { codes: self.codes, dictionary: self.dictionary.into_texts() };
        }
        // The numbers are texts as well, and the dictionary is in order of appearance.
        let (texts, mut dictionary) = (self.dictionary.into_texts(), Dictionary::default());
        let code_in = |row: usize, dictionary: &mut Dictionary| {
            let text = self.codes.get(row).and_then(|code| texts.get(*code as usize));
            let number = self.numbers.get(row).filter(|number| !number.is_nan());
            match (text, number) {
                (Some(text), _) => dictionary.code(text),
                (None, Some(number)) => dictionary.code(&number.to_string()),
                (None, None) => MISSING,
            }
        };
        let codes = (0..rows).map(|row| code_in(row, &mut dictionary)).collect();
        Cells::Texts { codes, dictionary: dictionary.into_texts() }
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn dates_are_days_since_1970() {
        let moment = |serial, is_1904| ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
        assert_eq!(days_of(&moment(45_322.5, false)), Value::Date(19_753.5));
        assert_eq!(days_of(&moment(45_322.5 - 1462.0, true)), Value::Date(19_753.5));
        assert_eq!(days_of(&moment(0.25, false)), Value::Number(0.25));
        assert_eq!(days_of(&moment(60.0, false)), Value::Number(60.0));
        let duration = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(days_of(&duration), Value::Number(1.5));
    }

    #[test]
    fn numbers_in_text_are_numbers_and_codes_are_not() {
        assert_eq!(text_value(" 12.5 "), Value::Number(12.5));
        assert_eq!(text_value("01067"), Value::Text("01067".into()));
        assert_eq!(text_value("0"), Value::Number(0.0));
        assert_eq!(text_value("NA"), Value::Missing);
    }

    #[test]
    fn a_mixed_column_is_text_in_order_of_appearance() {
        let mut column = Growing::default();
        column.put(0, 2, &Value::Number(7.5));
        column.put(2, 4, &Value::Text("a".into()));
        column.put(3, 5, &Value::Date(1.0));
        column.put(4, 6, &Value::Number(7.5));
        let dictionary = ["7.5", "a", "1970-01-02"].map(str::to_owned).to_vec();
        assert_eq!(column.into_cells(6), Cells::Texts { codes: vec![0, MISSING, 1, 2, 0, MISSING], dictionary });
        let mut dates = Growing::default();
        dates.put(1, 3, &Value::Date(1.0));
        assert!(matches!(dates.into_cells(2), Cells::Numbers(days) if days[0].is_nan() && days[1] == 1.0));
    }
}

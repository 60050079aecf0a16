//! What the columns of a table hold, found out cell by cell.

use super::cell::Value;
use crate::learn::error::LearnError;

/// How many cells of a column are what.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// Cells that are numbers.
    pub numbers: usize,
    /// Cells that are dates.
    pub dates: usize,
    /// Cells that are other texts.
    pub texts: usize,
    /// Line and content of the first cell that is no number.
    first_other: Option<(u64, String)>,
}

impl Content {
    /// Takes note of a cell.
    pub fn see(&mut self, line: u64, value: &Value<'_>) {
        match value {
            Value::Missing => return,
            Value::Number(_) => {
                self.numbers += 1;
                return;
            }
            Value::Date(_) => self.dates += 1,
            Value::Text(_) => self.texts += 1,
        }
        if self.first_other.is_none() {
            self.first_other = Some((line, value.shown().into_owned()));
        }
    }

    /// Whether every cell is missing.
    pub fn is_empty(&self) -> bool {
        self.numbers + self.dates + self.texts == 0
    }

    /// Whether the column is kept as text: numbers alone and dates alone are numbers, anything mixed is not.
    pub fn is_text(&self) -> bool {
        self.texts > 0 || self.numbers > 0 && self.dates > 0
    }

    /// Whether the column holds dates and nothing else.
    pub fn is_dates(&self) -> bool {
        self.dates > 0 && !self.is_text()
    }

    /// The first cell that makes a column of numbers look like text, when the others are numbers.
    pub fn slip(&self) -> Option<(u64, &str)> {
        let others = self.dates + self.texts;
        let (line, text) = self.first_other.as_ref()?;
        (self.numbers >= 9 * others).then_some((*line, text))
    }
}

/// Refuses a column of numbers with a few texts among them: those are slips, and would silently turn it into text.
pub(super) fn refuse_mixed<'a>(
    origin: &str,
    columns: impl IntoIterator<Item = (&'a String, &'a Content)>,
    excluded: &[String],
) -> Result<(), LearnError> {
    for (name, content) in columns {
        if let Some((line, text)) = content.slip()
            && !excluded.contains(name)
        {
            let problem = format!(
                "\"{text}\" is not a number, but the column's other cells are; correct it, leave it empty if the value \
                 is missing, or exclude the column"
            );
            return Err(LearnError::Cell { file: origin.to_owned(), line, column: name.clone(), problem });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> Content {
        let mut content = Content::default();
        for (place, cell) in cells.iter().enumerate() {
            content.see(place as u64 + 2, &Value::parse(cell, false));
        }
        content
    }

    #[test]
    fn a_column_is_what_its_cells_are() {
        assert!(of(&["", "NA"]).is_empty());
        assert!(!of(&["1", ""]).is_text());
        assert!(of(&["2024-01-31", ""]).is_dates());
        assert!(of(&["2024-01-31", "1"]).is_text());
        assert!(of(&["a", "1"]).is_text());
    }

    #[test]
    fn one_text_among_nine_numbers_is_a_slip() {
        let mut cells = vec!["7"; 9];
        cells.push("1O");
        assert_eq!(of(&cells).slip(), Some((11, "1O")));
        assert_eq!(of(&cells[1..]).slip(), None);
        let (name, content) = ("age".to_owned(), of(&cells));
        assert!(refuse_mixed("a.csv", [(&name, &content)], &[]).is_err());
        assert!(refuse_mixed("a.csv", [(&name, &content)], &["age".to_owned()]).is_ok());
    }
}

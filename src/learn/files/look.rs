//! A first look at a file before it is a dataset: quick on large files, because it reads only their beginning.

use std::collections::HashSet;
use std::path::Path;

use super::cell::Value;
use super::content::Content;
use super::csv_text::Records;
use super::dialect::detect;
use super::guess::{ColumnHints, names_identifier, names_time};
use super::{Format, contained, excel, format_of, parquet_file};
use crate::learn::error::LearnError;

/// Rows looked at; a target shows its values long before.
const MOST_ROWS: usize = 50_000;
/// Cells looked at.
const MOST_CELLS: usize = 2_000_000;
/// Bytes looked at.
const MOST_BYTES: u64 = 16_000_000;
/// Values kept of a column.
const VALUES: usize = 3;
/// Different values counted.
const MOST_DISTINCT: usize = 1000;
/// Rows shown.
const PREVIEW: usize = 20;
/// Fewest values that can show that a column only says which row it is.
const FEWEST_IDENTIFIERS: usize = 10;

/// What the beginning of a file shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Format and dialect, such as "CSV: semicolons, decimal comma, UTF-8".
    pub description: String,
    /// Rows that were looked at.
    pub rows_seen: usize,
    /// Whether these are all.
    pub is_complete: bool,
    /// The columns in file order.
    pub columns: Vec<FileColumn>,
    /// The first rows as text, at most 20.
    pub preview: Vec<Vec<String>>,
    /// What a person should know before going on.
    pub warnings: Vec<String>,
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileColumn {
    /// Its name in the header, or "column 1" and so on.
    pub name: String,
    /// What it holds.
    pub kind: FileColumnKind,
    /// Its distinct values in order of appearance, at most three; missing cells do not count.
    pub values: Vec<String>,
    /// How many distinct values there are, counted up to 1,000.
    pub distinct: usize,
    /// Cells without a value.
    pub missing: usize,
    /// What it probably is.
    pub hints: ColumnHints,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FileColumnKind {
    /// Numbers; dates are numbers of days since 1970.
    Number {
        /// Whether all are whole.
        whole: bool,
        /// The smallest.
        smallest: f64,
        /// The largest.
        largest: f64,
    },
    /// Texts.
    Text,
    /// Nothing.
    Empty,
}

/// Looks at the beginning of the file at `path`.
///
/// # Errors
/// The file cannot be read, or holds no table.
pub fn look(path: &Path) -> Result<Look, LearnError> {
    match format_of(path)? {
        Format::Text => look_at_text(path),
        Format::Workbook(kind) => contained(path, || excel::look(path, kind)),
        Format::Parquet => contained(path, || parquet_file::look(path)),
    }
}

fn look_at_text(path: &Path) -> Result<Look, LearnError> {
    let detected = detect(path)?;
    let mut records = Records::open(path, &detected.dialect)?;
    let mut columns = vec![Seen::default(); records.names.len()];
    let limit = rows_to_see(columns.len());
    let (mut rows, mut is_complete) = (0, false);
    while rows < limit && (rows == 0 || records.bytes_read() < MOST_BYTES) {
        let Some((line, record)) = records.next()? else {
            is_complete = true;
            break;
        };
        for (column, cell) in columns.iter_mut().zip(record) {
            let cell = cell.trim();
            column.see(rows, line, &Value::parse(cell, detected.dialect.decimal_comma), cell);
        }
        rows += 1;
    }
    if rows == 0 {
        return Err(LearnError::Data(format!("{} has a header but no rows; add examples to it", records.origin)));
    }
    let is_complete = is_complete || records.next()?.is_none();
    let named = records.names.into_iter().zip(records.has_name).zip(columns);
    let named = named.filter(|((_, has_name), seen)| *has_name || !seen.is_empty());
    let mut look = Look {
        description: format!("CSV: {}", detected.dialect.description()),
        rows_seen: rows,
        is_complete,
        warnings: detected.warnings,
        ..Look::default()
    };
    look.fill(named.map(|((name, _), seen)| (name, seen)));
    Ok(look)
}

/// How many rows of a table with so many columns are looked at.
pub(super) fn rows_to_see(columns: usize) -> usize {
    (MOST_CELLS / columns.max(1)).clamp(PREVIEW, MOST_ROWS)
}

impl Look {
    /// Adds what was seen of the columns, once the number of rows is known.
    pub(super) fn fill(&mut self, columns: impl IntoIterator<Item = (String, Seen)>) {
        self.preview = vec![Vec::new(); self.rows_seen.min(PREVIEW)];
        for (name, mut seen) in columns {
            seen.pass_over(self.rows_seen);
            for (row, shown) in self.preview.iter_mut().zip(&mut seen.head) {
                row.push(std::mem::take(shown));
            }
            if let Some((line, text)) = seen.content.slip() {
                self.warnings.push(format!(
                    "Line {line}, column \"{name}\": \"{text}\" is not a number, but the column's other cells are; \
                     correct it, or exclude the column."
                ));
            }
            self.columns.push(seen.into_column(name));
        }
    }
}

/// What was seen of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    content: Content,
    rows: usize,
    missing: usize,
    range: Option<(f64, f64)>,
    has_fractions: bool,
    /// Whether a number follows another one that it does not exceed by one.
    has_steps: bool,
    last: Option<f64>,
    has_repeats: bool,
    values: Vec<String>,
    numbers: HashSet<u64>,
    texts: HashSet<String>,
    /// The first cells as text.
    head: Vec<String>,
}

impl Seen {
    /// Takes note of the cell in `row`, from 0, which is `shown` in the file. Rows passed over are missing.
    pub fn see(&mut self, row: usize, line: u64, value: &Value<'_>, shown: &str) {
        self.pass_over(row);
        self.rows += 1;
        self.content.see(line, value);
        if self.head.len() < PREVIEW {
            self.head.push(shown.to_owned());
        }
        match value {
            Value::Missing => self.missing += 1,
            Value::Number(number) | Value::Date(number) => {
                self.range =
                    Some(self.range.map_or((*number, *number), |(low, high)| (low.min(*number), high.max(*number))));
                self.has_fractions |= number.fract() != 0.0;
                self.has_steps |= self.last.is_some_and(|last| *number != last + 1.0);
                self.last = Some(*number);
                // The value must be one that the training can read as a number, whatever the file's decimal mark.
                let is_plain = matches!(value, Value::Date(_)) || shown.parse() == Ok(*number);
                let is_new = self.has_room() && self.numbers.insert((number + 0.0).to_bits());
                self.keep(is_new, || if is_plain { shown.to_owned() } else { number.to_string() });
            }
            Value::Text(text) => {
                let is_new = self.has_room() && !self.texts.contains(text.as_ref());
                if is_new {
                    self.texts.insert(text.as_ref().to_owned());
                }
                self.keep(is_new, || text.as_ref().to_owned());
            }
        }
    }

    /// Whether every cell is missing.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The cells before `row` that were not seen are missing.
    fn pass_over(&mut self, row: usize) {
        self.missing += row.saturating_sub(self.rows);
        self.rows = self.rows.max(row);
        if self.head.len() < row.min(PREVIEW) {
            self.head.resize(row.min(PREVIEW), String::new());
        }
    }

    fn distinct(&self) -> usize {
        self.numbers.len() + self.texts.len()
    }

    fn has_room(&self) -> bool {
        self.distinct() < MOST_DISTINCT
    }

    fn keep(&mut self, is_new: bool, value: impl FnOnce() -> String) {
        if is_new && self.values.len() < VALUES {
            self.values.push(value());
        }
        // Once there is no room, nothing is known about repeats any more.
        self.has_repeats |= !is_new && self.has_room();
    }

    fn into_column(self, name: String) -> FileColumn {
        let kind = match self.range {
            _ if self.is_empty() => FileColumnKind::Empty,
            Some((smallest, largest)) if !self.content.is_text() || self.content.slip().is_some() => {
                FileColumnKind::Number { whole: !self.has_fractions, smallest, largest }
            }
            _ => FileColumnKind::Text,
        };
        let is_time = self.content.is_dates() || names_time(&name);
        let is_long = self.rows - self.missing >= FEWEST_IDENTIFIERS;
        let says_which = match kind {
            FileColumnKind::Number { whole, .. } => whole && !self.has_steps,
            FileColumnKind::Text => !self.has_repeats,
            FileColumnKind::Empty => false,
        };
        let hints = ColumnHints {
            is_identifier: !is_time && (says_which && is_long || names_identifier(&name) && self.distinct() > 2),
            is_time,
            is_constant: self.distinct() == 1 && self.missing == 0 && self.rows > 1,
        };
        FileColumn { name, kind, distinct: self.distinct(), missing: self.missing, values: self.values, hints }
    }
}

#[cfg(test)]
mod tests {
    use super::super::guess::{probable_goal, probable_target};
    use super::*;
    use crate::model::Goal;

    fn look_at(text: &str) -> Look {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, text).unwrap();
        look(&path).unwrap()
    }

    #[test]
    fn a_file_is_described_column_by_column() {
        let look = look_at("key;amount;since;late;empty;same\na7;2,5;2024-01-31;no;;x\nb3;3,5;;yes;;x\nc1;-1;;no;;x\n");
        assert_eq!(look.description, "CSV: semicolons, decimal comma, UTF-8");
        assert!(look.is_complete);
        assert_eq!((look.rows_seen, look.preview.len()), (3, 3));
        assert_eq!(look.preview[1], ["b3", "3,5", "", "yes", "", "x"]);
        assert_eq!(look.columns[1].kind, FileColumnKind::Number { whole: false, smallest: -1.0, largest: 3.5 });
        assert_eq!(look.columns[1].values, ["2.5", "3.5", "-1"]);
        assert!(matches!(look.columns[2].kind, FileColumnKind::Number { whole: true, smallest: 19_753.0, .. }));
        assert_eq!((look.columns[2].values[0].as_str(), look.columns[2].missing), ("2024-01-31", 2));
        assert!(look.columns[2].hints.is_time && look.columns[5].hints.is_constant);
        assert_eq!((look.columns[3].kind, look.columns[3].distinct), (FileColumnKind::Text, 2));
        assert_eq!(look.columns[4].kind, FileColumnKind::Empty);
        assert_eq!(probable_target(&look), Some(3));
        assert_eq!(probable_goal(&look.columns[3]), Goal::Binary { positive: "yes".to_owned() });
    }

    #[test]
    fn identifiers_are_known_by_their_values() {
        let rows: Vec<_> = (0..30).map(|row| format!("{},k{},{},{}\n", row + 7, row * 3, row % 7, row * 2)).collect();
        let look = look_at(&format!("a,b,c,d\n{}", rows.concat()));
        let found: Vec<_> = look.columns.iter().map(|column| column.hints.is_identifier).collect();
        assert_eq!(found, [true, true, false, false]);
    }

    #[test]
    fn a_large_file_is_not_read_to_its_end() {
        let look = look_at(&format!("a,b\n{}", "1,x\n2,y\n".repeat(30_000)));
        assert_eq!((look.rows_seen, look.is_complete), (50_000, false));
        let look = look_at(&format!("a,b\n{}", "1,x\n2,y\n".repeat(25_000)));
        assert_eq!((look.rows_seen, look.is_complete), (50_000, true));
        assert_eq!((look.columns[0].distinct, look.preview.len()), (2, 20));
    }

    #[test]
    fn a_slip_is_pointed_out() {
        let look = look_at(&format!("age\n{}1O\n", "7\n".repeat(9)));
        assert!(look.warnings[0].starts_with("Line 11, column \"age\": \"1O\" is not a number"), "{:?}", look.warnings);
        assert_eq!(look.columns[0].kind, FileColumnKind::Number { whole: true, smallest: 7.0, largest: 7.0 });
        let rows: Vec<_> = (0..3000).map(|row| format!("{}\n", row * 2)).collect();
        let look = look_at(&format!("n\n{}", rows.concat()));
        assert_eq!(look.columns[0].distinct, 1000);
    }
}

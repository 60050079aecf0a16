//! Reads a Parquet file into a table, column by column.

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader as _, SerializedFileReader};

use super::cell::Value;
use super::dictionary::{Dictionary, Filling};
use super::header::refuse_duplicates;
use super::look::{Look, Seen, rows_to_see};
use super::parquet_kind::{Kind, kind_of};
use super::{MOST_COLUMNS, Progress, open, refuse_too_large, report};
use crate::learn::error::LearnError;
use crate::learn::table::{Column, MISSING, Table};

/// Cells read at a time.
const BATCH: usize = 8192;
/// Most rows that are read; more have no codes.
const MOST_ROWS: usize = 4_000_000_000;
/// Rows that room is made for at once; the file's own count may be wrong.
const MOST_ROOM: usize = 16_000_000;

/// Reads the file at `path`. In a column of `excluded` anything goes, even what cannot be read.
pub(super) fn read(path: &Path, excluded: &[String], progress: &mut Progress<'_>) -> Result<Table, LearnError> {
    let file = Tables::open(path)?;
    let (rows, origin) = (file.rows, file.origin.clone());
    let bytes: usize = file.fields.iter().map(|field| if field.is_text() { 4 } else { 8 }).sum();
    refuse_too_large(&origin, (rows as u64).saturating_mul(bytes as u64))?;
    let total = (rows * file.fields.len()) as u64;
    let mut columns = Vec::new();
    for (place, field) in file.fields.iter().enumerate() {
        let is_excluded = excluded.contains(&field.name);
        let mut filling = Filling::with_room(field.is_text(), rows.min(MOST_ROOM));
        let mut row = 0_u64;
        let read = file.cells(field, rows, &mut |value| {
            row += 1;
            if row.is_multiple_of(BATCH as u64) {
                report(progress, (place * rows) as u64 + row, total)?;
            }
            match (&mut filling, value) {
                (Filling::Numbers(values), Value::Number(number) | Value::Date(number)) if number.is_finite() => {
                    values.push(number);
                }
                (Filling::Numbers(_), Value::Number(number)) if number.is_infinite() && !is_excluded => {
                    let problem = "the number is infinite; correct it, or leave it out if the value is missing";
                    return Err(file.cell_error(row, &field.name, problem));
                }
                (Filling::Texts(codes, dictionary), Value::Text(text)) => codes.push(dictionary.code(&text)),
                _ => filling.push_missing(),
            }
            Ok(())
        });
        let cells = match read {
            Err(LearnError::Cancelled) => return Err(LearnError::Cancelled),
            Err(_) if is_excluded => Filling::Texts(vec![MISSING; rows], Dictionary::default()).into_cells(),
            Err(error) => return Err(error),
            Ok(()) if row == rows as u64 => filling.into_cells(),
            Ok(()) => return Err(damaged(&origin, &format!("column \"{}\" has {row} of {rows} cells", field.name))),
        };
        columns.push(Column { name: field.name.clone(), cells });
    }
    Ok(Table { columns, rows, origin, lines: (1..=rows as u64).collect() })
}

/// Looks at the first rows of the file at `path`.
pub(super) fn look(path: &Path) -> Result<Look, LearnError> {
    let file = Tables::open(path)?;
    let rows = file.rows.min(rows_to_see(file.fields.len()));
    let mut look = Look {
        description: format!("Parquet: {} rows", file.rows),
        rows_seen: rows,
        is_complete: rows == file.rows,
        ..Look::default()
    };
    let mut columns = Vec::new();
    for field in &file.fields {
        let mut seen = Seen::default();
        let mut row = 0;
        let read = file.cells(field, rows, &mut |value| {
            let value =
                if matches!(value, Value::Number(number) if !number.is_finite()) { Value::Missing } else { value };
            seen.see(row, row as u64 + 1, &value, &value.shown());
            row += 1;
            Ok(())
        });
        if let Err(error) = read {
            look.warnings.push(format!("{error}."));
        }
        columns.push((field.name.clone(), seen));
    }
    look.fill(columns);
    Ok(look)
}

/// A column as the file describes it.
struct Field {
    name: String,
    /// Its place among the columns that are stored.
    leaf: usize,
    /// `None` if it cannot be read, because of `problem`.
    kind: Option<Kind>,
    problem: String,
}

impl Field {
    fn is_text(&self) -> bool {
        self.kind.is_none_or(Kind::is_text)
    }
}

/// An open file.
struct Tables {
    reader: SerializedFileReader<File>,
    fields: Vec<Field>,
    rows: usize,
    origin: String,
}

impl Tables {
    fn open(path: &Path) -> Result<Self, LearnError> {
        let origin = path.display().to_string();
        let (file, _) = open(path)?;
        let reader = SerializedFileReader::new(file).map_err(|error| unreadable(&origin, &error))?;
        let metadata = reader.metadata().file_metadata();
        let rows = usize::try_from(metadata.num_rows()).unwrap_or_default();
        let schema = metadata.schema_descr();
        let mut fields: Vec<Field> = Vec::new();
        for leaf in 0..schema.num_columns() {
            let (root, column) = (schema.get_column_root(leaf), schema.column(leaf));
            let is_nested = root.is_group() || column.max_rep_level() > 0;
            if is_nested && fields.last().is_some_and(|field| field.name == root.name()) {
                continue;
            }
            let kind = if is_nested { None } else { kind_of(&column) };
            let problem = if is_nested {
                "holds lists or structures; flatten it, or exclude the column".to_owned()
            } else {
                format!("holds {}, which cannot be read; convert it, or exclude the column", column.physical_type())
            };
            fields.push(Field { name: root.name().to_owned(), leaf, kind, problem });
        }
        if rows > MOST_ROWS {
            return Err(LearnError::Data(format!("{origin} has {rows} rows; take a sample of at most {MOST_ROWS}")));
        }
        if rows == 0 || fields.is_empty() {
            return Err(LearnError::Data(format!("{origin} has no rows; add examples to it")));
        }
        if fields.len() > MOST_COLUMNS {
            let columns = fields.len();
            return Err(LearnError::Data(format!(
                "{origin} has {columns} columns; at most {MOST_COLUMNS} can be read, so leave some out"
            )));
        }
        let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        refuse_duplicates(&origin, 1, &names)?;
        Ok(Self { reader, fields, rows, origin })
    }

    /// Visits the first `rows` cells of a column. Numbers may be infinite or not a number.
    fn cells(&self, field: &Field, rows: usize, visit: &mut Visit<'_>) -> Result<(), LearnError> {
        let Some(kind) = field.kind else {
            return Err(LearnError::Data(format!("column \"{}\" of {} {}", field.name, self.origin, field.problem)));
        };
        let mut left = rows;
        for group in 0..self.reader.num_row_groups() {
            if left == 0 {
                break;
            }
            let bad = |error: ParquetError| unreadable(&self.origin, &error);
            let group = self.reader.get_row_group(group).map_err(bad)?;
            let most_defined = group.metadata().column(field.leaf).column_descr().max_def_level();
            let source = Source { most_defined, left, origin: &self.origin, name: &field.name };
            left -= match group.get_column_reader(field.leaf).map_err(bad)? {
                ColumnReader::BoolColumnReader(cells) => source.drain(
                    cells,
                    |value| Some(Value::Text(Cow::Borrowed(if *value { "true" } else { "false" }))),
                    visit,
                ),
                ColumnReader::Int32ColumnReader(cells) => {
                    source.drain(cells, |value| Some(kind.number(kind.widened(*value))), visit)
                }
                ColumnReader::Int64ColumnReader(cells) => {
                    source.drain(cells, |value| Some(kind.number(kind.real(*value))), visit)
                }
                ColumnReader::Int96ColumnReader(cells) => {
                    source.drain(cells, |value| Some(kind.number(value.to_millis() as f64)), visit)
                }
                ColumnReader::FloatColumnReader(cells) => {
                    source.drain(cells, |value| Some(kind.number(f64::from(*value))), visit)
                }
                ColumnReader::DoubleColumnReader(cells) => {
                    source.drain(cells, |value| Some(kind.number(*value)), visit)
                }
                ColumnReader::ByteArrayColumnReader(cells) => {
                    source.drain(cells, |value| kind.bytes(value.data()), visit)
                }
                ColumnReader::FixedLenByteArrayColumnReader(cells) => {
                    source.drain(cells, |value| kind.bytes(value.data()), visit)
                }
            }?;
        }
        Ok(())
    }

    fn cell_error(&self, row: u64, column: &str, problem: &str) -> LearnError {
        let (file, column, problem) = (self.origin.clone(), column.to_owned(), problem.to_owned());
        LearnError::Cell { file, line: row, column, problem }
    }
}

/// Told each cell.
type Visit<'a> = dyn FnMut(Value<'_>) -> Result<(), LearnError> + 'a;

/// Where cells come from.
struct Source<'a> {
    /// The definition level of a cell that is there; 0 if all are.
    most_defined: i16,
    /// How many cells are wanted.
    left: usize,
    origin: &'a str,
    name: &'a str,
}

impl Source<'_> {
    /// Visits the cells; `None` from `value_of` is one that cannot be understood. Returns how many there were.
    fn drain<T: DataType>(
        &self,
        mut cells: ColumnReaderImpl<T>,
        value_of: impl for<'v> Fn(&'v T::T) -> Option<Value<'v>>,
        visit: &mut Visit<'_>,
    ) -> Result<usize, LearnError> {
        let (mut values, mut levels) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
        let mut count = 0;
        while count < self.left {
            values.clear();
            levels.clear();
            let most = BATCH.min(self.left - count);
            let (read, ..) = cells
                .read_records(most, Some(&mut levels), None, &mut values)
                .map_err(|error| unreadable(self.origin, &error))?;
            if read == 0 {
                break;
            }
            let mut present = values.iter();
            for place in 0..read {
                let is_there = self.most_defined == 0 || levels.get(place) == Some(&self.most_defined);
                let Some(value) = present.next().filter(|_| is_there) else {
                    visit(Value::Missing)?;
                    continue;
                };
                let Some(value) = value_of(value) else {
                    let (name, origin) = (self.name, self.origin);
                    return Err(LearnError::Data(format!(
                        "column \"{name}\" of {origin} holds bytes that are not text; convert it, or exclude the column"
                    )));
                };
                visit(value)?;
            }
            count += read;
        }
        Ok(count)
    }
}

fn unreadable(origin: &str, error: &ParquetError) -> LearnError {
    let problem = error.to_string();
    if problem.contains("Disabled feature") {
        return LearnError::Data(format!(
            "{origin} is compressed in an unusual way; save it with snappy, gzip or zstd"
        ));
    }
    damaged(origin, &problem)
}

fn damaged(origin: &str, problem: &str) -> LearnError {
    LearnError::Data(format!("{origin} cannot be read as Parquet: {problem}; export it again, or save it as CSV"))
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::learn::files::look::FileColumnKind;
    use crate::learn::table::Cells;

    fn path(name: &str) -> std::path::PathBuf {
        Path::new("tests/tables").join(name)
    }

    fn read_all(name: &str, excluded: &[&str]) -> Result<Table, LearnError> {
        let excluded: Vec<String> = excluded.iter().map(|name| (*name).to_owned()).collect();
        read(&path(name), &excluded, &mut |_, _| ControlFlow::Continue(()))
    }

    fn numbers(table: &Table, name: &str) -> Vec<f64> {
        let column = table.columns.iter().find(|column| column.name == name).unwrap();
        let Cells::Numbers(values) = &column.cells else { panic!("{name} is not numbers") };
        values.clone()
    }

    fn texts<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
        let column = table.columns.iter().find(|column| column.name == name).unwrap();
        let Cells::Texts { codes, dictionary } = &column.cells else { panic!("{name} is not texts") };
        codes.iter().map(|code| dictionary.get(*code as usize).map_or("", String::as_str)).collect()
    }

    #[test]
    fn columns_are_numbers_or_texts() {
        for name in ["rooms_snappy.parquet", "rooms_zstd.parquet", "rooms_gzip.parquet"] {
            let table = read_all(name, &[]).unwrap();
            assert_eq!((table.rows, table.lines.len()), (3, 3), "{name}");
            assert_eq!(texts(&table, "city"), ["Köln", "Ulm", ""]);
            assert_eq!(texts(&table, "kind"), ["flat", "", "flat"]);
            assert_eq!(texts(&table, "furnished"), ["true", "false", ""]);
            let rent = numbers(&table, "rent");
            assert!(rent[0] == 812.5 && rent[1].is_nan() && rent[2] == -1.25, "{rent:?}");
            assert_eq!(numbers(&table, "size"), [1.5, 2.5, 3.5]);
            assert_eq!(numbers(&table, "floor"), [0.0, 255.0, 3.0]);
            assert_eq!(numbers(&table, "large"), [1.0, 18_446_744_073_709_551_615.0, 3.0]);
            assert_eq!(numbers(&table, "price"), [12.34, -12.34, 0.01]);
            let since = numbers(&table, "since");
            assert!(since[0] == 19_753.0 && since[1].is_nan() && since[2] == -1.0, "{since:?}");
            assert_eq!(numbers(&table, "seen"), [19_753.5, 0.0, 0.25]);
            assert_eq!(numbers(&table, "seen_by_spark"), [19_753.5, 0.0, 0.25]);
        }
    }

    #[test]
    fn what_cannot_be_a_column_is_named() {
        let error = read_all("nested.parquet", &[]).unwrap_err().to_string();
        assert!(error.starts_with("column \"tags\" of "), "{error}");
        assert!(error.ends_with(" holds lists or structures; flatten it, or exclude the column"), "{error}");
        let error = read_all("nested.parquet", &["tags"]).unwrap_err().to_string();
        assert!(error.starts_with("column \"place\" of "), "{error}");
        let table = read_all("nested.parquet", &["tags", "place", "picture"]).unwrap();
        assert_eq!((table.columns.len(), texts(&table, "tags")), (4, vec!["", ""]));
        let error = read_all("nested.parquet", &["tags", "place"]).unwrap_err().to_string();
        assert!(error.contains("holds bytes that are not text"), "{error}");
        let look = look(&path("nested.parquet")).unwrap();
        assert_eq!((look.warnings.len(), look.columns[0].kind), (3, FileColumnKind::Empty));
        let error = read_all("rare.parquet", &[]).unwrap_err().to_string();
        assert!(error.ends_with("is compressed in an unusual way; save it with snappy, gzip or zstd"), "{error}");
    }

    #[test]
    fn a_file_is_looked_at() {
        let look = look(&path("rooms_snappy.parquet")).unwrap();
        assert_eq!(look.description, "Parquet: 3 rows");
        assert!(look.is_complete && look.warnings.is_empty());
        let place = look.columns.iter().position(|column| column.name == "since").unwrap();
        assert_eq!(look.preview[0][place], "2024-01-31");
        assert!(look.columns[place].hints.is_time);
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("half.parquet");
        let bytes = std::fs::read(path("rooms_snappy.parquet")).unwrap();
        std::fs::write(&copy, &bytes[..bytes.len() / 2]).unwrap();
        let error = look(&copy).unwrap_err().to_string();
        assert!(error.contains("half.parquet cannot be read as Parquet: "), "{error}");
    }
}

//! Reads a text file into a table. A column that begins with numbers and turns out to be text needs a second pass,
//! because its numbers were not kept as they are written; others do not.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::content::refuse_mixed;
use super::dialect::{Dialect, detect};
use super::header::{name_by_place, refuse_duplicates};
use super::text_column::TextColumn;
use super::text_source::TextSource;
use super::{MOST_COLUMNS, Progress, open, refuse_too_large, report, unreadable};
use crate::learn::error::LearnError;
use crate::learn::table::{Column, Table};

/// Bytes read at a time.
const CHUNK: usize = 262_144;
/// Longest cell in bytes.
const LONGEST_CELL: usize = 1_000_000;

/// Reads the file at `path`. In a column of `excluded` anything goes.
pub(super) fn read(path: &Path, excluded: &[String], progress: &mut Progress<'_>) -> Result<Table, LearnError> {
    let dialect = detect(path)?.dialect;
    let mut records = Records::open(path, &dialect)?;
    let mut columns: Vec<TextColumn> = Vec::new();
    columns.resize_with(records.names.len(), TextColumn::default);
    let mut lines = Vec::new();
    let mut reported = 0;
    while let Some((line, record)) = records.next()? {
        for (column, cell) in columns.iter_mut().zip(record) {
            column.push(line, cell.trim(), dialect.decimal_comma);
        }
        lines.push(line);
        if lines.len().is_power_of_two() {
            // The columns take twice the room from here on.
            refuse_too_large(&records.origin, (columns.len() as u64 + 1) * lines.len() as u64 * 16)?;
        }
        if records.bytes_read() > reported {
            reported = records.bytes_read();
            let passes = if columns.iter().any(TextColumn::is_spoilt) { 2 } else { 1 };
            report(progress, reported, records.length * passes)?;
        }
    }
    let Records { names, has_name, origin, .. } = records;
    if lines.is_empty() {
        return Err(LearnError::Data(format!("{origin} has a header but no rows; add examples to it")));
    }
    refuse_mixed(&origin, names.iter().zip(columns.iter().map(|column| &column.content)), excluded)?;
    if columns.iter().any(TextColumn::is_spoilt) {
        read_again(path, &dialect, &mut columns, lines.len(), progress)?;
    }
    let columns = names.into_iter().zip(has_name).zip(columns);
    let kept = columns.filter(|((_, has_name), column)| *has_name || !column.content.is_empty());
    let columns = kept.map(|((name, _), column)| Column { name, cells: column.into_cells() }).collect();
    Ok(Table { columns, rows: lines.len(), origin, lines })
}

/// Fills the columns that turned out to be texts.
fn read_again(
    path: &Path,
    dialect: &Dialect,
    columns: &mut [TextColumn],
    rows: usize,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let mut records = Records::open(path, dialect)?;
    let changed = LearnError::Data(format!("{} changed while it was read; read it again", records.origin));
    let mut spoilt: Vec<_> = columns.iter_mut().enumerate().filter(|(_, column)| column.is_spoilt()).collect();
    let (mut seen, mut reported) = (0, 0);
    while let Some((_, record)) = records.next()? {
        seen += 1;
        for (place, column) in &mut spoilt {
            column.push_again(record.get(*place).unwrap_or_default().trim());
        }
        if records.bytes_read() > reported {
            reported = records.bytes_read();
            report(progress, records.length + reported, records.length * 2)?;
        }
    }
    if seen == rows { Ok(()) } else { Err(changed) }
}

/// The records of a text file below its header.
pub(super) struct Records {
    /// The file's name for messages.
    pub origin: String,
    /// The columns' names; those without one are named by their place.
    pub names: Vec<String>,
    /// Which columns have a name of their own.
    pub has_name: Vec<bool>,
    /// Bytes in the file.
    pub length: u64,
    dialect: Dialect,
    reader: csv::Reader<TextSource<File>>,
    record: StringRecord,
    /// Whether `record` is a row that has not been handed out.
    is_pending: bool,
    line: u64,
}

impl Records {
    /// Opens the file and reads the names of its columns.
    pub fn open(path: &Path, dialect: &Dialect) -> Result<Self, LearnError> {
        let (mut file, length) = open(path)?;
        file.seek(SeekFrom::Start(dialect.encoding.mark_length())).map_err(|error| unreadable(path, &error))?;
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.delimiter)
            .quote(dialect.quote)
            .buffer_capacity(CHUNK)
            .from_reader(TextSource::new(file, dialect.encoding));
        let mut records = Self {
            origin: path.display().to_string(),
            names: Vec::new(),
            has_name: Vec::new(),
            length,
            dialect: dialect.clone(),
            reader,
            record: StringRecord::new(),
            is_pending: false,
            line: 0,
        };
        if dialect.separator_line {
            records.advance()?;
        }
        records.read_names()?;
        Ok(records)
    }

    /// The next record with the line that it starts on.
    pub fn next(&mut self) -> Result<Option<(u64, &StringRecord)>, LearnError> {
        if !self.is_pending && !self.advance()? {
            return Ok(None);
        }
        self.is_pending = false;
        let (cells, columns) = (self.record.len(), self.names.len());
        if cells != columns {
            let what = if self.dialect.has_header {
                format!("the header names {columns} columns")
            } else {
                format!("the first line has {columns}")
            };
            let delimiter = self.dialect.delimiter_name().0;
            return Err(
                self.error(&format!("the line has {cells} cells, but {what}; quote cells that contain {delimiter}"))
            );
        }
        Ok(Some((self.line, &self.record)))
    }

    /// Bytes of the file read so far.
    pub fn bytes_read(&self) -> u64 {
        self.reader.get_ref().bytes_read()
    }

    fn read_names(&mut self) -> Result<(), LearnError> {
        let is_there = self.advance()?;
        if !is_there || self.record.iter().all(|name| name.trim().is_empty()) {
            return Err(LearnError::Data(format!("{} is empty; its first line must name the columns", self.origin)));
        }
        if self.record.len() > MOST_COLUMNS {
            let columns = self.record.len();
            let problem =
                format!("the line has {columns} cells; at most {MOST_COLUMNS} can be read, so leave some out");
            return Err(self.error(&problem));
        }
        let has_header = self.dialect.has_header;
        self.has_name = self.record.iter().map(|name| has_header && !name.trim().is_empty()).collect();
        let places = self.record.iter().zip(&self.has_name).enumerate();
        self.names = places
            .map(|(place, (name, has_name))| if *has_name { name.trim().to_owned() } else { name_by_place(place) })
            .collect();
        self.is_pending = !has_header;
        refuse_duplicates(&self.origin, self.line, &self.names)
    }

    /// Reads a record, whatever its length; `false` at the end.
    fn advance(&mut self) -> Result<bool, LearnError> {
        let before = self.reader.position().line();
        let result = self.reader.read_record(&mut self.record);
        let after = self.reader.position().line();
        // Empty lines before a record are not part of it. Only line breaks within its cells are.
        let within = if after > before + 1 { self.record.as_slice() } else { "" };
        let breaks = within.bytes().filter(|byte| *byte == b'\n').count() as u64;
        let is_overlong = self.reader.get_ref().is_overlong();
        // Such a record has not ended, so its end does not tell where it began.
        self.line = if is_overlong { before } else { before.max(after.saturating_sub(1 + breaks)) };
        self.reader.get_mut().begin_record();
        let problem = match result {
            Ok(found) if self.record.as_slice().len() <= LONGEST_CELL => return Ok(found),
            Ok(found) => match self.record.iter().map(str::len).max() {
                Some(longest) if longest > LONGEST_CELL => overlong(),
                _ => return Ok(found),
            },
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { .. } => "the line is not UTF-8 text; save the file as UTF-8".to_owned(),
                _ if is_overlong => overlong(),
                _ => return Err(LearnError::File { file: self.origin.clone(), problem: error.to_string() }),
            },
        };
        Err(self.error(&problem))
    }

    /// An error about the line that the current record starts on.
    fn error(&self, problem: &str) -> LearnError {
        LearnError::Data(format!("{}, line {}: {problem}", self.origin, self.line))
    }
}

fn overlong() -> String {
    "a cell is longer than 1 MB; close the quote that opens it, or shorten it".to_owned()
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::learn::table::{Cells, MISSING};

    fn parse(bytes: &[u8]) -> Result<Table, LearnError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, bytes).unwrap();
        read(&path, &["note".to_owned()], &mut |_, _| ControlFlow::Continue(()))
    }

    fn check_error(bytes: &[u8], expected: &str) {
        let message = parse(bytes).expect_err(expected).to_string();
        let start = message.find("rows.csv").unwrap();
        assert_eq!(&message[start..], expected);
    }

    fn texts(codes: &[u32], dictionary: &[&str]) -> Cells {
        Cells::Texts { codes: codes.to_vec(), dictionary: dictionary.iter().map(|text| (*text).to_owned()).collect() }
    }

    #[test]
    fn columns_get_their_types_and_missing_cells_stay_missing() {
        let text = "\u{feff}age, city ,paid\n31,Ulm,yes\n,Ulm,no\n-4.5e1,\"Bad, Tölz\",?\n";
        let table = parse(text.as_bytes()).unwrap();
        assert_eq!(table.rows, 3);
        assert_eq!(table.lines, [2, 3, 4]);
        let Cells::Numbers(ages) = &table.columns[0].cells else { panic!("numbers") };
        assert_eq!((ages[0], ages[1].is_nan(), ages[2]), (31.0, true, -45.0));
        assert_eq!(table.columns[1].name, "city");
        assert_eq!(table.columns[1].cells, texts(&[0, 0, 1], &["Ulm", "Bad, Tölz"]));
        assert_eq!(table.columns[2].cells, texts(&[0, 1, MISSING], &["yes", "no"]));
    }

    #[test]
    fn files_of_other_countries_are_read() {
        let table = parse(b"Stra\xDFe;Miete;seit\r\nAm K\xF6nig;1.234,5;2024-01-31\r\nTor;800;\r\n").unwrap();
        assert_eq!(table.columns[0].name, "Straße");
        assert_eq!(table.columns[0].cells, texts(&[0, 1], &["Am König", "Tor"]));
        assert_eq!(table.columns[1].cells, Cells::Numbers(vec![1234.5, 800.0]));
        assert!(matches!(&table.columns[2].cells, Cells::Numbers(days) if days[0] == 19_753.0 && days[1].is_nan()));
        let table = parse(b"31\tUlm\n28\tBonn\n").unwrap();
        assert_eq!((table.columns[0].name.as_str(), table.rows, table.lines[0]), ("column 1", 2, 1));
        let wide: Vec<u8> = "\u{feff}sep=;\r\na;b\r\n1;x\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let table = parse(&wide).unwrap();
        assert_eq!((table.columns[1].name.as_str(), table.lines[0]), ("b", 3));
    }

    #[test]
    fn columns_without_a_name_are_numbered_and_dropped_when_empty() {
        let table = parse(b",a,\n0,x,\n1,y,\n").unwrap();
        let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["column 1", "a"]);
    }

    #[test]
    fn errors_name_the_place_and_the_remedy() {
        let mixed: String = std::iter::repeat_n("1\n", 9).collect();
        check_error(
            format!("age\n{mixed}1O\n").as_bytes(),
            "rows.csv, line 11, column \"age\": \"1O\" is not a number, but the column's other cells are; correct it, \
             leave it empty if the value is missing, or exclude the column",
        );
        check_error(
            b"a,b\n1,2\n1,2,3\n",
            "rows.csv, line 3: the line has 3 cells, but the header names 2 columns; quote cells that contain a comma",
        );
        check_error(
            b"1;2\n1;2\n1\n",
            "rows.csv, line 3: the line has 1 cells, but the first line has 2; quote cells that contain a semicolon",
        );
        check_error(
            b"a,a\n1,2\n",
            "rows.csv, line 1, column \"a\": two columns have this name; rename one of them in the first line",
        );
        check_error(b"", "rows.csv is empty; its first line must name the columns");
        check_error(b"a\n", "rows.csv has a header but no rows; add examples to it");
        let wide = vec!["1"; 20_001].join(",");
        check_error(
            wide.as_bytes(),
            "rows.csv, line 1: the line has 20001 cells; at most 20000 can be read, so leave some out",
        );
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "a,b\n1,x\n\n\n2,\"y\nz\"\n3,w\n4\n".replace('\n', end);
            check_error(
                text.as_bytes(),
                "rows.csv, line 8: the line has 1 cells, but the header names 2 columns; quote cells that contain a \
                 comma",
            );
            assert_eq!(parse(&text.as_bytes()[..text.len() - 1 - end.len()]).unwrap().lines, [2, 5, 7]);
        }
    }

    #[test]
    fn a_letter_that_is_not_utf_8_is_found_far_down() {
        let mut bytes = b"a,b\n".to_vec();
        bytes.extend(b"1,x\n".repeat(100_000));
        bytes.extend(b"2,\xFF\n");
        check_error(&bytes, "rows.csv, line 100002: the line is not UTF-8 text; save the file as UTF-8");
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found() {
        let mut bytes = b"a,b\n1,x\n2,\"y\n".to_vec();
        bytes.extend(b"1,x\n".repeat(300_000));
        let expected = "rows.csv, line 3: a cell is longer than 1 MB; close the quote that opens it, or shorten it";
        check_error(&bytes, expected);
        bytes.extend(b"1,x\n".repeat(4_200_000));
        check_error(&bytes, expected);
    }

    #[test]
    fn excluded_columns_may_hold_anything() {
        let mixed: String = std::iter::repeat_n("1\n", 9).collect();
        let table = parse(format!("note\n{mixed}see above\n").as_bytes()).unwrap();
        assert!(matches!(table.columns[0].cells, Cells::Texts { .. }));
    }

    #[test]
    fn reading_can_be_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, "a,b\n1,2\nx,3\n").unwrap();
        let mut reports = Vec::new();
        let result = read(&path, &[], &mut |done, total| {
            reports.push((done, total));
            if reports.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(result, Err(LearnError::Cancelled));
        assert_eq!(reports, [(12, 12), (24, 24)]);
    }
}

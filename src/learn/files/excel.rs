//! Reads a sheet of a workbook into a table, row by row.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

use calamine::{Ods, Reader as _, SheetType, SheetVisible, Sheets, Xls, Xlsx, open_workbook};

use super::cell::Value;
use super::content::refuse_mixed;
use super::header::{has_header, name_by_place, refuse_duplicates};
use super::look::{Look, Seen, rows_to_see};
use super::old_workbook::claims_too_much;
use super::sheet_cell::{Growing, borrowed, owned, value_of};
use super::{Progress, Workbook, refuse_too_large, report, unreadable};
use crate::learn::error::LearnError;
use crate::learn::table::{Column, Table};

/// Rows that are enough to tell whether the first one names the columns.
const ROWS_TO_TELL: usize = 200;
/// Rows between two reports.
const REPORT_EVERY: usize = 2048;

/// A row: places of columns, from 0, and what stands there.
type Row<'a> = [(usize, Value<'a>)];
/// Told the line of a row, the row, and about how many lines there are.
type Visit<'a> = dyn FnMut(u64, &Row<'_>, u64) -> Result<ControlFlow<()>, LearnError> + 'a;

/// Reads the first sheet with cells. In a column of `excluded` anything goes.
pub(super) fn read(
    path: &Path,
    kind: Workbook,
    excluded: &[String],
    progress: &mut Progress<'_>,
) -> Result<Table, LearnError> {
    let mut book = Book::open(path, kind)?;
    let layout = book.layout()?;
    let origin = book.origin.clone();
    let mut columns: Vec<Growing> = Vec::new();
    columns.resize_with(layout.width(), Growing::default);
    let mut lines = Vec::new();
    book.rows(&mut |line, row, total| {
        if layout.has_header && line == layout.first_line {
            return Ok(ControlFlow::Continue(()));
        }
        for (place, value) in row {
            if *place >= columns.len() {
                columns.resize_with(place + 1, Growing::default);
            }
            columns[*place].put(lines.len(), line, value);
        }
        lines.push(line);
        if lines.len().is_multiple_of(REPORT_EVERY) {
            report(progress, line.min(total), total)?;
            // What has been read may have to move once more while it grows.
            refuse_too_large(&origin, (columns.len() * lines.len() * 12) as u64)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if lines.is_empty() {
        return Err(LearnError::Data(format!("{origin} has a header but no rows; add examples to it")));
    }
    let kept: Vec<(String, Growing)> = columns
        .into_iter()
        .enumerate()
        .filter_map(|(place, column)| Some((layout.name(place, column.content.is_empty())?, column)))
        .collect();
    refuse_duplicates(&origin, layout.first_line, &kept.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())?;
    refuse_mixed(&origin, kept.iter().map(|(name, column)| (name, &column.content)), excluded)?;
    let rows = lines.len();
    let columns = kept.into_iter().map(|(name, column)| Column { name, cells: column.into_cells(rows) }).collect();
    Ok(Table { columns, rows, origin, lines })
}

/// Looks at the first rows of the first sheet with cells.
pub(super) fn look(path: &Path, kind: Workbook) -> Result<Look, LearnError> {
    let mut book = Book::open(path, kind)?;
    let layout = book.layout()?;
    let mut columns = vec![Seen::default(); layout.width()];
    let (mut rows, mut is_complete) = (0, true);
    book.rows(&mut |line, row, _| {
        if layout.has_header && line == layout.first_line {
            return Ok(ControlFlow::Continue(()));
        }
        if rows >= rows_to_see(columns.len()) {
            is_complete = false;
            return Ok(ControlFlow::Break(()));
        }
        for (place, value) in row {
            if *place >= columns.len() {
                columns.resize_with(place + 1, Seen::default);
            }
            columns[*place].see(rows, line, value, &value.shown());
        }
        rows += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    if rows == 0 {
        return Err(LearnError::Data(format!("{} has a header but no rows; add examples to it", book.origin)));
    }
    let what = if kind == Workbook::Ods { "OpenDocument" } else { "Excel" };
    let header = if layout.has_header { "" } else { ", no header" };
    let description = format!("{what}: sheet \"{}\"{header}", book.sheet);
    let mut look = Look { description, rows_seen: rows, is_complete, ..Look::default() };
    if !layout.has_header {
        look.warnings
            .push("The first row looks like data, so the columns are numbered; add a row of names.".to_owned());
    }
    if !book.others.is_empty() {
        let others = book.others.join(", ");
        look.warnings
            .push(format!("Only the first sheet with cells is read; to read another, move it there: {others}."));
    }
    let columns = columns.into_iter().enumerate();
    look.fill(columns.filter_map(|(place, seen)| Some((layout.name(place, seen.is_empty())?, seen))));
    Ok(look)
}

/// Where the columns get their names from.
struct Layout {
    has_header: bool,
    /// The line of the first row.
    first_line: u64,
    names: BTreeMap<usize, String>,
}

impl Layout {
    /// Places up to the last name.
    fn width(&self) -> usize {
        self.names.last_key_value().map_or(0, |(place, _)| place + 1)
    }

    /// The name of the column at `place`; `None` if it has neither a name nor cells.
    fn name(&self, place: usize, is_empty: bool) -> Option<String> {
        let own = self.names.get(&place).cloned();
        own.or_else(|| (!is_empty).then(|| name_by_place(place)))
    }
}

/// A workbook with the sheet that is read.
struct Book {
    sheets: Sheets<BufReader<File>>,
    sheet: String,
    /// The visible sheets after it.
    others: Vec<String>,
    origin: String,
}

impl Book {
    /// Opens the workbook and finds the sheet.
    fn open(path: &Path, kind: Workbook) -> Result<Self, LearnError> {
        let origin = path.display().to_string();
        if kind == Workbook::Xls && claims_too_much(path).map_err(|error| unreadable(path, &error))? {
            return Err(damaged(&origin, "a sheet is larger than it can be"));
        }
        let sheets = match kind {
            Workbook::Xlsx => open_workbook::<Xlsx<_>, _>(path).map(Sheets::Xlsx).map_err(calamine::Error::Xlsx),
            Workbook::Xls => open_workbook::<Xls<_>, _>(path).map(Sheets::Xls).map_err(calamine::Error::Xls),
            Workbook::Ods => open_workbook::<Ods<_>, _>(path).map(Sheets::Ods).map_err(calamine::Error::Ods),
        };
        let sheets = sheets.map_err(|error| damaged(&origin, error))?;
        let mut book = Self { sheets, sheet: String::new(), others: Vec::new(), origin };
        let usable = book.sheets.sheets_metadata().iter();
        let usable = usable.filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
        let names: Vec<String> = usable.map(|sheet| sheet.name.clone()).collect();
        for (place, name) in names.iter().enumerate() {
            book.sheet.clone_from(name);
            let mut has_rows = false;
            book.rows(&mut |_, _, _| {
                has_rows = true;
                Ok(ControlFlow::Break(()))
            })?;
            if has_rows {
                book.others = names[place + 1..].to_vec();
                return Ok(book);
            }
        }
        Err(LearnError::Data(format!("{} has no cells in its visible sheets; choose another file", book.origin)))
    }

    /// Looks at the first rows.
    fn layout(&mut self) -> Result<Layout, LearnError> {
        let mut head: Vec<(u64, Vec<(usize, Value<'static>)>)> = Vec::new();
        self.rows(&mut |line, row, _| {
            head.push((line, row.iter().map(|(place, value)| (*place, owned(value))).collect()));
            Ok(if head.len() < ROWS_TO_TELL { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        let places = head.iter().flat_map(|(_, row)| row.iter().map(|(place, _)| *place));
        let (first, last) = places.fold((usize::MAX, 0), |(first, last), place| (first.min(place), last.max(place)));
        let records: Vec<Vec<Value<'_>>> = head
            .iter()
            .map(|(_, row)| {
                let mut record = vec![Value::Missing; (last + 1).saturating_sub(first)];
                for (place, value) in row {
                    record[place - first] = value.clone();
                }
                record
            })
            .collect();
        let has_header = has_header(&records);
        let Some((first_line, row)) = head.first() else {
            return Err(LearnError::Data(format!(
                "{} has no cells in sheet \"{}\"; choose another file",
                self.origin, self.sheet
            )));
        };
        let named = row.iter().filter(|_| has_header).map(|(place, value)| (*place, value.shown().into_owned()));
        Ok(Layout { has_header, first_line: *first_line, names: named.collect() })
    }

    /// Visits the rows that are not empty, until `visit` breaks.
    fn rows(&mut self, visit: &mut Visit<'_>) -> Result<(), LearnError> {
        let origin = &self.origin;
        if let Sheets::Xlsx(book) = &mut self.sheets {
            let bad = |error| damaged(origin, calamine::Error::Xlsx(error));
            let mut cells = book.worksheet_cells_reader(&self.sheet).map_err(bad)?;
            let total = u64::from(cells.dimensions().end.0) + 1;
            let (mut row, mut current) = (Vec::new(), 0);
            while let Some(cell) = cells.next_cell().map_err(bad)? {
                let (line, place) = cell.get_position();
                if line != current && !row.is_empty() {
                    if visit(u64::from(current) + 1, &row, total)?.is_break() {
                        return Ok(());
                    }
                    row.clear();
                }
                current = line;
                let value = value_of(cell.get_value());
                if value != Value::Missing {
                    row.push((place as usize, value));
                }
            }
            if !row.is_empty() {
                let _ = visit(u64::from(current) + 1, &row, total)?;
            }
            return Ok(());
        }
        let range = self.sheets.worksheet_range(&self.sheet).map_err(|error| damaged(origin, error))?;
        let (top, left) = range.start().unwrap_or_default();
        let total = u64::from(top) + range.height() as u64;
        for (line, cells) in (u64::from(top) + 1..).zip(range.rows()) {
            let values = cells.iter().map(|cell| value_of(&borrowed(cell)));
            let places = (left as usize..).zip(values);
            let row: Vec<_> = places.filter(|(_, value)| *value != Value::Missing).collect();
            if !row.is_empty() && visit(line, &row, total)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn damaged(origin: &str, error: impl std::fmt::Display) -> LearnError {
    LearnError::Data(format!(
        "{origin} cannot be read as a workbook: {error}; if a password protects it, remove it, otherwise save it again \
         as xlsx or CSV"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::files::guess::probable_target;
    use crate::learn::files::look::FileColumnKind;
    use crate::learn::table::Cells;

    fn path(name: &str) -> std::path::PathBuf {
        Path::new("tests/tables").join(name)
    }

    fn read_all(name: &str) -> Result<Table, LearnError> {
        let kind = if name.ends_with("xls") {
            Workbook::Xls
        } else if name.ends_with("ods") {
            Workbook::Ods
        } else {
            Workbook::Xlsx
        };
        read(&path(name), kind, &[], &mut |_, _| ControlFlow::Continue(()))
    }

    fn texts(table: &Table, column: usize) -> Vec<&str> {
        let Cells::Texts { codes, dictionary } = &table.columns[column].cells else { panic!("texts") };
        codes.iter().map(|code| dictionary.get(*code as usize).map_or("", String::as_str)).collect()
    }

    #[test]
    fn every_kind_of_workbook_gives_the_same_table() {
        for name in ["rooms.xlsx", "rooms.xls", "rooms.ods"] {
            let table = read_all(name).unwrap();
            let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(names, ["city", "rent", "since", "furnished", "column 6"], "{name}");
            assert_eq!(texts(&table, 0), ["Köln", "Ulm", "Köln"]);
            let Cells::Numbers(rent) = &table.columns[1].cells else { panic!("numbers in {name}") };
            assert!(rent[0] == 812.5 && rent[1] == 640.0 && rent[2].is_nan(), "{name}: {rent:?}");
            let Cells::Numbers(since) = &table.columns[2].cells else { panic!("dates in {name}") };
            assert!(since[0] == 19_753.0 && since[1].is_nan() && since[2] == 16_859.5, "{name}: {since:?}");
            assert_eq!(texts(&table, 3), ["true", "false", "true"]);
            assert_eq!(texts(&table, 4), ["", "", "garden"]);
            assert_eq!(table.lines, [4, 5, 7], "{name}");
        }
    }

    #[test]
    fn slips_and_missing_names_are_found() {
        let error = read_all("slips.xlsx").unwrap_err().to_string();
        assert!(error.contains("line 11, column \"size\": \"1O\" is not a number"), "{error}");
        let table = read_all("numbers.xlsx").unwrap();
        assert_eq!((table.rows, table.columns[0].name.as_str()), (12, "column 1"));
        let look = look(&path("numbers.xlsx"), Workbook::Xlsx).unwrap();
        assert_eq!(look.description, "Excel: sheet \"Numbers\", no header");
        assert!(look.warnings[0].contains("the columns are numbered"), "{:?}", look.warnings);
    }

    #[test]
    fn a_workbook_is_looked_at() {
        let look = look(&path("rooms.xlsx"), Workbook::Xlsx).unwrap();
        assert_eq!(look.description, "Excel: sheet \"Rooms\"");
        assert_eq!((look.rows_seen, look.is_complete), (3, true));
        assert_eq!(look.preview[2], ["Köln", "", "2016-02-28 12:00:00", "true", "garden"]);
        assert_eq!(look.preview[0], ["Köln", "812.5", "2024-01-31", "true", ""]);
        assert_eq!(look.columns[1].kind, FileColumnKind::Number { whole: false, smallest: 640.0, largest: 812.5 });
        assert!(look.columns[2].hints.is_time);
        assert_eq!(probable_target(&look), Some(3));
        assert_eq!(
            look.warnings,
            ["Only the first sheet with cells is read; to read another, move it there: Numbers."]
        );
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("half.xlsx");
        let bytes = std::fs::read(path("rooms.xlsx")).unwrap();
        std::fs::write(&copy, &bytes[..bytes.len() / 2]).unwrap();
        let error = look(&copy, Workbook::Xlsx).unwrap_err().to_string();
        assert!(error.contains("half.xlsx cannot be read as a workbook: "), "{error}");
    }
}

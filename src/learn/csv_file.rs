//! Reads a CSV file into a table. Two passes: the first finds out what each column holds, the second keeps it, so that
//! no cell is stored as text that turns out to be a number.

use std::collections::HashMap;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::error::LearnError;
use super::table::{Cells, Column, MISSING, Table, read_file};

/// What the first pass learns about one column.
#[derive(Clone, Default)]
struct Content {
    numbers: usize,
    texts: usize,
    /// Line and content of the first cell that is no number.
    first_text: Option<(u64, String)>,
}

/// Reads the file at `path`. In a column of `excluded` anything goes.
pub(super) fn read(path: &Path, excluded: &[String]) -> Result<Table, LearnError> {
    let bytes = read_file(path)?;
    parse(&bytes, &path.display().to_string(), excluded)
}

fn parse(bytes: &[u8], origin: &str, excluded: &[String]) -> Result<Table, LearnError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let names = header(bytes, origin)?;
    let mut contents = vec![Content::default(); names.len()];
    let mut lines = Vec::new();
    for_each_record(bytes, origin, |line, record| {
        lines.push(line);
        for (content, cell) in contents.iter_mut().zip(record) {
            match number(cell) {
                _ if is_missing(cell) => {}
                Some(_) => content.numbers += 1,
                None => {
                    content.texts += 1;
                    content.first_text.get_or_insert_with(|| (line, cell.to_owned()));
                }
            }
        }
    })?;
    if lines.is_empty() {
        return Err(LearnError::Data(format!("{origin} has a header but no rows; add examples to it")));
    }
    refuse_mixed(origin, &names, &contents, excluded)?;
    let columns = collect(bytes, origin, names, &contents, lines.len())?;
    Ok(Table { columns, rows: lines.len(), origin: origin.to_owned(), lines })
}

/// The column names.
fn header(bytes: &[u8], origin: &str) -> Result<Vec<String>, LearnError> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(bytes);
    let record = reader.headers().map_err(|error| csv_error(&error, origin))?;
    let names: Vec<String> = record.iter().map(str::to_owned).collect();
    if names.iter().all(String::is_empty) {
        return Err(LearnError::Data(format!("{origin} is empty; its first line must name the columns")));
    }
    for (index, name) in names.iter().enumerate() {
        let problem = if name.is_empty() {
            format!("column {} has no name; name it in the first line", index + 1)
        } else if names[..index].contains(name) {
            "two columns have this name; rename one of them in the first line".to_owned()
        } else {
            continue;
        };
        return Err(LearnError::Cell { file: origin.to_owned(), line: 1, column: name.clone(), problem });
    }
    Ok(names)
}

fn for_each_record(bytes: &[u8], origin: &str, mut visit: impl FnMut(u64, &StringRecord)) -> Result<(), LearnError> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(bytes);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| csv_error(&error, origin))? {
        visit(record.position().map_or(0, csv::Position::line), &record);
    }
    Ok(())
}

/// Refuses a column of numbers with a few texts among them: those are slips, and would silently turn it into text.
fn refuse_mixed(origin: &str, names: &[String], contents: &[Content], excluded: &[String]) -> Result<(), LearnError> {
    for (name, content) in names.iter().zip(contents) {
        if content.texts == 0 || content.numbers < 9 * content.texts || excluded.contains(name) {
            continue;
        }
        if let Some((line, text)) = &content.first_text {
            let problem = format!(
                "\"{text}\" is not a number, but the column's other cells are; correct it, leave it empty if the value \
                 is missing, or exclude the column"
            );
            return Err(LearnError::Cell { file: origin.to_owned(), line: *line, column: name.clone(), problem });
        }
    }
    Ok(())
}

fn collect(
    bytes: &[u8],
    origin: &str,
    names: Vec<String>,
    contents: &[Content],
    rows: usize,
) -> Result<Vec<Column>, LearnError> {
    let mut places: Vec<HashMap<String, u32>> = vec![HashMap::new(); names.len()];
    let mut columns: Vec<Column> = names
        .into_iter()
        .zip(contents)
        .map(|(name, content)| {
            let cells = if content.texts == 0 {
                Cells::Numbers(Vec::with_capacity(rows))
            } else {
                Cells::Texts { codes: Vec::with_capacity(rows), dictionary: Vec::new() }
            };
            Column { name, cells }
        })
        .collect();
    for_each_record(bytes, origin, |_, record| {
        for ((column, places), cell) in columns.iter_mut().zip(&mut places).zip(record) {
            match &mut column.cells {
                Cells::Numbers(values) => values.push(number(cell).unwrap_or(f64::NAN)),
                Cells::Texts { codes, .. } if is_missing(cell) => codes.push(MISSING),
                Cells::Texts { codes, dictionary } => {
                    let code = places.get(cell).copied().unwrap_or_else(|| {
                        let code = dictionary.len() as u32;
                        dictionary.push(cell.to_owned());
                        places.insert(cell.to_owned(), code);
                        code
                    });
                    codes.push(code);
                }
            }
        }
    })?;
    Ok(columns)
}

/// The cell as a finite number.
fn number(cell: &str) -> Option<f64> {
    // Rust also reads "inf" and "nan", which a table of examples means as text or as missing.
    if !cell.ends_with(|last: char| last.is_ascii_digit() || last == '.') {
        return None;
    }
    cell.parse().ok().filter(|value: &f64| value.is_finite())
}

fn is_missing(cell: &str) -> bool {
    matches!(cell, "" | "?" | "NA" | "N/A" | "n/a" | "NaN" | "nan" | "null" | "NULL")
}

fn csv_error(error: &csv::Error, origin: &str) -> LearnError {
    let line = error.position().map(csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!(
                "the line has {len} cells, but the header names {expected_len} columns; quote cells that contain a comma"
            )
        }
        csv::ErrorKind::Utf8 { .. } => "the line is not UTF-8 text; save the file as UTF-8".to_owned(),
        _ => error.to_string(),
    };
    line.map_or_else(
        || LearnError::File { file: origin.to_owned(), problem: problem.clone() },
        |line| LearnError::Data(format!("{origin}, line {line}: {problem}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_error(text: &str, expected: &str) {
        let error = parse(text.as_bytes(), "rows.csv", &["note".to_owned()]).expect_err(text);
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn columns_get_their_types_and_missing_cells_stay_missing() {
        let text = "\u{feff}age, city ,paid\n31,Ulm,yes\n,Ulm,no\n-4.5e1,\"Bad, Tölz\",?\n";
        let table = parse(text.as_bytes(), "rows.csv", &[]).unwrap();
        assert_eq!(table.rows, 3);
        assert_eq!(table.lines, [2, 3, 4]);
        let Cells::Numbers(ages) = &table.columns[0].cells else { panic!("numbers") };
        assert_eq!((ages[0], ages[1].is_nan(), ages[2]), (31.0, true, -45.0));
        let cities = Cells::Texts { codes: vec![0, 0, 1], dictionary: vec!["Ulm".to_owned(), "Bad, Tölz".to_owned()] };
        assert_eq!(table.columns[1].cells, cities);
        let paid = Cells::Texts { codes: vec![0, 1, MISSING], dictionary: vec!["yes".to_owned(), "no".to_owned()] };
        assert_eq!(table.columns[2].cells, paid);
    }

    #[test]
    fn errors_name_the_place_and_the_remedy() {
        let mixed: String = std::iter::repeat_n("1\n", 9).collect();
        check_error(
            &format!("age\n{mixed}1O\n"),
            "rows.csv, line 11, column \"age\": \"1O\" is not a number, but the column's other cells are; correct it, \
             leave it empty if the value is missing, or exclude the column",
        );
        check_error(
            "a,b\n1,2\n1,2,3\n",
            "rows.csv, line 3: the line has 3 cells, but the header names 2 columns; quote cells that contain a comma",
        );
        check_error(
            "a,a\n1,2\n",
            "rows.csv, line 1, column \"a\": two columns have this name; rename one of them in the first line",
        );
        check_error("", "rows.csv is empty; its first line must name the columns");
        check_error("a\n", "rows.csv has a header but no rows; add examples to it");
    }

    #[test]
    fn excluded_columns_may_hold_anything() {
        let mixed: String = std::iter::repeat_n("1\n", 9).collect();
        let table = parse(format!("note\n{mixed}see above\n").as_bytes(), "rows.csv", &["note".to_owned()]).unwrap();
        assert!(matches!(table.columns[0].cells, Cells::Texts { .. }));
    }
}

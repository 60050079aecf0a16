//! A first look at a CSV file before it is a dataset: which columns there are and which of them could be a target.

use std::path::Path;

use csv::{ReaderBuilder, Trim};

use super::error::LearnError;

/// Rows looked at; a target shows its two values long before.
const ROWS: usize = 50_000;
/// Values kept of a column; more than these do not make a target.
const VALUES: usize = 3;

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileColumn {
    /// Its name in the header.
    pub name: String,
    /// Its distinct values in order of appearance, at most three; missing cells do not count.
    pub values: Vec<String>,
}

/// The columns of the CSV file at `path`.
///
/// # Errors
/// The file cannot be read, or has no header.
pub fn columns_of(path: &Path) -> Result<Vec<FileColumn>, LearnError> {
    let bad = |error: csv::Error| {
        LearnError::Data(format!("{} cannot be read as CSV: {error}; save it as CSV with a header row", path.display()))
    };
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_path(path).map_err(bad)?;
    let names = reader.headers().map_err(bad)?.clone();
    let mut columns: Vec<_> = names
        .iter()
        .map(|name| FileColumn { name: name.trim_start_matches('\u{feff}').to_owned(), values: Vec::new() })
        .collect();
    for record in reader.records().take(ROWS) {
        let record = record.map_err(bad)?;
        for (column, cell) in columns.iter_mut().zip(&record) {
            let is_new = !cell.is_empty() && !column.values.iter().any(|value| value == cell);
            if is_new && column.values.len() < VALUES {
                column.values.push(cell.to_owned());
            }
        }
    }
    Ok(columns)
}

/// The value that is probably the positive one: `1`, `yes`, `true` or the like; else the rarer-sounding second one.
pub fn positive_value_of(values: &[String]) -> String {
    let usual = ["1", "1.0", "true", "yes", "y", "positive", "fraud", "malignant"];
    let is_usual = |value: &&String| usual.contains(&value.to_lowercase().as_str());
    values.iter().find(is_usual).or_else(|| values.get(1)).or_else(|| values.first()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_shows_its_two_values() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rows.csv");
        std::fs::write(&file, "\u{feff}id,amount,late\n1,2.5,no\n2,3.5,yes\n3,,no\n4,9,\n").unwrap();
        let columns = columns_of(&file).unwrap();
        assert_eq!(columns[0].name, "id");
        assert_eq!(columns[2].values, ["no", "yes"]);
        assert_eq!(positive_value_of(&columns[2].values), "yes");
        let missing = columns_of(&folder.path().join("none.csv")).unwrap_err();
        assert!(missing.to_string().contains("none.csv"));
    }
}

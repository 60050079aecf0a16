//! The table of examples as it was read or generated: typed columns, nothing learned from it yet.

use std::path::Path;

use super::csv_file;
use super::error::LearnError;
use super::fraud;
use crate::model::{Dataset, DatasetSource};

/// The code of a missing text cell.
pub(super) const MISSING: u32 = u32::MAX;

/// A table of examples.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    /// The columns in file order, all of the same length.
    pub columns: Vec<Column>,
    /// How many rows there are.
    pub rows: usize,
    /// What the rows come from, for error messages.
    pub origin: String,
    /// The line each row starts on; empty when the rows do not come from a file.
    pub lines: Vec<u64>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// The header.
    pub name: String,
    /// The cells.
    pub cells: Cells,
}

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cells {
    /// Finite numbers; NaN where a cell is missing.
    Numbers(Vec<f64>),
    /// Texts by their place in the dictionary, which holds them in order of first appearance.
    Texts {
        /// Place in the dictionary, [`MISSING`] where a cell is missing.
        codes: Vec<u32>,
        /// The different texts.
        dictionary: Vec<String>,
    },
}

impl Table {
    /// Reads or generates the rows of `dataset`.
    pub fn load(dataset: &Dataset, folder: &Path) -> Result<Self, LearnError> {
        match &dataset.source {
            DatasetSource::CsvFile { path } => csv_file::read(&folder.join(path), &dataset.excluded),
            DatasetSource::GeneratedFraud(settings) => fraud::generate(settings),
        }
    }

    /// The column called `name`; the error lists what there is.
    pub fn column(&self, name: &str, role: &str) -> Result<&Column, LearnError> {
        self.columns.iter().find(|column| column.name == name).ok_or_else(|| {
            let names: Vec<_> = self.columns.iter().map(|column| column.name.as_str()).collect();
            LearnError::Data(format!(
                "{} has no column \"{name}\", which is named as {role}; choose one of: {}",
                self.origin,
                names.join(", ")
            ))
        })
    }

    /// An error about one cell.
    pub fn cell_error(&self, row: usize, column: &str, problem: &str) -> LearnError {
        LearnError::Cell {
            file: self.origin.clone(),
            line: self.lines.get(row).copied().unwrap_or(row as u64 + 2),
            column: column.to_owned(),
            problem: problem.to_owned(),
        }
    }

    /// Which rows are positive.
    pub fn labels(&self, dataset: &Dataset) -> Result<Vec<bool>, LearnError> {
        let column = self.column(&dataset.target, "the target")?;
        let missing = |row| self.cell_error(row, &column.name, "the target is missing; fill it in or remove the row");
        let labels: Vec<bool> = match &column.cells {
            Cells::Numbers(values) => {
                if let Some(row) = values.iter().position(|value| value.is_nan()) {
                    return Err(missing(row));
                }
                let positive: Option<f64> = dataset.positive.trim().parse().ok();
                values.iter().map(|value| Some(*value) == positive).collect()
            }
            Cells::Texts { codes, dictionary } => {
                if let Some(row) = codes.iter().position(|code| *code == MISSING) {
                    return Err(missing(row));
                }
                let positive = dictionary.iter().position(|text| text == dataset.positive.trim());
                codes.iter().map(|code| Some(*code as usize) == positive).collect()
            }
        };
        let positives = labels.iter().filter(|label| **label).count();
        if positives == 0 || positives == labels.len() {
            return Err(LearnError::Data(self.one_class_message(dataset, column, positives)));
        }
        Ok(labels)
    }

    fn one_class_message(&self, dataset: &Dataset, target: &Column, positives: usize) -> String {
        if positives > 0 {
            return format!(
                "every row of {} has \"{}\" as its target; a model needs examples of both classes",
                self.origin, dataset.positive
            );
        }
        let seen = match &target.cells {
            Cells::Texts { dictionary, .. } => dictionary.iter().take(5).cloned().collect(),
            Cells::Numbers(values) => {
                let mut seen: Vec<String> = Vec::new();
                for text in values.iter().map(f64::to_string) {
                    if seen.len() < 5 && !seen.contains(&text) {
                        seen.push(text);
                    }
                }
                seen
            }
        };
        format!(
            "no row of {} has \"{}\" as its target \"{}\"; the positive value must be one of its values, such as: {}",
            self.origin,
            dataset.positive,
            dataset.target,
            seen.join(", ")
        )
    }
}

/// The bytes of a file, or an error that names it.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, LearnError> {
    std::fs::read(path)
        .map_err(|error| LearnError::File { file: path.display().to_string(), problem: error.to_string() })
}

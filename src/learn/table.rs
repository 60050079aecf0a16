//! The table of examples as it was read or generated: typed columns, nothing learned from it yet.

use std::ops::ControlFlow;
use std::path::Path;

use super::error::LearnError;
use super::{files, fraud, images};
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
    /// Reads or generates the rows of `dataset`. `progress` is told how much of how much is read, and can stop it.
    pub fn load(
        dataset: &Dataset,
        folder: &Path,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Self, LearnError> {
        match &dataset.source {
            DatasetSource::TableFile { path } => files::read(&folder.join(path), &dataset.excluded, progress),
            DatasetSource::Images { path, settings } => images::read(&folder.join(path), *settings, progress),
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
}

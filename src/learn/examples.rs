//! A table split into what may be learned from and what is to be predicted. Values are still as read: nothing here has
//! looked at more than one cell at a time.

use super::error::LearnError;
use super::table::{Cells, MISSING, Table};
use super::targets::Aim;
use crate::model::{Dataset, SplitRule};

/// Fewest rows worth learning from.
const FEWEST_ROWS: usize = 20;

/// Rows of raw features with their labels.
#[derive(Clone, Debug)]
pub(super) struct Examples {
    /// The features, in file order.
    pub features: Vec<Feature>,
    /// Row-major cells: a number, or the place of a text in its feature's dictionary; NaN where missing.
    pub raw: Vec<f64>,
    /// What is to be predicted.
    pub aim: Aim,
    /// The value each row is ordered by, for a split by time.
    pub order: Option<Vec<f64>>,
    /// The group of each row, for a split by groups.
    pub groups: Option<Vec<u32>>,
    /// What a reader of the results must know.
    pub warnings: Vec<String>,
}

/// One raw feature.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Feature {
    /// Name of its column.
    pub name: String,
    /// The different texts; empty for a numeric feature.
    pub dictionary: Vec<String>,
}

impl Examples {
    /// Takes target, time column and features out of `table`.
    pub fn of(table: &Table, dataset: &Dataset, split: &SplitRule) -> Result<Self, LearnError> {
        if table.rows < FEWEST_ROWS {
            return Err(LearnError::Data(format!(
                "{} has {} rows; at least {FEWEST_ROWS} are needed to fit, validate and judge a model",
                table.origin, table.rows
            )));
        }
        let aim = Aim::of(table, dataset)?;
        let columns: Vec<_> = table
            .columns
            .iter()
            .filter(|column| column.name != dataset.target && !dataset.excluded.contains(&column.name))
            .collect();
        if columns.is_empty() {
            return Err(LearnError::Data(format!(
                "every column of {} is the target or excluded; leave at least one to learn from",
                table.origin
            )));
        }
        let mut raw = vec![f64::NAN; table.rows * columns.len()];
        for (place, column) in columns.iter().enumerate() {
            let cells = raw.iter_mut().skip(place).step_by(columns.len());
            match &column.cells {
                Cells::Numbers(values) => cells.zip(values).for_each(|(cell, value)| *cell = *value),
                Cells::Texts { codes, .. } => {
                    let present = cells.zip(codes).filter(|(_, code)| **code != MISSING);
                    present.for_each(|(cell, code)| *cell = f64::from(*code));
                }
            }
        }
        let features = columns.iter().map(|column| Feature {
            name: column.name.clone(),
            dictionary: match &column.cells {
                Cells::Numbers(_) => Vec::new(),
                Cells::Texts { dictionary, .. } => dictionary.clone(),
            },
        });
        let features = features.collect();
        let (order, groups) = (order(table, split)?, groups(table, split)?);
        Ok(Self { features, raw, aim, order, groups, warnings: warnings(table, dataset, split) })
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.aim.targets.len()
    }

    /// The raw cells of one row.
    pub fn raw_row(&self, row: usize) -> &[f64] {
        &self.raw[row * self.features.len()..(row + 1) * self.features.len()]
    }
}

/// The values of the time column that `split` names.
fn order(table: &Table, split: &SplitRule) -> Result<Option<Vec<f64>>, LearnError> {
    let SplitRule::ByTime { column, .. } = split else {
        return Ok(None);
    };
    match &table.column(column, "the time to split by")?.cells {
        Cells::Texts { .. } => Err(LearnError::Data(format!(
            "column \"{column}\" of {} holds text, so rows cannot be ordered by it; name a numeric column",
            table.origin
        ))),
        Cells::Numbers(values) => match values.iter().position(|value| value.is_nan()) {
            Some(row) => Err(table.cell_error(row, column, "the time is missing; fill it in or remove the row")),
            None => Ok(Some(values.clone())),
        },
    }
}

/// The group of each row by the column that `split` names; missing cells are a group of their own.
fn groups(table: &Table, split: &SplitRule) -> Result<Option<Vec<u32>>, LearnError> {
    let SplitRule::Grouped { column, .. } = split else {
        return Ok(None);
    };
    Ok(Some(match &table.column(column, "the group to split by")?.cells {
        Cells::Texts { codes, .. } => codes.clone(),
        Cells::Numbers(values) => {
            let mut distinct = values.clone();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup_by(|a, b| a.total_cmp(b).is_eq());
            let place = |value: &f64| distinct.partition_point(|other| other.total_cmp(value).is_lt()) as u32;
            values.iter().map(place).collect()
        }
    }))
}

fn warnings(table: &Table, dataset: &Dataset, split: &SplitRule) -> Vec<String> {
    let unknown: Vec<_> =
        dataset.excluded.iter().filter(|name| table.columns.iter().all(|column| column.name != **name)).collect();
    let mut warnings: Vec<String> =
        unknown.iter().map(|name| format!("The excluded column \"{name}\" does not exist.")).collect();
    if let SplitRule::ByTime { column, .. } = split
        && !dataset.excluded.contains(column)
        && *column != dataset.target
    {
        warnings.push(format!(
            "The time column \"{column}\" is also a feature; models cannot know later values, so exclude it."
        ));
    }
    if let SplitRule::Grouped { column, .. } = split
        && !dataset.excluded.contains(column)
        && *column != dataset.target
    {
        warnings.push(format!(
            "The group column \"{column}\" is also a feature; what a model learns about single groups does not carry \
             over to others, so exclude it."
        ));
    }
    warnings
}

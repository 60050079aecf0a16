//! What a table holds, before anything is trained on it.

use std::ops::ControlFlow;
use std::path::Path;

use super::error::LearnError;
use super::network_size::Input;
use super::prepare::MOST_CATEGORIES;
use super::rules::{RuleColumn, RuleGoal, Vocabulary};
use super::suspicion::{Suspicion, suspicions};
use super::table::{Cells, Column, MISSING, Table};
use super::targets::Aim;
use crate::model::{Dataset, DatasetSource, ImageShape, format_number};

/// Rows that are kept to be looked at.
const FIRST_ROWS: usize = 30;

/// What a table holds.
#[derive(Clone, Debug, PartialEq)]
pub struct DatasetSummary {
    /// Rows in the table.
    pub rows: u64,
    /// Rows of each class by its name, the most frequent first; empty for numbers.
    pub classes: Vec<(String, u64)>,
    /// The columns in file order.
    pub columns: Vec<ColumnSummary>,
    /// The first rows, cell by cell as they were understood; `None` where a cell is missing.
    pub first_rows: Vec<Vec<Option<String>>>,
}

/// What one column holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnSummary {
    /// The header.
    pub name: String,
    /// Numbers or texts.
    pub kind: ColumnKind,
    /// Empty cells.
    pub missing: u64,
    /// What the column is for.
    pub role: ColumnRole,
    /// Why a person should look at it before a model learns from it.
    pub suspicion: Option<Suspicion>,
}

/// What kind of values a column holds.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnKind {
    /// Numbers, with the smallest and the largest; `None` when every cell is empty.
    Number {
        /// Smallest and largest value.
        range: Option<(f64, f64)>,
    },
    /// Texts.
    Text {
        /// How many different ones there are.
        distinct: u64,
    },
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnRole {
    /// Learned from.
    Feature,
    /// To be predicted.
    Target,
    /// Must not be learned from.
    Excluded,
}

/// Reads or generates the rows of `dataset` and describes them. `progress` is told how much of how much is read, and
/// can stop it.
///
/// # Errors
/// The file cannot be read, or the target does not fit it.
pub fn summarise(
    dataset: &Dataset,
    folder: &Path,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<DatasetSummary, LearnError> {
    let table = Table::load(dataset, folder, progress)?;
    let aim = Aim::of(&table, dataset)?;
    let suspicions = suspicions(&table, &aim.targets);
    let mut classes: Vec<(String, u64)> = aim.classes.into_iter().map(|name| (name, 0)).collect();
    aim.targets.codes().iter().for_each(|code| classes[*code as usize].1 += 1);
    classes.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
    let described = table.columns.iter().zip(suspicions);
    let columns = described.map(|(column, suspicion)| describe(column, suspicion, dataset)).collect();
    let first_rows = (0..table.rows.min(FIRST_ROWS)).map(|row| cells(&table, row)).collect();
    Ok(DatasetSummary { rows: table.rows as u64, classes, columns, first_rows })
}

impl DatasetSummary {
    /// What comes into a network that learns from this table: an image, or about so many prepared columns.
    pub fn input(&self, dataset: &Dataset) -> Input {
        if let DatasetSource::Images { settings, .. } = &dataset.source {
            return Input::Image(settings.shape());
        }
        let features = || self.offered(dataset);
        let columns = features().map(|column| match column.kind {
            ColumnKind::Number { .. } => 1,
            // Of two texts one column says all.
            ColumnKind::Text { distinct } if distinct <= 2 && column.missing == 0 => distinct.saturating_sub(1),
            ColumnKind::Text { distinct } if distinct > MOST_CATEGORIES as u64 => 0,
            ColumnKind::Text { distinct } => distinct,
        });
        let are_numbers = features().all(|column| matches!(column.kind, ColumnKind::Number { .. }));
        let columns: u64 = columns.sum();
        let image = ImageShape::square(columns as usize).filter(|_| are_numbers);
        image.map_or(Input::Columns(columns), Input::Image)
    }

    /// The columns that `dataset` lets models learn from: exclusions may have changed since the table was read.
    fn offered<'a>(&'a self, dataset: &'a Dataset) -> impl Iterator<Item = &'a ColumnSummary> {
        let is_offered =
            |column: &&ColumnSummary| column.name != dataset.target && !dataset.excluded.contains(&column.name);
        self.columns.iter().filter(is_offered)
    }

    /// The names that rules can use, without the texts of columns.
    pub fn vocabulary(&self, dataset: &Dataset) -> Vocabulary {
        let features = self.offered(dataset);
        let columns = features.map(|column| RuleColumn {
            name: column.name.clone(),
            is_text: matches!(column.kind, ColumnKind::Text { .. }),
            texts: Vec::new(),
        });
        let classes: Vec<String> = self.classes.iter().map(|(name, _)| name.clone()).collect();
        Vocabulary { columns: columns.collect(), goal: RuleGoal::of(&dataset.goal, &classes) }
    }
}

/// The cells of one row as texts.
fn cells(table: &Table, row: usize) -> Vec<Option<String>> {
    let cell = |column: &Column| match &column.cells {
        Cells::Numbers(values) => values.get(row).filter(|value| !value.is_nan()).map(|value| format_number(*value)),
        Cells::Texts { codes, dictionary } => codes.get(row).and_then(|code| dictionary.get(*code as usize)).cloned(),
    };
    table.columns.iter().map(cell).collect()
}

fn describe(column: &Column, suspicion: Option<Suspicion>, dataset: &Dataset) -> ColumnSummary {
    let role = if column.name == dataset.target {
        ColumnRole::Target
    } else if dataset.excluded.contains(&column.name) {
        ColumnRole::Excluded
    } else {
        ColumnRole::Feature
    };
    let (kind, missing) = match &column.cells {
        Cells::Numbers(values) => {
            let present = values.iter().copied().filter(|value| !value.is_nan());
            let widen = |range: Option<(f64, f64)>, value: f64| {
                Some(range.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
            };
            (
                ColumnKind::Number { range: present.fold(None, widen) },
                values.iter().filter(|value| value.is_nan()).count(),
            )
        }
        Cells::Texts { codes, dictionary } => {
            let missing = codes.iter().filter(|code| **code == MISSING).count();
            (ColumnKind::Text { distinct: dictionary.len() as u64 }, missing)
        }
    };
    let suspicion = suspicion.filter(|_| role != ColumnRole::Target);
    ColumnSummary { name: column.name.clone(), kind, missing: missing as u64, role, suspicion }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DatasetSource, Goal};

    fn go_on(_: u64, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn a_file_is_described_column_by_column() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("rows.csv"), "id,age,city,paid\na,31,Ulm,yes\nb,,Ulm,no\nc,-4,,yes\n")
            .unwrap();
        let dataset = Dataset {
            name: "Rows".to_owned(),
            description: String::new(),
            source: DatasetSource::TableFile { path: "rows.csv".to_owned() },
            target: "paid".to_owned(),
            goal: Goal::Binary { positive: "yes".to_owned() },
            excluded: vec!["id".to_owned()],
        };
        let summary = summarise(&dataset, folder.path(), &mut go_on).unwrap();
        assert_eq!((summary.rows, summary.classes), (3, vec![("yes".to_owned(), 2), ("no".to_owned(), 1)]));
        let column = |name: &str, kind, missing, role| ColumnSummary {
            name: name.to_owned(),
            kind,
            missing,
            role,
            suspicion: None,
        };
        assert_eq!(
            summary.columns,
            [
                column("id", ColumnKind::Text { distinct: 3 }, 0, ColumnRole::Excluded),
                column("age", ColumnKind::Number { range: Some((-4.0, 31.0)) }, 1, ColumnRole::Feature),
                column("city", ColumnKind::Text { distinct: 1 }, 1, ColumnRole::Feature),
                column("paid", ColumnKind::Text { distinct: 2 }, 0, ColumnRole::Target),
            ]
        );
        let wrong = Dataset { target: "pay".to_owned(), ..dataset.clone() };
        let message = summarise(&wrong, folder.path(), &mut go_on).unwrap_err().to_string();
        assert!(
            message
                .ends_with("has no column \"pay\", which is named as the target; choose one of: id, age, city, paid")
        );
        let wrong = Dataset { goal: Goal::Binary { positive: "Yes".to_owned() }, ..dataset };
        let message = summarise(&wrong, folder.path(), &mut go_on).unwrap_err().to_string();
        assert!(message.ends_with("the positive value must be one of its values, such as: yes, no"), "{message}");
    }
}

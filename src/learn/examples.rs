//! A table split into what may be learned from and what is to be predicted. Values are still as read: nothing here has
//! looked at more than one cell at a time.

use super::error::LearnError;
use super::rules::{RuleColumn, RuleGoal, Vocabulary};
use super::table::{Cells, MISSING, Table};
use super::targets::{Aim, Output};
use crate::model::{Dataset, DatasetSource, ImageShape, SplitRule, format_number};

/// Fewest rows worth learning from.
const FEWEST_ROWS: usize = 20;
/// Most groups that are told apart, and most different numbers that are groups by themselves.
const MOST_GROUPS: usize = 50;
const FEW_NUMBERS: usize = 10;

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
    /// The shape of the images that the rows are, if they can be images.
    pub shape: Option<ImageShape>,
    /// Whether they are images for certain.
    pub are_images: bool,
    /// Who each row is about, where that was asked for.
    pub protected: Option<Protected>,
    /// The line of the file each row starts on; empty when the rows do not come from a file with lines.
    pub lines: Vec<u64>,
    /// What a reader of the results must know.
    pub warnings: Vec<String>,
}

/// Groups of people whom rows are about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Protected {
    /// Names of the groups.
    pub names: Vec<String>,
    /// The place of each row's group.
    pub codes: Vec<u32>,
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
    /// Takes target, time column, protected column and features out of `table`.
    pub fn of(
        table: &Table,
        dataset: &Dataset,
        split: &SplitRule,
        protected: Option<&str>,
    ) -> Result<Self, LearnError> {
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
        let features: Vec<Feature> = features.collect();
        let shape = shape(&dataset.source, &features);
        let are_images = matches!(dataset.source, DatasetSource::Images { .. });
        let (order, groups) = (order(table, split)?, groups(table, split)?);
        let protected = protected.map(|column| Protected::of(table, column)).transpose()?;
        let (lines, warnings) = (table.lines.clone(), warnings(table, dataset, split));
        Ok(Self { features, raw, aim, order, groups, shape, are_images, protected, lines, warnings })
    }

    /// The names that rules can use.
    pub fn vocabulary(&self) -> Vocabulary {
        let columns = self.features.iter().map(|feature| RuleColumn {
            name: feature.name.clone(),
            is_text: !feature.dictionary.is_empty(),
            texts: feature.dictionary.clone(),
        });
        let goal = match (self.aim.output, &self.aim.classes[..]) {
            (Output::Positive, [no, yes]) => RuleGoal::YesNo { no: no.clone(), yes: yes.clone() },
            (Output::Number, _) => RuleGoal::Number,
            (_, names) => RuleGoal::Classes(names.to_vec()),
        };
        Vocabulary { columns: columns.collect(), goal }
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

impl Protected {
    /// The groups by `column`: its texts, its few numbers, or quarters of its many numbers. Missing cells are a group.
    fn of(table: &Table, column: &str) -> Result<Self, LearnError> {
        let (mut names, mut codes): (Vec<String>, Vec<Option<u32>>) =
            match &table.column(column, "who rows are about")?.cells {
                Cells::Texts { codes, dictionary } => {
                    let codes = codes.iter().map(|code| (*code != MISSING).then_some(*code));
                    (dictionary.clone(), codes.collect())
                }
                Cells::Numbers(values) => numeric_groups(values),
            };
        if names.len() > MOST_GROUPS {
            return Err(LearnError::Data(format!(
                "the protected column \"{column}\" of {} has {} different values, more than {MOST_GROUPS} groups; name \
                 a column with fewer, such as age or gender",
                table.origin,
                names.len()
            )));
        }
        if codes.contains(&None) {
            names.push("missing".to_owned());
        }
        let last = names.len() as u32 - 1;
        Ok(Self { names, codes: codes.drain(..).map(|code| code.unwrap_or(last)).collect() })
    }
}

fn numeric_groups(values: &[f64]) -> (Vec<String>, Vec<Option<u32>>) {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let known = |value: f64, place: usize| (!value.is_nan()).then_some(place as u32);
    if distinct.len() <= FEW_NUMBERS {
        let place = |value: f64| distinct.partition_point(|other| *other < value);
        let codes = values.iter().map(|value| known(*value, place(*value)));
        return (distinct.iter().map(|number| format_number(*number)).collect(), codes.collect());
    }
    let mut limits: Vec<f64> = (1..4).map(|quarter| sorted[sorted.len() * quarter / 4]).collect();
    limits.dedup();
    let written: Vec<String> = limits.iter().map(|limit| format_number(*limit)).collect();
    let mut names = vec![format!("below {}", written[0])];
    names.extend(written.windows(2).map(|pair| format!("{} to below {}", pair[0], pair[1])));
    names.push(format!("{} or more", written[written.len() - 1]));
    let place = |value: f64| limits.partition_point(|limit| *limit <= value);
    (names, values.iter().map(|value| known(*value, place(*value))).collect())
}

/// The shape that `source` states, or that of square images with a pixel for each feature, where all are numbers.
fn shape(source: &DatasetSource, features: &[Feature]) -> Option<ImageShape> {
    match source {
        DatasetSource::Images { settings, .. } => Some(settings.shape()),
        DatasetSource::TableFile { .. } | DatasetSource::GeneratedFraud(_) => {
            let are_numbers = features.iter().all(|feature| feature.dictionary.is_empty());
            ImageShape::square(features.len()).filter(|_| are_numbers)
        }
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

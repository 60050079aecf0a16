//! Version 1 of datasets, learning tasks and candidate models.

use serde::{Deserialize, Serialize};

use super::candidate::SavedCandidate;
use super::judging::SavedJudging;
use super::number::Number;
use super::unique::{Identified, UniqueList};
use super::words::SavedMeasure;
use crate::model::{
    ComponentId, Dataset, DatasetId, DatasetSource, FraudGenerator, Goal, ImageSettings, LearningTask, OperatingPoint,
    SplitRule,
};

/// A table of examples.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedDataset {
    id: String,
    name: String,
    #[serde(default)]
    description: String,
    source: SavedSource,
    target: String,
    /// The target's value that counts as yes, where the goal is yes or no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    positive: Option<String>,
    /// What else is predicted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    goal: Option<SavedGoal>,
    #[serde(default)]
    excluded: Vec<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedGoal {
    Classes,
    Number,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedSource {
    CsvFile { path: String },
    Images { path: String, width: u32, height: u32, colour: bool, most: u32 },
    GeneratedFraud { seed: u64, customers: u32, terminals: u32, days: u32 },
}

/// What one component learns.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedTask {
    component: String,
    dataset: String,
    split: SavedSplit,
    operating_point: SavedOperatingPoint,
    primary: SavedMeasure,
    #[serde(default, skip_serializing_if = "SavedJudging::is_empty")]
    judging: SavedJudging,
    #[serde(default)]
    candidates: UniqueList<SavedCandidate>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedSplit {
    Stratified { test_share: Number, seed: u64 },
    Grouped { column: String, test_share: Number, seed: u64 },
    ByTime { column: String, test_share: Number },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedOperatingPoint {
    Probability(Number),
    FalsePositiveRate(Number),
    LeastCost,
}

impl Identified for SavedDataset {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedTask {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.component)
    }
}

impl SavedDataset {
    /// The saved form.
    pub(super) fn of(id: &DatasetId, dataset: &Dataset) -> Self {
        Self {
            id: id.to_string(),
            name: dataset.name.clone(),
            description: dataset.description.clone(),
            source: match &dataset.source {
                DatasetSource::TableFile { path } => SavedSource::CsvFile { path: path.clone() },
                DatasetSource::Images { path, settings: ImageSettings { width, height, colour, most } } => {
                    SavedSource::Images {
                        path: path.clone(),
                        width: *width,
                        height: *height,
                        colour: *colour,
                        most: *most,
                    }
                }
                DatasetSource::GeneratedFraud(FraudGenerator { seed, customers, terminals, days }) => {
                    SavedSource::GeneratedFraud {
                        seed: *seed,
                        customers: *customers,
                        terminals: *terminals,
                        days: *days,
                    }
                }
            },
            target: dataset.target.clone(),
            positive: match &dataset.goal {
                Goal::Binary { positive } => Some(positive.clone()),
                Goal::Classes | Goal::Number => None,
            },
            goal: match &dataset.goal {
                Goal::Binary { .. } => None,
                Goal::Classes => Some(SavedGoal::Classes),
                Goal::Number => Some(SavedGoal::Number),
            },
            excluded: dataset.excluded.clone(),
        }
    }

    /// The dataset, from its saved form.
    pub(super) fn open(self) -> (DatasetId, Dataset) {
        let source = match self.source {
            SavedSource::CsvFile { path } => DatasetSource::TableFile { path },
            SavedSource::Images { path, width, height, colour, most } => {
                DatasetSource::Images { path, settings: ImageSettings { width, height, colour, most } }
            }
            SavedSource::GeneratedFraud { seed, customers, terminals, days } => {
                DatasetSource::GeneratedFraud(FraudGenerator { seed, customers, terminals, days })
            }
        };
        let dataset = Dataset {
            name: self.name,
            description: self.description,
            source,
            target: self.target,
            goal: match self.goal {
                None => Goal::Binary { positive: self.positive.unwrap_or_default() },
                Some(SavedGoal::Classes) => Goal::Classes,
                Some(SavedGoal::Number) => Goal::Number,
            },
            excluded: self.excluded,
        };
        (DatasetId::new(&self.id), dataset)
    }
}

impl SavedTask {
    /// The saved form.
    pub(super) fn of(component: &ComponentId, task: &LearningTask) -> Self {
        Self {
            component: component.to_string(),
            dataset: task.dataset.to_string(),
            split: (&task.split).into(),
            operating_point: match task.operating_point {
                OperatingPoint::Probability(share) => SavedOperatingPoint::Probability(Number(share)),
                OperatingPoint::FalsePositiveRate(share) => SavedOperatingPoint::FalsePositiveRate(Number(share)),
                OperatingPoint::LeastCost => SavedOperatingPoint::LeastCost,
            },
            primary: SavedMeasure(task.primary),
            judging: SavedJudging::of(&task.judging),
            candidates: UniqueList::of(&task.candidates, SavedCandidate::of),
        }
    }

    /// The task, from its saved form.
    pub(super) fn open(self) -> (ComponentId, LearningTask) {
        let task = LearningTask {
            dataset: DatasetId::new(&self.dataset),
            split: self.split.into(),
            operating_point: match self.operating_point {
                SavedOperatingPoint::Probability(share) => OperatingPoint::Probability(share.0),
                SavedOperatingPoint::FalsePositiveRate(share) => OperatingPoint::FalsePositiveRate(share.0),
                SavedOperatingPoint::LeastCost => OperatingPoint::LeastCost,
            },
            primary: self.primary.0,
            judging: self.judging.open(),
            candidates: self.candidates.into_collection(SavedCandidate::open),
        };
        (ComponentId::new(&self.component), task)
    }
}

impl From<&SplitRule> for SavedSplit {
    fn from(split: &SplitRule) -> Self {
        match split {
            SplitRule::Stratified { test_share, seed } => {
                Self::Stratified { test_share: Number(*test_share), seed: *seed }
            }
            SplitRule::Grouped { column, test_share, seed } => {
                Self::Grouped { column: column.clone(), test_share: Number(*test_share), seed: *seed }
            }
            SplitRule::ByTime { column, test_share } => {
                Self::ByTime { column: column.clone(), test_share: Number(*test_share) }
            }
        }
    }
}

impl From<SavedSplit> for SplitRule {
    fn from(saved: SavedSplit) -> Self {
        match saved {
            SavedSplit::Stratified { test_share, seed } => Self::Stratified { test_share: test_share.0, seed },
            SavedSplit::Grouped { column, test_share, seed } => {
                SplitRule::Grouped { column, test_share: test_share.0, seed }
            }
            SavedSplit::ByTime { column, test_share } => Self::ByTime { column, test_share: test_share.0 },
        }
    }
}

//! Version 1 of datasets, learning tasks and candidate models.

use serde::{Deserialize, Serialize};

use super::number::Number;
use super::unique::{Identified, UniqueList};
use super::words::SavedMeasure;
use crate::model::{
    Algorithm, BoostingSettings, Candidate, CandidateId, ComponentId, Dataset, DatasetId, DatasetSource,
    ForestSettings, FraudGenerator, LearningTask, LogisticSettings, OperatingPoint, PerceptronSettings, SplitRule,
    TreeSettings,
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
    positive: String,
    #[serde(default)]
    excluded: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedSource {
    CsvFile { path: String },
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
    #[serde(default)]
    candidates: UniqueList<SavedCandidate>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedSplit {
    Stratified { test_share: Number, seed: u64 },
    ByTime { column: String, test_share: Number },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedOperatingPoint {
    Probability(Number),
    FalsePositiveRate(Number),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedCandidate {
    id: String,
    name: String,
    algorithm: SavedAlgorithm,
    seed: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedAlgorithm {
    LogisticRegression { epochs: u32, learning_rate: Number, l2: Number },
    MultiLayerPerceptron { hidden: Vec<u32>, epochs: u32, batch: u32, learning_rate: Number },
    DecisionTree { max_depth: u32, min_leaf: u32 },
    RandomForest { trees: u32, max_depth: u32 },
    GradientBoosting { rounds: u32, learning_rate: Number, max_depth: u32 },
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

impl Identified for SavedCandidate {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
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
                DatasetSource::CsvFile { path } => SavedSource::CsvFile { path: path.clone() },
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
            positive: dataset.positive.clone(),
            excluded: dataset.excluded.clone(),
        }
    }

    /// The dataset, from its saved form.
    pub(super) fn open(self) -> (DatasetId, Dataset) {
        let source = match self.source {
            SavedSource::CsvFile { path } => DatasetSource::CsvFile { path },
            SavedSource::GeneratedFraud { seed, customers, terminals, days } => {
                DatasetSource::GeneratedFraud(FraudGenerator { seed, customers, terminals, days })
            }
        };
        let dataset = Dataset {
            name: self.name,
            description: self.description,
            source,
            target: self.target,
            positive: self.positive,
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
            },
            primary: SavedMeasure(task.primary),
            candidates: UniqueList::of(&task.candidates, |id, candidate| SavedCandidate {
                id: id.to_string(),
                name: candidate.name.clone(),
                algorithm: (&candidate.algorithm).into(),
                seed: candidate.seed,
            }),
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
            },
            primary: self.primary.0,
            candidates: self.candidates.into_collection(|saved| {
                let candidate = Candidate { name: saved.name, algorithm: saved.algorithm.into(), seed: saved.seed };
                (CandidateId::new(&saved.id), candidate)
            }),
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
            SavedSplit::ByTime { column, test_share } => Self::ByTime { column, test_share: test_share.0 },
        }
    }
}

impl From<&Algorithm> for SavedAlgorithm {
    fn from(algorithm: &Algorithm) -> Self {
        match algorithm {
            Algorithm::LogisticRegression(LogisticSettings { epochs, learning_rate, l2 }) => {
                Self::LogisticRegression { epochs: *epochs, learning_rate: Number(*learning_rate), l2: Number(*l2) }
            }
            Algorithm::MultiLayerPerceptron(PerceptronSettings { hidden, epochs, batch, learning_rate }) => {
                Self::MultiLayerPerceptron {
                    hidden: hidden.clone(),
                    epochs: *epochs,
                    batch: *batch,
                    learning_rate: Number(*learning_rate),
                }
            }
            Algorithm::DecisionTree(TreeSettings { max_depth, min_leaf }) => {
                Self::DecisionTree { max_depth: *max_depth, min_leaf: *min_leaf }
            }
            Algorithm::RandomForest(ForestSettings { trees, max_depth }) => {
                Self::RandomForest { trees: *trees, max_depth: *max_depth }
            }
            Algorithm::GradientBoosting(BoostingSettings { rounds, learning_rate, max_depth }) => {
                Self::GradientBoosting { rounds: *rounds, learning_rate: Number(*learning_rate), max_depth: *max_depth }
            }
        }
    }
}

impl From<SavedAlgorithm> for Algorithm {
    fn from(saved: SavedAlgorithm) -> Self {
        match saved {
            SavedAlgorithm::LogisticRegression { epochs, learning_rate, l2 } => {
                Self::LogisticRegression(LogisticSettings { epochs, learning_rate: learning_rate.0, l2: l2.0 })
            }
            SavedAlgorithm::MultiLayerPerceptron { hidden, epochs, batch, learning_rate } => {
                let learning_rate = learning_rate.0;
                Self::MultiLayerPerceptron(PerceptronSettings { hidden, epochs, batch, learning_rate })
            }
            SavedAlgorithm::DecisionTree { max_depth, min_leaf } => {
                Self::DecisionTree(TreeSettings { max_depth, min_leaf })
            }
            SavedAlgorithm::RandomForest { trees, max_depth } => {
                Self::RandomForest(ForestSettings { trees, max_depth })
            }
            SavedAlgorithm::GradientBoosting { rounds, learning_rate, max_depth } => {
                Self::GradientBoosting(BoostingSettings { rounds, learning_rate: learning_rate.0, max_depth })
            }
        }
    }
}

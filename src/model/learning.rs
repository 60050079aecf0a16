//! What an ML component learns: its data, how results are judged, and the candidate models.

use serde::{Deserialize, Serialize};

use super::Collection;
use super::id::{CandidateId, ComponentId, DatasetId};

/// A table of examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// Name shown to people.
    pub name: String,
    /// What it is, where it comes from, its licence; synthetic data says so here.
    pub description: String,
    /// Where the rows come from.
    pub source: DatasetSource,
    /// The column to predict.
    pub target: String,
    /// The target's value that counts as positive.
    pub positive: String,
    /// Columns that must not be learned from (identifiers, time stamps, what is only known afterwards).
    pub excluded: Vec<String>,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DatasetSource {
    /// A CSV file with a header row, by path relative to the project's folder.
    CsvFile {
        /// Path relative to the project's folder, with forward slashes.
        path: String,
    },
    /// Our own seeded generator of card transactions.
    GeneratedFraud(FraudGenerator),
}

/// Settings of the card transaction generator; the same settings give the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FraudGenerator {
    /// Seed of everything random.
    pub seed: u64,
    /// Card holders, at least 1.
    pub customers: u32,
    /// Shop terminals, at least 1.
    pub terminals: u32,
    /// Days simulated, at least 1.
    pub days: u32,
}

/// The learning task of one ML component.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningTask {
    /// The data to learn from.
    pub dataset: DatasetId,
    /// Which rows are held out to judge the candidates.
    pub split: SplitRule,
    /// How the decision threshold is set, on validation rows that are part of the training rows.
    pub operating_point: OperatingPoint,
    /// The measure that candidates are ranked by.
    pub primary: super::Measure,
    /// Models that could fill the component, in the user's order.
    pub candidates: Collection<CandidateId, Candidate>,
}

/// Which rows are held out for judging; fitting never sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SplitRule {
    /// A random share of the rows, the same share of each class.
    Stratified {
        /// Share held out, between 0 and 1.
        test_share: f64,
        /// Seed of the shuffle.
        seed: u64,
    },
    /// The last rows by a time column, so that the past predicts the future.
    ByTime {
        /// Numeric column to order by.
        column: String,
        /// Share held out, between 0 and 1.
        test_share: f64,
    },
}

/// How a probability becomes a decision.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum OperatingPoint {
    /// Positive at this probability or more.
    Probability(f64),
    /// The threshold that flags at most this share of the negative validation rows.
    FalsePositiveRate(f64),
}

/// A model that could fill an ML component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Name shown to people.
    pub name: String,
    /// How it learns.
    pub algorithm: Algorithm,
    /// Seed of everything random in its training.
    pub seed: u64,
}

/// A learning algorithm with its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Algorithm {
    /// Logistic regression, trained with burn.
    LogisticRegression(LogisticSettings),
    /// Multi-layer perceptron, trained with burn.
    MultiLayerPerceptron(PerceptronSettings),
    /// One decision tree.
    DecisionTree(TreeSettings),
    /// Random forest.
    RandomForest(ForestSettings),
    /// Gradient-boosted trees.
    GradientBoosting(BoostingSettings),
}

/// Settings of a logistic regression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogisticSettings {
    /// Passes over the training rows, at least 1.
    pub epochs: u32,
    /// Step size of Adam, above 0.
    pub learning_rate: f64,
    /// Strength of the L2 penalty, as in scikit-learn's `1 / C`; 0 for none.
    pub l2: f64,
}

/// Settings of a multi-layer perceptron.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerceptronSettings {
    /// Units of each hidden layer, first to last; each at least 1.
    pub hidden: Vec<u32>,
    /// Passes over the training rows, at most; training stops earlier when the validation loss no longer falls.
    pub epochs: u32,
    /// Rows per step, at least 1.
    pub batch: u32,
    /// Step size of Adam, above 0.
    pub learning_rate: f64,
}

/// Settings of a decision tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeSettings {
    /// Longest path from the root to a leaf, at least 1.
    pub max_depth: u32,
    /// Fewest training rows in a leaf, at least 1.
    pub min_leaf: u32,
}

/// Settings of a random forest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForestSettings {
    /// Trees, at least 1.
    pub trees: u32,
    /// Longest path of a tree, at least 1.
    pub max_depth: u32,
}

/// Settings of gradient boosting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoostingSettings {
    /// Rounds: trees added, at least 1.
    pub rounds: u32,
    /// Share of each tree's correction that is taken, above 0 and at most 1.
    pub learning_rate: f64,
    /// Longest path of a tree, at least 1.
    pub max_depth: u32,
}

impl Algorithm {
    /// The family's name shown to people.
    pub fn label(&self) -> &'static str {
        match self {
            Self::LogisticRegression(_) => "Logistic regression",
            Self::MultiLayerPerceptron(_) => "Multi-layer perceptron",
            Self::DecisionTree(_) => "Decision tree",
            Self::RandomForest(_) => "Random forest",
            Self::GradientBoosting(_) => "Gradient boosting",
        }
    }

    /// One of each family with settings that do well on tables of some thousand rows.
    pub fn starting_set() -> [Self; 5] {
        [
            Self::LogisticRegression(LogisticSettings { epochs: 200, learning_rate: 0.02, l2: 1.0 }),
            Self::DecisionTree(TreeSettings { max_depth: 5, min_leaf: 5 }),
            Self::RandomForest(ForestSettings { trees: 100, max_depth: 16 }),
            Self::GradientBoosting(BoostingSettings { rounds: 150, learning_rate: 0.1, max_depth: 4 }),
            Self::MultiLayerPerceptron(PerceptronSettings {
                hidden: vec![32, 16],
                epochs: 60,
                batch: 64,
                learning_rate: 0.002,
            }),
        ]
    }

    /// The settings in one line: `32-16, 60 epochs, batch 64, rate 0.002`.
    pub fn summary(&self) -> String {
        match self {
            Self::LogisticRegression(s) => format!("{} epochs, rate {}, L2 {}", s.epochs, s.learning_rate, s.l2),
            Self::MultiLayerPerceptron(s) => {
                let layers: Vec<_> = s.hidden.iter().map(u32::to_string).collect();
                format!("{}, {} epochs, batch {}, rate {}", layers.join("-"), s.epochs, s.batch, s.learning_rate)
            }
            Self::DecisionTree(s) => format!("depth {}, at least {} rows a leaf", s.max_depth, s.min_leaf),
            Self::RandomForest(s) => format!("{} trees, depth {}", s.trees, s.max_depth),
            Self::GradientBoosting(s) => {
                format!("{} rounds, rate {}, depth {}", s.rounds, s.learning_rate, s.max_depth)
            }
        }
    }
}

/// Learning tasks by the component whose model they train.
pub type LearningTasks = Collection<ComponentId, LearningTask>;

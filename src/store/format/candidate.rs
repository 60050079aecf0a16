//! The saved form of candidate models: version 1's families, and those of version 4.

use serde::{Deserialize, Serialize};

use super::number::Number;
use super::unique::Identified;
use crate::model::{
    Algorithm, BoostingSettings, Candidate, CandidateId, ConvolutionLayer, ConvolutionSettings, ExplainableSettings,
    ForestSettings, LinearSettings, LogisticSettings, NeighbourSettings, PerceptronSettings, RuleSettings, Search,
    SearchMethod, SupportVectorSettings, TreeSettings,
};

/// A model that could fill a component.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedCandidate {
    id: String,
    name: String,
    algorithm: SavedAlgorithm,
    seed: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    search: Option<SavedSearch>,
}

/// Other settings around the stated ones: random ones, or those of a grid.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedSearch {
    tries: u32,
    factor: Number,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    grid: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedAlgorithm {
    Baseline {},
    Rules {
        text: String,
    },
    LinearRegression {
        l2: Number,
    },
    LogisticRegression {
        epochs: u32,
        /// Of an earlier way of learning.
        #[serde(default, rename = "learning_rate", skip_serializing)]
        _learning_rate: Option<Number>,
        l2: Number,
    },
    NaiveBayes {},
    NearestNeighbours {
        neighbours: u32,
        by_distance: bool,
    },
    SupportVectors {
        linear: bool,
        cost: Number,
    },
    MultiLayerPerceptron {
        hidden: Vec<u32>,
        epochs: u32,
        batch: u32,
        learning_rate: Number,
    },
    ConvolutionalNetwork {
        layers: Vec<SavedFilters>,
        hidden: Vec<u32>,
        epochs: u32,
        batch: u32,
        learning_rate: Number,
    },
    DecisionTree {
        max_depth: u32,
        min_leaf: u32,
    },
    RandomForest {
        trees: u32,
        max_depth: u32,
    },
    GradientBoosting {
        rounds: u32,
        learning_rate: Number,
        max_depth: u32,
    },
    ExplainableBoosting {
        rounds: u32,
        learning_rate: Number,
        pairs: u32,
    },
}

/// One convolutional layer.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedFilters {
    filters: u32,
    kernel: u32,
    pool: bool,
}

impl Identified for SavedCandidate {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl SavedCandidate {
    /// The saved form.
    pub(super) fn of(id: &CandidateId, candidate: &Candidate) -> Self {
        Self {
            id: id.to_string(),
            name: candidate.name.clone(),
            algorithm: (&candidate.algorithm).into(),
            seed: candidate.seed,
            search: candidate.search.map(|Search { tries, factor, by }| SavedSearch {
                tries,
                factor: Number(factor),
                grid: by == SearchMethod::Grid,
            }),
        }
    }

    /// The candidate, from its saved form.
    pub(super) fn open(self) -> (CandidateId, Candidate) {
        let search = self.search.map(|SavedSearch { tries, factor, grid }| Search {
            tries,
            factor: factor.0,
            by: if grid { SearchMethod::Grid } else { SearchMethod::Random },
        });
        let candidate = Candidate { name: self.name, algorithm: self.algorithm.into(), seed: self.seed, search };
        (CandidateId::new(&self.id), candidate)
    }
}

impl From<&Algorithm> for SavedAlgorithm {
    fn from(algorithm: &Algorithm) -> Self {
        match algorithm {
            Algorithm::Baseline => Self::Baseline {},
            Algorithm::Rules(RuleSettings { text }) => Self::Rules { text: text.clone() },
            Algorithm::LinearRegression(LinearSettings { l2 }) => Self::LinearRegression { l2: Number(*l2) },
            Algorithm::NaiveBayes => Self::NaiveBayes {},
            Algorithm::NearestNeighbours(NeighbourSettings { neighbours, by_distance }) => {
                Self::NearestNeighbours { neighbours: *neighbours, by_distance: *by_distance }
            }
            Algorithm::SupportVectors(SupportVectorSettings { linear, cost }) => {
                Self::SupportVectors { linear: *linear, cost: Number(*cost) }
            }
            Algorithm::ExplainableBoosting(ExplainableSettings { rounds, learning_rate, pairs }) => {
                Self::ExplainableBoosting { rounds: *rounds, learning_rate: Number(*learning_rate), pairs: *pairs }
            }
            Algorithm::LogisticRegression(LogisticSettings { iterations, l2 }) => {
                Self::LogisticRegression { epochs: *iterations, _learning_rate: None, l2: Number(*l2) }
            }
            Algorithm::MultiLayerPerceptron(PerceptronSettings { hidden, epochs, batch, learning_rate }) => {
                Self::MultiLayerPerceptron {
                    hidden: hidden.clone(),
                    epochs: *epochs,
                    batch: *batch,
                    learning_rate: Number(*learning_rate),
                }
            }
            Algorithm::ConvolutionalNetwork(settings) => Self::ConvolutionalNetwork {
                layers: (settings.layers.iter())
                    .map(|layer| SavedFilters { filters: layer.filters, kernel: layer.kernel, pool: layer.pool })
                    .collect(),
                hidden: settings.hidden.clone(),
                epochs: settings.epochs,
                batch: settings.batch,
                learning_rate: Number(settings.learning_rate),
            },
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
            SavedAlgorithm::Baseline {} => Self::Baseline,
            SavedAlgorithm::Rules { text } => Self::Rules(RuleSettings { text }),
            SavedAlgorithm::LinearRegression { l2 } => Self::LinearRegression(LinearSettings { l2: l2.0 }),
            SavedAlgorithm::NaiveBayes {} => Self::NaiveBayes,
            SavedAlgorithm::NearestNeighbours { neighbours, by_distance } => {
                Self::NearestNeighbours(NeighbourSettings { neighbours, by_distance })
            }
            SavedAlgorithm::SupportVectors { linear, cost } => {
                Self::SupportVectors(SupportVectorSettings { linear, cost: cost.0 })
            }
            SavedAlgorithm::ExplainableBoosting { rounds, learning_rate, pairs } => {
                Self::ExplainableBoosting(ExplainableSettings { rounds, learning_rate: learning_rate.0, pairs })
            }
            SavedAlgorithm::LogisticRegression { epochs, l2, .. } => {
                Self::LogisticRegression(LogisticSettings { iterations: epochs, l2: l2.0 })
            }
            SavedAlgorithm::MultiLayerPerceptron { hidden, epochs, batch, learning_rate } => {
                let learning_rate = learning_rate.0;
                Self::MultiLayerPerceptron(PerceptronSettings { hidden, epochs, batch, learning_rate })
            }
            SavedAlgorithm::ConvolutionalNetwork { layers, hidden, epochs, batch, learning_rate } => {
                let layers = layers.into_iter().map(|saved| ConvolutionLayer {
                    filters: saved.filters,
                    kernel: saved.kernel,
                    pool: saved.pool,
                });
                Self::ConvolutionalNetwork(ConvolutionSettings {
                    layers: layers.collect(),
                    hidden,
                    epochs,
                    batch,
                    learning_rate: learning_rate.0,
                })
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

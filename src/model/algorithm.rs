//! The models that could fill an ML component: families of learning algorithms with their settings.

use serde::{Deserialize, Serialize};

use super::learning::Goal;

/// A model that could fill an ML component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Name shown to people.
    pub name: String,
    /// How it learns.
    pub algorithm: Algorithm,
    /// Seed of everything random in its training.
    pub seed: u64,
    /// Whether better settings are looked for around the stated ones.
    pub search: Option<Search>,
}

/// A search for settings by validation rows, which are part of the training rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// Settings that are tried, the stated ones included; at least 2.
    pub tries: u32,
    /// How far each number may lie from the stated one: between this part of it and that many times it; above 1.
    pub factor: f64,
    /// Which settings are tried.
    pub by: SearchMethod,
}

/// Which settings a search tries beside the stated ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SearchMethod {
    /// Random ones, each number evenly by its logarithm.
    #[default]
    Random,
    /// Those of a grid: each number as stated, the largest and the least, with every other; if that is more than may be
    /// tried, random ones of them.
    Grid,
}

/// A learning algorithm with its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Algorithm {
    /// Always the same answer: the share of each class, or the mean. What others must beat.
    Baseline,
    /// Rules that a person writes; the first that holds decides.
    Rules(RuleSettings),
    /// Linear regression with an L2 penalty (ridge), for numbers.
    LinearRegression(LinearSettings),
    /// Logistic regression with an L2 penalty; for classes.
    LogisticRegression(LogisticSettings),
    /// Naive Bayes: Gaussian for numbers, Bernoulli for what is only 0 or 1; for classes.
    NaiveBayes,
    /// The most similar rows decide.
    NearestNeighbours(NeighbourSettings),
    /// Support vector machine.
    SupportVectors(SupportVectorSettings),
    /// Multi-layer perceptron, trained with burn.
    MultiLayerPerceptron(PerceptronSettings),
    /// Convolutional network, for images.
    ConvolutionalNetwork(ConvolutionSettings),
    /// One decision tree.
    DecisionTree(TreeSettings),
    /// Random forest.
    RandomForest(ForestSettings),
    /// Gradient-boosted trees.
    GradientBoosting(BoostingSettings),
    /// Explainable boosting machine: one readable curve per feature, added up.
    ExplainableBoosting(ExplainableSettings),
}

/// Rules that a person writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSettings {
    /// The rules, one a line; the first that holds decides.
    pub text: String,
}

/// Settings of a linear regression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearSettings {
    /// Strength of the L2 penalty, as in scikit-learn's `Ridge(alpha)` on standardised features; 0 for none.
    pub l2: f64,
}

/// Settings of nearest neighbours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeighbourSettings {
    /// How many decide, at least 1.
    pub neighbours: u32,
    /// Whether closer ones count more, by one over their distance.
    pub by_distance: bool,
}

/// Settings of a support vector machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportVectorSettings {
    /// Whether it is linear; else the radial kernel with the usual width.
    pub linear: bool,
    /// Cost of a violated margin, above 0.
    pub cost: f64,
}

/// Settings of an explainable boosting machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainableSettings {
    /// Rounds: small trees added per feature, at most; it stops earlier when the validation loss no longer falls.
    pub rounds: u32,
    /// Share of each tree's correction that is taken, above 0 and at most 1.
    pub learning_rate: f64,
    /// Pairs of features that get a surface of their own.
    pub pairs: u32,
}

/// Settings of a logistic regression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogisticSettings {
    /// Steps towards the optimum, at most; at least 1.
    pub iterations: u32,
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

/// Settings of a convolutional network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConvolutionSettings {
    /// Convolutional layers, first to last; at least one.
    pub layers: Vec<ConvolutionLayer>,
    /// Units of each dense hidden layer after them, first to last; each at least 1.
    pub hidden: Vec<u32>,
    /// Passes over the training rows, at most; training stops earlier when the validation loss no longer falls.
    pub epochs: u32,
    /// Rows per step, at least 1.
    pub batch: u32,
    /// Step size of Adam, above 0.
    pub learning_rate: f64,
}

/// A convolutional layer: a convolution that keeps the image's size, a rectifier, and perhaps pooling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConvolutionLayer {
    /// Filters, at least 1.
    pub filters: u32,
    /// Rows and columns of the kernel, an odd number.
    pub kernel: u32,
    /// Whether only the largest of each 2 x 2 pixels is kept.
    pub pool: bool,
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
            Self::Baseline => "Baseline",
            Self::Rules(_) => "Rules",
            Self::LinearRegression(_) => "Linear regression",
            Self::LogisticRegression(_) => "Logistic regression",
            Self::NaiveBayes => "Naive Bayes",
            Self::NearestNeighbours(_) => "Nearest neighbours",
            Self::SupportVectors(_) => "Support vector machine",
            Self::MultiLayerPerceptron(_) => "Multi-layer perceptron",
            Self::ConvolutionalNetwork(_) => "Convolutional network",
            Self::DecisionTree(_) => "Decision tree",
            Self::RandomForest(_) => "Random forest",
            Self::GradientBoosting(_) => "Gradient boosting",
            Self::ExplainableBoosting(_) => "Explainable boosting",
        }
    }

    /// Whether it can learn to say what `goal` asks for.
    pub fn suits(&self, goal: &Goal) -> bool {
        match self {
            Self::LinearRegression(_) => *goal == Goal::Number,
            Self::LogisticRegression(_) | Self::NaiveBayes => *goal != Goal::Number,
            _ => true,
        }
    }

    /// Every family that suits `goal`, with settings that do well on tables of some thousand rows.
    pub fn families(goal: &Goal) -> Vec<Self> {
        let all = [
            Self::Baseline,
            Self::Rules(RuleSettings::default()),
            Self::LinearRegression(LinearSettings { l2: 1.0 }),
            Self::LogisticRegression(LogisticSettings { iterations: 200, l2: 1.0 }),
            Self::NaiveBayes,
            Self::DecisionTree(TreeSettings { max_depth: 5, min_leaf: 5 }),
            Self::ExplainableBoosting(ExplainableSettings { rounds: 600, learning_rate: 0.05, pairs: 0 }),
            Self::NearestNeighbours(NeighbourSettings { neighbours: 15, by_distance: false }),
            Self::SupportVectors(SupportVectorSettings { linear: false, cost: 1.0 }),
            Self::RandomForest(ForestSettings { trees: 100, max_depth: 16 }),
            Self::GradientBoosting(BoostingSettings { rounds: 150, learning_rate: 0.1, max_depth: 4 }),
            Self::MultiLayerPerceptron(PerceptronSettings {
                hidden: vec![32, 16],
                epochs: 60,
                batch: 64,
                learning_rate: 0.002,
            }),
        ];
        all.into_iter().filter(|algorithm| algorithm.suits(goal)).collect()
    }

    /// A convolutional network for small images, with settings that do well on some thousand of them.
    pub fn for_images() -> Self {
        let layer = |filters| ConvolutionLayer { filters, kernel: 3, pool: true };
        Self::ConvolutionalNetwork(ConvolutionSettings {
            layers: vec![layer(16), layer(32)],
            hidden: vec![64],
            epochs: 20,
            batch: 64,
            learning_rate: 0.001,
        })
    }

    /// A few families for images: those that take hundreds of pixels in good time.
    pub fn starting_set_for_images(goal: &Goal) -> Vec<Self> {
        let is_quick = |algorithm: &Self| {
            matches!(algorithm, Self::Baseline | Self::LogisticRegression(_) | Self::RandomForest(_))
        };
        let mut families = Self::families(goal);
        families.retain(is_quick);
        families.push(Self::MultiLayerPerceptron(PerceptronSettings {
            hidden: vec![300, 100],
            epochs: 30,
            batch: 64,
            learning_rate: 0.001,
        }));
        families.push(Self::for_images());
        families
    }

    /// A few families that differ most in what they trade: a baseline, what can be read, and what is usually most right.
    pub fn starting_set(goal: &Goal) -> Vec<Self> {
        let is_started_with = |algorithm: &Self| {
            !matches!(
                algorithm,
                Self::Rules(_) | Self::NaiveBayes | Self::NearestNeighbours(_) | Self::SupportVectors(_)
            )
        };
        Self::families(goal).into_iter().filter(is_started_with).collect()
    }

    /// The settings in one line: `32-16, 60 epochs, batch 64, rate 0.002`.
    pub fn summary(&self) -> String {
        match self {
            Self::Baseline => "always the same answer".to_owned(),
            Self::Rules(s) => {
                let is_rule = |line: &&str| !matches!(line.trim().chars().next(), None | Some('#'));
                match s.text.lines().filter(is_rule).count() {
                    1 => "1 rule".to_owned(),
                    count => format!("{count} rules"),
                }
            }
            Self::LinearRegression(s) => format!("L2 {}", s.l2),
            Self::LogisticRegression(s) => format!("L2 {}, at most {} iterations", s.l2, s.iterations),
            Self::NaiveBayes => "features taken as independent".to_owned(),
            Self::NearestNeighbours(s) => {
                format!("{} neighbours{}", s.neighbours, if s.by_distance { ", closer ones count more" } else { "" })
            }
            Self::SupportVectors(s) => {
                format!("{} kernel, cost {}", if s.linear { "linear" } else { "radial" }, s.cost)
            }
            Self::MultiLayerPerceptron(s) => {
                let layers: Vec<_> = s.hidden.iter().map(u32::to_string).collect();
                format!("{}, {} epochs, batch {}, rate {}", layers.join("-"), s.epochs, s.batch, s.learning_rate)
            }
            Self::ConvolutionalNetwork(s) => {
                let filters = s.layers.iter().map(|layer| {
                    let pool = if layer.pool { " halved" } else { "" };
                    format!("{0}×{0}×{1}{pool}", layer.kernel, layer.filters)
                });
                let layers: Vec<_> = filters.chain(s.hidden.iter().map(u32::to_string)).collect();
                format!("{}, {} epochs, batch {}, rate {}", layers.join(", "), s.epochs, s.batch, s.learning_rate)
            }
            Self::DecisionTree(s) => format!("depth {}, at least {} rows a leaf", s.max_depth, s.min_leaf),
            Self::RandomForest(s) => format!("{} trees, depth {}", s.trees, s.max_depth),
            Self::GradientBoosting(s) => {
                format!("{} rounds, rate {}, depth {}", s.rounds, s.learning_rate, s.max_depth)
            }
            Self::ExplainableBoosting(s) => {
                let pairs = if s.pairs == 0 { String::new() } else { format!(", {} pairs", s.pairs) };
                format!("{} rounds, rate {}{pairs}", s.rounds, s.learning_rate)
            }
        }
    }
}

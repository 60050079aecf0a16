//! What an ML component learns: its data, how results are judged, and the candidate models.

use serde::{Deserialize, Serialize};

use super::Collection;
use super::algorithm::Candidate;
use super::id::{CandidateId, ComponentId, DatasetId};
use super::judging::Judging;
use super::measure::Measure;

/// What says how right decisions between yes and no are.
const OF_YES_OR_NO: [Measure; 11] = [
    Measure::RocAuc,
    Measure::AveragePrecision,
    Measure::Recall,
    Measure::Precision,
    Measure::F1,
    Measure::Accuracy,
    Measure::BalancedAccuracy,
    Measure::LogLoss,
    Measure::BrierScore,
    Measure::CalibrationError,
    Measure::ErrorCost,
];
/// What says how right decisions among classes are.
const OF_CLASSES: [Measure; 7] = [
    Measure::BalancedAccuracy,
    Measure::Accuracy,
    Measure::F1,
    Measure::RocAuc,
    Measure::LogLoss,
    Measure::BrierScore,
    Measure::CalibrationError,
];
/// What says how close numbers come.
const OF_NUMBERS: [Measure; 4] =
    [Measure::RootMeanSquaredError, Measure::MeanAbsoluteError, Measure::Determination, Measure::PinballLoss];
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
    /// What is predicted about it.
    pub goal: Goal,
    /// Columns that must not be learned from (identifiers, time stamps, what is only known afterwards).
    pub excluded: Vec<String>,
}

/// What a model shall say about the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goal {
    /// Yes or no (binary classification).
    Binary {
        /// The target's value that counts as yes.
        positive: String,
    },
    /// Which of the target's values (multi-class classification).
    Classes,
    /// The target's number (regression).
    Number,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DatasetSource {
    /// A file with a table: CSV in any dialect, Excel, OpenDocument or Parquet.
    TableFile {
        /// Path relative to the project's folder, with forward slashes.
        path: String,
    },
    /// Images: a folder with a sub-folder for each class, or IDX files.
    Images {
        /// Path relative to the project's folder, with forward slashes.
        path: String,
        /// How they become rows.
        settings: ImageSettings,
    },
    /// Our own seeded generator of card transactions.
    GeneratedFraud(FraudGenerator),
}

/// How images become rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSettings {
    /// Pixels from left to right that every image is resized to.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Whether each pixel is red, green and blue instead of its luminance.
    pub colour: bool,
    /// At most so many images are read, the same share of each class.
    pub most: u32,
}

/// The shape of an image whose pixels are a row, channel by channel of each pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageShape {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Numbers per pixel: 1 for grey, 3 for colour.
    pub channels: u32,
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
    /// How the decision threshold is set, on validation rows that are part of the training rows; only where the goal is
    /// yes or no.
    pub operating_point: OperatingPoint,
    /// The measure that candidates are ranked by.
    pub primary: Measure,
    /// How thoroughly they are judged.
    pub judging: Judging,
    /// Models that could fill the component, in the user's order.
    pub candidates: Collection<CandidateId, Candidate>,
}

/// Which rows are held out for judging; fitting never sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SplitRule {
    /// A random share of the rows, the same share of each class; for numbers, the same share of each fifth of them.
    Stratified {
        /// Share held out, between 0 and 1.
        test_share: f64,
        /// Seed of the shuffle.
        seed: u64,
    },
    /// A random share of the groups, each as a whole: what is alike never stands on both sides.
    Grouped {
        /// Column whose values are the groups, such as the customer or the patient.
        column: String,
        /// Share of the rows held out, about, between 0 and 1.
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

impl ImageSettings {
    /// The shape of every image.
    pub fn shape(&self) -> ImageShape {
        ImageShape { width: self.width, height: self.height, channels: if self.colour { 3 } else { 1 } }
    }
}

impl ImageShape {
    /// The shape of square grey images with so many pixels; `None` where there are none of at least 4 × 4.
    pub fn square(pixels: usize) -> Option<Self> {
        let side = pixels.isqrt();
        (side >= 4 && side * side == pixels).then_some(Self { width: side as u32, height: side as u32, channels: 1 })
    }
}

impl Goal {
    /// Its name in the field.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Binary { .. } => "Binary classification",
            Self::Classes => "Multi-class classification",
            Self::Number => "Regression",
        }
    }

    /// The measures that say how right a model is, the most usual first.
    pub fn qualities(&self) -> &'static [Measure] {
        match self {
            Self::Binary { .. } => &OF_YES_OR_NO,
            Self::Classes => &OF_CLASSES,
            Self::Number => &OF_NUMBERS,
        }
    }

    /// The measure that candidates are ranked by unless another is chosen.
    pub fn usual_primary(&self) -> Measure {
        self.qualities()[0]
    }
}

impl SplitRule {
    /// Share held out, between 0 and 1.
    pub fn test_share(&self) -> f64 {
        match self {
            Self::Stratified { test_share, .. }
            | Self::Grouped { test_share, .. }
            | Self::ByTime { test_share, .. } => *test_share,
        }
    }
}

/// How a probability becomes a decision.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum OperatingPoint {
    /// Positive at this probability or more.
    Probability(f64),
    /// The threshold that flags at most this share of the negative validation rows.
    FalsePositiveRate(f64),
    /// The threshold at which the wrong decisions on validation rows cost least, by [`Judging::costs`].
    LeastCost,
}

/// Learning tasks by the component whose model they train.
pub type LearningTasks = Collection<ComponentId, LearningTask>;

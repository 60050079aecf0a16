//! What can be measured on a model or computed for a system, each with its unit and its better direction.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use super::id::{ComponentId, ScenarioId};
use super::unit::Unit;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smaller is better.
    Lower,
    /// Larger is better.
    Higher,
}

/// A measure. Its snake-case name is its key in files and in `assets/catalog/measures.json`, which holds the plain-words explanation.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    EnumString,
    IntoStaticStr,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Mean end-to-end response time of a scenario at peak load.
    ResponseTimeMean,
    /// Median end-to-end response time of a scenario at peak load.
    ResponseTimeP50,
    /// 95th percentile of the end-to-end response time of a scenario at peak load.
    ResponseTimeP95,
    /// 99th percentile of the end-to-end response time of a scenario at peak load.
    ResponseTimeP99,
    /// Largest load that a scenario's components can sustain.
    MaximumThroughput,
    /// Utilisation of the busiest component of a scenario at peak load.
    PeakUtilisation,
    /// Share of time that a scenario works.
    Availability,
    /// Cost of running the whole system.
    MonthlyCost,
    /// Running cost divided by the requests of a month.
    CostPerRequest,
    /// Energy that models take per month, for answers and for training.
    MonthlyEnergy,
    /// CO2 of that energy.
    MonthlyCarbon,
    /// Greatest age that a model can reach before a newer one serves.
    ModelAge,
    /// Share of the components that a change of one can reach.
    PropagationCost,
    /// Share of cases decided right.
    Accuracy,
    /// Mean of recall and specificity.
    BalancedAccuracy,
    /// Area under the receiver operating characteristic.
    RocAuc,
    /// Average precision: the area under the precision-recall curve.
    AveragePrecision,
    /// Share of the positive cases that are found.
    Recall,
    /// Share of the negative cases that are left alone.
    Specificity,
    /// Share of the flagged cases that are positive.
    Precision,
    /// Harmonic mean of precision and recall.
    F1,
    /// Share of the negative cases that are flagged.
    FalsePositiveRate,
    /// Share of all cases that are flagged.
    FlaggedShare,
    /// Mean squared error of the predicted probability.
    BrierScore,
    /// Median time to predict one row.
    InferenceP50,
    /// Time within which 99 % of single-row predictions are made.
    InferenceP99,
    /// Rows per second when many are predicted at once.
    BatchThroughput,
    /// Size of the saved model.
    ModelSize,
    /// Peak memory of the training process, data included.
    TrainingMemory,
    /// Wall-clock time to fit.
    TrainingTime,
    /// Processor time to fit.
    TrainingProcessorTime,
    /// Learned numbers: weights of a network, leaf values of a tree.
    Parameters,
    /// Leaves over all trees.
    Leaves,
    /// Features that the model really uses.
    UsedFeatures,
    /// Arithmetic operations and comparisons a person would need to follow one prediction.
    PredictionOperations,
}

/// What a measure is taken of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The whole system.
    System,
    /// One scenario.
    Scenario(ScenarioId),
    /// The model of one component.
    Component(ComponentId),
}

/// A measure of a subject: the name of one axis of the trade-off.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MeasureKey {
    /// What is measured.
    pub measure: Measure,
    /// On what.
    pub subject: Subject,
}

impl Measure {
    /// The key in files.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The name shown to people, in sentence case.
    pub fn label(self) -> &'static str {
        match self {
            Self::ResponseTimeMean => "Response time, mean",
            Self::ResponseTimeP50 => "Response time, p50",
            Self::ResponseTimeP95 => "Response time, p95",
            Self::ResponseTimeP99 => "Response time, p99",
            Self::MaximumThroughput => "Maximum throughput",
            Self::PeakUtilisation => "Peak utilisation",
            Self::Availability => "Availability",
            Self::MonthlyCost => "Monthly cost",
            Self::CostPerRequest => "Cost per request",
            Self::MonthlyEnergy => "Monthly energy of models",
            Self::MonthlyCarbon => "Monthly CO2 of models",
            Self::ModelAge => "Model age, at most",
            Self::PropagationCost => "Propagation cost",
            Self::Accuracy => "Accuracy",
            Self::BalancedAccuracy => "Balanced accuracy",
            Self::RocAuc => "ROC AUC",
            Self::AveragePrecision => "Average precision",
            Self::Recall => "Recall",
            Self::Specificity => "Specificity",
            Self::Precision => "Precision",
            Self::F1 => "F1",
            Self::FalsePositiveRate => "False positive rate",
            Self::FlaggedShare => "Flagged share",
            Self::BrierScore => "Brier score",
            Self::InferenceP50 => "Single-row latency, p50",
            Self::InferenceP99 => "Single-row latency, p99",
            Self::BatchThroughput => "Batch throughput",
            Self::ModelSize => "Model size",
            Self::TrainingMemory => "Peak training memory",
            Self::TrainingTime => "Training time",
            Self::TrainingProcessorTime => "Training processor time",
            Self::Parameters => "Parameters",
            Self::Leaves => "Leaves",
            Self::UsedFeatures => "Features used",
            Self::PredictionOperations => "Operations per prediction",
        }
    }

    /// The unit its values are stored and shown in.
    pub fn unit(self) -> Unit {
        match self {
            Self::ResponseTimeMean | Self::ResponseTimeP50 | Self::ResponseTimeP95 | Self::ResponseTimeP99 => {
                Unit::Millisecond
            }
            Self::MaximumThroughput | Self::BatchThroughput => Unit::PerSecond,
            Self::PeakUtilisation
            | Self::Availability
            | Self::PropagationCost
            | Self::Accuracy
            | Self::BalancedAccuracy
            | Self::Recall
            | Self::Specificity
            | Self::Precision
            | Self::FalsePositiveRate
            | Self::FlaggedShare => Unit::Percent,
            Self::MonthlyEnergy => Unit::KilowattHour,
            Self::MonthlyCarbon => Unit::Kilogram,
            Self::ModelAge => Unit::Hour,
            Self::MonthlyCost => Unit::DollarPerMonth,
            Self::CostPerRequest => Unit::DollarPerRequest,
            Self::RocAuc | Self::AveragePrecision | Self::F1 | Self::BrierScore => Unit::Ratio,
            Self::InferenceP50 | Self::InferenceP99 => Unit::Microsecond,
            Self::ModelSize => Unit::Kilobyte,
            Self::TrainingMemory => Unit::Megabyte,
            Self::TrainingTime | Self::TrainingProcessorTime => Unit::Second,
            Self::Parameters | Self::Leaves | Self::UsedFeatures | Self::PredictionOperations => Unit::Count,
        }
    }

    /// Which way is better.
    pub fn direction(self) -> Direction {
        match self {
            Self::MaximumThroughput
            | Self::Availability
            | Self::Accuracy
            | Self::BalancedAccuracy
            | Self::RocAuc
            | Self::AveragePrecision
            | Self::Recall
            | Self::Specificity
            | Self::Precision
            | Self::F1
            | Self::BatchThroughput => Direction::Higher,
            _ => Direction::Lower,
        }
    }

    /// Whether the value is measured on a trained model; otherwise it is computed for the system.
    pub fn is_of_model(self) -> bool {
        self >= Self::Accuracy
    }

    /// Whether a system measure belongs to one scenario rather than to the whole system.
    pub fn is_of_scenario(self) -> bool {
        self <= Self::Availability
    }
}

impl Direction {
    /// Whether `a` is strictly better than `b`.
    pub fn prefers(self, a: f64, b: f64) -> bool {
        match self {
            Self::Lower => a < b,
            Self::Higher => a > b,
        }
    }

    /// Whether `value` is at least as good as `threshold`.
    pub fn meets(self, value: f64, threshold: f64) -> bool {
        !self.prefers(threshold, value)
    }

    /// The relation a threshold states.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Lower => "≤",
            Self::Higher => "≥",
        }
    }

    /// The word shown beside an axis.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lower => "lower is better",
            Self::Higher => "higher is better",
        }
    }
}

impl MeasureKey {
    /// `measure` of `subject`.
    pub fn new(measure: Measure, subject: Subject) -> Self {
        Self { measure, subject }
    }
}

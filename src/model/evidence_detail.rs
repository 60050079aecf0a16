//! What stands behind the measured numbers of a trained candidate: where it errs, what it listens to, how it can be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::Measured;
use super::measure::Measure;

/// Pictures of one trained candidate; what does not apply or was not measured is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Decisions against the truth on the held-out rows; of classes only.
    pub confusion: Option<Confusion>,
    /// How often what was predicted came true; of yes or no only.
    pub calibration: Vec<CalibrationPoint>,
    /// Precision by recall: (recall, precision), thinned to at most 200 points; of yes or no only.
    pub precision_recall: Vec<(f64, f64)>,
    /// Predicted and true numbers of evenly spaced held-out rows, at most 200; of numbers only.
    pub residuals: Vec<(f64, f64)>,
    /// The features by how much worse the model gets without them, the most important first.
    pub importance: Vec<FeatureImportance>,
    /// The mean answer by the value of one feature, for the most important features; of yes or no and of numbers only.
    pub dependence: Vec<Curve>,
    /// What other decision thresholds would bring, by rising threshold, at most 200; of yes or no only.
    pub operating: Vec<OperatingChoice>,
    /// How well it does on inputs that are worse than those it was fitted on.
    pub disturbed: Vec<Disturbed>,
    /// How well each group of people is treated; empty unless a protected column was named.
    pub groups: Vec<GroupResult>,
    /// How well it does when it is trained on fewer rows; `None` unless that was asked for.
    pub growth: Option<Growth>,
    /// The model as a person would read it; `None` where it is too large or has no readable form.
    pub readable: Option<Readable>,
    /// A few held-out rows with the reasons for their answers; empty where there are too many features or classes to
    /// name, where the model listens to nothing, and where asking it often enough takes too long.
    pub cases: Vec<ExplainedCase>,
}

/// A held-out row and why the model answers it as it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExplainedCase {
    /// Why this row was chosen, in a few words.
    pub choice: String,
    /// Where the row is found: `line 12` of its file, or `row 12` of rows without lines.
    pub place: String,
    /// What is true of it.
    pub truth: String,
    /// The class that the model decides for; `None` where it gives numbers.
    pub decision: Option<String>,
    /// What is explained: the probability of this class, or the number.
    pub answer: f64,
    /// What is explained by its name: the class, or the target.
    pub explained: String,
    /// What scores are counted in: log-odds, probability, points of evidence for a class, or the target.
    pub unit: String,
    /// The mean score of the rows that it is compared with; the contributions lead from there to `score`.
    pub base: f64,
    /// The native score of the row: log-odds or their like where the model adds up evidence, else its answer.
    pub score: f64,
    /// What each feature adds to the score (Shapley value), the largest first; they sum up to `score - base`.
    pub contributions: Vec<Contribution>,
    /// Changes of a single feature that would turn the decision, the nearest first, at most five.
    pub flips: Vec<Flip>,
}

/// What one feature of a row adds to its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The feature's column.
    pub feature: String,
    /// The row's value of it.
    pub value: String,
    /// What it adds.
    pub added: f64,
    /// Standard error of that, from sampling; 0 where it is exact.
    pub deviation: f64,
}

/// A change of one feature that turns a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flip {
    /// The feature's column.
    pub feature: String,
    /// The value that it would take.
    pub value: String,
    /// Share of the rows that it is compared with whose value lies between the two, 0 to 1; `None` of texts, which have no order, and
    /// where the row lacks the feature.
    pub between: Option<f64>,
    /// What would be decided then.
    pub decision: String,
}

/// Decisions against the truth, as numbers of held-out rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// Names of the classes.
    pub classes: Vec<String>,
    /// Rows by true class, then decided class: as many times as many as there are classes.
    pub rows: Vec<u64>,
}

/// Cases that were given about the same probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationPoint {
    /// Mean predicted probability, 0 to 1.
    pub predicted: f64,
    /// Share that came true, 0 to 1.
    pub observed: f64,
    /// How many cases.
    pub rows: u64,
}

/// A decision threshold and the held-out rows that are flagged at it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperatingChoice {
    /// Probability from which a case counts as positive, 0 to 1.
    pub threshold: f64,
    /// Positive rows that are flagged.
    pub true_positives: u64,
    /// Negative rows that are flagged.
    pub false_positives: u64,
}

/// What a disturbance of the held-out rows takes away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disturbed {
    /// What was done to them, in a few words.
    pub disturbance: String,
    /// Balanced accuracy, or share of the variance explained, that is lost, in percentage points.
    pub lost: Measured,
}

/// How one group of the held-out rows is treated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupResult {
    /// The group's value of the protected column.
    pub group: String,
    /// Its rows.
    pub rows: u64,
    /// Its positive rows; `None` unless the goal is yes or no.
    pub positives: Option<u64>,
    /// Values by measure.
    pub measured: BTreeMap<Measure, Measured>,
}

/// Quality by the number of rows that it was trained on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// What is measured: the measure that candidates are ranked by.
    pub measure: Measure,
    /// Its value for the same answer to every case.
    pub baseline: f64,
    /// Training rows and the value then, by rising rows.
    pub points: Vec<(u64, f64)>,
}

/// How much a model relies on one feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeatureImportance {
    /// The feature's column.
    pub feature: String,
    /// By how much the loss grows when the feature's values are mixed up among the held-out rows.
    pub loss: f64,
    /// Standard deviation over repeated mixing.
    pub deviation: f64,
}

/// A model that people can read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Readable {
    /// Weights that are multiplied with standardised features and added up.
    Weights(Weights),
    /// One decision tree, the root first.
    Tree(Vec<TreeNode>),
    /// One curve per feature, whose values are added up.
    Curves {
        /// What is added to all curves.
        intercept: f64,
        /// The curves, the widest first.
        curves: Vec<Curve>,
    },
    /// Rules as lines of text, each with what it caught as a comment.
    Rules(Vec<String>),
}

/// Weights of a linear model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// What the sums stand for: the positive value, each class, or the target.
    pub outputs: Vec<String>,
    /// What is added to each sum.
    pub intercepts: Vec<f64>,
    /// Name of each feature with its weight in each sum.
    pub weights: Vec<(String, Vec<f64>)>,
}

/// A node of a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TreeNode {
    /// Rows that meet the condition go left.
    Split {
        /// The condition, such as `amount ≤ 120`.
        condition: String,
        /// Place of the child for rows that meet it.
        left: u32,
        /// Place of the other child.
        right: u32,
        /// Fitting rows that come here; `None` where an earlier program did not count them.
        rows: Option<u64>,
    },
    /// An end.
    Leaf {
        /// A share of positives, a share per class, or a number.
        answer: Vec<f64>,
        /// Fitting rows that end here; `None` where an earlier program did not count them.
        rows: Option<u64>,
    },
}

/// What one feature adds to the score, or the mean answer, by the feature's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// The feature, or two of them.
    pub feature: String,
    /// Names of the values where they are no numbers: a point's value is then a place in this list.
    pub levels: Vec<String>,
    /// Value of the feature and what is added or answered there, at most 100 points; in order.
    pub points: Vec<(f64, f64)>,
}

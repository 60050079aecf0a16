//! The saved form of what stands behind measured numbers, from version 4 on.

use serde::{Deserialize, Serialize};

use super::case::SavedCase;
use super::evidence::SavedMeasured;
use super::number::Number;
use super::unique::UniqueMap;
use super::words::SavedMeasure;
use crate::model::{
    CalibrationPoint, Confusion, Curve, Details, Disturbed, FeatureImportance, GroupResult, Growth, OperatingChoice,
    Readable, TreeNode, Weights,
};

/// Pictures of one trained candidate.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SavedDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    confusion: Option<SavedConfusion>,
    /// Mean predicted probability, share that came true, rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    calibration: Vec<(Number, Number, u64)>,
    /// Recall, precision.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    precision_recall: Vec<(Number, Number)>,
    /// Predicted, true.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    residuals: Vec<(Number, Number)>,
    /// Feature, growth of the loss, standard deviation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    importance: Vec<(String, Number, Number)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dependence: Vec<SavedCurve>,
    /// Threshold, positive rows that are flagged, negative ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operating: Vec<(Number, u64, u64)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disturbed: Vec<SavedDisturbed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<SavedGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    growth: Option<SavedGrowth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    readable: Option<SavedReadable>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cases: Vec<SavedCase>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedDisturbed {
    disturbance: String,
    lost: SavedMeasured,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedGroup {
    group: String,
    rows: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    positives: Option<u64>,
    measured: UniqueMap<SavedMeasure, SavedMeasured>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedGrowth {
    measure: SavedMeasure,
    baseline: Number,
    /// Training rows, value.
    points: Vec<(u64, Number)>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedConfusion {
    classes: Vec<String>,
    /// Row by row, one row per true class.
    rows: Vec<u64>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedReadable {
    Weights { outputs: Vec<String>, intercepts: Vec<Number>, weights: Vec<(String, Vec<Number>)> },
    Tree { nodes: Vec<SavedNode> },
    Curves { intercept: Number, curves: Vec<SavedCurve> },
    Rules { lines: Vec<String> },
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedCurve {
    feature: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    levels: Vec<String>,
    /// Value, height.
    points: Vec<(Number, Number)>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum SavedNode {
    /// The children are places in the list: of rows that meet the condition, of others.
    Split {
        condition: String,
        left: u32,
        right: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rows: Option<u64>,
    },
    /// From version 5 on.
    Counted {
        answer: Vec<Number>,
        rows: u64,
    },
    Leaf(Vec<Number>),
}

fn numbers(values: &[f64]) -> Vec<Number> {
    values.iter().copied().map(Number).collect()
}

fn plain(values: Vec<Number>) -> Vec<f64> {
    values.into_iter().map(|number| number.0).collect()
}

fn pairs(values: &[(f64, f64)]) -> Vec<(Number, Number)> {
    values.iter().map(|(first, second)| (Number(*first), Number(*second))).collect()
}

fn plain_pairs(values: Vec<(Number, Number)>) -> Vec<(f64, f64)> {
    values.into_iter().map(|(first, second)| (first.0, second.0)).collect()
}

impl SavedDetails {
    /// Whether there is nothing to save.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The saved form.
    pub(super) fn of(details: &Details) -> Self {
        let confusion = details.confusion.as_ref();
        let calibration = details.calibration.iter();
        let importance = details.importance.iter();
        Self {
            confusion: confusion
                .map(|confusion| SavedConfusion { classes: confusion.classes.clone(), rows: confusion.rows.clone() }),
            calibration: calibration
                .map(|point| (Number(point.predicted), Number(point.observed), point.rows))
                .collect(),
            precision_recall: pairs(&details.precision_recall),
            residuals: pairs(&details.residuals),
            importance: importance.map(|of| (of.feature.clone(), Number(of.loss), Number(of.deviation))).collect(),
            dependence: details.dependence.iter().map(SavedCurve::of).collect(),
            operating: (details.operating.iter())
                .map(|choice| (Number(choice.threshold), choice.true_positives, choice.false_positives))
                .collect(),
            disturbed: details.disturbed.iter().map(SavedDisturbed::of).collect(),
            groups: details.groups.iter().map(SavedGroup::of).collect(),
            growth: details.growth.as_ref().map(SavedGrowth::of),
            readable: details.readable.as_ref().map(SavedReadable::of),
            cases: details.cases.iter().map(SavedCase::of).collect(),
        }
    }

    /// The details, from their saved form.
    pub(super) fn open(self) -> Details {
        let confusion = self.confusion.map(|saved| Confusion { classes: saved.classes, rows: saved.rows });
        let calibration = self.calibration.into_iter();
        let importance = self.importance.into_iter();
        Details {
            confusion,
            calibration: calibration
                .map(|(predicted, observed, rows)| CalibrationPoint {
                    predicted: predicted.0,
                    observed: observed.0,
                    rows,
                })
                .collect(),
            precision_recall: plain_pairs(self.precision_recall),
            residuals: plain_pairs(self.residuals),
            importance: importance
                .map(|(feature, loss, deviation)| FeatureImportance { feature, loss: loss.0, deviation: deviation.0 })
                .collect(),
            dependence: self.dependence.into_iter().map(SavedCurve::open).collect(),
            operating: (self.operating.into_iter())
                .map(|(threshold, true_positives, false_positives)| OperatingChoice {
                    threshold: threshold.0,
                    true_positives,
                    false_positives,
                })
                .collect(),
            disturbed: self.disturbed.into_iter().map(SavedDisturbed::open).collect(),
            groups: self.groups.into_iter().map(SavedGroup::open).collect(),
            growth: self.growth.map(SavedGrowth::open),
            readable: self.readable.map(SavedReadable::open),
            cases: self.cases.into_iter().map(SavedCase::open).collect(),
        }
    }
}

impl SavedDisturbed {
    fn of(disturbed: &Disturbed) -> Self {
        Self { disturbance: disturbed.disturbance.clone(), lost: disturbed.lost.into() }
    }

    fn open(self) -> Disturbed {
        Disturbed { disturbance: self.disturbance, lost: self.lost.into() }
    }
}

impl SavedGroup {
    fn of(result: &GroupResult) -> Self {
        let measured = result.measured.iter().map(|(measure, value)| (SavedMeasure(*measure), (*value).into()));
        Self {
            group: result.group.clone(),
            rows: result.rows,
            positives: result.positives,
            measured: UniqueMap(measured.collect()),
        }
    }

    fn open(self) -> GroupResult {
        let measured = self.measured.0.into_iter().map(|(measure, value)| (measure.0, value.into()));
        GroupResult { group: self.group, rows: self.rows, positives: self.positives, measured: measured.collect() }
    }
}

impl SavedGrowth {
    fn of(growth: &Growth) -> Self {
        Self {
            measure: SavedMeasure(growth.measure),
            baseline: Number(growth.baseline),
            points: growth.points.iter().map(|(rows, value)| (*rows, Number(*value))).collect(),
        }
    }

    fn open(self) -> Growth {
        let points = self.points.into_iter().map(|(rows, value)| (rows, value.0)).collect();
        Growth { measure: self.measure.0, baseline: self.baseline.0, points }
    }
}

impl SavedCurve {
    fn of(curve: &Curve) -> Self {
        Self { feature: curve.feature.clone(), levels: curve.levels.clone(), points: pairs(&curve.points) }
    }

    fn open(self) -> Curve {
        Curve { feature: self.feature, levels: self.levels, points: plain_pairs(self.points) }
    }
}

impl SavedReadable {
    fn of(readable: &Readable) -> Self {
        match readable {
            Readable::Weights(Weights { outputs, intercepts, weights }) => Self::Weights {
                outputs: outputs.clone(),
                intercepts: numbers(intercepts),
                weights: weights.iter().map(|(feature, of)| (feature.clone(), numbers(of))).collect(),
            },
            Readable::Tree(nodes) => {
                let nodes = nodes.iter().map(|node| match node {
                    TreeNode::Split { condition, left, right, rows } => {
                        SavedNode::Split { condition: condition.clone(), left: *left, right: *right, rows: *rows }
                    }
                    TreeNode::Leaf { answer, rows: Some(rows) } => {
                        SavedNode::Counted { answer: numbers(answer), rows: *rows }
                    }
                    TreeNode::Leaf { answer, rows: None } => SavedNode::Leaf(numbers(answer)),
                });
                Self::Tree { nodes: nodes.collect() }
            }
            Readable::Rules(lines) => Self::Rules { lines: lines.clone() },
            Readable::Curves { intercept, curves } => {
                Self::Curves { intercept: Number(*intercept), curves: curves.iter().map(SavedCurve::of).collect() }
            }
        }
    }

    fn open(self) -> Readable {
        match self {
            Self::Weights { outputs, intercepts, weights } => Readable::Weights(Weights {
                outputs,
                intercepts: plain(intercepts),
                weights: weights.into_iter().map(|(feature, of)| (feature, plain(of))).collect(),
            }),
            Self::Tree { nodes } => {
                let nodes = nodes.into_iter().map(|node| match node {
                    SavedNode::Split { condition, left, right, rows } => {
                        TreeNode::Split { condition, left, right, rows }
                    }
                    SavedNode::Counted { answer, rows } => TreeNode::Leaf { answer: plain(answer), rows: Some(rows) },
                    SavedNode::Leaf(answer) => TreeNode::Leaf { answer: plain(answer), rows: None },
                });
                Readable::Tree(nodes.collect())
            }
            Self::Rules { lines } => Readable::Rules(lines),
            Self::Curves { intercept, curves } => {
                let curves = curves.into_iter().map(SavedCurve::open).collect();
                Readable::Curves { intercept: intercept.0, curves }
            }
        }
    }
}

//! A fitted model taken apart: plain parts that files can be written of without knowing the families.

use std::borrow::Cow;

use serde::Serialize;

/// A fitted model: its parts give scores for a prepared row, and the scores become the answer.
pub(in super::super) struct Exported<'a> {
    /// What gives the scores.
    pub parts: Parts<'a>,
    /// How the scores become the answer.
    pub finish: Finish,
}

/// What gives the scores of a prepared row. The names are those in model files; `export::how` says in words what each
/// does.
#[derive(Serialize)]
#[serde(tag = "parts", rename_all = "lowercase")]
pub(in super::super) enum Parts<'a> {
    /// The same scores for every row.
    Constant {
        /// The scores.
        scores: Cow<'a, [f64]>,
    },
    /// Rules in words; the first that holds decides.
    Rules {
        /// The rules, line by line.
        rules: Vec<&'a str>,
        /// Scores of each rule, then those where none holds.
        answers: Vec<&'a [f64]>,
    },
    /// Dense layers with a rectifier between them.
    Layers {
        /// First to last.
        layers: Vec<DenseLayer<'a>>,
    },
    /// Convolutions of an image, then dense layers.
    Filters {
        /// Width, height and channels of the image.
        shape: [usize; 3],
        /// What is subtracted from every pixel, and what it is then divided by.
        centre_and_scale: (f32, f32),
        /// First to last.
        filters: Vec<FilterTensor<'a>>,
        /// The dense layers behind them.
        layers: Vec<DenseLayer<'a>>,
    },
    /// Trees whose leaves are added up.
    Trees {
        /// Which rows go left.
        left_when: Comparison,
        /// One per score, to which the leaves are added.
        start: Vec<f64>,
        /// What the sums of the leaves are divided by.
        divided_by: u32,
        /// The trees.
        trees: Vec<ExportedTree<'a>>,
    },
    /// Functions of one or two columns that are constant between edges, added up.
    Curves {
        /// One per score.
        sums: Vec<CurveSum<'a>>,
    },
    /// Densities of each column in each class, multiplied.
    Densities {
        /// One per class.
        densities: Vec<ClassDensity>,
    },
    /// The truth of the nearest stored rows.
    Neighbours {
        /// How many count.
        neighbours: usize,
        /// Whether a neighbour counts by one over its distance.
        by_distance: bool,
        /// The place of the class of each stored row, or its number.
        truth: Truth<'a>,
        /// The stored prepared rows.
        rows: Vec<Vec<f32>>,
    },
    /// Similarity to stored rows, or weights of the columns.
    Machines {
        /// Of the radial kernel exp(−gamma · squared distance); `None` where all machines have weights.
        #[serde(skip_serializing_if = "Option::is_none")]
        gamma: Option<f32>,
        /// One, or one for every pair of classes.
        machines: Vec<Machine<'a>>,
        /// The stored prepared rows.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        vectors: Vec<Vec<f32>>,
    },
}

/// How the scores become the answer.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(in super::super) enum Finish {
    /// They are the answer.
    Plain,
    /// A number: times `scale`, plus `centre`.
    Scaled {
        /// Mean of the numbers to predict.
        centre: f64,
        /// Their deviation.
        scale: f64,
    },
    /// 1 / (1 + exp(−score)).
    Logistic,
    /// exp(score), divided by the sum over the classes.
    Softmax,
    /// 1 / (1 + exp(−score)), divided by the sum over the classes.
    Shares,
    /// 1 / (1 + exp(a · score + b)), of classes divided by the sum.
    Platt {
        /// a and b of each score.
        curves: Vec<(f64, f64)>,
    },
}

/// A convolutional layer.
#[derive(Serialize)]
pub(in super::super) struct FilterTensor<'a> {
    /// Rows and columns of the kernel, channels, and filters.
    pub shape: [usize; 4],
    /// The weights in that order, the last fastest.
    pub weights: Cow<'a, [f32]>,
    /// One per filter.
    pub biases: Cow<'a, [f32]>,
    /// Pixels per side of which the largest is kept: 1 or 2.
    pub window: usize,
}

/// A dense layer.
#[derive(Serialize)]
pub(in super::super) struct DenseLayer<'a> {
    /// Input by input, as many as there are outputs.
    pub weights: Cow<'a, [f32]>,
    /// One per output.
    pub biases: Cow<'a, [f32]>,
}

/// Which rows go left at a split.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub(in super::super) enum Comparison {
    /// Those whose value is at most the threshold.
    #[serde(rename = "at most")]
    AtMost,
    /// Those whose value is below it.
    #[serde(rename = "below")]
    Below,
}

/// One tree, the root first.
#[derive(Serialize)]
pub(in super::super) struct ExportedTree<'a> {
    /// The only score that its leaves are added to, where they have one value for several scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adds_to: Option<usize>,
    /// The nodes.
    pub nodes: Vec<ExportedNode<'a>>,
}

/// One node of a tree.
#[derive(Serialize)]
#[serde(untagged)]
pub(in super::super) enum ExportedNode<'a> {
    /// A comparison.
    Split {
        /// Prepared column.
        feature: u32,
        /// What its value is compared with.
        threshold: f32,
        /// Place of the left child.
        left: u32,
        /// Place of the right child.
        right: u32,
    },
    /// An end.
    Leaf {
        /// What is added, a value per score or the value of one.
        values: Cow<'a, [f32]>,
    },
}

/// Terms that are added up.
#[derive(Serialize)]
pub(in super::super) struct CurveSum<'a> {
    /// What is added to all terms.
    pub intercept: f64,
    /// The terms.
    pub terms: Vec<CurveTerm<'a>>,
}

/// A function of one or two prepared columns.
#[derive(Serialize)]
pub(in super::super) struct CurveTerm<'a> {
    /// The columns.
    pub columns: Vec<usize>,
    /// The rising edges of each; a value on an edge belongs above it.
    pub edges: Vec<&'a [f32]>,
    /// The value in each cell, the cells of the first column slowest.
    pub values: &'a [f32],
}

/// How rows of one class are spread.
#[derive(Serialize)]
pub(in super::super) struct ClassDensity {
    /// Share of the rows.
    pub share: f64,
    /// One per column.
    pub columns: Vec<ColumnDensity>,
}

/// How one column is spread within a class.
#[derive(Serialize)]
#[serde(untagged)]
pub(in super::super) enum ColumnDensity {
    /// A bell curve.
    Number {
        /// Its mean.
        mean: f64,
        /// Its variance, above 0.
        variance: f64,
    },
    /// A mark, which counts as 1 above a half.
    Mark {
        /// The share of ones.
        ones: f64,
    },
}

/// The truth of stored rows.
#[derive(Serialize)]
#[serde(untagged)]
pub(in super::super) enum Truth<'a> {
    /// Places of classes.
    Codes(&'a [u32]),
    /// Numbers.
    Numbers(&'a [f32]),
}

/// A machine whose value is positive for one of two classes, or an estimate.
#[derive(Serialize)]
pub(in super::super) struct Machine<'a> {
    /// The classes that it tells apart, the one of positive values first; `None` of a single machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classes: Option<(usize, usize)>,
    /// What is added.
    pub intercept: f64,
    /// What is added up before.
    #[serde(flatten)]
    pub sum: MachineSum<'a>,
}

/// What a machine adds up.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum MachineSum<'a> {
    /// Each column times its weight.
    Weights(&'a [f64]),
    /// Similarity to stored rows, given by their places, times a coefficient.
    Coefficients(Vec<(u32, f64)>),
}

impl Finish {
    /// How evidence becomes the answer that `output` asks for, as `Output::link` does it.
    pub fn of_evidence(output: super::Output) -> Self {
        match output {
            super::Output::Positive => Self::Logistic,
            super::Output::Classes(_) => Self::Softmax,
            super::Output::Number => Self::Plain,
        }
    }
}

impl Parts<'_> {
    /// Whether they hold rows of the data.
    pub fn hold_rows(&self) -> bool {
        match self {
            Self::Neighbours { .. } => true,
            Self::Machines { vectors, .. } => !vectors.is_empty(),
            _ => false,
        }
    }
}

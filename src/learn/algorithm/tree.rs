//! Our own tree, grown by rafor through its open interfaces, so that leaves, depth and features can be read.

use rafor::dt::{Classifier, Regressor};
use rafor::prelude::{CommonTrainerBuilder, MaxFeaturesPolicy};
use rafor::{Resolve, Trainable};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::targets::{Output, Targets};
use super::exported::ExportedNode;

/// A decision tree whose leaves hold answers: the probability of yes, one per class, or a number.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Tree {
    /// The root comes first.
    pub nodes: Vec<Node>,
    /// The answers, one after the other.
    answers: Vec<f32>,
    /// Numbers in an answer.
    width: usize,
}

/// One node of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Node {
    /// Rows whose value is at most the threshold go left.
    Split {
        /// Prepared column.
        feature: u16,
        /// Largest value that goes left.
        threshold: f32,
        /// Place of the left child.
        left: u32,
        /// Place of the right child.
        right: u32,
    },
    /// Rows that end here get the answer at this place.
    Leaf(u32),
}

/// How a tree is grown.
pub(in super::super) struct Growth {
    /// Longest path.
    pub max_depth: u32,
    /// Fewest rows in a leaf.
    pub min_leaf: u32,
    /// Whether each split looks at a random choice of features, as many as the square root of all.
    pub random_features: bool,
    /// Seed of that choice.
    pub seed: u64,
    /// How often each row counts; empty for once each.
    pub weights: Vec<f32>,
    /// What the answers are made of.
    pub output: Output,
}

impl Tree {
    /// Grows a tree on row-major values; every class must occur.
    pub fn grow(values: &[f32], truth: &TreeTruth, growth: &Growth) -> Result<Self, LearnError> {
        match truth {
            TreeTruth::Classes(labels) => {
                let mut trainer = Classifier::<Sprout>::trainer();
                set_up(&mut trainer, growth);
                Self::from_classifier(&trainer.train(values, labels), growth.output)
            }
            TreeTruth::Numbers(numbers) => {
                let mut trainer = Regressor::<Sprout>::trainer();
                set_up(&mut trainer, growth);
                Self::from_regressor(&trainer.train(values, numbers))
            }
        }
    }

    /// Reads the tree out of rafor's classifier, whose fields are open only in its serialised form. It holds one
    /// probability per class for each outcome; of yes or no, that of yes is kept.
    fn from_classifier(classifier: &Classifier<Sprout>, output: Output) -> Result<Self, LearnError> {
        let Saved { classifier: SavedModel { proba, predictor } } = through_json(classifier)?;
        let answers: Vec<f32> = match output {
            Output::Positive => proba.chunks_exact(2).map(|pair| pair[1]).collect(),
            _ => proba,
        };
        let count = answers.len() / output.width();
        let nodes = predictor.nodes.into_iter().map(|node| match node {
            SproutNode::Split { feature, threshold, left, right } => {
                Ok(Node::Split { feature, threshold, left, right })
            }
            SproutNode::Leaf(outcome) if (outcome as usize) < count => Ok(Node::Leaf(outcome)),
            SproutNode::Leaf(_) => Err(LearnError::Internal("a leaf of the tree has no answer".to_owned())),
        });
        Ok(Self { nodes: nodes.collect::<Result<_, _>>()?, answers, width: output.width() })
    }

    /// Reads the tree out of rafor's regressor, whose leaves hold their number bit by bit.
    fn from_regressor(regressor: &Regressor<Sprout>) -> Result<Self, LearnError> {
        let SavedRegressor { regressor: SavedPredictor { predictor } } = through_json(regressor)?;
        let mut answers = Vec::new();
        let nodes = predictor.nodes.into_iter().map(|node| match node {
            SproutNode::Split { feature, threshold, left, right } => Node::Split { feature, threshold, left, right },
            SproutNode::Leaf(bits) => {
                answers.push(f32::from_bits(bits));
                Node::Leaf(answers.len() as u32 - 1)
            }
        });
        let nodes = nodes.collect();
        Ok(Self { nodes, answers, width: 1 })
    }

    /// The answer at a leaf.
    pub fn answer_at(&self, leaf: u32) -> &[f32] {
        &self.answers[leaf as usize * self.width..(leaf as usize + 1) * self.width]
    }

    /// The answer of the leaf that `row` ends in, and the comparisons on the way.
    pub fn follow(&self, row: &[f32]) -> (&[f32], u64) {
        let (mut place, mut comparisons) = (0, 0);
        loop {
            match self.nodes[place] {
                Node::Leaf(leaf) => return (self.answer_at(leaf), comparisons),
                Node::Split { feature, threshold, left, right } => {
                    let goes_left = row[usize::from(feature)] <= threshold;
                    place = if goes_left { left } else { right } as usize;
                    comparisons += 1;
                }
            }
        }
    }

    /// How many of `rows` come to each node.
    pub fn visits(&self, rows: &Matrix) -> Vec<u64> {
        let mut visits = vec![0; self.nodes.len()];
        for row in (0..rows.rows()).map(|row| rows.row(row)) {
            let mut place = 0;
            visits[place] += 1;
            while let Node::Split { feature, threshold, left, right } = self.nodes[place] {
                place = if row[usize::from(feature)] <= threshold { left } else { right } as usize;
                visits[place] += 1;
            }
        }
        visits
    }

    /// How many leaves there are.
    pub fn leaves(&self) -> u64 {
        self.nodes.iter().filter(|node| matches!(node, Node::Leaf(_))).count() as u64
    }

    /// The nodes, the root first.
    pub fn exported(&self) -> Vec<ExportedNode<'_>> {
        let node = |node: &Node| match *node {
            Node::Split { feature, threshold, left, right } => {
                ExportedNode::Split { feature: u32::from(feature), threshold, left, right }
            }
            Node::Leaf(leaf) => ExportedNode::Leaf { values: self.answer_at(leaf).into() },
        };
        self.nodes.iter().map(node).collect()
    }

    /// Appends the tree: the number of nodes, then per node a mark, and either feature, threshold and two children or
    /// the answer, all little-endian.
    pub fn save(&self, bytes: &mut Vec<u8>) {
        bytes.extend((self.nodes.len() as u32).to_le_bytes());
        for node in &self.nodes {
            match node {
                Node::Split { feature, threshold, left, right } => {
                    bytes.push(1);
                    bytes.extend(feature.to_le_bytes());
                    bytes.extend(threshold.to_le_bytes());
                    bytes.extend(left.to_le_bytes());
                    bytes.extend(right.to_le_bytes());
                }
                Node::Leaf(leaf) => {
                    bytes.push(0);
                    bytes.extend(self.answer_at(*leaf).iter().flat_map(|number| number.to_le_bytes()));
                }
            }
        }
    }
}

fn set_up(trainer: &mut impl CommonTrainerBuilder, growth: &Growth) {
    trainer
        .with_max_depth(growth.max_depth as usize)
        .with_min_samples_leaf(growth.min_leaf as usize)
        .with_seed(growth.seed)
        .with_weights(&growth.weights);
    if growth.random_features {
        trainer.with_max_features(MaxFeaturesPolicy::SQRT);
    }
}

fn through_json<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, LearnError> {
    let internal = |error: serde_json::Error| LearnError::Internal(error.to_string());
    serde_json::from_slice(&serde_json::to_vec(value).map_err(internal)?).map_err(internal)
}

/// The truth as rafor takes it.
pub(in super::super) enum TreeTruth {
    /// The place of each row's class.
    Classes(Vec<i64>),
    /// Each row's number.
    Numbers(Vec<f32>),
}

impl TreeTruth {
    /// The truth of `targets`.
    pub fn of(targets: &Targets) -> Self {
        match targets {
            Targets::Classes(codes) => Self::Classes(codes.iter().map(|code| i64::from(*code)).collect()),
            Targets::Numbers(numbers) => Self::Numbers(numbers.iter().map(|number| *number as f32).collect()),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Classes(codes) => codes.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }
}

/// The tree while rafor grows it: leaves hold the number of an outcome.
#[derive(Serialize, Deserialize)]
struct Sprout {
    nodes: Vec<SproutNode>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum SproutNode {
    Split { feature: u16, threshold: f32, left: u32, right: u32 },
    Leaf(u32),
}

impl Trainable for Sprout {
    type Handle = usize;

    fn new() -> Self {
        Self { nodes: vec![SproutNode::Leaf(0)] }
    }

    fn root(&self) -> usize {
        0
    }

    fn split(&mut self, handle: &usize, feature: u16, threshold: f32) -> (usize, usize) {
        let (left, right) = (self.nodes.len(), self.nodes.len() + 1);
        self.nodes.extend([SproutNode::Leaf(0); 2]);
        self.nodes[*handle] = SproutNode::Split { feature, threshold, left: left as u32, right: right as u32 };
        (left, right)
    }

    fn set_leaf_value(&mut self, handle: &usize, value: u32) {
        self.nodes[*handle] = SproutNode::Leaf(value);
    }
}

impl Resolve for Sprout {
    fn resolve(&self, sample: &[f32]) -> u32 {
        let mut place = 0;
        loop {
            match self.nodes[place] {
                SproutNode::Leaf(outcome) => return outcome,
                SproutNode::Split { feature, threshold, left, right } => {
                    let goes_left = sample[usize::from(feature)] <= threshold;
                    place = if goes_left { left } else { right } as usize;
                }
            }
        }
    }
}

/// The serialised form of rafor's classifier, as far as it matters here.
#[derive(Deserialize)]
struct Saved {
    classifier: SavedModel,
}

#[derive(Deserialize)]
struct SavedModel {
    proba: Vec<f32>,
    predictor: Sprout,
}

/// The serialised form of rafor's regressor, as far as it matters here.
#[derive(Deserialize)]
struct SavedRegressor {
    regressor: SavedPredictor,
}

#[derive(Deserialize)]
struct SavedPredictor {
    predictor: Sprout,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(max_depth: u32, min_leaf: u32, output: Output) -> Growth {
        Growth { max_depth, min_leaf, random_features: false, seed: 0, weights: Vec::new(), output }
    }

    #[test]
    fn a_grown_tree_can_be_read() {
        // The class is "x above 2.5, unless y above 5": three leaves whatever the order of the splits.
        let rows = [(1.0, 0.0, 0), (2.0, 9.0, 0), (3.0, 1.0, 1), (4.0, 2.0, 1), (5.0, 8.0, 0), (6.0, 3.0, 1)];
        let values: Vec<f32> = rows.iter().flat_map(|(x, y, _)| [*x, *y]).collect();
        let labels = TreeTruth::Classes(rows.iter().map(|(_, _, label)| *label).collect());
        let tree = Tree::grow(&values, &labels, &growth(5, 1, Output::Positive)).unwrap();
        assert_eq!(tree.leaves(), 3);
        assert_eq!(tree.nodes.len(), 5);
        for (x, y, label) in rows {
            assert_eq!(tree.follow(&[x, y]).0, [label as f32], "({x}, {y})");
        }
        let visits = tree.visits(&Matrix { values, columns: 2 });
        let of_leaves = tree.nodes.iter().zip(&visits).filter(|(node, _)| matches!(node, Node::Leaf(_)));
        assert_eq!((visits[0], of_leaves.map(|(_, visits)| visits).sum::<u64>()), (6, 6));
        let mut saved = Vec::new();
        tree.save(&mut saved);
        assert_eq!(saved.len(), 4 + 2 * 15 + 3 * 5);
    }

    #[test]
    fn depth_and_leaf_size_are_respected() {
        let values: Vec<f32> = (0..64_u8).map(f32::from).collect();
        let labels = TreeTruth::Classes((0..64).map(|row| i64::from(row % 4 == 0)).collect());
        let tree = Tree::grow(&values, &labels, &growth(3, 7, Output::Positive)).unwrap();
        assert!(tree.leaves() <= 8);
        let longest = values.iter().map(|value| tree.follow(&[*value]).1).max().unwrap();
        assert!(longest <= 3, "{longest}");
        let same_leaf = |a: f32| values.iter().filter(|b| tree.follow(&[**b]).0 == tree.follow(&[a]).0).count();
        assert!(values.iter().all(|value| same_leaf(*value) >= 7));
    }
    #[test]
    fn a_tree_tells_several_classes_apart_and_says_numbers() {
        let values: Vec<f32> = (0..30_u8).map(f32::from).collect();
        let classes = TreeTruth::Classes((0..30).map(|row| row / 10).collect());
        let tree = Tree::grow(&values, &classes, &growth(4, 1, Output::Classes(3))).unwrap();
        assert_eq!(tree.leaves(), 3);
        assert_eq!(tree.follow(&[15.0]).0, [0.0, 1.0, 0.0]);
        let numbers = TreeTruth::Numbers((0..30_u8).map(|row| f32::from(row / 10) * -2.5).collect());
        let tree = Tree::grow(&values, &numbers, &growth(4, 1, Output::Number)).unwrap();
        assert_eq!((tree.leaves(), tree.follow(&[25.0]).0), (3, [-5.0].as_slice()));
    }
}

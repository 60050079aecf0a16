//! Our own tree, grown by rafor through its open interfaces, so that leaves, depth and features can be read.

use rafor::dt::Classifier;
use rafor::prelude::{CommonTrainerBuilder as _, MaxFeaturesPolicy};
use rafor::{Resolve, Trainable};
use serde::{Deserialize, Serialize};

use super::super::error::LearnError;

/// A decision tree whose leaves hold the probability of the positive class.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree {
    /// The root comes first.
    pub nodes: Vec<Node>,
}

/// One node of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Node {
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
    /// The share of positive rows that ended here.
    Leaf(f32),
}

/// How a tree is grown.
pub(super) struct Growth {
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
}

impl Tree {
    /// Grows a tree on row-major values; both classes must occur.
    pub fn grow(values: &[f32], labels: &[i64], growth: &Growth) -> Result<Self, LearnError> {
        let mut trainer = Classifier::<Sprout>::trainer();
        trainer
            .with_max_depth(growth.max_depth as usize)
            .with_min_samples_leaf(growth.min_leaf as usize)
            .with_seed(growth.seed)
            .with_weights(&growth.weights);
        if growth.random_features {
            trainer.with_max_features(MaxFeaturesPolicy::SQRT);
        }
        Self::from_classifier(&trainer.train(values, labels))
    }

    /// Reads the tree out of rafor's classifier, whose fields are open only in its serialised form.
    fn from_classifier(classifier: &Classifier<Sprout>) -> Result<Self, LearnError> {
        let internal = |error: serde_json::Error| LearnError::Internal(error.to_string());
        let saved = serde_json::to_vec(classifier).map_err(internal)?;
        let Saved { classifier: SavedModel { proba, predictor } } = serde_json::from_slice(&saved).map_err(internal)?;
        let nodes = predictor.nodes.into_iter().map(|node| match node {
            SproutNode::Split { feature, threshold, left, right } => Node::Split { feature, threshold, left, right },
            // Two probabilities per outcome: negative, then positive.
            SproutNode::Leaf(outcome) => Node::Leaf(proba.get(2 * outcome as usize + 1).copied().unwrap_or(f32::NAN)),
        });
        Ok(Self { nodes: nodes.collect() })
    }

    /// The probability of the leaf that `row` ends in, and the comparisons on the way.
    pub fn follow(&self, row: &[f32]) -> (f32, u64) {
        let (mut place, mut comparisons) = (0, 0);
        loop {
            match self.nodes[place] {
                Node::Leaf(probability) => return (probability, comparisons),
                Node::Split { feature, threshold, left, right } => {
                    let goes_left = row[usize::from(feature)] <= threshold;
                    place = if goes_left { left } else { right } as usize;
                    comparisons += 1;
                }
            }
        }
    }

    /// How many leaves there are.
    pub fn leaves(&self) -> u64 {
        self.nodes.iter().filter(|node| matches!(node, Node::Leaf(_))).count() as u64
    }

    /// Appends the tree: the number of nodes, then per node a mark, and either feature, threshold and two children or
    /// the probability, all little-endian.
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
                Node::Leaf(probability) => {
                    bytes.push(0);
                    bytes.extend(probability.to_le_bytes());
                }
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grown_tree_can_be_read() {
        // The class is "x above 2.5, unless y above 5": three leaves whatever the order of the splits.
        let rows = [(1.0, 0.0, 0), (2.0, 9.0, 0), (3.0, 1.0, 1), (4.0, 2.0, 1), (5.0, 8.0, 0), (6.0, 3.0, 1)];
        let values: Vec<f32> = rows.iter().flat_map(|(x, y, _)| [*x, *y]).collect();
        let labels: Vec<i64> = rows.iter().map(|(_, _, label)| *label).collect();
        let growth = Growth { max_depth: 5, min_leaf: 1, random_features: false, seed: 0, weights: Vec::new() };
        let tree = Tree::grow(&values, &labels, &growth).unwrap();
        assert_eq!(tree.leaves(), 3);
        assert_eq!(tree.nodes.len(), 5);
        for (x, y, label) in rows {
            assert_eq!(tree.follow(&[x, y]).0, label as f32, "({x}, {y})");
        }
        let mut saved = Vec::new();
        tree.save(&mut saved);
        assert_eq!(saved.len(), 4 + 2 * 15 + 3 * 5);
    }

    #[test]
    fn depth_and_leaf_size_are_respected() {
        let values: Vec<f32> = (0..64_u8).map(f32::from).collect();
        let labels: Vec<i64> = (0..64).map(|row| i64::from(row % 4 == 0)).collect();
        let growth = Growth { max_depth: 3, min_leaf: 7, random_features: false, seed: 0, weights: Vec::new() };
        let tree = Tree::grow(&values, &labels, &growth).unwrap();
        assert!(tree.leaves() <= 8);
        let longest = values.iter().map(|value| tree.follow(&[*value]).1).max().unwrap();
        assert!(longest <= 3, "{longest}");
        let same_leaf = |a: f32| values.iter().filter(|b| tree.follow(&[**b]).0 == tree.follow(&[a]).0).count();
        assert!(values.iter().all(|value| same_leaf(*value) >= 7));
    }
}

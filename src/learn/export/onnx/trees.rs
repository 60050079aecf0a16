//! Trees as ONNX has them: one list per property of a node, over the nodes of all trees.

use super::super::super::algorithm::{ExportedNode, ExportedTree};
use super::super::protobuf::Message;
use super::Graph;

/// The properties of all nodes.
#[derive(Default)]
struct Nodes {
    tree: Vec<i64>,
    place: Vec<i64>,
    feature: Vec<i64>,
    threshold: Vec<f32>,
    mode: Vec<&'static str>,
    left: Vec<i64>,
    right: Vec<i64>,
}

/// The values of all leaves.
#[derive(Default)]
struct Leaves {
    tree: Vec<i64>,
    place: Vec<i64>,
    score: Vec<i64>,
    value: Vec<f32>,
}

/// Adds the step from prepared rows to scores.
pub(super) fn add(at_most: bool, start: &[f64], divided_by: u32, trees: &[ExportedTree<'_>], graph: &mut Graph) {
    let comparison = if at_most { "BRANCH_LEQ" } else { "BRANCH_LT" };
    let (mut nodes, mut leaves) = (Nodes::default(), Leaves::default());
    for (number, tree) in (0..).zip(trees) {
        for (place, node) in (0..).zip(&tree.nodes) {
            nodes.tree.push(number);
            nodes.place.push(place);
            let (feature, threshold, mode, left, right) = match node {
                ExportedNode::Split { feature, threshold, left, right } => {
                    (*feature, *threshold, comparison, *left, *right)
                }
                ExportedNode::Leaf { values } => {
                    leaves.push(number, place, tree.adds_to.unwrap_or(0), values);
                    (0, 0.0, "LEAF", 0, 0)
                }
            };
            nodes.feature.push(i64::from(feature));
            nodes.threshold.push(threshold);
            nodes.mode.push(mode);
            nodes.left.push(i64::from(left));
            nodes.right.push(i64::from(right));
        }
    }
    graph.is_finite &= nodes.threshold.iter().chain(&leaves.value).all(|number| number.is_finite());
    let attributes = [
        integers("nodes_treeids", &nodes.tree),
        integers("nodes_nodeids", &nodes.place),
        integers("nodes_featureids", &nodes.feature),
        floats("nodes_values", &nodes.threshold),
        Message::default().text(1, "nodes_modes").texts(9, &nodes.mode).integer(20, 8),
        integers("nodes_truenodeids", &nodes.left),
        integers("nodes_falsenodeids", &nodes.right),
        integers("target_treeids", &leaves.tree),
        integers("target_nodeids", &leaves.place),
        integers("target_ids", &leaves.score),
        floats("target_weights", &leaves.value),
        super::integer("n_targets", start.len() as i64),
    ];
    graph.step("TreeEnsembleRegressor", &[], "leaves", &attributes);
    let divisor = [divided_by as f32];
    graph.floats("divided_by", &[], &divisor);
    graph.step("Div", &["divided_by"], "shares", &[]);
    let start: Vec<f32> = start.iter().map(|score| *score as f32).collect();
    graph.floats("start", &[1, start.len()], &start);
    graph.step("Add", &["start"], "scores", &[]);
}

impl Leaves {
    /// Adds the values of one leaf, the first to the score `first`.
    fn push(&mut self, tree: i64, place: i64, first: usize, values: &[f32]) {
        for (score, value) in (first as i64..).zip(values) {
            self.tree.push(tree);
            self.place.push(place);
            self.score.push(score);
            self.value.push(*value);
        }
    }
}

fn integers(name: &str, values: &[i64]) -> Message {
    let attribute = Message::default().text(1, name);
    values.iter().fold(attribute, |attribute, value| attribute.integer(8, *value)).integer(20, 7)
}

fn floats(name: &str, values: &[f32]) -> Message {
    let attribute = Message::default().text(1, name);
    values.iter().fold(attribute, |attribute, value| attribute.float(7, *value)).integer(20, 6)
}

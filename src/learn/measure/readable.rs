//! The inside of a model in words and numbers of its table, as far as a person could read it.

use super::super::algorithm::{Inside, Node, ShapeCurve, Tree};
use super::super::trained::Trained;
use crate::model::{Curve, Readable, TreeNode, Weights};

/// Most nodes of a tree that are shown; nobody reads more.
const MOST_NODES: usize = 127;
/// Most weights that are shown.
const MOST_WEIGHTS: usize = 500;
/// Most points of a curve.
const MOST_POINTS: usize = 100;

/// The model as a person would read it.
pub(super) fn readable(trained: &Trained) -> Option<Readable> {
    match trained.model.inside() {
        Inside::Closed => None,
        Inside::Rules(lines) => (lines.len() <= MOST_NODES).then(|| Readable::Rules(lines.to_vec())),
        Inside::Weights { weights, intercepts } => weights_of(trained, weights, intercepts),
        Inside::Tree(tree) => tree_of(trained, tree),
        Inside::Curves { intercept, curves } => {
            let curves = curves.iter().map(|curve| curve_of(trained, curve));
            let mut curves: Vec<Curve> = curves.collect();
            curves.sort_by(|a, b| width(b).total_cmp(&width(a)));
            Some(Readable::Curves { intercept, curves })
        }
    }
}

fn weights_of(trained: &Trained, weights: &[f32], intercepts: &[f32]) -> Option<Readable> {
    if weights.len() > MOST_WEIGHTS {
        return None;
    }
    let width = intercepts.len();
    let outputs = match trained.classes() {
        [] => vec!["prediction".to_owned()],
        [_, yes] if width == 1 => vec![yes.clone()],
        names => names.to_vec(),
    };
    let of_columns = weights.chunks_exact(width).enumerate();
    let weights = of_columns.map(|(column, of_column)| {
        let name = trained.preparation.column_name(column, &trained.examples);
        (name, of_column.iter().copied().map(f64::from).collect())
    });
    Some(Readable::Weights(Weights {
        outputs,
        intercepts: intercepts.iter().copied().map(f64::from).collect(),
        weights: weights.collect(),
    }))
}

fn tree_of(trained: &Trained, tree: &Tree) -> Option<Readable> {
    if tree.nodes.len() > MOST_NODES {
        return None;
    }
    let visits = tree.visits(&trained.preparation.matrix(&trained.examples, &trained.split.fitting));
    let nodes = tree.nodes.iter().zip(visits).map(|(node, rows)| match node {
        Node::Split { feature, threshold, left, right } => TreeNode::Split {
            condition: trained.preparation.condition(usize::from(*feature), *threshold, &trained.examples),
            left: *left,
            right: *right,
            rows: Some(rows),
        },
        Node::Leaf(leaf) => {
            TreeNode::Leaf { answer: tree.answer_at(*leaf).iter().copied().map(f64::from).collect(), rows: Some(rows) }
        }
    });
    Some(Readable::Tree(nodes.collect()))
}

/// The curve as points: two at every step, of which the thinnest are left out when there are many.
fn curve_of(trained: &Trained, curve: &ShapeCurve) -> Curve {
    let feature = trained.preparation.column_name(curve.column, &trained.examples);
    let steps = &curve.steps;
    let kept = steps.len().clamp(1, MOST_POINTS / 2);
    let chosen: Vec<&(f32, f64)> = (0..kept).map(|place| &steps[place * steps.len() / kept]).collect();
    // The first step begins below every value, and the last ends above every one.
    let end = |step: usize| chosen.get(step + 1).map(|next| f64::from(next.0));
    let (first, last) = (end(0).unwrap_or(0.0), chosen.last().map_or(0.0, |step| f64::from(step.0)));
    let margin = ((last - first).abs() * 0.1).max(f64::EPSILON);
    let mut points = Vec::with_capacity(2 * kept);
    for (place, (start, value)) in chosen.iter().enumerate() {
        let start = if start.is_finite() { f64::from(*start) } else { first - margin };
        let unit = |at: f64| trained.preparation.unscaled(curve.column, at);
        points.push((unit(start), *value));
        points.push((unit(end(place).unwrap_or(last + margin)), *value));
    }
    Curve { feature, levels: Vec::new(), points }
}

fn width(curve: &Curve) -> f64 {
    let values = || curve.points.iter().map(|point| point.1);
    values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
}

//! One decision tree, and forests of trees that each see another sample of the rows.

use std::thread;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::Output;
use super::exported::{Comparison, Exported, ExportedTree, Finish, Parts};
use super::tree::{Growth, Node, Tree, TreeTruth};
use super::{FitData, Inside, Model};
use crate::model::ForestSettings;

/// Trees whose answers are averaged; a single decision tree is a forest of one.
pub(super) struct Forest {
    trees: Vec<Tree>,
    output: Output,
}

/// Grows one tree on all fitting rows.
pub(super) fn fit_tree(
    max_depth: u32,
    min_leaf: u32,
    data: &FitData,
    progress: &mut Progress<'_>,
) -> Result<Forest, LearnError> {
    let output = data.output;
    let growth = Growth { max_depth, min_leaf, random_features: false, seed: 0, weights: Vec::new(), output };
    let tree = Tree::grow(&data.fitting.values, &TreeTruth::of(&data.fitting_targets), &growth)?;
    progress.step(1, 1)?;
    Ok(Forest { trees: vec![tree], output })
}

/// Grows the trees of a forest, as many at a time as there are processor cores. Each tree has its own seed, so the
/// number of cores changes nothing but the time.
pub(super) fn fit_forest(
    settings: &ForestSettings,
    seed: u64,
    data: &FitData,
    progress: &mut Progress<'_>,
) -> Result<Forest, LearnError> {
    let truth = TreeTruth::of(&data.fitting_targets);
    let at_once = thread::available_parallelism().map_or(1, |cores| cores.get() as u32);
    let mut trees = Vec::with_capacity(settings.trees as usize);
    for first in (0..settings.trees).step_by(at_once as usize) {
        let numbers = first..settings.trees.min(first + at_once);
        let grown: Vec<Result<Tree, LearnError>> = thread::scope(|scope| {
            let handles: Vec<_> = numbers
                .map(|number| {
                    let truth = &truth;
                    scope.spawn(move || grow(settings, (seed, number), data, truth))
                })
                .collect();
            let panicked = |_| Err(LearnError::Internal("growing a tree panicked".to_owned()));
            handles.into_iter().map(|handle| handle.join().unwrap_or_else(panicked)).collect()
        });
        for tree in grown {
            trees.push(tree?);
        }
        progress.step(trees.len() as u32, settings.trees)?;
    }
    Ok(Forest { trees, output: data.output })
}

/// Grows one tree of a forest on rows drawn with replacement. To tell classes apart, each split looks at a few random
/// features (Breiman 2001); for numbers at all, as scikit-learn's forest does.
fn grow(
    settings: &ForestSettings,
    (seed, number): (u64, u32),
    data: &FitData,
    truth: &TreeTruth,
) -> Result<Tree, LearnError> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(u64::from(number));
    let mut weights = vec![0.0; truth.len()];
    for _ in 0..truth.len() {
        weights[random.random_range(0..truth.len())] += 1.0;
    }
    let growth = Growth {
        max_depth: settings.max_depth,
        min_leaf: 1,
        random_features: data.output != Output::Number,
        seed: random.random(),
        weights,
        output: data.output,
    };
    Tree::grow(&data.fitting.values, truth, &growth)
}

impl Model for Forest {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        scores.fill(0.0);
        for tree in &self.trees {
            scores.iter_mut().zip(tree.follow(row).0).for_each(|(score, answer)| *score += f64::from(*answer));
        }
        for score in scores.iter_mut() {
            *score /= self.trees.len() as f64;
        }
    }

    fn adds_evidence(&self) -> bool {
        false
    }

    fn answers(&self, rows: &Matrix) -> Vec<f64> {
        // Tree by tree, so that one tree's nodes stay in the cache for all rows.
        let width = self.output.width();
        let mut sums = vec![0.0; rows.rows() * width];
        for tree in &self.trees {
            for (sums, row) in sums.chunks_exact_mut(width).zip(rows.values.chunks_exact(rows.columns)) {
                sums.iter_mut().zip(tree.follow(row).0).for_each(|(sum, answer)| *sum += f64::from(*answer));
            }
        }
        sums.into_iter().map(|sum| sum / self.trees.len() as f64).collect()
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        let mut bytes = Vec::new();
        self.trees.iter().for_each(|tree| tree.save(&mut bytes));
        Ok(bytes)
    }

    fn parameters(&self) -> u64 {
        self.leaves().unwrap_or_default()
    }

    fn leaves(&self) -> Option<u64> {
        Some(self.trees.iter().map(Tree::leaves).sum())
    }

    fn exported(&self) -> Exported<'_> {
        let trees = self.trees.iter().map(|tree| ExportedTree { adds_to: None, nodes: tree.exported() });
        let parts = Parts::Trees {
            left_when: Comparison::AtMost,
            start: vec![0.0; self.output.width()],
            divided_by: self.trees.len() as u32,
            trees: trees.collect(),
        };
        Exported { parts, finish: Finish::Plain }
    }

    fn uses(&self, column: usize) -> bool {
        let splits_on = |node: &Node| matches!(node, Node::Split { feature, .. } if usize::from(*feature) == column);
        self.trees.iter().any(|tree| tree.nodes.iter().any(splits_on))
    }

    fn operations(&self, row: &[f32]) -> u64 {
        let comparisons: u64 = self.trees.iter().map(|tree| tree.follow(row).1).sum();
        // Averaging adds all but the first answer and divides once; a single tree needs neither.
        comparisons + if self.trees.len() > 1 { (self.trees.len() * self.output.width()) as u64 } else { 0 }
    }

    fn inside(&self) -> Inside<'_> {
        if let [tree] = &self.trees[..] { Inside::Tree(tree) } else { Inside::Closed }
    }
}

//! Explainable boosting machines by hessboost: one curve per feature, learned in small steps, and added up.

use std::num::NonZeroUsize;

use hessboost::config::{BoosterKind, Ebm, GrowPolicy};
use hessboost::ebm::{TermAxis, shape_functions};
use hessboost::prelude::{BoostedModel, ModelFormat, Objective, RegLoss, TrainingParams, TreeMethod};

use super::super::error::LearnError;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::boosting::{Rounds, internal, leaves, margins, matrix, metric, operations, splits_on, trained};
use super::{FitData, Inside, Model};
use crate::model::ExplainableSettings;

/// Leaves of each small tree; a curve has few steps in each round, so that its features share what they explain.
const LEAVES: usize = 3;
/// Rounds without a lower validation loss after which the curves are left as they were best.
const PATIENCE: usize = 50;

/// Sums of curves: one, or one per class against the rest.
pub(super) struct Explainable {
    models: Vec<BoostedModel>,
    output: Output,
}

/// A curve over a prepared column.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct ShapeCurve {
    /// The prepared column.
    pub column: usize,
    /// Where each step of the curve begins, and what is added from there on; the first begins below everything.
    pub steps: Vec<(f32, f64)>,
}

/// Learns the curves in turn, round by round. Several classes are learned each against the rest.
pub(super) fn fit(
    settings: &ExplainableSettings,
    seed: u64,
    data: &FitData,
    progress: &mut Progress<'_>,
) -> Result<Explainable, LearnError> {
    let columns = data.fitting.columns;
    let pairs = (settings.pairs as usize).min(columns * (columns - 1) / 2);
    let objective = match data.output {
        Output::Number => Objective::SquaredError(RegLoss::default()),
        _ => Objective::BinaryLogistic(RegLoss::default()),
    };
    let single = if data.output == Output::Number { Output::Number } else { Output::Positive };
    let ebm = Ebm::builder().interactions(pairs).build().map_err(|error| internal(&error))?;
    let parameters = TrainingParams::builder()
        .booster(BoosterKind::Ebm(ebm))
        .objective(objective)
        .eval_metric(metric(single))
        .tree_method(TreeMethod::Hist)
        .grow_policy(GrowPolicy::LossGuide)
        .max_leaves(LEAVES)
        .eta(settings.learning_rate)
        .seed(seed)
        .build()
        .map_err(|error| internal(&error))?;
    let classes = if let Output::Classes(count) = data.output { count } else { 1 };
    let rounds = Rounds { most: settings.rounds, patience: NonZeroUsize::new(PATIENCE) };
    let mut models = Vec::with_capacity(classes);
    for class in 0..classes {
        let wanted = if classes == 1 { 1 } else { class as u32 };
        let fitting = matrix(&data.fitting, &labels(&data.fitting_targets, wanted))?;
        let validation = matrix(&data.validation, &labels(&data.validation_targets, wanted))?;
        models.push(trained(&parameters, (&fitting, &validation), rounds, single, progress)?);
    }
    Ok(Explainable { models, output: data.output })
}

/// 1 for rows of the wanted class and 0 for others; numbers as they are.
fn labels(targets: &Targets, wanted: u32) -> Vec<f32> {
    match targets {
        Targets::Classes(codes) => codes.iter().map(|code| f32::from(u8::from(*code == wanted))).collect(),
        Targets::Numbers(numbers) => numbers.iter().map(|number| *number as f32).collect(),
    }
}

impl Model for Explainable {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        for (model, score) in self.models.iter().zip(scores) {
            margins(model, row, std::slice::from_mut(score));
        }
    }

    fn answer(&self, row: &[f32], answer: &mut [f64]) {
        self.scores(row, answer);
        if let Output::Classes(_) = self.output {
            // Each class was learned against the rest: its own probability, then brought to a sum of 1.
            for score in answer.iter_mut() {
                Output::Positive.link(std::slice::from_mut(score));
            }
            let total: f64 = answer.iter().sum();
            for share in answer.iter_mut() {
                *share /= total;
            }
        } else {
            self.output.link(answer);
        }
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        let mut bytes = Vec::new();
        for model in &self.models {
            bytes.extend(model.encode(ModelFormat::Binary).map_err(|error| internal(&error))?);
        }
        Ok(bytes)
    }

    fn parameters(&self) -> u64 {
        self.models.iter().map(leaves).sum()
    }

    fn uses(&self, column: usize) -> bool {
        self.models.iter().any(|model| splits_on(model, column))
    }

    fn operations(&self, row: &[f32]) -> u64 {
        // A person looks one value up per curve and adds them; the trees behind the curves need more.
        let trees: u64 = self.models.iter().map(|model| operations(model, row)).sum();
        match (&self.models[..], self.inside()) {
            ([_], Inside::Curves { curves, .. }) => 2 * curves.len() as u64 + self.output.link_operations(),
            _ => trees + self.output.link_operations(),
        }
    }

    fn inside(&self) -> Inside<'_> {
        let [model] = &self.models[..] else { return Inside::Closed };
        let Ok(shapes) = shape_functions(model) else { return Inside::Closed };
        let mut curves = Vec::new();
        for term in &shapes.terms {
            let ([column], [TermAxis::Numeric { edges, .. }]) = (term.features(), term.axes()) else {
                // A surface over two features is no curve.
                return Inside::Closed;
            };
            if edges.is_empty() {
                continue;
            }
            let starts = std::iter::once(f32::NEG_INFINITY).chain(edges.iter().copied());
            let steps = starts.zip(term.values().iter().copied()).collect();
            curves.push(ShapeCurve { column: *column as usize, steps });
        }
        Inside::Curves { intercept: shapes.intercept, curves }
    }
}

//! Explainable boosting machines by hessboost: one curve per feature, learned in small steps, and added up.

use std::num::NonZeroUsize;

use hessboost::config::{BoosterKind, Ebm, GrowPolicy};
use hessboost::ebm::{TermAxis, shape_functions};
use hessboost::prelude::{BoostedModel, HessboostError, Objective, RegLoss, TrainingParams, TreeMethod};

use super::super::error::LearnError;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::boosting::{Rounds, internal, matrix, metric, trained};
use super::exported::{CurveSum, CurveTerm, Exported, Finish, Parts};
use super::{FitData, Inside, Model};
use crate::model::ExplainableSettings;

/// Leaves of each small tree; a curve has few steps in each round, so that its features share what they explain.
const LEAVES: usize = 3;
/// Least sum of second derivatives in a leaf. Sure probabilities have small ones: with the usual 1, small tables are never
/// sure of anything.
const LEAST_WEIGHT: f64 = 1e-3;
/// Curves that are averaged, each learned on another share of the fitting rows, against steps that chance made.
const BAGS: usize = 8;
const BAG_SHARE: f64 = 0.85;
/// Rounds without a lower validation loss after which the curves are left as they were best.
const PATIENCE: usize = 50;

/// Sums of curves: one, or one per class against the rest.
pub(super) struct Explainable {
    sums: Vec<Sum>,
    output: Output,
}

/// What its terms have at a row is added up.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sum {
    intercept: f64,
    terms: Vec<Term>,
}

/// A function of one or two prepared columns that is constant between its edges.
#[derive(Clone, Debug, PartialEq)]
struct Term {
    /// The columns, each with its rising edges; a value on an edge belongs above it.
    axes: Vec<(usize, Vec<f32>)>,
    /// The value in each cell, the cells of the first column slowest.
    values: Vec<f32>,
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
    let single = if data.output == Output::Number { Output::Number } else { Output::Positive };
    let parameters = parameters(settings, seed, single, data.fitting.columns).map_err(|error| internal(&error))?;
    let classes = if let Output::Classes(count) = data.output { count } else { 1 };
    let rounds = Rounds { most: settings.rounds, patience: NonZeroUsize::new(PATIENCE) };
    let mut sums = Vec::with_capacity(classes);
    for class in 0..classes {
        let wanted = if classes == 1 { 1 } else { class as u32 };
        let fitting = matrix(&data.fitting, &labels(&data.fitting_targets, wanted))?;
        let validation = matrix(&data.validation, &labels(&data.validation_targets, wanted))?;
        let model = trained(&parameters, (&fitting, &validation), rounds, single, progress)?;
        sums.push(Sum::of(&model)?);
    }
    Ok(Explainable { sums, output: data.output })
}

/// How a sum is learned that answers with `single` numbers or probabilities of so many prepared columns.
fn parameters(
    settings: &ExplainableSettings,
    seed: u64,
    single: Output,
    columns: usize,
) -> Result<TrainingParams, HessboostError> {
    let pairs = (settings.pairs as usize).min(columns * (columns - 1) / 2);
    let objective = match single {
        Output::Number => Objective::SquaredError(RegLoss::default()),
        _ => Objective::BinaryLogistic(RegLoss::default()),
    };
    TrainingParams::builder()
        .booster(BoosterKind::Ebm(Ebm::builder().interactions(pairs).outer_bags(BAGS).bag_fraction(BAG_SHARE).build()?))
        .objective(objective)
        .eval_metric(metric(single))
        .tree_method(TreeMethod::Hist)
        .grow_policy(GrowPolicy::LossGuide)
        .max_leaves(LEAVES)
        .min_child_weight(LEAST_WEIGHT)
        .eta(settings.learning_rate)
        .seed(seed)
        .build()
}

/// 1 for rows of the wanted class and 0 for others; numbers as they are.
fn labels(targets: &Targets, wanted: u32) -> Vec<f32> {
    match targets {
        Targets::Classes(codes) => codes.iter().map(|code| f32::from(u8::from(*code == wanted))).collect(),
        Targets::Numbers(numbers) => numbers.iter().map(|number| *number as f32).collect(),
    }
}

impl Sum {
    /// Merges the many small trees of `model` into one term per column or pair of columns.
    fn of(model: &BoostedModel) -> Result<Self, LearnError> {
        let shapes = shape_functions(model).map_err(|error| internal(&error))?;
        let mut sum = Self { intercept: shapes.intercept, terms: Vec::new() };
        for shape in &shapes.terms {
            let mut axes = Vec::new();
            for (column, axis) in shape.features().iter().zip(shape.axes()) {
                let TermAxis::Numeric { edges, .. } = axis else {
                    return Err(LearnError::Internal("a prepared column is not numeric".to_owned()));
                };
                axes.push((*column as usize, edges.clone()));
            }
            let values = without_missing(shape.values(), &axes);
            match values[..] {
                // It was never split: the same for every row.
                [constant] => sum.intercept += constant,
                _ => sum.terms.push(Term { axes, values: values.iter().map(|value| *value as f32).collect() }),
            }
        }
        Ok(sum)
    }

    fn at(&self, row: &[f32]) -> f64 {
        self.intercept + self.terms.iter().map(|term| f64::from(term.at(row))).sum::<f64>()
    }
}

/// The values of the cells that are not for missing values: prepared rows have none. The last cell of each column is.
fn without_missing(values: &[f64], axes: &[(usize, Vec<f32>)]) -> Vec<f64> {
    let cells: Vec<usize> = axes.iter().map(|(_, edges)| edges.len() + 2).collect();
    let is_kept = |cell: &usize| {
        let mut rest = *cell;
        cells.iter().rev().all(|count| {
            let place = rest % count;
            rest /= count;
            place + 1 < *count
        })
    };
    (0..values.len()).filter(is_kept).map(|cell| values[cell]).collect()
}

impl Term {
    fn at(&self, row: &[f32]) -> f32 {
        let cell = self.axes.iter().fold(0, |cell, (column, edges)| {
            cell * (edges.len() + 1) + edges.partition_point(|edge| *edge <= row[*column])
        });
        self.values[cell]
    }

    fn exported(&self) -> CurveTerm<'_> {
        CurveTerm {
            columns: self.axes.iter().map(|(column, _)| *column).collect(),
            edges: self.axes.iter().map(|(_, edges)| &edges[..]).collect(),
            values: &self.values,
        }
    }
}

impl Model for Explainable {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        for (sum, score) in self.sums.iter().zip(scores) {
            *score = sum.at(row);
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
        for sum in &self.sums {
            bytes.extend(sum.intercept.to_le_bytes());
            bytes.extend((sum.terms.len() as u32).to_le_bytes());
            for term in &sum.terms {
                bytes.push(term.axes.len() as u8);
                for (column, edges) in &term.axes {
                    bytes.extend((*column as u32).to_le_bytes());
                    bytes.extend((edges.len() as u32).to_le_bytes());
                    bytes.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
                }
                bytes.extend(term.values.iter().flat_map(|value| value.to_le_bytes()));
            }
        }
        Ok(bytes)
    }

    fn parameters(&self) -> u64 {
        self.sums.iter().map(|sum| 1 + sum.terms.iter().map(|term| term.values.len() as u64).sum::<u64>()).sum()
    }

    fn exported(&self) -> Exported<'_> {
        let sums = self
            .sums
            .iter()
            .map(|sum| CurveSum { intercept: sum.intercept, terms: sum.terms.iter().map(Term::exported).collect() });
        let finish = match self.output {
            Output::Classes(_) => Finish::Shares,
            output => Finish::of_evidence(output),
        };
        Exported { parts: Parts::Curves { sums: sums.collect() }, finish }
    }

    fn uses(&self, column: usize) -> bool {
        let mut axes = self.sums.iter().flat_map(|sum| &sum.terms).flat_map(|term| &term.axes);
        axes.any(|(of, edges)| *of == column && !edges.is_empty())
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // A person looks one value up on each axis and adds what is there.
        let terms = self.sums.iter().flat_map(|sum| &sum.terms);
        terms.map(|term| term.axes.len() as u64 + 1).sum::<u64>() + self.output.link_operations()
    }

    fn inside(&self) -> Inside<'_> {
        let [sum] = &self.sums[..] else { return Inside::Closed };
        let mut curves = Vec::new();
        for term in &sum.terms {
            // A surface over two features is no curve.
            let [(column, edges)] = &term.axes[..] else { return Inside::Closed };
            let starts = std::iter::once(f32::NEG_INFINITY).chain(edges.iter().copied());
            let steps = starts.zip(term.values.iter().copied().map(f64::from)).collect();
            curves.push(ShapeCurve { column: *column, steps });
        }
        Inside::Curves { intercept: sum.intercept, curves }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curves_answer_as_the_trees_they_were_merged_from() {
        let values: Vec<f32> =
            (0..300).flat_map(|row| [row % 20, row / 15]).map(|value| value as f32 / 10.0 - 1.0).collect();
        let labels: Vec<f32> = values.chunks(2).map(|row| row[0] * row[0] - row[1] + 2.0 * row[0] * row[1]).collect();
        let rows = super::super::super::prepare::Matrix { values, columns: 2 };
        let data = matrix(&rows, &labels).unwrap();
        for pairs in [0, 1] {
            let settings = ExplainableSettings { rounds: 40, learning_rate: 0.1, pairs };
            let parameters = parameters(&settings, 1, Output::Number, 2).unwrap();
            let model = hessboost::prelude::train(&parameters, &data, 40).unwrap();
            let sum = Sum::of(&model).unwrap();
            assert_eq!(sum.terms.len(), 2 + pairs as usize);
            for row in rows.values.chunks(2) {
                let theirs = f64::from(model.predict_margin_row(row, ..).unwrap());
                assert!((sum.at(row) - theirs).abs() < 1e-5, "{} instead of {theirs}", sum.at(row));
            }
        }
    }
}

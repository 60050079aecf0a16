//! What only further trainings can say: how much is luck, how much the rows matter, how many rows are needed.

mod folds;
mod growth;
mod seeds;

use std::collections::BTreeMap;

pub(super) use folds::corrected_half_width;

use super::error::LearnError;
use super::job::TrainingJob;
use super::measure::{Case, Judged, values};
use super::progress::Progress;
use super::trained::Trained;
use crate::model::{Judging, Measure};

/// Training rows of the whole growing series, as a multiple of all training rows.
const GROWTH: f32 = 1.0;
/// Each further training, as a share of the first one with all that is measured on it.
const FURTHER: f32 = 0.8;

/// Share of the whole job that the first training and its measurements are.
pub(super) fn share_of_first(judging: &Judging) -> f32 {
    1.0 / (1.0 + further(judging))
}

/// Further trainings, in units of the first one.
fn further(judging: &Judging) -> f32 {
    let folds = judging.folds.map_or(0, |folds| folds.count * folds.repeats);
    FURTHER * (folds + judging.seeds) as f32 + if judging.growing { GROWTH } else { 0.0 }
}

/// Adds what further trainings say to `judged`.
pub(super) fn run(
    job: &TrainingJob,
    trained: &Trained,
    judged: &mut Judged,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    progress.set_quiet(true);
    let whole = 1.0 + further(&job.judging);
    let mut from = 1.0 / whole;
    let mut part = |units: f32, progress: &mut Progress<'_>| {
        let to = from + units / whole;
        progress.within(from, to);
        from = to;
    };
    if let Some(folds) = job.judging.folds {
        part(FURTHER * (folds.count * folds.repeats) as f32, progress);
        folds::run(job, trained, folds, judged, progress)?;
    }
    if job.judging.seeds > 0 {
        part(FURTHER * job.judging.seeds as f32, progress);
        seeds::run(job, trained, judged, progress)?;
    }
    if job.judging.growing {
        part(GROWTH, progress);
        growth::run(job, trained, judged, progress)?;
    }
    Ok(())
}

/// Every measure of quality on the rows that `trained` may be judged on.
fn qualities(
    job: &TrainingJob,
    trained: &Trained,
    progress: &mut Progress<'_>,
) -> Result<BTreeMap<Measure, f64>, LearnError> {
    let answers = trained.answers(&trained.split.test);
    let truth = trained.examples.aim.targets.of(&trained.split.test);
    let case = Case {
        output: trained.examples.aim.output,
        answers: &answers,
        truth: &truth,
        threshold: trained.threshold,
        costs: job.judging.costs,
    };
    values(case, progress)
}

/// What stands for accuracy in measures of stability: balanced accuracy, or the share of the variance explained, in
/// percent.
fn accuracy(values: &BTreeMap<Measure, f64>) -> Option<f64> {
    let of_numbers = || values.get(&Measure::Determination).map(|share| 100.0 * share);
    values.get(&Measure::BalancedAccuracy).copied().or_else(of_numbers)
}

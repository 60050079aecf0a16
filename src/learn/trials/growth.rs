//! How many rows are needed: trainings on growing shares of the rows, all judged on the same held-out ones.

use std::sync::Arc;

use super::qualities;
use crate::learn::error::LearnError;
use crate::learn::job::TrainingJob;
use crate::learn::measure::Judged;
use crate::learn::progress::Progress;
use crate::learn::split::{Split, share_of};
use crate::learn::trained::{Trained, fit_on};
use crate::model::{Algorithm, Direction, Growth, Measure, Measured};

/// Shares of the training rows, before all of them.
const SHARES: [f64; 6] = [1.0 / 64.0, 1.0 / 32.0, 1.0 / 16.0, 0.125, 0.25, 0.5];
/// Fewest rows worth training on.
const FEWEST_ROWS: usize = 20;
/// Share of what all rows bring beyond the baseline that is enough.
const ENOUGH: f64 = 0.95;
/// Gain of the last doubling of the rows, as a share of all gain, from which more rows would still help.
const STILL_RISING: f64 = 0.1;

/// Adds the curve of quality over rows, and the rows needed.
pub(super) fn run(
    job: &TrainingJob,
    trained: &Trained,
    judged: &mut Judged,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let measure = job.primary;
    let Some(full) = qualities(job, trained, progress)?.get(&measure).copied() else { return Ok(()) };
    let mut baseline = job.clone();
    baseline.candidate.algorithm = Algorithm::Baseline;
    let split = || trained.split.clone();
    let base = fit_on(&baseline, Arc::clone(&trained.examples), split(), Vec::new(), progress)?;
    let Some(base) = qualities(job, &base, progress)?.get(&measure).copied() else { return Ok(()) };
    let mut points = Vec::new();
    for (place, share) in SHARES.into_iter().enumerate() {
        let at = |place: usize| place as f32 / SHARES.len() as f32;
        progress.enter(&format!("Training on {:.1} % of the rows", 100.0 * share), at(place), at(place + 1))?;
        let Some(split) = part(trained, share, job.split_seed()) else { continue };
        let rows = (split.fitting.len() + split.validation.len()) as u64;
        match fit_on(job, Arc::clone(&trained.examples), split, Vec::new(), progress) {
            Ok(fitted) => {
                points.extend(qualities(job, &fitted, progress)?.get(&measure).map(|value| (rows, *value)));
            }
            Err(LearnError::Cancelled) => return Err(LearnError::Cancelled),
            // So few rows that they cannot be learned from say nothing about how many are needed.
            Err(_) => {}
        }
    }
    points.push(((trained.split.fitting.len() + trained.split.validation.len()) as u64, full));
    let growth = Growth { measure, baseline: base, points };
    match needed(&growth) {
        Need::Rows(rows) => {
            judged.measured.insert(Measure::DataNeed, Measured { value: rows.round(), interval: None });
        }
        Need::More => judged.warnings.push(format!(
            "{} was still getting better with the last rows, so how many are needed is not known: more rows may help.",
            measure.label()
        )),
        Need::Unknown => {}
    }
    judged.details.growth = Some(growth);
    Ok(())
}

/// A share of the training rows, each class alike; `None` when so few do not allow a training.
fn part(trained: &Trained, share: f64, seed: u64) -> Option<Split> {
    let Split { fitting, validation, test } = &trained.split;
    let targets = &trained.examples.aim.targets;
    let fitting = share_of(fitting, targets, share, seed);
    let validation = share_of(validation, targets, share, seed);
    let classes = trained.examples.aim.output.classes() as u32;
    let is_there = |class: u32| fitting.iter().any(|row| targets.codes()[*row] == class);
    let is_enough = fitting.len() >= FEWEST_ROWS && !validation.is_empty() && (0..classes).all(is_there);
    is_enough.then(|| Split { fitting, validation, test: test.clone() })
}

/// How many rows are needed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Need {
    /// So many, between the points by the logarithm of the rows.
    Rows(f64),
    /// More than there are.
    More,
    /// All rows bring nothing beyond the baseline, or there is one point only.
    Unknown,
}

fn needed(growth: &Growth) -> Need {
    let sign = if growth.measure.direction() == Direction::Higher { 1.0 } else { -1.0 };
    let gains: Vec<(f64, f64)> =
        growth.points.iter().map(|(rows, value)| (*rows as f64, sign * (value - growth.baseline))).collect();
    let [.., (_, before), (_, full)] = gains[..] else { return Need::Unknown };
    if full <= 0.0 {
        return Need::Unknown;
    }
    if full - before > STILL_RISING * full {
        return Need::More;
    }
    let enough = ENOUGH * full;
    // From the end: a lucky small sample does not count if more rows fall below again.
    let Some(last_below) = gains.iter().rposition(|(_, gain)| *gain < enough) else { return Need::Rows(gains[0].0) };
    let Some(((low, below), (high, above))) = gains.get(last_below).copied().zip(gains.get(last_below + 1).copied())
    else {
        return Need::Unknown;
    };
    let share = (enough - below) / (above - below);
    Need::Rows((low.ln() + share * (high.ln() - low.ln())).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_needed_lie_where_the_curve_reaches_enough() {
        let growth = |measure, baseline, points: &[(u64, f64)]| Growth { measure, baseline, points: points.to_vec() };
        // 95 % of the gain of 0.4 is 0.38: reached halfway, by the logarithm, between 100 and 400 rows.
        let curve = growth(Measure::RocAuc, 0.5, &[(25, 0.7), (100, 0.86), (400, 0.9), (800, 0.9)]);
        let Need::Rows(rows) = needed(&curve) else { panic!("{:?}", needed(&curve)) };
        assert!((rows - 200.0).abs() < 1e-6, "{rows}");
        let errors = growth(Measure::RootMeanSquaredError, 10.0, &[(50, 2.1), (100, 2.0)]);
        assert_eq!(needed(&errors), Need::Rows(50.0));
        assert_eq!(needed(&growth(Measure::RocAuc, 0.5, &[(50, 0.7), (100, 0.9)])), Need::More);
        assert_eq!(needed(&growth(Measure::RocAuc, 0.5, &[(50, 0.5), (100, 0.5)])), Need::Unknown);
        assert_eq!(needed(&growth(Measure::RocAuc, 0.5, &[(100, 0.9)])), Need::Unknown);
    }
}

//! How far luck goes: trainings that differ in their seed alone.

use std::sync::Arc;

use super::{accuracy, qualities};
use crate::learn::error::LearnError;
use crate::learn::job::TrainingJob;
use crate::learn::measure::{self, Judged};
use crate::learn::progress::Progress;
use crate::learn::targets::Output;
use crate::learn::trained::{Trained, fit_on};
use crate::model::{Measure, Measured};

/// Adds the deviation of accuracy over seeds, and the share of held-out cases that are decided otherwise.
pub(super) fn run(
    job: &TrainingJob,
    trained: &Trained,
    judged: &mut Judged,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let seeds = job.judging.seeds;
    let first = decisions(trained);
    let mut accuracies: Vec<f64> = accuracy(&qualities(job, trained, progress)?).into_iter().collect();
    let mut churns = Vec::new();
    for place in 1..=seeds {
        let share = |place: u32| place as f32 / seeds as f32;
        progress.enter(&format!("Another seed, {place} of {seeds}"), share(place - 1), share(place))?;
        let mut other = job.clone();
        other.candidate.seed = job.candidate.seed.wrapping_add(u64::from(place));
        let retrained = fit_on(&other, Arc::clone(&trained.examples), trained.split.clone(), Vec::new(), progress)?;
        accuracies.extend(accuracy(&qualities(job, &retrained, progress)?));
        churns.extend(churn(&first, &decisions(&retrained)));
    }
    if let Some(value) = deviation(&accuracies) {
        judged.measured.insert(Measure::SeedDeviation, Measured { value, interval: None });
    }
    if !churns.is_empty() {
        let value = 100.0 * churns.iter().sum::<f64>() / churns.len() as f64;
        judged.measured.insert(Measure::PredictionChurn, Measured { value, interval: None });
    }
    Ok(())
}

/// What is decided in each held-out row; nothing for numbers.
fn decisions(trained: &Trained) -> Vec<u32> {
    let output = trained.examples.aim.output;
    // Numbers are not decided, so they need not be asked for.
    if output == Output::Number {
        return Vec::new();
    }
    measure::decisions(output, &trained.answers(&trained.split.test), trained.threshold)
}

/// Share of decisions that differ; `None` without any.
fn churn(first: &[u32], second: &[u32]) -> Option<f64> {
    let differing = first.iter().zip(second).filter(|(first, second)| first != second).count();
    (!first.is_empty()).then(|| differing as f64 / first.len() as f64)
}

/// Standard deviation of a sample; `None` with fewer than two values.
fn deviation(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_and_churn_agree_with_counting() {
        assert_eq!(deviation(&[1.0, 3.0]), Some(2.0_f64.sqrt()));
        assert_eq!(deviation(&[1.0]), None);
        assert_eq!(churn(&[0, 1, 1, 0], &[0, 1, 0, 0]), Some(0.25));
        assert_eq!(churn(&[], &[]), None);
    }
}

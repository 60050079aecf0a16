//! Cross-validation: parts of the rows take turns being held out, and the means over them stand for the quality.

use std::collections::BTreeMap;
use std::sync::Arc;

use statrs::distribution::{ContinuousCDF as _, StudentsT};

use super::qualities;
use crate::learn::error::LearnError;
use crate::learn::job::TrainingJob;
use crate::learn::measure::Judged;
use crate::learn::progress::Progress;
use crate::learn::split::folds;
use crate::learn::trained::{Trained, fit_on};
use crate::model::{Folds, Measure, Measured};

/// Trains on each fold's rows, judges on its held-out part, and puts the means with their intervals in place of what the
/// held-out rows alone said.
pub(super) fn run(
    job: &TrainingJob,
    trained: &Trained,
    settings: Folds,
    judged: &mut Judged,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let splits = folds(&trained.examples, &job.split, settings)?;
    let count = splits.len();
    let mut found: BTreeMap<Measure, Vec<f32>> = BTreeMap::new();
    let (mut held_out, mut kept) = (0, 0);
    for (place, split) in splits.into_iter().enumerate() {
        let share = |place: usize| place as f32 / count as f32;
        progress.enter(&format!("Fold {} of {count}", place + 1), share(place), share(place + 1))?;
        held_out += split.test.len();
        kept += split.fitting.len() + split.validation.len();
        let fold = fit_on(job, Arc::clone(&trained.examples), split, Vec::new(), progress)?;
        for (measure, value) in qualities(job, &fold, progress)? {
            found.entry(measure).or_default().push(value as f32);
        }
    }
    // A measure that some fold does not allow has no mean over all of them.
    found.retain(|_, values| values.len() == count);
    let ratio = held_out as f64 / kept as f64;
    for (measure, values) in &found {
        let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
        let mean = values.iter().sum::<f64>() / count as f64;
        let half = corrected_half_width(&values, ratio);
        judged
            .measured
            .insert(*measure, Measured { value: mean, interval: half.map(|half| (mean - half, mean + half)) });
    }
    judged.warnings.push(format!(
        "The measures of quality are means over {count} folds; pictures, latency and size are of the model that the \
         held-out rows judge."
    ));
    judged.trials.folds = found;
    judged.trials.held_out_to_kept = ratio;
    Ok(())
}

/// Half of the width of the 95 % interval of a mean over folds. Folds share most of their training rows, so the variance
/// is taken as larger by `ratio` of judged to training rows (Nadeau and Bengio 2003). `None` with fewer than two folds.
pub(in crate::learn) fn corrected_half_width(values: &[f64], ratio: f64) -> Option<f64> {
    let count = values.len() as f64;
    let freedom = count - 1.0;
    let quantile = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.975);
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / freedom;
    Some(quantile * ((1.0 / count + ratio) * variance).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corrected_interval_agrees_with_the_formula() {
        // Ten folds: t(9; 0.975) = 2.262157, variance 1/9 · 10 · 0.25.
        let values: Vec<f64> = (0..10).map(|fold| if fold % 2 == 0 { 0.5 } else { -0.5 }).collect();
        let half = corrected_half_width(&values, 1.0 / 9.0).unwrap();
        let expected = 2.262_157 * ((0.1 + 1.0 / 9.0) * (2.5_f64 / 9.0)).sqrt();
        assert!((half - expected).abs() < 1e-6, "{half} is not {expected}");
        assert_eq!(corrected_half_width(&[1.0], 0.1), None);
    }
}

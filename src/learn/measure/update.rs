//! What it costs to keep a model up to date: the time to take in new rows, beside that of training from the start.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::algorithm::Newer;
use super::super::error::LearnError;
use super::super::progress::Progress;
use super::super::trained::Trained;
use super::timing::Stopwatch;
use crate::model::{Algorithm, Measure, Measured};

/// Adds the share of the training time that an update takes; the validation rows, which the model was not fitted on,
/// stand for rows that come later. A model that can only be trained anew has 100 %. The model has learned them
/// afterwards, so this comes last.
pub(in super::super) fn measure(
    trained: &mut Trained,
    algorithm: &Algorithm,
    seed: u64,
    (measured, warnings): (&mut BTreeMap<Measure, Measured>, &mut Vec<String>),
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    if matches!(algorithm, Algorithm::Baseline | Algorithm::Rules(_)) {
        // The one learns next to nothing, the others are rewritten by people.
        return Ok(());
    }
    progress.enter("Taking in new rows", 1.0, 1.0)?;
    // Preparing the rows is part of training as well.
    let started = Stopwatch::start();
    let data = trained.fit_data(&trained.split.validation);
    let newer = Newer { data: &data, algorithm, seed };
    let taken_in = catch_unwind(AssertUnwindSafe(|| trained.model.take_in(&newer, progress)));
    let value = match taken_in {
        Ok(None) => 100.0,
        Ok(Some(Ok(()))) => {
            100.0 * started.stop().wall().as_secs_f64() / trained.cost_of_last.wall().as_secs_f64().max(1e-9)
        }
        Ok(Some(Err(LearnError::Cancelled))) => return Err(LearnError::Cancelled),
        // All that was measured before stands.
        Ok(Some(Err(_))) | Err(_) => {
            warnings.push("The model could not take in the validation rows as new ones.".to_owned());
            return Ok(());
        }
    };
    measured.insert(Measure::UpdateShare, Measured { value, interval: None });
    Ok(())
}

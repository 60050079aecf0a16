//! What it costs to keep a model up to date: the time to take in new rows, beside that of training from the start.

use std::collections::BTreeMap;

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
    measured: &mut BTreeMap<Measure, Measured>,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    if matches!(algorithm, Algorithm::Baseline | Algorithm::Rules(_)) {
        // The one learns next to nothing, the others are rewritten by people.
        return Ok(());
    }
    progress.enter("Taking in new rows", 1.0, 1.0)?;
    let newer = trained.fit_data(&trained.split.validation);
    let started = Stopwatch::start();
    let value = match trained.model.take_in(&newer, algorithm, seed, progress) {
        None => 100.0,
        Some(taken_in) => {
            taken_in?;
            100.0 * started.stop().wall().as_secs_f64() / trained.cost.wall().as_secs_f64().max(1e-9)
        }
    };
    measured.insert(Measure::UpdateShare, Measured { value, interval: None });
    Ok(())
}

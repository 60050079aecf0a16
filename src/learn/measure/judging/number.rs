//! How close predicted numbers come.

use super::super::numbers::{determination, mean_absolute_error, pinball_loss, root_mean_squared_error};
use super::Resampled;
use crate::learn::error::LearnError;
use crate::learn::explain::evenly;
use crate::learn::progress::Progress;
use crate::model::{Details, Measure};

/// The quantile that the pinball loss is taken at.
const PINBALL_LEVEL: f64 = 0.9;
/// Most rows whose prediction and truth are kept.
const SHOWN_ROWS: usize = 200;

/// Every measure of quality that the rows allow.
pub(super) fn measure(
    predicted: &[f64],
    truth: &[f64],
    resamples: u32,
    progress: &mut Progress<'_>,
) -> Result<Resampled, LearnError> {
    Resampled::of(truth.iter().map(|_| 0), resamples, progress, |counts| {
        vec![
            (Measure::MeanAbsoluteError, Some(mean_absolute_error(predicted, truth, counts))),
            (Measure::RootMeanSquaredError, Some(root_mean_squared_error(predicted, truth, counts))),
            (Measure::Determination, determination(predicted, truth, counts)),
            (Measure::PinballLoss, Some(pinball_loss(predicted, truth, PINBALL_LEVEL, counts))),
        ]
    })
}

/// The pictures behind the measures.
pub(super) fn details(predicted: &[f64], truth: &[f64]) -> Details {
    let residuals = evenly(truth.len(), SHOWN_ROWS).map(|row| (predicted[row], truth[row])).collect();
    Details { residuals, ..Details::default() }
}

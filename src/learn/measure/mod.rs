//! Everything that is measured on a fitted model, once for all algorithms. A measure that cannot be had is left out:
//! unknown is not 0.

mod comparison;
mod interval;
mod quality;
mod ranking;
mod structure;
mod timing;

use std::collections::BTreeMap;

pub use comparison::{mcnemar, population_stability, rate_gap, rate_ratio};
pub use interval::wilson_interval;
pub use quality::brier_score;
pub use ranking::{average_precision, roc_auc};
pub use structure::dense_parameters;
pub(super) use timing::{FitCost, Stopwatch};

use super::error::LearnError;
use super::progress::Progress;
use super::trained::Trained;
use crate::model::{Measure, Measured};

/// Fewer positive held-out rows than this are worth a warning.
const FEW_POSITIVES: usize = 30;
/// Fewer held-out rows than this are worth a warning.
const FEW_ROWS: usize = 200;
/// A class rarer than this makes accuracy misleading.
const RARE: f64 = 0.1;

/// What the held-out rows say about a model.
pub(super) struct Judged {
    /// Values by measure.
    pub measured: BTreeMap<Measure, Measured>,
    /// Receiver operating characteristic, thinned.
    pub roc: Vec<(f64, f64)>,
    /// Positive held-out rows.
    pub positives: usize,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// Measures `trained` on its held-out rows.
pub(super) fn measure(trained: &Trained, progress: &mut Progress<'_>) -> Result<Judged, LearnError> {
    progress.enter("Judging on held-out rows", 0.8, 0.9)?;
    let labels = trained.labels(&trained.split.test);
    let scores = trained.probabilities(&trained.split.test);
    if let Some(row) = scores.iter().position(|score| !score.is_finite()) {
        return Err(LearnError::Internal(format!("the model has no probability for held-out row {}", row + 1)));
    }
    let ranked = ranking::Ranked::new(&scores, &labels);
    let mut measured = quality::measure(&ranked, &scores, &labels, trained.threshold, progress)?;
    progress.enter("Reading the model", 0.9, 0.92)?;
    structure::measure(trained, &mut measured)?;
    progress.enter("Timing predictions", 0.92, 1.0)?;
    timing::measure(trained, &mut measured, progress)?;
    let positives = labels.iter().filter(|label| **label).count();
    Ok(Judged { measured, roc: ranked.thinned_roc(), positives, warnings: warnings(positives, labels.len()) })
}

fn warnings(positives: usize, rows: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    if rows < FEW_ROWS {
        warnings.push(format!("Judged on {rows} rows only, so the intervals are wide."));
    }
    let rarer = positives.min(rows - positives);
    if rarer < FEW_POSITIVES {
        let class = if positives <= rows - positives { "positive" } else { "negative" };
        warnings.push(format!("Judged on {rarer} {class} rows only; what is said about them is uncertain."));
    }
    let share = rarer as f64 / rows as f64;
    if share < RARE {
        warnings.push(format!(
            "One class makes up {:.1} % of the held-out rows: calling every case the other class is right in {:.1} %, \
             so compare recall, precision or average precision instead of accuracy.",
            share * 100.0,
            (1.0 - share) * 100.0
        ));
    }
    if cfg!(debug_assertions) {
        warnings.push(
            "Times were measured in a debug build and are too long; measure again in an optimised one.".to_owned(),
        );
    }
    warnings
}

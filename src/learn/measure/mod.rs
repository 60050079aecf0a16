//! Everything that is measured on a fitted model, once for all algorithms. A measure that cannot be had is left out:
//! unknown is not 0.

mod behaviour;
mod cascade;
mod cases;
mod classes;
mod comparison;
mod disturbance;
mod groups;
mod image_disturbance;
mod interval;
mod judging;
mod numbers;
mod pairing;
mod ranking;
mod readable;
mod rounding;
mod structure;
mod timing;
mod update;

use std::collections::BTreeMap;

pub use cascade::cascade;
pub use classes::{
    ClassConfusion, brier_of_classes, calibration_curve, calibration_error, log_loss, most_likely,
    roc_auc_one_against_rest,
};
pub use comparison::{mcnemar, population_stability, rate_gap, rate_ratio};
pub use interval::wilson_interval;
pub(super) use judging::{Case, decisions, mean_loss, values};
pub use judging::{brier_score, measures_at};
pub use numbers::{determination, mean_absolute_error, median_absolute_error, pinball_loss, root_mean_squared_error};
pub use pairing::{Difference, difference};
pub use ranking::{average_precision, roc_auc};
pub use structure::dense_parameters;
pub use timing::peak_memory;
pub(super) use timing::{FitCost, Stopwatch};
pub(super) use update::measure as measure_update;

use super::error::LearnError;
use super::progress::Progress;
use super::targets::Output;
use super::trained::Trained;
use crate::model::{Details, ErrorCosts, Measure, Measured, Trials};

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
    /// Where it errs, what it listens to, how it can be read.
    pub details: Details,
    /// What it is compared with others by.
    pub trials: Trials,
    /// Positive held-out rows; `None` unless the goal is yes or no.
    pub positives: Option<usize>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// Measures `trained` on its held-out rows, which `by_time` says are in order of time. `costs` are those of wrong decisions.
pub(super) fn measure(
    trained: &Trained,
    costs: Option<ErrorCosts>,
    by_time: bool,
    progress: &mut Progress<'_>,
) -> Result<Judged, LearnError> {
    progress.enter("Judging on held-out rows", 0.8, 0.85)?;
    let output = trained.examples.aim.output;
    let truth = trained.examples.aim.targets.of(&trained.split.test);
    let answers = trained.answers(&trained.split.test);
    if let Some(place) = answers.iter().position(|answer| !answer.is_finite()) {
        let row = place / output.width() + 1;
        return Err(LearnError::Internal(format!("the model has no answer for held-out row {row}")));
    }
    let case = Case { output, answers: &answers, truth: &truth, threshold: trained.threshold, costs };
    let judgement = judging::judge(case, trained.classes(), progress)?;
    let (mut measured, mut details) = (judgement.measured, judgement.details);
    let mut warnings = warnings(output, truth.codes(), truth.len());
    if let Some(protected) = &trained.examples.protected {
        let found = (&mut measured, &mut warnings);
        details.groups = groups::measure(protected, &trained.split.test, case, found, progress)?;
    }
    progress.enter("Reading the model", 0.85, 0.87)?;
    structure::measure(trained, &mut measured)?;
    details.readable = readable::readable(trained);
    progress.enter("Asking what it listens to", 0.87, 0.9)?;
    behaviour::measure(trained, case, (&mut measured, &mut details), &mut warnings, progress)?;
    progress.enter("Disturbing its inputs", 0.92, 0.95)?;
    disturbance::measure(trained, by_time, (&mut measured, &mut details), progress)?;
    progress.enter("Timing predictions", 0.95, 1.0)?;
    timing::measure(trained, &mut measured, progress)?;
    let positives = (output == Output::Positive).then(|| truth.codes().iter().filter(|code| **code == 1).count());
    let details = rounding::rounded(details);
    let trials = Trials { right: judging::right(case), resamples: judgement.resamples, ..Trials::default() };
    Ok(Judged { measured, roc: judgement.roc, details, trials, positives, warnings })
}

/// `codes` are the places of the classes; none for numbers.
fn warnings(output: Output, codes: &[u32], rows: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    if rows < FEW_ROWS {
        warnings.push(format!("Judged on {rows} rows only, so the intervals are wide."));
    }
    if output != Output::Number {
        let mut counts = vec![0; output.classes()];
        for code in codes {
            counts[*code as usize] += 1;
        }
        let rarest = counts.iter().copied().min().unwrap_or(0);
        if rarest < FEW_POSITIVES {
            let class = match output {
                Output::Positive if counts[1] <= counts[0] => "positive rows",
                Output::Positive => "negative rows",
                _ => "rows of the rarest class",
            };
            warnings.push(format!("Judged on {rarest} {class} only; what is said about them is uncertain."));
        }
        let share = rarest as f64 / rows as f64;
        if output == Output::Positive && share < RARE {
            warnings.push(format!(
                "One class makes up {:.1} % of the held-out rows: calling every case the other class is right in {:.1} \
                 %, so compare recall, precision or average precision instead of accuracy.",
                share * 100.0,
                (1.0 - share) * 100.0
            ));
        }
    }
    if cfg!(debug_assertions) {
        warnings.push(
            "Times were measured in a debug build and are too long; measure again in an optimised one.".to_owned(),
        );
    }
    warnings
}

//! One training from start to end: read, split, prepare, fit, set the threshold, judge.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::algorithm::{self, FitData, Model};
use super::environment;
use super::error::LearnError;
use super::examples::Examples;
use super::job::{self, TrainingEvent, TrainingJob};
use super::measure::{self, FitCost};
use super::prepare::Preparation;
use super::progress::Progress;
use super::split::{Split, split};
use super::table::Table;
use crate::model::{Evidence, LossPoint, OperatingPoint};

/// Fewest validation rows of the class a threshold is set on, below which a warning is given.
const FEW_FOR_THRESHOLD: usize = 30;

/// A fitted model with all it takes to score raw rows of its table.
pub struct Trained {
    pub(super) examples: Examples,
    pub(super) split: Split,
    pub(super) preparation: Preparation,
    pub(super) model: Box<dyn Model>,
    pub(super) threshold: f64,
    pub(super) cost: FitCost,
    losses: Vec<LossPoint>,
    pub(super) warnings: Vec<String>,
}

/// Trains the job's candidate and measures it. Reports stages and losses to `report`, and stops soon after it answers
/// `Break`.
///
/// # Errors
/// The settings or the data do not allow a training, the training diverged, or it was stopped.
pub fn train(
    job: &TrainingJob,
    report: &mut dyn FnMut(TrainingEvent) -> ControlFlow<()>,
) -> Result<Evidence, LearnError> {
    let mut progress = Progress::new(report);
    let fingerprint = job::fingerprint(job)?;
    let mut trained = fit_reporting(job, &mut progress)?;
    let judged = measure::measure(&trained, &mut progress)?;
    let mut warnings = std::mem::take(&mut trained.warnings);
    warnings.extend(judged.warnings);
    Ok(Evidence {
        fingerprint,
        measured: judged.measured,
        training_rows: (trained.split.fitting.len() + trained.split.validation.len()) as u64,
        test_rows: trained.split.test.len() as u64,
        positive_test_rows: judged.positives as u64,
        features: trained.examples.features.len() as u64,
        threshold: trained.threshold,
        losses: trained.losses,
        roc: judged.roc,
        environment: environment::current(),
        warnings,
    })
}

/// Fits the job's candidate without measuring it.
///
/// # Errors
/// As [`train`].
pub fn fit(job: &TrainingJob, report: &mut dyn FnMut(TrainingEvent) -> ControlFlow<()>) -> Result<Trained, LearnError> {
    fit_reporting(job, &mut Progress::new(report))
}

fn fit_reporting(job: &TrainingJob, progress: &mut Progress<'_>) -> Result<Trained, LearnError> {
    job::check_settings(job)?;
    progress.enter("Reading the examples", 0.0, 0.05)?;
    let table = Table::load(&job.dataset, &job.folder)?;
    let examples = Examples::of(&table, &job.dataset, &job.split)?;
    drop(table);
    let split = split(&examples, &job.split)?;
    let mut warnings = examples.warnings.clone();
    progress.enter("Fitting the model", 0.05, 0.8)?;
    let started = measure::Stopwatch::start();
    let scaled = algorithm::wants_scaled(&job.candidate.algorithm);
    let preparation = Preparation::fit(&examples, &split.fitting, scaled, &mut warnings)?;
    let data = FitData {
        fitting: preparation.matrix(&examples, &split.fitting),
        fitting_labels: examples.labels_of(&split.fitting),
        validation: preparation.matrix(&examples, &split.validation),
        validation_labels: examples.labels_of(&split.validation),
    };
    // burn panics on what it takes for a programming error; a failed candidate must not take the program with it.
    let fitted = catch_unwind(AssertUnwindSafe(|| algorithm::fit(&job.candidate, &data, progress, &mut warnings)));
    let model = fitted.unwrap_or_else(|panic| Err(LearnError::Internal(panic_message(panic.as_ref()))))?;
    let cost = started.stop();
    let scores = model.probabilities(&data.validation);
    let threshold = threshold(job.operating_point, &scores, &data.validation_labels, &mut warnings);
    Ok(Trained { examples, split, preparation, model, threshold, cost, losses: progress.take_losses(), warnings })
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// The probability from which a case counts as positive, from validation rows alone.
fn threshold(point: OperatingPoint, scores: &[f64], labels: &[bool], warnings: &mut Vec<String>) -> f64 {
    let rate = match point {
        OperatingPoint::Probability(probability) => return probability,
        OperatingPoint::FalsePositiveRate(rate) => rate,
    };
    let mut negatives: Vec<f64> =
        scores.iter().zip(labels).filter(|(_, label)| !**label).map(|(score, _)| *score).collect();
    negatives.sort_by(|a, b| b.total_cmp(a));
    let allowed = (rate * negatives.len() as f64 + 1e-9) as usize;
    if allowed < FEW_FOR_THRESHOLD.min(negatives.len()) && negatives.len() < 10 * FEW_FOR_THRESHOLD {
        warnings.push(format!(
            "The decision threshold rests on {} negative validation rows only, so the false positive rate on the \
             held-out rows can be far from {} %.",
            negatives.len(),
            rate * 100.0
        ));
    }
    let Some(highest_left_alone) = negatives.get(allowed) else {
        return 0.0;
    };
    // Halfway to the next score above, so that the threshold does not hang on one row's last digit.
    let next = scores.iter().copied().filter(|score| score > highest_left_alone).min_by(f64::total_cmp);
    let halfway = f64::midpoint(*highest_left_alone, next.unwrap_or(1.0));
    halfway.max(highest_left_alone.next_up())
}

impl Trained {
    /// The rows it was fitted on, validated on and may be judged on.
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// Whether each of `rows` is positive.
    pub fn labels(&self, rows: &[usize]) -> Vec<bool> {
        self.examples.labels_of(rows)
    }

    /// The probability that each of `rows` of the table is positive.
    pub fn probabilities(&self, rows: &[usize]) -> Vec<f64> {
        self.model.probabilities(&self.preparation.matrix(&self.examples, rows))
    }

    /// The model's native score of each of `rows`: log-odds for logistic regression, perceptron and boosting, a
    /// probability for tree and forest.
    pub fn scores(&self, rows: &[usize]) -> Vec<f64> {
        let matrix = self.preparation.matrix(&self.examples, rows);
        (0..matrix.rows()).map(|row| self.model.score(matrix.row(row))).collect()
    }

    /// The probability from which a case counts as positive.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The weights of the standardised features and the intercept; `None` for a model that is more than those.
    pub fn coefficients(&self) -> Option<(Vec<f32>, f32)> {
        self.model.coefficients()
    }

    /// The model as it would be saved.
    ///
    /// # Errors
    /// The model cannot be serialised.
    pub fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        self.model.saved_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_threshold(rate: f64, scores: &[(f64, bool)], expected: f64) {
        let (scores, labels): (Vec<f64>, Vec<bool>) = scores.iter().copied().unzip();
        let found = threshold(OperatingPoint::FalsePositiveRate(rate), &scores, &labels, &mut Vec::new());
        assert_eq!(found, expected, "rate {rate}");
        let negatives = labels.iter().filter(|label| !**label).count() as f64;
        let flagged = scores.iter().zip(&labels).filter(|(score, label)| **score >= found && !**label).count();
        assert!(flagged as f64 <= rate * negatives, "{flagged} of {negatives} flagged at rate {rate}");
    }

    #[test]
    fn the_threshold_flags_no_more_negatives_than_allowed() {
        let scores = [(0.125, false), (0.25, false), (0.375, true), (0.5, false), (0.75, false), (1.0, true)];
        check_threshold(0.0, &scores, 0.875);
        check_threshold(0.25, &scores, 0.625);
        check_threshold(0.3, &scores, 0.625);
        check_threshold(0.5, &scores, 0.3125);
        check_threshold(1.0, &scores, 0.0);
        // Equal scores are flagged together or not at all.
        check_threshold(0.25, &[(0.5, false), (0.5, false), (0.5, false), (0.25, false), (0.5, true)], 0.75);
        check_threshold(0.0, &[(1.0, false), (1.0, true)], 1.0_f64.next_up());
    }
}

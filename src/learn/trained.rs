//! One training from start to end: read, split, prepare, fit, set the threshold, judge.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::algorithm::{self, FitData, Inside, Model};
use super::environment;
use super::error::LearnError;
use super::examples::Examples;
use super::export::{self, TrainedFile};
use super::job::{self, TrainingEvent, TrainingJob};
use super::measure::{self, FitCost};
use super::prepare::{Matrix, Preparation};
use super::progress::Progress;
use super::rules::Vocabulary;
use super::search::{Best, fit_best};
use super::split::{Split, split};
use super::table::Table;
use super::targets::Output;
use super::threshold::threshold;
use super::trials;
use crate::model::{Algorithm, Evidence, LossPoint, SplitRule};

/// Told the fingerprint of a training and the files that it leaves; gives the reason when they cannot be kept.
pub type Keep<'a> = dyn FnMut(&str, &[TrainedFile]) -> Result<(), String> + 'a;

/// A fitted model with all it takes to score raw rows of its table.
pub struct Trained {
    pub(super) examples: Arc<Examples>,
    pub(super) split: Split,
    pub(super) preparation: Preparation,
    pub(super) model: Box<dyn Model>,
    /// The probability from which a case counts as positive; `None` unless the goal is yes or no.
    pub(super) threshold: Option<f64>,
    pub(super) cost: FitCost,
    /// What fitting cost without the settings that a search tried.
    pub(super) cost_of_last: FitCost,
    /// The settings that a search found.
    found: Option<Algorithm>,
    /// The family's name.
    pub(super) family: &'static str,
    /// The column that is predicted.
    pub(super) target: String,
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
    train_keeping(job, &mut |_, _| Ok(()), report)
}

/// As [`train`]; hands the files of the model (see [`super::model_file`]) and of its answers to `keep`, each with its name,
/// and what could not be kept becomes a warning.
///
/// # Errors
/// As [`train`].
pub fn train_keeping(
    job: &TrainingJob,
    keep: &mut Keep<'_>,
    report: &mut dyn FnMut(TrainingEvent) -> ControlFlow<()>,
) -> Result<Evidence, LearnError> {
    let mut progress = Progress::new(report);
    let fingerprint = job::fingerprint(job)?;
    let rows = job::rows_fingerprint(job)?;
    progress.within(0.0, trials::share_of_first(&job.judging));
    let mut trained = fit_reporting(job, &mut progress)?;
    let by_time = matches!(job.split, SplitRule::ByTime { .. });
    let mut judged = measure::measure(&trained, job.judging.costs, by_time, &mut progress)?;
    trials::run(job, &trained, &mut judged, &mut progress)?;
    judged.trials.rows = rows;
    let mut warnings = std::mem::take(&mut trained.warnings);
    warnings.extend(judged.warnings);
    let kept = export::files(&trained).map_err(|error| error.to_string()).and_then(|files| keep(&fingerprint, &files));
    warnings
        .extend(kept.err().map(|reason| format!("The model and its answers could not be kept as files: {reason}.")));
    let algorithm = trained.found.clone().unwrap_or_else(|| job.candidate.algorithm.clone());
    let found = (&mut judged.measured, &mut warnings);
    measure::measure_update(&mut trained, &algorithm, job.candidate.seed, found, &mut progress)?;
    Ok(Evidence {
        fingerprint,
        measured: judged.measured,
        training_rows: (trained.split.fitting.len() + trained.split.validation.len()) as u64,
        test_rows: trained.split.test.len() as u64,
        positive_test_rows: judged.positives.map(|positives| positives as u64),
        found: trained.found.map(|found| found.summary()),
        features: trained.examples.features.len() as u64,
        threshold: trained.threshold,
        losses: trained.losses,
        roc: judged.roc,
        details: judged.details,
        trials: judged.trials,
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
    let mut told = Ok(());
    let table = Table::load(&job.dataset, &job.folder, &mut |done, total| {
        told = progress.step(percent(done, total), 100);
        if told.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    told?;
    let table = table?;
    let examples = Arc::new(Examples::of(&table, &job.dataset, &job.split, job.judging.protected.as_deref())?);
    drop(table);
    let split = split(&examples, &job.split)?;
    progress.enter("Fitting the model", 0.05, 0.8)?;
    let warnings = examples.warnings.clone();
    fit_on(job, examples, split, warnings, progress)
}

/// Fits the job's candidate on the rows that `split` gives it.
pub(super) fn fit_on(
    job: &TrainingJob,
    examples: Arc<Examples>,
    split: Split,
    mut warnings: Vec<String>,
    progress: &mut Progress<'_>,
) -> Result<Trained, LearnError> {
    let started = measure::Stopwatch::start();
    let scaled = algorithm::wants_scaled(&job.candidate.algorithm);
    let raw = algorithm::wants_raw(&job.candidate.algorithm);
    let preparation = if raw {
        Preparation::raw(&examples)
    } else {
        let every_column = algorithm::wants_every_column(&job.candidate.algorithm);
        Preparation::fit(&examples, &split.fitting, (scaled, every_column), &mut warnings)?
    };
    let data = FitData {
        fitting: preparation.matrix(&examples, &split.fitting),
        fitting_targets: examples.aim.targets.of(&split.fitting),
        validation: preparation.matrix(&examples, &split.validation),
        validation_targets: examples.aim.targets.of(&split.validation),
        output: examples.aim.output,
        shape: examples.shape,
        vocabulary: if raw { examples.vocabulary() } else { Vocabulary::default() },
    };
    // burn panics on what it takes for a programming error; a failed candidate must not take the program with it.
    let fitted = catch_unwind(AssertUnwindSafe(|| fit_best(&job.candidate, &data, progress, &mut warnings)));
    let Best { model, found, tried } =
        fitted.unwrap_or_else(|panic| Err(LearnError::Internal(panic_message(panic.as_ref()))))?;
    let cost = started.stop();
    let cost_of_last = cost.without(&tried);
    let threshold = (data.output == Output::Positive).then(|| {
        let scores = model.answers(&data.validation);
        let labels = data.validation_targets.positives();
        threshold(job.operating_point, job.judging.costs, &scores, &labels, &mut warnings)
    });
    let (family, target) = (job.candidate.algorithm.label(), job.dataset.target.clone());
    let losses = progress.take_losses();
    Ok(Trained {
        examples,
        split,
        preparation,
        model,
        threshold,
        cost,
        cost_of_last,
        found,
        family,
        target,
        losses,
        warnings,
    })
}

/// `done` of `total` in whole percent.
fn percent(done: u64, total: u64) -> u32 {
    (done as f64 / total.max(1) as f64 * 100.0) as u32
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

impl Trained {
    /// The rows it was fitted on, validated on and may be judged on.
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// Whether each of `rows` is positive; nothing unless the goal is yes or no.
    pub fn labels(&self, rows: &[usize]) -> Vec<bool> {
        match self.examples.aim.output {
            Output::Positive => self.examples.aim.targets.of(rows).positives(),
            Output::Classes(_) | Output::Number => Vec::new(),
        }
    }

    /// The place of the class of each of `rows`, in the order of [`Self::classes`]; nothing for numbers.
    pub fn codes(&self, rows: &[usize]) -> Vec<u32> {
        self.examples.aim.targets.of(rows).codes().to_vec()
    }

    /// The true number of each of `rows`; nothing for classes.
    pub fn numbers(&self, rows: &[usize]) -> Vec<f64> {
        self.examples.aim.targets.of(rows).numbers().to_vec()
    }

    /// Names of the classes; none for numbers.
    pub fn classes(&self) -> &[String] {
        &self.examples.aim.classes
    }

    /// The answer to each of `rows`, row by row: the probability of yes, one probability per class, or a number.
    pub fn answers(&self, rows: &[usize]) -> Vec<f64> {
        self.model.answers(&self.preparation.matrix(&self.examples, rows))
    }

    /// The model's native scores of each of `rows`, row by row: log-odds or their like where the model adds up evidence,
    /// else its answers.
    pub fn scores(&self, rows: &[usize]) -> Vec<f64> {
        self.scores_of(&self.preparation.matrix(&self.examples, rows))
    }

    /// The answers to row-major raw rows, as [`Self::answers`] gives them.
    pub(super) fn answer_raw(&self, raw: &[f64]) -> Vec<f64> {
        self.model.answers(&self.prepared(raw))
    }

    /// The native scores of row-major raw rows, as [`Self::scores`] gives them.
    pub(super) fn scores_raw(&self, raw: &[f64]) -> Vec<f64> {
        self.scores_of(&self.prepared(raw))
    }

    /// Data whose fitting rows are `rows`, prepared as they were for training; there are no validation rows.
    pub(super) fn fit_data(&self, rows: &[usize]) -> FitData {
        FitData {
            fitting: self.preparation.matrix(&self.examples, rows),
            fitting_targets: self.examples.aim.targets.of(rows),
            validation: Matrix { values: Vec::new(), columns: self.preparation.columns() },
            validation_targets: self.examples.aim.targets.of(&[]),
            output: self.examples.aim.output,
            shape: self.examples.shape,
            vocabulary: Vocabulary::default(),
        }
    }

    fn prepared(&self, raw: &[f64]) -> Matrix {
        let columns = self.preparation.columns();
        let features = self.examples.features.len();
        let mut values = Vec::with_capacity(raw.len() / features * columns);
        raw.chunks_exact(features).for_each(|row| self.preparation.append(row, &mut values));
        Matrix { values, columns }
    }

    fn scores_of(&self, matrix: &Matrix) -> Vec<f64> {
        if !self.model.adds_evidence() {
            return self.model.answers(matrix);
        }
        let width = self.examples.aim.output.width();
        let mut scores = vec![0.0; matrix.rows() * width];
        for (row, scores) in scores.chunks_exact_mut(width).enumerate() {
            self.model.scores(matrix.row(row), scores);
        }
        scores
    }

    /// The probability from which a case counts as positive; `None` unless the goal is yes or no.
    pub fn threshold(&self) -> Option<f64> {
        self.threshold
    }

    /// The weights of the prepared features, feature by feature, and the intercepts; `None` for a model that is more than
    /// those.
    pub fn coefficients(&self) -> Option<(Vec<f32>, Vec<f32>)> {
        match self.model.inside() {
            Inside::Weights { weights, intercepts } => Some((weights.to_vec(), intercepts.to_vec())),
            Inside::Closed | Inside::Rules(_) | Inside::Tree(_) | Inside::Curves { .. } => None,
        }
    }

    /// The model as it would be saved.
    ///
    /// # Errors
    /// The model cannot be serialised.
    pub fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        self.model.saved_bytes()
    }
}

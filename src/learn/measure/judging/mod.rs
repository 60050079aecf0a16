//! How right a model is on held-out rows, with 95 % intervals: Wilson's for shares, a stratified bootstrap for the rest.

mod classes;
mod number;
mod positive;

use std::collections::BTreeMap;

pub use positive::{brier_score, measures_at};

use super::classes::{ClassConfusion, most_likely};
use super::interval::{Resampler, percentile_interval};
use super::numbers::determination;
use super::ranking::Ranked;
use crate::learn::error::LearnError;
use crate::learn::progress::Progress;
use crate::learn::targets::{Output, Targets};
use crate::model::{Details, ErrorCosts, Measure, Measured};

/// Resamples of the bootstrap.
const RESAMPLES: u32 = 200;
/// Seed of the bootstrap; the same for every candidate, so that all are judged on the same resamples.
const SEED: u64 = 0xB007;
/// Equal bins of a calibration curve.
const CALIBRATION_BINS: usize = 10;

/// Answers to rows beside the truth.
#[derive(Clone, Copy)]
pub(in crate::learn) struct Case<'a> {
    /// What an answer is made of.
    pub output: Output,
    /// The answers, row by row.
    pub answers: &'a [f64],
    /// The truth.
    pub truth: &'a Targets,
    /// The probability from which yes is decided.
    pub threshold: Option<f64>,
    /// What wrong decisions cost.
    pub costs: Option<ErrorCosts>,
}

/// What the answers to held-out rows say.
pub(super) struct Judgement {
    /// Values by measure.
    pub measured: BTreeMap<Measure, Measured>,
    /// Each measure on the resamples.
    pub resamples: BTreeMap<Measure, Vec<f32>>,
    /// Receiver operating characteristic, thinned; of yes or no only.
    pub roc: Vec<(f64, f64)>,
    /// The pictures behind the measures.
    pub details: Details,
}

/// Compares answers, row by row, with the truth.
pub(super) fn judge(case: Case<'_>, classes: &[String], progress: &mut Progress<'_>) -> Result<Judgement, LearnError> {
    let (Resampled { measured, samples }, roc, details) = match case.output {
        Output::Positive => {
            let labels = case.truth.positives();
            let ranked = Ranked::new(case.answers, &labels);
            let flagged = positive::flagged(case);
            let resampled = positive::measure(&ranked, case, (&flagged, &labels), RESAMPLES, progress)?;
            (resampled, ranked.thinned_roc(), positive::details(&ranked, case, &labels, classes))
        }
        Output::Classes(_) => {
            let codes = case.truth.codes();
            let resampled = classes::measure(case.answers, codes, classes.len(), RESAMPLES, progress)?;
            (resampled, Vec::new(), classes::details(case.answers, codes, classes))
        }
        Output::Number => {
            let numbers = case.truth.numbers();
            let resampled = number::measure(case.answers, numbers, RESAMPLES, progress)?;
            (resampled, Vec::new(), number::details(case.answers, numbers))
        }
    };
    let resamples = samples.into_iter().filter(|(_, values)| values.len() == RESAMPLES as usize);
    let resamples =
        resamples.map(|(measure, values)| (measure, values.into_iter().map(|value| value as f32).collect())).collect();
    Ok(Judgement { measured, resamples, roc, details })
}

/// Every measure of quality that the rows allow, where the classes that were `decided` do not all follow from one
/// threshold. Of several classes each row's most likely one must be that which was decided; nothing for numbers.
pub(super) fn measure_decided(
    case: Case<'_>,
    decided: &[u32],
    progress: &mut Progress<'_>,
) -> Result<BTreeMap<Measure, Measured>, LearnError> {
    let resampled = match case.output {
        Output::Positive => {
            let labels = case.truth.positives();
            let flagged: Vec<bool> = decided.iter().map(|decided| *decided == 1).collect();
            let ranked = Ranked::new(case.answers, &labels);
            positive::measure(&ranked, case, (&flagged, &labels), RESAMPLES, progress)?
        }
        Output::Classes(count) => classes::measure(case.answers, case.truth.codes(), count, RESAMPLES, progress)?,
        Output::Number => return Ok(BTreeMap::new()),
    };
    Ok(resampled.measured)
}

/// Every measure of quality that the rows allow, without intervals.
pub(in crate::learn) fn values(
    case: Case<'_>,
    progress: &mut Progress<'_>,
) -> Result<BTreeMap<Measure, f64>, LearnError> {
    let resampled = match case.output {
        Output::Positive => {
            let labels = case.truth.positives();
            let flagged = positive::flagged(case);
            positive::measure(&Ranked::new(case.answers, &labels), case, (&flagged, &labels), 0, progress)?
        }
        Output::Classes(count) => classes::measure(case.answers, case.truth.codes(), count, 0, progress)?,
        Output::Number => number::measure(case.answers, case.truth.numbers(), 0, progress)?,
    };
    Ok(resampled.measured.into_iter().map(|(measure, measured)| (measure, measured.value)).collect())
}

/// Mean of [`loss`] over rows.
pub(in crate::learn) fn mean_loss(answers: &[f64], truth: &Targets) -> f64 {
    let rows = truth.len().max(1);
    let width = (answers.len() / rows).max(1);
    answers.chunks_exact(width).enumerate().map(|(row, answer)| loss(answer, truth, row)).sum::<f64>() / rows as f64
}

/// The loss of one answer: the negative logarithm of the probability given to what came true, or the squared distance.
pub(super) fn loss(answer: &[f64], truth: &Targets, row: usize) -> f64 {
    let surprise = |probability: f64| -probability.clamp(f64::EPSILON, 1.0).ln();
    match truth {
        Targets::Numbers(numbers) => (answer[0] - numbers[row]).powi(2),
        Targets::Classes(codes) if answer.len() == 1 => {
            surprise(if codes[row] == 1 { answer[0] } else { 1.0 - answer[0] })
        }
        Targets::Classes(codes) => surprise(answer[codes[row] as usize]),
    }
}

/// The place of the class that each row is decided for; nothing for numbers.
pub(in crate::learn) fn decisions(output: Output, answers: &[f64], threshold: Option<f64>) -> Vec<u32> {
    match output {
        Output::Positive => {
            let threshold = threshold.unwrap_or(0.5);
            answers.iter().map(|answer| u32::from(*answer >= threshold)).collect()
        }
        Output::Classes(count) => most_likely(answers, count),
        Output::Number => Vec::new(),
    }
}

/// Whether each row is decided right; nothing for numbers.
pub(super) fn right(case: Case<'_>) -> Vec<bool> {
    let decided = decisions(case.output, case.answers, case.threshold);
    decided.iter().zip(case.truth.codes()).map(|(decided, code)| decided == code).collect()
}

/// Gives balanced accuracy in percent, or of numbers the share of their variance that is explained, of the rows counted as
/// told; `None` where the rows do not allow it. What does not depend on the counts is done once.
pub(super) fn accuracy(case: Case<'_>) -> impl Fn(Option<&[u32]>) -> Option<f64> {
    let (decided, labels) = (decisions(case.output, case.answers, case.threshold), case.truth.positives());
    let flagged: Vec<bool> = decided.iter().map(|decided| *decided == 1).collect();
    move |counts| {
        let share = match case.output {
            Output::Positive => positive::balanced_accuracy(&flagged, &labels, counts),
            Output::Classes(count) => {
                ClassConfusion::count(case.truth.codes(), &decided, count, counts).balanced_accuracy()
            }
            Output::Number => determination(case.answers, case.truth.numbers(), counts),
        };
        share.map(|share| 100.0 * share)
    }
}

/// Measures on all rows with their 95 % intervals over resamples of them, each row counted as told; rows of one stratum are
/// drawn for one another.
pub(super) fn resampled(
    strata: impl Iterator<Item = u32>,
    values: impl Fn(Option<&[u32]>) -> Vec<(Measure, Option<f64>)>,
    progress: &mut Progress<'_>,
) -> Result<BTreeMap<Measure, Measured>, LearnError> {
    Ok(Resampled::of(strata, RESAMPLES, progress, values)?.measured)
}

/// Measures on all rows, and on resamples of them.
struct Resampled {
    measured: BTreeMap<Measure, Measured>,
    samples: BTreeMap<Measure, Vec<f64>>,
}

impl Resampled {
    /// `values` gives the measures of the rows counted as told, of all rows once without; each stratum keeps its size.
    fn of(
        strata: impl Iterator<Item = u32>,
        resamples: u32,
        progress: &mut Progress<'_>,
        values: impl Fn(Option<&[u32]>) -> Vec<(Measure, Option<f64>)>,
    ) -> Result<Self, LearnError> {
        let strata: Vec<u32> = strata.collect();
        let mut samples: BTreeMap<Measure, Vec<f64>> = BTreeMap::new();
        let mut counts = vec![0; strata.len()];
        let mut resampler = Resampler::new(strata.into_iter(), SEED);
        for resample in 0..resamples {
            resampler.draw(&mut counts);
            for (measure, value) in values(Some(&counts)) {
                samples.entry(measure).or_default().extend(value);
            }
            progress.step(resample, resamples)?;
        }
        let mut measured = BTreeMap::new();
        for (measure, value) in values(None) {
            if let Some(value) = value {
                let interval = samples.get(&measure).and_then(|sample| percentile_interval(&mut sample.clone()));
                measured.insert(measure, Measured { value, interval });
            }
        }
        Ok(Self { measured, samples })
    }
}

//! How right a model is on held-out rows, with 95 % intervals: Wilson's for shares, a stratified bootstrap for the rest.

mod classes;
mod number;
mod positive;

use std::collections::BTreeMap;

pub use positive::brier_score;

use super::interval::{Resampler, percentile_interval};
use super::ranking::Ranked;
use crate::learn::error::LearnError;
use crate::learn::progress::Progress;
use crate::learn::targets::{Output, Targets};
use crate::model::{Details, Measure, Measured};

/// Resamples of the bootstrap.
const RESAMPLES: u32 = 200;
/// Seed of the bootstrap; the same for every candidate, so that all are judged on the same resamples.
const SEED: u64 = 0xB007;
/// Equal bins of a calibration curve.
const CALIBRATION_BINS: usize = 10;

/// What the answers to held-out rows say.
pub(super) struct Judgement {
    /// Values by measure.
    pub measured: BTreeMap<Measure, Measured>,
    /// Receiver operating characteristic, thinned; of yes or no only.
    pub roc: Vec<(f64, f64)>,
    /// The pictures behind the measures.
    pub details: Details,
}

/// Compares answers, row by row, with the truth. `threshold` decides between yes and no.
pub(super) fn judge(
    output: Output,
    (answers, truth): (&[f64], &Targets),
    threshold: Option<f64>,
    classes: &[String],
    progress: &mut Progress<'_>,
) -> Result<Judgement, LearnError> {
    match output {
        Output::Positive => {
            let labels = truth.positives();
            let ranked = Ranked::new(answers, &labels);
            let threshold = threshold.unwrap_or(0.5);
            Ok(Judgement {
                measured: positive::measure(&ranked, (answers, &labels), threshold, progress)?,
                roc: ranked.thinned_roc(),
                details: positive::details(&ranked, answers, &labels, threshold, classes),
            })
        }
        Output::Classes(_) => Ok(Judgement {
            measured: classes::measure(answers, truth.codes(), classes.len(), progress)?,
            roc: Vec::new(),
            details: classes::details(answers, truth.codes(), classes),
        }),
        Output::Number => Ok(Judgement {
            measured: number::measure(answers, truth.numbers(), progress)?,
            roc: Vec::new(),
            details: number::details(answers, truth.numbers()),
        }),
    }
}

/// Measures on all rows and on resamples of them.
struct Bootstrap;

impl Bootstrap {
    /// `values` gives the measures of the rows counted as told, of all rows once without; each stratum keeps its size.
    fn of(
        strata: impl Iterator<Item = u32>,
        progress: &mut Progress<'_>,
        values: impl Fn(Option<&[u32]>) -> Vec<(Measure, Option<f64>)>,
    ) -> Result<BTreeMap<Measure, Measured>, LearnError> {
        let strata: Vec<u32> = strata.collect();
        let mut samples: BTreeMap<Measure, Vec<f64>> = BTreeMap::new();
        let mut counts = vec![0; strata.len()];
        let mut resampler = Resampler::new(strata.into_iter(), SEED);
        for resample in 0..RESAMPLES {
            resampler.draw(&mut counts);
            for (measure, value) in values(Some(&counts)) {
                samples.entry(measure).or_default().extend(value);
            }
            progress.step(resample, RESAMPLES)?;
        }
        let mut measured = BTreeMap::new();
        for (measure, value) in values(None) {
            if let Some(value) = value {
                let interval = samples.get_mut(&measure).and_then(|sample| percentile_interval(sample));
                measured.insert(measure, Measured { value, interval });
            }
        }
        Ok(measured)
    }
}

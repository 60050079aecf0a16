//! How far sampled percentiles lie from those that three moments give: what the shape of a lognormal time misses is much
//! the same for all designs of a project, so a few of them are sampled to put it right.

use std::ops::ControlFlow;

use crate::model::{EvidenceBook, Measure, MeasureKey, Project, Subject};

use super::super::evaluator::Evaluator;
use super::super::types::AnalysisSettings;
use super::formula::{LEVELS, Spread};
use super::{Factors, NoFactors};

/// Designs that are sampled, equally far apart.
const SAMPLED: u128 = 9;

/// Corrections beyond are not believed: what does so much is no matter of shape.
const GREATEST: f64 = 2.0;

/// Standard deviations below this share of the mean have no shape to speak of.
const LEAST_SPREAD: f64 = 1e-3;

const MEASURES: [Measure; 3] = [Measure::ResponseTimeP50, Measure::ResponseTimeP95, Measure::ResponseTimeP99];

impl Factors {
    /// Compares percentiles with sampled ones under a few designs; the median of what they differ by is put right.
    pub(super) fn correct(
        &mut self,
        project: &Project,
        evidence: &EvidenceBook,
        settings: &AnalysisSettings,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<(), NoFactors> {
        let asked: Vec<(usize, &crate::model::ScenarioId)> = self.asked_times(project);
        if asked.is_empty() {
            return Ok(());
        }
        let mut evaluator = Evaluator::new(project, evidence, settings);
        let mut ratios: Vec<[Vec<f64>; 3]> = vec![Default::default(); self.times.len()];
        let mut walk = self.walk();
        for number in 0..SAMPLED {
            if go_on().is_break() {
                return Err(NoFactors::Stopped);
            }
            walk.go_to(&self.spread_out(number));
            let put = walk.put();
            let qualities = evaluator.qualities(&self.design(walk.options()));
            for (position, scenario) in &asked {
                let time = &self.times[*position];
                let moments = put.moments(time);
                for (level, measure) in MEASURES.into_iter().enumerate() {
                    let key = MeasureKey::new(measure, Subject::Scenario((*scenario).clone()));
                    let sampled = qualities.get(&key).and_then(|quality| quality.quantity.amount_in(measure.unit()));
                    let distance = moments.variance.sqrt() * self.percentiles[level].height(moments);
                    let is_overloaded = put.bits & time.overload != 0;
                    if let Some(sampled) =
                        sampled.filter(|_| !is_overloaded && distance.abs() > LEAST_SPREAD * moments.mean)
                    {
                        ratios[*position][level].push((sampled - moments.mean) / distance);
                    }
                }
            }
        }
        for (time, ratios) in self.times.iter_mut().zip(ratios) {
            for (correction, mut ratios) in time.corrections.iter_mut().zip(ratios) {
                ratios.sort_by(f64::total_cmp);
                let median = ratios.get(ratios.len() / 2).copied().unwrap_or(1.0);
                *correction = median.clamp(GREATEST.recip(), GREATEST);
            }
        }
        Ok(())
    }

    /// The times whose percentiles are asked for, with their scenarios.
    fn asked_times<'p>(&self, project: &'p Project) -> Vec<(usize, &'p crate::model::ScenarioId)> {
        let timed = self.times.iter().enumerate().filter(|(_, time)| time.spread != Spread::Unasked);
        let scenario = |(position, time): (usize, &super::formula::Time)| {
            let (id, _) = project.scenarios.get_index(time.scenario)?;
            Some((position, id))
        };
        timed.filter_map(scenario).collect()
    }

    /// One of [`SAMPLED`] designs that lie equally far apart in the order of the space.
    fn spread_out(&self, number: u128) -> Vec<usize> {
        let size = self.counts.iter().fold(1_u128, |size, count| size.saturating_mul(*count as u128));
        let mut rest =
            size / (2 * SAMPLED) * (2 * number + 1) + size % (2 * SAMPLED) * (2 * number + 1) / (2 * SAMPLED);
        let mut options = vec![0; self.counts.len()];
        for (option, count) in options.iter_mut().zip(&self.counts).rev() {
            *option = (rest % *count as u128) as usize;
            rest /= *count as u128;
        }
        options
    }
}

/// The levels that are corrected are those of the measures.
const _: () = assert!(LEVELS.len() == MEASURES.len());

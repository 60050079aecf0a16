//! Values that were measured on candidates and on cascades of two, drawn anew as likely as their evidence says.

use std::collections::{BTreeMap, BTreeSet};

use super::super::replicates::{Drawer, Range, Reading, Replicates, Trials};
use crate::model::{
    Amount, CandidateId, ComponentId, Evidence, EvidenceBook, Measure, Measured as Value, Project, Unit,
};

/// A second candidate, and up to how many percent of the cases it decides in place of the first; `None` without one.
pub(super) type Second = Option<(CandidateId, Amount)>;

/// The models of a component: a candidate, and the second one.
pub(super) type Models = (CandidateId, Second);

/// What a value was measured on, and what it is a value of.
pub(super) type Source = (ComponentId, Models, Measure);

/// Measured values, each in its measure's unit, with their draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Readings {
    places: BTreeMap<Source, usize>,
    /// By place, the value as it was measured.
    values: Vec<f64>,
    /// By place, whether its draws differ.
    varies: Vec<bool>,
    replicates: Option<Replicates>,
}

impl Readings {
    /// Draws what was measured of these measures on the models of these components, `replicates` times. The same value
    /// has the same draws whatever else is drawn.
    pub fn of(
        project: &Project,
        evidence: &EvidenceBook,
        wanted: &BTreeSet<(ComponentId, Measure)>,
        replicates: usize,
    ) -> Self {
        let mut measured: Vec<(String, Source, Value, Option<&Evidence>)> = Vec::new();
        for (id, measure) in wanted {
            let candidates = project.tasks.get(id).into_iter().flat_map(|task| task.candidates.keys());
            for candidate in candidates {
                let Some(found) = evidence.get(id, candidate) else { continue };
                let Some(value) = found.measured.get(measure) else { continue };
                let name = format!("{id}/{candidate}/{}", measure.key());
                measured.push((name, (id.clone(), (candidate.clone(), None), *measure), *value, Some(found)));
            }
            for (_, [first, second], _) in evidence.stored_cascades().filter(|(component, ..)| *component == id) {
                let points = evidence.cascade(id, first, second).into_iter().flat_map(|found| &found.points);
                for point in points {
                    let Some(value) = point.measured.get(measure) else { continue };
                    let second = Some((second.clone(), Amount::new(point.share)));
                    let name = format!("{id}/{first}/{second:?}/{}", measure.key());
                    measured.push((name, (id.clone(), (first.clone(), second), *measure), *value, None));
                }
            }
        }
        let readings: Vec<Reading<'_>> = measured
            .iter()
            .map(|(name, (_, _, measure), value, evidence)| reading((name, *measure), *value, *evidence))
            .collect();
        let drawn = Drawer::new(replicates, 1).draw(&readings);
        let varies = |place: usize| (1..drawn.len()).any(|one| drawn.at(one)[place] != drawn.at(0)[place]);
        Self {
            varies: (0..measured.len()).map(varies).collect(),
            values: measured.iter().map(|(_, _, value, _)| value.value).collect(),
            places: measured.into_iter().enumerate().map(|(place, (_, source, ..))| (source, place)).collect(),
            replicates: Some(drawn),
        }
    }

    /// Where a value stands; `None` for what was not measured, and for what was not asked for.
    pub fn place(&self, source: &Source) -> Option<usize> {
        self.places.get(source).copied()
    }

    /// What every value was measured on, with its place.
    pub fn sources(&self) -> impl Iterator<Item = (&Source, usize)> {
        self.places.iter().map(|(source, place)| (source, *place))
    }

    /// The value at a place as it was measured.
    pub fn value(&self, place: usize) -> f64 {
        self.values[place]
    }

    /// Whether the value at a place is not the same in every draw.
    pub fn varies(&self, place: usize) -> bool {
        self.varies[place]
    }

    /// All values of one draw.
    pub fn at(&self, replicate: usize) -> &[f64] {
        match &self.replicates {
            Some(replicates) if !replicates.is_empty() => replicates.at(replicate),
            _ => &[],
        }
    }

    /// Between which numbers 95 % of the draws of a value lie.
    pub fn ends(&self, place: usize) -> (f64, f64) {
        let count = self.replicates.as_ref().map_or(0, Replicates::len);
        let mut drawn: Vec<f64> = (0..count).map(|replicate| self.at(replicate)[place]).collect();
        middle(&mut drawn).unwrap_or((self.values[place], self.values[place]))
    }
}

/// Between which numbers the middle 95 % of some numbers lie, none of which is not a number; `None` without any.
/// Changes their order.
pub(super) fn middle(drawn: &mut [f64]) -> Option<(f64, f64)> {
    const TAIL: f64 = 0.025;
    let last = drawn.len().checked_sub(1)?;
    let mut at = |share: f64| *drawn.select_nth_unstable_by((last as f64 * share).round() as usize, f64::total_cmp).1;
    Some((at(TAIL), at(1.0 - TAIL)))
}

/// How often a cascade is right on resamples is not kept: its values are drawn by themselves.
fn reading<'a>((name, measure): (&'a str, Measure), value: Value, evidence: Option<&'a Evidence>) -> Reading<'a> {
    let trials = evidence.map(|evidence| &evidence.trials).filter(|trials| !trials.rows.is_empty());
    let trials = trials.map_or(Trials::Alone, |trials| {
        let rows = trials.rows.as_str();
        match (trials.folds.get(&measure), trials.resamples.get(&measure)) {
            (Some(values), _) => Trials::Folds { rows, values, held_out_to_kept: trials.held_out_to_kept },
            (None, Some(values)) => Trials::Resamples { rows, values },
            (None, None) => Trials::Alone,
        }
    });
    Reading { name, value: value.value, interval: value.interval, range: range(measure), trials }
}

/// Between which numbers a measure can lie.
pub(super) fn range(measure: Measure) -> Range {
    const A_LITTLE: f64 = 1e-6;
    let ends_at = |end: f64| measure.objection(end + A_LITTLE).is_some().then_some(end);
    Range {
        low: measure.objection(-A_LITTLE).is_some().then_some(0.0),
        high: match measure.unit() {
            Unit::Percent => ends_at(100.0),
            Unit::Ratio => ends_at(1.0),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_end_where_they_end() {
        let ends = |measure: Measure| (range(measure).low, range(measure).high);
        assert_eq!(ends(Measure::Recall), (Some(0.0), Some(100.0)));
        assert_eq!(ends(Measure::RocAuc), (Some(0.0), Some(1.0)));
        assert_eq!(ends(Measure::Determination), (None, Some(1.0)));
        assert_eq!(ends(Measure::LogLoss), (Some(0.0), None));
        assert_eq!(ends(Measure::InferenceP50), (Some(0.0), None));
        assert_eq!(ends(Measure::PeakUtilisation).0, Some(0.0));
    }

    #[test]
    fn the_middle_leaves_a_fortieth_on_either_side() {
        let mut numbers: Vec<f64> = (0..=400).rev().map(f64::from).collect();
        assert_eq!(middle(&mut numbers), Some((10.0, 390.0)));
        assert_eq!(middle(&mut []), None);
        assert_eq!(middle(&mut [3.0]), Some((3.0, 3.0)));
    }
}

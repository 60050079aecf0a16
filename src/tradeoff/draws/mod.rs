//! What was measured on candidates, drawn anew many times, and what every number of every design is then.
//!
//! What is drawn is what the evidence stores a spread of: qualities by their resamples or folds, jointly for candidates
//! that were judged on the same rows, and prediction times by the interval of their order statistics (a normal
//! distribution of the logarithm, whose 2.5 % and 97.5 % points are the ends of the interval). The ranks of the median
//! and of the 99th percentile of one sample have a correlation of 0.1, whatever the times: they are drawn by
//! themselves. Everything else keeps its value: how many cases a cascade passes on, sizes, training times, what was
//! stated or judged.
//!
//! A design has a quality of its models from the draws themselves (`readings`). Numbers that are computed for the
//! system follow the measured ones (`inputs`) as far as `propagation` finds; `courses` says how that is put together.

mod courses;
mod inputs;
mod propagation;
mod readings;

use std::collections::BTreeSet;

use super::exploration::Exploration;
use super::replicates::Range;
use super::standing::{Difference, pair};
use crate::analysis::AnalysisSettings;
use crate::model::{CandidateId, ComponentId, Direction, EvidenceBook, Measure, MeasureKey, Project, Subject};
use courses::Courses;
use inputs::{Inputs, ModelAxes, relevant};
use propagation::Propagation;
use readings::{Readings, middle, range};

/// How often everything that was measured is drawn anew: a probability of 95 % has a standard error of 1.1 %.
pub(super) const REPLICATES: usize = 400;

/// Numbers between two looks at whether to stop.
const STEP: usize = 1024;

/// The numbers of all designs of an exploration in each draw of what was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draws {
    keys: Vec<MeasureKey>,
    /// By measure, between which numbers it can lie.
    ranges: Vec<Range>,
    axes: Vec<ModelAxes>,
    /// By measure that is one of models, the place of the axes, and by the number of the models the place of the
    /// reading.
    measured: Vec<Option<(usize, Vec<Option<usize>>)>>,
    readings: Readings,
    courses: Courses,
    /// By course.
    intervals: Vec<Option<(f64, f64)>>,
    steady: Vec<(ComponentId, CandidateId, Measure)>,
}

/// Where a design has a value from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// It is the same in every draw; not a number where it is not known.
    Kept(f64),
    /// It is the drawn value at this place.
    Drawn(usize),
    /// It is computed, and follows drawn values: the course at this place.
    Follows(usize),
}

/// How two designs differ in one measure, all values that they share being the same in every draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The measure.
    pub key: MeasureKey,
    /// Whether a value was drawn: otherwise the difference is that of the numbers as they stand.
    pub is_drawn: bool,
    /// By how much the first differs from the second, in the measure's unit.
    pub difference: Difference,
}

impl Gap {
    /// Whether what was measured leaves open which of the two is better, although they differ.
    pub fn is_open(&self) -> bool {
        self.is_drawn && self.difference.could_be_luck()
    }
}

impl Draws {
    /// What is drawn of the designs of a project: what they are compared on, then what else is required.
    pub fn keys(exploration: &Exploration, project: &Project) -> Vec<MeasureKey> {
        let mut keys = exploration.objectives(project);
        let others = project.required_measures().into_iter().filter(|key| !keys.contains(key));
        let others: Vec<_> = others.collect();
        keys.extend(others);
        keys
    }

    /// Draws what was measured on candidates and cascades, and follows it through `keys` of all designs of the
    /// exploration, which is of this project and this evidence. `is_stopped` ends it early, with `None`.
    pub fn of(
        (project, evidence): (&Project, &EvidenceBook),
        exploration: &Exploration,
        keys: &[MeasureKey],
        settings: &AnalysisSettings,
        is_stopped: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        let axes = ModelAxes::of(project, exploration);
        let models_of = |key: &MeasureKey| match &key.subject {
            Subject::Component(id) if key.measure.is_of_model() => axes.iter().position(|axes| axes.component == *id),
            _ => None,
        };
        let relevant = relevant(project, keys);
        let of_models = keys.iter().filter_map(|key| Some((axes[models_of(key)?].component.clone(), key.measure)));
        let inputs = axes.iter().flat_map(|axes| relevant.iter().map(|measure| (axes.component.clone(), *measure)));
        let wanted: BTreeSet<(ComponentId, Measure)> = of_models.chain(inputs).collect();
        let readings = Readings::of(project, evidence, &wanted, REPLICATES);
        let place = |key: &MeasureKey| {
            let position = models_of(key)?;
            let component = &axes[position].component;
            let places =
                axes[position].models().map(|models| readings.place(&(component.clone(), models, key.measure)));
            Some((position, places.collect()))
        };
        let mut draws = Self {
            measured: keys.iter().map(place).collect(),
            steady: steady(&readings, &relevant),
            keys: keys.to_vec(),
            ranges: keys.iter().map(|key| range(key.measure)).collect(),
            axes,
            readings,
            courses: Courses::default(),
            intervals: Vec::new(),
        };
        let inputs = Inputs::of(&draws.axes, &draws.readings, &relevant);
        let is_measured = |index: usize, position: usize| draws.reading(exploration, index, position).is_some();
        let of = Propagation { project, exploration, inputs: &inputs, keys, is_measured: &is_measured };
        draws.courses = of.run(evidence, settings, is_stopped)?;
        for course in 0..draws.courses.len() {
            if course.is_multiple_of(STEP) && is_stopped() {
                return None;
            }
            let mut drawn: Vec<f64> =
                (0..REPLICATES).map(|replicate| draws.value(replicate, Cell::Follows(course))).collect();
            let ends = middle(&mut drawn).filter(|(low, high)| low.is_finite() && high.is_finite());
            draws.intervals.push(ends);
        }
        Some(draws)
    }

    /// How often everything was drawn.
    pub fn replicates(&self) -> usize {
        REPLICATES
    }

    /// What of the models matters and was measured without a spread, or with one that is too small to be told: it stays
    /// as it was measured.
    pub fn steady(&self) -> &[(ComponentId, CandidateId, Measure)] {
        &self.steady
    }

    /// Between which numbers 95 % of the draws lie of a measure that is computed for a design, in the measure's unit;
    /// `None` for one that is not drawn or was measured itself, and where an end has no bound because something is
    /// overloaded.
    pub fn interval(&self, index: usize, key: &MeasureKey) -> Option<(f64, f64)> {
        self.intervals[self.courses.find(index, self.position(key)?)?]
    }

    /// Which of the measures one is.
    pub(super) fn position(&self, key: &MeasureKey) -> Option<usize> {
        self.keys.iter().position(|known| known == key)
    }

    /// Where the design at `index` has its value of the measure at `position` from.
    pub(super) fn cell(&self, exploration: &Exploration, index: usize, position: usize) -> Cell {
        let Some(value) = exploration.value(index, &self.keys[position]) else { return Cell::Kept(f64::NAN) };
        if let Some(place) = self.reading(exploration, index, position) {
            return Cell::Drawn(place);
        }
        self.courses.find(index, position).map_or(Cell::Kept(value), Cell::Follows)
    }

    /// Whether the value of a cell is not the same in every draw.
    pub(super) fn is_uncertain(&self, cell: Cell) -> bool {
        match cell {
            Cell::Kept(_) => false,
            Cell::Drawn(place) => self.readings.varies(place),
            Cell::Follows(_) => true,
        }
    }

    /// The value of a cell in a draw, in the measure's unit; infinitely bad where it has no bound because something is
    /// overloaded.
    pub(super) fn value(&self, replicate: usize, cell: Cell) -> f64 {
        match cell {
            Cell::Kept(kept) => kept,
            Cell::Drawn(place) => self.readings.at(replicate)[place],
            Cell::Follows(place) => {
                let drawn = self.readings.at(replicate);
                let position = self.courses.position(place);
                let shift = |place: usize| drawn[place] - self.readings.value(place);
                let value = self.courses.value(place, self.ranges[position], shift);
                value.unwrap_or_else(|| self.keys[position].measure.direction().cost(f64::INFINITY))
            }
        }
    }

    /// The values of a design on a measure in all draws; `None` for a measure that was not asked for.
    pub(super) fn values(&self, exploration: &Exploration, index: usize, key: &MeasureKey) -> Option<Vec<f64>> {
        let cell = self.cell(exploration, index, self.position(key)?);
        Some((0..REPLICATES).map(|replicate| self.value(replicate, cell)).collect())
    }

    /// How two designs differ in each of the measures at these positions that is known for both, with `level`
    /// certainty.
    pub(super) fn gaps(
        &self,
        exploration: &Exploration,
        (first, second): (usize, usize),
        (positions, level): (&[usize], f64),
    ) -> Vec<Gap> {
        let is_known = |position: &usize| {
            let key = &self.keys[*position];
            exploration.value(first, key).is_some() && exploration.value(second, key).is_some()
        };
        let known: Vec<usize> = positions.iter().copied().filter(is_known).collect();
        let cells = |index: usize| -> Vec<Cell> {
            known.iter().map(|position| self.cell(exploration, index, *position)).collect()
        };
        let (one, other) = (cells(first), cells(second));
        let costs = |cells: &[Cell]| -> Vec<f64> {
            let direction = |place: usize| self.keys[known[place]].measure.direction();
            let cost = |replicate: usize, place: usize| direction(place).cost(self.value(replicate, cells[place]));
            let all = (0..REPLICATES).flat_map(|replicate| (0..cells.len()).map(move |place| (replicate, place)));
            all.map(|(replicate, place)| cost(replicate, place)).collect()
        };
        let Some(pair) = pair(&costs(&one), &costs(&other), known.len(), level) else { return Vec::new() };
        let gap = |(place, difference): (usize, Difference)| Gap {
            key: self.keys[known[place]].clone(),
            is_drawn: [one[place], other[place]].iter().any(|cell| self.is_uncertain(*cell)),
            difference: turned(difference, self.keys[known[place]].measure.direction()),
        };
        pair.differences.into_iter().enumerate().map(gap).collect()
    }

    /// The reading that a design has its value of a measure from; `None` for one that is computed.
    fn reading(&self, exploration: &Exploration, index: usize, position: usize) -> Option<usize> {
        let (axes, places) = self.measured[position].as_ref()?;
        *places.get(self.axes[*axes].number(exploration, index))?
    }
}

/// Readings that matter and do not differ from draw to draw; of cascades only the models themselves.
fn steady(readings: &Readings, relevant: &[Measure]) -> Vec<(ComponentId, CandidateId, Measure)> {
    let alone = readings.sources().filter(|((_, (_, second), _), _)| second.is_none());
    let steady = alone.filter(|((.., measure), place)| relevant.contains(measure) && !readings.varies(*place));
    steady.map(|((component, (candidate, _), measure), _)| (component.clone(), candidate.clone(), *measure)).collect()
}

/// A difference of costs as one of values.
fn turned(difference: Difference, direction: Direction) -> Difference {
    match direction {
        Direction::Lower => difference,
        Direction::Higher => {
            Difference { median: -difference.median, interval: (-difference.interval.1, -difference.interval.0) }
        }
    }
}

#[cfg(test)]
mod tests;

//! What was measured on candidates, drawn anew many times: what is uncertain about designs, and how much they share.

use std::collections::BTreeMap;

use super::exploration::Exploration;
use super::replicates::{Drawer, Range, Reading, Replicates, Trials};
use super::standing::{Difference, pair};
use crate::model::{
    CandidateId, ChoiceId, ComponentId, Design, Direction, Evidence, EvidenceBook, Measure, MeasureKey, OpenQuestion,
    Pick, Project, Subject, Unit,
};

/// Every measured value that an objective asks for, of every candidate, drawn anew as likely as its evidence says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draws {
    objectives: Vec<MeasureKey>,
    /// By objective, the choice of the candidate that it is measured on.
    choices: Vec<Option<ChoiceId>>,
    /// By objective, which of the drawn values it takes under a candidate.
    places: Vec<BTreeMap<CandidateId, usize>>,
    /// By drawn value, whether its draws differ.
    varies: Vec<bool>,
    replicates: Option<Replicates>,
}

/// Where a design has a value from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// It is the same in every draw; not a number where it is not known.
    Kept(f64),
    /// It is the drawn value at this place.
    Drawn(usize),
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
    /// Draws what was measured on the candidates for `objectives`, `replicates` times.
    pub fn of(project: &Project, evidence: &EvidenceBook, objectives: &[MeasureKey], replicates: usize) -> Self {
        let of_models = project.choices.iter().filter(|(_, choice)| choice.question == OpenQuestion::Candidate);
        let choices: BTreeMap<&ComponentId, &ChoiceId> =
            of_models.filter_map(|(id, choice)| Some((choice.component()?, id))).collect();
        let mut draws = Self { objectives: objectives.to_vec(), ..Self::default() };
        let mut measured: Vec<(String, Measure, &Evidence)> = Vec::new();
        for key in objectives {
            let component = match &key.subject {
                Subject::Component(id) if key.measure.is_of_model() => Some(id),
                _ => None,
            };
            draws.choices.push(component.and_then(|id| choices.get(id)).map(|choice| (*choice).clone()));
            let mut places = BTreeMap::new();
            let task = component.and_then(|id| Some((id, project.tasks.get(id)?)));
            for (id, candidate) in
                task.into_iter().flat_map(|(id, task)| task.candidates.keys().map(move |one| (id, one)))
            {
                let Some(found) = evidence.get(id, candidate).filter(|found| found.value(key.measure).is_some()) else {
                    continue;
                };
                places.insert(candidate.clone(), measured.len());
                draws.varies.push(varies(key.measure, found));
                measured.push((format!("{id}/{candidate}/{}", key.measure.key()), key.measure, found));
            }
            draws.places.push(places);
        }
        let readings: Vec<_> =
            measured.iter().map(|(name, measure, evidence)| reading(name, *measure, evidence)).collect();
        draws.replicates = Some(Drawer::new(replicates, 1).draw(&readings));
        draws
    }

    /// Which of the objectives a measure is.
    pub fn position(&self, key: &MeasureKey) -> Option<usize> {
        self.objectives.iter().position(|objective| objective == key)
    }

    /// Where the design at `index`, which is `design`, has its value of the objective at `position` from.
    pub fn cell(&self, exploration: &Exploration, (index, design): (usize, &Design), position: usize) -> Cell {
        let pick = self.choices[position].as_ref().and_then(|choice| design.picks.get(choice));
        let place = match pick {
            Some(Pick::Candidate(candidate)) => self.places[position].get(candidate),
            _ => None,
        };
        let kept = || exploration.value(index, &self.objectives[position]).unwrap_or(f64::NAN);
        place.map_or_else(|| Cell::Kept(kept()), |place| Cell::Drawn(*place))
    }

    /// Whether the value of a cell is not the same in every draw.
    pub fn is_uncertain(&self, cell: Cell) -> bool {
        matches!(cell, Cell::Drawn(place) if self.varies[place])
    }

    /// All drawn values of one replicate.
    pub fn at(&self, replicate: usize) -> &[f64] {
        match &self.replicates {
            Some(replicates) if !replicates.is_empty() => replicates.at(replicate),
            _ => &[],
        }
    }

    /// How two designs differ in each objective that is known for both, with `level` certainty over `replicates` draws.
    pub fn gaps(
        &self,
        exploration: &Exploration,
        (first, second): (usize, usize),
        (replicates, level): (usize, f64),
    ) -> Vec<Gap> {
        let Some((one, other)) = exploration.design(first).zip(exploration.design(second)) else { return Vec::new() };
        let cells = |index: usize, design: &Design| -> Vec<Cell> {
            (0..self.objectives.len()).map(|position| self.cell(exploration, (index, design), position)).collect()
        };
        let (one, other) = (cells(first, &one), cells(second, &other));
        let is_known = |position: &usize| {
            let key = &self.objectives[*position];
            exploration.value(first, key).is_some() && exploration.value(second, key).is_some()
        };
        let known: Vec<usize> = (0..self.objectives.len()).filter(is_known).collect();
        let costs = |cells: &[Cell]| -> Vec<f64> {
            let cost = |replicate: usize, position: usize| {
                self.objectives[position].measure.direction().cost(value(self.at(replicate), cells[position]))
            };
            (0..replicates).flat_map(|replicate| known.iter().map(move |position| cost(replicate, *position))).collect()
        };
        let Some(pair) = pair(&costs(&one), &costs(&other), known.len(), level) else { return Vec::new() };
        let gap = |(position, difference): (&usize, Difference)| Gap {
            key: self.objectives[*position].clone(),
            is_drawn: [one[*position], other[*position]].iter().any(|cell| self.is_uncertain(*cell)),
            difference: turned(difference, self.objectives[*position].measure.direction()),
        };
        known.iter().zip(pair.differences).map(gap).collect()
    }
}

/// The value of a cell in a replicate.
pub(super) fn value(drawn: &[f64], cell: Cell) -> f64 {
    match cell {
        Cell::Kept(kept) => kept,
        Cell::Drawn(place) => drawn[place],
    }
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

fn varies(measure: Measure, evidence: &Evidence) -> bool {
    let has_interval = evidence.measured.get(&measure).is_some_and(|measured| measured.interval.is_some());
    has_interval || evidence.trials.folds.contains_key(&measure)
}

fn reading<'a>(name: &'a str, measure: Measure, evidence: &'a Evidence) -> Reading<'a> {
    let measured = evidence.measured.get(&measure);
    let (trials, rows) = (&evidence.trials, evidence.trials.rows.as_str());
    let trials = match (trials.folds.get(&measure), trials.resamples.get(&measure)) {
        _ if rows.is_empty() => Trials::Alone,
        (Some(values), _) => Trials::Folds { rows, values, held_out_to_kept: trials.held_out_to_kept },
        (None, Some(values)) => Trials::Resamples { rows, values },
        (None, None) => Trials::Alone,
    };
    Reading {
        name,
        value: measured.map_or(f64::NAN, |measured| measured.value),
        interval: measured.and_then(|measured| measured.interval),
        range: range(measure),
        trials,
    }
}

/// Between which numbers a measure can lie.
fn range(measure: Measure) -> Range {
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
    }
}

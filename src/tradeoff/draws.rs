//! What was measured on candidates, drawn anew many times: what is uncertain about designs, and how much they share.

use std::collections::BTreeMap;

use super::exploration::Exploration;
use super::replicates::{Drawer, Range, Reading, Replicates, Trials};
use super::standing::{Difference, pair};
use crate::model::{
    Amount, CandidateId, ChoiceId, ComponentId, Design, Direction, Evidence, EvidenceBook, Measure, MeasureKey,
    Measured as Value, OpenQuestion, Pick, Project, Subject, Unit,
};

/// The models of a component: a candidate, and what decides up to so many percent of the cases in its place.
type Models = (CandidateId, Option<(CandidateId, Amount)>);

/// Every measured value that an objective asks for, of every candidate and of every cascade of two, drawn anew as likely as
/// its evidence says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draws {
    objectives: Vec<MeasureKey>,
    /// By objective, the choices of the models that it is measured on: of the candidate, and of a second one if that is
    /// open.
    choices: Vec<Option<(ChoiceId, Option<ChoiceId>)>>,
    /// By objective, which of the drawn values it takes under these models.
    places: Vec<BTreeMap<Models, usize>>,
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
    /// Draws what was measured on candidates and cascades for `objectives`, `replicates` times.
    pub fn of(project: &Project, evidence: &EvidenceBook, objectives: &[MeasureKey], replicates: usize) -> Self {
        let choice = |component: &ComponentId, question: &OpenQuestion| {
            let mut choices = project.choices.iter();
            let found = choices.find(|(_, choice)| choice.is_about(component) && choice.question == *question);
            found.map(|(id, _)| id.clone())
        };
        let mut draws = Self { objectives: objectives.to_vec(), ..Self::default() };
        let mut measured: Vec<(String, Measure, Value, Option<&Evidence>)> = Vec::new();
        for key in objectives {
            let component = match &key.subject {
                Subject::Component(id) if key.measure.is_of_model() => Some(id),
                _ => None,
            };
            draws.choices.push(
                component
                    .and_then(|id| Some((choice(id, &OpenQuestion::Candidate)?, choice(id, &OpenQuestion::Cascade)))),
            );
            let mut places = BTreeMap::new();
            let task = component.and_then(|id| Some((id, project.tasks.get(id)?)));
            for (id, candidate) in
                task.into_iter().flat_map(|(id, task)| task.candidates.keys().map(move |one| (id, one)))
            {
                let Some(found) = evidence.get(id, candidate) else { continue };
                let Some(value) = found.measured.get(&key.measure) else { continue };
                places.insert((candidate.clone(), None), measured.len());
                let name = format!("{id}/{candidate}/{}", key.measure.key());
                measured.push((name, key.measure, *value, Some(found)));
            }
            let of_component = evidence.stored_cascades().filter(|(id, ..)| component == Some(*id));
            for (id, [first, second], _) in of_component {
                let points = evidence.cascade(id, first, second).into_iter().flat_map(|found| &found.points);
                for point in points {
                    let Some(value) = point.measured.get(&key.measure) else { continue };
                    let second = Some((second.clone(), Amount::new(point.share)));
                    let name = format!("{id}/{first}/{second:?}/{}", key.measure.key());
                    places.insert((first.clone(), second), measured.len());
                    measured.push((name, key.measure, *value, None));
                }
            }
            draws.places.push(places);
        }
        let readings: Vec<_> = measured
            .iter()
            .map(|(name, measure, value, evidence)| reading((name, *measure), *value, *evidence))
            .collect();
        draws.varies =
            measured.iter().map(|(_, measure, value, evidence)| varies(*measure, *value, *evidence)).collect();
        draws.replicates = Some(Drawer::new(replicates, 1).draw(&readings));
        draws
    }

    /// Which of the objectives a measure is.
    pub fn position(&self, key: &MeasureKey) -> Option<usize> {
        self.objectives.iter().position(|objective| objective == key)
    }

    /// Where the design at `index`, which is `design`, has its value of the objective at `position` from.
    pub fn cell(&self, exploration: &Exploration, (index, design): (usize, &Design), position: usize) -> Cell {
        let models = self.choices[position].as_ref().and_then(|(first, second)| {
            let Some(Pick::Candidate(candidate)) = design.picks.get(first) else { return None };
            let second = match second.as_ref().and_then(|choice| design.picks.get(choice)) {
                Some(Pick::Second(second)) => second.clone(),
                _ => None,
            };
            Some((candidate.clone(), second))
        });
        let place = models.and_then(|models| self.places[position].get(&models));
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

fn varies(measure: Measure, value: Value, evidence: Option<&Evidence>) -> bool {
    value.interval.is_some() || evidence.is_some_and(|evidence| evidence.trials.folds.contains_key(&measure))
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

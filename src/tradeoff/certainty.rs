//! How certain it is that a design is on the front, given what was measured and how well.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::exploration::Exploration;
use super::objectives::Front;
use super::region::Region;
use super::replicates::{Drawer, Range, Reading, Replicates, Trials};
use super::standing::{Field, Place, places};
use crate::model::{
    Amount, CandidateId, ComponentId, Direction, Evidence, EvidenceBook, Measure, MeasureKey, Measured as Value,
    Project, Subject, Unit,
};

/// How often everything that was measured is drawn anew: a probability of 95 % has a standard error of 1.1 %.
const REPLICATES: usize = 400;

/// How certain a standing must be to be told without reservation.
pub const LEVEL: f64 = 0.95;

/// Where the feasible designs stand while what was measured is uncertain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Certainty {
    places: BTreeMap<usize, Place>,
    /// How often everything was drawn.
    pub replicates: usize,
    /// Objectives whose values were drawn.
    pub drawn: Vec<MeasureKey>,
    /// Objectives that kept their values: they are computed, judged, or were measured without an interval.
    pub kept: Vec<MeasureKey>,
}

impl Certainty {
    /// Draws the measured qualities of the candidates anew, as likely as their evidence says, and looks each time which
    /// of the feasible designs are on the front of `objectives`. Designs that share a candidate share its draws. Numbers
    /// that are computed for the system keep their values. `is_stopped` ends it early, with `None`.
    pub fn of(
        project: &Project,
        evidence: &EvidenceBook,
        (exploration, region): (&Exploration, &Region),
        objectives: &[MeasureKey],
        is_stopped: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        // What no feasible design is known for is not compared, as on the front itself.
        let front = Front::of(exploration, region, objectives);
        let objectives = front.axes.as_slice();
        let known = |index: &usize| region.is_feasible(*index) && exploration.costs(*index, objectives).is_some();
        let designs: Vec<usize> = (0..exploration.len()).filter(known).collect();
        if designs.is_empty() || objectives.is_empty() {
            return Some(Self::default());
        }
        let measured = Measured::of(project, evidence, objectives);
        let replicates = Drawer::new(REPLICATES, 1).draw(&measured.readings());
        let table = Table::of(project, exploration, (objectives, &designs), &measured);
        let doubts: Vec<u8> = designs.iter().map(|index| exploration.doubt(*index, objectives)).collect();
        let field = Field { doubts: &doubts, objectives: objectives.len(), replicates: REPLICATES };
        let mut fill = |replicate: usize, matrix: &mut [f64]| {
            if is_stopped() {
                return ControlFlow::Break(());
            }
            table.fill(&replicates, replicate, matrix);
            ControlFlow::Continue(())
        };
        let places = places(&field, &mut fill)?;
        let named = |place: Place| Place { by: place.by.map(|(by, share)| (designs[by], share)), ..place };
        let is_drawn = |position: &usize| table.drawn[*position];
        let (drawn, kept): (Vec<usize>, Vec<usize>) = (0..objectives.len()).partition(is_drawn);
        let keys = |positions: Vec<usize>| positions.into_iter().map(|position| objectives[position].clone()).collect();
        Some(Self {
            places: designs.iter().copied().zip(places.into_iter().map(named)).collect(),
            replicates: REPLICATES,
            drawn: keys(drawn),
            kept: keys(kept),
        })
    }

    /// Where a design stands; `None` for one that is not feasible or cannot be compared.
    pub fn place(&self, index: usize) -> Option<&Place> {
        self.places.get(&index)
    }
}

/// The models of a component: a candidate, and what decides up to so many percent of the cases in its place.
type Models = (CandidateId, Option<(CandidateId, Amount)>);

/// Every measured value that an objective asks for, of every candidate and of every cascade of two.
struct Measured<'a> {
    /// By component and measure, what was measured of the models, with the evidence of a single one.
    values: Vec<(String, Measure, Value, Option<&'a Evidence>)>,
    /// Which of the values an objective takes under these models.
    place: BTreeMap<(usize, Models), usize>,
    /// By objective, the component whose model it is measured on.
    component: Vec<Option<&'a ComponentId>>,
}

impl<'a> Measured<'a> {
    fn of(project: &'a Project, evidence: &'a EvidenceBook, objectives: &'a [MeasureKey]) -> Self {
        let mut measured = Self { values: Vec::new(), place: BTreeMap::new(), component: Vec::new() };
        for (position, key) in objectives.iter().enumerate() {
            let component = match &key.subject {
                Subject::Component(id) if key.measure.is_of_model() => Some(id),
                _ => None,
            };
            measured.component.push(component);
            let task = component.and_then(|id| Some((id, project.tasks.get(id)?)));
            for (id, candidate) in
                task.into_iter().flat_map(|(id, task)| task.candidates.keys().map(move |one| (id, one)))
            {
                let Some(found) = evidence.get(id, candidate) else { continue };
                if let Some(value) = found.measured.get(&key.measure) {
                    let name = format!("{id}/{candidate}/{}", key.measure.key());
                    measured.add((position, (candidate.clone(), None)), (name, key.measure, *value, Some(found)));
                }
            }
            let of_component = evidence.stored_cascades().filter(|(id, ..)| component == Some(*id));
            for (id, [first, second], _) in of_component {
                let points = evidence.cascade(id, first, second).into_iter().flat_map(|found| &found.points);
                for point in points {
                    if let Some(value) = point.measured.get(&key.measure) {
                        let second = Some((second.clone(), Amount::new(point.share)));
                        let name = format!("{id}/{first}/{second:?}/{}", key.measure.key());
                        measured.add((position, (first.clone(), second)), (name, key.measure, *value, None));
                    }
                }
            }
        }
        measured
    }

    fn add(&mut self, place: (usize, Models), value: (String, Measure, Value, Option<&'a Evidence>)) {
        self.place.insert(place, self.values.len());
        self.values.push(value);
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        self.values
            .iter()
            .map(|(name, measure, value, evidence)| reading((name, *measure), *value, *evidence))
            .collect()
    }

    /// Whether draws of a value differ.
    fn varies(&self, place: usize) -> bool {
        let (_, measure, value, evidence) = &self.values[place];
        value.interval.is_some() || evidence.is_some_and(|evidence| evidence.trials.folds.contains_key(measure))
    }
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

/// What each design takes its values from.
struct Table {
    objectives: usize,
    /// One after the other for each design: a constant, or the place of a drawn value.
    cells: Vec<Cell>,
    directions: Vec<Direction>,
    /// Whether some design's value is drawn.
    drawn: Vec<bool>,
}

#[derive(Clone, Copy)]
enum Cell {
    Kept(f64),
    Drawn(usize),
}

impl Table {
    fn of(
        project: &Project,
        exploration: &Exploration,
        (objectives, designs): (&[MeasureKey], &[usize]),
        measured: &Measured<'_>,
    ) -> Self {
        let mut table = Self {
            objectives: objectives.len(),
            cells: Vec::with_capacity(objectives.len() * designs.len()),
            directions: objectives.iter().map(|key| key.measure.direction()).collect(),
            drawn: vec![false; objectives.len()],
        };
        for index in designs {
            let design = exploration.design(*index).unwrap_or_default();
            for (position, key) in objectives.iter().enumerate() {
                let models = measured.component[position].and_then(|component| project.models(&design, component));
                let drawn = models.and_then(|(first, second)| {
                    let second = second.map(|(candidate, share)| (candidate.clone(), Amount::new(share)));
                    measured.place.get(&(position, (first.clone(), second))).copied()
                });
                table.drawn[position] |= drawn.is_some_and(|place| measured.varies(place));
                let kept = exploration.value(*index, key).unwrap_or(f64::NAN);
                table.cells.push(drawn.map_or(Cell::Kept(kept), Cell::Drawn));
            }
        }
        table
    }

    fn fill(&self, replicates: &Replicates, replicate: usize, matrix: &mut [f64]) {
        let drawn = if replicates.is_empty() { &[] } else { replicates.at(replicate) };
        let rows = matrix.chunks_exact_mut(self.objectives).zip(self.cells.chunks_exact(self.objectives));
        for (values, cells) in rows {
            for ((value, cell), direction) in values.iter_mut().zip(cells).zip(&self.directions) {
                *value = direction.cost(match cell {
                    Cell::Kept(kept) => *kept,
                    Cell::Drawn(place) => drawn[*place],
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::DesignSpace;
    use super::*;
    use crate::analysis::Quality;
    use crate::analysis::test_support::{TestProject, cascade};
    use crate::model::{OpenQuestion, Quantity, Trials as StoredTrials};

    const RECALL: Measure = Measure::Recall;

    fn keys() -> [MeasureKey; 2] {
        [
            MeasureKey::new(RECALL, Subject::Component("scorer".into())),
            MeasureKey::new(Measure::MonthlyCost, Subject::System),
        ]
    }

    /// Three candidates with these recalls, intervals this wide to either side, and costs.
    fn certainty(candidates: [(f64, f64, f64); 3], with_interval: bool) -> Certainty {
        let names = ["a", "b", "c"];
        let project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &names)
            .choice("model", "scorer", OpenQuestion::Candidate)
            .build();
        let mut book = EvidenceBook::default();
        for (name, (recall, half, _)) in names.iter().zip(candidates) {
            let interval = with_interval.then_some((recall - half, recall + half));
            let evidence = Evidence {
                measured: [(RECALL, Value { value: recall, interval })].into(),
                trials: StoredTrials::default(),
                ..Evidence::default()
            };
            book.insert("scorer".into(), (*name).into(), evidence);
        }
        let qualities = candidates.map(|(recall, _, cost)| {
            let [recall_key, cost_key] = keys();
            let cost = Quality::of(Quantity::measured(cost, cost_key.measure.unit()));
            [(recall_key, Quality::of(Quantity::measured(recall, RECALL.unit()))), (cost_key, cost)].into()
        });
        let exploration = Exploration::of(DesignSpace::of(&project, &book), qualities);
        let region = Region::of(&exploration, Vec::new());
        Certainty::of(&project, &book, (&exploration, &region), &keys(), &mut || false).expect("nobody stops it")
    }

    #[test]
    fn what_is_measured_well_is_certain_and_what_is_not_is_not() {
        // b costs more than a: it is on the front only if its recall is better. c is worse than both, and dearer.
        let sure = certainty([(80.0, 1.0, 100.0), (90.0, 1.0, 200.0), (60.0, 1.0, 300.0)], true);
        let [a, b, c] = [0, 1, 2].map(|index| *sure.place(index).unwrap());
        assert_eq!((a.on_front, b.on_front, c.dominated), (1.0, 1.0, 1.0));
        assert_eq!((sure.drawn.as_slice(), sure.kept.as_slice()), (&keys()[..1], &keys()[1..]));
        let unsure = certainty([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (60.0, 1.0, 300.0)], true);
        let [a, b, c] = [0, 1, 2].map(|index| *unsure.place(index).unwrap());
        assert_eq!((a.on_front, c.dominated), (1.0, 1.0));
        // Half-widths of 10 are standard deviations of 5.1, of a difference 7.2: P(difference > -2) is 61 %.
        assert!((b.on_front - 0.61).abs() < 0.08, "{}", b.on_front);
        assert_eq!(b.by.map(|(by, _)| by), Some(0));
    }

    #[test]
    fn a_cascade_is_drawn_as_it_was_measured() {
        let project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["a", "b"])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .choice("second", "scorer", OpenQuestion::Cascade)
            .build();
        let mut book = EvidenceBook::default();
        for (name, recall) in [("a", 60.0), ("b", 90.0)] {
            let value = Value { value: recall, interval: Some((recall - 1.0, recall + 1.0)) };
            let found = Evidence { measured: [(RECALL, value)].into(), ..Evidence::default() };
            book.insert("scorer".into(), name.into(), found);
        }
        let together = cascade(&[(10.0, &[(RECALL, 85.0)])]);
        book.insert_cascade("scorer".into(), ["a".into(), "b".into()], together);
        // With the recall of the first alone it would be dominated: it costs more.
        let qualities = [(60.0, 100.0), (85.0, 120.0), (90.0, 300.0)].map(|(recall, cost)| {
            let [recall_key, cost_key] = keys();
            let cost = Quality::of(Quantity::measured(cost, cost_key.measure.unit()));
            [(recall_key, Quality::of(Quantity::measured(recall, RECALL.unit()))), (cost_key, cost)].into()
        });
        let exploration = Exploration::of(DesignSpace::of(&project, &book), qualities);
        let region = Region::of(&exploration, Vec::new());
        let certainty =
            Certainty::of(&project, &book, (&exploration, &region), &keys(), &mut || false).expect("nobody stops it");
        let on_front = [0, 1, 2].map(|index| certainty.place(index).expect("it is feasible").on_front);
        assert_eq!(on_front, [1.0; 3]);
    }

    #[test]
    fn without_an_interval_everything_keeps_its_value() {
        let certain = certainty([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (79.0, 1.0, 100.0)], false);
        assert!(certain.drawn.is_empty() && certain.kept.len() == 2);
        let on_front = [0, 1, 2].map(|index| certain.place(index).unwrap().on_front);
        assert_eq!(on_front, [1.0, 1.0, 0.0]);
    }

    #[test]
    fn measures_end_where_they_end() {
        let ends = |measure: Measure| (range(measure).low, range(measure).high);
        assert_eq!(ends(RECALL), (Some(0.0), Some(100.0)));
        assert_eq!(ends(Measure::RocAuc), (Some(0.0), Some(1.0)));
        assert_eq!(ends(Measure::Determination), (None, Some(1.0)));
        assert_eq!(ends(Measure::LogLoss), (Some(0.0), None));
        assert_eq!(ends(Measure::InferenceP50), (Some(0.0), None));
    }
}

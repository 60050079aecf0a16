//! How certain it is that a design is on the front, given what was measured and how well.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::draws::{Cell, Draws, Gap, value};
use super::exploration::Exploration;
use super::objectives::Front;
use super::region::Region;
use super::standing::{Field, Place, places};
use crate::model::{Direction, EvidenceBook, MeasureKey, Project};

/// How often everything that was measured is drawn anew: a probability of 95 % has a standard error of 1.1 %.
const REPLICATES: usize = 400;

/// How certain a standing must be to be told without reservation.
pub const LEVEL: f64 = 0.95;

/// Where the feasible designs stand while what was measured is uncertain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Certainty {
    places: BTreeMap<usize, Place>,
    draws: Draws,
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
        let draws = Draws::of(project, evidence, objectives, REPLICATES);
        // What no feasible design is known for is not compared, as on the front itself.
        let front = Front::of(exploration, region, objectives);
        let objectives = front.axes.as_slice();
        let known = |index: &usize| region.is_feasible(*index) && exploration.costs(*index, objectives).is_some();
        let designs: Vec<usize> = (0..exploration.len()).filter(known).collect();
        if designs.is_empty() || objectives.is_empty() {
            return Some(Self { draws, replicates: REPLICATES, ..Self::default() });
        }
        let table = Table::of(exploration, objectives, &designs, &draws);
        let doubts: Vec<u8> = designs.iter().map(|index| exploration.doubt(*index, objectives)).collect();
        let field = Field { doubts: &doubts, objectives: objectives.len(), replicates: REPLICATES };
        let mut fill = |replicate: usize, matrix: &mut [f64]| {
            if is_stopped() {
                return ControlFlow::Break(());
            }
            table.fill(draws.at(replicate), matrix);
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
            draws,
        })
    }

    /// Where a design stands; `None` for one that is not feasible or cannot be compared.
    pub fn place(&self, index: usize) -> Option<&Place> {
        self.places.get(&index)
    }

    /// What a design of the exploration that this is about has of an objective in each draw, in the measure's unit: not
    /// a number where it is not known.
    pub(super) fn values(&self, exploration: &Exploration, index: usize, key: &MeasureKey) -> Option<Vec<f64>> {
        let position = self.draws.position(key)?;
        let cell = self.draws.cell(exploration, (index, &exploration.design(index)?), position);
        Some((0..self.replicates).map(|replicate| value(self.draws.at(replicate), cell)).collect())
    }

    /// How two designs of the exploration that this is about differ in each objective that is known for both, feasible
    /// or not; intervals hold with [`LEVEL`].
    pub fn gaps(&self, exploration: &Exploration, first: usize, second: usize) -> Vec<Gap> {
        self.draws.gaps(exploration, (first, second), (self.replicates, LEVEL))
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

impl Table {
    fn of(exploration: &Exploration, objectives: &[MeasureKey], designs: &[usize], draws: &Draws) -> Self {
        let mut table = Self {
            objectives: objectives.len(),
            cells: Vec::with_capacity(objectives.len() * designs.len()),
            directions: objectives.iter().map(|key| key.measure.direction()).collect(),
            drawn: vec![false; objectives.len()],
        };
        let positions: Vec<usize> = objectives.iter().filter_map(|key| draws.position(key)).collect();
        for index in designs {
            let design = exploration.design(*index).unwrap_or_default();
            for (position, in_draws) in positions.iter().enumerate() {
                let cell = draws.cell(exploration, (*index, &design), *in_draws);
                table.drawn[position] |= draws.is_uncertain(cell);
                table.cells.push(cell);
            }
        }
        table
    }

    fn fill(&self, drawn: &[f64], matrix: &mut [f64]) {
        let rows = matrix.chunks_exact_mut(self.objectives).zip(self.cells.chunks_exact(self.objectives));
        for (values, cells) in rows {
            for ((cost, cell), direction) in values.iter_mut().zip(cells).zip(&self.directions) {
                *cost = direction.cost(value(drawn, *cell));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::preference::{Criterion, lead};
    use super::super::space::DesignSpace;
    use super::*;
    use crate::analysis::Quality;
    use crate::analysis::test_support::{TestProject, cascade};
    use crate::model::{Evidence, Measure, Measured as Value, OpenQuestion, Quantity, Subject, Trials as StoredTrials};

    const RECALL: Measure = Measure::Recall;

    fn keys() -> [MeasureKey; 2] {
        [
            MeasureKey::new(RECALL, Subject::Component("scorer".into())),
            MeasureKey::new(Measure::MonthlyCost, Subject::System),
        ]
    }

    /// Three candidates with these recalls, intervals this wide to either side, and costs.
    fn certainty(candidates: [(f64, f64, f64); 3], with_interval: bool) -> Certainty {
        explored(candidates, with_interval).1
    }

    fn explored(candidates: [(f64, f64, f64); 3], with_interval: bool) -> (Exploration, Certainty) {
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
        let certainty = Certainty::of(&project, &book, (&exploration, &region), &keys(), &mut || false);
        (exploration, certainty.expect("nobody stops it"))
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
    fn differences_are_in_the_measures_unit_and_open_where_luck_could_make_them() {
        let (exploration, unsure) = explored([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (60.0, 1.0, 300.0)], true);
        let gaps = unsure.gaps(&exploration, 1, 0);
        let [recall, cost] = gaps.as_slice() else { panic!("both are known: {gaps:?}") };
        assert_eq!([&recall.key, &cost.key], [&keys()[0], &keys()[1]]);
        // The standard deviation of the difference is 7.2.
        let (low, high) = recall.difference.interval;
        assert!((recall.difference.median - 2.0).abs() < 2.0, "{recall:?}");
        assert!((low + 12.1).abs() < 4.0 && (high - 16.1).abs() < 4.0, "{recall:?}");
        assert!(recall.is_drawn && recall.is_open());
        assert_eq!((cost.is_drawn, cost.is_open(), cost.difference.interval), (false, false, (100.0, 100.0)));
        let turned = unsure.gaps(&exploration, 0, 1);
        assert_eq!(turned[0].difference.interval, (-high, -low));
        assert!(unsure.gaps(&exploration, 0, 7).is_empty(), "there is no such design");
        let (exploration, sure) = explored([(80.0, 1.0, 100.0), (90.0, 1.0, 200.0), (60.0, 1.0, 300.0)], true);
        assert!(sure.gaps(&exploration, 1, 0).iter().all(|gap| !gap.is_open()));
        let (exploration, known) = explored([(80.0, 1.0, 100.0), (81.0, 1.0, 100.0), (60.0, 1.0, 300.0)], false);
        assert!(known.gaps(&exploration, 1, 0).iter().all(|gap| !gap.is_drawn && !gap.is_open()));
    }
    #[test]
    fn a_lead_is_open_where_luck_could_make_it() {
        let criteria = |points: [f64; 2]| -> Vec<Criterion> {
            let criterion = |(key, points)| Criterion { key, requirement: None, points };
            keys().into_iter().zip(points).map(criterion).collect()
        };
        let project = Project::default();
        let (exploration, unsure) = explored([(80.0, 10.0, 100.0), (82.0, 10.0, 200.0), (60.0, 1.0, 300.0)], true);
        let of = |points| lead(&project, (&exploration, &unsure), &criteria(points), (1, 0), &[0, 1]);
        assert!(of([1.0, 0.0]).is_some_and(|difference| difference.could_be_luck()));
        assert_eq!(of([0.0, 1.0]), None, "costs are the same in every draw");
        // Even at its luckiest it is not worth a hundred dollars more.
        assert!(of([1.0, 9.0]).is_some_and(|difference| difference.interval.1 < 0.0));
        let (exploration, sure) = explored([(80.0, 1.0, 100.0), (90.0, 1.0, 200.0), (60.0, 1.0, 300.0)], true);
        let difference = lead(&project, (&exploration, &sure), &criteria([1.0, 0.0]), (1, 0), &[0, 1]);
        assert!(difference.is_some_and(|difference| difference.interval.0 > 0.5 && difference.interval.1 <= 1.0));
    }
}

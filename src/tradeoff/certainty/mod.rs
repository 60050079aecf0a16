//! How certain it is that a design is feasible and on the front, given what was measured and how well.

#[cfg(test)]
mod calibration;
mod words;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::draws::{Cell, Draws, Gap};
use super::exploration::Exploration;
use super::feasibility::Feasibility;
use super::objectives::Front;
use super::region::Region;
use super::standing::{Field, Place, places};
use crate::analysis::AnalysisSettings;
use crate::model::{Direction, EvidenceBook, MeasureKey, Project};

/// How certain a standing must be to be told without reservation.
pub const LEVEL: f64 = 0.95;

/// Where the designs stand while what was measured is uncertain: those that are feasible in some draw of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Certainty {
    places: BTreeMap<usize, Place>,
    /// By design, in which share of the draws it meets every limit; what is missing does so in none.
    feasible: BTreeMap<usize, f64>,
    draws: Arc<Draws>,
    /// Positions of the objectives among the measures that were drawn.
    positions: Vec<usize>,
    /// How often everything was drawn.
    pub replicates: usize,
    /// Objectives and limited measures of which some design's value is not the same in every draw.
    pub drawn: Vec<MeasureKey>,
    /// Objectives that kept their values: nothing says how far they can be off.
    pub kept: Vec<MeasureKey>,
}

impl Certainty {
    /// Looks in each of the draws which designs meet every limit of `region`, and which of those are on the front of
    /// `objectives`. Designs that share a candidate share its draws. A design that is overloaded in a draw is set aside
    /// in it, as one of which a number is not known. `is_stopped` ends it early, with `None`.
    pub fn of(
        draws: &Arc<Draws>,
        (exploration, region): (&Exploration, &Region),
        objectives: &[MeasureKey],
        is_stopped: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        let replicates = draws.replicates();
        let mut feasibility = Feasibility::of(draws, (exploration, region), is_stopped)?;
        let met = |(place, index): (usize, &usize)| (*index, 1.0 - feasibility.missed(place));
        let feasible = feasibility.designs().iter().enumerate().map(met).collect();
        // What no feasible design is known for is not compared, as on the front itself.
        let by_numbers = Front::of(exploration, region, objectives).axes;
        let axes = if by_numbers.is_empty() {
            Front::among(exploration, objectives, feasibility.designs()).axes
        } else {
            by_numbers
        };
        feasibility.keep(|index| exploration.costs(index, &axes).is_some());
        let designs = feasibility.designs();
        let asked = objectives.iter().filter_map(|key| draws.position(key)).collect();
        let draws_of = Arc::clone(draws);
        let certainty = Self { feasible, draws: draws_of, positions: asked, replicates, ..Self::default() };
        let positions: Option<Vec<usize>> = axes.iter().map(|key| draws.position(key)).collect();
        let Some(positions) = positions.filter(|positions| !positions.is_empty() && !designs.is_empty()) else {
            return Some(certainty);
        };
        let table = Table::of(draws, exploration, (&axes, &positions), designs);
        let doubts: Vec<u8> = designs.iter().map(|index| exploration.doubt(*index, &axes)).collect();
        let field = Field { doubts: &doubts, objectives: axes.len(), replicates };
        let mut fill = |replicate: usize, matrix: &mut [f64]| {
            if is_stopped() {
                return ControlFlow::Break(());
            }
            table.fill(draws, replicate, &feasibility, matrix);
            ControlFlow::Continue(())
        };
        let places = places(&field, &mut fill)?;
        let named = |(place, found): (usize, Place)| Place {
            by: found.by.map(|(by, share)| (designs[by], share)),
            infeasible: feasibility.missed(place),
            ..found
        };
        let places: BTreeMap<usize, Place> =
            designs.iter().copied().zip(places.into_iter().enumerate().map(named)).collect();
        let (drawn, kept): (Vec<usize>, Vec<usize>) = (0..axes.len()).partition(|position| table.drawn[*position]);
        let keys = |places: Vec<usize>| places.into_iter().map(|place| axes[place].clone());
        let limited = region.limits().iter().map(|limit| &limit.key).filter(|key| {
            let position = draws.position(key).filter(|_| !axes.contains(key));
            let is_uncertain = |position, index: &usize| draws.is_uncertain(draws.cell(exploration, *index, position));
            position.is_some_and(|position| designs.iter().any(|index| is_uncertain(position, index)))
        });
        Some(Self {
            drawn: keys(drawn).chain(limited.cloned()).collect(),
            kept: keys(kept).collect(),
            places,
            ..certainty
        })
    }

    /// The same of the designs of a project, with the draws that it takes.
    pub fn of_project(
        (project, evidence): (&Project, &EvidenceBook),
        (exploration, region): (&Exploration, &Region),
        settings: &AnalysisSettings,
        is_stopped: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        let keys = Draws::keys(exploration, project);
        let draws = Draws::of((project, evidence), exploration, &keys, settings, is_stopped)?;
        Self::of(&Arc::new(draws), (exploration, region), &exploration.objectives(project), is_stopped)
    }

    /// Where a design stands; `None` for one that is feasible in no draw or cannot be compared.
    pub fn place(&self, index: usize) -> Option<&Place> {
        self.places.get(&index)
    }

    /// Probability that a design meets every limit, 0 to 1, comparable or not; `None` for one that took no part: it misses
    /// a limit in every draw, is overloaded as it was measured, or cannot be judged.
    pub fn feasible(&self, index: usize) -> Option<f64> {
        self.feasible.get(&index).copied()
    }

    /// Whether nothing meets every limit in any draw, so that nothing was compared.
    fn has_nothing_feasible(&self) -> bool {
        self.feasible.is_empty()
    }

    /// What was drawn.
    pub fn draws(&self) -> &Draws {
        &self.draws
    }

    /// What a design of the exploration that this is about has of an objective in each draw, in the measure's unit: not
    /// a number where it is not known, infinitely bad where it is overloaded.
    pub(super) fn values(&self, exploration: &Exploration, index: usize, key: &MeasureKey) -> Option<Vec<f64>> {
        self.draws.values(exploration, index, key)
    }

    /// How two designs of the exploration that this is about differ in each objective that is known for both, feasible
    /// or not; intervals hold with [`LEVEL`].
    pub fn gaps(&self, exploration: &Exploration, first: usize, second: usize) -> Vec<Gap> {
        self.draws.gaps(exploration, (first, second), (&self.positions, LEVEL))
    }
}

/// What each design takes its values from.
struct Table {
    objectives: usize,
    /// One after the other for each design.
    cells: Vec<Cell>,
    directions: Vec<Direction>,
    /// Whether some design's value is drawn.
    drawn: Vec<bool>,
}

impl Table {
    fn of(
        draws: &Draws,
        exploration: &Exploration,
        (axes, positions): (&[MeasureKey], &[usize]),
        designs: &[usize],
    ) -> Self {
        let mut table = Self {
            objectives: axes.len(),
            cells: Vec::with_capacity(axes.len() * designs.len()),
            directions: axes.iter().map(|key| key.measure.direction()).collect(),
            drawn: vec![false; axes.len()],
        };
        for index in designs {
            for (objective, position) in positions.iter().enumerate() {
                let cell = draws.cell(exploration, *index, *position);
                table.drawn[objective] |= draws.is_uncertain(cell);
                table.cells.push(cell);
            }
        }
        table
    }

    fn fill(&self, draws: &Draws, replicate: usize, feasibility: &Feasibility, matrix: &mut [f64]) {
        let rows = matrix.chunks_exact_mut(self.objectives).zip(self.cells.chunks_exact(self.objectives));
        for (place, (values, cells)) in rows.enumerate() {
            if !feasibility.holds(place, replicate) {
                values.fill(f64::NAN);
                continue;
            }
            for ((cost, cell), direction) in values.iter_mut().zip(cells).zip(&self.directions) {
                let value = draws.value(replicate, *cell);
                *cost = if value.is_finite() { direction.cost(value) } else { f64::NAN };
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! The front of a search: what is less certain never pushes off what is more certain, as on every front.

use super::super::front::FrontBuilder;
use super::limits::Objective;
use crate::analysis::Walk;

/// Most designs on a front that are still of use to anybody.
pub(super) const MOST_ON_FRONT: usize = 200_000;
/// With so many candidates for the front it is not sought any further.
pub(super) const MOST_KEPT: usize = 4 * MOST_ON_FRONT;

/// Designs that come one after the other, of which those on the front are kept.
pub(super) struct Fronts {
    objectives: Vec<Objective>,
    /// By doubt, from the least on: a builder with all designs of no more doubt.
    builders: Vec<FrontBuilder>,
    least: u8,
    point: Vec<f64>,
    /// By objective, how many of the designs have a value.
    known: Vec<u64>,
    /// Designs that cannot be compared.
    pub(super) incomparable: u64,
}

impl Fronts {
    /// For designs whose doubt lies between these two.
    pub(super) fn new(objectives: Vec<Objective>, (least, most): (u8, u8)) -> Self {
        let dimensions = objectives.len();
        Self {
            builders: (least..=most.max(least)).map(|_| FrontBuilder::new(dimensions)).collect(),
            least,
            point: vec![0.0; dimensions],
            known: vec![0; dimensions],
            objectives,
            incomparable: 0,
        }
    }

    /// Adds the design that `walk` stands at, under a number.
    pub(super) fn push(&mut self, number: u64, walk: &Walk<'_>) {
        let mut is_known = true;
        for ((objective, cost), known) in self.objectives.iter().zip(&mut self.point).zip(&mut self.known) {
            *cost = objective.cost(walk.value(objective.position));
            *known += u64::from(!cost.is_nan());
            is_known &= !cost.is_nan();
        }
        if !is_known {
            self.incomparable += 1;
            return;
        }
        let first = usize::from(walk.doubt().saturating_sub(self.least));
        for builder in self.builders.iter_mut().skip(first) {
            builder.push(number, &self.point);
        }
    }

    /// Whether there are far more than [`MOST_ON_FRONT`].
    pub(super) fn is_too_large(&self) -> bool {
        self.builders.iter().any(|builder| builder.kept() > MOST_KEPT)
    }

    /// The objectives that some design has a value for: others compare nothing.
    pub(super) fn comparing(&self) -> Vec<Objective> {
        let known = self.objectives.iter().zip(&self.known).filter(|(_, known)| **known > 0);
        known.map(|(objective, _)| *objective).collect()
    }

    /// The numbers of the designs on the front so far, ascending. `doubt` says how doubtful a design is.
    pub(super) fn so_far(&mut self, mut doubt: impl FnMut(u64) -> u8) -> Vec<u64> {
        let mut members = Vec::new();
        for (builder, level) in self.builders.iter_mut().zip(self.least..) {
            members.extend(builder.so_far().iter().copied().filter(|number| doubt(*number) == level));
        }
        members.sort_unstable();
        members
    }

    /// The numbers of the designs on the front, ascending. `doubt` says how doubtful a design is.
    pub(super) fn finish(self, mut doubt: impl FnMut(u64) -> u8) -> Vec<u64> {
        let is_single = self.builders.len() == 1;
        let mut members = Vec::new();
        for (builder, level) in self.builders.into_iter().zip(self.least..) {
            let (numbers, _) = builder.finish();
            members.extend(numbers.into_iter().filter(|number| is_single || doubt(*number) == level));
        }
        members.sort_unstable();
        members
    }
}

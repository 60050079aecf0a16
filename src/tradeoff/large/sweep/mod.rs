//! What follows from moving one limit through all its thresholds: worked out once, so that each threshold on the way
//! costs next to nothing.
//!
//! Designs that meet every other limit come in by their value of the moved measure, the best first. That measure is one
//! that designs are compared by: whatever dominates a design comes in no later than it. So the front under any threshold
//! is what has come in of the front without one.

use std::ops::ControlFlow;

use super::super::front::FrontBuilder;
use super::front::MOST_KEPT;
use super::limits::{Judged, Objective, Test};
use super::overview::Overview;
use super::search::Removed;

/// Designs between two looks at whether to stop.
const STEP: usize = 1 << 16;

/// What follows from each threshold of one limit while all others stay.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    moved: Test,
    /// By design, the cost (the value turned so that less is better) that the moved limit has to allow for it to be
    /// feasible; infinite where another limit rules it out, or something is overloaded or not known.
    needs: Vec<f64>,
    /// Those of all designs that can become feasible, ascending.
    enter: Vec<f64>,
    /// Designs that meet every other limit, with those that never become feasible.
    others_met: u64,
    /// The known costs of all designs on the moved measure, ascending.
    costs: Vec<f64>,
    /// By other limit (none for the moved one): what it removes, and the needs of the designs that it alone rules out
    /// among the others.
    others: Vec<Option<(Removed, Vec<f64>)>>,
    /// The needs of the designs that cannot be compared, ascending.
    incomparable: Vec<f64>,
    /// By objective that some design is known on, from which cost on.
    known_from: Vec<f64>,
    /// Designs on the front without the moved limit, by their needs.
    candidates: Vec<(f64, usize)>,
}

/// What one threshold leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Designs that meet every limit.
    pub feasible: u64,
    /// What each limit removes, in the order of the limits.
    pub removed: Vec<Removed>,
    /// Feasible designs that cannot be compared because a value is not known.
    pub incomparable: u64,
    /// The designs on the front, as rows of the overview, ascending; `None` where nothing feasible is known on something
    /// that designs are compared by elsewhere, so that they would have to be compared by less.
    pub front: Option<Vec<usize>>,
}

impl Sweep {
    /// Moves the limit at `moved` of `tests`, whose measure is one of the `objectives`; `None` when it was stopped, or
    /// when the front is of no use to anybody.
    pub(super) fn of(
        overview: &Overview,
        (tests, moved): (&[Test], usize),
        objectives: &[Objective],
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Option<Self> {
        let mut sweep = Self::none(overview, (tests, moved), objectives.len());
        for row in 0..overview.len() {
            if row.is_multiple_of(STEP) && go_on().is_break() {
                return None;
            }
            let cost = tests[moved].cost(overview.value(row, tests[moved].position));
            if !cost.is_nan() {
                sweep.costs.push(cost);
            }
            let ruled_out = sweep.judge(overview, (tests, moved), row, cost);
            let need = if ruled_out || cost.is_nan() { f64::INFINITY } else { cost };
            sweep.needs.push(need);
            sweep.others_met += u64::from(!ruled_out);
            if need < f64::INFINITY {
                sweep.enter.push(need);
                for (objective, from) in objectives.iter().zip(&mut sweep.known_from) {
                    if !objective.cost(overview.value(row, objective.position)).is_nan() {
                        *from = from.min(need);
                    }
                }
            }
        }
        sweep.find_candidates(overview, objectives, go_on)?;
        for list in [&mut sweep.enter, &mut sweep.costs, &mut sweep.incomparable] {
            list.sort_unstable_by(f64::total_cmp);
        }
        for (_, alone) in sweep.others.iter_mut().flatten() {
            alone.sort_unstable_by(f64::total_cmp);
        }
        Some(sweep)
    }

    fn none(overview: &Overview, (tests, moved): (&[Test], usize), objectives: usize) -> Self {
        let other = |(position, test): (usize, &Test)| (position != moved).then(|| (Removed::none(test), Vec::new()));
        Self {
            needs: Vec::with_capacity(overview.len()),
            enter: Vec::new(),
            others_met: 0,
            costs: Vec::with_capacity(overview.len()),
            others: tests.iter().enumerate().map(other).collect(),
            incomparable: Vec::new(),
            known_from: vec![f64::INFINITY; objectives],
            candidates: Vec::new(),
            moved: tests[moved].clone(),
        }
    }

    /// Whether another limit rules a design out; counts what each of them removes.
    fn judge(&mut self, overview: &Overview, (tests, moved): (&[Test], usize), row: usize, cost: f64) -> bool {
        let (mut failed, mut last) = (0, moved);
        for (position, test) in tests.iter().enumerate().filter(|(position, _)| *position != moved) {
            let judged = test.judge(overview.value(row, test.position));
            if let (true, Some((removed, _))) = (judged != Judged::Met, &mut self.others[position]) {
                removed.removed += 1;
                removed.undecided += u64::from(judged == Judged::Undecided);
                (failed, last) = (failed + 1, position);
            }
        }
        if let (1, false, Some((_, alone))) = (failed, cost.is_nan(), &mut self.others[last]) {
            alone.push(cost);
        }
        failed > 0
    }

    /// What a threshold (in the measure's unit; `None` while there is none) of the moved limit leaves.
    pub fn at(&self, threshold: Option<f64>) -> Swept {
        // No cost is less than what nothing meets.
        let most = threshold.map_or(f64::NAN, |threshold| self.moved.cost(threshold));
        let within = |costs: &[f64]| costs.partition_point(|cost| *cost <= most) as u64;
        let (all, feasible) = (self.needs.len() as u64, within(&self.enter));
        let known = if threshold.is_some() { self.costs.len() as u64 } else { 0 };
        let own = Removed {
            removed: all - within(&self.costs),
            undecided: all - known,
            removed_alone: self.others_met - feasible,
            ..Removed::none(&self.moved)
        };
        let removed = self.others.iter().map(|other| match other {
            Some((removed, alone)) => Removed { removed_alone: within(alone), ..removed.clone() },
            None => own.clone(),
        });
        Swept {
            feasible,
            removed: removed.collect(),
            incomparable: within(&self.incomparable),
            front: self.front(most),
        }
    }

    /// By design, whether it is feasible under a threshold, for pictures of all of them: a design is feasible where this
    /// number is no more than [`Self::cost`] of the threshold.
    pub fn needs(&self) -> &[f64] {
        &self.needs
    }

    /// The most that [`Self::needs`] may be under a threshold in the measure's unit.
    pub fn cost(&self, threshold: f64) -> f64 {
        self.moved.cost(threshold)
    }

    fn front(&self, most: f64) -> Option<Vec<usize>> {
        let entered = self.candidates.partition_point(|(need, _)| *need <= most);
        // Elsewhere designs are compared by all that any feasible one is known on.
        if entered > 0 && self.known_from.iter().any(|from| *from < f64::INFINITY && *from > most) {
            return None;
        }
        let mut front: Vec<usize> = self.candidates[..entered].iter().map(|(_, row)| *row).collect();
        front.sort_unstable();
        Some(front)
    }

    /// Finds the front of the designs that can become feasible; what is less certain pushes off nothing that is more
    /// certain.
    fn find_candidates(
        &mut self,
        overview: &Overview,
        objectives: &[Objective],
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Option<()> {
        let known = objectives.iter().zip(&self.known_from).filter(|(_, from)| **from < f64::INFINITY);
        let known: Vec<Objective> = known.map(|(objective, _)| *objective).collect();
        if known.is_empty() {
            return Some(());
        }
        let (least, most) = overview.doubts();
        let mut builders: Vec<FrontBuilder> = (least..=most).map(|_| FrontBuilder::new(known.len())).collect();
        let mut point = vec![0.0; known.len()];
        for (row, need) in self.needs.iter().enumerate() {
            let is_large = || builders.iter().any(|builder| builder.kept() > MOST_KEPT);
            if row.is_multiple_of(STEP) && (go_on().is_break() || is_large()) {
                return None;
            }
            if *need == f64::INFINITY {
                continue;
            }
            for (objective, cost) in known.iter().zip(&mut point) {
                *cost = objective.cost(overview.value(row, objective.position));
            }
            if point.iter().any(|cost| cost.is_nan()) {
                self.incomparable.push(*need);
                continue;
            }
            let first = usize::from(overview.doubt(row) - least);
            for builder in builders.iter_mut().skip(first) {
                builder.push(row as u64, &point);
            }
        }
        for (builder, doubt) in builders.into_iter().zip(least..) {
            let members = builder.finish().0.into_iter().map(|row| row as usize);
            let own = members.filter(|row| overview.doubt(*row) == doubt);
            self.candidates.extend(own.map(|row| (self.needs[row], row)));
        }
        self.candidates.sort_by(|one, other| one.0.total_cmp(&other.0));
        Some(())
    }
}

#[cfg(test)]
mod tests;

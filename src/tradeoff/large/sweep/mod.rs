//! What follows from moving one limit through all its thresholds: worked out once, so that each threshold on the way
//! costs next to nothing.
//!
//! Designs that meet every other limit come in by their value of the moved measure, the best first. A design that is
//! dominated by one that comes in no later is never on the front; of the others those are that have come in, as long as
//! the moved measure is one that designs are compared by. If it is not, they are compared anew for each threshold.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::super::objectives::undominated;
use super::super::points::Points;
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
    /// Whether the moved measure is compared by.
    is_compared: bool,
    /// Designs that can be on the front, by their needs, with their doubt.
    candidates: Vec<(f64, usize, u8)>,
    /// Their costs, where they are compared anew.
    points: Points,
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
    /// Moves the limit at `moved` of `tests`; `None` when it was stopped.
    pub(super) fn of(
        overview: &Overview,
        (tests, moved): (&[Test], usize),
        objectives: &[Objective],
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Option<Self> {
        let mut sweep = Self::none(overview, (tests, moved), objectives);
        let mut compared = Compared::new(objectives, tests[moved].position);
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
                compared.add(overview, (row, need), &mut sweep.known_from);
            }
        }
        compared.finish(overview, objectives, &mut sweep);
        for list in [&mut sweep.enter, &mut sweep.costs, &mut sweep.incomparable] {
            list.sort_unstable_by(f64::total_cmp);
        }
        for (_, alone) in sweep.others.iter_mut().flatten() {
            alone.sort_unstable_by(f64::total_cmp);
        }
        Some(sweep)
    }

    fn none(overview: &Overview, (tests, moved): (&[Test], usize), objectives: &[Objective]) -> Self {
        let other = |(position, test): (usize, &Test)| (position != moved).then(|| (Removed::none(test), Vec::new()));
        Self {
            needs: Vec::with_capacity(overview.len()),
            enter: Vec::new(),
            others_met: 0,
            costs: Vec::with_capacity(overview.len()),
            others: tests.iter().enumerate().map(other).collect(),
            incomparable: Vec::new(),
            known_from: vec![f64::INFINITY; objectives.len()],
            is_compared: objectives.iter().any(|objective| objective.position == tests[moved].position),
            candidates: Vec::new(),
            points: Points::default(),
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
        let entered = self.candidates.partition_point(|(need, _, _)| *need <= most);
        if entered == 0 {
            return Some(Vec::new());
        }
        // Elsewhere designs are compared by all that any feasible one is known on.
        if self.known_from.iter().any(|from| *from < f64::INFINITY && *from > most) {
            return None;
        }
        let candidates = &self.candidates[..entered];
        let mut front: Vec<usize> = if self.is_compared {
            candidates.iter().map(|(_, row, _)| *row).collect()
        } else {
            let points = Points::from_rows(self.points.dimensions(), self.points.rows().take(entered));
            let compared: Vec<(usize, u8)> = candidates.iter().map(|(_, row, doubt)| (*row, *doubt)).collect();
            undominated(&points, &compared)
        };
        front.sort_unstable();
        Some(front)
    }
}

/// The designs that can be compared, in the making.
struct Compared<'o> {
    objectives: &'o [Objective],
    /// The objective that is the moved measure, by its place.
    moved: Option<usize>,
    /// Designs that can become feasible, with their needs.
    rows: Vec<(usize, f64)>,
}

impl<'o> Compared<'o> {
    fn new(objectives: &'o [Objective], moved: usize) -> Self {
        let moved = objectives.iter().position(|objective| objective.position == moved);
        Self { objectives, moved, rows: Vec::new() }
    }

    fn add(&mut self, overview: &Overview, (row, need): (usize, f64), known_from: &mut [f64]) {
        for (objective, from) in self.objectives.iter().zip(known_from) {
            if !objective.cost(overview.value(row, objective.position)).is_nan() {
                *from = from.min(need);
            }
        }
        self.rows.push((row, need));
    }

    /// Finds the candidates among them.
    fn finish(self, overview: &Overview, objectives: &[Objective], sweep: &mut Sweep) {
        let known = objectives.iter().zip(&sweep.known_from).filter(|(_, from)| **from < f64::INFINITY);
        let known: Vec<Objective> = known.map(|(objective, _)| *objective).collect();
        if known.is_empty() {
            return;
        }
        // Where the moved measure is not compared by, coming in earlier is one more thing to be better at.
        let dimensions = known.len() + usize::from(self.moved.is_none());
        let mut points = Points::with_capacity(dimensions, self.rows.len());
        let (mut compared, mut point) = (Vec::with_capacity(self.rows.len()), Vec::with_capacity(dimensions));
        for (place, (row, need)) in self.rows.iter().enumerate() {
            point.clear();
            point.extend(known.iter().map(|objective| objective.cost(overview.value(*row, objective.position))));
            if point.iter().any(|cost| cost.is_nan()) {
                sweep.incomparable.push(*need);
                continue;
            }
            if self.moved.is_none() {
                point.push(*need);
            }
            compared.push((place, overview.doubt(*row)));
            points.push(&point);
        }
        let mut members = undominated(&points, &compared);
        if self.moved.is_none() {
            members = with_equals(&points, &compared, &members, known.len());
        }
        members.sort_by(|one, other| self.rows[*one].1.total_cmp(&self.rows[*other].1));
        if self.moved.is_none() {
            let of_member = |place: &usize| {
                let row = self.rows[*place].0;
                known
                    .iter()
                    .map(|objective| objective.cost(overview.value(row, objective.position)))
                    .collect::<Vec<_>>()
            };
            sweep.points = Points::from_rows(known.len(), members.iter().map(of_member));
        }
        let candidate = |place: &usize| {
            let (row, need) = self.rows[*place];
            (need, row, overview.doubt(row))
        };
        sweep.candidates = members.iter().map(candidate).collect();
    }
}

/// `members`, and those that equal one of them in the first `dimensions` coordinates and only come in later: equals do not
/// dominate each other.
fn with_equals(points: &Points, compared: &[(usize, u8)], members: &[usize], dimensions: usize) -> Vec<usize> {
    let key = |point: &[f64]| point[..dimensions].iter().map(|cost| (cost + 0.0).to_bits()).collect::<Vec<u64>>();
    let is_member: HashSet<usize> = members.iter().copied().collect();
    let rows = compared.iter().zip(points.rows());
    let known: HashSet<Vec<u64>> =
        rows.clone().filter(|((place, _), _)| is_member.contains(place)).map(|(_, point)| key(point)).collect();
    rows.filter(|(_, point)| known.contains(&key(point))).map(|((place, _), _)| *place).collect()
}

#[cfg(test)]
mod tests;

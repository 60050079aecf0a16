//! What would turn a choice by objectives in order of importance: another tolerance, or two neighbours that change
//! places.

use super::super::points::Points;
use super::lexicographic::{Goal, Preference, Step, steps_from};

/// Points that are looked at, all trials together, before the search gives up.
const MOST_LOOKS: usize = 1_000_000;

/// What would turn a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderFlips {
    /// By goal, how far its tolerance may move.
    pub tolerances: Vec<ToleranceFlip>,
    /// By goal but the last: what is left if the next goal comes before it; `None` where that is the same.
    pub swaps: Vec<Option<Vec<usize>>>,
    /// Whether everything was tried; in a very large front the search ends early.
    pub is_complete: bool,
}

/// How far one tolerance may move before something else is left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToleranceFlip {
    /// The smallest tolerance that changes nothing, and what is left with a smaller one; `None` where that is the same.
    pub below: Option<Turn>,
    /// The smallest tolerance above that of today which changes something, and what is left from there on.
    pub above: Option<Turn>,
}

/// A tolerance and what is left on its other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// In the unit of the objective.
    pub tolerance: f64,
    /// Indices of the points that are left, ascending.
    pub winners: Vec<usize>,
}

/// Finds what would turn `choice`, the choice among `points` by `goals`: the first change on either side of each
/// tolerance, all others staying, and each pair of neighbouring goals the other way round. Exact: the choice changes
/// only where the tolerance lets a point in or leaves one out.
pub fn order_flips(points: &Points, goals: &[Goal], choice: &Preference) -> OrderFlips {
    let mut search = Search { points, goals, choice, looks: 0 };
    let swaps = (1..goals.len()).map(|later| search.swap(later)).collect();
    let tolerances = (0..goals.len()).map(|position| search.tolerance(position)).collect();
    OrderFlips { tolerances, swaps, is_complete: search.looks < MOST_LOOKS }
}

/// A point's value of an objective, and its index.
type Valued = (f64, usize);

struct Search<'a> {
    points: &'a Points,
    goals: &'a [Goal],
    choice: &'a Preference,
    looks: usize,
}

impl Search<'_> {
    /// The points that are left before a goal.
    fn before(&self, position: usize) -> Vec<usize> {
        match position.checked_sub(1) {
            Some(before) => self.choice.steps[before].survivors.clone(),
            None => (0..self.points.len()).collect(),
        }
    }

    fn swap(&mut self, later: usize) -> Option<Vec<usize>> {
        let mut goals = self.goals[later - 1..].to_vec();
        goals.swap(0, 1);
        let left = self.before(later - 1);
        self.looks += left.len() * goals.len();
        if self.looks >= MOST_LOOKS {
            return None;
        }
        let winners = steps_from(self.points, &goals, left).winners;
        (winners != self.choice.winners).then_some(winners)
    }

    fn tolerance(&mut self, position: usize) -> ToleranceFlip {
        let step = &self.choice.steps[position];
        let Some((best, limit)) = step.best.zip(step.limit) else { return ToleranceFlip::default() };
        let objective = self.goals[position].objective;
        let value = |index: usize| self.points.row(index)[objective];
        let left = self.before(position);
        self.looks += left.len();
        let sorted = |points: &[usize]| {
            let mut known: Vec<Valued> = points.iter().map(|index| (value(*index), *index)).collect();
            known.retain(|(value, _)| value.is_finite());
            known.sort_by(|a, b| a.0.total_cmp(&b.0));
            known
        };
        let beyond: Vec<Valued> = sorted(&step.removed).into_iter().filter(|(value, _)| *value > limit).collect();
        // What is best stays with any tolerance.
        let within: Vec<Valued> = sorted(&step.survivors).into_iter().filter(|(value, _)| *value > best).collect();
        let above = self.first_above(position, (&left, best), &beyond);
        let below = self.first_below(position, (&left, best), &within);
        ToleranceFlip { below, above }
    }

    /// Lets in what is beyond the limit, the nearest first.
    fn first_above(&mut self, position: usize, (left, best): (&[usize], f64), beyond: &[Valued]) -> Option<Turn> {
        let mut next = self.choice.steps.get(position + 1).cloned();
        for group in beyond.chunk_by(|a, b| a.0 == b.0) {
            if !group.iter().any(|(_, index)| self.passes(position + 1, next.as_ref(), *index)) {
                continue;
            }
            let tolerance = group[0].0 - best;
            let tried = self.tried(position, left, tolerance)?;
            if tried.winners != self.choice.winners {
                return Some(Turn { tolerance, winners: tried.winners });
            }
            next = tried.steps.into_iter().nth(1);
        }
        None
    }

    /// Leaves out what is within the tolerance, the farthest first.
    fn first_below(&mut self, position: usize, (left, best): (&[usize], f64), within: &[Valued]) -> Option<Turn> {
        let mut next = self.choice.steps.get(position + 1).cloned();
        let groups: Vec<&[Valued]> = within.chunk_by(|a, b| a.0 == b.0).collect();
        for (place, group) in groups.iter().enumerate().rev() {
            if !group.iter().any(|(_, index)| self.passes(position + 1, next.as_ref(), *index)) {
                continue;
            }
            let smaller = place.checked_sub(1).map_or(0.0, |before| groups[before][0].0 - best);
            let tried = self.tried(position, left, smaller)?;
            if tried.winners != self.choice.winners {
                return Some(Turn { tolerance: group[0].0 - best, winners: tried.winners });
            }
            next = tried.steps.into_iter().nth(1);
        }
        None
    }

    /// Whether a point would be left by the step after the one whose tolerance moves: otherwise it makes no difference
    /// that it is there.
    fn passes(&self, position: usize, step: Option<&Step>, index: usize) -> bool {
        let Some((step, goal)) = step.zip(self.goals.get(position)) else { return true };
        let value = self.points.row(index)[goal.objective];
        // Where no value is known the step says nothing. A rounding more is let through, which is only tried in vain.
        step.limit.is_none_or(|limit| value <= limit + 1e-9 * (1.0 + limit.abs()))
    }

    /// What is left with another tolerance; `None` when the search has gone on for long enough.
    fn tried(&mut self, position: usize, left: &[usize], tolerance: f64) -> Option<Preference> {
        self.looks += left.len() * (self.goals.len() - position);
        if self.looks >= MOST_LOOKS {
            return None;
        }
        let mut goals = self.goals[position..].to_vec();
        goals[0].tolerance = tolerance;
        Some(steps_from(self.points, &goals, left.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lexicographic::lexicographic;
    use super::*;

    fn goal(objective: usize, tolerance: f64) -> Goal {
        Goal { objective, tolerance }
    }

    fn flips(points: &Points, goals: &[Goal]) -> (Preference, OrderFlips) {
        let choice = lexicographic(points, goals);
        let found = order_flips(points, goals, &choice);
        (choice, found)
    }

    #[test]
    fn a_wider_tolerance_and_another_order_turn_the_choice() {
        // Error and cost of three models.
        let points = Points::of(2, vec![8.0, 5.0, 10.0, 2.0, 12.0, 1.0]);
        let (choice, found) = flips(&points, &[goal(0, 0.0), goal(1, 0.0)]);
        assert_eq!(choice.winners, [0]);
        let wider = Turn { tolerance: 2.0, winners: vec![1] };
        assert_eq!(found.tolerances[0], ToleranceFlip { below: None, above: Some(wider) });
        assert_eq!(found.tolerances[1], ToleranceFlip::default(), "only one is left by then");
        assert_eq!((found.swaps, found.is_complete), (vec![Some(vec![2])], true));
        let (choice, found) = flips(&points, &[goal(0, 3.0), goal(1, 0.0)]);
        assert_eq!(choice.winners, [1]);
        let narrower = Turn { tolerance: 2.0, winners: vec![0] };
        let wider = Turn { tolerance: 4.0, winners: vec![2] };
        assert_eq!(found.tolerances[0], ToleranceFlip { below: Some(narrower), above: Some(wider) });
    }

    #[test]
    fn what_is_unknown_turns_nothing() {
        let points = Points::of(1, vec![1.0, f64::NAN, 3.0]);
        let (choice, found) = flips(&points, &[goal(0, 5.0)]);
        let narrower = Turn { tolerance: 2.0, winners: vec![0] };
        let expected = ToleranceFlip { below: Some(narrower), above: None };
        assert_eq!((choice.winners.as_slice(), &found.tolerances[0]), (&[0, 2][..], &expected));
        assert!(found.swaps.is_empty() && found.is_complete);
        let (_, found) = flips(&Points::of(1, vec![f64::NAN; 2]), &[goal(0, 1.0)]);
        assert_eq!(found.tolerances, [ToleranceFlip::default()]);
        assert!(flips(&points, &[]).1.tolerances.is_empty());
    }

    #[test]
    fn a_large_front_is_searched_to_the_end() {
        let golden = [0.754_877, 0.569_840, 0.430_159, 0.324_717];
        let row = |index: u32| golden.map(|step: f64| (f64::from(index) * step).fract());
        let points = Points::of(4, (0..10_000).flat_map(row).collect());
        let goals: Vec<Goal> = (0..4).map(|objective| goal(objective, 0.3)).collect();
        let (choice, found) = flips(&points, &goals);
        assert_eq!((choice.winners.is_empty(), found.tolerances.len(), found.swaps.len()), (false, 4, 3));
    }

    proptest! {
        #[test]
        fn between_its_ends_a_tolerance_changes_nothing_and_beyond_them_it_does(
            values in prop::collection::vec((0..8_i32).prop_map(f64::from), 3..60),
            tolerances in prop::array::uniform3(0..4_i32),
        ) {
            let points = Points::of(3, values[..values.len() / 3 * 3].to_vec());
            let goal = |objective: usize| Goal { objective, tolerance: f64::from(tolerances[objective]) };
            let goals = [goal(0), goal(1), goal(2)];
            let (choice, found) = flips(&points, &goals);
            prop_assert!(found.is_complete);
            for (position, flip) in found.tolerances.iter().enumerate() {
                let with = |tolerance: f64| {
                    let mut goals = goals;
                    goals[position].tolerance = tolerance;
                    lexicographic(&points, &goals).winners
                };
                let from = flip.below.as_ref().map_or(0.0, |turn| turn.tolerance);
                let to = flip.above.as_ref().map_or(f64::INFINITY, |turn| turn.tolerance);
                prop_assert!(from <= goals[position].tolerance && goals[position].tolerance < to);
                // Values are whole numbers: between two of them nothing changes.
                for tolerance in (0..=20).map(|half| f64::from(half) / 2.0).filter(|at| from <= *at && *at < to) {
                    prop_assert_eq!(&with(tolerance), &choice.winners);
                }
                for (turn, at) in [(&flip.below, from - 0.5), (&flip.above, to)] {
                    let Some(turn) = turn else { continue };
                    prop_assert_ne!(&turn.winners, &choice.winners);
                    prop_assert_eq!(&with(at), &turn.winners);
                }
            }
            for (position, swap) in found.swaps.iter().enumerate() {
                let mut goals = goals;
                goals.swap(position, position + 1);
                let winners = lexicographic(&points, &goals).winners;
                prop_assert_eq!(swap.as_ref().unwrap_or(&choice.winners), &winners);
            }
        }
    }
}

//! The choice among designs by measures in order of importance, and what would turn it.

use super::super::exploration::Exploration;
use super::super::points::Points;
use super::lexicographic::{Goal, Preference, lexicographic};
use super::order_flips::{OrderFlips, order_flips};
use crate::model::MeasureKey;

/// What an order of importance leaves of some designs.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// What each measure did, in order of importance.
    pub steps: Vec<OrderedStep>,
    /// The designs that are left: one, or several that the measures do not tell apart.
    pub winners: Vec<usize>,
    points: Points,
    goals: Vec<Goal>,
    members: Vec<usize>,
    preference: Preference,
}

/// What one measure did.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderedStep {
    /// The worst value that stays, in the measure's unit; `None` where no value of theirs is known.
    pub limit: Option<f64>,
    /// How many designs stay.
    pub stay: usize,
    /// The designs that go, those that come nearest to staying first; unknown ones last.
    pub gone: Vec<usize>,
}

impl Ordered {
    /// Chooses among the designs `members` by measures, each with the difference from the best, in its unit, that still
    /// counts as equally good: of those that are as good as the best in the first measure, those that are in the
    /// second, and so on.
    pub fn of(exploration: &Exploration, members: &[usize], order: &[(MeasureKey, f64)]) -> Self {
        let columns: Vec<_> = order.iter().map(|(key, _)| (key, exploration.column(key))).collect();
        let mut points = Points::with_capacity(order.len(), members.len());
        let mut row = vec![f64::NAN; order.len()];
        for index in members {
            for (cost, (key, column)) in row.iter_mut().zip(&columns) {
                let value = column.and_then(|column| column.value(*index));
                *cost = key.measure.direction().cost(value.unwrap_or(f64::NAN));
            }
            points.push(&row);
        }
        let goals: Vec<Goal> = order
            .iter()
            .enumerate()
            .map(|(objective, (_, tolerance))| Goal { objective, tolerance: *tolerance })
            .collect();
        let preference = if goals.is_empty() {
            Preference { steps: Vec::new(), winners: (0..members.len()).collect() }
        } else {
            lexicographic(&points, &goals)
        };
        let steps = preference.steps.iter().enumerate().map(|(objective, step)| {
            let mut gone = step.removed.clone();
            gone.sort_by(|a, b| points.row(*a)[objective].total_cmp(&points.row(*b)[objective]));
            OrderedStep {
                limit: step.limit.map(|limit| order[objective].0.measure.direction().cost(limit)),
                stay: step.survivors.len(),
                gone: gone.into_iter().map(|place| members[place]).collect(),
            }
        });
        Self {
            steps: steps.collect(),
            winners: named(members, &preference.winners),
            members: members.to_vec(),
            points,
            goals,
            preference,
        }
    }

    /// What would turn the choice; winners are designs.
    pub fn flips(&self) -> OrderFlips {
        let mut flips = order_flips(&self.points, &self.goals, &self.preference);
        for flip in &mut flips.tolerances {
            for turn in flip.below.iter_mut().chain(&mut flip.above) {
                turn.winners = named(&self.members, &turn.winners);
            }
        }
        for swap in flips.swaps.iter_mut().flatten() {
            *swap = named(&self.members, swap);
        }
        flips
    }
}

fn named(members: &[usize], places: &[usize]) -> Vec<usize> {
    places.iter().map(|place| members[*place]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::test_support::{exploration, keys};
    use super::super::order_flips::Turn;
    use super::*;

    #[test]
    fn designs_are_named_and_limits_are_in_the_measures_direction() {
        // Time and cost are better low, throughput high; the first design is not among those to choose from.
        let rows = [
            [Some(1.0), Some(1.0), Some(99.0)],
            [Some(30.0), Some(5.0), Some(50.0)],
            [Some(20.0), Some(9.0), Some(48.0)],
            [None, Some(2.0), Some(10.0)],
        ];
        let exploration = exploration(&rows);
        let [time, cost, throughput] = keys();
        let order = [(throughput.clone(), 5.0), (time.clone(), 0.0)];
        let ordered = Ordered::of(&exploration, &[1, 2, 3], &order);
        assert_eq!(ordered.winners, [2]);
        let expected = [
            OrderedStep { limit: Some(45.0), stay: 2, gone: vec![3] },
            OrderedStep { limit: Some(20.0), stay: 1, gone: vec![1] },
        ];
        assert_eq!(ordered.steps, expected);
        let flips = ordered.flips();
        assert_eq!(flips.tolerances[0].below, Some(Turn { tolerance: 2.0, winners: vec![1] }));
        assert_eq!(flips.tolerances[1].above, Some(Turn { tolerance: 10.0, winners: vec![1, 2] }));
        let unknown = Ordered::of(&exploration, &[1, 2, 3], &[(time, 0.0), (cost, 0.0)]);
        assert_eq!((unknown.winners, unknown.steps[0].gone.clone()), (vec![2], vec![1, 3]));
        assert_eq!(Ordered::of(&exploration, &[1, 2, 3], &[]).winners, [1, 2, 3], "nothing decides");
    }
}

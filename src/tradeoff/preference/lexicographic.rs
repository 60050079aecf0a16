//! The choice by objectives in order of importance: nothing of a later one makes up for an earlier one, but small
//! differences in an earlier one leave the choice to the later ones.

use super::super::points::Points;

/// An objective in an order of importance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// Which coordinate of the points it is, below their number of dimensions.
    pub objective: usize,
    /// How much worse than the best still counts as equally good, in the unit of the objective; below 0 or not a number
    /// counts as 0.
    pub tolerance: f64,
}

/// What an order of importance leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Preference {
    /// What each goal did, in order of importance.
    pub steps: Vec<Step>,
    /// Indices of the points that are left at the end, ascending: one, or several that the goals do not tell apart.
    pub winners: Vec<usize>,
}

/// What one goal did.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The best value among the points that were left before; `None` when none of theirs is known.
    pub best: Option<f64>,
    /// The worst value that may stay: the best one and the tolerance.
    pub limit: Option<f64>,
    /// Indices of the points that stay, ascending.
    pub survivors: Vec<usize>,
    /// Indices of the points that this goal removes, ascending.
    pub removed: Vec<usize>,
}

/// Keeps the points that are good enough in the first goal, of these those that are good enough in the second, and so
/// on; smaller is better in every coordinate. Good enough is who is no more than the tolerance worse than the best of
/// those left; a point that a goal removed does not return.
///
/// A point whose value is not a number cannot be said to be good enough and goes; when no value is known, the goal says
/// nothing and all stay. Some point always stays.
pub fn lexicographic(points: &Points, goals: &[Goal]) -> Preference {
    steps_from(points, goals, (0..points.len()).collect())
}

/// The same among the points that are `left`, whose indices ascend.
pub(super) fn steps_from(points: &Points, goals: &[Goal], left: Vec<usize>) -> Preference {
    let mut winners = left;
    let mut steps = Vec::with_capacity(goals.len());
    for goal in goals {
        let step = step(points, goal, &winners);
        winners.clone_from(&step.survivors);
        steps.push(step);
    }
    Preference { steps, winners }
}

fn step(points: &Points, goal: &Goal, left: &[usize]) -> Step {
    let value = |index: usize| points.row(index)[goal.objective];
    let values = left.iter().map(|index| value(*index)).filter(|value| !value.is_nan());
    let Some(best) = values.min_by(f64::total_cmp) else {
        return Step { best: None, limit: None, survivors: left.to_vec(), removed: Vec::new() };
    };
    let tolerance = goal.tolerance.max(0.0);
    let limit = good_enough(best, tolerance);
    // What is within the tolerance in decimal numbers, such as 0.8 within 0.1 of 0.7, is so in binary ones.
    let rounding = 4.0 * f64::EPSILON * (limit.abs() + tolerance);
    let (survivors, removed) =
        left.iter().copied().partition(|index| value(*index) <= limit || value(*index) - limit < rounding);
    Step { best: Some(best), limit: Some(limit), survivors, removed }
}

/// The best value and the tolerance; everything is within an endless tolerance, whatever is best.
fn good_enough(best: f64, tolerance: f64) -> f64 {
    if tolerance == f64::INFINITY { f64::INFINITY } else { best + tolerance }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn goal(objective: usize, tolerance: f64) -> Goal {
        Goal { objective, tolerance }
    }

    /// Error, cost and time of four models.
    fn models() -> Points {
        let rows = [[0.10, 2.0, 30.0], [0.08, 5.0, 10.0], [0.12, 1.0, 20.0], [0.09, 5.0, 40.0]];
        Points::of(3, rows.concat())
    }

    #[test]
    fn every_step_says_whom_it_removed() {
        let choice = lexicographic(&models(), &[goal(0, 0.02), goal(1, 0.5), goal(2, 0.0)]);
        let survivors: Vec<_> = choice.steps.iter().map(|step| step.survivors.clone()).collect();
        assert_eq!(survivors, [vec![0, 1, 3], vec![0], vec![0]]);
        let removed: Vec<_> = choice.steps.iter().map(|step| step.removed.clone()).collect();
        assert_eq!(removed, [vec![2], vec![1, 3], vec![]]);
        assert_eq!((choice.steps[0].best, choice.steps[0].limit), (Some(0.08), Some(0.1)));
        assert_eq!(choice.winners, [0]);
        // The same goals in another order choose another model.
        assert_eq!(lexicographic(&models(), &[goal(2, 5.0), goal(1, 0.0)]).winners, [1]);
    }

    #[test]
    fn the_unknown_goes_unless_all_is_unknown() {
        let points = Points::of(2, vec![f64::NAN, 0.0, 3.0, f64::NAN, 4.0, f64::NAN]);
        let choice = lexicographic(&points, &[goal(0, 5.0), goal(1, 0.0)]);
        assert_eq!(choice.steps[0].removed, [0]);
        assert_eq!(choice.steps[1], Step { best: None, limit: None, survivors: vec![1, 2], removed: Vec::new() });
        assert_eq!(lexicographic(&Points::of(1, Vec::new()), &[goal(0, 1.0)]).winners, [0_usize; 0]);
        assert_eq!(lexicographic(&points, &[]).winners, [0, 1, 2], "without a goal all are equally good");
    }

    #[test]
    fn decimal_tolerances_and_endless_values_are_kept() {
        let points = Points::of(1, vec![0.7, 0.8, 0.800_001]);
        assert_eq!(lexicographic(&points, &[goal(0, 0.1)]).winners, [0, 1]);
        let endless = Points::of(1, vec![f64::NEG_INFINITY, 1.0, f64::INFINITY]);
        assert_eq!(lexicographic(&endless, &[goal(0, 1.0)]).winners, [0]);
        assert_eq!(lexicographic(&endless, &[goal(0, f64::INFINITY)]).winners, [0, 1, 2]);
        let worst = Points::of(1, vec![f64::INFINITY; 2]);
        assert_eq!(lexicographic(&worst, &[goal(0, f64::NAN)]).winners, [0, 1]);
    }

    proptest! {
        #[test]
        fn winners_are_as_the_definition_says(
            values in prop::collection::vec((0..8_i32).prop_map(f64::from), 3..60),
            tolerances in prop::array::uniform3(0..3_i32),
        ) {
            let points = Points::of(3, values[..values.len() / 3 * 3].to_vec());
            let goal = |objective: usize| Goal { objective, tolerance: f64::from(tolerances[objective]) };
            let choice = lexicographic(&points, &[goal(0), goal(1), goal(2)]);
            let mut left: Vec<usize> = (0..points.len()).collect();
            for (objective, step) in choice.steps.iter().enumerate() {
                let goal = goal(objective);
                let stays = |index: &usize| {
                    let own = points.row(*index)[objective];
                    left.iter().all(|other| own <= points.row(*other)[objective] + goal.tolerance)
                };
                let expected: Vec<usize> = left.iter().copied().filter(stays).collect();
                prop_assert!(!expected.is_empty());
                prop_assert_eq!(&step.survivors, &expected);
                prop_assert_eq!(step.survivors.len() + step.removed.len(), left.len());
                left = expected;
            }
            prop_assert_eq!(&choice.winners, &left);
        }

        #[test]
        fn without_tolerance_it_is_the_order_of_words(
            values in prop::collection::vec((0..4_i32).prop_map(f64::from), 3..60),
        ) {
            let points = Points::of(3, values[..values.len() / 3 * 3].to_vec());
            let choice = lexicographic(&points, &[goal(0, 0.0), goal(1, 0.0), goal(2, 0.0)]);
            let row = |index: usize| points.row(index);
            let least = (0..points.len()).map(row).min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
            prop_assert!(choice.winners.iter().all(|winner| row(*winner) == least));
        }
    }
}

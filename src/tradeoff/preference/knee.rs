//! The knee of a front: the design that gives up least for what it gains, a place to start the discussion at.
//!
//! What a design gives up in an objective is its distance from the best value there, as a share of the range that the
//! front covers. The knee gives up least over all objectives together. Whoever leaves it for another design therefore
//! loses at least as much as they win, in shares of the ranges; by this ratio Rachmawati and Srinivasan (2009) find
//! knees. It bulges when it gives up less than every end of the front, an end being a design that is worst in an
//! objective. With two objectives both together are the point farthest beyond the line through the ends (Das 1999).
//!
//! The plane of Das is not used in more dimensions: through designs that are best in several objectives at once it is
//! not determined, and it may slope upwards. The expected marginal utility of Branke et al. (2004) is not used either:
//! of two nearly equal designs neither is missed, so a crowded knee, as an enumerated design space has it, counts
//! little.

use super::super::points::Points;
use super::scale::Scaled;

/// How much less than an end the knee must give up, in ranges: differences below are taken for rounding.
const LEAST_BULGE: f64 = 1e-9;

/// The index of the knee of a front; smaller is better in every coordinate. Of several equally good points it is the
/// first. Points with a coordinate that is not finite are left out; a coordinate in which all points are equal counts
/// nothing. `None` with fewer than three different points, where fewer than two coordinates differ, and where no point
/// bulges: on a front that is straight or caves in, its ends give up least.
pub fn knee(front: &Points) -> Option<usize> {
    let scaled = Scaled::of(front);
    let objectives: Vec<usize> = (0..front.dimensions()).filter(|at| scaled.varies[*at]).collect();
    if objectives.len() < 2 || !has_three_different(&scaled.points) {
        return None;
    }
    let given_up: Vec<f64> = (0..scaled.known.len()).map(|point| scaled.points.row(point).iter().sum()).collect();
    let candidate = (0..given_up.len()).min_by(|a, b| given_up[*a].total_cmp(&given_up[*b]))?;
    let end = |objective: usize| {
        // Among several that are worst, the one that is farthest from being a compromise.
        let worst = (0..given_up.len()).filter(|point| scaled.points.row(*point)[objective] == 1.0);
        worst.map(|point| given_up[point]).fold(f64::NEG_INFINITY, f64::max)
    };
    let bulges = objectives.into_iter().all(|objective| given_up[candidate] < end(objective) - LEAST_BULGE);
    bulges.then(|| scaled.known[candidate])
}

/// Whether at least three points differ.
fn has_three_different(points: &Points) -> bool {
    let mut different: Vec<&[f64]> = Vec::new();
    for index in 0..points.len() {
        let row = points.row(index);
        if !different.contains(&row) {
            different.push(row);
        }
        if different.len() == 3 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points(dimensions: usize, rows: &[&[f64]]) -> Points {
        Points::of(dimensions, rows.concat())
    }

    #[test]
    fn the_bend_of_a_curve_is_its_knee() {
        let curve = [[1.0, 100.0], [2.0, 20.0], [4.0, 15.0], [8.0, 12.0]];
        assert_eq!(knee(&points(2, &[&curve[0], &curve[1], &curve[2], &curve[3]])), Some(1));
        // With an unknown point before it and a copy behind it.
        assert_eq!(knee(&points(2, &[&[f64::NAN, 0.0], &curve[0], &curve[1], &curve[1], &curve[3]])), Some(2));
        // An objective that does not differ, in front.
        assert_eq!(knee(&points(3, &[&[5.0, 1.0, 100.0], &[5.0, 2.0, 20.0], &[5.0, 8.0, 12.0]])), Some(1));
    }

    #[test]
    fn a_straight_front_has_none() {
        assert_eq!(knee(&points(2, &[&[0.1, 0.3], &[0.2, 0.2], &[0.3, 0.1]])), None);
        assert_eq!(knee(&points(2, &[&[0.0, 1.0], &[0.8, 0.8], &[1.0, 0.0]])), None, "it caves in");
        // Two objectives that say the same, against a third.
        let straight: Vec<f64> = (0..=10).flat_map(|at| [at, at, 10 - at]).map(f64::from).collect();
        assert_eq!(knee(&Points::of(3, straight)), None);
        // The corners of a sphere and points on it.
        let sphere: [&[f64]; 5] =
            [&[1.0, 0.0, 0.0], &[0.0, 1.0, 0.0], &[0.0, 0.0, 1.0], &[0.6, 0.8, 0.0], &[0.48, 0.6, 0.64]];
        assert_eq!(knee(&points(3, &sphere)), None);
    }

    #[test]
    fn too_few_points_have_none() {
        assert_eq!(knee(&points(2, &[])), None);
        assert_eq!(knee(&Points::of(0, Vec::new())), None);
        assert_eq!(knee(&points(2, &[&[0.0, 1.0], &[0.1, 0.1], &[0.1, 0.1]])), None);
        assert_eq!(knee(&points(1, &[&[0.0], &[1.0], &[2.0]])), None, "nothing is given up for anything");
    }

    #[test]
    fn many_objectives_that_agree_do_not_hide_it() {
        // Four objectives against four others, along a curve that bulges.
        let row = |at: i32| {
            let share = f64::from(at) / 10.0;
            let (first, second) = (share * share, (1.0 - share) * (1.0 - share));
            [[first; 4], [second; 4]].concat()
        };
        assert_eq!(knee(&Points::of(8, (0..=10).flat_map(row).collect())), Some(5));
    }

    /// How far a point lies beyond the line through the ends of a front in two dimensions, in ranges.
    fn beyond_the_line(rows: &[(f64, f64)], point: (f64, f64)) -> f64 {
        let left = rows.iter().copied().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        let right = rows.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        let on_line = left.1 + (right.1 - left.1) * (point.0 - left.0) / (right.0 - left.0);
        (on_line - point.1) / (left.1 - right.1)
    }

    proptest! {
        #[test]
        fn no_straight_front_bulges_by_rounding(
            shares in prop::collection::vec(0.0_f64..1.0, 3..30),
            ends in prop::array::uniform4(-100.0_f64..100.0),
        ) {
            let (across, down) = (ends[1].abs() + 1.0, ends[3].abs() + 1.0);
            let point = |share: &f64| [ends[0] + share * across, ends[2] - share * down];
            prop_assert_eq!(knee(&Points::of(2, shares.iter().flat_map(point).collect())), None);
        }

        #[test]
        fn with_two_objectives_it_is_farthest_beyond_the_line(
            steps in prop::collection::vec((0.01_f64..1.0, 0.01_f64..1.0), 3..30),
        ) {
            // Steps to the right and down: no point dominates another.
            let mut rows = Vec::new();
            let (mut right, mut down) = (0.0, 0.0);
            for (across, fall) in steps {
                right += across;
                down += fall;
                rows.push((right, -100.0 * down));
            }
            let beyond: Vec<f64> = rows.iter().map(|row| beyond_the_line(&rows, *row)).collect();
            let farthest = beyond.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let found = knee(&Points::of(2, rows.iter().flat_map(|row| [row.0, row.1]).collect()));
            match found {
                Some(found) => prop_assert!(beyond[found] > farthest - 1e-9 && farthest > 0.0),
                None => prop_assert!(farthest < 2e-9),
            }
        }

        #[test]
        fn leaving_it_loses_at_least_what_it_wins(
            dimensions in 2_usize..=8,
            mut values in prop::collection::vec((0..20_u32).prop_map(f64::from), 8..200),
            unit in 0.001_f64..1000.0,
        ) {
            values.truncate(values.len() / dimensions * dimensions);
            let front = Points::of(dimensions, values);
            let Some(found) = knee(&front) else { return Ok(()) };
            for other in 0..front.len() {
                let (mut lost, mut won) = (0.0, 0.0);
                for at in 0..dimensions {
                    let column = || (0..front.len()).map(|row| front.row(row)[at]);
                    let range = column().fold(0.0, f64::max) - column().fold(f64::INFINITY, f64::min);
                    let change = if range > 0.0 { (front.row(other)[at] - front.row(found)[at]) / range } else { 0.0 };
                    lost += change.max(0.0);
                    won += (-change).max(0.0);
                }
                prop_assert!(lost > won - 1e-9, "{lost} {won}");
            }
            // Another unit and another origin change nothing.
            let moved = Points::of(dimensions, front.values().iter().map(|value| value * unit - 7.0).collect());
            let sum = |row: usize| Scaled::of(&front).points.row(row).iter().sum::<f64>();
            prop_assert!(knee(&moved).is_some_and(|moved| (sum(moved) - sum(found)).abs() < 1e-9));
        }
    }
}

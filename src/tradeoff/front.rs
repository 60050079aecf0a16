//! The exact Pareto front of a set of points, with ties kept.
//!
//! Points are brought into lexicographic order, after which only an earlier point can dominate a later one. While the
//! front is small every point is compared with it; when it grows, divide and conquer (Kung, Luccio and Preparata 1975)
//! takes over.

/// Largest front that every point is compared with.
const LARGEST_WINDOW: usize = 1024;

/// Most comparisons that are made one by one instead of dividing further.
const FEW_COMPARISONS: usize = 2048;

/// Indices of the points that no other point dominates, ascending. Smaller is better in every coordinate; a point
/// dominates another when it is nowhere worse and somewhere better, so equal points are kept together. A point with a
/// coordinate that is not a number is never on the front and dominates nothing. All points have the same number of
/// coordinates; without coordinates no point is on the front.
pub fn pareto_front(points: &[Vec<f64>]) -> Vec<usize> {
    let groups = Groups::of(points);
    let Some(first) = groups.points.first() else { return Vec::new() };
    let kept = match first.len() {
        0 => Vec::new(),
        1 => vec![0],
        _ => window(&groups.points, LARGEST_WINDOW).unwrap_or_else(|| divide(&groups.points)),
    };
    let mut front: Vec<_> = kept.into_iter().flat_map(|group| groups.members[group].iter().copied()).collect();
    front.sort_unstable();
    front
}

/// Different points in lexicographic order, each with the indices of the points that equal it.
struct Groups {
    points: Vec<Vec<f64>>,
    members: Vec<Vec<usize>>,
}

impl Groups {
    fn of(points: &[Vec<f64>]) -> Self {
        // Adding 0 makes -0 equal to 0 for the total order as well.
        let comparable = points.iter().enumerate().filter(|(_, point)| !point.iter().any(|value| value.is_nan()));
        let mut ordered: Vec<(Vec<f64>, usize)> =
            comparable.map(|(index, point)| (point.iter().map(|value| value + 0.0).collect(), index)).collect();
        ordered.sort_by(|(a, _), (b, _)| {
            let differing = a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
            differing.unwrap_or(std::cmp::Ordering::Equal)
        });
        let mut groups = Self { points: Vec::new(), members: Vec::new() };
        for (point, index) in ordered {
            match groups.members.last_mut() {
                Some(members) if groups.points.last() == Some(&point) => members.push(index),
                _ => {
                    groups.points.push(point);
                    groups.members.push(vec![index]);
                }
            }
        }
        groups
    }
}

/// Compares every point with the front so far; `None` when the front grows beyond `largest`.
fn window(points: &[Vec<f64>], largest: usize) -> Option<Vec<usize>> {
    let mut front: Vec<usize> = Vec::new();
    for (index, point) in points.iter().enumerate() {
        // What dominated the last point is likely to dominate the next: it moves to the front of the list.
        match front.iter().position(|earlier| is_covered(&points[*earlier], point, 0)) {
            Some(position) => front.swap(position / 2, position),
            None if front.len() == largest => return None,
            None => front.push(index),
        }
    }
    Some(front)
}

/// Whether `a` is nowhere worse than `b` from coordinate `first` on.
fn is_covered(a: &[f64], b: &[f64], first: usize) -> bool {
    a[first..].iter().zip(&b[first..]).all(|(a, b)| a <= b)
}

/// The front of different points in lexicographic order, by halves.
fn divide(points: &[Vec<f64>]) -> Vec<usize> {
    fn front(points: &[Vec<f64>], from: usize, to: usize) -> Vec<usize> {
        if to - from <= 1 {
            return (from..to).collect();
        }
        let middle = from.midpoint(to);
        let mut better = front(points, from, middle);
        // No point of the first half is worse in the first coordinate, so the others decide.
        let worse = front(points, middle, to);
        let mut covered = Vec::new();
        cover(points, &better, &worse, 1, &mut covered);
        covered.sort_unstable();
        better.extend(worse.into_iter().filter(|index| covered.binary_search(index).is_err()));
        better
    }
    front(points, 0, points.len())
}

/// Appends to `covered` the points of `worse` that some point of `better` covers from coordinate `first` on; a point
/// may be appended more than once.
fn cover(points: &[Vec<f64>], better: &[usize], worse: &[usize], first: usize, covered: &mut Vec<usize>) {
    if better.is_empty() || worse.is_empty() {
        return;
    }
    let last = points[better[0]].len() - 1;
    if first == last {
        let best = better.iter().map(|index| points[*index][last]).fold(f64::INFINITY, f64::min);
        covered.extend(worse.iter().filter(|index| points[**index][last] >= best));
        return;
    }
    if better.len() * worse.len() <= FEW_COMPARISONS {
        let any_covers = |index: &&usize| better.iter().any(|by| is_covered(&points[*by], &points[**index], first));
        covered.extend(worse.iter().filter(any_covers));
        return;
    }
    let Some(split) = splitting_value(points, better, worse, first) else {
        return cover(points, better, worse, first + 1, covered);
    };
    let halves = |indices: &[usize]| -> (Vec<usize>, Vec<usize>) {
        indices.iter().partition(|index| points[**index][first] < split)
    };
    let ((low_better, high_better), (low_worse, high_worse)) = (halves(better), halves(worse));
    cover(points, &low_better, &low_worse, first, covered);
    cover(points, &high_better, &high_worse, first, covered);
    cover(points, &low_better, &high_worse, first + 1, covered);
}

/// A value of coordinate `first` with points below it and points at or above it, near the median; `None` when all
/// points have the same value.
fn splitting_value(points: &[Vec<f64>], better: &[usize], worse: &[usize], first: usize) -> Option<f64> {
    let mut values: Vec<f64> = better.iter().chain(worse).map(|index| points[*index][first]).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let middle = values.len() / 2;
    let median = *values.select_nth_unstable_by(middle, f64::total_cmp).1;
    if median > least {
        return Some(median);
    }
    values.into_iter().filter(|value| *value > least).min_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, word for word.
    fn brute_force(points: &[Vec<f64>]) -> Vec<usize> {
        let comparable = |point: &Vec<f64>| point.iter().all(|value| !value.is_nan());
        let dominates = |a: &Vec<f64>, b: &Vec<f64>| {
            comparable(a) && a.iter().zip(b).all(|(a, b)| a <= b) && a.iter().zip(b).any(|(a, b)| a < b)
        };
        let on_front = |point: &Vec<f64>| comparable(point) && !points.iter().any(|other| dominates(other, point));
        (0..points.len()).filter(|index| on_front(&points[*index])).collect()
    }

    /// Points with 1 to 5 coordinates out of few values, so that ties abound; some are not numbers.
    fn points() -> impl Strategy<Value = Vec<Vec<f64>>> {
        let value = prop_oneof![
            20 => (0..6_i32).prop_map(f64::from),
            4 => -1.0..1.0_f64,
            1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-0.0), Just(f64::NEG_INFINITY)],
        ];
        (1..=5_usize).prop_flat_map(move |dimensions| {
            prop::collection::vec(prop::collection::vec(value.clone(), dimensions), 0..200)
        })
    }

    proptest! {
        #[test]
        fn the_front_is_what_the_definition_says(points in points()) {
            prop_assert_eq!(pareto_front(&points), brute_force(&points));
        }

        #[test]
        fn window_and_division_agree(points in points()) {
            let groups = Groups::of(&points);
            let sorted = |mut indices: Vec<usize>| { indices.sort_unstable(); indices };
            let by_window = window(&groups.points, usize::MAX).map(sorted);
            prop_assert_eq!(by_window, Some(sorted(divide(&groups.points))));
        }
    }

    #[test]
    fn a_large_front_is_divided() {
        // 3,000 points on a descending line in three coordinates, each with a copy and a worse neighbour.
        let line = |index: u32| vec![f64::from(index), -f64::from(index), f64::from(index % 7)];
        let points = (0..9000).map(|index| line(index / 3)).zip([0.0, 0.0, 0.5].into_iter().cycle());
        let points: Vec<Vec<f64>> = points
            .map(|(mut point, worse)| {
                point[2] += worse;
                point
            })
            .collect();
        let expected: Vec<_> = (0..9000).filter(|index| index % 3 != 2).collect();
        assert_eq!(pareto_front(&points), expected);
    }

    #[test]
    fn o29_four_models_by_error_and_cost() {
        let points = [[0.10, 2.0], [0.08, 5.0], [0.12, 1.0], [0.11, 3.0]].map(Vec::from);
        assert_eq!(pareto_front(&points), [0, 1, 2]);
        assert!(pareto_front(&[]).is_empty());
        assert!(pareto_front(&[Vec::new()]).is_empty());
    }
}

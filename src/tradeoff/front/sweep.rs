//! The front in up to three dimensions: sorted along the first, points meet only better ones before them.

use super::super::points::Points;
use super::super::staircase::Staircase;
use super::order_key;

/// The front of points with one coordinate.
pub(super) fn front_of_line(points: &Points) -> Vec<usize> {
    let values = || points.rows().map(|row| row[0]);
    let best = values().fold(f64::NAN, f64::min);
    values().enumerate().filter(|(_, value)| *value == best).map(|(index, _)| index).collect()
}

/// The front of points with two coordinates.
pub(super) fn front_of_plane(points: &Points) -> Vec<usize> {
    let mut best = [0, u64::MAX];
    front_of_sorted(sorted(points), |point: [u64; 2]| {
        let is_better = point[1] < best[1];
        if is_better {
            best = point;
        }
        is_better
    })
}

/// The front of points with three coordinates.
pub(super) fn front_of_space(points: &Points) -> Vec<usize> {
    let mut staircase = Staircase::between([0, u64::MAX], [u64::MAX, 0]);
    front_of_sorted(sorted(points), |point: [u64; 3]| staircase.insert([point[1], point[2]], |_| {}))
}

/// The points as keys in lexicographic order with their indices; without those that are not comparable.
fn sorted<const D: usize>(points: &Points) -> Vec<([u64; D], usize)> {
    let mut sorted = Vec::with_capacity(points.len());
    for (index, row) in points.rows().enumerate() {
        if !row.iter().any(|value| value.is_nan()) {
            sorted.push((std::array::from_fn(|dimension| order_key(row[dimension])), index));
        }
    }
    // Comparing single numbers is much faster, and there are seldom ties.
    sorted.sort_unstable_by_key(|(keys, _)| keys[0]);
    for ties in sorted.chunk_by_mut(|(a, _), (b, _)| a[0] == b[0]) {
        if ties.len() > 1 {
            ties.sort_unstable();
        }
    }
    sorted
}

/// Indices, ascending, of the points that are on the front, or equal to one that is; `is_on_front` is asked about
/// different points in order.
fn front_of_sorted<const D: usize>(
    sorted: Vec<([u64; D], usize)>,
    mut is_on_front: impl FnMut([u64; D]) -> bool,
) -> Vec<usize> {
    let mut front = Vec::new();
    let mut last = ([0; D], false);
    for (point, index) in sorted {
        if point != last.0 {
            last = (point, is_on_front(point));
        }
        if last.1 {
            front.push(index);
        }
    }
    front.sort_unstable();
    front
}

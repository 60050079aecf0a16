//! The hypervolume of a set of points: how much of the space before a reference point they dominate.
//!
//! A front is better the larger its hypervolume; one that adds a point or betters one has a larger hypervolume. It is
//! computed exactly but for rounding: by sweeps in up to three dimensions, in more by what each point adds.

mod five;
mod four;
mod many;
#[cfg(test)]
mod tests;

use super::points::Points;
use super::staircase::Staircase;

/// The volume of all places that some point of `points` is at least as good as and that are better than `reference`,
/// in the product of the units of all dimensions. Smaller is better. Only points better than the reference in every
/// coordinate count; one with a coordinate that is not a number does not. Infinite when a point that counts is
/// infinitely far from the reference in some dimension, or an area or a volume on the way is beyond the largest number;
/// 0 without dimensions.
///
/// Takes `O(n log n)` steps for `n` points in up to three dimensions (Fonseca, Paquete and López-Ibáñez 2006; Beume
/// and others 2009), `O(n²)` in four on usual fronts (as Guerreiro and Fonseca 2018 sum up contributions), and in more
/// at worst exponentially many in the dimensions (after While, Bradstreet and Barone 2012).
///
/// # Panics
/// When the reference has another number of coordinates than the points.
pub fn hypervolume(points: &Points, reference: &[f64]) -> f64 {
    assert_eq!(reference.len(), points.dimensions(), "the reference has as many coordinates as the points");
    let is_better = |row: &&[f64]| row.iter().zip(reference).all(|(value, reference)| value < reference);
    let better = || points.rows().filter(is_better);
    if better().any(|row| row.iter().zip(reference).any(|(value, reference)| (reference - value).is_infinite())) {
        return f64::INFINITY;
    }
    let volume = match reference.len() {
        0 => 0.0,
        1 => better().map(|row| reference[0] - row[0]).fold(0.0, f64::max),
        2 => plane(ascending(better()), array(reference)),
        3 => space(ascending(better()), array(reference)),
        4 => four::Sweep::default().volume(&ascending(better()), array(reference)),
        5 => five::Sweep::default().volume(ascending(better()).into_iter(), array(reference)),
        _ => many::volume(better(), reference),
    };
    // Only a difference of infinities is not a number.
    if volume.is_nan() { f64::INFINITY } else { volume }
}

/// Points in the order of their last coordinate.
fn ascending<'a, const D: usize>(points: impl Iterator<Item = &'a [f64]>) -> Vec<[f64; D]> {
    let mut points: Vec<[f64; D]> = points.map(array).collect();
    points.sort_unstable_by(|a, b| a[D - 1].total_cmp(&b[D - 1]));
    points
}

/// The first coordinates of a point.
fn array<const D: usize>(row: &[f64]) -> [f64; D] {
    std::array::from_fn(|dimension| row[dimension])
}

/// The area of points in the order of their second coordinate.
fn plane(points: Vec<[f64; 2]>, reference: [f64; 2]) -> f64 {
    let mut best = reference[0];
    let mut area = 0.0;
    for [x, y] in points {
        if x < best {
            area += (best - x) * (reference[1] - y);
            best = x;
        }
    }
    area
}

/// The volume of points in the order of their third coordinate, swept with the staircase of the others.
fn space(points: Vec<[f64; 3]>, reference: [f64; 3]) -> f64 {
    let mut staircase = Staircase::between([f64::NEG_INFINITY, reference[1]], [reference[0], f64::NEG_INFINITY]);
    let mut volume = 0.0;
    for [x, y, z] in points {
        // What the point adds to the area, in strips up to the steps that it takes away.
        let (mut from, mut height, mut added) = (x, y, 0.0);
        let mut is_first = true;
        staircase.insert([x, y], |step| {
            if !std::mem::take(&mut is_first) {
                added += (step[0] - from) * (height - y);
                from = step[0];
            }
            height = step[1];
        });
        volume += added * (reference[2] - z);
    }
    volume
}

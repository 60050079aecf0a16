//! The exact Pareto front of a set of points, with ties kept.
//!
//! A small front in two to four dimensions is found in one pass (`window`). Otherwise a few strong points sort out most
//! of the others (`pivots`). What remains is swept in up to three dimensions (`sweep`); beyond, its coordinates become
//! ranks (`ranks`), and the points are divided (`divide`) until all comparisons among some thousand are made at once
//! with bits (`bits`).

mod bits;
mod builder;
mod divide;
mod pivots;
mod ranks;
mod sweep;
#[cfg(test)]
mod tests;
mod window;

pub use builder::FrontBuilder;

use super::points::Points;

/// Indices of the points that no other point dominates, ascending. Smaller is better in every coordinate; a point
/// dominates another when it is nowhere worse and somewhere better, so equal points are kept together. A point with a
/// coordinate that is not a number is never on the front and dominates nothing; infinities are values as all others,
/// and -0 equals 0. Without coordinates no point is on the front.
///
/// Takes up to 4 billion points, and `O(n log n)` steps in up to three dimensions, `O(n logᵈ⁻² n)` in `d`.
pub fn pareto_front(points: &Points) -> Vec<usize> {
    window::front(points).unwrap_or_else(|| large_front(points))
}

/// The same where the front may be large.
fn large_front(points: &Points) -> Vec<usize> {
    let Some(remaining) = pivots::sort_out(points) else { return front_of_all(points) };
    let mut front = front_of_all(&remaining.points);
    for place in &mut front {
        *place = remaining.indices[*place];
    }
    front
}

/// The same without leaving any out before.
fn front_of_all(points: &Points) -> Vec<usize> {
    match points.dimensions() {
        0 => Vec::new(),
        1 => sweep::front_of_line(points),
        2 => sweep::front_of_plane(points),
        3 => sweep::front_of_space(points),
        _ => divide::front(points),
    }
}

/// A whole number that orders numbers as `<` does, the same for 0 and -0; neither the smallest nor the largest there
/// is. Not for what is not a number.
fn order_key(value: f64) -> u64 {
    // Adding 0 turns -0 into 0.
    let bits = (value + 0.0).to_bits();
    let sign = 1 << 63;
    if bits & sign == 0 { bits | sign } else { !bits }
}

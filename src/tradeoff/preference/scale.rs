//! Points as shares of the ranges they cover, so that objectives in different units can be compared and added.

use super::super::points::Points;

/// The known points among some, scaled.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    /// Indices of the points whose coordinates are all finite, ascending; the others cannot be compared.
    pub known: Vec<usize>,
    /// Those points in the same order: each coordinate 0 at the least value among them, 1 at the greatest, and 0 for
    /// every point where all have the same value.
    pub points: Points,
    /// Whether a coordinate has more than one value.
    pub varies: Vec<bool>,
}

impl Scaled {
    /// Scales `points` to their own ranges.
    pub fn of(points: &Points) -> Self {
        let is_known = |index: &usize| points.row(*index).iter().all(|value| value.is_finite());
        let known: Vec<usize> = (0..points.len()).filter(is_known).collect();
        let column = |dimension: usize| known.iter().map(move |index| points.row(*index)[dimension]);
        let least: Vec<f64> = (0..points.dimensions()).map(|at| column(at).fold(f64::INFINITY, f64::min)).collect();
        let most: Vec<f64> = (0..points.dimensions()).map(|at| column(at).fold(f64::NEG_INFINITY, f64::max)).collect();
        let share = |at: usize, value: f64| {
            // Halves, because the range between two huge numbers is beyond what a number can hold.
            let range = most[at] / 2.0 - least[at] / 2.0;
            if range > 0.0 { (value / 2.0 - least[at] / 2.0) / range } else { 0.0 }
        };
        let row = |index: &usize| points.row(*index).iter().enumerate().map(|(at, value)| share(at, *value));
        let values = known.iter().flat_map(row).collect();
        let varies = (0..points.dimensions()).map(|at| least[at] < most[at]).collect();
        Self { points: Points::of(points.dimensions(), values), known, varies }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_becomes_nought_to_one() {
        let points = Points::of(3, vec![1.0, 5.0, -3.0, f64::NAN, 9.0, 9.0, 3.0, 5.0, -1.0, 2.0, 5.0, 0.0]);
        let scaled = Scaled::of(&points);
        assert_eq!(scaled.known, [0, 2, 3]);
        assert_eq!(scaled.varies, [true, false, true]);
        assert_eq!(scaled.points.values(), [0.0, 0.0, 0.0, 1.0, 0.0, 2.0 / 3.0, 0.5, 0.0, 1.0]);
        let huge = Points::of(1, vec![f64::MIN, 0.0, f64::MAX]);
        assert_eq!(Scaled::of(&huge).points.values(), [0.0, 0.5, 1.0]);
        assert!(Scaled::of(&Points::of(2, Vec::new())).known.is_empty());
    }
}

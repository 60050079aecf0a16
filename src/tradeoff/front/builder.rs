//! The front of points that come one after the other, too many to be kept.

use super::super::points::Points;
use super::pareto_front;
use super::pivots::Pivots;

/// Points that are kept at least before the front among them is sought.
const FEWEST_POINTS: usize = 1 << 16;

/// Finds the front of any number of points, of which it keeps about twice as many as are on it.
pub struct FrontBuilder {
    /// Points that were not found to be dominated yet.
    points: Points,
    /// The number that came with each.
    indices: Vec<u64>,
    /// Some that dominated many others.
    pivots: Pivots,
    /// The smallest limit.
    fewest: usize,
    /// When there are so many points the front among them is sought.
    limit: usize,
}

impl FrontBuilder {
    /// For points with `dimensions` coordinates.
    pub fn new(dimensions: usize) -> Self {
        Self::with_limit(dimensions, FEWEST_POINTS)
    }

    /// Seeks the front as soon as there are `limit` points.
    pub(super) fn with_limit(dimensions: usize, limit: usize) -> Self {
        Self { points: Points::new(dimensions), indices: Vec::new(), pivots: Pivots::default(), fewest: limit, limit }
    }

    /// Adds a point under a number.
    ///
    /// # Panics
    /// When it has another number of coordinates than was said.
    pub fn push(&mut self, index: u64, point: &[f64]) {
        assert_eq!(point.len(), self.points.dimensions(), "all points have the same number of coordinates");
        if point.is_empty() || self.pivots.dominate(point) {
            return;
        }
        self.points.push(point);
        self.indices.push(index);
        if self.indices.len() == self.limit {
            self.reduce();
            self.limit = self.fewest.max(2 * self.indices.len());
        }
    }

    /// Adds all of `points`, the first one under the number `first`, the others under the numbers after it.
    ///
    /// # Panics
    /// When they have another number of coordinates than was said.
    pub fn extend(&mut self, first: u64, points: &Points) {
        for (index, point) in (first..).zip(points.rows()) {
            self.push(index, point);
        }
    }

    /// Points that are kept at the moment: those on the front, and others that were not found to be dominated yet.
    pub fn kept(&self) -> usize {
        self.indices.len()
    }

    /// The numbers of the points on the front of those that came so far, in their order. More may follow.
    pub fn so_far(&mut self) -> &[u64] {
        self.reduce();
        &self.indices
    }

    /// The numbers and the coordinates of the points on the front, in the order in which they came: those that
    /// [`pareto_front`] finds among all of them.
    pub fn finish(mut self) -> (Vec<u64>, Points) {
        self.reduce();
        (self.indices, self.points)
    }

    /// Keeps only the front.
    fn reduce(&mut self) {
        let front = pareto_front(&self.points);
        if let Some(pivots) = Pivots::among(&self.points) {
            self.pivots.add(pivots);
        }
        self.points.keep(&front);
        self.indices = front.into_iter().map(|place| self.indices[place]).collect();
    }
}

//! Points in one piece of memory, so that going through millions of them reads memory in order.

use std::slice::ChunksExact;

/// Points with the same number of coordinates, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    dimensions: usize,
    /// One point after the other.
    values: Vec<f64>,
}

impl Points {
    /// No points yet; each will have `dimensions` coordinates. Points without coordinates are not counted.
    pub fn new(dimensions: usize) -> Self {
        Self::with_capacity(dimensions, 0)
    }

    /// No points yet, with room for `points` of them.
    pub fn with_capacity(dimensions: usize, points: usize) -> Self {
        Self { dimensions, values: Vec::with_capacity(dimensions * points) }
    }

    /// The points whose coordinates stand in `values`, one point after the other.
    ///
    /// # Panics
    /// When the last point is not whole.
    pub fn of(dimensions: usize, values: Vec<f64>) -> Self {
        assert_eq!(values.len() % dimensions.max(1), 0, "all points have the same number of coordinates");
        Self { dimensions, values }
    }

    /// The points that `rows` gives.
    ///
    /// # Panics
    /// When a row has other than `dimensions` coordinates.
    pub fn from_rows<Row: AsRef<[f64]>>(dimensions: usize, rows: impl IntoIterator<Item = Row>) -> Self {
        let rows = rows.into_iter();
        let mut points = Self::with_capacity(dimensions, rows.size_hint().0);
        for row in rows {
            points.push(row.as_ref());
        }
        points
    }

    /// Adds a point.
    ///
    /// # Panics
    /// When it has another number of coordinates than the others.
    pub fn push(&mut self, point: &[f64]) {
        assert_eq!(point.len(), self.dimensions, "all points have the same number of coordinates");
        self.values.extend_from_slice(point);
    }

    /// Coordinates of each point.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Number of points.
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The coordinates of the point at `index`, counted from 0.
    ///
    /// # Panics
    /// When there is no such point.
    pub fn row(&self, index: usize) -> &[f64] {
        &self.values[index * self.dimensions..][..self.dimensions]
    }

    /// All coordinates, one point after the other.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The points in order.
    pub fn rows(&self) -> ChunksExact<'_, f64> {
        self.values.chunks_exact(self.dimensions.max(1))
    }

    /// Keeps the points at `indices`, which ascend.
    pub(super) fn keep(&mut self, indices: &[usize]) {
        for (place, index) in indices.iter().enumerate() {
            let from = index * self.dimensions;
            self.values.copy_within(from..from + self.dimensions, place * self.dimensions);
        }
        self.values.truncate(indices.len() * self.dimensions);
    }
}

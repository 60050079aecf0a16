//! Nearest neighbours by looking at every stored row, which beats search trees beyond a handful of columns.

use std::thread;

use super::super::prepare::Matrix;

/// Rows that are worked on at once: enough for the widest vector registers, few enough to stay in the narrowest.
pub(super) const LANES: usize = 16;
/// Rows asked about that share one pass over the stored rows.
const ASKED_AT_ONCE: usize = 8;

/// A stored row near another one: the squared distance, and its number.
pub(super) type Near = (f32, u32);

/// Rows turned in blocks of `LANES`, so that the values of one column lie side by side and one instruction takes
/// several rows further. The last block is filled up with zeros.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowBlocks {
    /// Block after block; within a block column after column; within a column one value per row.
    values: Vec<f32>,
    rows: usize,
    columns: usize,
}

/// What nearest neighbours remember, which is everything, and how they are asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NeighbourCore {
    rows: RowBlocks,
    /// How many neighbours count.
    neighbours: usize,
    /// Whether a neighbour counts by one over its distance.
    by_distance: bool,
}

impl RowBlocks {
    /// Turns all rows.
    pub fn new(rows: &Matrix) -> Self {
        let mut blocks = Self { values: Vec::new(), rows: 0, columns: rows.columns };
        blocks.append(rows);
        blocks
    }

    /// Turns the chosen rows, in the order given.
    pub fn of_rows(rows: &Matrix, chosen: impl ExactSizeIterator<Item = usize>) -> Self {
        let (count, columns) = (chosen.len(), rows.columns);
        let mut values = vec![0.0; count.div_ceil(LANES) * LANES * columns];
        for (place, row) in chosen.enumerate() {
            let first = place / LANES * LANES * columns + place % LANES;
            let column_starts = values[first..].iter_mut().step_by(LANES);
            column_starts.zip(rows.row(row)).for_each(|(turned, value)| *turned = *value);
        }
        Self { values, rows: count, columns }
    }

    /// Turns further rows, behind those before.
    fn append(&mut self, rows: &Matrix) {
        let blocks = (self.rows + rows.rows()).div_ceil(LANES);
        self.values.resize(blocks * LANES * self.columns, 0.0);
        for row in 0..rows.rows() {
            let place = self.rows + row;
            let first = place / LANES * LANES * self.columns + place % LANES;
            let column_starts = self.values[first..].iter_mut().step_by(LANES);
            column_starts.zip(rows.row(row)).for_each(|(turned, value)| *turned = *value);
        }
        self.rows += rows.rows();
    }

    /// How many rows there are, without those that fill up the last block.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// One row, turned back.
    pub fn row(&self, row: usize) -> Vec<f32> {
        let first = row / LANES * LANES * self.columns + row % LANES;
        self.values[first..].iter().step_by(LANES).take(self.columns).copied().collect()
    }

    /// Squared distances of the rows of each block to `row`.
    pub fn squared_distances(&self, row: &[f32]) -> impl Iterator<Item = [f32; LANES]> {
        self.blocks().map(move |block| squared_distances(block, row))
    }

    /// Scalar products of the rows of each block with `row`.
    pub fn products(&self, row: &[f32]) -> impl Iterator<Item = [f32; LANES]> {
        self.blocks().map(move |block| {
            let mut sums = [0.0; LANES];
            for (column, value) in block.chunks_exact(LANES).zip(row) {
                let value = f64::from(*value);
                sums.iter_mut().zip(column).for_each(|(sum, stored)| *sum += value * f64::from(*stored));
            }
            sums.map(|sum| sum as f32)
        })
    }

    fn blocks(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(LANES * self.columns)
    }
}

/// Differences are squared rather than products taken from the squares: close rows would drown in rounding.
fn squared_distances(block: &[f32], row: &[f32]) -> [f32; LANES] {
    let mut sums = [0.0; LANES];
    for (column, value) in block.chunks_exact(LANES).zip(row) {
        for (sum, stored) in sums.iter_mut().zip(column) {
            let difference = value - stored;
            *sum += difference * difference;
        }
    }
    sums
}

/// Fills `out` on all processor cores; `fill` gets the place of the first of some neighbouring entries. An entry must
/// depend on its place alone, so the number of cores changes nothing but the time.
pub(super) fn in_parallel<T: Send>(out: &mut [T], fill: impl Fn(usize, &mut [T]) + Sync) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = out.len().div_ceil(cores).max(1);
    if cores == 1 || out.len() < 2 {
        return fill(0, out);
    }
    thread::scope(|scope| {
        for (number, part) in out.chunks_mut(share).enumerate() {
            let fill = &fill;
            scope.spawn(move || fill(number * share, part));
        }
    });
}

impl NeighbourCore {
    /// Remembers `rows`, whose columns should be standardised; at least 1 neighbour.
    pub fn new(rows: &Matrix, neighbours: usize, by_distance: bool) -> Self {
        Self { rows: RowBlocks::new(rows), neighbours: neighbours.max(1), by_distance }
    }

    /// Remembers further rows.
    pub fn remember(&mut self, rows: &Matrix) {
        self.rows.append(rows);
    }

    /// The remembered rows.
    pub fn rows(&self) -> &RowBlocks {
        &self.rows
    }

    /// Whether a neighbour counts by one over its distance.
    pub fn by_distance(&self) -> bool {
        self.by_distance
    }

    /// Writes the nearest rows to `out`, the nearest first; of rows equally far the earlier one.
    pub fn nearest(&self, row: &[f32], out: &mut Vec<Near>) {
        out.clear();
        for (block, distances) in self.rows.squared_distances(row).enumerate() {
            self.offer(&distances, block * LANES, out);
        }
    }

    /// The nearest rows of many rows at once.
    pub fn nearest_of_many(&self, rows: &Matrix) -> Vec<Vec<Near>> {
        let mut nearest = vec![Vec::with_capacity(self.neighbours + 1); rows.rows()];
        in_parallel(&mut nearest, |first, part| {
            for (group, out) in part.chunks_mut(ASKED_AT_ONCE).enumerate() {
                let asked = first + group * ASKED_AT_ONCE;
                for (number, block) in self.rows.blocks().enumerate() {
                    for (place, out) in out.iter_mut().enumerate() {
                        let distances = squared_distances(block, rows.row(asked + place));
                        self.offer(&distances, number * LANES, out);
                    }
                }
            }
        });
        nearest
    }

    /// Takes those of a block into `nearest` that are nearer than the farthest there. Rows come in order, so that an
    /// equally near one comes too late.
    fn offer(&self, distances: &[f32; LANES], first: usize, nearest: &mut Vec<Near>) {
        let is_full = nearest.len() >= self.neighbours;
        let mut farthest = if is_full { nearest[self.neighbours - 1].0 } else { f32::INFINITY };
        // Nearly every block ends here, so all lanes are compared at once before any is looked at.
        let mut has_nearer = false;
        for distance in distances {
            has_nearer |= *distance < farthest;
        }
        if is_full && !has_nearer {
            return;
        }
        for (row, distance) in (first..self.rows.rows).zip(distances) {
            if nearest.len() < self.neighbours || *distance < farthest {
                let place = nearest.partition_point(|near| near.0 <= *distance);
                nearest.insert(place, (*distance, row as u32));
                nearest.truncate(self.neighbours);
                farthest = nearest.last().map_or(f32::INFINITY, |near| near.0);
            }
        }
    }

    /// Writes each class's share of the neighbours to `out`; `codes` are the classes of the remembered rows.
    pub fn shares(&self, nearest: &[Near], codes: &[u32], out: &mut [f64]) {
        out.fill(0.0);
        let total = self.weigh(nearest, |row, weight| out[codes[row] as usize] += weight);
        for share in out {
            *share /= total;
        }
    }

    /// The mean of the neighbours' targets.
    pub fn mean(&self, nearest: &[Near], targets: &[f32]) -> f64 {
        let mut sum = 0.0;
        let total = self.weigh(nearest, |row, weight| sum += weight * f64::from(targets[row]));
        sum / total
    }

    /// Gives the weight of each neighbour to `take`, and returns their sum.
    fn weigh(&self, nearest: &[Near], mut take: impl FnMut(usize, f64)) -> f64 {
        let has_exact_hit = nearest.first().is_some_and(|near| near.0 == 0.0);
        // Where all are too far for 32 bits, no distance tells them apart.
        let counts_all = !self.by_distance || nearest.first().is_some_and(|near| near.0 == f32::INFINITY);
        let mut total = 0.0;
        for (distance, row) in nearest {
            let weight = if counts_all {
                1.0
            } else if has_exact_hit {
                f64::from(u8::from(*distance == 0.0))
            } else {
                1.0 / f64::from(*distance).sqrt()
            };
            take(*row as usize, weight);
            total += weight;
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::bayes::tests::{assert_close, matrix, numbers, oracle};
    use super::*;

    #[test]
    fn rows_that_come_later_are_remembered_as_if_they_had_been_there() {
        let values: Vec<f32> = (0..41 * 3).map(|place| place as f32 * 0.7 % 5.0).collect();
        let part =
            |rows: std::ops::Range<usize>| Matrix { values: values[rows.start * 3..rows.end * 3].to_vec(), columns: 3 };
        let mut grown = NeighbourCore::new(&part(0..21), 5, false);
        grown.remember(&part(21..41));
        assert_eq!(grown, NeighbourCore::new(&part(0..41), 5, false));
    }

    fn check(name: &str, by_distance: bool) {
        let oracle = oracle();
        let core = NeighbourCore::new(&matrix(&oracle["features"]), 5, by_distance);
        let codes: Vec<u32> = numbers(&oracle["codes"]).iter().map(|code| *code as u32).collect();
        let targets: Vec<f32> = numbers(&oracle["targets"]).iter().map(|target| *target as f32).collect();
        let queries = matrix(&oracle["queries"]);
        let expected = &oracle["neighbours"];
        let many = core.nearest_of_many(&queries);
        let (mut nearest, mut shares) = (Vec::new(), vec![0.0; 3]);
        for (query, many) in many.iter().enumerate() {
            core.nearest(queries.row(query), &mut nearest);
            assert_eq!(&nearest, many);
            let rows: Vec<f64> = nearest.iter().map(|near| f64::from(near.1)).collect();
            assert_eq!(rows, numbers(&expected["rows"][query]));
            let distances: Vec<f64> = nearest.iter().map(|near| f64::from(near.0).sqrt()).collect();
            assert_close(&distances, &numbers(&expected["distances"][query]), 1e-6);
            core.shares(&nearest, &codes, &mut shares);
            assert_close(&shares, &numbers(&expected[name]["probabilities"][query]), 1e-6);
            assert_close(&[core.mean(&nearest, &targets)], &[number(&expected[name]["means"][query])], 1e-6);
        }
    }

    fn number(value: &Value) -> f64 {
        value.as_f64().unwrap()
    }

    #[test]
    fn neighbours_are_those_of_scikit_learn() {
        check("uniform", false);
        check("distance", true);
    }

    #[test]
    fn of_equally_far_rows_the_earlier_ones_count() {
        // 40 rows on two places: the even ones are nearer to 0.
        let values = (0..40_u8).map(|row| if row % 2 == 0 { 1.0 } else { -2.0 }).collect();
        let core = NeighbourCore::new(&Matrix { values, columns: 1 }, 3, true);
        let mut nearest = Vec::new();
        core.nearest(&[0.0], &mut nearest);
        assert_eq!(nearest, [(1.0, 0), (1.0, 2), (1.0, 4)]);
        core.nearest(&[-2.0], &mut nearest);
        assert_eq!(nearest, [(0.0, 1), (0.0, 3), (0.0, 5)]);
        assert_eq!(core.rows().row(17), [-2.0]);
    }

    #[test]
    fn few_and_far_rows_are_all_neighbours() {
        let core = NeighbourCore::new(&Matrix { values: vec![1e30, -1e30], columns: 1 }, 5, true);
        let mut nearest = Vec::new();
        core.nearest(&[0.0], &mut nearest);
        assert_eq!(nearest, [(f32::INFINITY, 0), (f32::INFINITY, 1)]);
        assert_eq!(core.mean(&nearest, &[1.0, 2.0]), 1.5);
    }
}

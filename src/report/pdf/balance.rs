//! Which columns of a table give room to which, so that its rows become lower: what a browser gives each column leaves
//! names on many lines where numbers beside them would do with less.

use std::collections::BTreeMap;

/// What columns give to each other, in points.
const STEP: f32 = 4.0;
/// Steps at once, at most: a single one often brings no word to another line.
const LONGEST_STRIDE: i32 = 20;
/// Columns give to each other at most this often.
const MOST_GIFTS: usize = 100;
/// What a line of the height of a row and a number on several lines count against a table, where the second line of a
/// cell counts one, its third two, and so on.
const ROW_LINE: usize = 10;
const BROKEN_NUMBER: usize = 5;

/// A column as it is before it gives or gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Share {
    /// Points.
    pub(super) width: f32,
    /// What it cannot give, in points.
    pub(super) least: f32,
    /// Whether it has numbers, which are better left whole.
    pub(super) numeric: bool,
}

/// The widths, of the same sum, at which rows are lowest that can be found by giving from one column to another.
/// `lines` says how many lines each cell of a column has at a width, the same cells every time.
pub(super) fn balanced(shares: &[Share], lines: impl FnMut(usize, f32) -> Vec<usize>) -> Vec<f32> {
    let mut table = Balance { shares, lines, known: vec![BTreeMap::new(); shares.len()] };
    let mut offsets = vec![0; shares.len()];
    let mut cost = table.cost(&offsets);
    // Where every text stands on one line, nothing can become lower.
    if table.known.iter().flat_map(BTreeMap::values).flatten().all(|lines| *lines <= 1) {
        return shares.iter().map(|share| share.width).collect();
    }
    for _ in 0..MOST_GIFTS {
        let Some((better, next)) = table.best_gift(&offsets, cost) else { break };
        (cost, offsets) = (better, next);
    }
    shares.iter().zip(offsets).map(|(share, offset)| share.at(offset)).collect()
}

struct Balance<'a, F> {
    shares: &'a [Share],
    lines: F,
    /// What is known already of each column: the lines of its cells by steps from its first width.
    known: Vec<BTreeMap<i32, Vec<usize>>>,
}

impl Share {
    fn at(&self, offset: i32) -> f32 {
        self.width + STEP * offset as f32
    }
}

impl<F: FnMut(usize, f32) -> Vec<usize>> Balance<'_, F> {
    /// The gift that lowers the cost most, with the cost after it; the first of equals.
    fn best_gift(&mut self, offsets: &[i32], cost: usize) -> Option<(usize, Vec<i32>)> {
        let mut best: Option<(usize, Vec<i32>)> = None;
        for from in 0..offsets.len() {
            for stride in 1..=LONGEST_STRIDE {
                if self.shares[from].at(offsets[from] - stride) < self.shares[from].least {
                    break;
                }
                for to in (0..offsets.len()).filter(|to| *to != from) {
                    let mut next = offsets.to_vec();
                    next[from] -= stride;
                    next[to] += stride;
                    let after = self.cost(&next);
                    if after < best.as_ref().map_or(cost, |(least, _)| *least) {
                        best = Some((after, next));
                    }
                }
            }
        }
        best
    }

    fn cost(&mut self, offsets: &[i32]) -> usize {
        for (column, offset) in offsets.iter().enumerate() {
            let (share, lines) = (&self.shares[column], &mut self.lines);
            self.known[column].entry(*offset).or_insert_with(|| lines(column, share.at(*offset)));
        }
        let columns = offsets.iter().zip(&self.known).filter_map(|(offset, known)| known.get(offset));
        let columns: Vec<&Vec<usize>> = columns.collect();
        let rows = columns.iter().map(|lines| lines.len()).max().unwrap_or(0);
        let cell = |row: usize, column: usize| columns[column].get(row).copied().unwrap_or(0);
        let mut cost = 0;
        for row in 0..rows {
            let mut tallest = 0;
            for (column, share) in self.shares.iter().enumerate() {
                let lines = cell(row, column);
                tallest = tallest.max(lines);
                cost += lines * lines.saturating_sub(1) / 2;
                cost += if share.numeric && lines > 1 { BROKEN_NUMBER } else { 0 };
            }
            cost += ROW_LINE * tallest;
        }
        cost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(width: f32, least: f32) -> Share {
        Share { width, least, numeric: false }
    }

    /// Lines of texts that may break anywhere.
    fn lines<'a>(texts: &'a [&'a [f32]]) -> impl FnMut(usize, f32) -> Vec<usize> + 'a {
        |column, width| texts[column].iter().map(|text| (text / width).ceil() as usize).collect()
    }

    #[test]
    fn a_column_with_room_to_spare_gives_it_to_names_on_many_lines() {
        // The names have two lines at 56 points and one from 100 on, eleven steps further; the other column needs 52 of its 100.
        let widths = balanced(&[share(56.0, 40.0), share(100.0, 40.0)], lines(&[&[100.0, 90.0], &[52.0, 52.0]]));
        assert!(widths[0] >= 100.0 && widths[1] >= 52.0, "{widths:?}");
        assert!((widths.iter().sum::<f32>() - 156.0).abs() < 0.01, "{widths:?}");
    }

    #[test]
    fn a_number_is_broken_only_for_lower_rows() {
        let number = Share { width: 100.0, least: 50.0, numeric: true };
        // Three lines of the name become two when the number is broken into two.
        let widths = balanced(&[share(40.0, 40.0), number], lines(&[&[118.0], &[100.0]]));
        assert!(widths[0] >= 59.0 && widths[1] >= 50.0, "{widths:?}");
        // Two lines would still be two.
        let widths = balanced(&[share(60.0, 40.0), number], lines(&[&[118.0], &[100.0]]));
        assert_eq!(widths, [60.0, 100.0]);
    }

    #[test]
    fn no_column_gives_what_it_needs() {
        let widths = balanced(&[share(40.0, 40.0), share(60.0, 57.0)], lines(&[&[400.0], &[57.0]]));
        assert_eq!(widths, [40.0, 60.0]);
        assert!(balanced(&[], lines(&[])).is_empty());
    }
}

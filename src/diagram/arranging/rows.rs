//! Where a flow that got much longer than broad continues in a row below.

use super::LAYER_GAP;

/// What is shorter than this stays in one row, however narrow it is: a reader follows it at a glance.
const SHORT: f32 = 3000.0;
/// A flow that is longer than broad by less than this stays in one row.
const LONG: f32 = 4.0;
/// Width by height of a screen.
const SCREEN: f32 = 1.6;

/// The row of each layer. `rooms` are the extents of the layers along the flow, `breadth` that of all of them across it,
/// `lines_after` counts the calls that pass from each layer to those behind it: rows end where few do.
pub(super) fn rows(rooms: &[f32], breadth: f32, lines_after: &[usize], is_down: bool) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut length = 0.0;
    for room in rooms {
        length += room + LAYER_GAP;
        ends.push(length);
    }
    if length < SHORT || length < LONG * breadth {
        return vec![0; rooms.len()];
    }
    let ratio = if is_down { 1.0 / SCREEN } else { SCREEN };
    let count = (length / (ratio * (breadth + LAYER_GAP))).sqrt().round().max(1.0);
    let wanted = length / count;
    let (mut row, mut begin) = (0, 0.0);
    let mut rows = Vec::with_capacity(rooms.len());
    let mut last = 0;
    while last < rooms.len() {
        // The best end within a sixth around the length that is wanted.
        let is_near = |end: f32| (end - begin - wanted).abs() <= wanted / 6.0;
        let near = (last..rooms.len()).filter(|index| is_near(ends[*index]));
        let best = near.min_by_key(|index| lines_after.get(*index).copied().unwrap_or_default());
        let next = (last..rooms.len()).find(|index| ends[*index] - begin >= wanted);
        // What would be left over for a short last row goes along.
        let rest = length - begin;
        let end = best.or(next).filter(|_| rest > 1.3 * wanted).unwrap_or(rooms.len() - 1);
        rows.extend(std::iter::repeat_n(row, end + 1 - last));
        (row, begin, last) = (row + 1, ends[end], end + 1);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_or_broad_stays_in_one_row() {
        assert_eq!(rows(&[160.0; 8], 64.0, &[1; 8], false), [0; 8]);
        assert_eq!(rows(&[160.0; 20], 1500.0, &[1; 20], false), [0; 20]);
        assert!(rows(&[], 0.0, &[], false).is_empty());
    }

    #[test]
    fn rows_end_where_few_calls_pass() {
        let mut lines = [3; 40];
        (lines[11], lines[24]) = (1, 1);
        let rows = rows(&[160.0; 40], 600.0, &lines, false);
        assert_eq!((rows[11], rows[12]), (0, 1), "{rows:?}");
        assert_eq!((rows[24], rows[25]), (1, 2), "{rows:?}");
        assert!(rows.windows(2).all(|pair| pair[0] == pair[1] || pair[0] + 1 == pair[1]));
    }
}

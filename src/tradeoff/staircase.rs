//! A descending staircase in the plane, which sweeps through three dimensions push before them.
//!
//! The steps lie in short sorted pieces, so that a step is found by two binary searches and put in by moving a few
//! hundred bytes, however long the staircase is.

/// Longest piece; a longer one is halved.
const LONGEST_PIECE: usize = 256;

/// Points of the plane of which none covers another: one value ascends strictly, the other descends strictly. A point
/// covers another when it is larger in neither value.
///
/// The two points at the ends stay for ever, and everything else lies strictly between them.
pub(super) struct Staircase<T> {
    ends: [[T; 2]; 2],
    /// Never empty, nor is a piece.
    pieces: Vec<Vec<[T; 2]>>,
    /// The first ascending value of each piece.
    firsts: Vec<T>,
}

impl<T: Copy + PartialOrd> Staircase<T> {
    /// A staircase with nothing between its ends.
    pub(super) fn between(first: [T; 2], last: [T; 2]) -> Self {
        Self { ends: [first, last], pieces: vec![vec![first, last]], firsts: vec![first[0]] }
    }

    /// Takes away all but the ends.
    pub(super) fn clear(&mut self) {
        self.firsts.truncate(1);
        self.pieces.truncate(1);
        self.pieces[0].clear();
        self.pieces[0].extend(self.ends);
    }

    /// Whether a step covers `point`.
    pub(super) fn covers(&self, point: [T; 2]) -> bool {
        let (piece, place) = self.before(point[0]);
        self.pieces[piece][place][1] <= point[1]
    }

    /// Puts `point` in and takes away the steps that it covers; does nothing when a step covers it. Whether it was put
    /// in. `passed` is told the step before it, the steps that are taken away beyond that, and the step after it.
    pub(super) fn insert(&mut self, point: [T; 2], mut passed: impl FnMut([T; 2])) -> bool {
        let (piece, place) = self.before(point[0]);
        let before = self.pieces[piece][place];
        if before[1] <= point[1] {
            return false;
        }
        passed(before);
        let steps = &mut self.pieces[piece];
        let after = place + 1;
        let gone = steps[after..].iter().take_while(|step| step[1] >= point[1]).inspect(|step| passed(**step)).count();
        // A step as far along but higher makes room as well.
        let from = if before[0] == point[0] { place } else { after };
        let to = after + gone;
        if let Some(next) = steps.get(to) {
            passed(*next);
        } else {
            self.remove_beyond(piece, point[1], passed);
        }
        let steps = &mut self.pieces[piece];
        if from < to {
            steps[from] = point;
            steps.drain(from + 1..to);
        } else {
            steps.insert(from, point);
            self.halve_if_long(piece);
        }
        true
    }

    /// Where the last step is that is not beyond `along`.
    fn before(&self, along: T) -> (usize, usize) {
        let piece = self.firsts.partition_point(|first| *first <= along) - 1;
        (piece, self.pieces[piece].partition_point(|step| step[0] <= along) - 1)
    }

    /// Takes away the steps at or above `height` in the pieces after `piece`; the last step is below it.
    fn remove_beyond(&mut self, piece: usize, height: T, mut passed: impl FnMut([T; 2])) {
        let next = piece + 1;
        let is_gone = |steps: &&Vec<[T; 2]>| steps.last().is_some_and(|step| step[1] >= height);
        let whole = self.pieces[next..].iter().take_while(is_gone).count();
        for steps in self.pieces.drain(next..next + whole) {
            steps.into_iter().for_each(&mut passed);
        }
        self.firsts.drain(next..next + whole);
        let steps = &mut self.pieces[next];
        let gone = steps.iter().take_while(|step| step[1] >= height).count();
        steps.drain(..gone).for_each(&mut passed);
        passed(steps[0]);
        self.firsts[next] = steps[0][0];
    }

    fn halve_if_long(&mut self, piece: usize) {
        let steps = &mut self.pieces[piece];
        if steps.len() > LONGEST_PIECE {
            let tail = steps.split_off(steps.len() / 2);
            self.firsts.insert(piece + 1, tail[0][0]);
            self.pieces.insert(piece + 1, tail);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_staircase_keeps_what_no_other_point_covers(
            points in prop::collection::vec(prop_oneof![[1..20_u32, 1..20_u32], [1..9000_u32, 1..9000_u32]], 0..60),
            line in 0..3000_u32,
        ) {
            // A long descending line makes several pieces; the points bite into it.
            let line = (0..line).map(|along| [3 * along + 1, 9001 - 3 * along]);
            let points: Vec<[u32; 2]> = line.chain(points).collect();
            let mut staircase = Staircase::between([0, u32::MAX], [u32::MAX, 0]);
            for (index, point) in points.iter().enumerate() {
                let covers = |by: &[u32; 2]| by[0] <= point[0] && by[1] <= point[1];
                let is_covered = points[..index].iter().any(covers);
                prop_assert_eq!(staircase.covers(*point), is_covered);
                prop_assert_eq!(staircase.insert(*point, |_| {}), !is_covered);
            }
            let steps: Vec<[u32; 2]> = staircase.pieces.concat();
            prop_assert!(steps.is_sorted_by(|a, b| a[0] < b[0] && a[1] > b[1]));
            staircase.clear();
            prop_assert!(!staircase.covers([5, 5]));
        }
    }
}

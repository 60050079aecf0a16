//! Divide and conquer in four and more dimensions, after Kung, Luccio and Preparata: On finding the maxima of a set of
//! vectors, Journal of the ACM 22 (1975).
//!
//! In lexicographic order only a point of the first half can dominate one of the second half, and the first dimension
//! decides nothing between them. Halving by the next dimension takes one off again, until three are left to sweep.

use super::super::points::Points;
use super::super::staircase::Staircase;
use super::bits::Bits;
use super::ranks::Ranked;

/// Most points whose front is found without dividing.
const FEW_POINTS: u32 = 2048;
/// Values that are looked at to find one near the middle.
const SAMPLE: usize = 63;

/// Indices of the points on the front, ascending. There are at least four dimensions.
pub(super) fn front(points: &Points) -> Vec<usize> {
    let ranked = Ranked::of(points);
    let mut front: Vec<usize> = Vec::new();
    for point in front_by_parts(&ranked, FEW_POINTS) {
        front.extend(ranked.members(point));
    }
    front.sort_unstable();
    front
}

/// The points on the front, divided into parts of at most `few` points, which is at least 1.
pub(super) fn front_by_parts(ranked: &Ranked, few: u32) -> Vec<u32> {
    let mut division = Division {
        ranked,
        swept: ranked.dimensions - 3,
        few,
        is_covered: vec![false; ranked.len() as usize],
        bits: Bits::default(),
        staircase: Staircase::between([0, u32::MAX], [u32::MAX, 0]),
    };
    division.front(0, ranked.len())
}

/// Points while they are divided. All lists of points ascend in the third dimension from the end, in which they are
/// swept.
struct Division<'a> {
    ranked: &'a Ranked,
    /// The dimension that all lists ascend in.
    swept: usize,
    /// Most points that are compared without dividing.
    few: u32,
    is_covered: Vec<bool>,
    bits: Bits,
    staircase: Staircase<u32>,
}

impl Division<'_> {
    /// The front of the points from `from` to before `to`.
    fn front(&mut self, from: u32, to: u32) -> Vec<u32> {
        if to - from <= self.few {
            let mut front = Vec::new();
            self.bits.front(self.ranked, from, to, |point| front.push(point));
            front.sort_unstable_by_key(|point| self.rank(*point, self.swept));
            return front;
        }
        let middle = from.midpoint(to);
        let better = self.front(from, middle);
        let worse = self.front(middle, to);
        self.cover(&better, &worse, 1);
        self.merge(&better, &worse)
    }

    /// Marks the points of `worse` that some point of `better` covers: those that are in no dimension from `first` on
    /// better than it.
    fn cover(&mut self, better: &[u32], worse: &[u32], first: usize) {
        if better.is_empty() || worse.is_empty() {
            return;
        }
        if first == self.swept {
            self.sweep(better, worse);
        } else if better.len() * worse.len() <= (self.few as usize).pow(2) {
            let is_covered = &mut self.is_covered;
            self.bits.cover(self.ranked, (better, worse), first, |point| is_covered[point as usize] = true);
        } else if let Some(split) = self.split(better, worse, first) {
            let halves = |points: &[u32]| -> (Vec<u32>, Vec<u32>) {
                points.iter().partition(|point| self.rank(**point, first) < split)
            };
            let ((low_better, high_better), (low_worse, high_worse)) = (halves(better), halves(worse));
            self.cover(&low_better, &high_worse, first + 1);
            self.cover(&low_better, &low_worse, first);
            self.cover(&high_better, &high_worse, first);
        } else {
            self.cover(better, worse, first + 1);
        }
    }

    /// The same from the swept dimension on.
    fn sweep(&mut self, better: &[u32], worse: &[u32]) {
        let swept = self.swept;
        self.staircase.clear();
        let mut better = better.iter().map(|point| self.ranked.row(*point)).peekable();
        for point in worse {
            let row = self.ranked.row(*point);
            while let Some(better) = better.next_if(|better| better[swept] <= row[swept]) {
                self.staircase.insert([better[swept + 1], better[swept + 2]], |_| {});
            }
            if self.staircase.covers([row[swept + 1], row[swept + 2]]) {
                self.is_covered[*point as usize] = true;
            }
        }
    }

    /// A rank near the middle, with points below it and points at or above it; `None` when all have the same.
    fn split(&self, better: &[u32], worse: &[u32], dimension: usize) -> Option<u32> {
        let ranks = || better.iter().chain(worse).map(|point| self.rank(*point, dimension));
        let mut sample: Vec<u32> = ranks().step_by(1 + (better.len() + worse.len()) / SAMPLE).collect();
        sample.sort_unstable();
        let middle = sample[sample.len() / 2];
        if middle > sample[0] {
            return Some(middle);
        }
        let least = ranks().min()?;
        if least < middle { Some(middle) } else { ranks().filter(|rank| *rank > least).min() }
    }

    /// All of `better` and what is not covered of `worse`.
    fn merge(&self, better: &[u32], worse: &[u32]) -> Vec<u32> {
        let mut merged = Vec::with_capacity(better.len() + worse.len());
        let mut better = better.iter().copied().peekable();
        for point in worse.iter().copied().filter(|point| !self.is_covered[*point as usize]) {
            let rank = self.rank(point, self.swept);
            while let Some(better) = better.next_if(|better| self.rank(*better, self.swept) <= rank) {
                merged.push(better);
            }
            merged.push(point);
        }
        merged.extend(better);
        merged
    }

    fn rank(&self, point: u32, dimension: usize) -> u32 {
        self.ranked.ranks[point as usize * self.ranked.dimensions + dimension]
    }
}

//! Tells, for one replicate, the designs on the front from those that are dominated, where doubt limits who dominates.

use std::cmp::Ordering;

use crate::tradeoff::front::pareto_front;
use crate::tradeoff::points::Points;

use super::dominates;

/// Largest front that every design is compared with; beyond it the fronts are found by divide and conquer.
const LARGEST_WINDOW: usize = 1024;

/// Sifts one replicate after another, with the same memory.
pub(super) struct Sieve<'a> {
    objectives: usize,
    doubts: &'a [u8],
    order: Vec<usize>,
    front: Vec<usize>,
    dominated: Vec<usize>,
}

impl<'a> Sieve<'a> {
    /// A sieve for designs with so many objectives and these doubts.
    pub(super) fn new(objectives: usize, doubts: &'a [u8]) -> Self {
        Self { objectives, doubts, order: Vec::new(), front: Vec::new(), dominated: Vec::new() }
    }

    /// Designs on the front of the last replicate, in no order.
    pub(super) fn on_front(&self) -> &[usize] {
        &self.front
    }

    /// Designs that were dominated in the last replicate, in no order.
    pub(super) fn dominated(&self) -> &[usize] {
        &self.dominated
    }

    /// Sifts a replicate.
    pub(super) fn sift(&mut self, matrix: &[f64]) {
        let row = |design: usize| &matrix[design * self.objectives..(design + 1) * self.objectives];
        self.order.clear();
        self.order.extend((0..self.doubts.len()).filter(|design| !row(*design).iter().any(|value| value.is_nan())));
        // Only what comes earlier in lexicographic order can dominate.
        self.order.sort_unstable_by(|a, b| row(*a).partial_cmp(row(*b)).unwrap_or(Ordering::Equal));
        self.front.clear();
        self.dominated.clear();
        for design in &self.order {
            let may_dominate = |earlier: &usize| {
                self.doubts[*earlier] <= self.doubts[*design] && dominates(row(*earlier), row(*design))
            };
            // What dominated the last design is likely to dominate the next: it moves to the front of the list.
            match self.front.iter().position(may_dominate) {
                Some(position) => {
                    self.front.swap(position / 2, position);
                    self.dominated.push(*design);
                }
                None if self.front.len() == LARGEST_WINDOW => return self.divide(matrix),
                None => self.front.push(*design),
            }
        }
    }

    /// Finds the fronts among the designs of each doubt and all lower ones: a design is to be on that of its own doubt.
    fn divide(&mut self, matrix: &[f64]) {
        self.front.clear();
        self.dominated.clear();
        let mut levels: Vec<u8> = self.order.iter().map(|design| self.doubts[*design]).collect();
        levels.sort_unstable();
        levels.dedup();
        for level in levels {
            let among: Vec<usize> = self.order.iter().copied().filter(|design| self.doubts[*design] <= level).collect();
            let row = |design: &usize| &matrix[design * self.objectives..(design + 1) * self.objectives];
            let points = Points::from_rows(self.objectives, among.iter().map(row));
            let mut kept = pareto_front(&points).into_iter().peekable();
            for (place, design) in among.into_iter().enumerate() {
                let on_front = kept.next_if_eq(&place).is_some();
                if self.doubts[design] == level {
                    if on_front { self.front.push(design) } else { self.dominated.push(design) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The front and the dominated, ascending.
    fn sorted(sieve: &Sieve<'_>) -> (Vec<usize>, Vec<usize>) {
        let (mut front, mut dominated) = (sieve.front.clone(), sieve.dominated.clone());
        front.sort_unstable();
        dominated.sort_unstable();
        (front, dominated)
    }

    #[test]
    fn zero_has_no_sign() {
        let mut sieve = Sieve::new(2, &[0, 0]);
        sieve.sift(&[-0.0, 2.0, 0.0, 1.0]);
        assert_eq!(sorted(&sieve), (vec![1], vec![0]));
    }

    #[test]
    fn a_large_front_is_divided() {
        // 1,500 designs on a descending line, each with a worse neighbour; every third pair is in doubt.
        let doubts: Vec<u8> = (0..3000).map(|design| u8::from(design / 2 % 3 == 0)).collect();
        let matrix: Vec<f64> = (0..3000_u32)
            .flat_map(|design| {
                let (place, worse) = (f64::from(design / 2), f64::from(design % 2) * 0.5);
                [place, 3000.0 - place + worse]
            })
            .collect();
        let mut sieve = Sieve::new(2, &doubts);
        sieve.sift(&matrix);
        let (front, dominated) = sorted(&sieve);
        assert!(front.iter().all(|design| design % 2 == 0) && dominated.iter().all(|design| design % 2 == 1));
        assert_eq!((front.len(), dominated.len()), (1500, 1500));
    }

    proptest! {
        #[test]
        fn window_and_division_agree(
            designs in prop::collection::vec((prop::array::uniform3(0..5_i32), 0..3_u8, 0..20_i32), 0..120)
        ) {
            let value = |(values, _, unknown): &([i32; 3], u8, i32)| {
                let values = values.map(f64::from);
                if *unknown == 0 { [f64::NAN, values[1], values[2]] } else { values }
            };
            let matrix: Vec<f64> = designs.iter().flat_map(value).collect();
            let doubts: Vec<u8> = designs.iter().map(|(_, doubt, _)| *doubt).collect();
            let mut sieve = Sieve::new(3, &doubts);
            sieve.sift(&matrix);
            let by_window = sorted(&sieve);
            sieve.divide(&matrix);
            prop_assert_eq!(by_window, sorted(&sieve));
        }
    }
}

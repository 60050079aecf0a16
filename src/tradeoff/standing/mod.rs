//! Where designs stand while their qualities are uncertain: on the front, dominated, infeasible, or undecided, with a
//! probability.
//!
//! In every replicate each design has one place, and the front among these places is exact. The share of the replicates
//! in which a design is on that front estimates the probability that it really is; designs that share a candidate share
//! its drawn values, so that what does not differ between two designs never makes them differ.
//!
//! What is less certain never pushes off what is more certain: a design dominates another only if it is nowhere worse,
//! somewhere better, and of no higher *doubt*. That is still an order (nothing dominates itself, and who dominates a
//! dominator dominates what it dominates), so every dominated design is dominated by one on the front.

mod dominators;
mod pair;
mod sieve;

use std::ops::ControlFlow;

pub use pair::{Difference, Pair, pair};

use dominators::most_frequent;
use sieve::Sieve;

/// The designs to compare.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// How far each design is from measured: 0 if all that is compared was measured, 1 if the least certain of it was
    /// estimated, 2 if it was assumed.
    pub doubts: &'a [u8],
    /// Qualities that are compared, at least 1.
    pub objectives: usize,
    /// Replicates, at least 1: with 400 a probability of 95 % has a standard error of 1.1 %.
    pub replicates: usize,
}

/// Gives one replicate: the values of the first design, then those of the second, and so on, smaller being better. It
/// is asked up to three times for the same replicate and gives the same values each time. A design with a value that is
/// not a number is set aside in this replicate: it is neither on the front nor dominated, and dominates nothing. It may
/// ask to stop.
pub type Fill<'a> = dyn FnMut(usize, &mut [f64]) -> ControlFlow<()> + 'a;

/// What the replicates say of one design. All probabilities are 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Probability that no design dominates it; of designs with equal values all are on the front.
    pub on_front: f64,
    /// Probability that some design dominates it. What is missing of 1 is that it is set aside.
    pub dominated: f64,
    /// Of that, the probability that it misses a limit: for whoever sets it aside to say, [`places`] leaves it 0.
    pub infeasible: f64,
    /// Of the designs that are among the thousand most often on the front, the one that dominates it most often, with
    /// that probability; `None` where none ever does.
    pub by: Option<(usize, f64)>,
}

/// What can be said of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is on the front.
    OnFront,
    /// Another one is nowhere worse and somewhere better.
    Dominated,
    /// It misses a limit.
    Infeasible,
    /// Neither is certain enough.
    Undecided,
}

impl Place {
    /// What can be said with `level` certainty, above 0.5 and at most 1.
    pub fn standing(&self, level: f64) -> Standing {
        if self.on_front >= level {
            Standing::OnFront
        } else if self.dominated >= level {
            Standing::Dominated
        } else if self.infeasible >= level {
            Standing::Infeasible
        } else {
            Standing::Undecided
        }
    }

    /// Probability that it meets every limit and cannot be compared: something is overloaded.
    pub fn incomparable(&self) -> f64 {
        // Of shares that add up to 1 rounding may leave a rest.
        const ROUNDING: f64 = 1e-9;
        let rest = 1.0 - self.on_front - self.dominated - self.infeasible;
        if rest > ROUNDING { rest } else { 0.0 }
    }
}

/// The place of every design of `field` over the replicates that `fill` gives; `None` where it asked to stop.
pub fn places(field: &Field<'_>, fill: &mut Fill<'_>) -> Option<Vec<Place>> {
    let designs = field.doubts.len();
    let mut matrix = vec![0.0; designs * field.objectives];
    let mut sieve = Sieve::new(field.objectives, field.doubts);
    let (mut front, mut beaten) = (vec![0_u32; designs], vec![0_u32; designs]);
    for replicate in 0..field.replicates {
        if fill(replicate, &mut matrix).is_break() {
            return None;
        }
        sieve.sift(&matrix);
        sieve.on_front().iter().for_each(|design| front[*design] += 1);
        sieve.dominated().iter().for_each(|design| beaten[*design] += 1);
    }
    let by = most_frequent(field, &front, &beaten, fill)?;
    let share = |count: u32| f64::from(count) / field.replicates as f64;
    let place = |((on_front, dominated), by): ((u32, u32), Option<(usize, u32)>)| Place {
        on_front: share(on_front),
        dominated: share(dominated),
        infeasible: 0.0,
        by: by.map(|(design, count)| (design, share(count))),
    };
    Some(front.into_iter().zip(beaten).zip(by).map(place).collect())
}

/// Whether `a` is nowhere worse than `b` and somewhere better; never where a value is not a number.
fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b) && a != b
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Places of designs whose replicates are given.
    fn places_of(doubts: &[u8], objectives: usize, replicates: &[Vec<f64>]) -> Vec<Place> {
        let field = Field { doubts, objectives, replicates: replicates.len() };
        let mut fill = |replicate: usize, matrix: &mut [f64]| {
            matrix.copy_from_slice(&replicates[replicate]);
            ControlFlow::Continue(())
        };
        places(&field, &mut fill).unwrap()
    }

    #[test]
    fn a_share_of_the_replicates_is_a_probability() {
        // By cost and error: the second is dominated by the first in three of four, the third never.
        let replicates = [[1.0, 5.0, 2.0, 6.0, 0.5, 9.0], [1.0, 5.0, 2.0, 5.0, 0.5, 9.0]];
        let other = [1.0, 5.0, 2.0, 4.0, 0.5, 9.0];
        let replicates = [replicates[0], replicates[1], replicates[1], other].map(Vec::from);
        let found = places_of(&[0; 3], 2, &replicates);
        assert_eq!(found[1], Place { on_front: 0.25, dominated: 0.75, infeasible: 0.0, by: Some((0, 0.75)) });
        assert_eq!(found[0], Place { on_front: 1.0, dominated: 0.0, infeasible: 0.0, by: None });
        let standings = |level| [0, 1, 2].map(|design: usize| found[design].standing(level));
        assert_eq!(standings(0.95), [Standing::OnFront, Standing::Undecided, Standing::OnFront]);
        assert_eq!(standings(0.7)[1], Standing::Dominated);
    }

    #[test]
    fn what_is_uncertain_never_pushes_off_what_was_measured() {
        // Estimated and best; measured; assumed and between; measured and worst.
        let replicate = vec![1.0, 1.0, 3.0, 3.0, 2.0, 2.0, 4.0, 4.0];
        let found = places_of(&[1, 0, 2, 0], 2, &[replicate]);
        let dominators = found.iter().map(|place| place.by.map(|(design, _)| design)).collect::<Vec<_>>();
        assert_eq!(dominators, [None, None, Some(0), Some(1)]);
    }

    #[test]
    fn equal_designs_stay_and_unknown_ones_are_set_aside() {
        let replicate = vec![1.0, 2.0, 1.0, 2.0, f64::NAN, 0.0, 1.0, 2.5];
        let found = places_of(&[0; 4], 2, &[replicate]);
        let probabilities = found.iter().map(|place| (place.on_front, place.dominated)).collect::<Vec<_>>();
        assert_eq!(probabilities, [(1.0, 0.0), (1.0, 0.0), (0.0, 0.0), (0.0, 1.0)]);
        assert_eq!(found[2].standing(0.95), Standing::Undecided);
        assert!(places_of(&[], 2, &[Vec::new()]).is_empty());
    }

    #[test]
    fn it_can_be_stopped() {
        let field = Field { doubts: &[0; 2], objectives: 1, replicates: 5 };
        for last in [3, 7] {
            let mut asked = 0;
            let mut fill = |_: usize, _: &mut [f64]| {
                asked += 1;
                if asked == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            assert_eq!(places(&field, &mut fill), None);
        }
    }

    proptest! {
        #[test]
        fn places_are_what_the_definition_says(
            (doubts, objectives, replicates) in (1..12_usize, 1..4_usize).prop_flat_map(|(designs, objectives)| {
                let value = prop_oneof![20 => (0..4_i32).prop_map(f64::from), 1 => Just(f64::NAN)];
                let matrix = prop::collection::vec(value, designs * objectives);
                (prop::collection::vec(0..3_u8, designs), Just(objectives), prop::collection::vec(matrix, 1..=16))
            })
        ) {
            let found = places_of(&doubts, objectives, &replicates);
            let beats = |by: usize, design: usize| {
                let of = |matrix: &[f64], design: usize| matrix[design * objectives..][..objectives].to_vec();
                let won = |matrix: &&Vec<f64>| dominates(&of(matrix, by), &of(matrix, design));
                if doubts[by] <= doubts[design] { replicates.iter().filter(won).count() } else { 0 }
            };
            for (design, place) in found.iter().enumerate() {
                let any = |matrix: &&Vec<f64>| {
                    (0..doubts.len()).any(|by| {
                        let rows = [by, design].map(|design| &matrix[design * objectives..][..objectives]);
                        doubts[by] <= doubts[design] && dominates(rows[0], rows[1])
                    })
                };
                let dominated = replicates.iter().filter(any).count();
                prop_assert_eq!(place.dominated, dominated as f64 / replicates.len() as f64);
                let known = |matrix: &&Vec<f64>| {
                    !matrix[design * objectives..][..objectives].iter().any(|value| value.is_nan())
                };
                let share = replicates.iter().filter(known).count() as f64 / replicates.len() as f64;
                prop_assert!((place.on_front + place.dominated - share).abs() < 1e-12);
                // Of those that are ever on the front, which in a small field are all that matter.
                let most = (0..doubts.len()).filter(|by| found[*by].on_front > 0.0).map(|by| beats(by, design)).max();
                let named = place.by.map_or(0, |(by, _)| beats(by, design));
                prop_assert_eq!(named, most.unwrap_or(0));
                let share = place.by.map_or(0.0, |(_, share)| share);
                prop_assert_eq!(share, named as f64 / replicates.len() as f64);
            }
        }
    }
}

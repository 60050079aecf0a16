//! For how many weightings an option is best: what can be said while nobody has stated weights.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::super::points::Points;
use super::weight_flips::{known, weighted};
use super::weights::winners;

/// For how many weightings an option wins.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// The share of all weightings, 0 to 1.
    pub share: f64,
    /// Its standard error: 0 where the share is exact, and where none or all of the sampled weightings are the
    /// option's; the true share is then hardly farther off than 3 in as many as were sampled.
    pub standard_error: f64,
}

/// For each option (a row of utilities, 0 to 1, larger is better) the share of all weightings for which it has the
/// largest weighted sum, every weighting being equally likely: the acceptability index of SMAA (Lahdelma, Hokkanen and
/// Salminen 1998). Exact for one and two criteria, otherwise from `samples` weightings (at least one) drawn with
/// `seed`. Options with equal utilities share evenly; an option with one that is not finite has no share.
pub fn shares(utilities: &Points, samples: usize, seed: u64) -> Vec<Share> {
    let options = known(utilities);
    if utilities.dimensions() <= 2 {
        return exact_shares(utilities, &options);
    }
    let samples = samples.max(1);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut scores = vec![0.0; options.len()];
    let (mut sums, mut squares) = (vec![0.0; utilities.len()], vec![0.0; utilities.len()]);
    for _ in 0..samples {
        let weights = weighting(&mut random, utilities.dimensions());
        for (score, option) in scores.iter_mut().zip(&options) {
            *score = weighted(utilities.row(*option), &weights);
        }
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let equal = scores.iter().filter(|score| **score == best).count() as f64;
        for (_, option) in scores.iter().zip(&options).filter(|(score, _)| **score == best) {
            sums[*option] += 1.0 / equal;
            squares[*option] += 1.0 / (equal * equal);
        }
    }
    let count = samples as f64;
    let share = |(sum, square): (f64, f64)| {
        let share = sum / count;
        Share { share, standard_error: ((square / count - share * share).max(0.0) / count).sqrt() }
    };
    sums.into_iter().zip(squares).map(share).collect()
}

/// With two criteria there is one weight to choose, and a winner's share is the length of its range.
fn exact_shares(utilities: &Points, options: &[usize]) -> Vec<Share> {
    let mut shares = vec![Share::default(); utilities.len()];
    let pair = |option: &usize| {
        let row = utilities.row(*option);
        Some((*row.first()?, *row.last()?))
    };
    let pairs: Vec<(f64, f64)> = options.iter().filter_map(pair).collect();
    for winner in winners(&pairs) {
        let equal: Vec<usize> = (0..pairs.len()).filter(|other| pairs[*other] == pairs[winner.option]).collect();
        for other in &equal {
            shares[options[*other]].share += (winner.to - winner.from) / equal.len() as f64;
        }
    }
    shares
}

/// Weights with a sum of 1, all such weights being equally likely: exponential numbers over their sum.
fn weighting(random: &mut ChaCha8Rng, criteria: usize) -> Vec<f64> {
    let weights: Vec<f64> = (0..criteria).map(|_| -(1.0 - random.random::<f64>()).ln()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-12, "{actual} instead of {expected}");
    }

    fn only_shares(utilities: &Points) -> Vec<f64> {
        shares(utilities, 10, 0).iter().map(|share| share.share).collect()
    }

    #[test]
    fn o29_each_wins_in_its_range() {
        let found = shares(&Points::of(2, vec![0.5, 0.75, 1.0, 0.0, 0.0, 1.0]), 0, 0);
        [0.6 - 1.0 / 3.0, 0.4, 1.0 / 3.0].into_iter().zip(found).for_each(|(expected, found)| {
            assert_close(found.share, expected);
            assert_eq!(found.standard_error, 0.0);
        });
    }

    #[test]
    fn unknown_equal_and_few_options() {
        let twins = Points::of(2, vec![0.2, 0.2, 0.5, 0.5, f64::NAN, 1.0, 0.5, 0.5]);
        assert_eq!(only_shares(&twins), [0.0, 0.5, 0.0, 0.5]);
        let twins = Points::of(3, [[0.2; 3], [0.5; 3], [f64::NAN; 3], [0.5; 3]].concat());
        assert_eq!(only_shares(&twins), [0.0, 0.5, 0.0, 0.5]);
        assert_eq!(only_shares(&Points::of(3, vec![f64::NAN; 3])), [0.0]);
        assert!(only_shares(&Points::of(0, Vec::new())).is_empty());
        assert_eq!(only_shares(&Points::of(1, vec![0.3, 0.7])), [0.0, 1.0]);
    }

    #[test]
    fn a_third_of_all_weightings_each() {
        // Each option is best in one of three criteria: by symmetry each has a third.
        let corners = Points::of(3, vec![1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
        let found = shares(&corners, 20_000, 7);
        assert_eq!(found, shares(&corners, 20_000, 7));
        assert_ne!(found, shares(&corners, 20_000, 8));
        for share in &found {
            assert!((share.share - 1.0 / 3.0).abs() < 4.0 * share.standard_error, "{share:?}");
            assert!((share.standard_error - (2.0 / 9.0 / 20_000.0_f64).sqrt()).abs() < 1e-4);
        }
        assert_close(found.iter().map(|share| share.share).sum(), 1.0);
        // One criterion against the mean of all: it wins where its weight is above a third, (2/3)² of all weightings.
        let one = Points::of(3, vec![1.0, 0.0, 0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
        let share = shares(&one, 20_000, 7)[0];
        assert!((share.share - 4.0 / 9.0).abs() < 4.0 * share.standard_error, "{share:?}");
    }

    proptest! {
        #[test]
        fn sampled_shares_are_near_the_exact_ones(
            pairs in prop::collection::vec((0.0_f64..1.0, 0.0_f64..1.0), 1..8),
            seed in any::<u64>(),
        ) {
            // A third criterion that is the mean of the two others: its weight goes to both in halves.
            let two = Points::of(2, pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect());
            let row = |pair: &(f64, f64)| [pair.0, pair.1, f64::midpoint(pair.0, pair.1)];
            let three: Vec<f64> = pairs.iter().flat_map(row).collect();
            let sampled = shares(&Points::of(3, three), 4000, seed);
            let exact = shares(&two, 0, 0);
            prop_assert!((exact.iter().map(|share| share.share).sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!((sampled.iter().map(|share| share.share).sum::<f64>() - 1.0).abs() < 1e-9);
            // The weight of the first is then w₁ + w₃/2, whose distribution is 2x² up to a half and mirrored above.
            let tail = |weight: f64| 2.0 * weight * weight;
            let below = |weight: f64| if weight < 0.5 { tail(weight) } else { 1.0 - tail(1.0 - weight) };
            for winner in winners(&pairs) {
                let expected = below(winner.to) - below(winner.from);
                let error = (expected * (1.0 - expected) / 4000.0).sqrt();
                prop_assert!((sampled[winner.option].share - expected).abs() < 6.0 * error + 0.002);
            }
        }
    }
}

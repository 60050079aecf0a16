//! Where a weighted sum flips: how far each weight may move before another option wins.

use super::super::points::Points;

/// Utilities, and places of flips, that differ by no more than this are taken for equal.
const ROUNDING: f64 = 1e-12;

/// Where an option stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Its position.
    pub option: usize,
    /// Its weighted sum, 0 to 1.
    pub score: f64,
}

/// How far one weight may move before another option wins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// Position of the criterion.
    pub criterion: usize,
    /// Its share of all weight now, 0 to 1.
    pub weight: f64,
    /// The smallest share at which the winner stays, 0 to 1.
    pub from: f64,
    /// The largest.
    pub to: f64,
    /// The option that wins just below `from`; `None` where the winner stays down to 0.
    pub below: Option<usize>,
    /// The option that wins just above `to`; `None` where the winner stays up to 1.
    pub above: Option<usize>,
}

/// The options by weighted sum, best first, of equals the first one first. Utilities are 0 to 1, larger is better, a
/// row for each option; an option with one that is not finite is left out. Weights have any unit, one for each
/// criterion: only their proportions count. One that is missing, negative or not finite counts as 0; without any all
/// count the same.
pub fn ranking(utilities: &Points, weights: &[f64]) -> Vec<Ranked> {
    let weights = normalised(weights, utilities.dimensions());
    let rank = |option: usize| Ranked { option, score: weighted(utilities.row(option), &weights) };
    let mut ranking: Vec<Ranked> = known(utilities).into_iter().map(rank).collect();
    ranking.sort_by(|a, b| b.score.total_cmp(&a.score));
    ranking
}

/// The weighted sum of each option, 0 to 1, in their order; not a number for one that [`ranking`] leaves out.
pub fn scores(utilities: &Points, weights: &[f64]) -> Vec<f64> {
    let weights = normalised(weights, utilities.dimensions());
    let is_known = |row: &[f64]| row.iter().all(|utility| utility.is_finite());
    utilities.rows().map(|row| if is_known(row) { weighted(row, &weights) } else { f64::NAN }).collect()
}

/// For each criterion, how far its weight may move until the winner (the first of [`ranking`]) loses, and to whom; the
/// other weights keep their proportions, or share equally where this criterion has all weight. Exact: along such a move
/// every weighted sum is a straight line. Empty without an option that can win.
pub fn weight_flips(utilities: &Points, weights: &[f64]) -> Vec<Flip> {
    let Some(Ranked { option: winner, .. }) = ranking(utilities, weights).first().copied() else { return Vec::new() };
    let weights = normalised(weights, utilities.dimensions());
    let options = known(utilities);
    (0..weights.len()).map(|criterion| flip(utilities, &weights, criterion, &options, winner)).collect()
}

fn flip(utilities: &Points, weights: &[f64], criterion: usize, options: &[usize], winner: usize) -> Flip {
    let weight = weights[criterion];
    let others = without(weights, criterion);
    // By how much the winner leads when the criterion has no weight, and when it has all.
    let lead = |option: &usize| {
        let (own, other) = (utilities.row(winner), utilities.row(*option));
        (weighted(own, &others) - weighted(other, &others), own[criterion] - other[criterion])
    };
    let leads: Vec<(f64, f64)> = options.iter().map(lead).collect();
    let below = overtaken(leads.iter().copied(), weight);
    let above = overtaken(leads.iter().map(|(at_none, at_all)| (*at_all, *at_none)), 1.0 - weight);
    Flip {
        criterion,
        weight,
        from: below.map_or(0.0, |crossing| crossing.distance),
        // The difference may be a rounding below the weight.
        to: above.map_or(1.0, |crossing| (1.0 - crossing.distance).max(weight)),
        below: below.map(|crossing| options[crossing.position]),
        above: above.map(|crossing| options[crossing.position]),
    }
}

/// Where a lead is lost on the way to an end.
#[derive(Clone, Copy)]
struct Crossing {
    /// How far from the end, 0 to 1.
    distance: f64,
    /// How fast the other gains.
    gain: f64,
    /// Which lead it is.
    position: usize,
}

/// The first lead that is lost on the way from `start` (the distance from the end at which no lead is lost) to the end;
/// each lead is given at the end and at the other end, and changes evenly between the two.
fn overtaken(leads: impl Iterator<Item = (f64, f64)>, start: f64) -> Option<Crossing> {
    let crossing = |(position, (at_end, at_other)): (usize, (f64, f64))| {
        let gain = at_other - at_end;
        // An option that is as good as the winner may seem to cross at the start or beyond.
        let crosses = at_end < -ROUNDING && gain > 0.0;
        crosses.then(|| Crossing { distance: (-at_end / gain).min(start), gain, position })
    };
    leads.enumerate().filter_map(crossing).reduce(|first, other| {
        // Of those that cross at the same place, the one that gains fastest wins from there on.
        let is_same = (other.distance - first.distance).abs() <= ROUNDING;
        let is_better = if is_same { other.gain > first.gain } else { other.distance > first.distance };
        if is_better { other } else { first }
    })
}

/// Weights with a sum of 1 and none for a criterion: the others in their proportions, equal where they have none.
fn without(weights: &[f64], criterion: usize) -> Vec<f64> {
    let is_alone = weights.iter().enumerate().all(|(at, weight)| at == criterion || *weight == 0.0);
    let share = |(at, weight): (usize, &f64)| match (at == criterion, is_alone) {
        (true, _) => 0.0,
        (false, true) => 1.0,
        (false, false) => *weight,
    };
    let others: Vec<f64> = weights.iter().enumerate().map(share).collect();
    let sum: f64 = others.iter().sum();
    if sum > 0.0 { others.iter().map(|weight| weight / sum).collect() } else { others }
}

/// The options whose utilities are all finite.
pub(super) fn known(utilities: &Points) -> Vec<usize> {
    (0..utilities.len()).filter(|option| utilities.row(*option).iter().all(|utility| utility.is_finite())).collect()
}

/// The sum of utilities, each times its weight.
pub(super) fn weighted(utilities: &[f64], weights: &[f64]) -> f64 {
    utilities.iter().zip(weights).map(|(utility, weight)| utility * weight).sum()
}

/// As many weights as there are criteria, with a sum of 1.
pub(super) fn normalised(weights: &[f64], criteria: usize) -> Vec<f64> {
    let usable = |weight: &f64| if weight.is_finite() { weight.max(0.0) } else { 0.0 };
    let weights: Vec<f64> = weights.iter().map(usable).chain(std::iter::repeat(0.0)).take(criteria).collect();
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 {
        return vec![1.0 / criteria as f64; criteria];
    }
    // By the largest first, so that the sum stays within what a number can hold.
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    weights.into_iter().map(|weight| weight / largest / sum).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A, B and C of O29 by error and cost.
    fn o29() -> Points {
        Points::of(2, vec![0.5, 0.75, 1.0, 0.0, 0.0, 1.0])
    }

    fn assert_close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-12, "{actual} instead of {expected}");
    }

    #[test]
    fn o29_the_weight_on_error_decides() {
        let options = |weights: [f64; 2]| ranking(&o29(), &weights).iter().map(|rank| rank.option).collect::<Vec<_>>();
        assert_eq!(options([50.0, 50.0]), [0, 1, 2]);
        assert_eq!(options([20.0, 80.0]), [2, 0, 1]);
        assert_eq!(scores(&o29(), &[50.0, 50.0]), [0.625, 0.5, 0.5]);
        assert!(scores(&Points::of(2, vec![f64::NAN, 1.0]), &[1.0, 1.0])[0].is_nan());
        let middle = weight_flips(&o29(), &[50.0, 50.0]);
        assert_close(middle[0].from, 1.0 / 3.0);
        assert_close(middle[0].to, 0.6);
        assert_eq!((middle[0].below, middle[0].above), (Some(2), Some(1)));
        // The weight of cost is what that of error leaves.
        assert_close(middle[1].from, 0.4);
        assert_close(middle[1].to, 2.0 / 3.0);
        assert_eq!((middle[1].below, middle[1].above), (Some(1), Some(2)));
        let low = weight_flips(&o29(), &[0.2, 0.8])[0];
        assert_eq!((low.weight, low.from, low.below, low.above), (0.2, 0.0, None, Some(0)));
        assert_close(low.to, 1.0 / 3.0);
        let all = weight_flips(&o29(), &[1.0, 0.0])[0];
        assert_eq!((all.to, all.below, all.above), (1.0, Some(0), None));
        assert_close(all.from, 0.6);
    }

    #[test]
    fn unknown_equal_and_few_options() {
        let twins = Points::of(2, vec![0.2, 0.2, 0.5, 0.5, f64::NAN, 1.0, 0.5, 0.5]);
        assert_eq!(ranking(&twins, &[1.0, 1.0]).iter().map(|rank| rank.option).collect::<Vec<_>>(), [1, 3, 0]);
        assert!(weight_flips(&twins, &[1.0, 1.0]).iter().all(|flip| (flip.from, flip.to) == (0.0, 1.0)));
        let none = Points::of(3, vec![f64::NAN; 3]);
        assert_eq!(weight_flips(&none, &[1.0; 3]), []);
        let single = Points::of(1, vec![0.3, 0.7]);
        let flip = Flip { criterion: 0, weight: 1.0, from: 0.0, to: 1.0, below: None, above: None };
        assert_eq!(weight_flips(&single, &[3.0]), [flip]);
    }

    #[test]
    fn weights_that_are_none_count_nothing() {
        assert_eq!(normalised(&[f64::NAN, -1.0, 3.0, f64::INFINITY], 4), [0.0, 0.0, 1.0, 0.0]);
        assert_eq!(normalised(&[0.0], 2), [0.5, 0.5]);
        assert_eq!(normalised(&[f64::MAX, f64::MAX, 7.0], 2), [0.5, 0.5]);
        assert_eq!(without(&[1.0, 0.0, 0.0], 0), [0.0, 0.5, 0.5]);
        assert_eq!(without(&[0.5, 0.3, 0.2], 0), [0.0, 0.6, 0.4]);
    }

    #[test]
    fn of_those_that_cross_together_the_steepest_wins() {
        for place in (10..90_u32).map(|percent| f64::from(percent) / 100.0) {
            // Lines that are 0.5 at the same place; the first is flat and wins before it.
            let line = |slope: f64| [0.5 + slope * (1.0 - place), 0.5 - slope * place];
            let values = [0.0, 0.1, 0.2, 0.45, 0.3].map(line).concat();
            let found = weight_flips(&Points::of(2, values), &[place / 2.0, 1.0 - place / 2.0]);
            assert_eq!((found[0].above, found[1].below), (Some(3), Some(3)), "{place}");
            assert_close(found[0].to, place);
            assert_close(found[1].from, 1.0 - place);
        }
    }

    #[test]
    fn ten_thousand_options_are_ranked() {
        let golden = [0.754_877, 0.569_840, 0.430_159, 0.324_717, 0.245_122, 0.185_037];
        let row = |index: u32| golden.map(|step: f64| (f64::from(index) * step).fract());
        let utilities = Points::of(6, (0..10_000).flat_map(row).collect());
        let weights = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0];
        let (ranked, flips, scores) =
            (ranking(&utilities, &weights), weight_flips(&utilities, &weights), scores(&utilities, &weights));
        assert_eq!((ranked.len(), flips.len(), scores.len()), (10_000, 6, 10_000));
        assert_eq!(ranked[0].score, scores.iter().copied().fold(0.0, f64::max));
    }

    fn third(part: u8) -> f64 {
        f64::from(part) / 3.0
    }

    proptest! {
        #[test]
        fn the_winner_stays_within_and_loses_outside(
            criteria in 1_usize..=6,
            values in prop::collection::vec(prop_oneof![0.0_f64..1.0, (0..4_u8).prop_map(third)], 6..60),
            weights in prop::collection::vec(prop_oneof![4 => 0.0_f64..100.0, 1 => Just(0.0)], 6),
            at in 0.0_f64..1.0,
        ) {
            let whole_rows = values[..values.len() / criteria * criteria].to_vec();
            let utilities = Points::of(criteria, whole_rows);
            check(&utilities, &weights, at)?;
            // Where it flips two are equally good.
            for flip in weight_flips(&utilities, &weights) {
                let others = without(&normalised(&weights, criteria), flip.criterion);
                for place in [flip.from, flip.to] {
                    let mut moved: Vec<f64> = others.iter().map(|weight| weight * (1.0 - place)).collect();
                    moved[flip.criterion] = place;
                    check(&utilities, &moved, at)?;
                }
            }
        }
    }

    /// Compares the flips with the best options at weights within and outside, such as `at`.
    fn check(utilities: &Points, weights: &[f64], at: f64) -> Result<(), TestCaseError> {
        let flips = weight_flips(utilities, weights);
        let winner = ranking(utilities, weights)[0].option;
        let weights = normalised(weights, utilities.dimensions());
        prop_assert_eq!(flips.len(), weights.len());
        for flip in flips {
            prop_assert!(0.0 <= flip.from && flip.from <= flip.weight && flip.weight <= flip.to && flip.to <= 1.0);
            let others = without(&weights, flip.criterion);
            let score = |option: usize, weight: f64| {
                let row = utilities.row(option);
                weight * row[flip.criterion] + (1.0 - weight) * weighted(row, &others)
            };
            let behind = |option: usize, weight: f64| {
                let best = (0..utilities.len()).map(|option| score(option, weight)).fold(0.0, f64::max);
                best - score(option, weight)
            };
            // Any weight, and the places on both sides of the flips.
            let near = [flip.from - 1e-6, flip.from, flip.to, flip.to + 1e-6, at, 0.0, 1.0];
            for weight in near.into_iter().filter(|weight| (0.0..=1.0).contains(weight)) {
                let end = if weight < flip.from { 0.0 } else { 1.0 };
                if flip.from <= weight && weight <= flip.to {
                    prop_assert!(behind(winner, weight) < 1e-9);
                } else {
                    // Lines that hardly differ may be equal so near to where they cross.
                    prop_assert!(behind(winner, weight) > 0.0 || behind(winner, end) < 1e-6);
                    prop_assert!(behind(winner, end) > 0.0);
                }
            }
            for (place, option, side) in [(flip.from, flip.below, -1e-9), (flip.to, flip.above, 1e-9)] {
                let Some(option) = option else { continue };
                prop_assert!(behind(option, place) < 1e-9 && behind(option, place + side) < 1e-11);
                prop_assert!(score(option, place + side) >= score(winner, place + side) - 1e-15);
            }
        }
        Ok(())
    }
}

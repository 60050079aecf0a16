//! Which design is best as the limit on one measure moves: from where on a better design can be afforded.

/// On which side of a limit values must stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At or below it, such as a cost.
    AtMost,
    /// At or above it, such as an accuracy.
    AtLeast,
}

/// What is asked of a design when a limit moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitedDesign {
    /// How good it is, larger is better, in any unit.
    pub utility: f64,
    /// Its value of the measure that is limited, in the unit of the limit.
    pub value: f64,
    /// Whether it meets every other hard limit.
    pub meets_others: bool,
}

/// A range of the limit in which the same design is best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitRange {
    /// Position of the best design; `None` where none meets all limits.
    pub best: Option<usize>,
    /// The strictest limit of the range, where `best` just meets it: the least with [`Bound::AtMost`], the greatest
    /// with [`Bound::AtLeast`], endless where nothing is stricter. It belongs to the range.
    pub strictest: f64,
    /// Where the next range begins, endless where nothing is looser. It does not belong to the range unless endless.
    pub loosest: f64,
}

/// The best designs while the limit moves from the strictest to the loosest; together the ranges are all limits.
/// Usually the first range has no design. A design takes over only when it is better than all that stricter limits
/// allow, so of equally good designs the one that needs the least of the limit stays, and of those with equal values
/// the first. A design whose utility or value is not a number, or whose value no limit allows, is never best.
pub fn limit_flips(designs: &[LimitedDesign], bound: Bound) -> Vec<LimitRange> {
    // Values are turned so that the greater one needs the looser limit.
    let (turn, is_allowed): (f64, fn(f64) -> bool) = match bound {
        Bound::AtMost => (1.0, |value| value < f64::INFINITY),
        Bound::AtLeast => (-1.0, |value| value > f64::NEG_INFINITY),
    };
    let can_win = |design: &LimitedDesign| design.meets_others && is_allowed(design.value) && !design.utility.is_nan();
    let mut order: Vec<usize> = (0..designs.len()).filter(|index| can_win(&designs[*index])).collect();
    order.sort_by(|a, b| (turn * designs[*a].value).total_cmp(&(turn * designs[*b].value)));
    let mut ranges = vec![LimitRange { best: None, strictest: -turn * f64::INFINITY, loosest: turn * f64::INFINITY }];
    let mut best: Option<usize> = None;
    for index in order {
        if best.is_some_and(|best| designs[index].utility <= designs[best].utility) {
            continue;
        }
        best = Some(index);
        let from = designs[index].value;
        match ranges.last_mut() {
            // The same limit allows it as the one before, or every limit does: there is no range in between.
            Some(range) if range.strictest == from => range.best = best,
            Some(range) => {
                let loosest = std::mem::replace(&mut range.loosest, from);
                ranges.push(LimitRange { best, strictest: from, loosest });
            }
            None => {}
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn design(utility: f64, value: f64) -> LimitedDesign {
        LimitedDesign { utility, value, meets_others: true }
    }

    #[test]
    fn the_network_wins_only_with_enough_money() {
        let mut designs = vec![
            design(0.9, 5000.0),
            design(0.6, 800.0),
            design(0.7, 1200.0),
            design(0.65, 2000.0),
            design(1.0, 3000.0),
        ];
        designs[4].meets_others = false;
        let found = limit_flips(&designs, Bound::AtMost);
        let range = |best, strictest, loosest| LimitRange { best, strictest, loosest };
        let expected = [
            range(None, f64::NEG_INFINITY, 800.0),
            range(Some(1), 800.0, 1200.0),
            range(Some(2), 1200.0, 5000.0),
            range(Some(0), 5000.0, f64::INFINITY),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_limit_from_below_is_loosened_downwards() {
        let found = limit_flips(&[design(0.9, 0.7), design(0.5, 0.95), design(0.4, 0.9)], Bound::AtLeast);
        let range = |best, strictest, loosest| LimitRange { best, strictest, loosest };
        let expected =
            [range(None, f64::INFINITY, 0.95), range(Some(1), 0.95, 0.7), range(Some(0), 0.7, f64::NEG_INFINITY)];
        assert_eq!(found, expected);
    }

    #[test]
    fn equals_unknowns_and_what_no_limit_touches() {
        let best = |designs: &[LimitedDesign]| {
            limit_flips(designs, Bound::AtMost).iter().map(|range| range.best).collect::<Vec<_>>()
        };
        assert_eq!(best(&[]), [None]);
        assert_eq!(best(&[design(0.5, 2.0), design(0.5, 1.0), design(0.5, 1.0)]), [None, Some(1)]);
        assert_eq!(best(&[design(f64::NAN, 1.0), design(0.5, f64::NAN), design(0.5, f64::INFINITY)]), [None]);
        assert_eq!(best(&[design(0.2, f64::NEG_INFINITY), design(0.5, 0.0)]), [Some(0), Some(1)]);
        assert_eq!(best(&[design(0.5, 0.0), design(0.9, -0.0)]), [None, Some(1)], "a zero has no sign");
    }

    proptest! {
        #[test]
        fn the_range_of_a_limit_has_the_best_design(
            designs in prop::collection::vec((0..6_i32, -5..6_i32, prop::bool::weighted(0.8)), 0..30),
            limit in prop_oneof![(-6..7_i32).prop_map(f64::from), -7.0..7.0_f64],
            upper in any::<bool>(),
        ) {
            let designs: Vec<LimitedDesign> = designs
                .into_iter()
                .map(|(utility, value, meets_others)| {
                    LimitedDesign { utility: f64::from(utility), value: f64::from(value), meets_others }
                })
                .collect();
            let bound = if upper { Bound::AtMost } else { Bound::AtLeast };
            let meets = |value: f64| if upper { value <= limit } else { value >= limit };
            let feasible = |design: &&LimitedDesign| design.meets_others && meets(design.value);
            let best = designs.iter().filter(feasible).map(|design| design.utility).reduce(f64::max);
            let ranges = limit_flips(&designs, bound);
            let is_in = |range: &&LimitRange| {
                if upper { range.strictest <= limit && limit < range.loosest } else {
                    range.loosest < limit && limit <= range.strictest
                }
            };
            let found: Vec<_> = ranges.iter().filter(is_in).collect();
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].best.map(|best| designs[best].utility), best);
            prop_assert!(found[0].best.is_none_or(|best| feasible(&&designs[best])));
            // Neighbouring ranges meet, and each design is better than the one before.
            for pair in ranges.windows(2) {
                prop_assert_eq!(pair[0].loosest, pair[1].strictest);
                let utility = |range: &LimitRange| range.best.map_or(-1.0, |best| designs[best].utility);
                prop_assert!(utility(&pair[0]) < utility(&pair[1]));
            }
        }
    }
}

//! Which option wins as one weight runs from nothing to all: where the choice flips.

/// An option that is best while the weight lies in a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Winner {
    /// Its position.
    pub option: usize,
    /// The smallest weight at which it wins, 0 to 1.
    pub from: f64,
    /// The largest.
    pub to: f64,
}

/// The options that win somewhere while the weight `w` of the first of two qualities runs from 0 to 1 and the second has
/// `1 − w`, in that order: the upper envelope of the lines `w·a + (1 − w)·b`. Utilities are 0 to 1, larger is better; an
/// option with one that is not finite never wins. Where two are equally good everywhere, the first one wins.
pub fn winners(utilities: &[(f64, f64)]) -> Vec<Winner> {
    let at = |option: usize, weight: f64| weight * utilities[option].0 + (1.0 - weight) * utilities[option].1;
    let is_known = |option: &usize| utilities[*option].0.is_finite() && utilities[*option].1.is_finite();
    let options: Vec<usize> = (0..utilities.len()).filter(is_known).collect();
    let slope = |option: usize| utilities[option].0 - utilities[option].1;
    // At no weight on the first quality the second decides; of equals, the one that gains most from there on.
    let better_start = |a: usize, b: usize| {
        let order = at(a, 0.0).total_cmp(&at(b, 0.0)).then(slope(a).total_cmp(&slope(b)));
        if order.is_ge() { a } else { b }
    };
    let Some(mut current) = options.iter().copied().reduce(better_start) else { return Vec::new() };
    let mut winners = Vec::new();
    let mut from = 0.0;
    loop {
        // The next to win is the one whose line crosses first; of those that cross together, the steepest.
        let crossing = |option: usize| {
            let gain = slope(option) - slope(current);
            (gain > 0.0).then(|| (at(current, 0.0) - at(option, 0.0)) / gain)
        };
        let next = options
            .iter()
            .filter_map(|option| Some((crossing(*option)?.max(from), *option)))
            .filter(|(place, _)| *place < 1.0)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(slope(b.1).total_cmp(&slope(a.1))));
        let Some((place, option)) = next else { break };
        if place > from {
            winners.push(Winner { option: current, from, to: place });
        }
        (current, from) = (option, place);
    }
    winners.push(Winner { option: current, from, to: 1.0 });
    winners
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn o29_the_weight_on_error_decides() {
        // A, B and C by error and cost; D is dominated by A.
        let found = winners(&[(0.5, 0.75), (1.0, 0.0), (0.0, 1.0)]);
        let options: Vec<_> = found.iter().map(|winner| winner.option).collect();
        assert_eq!(options, [2, 0, 1]);
        let close = |actual: f64, expected: f64| assert!((actual - expected).abs() < 1e-12, "{actual}");
        close(found[0].to, 1.0 / 3.0);
        close(found[1].to, 0.6);
        close(found[2].to, 1.0);
    }

    #[test]
    fn what_is_never_best_never_wins() {
        assert_eq!(winners(&[(0.2, 0.2), (0.5, 0.5)]), [Winner { option: 1, from: 0.0, to: 1.0 }]);
        assert_eq!(winners(&[(f64::NAN, 1.0)]), []);
        assert_eq!(winners(&[]), []);
    }

    proptest! {
        #[test]
        fn the_winner_is_the_best_at_every_weight(
            utilities in prop::collection::vec((0.0_f64..1.0, 0.0_f64..1.0), 1..12),
            weight in 0.0_f64..1.0,
        ) {
            let found = winners(&utilities);
            prop_assert_eq!(found[0].from, 0.0);
            prop_assert_eq!(found.last().map(|winner| winner.to), Some(1.0));
            let at = |option: usize| weight * utilities[option].0 + (1.0 - weight) * utilities[option].1;
            let best = (0..utilities.len()).map(at).fold(0.0, f64::max);
            let winner = found.iter().find(|winner| winner.from <= weight && weight <= winner.to).unwrap();
            prop_assert!((at(winner.option) - best).abs() < 1e-9);
        }
    }
}

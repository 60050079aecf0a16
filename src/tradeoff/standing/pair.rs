//! Two designs beside each other: how likely one dominates the other, and whether they can be told apart at all.

use super::dominates;

/// By how much the first of two designs differs from the second in one quality; smaller values are better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The median of the first value minus the second.
    pub median: f64,
    /// Between which numbers the difference lies with the level that was asked for.
    pub interval: (f64, f64),
}

/// What the replicates say of two designs.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Probability that the first dominates the second, 0 to 1.
    pub first_dominates: f64,
    /// Probability that the second dominates the first.
    pub second_dominates: f64,
    /// By how much they differ in each quality.
    pub differences: Vec<Difference>,
    level: f64,
}

impl Difference {
    /// Whether 0 lies in the interval: which of the two is better cannot be said.
    pub fn could_be_luck(&self) -> bool {
        (self.interval.0..=self.interval.1).contains(&0.0)
    }
}

impl Pair {
    /// Whether anything sets the two apart: one dominates the other at the level, or they differ in some quality. Two
    /// designs that trade one quality for another are distinguishable although none dominates.
    pub fn is_distinguishable(&self) -> bool {
        self.first_dominates.max(self.second_dominates) >= self.level
            || self.differences.iter().any(|difference| !difference.could_be_luck())
    }
}

/// Compares two designs, each given as its values in one replicate after the other, `objectives` a replicate and
/// smaller being better. `level` is that of the intervals and of dominance, such as 0.95. Replicates in which one of
/// them is set aside (a value is not a number) are left out; `None` if those are all.
pub fn pair(first: &[f64], second: &[f64], objectives: usize, level: f64) -> Option<Pair> {
    let both = first.chunks_exact(objectives.max(1)).zip(second.chunks_exact(objectives.max(1)));
    let known = |(a, b): &(&[f64], &[f64])| !a.iter().chain(*b).any(|value| value.is_nan());
    let both: Vec<(&[f64], &[f64])> = both.filter(known).collect();
    if both.is_empty() {
        return None;
    }
    let share = |count: usize| count as f64 / both.len() as f64;
    let difference = |objective: usize| {
        let mut differences: Vec<f64> = both.iter().map(|(a, b)| apart(a[objective], b[objective])).collect();
        differences.sort_by(f64::total_cmp);
        let at = |share: f64| differences[((differences.len() - 1) as f64 * share).round() as usize];
        let tail = (1.0 - level) / 2.0;
        Difference { median: at(0.5), interval: (at(tail), at(1.0 - tail)) }
    };
    Some(Pair {
        first_dominates: share(both.iter().filter(|(a, b)| dominates(a, b)).count()),
        second_dominates: share(both.iter().filter(|(a, b)| dominates(b, a)).count()),
        differences: (0..objectives).map(difference).collect(),
        level,
    })
}

/// The difference; 0 also of equal values without an end, such as the response times of two overloaded designs.
fn apart(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { a - b }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cost and error in 100 replicates; the error goes once through `errors` plus 0 to 9.
    fn design(cost: f64, error: f64, step: usize) -> Vec<f64> {
        (0..100_usize).flat_map(|replicate| [cost, error + (replicate * step % 10) as f64]).collect()
    }

    #[test]
    fn differences_within_luck_are_not_told_apart() {
        let (first, second) = (design(5.0, 20.0, 3), design(5.0, 20.5, 7));
        let found = pair(&first, &second, 2, 0.95).unwrap();
        assert!(!found.is_distinguishable(), "{found:?}");
        assert_eq!(found.differences[0], Difference { median: 0.0, interval: (0.0, 0.0) });
        assert!(found.first_dominates > 0.3 && found.second_dominates > 0.3, "{found:?}");
    }

    #[test]
    fn what_costs_more_for_the_same_is_told_apart() {
        let (cheap, dear) = (design(5.0, 20.0, 3), design(6.0, 20.0, 3));
        let found = pair(&cheap, &dear, 2, 0.95).unwrap();
        assert_eq!((found.first_dominates, found.second_dominates), (1.0, 0.0));
        assert!(found.is_distinguishable() && !found.differences[0].could_be_luck());
        let other = pair(&dear, &cheap, 2, 0.95).unwrap();
        assert_eq!((other.second_dominates, other.differences[0].interval), (1.0, (1.0, 1.0)));
        // The dear one with fewer errors: none dominates, yet they are not the same.
        let traded = pair(&cheap, &design(6.0, 2.0, 3), 2, 0.95).unwrap();
        assert_eq!((traded.first_dominates, traded.second_dominates, traded.is_distinguishable()), (0.0, 0.0, true));
    }

    #[test]
    fn replicates_without_both_are_left_out() {
        let found = pair(&[f64::NAN, 1.0, f64::INFINITY], &[0.0, 2.0, f64::INFINITY], 1, 0.95).unwrap();
        assert_eq!((found.first_dominates, found.differences[0].interval), (0.5, (-1.0, 0.0)));
        assert_eq!(pair(&[f64::NAN], &[1.0], 1, 0.95), None);
        assert_eq!(pair(&[], &[], 0, 0.95), None);
    }
}

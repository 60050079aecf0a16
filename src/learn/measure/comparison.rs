//! Numbers that compare: two models on the same cases, two groups under one model, two samples of one feature.

use statrs::distribution::{ChiSquared, ContinuousCDF as _};

/// McNemar's test of two models on the same cases, with the correction for continuity: the statistic
/// `(|b − c| − 1)² / (b + c)` and the probability of one at least as large if both err equally often. `first_only` and
/// `second_only` count the cases that only one of them decides right; `None` when there are none.
pub fn mcnemar(first_only: u64, second_only: u64) -> Option<(f64, f64)> {
    let disagreements = first_only + second_only;
    if disagreements == 0 {
        return None;
    }
    let apart = (first_only.abs_diff(second_only) as f64 - 1.0).max(0.0);
    let statistic = apart * apart / disagreements as f64;
    let chance = ChiSquared::new(1.0).map_or(f64::NAN, |distribution| distribution.sf(statistic));
    Some((statistic, chance))
}

/// The largest difference between the rates of groups, each given as (how many, of how many); `None` with fewer than two
/// groups that have any case.
pub fn rate_gap(groups: &[(u64, u64)]) -> Option<f64> {
    let (least, most) = extremes(groups)?;
    Some(most - least)
}

/// The smallest rate of any group over the largest: below 0.8 it counts as uneven (the four-fifths rule). `None` with
/// fewer than two groups that have any case, or when no group has a rate above 0.
pub fn rate_ratio(groups: &[(u64, u64)]) -> Option<f64> {
    let (least, most) = extremes(groups)?;
    (most > 0.0).then(|| least / most)
}

fn extremes(groups: &[(u64, u64)]) -> Option<(f64, f64)> {
    let rates: Vec<f64> =
        groups.iter().filter(|(_, all)| *all > 0).map(|(some, all)| *some as f64 / *all as f64).collect();
    let ends = rates.iter().copied().reduce(f64::min).zip(rates.iter().copied().reduce(f64::max));
    ends.filter(|_| rates.len() > 1)
}

/// The population stability index `Σ (p − q)·ln(p / q)` of two samples of one feature, as shares by bin; about 0.1 is worth
/// a look, 0.25 a shift. `None` when a bin is empty on one side only, where it has no bound, or when the bins differ in
/// number.
pub fn population_stability(before: &[f64], after: &[f64]) -> Option<f64> {
    if before.len() != after.len() {
        return None;
    }
    let bins = before.iter().zip(after).filter(|(before, after)| **before > 0.0 || **after > 0.0);
    let parts =
        bins.map(|(before, after)| (*before > 0.0 && *after > 0.0).then(|| (before - after) * (before / after).ln()));
    parts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_close(actual: f64, expected: f64, tolerance: f64) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected}");
    }

    #[test]
    fn o30_two_models_and_two_groups() {
        let (statistic, chance) = mcnemar(40, 20).unwrap();
        check_close(statistic, 6.017, 5e-4);
        assert!(chance < 0.05 && chance > 0.01, "{chance}");
        assert_eq!(mcnemar(0, 0), None);
        check_close(rate_gap(&[(95, 100), (44, 50)]).unwrap(), 0.07, 1e-12);
        check_close(rate_ratio(&[(40, 100), (30, 100)]).unwrap(), 0.75, 1e-12);
        assert_eq!((rate_gap(&[(1, 2)]), rate_ratio(&[(0, 3), (0, 4)])), (None, None));
    }

    #[test]
    fn o26_a_feature_that_shifts() {
        check_close(population_stability(&[0.5, 0.3, 0.2], &[0.4, 0.4, 0.2]).unwrap(), 0.051_08, 5e-6);
        assert_eq!(population_stability(&[1.0, 0.0], &[0.5, 0.5]), None, "a new value has no bound");
        assert_eq!(population_stability(&[0.4, 0.6, 0.0], &[0.4, 0.6, 0.0]), Some(0.0));
        assert_eq!(population_stability(&[1.0], &[0.5, 0.5]), None);
    }
}

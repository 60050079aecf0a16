//! How groups rank qualities, and how far they agree about that.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::answer::Answer;
use crate::catalog::catalog;
use crate::classroom::{Agreement, GroupPair, Likeness, RankedQuality};
use crate::model::Project;

/// See [`ranks`].
pub(in crate::classroom) type Ranks = BTreeMap<&'static str, usize>;

/// The rank of each quality that a project names, by its name in the catalogue, from 1 on: qualities stand in the order of
/// their first requirements.
pub fn ranks(project: &Project) -> Ranks {
    let mut ranks = Ranks::new();
    for requirement in project.requirements.values() {
        let next = ranks.len() + 1;
        ranks.entry(catalog().quality_name(requirement.measure.measure)).or_insert(next);
    }
    ranks
}

/// Every quality that a group or the reference names, with its ranks; and those that only the reference names. They are
/// ordered by how many groups name them, then by their mean rank (in the reference, where no group names them), then by
/// name.
pub(super) fn qualities(answers: &[Answer<'_>], reference: Option<&Project>) -> (Vec<RankedQuality>, Vec<String>) {
    let of_reference = reference.map(ranks).unwrap_or_default();
    let named: BTreeSet<&str> =
        answers.iter().flat_map(|answer| answer.ranks.keys()).chain(of_reference.keys()).copied().collect();
    let row = |quality: &str| RankedQuality {
        quality: quality.to_owned(),
        ranks: answers.iter().map(|answer| answer.ranks.get(quality).copied()).collect(),
        reference: of_reference.get(quality).copied(),
    };
    let mut rows: Vec<RankedQuality> = named.into_iter().map(row).collect();
    rows.sort_by(|a, b| {
        let naming = |row: &RankedQuality| row.ranks.iter().flatten().count();
        let by_rank = || mean_rank(a).partial_cmp(&mean_rank(b)).unwrap_or(Ordering::Equal);
        naming(b).cmp(&naming(a)).then_with(by_rank).then_with(|| a.quality.cmp(&b.quality))
    });
    let is_missed = |row: &&RankedQuality| row.ranks.iter().all(Option::is_none);
    // What only the reference names stands last, in its order.
    let missed = rows.iter().filter(is_missed).map(|row| row.quality.clone()).collect();
    (rows, missed)
}

fn mean_rank(row: &RankedQuality) -> Option<f64> {
    let named: Vec<usize> = row.ranks.iter().flatten().copied().collect();
    match named.as_slice() {
        [] => row.reference.map(|rank| rank as f64),
        ranks => Some(ranks.iter().sum::<usize>() as f64 / ranks.len() as f64),
    }
}

/// How alike every two groups are, and all of them on average.
pub(super) fn agreement(answers: &[Answer<'_>]) -> Agreement {
    let mut pairs = Vec::new();
    for second in 0..answers.len() {
        for first in 0..second {
            let likeness = likeness(&answers[first].ranks, &answers[second].ranks);
            pairs.push(GroupPair { first, second, likeness });
        }
    }
    pairs.sort_by_key(|pair| (pair.first, pair.second));
    let mean = |part: fn(&Likeness) -> Option<f64>| {
        let defined: Vec<f64> = pairs.iter().filter_map(|pair| part(&pair.likeness)).collect();
        (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64)
    };
    let mean = Likeness { kendall: mean(|likeness| likeness.kendall), jaccard: mean(|likeness| likeness.jaccard) };
    Agreement { mean, pairs }
}

/// How alike two rankings are, over the qualities that either names.
pub(super) fn likeness(a: &Ranks, b: &Ranks) -> Likeness {
    let either: BTreeSet<&str> = a.keys().chain(b.keys()).copied().collect();
    let both = either.iter().filter(|quality| a.contains_key(**quality) && b.contains_key(**quality)).count();
    let rank = |ranks: &Ranks, quality: &str| ranks.get(quality).copied().unwrap_or(ranks.len() + 1);
    let ranked: Vec<(usize, usize)> = either.iter().map(|quality| (rank(a, quality), rank(b, quality))).collect();
    Likeness { kendall: kendall(&ranked), jaccard: (!either.is_empty()).then(|| both as f64 / either.len() as f64) }
}

/// Kendall's tau-b of pairs of ranks (Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945): of all
/// pairs of things, how many stand in the same order less how many stand in the opposite one, over the geometric mean of
/// how many are not tied in each ranking. A quality that a group does not name is tied with all others that it does not
/// name, behind those that it names. `None` with fewer than two things, and where one ranking ties all.
fn kendall(ranked: &[(usize, usize)]) -> Option<f64> {
    let (mut agreed, mut untied_first, mut untied_second) = (0_i64, 0_i64, 0_i64);
    for (position, (a, b)) in ranked.iter().enumerate() {
        for (other_a, other_b) in &ranked[..position] {
            let (first, second) = (a.cmp(other_a) as i64, b.cmp(other_b) as i64);
            agreed += first * second;
            untied_first += first.abs();
            untied_second += second.abs();
        }
    }
    let untied = ((untied_first * untied_second) as f64).sqrt();
    (untied > 0.0).then(|| agreed as f64 / untied)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ranked: &[(usize, usize)], expected: Option<f64>) {
        let tau = kendall(ranked);
        let is_close = match (tau, expected) {
            (Some(tau), Some(expected)) => (tau - expected).abs() < 1e-12,
            (tau, expected) => tau == expected,
        };
        assert!(is_close, "{tau:?} is not {expected:?}");
    }

    #[test]
    fn tau_of_known_rankings() {
        check(&[(1, 1), (2, 2), (3, 3), (4, 4)], Some(1.0));
        check(&[(1, 4), (2, 3), (3, 2), (4, 1)], Some(-1.0));
        // Of six pairs, five agree and one (the last two) does not: (5 - 1) / 6.
        check(&[(1, 1), (2, 2), (3, 4), (4, 3)], Some(4.0 / 6.0));
        // Ties: the pairs of (1,1), (2,1), (3,2) are tied in the second ranking once. Two agree, none disagrees; three
        // pairs are untied in the first, two in the second: 2 / sqrt(3 * 2).
        check(&[(1, 1), (2, 1), (3, 2)], Some(2.0 / 6.0_f64.sqrt()));
        // Tied in both: (1,1), (1,1), (2,2): two agree, two are untied in each.
        check(&[(1, 1), (1, 1), (2, 2)], Some(1.0));
    }

    #[test]
    fn tau_is_not_defined_without_an_order() {
        check(&[], None);
        check(&[(1, 1)], None);
        check(&[(1, 1), (1, 2)], None);
    }

    #[test]
    fn what_is_not_named_stands_behind_what_is() {
        let a = Ranks::from([("Cost", 1), ("Speed", 2), ("Safety", 3)]);
        let b = Ranks::from([("Speed", 1), ("Cost", 2), ("Privacy", 3)]);
        // Either names: Cost (1, 2), Privacy (4, 3), Safety (3, 4), Speed (2, 1). Of six pairs Cost-Speed and
        // Privacy-Safety are turned, four agree: (4 - 2) / 6. Both name two of four.
        let found = likeness(&a, &b);
        assert!(found.kendall.is_some_and(|tau| (tau - 1.0 / 3.0).abs() < 1e-12), "{found:?}");
        assert_eq!(found.jaccard, Some(0.5));
        // Two that a does not name are tied: (1, 1), (2, 2), (2, 3): two agree, untied are 2 and 3.
        let found = likeness(&Ranks::from([("Cost", 1)]), &Ranks::from([("Cost", 1), ("Safety", 2), ("Speed", 3)]));
        assert!(found.kendall.is_some_and(|tau| (tau - 2.0 / 6.0_f64.sqrt()).abs() < 1e-12), "{found:?}");
        assert_eq!(found.jaccard, Some(1.0 / 3.0));
        assert_eq!(likeness(&Ranks::new(), &Ranks::new()), Likeness::default());
        assert_eq!(likeness(&a, &a), Likeness { kendall: Some(1.0), jaccard: Some(1.0) });
        let other = Ranks::from([("Usability", 1)]);
        // (1, 2) and (2, 1): the only pair is turned.
        let found = likeness(&Ranks::from([("Cost", 1)]), &other);
        assert_eq!(found, Likeness { kendall: Some(-1.0), jaccard: Some(0.0) });
        // Nothing is named: all are tied.
        assert_eq!(likeness(&Ranks::new(), &a), Likeness { kendall: None, jaccard: Some(0.0) });
    }
}

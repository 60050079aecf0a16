//! A comparison as it is shown: with names or without, and with what is looked up once instead of on every frame.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::classroom::{Chooser, Comparison, GroupPair, Judged, Likeness, REFERENCE, Tested, ThresholdRow};
use crate::model::Direction;

/// A comparison as it is shown.
pub(super) struct Shown {
    /// With the names that groups gave themselves: the instructor's marks go by files.
    pub original: Arc<Comparison>,
    /// What the page tells.
    pub comparison: Arc<Comparison>,
    /// The groups that the page tells of, in its order, by their positions in `original`.
    order: Vec<usize>,
    /// Whether that is without names.
    pub is_anonymous: bool,
    /// Whether demands of the instructor are known.
    pub has_reference: bool,
    /// The pair of groups whose rankings are most alike.
    pub closest: Option<GroupPair>,
    /// The pair whose rankings are least alike; `None` where that is as alike as the closest.
    pub farthest: Option<GroupPair>,
    /// The last rank that anybody gives, at least 1.
    pub last_rank: usize,
    /// By threshold row: the limits that ask most and least.
    pub extremes: Vec<Option<Extremes>>,
    /// The largest regret of all, 0 to 1.
    pub largest_regret: f64,
    /// The group whose choice most groups can live with.
    pub compromise: Option<usize>,
    /// Everything that groups chose about, in the order in which it is first named.
    pub choices: Vec<String>,
}

/// What asks most and least of a measure, in its unit. They differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extremes {
    pub strictest: f64,
    pub loosest: f64,
}

impl Shown {
    pub fn of(original: &Arc<Comparison>, is_anonymous: bool) -> Self {
        let (comparison, order) = if is_anonymous {
            (Arc::new(original.anonymous()), original.anonymous_order())
        } else {
            (Arc::clone(original), (0..original.groups.len()).collect())
        };
        let (closest, farthest) = extreme_pairs(&comparison.agreement.pairs);
        let ranks = comparison.qualities.iter().flat_map(|row| row.ranks.iter().chain([&row.reference]).flatten());
        let judged = comparison.regret.rows.iter().flatten();
        let regrets = judged.filter_map(|judged| match judged {
            Judged::Feasible(weighed) => weighed.regret,
            _ => None,
        });
        Self {
            is_anonymous,
            has_reference: comparison.has_reference(),
            closest,
            farthest,
            last_rank: ranks.copied().max().unwrap_or(1).max(1),
            extremes: comparison.thresholds.iter().map(extremes).collect(),
            largest_regret: regrets.fold(0.0, f64::max),
            compromise: compromise(&comparison),
            choices: choices(&comparison),
            original: Arc::clone(original),
            comparison,
            order,
        }
    }

    /// Whether it is about this comparison.
    pub fn is_about(&self, original: &Arc<Comparison>, is_anonymous: bool) -> bool {
        Arc::ptr_eq(&self.original, original) && self.is_anonymous == is_anonymous
    }

    /// What a group is called here.
    pub fn name(&self, group: usize) -> &str {
        self.comparison.groups.get(group).map_or("", |group| group.name.as_str())
    }

    /// What somebody is called here who chose a design or judges one.
    pub fn name_of(&self, chooser: Chooser) -> &str {
        match chooser {
            Chooser::Group(group) => self.name(group),
            Chooser::Reference => REFERENCE,
        }
    }

    /// Who stands at a position where choices or judges do: the groups, then the instructor.
    pub fn chooser(&self, position: usize) -> Chooser {
        if position < self.comparison.groups.len() { Chooser::Group(position) } else { Chooser::Reference }
    }

    /// Whether the instructor chose a design as well.
    pub fn has_reference_choice(&self) -> bool {
        self.comparison.chosen(Chooser::Reference).is_some()
    }

    /// The file of a group, which marks go by, also where it is not told; empty where there is no such group.
    pub fn file(&self, group: usize) -> &str {
        let position = self.order.get(group);
        position.and_then(|position| self.original.groups.get(*position)).map_or("", |group| group.file.as_str())
    }

    /// Where the group with this file stands here.
    pub fn place_of(&self, file: &str) -> Option<usize> {
        (0..self.order.len()).find(|group| self.file(*group) == file)
    }
}

/// The pairs whose rankings are most and least alike: by the order where there is one in any pair, else by what both
/// name.
fn extreme_pairs(pairs: &[GroupPair]) -> (Option<GroupPair>, Option<GroupPair>) {
    let has_order = pairs.iter().any(|pair| pair.likeness.kendall.is_some());
    let is_defined = |pair: &&GroupPair| {
        let Likeness { kendall, jaccard } = pair.likeness;
        if has_order { kendall.is_some() } else { jaccard.is_some() }
    };
    let alike = |a: &Likeness, b: &Likeness| {
        let compare = |a: Option<f64>, b: Option<f64>| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        compare(a.kendall, b.kendall).then(compare(a.jaccard, b.jaccard))
    };
    let mut defined = pairs.iter().filter(is_defined);
    let Some(first) = defined.next() else { return (None, None) };
    let (mut closest, mut farthest) = (first, first);
    for pair in defined {
        if alike(&pair.likeness, &closest.likeness).is_gt() {
            closest = pair;
        }
        if alike(&pair.likeness, &farthest.likeness).is_lt() {
            farthest = pair;
        }
    }
    let differs = alike(&closest.likeness, &farthest.likeness).is_ne();
    (Some(*closest), differs.then_some(*farthest))
}

/// What groups ask most and least, where that differs.
fn extremes(row: &ThresholdRow) -> Option<Extremes> {
    let limits = row.demands.iter().flatten().filter_map(|tested: &Tested| tested.limit);
    let (low, high) =
        limits.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), limit| (low.min(limit), high.max(limit)));
    (low < high).then(|| match row.key.measure.direction() {
        Direction::Lower => Extremes { strictest: low, loosest: high },
        Direction::Higher => Extremes { strictest: high, loosest: low },
    })
}

/// Of all choices the one that is infeasible for the fewest groups; of those the one that leaves the smallest regret.
fn compromise(comparison: &Comparison) -> Option<usize> {
    let regret = &comparison.regret;
    let candidates = (0..comparison.groups.len()).filter(|group| comparison.groups[*group].chosen.is_some());
    let known = candidates.filter_map(|group| {
        let worst = (*regret.worst_for_others.get(group)?)?;
        Some((*regret.infeasible_for.get(group)?, worst, group))
    });
    known.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).map(|(_, _, group)| group)
}

fn choices(comparison: &Comparison) -> Vec<String> {
    let mut choices: Vec<String> = Vec::new();
    for (choice, _) in comparison.choosers().filter_map(|chooser| comparison.chosen(chooser)).flatten() {
        if !choices.contains(choice) {
            choices.push(choice.clone());
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::super::test_support::comparison;
    use super::*;

    #[test]
    fn what_stands_out_is_found() {
        let shown = Shown::of(&Arc::new(comparison()), false);
        let pair = |pair: Option<GroupPair>| pair.map(|pair| (pair.first, pair.second));
        assert_eq!((pair(shown.closest), pair(shown.farthest)), (Some((0, 1)), Some((1, 2))));
        assert_eq!(shown.last_rank, 3);
        assert_eq!(shown.extremes, [Some(Extremes { strictest: 100.0, loosest: 500.0 }), None]);
        assert_eq!(shown.largest_regret, 0.3);
        assert_eq!(shown.compromise, Some(0));
        assert_eq!(shown.choices, ["Model of Scorer"]);
        assert!(shown.has_reference);
    }

    #[test]
    fn every_group_keeps_its_file_and_its_part_without_its_name() {
        let original = Arc::new(comparison());
        let (named, hidden) = (Shown::of(&original, false), Shown::of(&original, true));
        for (position, group) in original.groups.iter().enumerate() {
            assert_eq!((named.file(position), named.place_of(&group.file)), (group.file.as_str(), Some(position)));
            let place = hidden.place_of(&group.file).expect("it is there without its name");
            assert_eq!(
                (hidden.file(place), hidden.name(place)),
                (group.file.as_str(), &*format!("Group {}", place + 1))
            );
            assert_eq!(hidden.comparison.groups[place].chosen, group.chosen);
        }
        assert_eq!(hidden.compromise, hidden.place_of("ada.hand-in.json"), "what stands out follows");
        assert_eq!((named.file(3), named.place_of("")), ("", None));
    }

    #[test]
    fn pairs_that_are_all_alike_have_no_farthest() {
        let likeness = Likeness { kendall: None, jaccard: Some(0.5) };
        let pair = |second| GroupPair { first: 0, second, likeness };
        assert_eq!(extreme_pairs(&[pair(1), pair(2)]), (Some(pair(1)), None));
        assert_eq!(extreme_pairs(&[GroupPair::default()]), (None, None), "nothing is defined");
    }
}

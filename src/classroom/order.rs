//! The order in which groups stand where nobody shall know who is who: it says nothing about their names, and is the same
//! whenever the same class is compared.

use std::collections::BTreeMap;
use std::mem::take;

use sha2::{Digest as _, Sha256};

use super::comparison::{
    Agreement, Comparison, Group, GroupPair, MeasureColumn, RankedQuality, ReferenceRegret, Regret, ThresholdRow,
};

impl Comparison {
    /// The groups of [`Comparison::anonymous`] in their order, by their positions here: its `Group 1` is the group at the
    /// first of these positions. A digest of what the exercise is called and of all that a group says decides, its name and
    /// members among it: who knows names alone cannot tell where a group stands. What numbers the program found counts for
    /// nothing, nor does what a file is called, unless the group is called by it.
    pub fn anonymous_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_cached_key(|position| {
            let said = self.groups.get(*position).into_iter().flat_map(said);
            digest([self.title.as_str()].into_iter().chain(said))
        });
        order
    }

    /// The same with the groups in this order of their positions, and with them all that is told by group. All fields are
    /// named, so that a new one is not forgotten.
    pub(super) fn ordered(mut self, order: &[usize]) -> Self {
        let Self {
            title: _,
            groups,
            qualities,
            missed: _,
            reference: _,
            agreement: Agreement { mean: _, pairs },
            thresholds,
            measures,
            best,
            regret: Regret { rows, worst_for_others, infeasible_for, reference },
            hands,
            skipped: _,
        } = &mut self;
        arrange(groups, order);
        for RankedQuality { quality: _, ranks, reference: _ } in qualities {
            arrange(ranks, order);
        }
        let places: BTreeMap<usize, usize> =
            order.iter().enumerate().map(|(place, position)| (*position, place)).collect();
        for GroupPair { first, second, likeness: _ } in pairs.iter_mut() {
            let place = |group: usize| places.get(&group).copied().unwrap_or(group);
            let (a, b) = (place(*first), place(*second));
            (*first, *second) = (a.min(b), a.max(b));
        }
        pairs.sort_by_key(|pair| (pair.first, pair.second));
        for ThresholdRow { key: _, name: _, demands, reference: _ } in thresholds {
            arrange(demands, order);
        }
        for MeasureColumn { key: _, name: _, groups, reference: _ } in measures {
            arrange(groups, order);
        }
        arrange(best, order);
        arrange(hands, order);
        for row in rows.iter_mut() {
            arrange(row, order);
        }
        arrange(rows, order);
        arrange(worst_for_others, order);
        arrange(infeasible_for, order);
        if let Some(ReferenceRegret { judged_by, judges, own: _, worst: _, infeasible_for: _ }) = reference {
            arrange(judged_by, order);
            arrange(judges, order);
        }
        self
    }
}

/// Puts what stands at each position of `order` at the next place.
fn arrange<T>(values: &mut Vec<T>, order: &[usize]) {
    let mut before: Vec<Option<T>> = take(values).into_iter().map(Some).collect();
    values.extend(order.iter().filter_map(|position| before.get_mut(*position)?.take()));
}

/// What a group says itself.
fn said(group: &Group) -> impl Iterator<Item = &str> {
    let pairs = group.chosen.iter().flatten().chain(&group.rejected).chain(&group.answers);
    let texts = [&group.name, &group.members, &group.rationale, &group.why_rejected];
    texts.into_iter().chain(pairs.flat_map(|(one, other)| [one, other])).map(String::as_str)
}

/// A number for texts in their order, which nobody can guess without them.
pub(super) fn digest<'t>(texts: impl IntoIterator<Item = &'t str>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for text in texts {
        // With its length, so that no other texts run together to the same.
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::super::test_support::compared;
    use super::*;

    #[test]
    fn everything_by_group_follows() {
        let (all, turned) = (compared(), compared().ordered(&[2, 0, 1]));
        let names: Vec<_> = turned.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["C", "Rockets", "Night Owls"]);
        assert_eq!(turned.qualities[0].ranks, [None, Some(1), Some(2)]);
        assert_eq!((turned.qualities[0].reference, turned.qualities[2].ranks[0]), (Some(1), Some(1)));
        // Rockets and Night Owls were 0 and 1, and are 1 and 2; Rockets and C were 0 and 2, and are 1 and 0.
        let pairs: Vec<_> = turned.agreement.pairs.iter().map(|pair| (pair.first, pair.second)).collect();
        assert_eq!(pairs, [(0, 1), (0, 2), (1, 2)]);
        let shared: Vec<_> = turned.agreement.pairs.iter().map(|pair| pair.likeness.jaccard).collect();
        assert_eq!(shared, [Some(0.0), Some(0.125), Some(0.6)]);
        assert_eq!(turned.agreement.mean, all.agreement.mean);
        let stated = |place: usize| turned.thresholds[0].demands[place].as_ref().map(|demand| demand.stated.as_str());
        assert_eq!([stated(0), stated(1), stated(2)], [None, Some("200 ms"), Some("0.3 s")]);
        let numbers = |column: usize| turned.measures[column].groups.iter();
        assert_eq!(numbers(0).map(|number| number.value).collect::<Vec<_>>(), [None, Some(84.0), None]);
        assert_eq!(numbers(0).map(|number| number.interval).collect::<Vec<_>>(), [None, Some((82.0, 86.0)), None]);
        assert_eq!(
            numbers(1).map(|number| number.text.as_str()).collect::<Vec<_>>(),
            ["unknown", "120 ms", "250.5 ms"]
        );
        assert_eq!(turned.best, [false, true, true]);
        // Judged by C, then by Rockets, then by Night Owls, who find 25 pp of regret in the choice of Rockets.
        assert_eq!(turned.regret.rows[2][1], all.regret.rows[1][0]);
        assert_eq!(turned.regret.rows[0][1], all.regret.rows[2][0]);
        assert_eq!(turned.regret.rows[1][0], all.regret.rows[0][2]);
        assert_eq!(turned.regret.worst_for_others, [None, Some(0.25), None]);
        assert_eq!(turned.regret.infeasible_for, [0, 0, 2]);
        let beside = |class: &Comparison| class.regret.reference.clone().unwrap_or_default();
        let (before, after) = (beside(&all), beside(&turned));
        assert_eq!((&after.judged_by[0], &after.judges[2]), (&before.judged_by[2], &before.judges[1]));
        assert_eq!(turned.ordered(&[1, 2, 0]), all, "and back");
    }

    #[test]
    fn what_a_group_says_decides_and_nothing_else() {
        let order = |class: &Comparison| {
            let name = |position: usize| class.groups[position].name.clone();
            class.anonymous_order().into_iter().map(name).collect::<Vec<_>>()
        };
        let usual = order(&compared());
        for turned in [[2, 1, 0], [1, 2, 0]] {
            assert_eq!(order(&compared().ordered(&turned)), usual, "in whatever order they were read");
        }
        let mut seen_otherwise = compared();
        for group in &mut seen_otherwise.groups {
            group.file.insert_str(0, "elsewhere/");
            (group.seconds, group.is_feasible) = (None, None);
            group.remarks.clear();
            group.specifications.clear();
        }
        assert_eq!(order(&seen_otherwise), usual);
        let mut fewer = compared();
        fewer.groups.remove(1);
        let without: Vec<_> = usual.into_iter().filter(|name| name != "Night Owls").collect();
        assert_eq!(order(&fewer), without, "who hands in later moves nobody past another");
    }

    #[test]
    fn names_in_their_order_are_not_the_order_of_groups() {
        let group = |number: usize| Group { name: format!("Group {number:03}"), ..Group::default() };
        let class = |title: &str| Comparison {
            title: title.to_owned(),
            groups: (0..100).map(group).collect(),
            ..Comparison::default()
        };
        let order = class("Card fraud").anonymous_order();
        let mut all = order.clone();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>(), "each once");
        // Of 99 steps from one to the next, half lead upwards by chance; all would if names decided.
        let upwards = order.windows(2).filter(|pair| pair[0] < pair[1]).count();
        assert!((30..70).contains(&upwards), "{order:?}");
        assert_ne!(class("Another").anonymous_order(), order, "who is known from one exercise is not from the next");
    }

    #[test]
    fn texts_do_not_run_together() {
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
        assert_ne!(digest(["a"]), digest(["a", ""]));
    }
}

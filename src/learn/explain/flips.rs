//! Flips: the smallest change of one feature of a case that makes the decision about it another one.

use super::questions::question_rows;
use super::{Rows, Step};

/// Most values of a numeric feature that are tried.
const VALUES: usize = 30;

/// The decision on each of the raw, row-major rows that it is given: a class, or whether a threshold is reached. Must
/// decide the same for the same row.
pub(in crate::learn) type Decide<'a> = dyn FnMut(&[f64]) -> Vec<u32> + 'a;

/// A change of one feature after which a case is decided otherwise, all its other features being as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::learn) struct Flip {
    /// The feature.
    pub feature: usize,
    /// What it would have to be.
    pub value: f64,
    /// Share of the background rows whose value lies between that of the case and `value`, without these two; none of
    /// levels, which have no order, and of a case that lacks the feature.
    pub share_between: Option<f64>,
}

/// For each feature that can change the decision on `case` alone, the smallest change that does.
///
/// Of a numeric feature, values that background rows have are tried: all of them, or else 30 evenly spaced quantiles,
/// from the smallest to the largest. The nearest is the one with the fewest background rows between, of several the one
/// with the smallest difference; where the case lacks the feature, the one nearest to the median. Of levels, every
/// other one that background rows have is tried, and the most frequent is preferred. Flips with a share come first, the smallest share at the
/// top, then the others, the most usual at the top. Whether such a case can occur is not asked.
///
/// Asks for at most 30 decisions a numeric feature and one a background row for a text. `step` is called with their number after each
/// request.
pub(in crate::learn) fn flips<E>(
    background: Rows<'_>,
    case: &[f64],
    decide: &mut Decide<'_>,
    step: &mut Step<'_, E>,
) -> Result<Vec<Flip>, E> {
    let Some(decided) = decide(case).first().copied() else { return Ok(Vec::new()) };
    let changes: Vec<Change> = (0..case.len()).flat_map(|feature| changes(background, case, feature)).collect();
    let mut found: Vec<Option<Change>> = vec![None; case.len()];
    let mut asked = 0;
    for some in changes.chunks(question_rows(case.len())) {
        let mut values = case.repeat(some.len());
        for (row, change) in values.chunks_exact_mut(case.len()).zip(some) {
            row[change.flip.feature] = change.flip.value;
        }
        for (change, decision) in some.iter().zip(decide(&values)) {
            if decision != decided {
                found[change.flip.feature].get_or_insert(*change);
            }
        }
        asked += some.len();
        step(asked, changes.len())?;
    }
    let mut found: Vec<Change> = found.into_iter().flatten().collect();
    found.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    Ok(found.into_iter().map(|change| change.flip).collect())
}

/// A change to try.
#[derive(Clone, Copy, Debug)]
struct Change {
    flip: Flip,
    /// What changes are sorted by: the share between, or 1 and how unusual the value is.
    distance: f64,
}

/// The changes of `feature` to try, the nearest first.
fn changes(background: Rows<'_>, case: &[f64], feature: usize) -> Vec<Change> {
    let (own, column) = (case[feature], background.column(feature));
    let mut changes = if background.is_categorical(feature) {
        level_changes(&column, background.levels[feature], own, feature)
    } else {
        numeric_changes(&column, own, feature)
    };
    let difference = |change: &Change| if own.is_nan() { 0.0 } else { (change.flip.value - own).abs() };
    changes.sort_by(|one, other| {
        one.distance.total_cmp(&other.distance).then(difference(one).total_cmp(&difference(other)))
    });
    changes
}

fn level_changes(column: &[f64], levels: usize, own: f64, feature: usize) -> Vec<Change> {
    let mut counts = vec![0_usize; levels];
    for level in column.iter().filter(|level| !level.is_nan()) {
        if let Some(count) = counts.get_mut(*level as usize) {
            *count += 1;
        }
    }
    // A level that no row has is nothing that anybody learned about.
    let others = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let others = others.map(|(level, count)| (level as f64, *count));
    let change = |(value, count): (f64, usize)| Change {
        flip: Flip { feature, value, share_between: None },
        distance: 2.0 - share(count, column.len()),
    };
    others.filter(|(level, _)| *level != own).map(change).collect()
}

fn numeric_changes(column: &[f64], own: f64, feature: usize) -> Vec<Change> {
    let mut sorted: Vec<f64> = column.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(median) = sorted.get(sorted.len() / 2).copied() else { return Vec::new() };
    let from = if own.is_nan() { median } else { own };
    let change = |value: f64| {
        let (low, high) = (from.min(value), from.max(value));
        let first = sorted.partition_point(|value| *value <= low);
        let between = share(sorted.partition_point(|value| *value < high).saturating_sub(first), column.len());
        Change {
            flip: Flip { feature, value, share_between: (!own.is_nan()).then_some(between) },
            distance: if own.is_nan() { 1.0 + between } else { between },
        }
    };
    tried(&sorted).into_iter().filter(|value| *value != own).map(change).collect()
}

/// The values to try, of rising ones.
fn tried(sorted: &[f64]) -> Vec<f64> {
    let mut distinct = sorted.to_vec();
    distinct.dedup();
    if distinct.len() > VALUES {
        let last = sorted.len() - 1;
        distinct = (0..VALUES).map(|place| sorted[(place * last + (VALUES - 1) / 2) / (VALUES - 1)]).collect();
        distinct.dedup();
    }
    distinct
}

fn share(count: usize, of: usize) -> f64 {
    count as f64 / of.max(1) as f64
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::tests::{Oracle, diabetes, uniform};
    use super::*;

    fn flips_of(rows: Rows<'_>, case: &[f64], function: impl Fn(&[f64]) -> u32) -> Vec<Flip> {
        let mut decide = |values: &[f64]| values.chunks_exact(rows.features).map(&function).collect();
        flips(rows, case, &mut decide, &mut |_, _| Ok::<(), Infallible>(())).unwrap()
    }

    #[test]
    fn the_nearest_value_on_either_side_is_found() {
        // 0 to 19 in both features: 10 is decided otherwise from 14 up and 4 down in the first, never by the second.
        let values: Vec<f64> = (0..20).flat_map(|row| [f64::from(row), f64::from(19 - row)]).collect();
        let rows = Rows { values: &values, features: 2, levels: &[0, 0] };
        let found = flips_of(rows, &[10.0, 10.0], |row| u32::from(row[0] >= 14.0 || row[0] <= 4.0));
        assert_eq!(found, [Flip { feature: 0, value: 14.0, share_between: Some(3.0 / 20.0) }]);
        // As many rows lie between 9 and 11 as between 9 and 7: the smaller difference counts.
        let found = flips_of(rows, &[9.2, 10.0], |row| u32::from(row[0] >= 11.0 || row[0] <= 8.0));
        assert_eq!(found, [Flip { feature: 0, value: 8.0, share_between: Some(1.0 / 20.0) }]);
        assert!(flips_of(rows, &[10.0, 10.0], |_| 3).is_empty());
    }

    #[test]
    fn the_smallest_change_comes_first_and_levels_follow_by_frequency() {
        // Level 2 is the most frequent one that flips; no row has the level of the third feature that would.
        let levels = [2.0, 2.0, 2.0, 3.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let values: Vec<f64> =
            (0..10).zip(levels).flat_map(|(row, level)| [f64::from(row), level, 0.0, f64::from(row)]).collect();
        let rows = Rows { values: &values, features: 4, levels: &[0, 4, 2, 0] };
        let decide = |row: &[f64]| u32::from(row[0] > 6.0 || row[1] >= 1.0 || row[2] > 0.0 || row[3] > 3.0);
        let flip = |feature, value, share_between| Flip { feature, value, share_between };
        assert_eq!(
            flips_of(rows, &[1.0, 0.0, 0.0, 1.0], decide),
            [flip(3, 4.0, Some(0.2)), flip(0, 7.0, Some(0.5)), flip(1, 2.0, None)]
        );
    }

    #[test]
    fn a_missing_value_is_replaced_by_a_usual_one() {
        let values: Vec<f64> = (0..21).map(|row| if row == 20 { f64::NAN } else { f64::from(row) }).collect();
        let rows = Rows { values: &values, features: 1, levels: &[0] };
        let found = flips_of(rows, &[f64::NAN], |row| u32::from(row[0] < 6.0 || row[0] > 18.0));
        assert_eq!(found, [Flip { feature: 0, value: 5.0, share_between: None }]);
        let levels = Rows { values: &[1.0, f64::NAN, 1.0, 0.0], features: 1, levels: &[2] };
        let found = flips_of(levels, &[f64::NAN], |row| u32::from(row[0].is_nan()));
        assert_eq!(found, [Flip { feature: 0, value: 1.0, share_between: None }]);
        let nothing = Rows { values: &[f64::NAN], features: 1, levels: &[0] };
        assert!(flips_of(nothing, &[1.0], |row| u32::from(row[0] > 1.0)).is_empty());
    }

    #[test]
    fn thirty_quantiles_reach_from_end_to_end() {
        let rising: Vec<f64> = (0..59).map(f64::from).collect();
        let even: Vec<f64> = (0..30).map(|place| f64::from(2 * place)).collect();
        assert_eq!(tried(&rising), even);
        assert_eq!(tried(&rising[..30]), rising[..30]);
        // 15 · 44 / 29 is 22.8: the nearest place counts.
        assert_eq!(tried(&rising[..45])[15], 23.0);
        let uneven: Vec<f64> = (0..1000).map(|place| f64::from((place - 900).max(0))).collect();
        assert_eq!((tried(&uneven).first(), tried(&uneven).last()), (Some(&0.0), Some(&99.0)));
        assert!(tried(&uneven).len() <= 4);
    }

    #[test]
    fn going_through_everything_finds_the_same_on_the_diabetes_data() {
        let Oracle { values, levels, .. } = Oracle::read();
        let few = &values[..300];
        let rows = Rows { values: few, features: 10, levels: &levels };
        let decide = |row: &[f64]| u32::from(diabetes(row) > 105.0) + u32::from(diabetes(row) > 115.0);
        let mut flipped = 0;
        for case in values.chunks_exact(10).skip(30).step_by(9) {
            let found = flips_of(rows, case, decide);
            flipped += found.len();
            for feature in (0..10).filter(|feature| levels[*feature] == 0 && !case[*feature].is_nan()) {
                let own = case[feature];
                let mut nearest: Option<usize> = None;
                for other in few.chunks_exact(10).map(|row| row[feature]) {
                    let mut changed = case.to_vec();
                    changed[feature] = other;
                    if !other.is_nan() && decide(&changed) != decide(case) {
                        let is_between = |value: f64| (value - own) * (value - other) < 0.0;
                        let between = few.chunks_exact(10).filter(|row| is_between(row[feature])).count();
                        nearest = Some(nearest.map_or(between, |least| least.min(between)));
                    }
                }
                let ours = found.iter().find(|flip| flip.feature == feature).map(|flip| flip.share_between.unwrap());
                assert_eq!(ours, nearest.map(|between| between as f64 / 30.0), "{feature} of {case:?}");
            }
            assert!(found.iter().all(|flip| flip.feature != 5), "the function does not use s2");
        }
        assert!(flipped > 100, "{flipped}");
    }

    #[test]
    fn much_is_asked_at_once_and_a_stop_comes_back() {
        let (values, levels) = (uniform(40, 300), vec![0; 300]);
        let rows = Rows { values: &values, features: 300, levels: &levels };
        let mut sizes = Vec::new();
        let mut decide = |values: &[f64]| {
            sizes.push(values.len() / 300);
            vec![0; values.len() / 300]
        };
        let mut seen = Vec::new();
        let mut step = |done, total| {
            seen.push((done, total));
            if seen.len() < 2 { Ok(()) } else { Err("stopped") }
        };
        assert_eq!(flips(rows, &[0.5; 300], &mut decide, &mut step), Err("stopped"));
        assert_eq!(seen.iter().map(|(_, total)| *total).collect::<Vec<_>>(), [9000, 9000]);
        assert_eq!((sizes[0], sizes[1], seen[1].0), (1, seen[0].0, sizes[1] + sizes[2]));
        assert!(sizes[1] >= 1000, "{sizes:?}");
    }
}

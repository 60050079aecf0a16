//! Which rows a model is fitted on, which set its threshold, and which judge it.

use std::collections::{HashMap, HashSet};

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::error::LearnError;
use super::examples::Examples;
use super::targets::{Aim, Output, Targets};
use crate::model::{Folds, SplitRule};

/// Share of the training rows set aside for early stopping and for the decision threshold.
const VALIDATION_SHARE: f64 = 0.2;

/// Strata of numbers.
const NUMBER_STRATA: usize = 5;

/// Row numbers, from 0 in file order, of the three parts; ascending, or by time for a split by time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Rows that weights, splits and all statistics come from.
    pub fitting: Vec<usize>,
    /// Training rows that only early stopping and the decision threshold use.
    pub validation: Vec<usize>,
    /// Held-out rows, which only the judging uses.
    pub test: Vec<usize>,
}

/// Divides the rows by `rule`.
pub(super) fn split(examples: &Examples, rule: &SplitRule) -> Result<Split, LearnError> {
    let all: Vec<usize> = (0..examples.rows()).collect();
    let strata = strata(&examples.aim.targets);
    let (training, test) = match rule {
        SplitRule::Stratified { test_share, seed } => stratified(&all, &strata, *test_share, *seed),
        SplitRule::Grouped { test_share, seed, .. } => grouped(&all, groups_of(examples), *test_share, *seed),
        SplitRule::ByTime { test_share, .. } => latest(&by_time(examples), *test_share),
    };
    completed(examples, rule, &strata, &training, test)
}

/// Divides the rows once for each fold: a part of them is held out, each row once a repeat. By time every part but the
/// first is judged by what was learned from all earlier ones.
pub(super) fn folds(examples: &Examples, rule: &SplitRule, folds: Folds) -> Result<Vec<Split>, LearnError> {
    let count = folds.count as usize;
    let strata = strata(&examples.aim.targets);
    let mut splits = Vec::new();
    if let SplitRule::ByTime { .. } = rule {
        let rows = by_time(examples);
        for fold in 1..=count {
            let at = |fold: usize| rows.len() * fold / (count + 1);
            let (training, test) = (rows[..at(fold)].to_vec(), rows[at(fold)..at(fold + 1)].to_vec());
            splits.push(completed(examples, rule, &strata, &training, test)?);
        }
        return Ok(splits);
    }
    for repeat in 0..u64::from(folds.repeats) {
        let places = match rule {
            SplitRule::Grouped { seed, .. } => group_folds(groups_of(examples), count, fold_seed(*seed, repeat)),
            SplitRule::Stratified { seed, .. } => stratified_folds(&strata, count, fold_seed(*seed, repeat)),
            SplitRule::ByTime { .. } => Vec::new(),
        };
        for fold in 0..count {
            let (test, training): (Vec<usize>, Vec<usize>) = (0..places.len()).partition(|row| places[*row] == fold);
            splits.push(completed(examples, rule, &strata, &training, test)?);
        }
    }
    Ok(splits)
}

/// Takes the validation rows out of the training rows and checks all parts.
fn completed(
    examples: &Examples,
    rule: &SplitRule,
    strata: &[u32],
    training: &[usize],
    test: Vec<usize>,
) -> Result<Split, LearnError> {
    let (fitting, validation) = match rule {
        SplitRule::Stratified { seed, .. } => stratified(training, strata, VALIDATION_SHARE, inner_seed(*seed)),
        SplitRule::Grouped { seed, .. } => grouped(training, groups_of(examples), VALIDATION_SHARE, inner_seed(*seed)),
        SplitRule::ByTime { .. } => latest(training, VALIDATION_SHARE),
    };
    let parts = Split { fitting, validation, test };
    check(&parts, &examples.aim)?;
    Ok(parts)
}

/// A share of `rows`, each class (or fifth of the numbers) alike; the smaller share is part of the larger.
pub(super) fn share_of(rows: &[usize], targets: &Targets, share: f64, seed: u64) -> Vec<usize> {
    let strata = strata(targets);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut shuffled = rows.to_vec();
    shuffled.shuffle(&mut random);
    let mut taken = Vec::new();
    for stratum in 0..=strata.iter().copied().max().unwrap_or(0) {
        let members: Vec<usize> = shuffled.iter().copied().filter(|row| strata[*row] == stratum).collect();
        let count = (members.len() as f64 * share).round() as usize;
        taken.extend_from_slice(&members[..count.min(members.len())]);
    }
    taken.sort_unstable();
    taken
}

fn groups_of(examples: &Examples) -> &[u32] {
    examples.groups.as_deref().unwrap_or_default()
}

/// All rows, the earliest first.
fn by_time(examples: &Examples) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..examples.rows()).collect();
    if let Some(order) = &examples.order {
        rows.sort_by(|a, b| order[*a].total_cmp(&order[*b]));
    }
    rows
}

/// The fold of each row: those of a stratum are dealt out in random order.
fn stratified_folds(strata: &[u32], count: usize, seed: u64) -> Vec<usize> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut rows: Vec<usize> = (0..strata.len()).collect();
    rows.shuffle(&mut random);
    rows.sort_by_key(|row| strata[*row]);
    let mut places = vec![0; strata.len()];
    // The dealing goes on from stratum to stratum, so that folds differ by one row at most.
    rows.iter().enumerate().for_each(|(dealt, row)| places[*row] = dealt % count);
    places
}

/// The fold of each row: whole groups, the largest first, go where the fewest rows are.
fn group_folds(groups: &[u32], count: usize, seed: u64) -> Vec<usize> {
    let mut sizes = sizes_of(groups.to_vec());
    sizes.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    sizes.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let mut filled = vec![0; count];
    let mut fold_of = HashMap::new();
    for (group, size) in sizes {
        let fold = (0..count).min_by_key(|fold| filled[*fold]).unwrap_or(0);
        filled[fold] += size;
        fold_of.insert(group, fold);
    }
    groups.iter().map(|group| fold_of[group]).collect()
}

/// Each group with the number of its rows.
fn sizes_of(mut groups: Vec<u32>) -> Vec<(u32, usize)> {
    groups.sort_unstable();
    groups.chunk_by(|a, b| a == b).map(|group| (group[0], group.len())).collect()
}

/// A stream of its own for the folds of each repeat.
fn fold_seed(seed: u64, repeat: u64) -> u64 {
    inner_seed(seed ^ 0xF01D).wrapping_add(repeat)
}

/// Another stream of the same seed, so that the inner split is no copy of the outer one.
fn inner_seed(seed: u64) -> u64 {
    seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5EED
}

/// Refuses parts that cannot be fitted or judged.
fn check(parts: &Split, aim: &Aim) -> Result<(), LearnError> {
    const REMEDY: &str = "change the held-out share or the way of splitting, or add examples";
    for (rows, part) in
        [(&parts.fitting, "fit the model on"), (&parts.validation, "set it with"), (&parts.test, "judge it on")]
    {
        if rows.is_empty() {
            return Err(LearnError::Data(format!("there are no rows to {part}; {REMEDY}")));
        }
    }
    let occurs = |rows: &[usize], class: usize| rows.iter().any(|row| aim.targets.codes()[*row] as usize == class);
    match aim.output {
        Output::Number => {}
        Output::Positive => {
            for (rows, part) in [(&parts.fitting, "fit the model on"), (&parts.test, "judge it on")] {
                if !occurs(rows, 0) || !occurs(rows, 1) {
                    return Err(LearnError::Data(format!(
                        "the {} rows to {part} are all of one class; {REMEDY} of the rare class",
                        rows.len()
                    )));
                }
            }
        }
        Output::Classes(count) => {
            if let Some(missing) = (0..count).find(|class| !occurs(&parts.fitting, *class)) {
                return Err(LearnError::Data(format!(
                    "the class \"{}\" is not among the {} rows to fit the model on; {REMEDY} of it",
                    aim.classes[missing],
                    parts.fitting.len()
                )));
            }
        }
    }
    Ok(())
}

/// What is kept alike in every part: the class, or the fifth of the numbers that a row's number belongs to.
fn strata(targets: &Targets) -> Vec<u32> {
    match targets {
        Targets::Classes(codes) => codes.clone(),
        Targets::Numbers(numbers) => {
            let mut sorted = numbers.clone();
            sorted.sort_by(f64::total_cmp);
            let limits: Vec<f64> = (1..NUMBER_STRATA).map(|part| sorted[sorted.len() * part / NUMBER_STRATA]).collect();
            numbers.iter().map(|number| limits.partition_point(|limit| limit <= number) as u32).collect()
        }
    }
}

/// Takes `share` of each stratum at random; returns what stays and what was taken, both ascending.
fn stratified(rows: &[usize], strata: &[u32], share: f64, seed: u64) -> (Vec<usize>, Vec<usize>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (mut kept, mut taken) = (Vec::new(), Vec::new());
    let count = strata.iter().max().map_or(0, |largest| *largest as usize + 1);
    let mut members = vec![Vec::new(); count];
    for row in rows {
        members[strata[*row] as usize].push(*row);
    }
    for mut of_stratum in members {
        of_stratum.shuffle(&mut random);
        let count = (of_stratum.len() as f64 * share).round() as usize;
        taken.extend_from_slice(&of_stratum[..count]);
        kept.extend_from_slice(&of_stratum[count..]);
    }
    kept.sort_unstable();
    taken.sort_unstable();
    (kept, taken)
}

/// Takes whole groups at random until they hold `share` of the rows; returns what stays and what was taken.
fn grouped(rows: &[usize], groups: &[u32], share: f64, seed: u64) -> (Vec<usize>, Vec<usize>) {
    let mut sizes = sizes_of(rows.iter().map(|row| groups[*row]).collect());
    sizes.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let wanted = rows.len() as f64 * share;
    let (mut taken, mut count) = (HashSet::new(), 0.0);
    for (group, size) in sizes {
        // A group that would take more too much than now is missing is left out.
        if count + size as f64 - wanted <= wanted - count {
            taken.insert(group);
            count += size as f64;
        }
    }
    rows.iter().partition(|row| !taken.contains(&groups[**row]))
}

/// Takes the last `share` of rows that are ordered by time.
fn latest(rows: &[usize], share: f64) -> (Vec<usize>, Vec<usize>) {
    let count = (rows.len() as f64 * share).round() as usize;
    let (kept, taken) = rows.split_at(rows.len() - count);
    (kept.to_vec(), taken.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples(labels: Vec<bool>, order: Option<Vec<f64>>) -> Examples {
        let raw = vec![0.0; labels.len()];
        let features = vec![super::super::examples::Feature { name: "x".to_owned(), dictionary: Vec::new() }];
        let targets = Targets::Classes(labels.into_iter().map(u32::from).collect());
        let aim = Aim { targets, classes: vec!["no".to_owned(), "yes".to_owned()], output: Output::Positive };
        Examples {
            features,
            raw,
            aim,
            order,
            groups: None,
            shape: None,
            are_images: false,
            protected: None,
            lines: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn check_partition(parts: &Split, rows: usize) {
        let mut all = [parts.fitting.clone(), parts.validation.clone(), parts.test.clone()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..rows).collect::<Vec<_>>(), "every row is in exactly one part");
    }

    #[test]
    fn a_stratified_split_keeps_the_share_of_each_class() {
        let examples = examples((0..1000).map(|row| row % 10 == 0).collect(), None);
        let rule = SplitRule::Stratified { test_share: 0.3, seed: 1 };
        let parts = split(&examples, &rule).unwrap();
        check_partition(&parts, 1000);
        let positives = |rows: &[usize]| rows.iter().filter(|row| *row % 10 == 0).count();
        assert_eq!((parts.test.len(), positives(&parts.test)), (300, 30));
        assert_eq!((parts.validation.len(), positives(&parts.validation)), (140, 14));
        assert_eq!(parts, split(&examples, &rule).unwrap());
        assert_ne!(parts, split(&examples, &SplitRule::Stratified { test_share: 0.3, seed: 2 }).unwrap());
    }

    #[test]
    fn a_split_by_time_holds_out_the_latest_rows() {
        // Row 0 is the latest and row 99 the earliest.
        let order = Some((0..100).map(|row| f64::from(100 - row)).collect());
        let examples = examples((0..100).map(|row| row % 2 == 0).collect(), order);
        let rule = SplitRule::ByTime { column: "x".to_owned(), test_share: 0.25 };
        let parts = split(&examples, &rule).unwrap();
        check_partition(&parts, 100);
        assert_eq!(parts.test, (0..25).rev().collect::<Vec<_>>());
        assert_eq!(parts.validation, (25..40).rev().collect::<Vec<_>>());
    }

    #[test]
    fn a_group_stays_together() {
        let mut examples = examples((0..300).map(|row| row % 2 == 0).collect(), None);
        examples.groups = Some((0..300).map(|row| row / 7).collect());
        let rule = SplitRule::Grouped { column: "x".to_owned(), test_share: 0.3, seed: 4 };
        let parts = split(&examples, &rule).unwrap();
        check_partition(&parts, 300);
        assert!((80..=100).contains(&parts.test.len()), "{}", parts.test.len());
        let groups = |rows: &[usize]| rows.iter().map(|row| row / 7).collect::<HashSet<_>>();
        let [fitting, validation, test] = [&parts.fitting, &parts.validation, &parts.test].map(|rows| groups(rows));
        assert!(fitting.is_disjoint(&test) && fitting.is_disjoint(&validation) && validation.is_disjoint(&test));
    }

    #[test]
    fn numbers_are_alike_in_every_part() {
        let mut examples = examples(vec![false; 1000], None);
        examples.aim.targets = Targets::Numbers((0..1000).map(|row| f64::from(row * row)).collect());
        examples.aim.output = Output::Number;
        let parts = split(&examples, &SplitRule::Stratified { test_share: 0.3, seed: 1 }).unwrap();
        check_partition(&parts, 1000);
        for fifth in 0..5 {
            let members = |rows: &[usize]| rows.iter().filter(|row| **row / 200 == fifth).count();
            assert_eq!((members(&parts.test), members(&parts.validation)), (60, 28));
        }
    }

    #[test]
    fn a_part_without_one_of_the_classes_is_refused() {
        let examples = examples((0..100).map(|row| row == 0).collect(), None);
        let error = split(&examples, &SplitRule::Stratified { test_share: 0.3, seed: 1 }).unwrap_err();
        assert!(error.to_string().contains("the 30 rows to judge it on are all of one class"), "{error}");
    }
}

//! Which rows a model is fitted on, which set its threshold, and which judge it.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::error::LearnError;
use super::examples::Examples;
use crate::model::SplitRule;

/// Share of the training rows set aside for early stopping and for the decision threshold.
const VALIDATION_SHARE: f64 = 0.2;

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
    let parts = match rule {
        SplitRule::Stratified { test_share, seed } => {
            let (training, test) = stratified(&all, &examples.labels, *test_share, *seed);
            // Another stream of the same seed, so that the inner split is no copy of the outer one.
            let inner_seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5EED;
            let (fitting, validation) = stratified(&training, &examples.labels, VALIDATION_SHARE, inner_seed);
            Split { fitting, validation, test }
        }
        SplitRule::ByTime { test_share, .. } => {
            let mut by_time = all;
            if let Some(order) = &examples.order {
                by_time.sort_by(|a, b| order[*a].total_cmp(&order[*b]));
            }
            let (training, test) = latest(&by_time, *test_share);
            let (fitting, validation) = latest(&training, VALIDATION_SHARE);
            Split { fitting, validation, test }
        }
    };
    for (rows, part) in [(&parts.fitting, "fit the model on"), (&parts.test, "judge it on")] {
        let positives = rows.iter().filter(|row| examples.labels[**row]).count();
        if positives == 0 || positives == rows.len() {
            return Err(LearnError::Data(format!(
                "the {} rows to {part} are all of one class; change the held-out share or the way of splitting, or add \
                 examples of the rare class",
                rows.len()
            )));
        }
    }
    Ok(parts)
}

/// Takes `share` of each class at random; returns what stays and what was taken, both ascending.
fn stratified(rows: &[usize], labels: &[bool], share: f64, seed: u64) -> (Vec<usize>, Vec<usize>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (mut kept, mut taken) = (Vec::new(), Vec::new());
    for class in [false, true] {
        let mut of_class: Vec<usize> = rows.iter().copied().filter(|row| labels[*row] == class).collect();
        of_class.shuffle(&mut random);
        let count = (of_class.len() as f64 * share).round() as usize;
        taken.extend_from_slice(&of_class[..count]);
        kept.extend_from_slice(&of_class[count..]);
    }
    kept.sort_unstable();
    taken.sort_unstable();
    (kept, taken)
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
        Examples { features, raw, labels, order, warnings: Vec::new() }
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
    fn a_part_without_one_of_the_classes_is_refused() {
        let examples = examples((0..100).map(|row| row == 0).collect(), None);
        let error = split(&examples, &SplitRule::Stratified { test_share: 0.3, seed: 1 }).unwrap_err();
        assert!(error.to_string().contains("the 30 rows to judge it on are all of one class"), "{error}");
    }
}

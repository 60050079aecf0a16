//! Two candidates on the same rows: by how much they differ, and whether that could be luck.

use super::comparison::mcnemar;
use super::interval::percentile_interval;
use crate::learn::trials::corrected_half_width;
use crate::model::{Evidence, Measure};

/// By how much the first of two candidates differs from the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The first value minus the second, in the measure's unit.
    pub value: f64,
    /// Its 95 % interval: over the same resamples of the held-out rows, or over the same folds.
    pub interval: (f64, f64),
    /// Cases that only the first decides right, those that only the second does, and the probability of a split at least
    /// as uneven if both err equally often (McNemar's test); of classes only.
    pub cases: Option<(u64, u64, Option<f64>)>,
}

impl Difference {
    /// Whether 0 lies in the interval: which of the two is better cannot be said.
    pub fn could_be_luck(&self) -> bool {
        (self.interval.0..=self.interval.1).contains(&0.0)
    }
}

/// By how much `first` differs from `second` in `measure`; `None` unless both were judged on the same rows, which takes
/// the same data, target and split.
pub fn difference(first: &Evidence, second: &Evidence, measure: Measure) -> Option<Difference> {
    let (a, b) = (&first.trials, &second.trials);
    if a.rows.is_empty() || a.rows != b.rows {
        return None;
    }
    let value = first.value(measure)? - second.value(measure)?;
    let of_folds = a.folds.get(&measure).zip(b.folds.get(&measure)).map(|(a, b)| apart(a, b));
    let interval = match of_folds {
        Some(values) => {
            // Each row is held out once a repeat, so the rows that judge and those that train are as the folds are.
            let ratio = a.held_out_to_kept;
            let half = corrected_half_width(&values, ratio)?;
            (value - half, value + half)
        }
        None => percentile_interval(&mut apart(a.resamples.get(&measure)?, b.resamples.get(&measure)?))?,
    };
    let cases = (!a.right.is_empty() && a.right.len() == b.right.len()).then(|| {
        let only = |wanted: (bool, bool)| a.right.iter().zip(&b.right).filter(|(a, b)| (**a, **b) == wanted).count();
        let (first_only, second_only) = (only((true, false)) as u64, only((false, true)) as u64);
        (first_only, second_only, mcnemar(first_only, second_only).map(|(_, chance)| chance))
    });
    Some(Difference { value, interval, cases })
}

fn apart(first: &[f32], second: &[f32]) -> Vec<f64> {
    first.iter().zip(second).map(|(first, second)| f64::from(*first) - f64::from(*second)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Measured, Trials};

    fn evidence(value: f64, resamples: &[f32], right: &[bool]) -> Evidence {
        Evidence {
            measured: BTreeMap::from([(Measure::Accuracy, Measured { value, interval: None })]),
            trials: Trials {
                rows: "these".to_owned(),
                right: right.to_vec(),
                resamples: BTreeMap::from([(Measure::Accuracy, resamples.to_vec())]),
                ..Trials::default()
            },
            ..Evidence::default()
        }
    }

    #[test]
    fn differences_are_taken_resample_by_resample() {
        // Both swing by 10, but the first is always better by 1.
        let swing: Vec<f32> = (0..200_i16).map(|resample| 80.0 + f32::from(resample % 11)).collect();
        let better: Vec<f32> = swing.iter().map(|value| value + 1.0).collect();
        let (first, second) = (evidence(86.0, &better, &[true; 6]), evidence(85.0, &swing, &[false; 6]));
        let found = difference(&first, &second, Measure::Accuracy).unwrap();
        assert_eq!((found.value, found.interval), (1.0, (1.0, 1.0)));
        assert!(!found.could_be_luck());
        // 6 against none: (6 − 1)² / 6 = 4.17.
        let (first_only, second_only, chance) = found.cases.unwrap();
        assert_eq!((first_only, second_only), (6, 0));
        assert!((chance.unwrap() - 0.041_227).abs() < 1e-5, "{chance:?}");
        let same = difference(&first, &first, Measure::Accuracy).unwrap();
        assert!(same.could_be_luck() && same.cases == Some((0, 0, None)));
        let mut elsewhere = second;
        "others".clone_into(&mut elsewhere.trials.rows);
        assert_eq!(difference(&first, &elsewhere, Measure::Accuracy), None);
    }

    #[test]
    fn folds_are_compared_by_the_corrected_interval() {
        let of_folds = |values: [f32; 4]| {
            let mean = f64::from(values.iter().sum::<f32>() / 4.0);
            let mut evidence = evidence(mean, &[], &[]);
            evidence.trials.folds = BTreeMap::from([(Measure::Accuracy, values.to_vec())]);
            evidence.trials.held_out_to_kept = 0.25;
            evidence
        };
        let (first, second) = (of_folds([84.0, 86.0, 84.0, 86.0]), of_folds([82.0; 4]));
        let found = difference(&first, &second, Measure::Accuracy).unwrap();
        // t(3; 0.975) = 3.182446, variance 4/3.
        let half = 3.182_446 * ((0.25 + 0.25) * 4.0_f64 / 3.0).sqrt();
        assert!((found.interval.1 - 3.0 - half).abs() < 1e-5 && found.value == 3.0, "{found:?}");
    }
}

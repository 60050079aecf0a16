//! Whether groups of people are treated alike: quality by group, and the gaps between groups.

use std::collections::BTreeMap;

use super::super::error::LearnError;
use super::super::examples::Protected;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::comparison::{rate_gap, rate_ratio};
use super::judging::{Case, resampled, values};
use super::wilson_interval;
use crate::model::{GroupResult, Measure, Measured};

/// Groups with fewer rows, or fewer positive rows, are shown but not compared: their rates are luck.
const FEWEST_ROWS: u64 = 20;
const FEWEST_POSITIVES: u64 = 5;

/// What is shown of each group, by what is predicted.
const OF_YES_OR_NO: [Measure; 5] =
    [Measure::Recall, Measure::FalsePositiveRate, Measure::Precision, Measure::FlaggedShare, Measure::Accuracy];
const OF_CLASSES: [Measure; 2] = [Measure::Accuracy, Measure::BalancedAccuracy];
const OF_NUMBERS: [Measure; 2] = [Measure::MeanAbsoluteError, Measure::RootMeanSquaredError];

/// The results by group, and the gaps between them in `measured`. `rows` are the held-out rows that `case` is about.
pub(super) fn measure(
    protected: &Protected,
    rows: &[usize],
    case: Case<'_>,
    (measured, warnings): (&mut BTreeMap<Measure, Measured>, &mut Vec<String>),
    progress: &mut Progress<'_>,
) -> Result<Vec<GroupResult>, LearnError> {
    let codes: Vec<u32> = rows.iter().map(|row| protected.codes[*row]).collect();
    let mut results = Vec::new();
    for (code, name) in (0..).zip(&protected.names) {
        let members: Vec<usize> = (0..codes.len()).filter(|row| codes[*row] == code).collect();
        if !members.is_empty() {
            results.push(result(name, &members, case, progress)?);
        }
    }
    if case.output == Output::Positive {
        let few: Vec<&str> = results.iter().filter(|of| !is_compared(of)).map(|of| of.group.as_str()).collect();
        if !few.is_empty() {
            warnings.push(format!(
                "Groups with fewer than {FEWEST_ROWS} held-out rows or {FEWEST_POSITIVES} positive ones are not \
                 compared: {}.",
                few.join(", ")
            ));
        }
        let compared: Vec<u32> = (0..)
            .zip(&protected.names)
            .filter(|(_, name)| results.iter().any(|of| of.group == **name && is_compared(of)))
            .map(|(code, _)| code)
            .collect();
        gaps(&codes, &compared, case, measured, progress)?;
    }
    Ok(results)
}

fn is_compared(result: &GroupResult) -> bool {
    result.rows >= FEWEST_ROWS && result.positives.is_some_and(|positives| positives >= FEWEST_POSITIVES)
}

fn result(
    name: &str,
    members: &[usize],
    case: Case<'_>,
    progress: &mut Progress<'_>,
) -> Result<GroupResult, LearnError> {
    let width = case.output.width();
    let answers: Vec<f64> =
        members.iter().flat_map(|row| case.answers[row * width..(row + 1) * width].iter().copied()).collect();
    let truth = case.truth.of(members);
    let shown: &[Measure] = match case.output {
        Output::Positive => &OF_YES_OR_NO,
        Output::Classes(_) => &OF_CLASSES,
        Output::Number => &OF_NUMBERS,
    };
    let found = values(Case { answers: &answers, truth: &truth, ..case }, progress)?;
    let rates = (case.output == Output::Positive).then(|| Rates::of(&answers, &truth, case.threshold, None));
    let measured = shown.iter().filter_map(|measure| {
        let interval = rates.and_then(|rates| rates.interval(*measure));
        found.get(measure).map(|value| (*measure, Measured { value: *value, interval }))
    });
    let positives = rates.map(|rates| rates.positives);
    Ok(GroupResult { group: name.to_owned(), rows: members.len() as u64, positives, measured: measured.collect() })
}

/// Decisions in one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Rates {
    rows: u64,
    positives: u64,
    flagged: u64,
    found: u64,
}

impl Rates {
    fn of(answers: &[f64], truth: &Targets, threshold: Option<f64>, counts: Option<&[u32]>) -> Self {
        let mut rates = Self::default();
        for (row, (answer, code)) in answers.iter().zip(truth.codes()).enumerate() {
            let count = counts.map_or(1, |counts| u64::from(counts[row]));
            rates.add(count, *code == 1, *answer >= threshold.unwrap_or(0.5));
        }
        rates
    }

    fn add(&mut self, count: u64, is_positive: bool, is_flagged: bool) {
        self.rows += count;
        self.positives += if is_positive { count } else { 0 };
        self.flagged += if is_flagged { count } else { 0 };
        self.found += if is_positive && is_flagged { count } else { 0 };
    }

    /// Wilson's interval of a share, in percent.
    fn interval(self, measure: Measure) -> Option<(f64, f64)> {
        let wrong = self.flagged - self.found;
        let (part, whole) = match measure {
            Measure::Recall => (self.found, self.positives),
            Measure::FalsePositiveRate => (wrong, self.rows - self.positives),
            Measure::Precision => (self.found, self.flagged),
            Measure::FlaggedShare => (self.flagged, self.rows),
            Measure::Accuracy => (self.rows - wrong - (self.positives - self.found), self.rows),
            _ => return None,
        };
        wilson_interval(part, whole).map(|(low, high)| (100.0 * low, 100.0 * high))
    }
}

/// The worst recall, the gap of recall and the ratio of flagged shares of the `compared` groups, with intervals over
/// resamples of the rows of each group and class.
fn gaps(
    codes: &[u32],
    compared: &[u32],
    case: Case<'_>,
    measured: &mut BTreeMap<Measure, Measured>,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    if compared.len() < 2 {
        return Ok(());
    }
    let truth = case.truth.codes();
    let threshold = case.threshold.unwrap_or(0.5);
    let rates = |counts: Option<&[u32]>| -> Vec<Rates> {
        let mut all = vec![Rates::default(); compared.len()];
        for (row, code) in codes.iter().enumerate() {
            if let Some(place) = compared.iter().position(|other| other == code) {
                let count = counts.map_or(1, |counts| u64::from(counts[row]));
                all[place].add(count, truth[row] == 1, case.answers[row] >= threshold);
            }
        }
        all
    };
    let values = |counts: Option<&[u32]>| {
        let rates = rates(counts);
        let recalls: Vec<(u64, u64)> = rates.iter().map(|rates| (rates.found, rates.positives)).collect();
        let shares: Vec<(u64, u64)> = rates.iter().map(|rates| (rates.flagged, rates.rows)).collect();
        let known = recalls.iter().filter(|(_, all)| *all > 0);
        let worst = known.map(|(found, all)| 100.0 * *found as f64 / *all as f64).reduce(f64::min);
        vec![
            (Measure::WorstGroupRecall, worst),
            (Measure::GroupRecallGap, rate_gap(&recalls).map(|gap| 100.0 * gap)),
            (Measure::GroupSelectionRatio, rate_ratio(&shares)),
        ]
    };
    let strata = codes.iter().zip(truth).map(|(code, truth)| 2 * code + truth);
    measured.extend(resampled(strata, values, progress)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    #[test]
    fn groups_are_counted_apart() {
        // In group a 8 of 10 positives are found and 5 of 40 negatives flagged, in group b 4 of 10 and 5 of 40; group c
        // is too small.
        let (mut answers, mut codes, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for (group, found) in [(0, 8), (1, 4)] {
            for row in 0..50 {
                let is_positive = row < 10;
                let is_flagged = if is_positive { row < found } else { row < 15 };
                answers.push(if is_flagged { 0.9 } else { 0.1 });
                codes.push(u32::from(is_positive));
                groups.push(group);
            }
        }
        answers.extend([0.9, 0.1]);
        codes.extend([1, 0]);
        groups.extend([2, 2]);
        let protected = Protected { names: ["a", "b", "c"].map(str::to_owned).to_vec(), codes: groups };
        let rows: Vec<usize> = (0..codes.len()).collect();
        let truth = Targets::Classes(codes);
        let case =
            Case { output: Output::Positive, answers: &answers, truth: &truth, threshold: Some(0.5), costs: None };
        let (mut measured, mut warnings) = (BTreeMap::new(), Vec::new());
        let mut report = |_| ControlFlow::Continue(());
        let mut progress = Progress::new(&mut report);
        let results = measure(&protected, &rows, case, (&mut measured, &mut warnings), &mut progress).unwrap();
        assert_eq!(
            results.iter().map(|of| (of.rows, of.positives)).collect::<Vec<_>>(),
            [(50, Some(10)), (50, Some(10)), (2, Some(1))]
        );
        assert_eq!(results[1].measured[&Measure::Recall].value, 40.0);
        assert_eq!(results[0].measured[&Measure::FalsePositiveRate].value, 12.5);
        assert!(warnings[0].ends_with("not compared: c."), "{warnings:?}");
        for (measure, expected) in [
            (Measure::WorstGroupRecall, 40.0),
            (Measure::GroupRecallGap, 40.0),
            (Measure::GroupSelectionRatio, 9.0 / 13.0),
        ] {
            let Measured { value, interval } = measured[&measure];
            let (low, high) = interval.unwrap();
            assert!((value - expected).abs() < 1e-9, "{measure:?}: {value}");
            assert!(low < value && value < high, "{measure:?}: {low} to {high}");
        }
    }
}

//! A cascade of two candidates, judged from their own answers to the same held-out rows: what the first is not sure of,
//! the second decides.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::judging::{Case, decisions, measure_decided};
use crate::learn::answers::Answers;
use crate::learn::error::LearnError;
use crate::learn::progress::Progress;
use crate::learn::targets::Output;
use crate::model::{CascadePoint, ErrorCosts};

/// Shares of the rows in percent that are passed on: fine where a cascade is cheap.
const SHARES: [f64; 10] = [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 50.0, 75.0, 100.0];

/// The probability from which yes is decided where none is stated.
const EVEN: f64 = 0.5;

/// What the cascade of `first` and `second` is worth at rising shares passed on, from none to all. Beside each stands
/// the probability from which it decides yes, which only a goal of yes or no has. Measures and their intervals are
/// those of a single candidate (`judging`) on what the two decide together: yes where the one that decides a
/// row says yes, with the probability that this one gives. `is_stopped` ends it early.
///
/// Of shares between, those are left out at which no more rows are passed on than at the one before: rows of which the
/// first candidate is equally confident stay together.
///
/// # Errors
/// The two were not judged on the same rows, or it was stopped.
pub fn cascade(
    (first, first_threshold): (&Answers, Option<f64>),
    (second, second_threshold): (&Answers, Option<f64>),
    costs: Option<ErrorCosts>,
    is_stopped: &mut dyn FnMut() -> bool,
) -> Result<Vec<CascadePoint>, LearnError> {
    let same_rows = first.rows == second.rows && first.truth == second.truth;
    if !same_rows || first.classes != second.classes || first.output != second.output {
        let problem = "the two candidates were not judged on the same rows; train both again";
        return Err(LearnError::Data(problem.to_owned()));
    }
    let output = first.output;
    let width = output.width();
    let confidence: Vec<f64> =
        first.probabilities.chunks_exact(width).map(|answer| confidence(output, answer, first_threshold)).collect();
    let mut order: Vec<usize> = (0..confidence.len()).collect();
    order.sort_by(|a, b| confidence[*a].total_cmp(&confidence[*b]));
    let second_decisions = decisions(output, &second.probabilities, second_threshold);
    let mut decided = decisions(output, &first.probabilities, first_threshold);
    let mut answers = first.probabilities.clone();
    let mut report = |_| if is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let mut progress = Progress::new(&mut report);
    let (mut points, mut seen, mut passed) = (Vec::new(), BTreeSet::new(), 0);
    for share in SHARES {
        let count = passed_on(&order, &confidence, share);
        if !seen.insert(count) {
            continue;
        }
        for row in &order[passed..count] {
            let place = row * width..(row + 1) * width;
            answers[place.clone()].copy_from_slice(&second.probabilities[place]);
            decided[*row] = second_decisions[*row];
        }
        passed = count;
        let case = Case { output, answers: &answers, truth: &first.truth, threshold: None, costs };
        points.push(CascadePoint {
            share,
            threshold: count.checked_sub(1).map(|last| confidence[order[last]]),
            passed_on: 100.0 * count as f64 / order.len() as f64,
            measured: measure_decided(case, &decided, &mut progress)?,
        });
    }
    Ok(points)
}

/// How many rows go on when at most `share` percent of them may; `order` lists them by rising confidence.
fn passed_on(order: &[usize], confidence: &[f64], share: f64) -> usize {
    let allowed = ((share * order.len() as f64 / 100.0).floor() as usize).min(order.len());
    match order.get(allowed) {
        // The first that stays takes those that are equally confident with it.
        Some(stays) => order.partition_point(|row| confidence[*row] < confidence[*stays]).min(allowed),
        None => order.len(),
    }
}

/// How sure an answer is, 0 to 1: the less sure, the more its decision is expected to cost, so that passing on the
/// least sure saves most (Chow 1970, the optimum rule of rejection).
///
/// Of several classes it is the highest probability. Of yes or no, deciding no at probability `p` costs `p` misses, and
/// yes `1 − p` false alarms; the threshold `t` says how many false alarms a miss is worth, `(1 − t) / t` (Elkan 2001).
/// So the expected cost, as a share of that of a row right at the threshold, is `p / t` below it and `(1 − p) / (1 −
/// t)` above; the confidence is what lacks to 1. At `t` = ½ that is twice the distance of `p` from ½.
fn confidence(output: Output, answer: &[f64], threshold: Option<f64>) -> f64 {
    match (output, answer) {
        (Output::Positive, [yes]) => {
            let threshold = threshold.unwrap_or(EVEN);
            // A threshold above 1 is one that nothing reaches.
            let edge = threshold.clamp(0.0, 1.0);
            let (distance, room) = if *yes >= threshold { (yes - edge, 1.0 - edge) } else { (edge - yes, edge) };
            if room > 0.0 { (distance / room).clamp(0.0, 1.0) } else { 0.0 }
        }
        _ => answer.iter().copied().fold(0.0, f64::max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::measure::judging::judge;
    use crate::learn::targets::Targets;
    use crate::model::Measure;

    const COSTS: Option<ErrorCosts> = Some(ErrorCosts { false_positive: 2.0, false_negative: 30.0 });

    fn answers(output: Output, truth: &[u32], probabilities: &[f64]) -> Answers {
        Answers {
            output,
            classes: ["a", "b", "c"].into_iter().take(output.classes()).map(str::to_owned).collect(),
            rows: (1..=truth.len() as u64).collect(),
            truth: Targets::Classes(truth.to_vec()),
            probabilities: probabilities.to_vec(),
        }
    }

    fn points(first: (&Answers, f64), second: (&Answers, f64)) -> Vec<CascadePoint> {
        cascade((first.0, Some(first.1)), (second.0, Some(second.1)), COSTS, &mut || false)
            .expect("the rows are the same")
    }

    /// What [`judge`] says of the answers of one candidate alone.
    fn alone(answers: &Answers, threshold: f64) -> std::collections::BTreeMap<Measure, crate::model::Measured> {
        let mut report = |_| ControlFlow::Continue(());
        let case = Case {
            output: answers.output,
            answers: &answers.probabilities,
            truth: &answers.truth,
            threshold: Some(threshold),
            costs: COSTS,
        };
        judge(case, &answers.classes, &mut Progress::new(&mut report)).expect("nobody stops it").measured
    }

    #[test]
    fn confidence_is_the_distance_from_the_threshold_as_a_share_of_the_room() {
        let of = |yes: f64, threshold| confidence(Output::Positive, &[yes], Some(threshold));
        // Twice the distance from one half.
        assert_eq!([0.0, 0.25, 0.5, 0.75, 1.0].map(|yes| of(yes, 0.5)), [1.0, 0.5, 0.0, 0.5, 1.0]);
        // At a threshold of 0.2 a probability of 0.1 is half way to certain, and so is one of 0.6.
        for (yes, expected) in [(0.0, 1.0), (0.1, 0.5), (0.2, 0.0), (0.6, 0.5), (1.0, 1.0)] {
            assert!((of(yes, 0.2) - expected).abs() < 1e-12, "{yes}: {}", of(yes, 0.2));
        }
        // At these ends one of the two decisions has no room.
        assert_eq!((of(0.25, 0.0), of(0.25, 1.0), of(1.0, 1.0), of(0.25, 1.5)), (0.25, 0.75, 0.0, 0.75));
        assert_eq!(confidence(Output::Classes(3), &[0.2, 0.5, 0.3], None), 0.5);
    }

    #[test]
    fn the_second_decides_what_the_first_is_least_sure_of() {
        // Confidences at a threshold of one half: 0.9, 0.8, 0.2, 0.1, 0.5, 0.7, 0.3, 0.6, 1, 0.4.
        let first = [0.95, 0.9, 0.4, 0.55, 0.25, 0.15, 0.65, 0.2, 0.0, 0.3];
        let truth = [1, 1, 1, 0, 0, 0, 0, 1, 0, 1];
        let second = [0.9, 0.1, 0.9, 0.1, 0.1, 0.1, 0.1, 0.9, 0.1, 0.9];
        let of = |probabilities: &[f64]| answers(Output::Positive, &truth, probabilities);
        let (first, second) = (of(&first), of(&second));
        let found = points((&first, 0.5), (&second, 0.5));
        // One and two and five percent of ten rows are no row: the same as none.
        let shares: Vec<_> = found.iter().map(|point| (point.share, point.passed_on)).collect();
        assert_eq!(
            shares,
            [(0.0, 0.0), (10.0, 10.0), (20.0, 20.0), (30.0, 30.0), (50.0, 50.0), (75.0, 70.0), (100.0, 100.0)]
        );
        // Alone the first is wrong in rows 3, 4, 7, 8 and 10, of which 4, 3, 7 and 10 go on first, one after the other;
        // then row 5. With seven rows row 8 goes on as well; with all row 2, which the second gets wrong.
        let accuracy: Vec<_> = found.iter().filter_map(|point| point.value(Measure::Accuracy)).collect();
        assert_eq!(accuracy, [50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 90.0]);
        // Of five positives rows 1, 2, 3 and 10 are found, and no negative is flagged: at half of the rows.
        let half = &found[4];
        for (measure, expected) in [
            (Measure::Recall, 80.0),
            (Measure::Specificity, 100.0),
            (Measure::Precision, 100.0),
            (Measure::FalsePositiveRate, 0.0),
            (Measure::FlaggedShare, 40.0),
            (Measure::BalancedAccuracy, 90.0),
            (Measure::F1, 8.0 / 9.0),
            // One miss among ten.
            (Measure::ErrorCost, 3000.0),
            // The squared distances of rows 1, 2, 6, 8 and 9 of the first, and five times 0.1 of the second.
            (Measure::BrierScore, (0.0025 + 0.01 + 0.0225 + 0.64 + 0.0 + 5.0 * 0.01) / 10.0),
        ] {
            let value = half.value(measure).unwrap_or(f64::NAN);
            assert!((value - expected).abs() < 1e-9, "{measure:?}: {value} instead of {expected}");
        }
        assert!((half.threshold.unwrap_or(f64::NAN) - 0.5).abs() < 1e-12, "row 5 is the last that goes on");
        assert_eq!(found[0].threshold, None);
    }

    #[test]
    fn the_ends_are_the_candidates_alone() {
        let truth: Vec<u32> = (0..200).map(|row| u32::from(row % 3 == 0)).collect();
        let spread = |row: u32, step: u32| f64::from(row * step % 97) / 97.0;
        let noisy = |step: u32| -> Vec<f64> {
            (0..).zip(&truth).map(|(row, truth)| 0.5 * spread(row, step) + 0.4 * f64::from(*truth)).collect()
        };
        let of = |probabilities: &[f64]| answers(Output::Positive, &truth, probabilities);
        let (first, second) = (of(&noisy(31)), of(&noisy(53)));
        // Thresholds of their own.
        let found = points((&first, 0.3), (&second, 0.6));
        assert_eq!(found.first().map(|point| &point.measured), Some(&alone(&first, 0.3)));
        assert_eq!(found.last().map(|point| &point.measured), Some(&alone(&second, 0.6)));
        assert!(found.len() == 10 && found.iter().all(|point| point.passed_on <= point.share));
    }

    #[test]
    fn the_same_holds_of_several_classes() {
        let truth = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0];
        let row = |right: bool, truth: u32, sure: f64| {
            let decided = if right { truth } else { (truth + 1) % 3 };
            [0, 1, 2].map(|class| if class == decided { sure } else { (1.0 - sure) / 2.0 })
        };
        // The first is wrong in the first three rows, of which it is least sure; the second in the last.
        let of = |is_right: fn(usize) -> bool| -> Answers {
            let rows = truth.iter().enumerate();
            let rows = rows.flat_map(|(place, truth)| row(is_right(place), *truth, 0.4 + 0.05 * place as f64));
            answers(Output::Classes(3), &truth, &rows.collect::<Vec<_>>())
        };
        let (first, second) = (of(|place| place >= 3), of(|place| place < 9));
        let found = cascade((&first, None), (&second, None), None, &mut || false).expect("the rows are the same");
        let accuracy: Vec<_> = found.iter().filter_map(|point| point.value(Measure::Accuracy)).collect();
        assert_eq!(accuracy, [70.0, 80.0, 90.0, 100.0, 100.0, 100.0, 90.0]);
    }

    #[test]
    fn rows_of_equal_confidence_stay_together() {
        // A tree with two leaves: nine rows of one, the tenth of the other.
        let mut first = vec![0.9; 10];
        first[4] = 0.6;
        let truth = [1; 10].map(|one: u32| one);
        let of = |probabilities: &[f64]| answers(Output::Positive, &truth, probabilities);
        let found = points((&of(&first), 0.5), (&of(&[0.8; 10]), 0.5));
        let shares: Vec<_> = found.iter().map(|point| (point.share, point.passed_on)).collect();
        assert_eq!(shares, [(0.0, 0.0), (10.0, 10.0), (100.0, 100.0)]);
    }

    #[test]
    fn other_rows_are_refused() {
        let first = answers(Output::Positive, &[1, 0], &[0.9, 0.2]);
        let mut others = first.clone();
        others.rows[1] = 9;
        let relabelled = answers(Output::Positive, &[1, 1], &[0.9, 0.2]);
        for second in [&others, &relabelled] {
            let error = cascade((&first, None), (second, None), None, &mut || false).expect_err("the rows differ");
            assert!(error.to_string().contains("same rows"), "{error}");
        }
    }
}

//! How well scores put positive rows above negative ones: the receiver operating characteristic and the
//! precision-recall curve. Rows are sorted once; resamples reuse the order.

use crate::model::OperatingChoice;

/// Most points of a reported curve.
const ROC_POINTS: usize = 200;

/// Rows in descending order of their score.
pub(super) struct Ranked {
    /// Original row numbers.
    rows: Vec<u32>,
    /// Whether each is positive.
    positive: Vec<bool>,
    /// Whether each is the last of its score.
    last_of_score: Vec<bool>,
}

/// Area under the receiver operating characteristic: the chance that a positive row scores above a negative one, ties
/// counting half; `None` unless both classes occur.
pub fn roc_auc(scores: &[f64], labels: &[bool]) -> Option<f64> {
    Ranked::new(scores, labels).areas(None).map(|areas| areas.roc_auc)
}

/// Average precision: precision at each score weighted by the recall it adds; `None` unless both classes occur.
pub fn average_precision(scores: &[f64], labels: &[bool]) -> Option<f64> {
    Ranked::new(scores, labels).areas(None).map(|areas| areas.average_precision)
}

/// Both areas of one sample.
pub(super) struct Areas {
    pub roc_auc: f64,
    pub average_precision: f64,
}

impl Ranked {
    /// Sorts the rows.
    pub fn new(scores: &[f64], labels: &[bool]) -> Self {
        let mut rows: Vec<u32> = (0..scores.len() as u32).collect();
        rows.sort_by(|a, b| scores[*b as usize].total_cmp(&scores[*a as usize]));
        let positive = rows.iter().map(|row| labels[*row as usize]).collect();
        let last_of_score = (0..rows.len())
            .map(|place| rows.get(place + 1).is_none_or(|next| scores[*next as usize] < scores[rows[place] as usize]))
            .collect();
        Self { rows, positive, last_of_score }
    }

    /// Both areas; with `counts`, of the sample in which each original row occurs that often.
    pub fn areas(&self, counts: Option<&[u32]>) -> Option<Areas> {
        let (mut true_positives, mut false_positives) = (0_u64, 0_u64);
        let (mut before_true, mut before_false) = (0_u64, 0_u64);
        let (mut area, mut precision_sum) = (0.0, 0.0);
        for (place, row) in self.rows.iter().enumerate() {
            let count = counts.map_or(1, |counts| u64::from(counts[*row as usize]));
            if self.positive[place] {
                true_positives += count;
            } else {
                false_positives += count;
            }
            if !self.last_of_score[place] {
                continue;
            }
            let (found, wrong) = ((true_positives - before_true) as f64, (false_positives - before_false) as f64);
            area += wrong * f64::midpoint(true_positives as f64, before_true as f64);
            if found > 0.0 {
                precision_sum += found * true_positives as f64 / (true_positives + false_positives) as f64;
            }
            (before_true, before_false) = (true_positives, false_positives);
        }
        let (positives, negatives) = (true_positives as f64, false_positives as f64);
        (positives > 0.0 && negatives > 0.0)
            .then(|| Areas { roc_auc: area / (positives * negatives), average_precision: precision_sum / positives })
    }

    /// Precision by recall, as (recall, precision), from the first row that is flagged to the last, thinned to points that
    /// are evenly spaced along recall.
    pub fn thinned_precision(&self) -> Vec<(f64, f64)> {
        let positives = self.positive.iter().filter(|label| **label).count() as f64;
        let (mut found, mut points, mut next) = (0_usize, Vec::new(), 0.0);
        for place in 0..self.positive.len() {
            found += usize::from(self.positive[place]);
            let recall = found as f64 / positives;
            if self.last_of_score[place] && (recall >= next || place + 1 == self.positive.len()) {
                points.push((recall, found as f64 / (place + 1) as f64));
                next = recall + 1.0 / (ROC_POINTS - 2) as f64;
            }
        }
        points
    }

    /// The receiver operating characteristic as (false positive rate, recall), from (0, 0) to (1, 1), thinned to points
    /// that are evenly spaced along the curve.
    pub fn thinned_roc(&self) -> Vec<(f64, f64)> {
        let positives = self.positive.iter().filter(|label| **label).count();
        let negatives = self.positive.len() - positives;
        let (mut found, mut wrong) = (0_usize, 0_usize);
        let mut points = vec![(0.0, 0.0)];
        let mut next_length = 0.0;
        for place in 0..self.positive.len() {
            *if self.positive[place] { &mut found } else { &mut wrong } += 1;
            let point = (wrong as f64 / negatives as f64, found as f64 / positives as f64);
            // The whole curve is 2 long when measured along both axes; the two ends take a point each.
            if self.last_of_score[place] && point.0 + point.1 >= next_length && place + 1 < self.positive.len() {
                points.push(point);
                next_length = point.0 + point.1 + 2.0 / (ROC_POINTS - 2) as f64;
            }
        }
        points.push((1.0, 1.0));
        points
    }
}

impl Ranked {
    /// What thresholds would flag, by rising threshold: of the original `scores` at most 200 that are evenly spaced along
    /// the receiver operating characteristic, each halfway to the next score below; from all rows flagged to none.
    pub fn thinned_choices(&self, scores: &[f64]) -> Vec<OperatingChoice> {
        let positives = self.positive.iter().filter(|label| **label).count() as f64;
        let negatives = self.positive.len() as f64 - positives;
        let (mut true_positives, mut false_positives, mut next_length) = (0_u64, 0_u64, 0.0);
        let score = |place: usize| self.rows.get(place).map_or(0.0, |row| scores[*row as usize]);
        let first = score(0);
        let none = OperatingChoice { threshold: first.next_up().max(1.0), true_positives: 0, false_positives: 0 };
        let mut choices = vec![none];
        for place in 0..self.rows.len() {
            *if self.positive[place] { &mut true_positives } else { &mut false_positives } += 1;
            let length = true_positives as f64 / positives + false_positives as f64 / negatives;
            let is_last = place + 1 == self.rows.len();
            if self.last_of_score[place] && (length >= next_length || is_last) {
                let threshold = if is_last { 0.0 } else { f64::midpoint(score(place), score(place + 1)) };
                choices.push(OperatingChoice { threshold, true_positives, false_positives });
                next_length = length + 2.0 / (ROC_POINTS - 2) as f64;
            }
        }
        choices.reverse();
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORES: [f64; 8] = [0.9, 0.8, 0.7, 0.7, 0.6, 0.4, 0.4, 0.1];
    const LABELS: [bool; 8] = [true, false, true, false, true, false, true, false];

    #[test]
    fn areas_agree_with_counting_by_hand() {
        // Of 16 pairs the positives win 4 + 2 + 2 + 1 and tie twice (0.7 and 0.4).
        assert_eq!(roc_auc(&SCORES, &LABELS), Some(10.0 / 16.0));
        // Recall grows by a quarter at 0.9 (1 of 1), 0.7 (2 of 4), 0.6 (3 of 5) and 0.4 (4 of 7).
        let expected = (1.0 + 2.0 / 4.0 + 3.0 / 5.0 + 4.0 / 7.0) / 4.0;
        assert!((average_precision(&SCORES, &LABELS).unwrap() - expected).abs() < 1e-12);
        assert_eq!(roc_auc(&[0.5, 0.4], &[true, true]), None);
        assert_eq!(roc_auc(&[0.5, 0.5], &[true, false]), Some(0.5));
    }

    #[test]
    fn counts_stand_for_repeated_rows() {
        let counts = [2, 0, 1, 3, 1, 1, 0, 2];
        let repeat = |row: usize| std::iter::repeat_n(row, counts[row] as usize);
        let rows: Vec<usize> = (0..8).flat_map(repeat).collect();
        let scores: Vec<f64> = rows.iter().map(|row| SCORES[*row]).collect();
        let labels: Vec<bool> = rows.iter().map(|row| LABELS[*row]).collect();
        let areas = Ranked::new(&SCORES, &LABELS).areas(Some(&counts)).unwrap();
        assert_eq!(Some(areas.roc_auc), roc_auc(&scores, &labels));
        assert_eq!(Some(areas.average_precision), average_precision(&scores, &labels));
    }

    #[test]
    fn the_curve_is_thin_and_complete() {
        let scores: Vec<f64> = (0..5000).map(|row| f64::from((row * 7919) % 5000)).collect();
        let labels: Vec<bool> = (0..5000).map(|row| row % 10 == 0).collect();
        let curve = Ranked::new(&scores, &labels).thinned_roc();
        assert!((100..=200).contains(&curve.len()), "{}", curve.len());
        assert_eq!((curve[0], curve[curve.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
        assert!(curve.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1));
        let area: f64 =
            curve.windows(2).map(|pair| (pair[1].0 - pair[0].0) * f64::midpoint(pair[0].1, pair[1].1)).sum();
        assert!((area - roc_auc(&scores, &labels).unwrap()).abs() < 0.005);
    }

    #[test]
    fn choices_flag_what_scores_say() {
        let choices = Ranked::new(&SCORES, &LABELS).thinned_choices(&SCORES);
        for choice in &choices {
            let flagged = |label: bool| {
                let rows = SCORES.iter().zip(LABELS).filter(|(score, is)| *is == label && **score >= choice.threshold);
                rows.count() as u64
            };
            assert_eq!((choice.true_positives, choice.false_positives), (flagged(true), flagged(false)), "{choice:?}");
        }
        assert!(choices.is_sorted_by(|a, b| a.threshold < b.threshold), "{choices:?}");
        assert_eq!(choices.len(), 7, "six different scores, and none flagged");
    }
}

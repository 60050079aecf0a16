//! Joint replicates of what was measured: each is a set of true values that the evidence allows, as likely as it says.
//!
//! Values of candidates that were judged on the same rows, or over the same folds, move together as far as the trials
//! say; all others move on their own. How a reading is drawn:
//!
//! - *Resamples* (200 in the evidence): the deviations of the resampled values, each times a standard normal number
//!   that all readings on these rows share. That makes normal scores with exactly the correlations of the resamples,
//!   for any number of replicates. The score is then read off a curve whose 2.5 %, 50 % and 97.5 % points are the lower
//!   end of the stored interval, the value and its upper end (see [`marginal`]): so a model without an error is not
//!   taken as perfect, as it would be if resamples were taken as they are.
//! - *Folds*: the deviations over the folds, combined likewise, as a scaled t distribution with the variance of Nadeau
//!   and Bengio (2003). Every single value, and every difference of two candidates, then has the distribution of the
//!   correlated t test (Benavoli et al. 2017).
//! - *Alone*: an independent score on the same curve; so are resamples without any deviation drawn.
//! - Without an interval and without folds the value is taken as certain.

mod marginal;
mod scores;

use marginal::Marginal;
use scores::Scores;

/// Between which numbers the values of a measure lie; `None` where there is no end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// The least value there can be: 0 for shares, times and errors.
    pub low: Option<f64>,
    /// The greatest value there can be: 100 for percentages, 1 for other shares.
    pub high: Option<f64>,
}

/// What ties a reading to others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trials<'a> {
    /// Nothing: it moves on its own.
    Alone,
    /// Values on resamples of the held-out rows.
    Resamples {
        /// Names the rows: resamples of the same name and number were taken of the same rows.
        rows: &'a str,
        /// One value per resample, in the unit of the reading.
        values: &'a [f32],
    },
    /// Values on the held-out parts of folds.
    Folds {
        /// Names the rows and how they were divided.
        rows: &'a str,
        /// One value per fold, in the unit of the reading.
        values: &'a [f32],
        /// Rows that judge a fold over rows that train it.
        held_out_to_kept: f64,
    },
}

/// One measured value of one candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading<'a> {
    /// Names its own random numbers: component, candidate and measure.
    pub name: &'a str,
    /// The value.
    pub value: f64,
    /// Its 95 % interval in the same unit, where one was computed.
    pub interval: Option<(f64, f64)>,
    /// Where values can lie at all.
    pub range: Range,
    /// What ties it to others.
    pub trials: Trials<'a>,
}

/// Drawn values: replicate by replicate, in each one value per reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicates {
    readings: usize,
    values: Vec<f64>,
}

/// Draws replicates, and keeps the random numbers for the readings that follow. The same seed, name and trials give the
/// same values whatever else is drawn.
#[derive(Clone, Debug)]
pub struct Drawer {
    replicates: usize,
    scores: Scores,
}

impl Drawer {
    /// One that draws `replicates` from `seed`.
    pub fn new(replicates: usize, seed: u64) -> Self {
        Self { replicates, scores: Scores::new(replicates, seed) }
    }

    /// Replicates of `readings`, in their order. Draw all readings that belong together at once or one after another
    /// with the same drawer: it makes no difference.
    pub fn draw(&mut self, readings: &[Reading<'_>]) -> Replicates {
        let mut values = vec![0.0; self.replicates * readings.len()];
        for (place, reading) in readings.iter().enumerate() {
            let drawn = self.one(reading);
            for (row, value) in values.chunks_exact_mut(readings.len()).zip(drawn) {
                row[place] = value;
            }
        }
        Replicates { readings: readings.len(), values }
    }

    /// One value per replicate.
    fn one(&mut self, reading: &Reading<'_>) -> Vec<f64> {
        if let Trials::Folds { rows, values, held_out_to_kept } = reading.trials
            && let Some(scores) = self.scores.of_folds(rows, values)
        {
            let error = ((1.0 / values.len() as f64 + held_out_to_kept) * scores::variance(values)).sqrt();
            return scores.into_iter().map(|score| reading.range.cut(reading.value + error * score)).collect();
        }
        let marginal = Marginal::of(reading.value, reading.interval, reading.range);
        if let Marginal::Certain(value) = marginal {
            return vec![value; self.replicates];
        }
        let joint = match reading.trials {
            Trials::Resamples { rows, values } => self.scores.of_resamples(rows, values),
            Trials::Folds { .. } | Trials::Alone => None,
        };
        let scores = joint.unwrap_or_else(|| self.scores.alone(reading.name));
        scores.into_iter().map(|score| marginal.at(score)).collect()
    }
}

impl Replicates {
    /// The values of all readings in one replicate, in the order of the readings.
    pub fn at(&self, replicate: usize) -> &[f64] {
        &self.values[replicate * self.readings..(replicate + 1) * self.readings]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len().checked_div(self.readings).unwrap_or(0)
    }

    /// Whether there is none, as without readings.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl Range {
    /// From 0 to `whole`: 1 or 100.
    pub fn share_of(whole: f64) -> Self {
        Self { low: Some(0.0), high: Some(whole) }
    }

    /// From 0 on.
    pub fn positive() -> Self {
        Self { low: Some(0.0), high: None }
    }

    /// The nearest value that there can be.
    pub(super) fn cut(self, value: f64) -> f64 {
        value.max(self.low.unwrap_or(f64::NEG_INFINITY)).min(self.high.unwrap_or(f64::INFINITY))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading<'a>(name: &'a str, value: f64, interval: (f64, f64), trials: Trials<'a>) -> Reading<'a> {
        Reading { name, value, interval: Some(interval), range: Range::share_of(100.0), trials }
    }

    fn column(replicates: &Replicates, place: usize) -> Vec<f64> {
        (0..replicates.len()).map(|replicate| replicates.at(replicate)[place]).collect()
    }

    fn moments(values: &[f64]) -> (f64, f64) {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        (mean, (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt())
    }

    #[test]
    fn candidates_on_the_same_rows_move_together() {
        // Both swing alike, so that the second is always about 1 worse; the third was judged on other rows.
        let swing: Vec<f32> = (0..200_i16).map(|resample| 80.0 + f32::from(resample * 37 % 11)).collect();
        let worse: Vec<f32> = swing.iter().map(|value| value - 1.0).collect();
        let trials = |rows, values| Trials::Resamples { rows, values };
        let readings = [
            reading("a", 85.0, (79.0, 90.0), trials("these", &swing)),
            reading("b", 84.0, (78.0, 89.0), trials("these", &worse)),
            reading("c", 84.0, (78.0, 89.0), trials("others", &worse)),
        ];
        let drawn = Drawer::new(2000, 1).draw(&readings);
        let [a, b, c] = [0, 1, 2].map(|place| column(&drawn, place));
        assert!(a.iter().zip(&b).all(|(a, b)| a > b));
        let luckier = b.iter().zip(&c).filter(|(b, c)| b > c).count();
        assert!((900..1100).contains(&luckier), "{luckier}");
        let below = a.iter().filter(|value| **value < 79.0).count();
        assert!((25..75).contains(&below), "2.5 % of 2,000 lie below the interval: {below}");
    }

    #[test]
    fn folds_have_the_corrected_deviation() {
        let folds = [84.0, 86.0, 84.0, 86.0, 83.0, 87.0, 85.0, 85.0, 84.0, 86.0];
        let other = folds.map(|value| value - 2.0);
        let trials = |values| Trials::Folds { rows: "these", values, held_out_to_kept: 1.0 / 9.0 };
        let readings =
            [reading("a", 85.0, (80.0, 90.0), trials(&folds)), reading("b", 83.0, (80.0, 90.0), trials(&other))];
        let drawn = Drawer::new(20_000, 3).draw(&readings);
        let (mean, deviation) = moments(&column(&drawn, 0));
        // Variance 14 / 9, and 9 / 7 is the variance of t with 9 degrees of freedom.
        let expected = ((0.1 + 1.0 / 9.0) * (14.0 / 9.0) * (9.0 / 7.0_f64)).sqrt();
        assert!(
            (mean - 85.0).abs() < 0.02 && (deviation / expected - 1.0).abs() < 0.02,
            "{mean} {deviation} {expected}"
        );
        assert!((0..drawn.len()).all(|at| (drawn.at(at)[0] - drawn.at(at)[1] - 2.0).abs() < 1e-9));
    }

    #[test]
    fn what_else_is_drawn_makes_no_difference() {
        let swing: Vec<f32> = (0..50_i16).map(|resample| f32::from(resample % 7)).collect();
        let together = Trials::Resamples { rows: "these", values: &swing };
        let (a, b) = (reading("a", 3.0, (0.5, 6.0), together), reading("b", 40.0, (30.0, 45.0), Trials::Alone));
        let both = Drawer::new(100, 5).draw(&[a, b]);
        let mut drawer = Drawer::new(100, 5);
        let (later, sooner) = (drawer.draw(&[b]), drawer.draw(&[a]));
        assert_eq!((column(&both, 0), column(&both, 1)), (column(&sooner, 0), column(&later, 0)));
        assert_ne!(both, Drawer::new(100, 6).draw(&[a, b]));
    }

    #[test]
    fn what_has_no_spread_is_certain() {
        let certain = Reading { interval: None, ..reading("a", 7.0, (0.0, 0.0), Trials::Alone) };
        let alike = [90.0_f32; 200];
        let perfect = reading("b", 100.0, (96.0, 100.0), Trials::Resamples { rows: "these", values: &alike });
        let drawn = Drawer::new(1000, 1).draw(&[certain, perfect]);
        assert!(column(&drawn, 0).iter().all(|value| *value == 7.0));
        let below = column(&drawn, 1).iter().filter(|value| **value < 96.0).count();
        assert!((10..45).contains(&below), "no error among the held-out rows is not no error at all: {below}");
        assert!(Drawer::new(10, 1).draw(&[]).is_empty() && drawn.len() == 1000);
    }
}

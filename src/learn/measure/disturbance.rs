//! How well a model does on inputs that are worse than those it was fitted on, and whether it always says the same.

use std::collections::BTreeMap;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

use super::super::error::LearnError;
use super::super::explain::evenly;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::super::trained::Trained;
use super::image_disturbance;
use super::judging::{Case, accuracy, resampled};
use crate::model::{Details, Disturbed, ErrorCosts, Measure, Measured};

/// Most held-out rows that are disturbed.
const MOST_ROWS: usize = 5000;
/// Operations that asking about disturbed rows may take.
const MOST_OPERATIONS: f64 = 4e9;
/// Fewest rows in a slice that says something.
const FEWEST_ROWS: usize = 20;
/// Share of the rows that are the unusual ones.
const UNUSUAL: f64 = 0.1;
/// Rows that are asked about twice.
const REPEATED_ROWS: usize = 1000;
/// Seed of everything that is disturbed: the same for every candidate.
const SEED: u64 = 0xD157;

/// What is done to inputs, in the words people see.
const NOISE: [(&str, f64); 2] = [("Noise, a tenth of the spread", 0.1), ("Noise, half of the spread", 0.5)];
const MISSING: [(&str, f64); 2] = [("A tenth of the values missing", 0.1), ("Half of the values missing", 0.5)];
const UNUSUAL_ROWS: &str = "The most unusual tenth of the rows";
const LATER_ROWS: &str = "The later half of the held-out time";

/// Adds what disturbances take away. `by_time` says that the held-out rows are in order of time.
pub(super) fn measure(
    trained: &Trained,
    by_time: bool,
    (measured, details): (&mut BTreeMap<Measure, Measured>, &mut Details),
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let test = &trained.split.test;
    let operations = measured.get(&Measure::PredictionOperations).map_or(1.0, |measured| measured.value.max(1.0));
    let affordable = MOST_ROWS.min((MOST_OPERATIONS / operations / 5.0) as usize).max(FEWEST_ROWS);
    let rows: Vec<usize> = evenly(test.len(), affordable).map(|place| test[place]).collect();
    let spread = Spread::of(trained);
    let raw: Vec<f64> = rows.iter().flat_map(|row| trained.examples.raw_row(*row).iter().copied()).collect();
    let truth = trained.examples.aim.targets.of(&rows);
    let clean = trained.answer_raw(&raw);
    let judged = Judged { trained, truth: &truth, clean: &clean };
    for (name, share) in NOISE {
        let lost = judged.loss(&trained.answer_raw(&spread.with_noise(&raw, share)), progress)?;
        details.disturbed.extend(lost.map(|lost| Disturbed { disturbance: name.to_owned(), lost }));
    }
    for (name, share) in MISSING {
        let lost = judged.loss(&trained.answer_raw(&with_missing(&raw, share)), progress)?;
        details.disturbed.extend(lost.map(|lost| Disturbed { disturbance: name.to_owned(), lost }));
    }
    if let Some(shape) = trained.examples.shape.filter(|_| trained.examples.are_images) {
        let pixels = trained.examples.features.len();
        for (name, disturb) in image_disturbance::DISTURBANCES {
            let images: Vec<f64> = raw.chunks_exact(pixels).flat_map(|image| disturb(image, shape)).collect();
            let lost = judged.loss(&trained.answer_raw(&images), progress)?;
            details.disturbed.extend(lost.map(|lost| Disturbed { disturbance: name.to_owned(), lost }));
        }
    }
    let lost = judged.loss_in(&spread.most_unusual(&raw), progress)?;
    details.disturbed.extend(lost.map(|lost| Disturbed { disturbance: UNUSUAL_ROWS.to_owned(), lost }));
    let worst = details.disturbed.iter().map(|disturbed| disturbed.lost);
    if let Some(worst) = worst.reduce(|worst, next| if next.value > worst.value { next } else { worst }) {
        measured.insert(Measure::RobustnessLoss, worst);
    }
    if by_time && let Some(lost) = judged.loss_of_later(progress)? {
        details.disturbed.push(Disturbed { disturbance: LATER_ROWS.to_owned(), lost });
        measured.insert(Measure::DriftLoss, lost);
    }
    let repeated: Vec<usize> = evenly(rows.len(), REPEATED_ROWS).map(|place| rows[place]).collect();
    measured
        .insert(Measure::Repeatability, Measured { value: 100.0 * repeatability(trained, &repeated), interval: None });
    Ok(())
}

/// Share of rows that get the same answer alone as among others, and at the second time of asking.
fn repeatability(trained: &Trained, rows: &[usize]) -> f64 {
    let width = trained.examples.aim.output.width();
    let together = trained.answers(rows);
    let matrix = trained.preparation.matrix(&trained.examples, rows);
    let (mut first, mut second) = (vec![0.0; width], vec![0.0; width]);
    let same = together.chunks_exact(width).enumerate().filter(|(row, together)| {
        trained.model.answer(matrix.row(*row), &mut first);
        trained.model.answer(matrix.row(*row), &mut second);
        let scale = together.iter().fold(1.0_f64, |scale, answer| scale.max(answer.abs()));
        // Many rows at once are added up in another order than one, in 32 bits.
        first == second && first.iter().zip(*together).all(|(alone, among)| (alone - among).abs() <= 1e-4 * scale)
    });
    same.count() as f64 / rows.len().max(1) as f64
}

/// The model beside the truth, with its answers to the rows as they are.
struct Judged<'a> {
    trained: &'a Trained,
    truth: &'a Targets,
    clean: &'a [f64],
}

impl Judged<'_> {
    fn case<'a>(&'a self, answers: &'a [f64]) -> Case<'a> {
        let output = self.trained.examples.aim.output;
        let costs: Option<ErrorCosts> = None;
        Case { output, answers, truth: self.truth, threshold: self.trained.threshold, costs }
    }

    fn strata(&self) -> impl Iterator<Item = u32> {
        let codes = match self.trained.examples.aim.output {
            Output::Number => vec![0; self.truth.len()],
            Output::Positive | Output::Classes(_) => self.truth.codes().to_vec(),
        };
        codes.into_iter()
    }

    /// What is lost with other answers to the same rows; the same resamples of both.
    fn loss(&self, disturbed: &[f64], progress: &mut Progress<'_>) -> Result<Option<Measured>, LearnError> {
        let (before, after) = (accuracy(self.case(self.clean)), accuracy(self.case(disturbed)));
        self.resampled(|counts| Some(before(counts)? - after(counts)?), progress)
    }

    /// What is lost in some of the rows against all of them.
    fn loss_in(&self, chosen: &[bool], progress: &mut Progress<'_>) -> Result<Option<Measured>, LearnError> {
        self.between(&vec![true; chosen.len()], chosen, progress)
    }

    /// What is lost in the later half against the earlier.
    fn loss_of_later(&self, progress: &mut Progress<'_>) -> Result<Option<Measured>, LearnError> {
        let rows = self.truth.len();
        let is_later: Vec<bool> = (0..rows).map(|row| row >= rows / 2).collect();
        let is_earlier: Vec<bool> = is_later.iter().map(|later| !later).collect();
        self.between(&is_earlier, &is_later, progress)
    }

    fn between(
        &self,
        first: &[bool],
        second: &[bool],
        progress: &mut Progress<'_>,
    ) -> Result<Option<Measured>, LearnError> {
        if [first, second].iter().any(|part| part.iter().filter(|is_in| **is_in).count() < FEWEST_ROWS) {
            return Ok(None);
        }
        let accuracy = accuracy(self.case(self.clean));
        let of_part = |part: &[bool], counts: Option<&[u32]>| {
            let counts: Vec<u32> = part
                .iter()
                .enumerate()
                .map(|(row, is_in)| if *is_in { counts.map_or(1, |counts| counts[row]) } else { 0 })
                .collect();
            accuracy(Some(&counts))
        };
        self.resampled(|counts| Some(of_part(first, counts)? - of_part(second, counts)?), progress)
    }

    /// What is lost by `lost`, with its interval.
    fn resampled(
        &self,
        lost: impl Fn(Option<&[u32]>) -> Option<f64>,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Measured>, LearnError> {
        let measure = Measure::RobustnessLoss;
        let mut found = resampled(self.strata(), |counts| vec![(measure, lost(counts))], progress)?;
        Ok(found.remove(&measure))
    }
}

/// How the features spread over the rows that the model was fitted on.
struct Spread {
    /// Mean and deviation of numbers, and nothing of texts.
    numbers: Vec<Option<(f64, f64)>>,
    /// Share of each level of texts.
    shares: Vec<Vec<f64>>,
}

impl Spread {
    fn of(trained: &Trained) -> Self {
        let rows = &trained.split.fitting;
        let (mut numbers, mut shares) = (Vec::new(), Vec::new());
        for (place, feature) in trained.examples.features.iter().enumerate() {
            let cells = rows.iter().map(|row| trained.examples.raw_row(*row)[place]).filter(|cell| !cell.is_nan());
            let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
            let mut levels = vec![0.0; feature.dictionary.len()];
            for cell in cells {
                if let Some(level) = levels.get_mut(cell as usize) {
                    *level += 1.0;
                }
                count += 1.0;
                let apart = cell - sum / f64::max(count - 1.0, 1.0);
                sum += cell;
                // Welford's update of the squares around the mean.
                squares += apart * (cell - sum / count);
            }
            let count = f64::max(count, 1.0);
            numbers.push(feature.dictionary.is_empty().then_some((sum / count, (squares / count).max(0.0).sqrt())));
            let shares_of_levels = levels.into_iter().map(|level| level / count);
            shares.push(shares_of_levels.collect());
        }
        Self { numbers, shares }
    }

    /// Numbers are moved by normal noise of `share` of their deviation; texts are drawn anew, by their shares, with that
    /// chance.
    fn with_noise(&self, raw: &[f64], share: f64) -> Vec<f64> {
        let mut random = ChaCha8Rng::seed_from_u64(SEED);
        let disturbed = raw.iter().enumerate().map(|(at, cell)| {
            let place = at % self.numbers.len();
            match self.numbers[place] {
                Some((_, deviation)) => {
                    let noise: f64 = StandardNormal.sample(&mut random);
                    cell + share * deviation * noise
                }
                None if random.random_bool(share) && !cell.is_nan() => drawn(&self.shares[place], &mut random),
                None => *cell,
            }
        });
        disturbed.collect()
    }

    /// The tenth of the rows that lies farthest from the mean, in deviations averaged over the features.
    fn most_unusual(&self, raw: &[f64]) -> Vec<bool> {
        let features = self.numbers.len();
        let distance = |row: &[f64]| -> f64 {
            row.iter().enumerate().map(|(place, cell)| self.distance(place, *cell)).sum::<f64>() / features as f64
        };
        let distances: Vec<f64> = raw.chunks_exact(features).map(distance).collect();
        let mut order: Vec<usize> = (0..distances.len()).collect();
        order.sort_by(|a, b| distances[*b].total_cmp(&distances[*a]));
        let mut chosen = vec![false; distances.len()];
        let count = (distances.len() as f64 * UNUSUAL).round() as usize;
        order.iter().take(count).for_each(|row| chosen[*row] = true);
        chosen
    }

    /// Deviations from the mean; of a text those of the indicator of its level.
    fn distance(&self, place: usize, cell: f64) -> f64 {
        match self.numbers[place] {
            _ if cell.is_nan() => 0.0,
            Some((_, 0.0)) => 0.0,
            Some((mean, deviation)) => ((cell - mean) / deviation).abs(),
            None => {
                let share = self.shares[place].get(cell as usize).copied().unwrap_or(0.0).max(1e-4);
                ((1.0 - share) / share).sqrt()
            }
        }
    }
}

/// Each value is missing with this chance.
fn with_missing(raw: &[f64], share: f64) -> Vec<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED ^ 1);
    raw.iter().map(|cell| if random.random_bool(share) { f64::NAN } else { *cell }).collect()
}

/// A level by the shares of the levels.
fn drawn(shares: &[f64], random: &mut ChaCha8Rng) -> f64 {
    let mut left: f64 = random.random();
    let found = shares.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    found.unwrap_or(shares.len().saturating_sub(1)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread() -> Spread {
        Spread { numbers: vec![Some((10.0, 2.0)), None], shares: vec![Vec::new(), vec![0.75, 0.25]] }
    }

    #[test]
    fn noise_has_the_size_that_its_name_says() {
        let raw: Vec<f64> = (0..20_000).map(|at| if at % 2 == 0 { 10.0 } else { 0.0 }).collect();
        let noisy = spread().with_noise(&raw, 0.5);
        let moved: Vec<f64> = noisy.iter().step_by(2).map(|value| value - 10.0).collect();
        let deviation = (moved.iter().map(|by| by * by).sum::<f64>() / moved.len() as f64).sqrt();
        assert!((deviation - 1.0).abs() < 0.03, "half of 2: {deviation}");
        let changed = noisy.iter().skip(1).step_by(2).filter(|level| **level == 1.0).count();
        // Half of the rows are drawn anew, a quarter of these as the other level.
        assert!((1100..1400).contains(&changed), "{changed}");
        let missing = with_missing(&raw, 0.1).iter().filter(|cell| cell.is_nan()).count();
        assert!((1850..2150).contains(&missing), "{missing}");
    }

    #[test]
    fn the_unusual_rows_lie_far_out() {
        let raw: Vec<f64> = (0..40).flat_map(|row| [if row % 20 == 7 { 30.0 } else { 10.5 }, 0.0]).collect();
        let chosen = spread().most_unusual(&raw);
        assert_eq!(chosen.iter().filter(|chosen| **chosen).count(), 4);
        assert!(chosen[7] && chosen[27]);
        assert_eq!(spread().distance(1, 1.0), 3.0_f64.sqrt());
    }
}

//! Checks that probabilities mean what they say, in worlds whose truth is known.
//!
//! A world has eight candidates on two nodes, sixteen designs in all. Accuracy is measured on 200 held-out rows that
//! all candidates decide, six in ten of them equally hard for all, with 200 resamples and Wilson's interval; or over
//! ten folds. Times are medians of 300 noisy timings with the interval of their order statistics. Costs, and how much
//! each node slows down, are known. Of the designs that are dominated with a probability of about 95 %, about 95 % are
//! to be so in truth.
//!
//! That takes true values that lie far wider apart than what measuring leaves open (`WIDE`), so that before measuring a
//! small difference is as likely as its opposite. Over 20,000 worlds 95.5 % ± 0.4 % were dominated where 95.3 % was
//! stated, over folds 95.6 % ± 0.4 %. With true accuracies between 80 % and 90 %, about four standard errors, it was
//! 92.7 %, and between 85 % and 88 %, where all are nearly equal, 86.5 %: whoever knows beforehand that candidates are
//! alike must expect less than what is stated. The other guarantee held in all three: of the designs truly on the
//! front at most one in twenty is called dominated (0.3 %, 1.9 % and 4.1 %).

use std::ops::ControlFlow;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::replicates::{Drawer, Range, Reading, Trials};
use super::standing::{Field, Place, places};
use super::test_support::{median_interval, normal};

const CANDIDATES: usize = 8;
const REPLICATES: usize = 400;
const RESAMPLES: usize = 200;
const ROWS: usize = 200;
const FOLDS: usize = 10;
const TIMINGS: usize = 300;
/// Cost of each node and how many times slower than the fastest it is.
const NODES: [(f64, f64); 2] = [(1.0, 2.0), (4.0, 1.0)];
const DESIGNS: usize = CANDIDATES * NODES.len();
/// Names under which the random numbers of the readings are kept over all worlds.
const NAMES: [&str; CANDIDATES] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// How accuracies are measured.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Judged {
    /// On held-out rows.
    Once,
    /// Over folds.
    Folds,
}

/// What is true, and what was measured.
#[derive(Default)]
struct Candidate {
    accuracy: f64,
    time: f64,
    measured_accuracy: f64,
    accuracy_interval: (f64, f64),
    trials: Vec<f32>,
    timings: Vec<f64>,
}

/// Designs that are called dominated with about 95 %, and how many of them are.
#[derive(Debug, Default)]
struct Score {
    called: f64,
    stated: f64,
    true_ones: f64,
    /// Sum over the worlds of the squared excess of what is true over what is stated: designs of one world err
    /// together.
    squares: f64,
    /// Designs truly on the front, and those of them that are called dominated with 95 % or more.
    on_front: f64,
    slandered: f64,
}

impl Score {
    fn add(&mut self, found: &[Place], truth: &[Place]) {
        let mut excess = 0.0;
        for (found, truth) in found.iter().zip(truth) {
            if (0.93..=0.97).contains(&found.dominated) {
                self.called += 1.0;
                self.stated += found.dominated;
                self.true_ones += truth.dominated;
                excess += truth.dominated - found.dominated;
            }
            self.on_front += truth.on_front;
            self.slandered += if found.dominated >= 0.95 { truth.on_front } else { 0.0 };
        }
        self.squares += excess * excess;
    }

    /// Share of the called ones that are dominated, what was stated of them, and the standard error of the difference:
    /// as the worlds differ, and at least that of so many independent cases, since few worlds with few misses say little
    /// about how far they differ.
    fn shares(&self) -> (f64, f64, f64) {
        let (share, stated) = (self.true_ones / self.called, self.stated / self.called);
        let independent = (stated * (1.0 - stated) / self.called).sqrt();
        (share, stated, (self.squares.sqrt() / self.called).max(independent))
    }
}

/// Between which numbers true values are drawn, all alike.
#[derive(Clone, Copy, Debug)]
struct Truths {
    accuracy: (f64, f64),
    /// The slowest over the fastest; times by their logarithm.
    time: f64,
}

/// Truths of which measuring leaves a small part open.
const WIDE: Truths = Truths { accuracy: (0.2, 0.98), time: 50.0 };

/// Runs `worlds` worlds.
fn run(judged: Judged, truths: Truths, worlds: usize, seed: u64) -> Score {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut drawer = Drawer::new(REPLICATES, seed);
    let mut score = Score::default();
    for _ in 0..worlds {
        let mut candidates: Vec<Candidate> = (0..CANDIDATES)
            .map(|_| Candidate {
                accuracy: random.random_range(truths.accuracy.0..truths.accuracy.1),
                time: 100.0 * random.random_range(0.0..truths.time.ln()).exp(),
                ..Candidate::default()
            })
            .collect();
        match judged {
            Judged::Once => judge_once(&mut candidates, &mut random),
            Judged::Folds => judge_over_folds(&mut candidates, &mut random),
        }
        for candidate in &mut candidates {
            candidate.timings = (0..TIMINGS).map(|_| candidate.time * (0.8 * normal(&mut random)).exp()).collect();
            candidate.timings.sort_by(f64::total_cmp);
        }
        let readings: Vec<Reading<'_>> =
            NAMES.iter().zip(&candidates).flat_map(|(name, candidate)| candidate.readings(name, judged)).collect();
        let drawn = drawer.draw(&readings);
        let found = places_of(REPLICATES, |replicate| drawn.at(replicate).to_vec());
        let truth = places_of(1, |_| candidates.iter().flat_map(|of| [of.accuracy, of.time]).collect());
        score.add(&found, &truth);
    }
    score
}

/// The places of all designs, from accuracy and time of each candidate.
fn places_of(replicates: usize, values: impl Fn(usize) -> Vec<f64>) -> Vec<Place> {
    let field = Field { doubts: &[0; DESIGNS], objectives: 3, replicates };
    let mut fill = |replicate: usize, matrix: &mut [f64]| {
        let values = values(replicate);
        for (design, row) in matrix.chunks_exact_mut(3).enumerate() {
            let (candidate, (cost, slowdown)) = (design / NODES.len(), NODES[design % NODES.len()]);
            row.copy_from_slice(&[1.0 - values[2 * candidate], values[2 * candidate + 1] * slowdown, cost]);
        }
        ControlFlow::Continue(())
    };
    places(&field, &mut fill).unwrap()
}

impl Candidate {
    fn readings<'a>(&'a self, name: &'a str, judged: Judged) -> [Reading<'a>; 2] {
        let (rows, values) = ("rows", &self.trials);
        let accuracy = Reading {
            name,
            value: self.measured_accuracy,
            interval: Some(self.accuracy_interval),
            range: Range::share_of(1.0),
            trials: match judged {
                Judged::Once => Trials::Resamples { rows, values },
                Judged::Folds => Trials::Folds { rows, values, held_out_to_kept: 1.0 / (FOLDS - 1) as f64 },
            },
        };
        let interval = Some(median_interval(&self.timings));
        let value = f64::midpoint(self.timings[TIMINGS / 2 - 1], self.timings[TIMINGS / 2]);
        [accuracy, Reading { name, value, interval, range: Range::positive(), trials: Trials::Alone }]
    }
}

/// Lets all candidates decide the same rows: of six in ten rows all feel the same difficulty.
fn judge_once(candidates: &mut [Candidate], random: &mut ChaCha8Rng) {
    let mut patterns = [0; ROWS];
    for pattern in &mut patterns {
        let (shared, common) = (random.random_bool(0.6), random.random::<f64>());
        let right = candidates.iter().enumerate().map(|(place, candidate)| {
            let difficulty = if shared { common } else { random.random() };
            usize::from(difficulty < candidate.accuracy) << place
        });
        *pattern = right.sum::<usize>();
    }
    let share = |counts: &[u32], place: usize| {
        let right = counts.iter().enumerate().filter(|(pattern, _)| pattern >> place & 1 == 1);
        f64::from(right.map(|(_, count)| count).sum::<u32>()) / ROWS as f64
    };
    let mut counts = [0_u32; 1 << CANDIDATES];
    for pattern in patterns {
        counts[pattern] += 1;
    }
    for (place, candidate) in candidates.iter_mut().enumerate() {
        candidate.measured_accuracy = share(&counts, place);
        candidate.accuracy_interval = wilson(candidate.measured_accuracy);
    }
    for _ in 0..RESAMPLES {
        counts.fill(0);
        for _ in 0..ROWS {
            counts[patterns[random.random_range(0..ROWS as u32) as usize]] += 1;
        }
        for (place, candidate) in candidates.iter_mut().enumerate() {
            candidate.trials.push(share(&counts, place) as f32);
        }
    }
}

/// Folds that share training rows: a tenth of the variance is common to all folds, as Nadeau and Bengio take it; half
/// of all is common to all candidates.
fn judge_over_folds(candidates: &mut [Candidate], random: &mut ChaCha8Rng) {
    let (of_all, of_folds) = (normal(random), [(); FOLDS].map(|()| normal(random)));
    for candidate in candidates {
        let of_candidate = normal(random);
        let fold = |of_fold: &f64| {
            let shared = 0.1_f64.sqrt() * (of_all + of_candidate) + 0.9_f64.sqrt() * (of_fold + normal(random));
            (candidate.accuracy + 0.04 * shared / 2.0_f64.sqrt()) as f32
        };
        candidate.trials = of_folds.iter().map(fold).collect();
        candidate.measured_accuracy =
            candidate.trials.iter().map(|value| f64::from(*value)).sum::<f64>() / FOLDS as f64;
    }
}

/// Wilson's interval of a share of the rows.
fn wilson(share: f64) -> (f64, f64) {
    let (squared, rows) = (1.96_f64.powi(2), ROWS as f64);
    let half = 1.96 * (share * (1.0 - share) / rows + squared / (4.0 * rows * rows)).sqrt();
    let (centre, scale) = (share + squared / (2.0 * rows), 1.0 + squared / rows);
    (((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0))
}

/// A statement and what came of it: within three standard errors, or within a hundredth where there are many worlds.
#[track_caller]
fn check(score: &Score, tolerance: f64) {
    let (share, stated, error) = score.shares();
    let told = format!("{share:.4} of what is stated with {stated:.4} ± {error:.4}: {score:?}");
    assert!((share - stated).abs() < tolerance.max(3.0 * error), "{told}");
    // Of the designs truly on the front far fewer than one in twenty may be called dominated.
    assert!(score.slandered < 0.02 * score.on_front, "{told}");
}

#[test]
fn what_is_dominated_with_95_percent_is_so() {
    check(&run(Judged::Once, WIDE, 700, 1), 0.0);
    check(&run(Judged::Folds, WIDE, 700, 1), 0.0);
}

#[test]
#[ignore = "many worlds take a minute, in an optimised build"]
fn what_is_dominated_with_95_percent_is_so_in_94_to_96_of_100_cases() {
    for (judged, seed) in [(Judged::Once, 2), (Judged::Folds, 3)] {
        let score = run(judged, WIDE, 20_000, seed);
        let (share, _, error) = score.shares();
        assert!(error < 0.005 && (0.94..=0.96).contains(&share), "{judged:?}: {share} ± {error}");
        check(&score, 0.01);
    }
}

//! How long fronts and hypervolumes take, beside moocore (C, called from Python) and the crate pareto_front.
//!
//! ```text
//! python3 -m pip install moocore==0.3.2 numpy==2.4.6
//! taskset --cpu-list 0 cargo bench --bench front
//! ```
//!
//! The variable PYTHON names another Python, such as that of a virtual environment. `-- sphere "d=3"` takes only what
//! has all of these words in its name. What takes minutes is taken only with `-- long` among them. All use one thread
//! and take turns on the same points, [`ROUNDS`] times; medians are printed, and a ratio below 1 says that we are
//! faster. Fronts have to be equal as sets of indices, hypervolumes to one in 10 billion.
//!
//! Times are those of one call, from points in memory to indices, a mask or a number. pareto_front gets fixed rows and
//! their indices; it is left out where the front is large, where it takes minutes.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

mod peers;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use cantilever::tradeoff::{Points, hypervolume, pareto_front};
use pareto_front::{Dominate, ParetoFront};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use serde_json::{Value, json};

use self::peers::Peers;

/// What installs the peer that is not a crate.
const INSTALL: &str = "python3 -m pip install moocore==0.3.2 numpy==2.4.6";
/// How often each is timed; what takes minutes, less often.
const ROUNDS: usize = 5;
const LONG_ROUNDS: usize = 3;
/// Coordinates of the reference of hypervolumes; points lie between 0 and 1.
const REFERENCE: f64 = 1.1;

/// Where points lie.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Anywhere between 0 and 1: a small front.
    Uniform,
    /// At distance 1 from the origin, no coordinate negative: all are on the front.
    Sphere,
    /// At distances from 0.7 to 1: a large front.
    Shell,
    /// Whole numbers from 0 to 199: ties in every coordinate.
    Grid,
}

#[derive(Clone, Copy)]
struct Case {
    kind: Kind,
    count: usize,
    dimensions: usize,
    is_hypervolume: bool,
    is_long: bool,
}

fn main() -> Result<()> {
    ensure!(!cfg!(debug_assertions), "times of a debug build say nothing; run `cargo bench --bench front`");
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let folder = tempfile::tempdir()?;
    let mut moocore = Peers::start("front.py", INSTALL, folder.path(), 1)?;
    print_environment(&mut moocore)?;
    println!(
        "{:<36} {:>9} {:>10} {:>10} {:>7} {:>12} {:>7}",
        "what", "front", "ours ms", "moocore", "ratio", "pareto_front", "ratio"
    );
    for case in cases().into_iter().filter(|case| case.is_wanted(&words)) {
        run(case, folder.path(), &mut moocore).with_context(|| case.name())?;
    }
    print_environment(&mut moocore)
}

/// Everything that can be timed.
fn cases() -> Vec<Case> {
    let front = |kind, count, dimensions, is_long| Case { kind, count, dimensions, is_hypervolume: false, is_long };
    let mut cases = Vec::new();
    for (count, is_long) in [(100_000, false), (1_000_000, false), (10_000_000, true)] {
        cases.extend([2, 3, 4, 6].map(|dimensions| front(Kind::Uniform, count, dimensions, is_long)));
    }
    cases.extend([2, 3, 4, 6].map(|dimensions| front(Kind::Sphere, 100_000, dimensions, false)));
    cases.extend([2, 3, 4, 6].map(|dimensions| front(Kind::Sphere, 1_000_000, dimensions, dimensions == 6)));
    cases.extend([2, 3].map(|dimensions| front(Kind::Sphere, 10_000_000, dimensions, true)));
    cases.extend([100_000, 1_000_000].map(|count| front(Kind::Shell, count, 4, false)));
    cases.push(front(Kind::Grid, 1_000_000, 4, false));
    let volumes = [
        (2, 100_000),
        (2, 1_000_000),
        (3, 1000),
        (3, 10_000),
        (3, 100_000),
        (3, 1_000_000),
        (4, 100),
        (4, 1000),
        (4, 10_000),
        (4, 20_000),
        (5, 100),
        (5, 500),
        (6, 100),
        (6, 200),
    ];
    cases.extend(volumes.map(|(dimensions, count)| Case {
        kind: Kind::Sphere,
        count,
        dimensions,
        is_hypervolume: true,
        is_long: false,
    }));
    cases
}

impl Case {
    fn name(&self) -> String {
        let kind = match self.kind {
            Kind::Uniform => "uniform",
            Kind::Sphere => "sphere",
            Kind::Shell => "shell",
            Kind::Grid => "grid",
        };
        let what = if self.is_hypervolume { "hypervolume" } else { "front" };
        format!("{what} {kind} n={} d={}", self.count, self.dimensions)
    }

    /// Whether all of `words` are in its name; what takes long has to be wanted long.
    fn is_wanted(&self, words: &[String]) -> bool {
        let wants_long = words.iter().any(|word| word == "long");
        let name = self.name();
        let is_named = words.iter().filter(|word| *word != "long").all(|word| name.contains(word.as_str()));
        is_named && (wants_long || !self.is_long)
    }

    fn points(&self) -> Points {
        let mut random = ChaCha8Rng::seed_from_u64(self.count as u64);
        let mut points = Points::with_capacity(self.dimensions, self.count);
        let mut row = vec![0.0; self.dimensions];
        for _ in 0..self.count {
            match self.kind {
                Kind::Uniform => row.fill_with(|| random.random()),
                Kind::Grid => row.fill_with(|| (200.0 * random.random::<f64>()).floor()),
                Kind::Sphere | Kind::Shell => {
                    row.fill_with(|| random.sample::<f64, _>(StandardNormal).abs());
                    let length = row.iter().map(|value| value * value).sum::<f64>().sqrt();
                    let radius = if self.kind == Kind::Shell { 0.7 + 0.3 * random.random::<f64>() } else { 1.0 };
                    for value in &mut row {
                        *value *= radius / length;
                    }
                }
            }
            points.push(&row);
        }
        points
    }
}

/// All in turn, then a line.
fn run(case: Case, folder: &Path, moocore: &mut Peers) -> Result<()> {
    let points = case.points();
    let bytes: Vec<u8> = points.rows().flatten().flat_map(|value| value.to_le_bytes()).collect();
    fs::write(folder.join("points"), bytes)?;
    moocore.ask(&json!({"do": "load", "dimensions": case.dimensions}))?;
    let has_small_front = matches!(case.kind, Kind::Uniform | Kind::Grid);
    let (mut ours, mut theirs, mut crates) = (Vec::new(), Vec::new(), Vec::new());
    let mut on_front = String::new();
    for _ in 0..if case.is_long { LONG_ROUNDS } else { ROUNDS } {
        if case.is_hypervolume {
            let (time, volume) = timed(|| hypervolume(&points, &vec![REFERENCE; case.dimensions]));
            let answer = moocore.ask(&json!({"do": "hypervolume", "reference": REFERENCE}))?;
            let said = answer["volume"].as_f64().context("no volume")?;
            ensure!((volume - said).abs() <= 1e-10 * said, "{volume} is not {said}");
            ours.push(time);
            theirs.push(answer["seconds"].as_f64().context("no time")?);
            continue;
        }
        let (time, front) = timed(|| pareto_front(&points));
        ours.push(time);
        let answer = moocore.ask(&json!({"do": "front"}))?;
        theirs.push(answer["seconds"].as_f64().context("no time")?);
        let said = fs::read(folder.join("front"))?;
        let said = said.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes) as usize);
        ensure!(front.iter().copied().eq(said), "moocore found another front");
        on_front = front.len().to_string();
        if has_small_front {
            let (time, mut found) = match case.dimensions {
                2 => incremental::<2>(&points),
                3 => incremental::<3>(&points),
                4 => incremental::<4>(&points),
                _ => incremental::<6>(&points),
            };
            crates.push(time);
            found.sort_unstable();
            ensure!(front == found, "pareto_front found another front");
        }
    }
    let [ours, theirs, crates] = [ours, theirs, crates].map(median);
    let shown = |time: Option<f64>| time.map_or(String::new(), |time| format!("{:.3}", time * 1e3));
    let ratio = |time: Option<f64>| ours.zip(time).map_or(String::new(), |(ours, time)| format!("{:.3}", ours / time));
    println!(
        "{:<36} {on_front:>9} {:>10} {:>10} {:>7} {:>12} {:>7}",
        case.name(),
        shown(ours),
        shown(theirs),
        ratio(theirs),
        shown(crates),
        ratio(crates)
    );
    Ok(())
}

/// A point for pareto_front.
#[derive(PartialEq)]
struct Element<const D: usize>([f64; D], usize);

impl<const D: usize> Dominate for Element<D> {
    fn dominate(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a <= b) && self.0 != other.0
    }
}

fn incremental<const D: usize>(points: &Points) -> (f64, Vec<usize>) {
    let rows: Vec<[f64; D]> = points.rows().map(|row| std::array::from_fn(|dimension| row[dimension])).collect();
    let (time, front) = timed(|| {
        let mut front = ParetoFront::new();
        for (index, row) in rows.iter().enumerate() {
            front.push(Element(*row, index));
        }
        front
    });
    (time, front.iter().map(|element| element.1).collect())
}

/// Seconds, and what came of it.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = black_box(work());
    (started.elapsed().as_secs_f64(), result)
}

/// The middle of an odd number of values; nothing of none.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn print_environment(moocore: &mut Peers) -> Result<()> {
    println!("Cantilever {}, one thread each, {ROUNDS} rounds", env!("CARGO_PKG_VERSION"));
    let environment = moocore.ask(&json!({"do": "environment"}))?;
    for line in environment["lines"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        println!("{line}");
    }
    Ok(())
}

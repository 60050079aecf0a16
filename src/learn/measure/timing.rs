//! What a model costs: time and memory to fit it, time to ask it.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use super::super::error::LearnError;
use super::super::progress::Progress;
use super::super::trained::Trained;
use super::interval::quantile_interval;
use crate::model::{Measure, Measured};

/// Single-row predictions before timing starts.
const WARM_UP: usize = 300;
/// Timed single-row predictions.
const SINGLE_ROWS: usize = 3000;
/// Rows predicted at once.
const BLOCK: usize = 500;
/// Blocks before timing starts, and fewest and most timed blocks.
const WARM_UP_BLOCKS: usize = 3;
const FEWEST_BLOCKS: usize = 20;
const MOST_BLOCKS: usize = 200;
/// Timing of blocks ends after this time, if enough were timed.
const BLOCK_TIME: Duration = Duration::from_millis(400);

/// Power that a busy core draws and that a gigabyte of memory draws, in watts, on a computer of which nothing is known
/// (Lannelongue, Grealey and Inouye, "Green Algorithms: Quantifying the Carbon Footprint of Computation", 2021).
const CORE_WATTS: f64 = 12.0;
const GIGABYTE_WATTS: f64 = 0.3725;

/// What fitting cost.
pub(in super::super) struct FitCost {
    wall: Duration,
    processor: Option<Duration>,
}

/// Measures wall-clock and processor time of this process.
pub(in super::super) struct Stopwatch {
    wall: Instant,
    processor: Option<Duration>,
}

impl Stopwatch {
    /// Starts measuring.
    pub fn start() -> Self {
        Self { wall: Instant::now(), processor: processor_time() }
    }

    /// The time since the start.
    pub fn stop(self) -> FitCost {
        let processor = processor_time().zip(self.processor).map(|(now, then)| now.saturating_sub(then));
        FitCost { wall: self.wall.elapsed(), processor }
    }
}

impl FitCost {
    /// Energy in milliwatt hours, with the memory held at its peak; `None` where the system does not say what was used.
    fn energy(&self, peak_bytes: Option<u64>) -> Option<f64> {
        let gigabytes = peak_bytes? as f64 / 1e9;
        let joules = CORE_WATTS * self.processor?.as_secs_f64() + GIGABYTE_WATTS * gigabytes * self.wall.as_secs_f64();
        Some(joules / 3.6)
    }

    /// None.
    pub fn none() -> Self {
        Self { wall: Duration::ZERO, processor: Some(Duration::ZERO) }
    }

    /// What is left of it without `part`.
    pub fn without(&self, part: &Self) -> Self {
        let processor = self.processor.zip(part.processor).map(|(whole, part)| whole.saturating_sub(part));
        Self { wall: self.wall.saturating_sub(part.wall), processor }
    }

    /// Wall-clock time.
    pub fn wall(&self) -> Duration {
        self.wall
    }
}

/// Adds what fitting cost and what predictions cost to `measured`.
pub(super) fn measure(
    trained: &Trained,
    measured: &mut BTreeMap<Measure, Measured>,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let mut insert = |measure: Measure, value: f64| measured.insert(measure, Measured { value, interval: None });
    insert(Measure::TrainingTime, trained.cost.wall.as_secs_f64());
    if let Some(processor) = trained.cost.processor {
        insert(Measure::TrainingProcessorTime, processor.as_secs_f64());
    }
    if let Some(bytes) = peak_memory() {
        insert(Measure::TrainingMemory, bytes as f64 / 1e6);
    }
    if let Some(energy) = trained.cost.energy(peak_memory()) {
        insert(Measure::TrainingEnergy, energy);
    }
    let mut single = single_rows(trained, progress)?;
    single.sort_unstable();
    let microseconds: Vec<f64> = single.iter().map(|time| time.as_secs_f64() * 1e6).collect();
    for (measure, share) in [(Measure::InferenceP50, 0.5), (Measure::InferenceP99, 0.99)] {
        let value = microseconds[((single.len() - 1) as f64 * share).round() as usize];
        measured.insert(measure, Measured { value, interval: quantile_interval(share, &microseconds) });
    }
    let (rows, mut blocks) = blocks(trained, progress)?;
    blocks.sort_unstable();
    let per_second = |seconds: f64| rows as f64 / seconds.max(1e-9);
    let seconds: Vec<f64> = blocks.iter().map(Duration::as_secs_f64).collect();
    let interval = quantile_interval(0.5, &seconds).map(|(low, high)| (per_second(high), per_second(low)));
    let value = per_second(seconds[seconds.len() / 2]);
    measured.insert(Measure::BatchThroughput, Measured { value, interval });
    Ok(())
}

/// Times of single predictions, each from a raw row to an answer, over different held-out rows in turn.
fn single_rows(trained: &Trained, progress: &mut Progress<'_>) -> Result<Vec<Duration>, LearnError> {
    let mut prepared = Vec::with_capacity(trained.preparation.columns());
    let mut answer = vec![0.0; trained.examples.aim.output.width()];
    let mut times = Vec::with_capacity(SINGLE_ROWS);
    let rows = trained.split.test.iter().cycle().take(WARM_UP + SINGLE_ROWS);
    for (done, row) in rows.enumerate() {
        let raw = trained.examples.raw_row(*row);
        let started = Instant::now();
        prepared.clear();
        trained.preparation.append(black_box(raw), &mut prepared);
        trained.model.answer(black_box(&prepared), &mut answer);
        black_box(&answer);
        let time = started.elapsed();
        if done >= WARM_UP {
            times.push(time);
        }
        progress.step(done as u32, 2 * (WARM_UP + SINGLE_ROWS) as u32)?;
    }
    Ok(times)
}

/// Rows in a block, and the times of blocks from raw rows to answers.
fn blocks(trained: &Trained, progress: &mut Progress<'_>) -> Result<(usize, Vec<Duration>), LearnError> {
    let mut times = Vec::new();
    let mut test_rows = trained.split.test.iter().copied().cycle();
    let began = Instant::now();
    for done in 0..WARM_UP_BLOCKS + MOST_BLOCKS {
        let rows: Vec<usize> = test_rows.by_ref().take(BLOCK).collect();
        let started = Instant::now();
        let matrix = trained.preparation.matrix(&trained.examples, black_box(&rows));
        black_box(trained.model.answers(&matrix));
        let time = started.elapsed();
        if done >= WARM_UP_BLOCKS {
            times.push(time);
        }
        progress.step((MOST_BLOCKS + done) as u32, 2 * MOST_BLOCKS as u32)?;
        if times.len() >= FEWEST_BLOCKS && began.elapsed() > BLOCK_TIME {
            break;
        }
    }
    Ok((BLOCK, times))
}

/// Processor time that this process has used, over all its threads.
#[cfg(unix)]
fn processor_time() -> Option<Duration> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let usage = getrusage(UsageWho::RUSAGE_SELF).ok()?;
    let microseconds = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    u64::try_from(microseconds).ok().map(Duration::from_micros)
}

#[cfg(not(unix))]
fn processor_time() -> Option<Duration> {
    None
}

/// The most memory this process has held, in bytes; `None` where the system does not say.
pub fn peak_memory() -> Option<u64> {
    // Linux hands the largest size that `getrusage` tells down from the parent process, so the kernel's own account of
    // this process comes first.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.map(|kilobytes| kilobytes * 1024).or_else(peak_memory_by_usage)
}

#[cfg(unix)]
fn peak_memory_by_usage() -> Option<u64> {
    use nix::sys::resource::{UsageWho, getrusage};

    let peak = u64::try_from(getrusage(UsageWho::RUSAGE_SELF).ok()?.max_rss()).ok()?;
    // Apple counts bytes, all others kilobytes.
    Some(if cfg!(target_vendor = "apple") { peak } else { peak * 1024 })
}

#[cfg(not(unix))]
fn peak_memory_by_usage() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_is_that_of_busy_cores_and_of_memory() {
        // Two cores busy for an hour and 10 GB held: 24 Wh and 3.725 Wh.
        let cost = FitCost { wall: Duration::from_hours(1), processor: Some(Duration::from_hours(2)) };
        let energy = cost.energy(Some(10_000_000_000)).unwrap();
        assert!((energy - 27_725.0).abs() < 1e-6, "{energy} mWh");
        assert_eq!(cost.energy(None), None, "unknown is not 0");
    }
}

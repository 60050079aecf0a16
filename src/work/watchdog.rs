//! Ends a worker process that takes more than it may.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::learn::peak_memory;
use crate::model::Budget;

/// Between two looks.
const INTERVAL: Duration = Duration::from_millis(50);
/// Exit code of a worker that took too much.
const TOO_MUCH: i32 = 3;

/// From now on this process ends itself, with a sentence on its error stream, when it takes more than `budget`.
pub(super) fn watch(budget: Budget) -> std::io::Result<()> {
    if budget == Budget::default() {
        return Ok(());
    }
    let started = Instant::now();
    std::thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
        loop {
            if let Some(reason) = excess(budget, started.elapsed(), peak_memory()) {
                writeln!(std::io::stderr(), "{reason}").ok();
                std::process::exit(TOO_MUCH);
            }
            std::thread::sleep(INTERVAL);
        }
    })?;
    Ok(())
}

/// What was taken too much of, and what to do about it.
fn excess(budget: Budget, elapsed: Duration, peak: Option<u64>) -> Option<String> {
    let remedy = "allow more under Judging, or choose settings that need less";
    if let Some(seconds) = budget.seconds.filter(|seconds| elapsed.as_secs_f64() > *seconds) {
        return Some(format!("it took longer than the {seconds} s that a training may take; {remedy}"));
    }
    let limit = budget.megabytes?;
    (peak? as f64 > limit * 1e6).then(|| format!("it took more than the {limit} MB that a training may take; {remedy}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_named() {
        let budget = Budget { seconds: Some(2.0), megabytes: Some(100.0) };
        assert_eq!(excess(budget, Duration::from_millis(1900), Some(99_000_000)), None);
        let told = excess(budget, Duration::from_millis(2100), Some(1)).unwrap();
        assert!(told.contains("longer than the 2 s"), "{told}");
        let told = excess(budget, Duration::ZERO, Some(101_000_000)).unwrap();
        assert!(told.contains("more than the 100 MB"), "{told}");
        assert_eq!(excess(Budget::default(), Duration::MAX, Some(u64::MAX)), None);
    }
}

//! Where a measurement was made, and when: without it a latency means little.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Environment;

/// This machine, this program, this moment.
pub(super) fn current() -> Environment {
    let build = if cfg!(debug_assertions) { "debug build" } else { "optimised build" };
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Environment {
        processor: processor(),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        program: format!("Cantilever {}, {build}", env!("CARGO_PKG_VERSION")),
        measured_at: iso_time(seconds),
    }
}

fn processor() -> String {
    let described = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = described.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    model.map_or_else(|| "unknown processor".to_owned(), |(_, name)| name.trim().to_owned())
}

/// Seconds since 1970 as `2024-02-29T23:59:59Z`.
pub fn iso_time(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Years are counted from 1 March, so that a leap day is the last day of its year, and in groups of 400 years
    // (146,097 days), after which the calendar repeats.
    let shifted = days + 719_468;
    let (group, day_of_group) = (shifted / 146_097, shifted % 146_097);
    let year_of_group = (day_of_group - day_of_group / 1_460 + day_of_group / 36_524 - day_of_group / 146_096) / 365;
    let day_of_year = day_of_group - (365 * year_of_group + year_of_group / 4 - year_of_group / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = 400 * group + year_of_group + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(iso_time(seconds), expected);
        }
    }

    #[test]
    fn the_environment_is_complete() {
        let environment = current();
        assert!(!environment.processor.is_empty());
        assert!(environment.program.ends_with("build"));
        assert!(environment.measured_at.ends_with('Z') && environment.measured_at.len() == 20);
    }
}

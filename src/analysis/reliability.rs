//! Availability of things in series, in parallel, and of which some must work. All assume independent failures.

use statrs::function::beta::beta_reg;
use statrs::function::gamma::ln_gamma;

/// All must work: `∏A`.
pub fn series(availabilities: impl IntoIterator<Item = f64>) -> f64 {
    availabilities.into_iter().product()
}

/// At least one of `replicas` equal ones must work: `1 − (1 − A)ⁿ`.
pub fn replicated(availability: f64, replicas: u32) -> f64 {
    1.0 - (1.0 - availability).powf(f64::from(replicas))
}

/// At least `needed` of `replicas` equal ones must work: `Σ C(n,j)·Aʲ·(1−A)ⁿ⁻ʲ` over `j ≥ needed`.
pub fn at_least(needed: u32, replicas: u32, availability: f64) -> f64 {
    match needed {
        0 => 1.0,
        needed if needed > replicas => 0.0,
        1 => replicated(availability, replicas),
        _ if availability <= 0.0 => 0.0,
        _ if availability >= 1.0 => 1.0,
        // The upper tail of a binomial distribution is a regularised incomplete beta function.
        needed => beta_reg(f64::from(needed), f64::from(replicas - needed) + 1.0, availability),
    }
}

/// What something contributes that only the share `reach` of the requests needs: `1 − reach·(1 − A)`.
pub fn sometimes_needed(reach: f64, availability: f64) -> f64 {
    1.0 - reach * (1.0 - availability)
}

/// How often a system of `total` equal parts, of which `needed` must be up, goes from up to down, per unit of time:
/// exactly as many as are needed are up, and one of them fails (`C(n,k)·Aᵏ·(1 − A)ⁿ⁻ᵏ·k·λ`). `rate` is the failure rate
/// of one part that is up.
pub fn failure_rate(needed: u32, total: u32, availability: f64, rate: f64) -> f64 {
    if needed > total || needed == 0 {
        return 0.0;
    }
    let (k, n) = (f64::from(needed), f64::from(total));
    // By logarithms: n over k alone may be larger than any number.
    let choices = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let spare = if total == needed { 0.0 } else { (n - k) * (1.0 - availability).ln() };
    (choices + k * availability.ln() + spare).exp() * k * rate
}

/// Share of time up, from the mean time between failures and the mean time to detect and repair one.
pub fn from_failure_times(between_failures: f64, to_repair: f64) -> f64 {
    between_failures / (between_failures + to_repair)
}

/// Birnbaum's importance of each part of a series: how much the whole gains per gain of the part, `∏` of the others.
/// The largest is the part to improve first.
pub fn birnbaum(availabilities: &[f64]) -> Vec<f64> {
    (0..availabilities.len())
        .map(|part| series(availabilities.iter().enumerate().filter(|(other, _)| *other != part).map(|(_, a)| *a)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::check_close;

    const MINUTES_PER_MONTH: f64 = 43_200.0;

    #[test]
    fn o10_three_in_series() {
        let parts = [0.999, 0.995, 0.99];
        let whole = series(parts);
        check_close(whole, 0.984_065, 5e-7);
        check_close((1.0 - whole) * MINUTES_PER_MONTH, 688.4, 0.05);
        let importance = birnbaum(&parts);
        check_close(importance[2], 0.994_005, 5e-7);
        check_close(importance[1], 0.989_01, 5e-7);
        check_close(importance[0], 0.985_05, 5e-7);
    }

    #[test]
    fn o11_two_replicas_help() {
        check_close(replicated(0.99, 2), 0.9999, 1e-12);
        check_close(series([0.999, 0.995, replicated(0.99, 2)]), 0.993_906, 5e-7);
    }

    #[test]
    fn o12_two_of_three() {
        check_close(at_least(2, 3, 0.99), 0.999_702, 5e-7);
        check_close(at_least(1, 2, 0.99), replicated(0.99, 2), 1e-12);
        check_close(at_least(0, 3, 0.5), 1.0, 1e-12);
        check_close(at_least(4, 3, 0.5), 0.0, 0.0);
    }

    #[test]
    fn failures_of_many_and_of_the_impossible() {
        check_close(failure_rate(1, 1, 0.9, 0.01), 0.009, 1e-15);
        check_close(failure_rate(1, 2, 0.9, 0.01), 2.0 * 0.9 * 0.1 * 0.01, 1e-15);
        // Six at 99.99 %: just one is up once in 10²⁰ moments or so, which is little but not nothing.
        check_close(failure_rate(1, 6, 0.9999, 1.0) / (6.0 * 0.9999 * 1e-20), 1.0, 1e-6);
        assert_eq!(failure_rate(u32::MAX, 3, 0.9, 1.0), 0.0);
        assert_eq!(failure_rate(3, 2, 0.9, 1.0), 0.0);
        assert_eq!(failure_rate(1, 2, 0.0, 1.0), 0.0);
        check_close(failure_rate(2, 2, 1.0, 0.5), 1.0, 1e-12);
    }

    #[test]
    fn o13_faster_detection_is_availability() {
        let by_people = from_failure_times(720.0, 35.0 / 60.0);
        check_close(by_people, 0.999_190_5, 5e-8);
        check_close((1.0 - by_people) * MINUTES_PER_MONTH, 34.97, 5e-3);
        let by_heartbeat = from_failure_times(720.0, (5.0 + 0.5) / 60.0);
        check_close(by_heartbeat, 0.999_872_7, 5e-8);
        check_close((1.0 - by_heartbeat) * MINUTES_PER_MONTH, 5.50, 5e-3);
    }

    #[test]
    fn what_is_rarely_needed_rarely_hurts() {
        check_close(sometimes_needed(0.05, 0.9), 0.995, 1e-12);
        check_close(sometimes_needed(1.0, 0.9), 0.9, 1e-12);
    }
}

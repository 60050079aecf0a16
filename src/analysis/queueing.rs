//! Waiting lines with several servers (M/M/c): utilisation, waiting time, and what variability does to it.

/// A waiting line: requests arrive at random, several equal servers work them off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// Arrivals per unit of time, at least 0.
    pub arrivals: f64,
    /// Requests that one server works off per unit of time, above 0; infinite when work takes no time.
    pub service_rate: f64,
    /// Servers, at least 1.
    pub servers: u32,
}

impl Queue {
    /// Servers that the arrivals keep busy on average: `λ/μ`, in erlang.
    pub fn offered(self) -> f64 {
        self.arrivals / self.service_rate
    }

    /// Share of the servers that is busy, `λ/(cμ)`; from 1 on the line grows without end.
    pub fn utilisation(self) -> f64 {
        self.offered() / f64::from(self.servers)
    }

    /// Whether more arrives than can be served.
    pub fn is_overloaded(self) -> bool {
        self.utilisation() >= 1.0
    }

    /// Probability that an arrival has to wait (Erlang C); `None` when overloaded.
    pub fn wait_probability(self) -> Option<f64> {
        erlang_c(self.offered(), self.servers)
    }

    /// Rate at which the waiting time of those who wait falls off: `cμ − λ`.
    pub fn spare_rate(self) -> f64 {
        f64::from(self.servers) * self.service_rate - self.arrivals
    }

    /// Mean waiting time, `C/(cμ − λ)`; `None` when overloaded.
    pub fn mean_wait(self) -> Option<f64> {
        Some(self.wait_probability()? / self.spare_rate())
    }

    /// Mean time from arrival to completion, `Wq + 1/μ`; `None` when overloaded.
    pub fn mean_response(self) -> Option<f64> {
        Some(self.mean_wait()? + self.service_rate.recip())
    }

    /// Mean number of requests that wait, `λ·Wq`; `None` when overloaded.
    pub fn mean_length(self) -> Option<f64> {
        Some(self.mean_wait()? * self.arrivals)
    }

    /// Waiting time that the share `level` of the arrivals stays within, from
    /// `P(wait > t) = C·exp(−(cμ − λ)t)`; `None` when overloaded.
    pub fn wait_quantile(self, level: f64) -> Option<f64> {
        Some(wait_exceeded_by(1.0 - level, self.wait_probability()?, self.spare_rate()))
    }
}

/// The waiting time that the share `share` (above 0) of the arrivals exceeds, when the share `waiting` waits at all
/// and the time of those falls off at `spare_rate`. With a uniformly random share it is a random waiting time.
pub fn wait_exceeded_by(share: f64, waiting: f64, spare_rate: f64) -> f64 {
    if share < waiting { (waiting / share).ln() / spare_rate } else { 0.0 }
}

/// Erlang's C formula: probability that an arrival waits when `offered` erlang meet `servers` servers.
/// `None` when overloaded (`offered ≥ servers`).
pub fn erlang_c(offered: f64, servers: u32) -> Option<f64> {
    let utilisation = offered / f64::from(servers);
    if !(0.0..1.0).contains(&utilisation) {
        return None;
    }
    if offered == 0.0 {
        return Some(0.0);
    }
    // Erlang B by its recursion on the reciprocal: no factorials, hence no overflow with many servers.
    let mut reciprocal = 1.0_f64;
    for server in 1..=servers {
        reciprocal = 1.0 + reciprocal * f64::from(server) / offered;
        if reciprocal > 1e18 {
            return Some(0.0);
        }
    }
    let blocked = reciprocal.recip();
    Some(blocked / (1.0 - utilisation * (1.0 - blocked)))
}

/// Squared coefficient of variation of the times between arrivals that come at random (Poisson).
pub const RANDOM_ARRIVALS: f64 = 1.0;

/// Mean waiting time with other variability than M/M/c has (Allen and Cunneen): `Wq·(Ca² + Cs²)/2`, with the squared
/// coefficients of variation of the times between arrivals and of the service times.
pub fn allen_cunneen(mean_wait: f64, arrival_variation: f64, service_variation: f64) -> f64 {
    mean_wait * f64::midpoint(arrival_variation, service_variation)
}

/// The largest load that a chain sustains, `min(c·μ/v)`, and the position of what limits it. Each station gives its
/// capacity (all servers together) and its visits per request; stations that are never visited limit nothing.
pub fn maximum_throughput(stations: impl IntoIterator<Item = (f64, f64)>) -> Option<(usize, f64)> {
    stations
        .into_iter()
        .enumerate()
        .filter(|(_, (capacity, visits))| *visits > 0.0 && capacity.is_finite())
        .map(|(index, (capacity, visits))| (index, capacity / visits))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::check_close;

    fn queue(arrivals: f64, service_rate: f64, servers: u32) -> Queue {
        Queue { arrivals, service_rate, servers }
    }

    #[track_caller]
    fn check_some(actual: Option<f64>, expected: f64, tolerance: f64) {
        check_close(actual.expect("the queue is not overloaded"), expected, tolerance);
    }

    #[test]
    fn o6_three_and_four_servers() {
        let three = queue(8.0, 4.0, 3);
        check_some(three.wait_probability(), 4.0 / 9.0, 1e-12);
        check_some(three.mean_wait(), 1.0 / 9.0, 1e-12);
        check_some(three.mean_response(), 0.36111, 1e-5);
        check_some(three.mean_length(), 0.8889, 1e-4);
        check_some(three.wait_quantile(0.95), 0.5462, 1e-4);
        check_some(three.wait_quantile(0.5), 0.0, 0.0);
        check_close(allen_cunneen(1.0 / 9.0, 1.0, 0.0), 0.0556, 1e-4);
        let four = queue(8.0, 4.0, 4);
        check_some(four.wait_probability(), 0.17391, 1e-5);
        check_some(four.mean_wait(), 0.02174, 1e-5);
    }

    #[test]
    fn o7_o8_ten_servers_and_one() {
        check_some(erlang_c(6.0, 10), 0.10130, 1e-5);
        check_some(queue(8.0, 10.0, 1).mean_response(), 0.5, 1e-12);
    }

    #[test]
    fn overload_has_no_number() {
        assert!(queue(8.0, 4.0, 2).is_overloaded() && queue(9.0, 4.0, 2).is_overloaded());
        assert_eq!(queue(8.0, 4.0, 2).mean_wait(), None);
    }

    #[test]
    fn many_servers_and_no_work_are_no_problem() {
        check_some(erlang_c(10.0, 1_000_000), 0.0, 1e-12);
        check_some(queue(5.0, f64::INFINITY, 1).mean_wait(), 0.0, 0.0);
        check_some(queue(0.0, 5.0, 1).mean_wait(), 0.0, 0.0);
    }

    #[test]
    fn o9_the_slowest_station_limits_the_fraud_cascade() {
        let cascade = |deep_share| [(2000.0, 1.0), (1500.0, 1.0), (1600.0, 1.0), (60.0, deep_share)];
        let (station, load) = maximum_throughput(cascade(0.05)).expect("there are stations");
        assert_eq!(station, 3);
        check_close(load, 1200.0, 1e-9);
        let (station, load) = maximum_throughput(cascade(0.03)).expect("there are stations");
        assert_eq!(station, 1);
        check_close(load, 1500.0, 1e-9);
        assert_eq!(maximum_throughput([(10.0, 0.0)]), None);
    }
}

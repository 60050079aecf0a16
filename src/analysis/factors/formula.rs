//! From what components contribute to the numbers of a design.

use super::moments::Moments;
use super::percentile::Percentile;

/// Nodes that count once, however many components need them.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeSet {
    /// By node, what it adds under each of its bits; the greatest need first, which is the one that counts.
    pub(super) nodes: Vec<Vec<(u64, f64)>>,
    /// All of their bits.
    pub(super) mask: u64,
}

impl NodeSet {
    /// What the needed nodes add.
    pub(super) fn added(&self, bits: u64) -> f64 {
        let of_node =
            |needs: &Vec<(u64, f64)>| needs.iter().find(|(bit, _)| bits & bit != 0).map_or(0.0, |need| need.1);
        self.nodes.iter().map(of_node).sum()
    }
}

/// A response time of a scenario.
#[derive(Clone, Debug)]
pub(super) struct Time {
    /// Position of the scenario in the project.
    pub(super) scenario: usize,
    /// Set when some component on the way is overloaded.
    pub(super) overload: u64,
    /// Where its mean stands, if means add up.
    pub(super) mean: Option<usize>,
    /// Where variance and third moment stand, if they add up as well; else which composition has them.
    pub(super) spread: Spread,
    /// What sampled percentiles are farther from the mean than those of the moments.
    pub(super) corrections: [f64; 3],
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    /// Nobody asks for percentiles.
    Unasked,
    Sum(usize, usize),
    Composed(usize),
}

/// The three percentiles.
pub(super) const LEVELS: [f64; 3] = [0.5, 0.95, 0.99];

/// What a measure is made of. Slots, sets of nodes and times are named by their position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Formula {
    Constant(f64),
    Sum(usize),
    Cost {
        slot: usize,
        nodes: usize,
    },
    CostPerRequest {
        slot: usize,
        nodes: usize,
        per_month: f64,
    },
    /// In percent.
    Availability {
        slot: usize,
        nodes: usize,
    },
    /// Minutes per month.
    Downtime {
        slot: usize,
        nodes: usize,
    },
    Uptime {
        slot: usize,
        nodes: usize,
    },
    Throughput(usize),
    /// In percent.
    Utilisation(usize),
    Mean(usize),
    /// Which of [`LEVELS`] of which time.
    Percentile {
        time: usize,
        level: usize,
    },
    /// Metres: what a vehicle goes in the 99th percentile of a time, at metres per millisecond, and what it brakes.
    StoppingDistance {
        time: usize,
        speed: f64,
        braking: f64,
    },
    /// Of a time at which nobody gives up.
    TimedOut(usize),
}

/// What one design has.
pub(super) struct Put<'w> {
    pub(super) values: &'w [f64],
    pub(super) bits: u64,
    /// What each set of nodes adds.
    pub(super) nodes: &'w [f64],
    /// The moments of each composition.
    pub(super) composed: &'w [Moments],
    pub(super) times: &'w [Time],
    pub(super) percentiles: &'w [Percentile; 3],
}

impl Put<'_> {
    /// The value in the unit of the measure: not a number where it is not known, without end for a response time that has
    /// no bound because something is overloaded.
    pub(super) fn value(&self, formula: Formula) -> f64 {
        let lost = |slot: usize, nodes: usize| -(-(self.values[slot] + self.nodes[nodes])).exp_m1();
        match formula {
            Formula::Constant(value) => value,
            Formula::Sum(slot) => self.values[slot],
            Formula::Cost { slot, nodes } => self.values[slot] + self.nodes[nodes],
            Formula::CostPerRequest { slot, nodes, per_month } => (self.values[slot] + self.nodes[nodes]) / per_month,
            Formula::Availability { slot, nodes } => 100.0 * (-(self.values[slot] + self.nodes[nodes])).exp(),
            Formula::Downtime { slot, nodes } => super::super::elements::MINUTES_PER_MONTH * lost(slot, nodes),
            Formula::Uptime { slot, nodes } => finite((self.values[slot] + self.nodes[nodes]).recip()),
            Formula::Throughput(slot) => finite(-self.values[slot]),
            Formula::Utilisation(slot) => finite(100.0 * self.values[slot]),
            Formula::Mean(time) => {
                self.timed(time, |own, time| time.mean.map_or_else(|| own.moments(time).mean, |slot| own.values[slot]))
            }
            Formula::Percentile { time, level } => self.percentile(time, level),
            Formula::StoppingDistance { time, speed, braking } => braking + speed * self.percentile(time, 2),
            Formula::TimedOut(time) => {
                self.timed(time, |own, time| if own.moments(time).mean.is_nan() { f64::NAN } else { 0.0 })
            }
        }
    }

    fn timed(&self, time: usize, value: impl Fn(&Self, &Time) -> f64) -> f64 {
        let time = &self.times[time];
        if self.bits & time.overload != 0 { f64::INFINITY } else { value(self, time) }
    }

    fn percentile(&self, time: usize, level: usize) -> f64 {
        self.timed(time, |own, time| own.percentiles[level].of(own.moments(time), time.corrections[level]))
    }

    /// Of a time on whose way nothing is overloaded.
    pub(super) fn moments(&self, time: &Time) -> Moments {
        match (time.spread, time.mean) {
            (Spread::Composed(position), _) => self.composed[position],
            (Spread::Sum(variance, third), Some(mean)) => {
                Moments { mean: self.values[mean], variance: self.values[variance], third: self.values[third] }
            }
            (Spread::Unasked, Some(mean)) => Moments { mean: self.values[mean], ..Moments::default() },
            _ => Moments::UNKNOWN,
        }
    }
}

/// What has no end is not known.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_need_of_a_node_counts_once() {
        let nodes = NodeSet { nodes: vec![vec![(4, 0.5), (1, 0.2)], vec![(2, 10.0)]], mask: 7 };
        let added: Vec<f64> = [0, 1, 4, 5, 3, 7].map(|bits| nodes.added(bits)).into();
        assert_eq!(added, [0.0, 0.2, 0.5, 0.5, 10.2, 10.5]);
    }

    #[test]
    fn what_nothing_limits_or_ends_is_not_known() {
        let put = Put {
            values: &[f64::NEG_INFINITY, 0.0, f64::INFINITY],
            bits: 0,
            nodes: &[0.0],
            composed: &[],
            times: &[],
            percentiles: &LEVELS.map(Percentile::new),
        };
        assert!(put.value(Formula::Throughput(0)).is_nan() && put.value(Formula::Utilisation(0)).is_nan());
        assert!(put.value(Formula::Uptime { slot: 1, nodes: 0 }).is_nan());
        assert_eq!(put.value(Formula::Uptime { slot: 2, nodes: 0 }), 0.0);
        assert_eq!(put.value(Formula::Availability { slot: 1, nodes: 0 }), 100.0);
        assert_eq!(put.value(Formula::Availability { slot: 2, nodes: 0 }), 0.0);
    }
}

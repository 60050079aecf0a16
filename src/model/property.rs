//! The numbers an architect can state about a component, a connector or a deployment node.

use strum::{EnumIter, EnumString, IntoStaticStr};

use super::unit::Unit;

/// A stated number. Which of them fit which element is data: see the kinds in `assets/catalog`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Property {
    /// Median time a component works on one request.
    ServiceTimeMedian,
    /// Time within which 99 % of the requests are worked on.
    ServiceTimeTail,
    /// Requests per second that one replica can serve.
    Capacity,
    /// How many copies run.
    Replicas,
    /// Share of time that one replica is up.
    Availability,
    /// Price per hour of one replica, whether busy or not.
    HourlyPrice,
    /// Price per hour of work, paid only while busy (people, metered services).
    BusyHourPrice,
    /// Price per request.
    RequestPrice,
    /// Fixed price per month, whatever the load.
    MonthlyPrice,
    /// Memory that one replica needs.
    Memory,
    /// Median one-way latency of a connector.
    LinkLatencyMedian,
    /// One-way latency of a connector that 99 % of the messages stay below.
    LinkLatencyTail,
    /// Bandwidth of a connector.
    Bandwidth,
    /// Data carried per call.
    Payload,
    /// Calls made over this connector per request that reaches its source; below 1 for calls made only sometimes.
    CallsPerRequest,
    /// How many times slower a trained model runs on a node than on the machine it was measured on.
    Slowdown,
    /// Memory that a node offers to one replica.
    MemoryLimit,
}

impl Property {
    /// The key in files and in the catalogue.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The name shown to people, in sentence case.
    pub fn label(self) -> &'static str {
        match self {
            Self::ServiceTimeMedian => "Service time, median",
            Self::ServiceTimeTail => "Service time, p99",
            Self::Capacity => "Capacity per replica",
            Self::Replicas => "Replicas",
            Self::Availability => "Availability per replica",
            Self::HourlyPrice => "Price per replica hour",
            Self::BusyHourPrice => "Price per hour of work",
            Self::RequestPrice => "Price per request",
            Self::MonthlyPrice => "Fixed price",
            Self::Memory => "Memory per replica",
            Self::LinkLatencyMedian => "One-way latency, median",
            Self::LinkLatencyTail => "One-way latency, p99",
            Self::Bandwidth => "Bandwidth",
            Self::Payload => "Payload per call",
            Self::CallsPerRequest => "Calls per request",
            Self::Slowdown => "Slowdown of models",
            Self::MemoryLimit => "Memory limit per replica",
        }
    }

    /// The unit a bare number is read in.
    pub fn unit(self) -> Unit {
        match self {
            Self::ServiceTimeMedian | Self::ServiceTimeTail | Self::LinkLatencyMedian | Self::LinkLatencyTail => {
                Unit::Millisecond
            }
            Self::Capacity => Unit::PerSecond,
            Self::Replicas => Unit::Count,
            Self::Availability => Unit::Percent,
            Self::HourlyPrice | Self::BusyHourPrice => Unit::DollarPerHour,
            Self::RequestPrice => Unit::DollarPerRequest,
            Self::MonthlyPrice => Unit::DollarPerMonth,
            Self::Memory | Self::MemoryLimit => Unit::Megabyte,
            Self::Bandwidth => Unit::MegabitPerSecond,
            Self::Payload => Unit::Kilobyte,
            Self::CallsPerRequest | Self::Slowdown => Unit::Ratio,
        }
    }

    /// Why `amount` (in [`Property::unit`]) cannot be right, as a sentence that says what can be; `None` when it can.
    pub fn objection(self, amount: f64) -> Option<&'static str> {
        match self {
            Self::Availability if !(0.0..=100.0).contains(&amount) => Some("An availability lies between 0 and 100 %."),
            Self::Replicas if amount < 1.0 || amount.fract() != 0.0 => Some("Replicas are a whole number, 1 or more."),
            Self::Capacity | Self::Bandwidth | Self::Slowdown if amount <= 0.0 => Some("This must be more than 0."),
            _ if amount < 0.0 => Some("This cannot be negative."),
            _ => None,
        }
    }
}

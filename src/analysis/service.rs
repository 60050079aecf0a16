//! How long a component works on one request, and how many it can serve.

use crate::model::{CandidateId, Component, DeploymentNode, Evidence, Measure, NodeId, Property, Provenance};

use super::distribution::TimeDistribution;
use super::known::{Known, Sourced, stated, stated_or};
use super::resolve::Model;

/// Squared coefficient of variation of a random (exponential) time.
const RANDOM: f64 = 1.0;

/// How long a component works on one request: its own handling, and the model within it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceTime {
    /// Stated work in milliseconds; around the model, if there is one.
    pub handling: TimeDistribution,
    /// Measured single-row prediction in milliseconds, slowed down as the node is.
    pub model: Option<TimeDistribution>,
    /// The same of a second model, after the share of requests (0 to 1) that go on to it.
    pub second: Option<(f64, TimeDistribution)>,
    /// Whether it is known how far times lie apart: a 99th percentile was stated or measured.
    pub spreads: bool,
    /// The weakest input's provenance.
    pub provenance: Provenance,
}

impl ServiceTime {
    /// Of what takes no time at all.
    pub(super) const NOTHING: Self = Self {
        handling: TimeDistribution::Constant(0.0),
        model: None,
        second: None,
        spreads: true,
        provenance: Provenance::Measured,
    };

    /// Mean time in milliseconds.
    pub fn mean(self) -> f64 {
        self.handling.mean() + self.model_mean()
    }

    /// Mean time of its models alone, in milliseconds.
    pub fn model_mean(self) -> f64 {
        let second = self.second.map_or(0.0, |(share, time)| share * time.mean());
        self.model.map_or(0.0, TimeDistribution::mean) + second
    }

    /// Squared coefficient of variation: the variance over the square of the mean. 0 for a time that is stated to be
    /// constant; 1, as of a random (exponential) time, where only a median says how long it takes.
    pub fn variation(self) -> f64 {
        if !self.spreads {
            return RANDOM;
        }
        // Of what is there with probability q, independent of how long it then takes: q σ² + q (1 − q) μ².
        let sometimes = |(share, time): (f64, TimeDistribution)| {
            share * time.variance() + share * (1.0 - share) * time.mean() * time.mean()
        };
        let variance = self.handling.variance()
            + self.model.map_or(0.0, TimeDistribution::variance)
            + self.second.map_or(0.0, sometimes);
        if self.mean() > 0.0 { variance / (self.mean() * self.mean()) } else { 0.0 }
    }
}

/// How long a component works on one request, or what to state so that it is known.
pub(super) fn service_time(
    component: &Component,
    model: &Model<'_>,
    node: Option<(&NodeId, &DeploymentNode)>,
) -> Result<ServiceTime, String> {
    let median = stated(&component.properties, Property::ServiceTimeMedian);
    let tail = stated(&component.properties, Property::ServiceTimeTail);
    if let Model::Missing(reason) = model {
        return Err(reason.clone());
    }
    let median = median.ok_or_else(|| {
        let around =
            if matches!(model, Model::None) { "" } else { " around its model (0 ms if there is no such work)" };
        format!("state the service time of {}{around}", component.name)
    })?;
    let handling = TimeDistribution::from_percentiles(median.value, tail.map(|tail| tail.value))
        .ok_or_else(|| format!("state a median service time above 0 for {}, or no 99th percentile", component.name))?;
    let provenance = tail.map_or(median, |tail| median.weakened(tail.provenance)).provenance;
    let Some(first) = model.first() else {
        return Ok(ServiceTime { handling, model: None, second: None, spreads: tail.is_some(), provenance });
    };
    let slowdown = node.map_or(Sourced::new(1.0, Provenance::Assumed), |(_, node)| {
        stated_or(&node.properties, Property::Slowdown, 1.0)
    });
    let milliseconds = |microseconds: f64| microseconds / 1000.0 * slowdown.value;
    let time = |(candidate, evidence): (&CandidateId, &Evidence)| {
        evidence
            .value(Measure::InferenceP50)
            .and_then(|p50| {
                let p99 = evidence.value(Measure::InferenceP99).map(milliseconds);
                TimeDistribution::from_percentiles(milliseconds(p50), p99)
            })
            .ok_or_else(|| format!("the prediction time of {candidate} was not measured; train it again"))
    };
    let second = match model {
        Model::Cascade(cascade) => Some((cascade.passed_on(), time(cascade.second)?)),
        _ => None,
    };
    let (model, provenance) = (Some(time(first)?), provenance.max(slowdown.provenance));
    Ok(ServiceTime { handling, model, second, spreads: true, provenance })
}

/// The stated capacity, or the smaller one that the measured model allows; without a stated one, as many requests as
/// one after the other fit into a second. Beside it, how much the times of a busy replica vary: as those of the work do
/// where the capacity follows from them, else as those of a random (exponential) time.
pub(super) fn capacity(
    component: &Component,
    model: &Model<'_>,
    service: &Result<ServiceTime, String>,
) -> (Known, f64) {
    let per_second = |milliseconds: f64| 1000.0 / milliseconds;
    let stated_capacity = stated(&component.properties, Property::Capacity);
    if let (Model::None, Some(capacity)) = (model, stated_capacity) {
        return (Ok(capacity), RANDOM);
    }
    let service = match service {
        Ok(service) => service,
        Err(reason) => return (Err(reason.clone()), RANDOM),
    };
    match stated_capacity {
        Some(capacity) => {
            let of_model = service.model.map_or(f64::INFINITY, |_| per_second(service.model_mean()));
            if of_model < capacity.value {
                return (Ok(Sourced::new(of_model, service.provenance)), RANDOM);
            }
            (Ok(capacity), RANDOM)
        }
        None => (Ok(Sourced::new(per_second(service.mean()), service.provenance)), service.variation()),
    }
}

//! Sampled durations of components and connectors, kept while many designs share them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ComponentId, Connector, ConnectorId, ConnectorKind, Property, Provenance};

use super::distribution::{TimeDistribution, transfer_ms};
use super::draws::{Draw, Draws, Purpose};
use super::known::stated;
use super::queueing::{Queue, RANDOM_ARRIVALS, allen_cunneen, wait_exceeded_by};
use super::resolve::ServiceTime;

/// Most bytes of samples that are kept for later designs.
const KEPT_BYTES: usize = 256 << 20;

/// How long a call takes besides the work of the callee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkTime {
    /// One-way latency in milliseconds; a call pays it twice.
    pub latency: TimeDistribution,
    /// Time to carry the payload, in milliseconds; a call pays it once.
    pub transfer: f64,
    /// The weakest input's provenance.
    pub provenance: Provenance,
}

impl LinkTime {
    /// What is stated about `connector`. An in-process call has no latency unless one is stated. The payload's time
    /// counts where payload and bandwidth are both stated.
    pub fn of(connector: &Connector) -> Result<Self, String> {
        let number = |property| stated(&connector.properties, property);
        let tail = number(Property::LinkLatencyTail);
        let (latency, mut provenance) = match number(Property::LinkLatencyMedian) {
            Some(median) => {
                let latency = TimeDistribution::from_percentiles(median.value, tail.map(|tail| tail.value));
                let weakest = tail.map_or(median, |tail| median.weakened(tail.provenance)).provenance;
                let problem = || "state a median latency above 0, or no 99th percentile, for the call".to_owned();
                (latency.ok_or_else(problem)?, weakest)
            }
            None if connector.kind == ConnectorKind::InProcess => {
                (TimeDistribution::Constant(0.0), Provenance::Measured)
            }
            None => return Err("state the latency of the call".to_owned()),
        };
        let payload = number(Property::Payload).zip(number(Property::Bandwidth));
        let transfer = payload.map_or(0.0, |(payload, bandwidth)| {
            provenance = provenance.max(payload.provenance).max(bandwidth.provenance);
            transfer_ms(payload.value, bandwidth.value)
        });
        Ok(Self { latency, transfer, provenance })
    }

    /// Mean time of a call besides the work of the callee, in milliseconds.
    pub fn mean(self) -> f64 {
        2.0 * self.latency.mean() + self.transfer
    }
}

/// What decides a list of samples: whose time it is, what for, and two numbers that say how it spreads.
type Key = (Purpose, Arc<str>, [u64; 2]);

/// Makes samples from shared random numbers and keeps them.
#[derive(Clone, Debug)]
pub(super) struct Sampler {
    draws: Draws,
    kept: BTreeMap<Key, Draw>,
}

impl Sampler {
    pub(super) fn new(samples: usize, seed: u64) -> Self {
        Self { draws: Draws::new(samples, seed), kept: BTreeMap::new() }
    }

    pub(super) fn draws(&mut self) -> &mut Draws {
        &mut self.draws
    }

    /// Milliseconds that requests wait and are worked on at a component that is not overloaded. Waiting times are those of
    /// M/M/c, all stretched by one factor so that their mean is that of times that vary by `variation` (Allen and Cunneen).
    pub(super) fn own(&mut self, id: &ComponentId, service: &ServiceTime, queue: Queue, variation: f64) -> Vec<f32> {
        let mut samples = self.service(id.as_str(), service);
        let waiting = queue.wait_probability().unwrap_or(0.0);
        if waiting > 0.0 {
            let stretch = allen_cunneen(1.0, RANDOM_ARRIVALS, variation);
            let spare_per_millisecond = queue.spare_rate() / 1000.0 / stretch;
            let shares = self.draws.list(Purpose::Waiting, id.as_str());
            for (sample, share) in samples.iter_mut().zip(shares.iter()) {
                *sample += wait_exceeded_by(f64::from(*share), waiting, spare_per_millisecond) as f32;
            }
        }
        samples
    }

    /// Milliseconds that an element is at work on a request.
    pub(super) fn service(&mut self, element: &str, service: &ServiceTime) -> Vec<f32> {
        let mut samples = vec![0.0; self.draws.samples()];
        self.add(&mut samples, service.handling, Purpose::Handling, element);
        if let Some(model) = service.model {
            self.add(&mut samples, model, Purpose::Model, element);
        }
        samples
    }

    /// Milliseconds that calls over a connector take besides the work of the callee. Request and reply meet the same
    /// conditions on the way: one latency is drawn and paid twice.
    pub(super) fn link(&mut self, id: &ConnectorId, link: &LinkTime) -> Vec<f32> {
        let mut samples = vec![0.0; self.draws.samples()];
        self.add(&mut samples, link.latency, Purpose::Link, id.as_str());
        for sample in &mut samples {
            *sample = 2.0 * *sample + link.transfer as f32;
        }
        samples
    }

    fn add(&mut self, samples: &mut [f32], time: TimeDistribution, purpose: Purpose, element: &str) {
        match time {
            TimeDistribution::Constant(value) => {
                for sample in samples {
                    *sample += value as f32;
                }
            }
            TimeDistribution::Lognormal { mu, sigma } => {
                for (sample, time) in samples.iter_mut().zip(self.lognormal(mu, sigma, purpose, element).iter()) {
                    *sample += time;
                }
            }
        }
    }

    fn lognormal(&mut self, mu: f64, sigma: f64, purpose: Purpose, element: &str) -> Draw {
        let key = (purpose, Arc::from(element), [mu, sigma].map(f64::to_bits));
        if let Some(samples) = self.kept.get(&key) {
            return Draw::clone(samples);
        }
        let time = TimeDistribution::Lognormal { mu, sigma };
        let normals = self.draws.list(purpose, element);
        let samples: Draw = normals.iter().map(|normal| time.at(f64::from(*normal)) as f32).collect();
        if self.kept.len() * size_of_val(&*samples) > KEPT_BYTES {
            self.kept.clear();
        }
        self.kept.insert(key, Draw::clone(&samples));
        samples
    }
}

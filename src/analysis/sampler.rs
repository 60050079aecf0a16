//! Sampled durations of components and connectors, kept while many designs share them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ComponentId, Connector, ConnectorId, ConnectorKind, Property, Provenance};

use super::distribution::{TimeDistribution, transfer_ms};
use super::draws::{Draw, Draws, Purpose, keep};
use super::known::stated;
use super::queueing::{Queue, RANDOM_ARRIVALS, allen_cunneen, wait_exceeded_by};
use super::resolve::ServiceTime;
use super::types::AnalysisSettings;

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

/// What decides a list of samples: whose time it is, what for, and three numbers that say how it spreads.
type Key = (Purpose, Arc<str>, [u64; 3]);

/// Makes samples from shared random numbers and keeps them for the designs and analyses that follow. What it has kept
/// changes how long an analysis takes, never its numbers.
#[derive(Clone, Debug)]
pub struct Sampler {
    draws: Draws,
    kept: BTreeMap<Key, Draw>,
}

impl Sampler {
    /// One that has kept nothing yet.
    pub fn new(settings: &AnalysisSettings) -> Self {
        Self { draws: Draws::new(settings.samples, settings.seed), kept: BTreeMap::new() }
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
        if let Some((share, second)) = service.second {
            let mut times = vec![0.0; samples.len()];
            self.add(&mut times, second, Purpose::SecondModel, element);
            let draws = self.draws.list(Purpose::PassedOn, element);
            for ((sample, time), draw) in samples.iter_mut().zip(times).zip(draws.iter()) {
                *sample += if *draw < share as f32 { time } else { 0.0 };
            }
        }
        samples
    }

    /// Milliseconds that calls over a connector take besides the work of the callee. Request and reply meet the same
    /// conditions on the way: one latency is drawn and paid twice.
    pub(super) fn link(&mut self, id: &ConnectorId, link: &LinkTime) -> Draw {
        match link.latency {
            TimeDistribution::Constant(value) => std::iter::repeat_n(2.0 * value as f32, self.draws.samples())
                .map(|time| time + link.transfer as f32)
                .collect(),
            TimeDistribution::Lognormal { mu, sigma } => {
                self.lognormal([mu, sigma, link.transfer], Purpose::Link, id.as_str(), |time| {
                    2.0 * time as f32 + link.transfer as f32
                })
            }
        }
    }

    fn add(&mut self, samples: &mut [f32], time: TimeDistribution, purpose: Purpose, element: &str) {
        match time {
            TimeDistribution::Constant(value) => {
                for sample in samples {
                    *sample += value as f32;
                }
            }
            TimeDistribution::Lognormal { mu, sigma } => {
                for (sample, time) in samples
                    .iter_mut()
                    .zip(self.lognormal([mu, sigma, 0.0], purpose, element, |time| time as f32).iter())
                {
                    *sample += time;
                }
            }
        }
    }

    /// Samples of a lognormal duration in milliseconds, seen through `shown`, which the third number decides.
    fn lognormal(&mut self, numbers: [f64; 3], purpose: Purpose, element: &str, shown: impl Fn(f64) -> f32) -> Draw {
        let key = (purpose, Arc::from(element), numbers.map(f64::to_bits));
        if let Some(samples) = self.kept.get(&key) {
            return Draw::clone(samples);
        }
        let [mu, sigma, _] = numbers;
        let time = TimeDistribution::Lognormal { mu, sigma };
        let normals = self.draws.list(purpose, element);
        let samples: Draw = normals.iter().map(|normal| shown(time.at(f64::from(*normal)))).collect();
        keep(&mut self.kept, key, &samples);
        samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::analysis::{analyse, analyse_with};
    use crate::model::{Design, EvidenceBook};

    #[test]
    fn what_an_earlier_analysis_kept_changes_no_number() {
        let service =
            [(Property::ServiceTimeMedian, 8.0), (Property::ServiceTimeTail, 30.0), (Property::Capacity, 1e9)];
        let project = |latency: f64| {
            let link = [(Property::LinkLatencyMedian, latency), (Property::LinkLatencyTail, 60.0)];
            let boxes = TestProject::new().component("app", &service).component("api", &service);
            boxes.connect("app", "api", ConnectorKind::SynchronousCall, &link).scenario("app", 1.0, 2.0).build()
        };
        let settings = AnalysisSettings { samples: 1000, seed: 1 };
        let (book, design) = (EvidenceBook::default(), Design::default());
        let mut sampler = Sampler::new(&settings);
        let mut means = Vec::new();
        for latency in [20.0, 25.0, 20.0] {
            let analysis = analyse_with(&project(latency), &book, &design, &mut sampler);
            assert_eq!(analysis, analyse(&project(latency), &book, &design, &settings), "{latency} ms");
            means.push(analysis.qualities);
        }
        assert_ne!(means[0], means[1], "the latency of the link makes no difference");
    }
}

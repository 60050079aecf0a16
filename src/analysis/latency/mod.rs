//! Response times of a scenario, sampled: sequential calls add, parallel calls take the slowest, events take nothing.

mod composition;

pub(super) use composition::Fate;

use composition::{compose, lost};

use crate::model::{CallCondition, Measure, Property, Provenance};

use super::distribution::{rank, ranked};
use super::draws::{Draw, Purpose};
use super::patience::{Answers, Patience};
use super::resolve::Resolution;
use super::route::{Call, Route};
use super::sampler::{LinkTime, Sampler};
use super::throughput::Load;
use super::traffic::{Traffic, Tries, goes_on_without};
use super::types::Hop;

/// Most calls per request over one connector that are sampled one by one.
const MOST_CALLS: f64 = 1000.0;

/// Most visits that are followed to find out where the time goes.
const MOST_FOLLOWED: f64 = 4e5;

/// Why there are no samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoSamples {
    /// Some component gets more requests than it can serve.
    Overloaded(String),
    /// Something is not known.
    Unknown(String),
}

/// Sampled times of everything that a request waits for, by position in the route.
pub(super) struct PathSamples {
    parts: Vec<Part>,
    /// The weakest input's provenance.
    pub(super) provenance: Provenance,
    /// Tries per call of connectors whose calls time out.
    pub(super) tries: Tries,
}

/// One component on the path; empty for one that nobody waits for.
#[derive(Default)]
struct Part {
    own: Vec<f32>,
    calls: Vec<SampledCall>,
    response: Vec<f32>,
    /// By sample, whether it ends without an answer; empty where all are answered.
    lost: Vec<bool>,
}

/// One connector on the path.
struct SampledCall {
    target: usize,
    parallel: bool,
    /// The caller can go on without an answer.
    optional: bool,
    link: Draw,
    /// How long the caller waits; for ever where there is none.
    patience: Option<Patience>,
    /// What the caller gets instead where it does not wait as long as it takes.
    cut: Option<Answers>,
    repeats: Vec<Repeat>,
}

impl SampledCall {
    /// Time until the caller goes on, when the callee answers after `response`.
    fn total(&self, sample: usize, response: f32) -> f32 {
        self.cut.as_ref().map_or(self.link[sample] + response, |cut| cut.times[sample])
    }
}

/// One of the calls that a request makes over a connector.
struct Repeat {
    /// Which of the callee's samples meets which of the caller's.
    turn: usize,
    /// Made when the number drawn lies in this range; always when there is none.
    chance: Option<(std::ops::Range<f32>, Draw)>,
}

impl Repeat {
    /// The callee's sample that meets the caller's sample `index`; `None` when the call is not made.
    fn sample(&self, index: usize, count: usize) -> Option<usize> {
        if self.chance.as_ref().is_some_and(|(range, draws)| !range.contains(&draws[index])) {
            return None;
        }
        Some((index + self.turn) % count)
    }

    /// Lets every sample of the caller meet the callee's, where the call is made: [`Repeat::sample`] for all at once.
    fn meet(&self, callers: &mut [f32], callees: &[f32], combine: impl Fn(&mut f32, f32)) {
        let (last, first) = callees.split_at(self.turn);
        let (early, late) = callers.split_at_mut(first.len());
        for (callers, callees, start) in [(early, first, 0), (late, last, first.len())] {
            let pairs = callers.iter_mut().zip(callees);
            let Some((range, draws)) = &self.chance else {
                pairs.for_each(|(caller, callee)| combine(caller, *callee));
                continue;
            };
            for ((caller, callee), draw) in pairs.zip(&draws[start..]) {
                if range.contains(draw) {
                    combine(caller, *callee);
                }
            }
        }
    }
}

/// What the numbers of a response time are: the mean and three percentiles, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Summary {
    pub(super) mean: f64,
    pub(super) p50: f64,
    pub(super) p95: f64,
    pub(super) p99: f64,
}

impl PathSamples {
    /// Samples the response time of `route` under a design.
    pub(super) fn of(
        route: &Route<'_>,
        resolution: &Resolution<'_>,
        traffic: &Traffic,
        loads: &[Load],
        sampler: &mut Sampler,
    ) -> Result<Self, NoSamples> {
        let on_path = || (0..route.components.len()).filter(|index| route.blocking[*index]);
        let names = |index: usize| resolution.components[route.components[index]].component.name.as_str();
        if let Some(reason) = on_path().find_map(|index| loads[index].overload(names(index))) {
            return Err(NoSamples::Overloaded(reason));
        }
        let mut samples = Self { parts: Vec::new(), provenance: Provenance::Measured, tries: Tries::new() };
        samples.parts.resize_with(route.components.len(), Part::default);
        for index in on_path().collect::<Vec<_>>().into_iter().rev() {
            let resolved = &resolution.components[route.components[index]];
            let service = resolved.service.as_ref().map_err(|reason| NoSamples::Unknown(reason.clone()))?;
            let utilisation = loads[index].utilisation().map_err(NoSamples::Unknown)?;
            let unknown = || NoSamples::Unknown(format!("the load of {} is not known", names(index)));
            let queue = loads[index].queue().ok_or_else(unknown)?;
            samples.provenance = samples.provenance.max(service.provenance).max(utilisation.provenance);
            let own = sampler.own(route.components[index], service, queue, loads[index].variation);
            let mut calls = Vec::new();
            // Branches of which one is taken share a draw: each takes the next part of its range.
            let mut taken = 0.0;
            for (position, call) in route.calls[index].iter().enumerate() {
                let is_branch = call.connector.condition == CallCondition::OneOf;
                if call.connector.kind.blocks() || is_branch {
                    let rate = traffic.calls[index][position].clone().map_err(NoSamples::Unknown)?;
                    let from = if is_branch { taken } else { 0.0 };
                    taken += if is_branch { rate.value } else { 0.0 };
                    if call.connector.kind.blocks() {
                        samples.provenance = samples.provenance.max(rate.provenance);
                        calls.push(samples.call(call, (from, rate.value), (names, resolution), sampler)?);
                    }
                }
            }
            let cuts: Vec<_> = calls.iter().map(|call| call.cut.as_ref()).collect();
            let response = compose(&own, &calls, &cuts, |target| samples.parts[target].response.as_slice());
            let lost = lost(&calls, &cuts, |target| samples.parts[target].lost.as_slice(), own.len());
            samples.parts[index] = Part { own, calls, response, lost };
        }
        Ok(samples)
    }

    fn call<'a>(
        &mut self,
        call: &Call<'_>,
        (from, rate): (f64, f64),
        (names, resolution): (impl Fn(usize) -> &'a str, &Resolution<'_>),
        sampler: &mut Sampler,
    ) -> Result<SampledCall, NoSamples> {
        let callee = names(call.target);
        let link =
            LinkTime::of(call.connector).map_err(|reason| NoSamples::Unknown(format!("{reason} to {callee}")))?;
        self.provenance = self.provenance.max(link.provenance);
        if rate > MOST_CALLS {
            let property = Property::CallsPerRequest.label().to_lowercase();
            return Err(NoSamples::Unknown(format!(
                "{property} to {callee} are more than {MOST_CALLS}; draw one batch call"
            )));
        }
        let (whole, chance) = (rate.floor() as u32, rate.fract() as f32);
        let samples = sampler.link(call.id, &link);
        let patience = Patience::of(call, resolution, sampler);
        let mut cut = None;
        if let Some(patience) = &patience {
            self.provenance = self.provenance.max(patience.provenance);
            let of_callee = &self.parts[call.target];
            cut = patience.cut(&samples, (&of_callee.response, &of_callee.lost)).map_err(NoSamples::Unknown)?;
        }
        if let Some(cut) = &cut {
            self.tries.insert(call.id.clone(), cut.tries);
        }
        let draws = sampler.draws();
        if call.connector.condition == CallCondition::OneOf {
            let draw = draws.list(Purpose::Call, call.connector.source.as_str());
            let range = from as f32..(from + rate) as f32;
            let repeats = vec![Repeat { turn: draws.turn(call.id.as_str(), 0), chance: Some((range, draw)) }];
            return Ok(sampled(call, samples, (patience, cut), repeats));
        }
        let mut repeats: Vec<_> =
            (0..whole).map(|repeat| Repeat { turn: draws.turn(call.id.as_str(), repeat), chance: None }).collect();
        if chance > 0.0 {
            let turn = draws.turn(call.id.as_str(), whole);
            repeats.push(Repeat { turn, chance: Some((0.0..chance, draws.list(Purpose::Call, call.id.as_str()))) });
        }
        Ok(sampled(call, samples, (patience, cut), repeats))
    }

    /// Share of the requests, 0 to 1, that end without an answer because something takes too long.
    pub(super) fn timed_out(&self) -> f64 {
        let lost = &self.parts[0].lost;
        lost.iter().filter(|lost| **lost).count() as f64 / lost.len().max(1) as f64
    }

    /// The times that the component at `index` itself takes, waiting included; `None` for one that nobody waits for.
    pub(super) fn own(&self, index: usize) -> Option<&[f32]> {
        Some(self.parts.get(index)?.own.as_slice()).filter(|own| !own.is_empty())
    }

    /// The scenario's response times in milliseconds, in the order of the draws.
    pub(super) fn end_to_end(&self) -> &[f32] {
        &self.parts[0].response
    }

    /// Mean and percentiles of the response time.
    pub(super) fn summary(&self) -> Summary {
        let samples = self.end_to_end();
        let mean = samples.iter().map(|sample| f64::from(*sample)).sum::<f64>() / samples.len() as f64;
        let [p50, p95, p99] = ranked(samples, [0.5, 0.95, 0.99]);
        Summary { mean, p50, p95, p99 }
    }

    /// Where the time goes: the components on the path with their shares of the mean and of the slowest 1 %.
    pub(super) fn hops(&self, route: &Route<'_>, traffic: &Traffic) -> Vec<Hop> {
        let visits: Vec<_> =
            traffic.awaited.iter().map(|visits| visits.as_ref().map_or(0.0, |visits| visits.value)).collect();
        let affordable = MOST_FOLLOWED / visits.iter().sum::<f64>();
        if affordable < 1.0 {
            return Vec::new();
        }
        let all = self.end_to_end();
        let mean = self.shares((0..all.len()).take(affordable as usize));
        let mut slowest_first: Vec<usize> = (0..all.len()).collect();
        slowest_first.sort_by(|a, b| all[*b].total_cmp(&all[*a]));
        let slowest = all.len() - rank(0.99, all.len());
        let tail = self.shares(slowest_first.into_iter().take(slowest.min(affordable as usize)));
        let on_path = (0..route.components.len()).filter(|index| route.blocking[*index] && visits[*index] > 0.0);
        on_path
            .map(|index| Hop {
                component: route.components[index].clone(),
                visits: visits[index],
                mean_share: mean[index],
                tail_share: tail[index],
            })
            .collect()
    }

    /// Each component's share of the total time of the samples at `indices`.
    fn shares(&self, indices: impl Iterator<Item = usize>) -> Vec<f64> {
        let mut times = vec![0.0; self.parts.len()];
        for index in indices {
            self.follow(0, index, &mut times);
        }
        let total: f64 = times.iter().sum();
        if total > 0.0 {
            for time in &mut times {
                *time /= total;
            }
        }
        times
    }

    /// Adds the time of one sample to the components that it was spent at; of parallel calls, the slowest counts.
    fn follow(&self, component: usize, index: usize, times: &mut [f64]) {
        let part = &self.parts[component];
        times[component] += f64::from(part.own[index]);
        let mut slowest: Option<(f32, &SampledCall, usize)> = None;
        for call in &part.calls {
            for sample in call.repeats.iter().filter_map(|repeat| repeat.sample(index, part.own.len())) {
                let total = call.total(sample, self.parts[call.target].response[sample]);
                if !call.parallel {
                    self.follow_call(call, sample, times);
                } else if slowest.is_none_or(|(time, ..)| total > time) {
                    slowest = Some((total, call, sample));
                }
            }
        }
        if let Some((_, call, sample)) = slowest {
            self.follow_call(call, sample, times);
        }
    }

    fn follow_call(&self, call: &SampledCall, sample: usize, times: &mut [f64]) {
        let uncut = call.link[sample] + self.parts[call.target].response[sample];
        let total = call.total(sample, self.parts[call.target].response[sample]);
        if total == uncut {
            times[call.target] += f64::from(call.link[sample]);
            self.follow(call.target, sample, times);
        } else {
            // Nobody waits to see where the rest of the time goes.
            times[call.target] += f64::from(total);
        }
    }
}

fn sampled(
    call: &Call<'_>,
    link: Draw,
    (patience, cut): (Option<Patience>, Option<Answers>),
    repeats: Vec<Repeat>,
) -> SampledCall {
    let (parallel, optional) = (call.is_parallel(), goes_on_without(call));
    SampledCall { target: call.target, parallel, optional, link, patience, cut, repeats }
}

/// Mean or percentile of sampled milliseconds, as a measure of response time says; there is at least one sample.
pub(super) fn time_of(measure: Measure, samples: &[f32]) -> f64 {
    let level = match measure {
        Measure::ResponseTimeP50 => 0.5,
        Measure::ResponseTimeP95 => 0.95,
        Measure::ResponseTimeP99 => 0.99,
        _ => return samples.iter().map(|sample| f64::from(*sample)).sum::<f64>() / samples.len() as f64,
    };
    let [time] = ranked(samples, [level]);
    time
}

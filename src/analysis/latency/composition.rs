//! Putting sampled times together: calls one after the other, calls at the same time, answers that never come.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{PathSamples, SampledCall};
use crate::analysis::patience::Answers;

/// What becomes of requests.
pub(in crate::analysis) struct Fate {
    /// Milliseconds until each is answered or given up, in the order of the draws.
    pub times: Vec<f32>,
    /// Whether each ends without an answer; empty where all are answered.
    pub lost: Vec<bool>,
}

impl PathSamples {
    /// What becomes of requests if the component at `index` itself took `factor` times as long; timeouts stay as they are.
    pub(in crate::analysis) fn stretched(&self, index: usize, factor: f32) -> Fate {
        let mut fates: BTreeMap<usize, Fate> = BTreeMap::new();
        for position in (0..self.parts.len()).rev() {
            let part = &self.parts[position];
            let is_touched = position == index || part.calls.iter().any(|call| fates.contains_key(&call.target));
            if !is_touched {
                continue;
            }
            let stretch = if position == index { factor } else { 1.0 };
            let own: Vec<f32> = part.own.iter().map(|time| time * stretch).collect();
            let anew = |call: &SampledCall| {
                let fate = fates.get(&call.target)?;
                // What answers instead is known, or the present samples would not exist.
                call.patience.as_ref()?.cut(&call.link, (&fate.times, &fate.lost)).ok().flatten()
            };
            let new_cuts: Vec<Option<Answers>> = part.calls.iter().map(anew).collect();
            let is_changed = |call: &SampledCall| fates.contains_key(&call.target);
            let cuts = part.calls.iter().zip(&new_cuts);
            let cuts: Vec<Option<&Answers>> =
                cuts.map(|(call, new)| if is_changed(call) { new.as_ref() } else { call.cut.as_ref() }).collect();
            let times_of = |target: usize| {
                fates.get(&target).map_or(self.parts[target].response.as_slice(), |fate| fate.times.as_slice())
            };
            let lost_of = |target: usize| {
                fates.get(&target).map_or(self.parts[target].lost.as_slice(), |fate| fate.lost.as_slice())
            };
            let times = compose(&own, &part.calls, &cuts, times_of);
            let lost = lost(&part.calls, &cuts, lost_of, own.len());
            fates.insert(position, Fate { times, lost });
        }
        let unchanged = || Fate { times: self.parts[0].response.clone(), lost: self.parts[0].lost.clone() };
        fates.remove(&0).unwrap_or_else(unchanged)
    }
}

/// Own time, plus every sequential call, plus the slowest of the parallel ones. `callee` gives the response times of what
/// is called; `cuts` what the caller gets instead, call by call.
pub(super) fn compose<'r>(
    own: &[f32],
    calls: &[SampledCall],
    cuts: &[Option<&Answers>],
    callee: impl Fn(usize) -> &'r [f32],
) -> Vec<f32> {
    let mut response = own.to_vec();
    let mut slowest = vec![0.0_f32; if calls.iter().any(|call| call.parallel) { own.len() } else { 0 }];
    for (call, cut) in calls.iter().zip(cuts) {
        let total: Cow<'_, [f32]> = match cut {
            Some(cut) => Cow::Borrowed(&cut.times),
            None => Cow::Owned(call.link.iter().zip(callee(call.target)).map(|(link, callee)| link + callee).collect()),
        };
        for repeat in &call.repeats {
            if call.parallel {
                repeat.meet(&mut slowest, &total, |slowest, time| *slowest = slowest.max(time));
            } else {
                repeat.meet(&mut response, &total, |response, time| *response += time);
            }
        }
    }
    for (response, slowest) in response.iter_mut().zip(slowest) {
        *response += slowest;
    }
    response
}

/// By sample, whether a call that the caller cannot go on without stays without an answer. `callee` says which answers of
/// what is called never come.
pub(super) fn lost<'r>(
    calls: &[SampledCall],
    cuts: &[Option<&Answers>],
    callee: impl Fn(usize) -> &'r [bool],
    count: usize,
) -> Vec<bool> {
    let mut lost = Vec::new();
    for (call, cut) in calls.iter().zip(cuts) {
        let of_callee: &[bool] = match cut {
            Some(cut) => &cut.lost,
            None => callee(call.target),
        };
        if call.optional || of_callee.is_empty() {
            continue;
        }
        lost.resize(count, false);
        for repeat in &call.repeats {
            for (index, lost) in lost.iter_mut().enumerate() {
                *lost |= repeat.sample(index, count).is_some_and(|sample| of_callee[sample]);
            }
        }
    }
    lost
}

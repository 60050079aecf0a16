//! Callers that do not wait for ever: timeouts, further tries, and what answers instead.

use crate::model::{Property, Provenance};

use super::known::stated;
use super::resolve::Resolution;
use super::route::Call;
use super::sampler::Sampler;
use super::traffic::goes_on_without;
use super::uptime::fallback;

/// Most tries that are computed with.
const MOST_TRIES: u32 = 20;

/// Turns of further tries start here, so that they differ from those of further calls.
const FIRST_TURN: u32 = 100_000;

/// How long a caller waits, and what it does then.
pub(super) struct Patience {
    /// Milliseconds after which it waits no longer.
    timeout: f32,
    /// Which of the callee's samples each try meets, by how far it is turned; never empty.
    turns: Vec<usize>,
    instead: Instead,
    /// The weakest input's provenance.
    pub(super) provenance: Provenance,
}

/// What answers in the end.
enum Instead {
    Nothing,
    /// The caller goes on by itself.
    Caller,
    /// Another component, after so many milliseconds.
    Component(Vec<f32>),
    /// Another component, but nobody knows after how long.
    Unknown(String),
}

/// What a caller gets that does not wait as long as it takes, by sample of the callee.
pub(super) struct Answers {
    /// Milliseconds until the caller goes on.
    pub(super) times: Vec<f32>,
    /// Whether it goes on without an answer that it needs; empty where it never does.
    pub(super) lost: Vec<bool>,
    /// Tries per call, on average.
    pub(super) tries: f64,
}

/// How certain it is how long a caller waits and what answers in the end; `None` without a timeout.
pub(super) fn provenance(call: &Call<'_>, resolution: &Resolution<'_>) -> Option<Provenance> {
    let timeout = stated(&call.connector.properties, Property::Timeout)?;
    let retries = stated(&call.connector.properties, Property::Retries);
    let own = retries.map_or(timeout, |retries| timeout.weakened(retries.provenance)).provenance;
    let instead = fallback(&call.connector.target, resolution).filter(|_| !goes_on_without(call));
    let instead = instead.and_then(|other| other.service.as_ref().ok());
    Some(instead.map_or(own, |service| own.max(service.provenance)))
}

impl Patience {
    /// What is stated about a call; `None` without a timeout.
    pub(super) fn of(call: &Call<'_>, resolution: &Resolution<'_>, sampler: &mut Sampler) -> Option<Self> {
        let provenance = provenance(call, resolution)?;
        let timeout = stated(&call.connector.properties, Property::Timeout)?;
        let retries = stated(&call.connector.properties, Property::Retries);
        let instead = match fallback(&call.connector.target, resolution) {
            _ if goes_on_without(call) => Instead::Caller,
            None => Instead::Nothing,
            Some(other) => match &other.service {
                Ok(service) => Instead::Component(sampler.service(&other.component.name, service)),
                Err(reason) => Instead::Unknown(reason.clone()),
            },
        };
        let tries = retries.map_or(1, |retries| (retries.value as u32).saturating_add(1)).min(MOST_TRIES);
        let turn = |number: u32| match number {
            // The first try meets the callee as it is; each further one at another moment.
            0 => 0,
            number => sampler.draws().turn(call.id.as_str(), FIRST_TURN + number),
        };
        let turns = (0..tries).map(turn).collect();
        Some(Self { timeout: timeout.value as f32, turns, instead, provenance })
    }

    /// What the caller gets, when an answer takes `link` and `response` together and some answers never come; `None`
    /// when it waits for all of them.
    ///
    /// # Errors
    /// Something answers instead, but nobody knows after how long.
    pub(super) fn cut(&self, link: &[f32], (response, lost): (&[f32], &[bool])) -> Result<Option<Answers>, String> {
        let total: Vec<f32> = link.iter().zip(response).map(|(link, response)| link + response).collect();
        let fails = |sample: usize| total[sample] > self.timeout || lost.get(sample).is_some_and(|lost| *lost);
        if !(0..total.len()).any(fails) {
            return Ok(None);
        }
        let mut answers = Answers { times: Vec::with_capacity(total.len()), lost: Vec::new(), tries: 0.0 };
        let mut given_up = vec![false; total.len()];
        let mut all_tries = 0_u64;
        for sample in 0..total.len() {
            let mut time = 0.0;
            let mut is_answered = false;
            for turn in &self.turns {
                let met = (sample + turn) % total.len();
                all_tries += 1;
                is_answered = !fails(met);
                time += total[met].min(self.timeout);
                if is_answered {
                    break;
                }
            }
            given_up[sample] = !is_answered;
            if !is_answered {
                time += match &self.instead {
                    Instead::Component(times) => times[sample],
                    Instead::Unknown(reason) => return Err(reason.clone()),
                    Instead::Nothing | Instead::Caller => 0.0,
                };
            }
            answers.times.push(time);
        }
        answers.tries = all_tries as f64 / total.len() as f64;
        if matches!(self.instead, Instead::Nothing) && given_up.contains(&true) {
            answers.lost = given_up;
        }
        Ok(Some(answers))
    }
}

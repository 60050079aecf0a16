//! How often a request of a scenario reaches each component, and how many requests that makes per second.

use std::collections::BTreeMap;

use crate::model::{ConnectorId, Fact, Project, Provenance, Scenario, Unit, When};

use super::known::{Known, Sourced};
use super::resolve::Resolution;
use super::route::{Call, Route};

/// Tries per call of connectors that time out and are tried again; 1 for every other.
pub(super) type Tries = BTreeMap<ConnectorId, f64>;

/// How requests spread over a route, by position in [`Route::components`].
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Visits per request, asynchronous ones included.
    pub visits: Vec<Known>,
    /// Visits per request that the requester waits for.
    pub awaited: Vec<Known>,
    /// Probability that a request cannot be answered without the component.
    pub reach: Vec<Known>,
    /// Calls per visit of the source, by source and by position in its calls; tries that follow one that timed out are
    /// not among them.
    pub calls: Vec<Vec<Known>>,
}

impl Traffic {
    /// How the requests of `route` spread under a design. Calls below 1 per request are made with that probability,
    /// each independently of the others. A call whose caller can go on without an answer is awaited, but not needed.
    pub(super) fn of(route: &Route<'_>, resolution: &Resolution<'_>, tries: &Tries) -> Self {
        let count = route.components.len();
        let none = Ok(Sourced::new(0.0, Provenance::Measured));
        let mut visits = vec![none.clone(); count];
        let mut awaited = vec![none.clone(); count];
        // Until the end this holds the probability that a request does not need the component.
        let mut spared: Vec<Known> = vec![Ok(Sourced::new(1.0, Provenance::Measured)); count];
        let mut all_calls = Vec::with_capacity(count);
        visits[0] = Ok(Sourced::new(1.0, Provenance::Measured));
        awaited[0].clone_from(&visits[0]);
        spared[0] = none;
        for (source, calls) in route.calls.iter().enumerate() {
            let rates: Vec<Known> = calls.iter().map(|call| resolution.calls_per_request(call)).collect();
            for (call, rate) in calls.iter().zip(&rates) {
                let tried = tried(rate, tries.get(call.id));
                visits[call.target] = add_product(&visits[call.target], &visits[source], &tried);
                if call.connector.kind.blocks() && route.blocking[source] {
                    awaited[call.target] = add_product(&awaited[call.target], &awaited[source], &tried);
                    if !goes_on_without(call) {
                        spared[call.target] = spare_product(&spared[call.target], &spared[source], rate);
                    }
                }
            }
            all_calls.push(rates);
        }
        let reach = spared.into_iter().map(|known| known.map(|spared| Sourced { value: 1.0 - spared.value, ..spared }));
        Self { visits, awaited, reach: reach.collect(), calls: all_calls }
    }
}

/// Whether the caller can go on without an answer.
pub(super) fn goes_on_without(call: &Call<'_>) -> bool {
    call.connector.facts.yes(Fact::HasFallback) == Some(true)
}

fn tried(rate: &Known, tries: Option<&f64>) -> Known {
    let rate = rate.clone()?;
    Ok(tries.map_or(rate, |tries| rate.with(rate.value * tries)))
}

/// `total + visits·rate`.
fn add_product(total: &Known, visits: &Known, rate: &Known) -> Known {
    Ok(get(total)?.plus(get(visits)?.times(get(rate)?)))
}

/// `spared · (1 − (1 − source_spared)·min(1, rate))`.
fn spare_product(spared: &Known, source_spared: &Known, rate: &Known) -> Known {
    let (spared, source, rate) = (get(spared)?, get(source_spared)?, get(rate)?);
    let value = spared.value * (1.0 - (1.0 - source.value) * rate.value.min(1.0));
    Ok(Sourced { value, ..spared }.weakened(source.provenance).weakened(rate.provenance))
}

fn get(known: &Known) -> Known {
    known.clone()
}

/// A scenario's load in requests per second.
pub(super) fn load(project: &Project, scenario: &Scenario, when: When) -> Known {
    let load = project.load(scenario, when);
    load.amount_in(Unit::PerSecond)
        .filter(|amount| *amount >= 0.0)
        .map(|amount| Sourced::new(amount, load.provenance()))
        .ok_or_else(|| match scenario.share {
            None => format!("state the {} load of {}", when.label(), scenario.name),
            Some(share) if share.is_known() => format!("state the {} of all requests to the system", when.label()),
            Some(_) => format!("state the share of all requests that {} has", scenario.name),
        })
}

//! How often a request of a scenario reaches each component, and how many requests that makes per second.

use std::collections::BTreeMap;

use crate::model::{CallCondition, ConnectorId, Fact, Project, Provenance, Scenario, Unit, When};

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
        let mut all_calls = Vec::with_capacity(count);
        visits[0] = Ok(Sourced::new(1.0, Provenance::Measured));
        awaited[0].clone_from(&visits[0]);
        for (source, calls) in route.calls.iter().enumerate() {
            let rates: Vec<Known> = calls.iter().map(|call| resolution.calls_per_request(call)).collect();
            for (call, rate) in calls.iter().zip(&rates) {
                let tried = tried(rate, tries.get(call.id));
                visits[call.target] = add_product(&visits[call.target], &visits[source], &tried);
                if call.connector.kind.blocks() && route.blocking[source] {
                    awaited[call.target] = add_product(&awaited[call.target], &awaited[source], &tried);
                }
            }
            all_calls.push(rates);
        }
        let reach = (0..count)
            .map(|target| if route.blocking[target] { need(route, &all_calls, target) } else { none.clone() });
        let reach = reach.collect();
        Self { visits, awaited, reach, calls: all_calls }
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

/// Probability that a request cannot be answered without the component at `target`: worked out from the target backwards,
/// so that ways that part and meet again are not counted twice. Calls of one component are made independently of each
/// other, but for branches of which exactly one is taken.
fn need(route: &Route<'_>, rates: &[Vec<Known>], target: usize) -> Known {
    let certain = Sourced::new(1.0, Provenance::Measured);
    let mut needs: Vec<Option<Known>> = vec![None; target + 1];
    needs[target] = Some(Ok(certain));
    // Callers stand before their callees.
    for source in (0..target).rev().filter(|source| route.blocking[*source]) {
        let mut spared: Known = Ok(certain);
        let mut branches: Known = Ok(certain.with(0.0));
        let mut leads_there = false;
        for (call, rate) in route.calls[source].iter().zip(&rates[source]) {
            let Some(Some(below)) = needs.get(call.target) else { continue };
            if !call.connector.kind.blocks() || goes_on_without(call) {
                continue;
            }
            leads_there = true;
            if call.connector.condition == CallCondition::OneOf {
                branches = add_product(&branches, below, rate);
            } else {
                spared = spare_product(&spared, below, rate);
            }
        }
        if leads_there {
            needs[source] = Some(branches.and_then(|branches| {
                let spared = spared?.times(branches.with(1.0 - branches.value.min(1.0)));
                Ok(spared.with(1.0 - spared.value))
            }));
        }
    }
    needs[0].clone().unwrap_or(Ok(certain.with(0.0)))
}

/// `spared · (1 − need·min(1, rate))`.
fn spare_product(spared: &Known, need: &Known, rate: &Known) -> Known {
    let (spared, need, rate) = (get(spared)?, get(need)?, get(rate)?);
    let value = spared.value * (1.0 - need.value * rate.value.min(1.0));
    Ok(Sourced { value, ..spared }.weakened(need.provenance).weakened(rate.provenance))
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

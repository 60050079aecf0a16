//! How often a request of a scenario reaches each component, and how many requests that makes per second.

use crate::model::{Provenance, Quantity, Scenario, Unit};

use super::known::{Known, Sourced};
use super::resolve::Resolution;
use super::route::Route;

/// How requests spread over a route, by position in [`Route::components`].
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Visits per request, asynchronous ones included.
    pub visits: Vec<Known>,
    /// Visits per request that the requester waits for.
    pub awaited: Vec<Known>,
    /// Probability that a request waits for the component at least once.
    pub reach: Vec<Known>,
    /// Calls per visit of the source, by source and by position in its calls.
    pub calls: Vec<Vec<Known>>,
}

impl Traffic {
    /// How the requests of `route` spread under a design. Calls below 1 per request are made with that probability,
    /// each independently of the others.
    pub fn of(route: &Route<'_>, resolution: &Resolution<'_>) -> Self {
        let count = route.components.len();
        let none = Ok(Sourced::new(0.0, Provenance::Measured));
        let mut visits = vec![none.clone(); count];
        let mut awaited = vec![none.clone(); count];
        // Until the end this holds the probability that a request does not reach the component.
        let mut missed: Vec<Known> = vec![Ok(Sourced::new(1.0, Provenance::Measured)); count];
        let mut all_calls = Vec::with_capacity(count);
        visits[0] = Ok(Sourced::new(1.0, Provenance::Measured));
        awaited[0].clone_from(&visits[0]);
        missed[0] = none;
        for (source, calls) in route.calls.iter().enumerate() {
            let rates: Vec<Known> = calls.iter().map(|call| resolution.calls_per_request(call.connector)).collect();
            for (call, rate) in calls.iter().zip(&rates) {
                visits[call.target] = add_product(&visits[call.target], &visits[source], rate);
                if call.connector.kind.blocks() && route.blocking[source] {
                    awaited[call.target] = add_product(&awaited[call.target], &awaited[source], rate);
                    missed[call.target] = miss_product(&missed[call.target], &missed[source], rate);
                }
            }
            all_calls.push(rates);
        }
        let reach = missed.into_iter().map(|known| known.map(|missed| Sourced { value: 1.0 - missed.value, ..missed }));
        Self { visits, awaited, reach: reach.collect(), calls: all_calls }
    }
}

/// `total + visits·rate`.
fn add_product(total: &Known, visits: &Known, rate: &Known) -> Known {
    Ok(get(total)?.plus(get(visits)?.times(get(rate)?)))
}

/// `missed · (1 − (1 − source_missed)·min(1, rate))`.
fn miss_product(missed: &Known, source_missed: &Known, rate: &Known) -> Known {
    let (missed, source, rate) = (get(missed)?, get(source_missed)?, get(rate)?);
    let value = missed.value * (1.0 - (1.0 - source.value) * rate.value.min(1.0));
    Ok(Sourced { value, ..missed }.weakened(source.provenance).weakened(rate.provenance))
}

fn get(known: &Known) -> Known {
    known.clone()
}

/// A scenario's load in requests per second, `peak` or mean.
pub(super) fn load(scenario: &Scenario, peak: bool) -> Known {
    let (load, word): (Quantity, _) = if peak { (scenario.peak_load, "peak") } else { (scenario.mean_load, "mean") };
    load.amount_in(Unit::PerSecond)
        .filter(|amount| *amount >= 0.0)
        .map(|amount| Sourced::new(amount, load.provenance()))
        .ok_or_else(|| format!("state the {word} load of {}", scenario.name))
}

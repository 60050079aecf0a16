//! How busy each component is at peak load, which one limits the throughput, and how much the whole sustains.

use std::collections::BTreeMap;

use crate::model::{ComponentId, Property, Provenance, Quantity, Unit};

use super::known::{Known, Sourced, quality, quantity};
use super::queueing::{Queue, RANDOM_ARRIVALS, allen_cunneen, maximum_throughput};
use super::resolve::{Model, Resolution, ResolvedComponent};
use super::route::Route;
use super::traffic::Traffic;
use super::types::{ComponentLoad, OVERLOADED, Quality};

/// One component's load at peak.
#[derive(Clone, Debug)]
pub struct Load {
    /// Requests per second that reach it, those of other scenarios included.
    pub arrivals: Known,
    /// Requests per second that reach it from other scenarios.
    pub background: Known,
    /// Requests per second that one replica serves; infinite when it takes no time.
    pub capacity: Known,
    /// Copies that run.
    pub replicas: Sourced,
    /// Squared coefficient of variation of the times that a replica is busy.
    pub variation: f64,
    /// Visits per request.
    pub visits: Known,
    /// Nothing is stated about its speed, and nobody waits for it: it limits nothing that can be computed.
    pub uncounted: bool,
}

impl Load {
    /// Arrivals over the capacity of all replicas; a ratio.
    pub fn utilisation(&self) -> Known {
        let (arrivals, capacity) = (self.arrivals.clone()?, self.capacity.clone()?);
        let share = arrivals.value / (capacity.value * self.replicas.value);
        Ok(arrivals.weakened(capacity.provenance).weakened(self.replicas.provenance).with(share))
    }

    /// The waiting line in front of it, once arrivals and capacity are known.
    pub fn queue(&self) -> Option<Queue> {
        let (arrivals, capacity) = (self.arrivals.as_ref().ok()?, self.capacity.as_ref().ok()?);
        Some(Queue { arrivals: arrivals.value, service_rate: capacity.value, servers: self.replicas.value as u32 })
    }

    /// What to say when more arrives than it can serve.
    pub fn overload(&self, name: &str) -> Option<String> {
        let queue = self.queue().filter(|queue| queue.is_overloaded())?;
        let needed = crate::model::format_number(queue.offered());
        let replicas = if queue.servers == 1 { "1 replica".to_owned() } else { format!("{} replicas", queue.servers) };
        Some(format!("{OVERLOADED}{name} needs {needed} of {replicas} at peak load"))
    }

    /// Whether it can limit the throughput: requests reach it, and something is stated about its speed.
    pub(super) fn limits(&self) -> bool {
        !self.uncounted && self.visits.as_ref().map_or(true, |visits| visits.value > 0.0)
    }
}

/// The loads of all components of a route at `peak` requests per second, by position in the route. `background` gives
/// the requests per second that reach a component from other scenarios meanwhile.
pub fn loads(
    route: &Route<'_>,
    resolution: &Resolution<'_>,
    traffic: &Traffic,
    peak: &Known,
    background: impl Fn(&ComponentId) -> Known,
) -> Vec<Load> {
    let loads = route.components.iter().enumerate().map(|(index, id)| {
        let resolved = &resolution.components[*id];
        let visits = traffic.visits[index].clone();
        let background = background(id);
        let own = peak.clone().and_then(|peak| Ok(peak.times(visits.clone()?)));
        let arrivals = own.and_then(|own| Ok(own.plus(background.clone()?)));
        let (capacity, replicas) = (resolved.capacity.clone(), resolved.replicas);
        let uncounted = is_uncounted(resolved, route.blocking[index]);
        Load { arrivals, background, capacity, replicas, variation: resolved.variation, visits, uncounted }
    });
    loads.collect()
}

fn is_uncounted(resolved: &ResolvedComponent<'_>, blocking: bool) -> bool {
    let states = |property| resolved.component.properties.contains_key(&property);
    let silent = !states(Property::ServiceTimeMedian) && !states(Property::Capacity);
    !blocking && silent && matches!(resolved.model, Model::None)
}

/// Largest load of the scenario in requests per second, `min((c·μ − b)/v)` beside the load `b` of other scenarios, and the
/// component that limits it.
pub fn maximum<'a>(
    route: &Route<'a>,
    resolution: &Resolution<'_>,
    loads: &[Load],
) -> (Quality, Option<&'a ComponentId>) {
    let counted: Vec<_> = (0..loads.len()).filter(|index| loads[*index].limits()).collect();
    let mut provenance = Provenance::Measured;
    let mut stations = Vec::with_capacity(counted.len());
    for index in &counted {
        match station(&loads[*index]) {
            Ok((capacity, visits, weakest)) => {
                provenance = provenance.max(weakest);
                stations.push((capacity, visits));
            }
            Err(reason) => return (quality(&Err(reason), Unit::PerSecond), None),
        }
    }
    let Some((position, load)) = maximum_throughput(stations) else {
        return (quality(&Err("nothing on the way takes any time".to_owned()), Unit::PerSecond), None);
    };
    let quantity = Quantity::new(load, Unit::PerSecond, provenance);
    let quality = Quality { quantity, interval: None, note: uncounted(route, resolution, loads) };
    (quality, Some(route.components[counted[position]]))
}

/// Capacity of all replicas that other scenarios leave, visits per request, and the weakest provenance of both.
pub(super) fn station(load: &Load) -> Result<(f64, f64, Provenance), String> {
    let (capacity, visits, background) = (load.capacity.clone()?, load.visits.clone()?, load.background.clone()?);
    let weakest = capacity.provenance.max(visits.provenance).max(load.replicas.provenance).max(background.provenance);
    Ok(((capacity.value * load.replicas.value - background.value).max(0.0), visits.value, weakest))
}

/// Replicas that all components of a route would need together at `factor` times the load of the scenario: each at least
/// as many as keep it from being overloaded.
pub fn replicas_at(factor: f64, route: &Route<'_>, resolution: &Resolution<'_>, loads: &[Load]) -> Known {
    let mut total = Sourced::new(0.0, Provenance::Measured);
    for (id, load) in route.components.iter().zip(loads) {
        if let Some(replicas) = replicas_of(factor, &resolution.components[*id], load) {
            total = total.plus(replicas?);
        }
    }
    Ok(total)
}

/// The same of one component; `None` for one that is not replicated on its own.
pub(super) fn replicas_of(factor: f64, resolved: &ResolvedComponent<'_>, load: &Load) -> Option<Known> {
    // What runs inside its caller is not replicated on its own.
    if resolved.outside || resolved.embedded || load.uncounted {
        return None;
    }
    let replicas = || {
        let (arrivals, background, capacity) =
            (load.arrivals.clone()?, load.background.clone()?, load.capacity.clone()?);
        let needed = factor * (arrivals.value - background.value) + background.value;
        let replicas = (needed / capacity.value).floor() + 1.0;
        Ok(arrivals.weakened(background.provenance).weakened(capacity.provenance).with(replicas))
    };
    Some(replicas())
}

/// Utilisation of the busiest component, in percent; above 100 it is overloaded, and the note says so.
pub fn peak_utilisation(route: &Route<'_>, resolution: &Resolution<'_>, loads: &[Load]) -> Quality {
    let mut busiest: Option<(Sourced, usize)> = None;
    for (index, load) in loads.iter().enumerate().filter(|(_, load)| load.limits()) {
        let utilisation = match load.utilisation() {
            Ok(utilisation) => utilisation,
            Err(reason) => return quality(&Err(reason), Unit::Percent),
        };
        busiest = Some(match busiest {
            Some((most, position)) if most.value >= utilisation.value => {
                (most.weakened(utilisation.provenance), position)
            }
            Some((most, _)) => (utilisation.weakened(most.provenance), index),
            None => (utilisation, index),
        });
    }
    let Some((utilisation, index)) = busiest else {
        return quality(&Err("no component on the way takes any time".to_owned()), Unit::Percent);
    };
    let amount = Quantity::new(utilisation.value * 100.0, Unit::Percent, utilisation.provenance);
    let name = &resolution.components[route.components[index]].component.name;
    let note = loads[index].overload(name).or_else(|| uncounted(route, resolution, loads));
    Quality { quantity: amount, interval: None, note }
}

/// The note that names the components that are not counted.
fn uncounted(route: &Route<'_>, resolution: &Resolution<'_>, loads: &[Load]) -> Option<String> {
    let positions = (0..loads.len()).filter(|index| loads[*index].uncounted);
    let names: Vec<_> =
        positions.map(|index| resolution.components[route.components[index]].component.name.as_str()).collect();
    (!names.is_empty()).then(|| format!("not counted, because no speed is stated: {}", names.join(", ")))
}

/// The loads as they are shown.
pub fn component_loads(
    route: &Route<'_>,
    resolution: &Resolution<'_>,
    loads: &[Load],
) -> BTreeMap<ComponentId, ComponentLoad> {
    let shown = route.components.iter().zip(loads).filter(|(id, _)| !resolution.components[**id].outside);
    shown.map(|(id, load)| ((*id).clone(), shown_load(&resolution.components[*id], load))).collect()
}

fn shown_load(resolved: &ResolvedComponent<'_>, load: &Load) -> ComponentLoad {
    let utilisation = load.utilisation();
    let capacity = load.capacity.clone().map(|capacity| capacity.times(load.replicas));
    let wait = |queue: Queue| Some(allen_cunneen(queue.mean_wait()?, RANDOM_ARRIVALS, load.variation));
    let waiting = load.queue().and_then(wait).zip(utilisation.as_ref().ok().copied());
    ComponentLoad {
        arrivals: quantity(&load.arrivals, Unit::PerSecond),
        capacity: quantity(&capacity, Unit::PerSecond),
        utilisation: quantity(&utilisation.map(|share| share.with(share.value * 100.0)), Unit::Percent),
        waiting: waiting.map_or(Quantity::unknown(Unit::Millisecond), |(seconds, utilisation)| {
            Quantity::new(seconds * 1000.0, Unit::Millisecond, utilisation.provenance)
        }),
        replicas: resolved.servers(),
        node: resolved.node.map(|(id, _)| id.clone()),
    }
}

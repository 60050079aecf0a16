//! How busy each component is at peak load, which one limits the throughput, and how much the whole sustains.

use std::collections::BTreeMap;

use crate::model::{ComponentId, Property, Provenance, Quantity, Unit};

use super::known::{Known, Sourced, quality, quantity};
use super::queueing::{Queue, maximum_throughput};
use super::resolve::{Model, Resolution, ResolvedComponent};
use super::route::Route;
use super::traffic::Traffic;
use super::types::{ComponentLoad, OVERLOADED, Quality};

/// One component's load at peak.
#[derive(Clone, Debug)]
pub struct Load {
    /// Requests per second that reach it.
    pub arrivals: Known,
    /// Requests per second that one replica serves; infinite when it takes no time.
    pub capacity: Known,
    /// Copies that run.
    pub replicas: Sourced,
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

    fn limits(&self) -> bool {
        !self.uncounted && self.visits.as_ref().map_or(true, |visits| visits.value > 0.0)
    }
}

/// The loads of all components of a route at `peak` requests per second, by position in the route.
pub fn loads(route: &Route<'_>, resolution: &Resolution<'_>, traffic: &Traffic, peak: &Known) -> Vec<Load> {
    let loads = route.components.iter().enumerate().map(|(index, id)| {
        let resolved = &resolution.components[*id];
        let visits = traffic.visits[index].clone();
        let arrivals = peak.clone().and_then(|peak| Ok(peak.times(visits.clone()?)));
        let (capacity, replicas) = (resolved.capacity.clone(), resolved.replicas);
        Load { arrivals, capacity, replicas, visits, uncounted: is_uncounted(resolved, route.blocking[index]) }
    });
    loads.collect()
}

fn is_uncounted(resolved: &ResolvedComponent<'_>, blocking: bool) -> bool {
    let states = |property| resolved.component.properties.contains_key(&property);
    let silent = !states(Property::ServiceTimeMedian) && !states(Property::Capacity);
    !blocking && silent && matches!(resolved.model, Model::None)
}

/// Largest load in requests per second, `min(c·μ/v)`, and the component that limits it.
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

/// Capacity of all replicas, visits per request, and the weakest provenance of both.
fn station(load: &Load) -> Result<(f64, f64, Provenance), String> {
    let (capacity, visits) = (load.capacity.clone()?, load.visits.clone()?);
    let weakest = capacity.provenance.max(visits.provenance).max(load.replicas.provenance);
    Ok((capacity.value * load.replicas.value, visits.value, weakest))
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
    let waiting = load.queue().and_then(Queue::mean_wait).zip(utilisation.as_ref().ok().copied());
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

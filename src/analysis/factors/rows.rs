//! One component under one design: what it contributes to every number that is asked for. All of it is read off the
//! analysis; nothing is computed a second way.

use crate::model::{CallCondition, ComponentId, ElementId, NodeId, Provenance};

use super::super::evaluator::{Evaluator, ScenarioEvaluation, Unsampled};
use super::super::known::{Known, sum};
use super::super::route::Route;
use super::super::sampler::LinkTime;
use super::super::throughput::{replicas_of, station};
use super::super::{cost, energy, patience};
use super::moments::Moments;
use super::table::Slot;

/// How many times the load scalability is judged at.
use super::super::evaluator::TENFOLD;

/// Most calls per request over one connector, as where they are sampled.
const MOST_CALLS: f64 = 1000.0;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Sums first; each with whether designs are compared by it, so that it matters how certain it is.
    pub(super) slots: Vec<(Slot, bool)>,
    /// Scenarios whose response times are put together call by call, with whether they are compared.
    pub(super) composed: Vec<(usize, bool)>,
    /// Scenarios in which overload matters.
    pub(super) timed: Vec<usize>,
}

/// What one component contributes in one state.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) values: Vec<f64>,
    /// How far the least certain of the compared numbers is from measured, as for a front: 0 to 2.
    pub(super) doubt: u8,
    /// Scenarios in which it is overloaded.
    pub(super) overloaded: Vec<usize>,
    /// The node whose fixed price has to be paid.
    pub(super) priced: Option<NodeId>,
    /// Nodes that scenarios need because of it, each with the share of the requests that need it.
    pub(super) needs: Vec<(usize, NodeId, f64)>,
    pub(super) extra: Vec<f64>,
}

/// One component under one design.
pub(super) struct Reading<'e, 'a> {
    pub(super) evaluator: &'e Evaluator<'a>,
    pub(super) routes: &'e [Option<&'e Route<'a>>],
    pub(super) design: &'e Unsampled<'e>,
    pub(super) id: &'e ComponentId,
}

impl Asked {
    pub(super) fn position(&self, slot: Slot) -> Option<usize> {
        self.slots.iter().position(|(asked, _)| *asked == slot)
    }

    /// A row to which nothing contributes.
    pub(super) fn neutral(&self) -> Row {
        let neutral = |(slot, _): &(Slot, bool)| if slot.is_sum() { 0.0 } else { f64::NEG_INFINITY };
        Row { values: self.slots.iter().map(neutral).collect(), ..Row::default() }
    }
}

impl Row {
    /// Enters a number of this kind, if it is asked for.
    pub(super) fn enter(&mut self, asked: &Asked, slot: Slot, known: &Known) {
        let Some(position) = asked.position(slot) else { return };
        match known {
            Ok(known) => {
                self.values[position] = known.value;
                self.doubted(known.provenance, asked.slots[position].1);
            }
            Err(_) => self.values[position] = f64::NAN,
        }
    }

    fn doubted(&mut self, provenance: Provenance, is_compared: bool) {
        if is_compared {
            self.doubt = self.doubt.max(doubt(provenance));
        }
    }
}

/// How far a number is from measured.
pub(super) fn doubt(provenance: Provenance) -> u8 {
    match provenance {
        Provenance::Measured => 0,
        Provenance::Estimated => 1,
        Provenance::Assumed | Provenance::Unknown => 2,
    }
}

impl Reading<'_, '_> {
    /// Everything that the component contributes.
    pub(super) fn row(&self, asked: &Asked) -> Row {
        let mut row = asked.neutral();
        let resolved = &self.design.resolution.components[self.id];
        let arrivals = || self.evaluator.arrivals(self.id, self.design);
        if let Some(position) = asked.position(Slot::Cost) {
            row.enter(asked, Slot::Cost, &cost::of_component(resolved, arrivals));
            let priced = resolved.node.filter(|_| !resolved.outside);
            if let Some((id, price)) = priced.and_then(|(id, node)| Some((id, cost::fixed_price(node)?))) {
                row.priced = Some(id.clone());
                row.doubted(price.provenance, asked.slots[position].1);
            }
        }
        if (asked.position(Slot::Energy), asked.position(Slot::Carbon)) != (None, None) && !resolved.outside {
            let (energy, carbon): (Vec<Known>, Vec<Known>) = energy::of_component(resolved, arrivals).unzip();
            row.enter(asked, Slot::Energy, &sum(&energy));
            row.enter(asked, Slot::Carbon, &sum(&carbon));
        }
        for (scenario, evaluation) in self.design.scenarios.iter().enumerate() {
            let Some(route) = self.routes[scenario] else { continue };
            if let Some(index) = route.components.iter().position(|id| *id == self.id) {
                self.read_scenario(&mut row, asked, (scenario, evaluation), (route, index));
            }
        }
        // Those of a scenario that does not reach it stay empty; nobody looks there.
        row
    }

    fn read_scenario(
        &self,
        row: &mut Row,
        asked: &Asked,
        (scenario, evaluation): (usize, &ScenarioEvaluation),
        (route, index): (&Route<'_>, usize),
    ) {
        let Some((_, loads)) = &evaluation.traffic else { return };
        let resolved = &self.design.resolution.components[self.id];
        let load = &loads[index];
        if load.limits() {
            let bears = station(load).map(|(capacity, visits, weakest)| {
                let bears = if capacity.is_finite() { capacity / visits } else { f64::INFINITY };
                super::super::known::Sourced::new(-bears, weakest)
            });
            row.enter(asked, Slot::Throughput(scenario), &bears);
            row.enter(asked, Slot::Utilisation(scenario), &load.utilisation());
        }
        if let Some(replicas) = replicas_of(TENFOLD, resolved, load) {
            row.enter(asked, Slot::Replicas(scenario), &replicas);
        }
        if route.blocking[index] {
            self.read_parts(row, asked, (scenario, evaluation), index);
            self.read_times(row, asked, (scenario, evaluation), (route, index));
        }
    }

    /// What must be up: the component, and its node.
    fn read_parts(
        &self,
        row: &mut Row,
        asked: &Asked,
        (scenario, evaluation): (usize, &ScenarioEvaluation),
        index: usize,
    ) {
        let (failure, interruptions) = (Slot::Failure(scenario), Slot::Interruptions(scenario));
        let places = [asked.position(failure), asked.position(interruptions)];
        let (Some((traffic, _)), Some(parts)) = (&evaluation.traffic, &evaluation.parts) else { return };
        let resolved = &self.design.resolution.components[self.id];
        if resolved.outside || places == [None, None] {
            return;
        }
        let reach = match &traffic.reach[index] {
            Ok(reach) if reach.value <= 0.0 => return,
            Ok(reach) => *reach,
            Err(reason) => {
                row.enter(asked, failure, &Err(reason.clone()));
                row.enter(asked, interruptions, &Err(reason.clone()));
                return;
            }
        };
        let own = ElementId::Component(self.id.clone());
        if let Some(part) = parts.all().iter().find(|part| part.element == own) {
            row.enter(asked, failure, &part.contribution().map(|share| share.with(-share.value.ln())));
            row.enter(asked, interruptions, &part.interruptions());
        }
        if let Some((id, _)) = resolved.node {
            row.needs.push((scenario, id.clone(), reach.value));
            let node = ElementId::Node(id.clone());
            for part in parts.all().iter().filter(|part| part.element == node) {
                let of_node = [part.contribution(), part.interruptions()];
                for (position, known) in places.into_iter().zip(of_node) {
                    if let Some((position, known)) = position.zip(known.ok()) {
                        row.doubted(known.provenance, asked.slots[position].1);
                    }
                }
            }
        }
    }

    /// The time that a request spends at the component, and on the calls that it makes.
    fn read_times(
        &self,
        row: &mut Row,
        asked: &Asked,
        (scenario, evaluation): (usize, &ScenarioEvaluation),
        (route, index): (&Route<'_>, usize),
    ) {
        let composed = asked.composed.iter().find(|(composed, _)| *composed == scenario);
        let slots = [Slot::Mean(scenario), Slot::Variance(scenario), Slot::Third(scenario)];
        let places = slots.map(|slot| asked.position(slot));
        let Some((traffic, loads)) = &evaluation.traffic else { return };
        if !asked.timed.contains(&scenario) {
            return;
        }
        if loads[index].overload("").is_some() {
            row.overloaded.push(scenario);
            row.extra.extend(composed.into_iter().flat_map(|_| [0.0; 3]));
            row.extra.extend(composed.into_iter().flat_map(|_| rated(route, index).map(|_| 0.0)));
            return;
        }
        let mut weakest = Provenance::Measured;
        let own = self.own(evaluation, index, &mut weakest).unwrap_or(Moments::UNKNOWN);
        let mut total = own;
        let mut rates = Vec::new();
        let mut taken = 0.0;
        for (position, call) in rated(route, index) {
            let rate = traffic.calls[index][position].as_ref().map_or(f64::NAN, |rate| rate.value);
            let expected = expected(call, rate, &mut taken);
            rates.push(expected);
            if !call.connector.kind.blocks() {
                continue;
            }
            let known = traffic.calls[index][position].as_ref().ok().map(|rate| rate.provenance);
            let link = LinkTime::of(call.connector).ok().filter(|_| rate <= MOST_CALLS);
            let patience = patience::provenance(call, &self.design.resolution);
            weakest = [known, link.map(|link| link.provenance), patience].into_iter().flatten().fold(weakest, Ord::max);
            total = total.plus(link.map_or(Moments::UNKNOWN, Moments::of_link).times(expected));
        }
        let is_compared = places.into_iter().flatten().any(|place| asked.slots[place].1);
        row.doubted(weakest, is_compared || composed.is_some_and(|(_, is_compared)| *is_compared));
        let visits = traffic.awaited[index].as_ref().map_or(f64::NAN, |visits| visits.value);
        let total = total.times(visits);
        for (place, value) in places.into_iter().zip([total.mean, total.variance, total.third]) {
            if let Some(place) = place {
                row.values[place] = value;
            }
        }
        if composed.is_some() {
            row.extra.extend([own.mean, own.variance, own.third]);
            row.extra.extend(rates);
        }
    }

    /// Work and waiting at the component; `None` while something is not known.
    fn own(&self, evaluation: &ScenarioEvaluation, index: usize, weakest: &mut Provenance) -> Option<Moments> {
        let (_, loads) = evaluation.traffic.as_ref()?;
        let service = self.design.resolution.components[self.id].service.as_ref().ok()?;
        let utilisation = loads[index].utilisation().ok()?;
        *weakest = (*weakest).max(service.provenance).max(utilisation.provenance);
        Some(Moments::of_own(service, loads[index].queue()?, loads[index].variation))
    }
}

/// The calls of a component whose rates matter to response times, each with its position.
pub(super) fn rated<'r, 'a>(
    route: &'r Route<'a>,
    index: usize,
) -> impl Iterator<Item = (usize, &'r super::super::route::Call<'a>)> {
    let matters = |call: &super::super::route::Call<'_>| {
        call.connector.kind.blocks() || call.connector.condition == CallCondition::OneOf
    };
    route.calls[index].iter().enumerate().filter(move |(_, call)| matters(call))
}

/// Calls per visit. Branches of which one is taken share one draw between 0 and 1, of which each takes the next part.
fn expected(call: &super::super::route::Call<'_>, rate: f64, taken: &mut f64) -> f64 {
    if call.connector.condition != CallCondition::OneOf {
        return rate;
    }
    let from = taken.min(1.0);
    *taken += rate;
    if rate.is_nan() { rate } else { taken.min(1.0) - from }
}

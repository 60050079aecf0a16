//! Qualities of single components, connectors and nodes: computed where a requirement asks for them.

use crate::model::{
    Component, ComponentId, Connector, ConnectorId, ElementId, HOURS_PER_MONTH, Measure, MeasureKey, NodeId, Project,
    Property, Provenance, Quantity, Scenario, Subject, Unit,
};

use super::cost::Charge;
use super::decisions::decisions;
use super::evaluator::ScenarioEvaluation;
use super::known::{Known, Sourced, quality, stated, sum};
use super::latency::time_of;
use super::resolve::Resolution;
use super::route::Route;
use super::sampler::{LinkTime, Sampler};
use super::types::Quality;
use super::uptime::{of_component, of_node};

/// Minutes of a month of 730 hours.
pub(super) const MINUTES_PER_MONTH: f64 = HOURS_PER_MONTH * 60.0;

/// What the qualities of elements are computed from: one design.
pub(super) struct Elements<'e, 'a> {
    pub(super) project: &'a Project,
    pub(super) resolution: &'e Resolution<'a>,
    /// Each scenario with its way, where it has one.
    pub(super) scenarios: Vec<(&'e Route<'a>, &'e ScenarioEvaluation)>,
    pub(super) charges: &'e [Charge],
}

impl Elements<'_, '_> {
    /// The value of a measure of a component, connector or node; `None` for another subject, for what is not there and
    /// for what is not computed for it.
    pub(super) fn quality(&self, key: &MeasureKey, sampler: &mut Sampler) -> Option<Quality> {
        let known = match &key.subject {
            Subject::Component(id) if self.resolution.components.contains_key(id) => {
                self.of_component(key.measure, id, sampler)?
            }
            Subject::Connector(id) => {
                let (id, connector) = self.project.system.connectors.get_key_value(id)?;
                of_connector(key.measure, id, connector, sampler)?
            }
            Subject::Node(id) => self.of_node(key.measure, id)?,
            _ => return None,
        };
        Some(quality(&known, key.measure.unit()))
    }

    fn of_component(&self, measure: Measure, id: &ComponentId, sampler: &mut Sampler) -> Option<Known> {
        let resolved = &self.resolution.components[id];
        let name = &resolved.component.name;
        let in_process = || Err(format!("{name} runs inside its caller and fails with it"));
        let availability = || of_component(id, self.resolution).unwrap_or_else(in_process);
        Some(match measure {
            time if time.is_response_time() => self.time_of_component(measure, id, sampler),
            Measure::MaximumThroughput => resolved.capacity.clone().map(|capacity| capacity.times(resolved.replicas)),
            Measure::PeakUtilisation => self.utilisation(id),
            Measure::Availability => availability().map(|share| share.with(share.value * 100.0)),
            Measure::MonthlyDowntime => availability().map(|share| share.with((1.0 - share.value) * MINUTES_PER_MONTH)),
            Measure::MonthlyCost => self.cost(&[ElementId::Component(id.clone())], name),
            Measure::BatteryRequests => battery_requests(resolved.component),
            Measure::DecisionRecall | Measure::DecisionFalsePositiveRate | Measure::DecisionAccuracy => {
                decisions(self.project, self.resolution, id)
                    .into_iter()
                    .find_map(|(decided, known)| (decided == measure).then_some(known))?
            }
            _ => return None,
        })
    }

    /// Time that the component itself takes, waiting included, in the scenario in which that is longest.
    fn time_of_component(&self, measure: Measure, id: &ComponentId, sampler: &mut Sampler) -> Known {
        let resolved = &self.resolution.components[id];
        let name = &resolved.component.name;
        let mut longest: Option<Sourced> = None;
        for (route, scenario) in &self.scenarios {
            let Some(index) = route.components.iter().position(|other| *other == id) else { continue };
            if !route.blocking[index] {
                continue;
            }
            let Some((_, loads)) = &scenario.traffic else { continue };
            // By itself: what is wrong elsewhere on the path says nothing about this one.
            if let Some(overload) = loads[index].overload(name) {
                return Err(overload);
            }
            let service = resolved.service.clone()?;
            let utilisation = loads[index].utilisation()?;
            let queue = loads[index].queue().ok_or_else(|| format!("the load of {name} is not known"))?;
            let own = sampler.own(route.components[index], &service, queue, loads[index].variation);
            let provenance = service.provenance.max(utilisation.provenance);
            let time = Sourced::new(time_of(measure, &own), provenance);
            longest = Some(longest.map_or(time, |longest| if time.value > longest.value { time } else { longest }));
        }
        longest.ok_or_else(|| format!("no scenario waits for {name}"))
    }

    fn utilisation(&self, id: &ComponentId) -> Known {
        let mut busiest: Option<Sourced> = None;
        for (route, scenario) in &self.scenarios {
            let position = route.components.iter().position(|other| *other == id);
            let Some((index, (_, loads))) = position.zip(scenario.traffic.as_ref()) else { continue };
            let share = loads[index].utilisation()?;
            let percent = share.with(share.value * 100.0);
            busiest = Some(busiest.map_or(percent, |most| if percent.value > most.value { percent } else { most }));
        }
        busiest.ok_or_else(|| format!("no scenario reaches {}", self.resolution.components[id].component.name))
    }

    /// The part of the bill that these elements cause.
    fn cost(&self, elements: &[ElementId], name: &str) -> Known {
        let charges = self.charges.iter().filter(|charge| elements.contains(&charge.element));
        let charges: Vec<_> = charges.map(|charge| &charge.monthly).collect();
        if charges.is_empty() {
            return Err(format!("state a price of {name} ($0 if it is free)"));
        }
        sum(charges)
    }

    fn of_node(&self, measure: Measure, id: &NodeId) -> Option<Known> {
        let node = self.project.system.nodes.get(id)?;
        Some(match measure {
            Measure::Availability => of_node(node).map(|share| share.with(share.value * 100.0)),
            Measure::MonthlyCost => {
                let on_it = self
                    .resolution
                    .components
                    .iter()
                    .filter(|(_, resolved)| resolved.node.is_some_and(|(node, _)| node == id));
                let mut elements: Vec<_> = on_it.map(|(id, _)| ElementId::Component((*id).clone())).collect();
                elements.push(ElementId::Node(id.clone()));
                self.cost(&elements, &node.name)
            }
            _ => return None,
        })
    }
}

/// Time that a call spends on the way, there and back.
fn of_connector(measure: Measure, id: &ConnectorId, connector: &Connector, sampler: &mut Sampler) -> Option<Known> {
    let time = |link: LinkTime| Sourced::new(time_of(measure, &sampler.link(id, &link)), link.provenance);
    measure.is_response_time().then(|| LinkTime::of(connector).map(time))
}

/// Requests per day that the battery budget of a device allows: budget over energy per request.
fn battery_requests(component: &Component) -> Known {
    let number = |property: Property| {
        let missing = || format!("state the {} of {}", property.label().to_lowercase(), component.name);
        stated(&component.properties, property).ok_or_else(missing)
    };
    let (budget, request) = (number(Property::BatteryBudget)?, number(Property::RequestEnergy)?);
    if request.value <= 0.0 {
        return Err(format!("{} takes no energy per request, so the battery sets no limit", component.name));
    }
    Ok(budget.weakened(request.provenance).with(budget.value / request.value))
}

/// What people judged, where nothing is computed and nothing was measured: the median, with the spread as a note.
pub(super) fn judged(project: &Project, key: &MeasureKey) -> Option<Quality> {
    let judgements = project.judgements.get(key)?;
    let mut values: Vec<f64> = judgements
        .iter()
        .filter_map(|judgement| judgement.value)
        .filter(|value| key.measure.objection(*value).is_none())
        .collect();
    values.sort_by(f64::total_cmp);
    let (least, most) = (*values.first()?, *values.last()?);
    let middle = values.len() / 2;
    let median = if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) };
    let unit = key.measure.unit();
    let shown = |value: f64| Quantity::estimated(value, unit).to_string();
    let note = match values.len() {
        1 => "the judgement of one person".to_owned(),
        count if least == most => format!("the judgement of {count} people, who agree"),
        count => format!("the middle of {count} judgements from {} to {}", shown(least), shown(most)),
    };
    Some(Quality { quantity: Quantity::new(median, unit, Provenance::Estimated), interval: None, note: Some(note) })
}

/// Metres until a vehicle stands: `v·t + v²/(2a)`, with the reaction time `t` in milliseconds.
pub(super) fn stopping_distance(scenario: &Scenario, reaction: &Known) -> Known {
    let Some(motion) = scenario.motion else {
        return Err(format!("state how fast the vehicle of {} moves and how hard it brakes", scenario.name));
    };
    let number = |quantity: Quantity, unit: Unit, what: &str| {
        let amount = quantity.amount_in(unit).filter(|amount| *amount >= 0.0);
        let missing = || format!("state the {what} of the vehicle of {}", scenario.name);
        amount.map(|amount| Sourced::new(amount, quantity.provenance())).ok_or_else(missing)
    };
    let speed = number(motion.speed, Unit::MetrePerSecond, "speed")?;
    let braking = number(motion.deceleration, Unit::MetrePerSecondSquared, "deceleration")?;
    if braking.value <= 0.0 {
        return Err(format!("the vehicle of {} does not brake; state a deceleration above 0", scenario.name));
    }
    let reaction = reaction.clone()?;
    let distance = speed.value * reaction.value / 1000.0 + speed.value * speed.value / (2.0 * braking.value);
    Ok(speed.weakened(braking.provenance).weakened(reaction.provenance).with(distance))
}

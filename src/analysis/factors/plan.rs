//! What has to be known of every component for the measures that are asked for.

use crate::model::{ComponentId, Measure, MeasureKey, Project, Property, Scenario, ScenarioId, Subject, When};

use super::super::elements::{judged, stopping_distance};
use super::super::evaluator::{Evaluator, Unsampled};
use super::super::known::{Known, Sourced, stated, sum};
use super::super::route::Route;
use super::super::traffic::load;
use super::super::{cost, fixed};
use super::composition::{adds_up, is_sequential};
use super::formula::{Formula, Spread};
use super::rows::{Asked, doubt, rated};
use super::table::Slot;

/// Sets of nodes that count once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetKind {
    Price,
    Failure(usize),
    Interruptions(usize),
}

/// What is asked for, and what it is made of.
pub(super) struct Plan<'a> {
    pub(super) project: &'a Project,
    pub(super) routes: Vec<Option<&'a Route<'a>>>,
    pub(super) keys: Vec<(MeasureKey, bool)>,
    pub(super) asked: Asked,
    pub(super) sets: Vec<SetKind>,
    /// Scenarios with response times; whether these add up.
    pub(super) times: Vec<(usize, bool)>,
    /// What cannot be computed without samples, with the reason.
    pub(super) unavailable: Vec<(MeasureKey, String)>,
    pub(super) notes: Vec<String>,
    /// How certain what is the same for all designs is.
    pub(super) base_doubt: u8,
}

impl<'a> Plan<'a> {
    /// For `keys`, each with whether designs are compared by it.
    pub(super) fn new(
        project: &'a Project,
        evaluator: &'a Evaluator<'a>,
        base: &Unsampled<'_>,
        keys: Vec<(MeasureKey, bool)>,
    ) -> Self {
        let routes = evaluator.routes().map(|(_, route)| route).collect();
        let mut plan = Self {
            project,
            routes,
            keys: Vec::new(),
            asked: Asked::default(),
            sets: Vec::new(),
            times: Vec::new(),
            unavailable: Vec::new(),
            notes: Vec::new(),
            base_doubt: 0,
        };
        for (key, is_compared) in keys {
            plan.ask(key, is_compared, base);
        }
        // Sums stand first.
        plan.asked.slots.sort_by_key(|(slot, _)| !slot.is_sum());
        plan
    }

    fn ask(&mut self, key: MeasureKey, is_compared: bool, base: &Unsampled<'_>) {
        let slots = match &key.subject {
            Subject::System => match key.measure {
                Measure::MonthlyCost | Measure::CostPerRequest => vec![Slot::Cost],
                Measure::MonthlyEnergy => vec![Slot::Energy],
                Measure::MonthlyCarbon => vec![Slot::Carbon],
                _ => Vec::new(),
            },
            Subject::Scenario(id) => {
                let Some((scenario, route)) = self.scenario(id) else {
                    return self.keys.push((key, is_compared));
                };
                match self.of_scenario(key.measure, scenario, route, is_compared, base) {
                    Ok(slots) => slots,
                    Err(reason) => return self.unavailable.push((key, reason)),
                }
            }
            Subject::Component(_) | Subject::Connector(_) | Subject::Node(_) => vec![Slot::Alone(self.keys.len())],
            Subject::Dataset(_) => Vec::new(),
        };
        for slot in slots {
            match self.asked.slots.iter_mut().find(|(asked, _)| *asked == slot) {
                Some((_, compared)) => *compared |= is_compared,
                None => self.asked.slots.push((slot, is_compared)),
            }
            let set = match slot {
                Slot::Cost => SetKind::Price,
                Slot::Failure(scenario) => SetKind::Failure(scenario),
                Slot::Interruptions(scenario) => SetKind::Interruptions(scenario),
                _ => continue,
            };
            if !self.sets.contains(&set) {
                self.sets.push(set);
            }
        }
        self.keys.push((key, is_compared));
    }

    fn scenario(&self, id: &ScenarioId) -> Option<(usize, &'a Route<'a>)> {
        let position = self.project.scenarios.keys().position(|other| other == id)?;
        Some((position, self.routes[position]?))
    }

    fn of_scenario(
        &mut self,
        measure: Measure,
        scenario: usize,
        route: &Route<'_>,
        is_compared: bool,
        base: &Unsampled<'_>,
    ) -> Result<Vec<Slot>, String> {
        match measure {
            Measure::Availability | Measure::MonthlyDowntime => return Ok(vec![Slot::Failure(scenario)]),
            Measure::UptimeBetweenFailures => return Ok(vec![Slot::Interruptions(scenario)]),
            Measure::TenfoldReplicas => return Ok(vec![Slot::Replicas(scenario)]),
            Measure::MaximumThroughput => return Ok(vec![Slot::Throughput(scenario)]),
            Measure::PeakUtilisation => return Ok(vec![Slot::Utilisation(scenario)]),
            time if time.is_response_time() => {}
            Measure::StoppingDistance | Measure::TimedOutShare => {}
            _ => return Ok(Vec::new()),
        }
        let times_out = gives_up(route);
        if measure == Measure::TimedOutShare && times_out {
            return Err("only samples show how many requests time out".to_owned());
        }
        let rates = base.scenarios[scenario].traffic.as_ref().map(|(traffic, _)| &traffic.calls);
        let rate = |source: usize, call: usize| rates?.get(source)?.get(call)?.as_ref().ok().map(|rate| rate.value);
        let does_add_up = adds_up(route, rate);
        if !self.times.contains(&(scenario, does_add_up)) {
            self.times.push((scenario, does_add_up));
            self.asked.timed.push(scenario);
            if times_out {
                let name = &self.project.scenarios[scenario].name;
                self.notes.push(format!("it takes no account of timeouts in {name}"));
            }
        }
        let mean = matches!(measure, Measure::ResponseTimeMean | Measure::TimedOutShare);
        if mean && is_sequential(route) {
            return Ok(vec![Slot::Mean(scenario)]);
        }
        if does_add_up {
            return Ok(vec![Slot::Mean(scenario), Slot::Variance(scenario), Slot::Third(scenario)]);
        }
        match self.asked.composed.iter_mut().find(|(composed, _)| *composed == scenario) {
            Some((_, compared)) => *compared |= is_compared,
            None => self.asked.composed.push((scenario, is_compared)),
        }
        Ok(Vec::new())
    }

    /// What every measure is made of, once all slots have their places.
    pub(super) fn formulas(&mut self) -> Vec<Formula> {
        let keys = self.keys.clone();
        keys.iter()
            .enumerate()
            .map(|(position, (key, is_compared))| self.formula(position, key, *is_compared))
            .collect()
    }

    fn formula(&mut self, position: usize, key: &MeasureKey, is_compared: bool) -> Formula {
        let known = match &key.subject {
            Subject::System => self.of_system(key, is_compared),
            Subject::Scenario(id) => self.scenario(id).and_then(|(scenario, _)| {
                self.doubted_motion(key.measure, scenario, is_compared);
                self.of_time(key.measure, scenario).or_else(|| self.of_parts(key.measure, scenario))
            }),
            Subject::Component(_) | Subject::Connector(_) | Subject::Node(_) => {
                self.asked.position(Slot::Alone(position)).map(Formula::Sum)
            }
            Subject::Dataset(_) => None,
        };
        known.unwrap_or_else(|| self.constant(key, is_compared))
    }

    /// A stopping distance is as certain as what is stated about the vehicle.
    fn doubted_motion(&mut self, measure: Measure, scenario: usize, is_compared: bool) {
        if measure == Measure::StoppingDistance {
            let at_once = Ok(Sourced::new(0.0, crate::model::Provenance::Measured));
            self.doubted(&stopping_distance(&self.project.scenarios[scenario], &at_once), is_compared);
        }
    }

    fn set(&self, kind: SetKind) -> Option<usize> {
        self.sets.iter().position(|set| *set == kind)
    }

    fn of_system(&mut self, key: &MeasureKey, is_compared: bool) -> Option<Formula> {
        let asked = &self.asked;
        match key.measure {
            Measure::MonthlyCost => {
                Some(Formula::Cost { slot: asked.position(Slot::Cost)?, nodes: self.set(SetKind::Price)? })
            }
            Measure::CostPerRequest => {
                let (slot, nodes) = (asked.position(Slot::Cost)?, self.set(SetKind::Price)?);
                let scenarios = self.project.scenarios.values();
                let loads: Vec<Known> = scenarios.map(|scenario| load(self.project, scenario, When::Mean)).collect();
                let requests = sum(&loads);
                let per_month = requests.as_ref().map_or(f64::NAN, |known| cost::per_month(known.value));
                self.doubted(&requests, is_compared);
                let per_month = if per_month > 0.0 { per_month } else { f64::NAN };
                Some(Formula::CostPerRequest { slot, nodes, per_month })
            }
            Measure::MonthlyEnergy => Some(Formula::Sum(asked.position(Slot::Energy)?)),
            Measure::MonthlyCarbon => Some(Formula::Sum(asked.position(Slot::Carbon)?)),
            _ => None,
        }
    }

    fn of_parts(&self, measure: Measure, scenario: usize) -> Option<Formula> {
        let slot = |slot: Slot| self.asked.position(slot);
        Some(match measure {
            Measure::Availability => Formula::Availability {
                slot: slot(Slot::Failure(scenario))?,
                nodes: self.set(SetKind::Failure(scenario))?,
            },
            Measure::MonthlyDowntime => {
                Formula::Downtime { slot: slot(Slot::Failure(scenario))?, nodes: self.set(SetKind::Failure(scenario))? }
            }
            Measure::UptimeBetweenFailures => Formula::Uptime {
                slot: slot(Slot::Interruptions(scenario))?,
                nodes: self.set(SetKind::Interruptions(scenario))?,
            },
            Measure::TenfoldReplicas => Formula::Sum(slot(Slot::Replicas(scenario))?),
            Measure::MaximumThroughput => Formula::Throughput(slot(Slot::Throughput(scenario))?),
            Measure::PeakUtilisation => Formula::Utilisation(slot(Slot::Utilisation(scenario))?),
            _ => return None,
        })
    }

    fn of_time(&self, measure: Measure, scenario: usize) -> Option<Formula> {
        let time = self.times.iter().position(|(timed, _)| *timed == scenario)?;
        Some(match measure {
            Measure::ResponseTimeMean => Formula::Mean(time),
            Measure::ResponseTimeP50 => Formula::Percentile { time, level: 0 },
            Measure::ResponseTimeP95 => Formula::Percentile { time, level: 1 },
            Measure::ResponseTimeP99 => Formula::Percentile { time, level: 2 },
            Measure::TimedOutShare => Formula::TimedOut(time),
            Measure::StoppingDistance => {
                let scenario: &Scenario = &self.project.scenarios[scenario];
                let after = |milliseconds: f64| {
                    let reaction = Ok(Sourced::new(milliseconds, crate::model::Provenance::Measured));
                    stopping_distance(scenario, &reaction).map_or(f64::NAN, |distance| distance.value)
                };
                let braking = after(0.0);
                Formula::StoppingDistance { time, speed: (after(1000.0) - braking) / 1000.0, braking }
            }
            _ => return None,
        })
    }

    /// Where the parts of a response time stand; `composition` gives those that are put together call by call.
    pub(super) fn spread(&self, scenario: usize, composition: Option<usize>) -> (Option<usize>, Spread) {
        let slot = |slot: Slot| self.asked.position(slot);
        let sums = slot(Slot::Variance(scenario)).zip(slot(Slot::Third(scenario)));
        let spread = match (sums, composition) {
            (_, Some(composition)) => Spread::Composed(composition),
            (Some((variance, third)), None) => Spread::Sum(variance, third),
            (None, None) => Spread::Unasked,
        };
        (slot(Slot::Mean(scenario)), spread)
    }

    /// What no choice changes: read off the drawing, or judged by people.
    fn constant(&mut self, key: &MeasureKey, is_compared: bool) -> Formula {
        let fixed = fixed::qualities(self.project).remove(key).or_else(|| judged(self.project, key));
        let amount = fixed.as_ref().and_then(|quality| quality.quantity.amount_in(key.measure.unit()));
        if let Some(quality) = fixed.filter(|_| is_compared && amount.is_some()) {
            self.base_doubt = self.base_doubt.max(doubt(quality.quantity.provenance()));
        }
        Formula::Constant(amount.unwrap_or(f64::NAN))
    }

    fn doubted(&mut self, known: &Known, is_compared: bool) {
        if let Some(known) = known.as_ref().ok().filter(|_| is_compared) {
            self.base_doubt = self.base_doubt.max(doubt(known.provenance));
        }
    }

    /// Where the numbers of a composed scenario begin among those of a component.
    pub(super) fn offset(&self, scenario: usize, id: &ComponentId) -> usize {
        let before = self.routes.iter().enumerate().take(scenario);
        let composed = before.filter(|(other, _)| self.asked.composed.iter().any(|(composed, _)| composed == other));
        let widths = composed.filter_map(|(_, route)| {
            let route = (*route)?;
            let index = route.components.iter().position(|other| *other == id)?;
            route.blocking[index].then(|| 3 + rated(route, index).count())
        });
        widths.sum()
    }

    /// Where energy is stated of nothing, it is not known.
    pub(super) fn without_energy(&self, formulas: &mut [Formula]) {
        for ((key, _), formula) in self.keys.iter().zip(formulas) {
            let is_energy = matches!(key.measure, Measure::MonthlyEnergy | Measure::MonthlyCarbon);
            if is_energy && key.subject == Subject::System {
                *formula = Formula::Constant(f64::NAN);
            }
        }
    }

    /// Whether a component contributes to anything that is asked for.
    pub(super) fn concerns(&self, id: &ComponentId) -> bool {
        let is_everywhere = |slot: &Slot| matches!(slot, Slot::Cost | Slot::Energy | Slot::Carbon);
        self.asked.slots.iter().any(|(slot, _)| is_everywhere(slot))
            || self.routes.iter().flatten().any(|route| route.components.contains(&id))
    }
}

/// Whether some caller on the way does not wait for ever.
fn gives_up(route: &Route<'_>) -> bool {
    let on_path = (0..route.components.len()).filter(|index| route.blocking[*index]);
    let mut calls = on_path.flat_map(|index| route.blocking_calls(index));
    calls.any(|call| stated(&call.connector.properties, Property::Timeout).is_some())
}

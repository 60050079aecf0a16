//! What a requirement on a whole leaves for one component of it, everything else as it is.

use std::collections::BTreeMap;

use crate::model::{
    ComponentId, Design, Direction, ElementId, EvidenceBook, Measure, MeasureKey, Project, Provenance, Quantity,
    Requirement, RequirementId, ScenarioId, Subject,
};

use super::evaluator::{Evaluation, Evaluator, ScenarioEvaluation};
use super::latency::{Fate, NoSamples, time_of};
use super::route::Route;
use super::types::{AnalysisSettings, Finding, Severity};

/// Steps that narrow down how much longer a component may take.
const STEPS: u32 = 40;

/// A limit that is missed by less than this share of it is kept: what is left is shown rounded.
const ROUNDING: f64 = 0.005;

/// A component may take at most so many times as long as now.
const MOST_STRETCH: f32 = 1e6;

/// Why a requirement leaves no limit for a component.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBudget {
    /// It holds whatever the component does.
    #[error("{0}")]
    Unlimited(String),
    /// Nothing is left, something is not known, or it cannot be broken down to the component.
    #[error("{0}")]
    None(String),
}

impl From<String> for NoBudget {
    fn from(reason: String) -> Self {
        Self::None(reason)
    }
}

/// Derives limits of single components from requirements on the whole, under one design.
pub struct Budgets<'a> {
    project: &'a Project,
    evaluator: Evaluator<'a>,
    evaluation: Evaluation<'a>,
}

impl<'a> Budgets<'a> {
    /// Gets ready to derive limits under `design`.
    pub fn new(
        project: &'a Project,
        evidence: &'a EvidenceBook,
        design: &'a Design,
        settings: &AnalysisSettings,
    ) -> Self {
        let mut evaluator = Evaluator::new(project, evidence, settings);
        let evaluation = evaluator.evaluate(design);
        Self { project, evaluator, evaluation }
    }

    /// Components that `requirement` can be broken down to, in the order of the path; empty for a measure that no part
    /// has.
    pub fn components(project: &Project, requirement: &Requirement) -> Vec<ComponentId> {
        let Some(scenario) = scenario_of(project, requirement).and_then(|id| project.scenarios.get(id)) else {
            return match requirement.measure.measure {
                Measure::MonthlyCost if requirement.measure.subject == Subject::System => {
                    project.system.components.keys().cloned().collect()
                }
                _ => Vec::new(),
            };
        };
        if !is_divisible(requirement.measure.measure) {
            return Vec::new();
        }
        let Some(route) = Route::of(&project.system, scenario) else { return Vec::new() };
        let counts = |index: &usize| {
            let is_part = route.blocking[*index] || requirement.measure.measure == Measure::MaximumThroughput;
            is_part && !super::resolve::is_outside(&project.system.components[route.components[*index]])
        };
        (0..route.components.len()).filter(counts).map(|index| route.components[index].clone()).collect()
    }

    /// The limit that `requirement` leaves for `component`: its own response time (waiting included, without what it
    /// calls), availability, throughput or cost, while everything else is as it is.
    ///
    /// # Errors
    /// Nothing is left, something is not known, or the requirement cannot be broken down to the component; the text says
    /// which.
    pub fn of(&self, requirement: &Requirement, component: &ComponentId) -> Result<Quantity, NoBudget> {
        let whole = Whole { project: self.project, evaluator: &self.evaluator, evaluation: &self.evaluation };
        whole.leaves(requirement, component)
    }
}

/// One design, evaluated.
struct Whole<'e, 'a> {
    project: &'e Project,
    evaluator: &'e Evaluator<'a>,
    evaluation: &'e Evaluation<'a>,
}

impl Whole<'_, '_> {
    fn leaves(&self, requirement: &Requirement, component: &ComponentId) -> Result<Quantity, NoBudget> {
        let measure = requirement.measure.measure;
        let limit = requirement
            .threshold
            .amount_in(measure.unit())
            .ok_or_else(|| format!("state the limit of {} first", requirement.name))?;
        let name = self.project.element_name(&ElementId::Component(component.clone()));
        let apart = || format!("{} cannot be broken down to {name}", requirement.name);
        if measure == Measure::MonthlyCost && requirement.measure.subject == Subject::System {
            return self.cost(limit, component, &name);
        }
        let scenario = scenario_of(self.project, requirement).ok_or_else(apart)?;
        let routes = self.evaluator.routes().zip(&self.evaluation.scenarios);
        let found = routes.filter_map(|((id, route), evaluation)| (id == scenario).then_some((route?, evaluation)));
        let (route, evaluation) = found.last().ok_or_else(apart)?;
        let index = route.components.iter().position(|id| *id == component).ok_or_else(apart)?;
        match measure {
            _ if measure.is_response_time() => time(measure, limit, index, evaluation, &name),
            Measure::Availability => availability(limit, component, evaluation, &name),
            Measure::MaximumThroughput => throughput(limit, index, evaluation),
            _ => Err(apart().into()),
        }
    }

    fn cost(&self, limit: f64, component: &ComponentId, name: &str) -> Result<Quantity, NoBudget> {
        let element = ElementId::Component(component.clone());
        let others = self.evaluation.charges.iter().filter(|charge| charge.element != element);
        let others: Vec<_> = others.map(|charge| &charge.monthly).collect();
        let spent = super::known::sum(others)?;
        let left = limit - spent.value;
        if left < 0.0 {
            return Err(format!("the rest alone costs more, so nothing is left for {name}").into());
        }
        Ok(Quantity::new(left, Measure::MonthlyCost.unit(), spent.provenance.max(Provenance::Estimated)))
    }
}

/// What parents leave for the requirements that were derived from them.
type Left = BTreeMap<RequirementId, Result<Quantity, NoBudget>>;

/// Of every derived requirement, what the one that it was derived from leaves now.
pub(super) fn of_derived(project: &Project, evaluator: &Evaluator<'_>, evaluation: &Evaluation<'_>) -> Left {
    let whole = Whole { project, evaluator, evaluation };
    let derived = project.requirements.iter().filter_map(|(id, requirement)| {
        let parent = project.requirements.get(requirement.derived_from.as_ref()?)?;
        let Subject::Component(component) = &requirement.measure.subject else { return None };
        let left = if requirement.measure.measure == parent.measure.measure {
            whole.leaves(parent, component)
        } else {
            Err(format!("{} limits something else by now; derive it again", parent.name).into())
        };
        Some((id.clone(), left))
    });
    derived.collect()
}

/// Derived requirements that ask for less than what their parents need.
pub(super) fn outgrown(project: &Project, budgets: &Left) -> Vec<Finding> {
    let outgrown = budgets.iter().filter_map(|(id, left)| {
        let requirement = project.requirements.get(id)?;
        let parent = project.requirements.get(requirement.derived_from.as_ref()?)?;
        let measure = requirement.measure.measure;
        let problem = match left {
            Err(NoBudget::Unlimited(_)) => return None,
            Err(NoBudget::None(reason)) => {
                format!("{} leaves no limit for {}: {reason}", parent.name, requirement.name)
            }
            Ok(left) => {
                let (stated, left_amount) =
                    (requirement.threshold.amount_in(measure.unit())?, left.amount_in(measure.unit())?);
                // The stated limit must be at least as strict, but for rounding.
                let slack = ROUNDING * left_amount.abs();
                let is_strict = match measure.direction() {
                    Direction::Lower => stated <= left_amount + slack,
                    Direction::Higher => stated >= left_amount - slack,
                };
                if is_strict {
                    return None;
                }
                let limit = requirement.threshold;
                format!("{} is limited to {limit}, but {} leaves {left}", requirement.name, parent.name)
            }
        };
        Some(Finding {
            rule: "budget_outgrown",
            severity: Severity::Warning,
            elements: requirement.measure.subject.element().into_iter().collect(),
            message: format!("{problem}."),
            remedy: "Take over what is left, or change another part of the path.".to_owned(),
        })
    });
    outgrown.collect()
}

/// Whether a requirement on a scenario can be broken down to its components.
fn is_divisible(measure: Measure) -> bool {
    measure.is_response_time() || matches!(measure, Measure::Availability | Measure::MaximumThroughput)
}

fn scenario_of<'r>(project: &'r Project, requirement: &'r Requirement) -> Option<&'r ScenarioId> {
    match &requirement.measure {
        MeasureKey { subject: Subject::Scenario(id), .. } if project.scenarios.contains_key(id) => Some(id),
        _ => None,
    }
}

/// The longest that the component itself may take: its present times, all stretched by one factor until the whole just
/// keeps the limit.
fn time(
    measure: Measure,
    limit: f64,
    index: usize,
    evaluation: &ScenarioEvaluation,
    name: &str,
) -> Result<Quantity, NoBudget> {
    let samples = match &evaluation.latency {
        Ok(samples) => samples,
        Err(NoSamples::Overloaded(reason) | NoSamples::Unknown(reason)) => return Err(reason.clone().into()),
    };
    let own = samples.own(index).ok_or_else(|| format!("no request waits for {name}"))?;
    let now = time_of(measure, own);
    if now <= 0.0 {
        return Err(format!("{name} takes no time yet; state a service time above 0 first").into());
    }
    let whole = |factor: f32| {
        let Fate { mut times, lost } = samples.stretched(index, factor);
        // What is never answered is not answered in time.
        for (time, _) in times.iter_mut().zip(&lost).filter(|(_, lost)| **lost) {
            *time = f32::INFINITY;
        }
        time_of(measure, &times)
    };
    if whole(0.0) > limit {
        return Err(format!("the rest alone takes longer, so nothing is left for {name}").into());
    }
    let unlimited =
        || NoBudget::Unlimited(format!("the limit holds however long {name} takes: its callers can do without"));
    let factor = largest_factor(whole, limit).ok_or_else(unlimited)?;
    let provenance = samples.provenance.max(Provenance::Estimated);
    Ok(Quantity::new(now * f64::from(factor), measure.unit(), provenance))
}

/// The largest factor at which `whole` keeps `limit`; `None` if every factor does.
fn largest_factor(whole: impl Fn(f32) -> f64, limit: f64) -> Option<f32> {
    let mut high = 1.0_f32;
    while whole(high) <= limit {
        high *= 2.0;
        if high > MOST_STRETCH {
            return None;
        }
    }
    let mut low = if high > 1.0 { high / 2.0 } else { 0.0 };
    for _ in 0..STEPS {
        let middle = f32::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if whole(middle) <= limit { low = middle } else { high = middle }
    }
    Some(low)
}

/// The availability in percent that the component must reach: what the others multiply to is given.
fn availability(
    limit: f64,
    component: &ComponentId,
    evaluation: &ScenarioEvaluation,
    name: &str,
) -> Result<Quantity, NoBudget> {
    let element = ElementId::Component(component.clone());
    let parts = evaluation.parts.as_ref().ok_or_else(|| "the scenario has no path".to_owned())?;
    let whole = parts.availability().map(|known| known.provenance);
    let index = parts.all().iter().position(|part| part.element == element);
    let index = index.ok_or_else(|| format!("{name} fails only together with what calls it"))?;
    let slope = parts.importance(index).ok_or_else(|| {
        whole.clone().err().unwrap_or_else(|| "the availability of another part is not known".to_owned())
    })?;
    let reach = parts.all()[index].reach.value;
    // The whole is C·(1 − r·(1 − A)), and its slope in A is C·r.
    let others = slope / reach;
    let needed = 1.0 - (1.0 - limit / 100.0 / others) / reach;
    if needed > 1.0 {
        return Err(format!("the others alone fail more often, so {name} would have to work more than always").into());
    }
    Ok(Quantity::estimated(needed.max(0.0) * 100.0, Measure::Availability.unit()))
}

/// The throughput that the component must reach: its visits at the required load, and what other scenarios bring.
fn throughput(limit: f64, index: usize, evaluation: &ScenarioEvaluation) -> Result<Quantity, NoBudget> {
    let (_, loads) = evaluation.traffic.as_ref().ok_or_else(|| "the scenario has no path".to_owned())?;
    let (visits, background) = (loads[index].visits.clone()?, loads[index].background.clone()?);
    let needed = limit * visits.value + background.value;
    let weakest = visits.provenance.max(background.provenance).max(Provenance::Estimated);
    Ok(Quantity::new(needed, Measure::MaximumThroughput.unit(), weakest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close};
    use crate::model::{Property, Unit};

    fn budget(project: &Project, requirement: &str, component: &str) -> Result<Quantity, NoBudget> {
        let (book, design) = (EvidenceBook::default(), Design::default());
        let budgets = Budgets::new(project, &book, &design, &AnalysisSettings::default());
        budgets.of(&project.requirements[&RequirementId::new(requirement)], &component.into())
    }

    fn chain() -> TestProject {
        let numbers = |milliseconds, availability| {
            [
                (Property::ServiceTimeMedian, milliseconds),
                (Property::Capacity, 1e6),
                (Property::Availability, availability),
                (Property::HourlyPrice, 1.0),
            ]
        };
        TestProject::new()
            .component("gateway", &numbers(10.0, 99.9))
            .component("store", &numbers(30.0, 99.5))
            .component("inference", &numbers(60.0, 99.0))
            .call("gateway", "store", 4.0)
            .call("gateway", "inference", 1.0)
            .scenario("gateway", 1.0, 1.0)
    }

    fn require(measure: Measure, limit: f64) -> Project {
        let subject = if measure == Measure::MonthlyCost { Subject::System } else { Subject::Scenario("use".into()) };
        chain().requirement("r", measure, subject, Quantity::estimated(limit, measure.unit())).build()
    }

    #[test]
    fn a_time_that_is_left_is_the_limit_less_everything_else() {
        let project = require(Measure::ResponseTimeP99, 300.0);
        // 300 − 10 − 30 − 2·4 − 2·1
        check_close(budget(&project, "r", "inference").unwrap().amount_in(Unit::Millisecond).unwrap(), 250.0, 0.01);
        let tight = require(Measure::ResponseTimeP99, 45.0);
        let reason = budget(&tight, "r", "inference").unwrap_err();
        assert_eq!(reason.to_string(), "the rest alone takes longer, so nothing is left for inference");
        assert_eq!(
            Budgets::components(&project, &project.requirements[0]),
            ["gateway", "store", "inference"].map(ComponentId::new)
        );
    }

    #[test]
    fn a_timeout_bounds_what_is_left() {
        let mut project = require(Measure::ResponseTimeP99, 300.0);
        let call = &mut project.system.connectors[&crate::model::ConnectorId::new("gateway-inference")];
        call.properties.insert(Property::Timeout, Quantity::estimated(200.0, Unit::Millisecond));
        // Everything else would leave 250 ms, but the gateway waits for 200 ms, of which 2 are spent on the way.
        let left = budget(&project, "r", "inference").unwrap().amount_in(Unit::Millisecond).unwrap();
        check_close(left, 198.0, 0.01);
        let call = &mut project.system.connectors[&crate::model::ConnectorId::new("gateway-inference")];
        call.facts.stated.insert(crate::model::Fact::HasFallback, crate::model::FactValue::YesNo(true));
        assert!(matches!(budget(&project, "r", "inference"), Err(NoBudget::Unlimited(_))));
    }

    #[test]
    fn availability_throughput_and_cost_are_what_the_others_leave() {
        let needed = budget(&require(Measure::Availability, 98.0), "r", "inference").unwrap();
        check_close(needed.amount().unwrap(), 98.0 / (0.999 * 0.995), 1e-9);
        assert!(budget(&require(Measure::Availability, 99.9), "r", "inference").is_err());
        let needed = budget(&require(Measure::MaximumThroughput, 500.0), "r", "store").unwrap();
        check_close(needed.amount().unwrap(), 500.0, 1e-9);
        let left = budget(&require(Measure::MonthlyCost, 3000.0), "r", "store").unwrap();
        check_close(left.amount().unwrap(), 3000.0 - 2.0 * 730.0, 1e-9);
        assert!(budget(&require(Measure::PeakUtilisation, 50.0), "r", "store").is_err());
    }
}

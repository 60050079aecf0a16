//! The numbers of a project that could be others: which they are, what they are called, and what they can be.

use super::given::Given;
use crate::model::{
    CallCondition, ChoiceId, ComponentId, ConnectorId, ElementId, Measure, MeasureKey, OpenQuestion, Pick, Project,
    Property, Quantity, ScenarioId, Subject, Unit, When, capitalised,
};

/// A number that somebody stated, the catalogue assumed, a design picks, or that was measured on a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// A property of an element of the drawing.
    Property(ElementId, Property),
    /// The load of a scenario that states its own.
    Load(ScenarioId, When),
    /// All requests to the system, which scenarios have shares of.
    TotalLoad(When),
    /// A scenario's share of all requests.
    Share(ScenarioId),
    /// How often the requests of a scenario with a drawn path take a connector.
    Calls(ScenarioId, ConnectorId),
    /// How fast the vehicle of a scenario moves.
    Speed(ScenarioId),
    /// How hard it brakes.
    Deceleration(ScenarioId),
    /// How many replicas the design picks for an open choice.
    Picked(ChoiceId),
    /// What was measured on the model that the design picks for a component. The median of a prediction time takes its
    /// 99th percentile with it: the model is that much slower.
    Measured(ComponentId, Measure),
}

impl Number {
    /// What it is called: element or scenario, and what of it, such as `Scorer: Service time, median`. `element` says
    /// what an element is called.
    pub(super) fn name(&self, project: &Project, element: &dyn Fn(&ElementId) -> String) -> String {
        let scenario = |id: &ScenarioId| {
            project.scenarios.get(id).map_or_else(|| id.to_string(), |scenario| scenario.name.clone())
        };
        match self {
            Self::Property(id, property) => format!("{}: {}", element(id), property.label()),
            Self::Load(id, when) => format!("{}: {} load", scenario(id), capitalised(when.label())),
            Self::TotalLoad(when) => format!("All requests: {} load", capitalised(when.label())),
            Self::Share(id) => format!("{}: Share of all requests", scenario(id)),
            Self::Calls(id, connector) => {
                let connector = element(&ElementId::Connector(connector.clone()));
                format!("{}: Calls of {connector}", scenario(id))
            }
            Self::Speed(id) => format!("{}: Speed", scenario(id)),
            Self::Deceleration(id) => format!("{}: Deceleration", scenario(id)),
            Self::Picked(id) => {
                let picked = project.choices.get(id).map(|choice| element(&choice.element));
                format!("{}: Replicas picked", picked.unwrap_or_else(|| id.to_string()))
            }
            Self::Measured(id, Measure::InferenceP50) => {
                format!("{}: Prediction time of the model", element(&ElementId::Component(id.clone())))
            }
            Self::Measured(id, measure) => {
                format!("{}: {} of the model", element(&ElementId::Component(id.clone())), measure.label())
            }
        }
    }

    /// The element of the drawing that it belongs to; `None` for the numbers of scenarios, which are not drawn.
    pub(super) fn element(&self, project: &Project) -> Option<ElementId> {
        match self {
            Self::Property(id, _) => Some(id.clone()),
            Self::Calls(_, id) => Some(ElementId::Connector(id.clone())),
            Self::Picked(id) => Some(project.choices.get(id)?.element.clone()),
            Self::Measured(id, _) => Some(ElementId::Component(id.clone())),
            Self::Load(..) | Self::TotalLoad(_) | Self::Share(_) | Self::Speed(_) | Self::Deceleration(_) => None,
        }
    }

    /// Whether the measure is this number itself, so that it is no effect of it.
    pub(super) fn is(&self, key: &MeasureKey) -> bool {
        let Self::Measured(component, measure) = self else { return false };
        let goes_along = *measure == Measure::InferenceP50 && key.measure == Measure::InferenceP99;
        key.subject == Subject::Component(component.clone()) && (key.measure == *measure || goes_along)
    }

    /// Whether it moves in steps of one: there is no half replica and no half retry.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Property(_, property) => property.unit() == Unit::Count && property.objection(1.5).is_some(),
            Self::Picked(_) => true,
            _ => false,
        }
    }

    /// The number itself; `None` while it is not there.
    pub(super) fn quantity(&self, given: &Given<'_>) -> Option<Quantity> {
        let project = &*given.project;
        match self {
            Self::Property(id, property) => project.system.properties(id)?.get(property).copied(),
            Self::Load(id, When::Mean) => Some(project.scenarios.get(id)?.mean_load),
            Self::Load(id, When::Peak) => Some(project.scenarios.get(id)?.peak_load),
            Self::TotalLoad(When::Mean) => Some(project.total_load?.mean),
            Self::TotalLoad(When::Peak) => Some(project.total_load?.peak),
            Self::Share(id) => project.scenarios.get(id)?.share,
            Self::Calls(id, connector) => project.scenarios.get(id)?.path.step(connector)?.calls,
            Self::Speed(id) => Some(project.scenarios.get(id)?.motion?.speed),
            Self::Deceleration(id) => Some(project.scenarios.get(id)?.motion?.deceleration),
            Self::Picked(id) => match given.design.picks.get(id)? {
                // A person took this option.
                Pick::Replicas(count) => Some(Quantity::estimated(f64::from(*count), Unit::Count)),
                _ => None,
            },
            Self::Measured(id, measure) => Some(given.measured(id, *measure)?.quantity(*measure)),
        }
    }

    /// Whether it can be `amount`, in `unit`.
    pub(super) fn can_be(&self, given: &Given<'_>, amount: f64, unit: Unit) -> bool {
        let amount_in = |other: Unit| unit.convert(amount, other);
        let is_at_least_0 = amount.is_finite() && amount >= 0.0;
        match self {
            Self::Property(_, property) => {
                amount_in(property.unit()).is_some_and(|amount| property.objection(amount).is_none())
            }
            Self::Picked(id) => match given.project.choices.get(id).map(|choice| &choice.question) {
                Some(OpenQuestion::Replicas { fewest, most }) => {
                    (f64::from((*fewest).max(1))..=f64::from(*most)).contains(&amount)
                }
                _ => false,
            },
            Self::Measured(_, measure) => {
                amount_in(measure.unit()).is_some_and(|amount| measure.objection(amount).is_none())
            }
            Self::Share(_) => is_at_least_0 && amount_in(Unit::Ratio).is_some_and(|share| share <= 1.0),
            Self::Deceleration(_) => is_at_least_0 && amount > 0.0,
            Self::Load(..) | Self::TotalLoad(_) | Self::Calls(..) | Self::Speed(_) => is_at_least_0,
        }
    }

    /// The whole that it is a part of, in `unit`: 100 % of a share, the sum of the branches of which one is taken.
    /// `None` for what is no part of anything.
    pub(super) fn whole(&self, given: &Given<'_>, unit: Unit) -> Option<f64> {
        let is_share = match self {
            Self::Property(_, property) => property.unit() == Unit::Percent,
            Self::Measured(_, measure) => measure.unit() == Unit::Percent,
            Self::Share(_) => true,
            _ => false,
        };
        if is_share {
            return Unit::Ratio.convert(1.0, unit);
        }
        let branches = given.branches(self)?;
        let all: f64 = branches.iter().map(|(_, share)| share).sum();
        Unit::Ratio.convert(all, unit)
    }

    /// The number that it must not be above, or below: a median and its 99th percentile, the mean load and the peak.
    pub(super) fn partner(&self) -> Option<(Self, Side)> {
        use Property::{
            LinkLatencyMedian, LinkLatencyTail, ReadTimeMedian, ReadTimeTail, ServiceTimeMedian, ServiceTimeTail,
            WriteTimeMedian, WriteTimeTail,
        };
        const PAIRS: [(Property, Property); 4] = [
            (ServiceTimeMedian, ServiceTimeTail),
            (LinkLatencyMedian, LinkLatencyTail),
            (ReadTimeMedian, ReadTimeTail),
            (WriteTimeMedian, WriteTimeTail),
        ];
        match self {
            Self::Property(id, property) => PAIRS.iter().find_map(|(median, tail)| match property {
                property if property == median => Some((Self::Property(id.clone(), *tail), Side::Below)),
                property if property == tail => Some((Self::Property(id.clone(), *median), Side::Above)),
                _ => None,
            }),
            Self::Load(id, When::Mean) => Some((Self::Load(id.clone(), When::Peak), Side::Below)),
            Self::Load(id, When::Peak) => Some((Self::Load(id.clone(), When::Mean), Side::Above)),
            Self::TotalLoad(When::Mean) => Some((Self::TotalLoad(When::Peak), Side::Below)),
            Self::TotalLoad(When::Peak) => Some((Self::TotalLoad(When::Mean), Side::Above)),
            Self::Measured(id, Measure::InferenceP99) => {
                Some((Self::Measured(id.clone(), Measure::InferenceP50), Side::Above))
            }
            _ => None,
        }
    }

    /// The connector whose branches share one whole with it, and the scenario that states them itself, if one does.
    pub(super) fn branch(&self, project: &Project) -> Option<(Option<ScenarioId>, ConnectorId)> {
        let (scenario, id) = match self {
            Self::Property(ElementId::Connector(id), Property::CallsPerRequest) => (None, id),
            Self::Calls(scenario, id) => (Some(scenario.clone()), id),
            _ => return None,
        };
        let connector = project.system.connectors.get(id)?;
        (connector.condition == CallCondition::OneOf).then(|| (scenario, id.clone()))
    }
}

/// On which side of its partner a number must stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// At most as large.
    Below,
    /// At least as large.
    Above,
}

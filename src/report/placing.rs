//! Beside which decision of the architect a risk or a point stands: of several choices about one component, beside the one
//! that it concerns most.

use super::input::Input;
use super::words;
use crate::model::{Choice, ChoiceId, ElementId, Measure, OpenQuestion, Pick, Property};
use crate::tradeoff::{Moved, Number};

/// What a risk, a non-risk or a point is about, as far as that tells choices about a component apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern {
    /// What a model answers and how it learns.
    Model,
    /// Whether there is time and room for all requests.
    Load,
    /// What is down, and how long.
    Failure,
    /// What answers when something is down.
    Fallback,
    /// The machine, and what it costs.
    Machine,
    /// A stated number.
    Number(Property),
    /// None of these.
    Other,
}

/// What findings of these rules are about; those of others tell no choices apart.
const RULES: [(&str, Concern); 15] = [
    ("feedback_loop", Concern::Model),
    ("feature_skew", Concern::Model),
    ("feature_version_skew", Concern::Model),
    ("unwatched_predictions", Concern::Model),
    ("no_test_gate", Concern::Model),
    ("no_safeguard", Concern::Model),
    ("release_too_rare", Concern::Model),
    ("cascade_unconditional", Concern::Model),
    ("single_point_of_failure", Concern::Failure),
    ("runs_alone", Concern::Failure),
    ("no_health_signal", Concern::Failure),
    ("no_fallback", Concern::Fallback),
    ("model_over_network", Concern::Machine),
    ("raw_data_leaves_device", Concern::Machine),
    ("personal_data_crosses", Concern::Machine),
];

/// Where in the table something stands.
pub(super) enum Place {
    /// With what a choice picks.
    Picked(ChoiceId),
    /// With the decisions about elements of the drawing.
    On(Vec<ElementId>, Concern),
}

/// One decision of the architect.
pub(super) struct Decided<'a> {
    /// What is decided, in words.
    pub name: String,
    /// The choice; `None` for the system as drawn.
    choice: Option<(&'a ChoiceId, &'a Choice)>,
    /// The node that it picks.
    node: Option<ElementId>,
}

/// The options that the design takes; the rest of the drawing comes last.
pub(super) fn decided<'a>(input: &Input<'a>) -> Vec<Decided<'a>> {
    let mut all: Vec<Decided<'a>> = Vec::new();
    for (id, choice) in &input.project.choices {
        let Some(pick) = input.design.picks.get(id) else { continue };
        let name = format!("{}: {}", input.project.choice_name(choice), words::pick(input.project, choice, pick));
        let node = if let Pick::Node(node) = pick { Some(ElementId::Node(node.clone())) } else { None };
        all.push(Decided { name, choice: Some((id, choice)), node });
    }
    all.push(Decided { name: "The system as drawn".to_owned(), choice: None, node: None });
    all
}

impl Place {
    /// Where a number that was moved stands.
    pub fn of_number(moved: &Moved) -> Self {
        match &moved.number {
            Number::Picked(choice) => Self::Picked(choice.clone()),
            number => Self::On(moved.stated_on.iter().cloned().collect(), Concern::of_number(number)),
        }
    }

    /// The positions of the decisions that it stands with: one for each element that is decided about. What no choice is
    /// about stands with the system as drawn, the last of `decisions`.
    pub fn among(&self, decisions: &[Decided<'_>]) -> Vec<usize> {
        let choices =
            || decisions.iter().enumerate().filter_map(|(position, one)| Some((position, one.choice?, &one.node)));
        let found: Vec<usize> = match self {
            Self::Picked(picked) => {
                choices().filter(|(_, (id, _), _)| *id == picked).map(|(place, ..)| place).collect()
            }
            Self::On(elements, concern) => {
                // Each element that is decided about, with the rank and the position of its nearest choice.
                let mut nearest: Vec<(&ElementId, (u8, usize))> = Vec::new();
                for (position, (_, choice), node) in choices() {
                    let names_node = node.as_ref().is_some_and(|node| elements.contains(node));
                    if !names_node && !elements.contains(&choice.element) {
                        continue;
                    }
                    let ranked = (concern.rank(&choice.question, names_node), position);
                    match nearest.iter_mut().find(|(element, _)| *element == &choice.element) {
                        Some((_, before)) => *before = ranked.min(*before),
                        None => nearest.push((&choice.element, ranked)),
                    }
                }
                nearest.into_iter().map(|(_, (_, position))| position).collect()
            }
        };
        if found.is_empty() { vec![decisions.len() - 1] } else { found }
    }
}

impl Concern {
    /// What a requirement on a measure is about.
    pub fn of_measure(measure: Measure) -> Self {
        match measure {
            Measure::DecisionRecall
            | Measure::DecisionFalsePositiveRate
            | Measure::DecisionAccuracy
            | Measure::ModelAge
            | Measure::MonthlyEnergy
            | Measure::MonthlyCarbon => Self::Model,
            Measure::MaximumThroughput
            | Measure::PeakUtilisation
            | Measure::TenfoldReplicas
            | Measure::TimedOutShare => Self::Load,
            Measure::Availability | Measure::MonthlyDowntime | Measure::UptimeBetweenFailures => Self::Failure,
            Measure::MonthlyCost | Measure::CostPerRequest | Measure::BatteryRequests => Self::Machine,
            _ if measure.is_response_time() => Self::Load,
            _ if measure.is_of_model() => Self::Model,
            _ => Self::Other,
        }
    }

    /// What a finding of a rule is about.
    pub fn of_rule(rule: &str) -> Self {
        RULES.iter().find(|(known, _)| *known == rule).map_or(Self::Other, |(_, concern)| *concern)
    }

    fn of_number(number: &Number) -> Self {
        match number {
            Number::Property(_, property) => Self::Number(*property),
            Number::Measured(..) => Self::Model,
            _ => Self::Other,
        }
    }

    /// What a stated number says something of.
    fn of_property(property: Property) -> Self {
        match property {
            Property::ServiceTimeMedian
            | Property::ServiceTimeTail
            | Property::Capacity
            | Property::Replicas
            | Property::MinReplicas
            | Property::MaxReplicas => Self::Load,
            Property::NeededReplicas
            | Property::Availability
            | Property::TimeBetweenFailures
            | Property::TimeToRepair
            | Property::TimeToDetect => Self::Failure,
            Property::HourlyPrice | Property::Memory | Property::MemoryLimit | Property::Slowdown => Self::Machine,
            Property::ModelAgeLimit | Property::UpdateInterval | Property::TrainingTime => Self::Model,
            _ => Self::Other,
        }
    }

    /// How near a choice is to it, the nearest first; of equally near ones the first is meant. `names_node` says that the
    /// node which the choice picks is meant as well.
    fn rank(self, question: &OpenQuestion, names_node: bool) -> u8 {
        match (self, question) {
            (Self::Number(stated), OpenQuestion::Number { property, .. }) if stated == *property => 0,
            (Self::Number(stated), _) => Self::of_property(stated).rank(question, names_node),
            (Self::Failure, OpenQuestion::Node(_)) if names_node => 0,
            (Self::Model, OpenQuestion::Candidate)
            | (Self::Load, OpenQuestion::Replicas { .. })
            | (Self::Fallback, OpenQuestion::Fallback(_))
            | (Self::Machine, OpenQuestion::Node(_)) => 0,
            (Self::Failure | Self::Fallback, OpenQuestion::Replicas { .. }) | (Self::Model, OpenQuestion::Cascade) => 1,
            (Self::Failure, OpenQuestion::Fallback(_)) => 2,
            (Self::Failure, OpenQuestion::Node(_)) => 3,
            (_, OpenQuestion::Node(_)) if names_node => 4,
            _ => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::catalog;

    /// Positions of the model, the node, the replicas, and of the system as drawn.
    const MODEL: usize = 0;
    const NODE: usize = 1;
    const REPLICAS: usize = 2;
    const DRAWN: usize = 4;

    /// Where something about `elements` stands among three choices about one component and one about another.
    fn places(elements: &[&ElementId], concern: Concern) -> Vec<usize> {
        let choice = |element: &str, question| Choice { element: ElementId::Component(element.into()), question };
        let all = [
            ("model", choice("screen", OpenQuestion::Candidate)),
            ("node", choice("screen", OpenQuestion::Node(vec!["cloud".into(), "office".into()]))),
            ("replicas", choice("screen", OpenQuestion::Replicas { fewest: 1, most: 3 })),
            ("others", choice("gateway", OpenQuestion::Replicas { fewest: 1, most: 3 })),
        ]
        .map(|(id, choice)| (ChoiceId::from(id), choice));
        let mut decisions = Vec::new();
        for (id, choice) in &all {
            let node = (id.as_str() == "node").then(node);
            decisions.push(Decided { name: id.to_string(), choice: Some((id, choice)), node });
        }
        decisions.push(Decided { name: "drawn".to_owned(), choice: None, node: None });
        Place::On(elements.iter().copied().cloned().collect(), concern).among(&decisions)
    }

    fn node() -> ElementId {
        ElementId::Node("cloud".into())
    }

    #[test]
    fn each_component_has_a_risk_once_where_it_concerns_it_most() {
        let (screen, gateway) = (ElementId::Component("screen".into()), ElementId::Component("gateway".into()));
        let of_measure = |measure| places(&[&screen], Concern::of_measure(measure));
        assert_eq!(of_measure(Measure::Recall), [MODEL]);
        assert_eq!(of_measure(Measure::ResponseTimeP99), [REPLICAS]);
        assert_eq!(of_measure(Measure::MonthlyCost), [NODE]);
        assert_eq!(of_measure(Measure::Availability), [REPLICAS], "the component fails");
        assert_eq!(of_measure(Measure::TeamCoupling), [MODEL], "the first choice where nothing says more");
        let availability = Concern::of_measure(Measure::Availability);
        assert_eq!(places(&[&screen, &node()], availability), [NODE], "the node that it runs on fails");
        assert_eq!(places(&[&node()], Concern::of_measure(Measure::Recall)), [NODE], "only the node is meant");
        assert_eq!(places(&[&screen, &gateway], Concern::Load), [REPLICAS, REPLICAS + 1], "two components");
        assert_eq!(places(&[], Concern::Load), [DRAWN]);
        assert_eq!(places(&[&ElementId::Component("store".into())], Concern::Load), [DRAWN]);
    }

    #[test]
    fn numbers_stand_with_the_choice_that_they_are_about() {
        let screen = ElementId::Component("screen".into());
        let of_number = |number: Number| places(&[&screen], Concern::of_number(&number));
        let property = |property| Number::Property(screen.clone(), property);
        assert_eq!(of_number(Number::Measured("screen".into(), Measure::FlaggedShare)), [MODEL]);
        assert_eq!(of_number(property(Property::ServiceTimeMedian)), [REPLICAS]);
        assert_eq!(of_number(property(Property::HourlyPrice)), [NODE]);
        let heartbeat = OpenQuestion::Number { property: Property::HeartbeatInterval, values: Vec::new() };
        let stated = Concern::Number(Property::HeartbeatInterval);
        assert!(stated.rank(&heartbeat, false) < stated.rank(&OpenQuestion::Candidate, false));
    }

    #[test]
    fn every_rule_that_is_named_here_is_one() {
        for (rule, _) in RULES {
            assert!(catalog().rule(rule).is_some(), "{rule}");
        }
        assert_eq!(Concern::of_rule("single_point_of_failure"), Concern::Failure);
        assert_eq!(Concern::of_rule("synchronous_cycle"), Concern::Other);
    }
}

//! How each number came about: the formula, what went into it, and what was taken for granted.

mod inputs;
mod together;

use crate::model::{
    ComponentId, ConnectorId, Design, ElementId, EvidenceBook, Measure, MeasureKey, Method, NodeId, Project, Property,
    Provenance, Quantity, ScenarioId, Subject, Unit, When,
};

use super::types::Analysis;

/// Inputs beyond these are counted, not listed.
const MOST_INPUTS: usize = 14;

/// How a number came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The formula in words and signs.
    pub formula: &'static str,
    /// What went into it.
    pub inputs: Vec<Input>,
    /// Inputs that are not listed.
    pub further: usize,
    /// What is taken for granted.
    pub assumptions: Vec<&'static str>,
}

/// A number that went into another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What it is, such as `Scorer, service time, median`.
    pub label: String,
    /// The number with its provenance; may be unknown.
    pub quantity: Quantity,
}

const INDEPENDENT: &str = "Failures are independent of each other.";
const RANDOM_ARRIVALS: &str = "Requests arrive at random (Poisson), and replicas share one waiting line.";
const LOGNORMAL: &str = "Times with a median and a 99th percentile are lognormal.";
const OTHERS_AT_MEAN: &str = "Other scenarios run at their mean load meanwhile, unless all share one load.";
const MONTH: &str = "A month has 730 hours.";

/// How the value of `key` in `analysis` came about, which is that of this evidence and design; `None` for what the measure
/// does not apply to.
pub fn explain(
    project: &Project,
    known: (&EvidenceBook, &Design),
    analysis: &Analysis,
    key: &MeasureKey,
) -> Option<Explanation> {
    if !key.is_possible() {
        return None;
    }
    let teller = Teller { project, known, analysis };
    let (formula, inputs, assumptions) = match key.measure.method() {
        Method::Judged => teller.judged(key),
        Method::Measured => teller.measured(key),
        Method::Computed => match &key.subject {
            Subject::Scenario(id) => teller.scenario(key.measure, id)?,
            Subject::System => teller.system(key.measure)?,
            Subject::Component(id) => teller.component(key.measure, id)?,
            Subject::Connector(id) => teller.connector(id)?,
            Subject::Node(id) => teller.node(key.measure, id)?,
            Subject::Dataset(_) => return None,
        },
    };
    let further = inputs.len().saturating_sub(MOST_INPUTS);
    Some(Explanation { formula, inputs: inputs.into_iter().take(MOST_INPUTS).collect(), further, assumptions })
}

type Told = (&'static str, Vec<Input>, Vec<&'static str>);

struct Teller<'p> {
    project: &'p Project,
    known: (&'p EvidenceBook, &'p Design),
    analysis: &'p Analysis,
}

impl Teller<'_> {
    fn scenario(&self, measure: Measure, id: &ScenarioId) -> Option<Told> {
        let scenario = self.analysis.scenarios.iter().find(|scenario| scenario.scenario == *id)?;
        let loads = |what: fn(&crate::analysis::ComponentLoad) -> Quantity, word: &str| {
            let loads = scenario.loads.iter();
            loads.map(|(id, load)| self.input(id, word, what(load))).collect::<Vec<_>>()
        };
        Some(match measure {
            time if time.is_response_time() => (
                "Sampled: along the path, own work + waiting + 2 · latency + payload / bandwidth of every call; of \
                 parallel calls the slowest; events add nothing. Percentiles are those of the sampled sums.",
                self.times(scenario, id),
                vec![LOGNORMAL, RANDOM_ARRIVALS, OTHERS_AT_MEAN],
            ),
            Measure::TimedOutShare => (
                "Share of the sampled requests in which a call exceeds its timeout in every try, and nothing answers \
                 in its place. Further tries count as load.",
                self.of_path(scenario, &[], &[Property::Timeout, Property::Retries]),
                vec![LOGNORMAL, "Every further try meets the callee at another moment."],
            ),
            Measure::StoppingDistance => {
                let motion = self.project.scenarios.get(id)?.motion;
                let reaction = self.quantity(&MeasureKey::new(Measure::ResponseTimeP99, Subject::Scenario(id.clone())));
                let mut inputs = vec![Input { label: "Response time, p99".to_owned(), quantity: reaction }];
                inputs.extend(motion.into_iter().flat_map(|motion| {
                    let named = [("Speed", motion.speed), ("Deceleration", motion.deceleration)];
                    named.map(|(label, quantity)| Input { label: label.to_owned(), quantity })
                }));
                ("v · t + v² / (2 · a)", inputs, vec!["The vehicle keeps its speed until the answer is there."])
            }
            Measure::MaximumThroughput => (
                "The smallest, over all components, of (capacity − load of other scenarios) / visits per request.",
                loads(|load| load.capacity, "capacity of all replicas"),
                vec![OTHERS_AT_MEAN],
            ),
            Measure::PeakUtilisation => (
                "The largest, over all components, of arrivals / capacity of all replicas.",
                loads(|load| load.utilisation, "utilisation"),
                vec![OTHERS_AT_MEAN],
            ),
            Measure::TenfoldReplicas => (
                "For each component ⌊10 · arrivals / capacity of one replica⌋ + 1, summed.",
                loads(|load| load.arrivals, "arrivals at the peak"),
                vec!["What runs inside its caller is not counted.", OTHERS_AT_MEAN],
            ),
            Measure::Availability | Measure::MonthlyDowntime => (
                "The product over everything that requests need of 1 − reach · (1 − availability); replicas and what \
                 answers in a component's place count in parallel.",
                self.needed(scenario),
                if measure == Measure::Availability { vec![INDEPENDENT] } else { vec![INDEPENDENT, MONTH] },
            ),
            Measure::UptimeBetweenFailures => (
                "1 / Σ (failures per hour / availability), over everything that requests need.",
                self.of_path(scenario, &[Property::TimeBetweenFailures, Property::TimeToRepair], &[]),
                vec![INDEPENDENT],
            ),
            _ => return None,
        })
    }

    fn system(&self, measure: Measure) -> Option<Told> {
        let everywhere = |properties: &[Property]| {
            let components = self.project.system.components.keys();
            components.flat_map(|id| self.stated(id, properties)).collect::<Vec<_>>()
        };
        let drawn = |label: &str, count: usize| Input {
            label: label.to_owned(),
            quantity: Quantity::measured(count as f64, Unit::Count),
        };
        let system = &self.project.system;
        let size = || vec![drawn("Components", system.components.len()), drawn("Connectors", system.connectors.len())];
        Some(match measure {
            Measure::MonthlyCost => ("The sum of the bill.", self.bill(), vec![MONTH]),
            Measure::CostPerRequest => {
                let mut inputs = self.bill();
                inputs.extend(self.project.scenarios.values().map(|scenario| Input {
                    label: format!("{}, mean load", scenario.name),
                    quantity: self.project.load(scenario, When::Mean),
                }));
                ("The sum of the bill / requests of a month at mean load.", inputs, vec![MONTH])
            }
            Measure::MonthlyEnergy | Measure::MonthlyCarbon => {
                let formula = if measure == Measure::MonthlyEnergy {
                    "Σ (requests · energy per request + runs · hours · devices · power) · effectiveness of the site."
                } else {
                    "The same energy, times the carbon intensity of the node that it is drawn at."
                };
                let served = [Property::RequestEnergy, Property::DevicePower, Property::TrainingTime];
                let mut inputs = everywhere(&served);
                inputs.extend(system.nodes.values().filter_map(|node| {
                    let quantity = *node.properties.get(&Property::CarbonIntensity)?;
                    Some(Input { label: format!("{}, carbon intensity", node.name), quantity })
                }));
                (formula, inputs, vec![MONTH, "Strubell, Ganesh and McCallum (2019)."])
            }
            Measure::ModelAge => (
                "Update interval + label delay + training time + deployment delay, of the slowest pipeline.",
                everywhere(&[
                    Property::UpdateInterval,
                    Property::RunsPerMonth,
                    Property::LabelDelay,
                    Property::TrainingTime,
                    Property::DeployDelay,
                ]),
                vec![],
            ),
            Measure::PropagationCost => (
                "Pairs of components of which one reaches the other over connectors, itself included, / all pairs.",
                size(),
                vec!["MacCormack, Rusnak and Baldwin (2006)."],
            ),
            Measure::TeamCoupling => ("Calls between teams / all connectors.", size(), vec![]),
            Measure::PersonalCrossings | Measure::OpenCrossings => (
                "Connectors that carry personal data out of a trust zone, followed from its sources until something \
                 makes it anonymous.",
                size(),
                vec![],
            ),
            Measure::ObservedShare => (
                "Components beside which something watches health, and of models their answers, / all components \
                 inside.",
                size(),
                vec![],
            ),
            Measure::AlertDelay => ("The longest that is stated.", everywhere(&[Property::AlertDelay]), vec![]),
            Measure::RollbackTime => ("The longest that is stated.", everywhere(&[Property::RollbackTime]), vec![]),
            _ => return None,
        })
    }

    fn component(&self, measure: Measure, id: &ComponentId) -> Option<Told> {
        let failing = [
            Property::Availability,
            Property::TimeBetweenFailures,
            Property::TimeToRepair,
            Property::TimeToDetect,
            Property::HeartbeatInterval,
            Property::MissedHeartbeats,
            Property::Replicas,
            Property::NeededReplicas,
        ];
        let mut inputs = match measure {
            time if time.is_response_time() => self.work(id),
            Measure::MaximumThroughput => self.stated(id, &[Property::Capacity, Property::Replicas]),
            Measure::Availability | Measure::MonthlyDowntime => self.stated(id, &failing),
            Measure::BatteryRequests => self.stated(id, &[Property::BatteryBudget, Property::RequestEnergy]),
            Measure::DecisionRecall | Measure::DecisionFalsePositiveRate | Measure::DecisionAccuracy => {
                let mut inputs = self.model(id, &[Measure::Recall, Measure::FalsePositiveRate]);
                let everywhere = self.project.system.components.keys();
                inputs.extend(everywhere.flat_map(|id| self.stated(id, &[Property::RightDecisions])));
                inputs
            }
            _ => Vec::new(),
        };
        let of_scenarios = self.analysis.scenarios.iter().filter_map(|scenario| scenario.loads.get(id));
        let loads = of_scenarios.map(|load| self.input(id, "utilisation at the peak", load.utilisation));
        let is_load = matches!(measure, Measure::PeakUtilisation) || measure.is_response_time();
        if is_load {
            inputs.extend(loads);
        }
        Some(match measure {
            time if time.is_response_time() => (
                "Sampled: own work + waiting for a free replica, without what it calls; in the scenario in which that is \
                 longest.",
                inputs,
                vec![LOGNORMAL, RANDOM_ARRIVALS],
            ),
            Measure::MaximumThroughput => ("Capacity of one replica · replicas.", inputs, vec![]),
            Measure::PeakUtilisation => ("Arrivals / capacity of all replicas.", inputs, vec![OTHERS_AT_MEAN]),
            Measure::Availability | Measure::MonthlyDowntime => (
                "Time between failures / (time between failures + time to notice + time to repair), or as stated; as many \
                 replicas as are needed must be up, or what answers in its place.",
                inputs,
                vec![INDEPENDENT],
            ),
            Measure::MonthlyCost => {
                ("What it adds to the bill.", self.bill_of(&ElementId::Component(id.clone())), vec![MONTH])
            }
            Measure::BatteryRequests => ("Battery budget / energy per request.", inputs, vec![]),
            Measure::DecisionRecall | Measure::DecisionFalsePositiveRate | Measure::DecisionAccuracy => (
                "While it is up its model decides, else its fallback; a reviewer keeps the share h of the true alarms and \
                 1 − h of the false ones.",
                inputs,
                vec!["A reviewer is right equally often about both sorts of alarms.", INDEPENDENT],
            ),
            _ => return None,
        })
    }

    fn connector(&self, id: &ConnectorId) -> Option<Told> {
        let inputs = self.of_connector(
            id,
            &[Property::LinkLatencyMedian, Property::LinkLatencyTail, Property::Payload, Property::Bandwidth],
        );
        self.project.system.connectors.get(id)?;
        Some(("2 · one-way latency + payload / bandwidth.", inputs, vec![LOGNORMAL]))
    }

    fn node(&self, measure: Measure, id: &NodeId) -> Option<Told> {
        let node = self.project.system.nodes.get(id)?;
        let input = |property: Property| {
            let quantity = *node.properties.get(&property)?;
            Some(Input { label: format!("{}, {}", node.name, property.label().to_lowercase()), quantity })
        };
        if measure == Measure::MonthlyCost {
            let mut inputs = self.bill_of(&ElementId::Node(id.clone()));
            let runs_on_it = |component: &&ComponentId| {
                let mut loads = self.analysis.scenarios.iter().filter_map(|scenario| scenario.loads.get(*component));
                loads.any(|load| load.node.as_ref() == Some(id))
            };
            let on_it = self.project.system.components.keys().filter(runs_on_it);
            inputs.extend(on_it.flat_map(|id| self.bill_of(&ElementId::Component(id.clone()))));
            return Some(("The bill of the node and of everything that runs on it.", inputs, vec![MONTH]));
        }
        let failing = [Property::Availability, Property::TimeBetweenFailures, Property::TimeToRepair];
        let formula = "As stated, or from the times between failures and to repair.";
        Some((formula, failing.into_iter().filter_map(input).collect(), vec![]))
    }

    fn judged(&self, key: &MeasureKey) -> Told {
        let judgements = self.project.judgements.get(key).into_iter().flatten();
        let inputs = judgements.map(|judgement| {
            let reason = if judgement.reason.is_empty() { String::new() } else { format!(": {}", judgement.reason) };
            let person = if judgement.person.is_empty() { "Somebody" } else { &judgement.person };
            Input { label: format!("{person}{reason}"), quantity: judgement.quantity(key.measure) }
        });
        ("The middle of what people judge.", inputs.collect(), vec![])
    }

    fn measured(&self, key: &MeasureKey) -> Told {
        if let Some(told) = self.together(key) {
            return told;
        }
        if key.measure == Measure::TrainingEnergy && self.quantity(key).provenance() == Provenance::Assumed {
            let formula = "12 W for each busy core and 0.3725 W for each gigabyte of memory (Lannelongue, Grealey and \
                           Inouye 2021), times the time that was measured.";
            return (formula, Vec::new(), vec![]);
        }
        if self.project.judgements.contains_key(key) && self.quantity(key).provenance() != Provenance::Measured {
            return self.judged(key);
        }
        ("Measured on the trained model, on cases that it has not seen; times without warm-up.", Vec::new(), vec![])
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::analysis::{AnalysisSettings, analyse};
    use crate::model::Scope;

    fn project() -> Project {
        let numbers = [(Property::ServiceTimeMedian, 10.0), (Property::Availability, 99.0)];
        TestProject::new()
            .component("gateway", &numbers)
            .component("store", &numbers)
            .call("gateway", "store", 2.0)
            .node("region", &[(Property::Availability, 99.9)], &["store"])
            .scenario("gateway", 1.0, 2.0)
            .build()
    }

    #[test]
    fn every_measure_tells_how_it_came_about() {
        let project = project();
        let analysis = analyse(
            &project,
            &EvidenceBook::default(),
            &Design::default(),
            &AnalysisSettings { samples: 100, seed: 1 },
        );
        let subjects = |scope: Scope| match scope {
            Scope::System => Some(Subject::System),
            Scope::Scenario => Some(Subject::Scenario("use".into())),
            Scope::Component | Scope::Model => Some(Subject::Component("store".into())),
            Scope::Connector => Some(Subject::Connector("gateway-store".into())),
            Scope::Node => Some(Subject::Node("region".into())),
            Scope::Data => None,
        };
        let known = (&EvidenceBook::default(), &Design::default());
        for measure in Measure::iter() {
            for subject in measure.scopes().iter().filter_map(|scope| subjects(*scope)) {
                let key = MeasureKey::new(measure, subject);
                assert!(explain(&project, known, &analysis, &key).is_some(), "{key:?}");
            }
        }
    }

    #[test]
    fn a_response_time_names_what_went_into_it() {
        let project = project();
        let analysis = analyse(
            &project,
            &EvidenceBook::default(),
            &Design::default(),
            &AnalysisSettings { samples: 100, seed: 1 },
        );
        let key = MeasureKey::new(Measure::ResponseTimeP99, Subject::Scenario("use".into()));
        let known = (&EvidenceBook::default(), &Design::default());
        let explanation = explain(&project, known, &analysis, &key).unwrap();
        let labels: Vec<_> = explanation.inputs.iter().map(|input| input.label.as_str()).collect();
        let expected = [
            "Peak load",
            "gateway, service time, median",
            "gateway, mean waiting",
            "store, service time, median",
            "store, mean waiting",
            "gateway → store, one-way latency, median",
        ];
        assert_eq!(labels, expected);
        assert_eq!(explanation.inputs[1].quantity, Quantity::estimated(10.0, Unit::Millisecond));
    }
}

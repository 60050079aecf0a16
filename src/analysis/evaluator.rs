//! Evaluates one design after another, keeping what they share: routes, random numbers and samples.

use crate::model::{
    ComponentId, Design, EvidenceBook, Measure, MeasureKey, Project, Provenance, Quantity, Scenario, ScenarioId,
    Subject, Unit,
};

use super::availability::availability;
use super::cost::{Charge, charges, totals};
use super::freshness::model_age;
use super::known::{Known, Sourced, quality, sum};
use super::latency::{NoSamples, PathSamples};
use super::resolve::{Model, Resolution};
use super::route::Route;
use super::rules::propagation_cost;
use super::sampler::Sampler;
use super::throughput::{Load, loads, maximum, peak_utilisation};
use super::traffic::{Traffic, load};
use super::types::{AnalysisSettings, Qualities, Quality};

/// Evaluates designs of one project. The same design gives the same numbers, whatever was evaluated before it.
#[derive(Clone, Debug)]
pub struct Evaluator<'a> {
    project: &'a Project,
    evidence: &'a EvidenceBook,
    routes: Vec<(&'a ScenarioId, &'a Scenario, Option<Route<'a>>)>,
    sampler: Sampler,
    /// The same for every design.
    model_age: Known,
    propagation_cost: Known,
}

/// Everything computed for one design.
pub(super) struct Evaluation<'a> {
    pub(super) resolution: Resolution<'a>,
    pub(super) scenarios: Vec<ScenarioEvaluation>,
    pub(super) charges: Vec<Charge>,
    pub(super) qualities: Qualities,
}

/// Everything computed for one scenario.
pub(super) struct ScenarioEvaluation {
    /// `None` when the entry component does not exist.
    pub(super) traffic: Option<(Traffic, Vec<Load>)>,
    pub(super) latency: Result<PathSamples, NoSamples>,
    pub(super) availability: Quality,
    pub(super) bottleneck: Option<ComponentId>,
}

impl<'a> Evaluator<'a> {
    /// Gets ready to evaluate designs of `project` with the models measured in `evidence`.
    pub fn new(project: &'a Project, evidence: &'a EvidenceBook, settings: &AnalysisSettings) -> Self {
        let scenarios = project.scenarios.iter();
        let routes = scenarios.map(|(id, scenario)| (id, scenario, Route::of(&project.system, &scenario.entry)));
        let sampler = Sampler::new(settings.samples, settings.seed);
        let percent = |share: f64| Sourced::new(share * 100.0, Provenance::Measured);
        let propagation_cost =
            propagation_cost(&project.system).map(percent).ok_or_else(|| "nothing is drawn yet".to_owned());
        let model_age = model_age(project);
        Self { project, evidence, routes: routes.collect(), sampler, model_age, propagation_cost }
    }

    /// The value of every measure under `design`.
    pub fn qualities(&mut self, design: &Design) -> Qualities {
        self.evaluate(design).qualities
    }

    /// The way of each scenario's requests, in the project's order.
    pub(super) fn routes(&self) -> impl Iterator<Item = (&'a ScenarioId, Option<&Route<'a>>)> {
        self.routes.iter().map(|(id, _, route)| (*id, route.as_ref()))
    }

    pub(super) fn evaluate<'d>(&mut self, design: &'d Design) -> Evaluation<'d>
    where
        'a: 'd,
    {
        let resolution = Resolution::of(self.project, self.evidence, design);
        let mut qualities = Qualities::new();
        let mut scenarios = Vec::with_capacity(self.routes.len());
        for (id, scenario, route) in &self.routes {
            let evaluation = match route {
                Some(route) => evaluate_scenario(scenario, route, &resolution, &mut self.sampler),
                None => without_entry(scenario),
            };
            let mut set = |measure: Measure, quality| {
                qualities.insert(MeasureKey::new(measure, Subject::Scenario((*id).clone())), quality);
            };
            for (measure, quality) in evaluation.1 {
                set(measure, quality);
            }
            scenarios.push(evaluation.0);
        }
        let charges = charges(&resolution, |component| self.mean_arrivals(component, &scenarios));
        let requests: Vec<_> = self.routes.iter().map(|(_, scenario, _)| load(scenario, false)).collect();
        let (monthly, per_request) = totals(&charges, &sum(&requests));
        qualities.insert(MeasureKey::new(Measure::MonthlyCost, Subject::System), monthly);
        qualities.insert(MeasureKey::new(Measure::CostPerRequest, Subject::System), per_request);
        let (energy, carbon) =
            super::energy::monthly(&resolution, |component| self.mean_arrivals(component, &scenarios));
        for (measure, known) in [
            (Measure::MonthlyEnergy, &energy),
            (Measure::MonthlyCarbon, &carbon),
            (Measure::ModelAge, &self.model_age),
            (Measure::PropagationCost, &self.propagation_cost),
        ] {
            qualities.insert(MeasureKey::new(measure, Subject::System), quality(known, measure.unit()));
        }
        add_model_qualities(&resolution, &mut qualities);
        Evaluation { resolution, scenarios, charges, qualities }
    }

    /// Requests per second that reach `component` on average, over all scenarios.
    fn mean_arrivals(&self, component: &ComponentId, scenarios: &[ScenarioEvaluation]) -> Known {
        let mut total = Sourced::new(0.0, Provenance::Measured);
        for ((_, scenario, route), evaluation) in self.routes.iter().zip(scenarios) {
            let position = route.as_ref().and_then(|route| route.components.iter().position(|id| *id == component));
            if let Some((position, (traffic, _))) = position.zip(evaluation.traffic.as_ref()) {
                total = total.plus(load(scenario, false)?.times(traffic.visits[position].clone()?));
            }
        }
        Ok(total)
    }
}

type ScenarioQualities = Vec<(Measure, Quality)>;

const RESPONSE_TIMES: [Measure; 4] =
    [Measure::ResponseTimeMean, Measure::ResponseTimeP50, Measure::ResponseTimeP95, Measure::ResponseTimeP99];

fn evaluate_scenario(
    scenario: &Scenario,
    route: &Route<'_>,
    resolution: &Resolution<'_>,
    sampler: &mut Sampler,
) -> (ScenarioEvaluation, ScenarioQualities) {
    let traffic = Traffic::of(route, resolution);
    let loads = loads(route, resolution, &traffic, &load(scenario, true));
    let latency = PathSamples::of(route, resolution, &traffic, &loads, sampler);
    let availability = availability(route, resolution, &traffic);
    let (throughput, bottleneck) = maximum(route, resolution, &loads);
    let mut qualities = response_times(&latency);
    qualities.push((Measure::MaximumThroughput, throughput));
    qualities.push((Measure::PeakUtilisation, peak_utilisation(route, resolution, &loads)));
    qualities.push((Measure::Availability, availability.clone()));
    let bottleneck = bottleneck.cloned();
    (ScenarioEvaluation { traffic: Some((traffic, loads)), latency, availability, bottleneck }, qualities)
}

fn without_entry(scenario: &Scenario) -> (ScenarioEvaluation, ScenarioQualities) {
    let reason = format!("the component that {} enters by does not exist; choose another", scenario.name);
    let measures =
        RESPONSE_TIMES.into_iter().chain([Measure::MaximumThroughput, Measure::PeakUtilisation, Measure::Availability]);
    let qualities = measures.map(|measure| (measure, quality(&Err(reason.clone()), measure.unit()))).collect();
    let availability = quality(&Err(reason.clone()), Unit::Percent);
    let latency = Err(NoSamples::Unknown(reason));
    (ScenarioEvaluation { traffic: None, latency, availability, bottleneck: None }, qualities)
}

fn response_times(latency: &Result<PathSamples, NoSamples>) -> ScenarioQualities {
    let values = match latency {
        Ok(samples) => {
            let summary = samples.summary();
            let known = |milliseconds| Ok(Sourced::new(milliseconds, samples.provenance));
            [known(summary.mean), known(summary.p50), known(summary.p95), known(summary.p99)]
        }
        Err(NoSamples::Overloaded(reason) | NoSamples::Unknown(reason)) => std::array::from_fn(|_| Err(reason.clone())),
    };
    RESPONSE_TIMES.into_iter().zip(values.map(|known| quality(&known, Unit::Millisecond))).collect()
}

fn add_model_qualities(resolution: &Resolution<'_>, qualities: &mut Qualities) {
    for (id, resolved) in &resolution.components {
        let Model::Chosen(_, evidence) = &resolved.model else { continue };
        for (measure, measured) in &evidence.measured {
            let key = MeasureKey::new(*measure, Subject::Component((*id).clone()));
            let quantity = Quantity::measured(measured.value, measure.unit());
            qualities.insert(key, Quality { quantity, interval: measured.interval, note: None });
        }
    }
}

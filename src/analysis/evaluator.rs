//! Evaluates one design after another, keeping what they share: routes, random numbers and samples.

use std::collections::BTreeSet;

use crate::model::{
    ComponentId, Design, EvidenceBook, Measure, MeasureKey, Project, Provenance, Scenario, ScenarioId, Scope, Subject,
    When,
};

use super::availability::Parts;
use super::cost::{Charge, charges, totals};
use super::elements::{Elements, MINUTES_PER_MONTH, judged, stopping_distance};
use super::fixed;
use super::known::{Known, Sourced, quality, sum};
use super::latency::{NoSamples, PathSamples};
use super::resolve::Resolution;
use super::route::Route;
use super::sampler::Sampler;
use super::throughput::{Load, loads, maximum, peak_utilisation, replicas_at};
use super::traffic::{Traffic, Tries, load};
use super::types::{AnalysisSettings, OVERLOADED, Qualities, Quality};

/// Rounds after which further tries count as settled.
const MOST_ROUNDS: u32 = 12;

/// Tries per call that differ by less than this are the same.
const SAME_TRIES: f64 = 1e-3;

/// How many times the load scalability is judged at.
pub(super) const TENFOLD: f64 = 10.0;

/// Evaluates designs of one project that share its drawing: what a design changes of the drawing, see
/// [`as_designed`](crate::edit::as_designed), has been changed already. The same design gives the same numbers, whatever was evaluated before it.
#[derive(Clone, Debug)]
pub struct Evaluator<'a> {
    project: &'a Project,
    evidence: &'a EvidenceBook,
    routes: Vec<(&'a ScenarioId, &'a Scenario, Option<Route<'a>>)>,
    sampler: Sampler,
    /// The same for every design.
    fixed: Qualities,
    /// Qualities of single elements that requirements or somebody else ask for.
    asked: BTreeSet<&'a MeasureKey>,
}

/// Everything computed for one design.
pub(super) struct Evaluation<'a> {
    pub(super) resolution: Resolution<'a>,
    pub(super) scenarios: Vec<ScenarioEvaluation>,
    pub(super) charges: Vec<Charge>,
    pub(super) qualities: Qualities,
}

/// What one design is and how busy everything is, without samples, and without the tries that follow timeouts.
pub(super) struct Unsampled<'d> {
    pub(super) resolution: Resolution<'d>,
    /// By scenario, in the project's order; without response times.
    pub(super) scenarios: Vec<ScenarioEvaluation>,
    traffics: Vec<Option<Traffic>>,
}

/// Everything computed for one scenario.
pub(super) struct ScenarioEvaluation {
    /// `None` when the entry component does not exist.
    pub(super) traffic: Option<(Traffic, Vec<Load>)>,
    pub(super) latency: Result<PathSamples, NoSamples>,
    /// What its requests need; `None` when the entry component does not exist.
    pub(super) parts: Option<Parts>,
    pub(super) availability: Quality,
    pub(super) bottleneck: Option<ComponentId>,
}

impl<'a> Evaluator<'a> {
    /// Gets ready to evaluate designs of `project` with the models measured in `evidence`.
    pub fn new(project: &'a Project, evidence: &'a EvidenceBook, settings: &AnalysisSettings) -> Self {
        Self::with_samples(project, evidence, Sampler::new(settings))
    }

    /// The same with what an earlier evaluator of the same settings kept; its numbers are equal to those without.
    pub fn with_samples(project: &'a Project, evidence: &'a EvidenceBook, sampler: Sampler) -> Self {
        let scenarios = project.scenarios.iter();
        let routes = scenarios.map(|(id, scenario)| (id, scenario, Route::of(&project.system, scenario)));
        let keys = project.requirements.values().map(|requirement| &requirement.measure);
        let (routes, fixed, asked) = (routes.collect(), fixed::qualities(project), BTreeSet::new());
        Self { project, evidence, routes, sampler, fixed, asked }.asking(keys)
    }

    /// Computes these as well where the design has them: what is measured of single elements is computed only where it is
    /// required, or asked for here.
    #[must_use]
    pub fn asking(mut self, keys: impl IntoIterator<Item = &'a MeasureKey>) -> Self {
        let is_of_element =
            |key: &&MeasureKey| matches!(key.subject, Subject::Component(_) | Subject::Connector(_) | Subject::Node(_));
        self.asked.extend(keys.into_iter().filter(is_of_element));
        self
    }

    /// What it kept for the next one.
    pub fn into_samples(self) -> Sampler {
        self.sampler
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
        let mut qualities = self.fixed.clone();
        let mut scenarios = Vec::with_capacity(self.routes.len());
        let untried = self.untried(&resolution);
        for (number, (id, scenario, route)) in self.routes.iter().enumerate() {
            let (evaluation, computed) = match (route, &untried[number]) {
                (Some(route), Some(traffic)) => {
                    let others = Others { project: self.project, routes: &self.routes, traffics: &untried, number };
                    let background = |component: &ComponentId| others.arrivals(component);
                    let station = Station { project: self.project, scenario, route, resolution: &resolution };
                    station.evaluate(traffic.clone(), background, &mut self.sampler)
                }
                _ => without_entry(scenario),
            };
            let subject = || Subject::Scenario((*id).clone());
            qualities
                .extend(computed.into_iter().map(|(measure, quality)| (MeasureKey::new(measure, subject()), quality)));
            scenarios.push(evaluation);
        }
        let charges = charges(&resolution, |component| self.mean_arrivals(component, &untried));
        let requests: Vec<_> =
            self.routes.iter().map(|(_, scenario, _)| load(self.project, scenario, When::Mean)).collect();
        let (monthly, per_request) = totals(&charges, &sum(&requests));
        let (energy, carbon) = super::energy::monthly(&resolution, |component| self.mean_arrivals(component, &untried));
        for (measure, quality) in [
            (Measure::MonthlyCost, monthly),
            (Measure::CostPerRequest, per_request),
            (Measure::MonthlyEnergy, quality(&energy, Measure::MonthlyEnergy.unit())),
            (Measure::MonthlyCarbon, quality(&carbon, Measure::MonthlyCarbon.unit())),
        ] {
            qualities.insert(MeasureKey::new(measure, Subject::System), quality);
        }
        add_model_qualities(&resolution, &mut qualities);
        let routes = self.routes.iter().zip(&scenarios);
        let elements = Elements {
            project: self.project,
            resolution: &resolution,
            scenarios: routes.filter_map(|((_, _, route), scenario)| Some((route.as_ref()?, scenario))).collect(),
            charges: &charges,
        };
        for key in &self.asked {
            if let Some(quality) = elements.quality(key, &mut self.sampler) {
                qualities.insert((*key).clone(), quality);
            }
        }
        for key in self.project.judgements.keys() {
            if let Some(quality) = judged(self.project, key) {
                qualities.entry(key.clone()).or_insert(quality);
            }
        }
        Evaluation { resolution, scenarios, charges, qualities }
    }

    /// How requests spread, by scenario, without the tries that follow timeouts.
    fn untried(&self, resolution: &Resolution<'_>) -> Vec<Option<Traffic>> {
        let traffic = |route: &Option<Route<'a>>| Some(Traffic::of(route.as_ref()?, resolution, &Tries::new()));
        self.routes.iter().map(|(_, _, route)| traffic(route)).collect()
    }

    /// The same without response times: a hundred times as fast.
    pub(super) fn unsampled<'d>(&self, design: &'d Design) -> Unsampled<'d>
    where
        'a: 'd,
    {
        let resolution = Resolution::of(self.project, self.evidence, design);
        let traffics = self.untried(&resolution);
        let scenarios = self.routes.iter().zip(&traffics).enumerate();
        let scenarios = scenarios.map(|(number, ((_, scenario, route), traffic))| {
            let (Some(route), Some(traffic)) = (route, traffic) else { return without_entry(scenario).0 };
            let others = Others { project: self.project, routes: &self.routes, traffics: &traffics, number };
            let peak = load(self.project, scenario, When::Peak);
            let loads = loads(route, &resolution, traffic, &peak, |component| others.arrivals(component));
            ScenarioEvaluation {
                parts: Some(Parts::of(route, &resolution, traffic)),
                traffic: Some((traffic.clone(), loads)),
                latency: Err(NoSamples::Unknown("nothing was sampled".to_owned())),
                availability: quality(&Err("it was not asked for".to_owned()), Measure::Availability.unit()),
                bottleneck: None,
            }
        });
        let scenarios = scenarios.collect();
        Unsampled { resolution, scenarios, traffics }
    }

    /// Requests per second that reach `component` on average, over all scenarios, under a design without samples.
    pub(super) fn arrivals(&self, component: &ComponentId, design: &Unsampled<'_>) -> Known {
        self.mean_arrivals(component, &design.traffics)
    }

    /// Requests per second that reach `component` on average, over all scenarios; without the tries that follow timeouts,
    /// which belong to the peak.
    fn mean_arrivals(&self, component: &ComponentId, traffics: &[Option<Traffic>]) -> Known {
        let mut total = Sourced::new(0.0, Provenance::Measured);
        for ((_, scenario, route), traffic) in self.routes.iter().zip(traffics) {
            let position = route.as_ref().and_then(|route| route.components.iter().position(|id| *id == component));
            if let Some((position, traffic)) = position.zip(traffic.as_ref()) {
                let mean = load(self.project, scenario, When::Mean)?;
                total = total.plus(mean.times(traffic.visits[position].clone()?));
            }
        }
        Ok(total)
    }
}

type Routes<'a> = [(&'a ScenarioId, &'a Scenario, Option<Route<'a>>)];

/// The other scenarios, while the one at `number` is at its peak.
struct Others<'e, 'a> {
    project: &'a Project,
    routes: &'e Routes<'a>,
    traffics: &'e [Option<Traffic>],
    number: usize,
}

impl Others<'_, '_> {
    /// Requests per second that reach `component` from the others: they run at their mean, unless both have shares of one
    /// load, which peaks as a whole.
    fn arrivals(&self, component: &ComponentId) -> Known {
        let mut total = Sourced::new(0.0, Provenance::Measured);
        let has_share = self.routes[self.number].1.share.is_some();
        let others = self.routes.iter().enumerate().filter(|(other, _)| *other != self.number);
        for (other, (_, scenario, route)) in others {
            let position = route.as_ref().and_then(|route| route.components.iter().position(|id| *id == component));
            if let Some((position, traffic)) = position.zip(self.traffics[other].as_ref()) {
                let when = if has_share && scenario.share.is_some() { When::Peak } else { When::Mean };
                total = total.plus(load(self.project, scenario, when)?.times(traffic.visits[position].clone()?));
            }
        }
        Ok(total)
    }
}

type ScenarioQualities = Vec<(Measure, Quality)>;

const RESPONSE_TIMES: [Measure; 4] =
    [Measure::ResponseTimeMean, Measure::ResponseTimeP50, Measure::ResponseTimeP95, Measure::ResponseTimeP99];

/// One scenario under one design.
struct Station<'e, 'a> {
    project: &'a Project,
    scenario: &'a Scenario,
    route: &'e Route<'a>,
    resolution: &'e Resolution<'a>,
}

impl Station<'_, '_> {
    /// `untried` is the traffic without the tries that follow a timeout; `background` the load from other scenarios.
    fn evaluate(
        &self,
        untried: Traffic,
        background: impl Fn(&ComponentId) -> Known,
        sampler: &mut Sampler,
    ) -> (ScenarioEvaluation, ScenarioQualities) {
        let (route, resolution) = (self.route, self.resolution);
        let peak = load(self.project, self.scenario, When::Peak);
        let mut traffic = untried;
        let mut loads = loads(route, resolution, &traffic, &peak, &background);
        let mut latency = PathSamples::of(route, resolution, &traffic, &loads, sampler);
        // Tries that follow a timeout are load themselves, which makes more calls time out: repeated until it settles.
        let mut tries = Tries::new();
        for round in 0..=MOST_ROUNDS {
            let Ok(samples) = &latency else { break };
            let is_same = |id| {
                let (before, now) = (tries.get(id).unwrap_or(&1.0), samples.tries.get(id).unwrap_or(&1.0));
                (before - now).abs() < SAME_TRIES
            };
            if samples.tries.keys().chain(tries.keys()).all(is_same) {
                break;
            }
            if round == MOST_ROUNDS {
                let reason = format!("{OVERLOADED}further tries of calls that time out bring ever more load");
                latency = Err(NoSamples::Overloaded(reason));
                break;
            }
            tries.clone_from(&samples.tries);
            traffic = Traffic::of(route, resolution, &tries);
            loads = super::throughput::loads(route, resolution, &traffic, &peak, &background);
            latency = PathSamples::of(route, resolution, &traffic, &loads, sampler);
        }
        let parts = Parts::of(route, resolution, &traffic);
        let share = parts.availability();
        let percent = share.clone().map(|share| share.with(share.value * 100.0));
        let availability = quality(&percent, Measure::Availability.unit());
        let downtime = share.map(|share| share.with((1.0 - share.value) * MINUTES_PER_MONTH));
        let (throughput, bottleneck) = maximum(route, resolution, &loads);
        let (mut qualities, reaction) = response_times(&latency);
        for (measure, known) in [
            (Measure::TenfoldReplicas, replicas_at(TENFOLD, route, resolution, &loads)),
            (Measure::MonthlyDowntime, downtime),
            (Measure::UptimeBetweenFailures, parts.uptime()),
            (Measure::TimedOutShare, timed_out(&latency)),
            (Measure::StoppingDistance, stopping_distance(self.scenario, &reaction)),
        ] {
            qualities.push((measure, quality(&known, measure.unit())));
        }
        qualities.push((Measure::MaximumThroughput, throughput));
        qualities.push((Measure::PeakUtilisation, peak_utilisation(route, resolution, &loads)));
        qualities.push((Measure::Availability, availability.clone()));
        let bottleneck = bottleneck.cloned();
        let traffic = Some((traffic, loads));
        (ScenarioEvaluation { traffic, latency, parts: Some(parts), availability, bottleneck }, qualities)
    }
}

fn without_entry(scenario: &Scenario) -> (ScenarioEvaluation, ScenarioQualities) {
    let reason = format!("the component that {} enters by does not exist; choose another", scenario.name);
    let measures =
        <Measure as strum::IntoEnumIterator>::iter().filter(|measure| measure.scopes().contains(&Scope::Scenario));
    let qualities = measures.map(|measure| (measure, quality(&Err(reason.clone()), measure.unit()))).collect();
    let availability = quality(&Err(reason.clone()), Measure::Availability.unit());
    let latency = Err(NoSamples::Unknown(reason));
    (ScenarioEvaluation { traffic: None, latency, parts: None, availability, bottleneck: None }, qualities)
}

/// Mean and percentiles, and the 99th percentile in milliseconds, within which a vehicle reacts.
fn response_times(latency: &Result<PathSamples, NoSamples>) -> (ScenarioQualities, Known) {
    let values = match latency {
        Ok(samples) => {
            let summary = samples.summary();
            let known = |milliseconds| Ok(Sourced::new(milliseconds, samples.provenance));
            [known(summary.mean), known(summary.p50), known(summary.p95), known(summary.p99)]
        }
        Err(NoSamples::Overloaded(reason) | NoSamples::Unknown(reason)) => std::array::from_fn(|_| Err(reason.clone())),
    };
    let slowest = values[3].clone();
    let qualities = RESPONSE_TIMES.into_iter().zip(values);
    (qualities.map(|(measure, known)| (measure, quality(&known, measure.unit()))).collect(), slowest)
}

/// Share of the requests in percent that end without an answer.
fn timed_out(latency: &Result<PathSamples, NoSamples>) -> Known {
    match latency {
        Ok(samples) => Ok(Sourced::new(samples.timed_out() * 100.0, samples.provenance)),
        Err(NoSamples::Overloaded(reason) | NoSamples::Unknown(reason)) => Err(reason.clone()),
    }
}

fn add_model_qualities(resolution: &Resolution<'_>, qualities: &mut Qualities) {
    for (id, resolved) in &resolution.components {
        for (measure, measured) in &*resolved.model.measured() {
            let key = MeasureKey::new(*measure, Subject::Component((*id).clone()));
            let quantity = measured.quantity(*measure);
            qualities.insert(key, Quality { quantity, interval: measured.interval, note: None });
        }
    }
}

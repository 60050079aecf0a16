//! Pure computation: project, evidence and design in; qualities, verdicts and findings out.
//!
//! One file per analysis. Loads come from [`Traffic`] over a [`Route`], every component is what [`Resolution`] says it
//! is under the design, and [`Evaluator`] puts the numbers together for one design after another.

mod availability;
mod budget;
mod candidates;
mod cascade;
mod change;
mod check;
mod cost;
mod decisions;
mod distribution;
mod draws;
mod elements;
mod energy;
mod evaluator;
mod explain;
mod factors;
mod fit;
mod fixed;
mod freshness;
mod known;
mod latency;
mod patience;
mod queueing;
mod references;
mod reliability;
mod resolve;
mod route;
mod rules;
mod sampler;
mod service;
mod structure;
#[cfg(test)]
pub(crate) mod test_support;
mod throughput;
mod traffic;
mod types;
mod uptime;
mod usage;
mod verdict;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_patterns;

pub use budget::{Budgets, NoBudget};
pub use cascade::Cascade;
pub use change::Change;
pub use check::check;
pub use distribution::{
    NORMAL_P99, TimeDistribution, fan_out_tail, fenton_wilkinson, normal_cumulative, normal_quantile, transfer_ms,
};
pub use evaluator::Evaluator;
pub use explain::{Explanation, Input, explain};
pub use factors::{Factors, Group, NoFactors, Options, Split, Term, Walk};
pub use known::{Known, Sourced};
pub use queueing::{Queue, allen_cunneen, erlang_c, maximum_throughput, wait_exceeded_by};
pub use reliability::{at_least, birnbaum, failure_rate, from_failure_times, replicated, series, sometimes_needed};
pub use resolve::{Model, Resolution, ResolvedComponent, ServiceTime};
pub use route::{Call, Route};
pub use rules::{declared_findings, personal_crossings, propagation_cost, team_coupling, watched_share};
pub use sampler::{LinkTime, Sampler};
pub use traffic::Traffic;
pub use types::{
    Analysis, AnalysisSettings, ComponentLoad, CostItem, Finding, Hop, Latency, NeededPart, Outcome, Qualities,
    Quality, ScenarioAnalysis, Severity, Verdict,
};
pub use verdict::{judged, outcome, verdicts, weighed, worth};

use crate::edit::as_designed;
use crate::model::{Design, EvidenceBook, Project, ScenarioId, Unit};

use evaluator::{Evaluation, ScenarioEvaluation};
use latency::NoSamples;

/// Everything that can be computed for `design`. The same input and seed give the same numbers; those of
/// [`Evaluator::qualities`] with the same settings are equal to the last bit.
pub fn analyse(project: &Project, evidence: &EvidenceBook, design: &Design, settings: &AnalysisSettings) -> Analysis {
    analyse_with(project, evidence, design, &mut Sampler::new(settings))
}

/// The same with the samples that earlier analyses left in `sampler`: after a small change it takes about half as long.
pub fn analyse_with(stated: &Project, evidence: &EvidenceBook, design: &Design, sampler: &mut Sampler) -> Analysis {
    let drawn = as_designed(stated, design);
    let project = &*drawn;
    let mut evaluator = Evaluator::with_samples(project, evidence, sampler.clone());
    let evaluation = evaluator.evaluate(design);
    let mut findings = check(project);
    findings.extend(fit::misfits(&evaluation, evaluator.routes().map(|(_, route)| route)));
    let scenarios = evaluator.routes().zip(&evaluation.scenarios);
    let scenarios = scenarios.map(|((id, route), scenario)| show(id, route, scenario, &evaluation)).collect();
    let budgets = budget::of_derived(project, &evaluator, &evaluation);
    findings.extend(budget::outgrown(project, &budgets));
    findings.sort_by_key(|finding| finding.severity);
    let costs = cost::items(&evaluation.charges);
    let qualities = evaluation.qualities;
    let candidates = candidates::judge(project, evidence, design, &mut evaluator);
    *sampler = evaluator.into_samples();
    // What is required of something that the design leaves out is still required, and not known.
    Analysis { scenarios, budgets, candidates, costs, verdicts: verdicts(stated, &qualities), qualities, findings }
}

/// What the scenario needs, with how much each part matters.
fn needed(scenario: &ScenarioEvaluation) -> Vec<NeededPart> {
    let Some(parts) = &scenario.parts else { return Vec::new() };
    let part = |(index, part): (usize, &availability::Part)| NeededPart {
        element: part.element.clone(),
        reach: part.reach.value,
        availability: known::quantity(
            &part.availability.clone().map(|share| share.with(share.value * 100.0)),
            Unit::Percent,
        ),
        importance: parts.importance(index),
    };
    parts.all().iter().enumerate().map(part).collect()
}

fn show(
    id: &ScenarioId,
    route: Option<&Route<'_>>,
    scenario: &ScenarioEvaluation,
    evaluation: &Evaluation<'_>,
) -> ScenarioAnalysis {
    let latency = match &scenario.latency {
        Ok(samples) => {
            let mut sorted_ms = samples.end_to_end().to_vec();
            sorted_ms.sort_by(f32::total_cmp);
            Latency::Samples { sorted_ms, provenance: samples.provenance }
        }
        Err(NoSamples::Overloaded(reason)) => Latency::Overloaded { reason: reason.clone() },
        Err(NoSamples::Unknown(reason)) => Latency::Unknown { reason: reason.clone() },
    };
    let traffic = route.zip(scenario.traffic.as_ref());
    let hops = traffic.zip(scenario.latency.as_ref().ok());
    ScenarioAnalysis {
        scenario: id.clone(),
        latency,
        hops: hops.map_or_else(Vec::new, |((route, (traffic, _)), samples)| samples.hops(route, traffic)),
        availability: scenario.availability.clone(),
        needed: needed(scenario),
        loads: traffic
            .map(|(route, (_, loads))| throughput::component_loads(route, &evaluation.resolution, loads))
            .unwrap_or_default(),
        bottleneck: scenario.bottleneck.clone(),
    }
}

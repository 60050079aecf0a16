//! Checks of one design: does everything fit where it runs, and can it bear the load?

use crate::model::{ElementId, Measure, Property, Quantity, Unit};

use super::evaluator::Evaluation;
use super::known::{Sourced, stated};
use super::resolve::ResolvedComponent;
use super::route::Route;
use super::types::{Finding, Severity};

/// Components that need more memory than their node offers, or that get more requests than they can serve.
pub(super) fn misfits<'a>(
    evaluation: &Evaluation<'_>,
    routes: impl Iterator<Item = Option<&'a Route<'a>>>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, resolved) in &evaluation.resolution.components {
        if let Some(message) = memory_problem(resolved) {
            findings.push(Finding {
                rule: "memory_limit",
                severity: Severity::Error,
                elements: vec![ElementId::Component((*id).clone())],
                message,
                remedy: "Choose a smaller model or a node with more memory.".to_owned(),
            });
        }
    }
    for (scenario, route) in evaluation.scenarios.iter().zip(routes) {
        let Some((route, (_, loads))) = route.zip(scenario.traffic.as_ref()) else { continue };
        for (id, load) in route.components.iter().zip(loads) {
            let name = &evaluation.resolution.components[*id].component.name;
            let Some(reason) = load.overload(name) else { continue };
            findings.push(Finding {
                rule: "overloaded",
                severity: Severity::Error,
                elements: vec![ElementId::Component((*id).clone())],
                message: format!("{}.", reason.replacen("overloaded: ", "", 1)),
                remedy: "Run more replicas, or make it faster.".to_owned(),
            });
        }
    }
    findings
}

fn memory_problem(resolved: &ResolvedComponent<'_>) -> Option<String> {
    let (_, node) = resolved.node?;
    let limit = stated(&node.properties, Property::MemoryLimit)?;
    let own = stated(&resolved.component.properties, Property::Memory).map(|memory| memory.value);
    let size = resolved.model.value(Measure::ModelSize);
    let model = size.and_then(|size| Measure::ModelSize.unit().convert(size, Property::Memory.unit()));
    if own.is_none() && model.is_none() {
        return None;
    }
    let needed = Sourced::new(own.unwrap_or(0.0) + model.unwrap_or(0.0), limit.provenance);
    let shown = |number: Sourced| Quantity::new(number.value, Unit::Megabyte, number.provenance);
    (needed.value > limit.value).then(|| {
        let name = &resolved.component.name;
        format!("{name} needs {} a replica, but {} offers {}.", shown(needed), node.name, shown(limit))
    })
}

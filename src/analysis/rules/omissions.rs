//! What is missing: signals, timeouts, fallbacks, gates and guards that such a system needs.

use std::collections::BTreeSet;

use super::{components, connectors, finding, listed, neighbours, serves_model};
use crate::analysis::known::stated;
use crate::analysis::resolve::is_outside;
use crate::analysis::route::Route;
use crate::analysis::structure::has_fallback;
use crate::analysis::types::{Finding, Severity};
use crate::model::{
    Component, ComponentId, ConnectorKind, ElementId, Fact, FactValue, Level, Project, Property, System,
};

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(unwatched(project));
    findings.extend(unwatched_predictions(project));
    findings.extend(without_fallback(project));
    findings.extend(without_timeout(project));
    findings.extend(without_gate(project));
    findings.extend(without_safeguard(project));
    findings.extend(outdated_between_releases(project));
    findings
}

/// One finding about all of `elements`, if there are any.
fn all_at_once(
    (rule, severity): (&'static str, Severity),
    elements: Vec<ElementId>,
    message: impl FnOnce(&[ElementId]) -> String,
    remedy: &str,
) -> Option<Finding> {
    (!elements.is_empty()).then(|| {
        let message = message(&elements);
        finding((rule, severity), elements, message, remedy)
    })
}

/// Whether something connected with a component watches one of these.
fn is_watched(system: &System, id: &ComponentId, signals: &[Fact]) -> bool {
    let around = neighbours(system, id).into_iter().filter_map(|id| system.components.get(id));
    around.flat_map(|other| signals.iter().map(|signal| other.facts.yes(*signal))).any(|answer| answer == Some(true))
}

/// Share of the components inside the system, 0 to 1, whose health something watches, and of models their answers as well;
/// `None` without any. What watches is not itself counted.
pub fn watched_share(system: &System) -> Option<f64> {
    let watches = |component: &Component| component.kind == "monitoring";
    let counted = || system.components.iter().filter(|(_, component)| !is_outside(component) && !watches(component));
    let is_seen = |(id, component): &(&ComponentId, &Component)| {
        let answers = [Fact::WatchesPredictions, Fact::WatchesQuality];
        is_watched(system, id, &[Fact::WatchesHealth]) && (!serves_model(component) || is_watched(system, id, &answers))
    };
    (counted().count() > 0).then(|| counted().filter(is_seen).count() as f64 / counted().count() as f64)
}

/// Critical components whose failure nobody notices.
fn unwatched(project: &Project) -> Option<Finding> {
    let system = &project.system;
    let is_critical =
        |component: &Component| component.facts.stated.get(&Fact::Criticality) == Some(&FactValue::Level(Level::High));
    let unwatched = system
        .components
        .iter()
        .filter(|(id, component)| is_critical(component) && !is_watched(system, id, &[Fact::WatchesHealth]));
    let elements = components(unwatched.map(|(id, _)| id));
    let message = |elements: &[ElementId]| format!("Nobody notices when {} is down.", listed(project, elements));
    let remedy = "Let a monitor watch its health: a heartbeat makes a failure short.";
    all_at_once(("no_health_signal", Severity::Warning), elements, message, remedy)
}

/// Models whose predictions nobody looks at.
fn unwatched_predictions(project: &Project) -> Option<Finding> {
    let system = &project.system;
    let signals = [Fact::WatchesPredictions, Fact::WatchesQuality];
    let unwatched =
        system.components.iter().filter(|(id, component)| serves_model(component) && !is_watched(system, id, &signals));
    let elements = components(unwatched.map(|(id, _)| id));
    let message = |elements: &[ElementId]| {
        format!("Nobody notices when the predictions of {} get worse.", listed(project, elements))
    };
    let remedy = "Connect a monitor that watches predictions, or compares them with what turned out true.";
    all_at_once(("unwatched_predictions", Severity::Warning), elements, message, remedy)
}

/// Models that requests wait for, with nothing to answer in their place.
fn without_fallback(project: &Project) -> Option<Finding> {
    let system = &project.system;
    let routes = project.scenarios.values().filter_map(|scenario| Route::of(system, scenario));
    let waited_for: BTreeSet<&ComponentId> = routes
        .flat_map(|route| {
            let on_path = (0..route.components.len()).filter(|index| route.blocking[*index]);
            on_path.map(|index| route.components[index]).collect::<Vec<_>>()
        })
        .collect();
    let bare = waited_for.into_iter().filter(|id| serves_model(&system.components[*id]) && !has_fallback(project, id));
    let elements = components(bare);
    let message = |elements: &[ElementId]| {
        format!("Requests wait for {}, and nothing answers in its place.", listed(project, elements))
    };
    let remedy = "State a fallback: rules, a smaller model, or the last answer.";
    all_at_once(("no_fallback", Severity::Note), elements, message, remedy)
}

/// Models inside an application that must be renewed more often than the application is released.
fn outdated_between_releases(project: &Project) -> Option<Finding> {
    let system = &project.system;
    let release = |id: &ComponentId, component: &Component| {
        let around = neighbours(system, id).into_iter().filter_map(|id| system.components.get(id));
        let all = std::iter::once(component).chain(around);
        let numbers = all.filter_map(|other| stated(&other.properties, Property::ReleaseInterval));
        numbers.map(|interval| interval.value).reduce(f64::max)
    };
    let needed = |component: &Component| {
        let numbers = [Property::UpdateInterval, Property::ModelAgeLimit];
        let known = numbers.into_iter().filter_map(|property| stated(&component.properties, property));
        known.map(|interval| interval.value).reduce(f64::min)
    };
    let late = system.components.iter().filter(|(id, component)| {
        let pair = needed(component).zip(release(id, component));
        component.kind == "embedded_model" && pair.is_some_and(|(needed, release)| needed < release)
    });
    let elements = components(late.map(|(id, _)| id));
    let message = |elements: &[ElementId]| {
        let names = listed(project, elements);
        format!("{names} must be renewed more often than the application that carries it is released.")
    };
    let remedy =
        "Deliver the model apart from the application, release more often, or serve the model over the network.";
    all_at_once(("release_too_rare", Severity::Warning), elements, message, remedy)
}

/// Calls over a network that may wait for ever.
fn without_timeout(project: &Project) -> Option<Finding> {
    let calls = project.system.connectors.iter().filter(|(_, connector)| {
        connector.kind == ConnectorKind::SynchronousCall
            && !connector.properties.get(&Property::Timeout).is_some_and(|timeout| timeout.is_known())
    });
    let elements = connectors(calls.map(|(id, _)| id));
    let message = |elements: &[ElementId]| format!("No timeout is stated for {}.", listed(project, elements));
    let remedy = "State after how long the caller goes on without an answer.";
    all_at_once(("no_timeout", Severity::Note), elements, message, remedy)
}

/// Pipelines that deploy by themselves, untested.
fn without_gate(project: &Project) -> Option<Finding> {
    let ungated = project.system.components.iter().filter(|(_, component)| {
        component.kind == "training_pipeline"
            && component.facts.yes(Fact::Automated) == Some(true)
            && component.facts.yes(Fact::TestGate) != Some(true)
    });
    let elements = components(ungated.map(|(id, _)| id));
    let message = |elements: &[ElementId]| {
        format!("{} deploys by itself, and no test holds a bad model back.", listed(project, elements))
    };
    let remedy = "Add a test gate, and a registry from which the version before can be had again.";
    all_at_once(("no_test_gate", Severity::Warning), elements, message, remedy)
}

/// Models that act on the world with nothing between.
fn without_safeguard(project: &Project) -> Option<Finding> {
    let system = &project.system;
    let is = |id: &ComponentId, kind: &str| system.components.get(id).is_some_and(|found| found.kind == kind);
    let acts = system.connectors.iter().filter(|(_, connector)| {
        system.components.get(&connector.source).is_some_and(serves_model) && is(&connector.target, "environment")
    });
    let elements = connectors(acts.map(|(id, _)| id));
    let message =
        |elements: &[ElementId]| format!("A model acts on the world directly: {}.", listed(project, elements));
    let remedy = "Put rules between them that can overrule the model.";
    all_at_once(("no_safeguard", Severity::Warning), elements, message, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;

    fn rules(project: &Project) -> Vec<&'static str> {
        findings(project).iter().map(|finding| finding.rule).collect()
    }

    /// A project in which nothing is missing.
    fn complete() -> Project {
        let project = TestProject::new()
            .component("api", &[])
            .component_of_kind("model", "inference_service", &[])
            .component_of_kind("rules", "safeguard", &[])
            .component_of_kind("monitor", "monitoring", &[])
            .component_of_kind("train", "training_pipeline", &[])
            .component_of_kind("world", "environment", &[])
            .connect("api", "model", ConnectorKind::SynchronousCall, &[(Property::Timeout, 100.0)])
            .connect("model", "monitor", ConnectorKind::AsynchronousEvent, &[])
            .connect("model", "rules", ConnectorKind::InProcess, &[])
            .connect("rules", "world", ConnectorKind::AsynchronousEvent, &[])
            .scenario("api", 1.0, 1.0);
        let mut project = project.build();
        let yes = FactValue::YesNo(true);
        for (id, fact, value) in [
            ("model", Fact::Criticality, FactValue::Level(Level::High)),
            ("model", Fact::Fallback, FactValue::Component("rules".into())),
            ("monitor", Fact::WatchesHealth, yes.clone()),
            ("monitor", Fact::WatchesPredictions, yes.clone()),
            ("train", Fact::Automated, yes.clone()),
            ("train", Fact::TestGate, yes),
        ] {
            project.system.components[&ComponentId::new(id)].facts.stated.insert(fact, value);
        }
        project
    }

    #[test]
    fn each_thing_that_is_missing_is_named() {
        assert!(rules(&complete()).is_empty(), "{:?}", rules(&complete()));
        for (id, fact, rule) in [
            ("monitor", Fact::WatchesHealth, "no_health_signal"),
            ("monitor", Fact::WatchesPredictions, "unwatched_predictions"),
            ("model", Fact::Fallback, "no_fallback"),
            ("train", Fact::TestGate, "no_test_gate"),
        ] {
            let mut project = complete();
            project.system.components[&ComponentId::new(id)].facts.stated.remove(&fact);
            assert_eq!(rules(&project), [rule]);
        }
        let mut project = complete();
        let itself = FactValue::Component("model".into());
        project.system.components[&ComponentId::new("model")].facts.stated.insert(Fact::Fallback, itself);
        assert_eq!(rules(&project), ["no_fallback"], "nothing answers in its own place");
        let mut project = complete();
        project.system.connectors[0].properties.clear();
        assert_eq!(rules(&project), ["no_timeout"]);
        project = complete();
        project.system.connectors[2].target = "world".into();
        assert_eq!(rules(&project), ["no_safeguard"]);
    }
}

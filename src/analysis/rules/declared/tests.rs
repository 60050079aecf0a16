//! Every rule of a style or pattern, kept and broken.

use strum::IntoEnumIterator as _;

use super::*;
use crate::analysis::test_support::TestProject;
use crate::catalog::catalog;
use crate::edit::{Edit, template};
use crate::model::{BoundaryKind, CallCondition, ConnectorKind, Fact, Point, Property, Rectangle};

fn check(project: TestProject, style: Style, expected: &[(&str, usize)]) {
    let mut project = project.build();
    let boundary = Boundary {
        name: "inside".to_owned(),
        kind: BoundaryKind::Area,
        description: String::new(),
        style: Some(style),
        shape: Rectangle::default(),
    };
    project.system.boundaries.insert("inside".into(), boundary);
    for component in project.system.components.values_mut().filter(|component| component.name != "outside") {
        component.boundaries.insert("inside".into());
    }
    let found = findings(&project);
    let found: Vec<_> = found.iter().map(|finding| (finding.rule, finding.elements.len())).collect();
    assert_eq!(found, expected);
}

fn parts(kinds: &[(&str, &str)]) -> TestProject {
    kinds.iter().fold(TestProject::new(), |project, (id, kind)| project.component_of_kind(id, kind, &[]))
}

#[test]
fn a_pipeline_never_turns() {
    let flow = ConnectorKind::DataFlow;
    let line = parts(&[("a", "service"), ("b", "service"), ("c", "service"), ("outside", "service")])
        .connect("a", "b", flow, &[])
        .connect("b", "c", flow, &[])
        .connect("c", "outside", flow, &[])
        .connect("outside", "a", flow, &[]);
    check(line.clone(), Style::PipesAndFilters, &[]);
    check(line.connect("c", "b", flow, &[]), Style::PipesAndFilters, &[("cyclic_pipeline", 2)]);
}

#[test]
fn events_go_by_the_bus() {
    let event = ConnectorKind::AsynchronousEvent;
    let by_bus = parts(&[("a", "service"), ("bus", "queue"), ("b", "service")])
        .connect("a", "bus", event, &[])
        .connect("bus", "b", event, &[]);
    check(by_bus.clone(), Style::EventBased, &[]);
    check(by_bus.call("a", "b", 1.0), Style::EventBased, &[("bus_bypassed", 1)]);
}

#[test]
fn services_do_not_share_a_store() {
    let own = parts(&[("a", "service"), ("b", "service"), ("store", "data_store")]).call("a", "store", 1.0);
    check(own.clone(), Style::Microservices, &[]);
    check(own.call("b", "store", 1.0), Style::Microservices, &[("shared_service_data", 1)]);
}

/// An otherwise empty project with the template of a style in it; its elements are called as in the template.
fn inserted(style: Style) -> Project {
    let mut project = Project::default();
    for edit in template::insertion(&project, catalog().template(style), Point::new(0.0, 0.0)).0 {
        edit.apply(&mut project).unwrap();
    }
    project
}

/// Breaks the rule of a style in the drawing that its template gives.
fn break_rule(style: Style, project: &mut Project) {
    let system = &mut project.system;
    let redirect = |system: &mut crate::model::System, connector: &str, target: &str| {
        system.connectors[&ConnectorId::new(connector)].target = target.into();
    };
    let turn_into = |system: &mut crate::model::System, connector: &str, kind: ConnectorKind| {
        system.connectors[&ConnectorId::new(connector)].kind = kind;
    };
    let call = ConnectorKind::SynchronousCall;
    match style {
        Style::Monolith => turn_into(system, "front_to_logic", call),
        Style::ClientServer => redirect(system, "server_to_store", "client_a"),
        Style::MultiTier => drop(system.components[&ComponentId::new("reports")].boundaries.remove(&"logic".into())),
        Style::MlTiers => turn_into(system, "collected_to_training", call),
        Style::Microservices => redirect(system, "orders_to_accounts", "account_data"),
        Style::EventBased => redirect(system, "intake_to_bus", "billing"),
        Style::PipesAndFilters => redirect(system, "score_to_results", "clean"),
        Style::Lambda => redirect(system, "batch_to_serving", "master"),
        Style::Kappa => redirect(system, "job_to_serving", "log"),
        Style::Observer => turn_into(system, "subject_to_second", call),
        Style::Heartbeat => {
            let properties = &mut system.components[&ComponentId::new("service")].properties;
            properties.remove(&Property::HeartbeatInterval);
        }
        Style::RedundantSpare => {
            let facts = &mut system.components[&ComponentId::new("first")].facts;
            facts.stated.remove(&Fact::Fallback);
        }
        Style::GracefulDegradation => {
            let properties = &mut system.connectors[&ConnectorId::new("caller_to_model")].properties;
            properties.remove(&Property::Timeout);
        }
        Style::FeatureStore => redirect(system, "model_to_store", "training"),
        Style::InferenceLibrary => turn_into(system, "app_to_model", call),
        Style::InferenceService => turn_into(system, "app_to_model", ConnectorKind::InProcess),
        Style::BatchInference => redirect(system, "app_to_predictions", "scorer"),
        Style::CachedInference => {
            system.connectors[&ConnectorId::new("app_to_model")].condition = CallCondition::Always;
        }
        Style::ModelCascade => {
            system.connectors[&ConnectorId::new("quick_to_better")].condition = CallCondition::Always;
        }
        Style::Ensemble => system.connectors[&ConnectorId::new("combiner_to_first")].parallel = false,
        Style::RuleSafeguard => redirect(system, "model_to_rules", "world"),
        Style::HumanInTheLoop => redirect(system, "model_to_cases", "action"),
        Style::FederatedLearning => redirect(system, "data_a_to_train_a", "aggregator"),
        Style::CanaryRelease => {
            let properties = &mut system.connectors[&ConnectorId::new("router_to_new")].properties;
            properties.remove(&Property::CallsPerRequest);
        }
        Style::ShadowDeployment => turn_into(system, "app_to_shadow", call),
        Style::ModelRegistry => redirect(system, "training_to_registry", "model"),
        Style::RetrievalAugmented => redirect(system, "assistant_to_search", "generator"),
    }
}

#[test]
fn every_template_keeps_its_rule_and_breaking_it_is_found() {
    for style in Style::iter() {
        let mut project = inserted(style);
        let id = project.system.boundaries.iter().find(|(_, found)| found.style.is_some()).unwrap().0.clone();
        assert_eq!(declared_findings(&project, &id), [], "{style:?} as inserted");
        break_rule(style, &mut project);
        let found = findings(&project);
        let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [catalog().template(style).checks[0].as_str()], "{style:?} broken");
        assert!(!found[0].elements.is_empty() && !found[0].remedy.is_empty(), "{style:?}");
        assert_eq!(declared_findings(&project, &id), found, "{style:?} broken");
        project.system.boundaries[&id].style = None;
        assert!(findings(&project).is_empty(), "{style:?} is no longer stated");
    }
}

#[test]
fn what_a_pattern_cannot_do_without_is_missed() {
    for (style, part) in [
        (Style::Heartbeat, "monitor"),
        (Style::FeatureStore, "store"),
        (Style::ModelCascade, "better"),
        (Style::CanaryRelease, "new"),
        (Style::ShadowDeployment, "shadow"),
        (Style::RuleSafeguard, "rules"),
    ] {
        let mut project = inserted(style);
        Edit::Delete(vec![ElementId::Component(part.into())]).apply(&mut project).unwrap();
        let found = findings(&project);
        assert_eq!(found.len(), 1, "{style:?} without {part}");
        assert!(matches!(found[0].elements[..], [ElementId::Boundary(_)]), "{style:?} without {part}");
    }
}

#[test]
fn calls_upwards_count_against_stated_tiers() {
    let mut project = inserted(Style::MultiTier);
    let call = &mut project.system.connectors[&ConnectorId::new("logic_to_store")];
    std::mem::swap(&mut call.source, &mut call.target);
    let id = project.system.boundaries.iter().find(|(_, found)| found.style.is_some()).unwrap().0.clone();
    let rules: Vec<_> = declared_findings(&project, &id).iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["upward_call"]);
}

#[test]
fn a_call_upwards_is_told_beside_its_own_tiers_only() {
    let mut project = inserted(Style::MultiTier);
    let template = catalog().template(Style::MultiTier);
    for edit in template::insertion(&project, template, Point::new(3000.0, 0.0)).0 {
        edit.apply(&mut project).unwrap();
    }
    let turned = ["logic_to_store", "logic_to_store_2"].map(ConnectorId::new);
    for id in &turned {
        let call = &mut project.system.connectors[id];
        std::mem::swap(&mut call.source, &mut call.target);
    }
    let stating = project.system.boundaries.iter().filter(|(_, found)| found.style.is_some());
    let told: Vec<_> = stating.flat_map(|(id, _)| declared_findings(&project, id)).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    for finding in &told {
        assert_eq!((finding.rule, finding.elements.len()), ("upward_call", 1));
    }
    let elements: BTreeSet<_> = told.iter().flat_map(|finding| finding.elements.iter().cloned()).collect();
    assert_eq!(elements, turned.map(ElementId::Connector).into());
}

#[test]
fn a_server_that_waits_for_a_client_is_told_once() {
    let mut project = inserted(Style::ClientServer);
    break_rule(Style::ClientServer, &mut project);
    let rules: Vec<_> = super::super::findings(&project).iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"client_server_broken") && !rules.contains(&"client_is_called"), "{rules:?}");
}

#[test]
fn tiers_of_two_templates_are_not_compared_with_each_other() {
    let mut project = inserted(Style::MultiTier);
    let template = catalog().template(Style::MlTiers);
    // Beside it: all six tiers together are drawn further apart across than down.
    for edit in template::insertion(&project, template, Point::new(3000.0, 75.0)).0 {
        edit.apply(&mut project).unwrap();
    }
    let found = super::super::findings(&project);
    let about_tiers = |rule: &str| ["upward_call", "tier_skipped", "outside_tiers", "ml_flow_mixed"].contains(&rule);
    assert!(!found.iter().any(|finding| about_tiers(finding.rule)), "{found:?}");
}

#[test]
fn stored_answers_are_no_model() {
    let cached = parts(&[("app", "service"), ("cache", "cached_predictions"), ("model", "inference_service")])
        .call("app", "cache", 1.0)
        .call("app", "model", 1.0);
    check(cached.clone(), Style::Ensemble, &[("ensemble_in_sequence", 1)]);
    let event = ConnectorKind::AsynchronousEvent;
    let shadowed = cached.component_of_kind("shadow", "inference_service", &[]).connect("app", "shadow", event, &[]);
    check(shadowed, Style::ShadowDeployment, &[]);
    let local = parts(&[("app", "service"), ("cache", "cached_predictions"), ("model", "inference_service")])
        .connect("app", "cache", ConnectorKind::InProcess, &[])
        .call("app", "model", 1.0);
    check(local, Style::InferenceService, &[]);
}

#[test]
fn what_a_model_sends_to_training_does_not_make_it_come_from_there() {
    let flow = ConnectorKind::DataFlow;
    let served =
        parts(&[("training", "training_pipeline"), ("registry", "model_registry"), ("model", "embedded_model")])
            .connect("training", "registry", flow, &[])
            .connect("registry", "model", flow, &[])
            .connect("model", "training", flow, &[]);
    check(served.clone(), Style::ModelRegistry, &[]);
    check(served.connect("training", "model", flow, &[]), Style::ModelRegistry, &[("model_past_registry", 1)]);
}

#[test]
fn a_subject_may_read_its_data() {
    let told = parts(&[("subject", "service"), ("observer", "service"), ("store", "data_store")])
        .connect("subject", "observer", ConnectorKind::AsynchronousEvent, &[])
        .call("subject", "store", 1.0);
    check(told.clone(), Style::Observer, &[]);
    check(told.call("subject", "observer", 1.0), Style::Observer, &[("observer_called", 1)]);
}

#[test]
fn a_model_that_is_delivered_gets_no_copies_of_requests() {
    let mut project = inserted(Style::ShadowDeployment);
    project.system.connectors[&ConnectorId::new("app_to_shadow")].kind = ConnectorKind::DataFlow;
    let rules: Vec<_> = findings(&project).iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["shadow_waited_for"]);
}

#[test]
fn data_that_leaves_for_somebody_outside_the_boundary_leaves_its_device() {
    let mut project = inserted(Style::FederatedLearning);
    let aggregator = &mut project.system.components[&ComponentId::new("aggregator")];
    aggregator.boundaries.clear();
    assert!(findings(&project).is_empty(), "updates may leave");
    project.system.connectors[&ConnectorId::new("data_a_to_train_a")].target = "aggregator".into();
    let rules: Vec<_> = findings(&project).iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["raw_data_leaves_device"]);
}

//! What comes of a workspace, and that the way there and back keeps what both sides can say.

use std::collections::BTreeSet;

use super::*;
use crate::edit::{Edit, create};
use crate::exchange::structurizr::{self, ElementKind};
use crate::model::{
    BoundaryKind, Component, ComponentId, ConnectorKind, ElementId, Fact, FactValue, Point, Project, Property,
    Provenance, Quantity, Scenario, System, Unit,
};

const SHOP: &str = include_str!("../structurizr/examples/online_shop.dsl");
const PLATFORM: &str = include_str!("../structurizr/examples/ml_platform.dsl");
const HOSPITAL: &str = include_str!("../structurizr/examples/hospital_triage.dsl");

fn workspace(text: &str) -> (Workspace, Vec<structurizr::Skipped>) {
    let mut include = |path: &str| match path {
        "triage/containers.dsl" => Ok(include_str!("../structurizr/examples/hospital_containers.dsl").to_owned()),
        "triage/parts/model.dsl" => Ok(include_str!("../structurizr/examples/hospital_model.dsl").to_owned()),
        _ => Err("there is no such file".to_owned()),
    };
    structurizr::read(text, "workspace.dsl", &mut include).unwrap()
}

fn import(text: &str) -> Imported {
    let (workspace, skipped) = workspace(text);
    from_workspace(&workspace, skipped)
}

/// A project with nothing but the imported drawing.
pub(super) fn project(imported: &Imported) -> Project {
    let mut project =
        Project { name: imported.name.clone(), description: imported.description.clone(), ..Project::default() };
    for edit in imported.clip.paste(&project.clone(), 0.0, 0.0).0 {
        edit.apply(&mut project).unwrap();
    }
    project
}

pub(super) fn said(omissions: &[Omission], part: &str) -> bool {
    omissions.iter().any(|omission| omission.to_string().contains(part))
}

/// There and back again gives the same drawing, but for places and the order of elements.
#[track_caller]
fn check_round_trip(before: &Project) -> Exported<String> {
    let exported = to_workspace(before);
    let text = structurizr::write(&exported.content);
    let (workspace, skipped) = workspace(&text);
    assert_eq!(skipped, [], "{text}");
    let again = from_workspace(&workspace, skipped);
    assert_eq!(again.omissions, [], "{text}");
    let after = project(&again);
    assert_eq!((&after.name, &after.description), (&before.name, &before.description));
    let (old, new) = (&before.system, &after.system);
    for (id, component) in &old.components {
        let names = |system: &System, component: &Component| -> BTreeSet<_> {
            component.boundaries.iter().map(|id| system.boundaries[id].name.clone()).collect()
        };
        let (shape, boundaries) = (new.components[id].shape, new.components[id].boundaries.clone());
        assert_eq!(names(old, component), names(new, &new.components[id]));
        assert_eq!(new.components[id], Component { shape, boundaries, ..component.clone() });
    }
    for (id, node) in &old.nodes {
        let shape = new.nodes[id].shape;
        assert_eq!(new.nodes[id], crate::model::DeploymentNode { shape, ..node.clone() });
    }
    for (id, connector) in &old.connectors {
        assert_eq!(new.connectors[id], *connector);
    }
    let names = |project: &Project| -> BTreeSet<_> {
        project.system.boundaries.values().map(|found| (found.name.clone(), found.kind)).collect()
    };
    assert_eq!(names(before), names(&after));
    let counts = |project: &Project| {
        let system = &project.system;
        (system.components.len(), system.nodes.len(), system.connectors.len(), system.boundaries.len())
    };
    assert_eq!(counts(before), counts(&after));
    let scenarios = |project: &Project| -> Vec<Scenario> { project.scenarios.values().cloned().collect() };
    assert_eq!(scenarios(before), scenarios(&after));
    Exported { content: text, omissions: exported.omissions }
}

#[test]
fn three_workspaces_come_back_as_they_went() {
    for text in [SHOP, PLATFORM, HOSPITAL] {
        check_round_trip(&project(&import(text)));
    }
}

#[test]
fn everything_that_both_sides_can_say_survives() {
    for text in [SHOP, PLATFORM, HOSPITAL] {
        let (before, skipped) = workspace(text);
        let imported = from_workspace(&before, skipped);
        let after = to_workspace(&project(&imported)).content;
        for element in before.elements.iter().filter(|element| element.kind != ElementKind::Component) {
            let found = after.elements.iter().find(|other| other.name == element.name && other.kind == element.kind);
            let found = found.unwrap_or_else(|| panic!("\"{}\" is lost", element.name));
            assert_eq!(found.attributes.description, element.attributes.description);
            if element.kind == ElementKind::SoftwareSystem && after.elements.iter().any(|inner| inner.parent.is_some())
            {
                continue;
            }
            assert_eq!(found.attributes.technology, element.attributes.technology);
            assert_eq!(found.attributes.tags, element.attributes.tags);
            assert_eq!(found.attributes.url, element.attributes.url);
            for pair in &element.attributes.properties {
                assert!(found.attributes.properties.contains(pair), "{pair:?} is lost");
            }
        }
        for relationship in &before.relationships {
            let description = &relationship.attributes.description;
            let is_there = after.relationships.iter().any(|other| other.attributes.description == *description);
            let is_listed = imported
                .omissions
                .iter()
                .any(|omission| omission.place.as_ref().is_some_and(|(_, line, _)| *line == relationship.place.line));
            assert!(is_there || is_listed, "the relationship \"{description}\" is lost");
        }
    }
}

#[test]
fn a_workspace_becomes_a_drawing() {
    let imported = import(PLATFORM);
    let system = &imported.clip.system;
    let kind = |id: &str| system.components[&ComponentId::new(id)].kind.clone();
    assert_eq!(
        (kind("scientist"), kind("registry"), kind("monitor")),
        ("user".into(), "data_store".into(), "monitoring".into())
    );
    assert_eq!(system.boundaries[0].kind, BoundaryKind::System);
    let trainer = &system.components[&ComponentId::new("trainer")];
    assert_eq!(trainer.facts.text(Fact::Technology), "Python");
    assert_eq!(trainer.facts.text(Fact::Tags), "Batch");
    assert_eq!(trainer.deployed_on, Some("gpupool".into()));
    assert_eq!(system.nodes[&crate::model::NodeId::new("gpupool")].parent, Some("cluster".into()));
    let connector = |id: &str| system.connectors[&crate::model::ConnectorId::new(id)].kind;
    assert_eq!(connector("trainer_to_registry"), ConnectorKind::SynchronousCall);
    for part in ["the deployment environment \"Staging\"", "the component \"Router\"", "the view", "guessed"] {
        assert!(said(&imported.omissions, part), "{part}: {:?}", imported.omissions);
    }
    // Frames are drawn around what they hold.
    let frame = system.boundaries[0].shape;
    let inside = system.components.values().filter(|component| !component.boundaries.is_empty());
    assert!(inside.into_iter().all(|component| frame.encloses(component.shape)));
}

#[test]
fn what_a_relationship_says_tells_its_kind() {
    use ConnectorKind::{AsynchronousEvent, DataFlow, SynchronousCall};
    let text = "workspace {\n model {\n s = softwareSystem S {\n a = container A\n b = container Orders \"\" Kafka\n }\n p = person P\n p -> s \"Uses\"\n p -> a \"Clicks\"\n a -> b \"Tells\"\n b -> a \"Nightly load\"\n }\n}";
    let imported = import(text);
    let kinds: Vec<_> = imported.clip.system.connectors.values().map(|connector| connector.kind).collect();
    assert_eq!(kinds, [SynchronousCall, AsynchronousEvent, DataFlow]);
    assert!(said(&imported.omissions, "workspace.dsl:8:"), "{:?}", imported.omissions);
}

/// A drawing that uses everything that only a drawing can say.
pub(super) fn rich_project() -> Project {
    let mut project = Project { name: "Fraud".to_owned(), ..Project::default() };
    let put = |project: &mut Project, edit: Edit| edit.apply(project).unwrap();
    let (outer, region) = create::node(&project, "cloud_region", Point::new(300.0, 300.0));
    put(&mut project, Edit::PutNode(outer.clone(), region));
    let (inner, mut machine) = create::node(&project, "accelerated_cloud", Point::new(300.0, 300.0));
    machine.parent = Some(outer);
    put(&mut project, Edit::PutNode(inner, machine));
    for (kind, boundary) in
        [("gateway", None), ("inference_service", Some("Scoring")), ("user", None), ("external_system", None)]
    {
        let (id, mut component) = create::component(&project, kind, Point::new(300.0, 300.0));
        component.deployed_on = component.deployed_on.filter(|_| kind != "user");
        if let Some(name) = boundary {
            for kind in [BoundaryKind::Team, BoundaryKind::System, BoundaryKind::Area] {
                let (id, mut drawn) = create::boundary(&project, kind, Point::new(2000.0, 0.0));
                drawn.name = format!("{name} \"{}\"", kind.label());
                put(&mut project, Edit::PutBoundary(id.clone(), drawn));
                component.boundaries.insert(id);
            }
            component.properties.insert(Property::Memory, Quantity::new(0.3, Unit::Gigabyte, Provenance::Measured));
            component.facts.stated.insert(Fact::Fallback, FactValue::Component("gateway_or_load_balancer".into()));
            component.facts.own.insert("Cost centre".to_owned(), "47 \"11\"\nline".to_owned());
        }
        put(&mut project, Edit::PutComponent(id, component));
    }
    let ids: Vec<_> = project.system.components.keys().cloned().collect();
    for kind in [ConnectorKind::SynchronousCall, ConnectorKind::Stream, ConnectorKind::DataFlow] {
        let (id, mut connector) = create::connector(&project, &ids[0], &ids[1], kind);
        connector.parallel = kind == ConnectorKind::DataFlow;
        connector.label = "score".to_owned();
        put(&mut project, Edit::PutConnector(id, connector));
    }
    let (id, mut scenario) = create::scenario(&project, &ids[0]);
    scenario.peak_load = Quantity::estimated(1200.0, Unit::PerSecond);
    put(&mut project, Edit::PutScenario(id, scenario));
    project
}

#[test]
fn a_drawing_survives_the_way_to_another_tool_and_back() {
    let project = rich_project();
    let exported = check_round_trip(&project);
    assert!(said(&exported.omissions, "places and sizes"), "{:?}", exported.omissions);
    assert!(exported.content.contains("cantilever.memory"));
}

#[test]
fn what_the_other_side_cannot_say_is_listed() {
    let mut project = rich_project();
    let (id, note) = create::note(&project, "Ask the bank", Point::new(0.0, 0.0));
    Edit::PutNote(id, note).apply(&mut project).unwrap();
    let (id, boundary) = create::boundary(&project, BoundaryKind::Tier, Point::new(5000.0, 0.0));
    Edit::PutBoundary(id, boundary).apply(&mut project).unwrap();
    let elements = project.system.components.keys().cloned().map(ElementId::Component).collect();
    Edit::Lock { elements, locked: true }.apply(&mut project).unwrap();
    let omissions = to_workspace(&project).omissions;
    for part in ["1 notes", "4 locks", "the boundary \"Tier\", which has nothing inside"] {
        assert!(said(&omissions, part), "{part}: {omissions:?}");
    }
}

#[test]
fn broken_projects_are_written_all_the_same() {
    let mut project = rich_project();
    // Circles and references to nothing, as only a damaged file has them.
    for node in project.system.nodes.values_mut() {
        node.parent = Some("accelerated_cloud".into());
    }
    for component in project.system.components.values_mut() {
        component.boundaries.insert("nowhere".into());
        component.deployed_on = Some("nowhere".into());
    }
    let text = structurizr::write(&to_workspace(&project).content);
    assert!(workspace(&text).0.elements.len() >= 4);
}

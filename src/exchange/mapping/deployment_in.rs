//! Deployment nodes, and what runs on them, made from one deployment environment of a workspace.

use std::collections::BTreeMap;

use super::attributes::{self, Stated};
use super::kinds::{component_kind, node_kind};
use super::relationships_in::connect;
use super::workspace_in::Import;
use super::workspace_out::{INFRASTRUCTURE, MARK_ELEMENT, MARK_INSTANCES, MARK_RELATIONSHIP};
use crate::catalog::catalog;
use crate::exchange::structurizr::{
    Attributes, DeploymentEnd, DeploymentItem, DeploymentItemKind, ElementHandle, Environment, ItemHandle,
};
use crate::model::{Component, ComponentId, DeploymentNode, NodeId, Rectangle, unused_id};

/// Environments that are meant when nobody says which.
const REAL: [&str; 3] = ["live", "production", "prod"];

/// What became of the items of an environment.
#[derive(Default)]
struct Made {
    nodes: BTreeMap<ItemHandle, NodeId>,
    components: BTreeMap<ItemHandle, ComponentId>,
}

/// Reads the environment that is meant.
pub(super) fn read(import: &mut Import<'_>) {
    let environments = &import.workspace.environments;
    let is_real = |environment: &&Environment| REAL.contains(&environment.name.to_lowercase().as_str());
    let Some(chosen) = environments.iter().find(is_real).or(environments.first()) else { return };
    for other in environments.iter().filter(|other| !std::ptr::eq(*other, chosen)) {
        let what = format!("the deployment environment \"{}\": the drawing shows \"{}\"", other.name, chosen.name);
        import.omit(what, other.place);
    }
    for group in &chosen.groups {
        import.omit(format!("the group \"{}\" of deployment nodes", group.name), group.place);
    }
    for group in &chosen.deployment_groups {
        import.omit(format!("the deployment group \"{}\"", group.name), group.place);
    }
    let mut made = Made::default();
    for (index, item) in chosen.items.iter().enumerate() {
        let handle = ItemHandle(index);
        match &item.kind {
            DeploymentItemKind::Node { name, instances } => {
                let id = node(import, &made, item, (name, instances));
                made.nodes.insert(handle, id);
            }
            DeploymentItemKind::Infrastructure { name } => {
                let id = infrastructure(import, &made, item, name);
                made.components.insert(handle, id);
            }
            DeploymentItemKind::Instance { element } => {
                let id = instance(import, &made, item, *element);
                made.components.extend(id.map(|id| (handle, id)));
            }
        }
    }
    relationships(import, chosen, &made);
}

fn parent(made: &Made, item: &DeploymentItem) -> Option<NodeId> {
    made.nodes.get(&item.parent?).cloned()
}

fn node(import: &mut Import<'_>, made: &Made, item: &DeploymentItem, (name, instances): (&str, &str)) -> NodeId {
    let Stated { numbers, mut facts, mut other } = attributes::read(&item.attributes);
    let kind = other.remove("kind").filter(|kind| catalog().node_kind(kind).is_some());
    for name in other.keys() {
        import.omit(format!("the property cantilever.{name} of a deployment node"), item.place);
    }
    if !instances.is_empty() && instances != "1" {
        facts.own.insert(MARK_INSTANCES.to_owned(), instances.to_owned());
    }
    let nodes = &mut import.clip.system.nodes;
    let wanted = item.identifier.as_deref().unwrap_or(name);
    let id = NodeId::new(&unused_id(wanted, |id| nodes.contains_key(&NodeId::new(id))));
    let new = DeploymentNode {
        name: name.to_owned(),
        kind: kind.unwrap_or_else(|| node_kind(name, &item.attributes.technology).to_owned()),
        description: item.attributes.description.clone(),
        shape: Rectangle::default(),
        parent: parent(made, item),
        properties: numbers,
        facts,
    };
    nodes.insert(id.clone(), new);
    id
}

/// What is needed but no part of the model is a component all the same.
fn infrastructure(import: &mut Import<'_>, made: &Made, item: &DeploymentItem, name: &str) -> ComponentId {
    let Stated { numbers, mut facts, other } = attributes::read(&item.attributes);
    facts.own.insert(MARK_ELEMENT.to_owned(), INFRASTRUCTURE.to_owned());
    let stated = other.get("kind").filter(|kind| catalog().component_kind(kind).is_some()).cloned();
    let guessed = || component_kind(name, &item.attributes.technology, &item.attributes.tags).to_owned();
    let components = &mut import.clip.system.components;
    let wanted = item.identifier.as_deref().unwrap_or(name);
    let id = ComponentId::new(&unused_id(wanted, |id| components.contains_key(&ComponentId::new(id))));
    if stated.is_none() {
        import.guessed.insert(id.clone());
    }
    let new = Component {
        name: name.to_owned(),
        kind: stated.unwrap_or_else(guessed),
        description: item.attributes.description.clone(),
        shape: Rectangle::default(),
        deployed_on: parent(made, item),
        boundaries: std::collections::BTreeSet::new(),
        properties: numbers,
        facts,
    };
    components.insert(id.clone(), new);
    id
}

fn instance(
    import: &mut Import<'_>,
    made: &Made,
    item: &DeploymentItem,
    element: ElementHandle,
) -> Option<ComponentId> {
    let name = import.workspace.element(element).map_or_else(String::new, |element| element.name.clone());
    if item.attributes != Attributes::default() {
        import.omit(format!("what is said about the instance of \"{name}\" alone"), item.place);
    }
    let node = parent(made, item);
    let found = import.components.get(&element).cloned();
    let component = found.as_ref().and_then(|id| import.clip.system.components.get_mut(id));
    let (Some(component), Some(node)) = (component, node) else {
        import.omit(format!("the instance of \"{name}\": it is drawn as a frame"), item.place);
        return None;
    };
    if component.deployed_on.is_some() {
        let what = format!("another instance of \"{name}\": a component runs on one node; state its replicas instead");
        import.omit(what, item.place);
        return found;
    }
    component.deployed_on = Some(node);
    found
}

fn relationships(import: &mut Import<'_>, environment: &Environment, made: &Made) {
    for relationship in &environment.relationships {
        let component = |end| match end {
            DeploymentEnd::Item(item) => made.components.get(&item).cloned(),
            DeploymentEnd::Element(element) => import.components.get(&element).cloned(),
        };
        let ends = component(relationship.source).zip(component(relationship.destination));
        let Some(ends) = ends else {
            let what = "a relationship that ends at a deployment node: connectors join components";
            import.omit(what, relationship.place);
            continue;
        };
        let stated = (&relationship.attributes, relationship.identifier.as_deref(), relationship.place);
        let id = connect(import, ends, stated);
        if let Some(connector) = import.clip.system.connectors.get_mut(&id) {
            connector.facts.own.insert(MARK_RELATIONSHIP.to_owned(), "deployment".to_owned());
        }
    }
}

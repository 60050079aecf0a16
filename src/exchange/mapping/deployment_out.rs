//! A deployment environment made from deployment nodes and what runs on them.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes;
use super::workspace_out::{
    Export, INFRASTRUCTURE, MARK_ELEMENT, MARK_INSTANCES, called, identifier, relationship_attributes,
};
use crate::exchange::structurizr::{
    Attributes, DeploymentEnd, DeploymentItem, DeploymentItemKind, DeploymentRelationship, ElementKind, Environment,
    ItemHandle, Place,
};
use crate::model::{ComponentId, Connector, ConnectorId, NodeId};

/// Writes nodes, instances, and the connectors that only a deployment can say.
pub(super) fn write<'a>(export: &mut Export<'a>, connectors: &[(&'a ConnectorId, &'a Connector)]) {
    let project = export.project;
    if project.system.nodes.is_empty() {
        for (_, connector) in connectors {
            omit_connector(export, connector);
        }
        return;
    }
    let mut environment = Environment { name: "Deployment".to_owned(), ..Environment::default() };
    let mut items: BTreeMap<&ComponentId, ItemHandle> = BTreeMap::new();
    // Nodes whose parent is missing stand at the top, as do all of a circle's in a damaged file.
    let is_top = |parent: Option<&NodeId>| parent.is_none_or(|parent| !project.system.nodes.contains_key(parent));
    let tops = project.system.nodes.iter().filter(|(_, node)| is_top(node.parent.as_ref()));
    let mut open: Vec<_> = tops.map(|(id, _)| (id, None)).collect();
    open.reverse();
    while let Some((id, parent)) = open.pop() {
        let handle = node(&mut environment, export, id, parent);
        for (component, found) in &project.system.components {
            if found.deployed_on.as_ref() == Some(id)
                && let Some(item) = item(export, component, handle)
            {
                items.insert(component, ItemHandle(environment.items.len()));
                environment.items.push(item);
            }
        }
        let inner = project.system.nodes.iter().filter(|(_, node)| node.parent.as_ref() == Some(id));
        let mut inner: Vec<_> = inner.map(|(id, _)| (id, Some(handle))).collect();
        inner.reverse();
        open.extend(inner);
    }
    let mut said = BTreeSet::new();
    for (id, connector) in connectors {
        let ends = items.get(&connector.source).zip(items.get(&connector.target));
        let Some((source, destination)) = ends else {
            omit_connector(export, connector);
            continue;
        };
        environment.relationships.push(DeploymentRelationship {
            identifier: identifier(id.as_str()),
            source: DeploymentEnd::Item(*source),
            destination: DeploymentEnd::Item(*destination),
            attributes: relationship_attributes(connector, &mut said),
            place: Place::default(),
        });
    }
    export.workspace.environments.push(environment);
}

fn omit_connector(export: &mut Export<'_>, connector: &Connector) {
    let (source, target) = (called(export.project, &connector.source), called(export.project, &connector.target));
    export.omit(format!("the connector \"{source}\" -> \"{target}\": one end is not deployed"));
}

fn node(environment: &mut Environment, export: &Export<'_>, id: &NodeId, parent: Option<ItemHandle>) -> ItemHandle {
    let node = &export.project.system.nodes[id];
    let instances = node.facts.own.get(MARK_INSTANCES).cloned().unwrap_or_default();
    let other = [("kind", node.kind.clone())];
    environment.items.push(DeploymentItem {
        identifier: identifier(id.as_str()),
        kind: DeploymentItemKind::Node { name: node.name.clone(), instances },
        attributes: attributes::write(&node.description, (&node.properties, &node.facts), true, &other),
        deployment_groups: Vec::new(),
        group: None,
        parent,
        place: Place::default(),
    });
    ItemHandle(environment.items.len() - 1)
}

fn item(export: &mut Export<'_>, id: &ComponentId, node: ItemHandle) -> Option<DeploymentItem> {
    let component = &export.project.system.components[id];
    let is_infrastructure = component.facts.own.get(MARK_ELEMENT).is_some_and(|mark| mark == INFRASTRUCTURE);
    let blank = DeploymentItem {
        identifier: None,
        kind: DeploymentItemKind::Infrastructure { name: component.name.clone() },
        attributes: Attributes::default(),
        deployment_groups: Vec::new(),
        group: None,
        parent: Some(node),
        place: Place::default(),
    };
    if is_infrastructure {
        let stated = (&component.properties, &component.facts);
        let other = [("kind", component.kind.clone())];
        let attributes = attributes::write(&component.description, stated, true, &other);
        return Some(DeploymentItem { identifier: identifier(id.as_str()), attributes, ..blank });
    }
    let element = *export.elements.get(id)?;
    let kind = export.workspace.element(element)?.kind;
    if !matches!(kind, ElementKind::Container | ElementKind::SoftwareSystem) {
        export.omit(format!("where \"{}\" runs: only systems and containers are deployed there", component.name));
        return None;
    }
    Some(DeploymentItem { kind: DeploymentItemKind::Instance { element }, ..blank })
}

//! Writes deployment environments with their nodes, instances and relationships.

use super::syntax::ElementKind;
use super::syntax_deployment::{
    DeploymentEnd, DeploymentItem, DeploymentItemKind, Environment, EnvironmentHandle, ItemHandle,
};
use super::writer::Writer;
use super::writer_environment_names::item_path;
use super::writer_identifiers::element_path;
use super::writer_model::{Block, Task, tasks};

pub(super) fn environments(writer: &mut Writer<'_>) {
    let workspace = writer.workspace;
    for (index, environment) in workspace.environments.iter().enumerate() {
        writer.output.gap();
        let handle = EnvironmentHandle(index);
        let own = writer.names.environments.get(index).map(|names| names.own.clone());
        let line = writer.named(own.as_deref(), "deploymentEnvironment", &[&environment.name]);
        writer.output.open(&line);
        deployment_groups(writer, handle, environment);
        items(writer, handle, environment);
        relationships(writer, handle, environment);
        writer.output.close();
    }
}

fn deployment_groups(writer: &mut Writer<'_>, handle: EnvironmentHandle, environment: &Environment) {
    for (index, group) in environment.deployment_groups.iter().enumerate() {
        let names = writer.names.environments.get(handle.0);
        let identifier = names.and_then(|names| names.deployment_groups.get(index)).cloned().flatten();
        let line = writer.named(identifier.as_deref(), "deploymentGroup", &[&group.name]);
        writer.output.line(&line);
    }
}

fn items(writer: &mut Writer<'_>, handle: EnvironmentHandle, environment: &Environment) {
    let mut roots: Vec<ItemHandle> = Vec::new();
    let mut children: Vec<Vec<ItemHandle>> = vec![Vec::new(); environment.items.len()];
    for (index, item) in environment.items.iter().enumerate() {
        // As with elements, a parent must come first.
        let siblings = item.parent.filter(|parent| parent.0 < index).and_then(|parent| children.get_mut(parent.0));
        siblings.unwrap_or(&mut roots).push(ItemHandle(index));
    }
    let in_groups = |handles: &[ItemHandle]| {
        let grouped = handles.iter().map(|handle| (*handle, environment.item(*handle).and_then(|item| item.group)));
        tasks(&environment.groups, grouped)
    };
    let mut stack = in_groups(&roots);
    stack.reverse();
    while let Some(task) = stack.pop() {
        match task {
            Task::Close => writer.output.close(),
            Task::OpenGroup(group) => {
                let names = writer.names.environments.get(handle.0);
                let identifier = names.and_then(|names| names.groups.get(group.0)).cloned().flatten();
                writer.open_group(identifier.as_deref(), environment.groups.get(group.0));
            }
            Task::Member(member) => {
                let Some(item) = environment.item(member) else { continue };
                let parts = children.get(member.0).map(Vec::as_slice).unwrap_or_default();
                if open_item(writer, (handle, member), item, !parts.is_empty()) {
                    stack.push(Task::Close);
                    stack.extend(in_groups(parts).into_iter().rev());
                }
            }
        }
    }
}

/// Writes the statement of a node or instance and tells whether it opened a block.
fn open_item(
    writer: &mut Writer<'_>,
    (environment, member): (EnvironmentHandle, ItemHandle),
    item: &DeploymentItem,
    has_parts: bool,
) -> bool {
    let names = writer.names.environments.get(environment.0);
    let identifier = names.and_then(|names| names.items.get(member.0)).cloned().flatten();
    let identifier = identifier.as_deref();
    let attributes = &item.attributes;
    let (description, technology, tags) =
        (&*attributes.description, &*attributes.technology, attributes.tags.join(","));
    let groups = joined_groups(writer, environment, item);
    let mut block = Block { forced: has_parts, ..Block::default() };
    let statement = match &item.kind {
        DeploymentItemKind::Node { name, instances } => {
            block.forced |= !groups.is_empty();
            writer.named(identifier, "deploymentNode", &[name, description, technology, &tags, instances])
        }
        DeploymentItemKind::Infrastructure { name } => {
            writer.named(identifier, "infrastructureNode", &[name, description, technology, &tags])
        }
        DeploymentItemKind::Instance { element } => {
            (block.description, block.technology) = (true, true);
            let kind = writer.workspace.element(*element).map(|element| element.kind);
            let keyword = match kind {
                Some(ElementKind::SoftwareSystem) => "softwareSystemInstance",
                _ => "containerInstance",
            };
            let path = element_path(writer.workspace, &writer.names, *element);
            let head = identifier.map_or_else(String::new, |identifier| format!("{identifier} = "));
            writer.output.statement(&format!("{head}{keyword} {path}"), &[&groups, &tags])
        }
    };
    let opened = writer.open_block(&statement, attributes, block);
    if opened && !groups.is_empty() && matches!(item.kind, DeploymentItemKind::Node { .. }) {
        writer.output.attribute("deploymentGroup", &groups);
    }
    opened
}

/// The identifiers of the deployment groups of an item, with commas between them.
fn joined_groups(writer: &Writer<'_>, environment: EnvironmentHandle, item: &DeploymentItem) -> String {
    let names = writer.names.environments.get(environment.0);
    let groups = item.deployment_groups.iter();
    let known: Vec<&str> = groups
        .filter_map(|group| names.and_then(|names| names.deployment_groups.get(group.0)))
        .filter_map(|name| name.as_deref())
        .collect();
    known.join(",")
}

fn relationships(writer: &mut Writer<'_>, handle: EnvironmentHandle, environment: &Environment) {
    let workspace = writer.workspace;
    for (index, relationship) in environment.relationships.iter().enumerate() {
        let Some(names) = writer.names.environments.get(handle.0) else { continue };
        let path = |end: DeploymentEnd| match end {
            DeploymentEnd::Element(element) => element_path(workspace, &writer.names, element),
            DeploymentEnd::Item(item) => item_path(workspace.identifiers, environment, names, item),
        };
        let ends = format!("{} -> {}", path(relationship.source), path(relationship.destination));
        let identifier = names.relationships.get(index).cloned().flatten();
        writer.relationship(identifier.as_deref(), &ends, &relationship.attributes);
    }
}

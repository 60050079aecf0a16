//! Writes the model: elements in their groups, then the relationships between them.

use super::syntax::{
    Attributes, Element, ElementHandle, ElementKind, Group, GroupHandle, Properties, Workspace, chain_of_groups,
};
use super::writer::Writer;
use super::writer_deployment::environments;
use super::writer_identifiers::element_path;

/// The model property without which the language does not nest groups.
const GROUP_SEPARATOR: &str = "structurizr.groupSeparator";

/// What is still to be written. A list of these takes the place of recursion, whose depth the tree would decide.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task<Handle> {
    Member(Handle),
    OpenGroup(GroupHandle),
    Close,
}

/// The tasks that write siblings with the groups around them.
pub(super) fn tasks<Handle: Copy>(
    groups: &[Group],
    siblings: impl Iterator<Item = (Handle, Option<GroupHandle>)>,
) -> Vec<Task<Handle>> {
    let mut tasks = Vec::new();
    let mut open: Vec<GroupHandle> = Vec::new();
    for (member, group) in siblings {
        let chain = chain_of_groups(groups, group);
        let common = chain.iter().zip(&open).take_while(|(new, old)| new == old).count();
        tasks.extend((common..open.len()).map(|_| Task::Close));
        tasks.extend(chain.iter().skip(common).map(|group| Task::OpenGroup(*group)));
        tasks.push(Task::Member(member));
        open = chain;
    }
    tasks.extend(open.iter().map(|_| Task::Close));
    tasks
}

pub(super) fn model(writer: &mut Writer<'_>) {
    let workspace = writer.workspace;
    writer.output.open("model");
    let properties = model_properties(workspace);
    writer.output.pairs("properties", &properties);
    elements(writer);
    if !workspace.relationships.is_empty() {
        writer.output.gap();
    }
    for (index, relationship) in workspace.relationships.iter().enumerate() {
        let identifier = writer.names.relationships.get(index).cloned().flatten();
        let source = element_path(workspace, &writer.names, relationship.source);
        let destination = element_path(workspace, &writer.names, relationship.destination);
        writer.relationship(identifier.as_deref(), &format!("{source} -> {destination}"), &relationship.attributes);
    }
    environments(writer);
    writer.output.close();
}

fn model_properties(workspace: &Workspace) -> Properties {
    let mut properties = workspace.model_properties.clone();
    let environments = workspace.environments.iter().flat_map(|environment| &environment.groups);
    let nested = workspace.groups.iter().chain(environments).any(|group| group.parent.is_some());
    if nested && !properties.iter().any(|(name, _)| name == GROUP_SEPARATOR) {
        properties.push((GROUP_SEPARATOR.to_owned(), "/".to_owned()));
    }
    properties
}

fn elements(writer: &mut Writer<'_>) {
    let workspace = writer.workspace;
    let mut roots: Vec<ElementHandle> = Vec::new();
    let mut children: Vec<Vec<ElementHandle>> = vec![Vec::new(); workspace.elements.len()];
    for (index, element) in workspace.elements.iter().enumerate() {
        // A parent that comes later is no parent: following it could lead round in a circle.
        let siblings = element.parent.filter(|parent| parent.0 < index).and_then(|parent| children.get_mut(parent.0));
        siblings.unwrap_or(&mut roots).push(ElementHandle(index));
    }
    let in_groups = |handles: &[ElementHandle]| {
        let grouped =
            handles.iter().map(|handle| (*handle, workspace.element(*handle).and_then(|element| element.group)));
        tasks(&workspace.groups, grouped)
    };
    let mut stack = in_groups(&roots);
    stack.reverse();
    while let Some(task) = stack.pop() {
        match task {
            Task::Close => writer.output.close(),
            Task::OpenGroup(group) => {
                let identifier = writer.names.groups.get(group.0).cloned().flatten();
                writer.open_group(identifier.as_deref(), workspace.groups.get(group.0));
            }
            Task::Member(handle) => {
                let Some(element) = workspace.element(handle) else { continue };
                let parts = children.get(handle.0).map(Vec::as_slice).unwrap_or_default();
                if open_element(writer, handle, element, !parts.is_empty()) {
                    stack.push(Task::Close);
                    stack.extend(in_groups(parts).into_iter().rev());
                }
            }
        }
    }
}

/// Writes the statement of an element and tells whether it opened a block.
fn open_element(writer: &mut Writer<'_>, handle: ElementHandle, element: &Element, has_parts: bool) -> bool {
    let Attributes { description, technology, tags, .. } = &element.attributes;
    let tags = tags.join(",");
    let (keyword, texts) = match element.kind {
        ElementKind::Person => ("person", vec![&*element.name, description, &tags]),
        ElementKind::SoftwareSystem => ("softwareSystem", vec![&*element.name, description, &tags]),
        ElementKind::Container => ("container", vec![&*element.name, description, technology, &tags]),
        ElementKind::Component => ("component", vec![&*element.name, description, technology, &tags]),
        ElementKind::CustomElement => ("element", vec![&*element.name, technology, description, &tags]),
    };
    let identifier = writer.names.elements.get(handle.0).cloned().unwrap_or_default();
    let statement = writer.named(Some(&identifier), keyword, &texts);
    let lacks_technology = matches!(element.kind, ElementKind::Person | ElementKind::SoftwareSystem);
    let block = Block { description: false, technology: lacks_technology, forced: has_parts };
    writer.open_block(&statement, &element.attributes, block)
}

/// What a block has to say that its statement does not.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Block {
    /// The description has no place in the statement.
    pub(super) description: bool,
    /// The language has no technology here, so it becomes a property.
    pub(super) technology: bool,
    /// The block is needed for something else.
    pub(super) forced: bool,
}

impl Writer<'_> {
    /// A statement with its identifier and its texts, of which the first is a name and always there.
    pub(super) fn named(&mut self, identifier: Option<&str>, keyword: &str, texts: &[&str]) -> String {
        let head = match identifier {
            Some(identifier) => format!("{identifier} = {keyword}"),
            None => keyword.to_owned(),
        };
        let name = self.output.quoted(texts.first().copied().unwrap_or_default());
        self.output.statement(&format!("{head} {name}"), texts.get(1..).unwrap_or_default())
    }

    pub(super) fn open_group(&mut self, identifier: Option<&str>, group: Option<&Group>) {
        let line = self.named(identifier, "group", &[group.map_or("", |group| &*group.name)]);
        self.output.open(&line);
    }

    /// Writes a statement with what its block says of its attributes, and tells whether the block is open.
    pub(super) fn open_block(&mut self, statement: &str, attributes: &Attributes, block: Block) -> bool {
        let says_description = block.description && !attributes.description.is_empty();
        let says_technology = block.technology && !attributes.technology.is_empty();
        let says =
            says_description || says_technology || !attributes.url.is_empty() || !attributes.properties.is_empty();
        if !says && !block.forced {
            self.output.line(statement);
            return false;
        }
        self.output.open(statement);
        if says_description {
            self.output.attribute("description", &attributes.description);
        }
        self.output.attribute("url", &attributes.url);
        let mut properties = attributes.properties.clone();
        if says_technology {
            properties.push(("technology".to_owned(), attributes.technology.clone()));
        }
        self.output.pairs("properties", &properties);
        true
    }

    pub(super) fn relationship(&mut self, identifier: Option<&str>, ends: &str, attributes: &Attributes) {
        let head = identifier.map(|identifier| format!("{identifier} = {ends}"));
        let tags = attributes.tags.join(",");
        let texts = [&*attributes.description, &*attributes.technology, &*tags];
        let statement = self.output.statement(head.as_deref().unwrap_or(ends), &texts);
        if self.open_block(&statement, attributes, Block::default()) {
            self.output.close();
        }
    }
}

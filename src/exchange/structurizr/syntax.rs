//! The tree of a workspace: elements, groups and relationships in flat lists, referred to by handles.

use super::syntax_deployment::{Environment, EnvironmentHandle};
use super::syntax_views::View;

/// Names with values, in the order in which they were written.
pub type Properties = Vec<(String, String)>;

/// Everything that a workspace says about a system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workspace {
    /// The name; may be empty.
    pub name: String,
    /// The description; may be empty.
    pub description: String,
    /// Whether identifiers are unique in the whole workspace or only below their parent.
    pub identifiers: IdentifierScope,
    /// What `!impliedRelationships` says; empty if it is not there.
    pub implied_relationships: String,
    /// The properties of the workspace itself.
    pub properties: Properties,
    /// The properties of the model block.
    pub model_properties: Properties,
    /// The properties of the views block.
    pub views_properties: Properties,
    /// The elements in document order: parents before their children.
    pub elements: Vec<Element>,
    /// The groups around elements in document order: outer groups before inner ones.
    pub groups: Vec<Group>,
    /// The relationships between elements in document order.
    pub relationships: Vec<Relationship>,
    /// The deployment environments in document order.
    pub environments: Vec<Environment>,
    /// The views in document order.
    pub views: Vec<View>,
    /// The configuration block.
    pub configuration: Configuration,
    /// The files that were read, the first being the workspace itself; [`Place::file`] counts in this list.
    pub files: Vec<String>,
}

impl Workspace {
    /// The element behind a handle.
    pub fn element(&self, handle: ElementHandle) -> Option<&Element> {
        self.elements.get(handle.0)
    }

    /// The relationship behind a handle.
    pub fn relationship(&self, handle: RelationshipHandle) -> Option<&Relationship> {
        self.relationships.get(handle.0)
    }

    /// The deployment environment behind a handle.
    pub fn environment(&self, handle: EnvironmentHandle) -> Option<&Environment> {
        self.environments.get(handle.0)
    }

    /// The names of the groups around an element within its parent, the outermost first.
    pub fn group_path(&self, handle: ElementHandle) -> Vec<&str> {
        path_of_groups(&self.groups, self.element(handle).and_then(|element| element.group))
    }

    /// The identifier by which statements refer to an element: with hierarchical identifiers the whole path.
    ///
    /// `None` if the element or, with hierarchical identifiers, one of the elements around it has no identifier.
    pub fn identifier(&self, handle: ElementHandle) -> Option<String> {
        let mut parts = Vec::new();
        let mut at = Some(handle);
        while let Some(here) = at {
            let element = self.element(here)?;
            parts.push(element.identifier.clone()?);
            at = match self.identifiers {
                IdentifierScope::Flat => None,
                IdentifierScope::Hierarchical => element.parent.filter(|parent| parent.0 < here.0),
            };
        }
        parts.reverse();
        Some(parts.join("."))
    }

    /// The element with this identifier (with hierarchical identifiers the whole path), in any case.
    pub fn find(&self, identifier: &str) -> Option<ElementHandle> {
        (0..self.elements.len())
            .map(ElementHandle)
            .find(|handle| self.identifier(*handle).is_some_and(|own| own.eq_ignore_ascii_case(identifier)))
    }
}

/// The names of a group and the groups around it, the outermost first.
pub(super) fn path_of_groups(groups: &[Group], group: Option<GroupHandle>) -> Vec<&str> {
    chain_of_groups(groups, group).iter().filter_map(|handle| groups.get(handle.0)).map(|group| &*group.name).collect()
}

/// A group and the groups around it, the outermost first.
pub(super) fn chain_of_groups(groups: &[Group], group: Option<GroupHandle>) -> Vec<GroupHandle> {
    let mut chain = Vec::new();
    let mut at = group;
    while let Some(here) = at {
        let Some(group) = groups.get(here.0) else { break };
        chain.push(here);
        // A handle that does not lead outwards would lead round in a circle.
        at = group.parent.filter(|parent| parent.0 < here.0);
    }
    chain.reverse();
    chain
}

/// Where identifiers must be unique.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IdentifierScope {
    /// In the whole workspace.
    #[default]
    Flat,
    /// Below their parent; from elsewhere they are reached by a path such as `shop.web`.
    Hierarchical,
}

/// The position of an element in [`Workspace::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElementHandle(pub usize);

/// The position of a relationship in [`Workspace::relationships`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelationshipHandle(pub usize);

/// The position of a group in [`Workspace::groups`], or for deployments in [`Environment::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupHandle(pub usize);

/// Where something was written. A tree that was not read from text has places of zeros.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The position of the file in [`Workspace::files`].
    pub file: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// What kind of thing an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ElementKind {
    /// Someone who uses a system.
    Person,
    /// A software system.
    SoftwareSystem,
    /// A part of a software system that runs or stores on its own.
    Container,
    /// A part of a container.
    Component,
    /// Something outside these levels, written `element`.
    CustomElement,
}

/// What elements, relationships and deployments may all say about themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The description; empty if there is none.
    pub description: String,
    /// The technology, for a custom element its metadata; always empty for people and software systems.
    pub technology: String,
    /// The tags in the order in which they were written, without those that the language adds by itself.
    pub tags: Vec<String>,
    /// The address of a page about it; empty if there is none.
    pub url: String,
    /// The properties.
    pub properties: Properties,
}

/// A person, software system, container, component or custom element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its own identifier without those of its parents; see [`Workspace::identifier`] for the path.
    pub identifier: Option<String>,
    /// What it is.
    pub kind: ElementKind,
    /// Its name.
    pub name: String,
    /// What it says about itself.
    pub attributes: Attributes,
    /// The innermost group around it within its parent.
    pub group: Option<GroupHandle>,
    /// The element that it is a part of.
    pub parent: Option<ElementHandle>,
    /// Where it was written.
    pub place: Place,
}

/// A named frame around elements of the same parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its identifier.
    pub identifier: Option<String>,
    /// Its name.
    pub name: String,
    /// The group around it.
    pub parent: Option<GroupHandle>,
    /// Where it was written.
    pub place: Place,
}

/// A directed relationship between two elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Its identifier. These are never paths.
    pub identifier: Option<String>,
    /// The element that it starts from.
    pub source: ElementHandle,
    /// The element that it leads to.
    pub destination: ElementHandle,
    /// What it says about itself.
    pub attributes: Attributes,
    /// Where it was written.
    pub place: Place,
}

/// The configuration block of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The scope of the workspace, such as `softwaresystem`; empty if it is not there.
    pub scope: String,
    /// The visibility of the workspace, `private` or `public`; empty if it is not there.
    pub visibility: String,
    /// The users with their roles.
    pub users: Properties,
    /// The properties of the configuration.
    pub properties: Properties,
}

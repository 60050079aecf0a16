//! Finds an identifier for all that needs one: the given one where it can be kept, else one made from the name.

use std::collections::BTreeSet;

use super::registry::Scope;
use super::syntax::{ElementHandle, ElementKind, Group, GroupHandle, IdentifierScope, Workspace, chain_of_groups};
use super::syntax_deployment::{DeploymentEnd, Environment, EnvironmentHandle};
use super::syntax_views::DynamicLine;
use super::writer_environment_names::EnvironmentNames;
use super::writer_pool::{Pool, is_reserved};

/// The identifiers to write, in the order of the lists of the workspace.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) elements: Vec<String>,
    pub(super) relationships: Vec<Option<String>>,
    pub(super) groups: Vec<Option<String>>,
    pub(super) environments: Vec<EnvironmentNames>,
}

/// Gives every element and environment an identifier, and everything else one that has or needs one.
///
/// Given identifiers are taken before any are made, so that none is lost to one that is made.
pub(super) fn names(workspace: &Workspace) -> Names {
    let mut pool = Pool::new(workspace.identifiers);
    let scopes = element_scopes(workspace);
    let given = Given::claim(&mut pool, workspace, &scopes);
    let mut environments: Vec<EnvironmentNames> = workspace
        .environments
        .iter()
        .zip(given.environments)
        .map(|(environment, own)| EnvironmentNames::claim(&mut pool, own, environment))
        .collect();
    let within = |pool: &mut Pool, environments: &mut [EnvironmentNames], elements: &[String]| {
        for (at, names) in environments.iter_mut().enumerate() {
            if let Some(environment) = workspace.environments.get(at) {
                let hidden = hidden_names(workspace, elements, environment);
                names.claim_within(pool, EnvironmentHandle(at), environment, &hidden);
            }
        }
    };
    if !pool.is_hierarchical() {
        within(&mut pool, &mut environments, &[]);
    }
    let elements: Vec<String> = given
        .elements
        .into_iter()
        .zip(workspace.elements.iter().zip(&scopes))
        .map(|(name, (element, scope))| {
            name.unwrap_or_else(|| pool.make(*scope, &element.name, fallback(element.kind)))
        })
        .collect();
    let named = relationships_in_steps(workspace);
    let relationships = given
        .relationships
        .into_iter()
        .enumerate()
        .map(|(at, name)| name.or_else(|| named.contains(&at).then(|| pool.make(Scope::Root, "", "relationship"))))
        .collect();
    for (names, environment) in environments.iter_mut().zip(&workspace.environments) {
        if names.own.is_empty() {
            names.own = pool.make(Scope::Root, &environment.name, "environment");
        }
    }
    if pool.is_hierarchical() {
        // These have scopes of their own, and must not hide the elements, whose names are now known.
        within(&mut pool, &mut environments, &elements);
    }
    for (at, names) in environments.iter_mut().enumerate() {
        if let Some(environment) = workspace.environments.get(at) {
            let hidden = hidden_names(workspace, &elements, environment);
            names.make_within(&mut pool, EnvironmentHandle(at), environment, &hidden);
        }
    }
    Names { elements, relationships, groups: given.groups, environments }
}

/// The identifiers of the workspace that are given and can be kept.
struct Given {
    elements: Vec<Option<String>>,
    groups: Vec<Option<String>>,
    relationships: Vec<Option<String>>,
    environments: Vec<Option<String>>,
}

impl Given {
    fn claim(pool: &mut Pool, workspace: &Workspace, scopes: &[Scope]) -> Self {
        let members = workspace.elements.iter().zip(scopes).map(|(element, scope)| (element.group, *scope));
        let group_scopes = scopes_of_groups(&workspace.groups, members, Scope::Root);
        let mut claim = |scope, name: &Option<String>| pool.claim(scope, name.as_deref()?);
        let elements = workspace.elements.iter().zip(scopes);
        let groups = workspace.groups.iter().zip(group_scopes);
        Self {
            elements: elements.map(|(element, scope)| claim(*scope, &element.identifier)).collect(),
            groups: groups.map(|(group, scope)| claim(scope, &group.identifier)).collect(),
            relationships: workspace
                .relationships
                .iter()
                .map(|relationship| relationship.identifier.clone().filter(|name| !is_reserved(name)))
                .map(|name| claim(Scope::Root, &name))
                .collect(),
            environments: workspace
                .environments
                .iter()
                .map(|environment| claim(Scope::Root, &environment.identifier))
                .collect(),
        }
    }
}

fn element_scopes(workspace: &Workspace) -> Vec<Scope> {
    let elements = workspace.elements.iter().enumerate();
    elements
        .map(|(at, element)| element.parent.filter(|parent| parent.0 < at).map_or(Scope::Root, Scope::Element))
        .collect()
}

/// The names at the top of the model that relationships of an environment start their paths with, in small letters.
/// What stands at the top of the environment must not have them: it would be found first.
fn hidden_names(workspace: &Workspace, elements: &[String], environment: &Environment) -> BTreeSet<String> {
    let ends =
        environment.relationships.iter().flat_map(|relationship| [relationship.source, relationship.destination]);
    ends.filter_map(|end| {
        let DeploymentEnd::Element(mut handle) = end else { return None };
        while let Some(parent) = workspace.element(handle)?.parent.filter(|parent| parent.0 < handle.0) {
            handle = parent;
        }
        elements.get(handle.0).map(|name| name.to_ascii_lowercase())
    })
    .collect()
}

/// The path by which an element is referred to from anywhere.
pub(super) fn element_path(workspace: &Workspace, names: &Names, element: ElementHandle) -> String {
    let mut parts = Vec::new();
    let mut at = Some(element);
    while let Some(handle) = at {
        parts.push(names.elements.get(handle.0).map_or("missing", String::as_str));
        at = match workspace.identifiers {
            IdentifierScope::Flat => None,
            IdentifierScope::Hierarchical => {
                workspace.element(handle).and_then(|element| element.parent).filter(|parent| parent.0 < handle.0)
            }
        };
    }
    parts.reverse();
    parts.join(".")
}

fn fallback(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Person => "person",
        ElementKind::SoftwareSystem => "system",
        ElementKind::Container => "container",
        ElementKind::Component => "component",
        ElementKind::CustomElement => "element",
    }
}

/// The scope in which each group is declared: that of the members.
pub(super) fn scopes_of_groups(
    groups: &[Group],
    members: impl Iterator<Item = (Option<GroupHandle>, Scope)>,
    outside: Scope,
) -> Vec<Scope> {
    let mut scopes = vec![outside; groups.len()];
    for (group, scope) in members {
        for handle in chain_of_groups(groups, group) {
            if let Some(entry) = scopes.get_mut(handle.0) {
                *entry = scope;
            }
        }
    }
    scopes
}

fn relationships_in_steps(workspace: &Workspace) -> BTreeSet<usize> {
    let lines = workspace.views.iter().flat_map(|view| &view.lines);
    lines
        .filter_map(|line| match line {
            DynamicLine::Message(message) => message.relationship.map(|relationship| relationship.0),
            _ => None,
        })
        .collect()
}

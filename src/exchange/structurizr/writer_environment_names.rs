//! Finds identifiers for what stands in a deployment environment.

use std::collections::BTreeSet;

use super::registry::Scope;
use super::syntax::IdentifierScope;
use super::syntax_deployment::{DeploymentEnd, DeploymentItemKind, Environment, EnvironmentHandle, ItemHandle};
use super::writer_identifiers::scopes_of_groups;
use super::writer_pool::Pool;

/// The identifiers of an environment and what stands in it.
#[derive(Debug, Default)]
pub(super) struct EnvironmentNames {
    pub(super) own: String,
    pub(super) items: Vec<Option<String>>,
    pub(super) groups: Vec<Option<String>>,
    pub(super) deployment_groups: Vec<Option<String>>,
    pub(super) relationships: Vec<Option<String>>,
}

impl EnvironmentNames {
    /// Takes the identifiers that are given to relationships, which are never within anything.
    pub(super) fn claim(pool: &mut Pool, own: Option<String>, environment: &Environment) -> Self {
        let relationships = environment
            .relationships
            .iter()
            .map(|relationship| pool.claim(Scope::Root, relationship.identifier.as_deref()?))
            .collect();
        Self { own: own.unwrap_or_default(), relationships, ..Self::default() }
    }

    /// Takes the identifiers that are given to what stands in the environment.
    pub(super) fn claim_within(
        &mut self,
        pool: &mut Pool,
        at: EnvironmentHandle,
        environment: &Environment,
        hidden: &BTreeSet<String>,
    ) {
        let scopes = item_scopes(at, environment);
        let outside = Scope::Environment(at);
        let mut claim = |scope, name: &Option<String>| pool.claim(scope, name.as_deref()?);
        let deployment_groups = environment.deployment_groups.iter();
        self.deployment_groups = deployment_groups.map(|group| claim(outside, &group.identifier)).collect();
        let items = environment.items.iter().zip(&scopes);
        self.items = items
            .map(|(item, scope)| (item.identifier.clone().filter(|name| !hides(*scope, name, hidden)), scope))
            .map(|(name, scope)| claim(*scope, &name))
            .collect();
        let members = environment.items.iter().zip(&scopes).map(|(item, scope)| (item.group, *scope));
        let groups = environment.groups.iter().zip(scopes_of_groups(&environment.groups, members, outside));
        self.groups = groups.map(|(group, scope)| claim(scope, &group.identifier)).collect();
    }

    /// Makes identifiers for what relationships lead to.
    pub(super) fn make_within(
        &mut self,
        pool: &mut Pool,
        at: EnvironmentHandle,
        environment: &Environment,
        hidden: &BTreeSet<String>,
    ) {
        let used: BTreeSet<usize> =
            environment.items.iter().flat_map(|item| &item.deployment_groups).map(|group| group.0).collect();
        for (index, group) in environment.deployment_groups.iter().enumerate() {
            if let Some(name) = self.deployment_groups.get_mut(index)
                && name.is_none()
                && used.contains(&index)
            {
                *name = Some(pool.make(Scope::Environment(at), &group.name, "group"));
            }
        }
        let scopes = item_scopes(at, environment);
        for index in items_to_name(environment, pool.is_hierarchical()) {
            let (Some(item), Some(scope), Some(name)) =
                (environment.items.get(index), scopes.get(index), self.items.get_mut(index))
            else {
                continue;
            };
            let (text, fallback) = match &item.kind {
                DeploymentItemKind::Node { name, .. } => (name.as_str(), "node"),
                DeploymentItemKind::Infrastructure { name } => (name.as_str(), "infrastructure"),
                DeploymentItemKind::Instance { .. } => ("", "instance"),
            };
            if name.is_none() {
                let mut made = pool.make(*scope, text, fallback);
                while hides(*scope, &made, hidden) {
                    made = pool.make(*scope, text, fallback);
                }
                *name = Some(made);
            }
        }
    }
}

/// Whether a name in a scope would hide an element that is also referred to there.
fn hides(scope: Scope, name: &str, hidden: &BTreeSet<String>) -> bool {
    matches!(scope, Scope::Environment(_)) && hidden.contains(&name.to_ascii_lowercase())
}

/// The path by which a node or instance is referred to from its environment.
pub(super) fn item_path(
    scope: IdentifierScope,
    environment: &Environment,
    names: &EnvironmentNames,
    item: ItemHandle,
) -> String {
    let mut parts = Vec::new();
    let mut at = Some(item);
    while let Some(handle) = at {
        parts.push(names.items.get(handle.0).and_then(Option::as_deref).unwrap_or("missing"));
        at = match scope {
            IdentifierScope::Flat => None,
            IdentifierScope::Hierarchical => outward(environment, handle),
        };
    }
    parts.reverse();
    parts.join(".")
}

fn outward(environment: &Environment, item: ItemHandle) -> Option<ItemHandle> {
    environment.item(item).and_then(|found| found.parent).filter(|parent| parent.0 < item.0)
}

fn item_scopes(at: EnvironmentHandle, environment: &Environment) -> Vec<Scope> {
    let handles = (0..environment.items.len()).map(ItemHandle);
    handles
        .map(|item| outward(environment, item).map_or(Scope::Environment(at), |node| Scope::Item(at, node)))
        .collect()
}

/// The nodes and instances that relationships lead to, with all that a path to them passes through.
fn items_to_name(environment: &Environment, hierarchical: bool) -> BTreeSet<usize> {
    let mut wanted = BTreeSet::new();
    let ends =
        environment.relationships.iter().flat_map(|relationship| [relationship.source, relationship.destination]);
    for end in ends {
        let mut at = if let DeploymentEnd::Item(item) = end { Some(item) } else { None };
        while let Some(item) = at {
            if !wanted.insert(item.0) || !hierarchical {
                break;
            }
            at = outward(environment, item);
        }
    }
    wanted
}

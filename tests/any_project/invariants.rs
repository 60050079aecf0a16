//! What every project that edits can reach keeps to.

use std::collections::BTreeSet;

use cantilever::model::Project;
use proptest::prelude::*;

/// What every project that edits can reach keeps to.
pub fn check_invariants(project: &Project) -> Result<(), TestCaseError> {
    let system = &project.system;
    for connector in system.connectors.values() {
        prop_assert!(system.components.contains_key(&connector.source));
        prop_assert!(system.components.contains_key(&connector.target));
    }
    for component in system.components.values() {
        prop_assert!(component.deployed_on.iter().all(|node| system.nodes.contains_key(node)));
        prop_assert!(component.boundaries.iter().all(|boundary| system.boundaries.contains_key(boundary)));
    }
    for (id, node) in &system.nodes {
        if let Some(parent) = &node.parent {
            prop_assert!(system.nodes.contains_key(parent));
            prop_assert!(!system.node_and_parents(parent).any(|outer| outer == id), "a node is part of itself");
        }
    }
    for (id, decision) in &project.decisions {
        prop_assert!(decision.drivers.iter().all(|driver| project.requirements.contains_key(driver)));
        prop_assert!(decision.supersedes.iter().all(|older| older != id && project.decisions.contains_key(older)));
    }
    let mut grouped = BTreeSet::new();
    for member in system.groups.values().flatten() {
        prop_assert!(system.contains(member));
        prop_assert!(grouped.insert(member), "an element is in two groups");
    }
    prop_assert!(system.groups.values().all(|members| members.len() > 1));
    prop_assert!(system.locked.iter().all(|element| system.contains(element)));
    prop_assert!(system.collapsed.iter().all(|node| system.nodes.contains_key(node)));
    prop_assert!(project.tasks.keys().all(|component| system.components.contains_key(component)));
    prop_assert!(project.choices.values().all(|choice| system.contains(&choice.element)));
    for exclusion in &project.exclusions {
        prop_assert!(exclusion.options.keys().all(|choice| project.choices.contains_key(choice)));
    }
    Ok(())
}

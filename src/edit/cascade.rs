//! What goes when something is removed: everything that would be left without meaning, and nothing else.

use std::collections::BTreeSet;

use super::drawing;
use crate::model::{
    BoundaryId, ChoiceId, ComponentId, DatasetId, ElementId, NodeId, OpenQuestion, Pick, Project, RequirementId,
    ScenarioId, StakeholderId, Subject, ViewKey,
};

/// Deletes elements of the drawing.
pub(super) fn delete(project: &mut Project, elements: &[ElementId]) {
    for element in elements {
        match element {
            ElementId::Component(id) => delete_component(project, id),
            ElementId::Connector(id) => drop(project.system.connectors.shift_remove(id)),
            ElementId::Node(id) => delete_node(project, id),
            ElementId::Boundary(id) => delete_boundary(project, id),
            ElementId::Note(id) => drop(project.system.notes.shift_remove(id)),
        }
    }
    forget_marks(project, elements);
    forget_subjects(project);
}

/// Removes a scenario and the requirements on it.
pub(super) fn remove_scenario(project: &mut Project, id: &ScenarioId) {
    project.scenarios.shift_remove(id);
    project.views.remove(&ViewKey::Scenario(id.clone()));
    forget_subjects(project);
}

/// Removes a dataset and what is required and said of it.
pub(super) fn remove_dataset(project: &mut Project, id: &DatasetId) {
    project.datasets.shift_remove(id);
    forget_subjects(project);
}

/// Removes a requirement; what was derived from it stands on its own from now on.
pub(super) fn remove_requirement(project: &mut Project, id: &RequirementId) {
    project.requirements.shift_remove(id);
    forget_parents(project);
}

/// Removes somebody who weighs requirements, with all weights.
pub(super) fn remove_stakeholder(project: &mut Project, id: &StakeholderId) {
    project.stakeholders.shift_remove(id);
    for requirement in project.requirements.values_mut() {
        requirement.weights.remove(id);
    }
}

/// Requirements and judgements speak only of what is there, on this drawing or on that of another alternative.
fn forget_subjects(project: &mut Project) {
    let (system, scenarios, datasets) = (&project.system, &project.scenarios, &project.datasets);
    let alternatives = &project.alternatives;
    let is_there = |subject: &Subject| match subject {
        Subject::System => true,
        Subject::Scenario(id) => scenarios.contains_key(id),
        Subject::Dataset(id) => datasets.contains_key(id),
        Subject::Component(_) | Subject::Connector(_) | Subject::Node(_) => {
            let element = subject.element();
            element.is_some_and(|element| system.contains(&element) || alternatives.have_element(&element))
        }
    };
    project.requirements.retain(|_, requirement| is_there(&requirement.measure.subject));
    project.judgements.retain(|key, _| is_there(&key.subject));
    forget_parents(project);
}

fn forget_parents(project: &mut Project) {
    let kept: BTreeSet<_> = project.requirements.keys().cloned().collect();
    for requirement in project.requirements.values_mut() {
        requirement.derived_from.take_if(|parent| !kept.contains(parent));
    }
}

/// Removes a choice, also from the design that was decided on.
pub(super) fn remove_choice(project: &mut Project, id: &ChoiceId) {
    project.choices.shift_remove(id);
    if let Some(design) = &mut project.decision.design {
        design.picks.remove(id);
    }
}

/// A scenario that enters here or passes through is kept: the checks then say what its path lacks.
fn delete_component(project: &mut Project, id: &ComponentId) {
    project.system.components.shift_remove(id);
    project.system.connectors.retain(|_, connector| connector.source != *id && connector.target != *id);
    let is_elsewhere = project.alternatives.have(id);
    if !is_elsewhere {
        project.tasks.shift_remove(id);
    }
    for component in project.system.components.values_mut() {
        component.facts.forget(id);
    }
    for connector in project.system.connectors.values_mut() {
        connector.facts.forget(id);
    }
    for node in project.system.nodes.values_mut() {
        node.facts.forget(id);
    }
    let choices: Vec<_> = project
        .choices
        .iter()
        .filter(|(_, choice)| choice.component == *id)
        .map(|(choice, _)| choice.clone())
        .collect();
    for choice in &choices {
        remove_choice(project, choice);
    }
}

/// Groups, locks and views speak only of what is there.
fn forget_marks(project: &mut Project, removed: &[ElementId]) {
    let system = &mut project.system;
    let mut groups = std::mem::take(&mut system.groups);
    let mut locked = std::mem::take(&mut system.locked);
    for members in groups.values_mut() {
        members.retain(|element| system.contains(element));
    }
    locked.retain(|element| system.contains(element));
    (system.groups, system.locked) = (groups, locked);
    let nodes = &system.nodes;
    system.collapsed.retain(|id| nodes.contains_key(id));
    drawing::drop_small_groups(system);
    let system = &project.system;
    for layout in project.views.values_mut() {
        layout.hidden.retain(|element| system.contains(element));
        layout.lines.retain(|id, _| system.connectors.contains_key(id));
        // The box that stands for the whole system is no element; its place stays.
        let was_removed = |element: &ElementId| removed.contains(element) && !system.contains(element);
        layout.places.retain(|element, _| !was_removed(element));
    }
    project.views.retain(|_, layout| !layout.is_empty());
    // Another element may get the same name: what was accepted was not about that one.
    let is_gone = |element: &ElementId| removed.contains(element) && !system.contains(element);
    project.accepted.retain(|key, _| !key.elements.iter().any(is_gone));
}

/// Components inside stay on the drawing.
fn delete_boundary(project: &mut Project, id: &BoundaryId) {
    project.system.boundaries.shift_remove(id);
    for component in project.system.components.values_mut() {
        component.boundaries.remove(id);
    }
}

/// Components on the node stay on the drawing, deployed nowhere; nodes inside become part of what it was part of.
fn delete_node(project: &mut Project, id: &NodeId) {
    let outer = project.system.nodes.shift_remove(id).and_then(|node| node.parent);
    for node in project.system.nodes.values_mut() {
        if node.parent.as_ref() == Some(id) {
            node.parent.clone_from(&outer);
        }
    }
    for component in project.system.components.values_mut() {
        component.deployed_on.take_if(|node| node == id);
    }
    for choice in project.choices.values_mut() {
        if let OpenQuestion::Node(options) = &mut choice.question {
            options.retain(|option| option != id);
        }
    }
    if let Some(design) = &mut project.decision.design {
        design.picks.retain(|_, pick| *pick != Pick::Node(id.clone()));
    }
}

//! What goes when something is removed: everything that would be left without meaning, and nothing else.

use std::collections::BTreeSet;

use super::options::{forget_option, remove_choice};
use super::{decisions, drawing};
use crate::model::{
    AlternativeId, BoundaryId, ComponentId, DatasetId, ElementId, NodeId, OpenQuestion, Pick, Project, RequirementId,
    ScenarioId, StakeholderId, Subject, ViewKey,
};

/// Deletes elements of the drawing.
pub(super) fn delete(project: &mut Project, elements: &[ElementId]) {
    let before: BTreeSet<_> = project.system.elements().collect();
    for element in elements {
        match element {
            ElementId::Component(id) => delete_component(project, id),
            ElementId::Connector(id) => drop(project.system.connectors.shift_remove(id)),
            ElementId::Node(id) => delete_node(project, id),
            ElementId::Boundary(id) => delete_boundary(project, id),
            ElementId::Note(id) => drop(project.system.notes.shift_remove(id)),
        }
    }
    forget_choices(project, &before);
    forget_marks(project, elements);
    forget_elements(project, &before);
}

/// Removes an alternative that is not shown, and what was there alone with it: what that learns, what is required and
/// said of it.
pub(super) fn remove_alternative(project: &mut Project, id: &AlternativeId) {
    let removed = project.alternatives.others.shift_remove(id);
    let before = removed.map_or_else(BTreeSet::new, |removed| removed.system.elements().collect());
    for element in &before {
        if let ElementId::Component(id) = element
            && !project.system.components.contains_key(id)
            && !project.alternatives.have(id)
        {
            project.tasks.shift_remove(id);
        }
    }
    forget_elements(project, &before);
}

/// Removes a scenario and the requirements on it.
pub(super) fn remove_scenario(project: &mut Project, id: &ScenarioId) {
    project.scenarios.shift_remove(id);
    project.views.remove(&ViewKey::Scenario(id.clone()));
    forget_subjects(project, |subject| *subject == Subject::Scenario(id.clone()));
}

/// Removes a dataset and what is required and said of it.
pub(super) fn remove_dataset(project: &mut Project, id: &DatasetId) {
    project.datasets.shift_remove(id);
    forget_subjects(project, |subject| *subject == Subject::Dataset(id.clone()));
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

/// Requirements and judgements do not speak of elements that were there before and are no more, on this drawing or on that
/// of another alternative.
fn forget_elements(project: &mut Project, before: &BTreeSet<ElementId>) {
    let there: BTreeSet<_> = before
        .iter()
        .filter(|element| project.system.contains(element) || project.alternatives.have_element(element))
        .cloned()
        .collect();
    let is_gone = |subject: &Subject| {
        subject.element().is_some_and(|element| before.contains(&element) && !there.contains(&element))
    };
    forget_subjects(project, is_gone);
}

fn forget_subjects(project: &mut Project, is_gone: impl Fn(&Subject) -> bool) {
    project.requirements.retain(|_, requirement| !is_gone(&requirement.measure.subject));
    project.judgements.retain(|key, _| !is_gone(&key.subject));
    forget_parents(project);
}

fn forget_parents(project: &mut Project) {
    let kept: BTreeSet<_> = project.requirements.keys().cloned().collect();
    for requirement in project.requirements.values_mut() {
        requirement.derived_from.take_if(|parent| !kept.contains(parent));
    }
    decisions::forget_drivers(project);
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
}

/// What is open about elements that are not there any more is no longer asked, and they are no options.
fn forget_choices(project: &mut Project, before: &BTreeSet<ElementId>) {
    let is_gone = |element: &ElementId| before.contains(element) && !project.system.contains(element);
    let of_gone = project.choices.iter().filter(|(_, choice)| is_gone(&choice.element));
    for choice in of_gone.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
        remove_choice(project, &choice);
    }
    let system = &project.system;
    for choice in project.choices.values_mut() {
        if let OpenQuestion::Fallback(options) = &mut choice.question {
            let is_gone = |id: &ComponentId| {
                let element = ElementId::Component(id.clone());
                before.contains(&element) && !system.contains(&element)
            };
            options.retain(|option| !option.as_ref().is_some_and(is_gone));
        }
    }
    let gone = before.iter().filter(|element| !project.system.contains(element)).cloned().collect::<Vec<_>>();
    for element in gone {
        if let ElementId::Component(id) = element {
            forget_option(project, &Pick::Fallback(Some(id)));
        }
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
    forget_option(project, &Pick::Node(id.clone()));
}

#[cfg(test)]
mod tests {
    use crate::edit::{Edit, create};
    use crate::model::{ElementId, Measure, Point, Project, Subject};

    fn apply(project: &mut Project, edit: &Edit) {
        edit.apply(project).unwrap();
    }

    fn with_component(project: &mut Project) -> crate::model::ComponentId {
        let (id, component) = create::component(project, "service", Point::default());
        apply(project, &Edit::PutComponent(id.clone(), component));
        id
    }

    fn require(project: &mut Project, measure: Measure, subject: Subject) -> crate::model::RequirementId {
        let (id, requirement) = create::requirement(project, measure, subject);
        apply(project, &Edit::PutRequirement(id.clone(), requirement));
        id
    }

    #[test]
    fn what_is_required_of_the_deleted_goes_and_nothing_else() {
        let mut project = Project::default();
        let (gone, kept) = (with_component(&mut project), with_component(&mut project));
        for id in [&gone, &kept] {
            require(&mut project, Measure::Availability, Subject::Component(id.clone()));
        }
        // It speaks of nothing that was ever there: that is for the checks to say.
        require(&mut project, Measure::Availability, Subject::Component("nobody".into()));
        apply(&mut project, &Edit::Delete(vec![ElementId::Component(gone)]));
        let subjects: Vec<_> = project.requirements.values().map(|one| one.measure.subject.clone()).collect();
        assert_eq!(subjects, [Subject::Component(kept), Subject::Component("nobody".into())]);
    }

    #[test]
    fn what_another_alternative_has_keeps_its_requirements_until_that_goes_too() {
        let mut project = Project::default();
        let id = with_component(&mut project);
        require(&mut project, Measure::Availability, Subject::Component(id.clone()));
        apply(&mut project, &Edit::BranchAlternative("edge".into(), "On the edge".to_owned()));
        apply(&mut project, &Edit::Delete(vec![ElementId::Component(id)]));
        assert_eq!(project.requirements.len(), 1);
        apply(&mut project, &Edit::RemoveAlternative("first".into()));
        assert!(project.requirements.is_empty());
    }

    #[test]
    fn what_another_alternative_learns_goes_with_it() {
        let mut project = Project::default();
        let id = with_component(&mut project);
        let task = create::task(&project, &id, &"data".into(), &crate::model::Goal::Number);
        apply(&mut project, &Edit::PutTask(id.clone(), task));
        apply(&mut project, &Edit::BranchAlternative("edge".into(), "On the edge".to_owned()));
        apply(&mut project, &Edit::BranchAlternative("cloud".into(), "In the cloud".to_owned()));
        apply(&mut project, &Edit::Delete(vec![ElementId::Component(id.clone())]));
        apply(&mut project, &Edit::RemoveAlternative("first".into()));
        assert!(project.tasks.contains_key(&id), "one alternative has it still");
        apply(&mut project, &Edit::RemoveAlternative("edge".into()));
        assert!(project.tasks.is_empty());
    }

    #[test]
    fn a_derived_requirement_outlives_its_parent() {
        let mut project = Project::default();
        let id = with_component(&mut project);
        let parent = require(&mut project, Measure::MonthlyCost, Subject::System);
        let child = require(&mut project, Measure::MonthlyCost, Subject::Component(id));
        project.requirements[&child].derived_from = Some(parent.clone());
        apply(&mut project, &Edit::RemoveRequirement(parent));
        assert_eq!(project.requirements[&child].derived_from, None);
    }
}

//! What the undo menu calls an edit.

use std::collections::BTreeSet;

use super::{Edit, Placement};
use crate::model::{ComponentId, Decision, ElementId, LearningTask, Project};

impl Edit {
    /// What the undo menu calls this edit when it is made on `project`: "add Fraud model", "move 3 elements".
    pub fn label(&self, project: &Project) -> String {
        let put = |is_there: bool, name: &str| format!("{} {name}", if is_there { "change" } else { "add" });
        match self {
            Self::Describe { .. } => "describe project".to_owned(),
            Self::PutComponent(id, component) => match project.system.components.get(id) {
                Some(before) if before.name != component.name => format!("rename {}", before.name),
                before => put(before.is_some(), &component.name),
            },
            Self::PutNode(id, node) => match project.system.nodes.get(id) {
                Some(before) if before.name != node.name => format!("rename {}", before.name),
                before => put(before.is_some(), &node.name),
            },
            Self::PutConnector(id, _) if project.system.connectors.contains_key(id) => "change connector".to_owned(),
            Self::PutConnector(_, connector) => {
                let target = ElementId::Component(connector.target.clone());
                format!("connect to {}", project.element_name(&target))
            }
            Self::PutBoundary(id, boundary) => put(project.system.boundaries.contains_key(id), &boundary.name),
            Self::PutNote(id, _) => put(project.system.notes.contains_key(id), "note"),
            Self::Hide(view, hidden) if hidden.is_empty() => format!("show everything in {}", project.view_name(view)),
            Self::Hide(view, _) => format!("hide from {}", project.view_name(view)),
            Self::Place(Placement { shapes, lines, .. }) => {
                let shapes = shapes.iter().map(|(element, _)| element.clone());
                if shapes.len() == 0 && !lines.is_empty() {
                    return "bend connector".to_owned();
                }
                format!("move {}", listed(project, &shapes.collect()))
            }
            Self::Enclose(id, _) | Self::Deploy(id, _) => {
                format!("place {}", project.element_name(&ElementId::Component(id.clone())))
            }
            Self::Nest(id, _) => format!("place {}", project.element_name(&ElementId::Node(id.clone()))),
            Self::Reorder { elements, to_front: true } => format!("bring {} to the front", listed(project, elements)),
            Self::Reorder { elements, to_front: false } => format!("send {} to the back", listed(project, elements)),
            Self::Group(_, members) => format!("group {}", listed(project, members)),
            Self::Ungroup(_) => "ungroup".to_owned(),
            Self::Collapse(id, collapsed) => {
                let name = project.element_name(&ElementId::Node(id.clone()));
                format!("{} {name}", if *collapsed { "collapse" } else { "open" })
            }
            Self::Lock { elements, locked: true } => format!("lock {}", listed(project, elements)),
            Self::Lock { elements, locked: false } => format!("unlock {}", listed(project, elements)),
            Self::Delete(elements) => format!("delete {}", counted(project, &elements.iter().collect::<Vec<_>>())),
            Self::BranchAlternative(_, name) => format!("begin the alternative {name}"),
            Self::ShowAlternative(id) | Self::RemoveAlternative(id) => {
                let name = project.alternatives.others.get(id).map_or("", |other| other.name.as_str());
                let verb = if matches!(self, Self::ShowAlternative(_)) { "show" } else { "remove" };
                format!("{verb} the alternative {name}")
            }
            Self::DescribeAlternative { .. } => "describe the alternative".to_owned(),
            Self::PutScenario(id, scenario) => put(project.scenarios.contains_key(id), &scenario.name),
            Self::RemoveScenario(_) => "remove scenario".to_owned(),
            Self::PutRequirement(id, requirement) => put(project.requirements.contains_key(id), &requirement.name),
            Self::RemoveRequirement(_) => "remove requirement".to_owned(),
            Self::StateTotalLoad(_) => "change all requests".to_owned(),
            Self::MoveRequirements(..) => "reorder requirements".to_owned(),
            Self::PutStakeholder(id, stakeholder) => put(project.stakeholders.contains_key(id), &stakeholder.name),
            Self::RemoveStakeholder(_) => "remove stakeholder".to_owned(),
            Self::Judge(key, _) => format!("judge {}", project.measure_name(key)),
            Self::PutDataset(id, dataset) => put(project.datasets.contains_key(id), &dataset.name),
            Self::RemoveDataset(_) => "remove dataset".to_owned(),
            Self::PutTask(id, task) => task_label(project, id, task),
            Self::RemoveTask(_) => "remove learning task".to_owned(),
            Self::PutChoice(id, _) => put(project.choices.contains_key(id), "choice"),
            Self::RemoveChoice(_) => "settle choice".to_owned(),
            Self::Exclude(exclusions) if exclusions.len() < project.exclusions.len() => {
                "allow a combination".to_owned()
            }
            Self::Exclude(exclusions) if exclusions.len() > project.exclusions.len() => {
                "rule a combination out".to_owned()
            }
            Self::Exclude(_) => "change what is ruled out".to_owned(),
            Self::PutDecision(id, decision) => put(project.decisions.contains_key(id), decision.name()),
            Self::RemoveDecision(id) => {
                let name = project.decisions.get(id).map_or("decision", Decision::name);
                format!("remove {name}")
            }
            Self::PutBreakout(_) => "answer the exercise".to_owned(),
            Self::AcceptFinding(_, Some(_)) => "accept finding".to_owned(),
            Self::AcceptFinding(_, None) => "open finding again".to_owned(),
        }
    }
}

fn listed(project: &Project, elements: &BTreeSet<ElementId>) -> String {
    counted(project, &elements.iter().collect::<Vec<_>>())
}

/// One element by its name, several by their number.
fn counted(project: &Project, elements: &[&ElementId]) -> String {
    match elements {
        [element] => project.element_name(element),
        _ => format!("{} elements", elements.len()),
    }
}

fn task_label(project: &Project, id: &ComponentId, task: &LearningTask) -> String {
    let Some(before) = project.tasks.get(id) else {
        return "add learning task".to_owned();
    };
    if before.candidates.len() < task.candidates.len() {
        "add candidate".to_owned()
    } else if before.candidates.len() > task.candidates.len() {
        "remove candidate".to_owned()
    } else if before.candidates != task.candidates {
        "change candidate".to_owned()
    } else {
        "change learning task".to_owned()
    }
}

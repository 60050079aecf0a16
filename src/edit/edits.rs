//! Edits: each a value that says what the project shall be afterwards.

use std::collections::BTreeSet;

use crate::model::{
    AlternativeId, Boundary, BoundaryId, Breakout, Choice, ChoiceId, Component, ComponentId, Connector, ConnectorId,
    Dataset, DatasetId, Decision, DecisionId, DeploymentNode, ElementId, Exclusion, FindingKey, GroupId, Judgement,
    LearningTask, MeasureKey, NodeId, Note, NoteId, Project, Requirement, RequirementId, Scenario, ScenarioId,
    Stakeholder, StakeholderId, TotalLoad, ViewKey,
};

use super::drawing::Placement;
use super::{alternatives, cascade, decisions, drawing, options, requirements};

/// One change of a project. A `Put` adds or replaces; what a removal leaves without meaning goes with it.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Names and describes the project.
    Describe {
        /// The project's name.
        name: String,
        /// The problem in a few sentences.
        description: String,
    },
    /// Adds or replaces a component.
    PutComponent(ComponentId, Component),
    /// Adds or replaces a connector.
    PutConnector(ConnectorId, Connector),
    /// Adds or replaces a deployment node.
    PutNode(NodeId, DeploymentNode),
    /// Adds or replaces a boundary.
    PutBoundary(BoundaryId, Boundary),
    /// Adds or replaces a note.
    PutNote(NoteId, Note),
    /// Moves or resizes what is drawn, without changing what it means.
    Place(Placement),
    /// Leaves these elements, and only these, out of a view.
    Hide(ViewKey, BTreeSet<ElementId>),
    /// Says where a component runs.
    Deploy(ComponentId, Option<NodeId>),
    /// Says which boundaries a component lies within.
    Enclose(ComponentId, BTreeSet<BoundaryId>),
    /// Says which node a node is part of.
    Nest(NodeId, Option<NodeId>),
    /// Brings elements to the front of the drawing, or sends them to its back, each among its sort.
    Reorder {
        /// What is moved; their order among each other stays.
        elements: BTreeSet<ElementId>,
        /// To the front, not to the back.
        to_front: bool,
    },
    /// Makes a group, and takes its members out of the groups they were in.
    Group(GroupId, BTreeSet<ElementId>),
    /// Dissolves a group; its members stay.
    Ungroup(GroupId),
    /// Draws a node as one small box, or opens it again.
    Collapse(NodeId, bool),
    /// Locks elements, or unlocks them.
    Lock {
        /// Which.
        elements: BTreeSet<ElementId>,
        /// Whether they are locked from now on.
        locked: bool,
    },
    /// Deletes drawn elements and what hangs on them.
    Delete(Vec<ElementId>),
    /// Puts a copy of the drawing aside; what is drawn from now on is this alternative, with this name.
    BranchAlternative(AlternativeId, String),
    /// Shows another alternative.
    ShowAlternative(AlternativeId),
    /// Names and describes the alternative that is shown.
    DescribeAlternative {
        /// Its name.
        name: String,
        /// What is different about it.
        description: String,
    },
    /// Removes an alternative that is not shown.
    RemoveAlternative(AlternativeId),
    /// Adds or replaces a scenario.
    PutScenario(ScenarioId, Scenario),
    /// Removes a scenario and the requirements on it.
    RemoveScenario(ScenarioId),
    /// States all requests to the system, of which scenarios have shares; `None` if none has.
    StateTotalLoad(Option<TotalLoad>),
    /// Adds or replaces a requirement.
    PutRequirement(RequirementId, Requirement),
    /// Removes a requirement; what was derived from it stands on its own.
    RemoveRequirement(RequirementId),
    /// Puts requirements before another one, in the order in which they are given; at the end without one.
    MoveRequirements(Vec<RequirementId>, Option<RequirementId>),
    /// Adds or replaces somebody who weighs requirements.
    PutStakeholder(StakeholderId, Stakeholder),
    /// Removes somebody who weighs requirements, with all weights.
    RemoveStakeholder(StakeholderId),
    /// Replaces what people say about a quality.
    Judge(MeasureKey, Vec<Judgement>),
    /// Adds or replaces a dataset.
    PutDataset(DatasetId, Dataset),
    /// Removes a dataset.
    RemoveDataset(DatasetId),
    /// Adds or replaces what a component learns, its candidates included. A candidate that it then has no more is no
    /// longer ruled out nor decided for.
    PutTask(ComponentId, LearningTask),
    /// Removes what a component learns, and what is open about it.
    RemoveTask(ComponentId),
    /// Adds or replaces an open choice.
    PutChoice(ChoiceId, Choice),
    /// Settles a choice: what is drawn holds.
    RemoveChoice(ChoiceId),
    /// Says which options must not be taken together.
    Exclude(Vec<Exclusion>),
    /// Adds or replaces a decision record.
    PutDecision(DecisionId, Decision),
    /// Removes a decision record; what supersedes it stands on its own.
    RemoveDecision(DecisionId),
    /// Leaves a finding as it is, for this reason; without one it is open again.
    AcceptFinding(FindingKey, Option<String>),
    /// Replaces what is worked on in a class, and what the group says beside the project.
    PutBreakout(Option<Box<Breakout>>),
}

/// Why an edit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The edit speaks of a component that is not there.
    #[error("there is no component \"{0}\" any more; select one that is on the drawing")]
    NoSuchComponent(ComponentId),
    /// The edit speaks of an element that is not there.
    #[error("there is no element {0:?} any more; select one that is on the drawing")]
    NoSuchElement(ElementId),
    /// The edit speaks of a node that is not there.
    #[error("there is no deployment node \"{0}\" any more; select one that is on the drawing")]
    NoSuchNode(NodeId),
    /// The edit speaks of a boundary that is not there.
    #[error("there is no boundary \"{0}\" any more; select one that is on the drawing")]
    NoSuchBoundary(BoundaryId),
    /// The edit speaks of an alternative that is not there, or that is shown.
    #[error("there is no other alternative \"{0}\"; choose one from the list")]
    NoSuchAlternative(AlternativeId),
    /// An alternative of this identifier is there already.
    #[error("there is an alternative \"{0}\" already; choose another name")]
    AlternativeIsThere(AlternativeId),
    /// A node would become part of itself.
    #[error("the deployment node \"{0}\" cannot be part of a node that it contains; choose another one")]
    NestedInItself(NodeId),
    /// The edit speaks of a decision that is not there.
    #[error("there is no decision \"{0}\" any more that could be superseded; begin a decision of its own")]
    NoSuchDecision(DecisionId),
    /// A decision would take its own place.
    #[error("the decision \"{0}\" cannot supersede itself, nor one that superseded it; supersede another one")]
    SupersedesItself(DecisionId),
}

impl Edit {
    /// Makes the change.
    ///
    /// # Errors
    /// The edit speaks of an element that is not there; the project is then unchanged.
    pub fn apply(&self, project: &mut Project) -> Result<(), EditError> {
        self.check(project)?;
        match self {
            Self::Describe { name, description } => {
                project.name.clone_from(name);
                project.description.clone_from(description);
            }
            Self::PutComponent(id, component) => put(&mut project.system.components, id, component),
            Self::PutConnector(id, connector) => put(&mut project.system.connectors, id, connector),
            Self::PutNode(id, node) => put(&mut project.system.nodes, id, node),
            Self::PutBoundary(id, boundary) => put(&mut project.system.boundaries, id, boundary),
            Self::PutNote(id, note) => put(&mut project.system.notes, id, note),
            Self::Place(placement) => drawing::place(project, placement),
            Self::Hide(view, hidden) => drawing::hide(project, view, hidden),
            Self::Deploy(id, node) => {
                if let Some(component) = project.system.components.get_mut(id) {
                    component.deployed_on.clone_from(node);
                }
            }
            Self::Enclose(id, boundaries) => {
                if let Some(component) = project.system.components.get_mut(id) {
                    component.boundaries.clone_from(boundaries);
                }
            }
            Self::Nest(id, parent) => {
                if let Some(node) = project.system.nodes.get_mut(id) {
                    node.parent.clone_from(parent);
                }
            }
            Self::Reorder { elements, to_front } => drawing::reorder(&mut project.system, elements, *to_front),
            Self::Group(id, members) => drawing::group(&mut project.system, id, members),
            Self::Ungroup(id) => drop(project.system.groups.shift_remove(id)),
            Self::Collapse(id, collapsed) => drawing::collapse(&mut project.system, id, *collapsed),
            Self::Lock { elements, locked } => drawing::lock(&mut project.system, elements, *locked),
            Self::Delete(elements) => cascade::delete(project, elements),
            Self::BranchAlternative(id, name) => alternatives::branch(project, id, name),
            Self::ShowAlternative(id) => alternatives::show(project, id),
            Self::DescribeAlternative { name, description } => {
                project.alternatives.name.clone_from(name);
                project.alternatives.description.clone_from(description);
            }
            Self::RemoveAlternative(id) => cascade::remove_alternative(project, id),
            Self::PutScenario(id, scenario) => put(&mut project.scenarios, id, scenario),
            Self::RemoveScenario(id) => cascade::remove_scenario(project, id),
            Self::StateTotalLoad(load) => project.total_load = *load,
            Self::PutRequirement(id, requirement) => put(&mut project.requirements, id, requirement),
            Self::RemoveRequirement(id) => cascade::remove_requirement(project, id),
            Self::MoveRequirements(moved, before) => requirements::reorder(project, moved, before.as_ref()),
            Self::PutStakeholder(id, stakeholder) => put(&mut project.stakeholders, id, stakeholder),
            Self::RemoveStakeholder(id) => cascade::remove_stakeholder(project, id),
            Self::Judge(key, judgements) if judgements.is_empty() => drop(project.judgements.remove(key)),
            Self::Judge(key, judgements) => drop(project.judgements.insert(key.clone(), judgements.clone())),
            Self::PutDataset(id, dataset) => put(&mut project.datasets, id, dataset),
            Self::RemoveDataset(id) => cascade::remove_dataset(project, id),
            Self::PutTask(id, task) => options::put_task(project, id, task),
            Self::RemoveTask(id) => options::remove_task(project, id),
            Self::PutChoice(id, choice) => put(&mut project.choices, id, choice),
            Self::RemoveChoice(id) => options::remove_choice(project, id),
            Self::Exclude(exclusions) => project.exclusions.clone_from(exclusions),
            Self::PutDecision(id, decision) => put(&mut project.decisions, id, decision),
            Self::RemoveDecision(id) => decisions::remove(project, id),
            Self::PutBreakout(breakout) => project.breakout = breakout.as_deref().cloned(),
            Self::AcceptFinding(key, reason) => {
                match reason.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
                    Some(reason) => drop(project.accepted.insert(key.clone(), reason.to_owned())),
                    None => drop(project.accepted.remove(key)),
                }
            }
        }
        Ok(())
    }

    fn check(&self, project: &Project) -> Result<(), EditError> {
        let component = |id: &ComponentId| {
            let is_there = project.system.components.contains_key(id);
            is_there.then_some(()).ok_or_else(|| EditError::NoSuchComponent(id.clone()))
        };
        let node = |id: &NodeId| {
            let is_there = project.system.nodes.contains_key(id);
            is_there.then_some(()).ok_or_else(|| EditError::NoSuchNode(id.clone()))
        };
        let boundary = |id: &BoundaryId| {
            let is_there = project.system.boundaries.contains_key(id);
            is_there.then_some(()).ok_or_else(|| EditError::NoSuchBoundary(id.clone()))
        };
        match self {
            Self::PutConnector(_, connector) => component(&connector.source).and(component(&connector.target)),
            Self::PutTask(id, _) => component(id),
            Self::PutChoice(_, choice) => {
                // Nothing is open about boundaries and notes.
                let is_there = project.system.properties(&choice.element).is_some();
                is_there.then_some(()).ok_or_else(|| EditError::NoSuchElement(choice.element.clone()))
            }
            Self::Deploy(id, target) => component(id).and(target.as_ref().map_or(Ok(()), node)),
            Self::Enclose(id, boundaries) => component(id).and(boundaries.iter().try_for_each(boundary)),
            Self::Collapse(id, _) => node(id),
            Self::ShowAlternative(id) | Self::RemoveAlternative(id) => {
                let is_there = project.alternatives.others.contains_key(id);
                is_there.then_some(()).ok_or_else(|| EditError::NoSuchAlternative(id.clone()))
            }
            Self::BranchAlternative(id, _) => {
                let shown = &project.alternatives;
                let is_there = shown.current == *id || shown.others.contains_key(id);
                if is_there { Err(EditError::AlternativeIsThere(id.clone())) } else { Ok(()) }
            }
            Self::Nest(id, parent) => node(id).and(check_parent(project, id, parent.as_ref())),
            Self::PutNode(id, put) => check_parent(project, id, put.parent.as_ref()),
            Self::PutDecision(id, put) => decisions::check(project, id, put.supersedes.as_ref()),
            Self::PutComponent(_, put) => {
                put.deployed_on.as_ref().map_or(Ok(()), node).and(put.boundaries.iter().try_for_each(boundary))
            }
            _ => Ok(()),
        }
    }
}

/// A node's parent is there, and is no part of the node.
fn check_parent(project: &Project, id: &NodeId, parent: Option<&NodeId>) -> Result<(), EditError> {
    let Some(parent) = parent else { return Ok(()) };
    if !project.system.nodes.contains_key(parent) {
        return Err(EditError::NoSuchNode(parent.clone()));
    }
    if project.system.node_and_parents(parent).any(|ancestor| ancestor == id) {
        return Err(EditError::NestedInItself(id.clone()));
    }
    Ok(())
}

fn put<K: Clone + Eq + std::hash::Hash, V: Clone>(into: &mut crate::model::Collection<K, V>, id: &K, value: &V) {
    into.insert(id.clone(), value.clone());
}

//! Edits: each a value that says what the project shall be afterwards, with a label for the undo menu.

use crate::model::{
    Choice, ChoiceId, Component, ComponentId, Connector, ConnectorId, Dataset, DatasetId, Decision, DeploymentNode,
    ElementId, LearningTask, NodeId, Project, Rectangle, Requirement, RequirementId, Scenario, ScenarioId,
};

use super::cascade;

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
    /// Moves or resizes what is drawn, without changing what it means.
    Place {
        /// New shapes of components.
        components: Vec<(ComponentId, Rectangle)>,
        /// New shapes of nodes.
        nodes: Vec<(NodeId, Rectangle)>,
    },
    /// Says where a component runs.
    Deploy(ComponentId, Option<NodeId>),
    /// Deletes drawn elements and what hangs on them.
    Delete(Vec<ElementId>),
    /// Adds or replaces a scenario.
    PutScenario(ScenarioId, Scenario),
    /// Removes a scenario and the requirements on it.
    RemoveScenario(ScenarioId),
    /// Adds or replaces a requirement.
    PutRequirement(RequirementId, Requirement),
    /// Removes a requirement.
    RemoveRequirement(RequirementId),
    /// Adds or replaces a dataset.
    PutDataset(DatasetId, Dataset),
    /// Removes a dataset.
    RemoveDataset(DatasetId),
    /// Adds or replaces what a component learns, its candidates included.
    PutTask(ComponentId, LearningTask),
    /// Removes what a component learns.
    RemoveTask(ComponentId),
    /// Adds or replaces an open choice.
    PutChoice(ChoiceId, Choice),
    /// Settles a choice: what is drawn holds.
    RemoveChoice(ChoiceId),
    /// Replaces the decision record.
    Decide(Decision),
}

/// Why an edit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The edit speaks of a component that is not there.
    #[error("there is no component \"{0}\" any more; select one that is on the drawing")]
    NoSuchComponent(ComponentId),
    /// The edit speaks of a node that is not there.
    #[error("there is no deployment node \"{0}\" any more; select one that is on the drawing")]
    NoSuchNode(NodeId),
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
            Self::Place { components, nodes } => place(project, components, nodes),
            Self::Deploy(id, node) => {
                if let Some(component) = project.system.components.get_mut(id) {
                    component.deployed_on.clone_from(node);
                }
            }
            Self::Delete(elements) => cascade::delete(project, elements),
            Self::PutScenario(id, scenario) => put(&mut project.scenarios, id, scenario),
            Self::RemoveScenario(id) => cascade::remove_scenario(project, id),
            Self::PutRequirement(id, requirement) => put(&mut project.requirements, id, requirement),
            Self::RemoveRequirement(id) => drop(project.requirements.shift_remove(id)),
            Self::PutDataset(id, dataset) => put(&mut project.datasets, id, dataset),
            Self::RemoveDataset(id) => drop(project.datasets.shift_remove(id)),
            Self::PutTask(id, task) => put(&mut project.tasks, id, task),
            Self::RemoveTask(id) => drop(project.tasks.shift_remove(id)),
            Self::PutChoice(id, choice) => put(&mut project.choices, id, choice),
            Self::RemoveChoice(id) => cascade::remove_choice(project, id),
            Self::Decide(decision) => project.decision.clone_from(decision),
        }
        Ok(())
    }

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
            Self::Place { components, nodes } => match (components.as_slice(), nodes.as_slice()) {
                ([(id, _)], []) => format!("move {}", project.element_name(&ElementId::Component(id.clone()))),
                (_, [(id, _)]) => format!("move {}", project.element_name(&ElementId::Node(id.clone()))),
                _ => format!("move {} elements", components.len() + nodes.len()),
            },
            Self::Deploy(id, _) => format!("deploy {}", project.element_name(&ElementId::Component(id.clone()))),
            Self::Delete(elements) => match elements.as_slice() {
                [element] => format!("delete {}", project.element_name(element)),
                _ => format!("delete {} elements", elements.len()),
            },
            Self::PutScenario(id, scenario) => put(project.scenarios.contains_key(id), &scenario.name),
            Self::RemoveScenario(_) => "remove scenario".to_owned(),
            Self::PutRequirement(id, requirement) => put(project.requirements.contains_key(id), &requirement.name),
            Self::RemoveRequirement(_) => "remove requirement".to_owned(),
            Self::PutDataset(id, dataset) => put(project.datasets.contains_key(id), &dataset.name),
            Self::RemoveDataset(_) => "remove dataset".to_owned(),
            Self::PutTask(id, task) => task_label(project, id, task),
            Self::RemoveTask(_) => "remove learning task".to_owned(),
            Self::PutChoice(id, _) => put(project.choices.contains_key(id), "choice"),
            Self::RemoveChoice(_) => "settle choice".to_owned(),
            Self::Decide(_) => "change decision".to_owned(),
        }
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
        match self {
            Self::PutConnector(_, connector) => component(&connector.source).and(component(&connector.target)),
            Self::PutTask(id, _) => component(id),
            Self::PutChoice(_, choice) => component(&choice.component),
            Self::Deploy(id, target) => component(id).and(target.as_ref().map_or(Ok(()), node)),
            Self::PutComponent(_, put) => put.deployed_on.as_ref().map_or(Ok(()), node),
            _ => Ok(()),
        }
    }
}

fn put<K: Clone + Eq + std::hash::Hash, V: Clone>(into: &mut crate::model::Collection<K, V>, id: &K, value: &V) {
    into.insert(id.clone(), value.clone());
}

fn place(project: &mut Project, components: &[(ComponentId, Rectangle)], nodes: &[(NodeId, Rectangle)]) {
    for (id, shape) in components {
        if let Some(component) = project.system.components.get_mut(id) {
            component.shape = *shape;
        }
    }
    for (id, shape) in nodes {
        if let Some(node) = project.system.nodes.get_mut(id) {
            node.shape = *shape;
        }
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

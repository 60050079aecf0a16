//! A piece of a drawing to be put in elsewhere: what copying, duplicating and pasting work with.

use std::collections::{BTreeMap, BTreeSet};

use super::Edit;
use crate::model::{
    BoundaryId, Collection, ComponentId, ConnectorId, ElementId, GroupId, LearningTasks, NodeId, NoteId, Path, Project,
    Rectangle, Scenario, ScenarioId, Step, System, unused_id,
};

/// Elements that were copied, with the connectors among them and what their components learn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clip {
    /// The elements; what they refer to may be missing here.
    pub system: System,
    /// What the copied components learn.
    pub tasks: LearningTasks,
    /// Scenarios that come along; those of a drawing that is copied stay behind.
    pub scenarios: Collection<ScenarioId, Scenario>,
}

impl Clip {
    /// Copies `elements`, what runs on copied nodes, and every connector between copied components.
    pub fn of(project: &Project, elements: &BTreeSet<ElementId>) -> Self {
        let from = &project.system;
        let has = |element: ElementId| elements.contains(&element);
        let mut system = System::default();
        let nodes = from
            .nodes
            .iter()
            .filter(|(id, _)| from.node_and_parents(id).any(|outer| has(ElementId::Node(outer.clone()))));
        system.nodes = nodes.map(|(id, node)| (id.clone(), node.clone())).collect();
        let components = from.components.iter().filter(|(id, component)| {
            let runs_on_copy = component.deployed_on.as_ref().is_some_and(|node| system.nodes.contains_key(node));
            runs_on_copy || has(ElementId::Component((*id).clone()))
        });
        system.components = components.map(|(id, component)| (id.clone(), component.clone())).collect();
        let is_inside = |id: &ComponentId| system.components.contains_key(id);
        let connectors =
            from.connectors.iter().filter(|(_, found)| is_inside(&found.source) && is_inside(&found.target));
        system.connectors = connectors.map(|(id, connector)| (id.clone(), connector.clone())).collect();
        let boundaries = from.boundaries.iter().filter(|(id, _)| has(ElementId::Boundary((*id).clone())));
        system.boundaries = boundaries.map(|(id, boundary)| (id.clone(), boundary.clone())).collect();
        let notes = from.notes.iter().filter(|(id, _)| has(ElementId::Note((*id).clone())));
        system.notes = notes.map(|(id, note)| (id.clone(), note.clone())).collect();
        let groups = from.groups.iter().map(|(id, members)| {
            let members: BTreeSet<_> = members.iter().filter(|member| system.contains(member)).cloned().collect();
            (id.clone(), members)
        });
        system.groups = groups.filter(|(_, members)| members.len() > 1).collect();
        let tasks = project.tasks.iter().filter(|(id, _)| system.components.contains_key(*id));
        let tasks = tasks.map(|(id, task)| (id.clone(), task.clone())).collect();
        Self { system, tasks, ..Self::default() }
    }

    /// Whether nothing was copied.
    pub fn is_empty(&self) -> bool {
        self.system.elements().next().is_none()
    }

    /// The smallest rectangle around everything; `None` when nothing has a place.
    pub fn extent(&self) -> Option<Rectangle> {
        self.system.elements().filter_map(|element| self.system.shape(&element)).reduce(Rectangle::union)
    }

    /// The edits that put the elements into `project`, moved by `(dx, dy)` and under unused identifiers, and the elements
    /// that come of it. References to what is neither copied nor in the project are left out.
    pub fn paste(&self, project: &Project, dx: f32, dy: f32) -> (Vec<Edit>, BTreeSet<ElementId>) {
        let names = Names::new(self, project);
        let mut edits = Vec::new();
        // What is referred to comes first: every edit is checked against what is there by then.
        for (id, boundary) in &self.system.boundaries {
            let mut boundary = boundary.clone();
            boundary.shape = boundary.shape.moved(dx, dy);
            edits.push(Edit::PutBoundary(names.boundaries[id].clone(), boundary));
        }
        for id in self.nodes_outside_in() {
            let mut node = self.system.nodes[&id].clone();
            node.shape = node.shape.moved(dx, dy);
            node.parent = node.parent.as_ref().and_then(|parent| names.node(parent, project));
            node.facts.rename(|id| names.component(id, project));
            edits.push(Edit::PutNode(names.nodes[&id].clone(), node));
        }
        for (id, component) in &self.system.components {
            let mut component = component.clone();
            component.shape = component.shape.moved(dx, dy);
            component.deployed_on = component.deployed_on.as_ref().and_then(|node| names.node(node, project));
            component.boundaries = component.boundaries.iter().filter_map(|id| names.boundary(id, project)).collect();
            component.facts.rename(|id| names.component(id, project));
            edits.push(Edit::PutComponent(names.components[id].clone(), component));
        }
        for (id, connector) in &self.system.connectors {
            let mut connector = connector.clone();
            connector.source = names.components[&connector.source].clone();
            connector.target = names.components[&connector.target].clone();
            for bend in &mut connector.line.bends {
                *bend = bend.moved(dx, dy);
            }
            connector.facts.rename(|id| names.component(id, project));
            edits.push(Edit::PutConnector(names.connectors[id].clone(), connector));
        }
        for (id, note) in &self.system.notes {
            let mut note = note.clone();
            note.shape = note.shape.moved(dx, dy);
            edits.push(Edit::PutNote(names.notes[id].clone(), note));
        }
        let tasks = self.tasks.iter().filter(|(_, task)| project.datasets.contains_key(&task.dataset));
        edits.extend(tasks.map(|(id, task)| Edit::PutTask(names.components[id].clone(), task.clone())));
        for (id, members) in &self.system.groups {
            let members = members.iter().filter_map(|member| names.element(member)).collect();
            edits.push(Edit::Group(names.groups[id].clone(), members));
        }
        // A copy is free; only a whole drawing that is put in brings locks and closed nodes along.
        let locked: BTreeSet<_> = self.system.locked.iter().filter_map(|element| names.element(element)).collect();
        if !locked.is_empty() {
            edits.push(Edit::Lock { elements: locked, locked: true });
        }
        let collapsed = self.system.collapsed.iter().filter_map(|id| names.nodes.get(id));
        edits.extend(collapsed.map(|id| Edit::Collapse(id.clone(), true)));
        for (id, scenario) in &self.scenarios {
            let Some(entry) = names.components.get(&scenario.entry).cloned() else { continue };
            let is_taken = |id: &str| project.scenarios.contains_key(&ScenarioId::new(id));
            let id = ScenarioId::new(&unused_id(id.as_str(), is_taken));
            let path = match &scenario.path {
                Path::Derived => Path::Derived,
                Path::Drawn(steps) => {
                    let named = |(id, step): (&ConnectorId, &Step)| Some((names.connectors.get(id)?.clone(), *step));
                    Path::Drawn(steps.iter().filter_map(named).collect())
                }
            };
            edits.push(Edit::PutScenario(id, Scenario { entry, path, ..scenario.clone() }));
        }
        let pasted = self.system.elements().filter_map(|element| names.element(&element));
        let pasted = pasted.filter(|element| !matches!(element, ElementId::Connector(_))).collect();
        (edits, pasted)
    }

    /// Copied nodes, each after the node that it is part of.
    fn nodes_outside_in(&self) -> Vec<NodeId> {
        let depth = |id: &NodeId| self.system.node_and_parents(id).count();
        let mut nodes: Vec<_> = self.system.nodes.keys().cloned().collect();
        nodes.sort_by_key(depth);
        nodes
    }
}

/// New identifiers of copied elements.
struct Names {
    components: BTreeMap<ComponentId, ComponentId>,
    connectors: BTreeMap<ConnectorId, ConnectorId>,
    nodes: BTreeMap<NodeId, NodeId>,
    boundaries: BTreeMap<BoundaryId, BoundaryId>,
    notes: BTreeMap<NoteId, NoteId>,
    groups: BTreeMap<GroupId, GroupId>,
}

impl Names {
    fn new(clip: &Clip, project: &Project) -> Self {
        let (clip, system) = (&clip.system, &project.system);
        Self {
            components: renamed(clip.components.keys(), |id| system.components.contains_key(id)),
            connectors: renamed(clip.connectors.keys(), |id| system.connectors.contains_key(id)),
            nodes: renamed(clip.nodes.keys(), |id| system.nodes.contains_key(id)),
            boundaries: renamed(clip.boundaries.keys(), |id| system.boundaries.contains_key(id)),
            notes: renamed(clip.notes.keys(), |id| system.notes.contains_key(id)),
            groups: renamed(clip.groups.keys(), |id| system.groups.contains_key(id)),
        }
    }

    fn node(&self, id: &NodeId, project: &Project) -> Option<NodeId> {
        self.nodes.get(id).or_else(|| project.system.nodes.get_key_value(id).map(|(id, _)| id)).cloned()
    }

    fn component(&self, id: &ComponentId, project: &Project) -> Option<ComponentId> {
        self.components.get(id).or_else(|| project.system.components.get_key_value(id).map(|(id, _)| id)).cloned()
    }

    fn boundary(&self, id: &BoundaryId, project: &Project) -> Option<BoundaryId> {
        self.boundaries.get(id).or_else(|| project.system.boundaries.get_key_value(id).map(|(id, _)| id)).cloned()
    }

    fn element(&self, element: &ElementId) -> Option<ElementId> {
        match element {
            ElementId::Component(id) => self.components.get(id).cloned().map(ElementId::Component),
            ElementId::Connector(id) => self.connectors.get(id).cloned().map(ElementId::Connector),
            ElementId::Node(id) => self.nodes.get(id).cloned().map(ElementId::Node),
            ElementId::Boundary(id) => self.boundaries.get(id).cloned().map(ElementId::Boundary),
            ElementId::Note(id) => self.notes.get(id).cloned().map(ElementId::Note),
        }
    }
}

/// An identifier for each of `ids` that neither the project nor another copy has.
fn renamed<'a, I>(ids: impl Iterator<Item = &'a I>, is_taken: impl Fn(&I) -> bool) -> BTreeMap<I, I>
where
    I: Clone + Ord + std::fmt::Display + for<'b> From<&'b str> + 'a,
{
    let mut names: BTreeMap<I, I> = BTreeMap::new();
    let mut given = BTreeSet::new();
    for id in ids {
        let text = unused_id(&without_number(&id.to_string()), |text| given.contains(text) || is_taken(&I::from(text)));
        names.insert(id.clone(), I::from(text.as_str()));
        given.insert(text);
    }
    names
}

/// `service_2` without its number, so that the copy of a copy is no `service_2_2`.
fn without_number(id: &str) -> String {
    match id.rsplit_once('_') {
        Some((base, number)) if !base.is_empty() && number.chars().all(|digit| digit.is_ascii_digit()) => {
            base.to_owned()
        }
        _ => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::create;
    use crate::model::{ConnectorKind, Point};

    /// A node with two connected services on it, and a store beside it.
    fn project() -> Project {
        let mut project = Project::default();
        let (id, node) = create::node(&project, "cloud_region", Point::new(300.0, 200.0));
        Edit::PutNode(id, node).apply(&mut project).unwrap();
        for center in [Point::new(250.0, 200.0), Point::new(350.0, 200.0), Point::new(900.0, 200.0)] {
            let (id, component) = create::component(&project, "service", center);
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        for (source, target) in [("service", "service_2"), ("service_2", "service_3")] {
            let kind = ConnectorKind::SynchronousCall;
            let (id, connector) = create::connector(&project, &source.into(), &target.into(), kind);
            Edit::PutConnector(id, connector).apply(&mut project).unwrap();
        }
        project
    }

    fn paste(clip: &Clip, project: &mut Project) -> BTreeSet<ElementId> {
        let (edits, pasted) = clip.paste(project, 20.0, 20.0);
        for edit in edits {
            edit.apply(project).unwrap();
        }
        pasted
    }

    #[test]
    fn a_copied_node_brings_what_runs_on_it_and_their_connectors() {
        let mut project = project();
        let clip = Clip::of(&project, &[ElementId::Node("cloud_region".into())].into());
        assert_eq!((clip.system.components.len(), clip.system.connectors.len()), (2, 1));
        let before = project.clone();
        let pasted = paste(&clip, &mut project);
        assert_eq!(pasted.len(), 3);
        assert_eq!(project.system.components.len(), 5);
        let copy = &project.system.components[&ComponentId::new("service_4")];
        assert_eq!(copy.deployed_on, Some("cloud_region_2".into()));
        assert_eq!(copy.shape, before.system.components[0].shape.moved(20.0, 20.0));
        for (id, component) in &before.system.components {
            assert_eq!(project.system.components[id], *component);
        }
    }

    #[test]
    fn pasting_elsewhere_leaves_out_what_is_not_there() {
        let clip = Clip::of(&project(), &[ElementId::Component("service".into())].into());
        let mut other = Project::default();
        paste(&clip, &mut other);
        assert_eq!(other.system.components[0].deployed_on, None);
        assert!(other.system.connectors.is_empty());
        paste(&clip, &mut other);
        assert!(other.system.components.contains_key(&ComponentId::new("service_2")));
        assert!(Clip::of(&other, &BTreeSet::new()).is_empty());
    }
}

//! A workspace made from a project.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::{self, write_amount};
use super::{Exported, Omission, deployment_out, elements_out};
use crate::exchange::structurizr::{
    Attributes, AutoLayout, Direction, DynamicLine, ElementHandle, EnvironmentHandle, Message, Place, Relationship,
    Rule, RuleMode, View, ViewKind, ViewScope, Workspace,
};
use crate::model::{
    CallCondition, ComponentId, Connector, ConnectorId, ConnectorKind, ElementId, Project, Scenario, Unit,
};

/// Says that a software system stands for the whole drawing.
pub(super) const WHOLE: &str = "whole";
/// When a connector is taken.
pub(super) const CONDITION: &str = "condition";
/// Whether a connector is taken beside others.
pub(super) const PARALLEL: &str = "parallel";
/// A connector's label where its description had to differ.
pub(super) const LABEL: &str = "label";
/// Before the keys of views that an export makes.
pub(super) const KEY_PREFIX: &str = "cantilever_";
/// Own field of a component that is another sort of element there.
pub(super) const MARK_ELEMENT: &str = "Structurizr element";
/// Value of [`MARK_ELEMENT`]: an infrastructure node.
pub(super) const INFRASTRUCTURE: &str = "infrastructure";
/// Own field of a node: how many there are of it.
pub(super) const MARK_INSTANCES: &str = "Structurizr instances";
/// Own field of a connector that holds in a deployment only.
pub(super) const MARK_RELATIONSHIP: &str = "Structurizr relationship";
/// Connector kinds as properties spell them.
pub(super) const CONNECTOR_WORDS: [(&str, ConnectorKind); 5] = [
    ("synchronous_call", ConnectorKind::SynchronousCall),
    ("asynchronous_event", ConnectorKind::AsynchronousEvent),
    ("data_flow", ConnectorKind::DataFlow),
    ("in_process", ConnectorKind::InProcess),
    ("stream", ConnectorKind::Stream),
];

/// A workspace under construction.
pub(super) struct Export<'a> {
    pub project: &'a Project,
    pub workspace: Workspace,
    pub omissions: Vec<Omission>,
    /// The element that a component became.
    pub elements: BTreeMap<&'a ComponentId, ElementHandle>,
    /// Software systems with parts.
    pub systems: BTreeSet<ElementHandle>,
}

/// Makes a workspace from a project.
pub fn to_workspace(project: &Project) -> Exported<Workspace> {
    let workspace =
        Workspace { name: project.name.clone(), description: project.description.clone(), ..Workspace::default() };
    let (elements, systems) = (BTreeMap::new(), BTreeSet::new());
    let mut export = Export { project, workspace, omissions: Vec::new(), elements, systems };
    elements_out::write(&mut export);
    let left = export.relationships();
    deployment_out::write(&mut export, &left);
    export.views();
    export.remainder();
    Exported { content: export.workspace, omissions: export.omissions }
}

impl<'a> Export<'a> {
    pub fn omit(&mut self, what: impl Into<String>) {
        self.omissions.push(Omission::new(what));
    }

    /// Writes the connectors between elements; gives those that only a deployment can say.
    fn relationships(&mut self) -> Vec<(&'a ConnectorId, &'a Connector)> {
        let mut left = Vec::new();
        let mut said = BTreeSet::new();
        for (id, connector) in &self.project.system.connectors {
            let ends = self.elements.get(&connector.source).zip(self.elements.get(&connector.target));
            let Some((source, destination)) = ends.filter(|_| !connector.facts.own.contains_key(MARK_RELATIONSHIP))
            else {
                left.push((id, connector));
                continue;
            };
            let (source, destination) = (*source, *destination);
            let attributes = relationship_attributes(connector, &mut said);
            let identifier = identifier(id.as_str());
            let place = Place::default();
            self.workspace.relationships.push(Relationship { identifier, source, destination, attributes, place });
        }
        left
    }

    fn views(&mut self) {
        let view = |kind, scope, key: String| {
            let rule = Rule { mode: RuleMode::Include, expressions: vec!["*".to_owned()] };
            let layout = Some(AutoLayout { direction: Direction::LeftRight, ..AutoLayout::default() });
            View {
                scope,
                key: format!("{KEY_PREFIX}{key}"),
                rules: vec![rule],
                layout,
                ..View::new(kind, Place::default())
            }
        };
        let mut views = vec![view(ViewKind::SystemLandscape, ViewScope::None, "landscape".to_owned())];
        for (index, system) in self.systems.iter().enumerate() {
            views.push(view(ViewKind::Container, ViewScope::Element(*system), format!("containers_{}", index + 1)));
        }
        if !self.workspace.environments.is_empty() {
            let environment = Some(EnvironmentHandle(0));
            views.push(View { environment, ..view(ViewKind::Deployment, ViewScope::All, "deployment".to_owned()) });
        }
        for (id, scenario) in &self.project.scenarios {
            let made = self.scenario(scenario);
            let view = view(ViewKind::Dynamic, made.scope, format!("scenario_{id}"));
            views.push(View { rules: Vec::new(), key: view.key.clone(), layout: view.layout, ..made });
        }
        self.workspace.views = views;
    }

    /// The connectors that requests of a scenario take, in the order in which they first can.
    fn scenario(&self, scenario: &Scenario) -> View {
        let mut lines = Vec::new();
        let (mut seen, mut open) = (BTreeSet::new(), vec![&scenario.entry]);
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let calls = self.project.system.connectors.values().filter(|found| found.source == *id);
            let calls: Vec<_> = calls.filter(|connector| !connector.kind.is_data()).collect();
            for connector in &calls {
                let ends = self.elements.get(&connector.source).zip(self.elements.get(&connector.target));
                lines.extend(ends.map(|(source, target)| DynamicLine::Message(message(*source, *target, connector))));
            }
            open.extend(calls.iter().rev().map(|connector| &connector.target));
        }
        let entry = self.elements.get(&scenario.entry).copied();
        let system = entry.and_then(|entry| self.workspace.element(entry)?.parent);
        let mut view = View::new(ViewKind::Dynamic, Place::default());
        view.scope = system.map_or(ViewScope::All, ViewScope::Element);
        view.title.clone_from(&scenario.name);
        view.description.clone_from(&scenario.description);
        view.lines = lines;
        let entry = entry.and_then(|entry| self.workspace.identifier(entry));
        let entry = entry.unwrap_or_else(|| scenario.entry.to_string());
        view.properties.push(("cantilever.entry".to_owned(), entry));
        for (name, load) in [("mean_load", scenario.mean_load), ("peak_load", scenario.peak_load)] {
            if load.is_known() {
                view.properties.push((format!("cantilever.{name}"), write_amount(load, Unit::PerSecond)));
            }
        }
        view
    }

    fn remainder(&mut self) {
        let project = self.project;
        let system = &project.system;
        let bent = system.connectors.values().filter(|connector| !connector.line.bends.is_empty()).count();
        let origins = system.components.values().map(|found| found.facts.origins.len()).sum::<usize>()
            + system.connectors.values().map(|found| found.facts.origins.len()).sum::<usize>()
            + system.nodes.values().map(|found| found.facts.origins.len()).sum::<usize>();
        for (count, what) in [
            (system.notes.len(), "notes"),
            (system.groups.len(), "groups for selecting"),
            (system.locked.len(), "locks"),
            (system.collapsed.len(), "closed nodes"),
            (bent, "lines that were bent by hand"),
            (origins, "remarks on who stated a number"),
            (project.requirements.len(), "requirements"),
            (project.datasets.len(), "datasets"),
            (project.tasks.len(), "learning tasks"),
            (project.choices.len(), "open choices"),
            (project.decisions.len(), "decisions"),
        ] {
            if count > 0 {
                self.omit(format!("{count} {what}"));
            }
        }
        if system.elements().next().is_some() {
            self.omit("places and sizes: the other tool arranges by itself");
        }
        for (id, boundary) in &system.boundaries {
            if !system.components.values().any(|component| component.boundaries.contains(id)) {
                self.omit(format!("the boundary \"{}\", which has nothing inside", boundary.name));
            } else if boundary.kind != crate::model::BoundaryKind::System && !boundary.description.is_empty() {
                self.omit(format!("the description of the boundary \"{}\"", boundary.name));
            }
        }
    }
}

/// The attributes of a connector. Two relationships between the same ends must differ in what they say.
pub(super) fn relationship_attributes<'a>(
    connector: &'a Connector,
    said: &mut BTreeSet<(&'a ComponentId, &'a ComponentId, String)>,
) -> Attributes {
    let mut other = Vec::new();
    if connector.kind == ConnectorKind::SynchronousCall {
        // Words may look like another kind to a reader who guesses.
        other.push(("kind", "synchronous_call".to_owned()));
    } else {
        let word = CONNECTOR_WORDS.into_iter().find(|(_, kind)| *kind == connector.kind);
        other.extend(word.map(|(word, _)| ("kind", word.to_owned())));
    }
    if connector.condition == CallCondition::WhenFlagged {
        other.push((CONDITION, "when_flagged".to_owned()));
    }
    if connector.parallel {
        other.push((PARALLEL, "yes".to_owned()));
    }
    let mut description = connector.label.clone();
    let mut number = 1;
    while !said.insert((&connector.source, &connector.target, description.clone())) {
        number += 1;
        format!("{} ({number})", connector.label).trim().clone_into(&mut description);
    }
    if description != connector.label {
        other.push((LABEL, connector.label.clone()));
    }
    attributes::write(&description, (&connector.properties, &connector.facts), true, &other)
}

fn message(source: ElementHandle, destination: ElementHandle, connector: &Connector) -> Message {
    Message {
        order: String::new(),
        source,
        destination,
        relationship: None,
        description: connector.label.clone(),
        technology: String::new(),
        url: String::new(),
        properties: Vec::new(),
        place: Place::default(),
    }
}

/// An identifier as the language allows it; one that it does not allow is made from the name.
pub(super) fn identifier(id: &str) -> Option<String> {
    let is_plain = id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    (is_plain && !id.is_empty()).then(|| id.to_owned())
}

/// How a message calls an element.
pub(super) fn called(project: &Project, id: &ComponentId) -> String {
    project.element_name(&ElementId::Component(id.clone()))
}

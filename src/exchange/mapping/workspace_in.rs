//! A drawing made from a workspace.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::read_amount;
use super::{Imported, Omission, deployment_in, elements_in, layout, relationships_in};
use crate::edit::Clip;
use crate::exchange::structurizr::{DynamicLine, ElementHandle, Skipped, View, ViewKind, Workspace};
use crate::model::{BoundaryId, ComponentId, Path, Quantity, Scenario, ScenarioId, Unit, unused_id};

/// A drawing under construction.
pub(super) struct Import<'a> {
    pub workspace: &'a Workspace,
    pub clip: Clip,
    pub omissions: Vec<Omission>,
    /// The component that stands for an element, or for what it is a part of.
    pub components: BTreeMap<ElementHandle, ComponentId>,
    /// The boundary that stands for a software system with parts.
    pub systems: BTreeMap<ElementHandle, BoundaryId>,
    /// Components whose kind was guessed.
    pub guessed: BTreeSet<ComponentId>,
}

/// Makes a drawing from a workspace; `skipped` is what the reader of its text passed over.
pub fn from_workspace(workspace: &Workspace, skipped: Vec<Skipped>) -> Imported {
    let passed_over = skipped
        .into_iter()
        .map(|skipped| Omission { what: skipped.what, place: Some((skipped.file, skipped.line, skipped.column)) });
    let mut import = Import {
        workspace,
        clip: Clip::default(),
        omissions: passed_over.collect(),
        components: BTreeMap::new(),
        systems: BTreeMap::new(),
        guessed: BTreeSet::new(),
    };
    elements_in::read(&mut import);
    relationships_in::read(&mut import);
    deployment_in::read(&mut import);
    import.views();
    import.remainder();
    layout::arrange(&mut import.clip.system);
    Imported {
        name: workspace.name.clone(),
        description: workspace.description.clone(),
        clip: import.clip,
        omissions: import.omissions,
    }
}

impl Import<'_> {
    /// Notes something that stands at a place of the workspace.
    pub fn omit(&mut self, what: impl Into<String>, place: crate::exchange::structurizr::Place) {
        self.omissions.push(Omission::at(what, self.workspace, place));
    }

    /// Dynamic views are scenarios; what the others select and how is a matter of the drawing's own views.
    fn views(&mut self) {
        let workspace = self.workspace;
        for view in &workspace.views {
            if view.kind == ViewKind::Dynamic {
                self.scenario(view);
            } else if !view.key.starts_with(super::workspace_out::KEY_PREFIX) {
                let name = if view.key.is_empty() { &view.title } else { &view.key };
                self.omit(format!("the view \"{name}\": the drawing has views of its own"), view.place);
            }
        }
    }

    fn scenario(&mut self, view: &View) {
        let property = |name: &str| {
            let key = format!("cantilever.{name}");
            view.properties.iter().find(|(found, _)| *found == key).map(|(_, value)| value.as_str())
        };
        let first = view.lines.iter().find_map(|line| match line {
            DynamicLine::Message(message) => Some(message.source),
            _ => None,
        });
        let stated = property("entry").map(ComponentId::new).filter(|id| self.clip.system.components.contains_key(id));
        let name = [&view.title, &view.key].into_iter().find(|text| !text.is_empty()).cloned();
        let name = name.unwrap_or_else(|| "Scenario".to_owned());
        let Some(entry) = stated.or_else(|| self.components.get(&first?).cloned()) else {
            self.omit(format!("the dynamic view \"{name}\", which begins at nothing that is drawn"), view.place);
            return;
        };
        let load = |name| property(name).and_then(|text| read_amount(text, Unit::PerSecond));
        let scenario = Scenario {
            name: name.clone(),
            description: view.description.clone(),
            entry,
            mean_load: load("mean_load").unwrap_or(Quantity::unknown(Unit::PerSecond)),
            peak_load: load("peak_load").unwrap_or(Quantity::unknown(Unit::PerSecond)),
            share: None,
            path: Path::Derived,
            motion: None,
        };
        let id = unused_id(&name, |id| self.clip.scenarios.contains_key(&ScenarioId::new(id)));
        self.clip.scenarios.insert(ScenarioId::new(&id), scenario);
        if property("entry").is_none() && view.lines.len() > 1 {
            self.omit(
                format!("the steps of the dynamic view \"{name}\": a scenario follows the connectors"),
                view.place,
            );
        }
    }

    fn remainder(&mut self) {
        let workspace = self.workspace;
        let configuration = &workspace.configuration;
        for (count, what) in [
            (workspace.properties.len(), "properties of the workspace"),
            (workspace.views_properties.len(), "properties of the views"),
            (configuration.users.len(), "users of the workspace"),
            (configuration.properties.len(), "properties of the configuration"),
        ] {
            if count > 0 {
                self.omissions.push(Omission::new(format!("{count} {what}")));
            }
        }
        if !self.guessed.is_empty() {
            let names: Vec<_> = self.guessed.iter().filter_map(|id| self.clip.system.components.get(id)).collect();
            let names: Vec<_> = names.iter().take(8).map(|found| found.name.as_str()).collect();
            let more = if self.guessed.len() > names.len() { ", …" } else { "" };
            let count = self.guessed.len();
            let what =
                format!("the kinds of {count} components were guessed from their words: {}{more}", names.join(", "));
            self.omissions.push(Omission::new(what));
        }
    }
}

//! What is stated about a component.

use egui::Ui;
use strum::IntoEnumIterator as _;

use super::choices;
use super::statements;
use crate::catalog::catalog;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, long_text_field, pick, text_field};
use crate::gui::theme::STEP;
use crate::model::{BoundaryKind, Component, ComponentId, ElementId};
use crate::session::{Action, Stage};

/// Shows the component and what is open about it.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, id: &ComponentId) {
    let project = std::sync::Arc::clone(scene.session.project());
    let Some(component) = project.system.components.get(id) else { return };
    let key = id.as_str();
    heading(ui, "Component");
    if let Some(name) = text_field(ui, (key, "name"), "Name", &component.name) {
        scene.actions.extend(super::rename(&project, &ElementId::Component(id.clone()), &name).map(Action::Edit));
    }
    caption(ui, "Kind");
    let kinds: Vec<_> = catalog().component_kinds.iter().map(|(key, kind)| (key.clone(), kind.label.clone())).collect();
    if let Some(kind) = pick(ui, (key, "kind"), "Kind", &component.kind, &kinds) {
        scene.edit(Edit::PutComponent(id.clone(), Component { kind, ..component.clone() }));
    }
    caption(ui, "Deployed on");
    let nodes = project.system.nodes.iter().map(|(node, found)| (Some(node.clone()), found.name.clone()));
    let nodes: Vec<_> = std::iter::once((None, "nowhere".to_owned())).chain(nodes).collect();
    if let Some(node) = pick(ui, (key, "node"), "Deployed on", &component.deployed_on, &nodes) {
        scene.edit(Edit::Deploy(id.clone(), node));
    }
    for kind in BoundaryKind::iter() {
        show_boundary(ui, scene, (id, component), kind);
    }
    if let Some(description) = long_text_field(ui, (key, "description"), "Description", &component.description, 2) {
        scene.edit(Edit::PutComponent(id.clone(), Component { description, ..component.clone() }));
    }
    let kind = catalog().component_kind(&component.kind);
    let typical = catalog().typical_of_component(&component.kind);
    let stated = (&component.properties, &component.facts);
    if let Some((properties, facts)) = statements::show(ui, key, &project, stated, typical) {
        scene.edit(Edit::PutComponent(id.clone(), Component { properties, facts, ..component.clone() }));
    }
    ui.add_space(STEP);
    choices::show(ui, scene, &ElementId::from(id));
    if kind.is_some_and(|kind| kind.learns) || project.tasks.contains_key(id) {
        ui.add_space(2.0 * STEP);
        if ui.button("Data and candidates").on_hover_text("What this component learns").clicked() {
            scene.ask(Action::GoTo(Stage::Models));
        }
    }
}

/// The boundary of this kind that the component lies within; nothing while the drawing has none.
fn show_boundary(ui: &mut Ui, scene: &mut Scene<'_>, (id, component): (&ComponentId, &Component), kind: BoundaryKind) {
    let project = std::sync::Arc::clone(scene.session.project());
    let of_kind = project.system.boundaries.iter().filter(|(_, boundary)| boundary.kind == kind);
    let options: Vec<_> = of_kind.map(|(id, boundary)| (Some(id.clone()), boundary.name.clone())).collect();
    if options.is_empty() {
        return;
    }
    let is_of_kind = |boundary: &&_| options.iter().any(|(option, _)| option.as_ref() == Some(*boundary));
    let current = component.boundaries.iter().find(is_of_kind).cloned();
    let options: Vec<_> = std::iter::once((None, "none".to_owned())).chain(options.clone()).collect();
    caption(ui, kind.label());
    if let Some(chosen) = pick(ui, (id.as_str(), kind.label()), kind.label(), &current, &options) {
        let mut boundaries = component.boundaries.clone();
        boundaries.retain(|boundary| Some(boundary) != current.as_ref());
        boundaries.extend(chosen);
        scene.edit(Edit::Enclose(id.clone(), boundaries));
    }
}

//! What is stated about a boundary or a note.

use egui::Ui;
use strum::IntoEnumIterator as _;

use crate::catalog::catalog;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, long_text_field, pick, pick_any, text_field};
use crate::gui::theme::STEP;
use crate::model::{Boundary, BoundaryId, BoundaryKind, ElementId, NoteId, Style};
use crate::session::Action;

/// Shows the boundary.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, id: &BoundaryId) {
    let project = std::sync::Arc::clone(scene.session.project());
    let Some(boundary) = project.system.boundaries.get(id) else { return };
    let key = id.as_str();
    heading(ui, "Boundary");
    if let Some(name) = text_field(ui, (key, "name"), "Name", &boundary.name) {
        scene.actions.extend(super::rename(&project, &ElementId::Boundary(id.clone()), &name).map(Action::Edit));
    }
    caption(ui, "Kind");
    if let Some(kind) = pick_any(ui, (key, "kind"), "Kind", &boundary.kind, |kind: &BoundaryKind| kind.label()) {
        scene.edit(Edit::PutBoundary(id.clone(), Boundary { kind, ..boundary.clone() }));
    }
    caption(ui, "Style or pattern that what is inside keeps to");
    let mut styles = vec![(None, "none in particular".to_owned())];
    styles.extend(Style::iter().map(|style| (Some(style), catalog().template(style).name.clone())));
    if let Some(style) = pick(ui, (key, "style"), "Style", &boundary.style, &styles) {
        scene.edit(Edit::PutBoundary(id.clone(), Boundary { style, ..boundary.clone() }));
    }
    if let Some(style) = boundary.style {
        super::style::show(ui, &project, id, style);
    }
    if let Some(description) = long_text_field(ui, (key, "description"), "Description", &boundary.description, 2) {
        scene.edit(Edit::PutBoundary(id.clone(), Boundary { description, ..boundary.clone() }));
    }
    ui.add_space(STEP);
    caption(ui, "Inside");
    let inside = project.system.components.values().filter(|component| component.boundaries.contains(id));
    let names: Vec<_> = inside.map(|component| component.name.as_str()).collect();
    ui.label(if names.is_empty() { "nothing yet: move components into it".to_owned() } else { names.join(", ") });
}

/// Shows the note.
pub(super) fn show_note(ui: &mut Ui, scene: &mut Scene<'_>, id: &NoteId) {
    let project = std::sync::Arc::clone(scene.session.project());
    let Some(note) = project.system.notes.get(id) else { return };
    heading(ui, "Note");
    if let Some(text) = long_text_field(ui, (id.as_str(), "text"), "Text", &note.text, 6) {
        scene.actions.extend(super::rename(&project, &ElementId::Note(id.clone()), &text).map(Action::Edit));
    }
}

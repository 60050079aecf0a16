//! The inspector: everything that is stated about what is selected, to read and to change.

mod boundary;
mod choices;
mod component;
mod connector;
mod facts;
mod many;
mod node;
mod properties;
mod statements;
mod style;

use egui::{Frame, Margin, Panel, RichText, ScrollArea, Ui};

use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::analysis::verdicts::{has_moved, show_moved};
use crate::gui::fields::{caption, heading, long_text_field, text_field};
use crate::gui::theme::{STEP, palette};
use crate::model::{ElementId, Project};
use crate::session::{Action, Stage};

/// Height that the verdicts take at most which the last change moved.
const MOVED: f32 = 170.0;

/// Shows what is selected.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>) {
    let selection: Vec<_> = scene.session.selection().iter().cloned().collect();
    if has_moved(scene.session) {
        let frame = Frame::new().inner_margin(Margin { left: 0, right: 0, top: 8, bottom: 4 });
        Panel::bottom("what the last change did").frame(frame).resizable(false).show(ui, |ui| {
            ScrollArea::vertical().max_height(MOVED).show(ui, |ui| show_moved(ui, scene.session));
        });
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        match selection.as_slice() {
            [] => show_project(ui, scene),
            [ElementId::Component(id)] => component::show(ui, scene, id),
            [ElementId::Connector(id)] => connector::show(ui, scene, id),
            [ElementId::Node(id)] => node::show(ui, scene, id),
            [ElementId::Boundary(id)] => boundary::show(ui, scene, id),
            [ElementId::Note(id)] => boundary::show_note(ui, scene, id),
            many => many::show(ui, scene, many),
        }
        ui.add_space(4.0 * STEP);
    });
}

/// The edit that gives an element another name (a connector: another label); `None` when nothing would change.
pub(super) fn rename(project: &Project, element: &ElementId, text: &str) -> Option<Edit> {
    let text = text.trim();
    match element {
        ElementId::Component(id) => {
            let mut component = project.system.components.get(id)?.clone();
            let changes = component.name != text && !text.is_empty();
            text.clone_into(&mut component.name);
            changes.then(|| Edit::PutComponent(id.clone(), component))
        }
        ElementId::Node(id) => {
            let mut node = project.system.nodes.get(id)?.clone();
            let changes = node.name != text && !text.is_empty();
            text.clone_into(&mut node.name);
            changes.then(|| Edit::PutNode(id.clone(), node))
        }
        ElementId::Boundary(id) => {
            let mut boundary = project.system.boundaries.get(id)?.clone();
            let changes = boundary.name != text && !text.is_empty();
            text.clone_into(&mut boundary.name);
            changes.then(|| Edit::PutBoundary(id.clone(), boundary))
        }
        ElementId::Note(id) => {
            let mut note = project.system.notes.get(id)?.clone();
            let changes = note.text != text;
            text.clone_into(&mut note.text);
            changes.then(|| Edit::PutNote(id.clone(), note))
        }
        ElementId::Connector(id) => {
            let mut connector = project.system.connectors.get(id)?.clone();
            let changes = connector.label != text;
            text.clone_into(&mut connector.label);
            changes.then(|| Edit::PutConnector(id.clone(), connector))
        }
    }
}

/// Name and description of the alternative that is drawn.
fn show_alternative(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project) {
    let shown = &project.alternatives;
    heading(ui, "Alternative");
    let (name, description) = (shown.name.clone(), shown.description.clone());
    if let Some(name) = text_field(ui, "alternative name", "Name", &shown.name).filter(|name| !name.trim().is_empty()) {
        scene.edit(Edit::DescribeAlternative { name, description: description.clone() });
    }
    if let Some(description) =
        long_text_field(ui, "alternative description", "What is different about it", &shown.description, 2)
    {
        scene.edit(Edit::DescribeAlternative { name, description });
    }
}

fn show_project(ui: &mut Ui, scene: &mut Scene<'_>) {
    let project = std::sync::Arc::clone(scene.session.project());
    heading(ui, "Project");
    if let Some(name) = text_field(ui, "project name", "Name", &project.name) {
        scene.edit(Edit::Describe { name, description: project.description.clone() });
    }
    if let Some(description) =
        long_text_field(ui, "project description", "The problem in a few sentences", &project.description, 6)
    {
        scene.edit(Edit::Describe { name: project.name.clone(), description });
    }
    if !project.alternatives.is_plain() {
        show_alternative(ui, scene, &project);
    }
    ui.add_space(2.0 * STEP);
    let system = &project.system;
    let counts = format!(
        "{} components, {} connectors, {} nodes",
        system.components.len(),
        system.connectors.len(),
        system.nodes.len()
    );
    caption(ui, &counts);
    let weak = palette(ui.visuals()).weak;
    ui.label(RichText::new("Select an element to see and change what is stated about it.").color(weak));
    if project.scenarios.is_empty() && !system.components.is_empty() {
        ui.add_space(2.0 * STEP);
        ui.label("The drawing says nothing about its use yet.");
        if ui.button("State a scenario").clicked() {
            scene.ask(Action::GoTo(Stage::Requirements));
        }
    }
}

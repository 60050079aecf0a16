//! The menu at the pointer: what can be done with what is there.

use egui::{Button, Ui};

use super::SketchView;
use super::picker::KindPicker;
use crate::gui::Scene;
use crate::model::ElementId;
use crate::session::{Action, Command};

/// Entries for one or many elements; `None` is a line between.
const ENTRIES: [Option<Command>; 14] = [
    Some(Command::Cut),
    Some(Command::Copy),
    Some(Command::Paste),
    Some(Command::Duplicate),
    Some(Command::Delete),
    None,
    Some(Command::BringToFront),
    Some(Command::SendToBack),
    Some(Command::ToggleLock),
    Some(Command::Hide),
    Some(Command::ToggleCollapsed),
    Some(Command::Group),
    Some(Command::Ungroup),
    Some(Command::StraightenConnectors),
];

const ALIGN: [Option<Command>; 12] = [
    Some(Command::AlignLeft),
    Some(Command::AlignCenter),
    Some(Command::AlignRight),
    Some(Command::AlignTop),
    Some(Command::AlignMiddle),
    Some(Command::AlignBottom),
    None,
    Some(Command::DistributeHorizontally),
    Some(Command::DistributeVertically),
    None,
    Some(Command::ArrangeRightwards),
    Some(Command::ArrangeDownwards),
];

const CANVAS: [Option<Command>; 13] = [
    Some(Command::InsertTemplate),
    Some(Command::Paste),
    Some(Command::SelectAll),
    Some(Command::ShowHidden),
    None,
    Some(Command::ArrangeRightwards),
    Some(Command::ArrangeDownwards),
    None,
    Some(Command::ZoomToFit),
    Some(Command::ToggleGrid),
    Some(Command::ToggleMinimap),
    None,
    Some(Command::ExportDrawing),
];

const COPY_AS: [Option<Command>; 2] = [Some(Command::CopyAsSvg), Some(Command::CopyAsPicture)];

impl SketchView {
    pub(super) fn show_menu(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let selection = scene.session.selection().clone();
        if selection.is_empty() {
            self.show_canvas_menu(ui, scene);
            return;
        }
        if let Some(element) = selection.first().filter(|_| selection.len() == 1) {
            self.show_single(ui, scene, element);
        }
        for entry in ENTRIES {
            show_entry(ui, scene, entry);
        }
        if selection.len() > 1 {
            ui.menu_button("Align and distribute", |ui| ALIGN.iter().for_each(|entry| show_entry(ui, scene, *entry)));
        }
        ui.separator();
        for entry in COPY_AS {
            show_entry(ui, scene, entry);
        }
    }

    fn show_canvas_menu(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        if let Some(at) = self.menu_at
            && ui.button("Add component…").clicked()
        {
            self.picker = Some(KindPicker::at(at));
            ui.close();
        }
        for entry in CANVAS.into_iter().chain(COPY_AS) {
            show_entry(ui, scene, entry);
        }
    }

    fn show_single(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, element: &ElementId) {
        let rename = match element {
            ElementId::Connector(_) => "Edit label",
            ElementId::Note(_) => "Edit text",
            _ => "Rename",
        };
        if ui.add(Button::new(rename).shortcut_text("F2")).clicked() {
            self.begin_renaming(scene.session.project(), element.clone());
            ui.close();
        }
        if let ElementId::Component(id) = element {
            let project = std::sync::Arc::clone(scene.session.project());
            ui.menu_button("Connect to", |ui| {
                egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for (target, component) in &project.system.components {
                        let text = if target == id { "itself" } else { component.name.as_str() };
                        if ui.button(text).clicked() {
                            self.connect(scene, id, target);
                            ui.close();
                        }
                    }
                });
            });
        }
    }
}

/// An entry for a command that makes sense now; others are left out, or the menu would be long.
fn show_entry(ui: &mut Ui, scene: &mut Scene<'_>, entry: Option<Command>) {
    let Some(command) = entry else {
        ui.separator();
        return;
    };
    if !command.is_enabled(scene.session) {
        return;
    }
    let shortcut = command.shortcut().map(|shortcut| shortcut.to_string()).unwrap_or_default();
    if ui.add(Button::new(command.label_now(scene.session)).shortcut_text(shortcut)).clicked() {
        scene.ask(Action::Run(command));
        ui.close();
    }
}

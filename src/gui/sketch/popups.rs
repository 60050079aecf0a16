//! What opens over the canvas: the field for a name, and how to begin on an empty one.

use egui::{Id, Key, Rect, TextEdit, Ui, Vec2};

use super::{SketchView, inspector};
use crate::gui::Scene;
use crate::gui::fields::{empty_state, name};
use crate::model::{ElementId, Project, ViewKey};
use crate::session::{Action, Command, Sample};

/// Samples that an empty canvas offers by name.
const FEW_SAMPLES: usize = 2;

impl SketchView {
    pub(super) fn begin_renaming(&mut self, project: &Project, element: ElementId) {
        let text = match &element {
            ElementId::Connector(id) => project.system.connectors.get(id).map(|connector| connector.label.clone()),
            ElementId::Note(id) => project.system.notes.get(id).map(|note| note.text.clone()),
            element => Some(project.element_name(element)),
        };
        self.renaming = text.map(|text| (element, text));
    }

    pub(super) fn show_name_field(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let Some((element, mut text)) = self.renaming.take() else { return };
        if !scene.session.project().system.contains(&element) {
            // It was added in this very frame; the project learns of it when the frame is over.
            let is_coming = !scene.actions.is_empty();
            self.renaming = is_coming.then_some((element, text));
            return;
        }
        let Some(place) = self.name_place(&element) else { return };
        let is_note = matches!(element, ElementId::Note(_));
        let field = if is_note {
            ui.put(place, TextEdit::multiline(&mut text).margin(Vec2::new(9.0, 6.0)))
        } else {
            ui.put(place, TextEdit::singleline(&mut text).align(egui::Align2::CENTER_CENTER))
        };
        name(&field, if is_note { "Text of the note" } else { "New name" });
        let is_new = ui.data(|data| data.get_temp::<ElementId>(field.id)) != Some(element.clone());
        if is_new {
            field.request_focus();
            select_all(ui, field.id, &text);
            ui.data_mut(|data| data.insert_temp(field.id, element.clone()));
        }
        if field.lost_focus() {
            ui.data_mut(|data| data.remove::<ElementId>(field.id));
            if !ui.input(|input| input.key_pressed(Key::Escape)) {
                scene.actions.extend(inspector::rename(scene.session.project(), &element, &text).map(Action::Edit));
            }
            return;
        }
        self.renaming = Some((element, text));
    }

    fn name_place(&self, element: &ElementId) -> Option<Rect> {
        let diagram = self.routing.shown();
        let rect = match element {
            ElementId::Connector(_) => {
                let drawn = diagram.connector(element)?;
                let middle = drawn.plate.as_ref().map_or_else(|| drawn.middle(), |(plate, _)| plate.center());
                Rect::from_center_size(self.view.to_screen(middle), Vec2::new(160.0, 26.0))
            }
            ElementId::Note(_) => {
                let rect = self.view.rect(diagram.shape(element)?);
                return Some(Rect::from_min_size(rect.min, rect.size().max(Vec2::new(140.0, 48.0))));
            }
            element => {
                let rect = self.view.rect(diagram.shape(element)?);
                let is_frame = diagram.frames.iter().any(|frame| frame.element == *element);
                if is_frame { Rect::from_min_size(rect.min, Vec2::new(rect.width().min(320.0), 30.0)) } else { rect }
            }
        };
        Some(Rect::from_center_size(rect.center(), Vec2::new(rect.width().max(140.0) - 8.0, 26.0)))
    }

    /// An empty canvas shows three ways to begin.
    pub(super) fn show_empty(&self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let place = self.view.canvas.shrink(24.0);
        ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
            let text = "Double-click here and choose a kind, drag one in from the left, or press its key: M for a model, \
                        S for a service, U for a user. Draw from a component's edge to connect it.";
            empty_state(ui, "Nothing is drawn yet", text, |ui| {
                ui.horizontal_wrapped(|ui| {
                    for sample in <Sample as strum::IntoEnumIterator>::iter().take(FEW_SAMPLES) {
                        if ui.button(format!("Open the sample \"{}\"", sample.label())).clicked() {
                            scene.ask(Action::OpenSample { sample, fresh: false });
                        }
                    }
                    if ui.button("All samples").on_hover_text("Closes this project and shows the first page").clicked() {
                        scene.ask(Action::Run(Command::CloseProject));
                    }
                    if ui.button("Open a project…").clicked() {
                        scene.ask(Action::Run(Command::OpenProject));
                    }
                    let hint = "From Structurizr (.dsl), Mermaid (.mmd), draw.io (.drawio) or another project; or paste its text here";
                    if ui.button(Command::ImportDrawing.label()).on_hover_text(hint).clicked() {
                        scene.ask(Action::Run(Command::ImportDrawing));
                    }
                });
            });
        });
    }
}

impl SketchView {
    /// A view that has nothing to show says why.
    pub(super) fn show_nothing_here(&self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let place = self.view.canvas.shrink(24.0);
        let (title, text) = match scene.session.view() {
            ViewKey::Deployment => ("Nothing is deployed yet", "Draw a deployment node and move components onto it."),
            ViewKey::DataFlow => ("No data flows yet", "Connect components with data flows or asynchronous events."),
            _ => ("This view shows nothing", "What it would show is hidden, or not drawn yet."),
        };
        ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
            empty_state(ui, title, text, |ui| {
                if ui.button("Show everything").clicked() {
                    scene.ask(Action::ShowView(ViewKey::Everything));
                }
            });
        });
    }
}

/// Typing replaces the name that is there.
fn select_all(ui: &Ui, field: Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), field).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    state.store(ui.ctx(), field);
}

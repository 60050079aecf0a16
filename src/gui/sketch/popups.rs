//! What opens over the canvas: the field for a name, the choice of a kind, the menu of an element.

use std::sync::Arc;

use egui::{Area, Frame, Id, Key, Rect, TextEdit, Ui, Vec2};

use super::palette::{NewElement, show_picker};
use super::places::middle_of;
use super::{SketchView, inspector};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{empty_state, name};
use crate::model::{ComponentId, ElementId, Point, Project};
use crate::session::Action;

/// The small window that asks for a kind.
#[derive(Debug)]
pub(super) struct KindPicker {
    /// Where the new component's middle will be.
    pub at: Point,
    /// Connected from this component.
    pub source: Option<ComponentId>,
    /// What was typed to find the kind.
    pub search: String,
}

impl SketchView {
    pub(super) fn show_name_field(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let Some((element, mut text)) = self.renaming.take() else { return };
        let Some(place) = self.name_place(scene.session.project(), &element) else { return };
        let field = ui.put(place, TextEdit::singleline(&mut text).align(egui::Align2::CENTER_CENTER));
        name(&field, "New name");
        let is_new = ui.data(|data| data.get_temp::<ElementId>(field.id)) != Some(element.clone());
        if is_new {
            field.request_focus();
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

    pub(super) fn name_place(&mut self, project: &Arc<Project>, element: &ElementId) -> Option<Rect> {
        let rect = match element {
            ElementId::Component(id) => self.view.rect(project.system.components.get(id)?.shape),
            ElementId::Node(id) => {
                let rect = self.view.rect(project.system.nodes.get(id)?.shape);
                Rect::from_min_size(rect.min, Vec2::new(rect.width(), 30.0))
            }
            ElementId::Connector(id) => {
                let points = self.lines(project).iter().find(|drawn| drawn.id == *id)?.points.clone();
                Rect::from_center_size(self.view.to_screen(middle_of(&points)), Vec2::new(160.0, 26.0))
            }
        };
        Some(Rect::from_center_size(rect.center(), Vec2::new(rect.width().max(140.0) - 8.0, 26.0)))
    }

    pub(super) fn show_kind_picker(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let Some(mut picker) = self.picker.take() else { return };
        let corner = self.view.to_screen(picker.at);
        let area = Area::new(Id::unique("kind picker")).fixed_pos(corner).constrain_to(self.view.canvas);
        let chosen =
            area.show(ui.ctx(), |ui| Frame::popup(ui.style()).show(ui, |ui| show_picker(ui, &mut picker.search)).inner);
        if ui.input(|input| input.key_pressed(Key::Escape))
            || chosen.response.clicked_elsewhere() && picker.source.is_none()
        {
            return;
        }
        let Some(kind) = chosen.inner else {
            self.picker = Some(picker);
            return;
        };
        let Some(source) = picker.source else {
            self.place(scene, &NewElement::Component(kind), picker.at);
            return;
        };
        let project = scene.session.project();
        let (id, component) = create::component(project, &kind, picker.at);
        let (connector_id, connector) = create::connector(project, &source, &id, self.connector);
        let label = format!("add {}", component.name);
        let edits = vec![Edit::PutComponent(id.clone(), component), Edit::PutConnector(connector_id, connector)];
        scene.ask(Action::EditAll(label, edits));
        scene.ask(Action::Select([ElementId::Component(id)].into()));
    }

    pub(super) fn show_menu(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, element: &ElementId) {
        if ui.button("Rename").clicked() {
            self.begin_renaming(scene.session.project(), element.clone());
            ui.close();
        }
        if let ElementId::Component(id) = element {
            let components = scene.session.project().system.components.clone();
            ui.menu_button("Connect to", |ui| {
                for (target, component) in components.iter().filter(|(other, _)| *other != id) {
                    if ui.button(&component.name).clicked() {
                        self.connect(scene, id, target);
                        ui.close();
                    }
                }
            });
        }
        if ui.button("Delete").clicked() {
            let selection = scene.session.selection();
            let all =
                if selection.contains(element) { selection.iter().cloned().collect() } else { vec![element.clone()] };
            scene.edit(Edit::Delete(all));
            ui.close();
        }
    }

    pub(super) fn show_empty(&self, ui: &mut Ui) {
        let place = self.view.canvas.shrink(24.0);
        ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
            let text = "Double-click here, or click a kind on the left and then the place for it. Draw from a component's edge to connect.";
            empty_state(ui, "Nothing is drawn yet", text, |_| {});
        });
    }
}

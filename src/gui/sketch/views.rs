//! The row above the canvas: which view of the project is shown.

use egui::{Frame, Margin, Rect, RichText, Ui, UiBuilder, Vec2};

use super::SketchView;
use crate::gui::Scene;
use crate::gui::theme::palette;
use crate::model::ViewKey;
use crate::session::{Action, Command};

impl SketchView {
    pub(super) fn show_views(&self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let project = std::sync::Arc::clone(scene.session.project());
        if project.system.elements().next().is_none() {
            return;
        }
        let corner = self.view.canvas.min + Vec2::new(12.0, 8.0);
        let place = Rect::from_min_max(corner, self.view.canvas.right_top() + Vec2::new(-12.0, 48.0));
        let colors = palette(ui.visuals());
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            let frame = Frame::new().fill(colors.panel).stroke(egui::Stroke::new(1.0, colors.border));
            frame.corner_radius(6).inner_margin(Margin::symmetric(6, 3)).show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = Vec2::new(3.0, 2.0);
                    for view in project.view_keys() {
                        let is_shown = scene.session.view() == &view;
                        let text = RichText::new(project.view_name(&view)).small();
                        if ui.selectable_label(is_shown, text).on_hover_text(explained(&view)).clicked() {
                            scene.ask(Action::ShowView(view));
                        }
                    }
                    let hidden = project.views.get(scene.session.view()).map_or(0, |layout| layout.hidden.len());
                    if hidden > 0 {
                        ui.separator();
                        let text = RichText::new(format!("{hidden} hidden")).small();
                        if ui.link(text).on_hover_text("Show them again").clicked() {
                            scene.ask(Action::Run(Command::ShowHidden));
                        }
                    }
                });
            });
        });
    }
}

fn explained(view: &ViewKey) -> &'static str {
    match view {
        ViewKey::Everything => "All that is drawn",
        ViewKey::Context => "The system as one box among the people and systems around it",
        ViewKey::Components => "Components and connectors, without where they run",
        ViewKey::Deployment => "What runs where",
        ViewKey::DataFlow => "Where data comes from and goes to",
        ViewKey::Scenario(_) => "What takes part in this scenario",
    }
}

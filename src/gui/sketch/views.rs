//! The row above the canvas: which view of the project is shown.

use egui::{Frame, Margin, Rect, RichText, Ui, UiBuilder, Vec2};

use super::SketchView;
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::name;
use crate::gui::theme::palette;
use crate::model::{Project, ViewKey};
use crate::session::{Action, Command};

/// A narrower row has the views in a menu.
const ONE_ROW: f32 = 560.0;

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
                    if place.width() < ONE_ROW {
                        let shown = project.view_name(scene.session.view());
                        let title = RichText::new(format!("View: {shown}")).small();
                        ui.menu_button(title, |ui| show_list(ui, scene, &project));
                    } else {
                        show_list(ui, scene, &project);
                        ui.separator();
                    }
                    show_alternatives(ui, scene, &project);
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

/// The views to choose from.
fn show_list(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project) {
    for view in project.view_keys() {
        let is_shown = scene.session.view() == &view;
        let text = RichText::new(project.view_name(&view)).small();
        if ui.selectable_label(is_shown, text).on_hover_text(explained(&view)).clicked() {
            scene.ask(Action::ShowView(view));
        }
    }
}

/// Which alternative is drawn; and a menu to begin, show and compare others.
fn show_alternatives(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project) {
    let shown = &project.alternatives;
    let title = RichText::new(format!("Alternative: {}", shown.name)).small();
    let button = ui.menu_button(title, |ui| {
        if ui.button("Begin another from this").on_hover_text("What is drawn now is kept beside it").clicked() {
            let (id, name) = create::alternative(project);
            let old = shown.current.clone();
            scene.edit(Edit::BranchAlternative(id, name));
            scene.ask(Action::Compare(Some(old)));
            scene.ask(Action::Select(std::collections::BTreeSet::new()));
        }
        for (id, other) in &shown.others {
            ui.separator();
            if ui.button(format!("Show {}", other.name)).clicked() {
                scene.ask(Action::Select(std::collections::BTreeSet::new()));
                let compared = scene.session.compared_with() == Some(id);
                scene.edit(Edit::ShowAlternative(id.clone()));
                if compared {
                    scene.ask(Action::Compare(Some(shown.current.clone())));
                }
            }
            let is_compared = scene.session.compared_with() == Some(id);
            let mut compare = is_compared;
            if ui.checkbox(&mut compare, format!("Show differences from {}", other.name)).clicked() {
                scene.ask(Action::Compare((!is_compared).then(|| id.clone())));
            }
            if ui.button(format!("Remove {}", other.name)).clicked() {
                scene.edit(Edit::RemoveAlternative(id.clone()));
            }
        }
    });
    name(&button.response, &format!("Alternative {}", shown.name));
    button.response.on_hover_text("Alternative architectures of this project");
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

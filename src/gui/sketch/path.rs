//! Drawing the path of a scenario on the canvas: what is on it stands out, and a click puts things on it or takes them off.

use egui::{Button, Color32, Frame, Key, Label, Margin, Pos2, Rect, RichText, Stroke, Ui, UiBuilder, Vec2};

use super::SketchView;
use super::canvas::Stage;
use super::paint::Brush;
use crate::edit::{Edit, path};
use crate::gui::Scene;
use crate::gui::fields::at_the_right;
use crate::gui::theme::{palette, strong};
use crate::model::{ElementId, Path, Scenario};
use crate::session::Action;

/// Width of the bar above the canvas.
const BAR: f32 = 520.0;

impl SketchView {
    /// Marks what is on the path that is being drawn; the entry with a ring of its own.
    pub(super) fn show_path(&self, stage: &Stage<'_>, brush: &Brush<'_>, scene: &Scene<'_>) {
        let Some((_, scenario)) = scene.session.drawn_path() else { return };
        let (components, connectors) = scenario.reached(&stage.project.system);
        let color = brush.palette.accent;
        let glow = color.gamma_multiply(0.35);
        for id in &connectors {
            let Some(drawn) = stage.diagram.connector(&ElementId::Connector(id.clone())) else { continue };
            let points: Vec<Pos2> = drawn.points.iter().map(|point| self.view.to_screen(*point)).collect();
            brush.painter.line(points, Stroke::new(7.0 * self.view.zoom.clamp(0.5, 1.5), glow));
        }
        for id in &components {
            let Some(shape) = stage.diagram.shape(&ElementId::Component(id.clone())) else { continue };
            let rect = brush.view.rect(shape);
            ring(brush, rect.expand(3.0), color, 2.0);
            if *id == scenario.entry {
                ring(brush, rect.expand(7.0), color, 1.0);
            }
        }
    }

    /// Takes a click for the path. Says whether it did.
    pub(super) fn click_on_path(stage: &Stage<'_>, scene: &mut Scene<'_>, hit: Option<&ElementId>) -> bool {
        let Some((id, scenario)) = scene.session.drawn_path() else { return false };
        let system = &stage.project.system;
        let changed = match hit {
            Some(ElementId::Connector(connector)) => {
                let carries = system.connectors.get(connector).is_some_and(|found| !found.kind.is_data());
                carries.then(|| path::with_connector(system, scenario, connector))
            }
            Some(ElementId::Component(component)) => path::with_component(system, scenario, component),
            _ => return false,
        };
        let id = id.clone();
        match changed {
            Some(changed) => scene.edit(Edit::PutScenario(id, changed)),
            None => scene.ask(Action::Tell(why_not(scenario, hit))),
        }
        true
    }

    /// The bar that says what clicks do, with ways to begin anew and to end.
    pub(super) fn show_path_bar(&self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let Some((id, scenario)) = scene.session.drawn_path() else { return };
        let (id, scenario) = (id.clone(), scenario.clone());
        let colors = palette(ui.visuals());
        let canvas = self.view.canvas;
        let width = BAR.min(canvas.width() - 24.0);
        let place = Rect::from_min_size(canvas.center_top() + Vec2::new(-width / 2.0, 52.0), Vec2::new(width, 60.0));
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            let frame = Frame::new().fill(colors.panel).stroke(Stroke::new(1.5, colors.accent));
            frame.corner_radius(6).inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
                ui.set_width(width - 24.0);
                ui.horizontal(|ui| {
                    ui.add(Label::new(strong(format!("Path of {}", scenario.name))).truncate());
                    at_the_right(ui, |ui| {
                        if ui.button("Done").on_hover_text("Esc does so as well").clicked() {
                            scene.ask(Action::DrawPath(None));
                        }
                        let is_drawn = scenario.path != Path::Derived;
                        let anew = ui.add_enabled(is_drawn, Button::new("Follow all connectors"));
                        if anew.on_disabled_hover_text("It does so already.").clicked() {
                            scene.edit(Edit::PutScenario(id, Scenario { path: Path::Derived, ..scenario.clone() }));
                        }
                    });
                });
                let words = "Click connectors and components to put them on it, or to take them off.";
                ui.label(RichText::new(words).small().color(colors.weak));
            });
        });
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            scene.ask(Action::DrawPath(None));
        }
    }
}

fn ring(brush: &Brush<'_>, rect: Rect, color: Color32, width: f32) {
    brush.painter.rect_stroke(rect, 9, Stroke::new(width, color), egui::StrokeKind::Middle);
}

fn why_not(scenario: &Scenario, hit: Option<&ElementId>) -> String {
    match hit {
        Some(ElementId::Component(id)) if *id == scenario.entry => {
            "Requests enter here. Choose another entry at the stage Requirements.".to_owned()
        }
        Some(ElementId::Component(_)) => {
            "Nothing on the path is connected with it. Put on the path what calls it first.".to_owned()
        }
        _ => "Data flows run outside any request's path.".to_owned(),
    }
}

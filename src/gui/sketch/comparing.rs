//! What is different from another alternative: marked on the canvas and listed beside it.

use std::sync::Arc;

use egui::{
    Align2, Color32, FontId, Frame, Margin, Pos2, Rect, RichText, ScrollArea, Shape, Stroke, Ui, UiBuilder, Vec2,
};

use super::SketchView;
use super::canvas::Stage;
use super::paint::Brush;
use crate::diagram::{Difference, compared, elbow};
use crate::gui::Scene;
use crate::gui::fields::name;
use crate::gui::theme::palette;
use crate::model::{AlternativeId, ElementId, Project, System};
use crate::session::{Action, Command};

/// What was compared, and what came of it.
pub(super) struct Comparison {
    project: Arc<Project>,
    with: AlternativeId,
    difference: Difference,
}

/// What happened to an element, with the sign that tells it without colour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Added,
    Removed,
    Changed,
}

impl Fate {
    fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "~",
        }
    }

    fn color(self, brush: &Brush<'_>) -> Color32 {
        match self {
            Self::Added => brush.palette.good,
            Self::Removed => brush.palette.bad,
            Self::Changed => brush.palette.caution,
        }
    }
}

impl SketchView {
    /// Compares anew when the project or the alternative is another one.
    pub(super) fn compare(&mut self, scene: &Scene<'_>) {
        let project = scene.session.project();
        let Some(with) = scene.session.compared_with() else {
            self.comparison = None;
            return;
        };
        let is_current = |known: &Comparison| Arc::ptr_eq(&known.project, project) && known.with == *with;
        if self.comparison.as_ref().is_some_and(is_current) {
            return;
        }
        let Some(other) = project.alternatives.others.get(with) else { return };
        let difference = compared(&other.system, &project.system);
        self.comparison = Some(Comparison { project: Arc::clone(project), with: with.clone(), difference });
    }

    /// Marks on the canvas: what is gone as dashed ghosts, what came or changed with a sign at its corner.
    pub(super) fn show_difference(&self, stage: &Stage<'_>, brush: &Brush<'_>) {
        let Some(comparison) = &self.comparison else { return };
        let Some(other) = stage.project.alternatives.others.get(&comparison.with) else { return };
        let difference = &comparison.difference;
        for element in &difference.removed {
            ghost(brush, stage, &other.system, element);
        }
        let came = difference.added.iter().map(|element| (element, Fate::Added));
        let changed = difference.changed.keys().map(|element| (element, Fate::Changed));
        for (element, fate) in came.chain(changed) {
            let color = fate.color(brush);
            if let Some(drawn) = stage.diagram.connector(element) {
                mark(brush, self.view.to_screen(drawn.middle()) + Vec2::new(0.0, -14.0), fate);
            } else if let Some(shape) = stage.diagram.shape(element) {
                let rect = brush.view.rect(shape).expand(3.0);
                brush.painter.rect_stroke(rect, 8, Stroke::new(2.0, color), egui::StrokeKind::Middle);
                mark(brush, rect.left_top(), fate);
            }
        }
    }

    /// The list beside the canvas; a click selects.
    pub(super) fn show_differences(&self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let Some(comparison) = &self.comparison else { return };
        let project = Arc::clone(scene.session.project());
        let Some(other) = project.alternatives.others.get(&comparison.with) else { return };
        let difference = &comparison.difference;
        let canvas = self.view.canvas;
        let place = Rect::from_min_size(canvas.right_top() + Vec2::new(-272.0, 56.0), Vec2::new(260.0, 340.0));
        let colors = palette(ui.visuals());
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            let frame = Frame::new().fill(colors.panel).stroke(Stroke::new(1.0, colors.border));
            frame.corner_radius(6).inner_margin(Margin::same(10)).show(ui, |ui| {
                ui.set_width(240.0);
                ui.horizontal(|ui| {
                    ui.label(RichText::new(format!("Compared with {}", other.name)).strong());
                    crate::gui::fields::at_the_right(ui, |ui| {
                        let close = ui.small_button("×");
                        name(&close, "Stop comparing");
                        if close.clicked() {
                            scene.ask(Action::Compare(None));
                        }
                    });
                });
                if difference.is_empty() {
                    ui.label(RichText::new("Nothing differs but places.").color(colors.weak));
                }
                ScrollArea::vertical().max_height(270.0).show(ui, |ui| {
                    let came = difference.added.iter().map(|element| (element, Fate::Added, Vec::new()));
                    let gone = difference.removed.iter().map(|element| (element, Fate::Removed, Vec::new()));
                    let changed = difference.changed.iter();
                    let changed = changed.map(|(element, words)| (element, Fate::Changed, words.clone()));
                    for (element, fate, words) in came.chain(gone).chain(changed) {
                        let text = title(&project, &other.system, element, fate);
                        let line = RichText::new(format!("{} {text}", fate.sign())).small();
                        let response = ui.link(line).on_hover_text(words.join("\n"));
                        if response.clicked() && fate != Fate::Removed {
                            scene.ask(Action::Select([element.clone()].into()));
                            scene.ask(Action::Run(Command::ZoomToSelection));
                        }
                        for word in words.iter().take(3) {
                            ui.label(RichText::new(format!("    {word}")).small().color(colors.weak));
                        }
                    }
                });
            });
        });
    }
}

/// The name of an element, also of one that is gone.
fn title(project: &Project, before: &System, element: &ElementId, fate: Fate) -> String {
    if fate != Fate::Removed {
        return project.element_name(element);
    }
    let earlier = Project { system: before.clone(), ..Project::default() };
    earlier.element_name(element)
}

/// What is gone, where it was.
fn ghost(brush: &Brush<'_>, stage: &Stage<'_>, before: &System, element: &ElementId) {
    let color = Fate::Removed.color(brush);
    let stroke = Stroke::new(1.5, color);
    if let ElementId::Connector(id) = element {
        let Some(connector) = before.connectors.get(id) else { return };
        // An end that is still drawn is where it is now.
        let end = |id: &crate::model::ComponentId| {
            let element = ElementId::Component(id.clone());
            stage.diagram.shape(&element).or_else(|| before.shape(&element)).unwrap_or_default()
        };
        let points = elbow(end(&connector.source), end(&connector.target));
        let points: Vec<Pos2> = points.iter().map(|point| brush.view.to_screen(*point)).collect();
        brush.painter.extend(Shape::dashed_line(&points, stroke, 5.0, 5.0));
        let middle = points.get(points.len() / 2).copied().unwrap_or_default();
        mark(brush, middle, Fate::Removed);
        return;
    }
    let Some(shape) = before.shape(element) else { return };
    let rect = brush.view.rect(shape);
    let corners = [rect.min, rect.right_top(), rect.max, rect.left_bottom(), rect.min];
    brush.painter.extend(Shape::dashed_line(&corners, stroke, 6.0, 4.0));
    let words = name_in(before, element);
    let font = FontId::proportional((12.0 * brush.view.zoom).clamp(8.0, 20.0));
    brush.painter.text(rect.center(), Align2::CENTER_CENTER, words, font, color);
    mark(brush, rect.left_top(), Fate::Removed);
}

fn name_in(system: &System, element: &ElementId) -> String {
    match element {
        ElementId::Component(id) => system.components.get(id).map(|found| found.name.clone()),
        ElementId::Node(id) => system.nodes.get(id).map(|found| found.name.clone()),
        ElementId::Boundary(id) => system.boundaries.get(id).map(|found| found.name.clone()),
        ElementId::Note(id) => system.notes.get(id).map(crate::model::Note::title),
        ElementId::Connector(_) => None,
    }
    .unwrap_or_default()
}

fn mark(brush: &Brush<'_>, at: Pos2, fate: Fate) {
    let color = fate.color(brush);
    brush.painter.circle(at, 8.0, color, Stroke::new(1.5, brush.palette.card));
    let font = FontId::proportional(14.0);
    brush.painter.text(at, Align2::CENTER_CENTER, fate.sign(), font, brush.palette.card);
}

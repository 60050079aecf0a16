//! What the lines and frames of the drawing mean, beside it.

use egui::{Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::SketchView;
use super::paint::Brush;
use super::view::Viewport;
use crate::gui::Scene;
use crate::gui::theme::palette;

/// Height of an entry, and room around all of them.
const ROW: f32 = 20.0;
const MARGIN: f32 = 8.0;
const SAMPLE: Vec2 = Vec2::new(38.0, 12.0);
const WIDTH: f32 = 190.0;
/// A smaller canvas has no room for it.
const LEAST: Vec2 = Vec2::new(520.0, 320.0);

impl SketchView {
    /// Shows the legend unless it was switched off.
    pub(super) fn show_legend(&self, ui: &Ui, scene: &Scene<'_>) {
        let canvas = self.view.canvas;
        let entries = &self.routing.shown().legend;
        let has_room = canvas.width() > LEAST.x && canvas.height() > LEAST.y;
        if !is_wanted(scene) || entries.is_empty() || !has_room {
            return;
        }
        let size = Vec2::new(WIDTH, ROW * entries.len() as f32 + 2.0 * MARGIN);
        let place = Rect::from_min_size(canvas.left_bottom() + Vec2::new(12.0, -48.0 - size.y), size);
        let colors = palette(ui.visuals());
        let painter = ui.painter_at(canvas);
        painter.rect(place, 6, colors.panel, Stroke::new(1.0, colors.border), StrokeKind::Inside);
        let brush = Brush { painter: &painter, view: Viewport { zoom: 1.0, ..self.view }, palette: colors };
        for (index, entry) in entries.iter().enumerate() {
            let middle = place.min + Vec2::new(MARGIN + 4.0, MARGIN + ROW * (index as f32 + 0.5));
            brush.sample(*entry, Rect::from_min_size(middle - Vec2::new(0.0, SAMPLE.y / 2.0), SAMPLE));
            let text = Pos2::new(middle.x + SAMPLE.x + 12.0, middle.y);
            brush.text(text, entry.label(), (11.5, colors.text, false), (WIDTH, 1));
        }
        let words: Vec<_> = entries.iter().map(|entry| entry.label()).collect();
        let response = ui.interact(place, ui.scope_id().with("legend"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Legend: {}", words.join(", "))));
    }
}

/// Whether the legend is switched on.
pub(super) fn is_wanted(scene: &Scene<'_>) -> bool {
    scene.session.preference("legend") != Some("off")
}

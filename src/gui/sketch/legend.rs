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
        let scale = &self.shown_heat().scale;
        let count = entries.len() + scale.len();
        if !is_wanted(scene) || count == 0 || !has_room {
            return;
        }
        let size = Vec2::new(WIDTH, ROW * count as f32 + 2.0 * MARGIN);
        let place = Rect::from_min_size(canvas.left_bottom() + Vec2::new(12.0, -48.0 - size.y), size);
        let colors = palette(ui.visuals());
        let painter = ui.painter_at(canvas);
        painter.rect(place, 6, colors.panel, Stroke::new(1.0, colors.border), StrokeKind::Inside);
        let brush = Brush { painter: &painter, view: Viewport { zoom: 1.0, ..self.view }, palette: colors };
        let row = |index: usize, text: &str| {
            let middle = place.min + Vec2::new(MARGIN + 4.0, MARGIN + ROW * (index as f32 + 0.5));
            let at = Pos2::new(middle.x + SAMPLE.x + 12.0, middle.y);
            brush.text(at, text, (11.5, colors.text, false), (WIDTH - SAMPLE.x - 24.0, 1));
            Rect::from_min_size(middle - Vec2::new(0.0, SAMPLE.y / 2.0), SAMPLE)
        };
        for (index, entry) in entries.iter().enumerate() {
            brush.sample(*entry, row(index, entry.label()));
        }
        for (index, (tinge, text)) in scale.iter().enumerate() {
            let sample = row(entries.len() + index, text).shrink2(Vec2::new(7.0, 0.0));
            painter.rect(sample, 3, tinge.color(colors), Stroke::new(1.0, colors.border), StrokeKind::Inside);
        }
        let signs = entries.iter().map(|entry| entry.label());
        let words: Vec<_> = signs.chain(scale.iter().map(|(_, text)| text.as_str())).collect();
        let response = ui.interact(place, ui.scope_id().with("legend"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Legend: {}", words.join(", "))));
    }
}

/// Whether the legend is switched on.
pub(super) fn is_wanted(scene: &Scene<'_>) -> bool {
    scene.session.preference("legend") != Some("off")
}

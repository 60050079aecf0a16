//! The small map of the whole drawing: where one is, and a quick way to get elsewhere.

use egui::{Color32, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::SketchView;
use crate::gui::Scene;
use crate::gui::theme::palette;
use crate::model::{Point, Rectangle};

/// Largest size on the screen.
const SIZE: Vec2 = Vec2::new(176.0, 120.0);

impl SketchView {
    /// Shows the map while the drawing does not fit the canvas, unless it was switched off.
    pub(super) fn show_minimap(&mut self, ui: &Ui, scene: &Scene<'_>) {
        if scene.session.preference("minimap") == Some("off") || self.view.canvas.width() < 3.0 * SIZE.x {
            return;
        }
        let diagram = std::sync::Arc::clone(self.routing.shown());
        let Some(extent) = diagram.extent() else { return };
        let shown = self.view.shown();
        if shown.encloses(extent) {
            return;
        }
        let all = extent.grown(40.0);
        let scale = (SIZE.x / all.size.width).min(SIZE.y / all.size.height);
        let size = Vec2::new(all.size.width, all.size.height) * scale;
        let place = Rect::from_min_size(self.view.canvas.max - size - Vec2::splat(12.0), size);
        let on_map = |shape: Rectangle| {
            let corner = place.min + Vec2::new(shape.corner.x - all.corner.x, shape.corner.y - all.corner.y) * scale;
            Rect::from_min_size(corner, (Vec2::new(shape.size.width, shape.size.height) * scale).max(Vec2::splat(1.5)))
        };
        let colors = palette(ui.visuals());
        let painter = ui.painter_at(place.expand(2.0));
        painter.rect(place, 4, colors.panel, Stroke::new(1.0, colors.border), StrokeKind::Outside);
        let mut mesh = egui::Mesh::default();
        let mut add = |shape: Rectangle, color: Color32| mesh.add_colored_rect(on_map(shape), color);
        diagram.frames.iter().for_each(|placed| add(placed.shape, colors.border.gamma_multiply(0.6)));
        diagram.notes.iter().for_each(|placed| add(placed.shape, colors.note_line));
        let selection = scene.session.selection();
        for placed in &diagram.boxes {
            add(placed.shape, if selection.contains(&placed.element) { colors.accent } else { colors.weak });
        }
        painter.add(Shape::mesh(mesh));
        painter.rect_stroke(on_map(shown).intersect(place), 2, Stroke::new(1.5, colors.accent), StrokeKind::Inside);
        let response = ui.interact(place, ui.scope_id().with("minimap"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Map of the drawing"));
        if let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged()) {
            let offset = (at - place.min) / scale;
            let center = Point::new(all.corner.x + offset.x, all.corner.y + offset.y);
            self.view.center_on(center);
        }
    }
}

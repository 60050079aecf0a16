//! The head and the legend of the table of candidates, and the shapes that mark directions and best values.

use egui::{
    Align, Color32, Painter, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, TextStyle, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::order::Order;
use super::table::{COLUMN, HEADER, PAD};
use crate::catalog::catalog;
use crate::gui::theme::palette;
use crate::model::{Direction, Measure};

/// Height of the line that explains the signs.
pub(super) const LEGEND: f32 = 22.0;

/// Shows the measures above their columns, scrolled like them; gives the one that was clicked, to order the rows by it.
pub(super) fn show_header(
    ui: &Ui,
    header: Rect,
    measures: &[Measure],
    (scrolled_right, order): (f32, Order),
) -> Option<Measure> {
    let mut clicked = None;
    let palette = palette(ui.visuals());
    let painter = ui.painter_at(header);
    let font = TextStyle::Small.resolve(ui.style());
    for (column, measure) in measures.iter().enumerate() {
        let left = header.left() + column as f32 * COLUMN - scrolled_right;
        let place = Rect::from_min_size(pos2(left, header.top()), vec2(COLUMN, HEADER));
        let visible = place.intersect(header);
        if !visible.is_positive() {
            continue;
        }
        let told = order.told(*measure);
        let color = if told.is_some() { palette.accent } else { palette.text };
        if told.is_some() {
            let line = Stroke::new(2.0, palette.accent);
            painter.hline(place.left() + PAD..=place.right() - PAD, place.bottom() - 1.0, line);
        }
        let mut job =
            egui::text::LayoutJob::simple(measure.label().to_owned(), font.clone(), color, COLUMN - 3.0 * PAD);
        job.halign = Align::RIGHT;
        let galley = painter.layout_job(job);
        let corner = pos2(place.right() - PAD, place.bottom() - 5.0 - galley.size().y);
        let end = galley.rect.left();
        triangle(
            &painter,
            pos2(corner.x + end - 8.0, place.bottom() - 5.0 - font.size / 2.0),
            measure.direction(),
            palette.weak,
        );
        painter.galley(corner, galley, color);
        let text = catalog().measure_text(*measure);
        let ordered = told.map_or_else(String::new, |told| format!(", {told}"));
        let label = format!("{}, {}{ordered}", measure.label(), measure.direction().label());
        let response = ui.interact(visible, ui.scope_id().with(("header", measure)), Sense::click());
        if response.clicked() {
            clicked = Some(*measure);
        }
        if response.has_focus() {
            let ring = Stroke::new(1.5, palette.accent);
            painter.rect_stroke(place.shrink(2.0), 2.0, ring, egui::StrokeKind::Inside);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &label));
        response.on_hover_ui(|ui| {
            ui.label(RichText::new(measure.label()).strong());
            ui.label(&text.explanation);
            ui.label(RichText::new(format!("{}, {}", text.quality, measure.direction().label())).small().weak());
            ui.label(RichText::new("A click orders the candidates by it.").small().weak());
        });
    }
    clicked
}

/// Explains the signs.
pub(super) fn show_legend(ui: &mut Ui) {
    let palette = palette(ui.visuals());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.set_height(LEGEND - 6.0);
        let mut entry = |draw: &dyn Fn(&Painter, Pos2), text: &str| {
            let (place, _) = ui.allocate_exact_size(Vec2::splat(12.0), Sense::hover());
            draw(ui.painter(), place.center());
            ui.label(RichText::new(text).small().color(palette.weak));
            ui.add_space(8.0);
        };
        entry(&|painter, at| triangle(painter, at, Direction::Higher, palette.weak), "higher is better");
        entry(&|painter, at| triangle(painter, at, Direction::Lower, palette.weak), "lower is better");
        entry(&|painter, at| diamond(painter, at, palette.good), "best of the column");
        ui.label(RichText::new("[ ] 95 % interval").small().color(palette.weak));
    });
}

/// The mark of a best value.
pub(super) fn diamond(painter: &Painter, at: Pos2, color: Color32) {
    let corners = [vec2(0.0, -4.5), vec2(4.0, 0.0), vec2(0.0, 4.5), vec2(-4.0, 0.0)];
    painter.add(Shape::convex_polygon(corners.map(|corner| at + corner).to_vec(), color, Stroke::NONE));
}

fn triangle(painter: &Painter, at: Pos2, direction: Direction, color: Color32) {
    let up = if direction == Direction::Higher { -1.0 } else { 1.0 };
    let corners = [vec2(-3.5, -2.5 * up), vec2(3.5, -2.5 * up), vec2(0.0, 3.0 * up)];
    painter.add(Shape::convex_polygon(corners.map(|corner| at + corner).to_vec(), color, Stroke::NONE));
}

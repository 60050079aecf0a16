//! Draws the drawing: nodes, connectors, components, and what tells their state.

use egui::epaint::{CubicBezierShape, PathStroke};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::view::Viewport;
use crate::catalog::catalog;
use crate::gui::icons;
use crate::gui::theme::{Palette, bold};
use crate::model::{Component, ConnectorKind, DeploymentNode, Rectangle};
use crate::report::DrawnConnector;

/// Below this magnification only shapes are drawn, no text.
const TEXT_FROM: f32 = 0.3;
/// Dots of the grid stand this far apart, in units of the drawing.
const DOTS: f32 = 40.0;

/// Draws in one frame with one view and one palette.
pub(super) struct Brush<'a> {
    pub painter: &'a Painter,
    pub view: Viewport,
    pub palette: &'a Palette,
}

/// What can be special about a box.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Emphasis {
    pub is_selected: bool,
    pub is_hovered: bool,
    /// Something is about to be dropped here.
    pub is_target: bool,
}

impl Brush<'_> {
    pub fn grid(&self) {
        let step = DOTS * self.view.zoom;
        if step < 14.0 {
            return;
        }
        let canvas = self.view.canvas;
        let first = self.view.to_screen(crate::model::Point::new(
            (self.view.corner.x / DOTS).ceil() * DOTS,
            (self.view.corner.y / DOTS).ceil() * DOTS,
        ));
        let mut y = first.y;
        while y < canvas.max.y {
            let mut x = first.x;
            while x < canvas.max.x {
                self.painter.rect_filled(
                    Rect::from_center_size(Pos2::new(x, y), Vec2::splat(1.5)),
                    0,
                    self.palette.border,
                );
                x += step;
            }
            y += step;
        }
    }

    pub fn node(&self, node: &DeploymentNode, emphasis: Emphasis) {
        let (rect, zoom, palette) = (self.view.rect(node.shape), self.view.zoom, self.palette);
        let border = if emphasis.is_selected || emphasis.is_target { palette.accent } else { palette.border };
        let width = if emphasis.is_selected || emphasis.is_target { 2.0 } else { 1.2 };
        let fill = if emphasis.is_target { palette.accent_fill } else { palette.node_fill };
        self.painter.rect(rect, radius(10.0 * zoom), fill, Stroke::new(width, border), StrokeKind::Middle);
        if zoom < TEXT_FROM {
            return;
        }
        let kind = catalog().node_kind(&node.kind);
        let mut x = rect.min.x + 12.0 * zoom;
        if let Some(kind) = kind {
            let place = Rect::from_min_size(Pos2::new(x, rect.min.y + 9.0 * zoom), Vec2::splat(16.0 * zoom));
            icons::paint(self.painter, place, &kind.icon, Stroke::new(1.3 * zoom, palette.weak));
            x += 22.0 * zoom;
        }
        let middle = rect.min.y + 17.0 * zoom;
        let room = rect.max.x - x - 10.0 * zoom;
        let used = self.text(Pos2::new(x, middle), &node.name, (12.0, palette.text, true), (room, 1));
        let label = kind.map_or(node.kind.as_str(), |kind| kind.label.as_str());
        let font = FontId::proportional(10.5 * zoom);
        let galley = self.painter.layout_no_wrap(label.to_owned(), font, palette.weak);
        if used + galley.size().x + 14.0 * zoom < room {
            let corner = Pos2::new(rect.max.x - 12.0 * zoom - galley.size().x, middle - galley.size().y / 2.0);
            self.painter.galley(corner, galley, palette.weak);
        }
    }

    pub fn component(&self, component: &Component, emphasis: Emphasis) {
        let (rect, zoom, palette) = (self.view.rect(component.shape), self.view.zoom, self.palette);
        let kind = catalog().component_kind(&component.kind);
        let is_learned = kind.is_some_and(|kind| kind.ml);
        let usual = if is_learned { palette.learned } else { palette.weak };
        let border = if emphasis.is_selected || emphasis.is_target { palette.accent } else { usual };
        let width = if emphasis.is_selected || emphasis.is_target {
            2.4
        } else if is_learned {
            1.8
        } else {
            1.1
        };
        let fill = match (emphasis.is_hovered || emphasis.is_target, is_learned) {
            (true, _) => palette.hovered,
            (false, true) => palette.learned_fill,
            (false, false) => palette.card,
        };
        self.painter.rect(rect, radius(7.0 * zoom), fill, Stroke::new(width, border), StrokeKind::Middle);
        if zoom < TEXT_FROM {
            return;
        }
        let has_icon = kind.is_some() && component.shape.size.width >= 90.0;
        if let Some(kind) = kind.filter(|_| has_icon) {
            let corner = Pos2::new(rect.min.x + 10.0 * zoom, rect.center().y - 10.0 * zoom);
            icons::paint(
                self.painter,
                Rect::from_min_size(corner, Vec2::splat(20.0 * zoom)),
                &kind.icon,
                Stroke::new(1.5 * zoom, usual),
            );
        }
        let left = rect.min.x + if has_icon { 38.0 } else { 10.0 } * zoom;
        let room = rect.max.x - left - 8.0 * zoom;
        let label = kind.map_or(component.kind.as_str(), |kind| kind.label.as_str());
        let rows = if component.shape.size.height >= 56.0 { 2 } else { 1 };
        self.name_and_kind((left, room), rect.center().y, (&component.name, rows), label);
        if is_learned {
            self.mark(rect);
        }
    }

    /// The mark of what is machine-learned, for those who cannot tell the colours apart as well.
    fn mark(&self, rect: Rect) {
        let zoom = self.view.zoom;
        let plate =
            Rect::from_center_size(Pos2::new(rect.max.x - 20.0 * zoom, rect.min.y), Vec2::new(26.0, 15.0) * zoom);
        self.painter.rect_filled(plate, radius(8.0 * zoom), self.palette.learned);
        let font = FontId::new(9.5 * zoom, bold());
        self.painter.text(plate.center(), Align2::CENTER_CENTER, "ML", font, self.palette.card);
    }

    fn name_and_kind(&self, (left, room): (f32, f32), middle: f32, (name, rows): (&str, usize), kind: &str) {
        let name = self.layout(name, (12.5, self.palette.text, true), (room, rows));
        let kind = self.layout(kind, (10.5, self.palette.weak, false), (room, 1));
        let height = name.size().y + kind.size().y;
        let top = middle - height / 2.0;
        let name_height = name.size().y;
        self.painter.galley(Pos2::new(left, top), name, self.palette.text);
        self.painter.galley(Pos2::new(left, top + name_height), kind, self.palette.weak);
    }

    /// A small plate at the lower right of a component with a word about its load.
    pub fn load(&self, shape: Rectangle, text: &str, color: Color32) {
        if self.view.zoom < TEXT_FROM {
            return;
        }
        let (rect, zoom) = (self.view.rect(shape), self.view.zoom);
        let galley = self.painter.layout_no_wrap(text.to_owned(), FontId::proportional(10.0 * zoom), color);
        let size = galley.size() + Vec2::new(10.0, 3.0) * zoom;
        let plate = Rect::from_min_size(Pos2::new(rect.max.x - size.x - 8.0 * zoom, rect.max.y - size.y / 2.0), size);
        self.painter.rect(plate, radius(7.0 * zoom), self.palette.card, Stroke::new(1.0, color), StrokeKind::Middle);
        self.painter.galley(plate.min + (size - galley.size()) / 2.0, galley, color);
    }

    pub fn connector(&self, drawn: &DrawnConnector, kind: ConnectorKind, is_strong: bool) {
        let color = if is_strong { self.palette.accent } else { self.palette.text };
        let points: Vec<Pos2> = drawn.points.iter().map(|point| self.view.to_screen(*point)).collect();
        self.line(&points, kind, color, if is_strong { 1.6 } else { 1.0 });
    }

    /// A line in the manner of its kind, with the head that tells the kind as well.
    pub fn line(&self, points: &[Pos2], kind: ConnectorKind, color: Color32, weight: f32) {
        let [.., back, tip] = points else { return };
        let zoom = self.view.zoom.clamp(0.4, 2.0);
        let path = rounded(points, 6.0 * zoom);
        let stroke = Stroke::new(1.3 * zoom * weight, color);
        match kind {
            ConnectorKind::SynchronousCall => drop(self.painter.line(path, stroke)),
            ConnectorKind::AsynchronousEvent => {
                self.painter.extend(Shape::dashed_line(&path, stroke, 7.0 * zoom, 4.0 * zoom));
            }
            ConnectorKind::DataFlow => {
                self.painter.line(path.clone(), PathStroke::new(4.2 * zoom * weight, color));
                self.painter.line(path, PathStroke::new(1.6 * zoom, self.palette.canvas));
            }
            ConnectorKind::InProcess => {
                self.painter.extend(Shape::dotted_line(&path, color, 3.6 * zoom, 0.9 * zoom * weight));
            }
        }
        let direction = (*tip - *back).normalized();
        let (long, wide) = if kind == ConnectorKind::DataFlow { (11.0, 6.0) } else { (9.0, 4.2) };
        let base = *tip - direction * long * zoom;
        let side = direction.rot90() * wide * zoom;
        if kind == ConnectorKind::AsynchronousEvent {
            self.painter.line(vec![base + side, *tip, base - side], stroke);
        } else {
            self.painter.add(Shape::convex_polygon(vec![base + side, *tip, base - side], color, Stroke::NONE));
        }
    }

    pub fn plate(&self, drawn: &DrawnConnector, is_strong: bool) {
        let Some((shape, lines)) = drawn.plate.as_ref().filter(|_| self.view.zoom >= TEXT_FROM) else { return };
        let (rect, zoom) = (self.view.rect(*shape), self.view.zoom);
        let border = if is_strong { self.palette.accent } else { self.palette.border };
        self.painter.rect(rect, radius(4.0 * zoom), self.palette.card, Stroke::new(1.0, border), StrokeKind::Middle);
        let height = rect.height() / lines.len() as f32;
        for (index, line) in lines.iter().enumerate() {
            let middle = Pos2::new(rect.center().x, rect.min.y + height * (index as f32 + 0.5));
            let font = FontId::proportional(10.5 * zoom);
            self.painter.text(middle, Align2::CENTER_CENTER, line, font, self.palette.text);
        }
    }

    pub fn frame(&self, shape: Rectangle) {
        let fill = self.palette.accent.gamma_multiply(0.12);
        self.painter.rect(self.view.rect(shape), 2, fill, Stroke::new(1.0, self.palette.accent), StrokeKind::Middle);
    }

    pub fn handle(&self, center: Pos2, is_hovered: bool) {
        let fill = if is_hovered { self.palette.accent } else { self.palette.card };
        self.painter.circle(center, if is_hovered { 6.0 } else { 4.5 }, fill, Stroke::new(1.5, self.palette.accent));
    }

    pub fn corner_handle(&self, corner: Pos2) {
        let rect = Rect::from_center_size(corner, Vec2::splat(9.0));
        self.painter.rect(rect, 2, self.palette.card, Stroke::new(1.5, self.palette.accent), StrokeKind::Middle);
    }

    /// Writes text whose line has its middle at `place`; gives its width.
    fn text(&self, place: Pos2, text: &str, look: (f32, Color32, bool), limits: (f32, usize)) -> f32 {
        let galley = self.layout(text, look, limits);
        let size = galley.size();
        self.painter.galley(place - Vec2::new(0.0, size.y / 2.0), galley, look.1);
        size.x
    }

    fn layout(
        &self,
        text: &str,
        (size, color, is_bold): (f32, Color32, bool),
        (width, rows): (f32, usize),
    ) -> std::sync::Arc<egui::Galley> {
        let family = if is_bold { bold() } else { FontFamily::Proportional };
        let format = TextFormat::simple(FontId::new(size * self.view.zoom, family), color);
        let mut job = LayoutJob::single_section(text.to_owned(), format);
        job.wrap = TextWrapping {
            max_width: width.max(8.0),
            max_rows: rows,
            break_anywhere: false,
            ..TextWrapping::default()
        };
        self.painter.layout_job(job)
    }
}

fn radius(points: f32) -> CornerRadius {
    CornerRadius::same(points.round().clamp(0.0, 255.0) as u8)
}

/// The points of a line whose corners are rounded.
fn rounded(points: &[Pos2], radius: f32) -> Vec<Pos2> {
    let mut path = Vec::new();
    for (index, point) in points.iter().enumerate() {
        let Some((before, after)) = index.checked_sub(1).and_then(|index| points.get(index)).zip(points.get(index + 1))
        else {
            path.push(*point);
            continue;
        };
        let reach = |other: Pos2| (other - *point).normalized() * radius.min((other - *point).length() / 2.0);
        let (start, end) = (*point + reach(*before), *point + reach(*after));
        let curve = CubicBezierShape::from_points_stroke(
            [start, *point, *point, end],
            false,
            Color32::TRANSPARENT,
            Stroke::NONE,
        );
        path.extend(curve.flatten(Some(0.3)));
    }
    path
}

//! Connectors: the line in the manner of its kind, its head, its label.

use egui::epaint::{CubicBezierShape, PathStroke};
use egui::{Align2, Color32, FontId, Pos2, Shape, Stroke, StrokeKind};

use super::{Brush, radius};
use crate::diagram::DrawnConnector;
use crate::model::{ConnectorKind, Point};

impl Brush<'_> {
    /// A connector along `points`.
    pub fn connector(&self, points: &[Point], kind: ConnectorKind, is_strong: bool) {
        let color = if is_strong { self.palette.accent } else { self.palette.text };
        let points: Vec<Pos2> = points.iter().map(|point| self.view.to_screen(*point)).collect();
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
            ConnectorKind::Stream => {
                let stroke = Stroke::new(stroke.width * 1.5, color);
                let (dashes, gaps) = ([14.0 * zoom, 2.2 * zoom], [3.0 * zoom; 2]);
                self.painter.extend(Shape::dashed_line_with_offset(&path, stroke, &dashes, &gaps, 0.0));
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

    /// The label of a connector, moved by `offset` units.
    pub fn plate(&self, drawn: &DrawnConnector, (dx, dy): (f32, f32), is_strong: bool) {
        let Some((shape, lines)) = drawn.plate.as_ref().filter(|_| self.view.shows_text()) else { return };
        let (rect, zoom) = (self.view.rect(shape.moved(dx, dy)), self.view.zoom);
        let border = if is_strong { self.palette.accent } else { self.palette.border };
        self.painter.rect(rect, radius(4.0 * zoom), self.palette.card, Stroke::new(1.0, border), StrokeKind::Middle);
        let height = rect.height() / lines.len() as f32;
        for (index, line) in lines.iter().enumerate() {
            let middle = Pos2::new(rect.center().x, rect.min.y + height * (index as f32 + 0.5));
            let font = FontId::proportional(10.5 * zoom);
            self.painter.text(middle, Align2::CENTER_CENTER, line, font, self.palette.text);
        }
    }
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

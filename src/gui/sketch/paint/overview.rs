//! Everything at once, from far away: plain areas and thin lines in one mesh, however many there are.

use egui::{Color32, Mesh, Pos2, Rect, Shape};

use super::Brush;
use crate::model::Point;

/// A mesh that grows.
pub(in crate::gui::sketch) struct Overview<'a> {
    brush: &'a Brush<'a>,
    mesh: Mesh,
}

impl<'a> Overview<'a> {
    pub fn new(brush: &'a Brush<'a>) -> Self {
        Self { brush, mesh: Mesh::default() }
    }

    /// A filled rectangle with a thin edge.
    pub fn area(&mut self, rect: Rect, fill: Color32, edge: Color32) {
        self.mesh.add_colored_rect(rect.expand(0.5), edge);
        if rect.width() > 2.0 && rect.height() > 2.0 {
            self.mesh.add_colored_rect(rect.shrink(0.5), fill);
        }
    }

    /// A thin line along `points`.
    pub fn line(&mut self, points: &[Point], color: Color32) {
        for pair in points.windows(2) {
            let (from, to) = (self.brush.view.to_screen(pair[0]), self.brush.view.to_screen(pair[1]));
            self.piece(from, to, color);
        }
    }

    fn piece(&mut self, from: Pos2, to: Pos2, color: Color32) {
        let side = (to - from).normalized().rot90() * 0.5;
        let first = self.mesh.vertices.len() as u32;
        for corner in [from + side, from - side, to - side, to + side] {
            self.mesh.colored_vertex(corner, color);
        }
        self.mesh.add_triangle(first, first + 1, first + 2);
        self.mesh.add_triangle(first, first + 2, first + 3);
    }

    pub fn finish(self) {
        if !self.mesh.is_empty() {
            self.brush.painter.add(Shape::mesh(self.mesh));
        }
    }
}

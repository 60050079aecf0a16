//! Boxes, frames and notes.

use egui::{Align2, Color32, FontId, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::{Brush, Emphasis, radius};
use crate::catalog::catalog;
use crate::diagram::boundary_dashes;
use crate::gui::icons;
use crate::gui::theme::bold;
use crate::model::{Boundary, BoundaryKind, Component, DeploymentNode, Note, Rectangle};

impl Brush<'_> {
    pub fn node(&self, node: &DeploymentNode, shape: Rectangle, emphasis: Emphasis) {
        let (rect, zoom, palette) = (self.view.rect(shape), self.view.zoom, self.palette);
        let border = if emphasis.is_selected || emphasis.is_target { palette.accent } else { palette.border };
        let width = if emphasis.is_selected || emphasis.is_target { 2.0 } else { 1.2 };
        let fill = if emphasis.is_target { palette.accent_fill } else { palette.node_fill };
        self.painter.rect(rect, radius(10.0 * zoom), fill, Stroke::new(width, border), StrokeKind::Middle);
        if !self.view.shows_text() {
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
        if emphasis.is_locked {
            self.lock(rect);
        }
    }

    /// A node as one box that stands for everything inside; a second edge behind it says so.
    pub fn collapsed(&self, node: &DeploymentNode, shape: Rectangle, inside: usize, emphasis: Emphasis) {
        let (rect, zoom, palette) = (self.view.rect(shape), self.view.zoom, self.palette);
        let is_strong = emphasis.is_selected || emphasis.is_target;
        let stroke =
            Stroke::new(if is_strong { 2.0 } else { 1.2 }, if is_strong { palette.accent } else { palette.weak });
        let fill = if emphasis.is_hovered || emphasis.is_target { palette.hovered } else { palette.node_fill };
        let behind = rect.translate(Vec2::splat(5.0 * zoom));
        self.painter.rect(behind, radius(10.0 * zoom), palette.node_fill, stroke, StrokeKind::Middle);
        self.painter.rect(rect, radius(10.0 * zoom), fill, stroke, StrokeKind::Middle);
        if !self.view.shows_text() {
            return;
        }
        if let Some(kind) = catalog().node_kind(&node.kind) {
            let corner = Pos2::new(rect.min.x + 10.0 * zoom, rect.center().y - 10.0 * zoom);
            let place = Rect::from_min_size(corner, Vec2::splat(20.0 * zoom));
            icons::paint(self.painter, place, &kind.icon, Stroke::new(1.5 * zoom, palette.weak));
        }
        let left = rect.min.x + 38.0 * zoom;
        let words = if inside == 1 { "1 component inside".to_owned() } else { format!("{inside} components inside") };
        self.name_and_kind(
            (left, rect.max.x - left - 8.0 * zoom),
            rect.center().y,
            (&node.name, 1),
            (&words, palette.weak),
        );
    }

    /// A boundary: a broken line whose pattern tells the kind, and the name.
    pub fn boundary(&self, boundary: &Boundary, shape: Rectangle, emphasis: Emphasis) {
        let (rect, zoom, palette) = (self.view.rect(shape), self.view.zoom, self.palette);
        let is_strong = emphasis.is_selected || emphasis.is_target;
        let color = if is_strong { palette.accent } else { palette.weak };
        if emphasis.is_target {
            self.painter.rect_filled(rect, radius(4.0 * zoom), palette.accent.gamma_multiply(0.08));
        }
        let corners = [rect.min, rect.right_top(), rect.max, rect.left_bottom(), rect.min];
        let stroke = Stroke::new(if is_strong { 2.0 } else { 1.4 }, color);
        let scale = zoom.clamp(0.4, 2.0);
        let (dashes, gaps) = pattern(boundary.kind);
        let scaled = |lengths: &[f32]| lengths.iter().map(|length| length * scale).collect::<Vec<_>>();
        self.painter.extend(Shape::dashed_line_with_offset(&corners, stroke, &scaled(&dashes), &scaled(&gaps), 0.0));
        if !self.view.shows_text() {
            return;
        }
        let words = format!("{}: {}", boundary.kind.label(), boundary.name);
        let place = Pos2::new(rect.min.x + 12.0 * zoom, rect.min.y + 15.0 * zoom);
        self.text(place, &words, (11.0, color, true), (rect.width() - 24.0 * zoom, 1));
        if emphasis.is_locked {
            self.lock(rect);
        }
    }

    /// A note: a sheet with a folded corner.
    pub fn note(&self, note: &Note, shape: Rectangle, emphasis: Emphasis) {
        let (rect, zoom, palette) = (self.view.rect(shape), self.view.zoom, self.palette);
        let border = if emphasis.is_selected { palette.accent } else { palette.note_line };
        let stroke = Stroke::new(if emphasis.is_selected { 2.0 } else { 1.0 }, border);
        let fold = (12.0 * zoom).min(rect.width() / 2.0).min(rect.height() / 2.0);
        let (bent, low) = (Pos2::new(rect.max.x - fold, rect.min.y), Pos2::new(rect.max.x, rect.min.y + fold));
        let outline = vec![rect.min, bent, low, rect.max, rect.left_bottom()];
        self.painter.add(Shape::convex_polygon(outline, palette.note_fill, stroke));
        let inner = Pos2::new(bent.x, low.y);
        self.painter.add(Shape::line(vec![bent, inner, low], stroke));
        if !self.view.shows_text() {
            return;
        }
        let rows = (((shape.size.height - 12.0) / 15.0).max(1.0)) as usize;
        let galley = self.layout(&note.text, (11.5, palette.text, false), (rect.width() - 20.0 * zoom, rows));
        let painter = self.painter.with_clip_rect(rect.intersect(self.painter.clip_rect()));
        painter.galley(rect.min + Vec2::new(10.0, 7.0) * zoom, galley, palette.text);
        if emphasis.is_locked {
            self.lock(rect);
        }
    }

    pub fn component(&self, component: &Component, shape: Rectangle, emphasis: Emphasis) {
        let (rect, zoom, palette) = (self.view.rect(shape), self.view.zoom, self.palette);
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
        let fill = match (emphasis.is_hovered || emphasis.is_target, emphasis.tint, is_learned) {
            (true, _, _) => palette.hovered,
            (false, Some(tint), _) => tint,
            (false, None, true) => palette.learned_fill,
            (false, None, false) => palette.card,
        };
        self.painter.rect(rect, radius(7.0 * zoom), fill, Stroke::new(width, border), StrokeKind::Middle);
        if !self.view.shows_text() {
            return;
        }
        let has_icon = kind.is_some() && shape.size.width >= 90.0;
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
        let rows = if shape.size.height >= 56.0 { 2 } else { 1 };
        let weak = if emphasis.tint.is_some() { palette.text } else { palette.weak };
        self.name_and_kind((left, room), rect.center().y, (&component.name, rows), (label, weak));
        if is_learned {
            self.mark(rect);
        }
        if emphasis.is_locked {
            self.lock(rect);
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

    fn name_and_kind(
        &self,
        (left, room): (f32, f32),
        middle: f32,
        (name, rows): (&str, usize),
        (kind, weak): (&str, Color32),
    ) {
        let name = self.layout(name, (12.5, self.palette.text, true), (room, rows));
        // A short name leaves room for a long kind.
        let kind_rows = if rows > 1 && name.rows.len() < 2 { 2 } else { 1 };
        let kind = self.layout(kind, (10.5, weak, false), (room, kind_rows));
        let height = name.size().y + kind.size().y;
        let top = middle - height / 2.0;
        let name_height = name.size().y;
        self.painter.galley(Pos2::new(left, top), name, self.palette.text);
        self.painter.galley(Pos2::new(left, top + name_height), kind, weak);
    }

    /// A small plate at the lower right of a component with a word about its load.
    pub fn load(&self, shape: Rectangle, text: &str, color: Color32) {
        if !self.view.shows_text() {
            return;
        }
        let (rect, zoom) = (self.view.rect(shape), self.view.zoom);
        let galley = self.painter.layout_no_wrap(text.to_owned(), FontId::proportional(10.0 * zoom), color);
        let size = galley.size() + Vec2::new(10.0, 3.0) * zoom;
        let plate = Rect::from_min_size(Pos2::new(rect.max.x - size.x - 8.0 * zoom, rect.max.y - size.y / 2.0), size);
        self.painter.rect(plate, radius(7.0 * zoom), self.palette.card, Stroke::new(1.0, color), StrokeKind::Middle);
        self.painter.galley(plate.min + (size - galley.size()) / 2.0, galley, color);
    }

    /// A small padlock at the upper left.
    fn lock(&self, rect: Rect) {
        let zoom = self.view.zoom;
        let center = rect.min + Vec2::new(4.0, 2.0) * zoom;
        let body = Rect::from_center_size(center + Vec2::new(0.0, 3.0) * zoom, Vec2::new(10.0, 8.0) * zoom);
        let color = self.palette.weak;
        let bow = center + Vec2::new(0.0, -1.0) * zoom;
        self.painter.circle(bow, 3.2 * zoom, self.palette.card, Stroke::new(1.4 * zoom, color));
        self.painter.rect_filled(body, radius(1.5 * zoom), color);
    }
}

/// Lengths of the dashes and of the gaps of a boundary's line.
pub(super) fn pattern(kind: BoundaryKind) -> (Vec<f32>, Vec<f32>) {
    boundary_dashes(kind).chunks_exact(2).map(|pair| (pair[0], pair[1])).unzip()
}

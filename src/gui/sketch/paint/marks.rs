//! Marks of what is being done: frames, handles, guides.

use egui::{Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::Brush;
use super::boxes::pattern;
use crate::diagram::{Guide, LegendEntry};
use crate::model::Rectangle;

impl Brush<'_> {
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

    /// A handle on a piece of a line that can be moved.
    pub fn bend_handle(&self, center: Pos2, is_hovered: bool) {
        let fill = if is_hovered { self.palette.accent } else { self.palette.card };
        let half = if is_hovered { 5.5 } else { 4.5 };
        let corners = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)];
        let corners = corners.map(|(x, y)| center + Vec2::new(x, y)).to_vec();
        self.painter.add(Shape::convex_polygon(corners, fill, Stroke::new(1.4, self.palette.accent)));
    }

    /// What a sign of the legend looks like.
    pub fn sample(&self, entry: LegendEntry, place: Rect) {
        let (palette, frame) = (self.palette, place.shrink2(Vec2::new(7.0, 0.0)));
        let outline = |fill, width, color| {
            self.painter.rect(frame, 3, fill, Stroke::new(width, color), StrokeKind::Inside);
        };
        match entry {
            LegendEntry::Learned => outline(palette.learned_fill, 1.8, palette.learned),
            LegendEntry::Node => outline(palette.node_fill, 1.2, palette.border),
            LegendEntry::Boundary(kind) => {
                let ends = [place.left_center(), place.right_center()];
                let (dashes, gaps) = pattern(kind);
                let stroke = Stroke::new(1.4, palette.weak);
                self.painter.extend(Shape::dashed_line_with_offset(&ends, stroke, &dashes, &gaps, 0.0));
            }
            LegendEntry::Connector(kind) => {
                self.line(&[place.left_center(), place.right_center()], kind, palette.text, 1.0);
            }
        }
    }

    /// Why what is dragged came to rest.
    pub fn guide(&self, guide: Guide) {
        let stroke = Stroke::new(1.0, self.palette.guide);
        match guide {
            Guide::InLine { from, to } => {
                let (from, to) = (self.view.to_screen(from), self.view.to_screen(to));
                let further = (to - from).normalized() * 8.0;
                self.painter.line_segment([from - further, to + further], stroke);
            }
            Guide::Gap { from, to } => {
                let (from, to) = (self.view.to_screen(from), self.view.to_screen(to));
                let across = (to - from).normalized().rot90() * 4.0;
                self.painter.line_segment([from, to], stroke);
                self.painter.line_segment([from - across, from + across], stroke);
                self.painter.line_segment([to - across, to + across], stroke);
            }
        }
    }
}

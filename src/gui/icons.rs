//! Icons drawn as strokes: those of the catalogue and the few that controls need. No icon font is involved, so that no
//! system lacks a glyph.

use egui::{Color32, Painter, Pos2, Rect, Stroke, Vec2};

use crate::catalog::Icon;

/// Draws an icon of the catalogue so that it fills `place`.
pub(super) fn paint(painter: &Painter, place: Rect, icon: &Icon, stroke: Stroke) {
    let scale = place.width() / Icon::SIDE;
    let at = |x: f32, y: f32| place.min + Vec2::new(x, y) * scale;
    for line in &icon.lines {
        painter.line(line.iter().map(|[x, y]| at(*x, *y)).collect(), stroke);
    }
    for [x, y, radius] in &icon.circles {
        painter.circle_stroke(at(*x, *y), radius * scale, stroke);
    }
    for [x, y, width, height] in &icon.boxes {
        let rect = Rect::from_min_size(at(*x, *y), Vec2::new(*width, *height) * scale);
        painter.rect_stroke(rect, 1.5 * scale, stroke, egui::StrokeKind::Middle);
    }
}

/// Signs that stand beside words, told apart by shape and not by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Met, done.
    Check,
    /// Missed, failed.
    Cross,
    /// Unknown.
    Question,
    /// Look twice.
    Warning,
    /// To be told.
    Information,
}

/// Draws a sign in the middle of `place`.
pub(super) fn paint_sign(painter: &Painter, place: Rect, sign: Sign, color: Color32) {
    let (center, radius) = (place.center(), place.width().min(place.height()) / 2.0 - 1.0);
    let at = |x: f32, y: f32| center + Vec2::new(x, y) * radius;
    let stroke = Stroke::new((radius / 5.0).max(1.4), color);
    let dot = |position: Pos2| painter.circle_filled(position, stroke.width * 0.75, color);
    match sign {
        Sign::Check => {
            painter.line(vec![at(-0.7, 0.05), at(-0.2, 0.55), at(0.75, -0.55)], stroke);
        }
        Sign::Cross => {
            painter.line_segment([at(-0.55, -0.55), at(0.55, 0.55)], stroke);
            painter.line_segment([at(-0.55, 0.55), at(0.55, -0.55)], stroke);
        }
        Sign::Question => {
            let hook =
                [(-0.45, -0.4), (-0.25, -0.75), (0.2, -0.78), (0.45, -0.45), (0.3, -0.1), (0.0, 0.1), (0.0, 0.35)];
            painter.line(hook.iter().map(|(x, y)| at(*x, *y)).collect(), stroke);
            dot(at(0.0, 0.75));
        }
        Sign::Warning => {
            painter.line(vec![at(0.0, -0.85), at(0.9, 0.75), at(-0.9, 0.75), at(0.0, -0.85)], stroke);
            painter.line_segment([at(0.0, -0.3), at(0.0, 0.2)], stroke);
            dot(at(0.0, 0.48));
        }
        Sign::Information => {
            painter.circle_stroke(center, radius * 0.9, stroke);
            painter.line_segment([at(0.0, -0.05), at(0.0, 0.45)], stroke);
            dot(at(0.0, -0.4));
        }
    }
}

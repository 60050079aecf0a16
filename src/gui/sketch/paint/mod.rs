//! Draws the drawing: boxes and frames, lines, and what tells their state.

mod boxes;
mod lines;
mod marks;
mod overview;
mod placed;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, CornerRadius, FontFamily, FontId, Painter, Pos2, Rect, Vec2};

pub(super) use overview::Overview;

use super::view::Viewport;
use crate::gui::theme::{Palette, bold};

/// Below this magnification everything is drawn as plain areas, in one go.
pub(super) const SHAPES_FROM: f32 = 0.15;
/// Dots of the grid stand this far apart, in units of the drawing.
const DOTS: f32 = 40.0;

/// Draws in one frame with one view and one palette.
pub(super) struct Brush<'a> {
    pub painter: &'a Painter,
    pub view: Viewport,
    pub palette: &'a Palette,
}

/// What can be special about a box or a line.
#[expect(clippy::struct_excessive_bools, reason = "each is independent of the others")]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Emphasis {
    pub is_selected: bool,
    pub is_hovered: bool,
    /// Something is about to be dropped here.
    pub is_target: bool,
    /// Nothing moves it.
    pub is_locked: bool,
    /// The colour that tells something about it.
    pub tint: Option<Color32>,
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

    /// Writes text whose line has its middle at `place`; gives its width.
    pub fn text(&self, place: Pos2, text: &str, look: (f32, Color32, bool), limits: (f32, usize)) -> f32 {
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

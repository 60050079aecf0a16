//! Which part of the drawing is on the screen, and how large.

use egui::{Pos2, Rect, Vec2};

use crate::model::{Point, Rectangle};

/// Smallest and largest magnification.
const RANGE: std::ops::RangeInclusive<f32> = 0.02..=4.0;
/// Space left around the drawing when it is fitted, in points of the screen.
const MARGIN: f32 = 40.0;

/// A drawing that would be smaller than this when it is opened begins in a size that can be read instead.
const LEGIBLE: f32 = 0.4;
/// That size.
const OPENED: f32 = 0.5;

/// Below this magnification only shapes are drawn, no text.
const TEXT_FROM: f32 = 0.3;

/// Maps the drawing to the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Viewport {
    /// The place on the drawing that is in the canvas's top left corner.
    pub corner: Point,
    /// Points of the screen per unit of the drawing.
    pub zoom: f32,
    /// The canvas on the screen.
    pub canvas: Rect,
    /// How much larger than usual the user wants text and controls.
    pub enlargement: f32,
}

impl Default for Viewport {
    fn default() -> Self {
        Self {
            corner: Point::default(),
            zoom: 1.0,
            canvas: Rect::from_min_size(Pos2::ZERO, Vec2::new(800.0, 600.0)),
            enlargement: 1.0,
        }
    }
}

impl Viewport {
    pub fn to_screen(self, point: Point) -> Pos2 {
        self.canvas.min + Vec2::new(point.x - self.corner.x, point.y - self.corner.y) * self.zoom
    }

    pub fn to_drawing(self, position: Pos2) -> Point {
        let offset = (position - self.canvas.min) / self.zoom;
        self.corner.moved(offset.x, offset.y)
    }

    pub fn rect(self, shape: Rectangle) -> Rect {
        Rect::from_two_pos(self.to_screen(shape.corner), self.to_screen(shape.far_corner()))
    }

    /// The part of the drawing that is on the screen.
    pub fn shown(self) -> Rectangle {
        Rectangle::spanning(self.to_drawing(self.canvas.min), self.to_drawing(self.canvas.max))
    }

    /// Whether the names of things can be read.
    pub fn shows_text(self) -> bool {
        self.zoom * self.enlargement >= TEXT_FROM
    }

    /// Brings a place of the drawing to the middle of the canvas.
    pub fn center_on(&mut self, center: Point) {
        let shown = self.canvas.size() / self.zoom;
        self.corner = center.moved(-shown.x / 2.0, -shown.y / 2.0);
    }

    /// Moves the drawing by `delta` points of the screen.
    pub fn pan(&mut self, delta: Vec2) {
        self.corner = self.corner.moved(-delta.x / self.zoom, -delta.y / self.zoom);
    }

    /// Magnifies by `factor`; what is at `position` stays there.
    pub fn zoom_at(&mut self, position: Pos2, factor: f32) {
        let fixed = self.to_drawing(position);
        self.zoom = (self.zoom * factor).clamp(*RANGE.start(), *RANGE.end());
        let offset = (position - self.canvas.min) / self.zoom;
        self.corner = fixed.moved(-offset.x, -offset.y);
    }

    /// Shows all of `shape` where it can be read then; else its beginning at the upper left, in a size that can.
    pub fn open(&mut self, shape: Rectangle) {
        self.fit(shape);
        if self.zoom * self.enlargement >= LEGIBLE {
            return;
        }
        self.zoom = OPENED / self.enlargement;
        let (margin, shown) = (MARGIN / self.zoom, self.canvas.size() / self.zoom);
        let begin = |start: f32, size: f32, shown: f32| {
            let is_whole = size + 2.0 * margin <= shown;
            if is_whole { start + (size - shown) / 2.0 } else { start - margin }
        };
        let (corner, size) = (shape.corner, shape.size);
        self.corner = Point::new(begin(corner.x, size.width, shown.x), begin(corner.y, size.height, shown.y));
    }

    /// Shows all of `shape`, at most in actual size, with space around it.
    pub fn fit(&mut self, shape: Rectangle) {
        self.fit_within(shape, self.canvas.size() - Vec2::splat(2.0 * MARGIN));
    }

    /// Shows all of `shape` in the middle, at most in actual size and within so many points of the screen.
    pub fn fit_within(&mut self, shape: Rectangle, room: Vec2) {
        let room = room.max(Vec2::splat(50.0));
        let zoom = (room.x / shape.size.width.max(1.0)).min(room.y / shape.size.height.max(1.0));
        self.zoom = zoom.clamp(*RANGE.start(), 1.0);
        self.center_on(shape.center());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> Viewport {
        let canvas = Rect::from_min_size(Pos2::new(200.0, 50.0), Vec2::new(800.0, 600.0));
        Viewport { corner: Point::new(-30.0, 10.0), zoom: 1.5, canvas, enlargement: 1.0 }
    }

    #[test]
    fn drawing_and_screen_are_inverse() {
        let point = Point::new(123.0, -45.0);
        let back = view().to_drawing(view().to_screen(point));
        assert!(point.distance(back) < 1e-3);
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut view = view();
        let pointer = Pos2::new(640.0, 333.0);
        let before = view.to_drawing(pointer);
        view.zoom_at(pointer, 1.7);
        assert!(before.distance(view.to_drawing(pointer)) < 1e-2);
        view.zoom_at(pointer, 1e9);
        assert_eq!(view.zoom, 4.0);
        assert!(before.distance(view.to_drawing(pointer)) < 1e-2);
    }

    #[test]
    fn a_drawing_opens_as_a_whole_or_from_its_beginning_where_it_can_be_read() {
        let mut view = view();
        let whole = Rectangle::new(100.0, 200.0, 1440.0, 400.0);
        view.open(whole);
        assert_eq!(view.zoom, 0.5);
        assert!((view.rect(whole).center() - view.canvas.center()).length() < 0.1);
        let wide = Rectangle::new(100.0, 200.0, 3600.0, 400.0);
        view.open(wide);
        assert_eq!(view.zoom, 0.5);
        let shown = view.rect(wide);
        assert!((shown.min.x - view.canvas.min.x - MARGIN).abs() < 0.1, "it begins at the left: {shown:?}");
        assert!((shown.center().y - view.canvas.center().y).abs() < 0.1, "its height has room: {shown:?}");
        view.fit(wide);
        assert_eq!(view.zoom, 0.2);
    }

    #[test]
    fn fitting_shows_everything_in_the_middle() {
        let mut view = view();
        let shape = Rectangle::new(1000.0, 2000.0, 3000.0, 500.0);
        view.fit(shape);
        let shown = view.rect(shape);
        assert!(view.canvas.contains_rect(shown));
        assert!((shown.center() - view.canvas.center()).length() < 0.1);
        view.fit(Rectangle::new(0.0, 0.0, 10.0, 10.0));
        assert_eq!(view.zoom, 1.0);
    }
}

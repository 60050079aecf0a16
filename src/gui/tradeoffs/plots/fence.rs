//! Fencing designs in by drawing a rectangle over points, and what such a fence looks like.

use egui::{Id, Painter, PointerButton, Pos2, Rangef, Rect, Response, Stroke, StrokeKind, Ui};

use crate::gui::theme::palette;
use crate::gui::tradeoffs::borders::rounded;
use crate::gui::tradeoffs::brush::Interval;

/// A rectangle in the making.
#[derive(Default)]
pub(super) struct Rubber {
    held: Option<(Id, Pos2)>,
}

impl Rubber {
    /// Whether a rectangle is being drawn.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Forgets a rectangle whose picture went away under the hand. To be called before any picture is shown.
    pub fn settle(&mut self, ui: &Ui) {
        if !ui.input(|input| input.pointer.any_down() || input.pointer.any_released()) {
            self.held = None;
        }
    }

    /// The rectangle that a drag on `response` spans, on every frame on which it changes. `starts` says whether a drag
    /// that begins now is meant for it.
    pub fn follow(&mut self, ui: &Ui, response: &Response, starts: bool) -> Option<Rect> {
        if starts && response.drag_started_by(PointerButton::Primary) {
            self.held = ui.input(|input| input.pointer.press_origin()).map(|origin| (response.id, origin));
        }
        let (_, from) = self.held.filter(|(id, _)| *id == response.id)?;
        if !response.dragged() && !response.drag_stopped() {
            self.held = None;
            return None;
        }
        let to = response.interact_pointer_pos();
        if response.drag_stopped() {
            self.held = None;
        }
        to.map(|to| Rect::from_two_pos(from, to))
    }
}

/// The interval between two places along a stretch of the screen, each end as short a number as a point of the screen
/// is worth. Whoever goes beyond an end of the stretch leaves that side open.
pub(super) fn interval(from: f32, to: f32, stretch: Rangef, value: impl Fn(f32) -> f64) -> Interval {
    let grows = value(stretch.max) >= value(stretch.min);
    let end = |at: f32| {
        let is_above = at > stretch.max;
        if is_above || at < stretch.min {
            return if is_above == grows { f64::INFINITY } else { f64::NEG_INFINITY };
        }
        rounded(value(at), (value(at + 1.0) - value(at)).abs())
    };
    Interval::between(end(from), end(to))
}

/// Where intervals lie along a stretch of the screen; `place` gives the place of a value.
pub(super) fn ranges(intervals: &[Interval], stretch: Rangef, place: impl Fn(f64) -> Option<f32>) -> Vec<Rangef> {
    let range = |interval: &Interval| {
        let ends = [interval.low, interval.high].map(|end| place(end).filter(|at| at.is_finite()));
        let (low, high) = match ends {
            [Some(low), Some(high)] => (low, high),
            // What is open, or has no place, reaches to the side on which the values are that it admits.
            [Some(low), None] => (low, far(stretch, &place, interval.low, 1.0)),
            [None, Some(high)] => (far(stretch, &place, interval.high, -1.0), high),
            [None, None] => (stretch.min, stretch.max),
        };
        Rangef::new(low.min(high).max(stretch.min), low.max(high).min(stretch.max))
    };
    intervals.iter().map(range).collect()
}

/// The end of the stretch that lies towards larger values (`sign` 1) or smaller ones (-1) than `value`.
fn far(stretch: Rangef, place: &impl Fn(f64) -> Option<f32>, value: f64, sign: f64) -> f32 {
    let beside = value + sign * value.abs().max(1e-9) * 1e-3;
    let grows = place(beside).zip(place(value)).is_none_or(|(beside, at)| beside >= at);
    if grows { stretch.max } else { stretch.min }
}

/// Draws a fence around what lies within these ranges; an axis without any is free.
pub(super) fn paint(ui: &Ui, painter: &Painter, frame: Rect, across: &[Rangef], upwards: &[Rangef]) {
    if across.is_empty() && upwards.is_empty() {
        return;
    }
    let accent = palette(ui.visuals()).accent;
    let or_all = |ranges: &[Rangef], all: Rangef| if ranges.is_empty() { vec![all] } else { ranges.to_vec() };
    for across in or_all(across, frame.x_range()) {
        for upwards in or_all(upwards, frame.y_range()) {
            let rect = Rect::from_x_y_ranges(across, upwards);
            if rect.is_negative() {
                // It lies outside of what is drawn.
                continue;
            }
            painter.rect_filled(rect, 0, accent.gamma_multiply(0.07));
            painter.rect_stroke(rect, 0, Stroke::new(1.0, accent), StrokeKind::Inside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_short_numbers_and_open_beyond_the_end() {
        let stretch = Rangef::new(100.0, 300.0);
        let upwards = |at: f32| f64::from(at) * 0.5;
        assert_eq!(interval(101.2, 250.6, stretch, upwards), Interval { low: 50.6, high: 125.3 });
        assert_eq!(interval(90.0, 250.6, stretch, upwards), Interval { low: f64::NEG_INFINITY, high: 125.3 });
        let downwards = |at: f32| 300.0 - f64::from(at);
        assert_eq!(interval(90.0, 250.0, stretch, downwards), Interval { low: 50.0, high: f64::INFINITY });
    }

    #[test]
    fn open_intervals_reach_the_end_on_their_side() {
        let stretch = Rangef::new(0.0, 100.0);
        let place = |value: f64| Some(100.0 - value as f32);
        let at_least = Interval { low: 30.0, high: f64::INFINITY };
        assert_eq!(ranges(&[at_least], stretch, place), [Rangef::new(0.0, 70.0)]);
        let at_most = Interval { low: f64::NEG_INFINITY, high: 30.0 };
        assert_eq!(ranges(&[at_most], stretch, place), [Rangef::new(70.0, 100.0)]);
        let both = Interval { low: 20.0, high: 150.0 };
        assert_eq!(ranges(&[both], stretch, place), [Rangef::new(0.0, 80.0)]);
    }
}

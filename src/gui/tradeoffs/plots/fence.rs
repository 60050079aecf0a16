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

/// Where intervals lie along a stretch of the screen on which places grow with values, or shrink with them; `place`
/// gives the place of a value. What admits nothing that has a place has a negative length.
pub(super) fn ranges(
    intervals: &[Interval],
    (stretch, grows): (Rangef, bool),
    place: impl Fn(f64) -> Option<f32>,
) -> Vec<Rangef> {
    let place = |value: f64| place(value).filter(|at| at.is_finite());
    let (least, most) = if grows { (f32::NEG_INFINITY, f32::INFINITY) } else { (f32::INFINITY, f32::NEG_INFINITY) };
    let range = |interval: &Interval| {
        // On a logarithmic scale only what is too small has no place.
        let low = place(interval.low).or_else(|| (interval.low < f64::INFINITY).then_some(least));
        let high = place(interval.high).or_else(|| (interval.high == f64::INFINITY).then_some(most));
        let Some((low, high)) = low.zip(high) else { return Rangef::NOTHING };
        Rangef::new(low.min(high).max(stretch.min), low.max(high).min(stretch.max))
    };
    intervals.iter().map(range).collect()
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
        let shrinks = |interval| ranges(&[interval], (stretch, false), |value| Some(100.0 - value as f32));
        assert_eq!(shrinks(at_least(30.0)), [Rangef::new(0.0, 70.0)]);
        assert_eq!(shrinks(at_most(30.0)), [Rangef::new(70.0, 100.0)]);
        assert_eq!(shrinks(Interval { low: 20.0, high: 150.0 }), [Rangef::new(0.0, 80.0)]);
        assert_eq!(shrinks(at_least(150.0))[0].span(), -50.0, "it lies beyond the stretch");
    }

    fn at_least(low: f64) -> Interval {
        Interval { low, high: f64::INFINITY }
    }

    fn at_most(high: f64) -> Interval {
        Interval { low: f64::NEG_INFINITY, high }
    }

    #[test]
    fn the_open_side_is_the_right_one_at_zero_and_below() {
        let stretch = Rangef::new(0.0, 100.0);
        // From -1,000,000 to 1,000,000: beside 0 a whole number makes no difference that a screen could show.
        let up = |value: f64| Some(50.0 - (value / 20_000.0) as f32);
        let across = |value: f64| Some(50.0 + (value / 20_000.0) as f32);
        for (value, at) in [(0.0, 50.0), (-0.0, 50.0), (1e-3, 50.0), (-400_000.0, 70.0)] {
            assert_eq!(ranges(&[at_least(value)], (stretch, false), up), [Rangef::new(0.0, at)], "≥ {value} upwards");
            assert_eq!(ranges(&[at_most(value)], (stretch, false), up), [Rangef::new(at, 100.0)], "≤ {value} upwards");
            let at = 100.0 - at;
            assert_eq!(ranges(&[at_least(value)], (stretch, true), across), [Rangef::new(at, 100.0)], "≥ {value}");
            assert_eq!(ranges(&[at_most(value)], (stretch, true), across), [Rangef::new(0.0, at)], "≤ {value}");
        }
    }

    #[test]
    fn nothing_is_fenced_in_where_no_value_has_a_place() {
        let stretch = Rangef::new(0.0, 100.0);
        let logarithmic = |value: f64| (value > 0.0).then(|| 50.0 + 10.0 * value.log10() as f32);
        let of = |interval: Interval| ranges(&[interval], (stretch, true), logarithmic)[0];
        assert_eq!(of(at_least(-5.0)), stretch, "everything that has a place is above");
        assert_eq!(of(Interval { low: 0.0, high: 10.0 }), Rangef::new(0.0, 60.0));
        for none in [at_most(0.0), at_most(-3.0), Interval { low: -2.0, high: -1.0 }, at_least(f64::INFINITY)] {
            assert!(of(none).span() < 0.0, "{none:?}");
        }
    }
}

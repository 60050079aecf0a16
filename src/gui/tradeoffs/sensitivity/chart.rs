//! The scale of a tornado chart: which values it spans, and where the value as it is and the limits lie.

use egui::{Align2, Color32, FontId, Pos2, Rangef, Rect, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2};

use crate::gui::theme::{Palette, palette};
use crate::model::{Direction, MeasureKey, Project, Quantity, RequirementId};
use crate::tradeoff::{Sensitivity, Value};

/// Distance of the lines in a hatched bar.
const HATCHING: f32 = 5.0;
/// Height of the head above the bars.
const HEAD: f32 = 50.0;
/// Space beside the bars for the values at their ends.
pub(super) const MARGIN: f32 = 76.0;
/// A limit that lies further away than this many times the widest bar is told in words alone.
const FARTHEST: f64 = 2.0;

/// One quality with the numbers that move it.
pub(super) struct Chart<'s> {
    pub sensitivity: &'s Sensitivity,
    /// Position of the quality.
    pub measure: usize,
    pub key: &'s MeasureKey,
    /// Its value as things are.
    pub base: Value,
    limits: Vec<Limit>,
    low: f64,
    high: f64,
}

/// What is required of the quality.
struct Limit {
    value: f64,
    /// `"Fast" ≤ 3 s`.
    text: String,
}

impl<'s> Chart<'s> {
    /// A chart of the quality at `measure` with the numbers at `rows`.
    pub fn of(project: &Project, sensitivity: &'s Sensitivity, measure: usize, rows: &[usize]) -> Self {
        let (key, base) = (&sensitivity.measures[measure], sensitivity.base[measure]);
        let swings = rows.iter().filter_map(|row| sensitivity.numbers[*row].swing(measure));
        let ends = swings.flat_map(|swing| [swing.low, swing.high]).flatten().chain([base]);
        let ends: Vec<f64> = ends.filter_map(Value::known).collect();
        let (mut low, mut high) = (
            ends.iter().copied().fold(f64::INFINITY, f64::min),
            ends.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        );
        let limit = |(_, requirement): (&RequirementId, &crate::model::Requirement)| {
            let value = requirement.threshold.amount_in(key.measure.unit())?;
            Some(Limit { value, text: format!("\"{}\" {}", requirement.name, requirement.relation()) })
        };
        let required = project.requirements.iter().filter(|(_, requirement)| requirement.measure == *key);
        let limits: Vec<Limit> = required.filter_map(limit).collect();
        let span = high - low;
        for limit in &limits {
            if limit.value > low - FARTHEST * span && limit.value < high + FARTHEST * span {
                (low, high) = (low.min(limit.value), high.max(limit.value));
            }
        }
        // One value alone stands in the middle.
        if high <= low {
            (low, high) = (low - 1.0, high + 1.0);
        }
        Self { sensitivity, measure, key, base, limits, low, high }
    }

    /// Where the bars of a row lie in `place`.
    pub fn bars(place: Rect) -> Rangef {
        let names = (place.width() * 0.36).clamp(110.0, 240.0);
        let (left, right) = (place.left() + names + MARGIN, place.right() - MARGIN);
        Rangef::new(left, right.max(left + 20.0))
    }

    /// Where a value lies across.
    pub fn x(&self, bars: Rangef, value: f64) -> f32 {
        let share = (value - self.low) / (self.high - self.low);
        bars.min + share.clamp(0.0, 1.0) as f32 * bars.span()
    }

    /// The end of the bars at which a quality is worst: where what is overloaded leads to.
    pub fn worst(&self, bars: Rangef) -> f32 {
        match self.key.measure.direction() {
            Direction::Lower => bars.max,
            Direction::Higher => bars.min,
        }
    }

    /// A value of the quality, short.
    pub fn text(&self, value: Value) -> String {
        value.in_words(self.key)
    }

    /// What the colours mean, where the value is now, and what is required.
    pub fn show_head(&self, ui: &mut Ui) {
        let colors = palette(ui.visuals());
        ui.horizontal_wrapped(|ui| {
            for (is_low, text) in [(true, "with the lower number"), (false, "with the higher number")] {
                let (place, _) = ui.allocate_exact_size(Vec2::new(22.0, 12.0), Sense::hover());
                paint_bar(ui, place, is_low, colors);
                ui.label(egui::RichText::new(text).small().color(colors.weak));
            }
        });
        for limit in self.limits.iter().filter(|limit| !self.holds(limit.value)) {
            let side = if limit.value > self.high { "right" } else { "left" };
            crate::gui::fields::caption(ui, &format!("The limit {} lies far to the {side}.", limit.text));
        }
        let (place, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEAD), Sense::hover());
        let bars = Self::bars(place);
        let small = TextStyle::Small.resolve(ui.style());
        let direction = self.key.measure.direction().label();
        let corner = place.left_bottom() - Vec2::new(0.0, 4.0);
        ui.painter().text(corner, Align2::LEFT_BOTTOM, direction, small.clone(), colors.weak);
        if let Some(value) = self.base.known() {
            let now = format!("now {}", Quantity::measured(value, self.key.measure.unit()));
            mark(ui, (place, place.bottom() - 4.0), self.x(bars, value), (&now, small.clone(), colors.text));
        } else {
            let at = Pos2::new(bars.center(), place.bottom() - 4.0);
            let now = format!("now {}", self.text(self.base));
            ui.painter().text(at, Align2::CENTER_BOTTOM, now, small.clone(), colors.bad);
        }
        for (index, limit) in self.limits.iter().filter(|limit| self.holds(limit.value)).enumerate() {
            let line = if index == 0 { 20.0 } else { 34.0 };
            mark(
                ui,
                (place, place.bottom() - line),
                self.x(bars, limit.value),
                (&limit.text, small.clone(), colors.bad),
            );
        }
        self.paint_lines(ui, place.with_min_y(place.bottom() - 3.0));
    }

    /// The lines of now and of the limits through `place`.
    pub fn paint_lines(&self, ui: &Ui, place: Rect) {
        let colors = palette(ui.visuals());
        let bars = Self::bars(place);
        if let Some(value) = self.base.known() {
            let x = self.x(bars, value);
            ui.painter().vline(x, place.y_range(), Stroke::new(1.5, colors.text));
        }
        for limit in self.limits.iter().filter(|limit| self.holds(limit.value)) {
            let x = self.x(bars, limit.value);
            let ends = [Pos2::new(x, place.top()), Pos2::new(x, place.bottom())];
            ui.painter().extend(egui::Shape::dashed_line(&ends, Stroke::new(1.5, colors.bad), 4.0, 3.0));
        }
    }

    fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// A text above a line at `x`, within the width of `place`.
fn mark(ui: &Ui, (place, bottom): (Rect, f32), x: f32, (text, font, color): (&str, FontId, Color32)) {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color);
    let size = galley.size();
    let left = (x - size.x / 2.0).min(place.right() - size.x).max(place.left());
    ui.painter().galley(Pos2::new(left, bottom - size.y), galley, color);
}

/// A bar of the lower number is hatched, one of the higher number is filled: they differ without colours as well.
pub(super) fn paint_bar(ui: &Ui, place: Rect, is_low: bool, colors: &Palette) {
    let color = colors.series[usize::from(!is_low)];
    if !is_low {
        ui.painter().rect_filled(place, 1.0, color);
        return;
    }
    ui.painter().rect_filled(place, 1.0, color.gamma_multiply(0.18));
    let painter = ui.painter().with_clip_rect(place.intersect(ui.clip_rect()));
    let mut x = place.left() - place.height();
    while x < place.right() {
        let ends = [Pos2::new(x, place.bottom()), Pos2::new(x + place.height(), place.top())];
        painter.line_segment(ends, Stroke::new(1.2, color));
        x += HATCHING;
    }
    ui.painter().rect_stroke(place, 1.0, Stroke::new(1.2, color), StrokeKind::Inside);
}

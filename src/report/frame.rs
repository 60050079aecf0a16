//! The frame of a plot of one measure against another: axes with round numbers, what they measure, and the thresholds of
//! requirements.

use std::fmt::Write as _;

use super::svg::{Text, palette, short};
use super::ticks::{Scale, tick_text};
use crate::diagram::letters::{BOLD, shortened, text_width};
use crate::model::{Direction, Measure, MeasureKey, Project, Rectangle, Unit};

pub(crate) const WIDTH: f32 = 760.0;
pub(crate) const HEIGHT: f32 = 470.0;
pub(crate) const LEFT: f32 = 78.0;
const RIGHT: f32 = 24.0;
const TOP: f32 = 22.0;
/// Size of text.
pub(crate) const SIZE: f32 = 12.0;

/// Where values lie in a plot of this size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    /// The range from left to right.
    pub(crate) across: &'a Scale,
    /// The range from the bottom to the top.
    pub(crate) up: &'a Scale,
    /// Height below the axes, for numbers and names, and for what explains the marks.
    pub(crate) below: f32,
}

impl Frame<'_> {
    /// Where a value lies from left to right.
    pub(crate) fn x(&self, value: f64) -> f32 {
        LEFT + self.across.share(value) * (WIDTH - LEFT - RIGHT)
    }

    /// Where a value lies from top to bottom.
    pub(crate) fn y(&self, value: f64) -> f32 {
        self.bottom() - self.up.share(value) * (self.bottom() - TOP)
    }

    /// What lies between the axes.
    pub(crate) fn field(&self) -> Rectangle {
        Rectangle::new(LEFT, TOP, WIDTH - LEFT - RIGHT, self.bottom() - TOP)
    }

    fn bottom(&self) -> f32 {
        HEIGHT - self.below
    }

    /// Grid lines, axes and the numbers along them.
    pub(crate) fn write_grid(&self, svg: &mut String) {
        let (right, bottom) = (WIDTH - RIGHT, self.bottom());
        let mut line = |from: (f32, f32), to: (f32, f32), color: &str| {
            let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
            writeln!(svg, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{color}\"/>").ok();
        };
        let (across, up) = (&self.across.ticks, &self.up.ticks);
        for tick in across {
            line((self.x(*tick), TOP), (self.x(*tick), bottom + 5.0), palette::GRID);
        }
        for tick in up {
            line((LEFT - 5.0, self.y(*tick)), (right, self.y(*tick)), palette::GRID);
        }
        line((LEFT, bottom), (right, bottom), palette::LINE);
        line((LEFT, TOP), (LEFT, bottom), palette::LINE);
        let text = |x, y, anchor| Text { x, y, size: SIZE, fill: palette::MUTED, anchor, bold: false };
        for tick in across {
            let words = tick_text(*tick, across);
            text(within(self.x(*tick), &words, WIDTH), bottom + 20.0, "middle").write(&words, svg);
        }
        for tick in up {
            text(LEFT - 9.0, self.y(*tick) + 4.0, "end").write(&tick_text(*tick, up), svg);
        }
    }

    /// What both axes measure, by its name for people: first from left to right, then upwards.
    pub(crate) fn write_axis_names(&self, [across, up]: [(&str, Measure); 2], svg: &mut String) {
        let (right, bottom) = (WIDTH - RIGHT, self.bottom());
        write_axis_name(across, (LEFT, right), bottom + 42.0, svg);
        // The same line of text, turned to run upwards along the left edge.
        writeln!(svg, "<g transform=\"rotate(-90) translate({} 0)\">", short(-bottom)).ok();
        write_axis_name(up, (0.0, bottom - TOP), 21.0, svg);
        svg.push_str("</g>\n");
    }

    /// What requirements of the project ask of the measures from left to right and upwards, as dashed lines.
    pub(super) fn write_thresholds(&self, project: &Project, axes: (&MeasureKey, &MeasureKey), svg: &mut String) {
        let color = palette::THRESHOLD;
        let is_shown = |share: f32| (0.0..=1.0).contains(&share);
        for (amount, words) in thresholds(project, axes.0) {
            if is_shown(self.across.share(amount)) {
                let x = self.x(amount);
                let (x1, bottom) = (short(x), self.bottom());
                writeln!(svg, "<line x1=\"{x1}\" y1=\"{TOP}\" x2=\"{x1}\" y2=\"{bottom}\" stroke=\"{color}\" stroke-width=\"1.3\" stroke-dasharray=\"6 4\"/>").ok();
                let anchor = if x > WIDTH - 180.0 { "end" } else { "start" };
                let x = if anchor == "end" { x - 5.0 } else { x + 5.0 };
                Text { x, y: bottom - 7.0, size: SIZE - 1.0, fill: color, anchor, bold: false }
                    .write_over_lines(&words, svg);
            }
        }
        for (amount, words) in thresholds(project, axes.1) {
            if is_shown(self.up.share(amount)) {
                let (y, right) = (self.y(amount), WIDTH - RIGHT);
                let y1 = short(y);
                writeln!(svg, "<line x1=\"{LEFT}\" y1=\"{y1}\" x2=\"{right}\" y2=\"{y1}\" stroke=\"{color}\" stroke-width=\"1.3\" stroke-dasharray=\"6 4\"/>").ok();
                let y = if y < TOP + 16.0 { y + 13.0 } else { y - 5.0 };
                Text { x: LEFT + 6.0, y, size: SIZE - 1.0, fill: color, anchor: "start", bold: false }
                    .write_over_lines(&words, svg);
            }
        }
    }
}

/// The measure with its unit in the middle, and at the better end an arrow.
fn write_axis_name((name, measure): (&str, Measure), (from, to): (f32, f32), y: f32, svg: &mut String) {
    let (x, anchor, words) = match measure.direction() {
        Direction::Lower => (from, "start", "← better"),
        Direction::Higher => (to, "end", "better →"),
    };
    Text { x, y, size: SIZE, fill: palette::MUTED, anchor, bold: false }.write(words, svg);
    let room = to - from - text_width(words, SIZE) - 16.0;
    // However long the name is, its unit is read.
    let unit = with_unit("", measure.unit());
    let name = shortened(name, room / BOLD - text_width(&unit, SIZE + 1.0), SIZE + 1.0) + &unit;
    // A name that would run into the arrow from the middle moves to the other end.
    let is_long = text_width(&name, SIZE + 1.0) * BOLD > room - text_width(words, SIZE);
    let (x, anchor) = match (is_long, anchor) {
        (false, _) => (f32::midpoint(from, to), "middle"),
        (true, "start") => (to, "end"),
        (true, _) => (from, "start"),
    };
    Text { x, y, size: SIZE + 1.0, fill: palette::INK, anchor, bold: true }.write(&name, svg);
}

/// Where the middle of the number of a tick stands: below the tick, unless the number would be cut off at the right edge.
pub(super) fn within(x: f32, words: &str, width: f32) -> f32 {
    x.min(width - text_width(words, SIZE) / 2.0 - 2.0)
}

/// What an axis measures, with its unit.
pub(super) fn axis_name(project: &Project, key: &MeasureKey) -> String {
    with_unit(&project.measure_name(key), key.measure.unit())
}

fn with_unit(name: &str, unit: Unit) -> String {
    match unit.symbol() {
        "" => name.to_owned(),
        symbol => format!("{name}, {symbol}"),
    }
}

/// A scale around the values, and around the thresholds unless they lie so far away that they would crush the rest.
pub(super) fn scale(project: &Project, mut values: Vec<f64>, key: &MeasureKey) -> Scale {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let reach = (high - low).max(high.abs() * 0.02);
    let near = thresholds(project, key).map(|(amount, _)| amount);
    values.extend(near.filter(|amount| (low - reach..=high + reach).contains(amount)));
    Scale::around(values.into_iter(), ceiling(key.measure))
}

/// What an axis of this measure need not go beyond, in its unit.
pub(crate) fn ceiling(measure: Measure) -> Option<f64> {
    match measure.unit() {
        Unit::Percent => Some(100.0),
        Unit::Ratio => Some(1.0),
        _ => None,
    }
}

/// The thresholds that requirements set on a measure, in its unit, with the relation in words.
pub(super) fn thresholds<'a>(project: &'a Project, key: &'a MeasureKey) -> impl Iterator<Item = (f64, String)> + 'a {
    project.requirements.values().filter(move |requirement| requirement.measure == *key).filter_map(|requirement| {
        let amount = requirement.threshold.amount_in(key.measure.unit())?;
        let strength = if requirement.is_hard() { "required" } else { "wanted" };
        Some((amount, format!("{strength} {}", requirement.relation())))
    })
}

#[cfg(test)]
mod tests {
    use super::super::svg::check_well_formed;
    use super::*;

    #[test]
    fn the_unit_of_a_long_name_is_read() {
        let scale = Scale::around([0.0, 1.0].into_iter(), None);
        let frame = Frame { across: &scale, up: &scale, below: 100.0 };
        let (long, mut svg) = ("w".repeat(200), String::new());
        frame.write_axis_names([(&long, Measure::ResponseTimeP99), ("Recall", Measure::Recall)], &mut svg);
        assert!(svg.contains("w…, ms<") && svg.contains(">Recall, %<"), "{svg}");
        check_well_formed(&format!("<svg>{svg}</svg>"));
    }

    #[test]
    fn values_lie_where_the_axes_say() {
        let scale = Scale::around([0.0, 100.0].into_iter(), None);
        let frame = Frame { across: &scale, up: &scale, below: 100.0 };
        let field = frame.field();
        assert_eq!((frame.x(scale.low), frame.y(scale.low)), (field.corner.x, field.far_corner().y));
        assert!((frame.x(scale.high) - field.far_corner().x).abs() < 0.01);
        assert!((frame.y(scale.high) - field.corner.y).abs() < 0.01);
    }
}

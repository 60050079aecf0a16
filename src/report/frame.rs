//! The frame of a plot: axes with round numbers, what they measure, and the thresholds of requirements.

use std::fmt::Write as _;

use super::plot::{BOTTOM, HEIGHT, LEFT, Plot, RIGHT, SIZE, TOP, WIDTH};
use super::svg::{Text, palette, short};
use super::ticks::{Scale, tick_text};
use crate::diagram::letters::{BOLD, shortened, text_width};
use crate::model::{Direction, MeasureKey, Project, Unit};

impl Plot<'_> {
    /// Grid lines, axes and the numbers along them.
    pub(super) fn write_grid(&self, svg: &mut String) {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let mut line = |x1: f32, y1: f32, x2: f32, y2: f32, color: &str| {
            let (x1, y1, x2, y2) = (short(x1), short(y1), short(x2), short(y2));
            writeln!(svg, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{color}\"/>").ok();
        };
        for tick in &self.scales.x.ticks {
            line(self.x(*tick), TOP, self.x(*tick), bottom + 5.0, palette::GRID);
        }
        for tick in &self.scales.y.ticks {
            line(LEFT - 5.0, self.y(*tick), right, self.y(*tick), palette::GRID);
        }
        line(LEFT, bottom, right, bottom, palette::LINE);
        line(LEFT, TOP, LEFT, bottom, palette::LINE);
        for tick in &self.scales.x.ticks {
            let words = tick_text(*tick, &self.scales.x.ticks);
            let x = within(self.x(*tick), &words, WIDTH);
            Text { x, y: bottom + 20.0, size: SIZE, fill: palette::MUTED, anchor: "middle", bold: false }
                .write(&words, svg);
        }
        for tick in &self.scales.y.ticks {
            let text = Text {
                x: LEFT - 9.0,
                y: self.y(*tick) + 4.0,
                size: SIZE,
                fill: palette::MUTED,
                anchor: "end",
                bold: false,
            };
            text.write(&tick_text(*tick, &self.scales.y.ticks), svg);
        }
    }

    /// The names of both axes.
    pub(super) fn write_axis_names(&self, svg: &mut String) {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        self.write_axis_name(self.axes.0, LEFT, right, bottom + 42.0, svg);
        // The same line of text, turned to run upwards along the left edge.
        writeln!(svg, "<g transform=\"rotate(-90) translate({} 0)\">", short(-bottom)).ok();
        self.write_axis_name(self.axes.1, 0.0, bottom - TOP, 21.0, svg);
        svg.push_str("</g>\n");
    }

    /// The measure with its unit in the middle, and at the better end an arrow.
    fn write_axis_name(&self, key: &MeasureKey, from: f32, to: f32, y: f32, svg: &mut String) {
        let name = axis_name(self.project, key);
        let (x, anchor, words) = match key.measure.direction() {
            Direction::Lower => (from, "start", "← better"),
            Direction::Higher => (to, "end", "better →"),
        };
        Text { x, y, size: SIZE, fill: palette::MUTED, anchor, bold: false }.write(words, svg);
        let room = to - from - text_width(words, SIZE) - 16.0;
        let name = shortened(&name, room / BOLD, SIZE + 1.0);
        // A name that would run into the arrow from the middle moves to the other end.
        let is_long = text_width(&name, SIZE + 1.0) * BOLD > room - text_width(words, SIZE);
        let (x, anchor) = match (is_long, anchor) {
            (false, _) => (f32::midpoint(from, to), "middle"),
            (true, "start") => (to, "end"),
            (true, _) => (from, "start"),
        };
        Text { x, y, size: SIZE + 1.0, fill: palette::INK, anchor, bold: true }.write(&name, svg);
    }

    /// What requirements ask for, as dashed lines.
    pub(super) fn write_thresholds(&self, svg: &mut String) {
        let color = palette::THRESHOLD;
        let is_shown = |share: f32| (0.0..=1.0).contains(&share);
        for (amount, words) in thresholds(self.project, self.axes.0) {
            if is_shown(self.scales.x.share(amount)) {
                let x = self.x(amount);
                let (x1, bottom) = (short(x), HEIGHT - BOTTOM);
                writeln!(svg, "<line x1=\"{x1}\" y1=\"{TOP}\" x2=\"{x1}\" y2=\"{bottom}\" stroke=\"{color}\" stroke-width=\"1.3\" stroke-dasharray=\"6 4\"/>").ok();
                let anchor = if x > WIDTH - 180.0 { "end" } else { "start" };
                let x = if anchor == "end" { x - 5.0 } else { x + 5.0 };
                Text { x, y: bottom - 7.0, size: SIZE - 1.0, fill: color, anchor, bold: false }
                    .write_over_lines(&words, svg);
            }
        }
        for (amount, words) in thresholds(self.project, self.axes.1) {
            if is_shown(self.scales.y.share(amount)) {
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

/// Where the middle of the number of a tick stands: below the tick, unless the number would be cut off at the right edge.
pub(super) fn within(x: f32, words: &str, width: f32) -> f32 {
    x.min(width - text_width(words, SIZE) / 2.0 - 2.0)
}

/// What an axis measures, with its unit.
pub(super) fn axis_name(project: &Project, key: &MeasureKey) -> String {
    let name = project.measure_name(key);
    match key.measure.unit() {
        Unit::Ratio | Unit::Count => name,
        unit => format!("{name}, {unit}"),
    }
}

/// A scale around the values, and around the thresholds unless they lie so far away that they would crush the rest.
pub(super) fn scale(project: &Project, mut values: Vec<f64>, key: &MeasureKey) -> Scale {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let reach = (high - low).max(high.abs() * 0.02);
    let near = thresholds(project, key).map(|(amount, _)| amount);
    values.extend(near.filter(|amount| (low - reach..=high + reach).contains(amount)));
    let ceiling = match key.measure.unit() {
        Unit::Percent => Some(100.0),
        Unit::Ratio => Some(1.0),
        _ => None,
    };
    Scale::around(values.into_iter(), ceiling)
}

/// The thresholds that requirements set on a measure, in its unit, with the relation in words.
pub(super) fn thresholds<'a>(project: &'a Project, key: &'a MeasureKey) -> impl Iterator<Item = (f64, String)> + 'a {
    project.requirements.values().filter(move |requirement| requirement.measure == *key).filter_map(|requirement| {
        let amount = requirement.threshold.amount_in(key.measure.unit())?;
        let strength = if requirement.is_hard() { "required" } else { "wanted" };
        Some((amount, format!("{strength} {}", requirement.relation())))
    })
}

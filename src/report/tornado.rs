//! What moves the quality that hangs most on its numbers, as a tornado chart: the number that moves it most at the top.

use std::fmt::Write as _;

use super::frame::{axis_name, scale, thresholds, within};
use super::svg::{Text, palette, picture, short};
use super::ticks::tick_text;
use crate::diagram::letters::{shortened, text_width};
use crate::model::{Direction, Project, in_sentence};
use crate::tradeoff::{Moved, Sensitivity, Swing, Value, count_in_words, percent};

const WIDTH: f32 = 760.0;
/// Where the bars begin; the names stand left of it.
const LEFT: f32 = 350.0;
const RIGHT: f32 = 26.0;
const TOP: f32 = 44.0;
const ROW: f32 = 25.0;
const SIZE: f32 = 12.0;
/// Bars at most.
const MOST_BARS: usize = 10;

/// The caption and the picture; `None` where no number moves anything.
pub(super) fn figure(project: &Project, sensitivity: &Sensitivity) -> Option<(String, String)> {
    let measure = most_moved(project, sensitivity)?;
    let numbers = sensitivity.tornado(measure);
    let bars: Vec<(&Moved, &Swing)> = numbers
        .iter()
        .take(MOST_BARS)
        .filter_map(|number| Some((&sensitivity.numbers[*number], sensitivity.numbers[*number].swing(measure)?)))
        .collect();
    let name = project.measure_name(&sensitivity.measures[measure]);
    let more = numbers.len().saturating_sub(bars.len());
    let more = match more {
        0 => String::new(),
        1 => " One more number moves it less.".to_owned(),
        more => format!(" {} more numbers move it less.", count_in_words(more)),
    };
    let caption = format!(
        "What moves {}: each number moved by ±{} alone, as told above.{more}",
        in_sentence(&name),
        percent(sensitivity.within)
    );
    Some((caption, svg(project, sensitivity, measure, &bars)))
}

/// The quality on which the most verdicts turn; of several the one that its first number moves furthest.
fn most_moved(project: &Project, sensitivity: &Sensitivity) -> Option<usize> {
    let required = project.required_measures();
    let rank = |measure: usize| {
        let base = sensitivity.base[measure];
        let first = *sensitivity.tornado(measure).first()?;
        let swing = sensitivity.numbers[first].swing(measure)?;
        let size = base.known().map_or(0.0, f64::abs);
        let width = if size > 0.0 { swing.width(base) / size } else { 0.0 };
        let flips = sensitivity.numbers.iter().flat_map(|moved| &moved.flips).filter(|flip| flip.measure == measure);
        Some((required.contains(&sensitivity.measures[measure]), flips.count(), width))
    };
    // Nothing is drawn around a value that is not known.
    let known = (0..sensitivity.measures.len()).filter(|measure| sensitivity.base[*measure].known().is_some());
    let ranked = known.filter_map(|measure| Some((measure, rank(measure)?)));
    // The first of equals.
    let better = |best: (usize, (bool, usize, f64)), next: (usize, (bool, usize, f64))| {
        if next.1 > best.1 { next } else { best }
    };
    ranked.reduce(better).map(|(measure, _)| measure)
}

fn svg(project: &Project, sensitivity: &Sensitivity, measure: usize, bars: &[(&Moved, &Swing)]) -> String {
    let (key, base) = (&sensitivity.measures[measure], sensitivity.base[measure].known().unwrap_or(f64::NAN));
    let ends = bars.iter().flat_map(|(_, swing)| [swing.low, swing.high]).flatten().filter_map(Value::known);
    let limits: Vec<(f64, String)> = thresholds(project, key).collect();
    let scale = scale(project, ends.chain([base]).collect(), key);
    let x = |value: f64| LEFT + scale.share(value).clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT);
    let bottom = TOP + ROW * bars.len() as f32 + 6.0;
    let mut body = String::new();
    let numbers: Vec<String> = scale.ticks.iter().map(|tick| tick_text(*tick, &scale.ticks)).collect();
    let widest = numbers.iter().map(|number| text_width(number, SIZE)).fold(0.0, f32::max);
    let apart = (WIDTH - LEFT - RIGHT) / numbers.len().saturating_sub(1).max(1) as f32;
    // Long numbers would touch each other: only every second line has its own then.
    let every = if widest + 6.0 > apart { 2 } else { 1 };
    for (index, (tick, number)) in scale.ticks.iter().zip(&numbers).enumerate() {
        line(&mut body, (x(*tick), TOP - 4.0), bottom + 4.0, palette::GRID, "");
        if index % every == 0 {
            text((within(x(*tick), number, WIDTH), bottom + 20.0), "middle", palette::MUTED).write(number, &mut body);
        }
    }
    for (row, (moved, swing)) in bars.iter().enumerate() {
        let y = TOP + ROW * row as f32 + 4.0;
        let name = shortened(&format!("{} ({})", moved.name, moved.span.quantity), LEFT - 24.0, SIZE);
        text((LEFT - 12.0, y + 13.0), "end", palette::INK).write(&name, &mut body);
        for (end, color) in [(swing.low, palette::FEASIBLE), (swing.high, palette::CHOSEN)] {
            match end {
                Some(Value::Known(value)) if value != base => {
                    let (from, to) = (x(base).min(x(value)), x(base).max(x(value)));
                    bar(&mut body, (from, y), (to - from).max(1.0), color);
                }
                // It has no value to draw: the words stand at the worse end.
                Some(Value::Overloaded) => {
                    let (x, anchor) = match key.measure.direction() {
                        Direction::Lower => (WIDTH - RIGHT, "end"),
                        Direction::Higher => (LEFT + 4.0, "start"),
                    };
                    text((x, y + 13.0), anchor, color).write_over_lines("overloaded", &mut body);
                }
                _ => {}
            }
        }
    }
    line(&mut body, (x(base), TOP - 4.0), bottom, palette::INK, "");
    let now = format!("now {}", sensitivity.base[measure].in_words(key));
    text((x(base), TOP - 10.0), "middle", palette::INK).write_over_lines(&now, &mut body);
    for (amount, words) in limits.iter().filter(|(amount, _)| (scale.low..=scale.high).contains(amount)) {
        line(&mut body, (x(*amount), TOP - 22.0), bottom, palette::THRESHOLD, " stroke-dasharray=\"6 4\"");
        let anchor = if x(*amount) > WIDTH - 160.0 { "end" } else { "start" };
        text((x(*amount) + if anchor == "end" { -5.0 } else { 5.0 }, TOP - 26.0), anchor, palette::THRESHOLD)
            .write_over_lines(words, &mut body);
    }
    let name = shortened(&axis_name(project, key), WIDTH - LEFT - RIGHT, SIZE);
    text((f32::midpoint(LEFT, WIDTH - RIGHT), bottom + 40.0), "middle", palette::INK).write(&name, &mut body);
    legend(&mut body, bottom + 62.0);
    picture((WIDTH, bottom + 76.0), &format!("What moves {name}"), false, &body)
}

fn legend(body: &mut String, y: f32) {
    let mut left = LEFT;
    for (words, color) in [("the number is smaller", palette::FEASIBLE), ("it is larger", palette::CHOSEN)] {
        bar(body, (left, y - 11.0), 18.0, color);
        text((left + 25.0, y), "start", palette::MUTED).write(words, body);
        left += 25.0 + text_width(words, SIZE) + 24.0;
    }
}

fn text((x, y): (f32, f32), anchor: &'static str, fill: &'static str) -> Text<'static> {
    Text { x, y, size: SIZE, fill, anchor, bold: false }
}

fn bar(body: &mut String, (x, y): (f32, f32), width: f32, color: &str) {
    let (x, y, width) = (short(x), short(y), short(width));
    writeln!(
        body,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"15\" fill=\"{color}\" fill-opacity=\"0.85\"/>"
    )
    .ok();
}

fn line(body: &mut String, (x, from): (f32, f32), to: f32, color: &str, style: &str) {
    let (x, from, to) = (short(x), short(from), short(to));
    writeln!(
        body,
        "<line x1=\"{x}\" y1=\"{from}\" x2=\"{x}\" y2=\"{to}\" stroke=\"{color}\" stroke-width=\"1.3\"{style}/>"
    )
    .ok();
}

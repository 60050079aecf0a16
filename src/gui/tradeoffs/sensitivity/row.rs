//! A number in a tornado chart: its name and origin, its two bars, and where it turns a verdict.

use egui::{
    Align2, Color32, Pos2, Rangef, Rect, Role, Sense, TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText,
};

use super::chart::{Chart, MARGIN, paint_bar};
use crate::analysis::Outcome;
use crate::gui::Scene;
use crate::gui::theme::palette;
use crate::gui::tradeoffs::space::go_to;
use crate::model::Project;
use crate::session::{Action, Stage};
use crate::tradeoff::{Moved, NOTABLE, Swing, Value, elasticity_in_words};

/// Height of name and bars.
const HEIGHT: f32 = 52.0;
/// Height of a bar.
const BAR: f32 = 14.0;
/// Height of a line below the bars.
const LINE: f32 = 16.0;

/// Shows a number with what it does to the quality of the chart. A click goes to where it is stated.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, (chart, moved): (&Chart<'_>, &Moved)) {
    let Some(swing) = moved.swing(chart.measure).copied() else { return };
    let lines = lines(ui, project, (chart, moved));
    let size = Vec2::new(ui.available_width(), HEIGHT + LINE * lines.len() as f32);
    let (place, response) = ui.allocate_exact_size(size, Sense::click());
    let name = &moved.name;
    response.widget_info(|| {
        let told = lines.iter().map(|(line, _)| line.as_str());
        let told: Vec<_> = std::iter::once(ends_in_words(chart, &swing)).chain(told.map(str::to_owned)).collect();
        WidgetInfo::labeled(Role::Button, true, format!("{name}: {}", told.join("; ")))
    });
    if ui.is_rect_visible(place) {
        let colors = palette(ui.visuals());
        if response.hovered() {
            ui.painter().rect_filled(place, 4.0, colors.hovered);
        }
        chart.paint_lines(ui, place);
        paint_name(ui, place, name, moved);
        paint_bars(ui, chart, place, &swing);
        for (index, (line, color)) in lines.iter().enumerate() {
            let top = place.top() + HEIGHT - 3.0 + LINE * index as f32;
            let at = Pos2::new(place.left() + 4.0, top);
            cut_text(ui, at, place.width() - 8.0, (line, TextStyle::Small), *color);
        }
    }
    let goal = moved.stated_on.clone().filter(|element| project.system.contains(element));
    let where_to = if goal.is_some() { "Click: see it on the drawing." } else { "Click: see the scenarios." };
    let hover = format!("{name}\n{}\n{where_to}", details(chart, moved, &swing));
    if response.on_hover_text(hover).clicked() {
        match goal {
            Some(element) => go_to(scene, &element),
            None => scene.ask(Action::GoTo(Stage::Requirements)),
        }
    }
}

/// Where it turns verdicts on the quality, and that it should be measured if nobody has and it matters.
fn lines(ui: &Ui, project: &Project, (chart, moved): (&Chart<'_>, &Moved)) -> Vec<(String, Color32)> {
    let colors = palette(ui.visuals());
    let flips = moved.flips.iter().filter(|flip| flip.measure == chart.measure).map(|flip| {
        let color = if flip.to == Outcome::Met { colors.good } else { colors.bad };
        (moved.flip_in_words(project, flip), color)
    });
    let mut lines: Vec<_> = flips.collect();
    if chart.base.known().is_none() {
        lines.extend(moved.swing(chart.measure).map(|swing| (ends_in_words(chart, swing), colors.text)));
    }
    if moved.is_assumed() && chart.sensitivity.is_sensitive(moved, chart.measure, NOTABLE) {
        lines.push(("assumed, and it matters: measure it".to_owned(), colors.caution));
    }
    lines
}

/// `612 ms to 744 ms`: the values at the two ends, the lower number first.
fn ends_in_words(chart: &Chart<'_>, swing: &Swing) -> String {
    let text = |value: Option<Value>| chart.text(value.unwrap_or(chart.base));
    format!("{} to {}", text(swing.low), text(swing.high))
}

/// What a look at the row tells.
fn details(chart: &Chart<'_>, moved: &Moved, swing: &Swing) -> String {
    let span = &moved.span;
    let mut lines = vec![format!("Now {} ({}).", span.quantity, moved.origin())];
    for (amount, value) in [(span.low, swing.low), (span.high, swing.high)] {
        if let Some((amount, value)) = amount.zip(value) {
            let (at, change) = (span.at(amount), span.change_in_words(amount));
            lines.push(format!("With {at} ({change}): {}.", chart.text(value)));
        }
    }
    if let Some(elasticity) = swing.elasticity {
        lines.push(format!("Elasticity: {}.", elasticity_in_words(elasticity)));
    }
    lines.join("\n")
}

fn paint_name(ui: &Ui, place: Rect, name: &str, moved: &Moved) {
    let colors = palette(ui.visuals());
    let width = Chart::bars(place).min - place.left() - MARGIN - 4.0;
    // What it is a number of comes second: it is mostly long, and the same for many.
    let (of, name) = name.split_once(": ").unwrap_or(("", name));
    cut_text(ui, place.min + Vec2::new(4.0, 3.0), width, (name, TextStyle::Body), colors.text);
    cut_text(ui, place.min + Vec2::new(4.0, 20.0), width, (of, TextStyle::Small), colors.weak);
    let origin = format!("{}, {}", moved.span.quantity, moved.origin());
    let color = if moved.is_assumed() { colors.caution } else { colors.weak };
    cut_text(ui, place.min + Vec2::new(4.0, 35.0), width, (&origin, TextStyle::Small), color);
}

fn paint_bars(ui: &Ui, chart: &Chart<'_>, place: Rect, swing: &Swing) {
    let Some(base) = chart.base.known() else { return };
    let colors = palette(ui.visuals());
    let bars = Chart::bars(place);
    let start = chart.x(bars, base);
    let end = |value: Value| match value {
        Value::Known(value) => Some(chart.x(bars, value)),
        Value::Overloaded => Some(chart.worst(bars)),
        Value::Unknown => None,
    };
    let middle = place.top() + HEIGHT / 2.0;
    let ends = [(true, swing.low), (false, swing.high)].map(|(is_low, value)| (is_low, value, value.and_then(end)));
    let sides: Vec<f32> = ends.iter().filter_map(|(.., x)| Some(x.as_ref()? - start)).filter(|x| *x != 0.0).collect();
    // Where both ends lead to the same side, one bar would hide the other.
    let is_one_sided = matches!(sides.as_slice(), [a, b] if a.signum() == b.signum());
    for (is_low, value, x) in ends {
        let Some((value, x)) = value.zip(x) else { continue };
        let (top, height) = match (is_one_sided, is_low) {
            (false, _) => (middle - BAR / 2.0, BAR),
            (true, true) => (middle - BAR, BAR),
            (true, false) => (middle, BAR),
        };
        let bar = Rect::from_x_y_ranges(Rangef::new(start.min(x), start.max(x)), Rangef::new(top, top + height));
        if x != start {
            paint_bar(ui, bar, is_low, colors);
        }
        // A value that stays where it is says so on the side where nothing else stands.
        let is_left = x < start || (x == start && sides.iter().any(|side| *side > 0.0));
        let (at, align) = if is_left {
            (bar.left_center() - Vec2::new(5.0, 0.0), Align2::RIGHT_CENTER)
        } else {
            (bar.right_center() + Vec2::new(5.0, 0.0), Align2::LEFT_CENTER)
        };
        let color = if value == Value::Overloaded { colors.bad } else { colors.text };
        let font = TextStyle::Small.resolve(ui.style());
        ui.painter().text(at, align, chart.text(value), font, color);
    }
}

/// One line of text, cut off at `width`.
fn cut_text(ui: &Ui, at: Pos2, width: f32, (text, style): (&str, TextStyle), color: Color32) {
    let text = WidgetText::from(text);
    let galley = text.into_galley(ui, Some(TextWrapMode::Truncate), width.max(20.0), style);
    ui.painter().galley_with_override_text_color(at, galley, color);
}

//! All groups' chosen designs on two measures.

use egui::{Align2, FontId, Painter, Pos2, Rect, RichText, Shape, Stroke, TextStyle, Ui, vec2};
use egui_plot::{Plot, PlotPoints, PlotTransform, Points};

use super::axes::Axes;
use super::labels;
use super::shown::Shown;
use crate::classroom::MeasureColumn;
use crate::gui::fields::name;
use crate::gui::theme::{Palette, palette, strong};
use crate::model::{Direction, counted, format_number};

/// Groups at one place that are all named; of more the first are.
const NAMED: usize = 3;
/// With more groups, their intervals would hide the choices.
const MOST_INTERVALS: usize = 60;
/// How much the ground of a name hides of what lies below it.
const PLATE: f32 = 0.86;

/// How far a mark reaches, and the text beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub mark: f32,
    pub text: f32,
}

/// What is told of the choices already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told {
    /// Groups, from the first on.
    pub groups: usize,
    /// Which choices nobody beats.
    pub best: bool,
}

/// Groups whose choices have the same numbers.
struct Spot {
    groups: Vec<usize>,
    place: [f64; 2],
}

/// Shows the choices that are told already in a plot of this height.
pub(super) fn show(ui: &mut Ui, shown: &Shown, axes: &Axes, told: Told, (scale, height): (Scale, f32)) {
    let measures = &shown.comparison.measures;
    let Some([x, y]) = axes.columns(measures) else {
        ui.label("A plot needs two measures that groups demand of their designs.");
        return;
    };
    let columns = [&measures[x], &measures[y]];
    let spots = spots(axes, columns, told.groups);
    let all = self::spots(axes, columns, shown.comparison.groups.len());
    if all.is_empty() {
        ui.label("No choice has a number on both measures.");
        return;
    }
    let colors = palette(ui.visuals());
    // The ranges are those of all choices from the start, or the picture would jump while they are told.
    let extent = extent(axes, columns, &all);
    let transform = show_axes(ui, axes, columns, extent, (scale, height));
    let painter = ui.painter().with_clip_rect(transform.frame().intersect(ui.clip_rect()));
    let mut bars = Vec::new();
    if shown.comparison.groups.len() <= MOST_INTERVALS {
        bars.extend(spots.iter().flat_map(|spot| self::bars(axes, columns, spot, &transform)));
    }
    show_bars(&painter, &bars, colors);
    let marks: Vec<(Pos2, &Spot)> =
        spots.iter().map(|spot| (transform.position_from_point(&spot.place.into()), spot)).collect();
    for (at, spot) in &marks {
        let is_best = told.best && spot.groups.iter().any(|group| is_best(shown, *group));
        painter.add(mark(*at, scale.mark, is_best, colors));
    }
    name_marks(&painter, shown, (&marks, &bars), scale, colors);
    show_better(&painter, columns, scale, colors);
    show_pointed(ui, shown, &marks, scale, *transform.frame());
}

/// Says what the marks mean, and whose choice has no place on the plot.
pub(super) fn show_legend(ui: &mut Ui, shown: &Shown, axes: &Axes) {
    let colors = palette(ui.visuals());
    ui.horizontal_wrapped(|ui| {
        for (is_best, text) in [
            (true, "nobody's choice beats it"),
            (false, "another choice is at least as good in all, or a number is not known"),
        ] {
            let size = ui.text_style_height(&TextStyle::Small);
            let (place, _) = ui.allocate_exact_size(vec2(size, size), egui::Sense::hover());
            ui.painter().add(mark(place.center(), size * 0.4, is_best, colors));
            ui.label(RichText::new(text).small().color(colors.weak));
        }
    });
    let measures = &shown.comparison.measures;
    let Some([x, y]) = axes.columns(measures) else { return };
    let groups = shown.comparison.groups.len();
    let placed: Vec<usize> =
        spots(axes, [&measures[x], &measures[y]], groups).into_iter().flat_map(|spot| spot.groups).collect();
    let absent: Vec<String> = (0..groups)
        .filter(|group| !placed.contains(group))
        .take(NAMED * 2)
        .map(|group| format!("{} ({})", shown.name(group), why_absent(shown, group, [x, y])))
        .collect();
    if !absent.is_empty() {
        let further = groups - placed.len() - absent.len();
        let more = if further > 0 { format!(" and {further} more") } else { String::new() };
        let text = format!("Not on the plot: {}{more}.", absent.join(", "));
        ui.label(RichText::new(text).small().color(colors.caution));
    }
}

fn why_absent(shown: &Shown, group: usize, columns: [usize; 2]) -> String {
    if shown.comparison.groups[group].chosen.is_none() {
        return "nothing chosen".to_owned();
    }
    let without = columns.into_iter().map(|column| &shown.comparison.measures[column]);
    let mut without = without.filter(|column| column.values.get(group).copied().flatten().is_none());
    match without.next() {
        Some(column) => format!("{}: {}", column.name, column.texts.get(group).map_or("unknown", String::as_str)),
        None => "not above 0 on a logarithmic axis".to_owned(),
    }
}

fn is_best(shown: &Shown, group: usize) -> bool {
    shown.comparison.is_best(group) == Some(true)
}

/// The first so many groups by place.
fn spots(axes: &Axes, [x, y]: [&MeasureColumn; 2], groups: usize) -> Vec<Spot> {
    let at =
        |side, column: &MeasureColumn, group: usize| axes.place(side, column.values.get(group).copied().flatten()?);
    let mut spots: Vec<Spot> = Vec::new();
    for group in 0..groups {
        let (Some(across), Some(upwards)) = (at(0, x, group), at(1, y, group)) else { continue };
        match spots.iter_mut().find(|spot| spot.place == [across, upwards]) {
            Some(spot) => spot.groups.push(group),
            None => spots.push(Spot { groups: vec![group], place: [across, upwards] }),
        }
    }
    spots
}

/// Two corners around all choices with their intervals.
fn extent(axes: &Axes, columns: [&MeasureColumn; 2], spots: &[Spot]) -> Vec<[f64; 2]> {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for spot in spots {
        for side in 0..2 {
            let ends = spot.groups.iter().filter_map(|group| interval(axes, side, columns[side], *group)).flatten();
            for at in ends.chain([spot.place[side]]) {
                (low[side], high[side]) = (low[side].min(at), high[side].max(at));
            }
        }
    }
    vec![low, high]
}

fn interval(axes: &Axes, side: usize, column: &MeasureColumn, group: usize) -> Option<[f64; 2]> {
    let (low, high) = column.intervals.get(group).copied().flatten()?;
    Some([axes.place(side, low)?, axes.place(side, high)?])
}

fn show_axes(
    ui: &mut Ui,
    axes: &Axes,
    columns: [&MeasureColumn; 2],
    extent: Vec<[f64; 2]>,
    (scale, height): (Scale, f32),
) -> PlotTransform {
    let colors = palette(ui.visuals());
    let [is_log_across, is_log_upwards] = axes.is_log;
    let title = |side: usize| {
        let measure = columns[side].key.measure;
        let unit = measure.unit().symbol();
        let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
        let log = if axes.is_log[side] { ", logarithmic" } else { "" };
        format!("{}{unit} ({}{log})", columns[side].name, measure.direction().label())
    };
    // Other axes have ranges of their own.
    let plot = Plot::new(format!("choices by {:?}, {:?}, {:?}", columns[0].key, columns[1].key, axes.is_log))
        // The last number of the axis below needs some room at the right.
        .width(ui.available_width() - 20.0)
        .height(height)
        .allow_scroll(false)
        .show_background(false)
        .show_crosshair(false)
        .grid_color(colors.border)
        .grid_fade(0.6)
        .set_margin_fraction(vec2(0.12, 0.14))
        .x_axis_label(RichText::new(title(0)).size(scale.text))
        .y_axis_label(RichText::new(title(1)).size(scale.text))
        .x_axis_formatter(move |mark, _| tick(mark.value, is_log_across))
        .y_axis_formatter(move |mark, _| tick(mark.value, is_log_upwards))
        .label_formatter(|_| None);
    let response = plot.show(ui, |plot| {
        // The marks themselves are painted below; these two corners keep the ranges around them.
        plot.points(Points::new("Choices", PlotPoints::from(extent)).radius(0.0).color(colors.weak));
    });
    name(&response.response, "Choices of all groups on two axes");
    response.transform
}

fn tick(place: f64, is_log: bool) -> String {
    let value = if is_log { 10_f64.powf(place) } else { place };
    // Adding to a place of the grid leaves dust at the fifteenth digit.
    let rounded = (value * 1e9).round() / 1e9;
    format_number(if value.abs() < 1e-6 { value } else { rounded })
}

/// A filled diamond for what nobody beats, else an open circle: told apart by shape.
fn mark(at: Pos2, radius: f32, is_best: bool, colors: &Palette) -> Shape {
    if is_best {
        let reach = radius * 1.25;
        let corners = [vec2(0.0, -reach), vec2(reach, 0.0), vec2(0.0, reach), vec2(-reach, 0.0)];
        let corners = corners.map(|corner| at + corner).to_vec();
        return Shape::convex_polygon(corners, colors.good, Stroke::new(1.0, colors.canvas));
    }
    let ring = Shape::circle_stroke(at, radius * 0.85, Stroke::new((radius * 0.35).max(1.6), colors.accent));
    Shape::Vec(vec![Shape::circle_filled(at, radius * 0.85, colors.canvas), ring])
}

/// The intervals of a place on both axes, from end to end.
fn bars(axes: &Axes, columns: [&MeasureColumn; 2], spot: &Spot, transform: &PlotTransform) -> Vec<[Pos2; 2]> {
    let [x, y] = spot.place;
    let of = |group: &usize| {
        let across = interval(axes, 0, columns[0], *group).map(|[low, high]| [[low, y], [high, y]]);
        let upwards = interval(axes, 1, columns[1], *group).map(|[low, high]| [[x, low], [x, high]]);
        across.into_iter().chain(upwards)
    };
    let bars = spot.groups.iter().flat_map(of);
    bars.map(|bar| bar.map(|end| transform.position_from_point(&end.into()))).collect()
}

fn show_bars(painter: &Painter, bars: &[[Pos2; 2]], colors: &Palette) {
    let stroke = Stroke::new(1.0, colors.weak.gamma_multiply(0.7));
    for bar in bars {
        let cap = (bar[1] - bar[0]).normalized().rot90() * 3.0;
        painter.line_segment(*bar, stroke);
        for end in bar {
            painter.line_segment([*end - cap, *end + cap], stroke);
        }
    }
}

/// The names of all groups at a place; of many the first, with how many more.
fn names(shown: &Shown, spot: &Spot) -> String {
    let first: Vec<&str> = spot.groups.iter().take(NAMED).map(|group| shown.name(*group)).collect();
    let further = spot.groups.len() - first.len();
    let more = if further > 0 { format!(" + {further} more") } else { String::new() };
    first.join(", ") + &more
}

/// Writes names beside marks, away from intervals where there is room; those they must cover shine through faintly.
fn name_marks(
    painter: &Painter,
    shown: &Shown,
    (marks, bars): (&[(Pos2, &Spot)], &[[Pos2; 2]]),
    scale: Scale,
    colors: &Palette,
) {
    let galleys: Vec<_> = marks
        .iter()
        .map(|(_, spot)| painter.layout_no_wrap(names(shown, spot), FontId::proportional(scale.text), colors.text))
        .collect();
    let sized: Vec<_> = marks.iter().zip(&galleys).map(|((at, _), galley)| (*at, galley.size())).collect();
    let lines: Vec<Rect> = bars.iter().map(|bar| Rect::from_two_pos(bar[0], bar[1])).collect();
    let places = labels::place(&sized, &lines, scale.mark * 1.25, painter.clip_rect());
    let left_out = places.iter().filter(|place| place.is_none()).count();
    for (place, galley) in places.into_iter().zip(galleys) {
        if let Some(place) = place {
            painter.rect_filled(place.expand2(vec2(3.0, 1.0)), 3, colors.canvas.gamma_multiply(PLATE));
            painter.galley(place.min, galley, colors.text);
        }
    }
    if left_out > 0 {
        let find = if left_out == 1 { "finds" } else { "find" };
        let text = format!("{} {find} no room: point at a mark to read its name", counted(left_out, "name"));
        let font = FontId::proportional(scale.text);
        painter.text(painter.clip_rect().center_top() + vec2(0.0, 4.0), Align2::CENTER_TOP, text, font, colors.text);
    }
}

/// An arrow into the corner that both axes prefer.
fn show_better(painter: &Painter, columns: [&MeasureColumn; 2], scale: Scale, colors: &Palette) {
    let frame = painter.clip_rect();
    let prefers_higher = |side: usize| columns[side].key.measure.direction() == Direction::Higher;
    let outwards = vec2(if prefers_higher(0) { 1.0 } else { -1.0 }, if prefers_higher(1) { -1.0 } else { 1.0 });
    let corner = frame.center() + outwards * (frame.size() / 2.0 - vec2(8.0, 8.0));
    painter.arrow(corner - outwards * 16.0, outwards * 16.0, Stroke::new(1.4, colors.weak));
    let align = match (prefers_higher(0), prefers_higher(1)) {
        (true, true) => Align2::RIGHT_TOP,
        (true, false) => Align2::RIGHT_BOTTOM,
        (false, true) => Align2::LEFT_TOP,
        (false, false) => Align2::LEFT_BOTTOM,
    };
    let font = FontId::proportional(scale.text);
    painter.text(corner - outwards * vec2(22.0, 2.0), align, "better", font, colors.weak);
}

/// Whose choice lies under the pointer, in words.
fn show_pointed(ui: &Ui, shown: &Shown, marks: &[(Pos2, &Spot)], scale: Scale, frame: Rect) {
    let Some(pointer) = ui.ctx().pointer_hover_pos().filter(|pointer| frame.contains(*pointer)) else { return };
    let distance = |at: &Pos2| at.distance(pointer);
    let near = marks.iter().filter(|(at, _)| distance(at) <= scale.mark * 2.0);
    let Some((at, spot)) = near.min_by(|a, b| distance(&a.0).total_cmp(&distance(&b.0))) else { return };
    let place = Rect::from_center_size(*at, vec2(1.0, 1.0) * scale.mark * 4.0);
    let response = ui.interact(place, ui.scope_id().with("choice under the pointer"), egui::Sense::hover());
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        for group in spot.groups.iter().take(NAMED * 4) {
            ui.label(strong(shown.name(*group)));
            for (choice, option) in shown.comparison.groups[*group].chosen.iter().flatten() {
                ui.label(format!("{choice}: {option}"));
            }
            for column in &shown.comparison.measures {
                let text = column.texts.get(*group).map_or("unknown", String::as_str);
                ui.label(RichText::new(format!("{}: {text}", column.name)).text_style(TextStyle::Small));
            }
        }
    });
}

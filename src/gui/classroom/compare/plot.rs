//! All groups' chosen designs on two measures.

use egui::{Align2, FontId, Painter, Pos2, Rect, RichText, Shape, Stroke, StrokeKind, TextStyle, Ui, Vec2, vec2};
use egui_plot::{Plot, PlotPoints, PlotTransform, Points};

use super::axes::Axes;
use super::labels;
use super::shown::Shown;
use crate::classroom::{Chooser, MeasureColumn};
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
    /// The choice of the instructor.
    pub reference: bool,
}

impl Told {
    fn holds(self, chooser: Chooser) -> bool {
        match chooser {
            Chooser::Group(group) => group < self.groups,
            Chooser::Reference => self.reference,
        }
    }
}

/// Those whose choices have the same numbers.
struct Spot {
    choosers: Vec<Chooser>,
    place: [f64; 2],
}

/// What a mark says of a choice, by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Nobody's choice beats it: a filled diamond.
    Best,
    /// Another choice does, or that is not told: an open circle.
    Other,
    /// That of the instructor: an open square.
    Reference,
}

/// Shows the choices that are told already in a plot of this height.
pub(super) fn show(ui: &mut Ui, shown: &Shown, axes: &Axes, told: Told, (scale, height): (Scale, f32)) {
    let measures = &shown.comparison.measures;
    let Some([x, y]) = axes.columns(measures) else {
        ui.label("A plot needs two measures that groups demand of their designs.");
        return;
    };
    let columns = [&measures[x], &measures[y]];
    let all = spots(axes, columns, shown.comparison.choosers());
    let spots = spots(axes, columns, shown.comparison.choosers().filter(|chooser| told.holds(*chooser)));
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
        for mark in marks_of(shown, spot, told) {
            painter.add(shape(mark, *at, scale.mark, colors));
        }
    }
    name_marks(&painter, shown, (&marks, &bars), scale, colors);
    show_better(&painter, columns, scale, colors);
    show_pointed(ui, shown, &marks, scale, *transform.frame());
}

/// Says what the marks mean, and whose choice that is told already has no place on the plot.
pub(super) fn show_legend(ui: &mut Ui, shown: &Shown, axes: &Axes, told: Told) {
    let colors = palette(ui.visuals());
    ui.horizontal_wrapped(|ui| {
        let marks = [
            (Mark::Best, "nobody's choice beats it"),
            (Mark::Other, "another choice is at least as good in all, or a number is not known"),
            (Mark::Reference, "the reference answer"),
        ];
        let is_there = |mark| mark != Mark::Reference || (told.reference && shown.has_reference_choice());
        for (mark, text) in marks.into_iter().filter(|(mark, _)| is_there(*mark)) {
            let size = ui.text_style_height(&TextStyle::Small);
            let (place, _) = ui.allocate_exact_size(vec2(size, size), egui::Sense::hover());
            ui.painter().add(shape(mark, place.center(), size * 0.4, colors));
            ui.label(RichText::new(text).small().color(colors.weak));
        }
    });
    let measures = &shown.comparison.measures;
    let Some([x, y]) = axes.columns(measures) else { return };
    let choosers = || shown.comparison.choosers().filter(|chooser| told.holds(*chooser));
    let placed: Vec<Chooser> =
        spots(axes, [&measures[x], &measures[y]], choosers()).into_iter().flat_map(|spot| spot.choosers).collect();
    let absent: Vec<Chooser> = choosers().filter(|chooser| !placed.contains(chooser)).collect();
    let named: Vec<String> = absent
        .iter()
        .take(NAMED * 2)
        .map(|chooser| format!("{} ({})", shown.name_of(*chooser), why_absent(shown, *chooser, [x, y])))
        .collect();
    if !named.is_empty() {
        let further = absent.len() - named.len();
        let more = if further > 0 { format!(" and {further} more") } else { String::new() };
        let text = format!("Not on the plot: {}{more}.", named.join(", "));
        ui.label(RichText::new(text).small().color(colors.caution));
    }
}

fn why_absent(shown: &Shown, chooser: Chooser, columns: [usize; 2]) -> String {
    if shown.comparison.chosen(chooser).is_none() {
        return "nothing chosen".to_owned();
    }
    let without = columns.into_iter().map(|column| &shown.comparison.measures[column]);
    let mut without = without.filter(|column| column.value(chooser).is_none());
    match without.next() {
        Some(column) => {
            format!("{}: {}", column.name, column.number(chooser).map_or("unknown", |number| number.text.as_str()))
        }
        None => "not above 0 on a logarithmic axis".to_owned(),
    }
}

/// The marks at a place: that of the instructor lies around that of groups.
fn marks_of(shown: &Shown, spot: &Spot, told: Told) -> impl Iterator<Item = Mark> {
    let groups: Vec<usize> = spot.choosers.iter().filter_map(|chooser| chooser.group()).collect();
    let is_best = told.best && groups.iter().any(|group| shown.comparison.is_best(*group) == Some(true));
    let of_groups = (!groups.is_empty()).then_some(if is_best { Mark::Best } else { Mark::Other });
    let of_reference = spot.choosers.contains(&Chooser::Reference).then_some(Mark::Reference);
    of_reference.into_iter().chain(of_groups)
}

/// These choices by place.
fn spots(axes: &Axes, columns: [&MeasureColumn; 2], choosers: impl Iterator<Item = Chooser>) -> Vec<Spot> {
    let at = |side: usize, chooser| axes.place(side, columns[side].value(chooser)?);
    let mut spots: Vec<Spot> = Vec::new();
    for chooser in choosers {
        let (Some(across), Some(upwards)) = (at(0, chooser), at(1, chooser)) else { continue };
        match spots.iter_mut().find(|spot| spot.place == [across, upwards]) {
            Some(spot) => spot.choosers.push(chooser),
            None => spots.push(Spot { choosers: vec![chooser], place: [across, upwards] }),
        }
    }
    spots
}

/// Two corners around all choices with their intervals.
fn extent(axes: &Axes, columns: [&MeasureColumn; 2], spots: &[Spot]) -> Vec<[f64; 2]> {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for spot in spots {
        for side in 0..2 {
            let ends = spot.choosers.iter().filter_map(|of| interval(axes, side, columns[side], *of)).flatten();
            for at in ends.chain([spot.place[side]]) {
                (low[side], high[side]) = (low[side].min(at), high[side].max(at));
            }
        }
    }
    vec![low, high]
}

fn interval(axes: &Axes, side: usize, column: &MeasureColumn, of: Chooser) -> Option<[f64; 2]> {
    let (low, high) = column.number(of)?.interval?;
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

fn shape(mark: Mark, at: Pos2, radius: f32, colors: &Palette) -> Shape {
    let line = (radius * 0.35).max(1.6);
    match mark {
        Mark::Best => {
            let reach = radius * 1.25;
            let corners = [vec2(0.0, -reach), vec2(reach, 0.0), vec2(0.0, reach), vec2(-reach, 0.0)];
            let corners = corners.map(|corner| at + corner).to_vec();
            Shape::convex_polygon(corners, colors.good, Stroke::new(1.0, colors.canvas))
        }
        Mark::Other => {
            let ring = Shape::circle_stroke(at, radius * 0.85, Stroke::new(line, colors.accent));
            Shape::Vec(vec![Shape::circle_filled(at, radius * 0.85, colors.canvas), ring])
        }
        Mark::Reference => {
            let square = Rect::from_center_size(at, Vec2::splat(radius * 2.3));
            let stroke = Stroke::new(line, colors.text);
            Shape::Vec(vec![
                Shape::rect_filled(square, 0, colors.canvas),
                Shape::rect_stroke(square, 0, stroke, StrokeKind::Middle),
            ])
        }
    }
}

/// The intervals of a place on both axes, from end to end.
fn bars(axes: &Axes, columns: [&MeasureColumn; 2], spot: &Spot, transform: &PlotTransform) -> Vec<[Pos2; 2]> {
    let [x, y] = spot.place;
    let of = |of: &Chooser| {
        let across = interval(axes, 0, columns[0], *of).map(|[low, high]| [[low, y], [high, y]]);
        let upwards = interval(axes, 1, columns[1], *of).map(|[low, high]| [[x, low], [x, high]]);
        across.into_iter().chain(upwards)
    };
    let bars = spot.choosers.iter().flat_map(of);
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

/// The names of all at a place; of many the first, with how many more.
fn names(shown: &Shown, spot: &Spot) -> String {
    let first: Vec<&str> = spot.choosers.iter().take(NAMED).map(|chooser| shown.name_of(*chooser)).collect();
    let further = spot.choosers.len() - first.len();
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
        for chooser in spot.choosers.iter().take(NAMED * 4) {
            ui.label(strong(shown.name_of(*chooser)));
            for (choice, option) in shown.comparison.chosen(*chooser).into_iter().flatten() {
                ui.label(format!("{choice}: {option}"));
            }
            for column in &shown.comparison.measures {
                let text = column.number(*chooser).map_or("unknown", |number| number.text.as_str());
                ui.label(RichText::new(format!("{}: {text}", column.name)).text_style(TextStyle::Small));
            }
        }
    });
}

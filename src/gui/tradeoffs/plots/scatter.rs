//! The scatter: designs as points, the front as a line, hard requirements as borders.

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, Ui, vec2};
use egui_plot::{Line, Plot, PlotBounds, PlotPoint, PlotPoints, PlotResponse, PlotTransform, Points};

use super::backdrop::Backdrop;
use super::cloud::{Cloud, Point, Spread};
use super::{Basis, Picked, Plots, Pointed, REACH, answer, fence, few_on_front, marks, show_focus, step};
use crate::gui::Scene;
use crate::gui::theme::{Palette, bold, palette};
use crate::gui::tradeoffs::borders::{self, Border, Ground, borders};
use crate::gui::tradeoffs::brush::Aspect;
use crate::gui::tradeoffs::compare::LETTERS;
use crate::gui::tradeoffs::points::{Dot, PlotAxis, Rank};
use crate::gui::tradeoffs::state::{Kept, Shown};
use crate::gui::tradeoffs::wishes::Wishes;
use crate::model::{Design, Direction, MeasureKey, Project, format_number};
use crate::tradeoff::Draws;

/// The pictures that were drawn last.
#[derive(Default)]
pub(super) struct Scatter {
    extent: Option<(ExtentKey, Vec<[f64; 2]>)>,
    spread: Option<(SpreadKey, Spread)>,
    picture: Option<Picture>,
    backdrop: Backdrop,
}

/// All points where they are on the screen.
struct Picture {
    key: (Basis, SpreadKey),
    cloud: Cloud,
    mesh: Arc<Mesh>,
}

/// What the design is called that the page "Choose" finds best.
pub(super) const BEST: &str = "best";

/// What the places on the screen rest on.
type SpreadKey = (Kept<Vec<Dot>>, Rect, PlotBounds);
/// What the ranges of the axes rest on.
type ExtentKey = (Kept<Vec<Dot>>, Kept<Vec<Rank>>, Option<Kept<Draws>>, bool);

/// Shows the plot in all the space that `ui` has.
pub(super) fn show(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    wishes: &mut Wishes,
    (plots, picked, pinned, pointed): (&mut Plots, &Picked, &mut Vec<Design>, &mut Pointed),
) {
    let project = Arc::clone(scene.session.project());
    let borders = borders(&project, &shown.x, &shown.y);
    // With Shift a drag fences designs in; it goes on doing so when the key is let go.
    let is_fencing = plots.rubber.is_held() || ui.input(|input| input.modifiers.shift);
    let mut extent = plots.scatter.extent(shown, wishes);
    if let Some(landscape) = &shown.landscape {
        extent.extend_from_slice(plots.scatter.backdrop.extent(landscape, [&shown.x, &shown.y]));
    }
    let (response, is_automatic) = show_axes(ui, shown, &project, (plots, &borders, &extent), is_fencing);
    let (transform, response) = (response.transform, response.response);
    crate::gui::fields::name(&response, "Designs as points on two axes");
    borders::shade(ui, &transform, &borders, palette(ui.visuals()));
    let painter = ui.painter().with_clip_rect(transform.frame().intersect(ui.clip_rect()));
    if let Some(landscape) = &shown.landscape {
        let ground = ([&shown.x, &shown.y], &transform);
        let backdrop = &mut plots.scatter.backdrop;
        backdrop.paint(ui, &painter, landscape, ground, !wishes.hides_infeasible);
        backdrop.paint_newcomers(&painter, (landscape, &shown.exploration), ground, palette(ui.visuals()));
    }
    let picture = plots.scatter.picture(ui, shown, wishes, &transform);
    whiskers(&painter, shown, picked, &transform, palette(ui.visuals()));
    painter.add(Shape::mesh(Arc::clone(&picture.mesh)));
    stand_out(&painter, shown, picked, &transform, palette(ui.visuals()));
    show_better(&painter, shown, palette(ui.visuals()));
    show_focus(ui, &response, *transform.frame());
    let nearest = response.hover_pos().and_then(|pointer| picture.cloud.nearest(pointer, REACH));
    let at = |index| Some((index, transform.position_from_point(&place(shown, index)?.into())));
    step(ui, scene, shown, (&response, &picture.cloud), picked.looked_at.and_then(at));

    let ground = Ground { transform: &transform, axes: [&shown.x, &shown.y], is_automatic };
    plots.grip.follow(ui, scene, &borders, ground);
    let starts = is_fencing && !plots.grip.is_held();
    if let Some(rect) = plots.rubber.follow(ui, &response, starts) {
        fence_in(wishes, shown, &transform, rect);
    }
    show_fence(ui, &painter, shown, wishes, &transform);
    if let Some(index) = nearest.filter(|_| !plots.grip.is_held() && !plots.rubber.is_held()) {
        pointed.set(index);
        let keys = [shown.x.key.clone(), shown.y.key.clone()];
        answer(ui, scene, shown, (&response, index), (&keys, pinned));
    }
}

/// Axes, grid, front and borders; gives also whether the ranges follow the points.
fn show_axes(
    ui: &mut Ui,
    shown: &Shown,
    project: &Project,
    (plots, borders, extent): (&mut Plots, &[Border], &[[f64; 2]]),
    is_fencing: bool,
) -> (PlotResponse<()>, bool) {
    let palette = palette(ui.visuals());
    let (formatted_x, formatted_y) = (shown.x.clone(), shown.y.clone());
    // Other axes have ranges of their own.
    let id = format!("designs by {:?}, {} and {:?}, {}", shown.x.key, shown.x.is_log, shown.y.key, shown.y.is_log);
    let plot = Plot::new(id)
        // The last number of the axis below needs some room at the right.
        .width(ui.available_width() - 20.0)
        .allow_scroll(false)
        .allow_drag(!is_fencing)
        .allow_boxed_zoom(true)
        .show_background(false)
        .show_crosshair(false)
        .grid_color(palette.border)
        .grid_fade(0.6)
        .set_margin_fraction(vec2(0.06, 0.08))
        .x_axis_label(axis_label(project, &shown.x))
        .y_axis_label(axis_label(project, &shown.y))
        .x_axis_formatter(move |mark, _| tick(&formatted_x, mark.value))
        .y_axis_formatter(move |mark, _| tick(&formatted_y, mark.value))
        .label_formatter(|_| None);
    let mut is_automatic = false;
    let response = plot.show(ui, |plot| {
        plots.grip.hold_still(plot);
        borders::draw(plot, borders, palette);
        if !extent.is_empty() {
            // The points themselves are painted below; these two keep the ranges around them.
            plot.points(Points::new("Designs", PlotPoints::from(extent.to_vec())).radius(0.0).color(palette.weak));
        }
        let line = Line::new("Front of the two axes", PlotPoints::from(shown.front_line.to_vec()));
        plot.line(line.color(palette.accent.gamma_multiply(0.8)).width(1.6).allow_band(false));
        is_automatic = plot.auto_bounds().all();
    });
    (response, is_automatic)
}

impl Scatter {
    pub fn is_crowded(&self) -> bool {
        self.picture.as_ref().is_some_and(|picture| marks::is_crowded(&picture.cloud))
    }

    /// Two corners of what is drawn, none if there is nothing.
    fn extent(&mut self, shown: &Shown, wishes: &Wishes) -> Vec<[f64; 2]> {
        let draws = shown.draws.as_ref().map(Kept::of);
        let key = (shown.dots.clone(), shown.ranks.clone(), draws, wishes.hides_infeasible);
        if let Some((_, extent)) = self.extent.as_ref().filter(|(kept, _)| *kept == key) {
            return extent.clone();
        }
        let dots = shown.dots.iter().filter(|dot| shown.is_drawn(dot.index)).map(|dot| dot.place);
        let whiskers = few_on_front(shown).iter().filter_map(|index| bars(shown, *index)).flat_map(|(_, bars)| bars);
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for place in dots.chain(whiskers.flatten()) {
            for axis in 0..2 {
                (low[axis], high[axis]) = (low[axis].min(place[axis]), high[axis].max(place[axis]));
            }
        }
        let extent = if low[0] <= high[0] { vec![low, high] } else { Vec::new() };
        self.extent = Some((key, extent.clone()));
        extent
    }

    /// The points on the screen, drawn anew only if something of them changed.
    fn picture(&mut self, ui: &Ui, shown: &Shown, wishes: &Wishes, transform: &PlotTransform) -> &Picture {
        let spread_key = (shown.dots.clone(), *transform.frame(), *transform.bounds());
        let key = (Basis::of(ui, shown, wishes), spread_key.clone());
        let spread = self.spread.take().filter(|(key, _)| *key == spread_key);
        let (_, spread) = self.spread.insert(spread.unwrap_or_else(|| {
            let point = |dot: &Dot| Point { index: dot.index, at: transform.position_from_point(&dot.place.into()) };
            (spread_key, Spread::of(shown.dots.iter().map(point), *transform.frame()))
        }));
        let kept = self.picture.take().filter(|picture| picture.key == key);
        self.picture.insert(kept.unwrap_or_else(|| {
            let cloud = spread.cloud(|index| marks::layer(shown, index));
            let mesh = marks::mesh(ui, shown, &cloud, shown.options_of(wishes.colored_by), 1.0);
            Picture { key, cloud, mesh: Arc::new(mesh) }
        }))
    }
}

/// The ends of lines in plot coordinates.
type Bar = [[f64; 2]; 2];

/// Where a design is, and the 95 % intervals of it that are known.
fn bars(shown: &Shown, index: usize) -> Option<([f64; 2], Vec<Bar>)> {
    let place = place(shown, index)?;
    let [x, y] = place;
    let interval = |axis: &PlotAxis| axis.interval(shown.interval(index, &axis.key)?);
    let across = interval(&shown.x).map(|[low, high]| [[low, y], [high, y]]);
    let upwards = interval(&shown.y).map(|[low, high]| [[x, low], [x, high]]);
    Some((place, across.into_iter().chain(upwards).collect()))
}

/// Where a design is on the two axes.
fn place(shown: &Shown, index: usize) -> Option<[f64; 2]> {
    let at = |axis: &PlotAxis| axis.place(shown.exploration.value(index, &axis.key)?);
    Some([at(&shown.x)?, at(&shown.y)?])
}

/// The 95 % intervals of the designs that stand out.
fn whiskers(painter: &Painter, shown: &Shown, picked: &Picked, transform: &PlotTransform, palette: &Palette) {
    for index in picked.with_intervals(shown) {
        let is_meant = [picked.looked_at, picked.hovered].contains(&Some(index));
        let (width, color) = if is_meant { (1.4, palette.accent) } else { (1.0, palette.weak.gamma_multiply(0.7)) };
        let stroke = Stroke::new(width, color);
        let Some((_, bars)) = bars(shown, index) else { continue };
        for bar in bars {
            let ends = bar.map(|end| transform.position_from_point(&end.into()));
            let cap = (ends[1] - ends[0]).normalized().rot90() * 3.0;
            painter.line_segment(ends, stroke);
            for end in ends {
                painter.line_segment([end - cap, end + cap], stroke);
            }
        }
    }
}

/// Rings around the designs that stand out, and letters beside pinned ones.
fn stand_out(painter: &Painter, shown: &Shown, picked: &Picked, transform: &PlotTransform, palette: &Palette) {
    let at = |index: Option<usize>| Some(transform.position_from_point(&place(shown, index?)?.into()));
    rings(painter, picked, at, 1.0, palette);
}

/// Rings and letters at the places that `at` gives; `size` scales them.
pub(super) fn rings(
    painter: &Painter,
    picked: &Picked,
    at: impl Fn(Option<usize>) -> Option<Pos2>,
    size: f32,
    palette: &Palette,
) {
    let rings = [(picked.decided, 12.0, palette.good), (picked.looked_at, 9.5, palette.accent)];
    for (index, radius, color) in rings.into_iter().chain([(picked.hovered, 7.5, palette.text)]) {
        if let Some(center) = at(index) {
            painter.circle_stroke(center, radius * size, Stroke::new(radius * size * 0.18, color));
        }
    }
    if let Some(center) = at(picked.best) {
        let font = FontId::new(12.0, bold());
        painter.text(center + vec2(0.0, 11.0) * size, Align2::CENTER_TOP, BEST, font, palette.text);
    }
    for (index, letter) in picked.pinned.iter().zip(LETTERS) {
        if let Some(center) = at(*index) {
            let font = FontId::new(13.0, bold());
            painter.text(center + vec2(7.0, -4.0) * size, Align2::LEFT_BOTTOM, letter, font, palette.text);
        }
    }
}

/// An arrow into the corner that both axes prefer.
fn show_better(painter: &Painter, shown: &Shown, palette: &Palette) {
    let frame = painter.clip_rect();
    let is_right = shown.x.key.measure.direction() == Direction::Higher;
    let is_top = shown.y.key.measure.direction() == Direction::Higher;
    let outwards = vec2(if is_right { 1.0 } else { -1.0 }, if is_top { -1.0 } else { 1.0 });
    let corner = frame.center() + outwards * (frame.size() / 2.0 - vec2(8.0, 8.0));
    let color: Color32 = palette.weak;
    painter.arrow(corner - outwards * 16.0, outwards * 16.0, Stroke::new(1.4, color));
    let align = match (is_right, is_top) {
        (true, true) => Align2::RIGHT_TOP,
        (true, false) => Align2::RIGHT_BOTTOM,
        (false, true) => Align2::LEFT_TOP,
        (false, false) => Align2::LEFT_BOTTOM,
    };
    painter.text(corner - outwards * vec2(22.0, 2.0), align, "better", FontId::proportional(11.0), color);
}

/// Turns a rectangle on the screen into intervals on both axes.
fn fence_in(wishes: &mut Wishes, shown: &Shown, transform: &PlotTransform, rect: Rect) {
    let frame = *transform.frame();
    let across = |at: f32| shown.x.value(transform.value_from_position(Pos2::new(at, 0.0)).x);
    let upwards = |at: f32| shown.y.value(transform.value_from_position(Pos2::new(0.0, at)).y);
    let across = fence::interval(rect.left(), rect.right(), frame.x_range(), across);
    let upwards = fence::interval(rect.top(), rect.bottom(), frame.y_range(), upwards);
    wishes.brush.set(&Aspect::Measure(shown.x.key.clone()), vec![across]);
    wishes.brush.set(&Aspect::Measure(shown.y.key.clone()), vec![upwards]);
}

fn show_fence(ui: &Ui, painter: &Painter, shown: &Shown, wishes: &Wishes, transform: &PlotTransform) {
    let frame = *transform.frame();
    let on = |axis: &PlotAxis| wishes.brush.intervals(&Aspect::Measure(axis.key.clone())).to_vec();
    let x = |value: f64| {
        let place = shown.x.place(value).filter(|place| place.is_finite())?;
        Some(transform.position_from_point(&PlotPoint::new(place, 0.0)).x)
    };
    let y = |value: f64| {
        let place = shown.y.place(value).filter(|place| place.is_finite())?;
        Some(transform.position_from_point(&PlotPoint::new(0.0, place)).y)
    };
    let across = fence::ranges(&on(&shown.x), (frame.x_range(), true), x);
    let upwards = fence::ranges(&on(&shown.y), (frame.y_range(), false), y);
    fence::paint(ui, painter, frame, &across, &upwards);
}

/// Name, unit and direction of an axis.
fn axis_label(project: &Project, axis: &PlotAxis) -> String {
    let MeasureKey { measure, .. } = axis.key;
    let unit = measure.unit().symbol();
    let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
    let scale = if axis.is_log { ", logarithmic" } else { "" };
    format!("{}{unit} ({}{scale})", project.measure_name(&axis.key), measure.direction().label())
}

fn tick(axis: &PlotAxis, place: f64) -> String {
    let value = axis.value(place);
    // Adding to a place of the grid leaves dust at the fifteenth digit.
    let rounded = (value * 1e9).round() / 1e9;
    format_number(if value.abs() < 1e-6 { value } else { rounded })
}

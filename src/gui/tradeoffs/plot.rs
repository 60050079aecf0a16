//! The scatter: designs as points, the front as a line, hard requirements as borders.

use egui::{Color32, RichText, Ui};
use egui_plot::{Line, MarkerShape, Plot, PlotPoints, PlotUi, Points, Text};

use super::borders::{self, Grip, Ground, borders};
use super::compare::LETTERS;
use super::points::{Dot, PlotAxis};
use super::rejection::reasons;
use super::state::Shown;
use super::table::pick_up;
use crate::gui::Scene;
use crate::gui::fields::quality_text;
use crate::gui::theme::{Palette, palette, strong};
use crate::model::{Design, Direction, MeasureKey, Project, format_number};

/// A click within this distance of a point means the point, in points of the screen.
const REACH: f32 = 12.0;
/// Shapes that tell options apart, besides the colours.
const SHAPES: [MarkerShape; 8] = [
    MarkerShape::Circle,
    MarkerShape::Square,
    MarkerShape::Diamond,
    MarkerShape::Up,
    MarkerShape::Down,
    MarkerShape::Left,
    MarkerShape::Right,
    MarkerShape::Asterisk,
];

/// Options that differ in shape, in colour, or in both.
pub(super) const LOOKS: usize = 24;

/// Shape and colour of an option: there are so many of each that they come together again after [`LOOKS`] options.
fn look(option: usize, palette: &Palette) -> (MarkerShape, Color32) {
    (SHAPES[option % SHAPES.len()], palette.series[option % palette.series.len()])
}

/// How a design is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Rank {
    Infeasible,
    Feasible,
    Front,
}

/// Shows the plot in all the space that `ui` has.
pub(super) fn show(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    hides_infeasible: bool,
    (grip, pinned): (&mut Grip, &mut Vec<Design>),
) {
    let palette = palette(ui.visuals());
    let project = std::sync::Arc::clone(scene.session.project());
    let dots: Vec<&Dot> =
        shown.scatter.dots.iter().filter(|dot| !hides_infeasible || shown.region.is_feasible(dot.index)).collect();
    let (x, y) = (shown.x.clone(), shown.y.clone());
    let (formatted_x, formatted_y) = (x.clone(), y.clone());
    let looked_at = shown.exploration.find(scene.session.design());
    let decided = project.decision.design.as_ref().and_then(|design| shown.exploration.find(design));
    let pinned_at: Vec<Option<usize>> = pinned.iter().map(|design| shown.exploration.find(design)).collect();
    let borders = borders(&project, &x, &y);
    let plot = Plot::new("designs")
        // The last number of the axis below needs some room at the right.
        .width(ui.available_width() - 20.0)
        .allow_scroll(false)
        .allow_boxed_zoom(true)
        .show_background(false)
        .show_crosshair(false)
        .grid_color(palette.border)
        .grid_fade(0.6)
        .set_margin_fraction(egui::vec2(0.06, 0.08))
        .x_axis_label(axis_label(&project, &x))
        .y_axis_label(axis_label(&project, &y))
        .x_axis_formatter(move |mark, _| tick(&formatted_x, mark.value))
        .y_axis_formatter(move |mark, _| tick(&formatted_y, mark.value))
        .label_formatter(|_| None);
    let response = plot.show(ui, |plot| {
        grip.hold_still(plot);
        borders::draw(plot, &borders, palette);
        intervals(plot, &dots, looked_at, palette);
        let line = Line::new("Front of the two axes", PlotPoints::from(shown.scatter.front_line.clone()));
        plot.line(line.color(palette.accent.gamma_multiply(0.8)).width(1.6).allow_band(false));
        for rank in [Rank::Infeasible, Rank::Feasible, Rank::Front] {
            points(plot, &dots, shown, rank, palette);
        }
        letters(plot, &dots, &pinned_at, palette);
        rings(plot, &dots, [(decided, palette.good), (looked_at, palette.accent)]);
        let pointer = plot.response().hover_pos();
        (pointer.and_then(|pointer| nearest(plot, &dots, pointer)), plot.auto_bounds().all())
    });
    borders::shade(ui, &response.transform, &borders, palette);
    let (design, is_automatic) = response.inner;
    let ground = Ground { transform: &response.transform, axes: [&shown.x, &shown.y], is_automatic };
    grip.follow(ui, scene, &borders, ground);
    let Some(index) = design.filter(|_| !grip.is_held()) else { return };
    if response.response.clicked()
        && let Some(design) = shown.exploration.design(index)
    {
        pick_up(ui, scene, pinned, design);
    }
    response.response.on_hover_ui_at_pointer(|ui| hover_card(ui, scene, shown, index));
}

fn points(plot: &mut PlotUi<'_>, dots: &[&Dot], shown: &Shown, rank: Rank, palette: &Palette) {
    let mut groups: Vec<Vec<[f64; 2]>> = vec![Vec::new(); LOOKS];
    for dot in dots {
        let is_feasible = shown.region.is_feasible(dot.index);
        let is_on_front = shown.front.contains(dot.index);
        let own = if is_on_front {
            Rank::Front
        } else if is_feasible {
            Rank::Feasible
        } else {
            Rank::Infeasible
        };
        if own == rank {
            groups[shown.option_of(dot.index) % LOOKS].push(dot.place);
        }
    }
    for (option, places) in groups.into_iter().enumerate().filter(|(_, places)| !places.is_empty()) {
        let points = Points::new("Designs", PlotPoints::from(places));
        let (shape, color) = look(option, palette);
        let points = match rank {
            Rank::Infeasible => points.shape(MarkerShape::Cross).radius(3.5).color(palette.weak.gamma_multiply(0.8)),
            Rank::Feasible => points.shape(shape).radius(4.0).filled(false).color(color),
            Rank::Front => points.shape(shape).radius(5.5).filled(true).color(color),
        };
        plot.points(points);
    }
}

/// The 95 % intervals of the looked-at design; those of all designs at once would hide the points.
fn intervals(plot: &mut PlotUi<'_>, dots: &[&Dot], looked_at: Option<usize>, palette: &Palette) {
    for dot in dots.iter().filter(|dot| looked_at == Some(dot.index)) {
        let [x, y] = dot.place;
        let bars =
            [dot.across.map(|[low, high]| [[low, y], [high, y]]), dot.upwards.map(|[low, high]| [[x, low], [x, high]])];
        for bar in bars.into_iter().flatten() {
            let line = Line::new("95 % interval", PlotPoints::from(bar.to_vec())).allow_band(false);
            plot.line(line.color(palette.accent).width(1.4));
        }
    }
}

/// The letters of pinned designs above their points.
fn letters(plot: &mut PlotUi<'_>, dots: &[&Dot], pinned: &[Option<usize>], palette: &Palette) {
    for (index, letter) in pinned.iter().zip(LETTERS) {
        let Some(dot) = dots.iter().find(|dot| Some(dot.index) == *index) else { continue };
        let text = strong(format!("  {letter}")).color(palette.text);
        let place = Text::new("Pinned", dot.place.into(), text).anchor(egui::Align2::LEFT_BOTTOM);
        plot.text(place);
    }
}

fn rings<const N: usize>(plot: &mut PlotUi<'_>, dots: &[&Dot], rings: [(Option<usize>, Color32); N]) {
    for (size, (index, color)) in (0_u8..).zip(rings) {
        let Some(dot) = dots.iter().find(|dot| Some(dot.index) == index) else { continue };
        let ring = Points::new("Chosen", PlotPoints::from(vec![dot.place])).shape(MarkerShape::Circle);
        plot.points(ring.filled(false).radius(12.0 - 2.5 * f32::from(size)).color(color));
    }
}

fn nearest(plot: &PlotUi<'_>, dots: &[&Dot], pointer: egui::Pos2) -> Option<usize> {
    let distance = |dot: &&&Dot| plot.screen_from_plot(dot.place.into()).distance(pointer);
    let near = dots.iter().filter(|dot| distance(dot) <= REACH);
    near.min_by(|a, b| distance(a).total_cmp(&distance(b))).map(|dot| dot.index)
}

fn hover_card(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, index: usize) {
    let palette = palette(ui.visuals());
    let project = scene.session.project();
    let design = shown.exploration.design(index).unwrap_or_default();
    ui.set_max_width(340.0);
    for (choice, pick) in scene.session.design_in_words(&design) {
        ui.horizontal(|ui| {
            ui.label(RichText::new(choice).small().color(palette.weak));
            ui.label(strong(pick));
        });
    }
    for key in [&shown.x.key, &shown.y.key] {
        if let Some(quality) = shown.exploration.quality(index, key) {
            let origin = quality.quantity.provenance().label();
            ui.label(format!("{}: {} ({origin})", project.measure_name(key), quality_text(&quality)));
        }
    }
    let color = if shown.front.contains(index) { palette.good } else { palette.weak };
    for reason in reasons(project, shown, index) {
        ui.colored_label(color, reason);
    }
}

/// Name, unit and direction of an axis.
fn axis_label(project: &Project, axis: &PlotAxis) -> String {
    let MeasureKey { measure, .. } = axis.key;
    let unit = measure.unit().symbol();
    let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
    let scale = if axis.is_log { ", logarithmic" } else { "" };
    let better = match measure.direction() {
        Direction::Lower => "lower is better",
        Direction::Higher => "higher is better",
    };
    format!("{}{unit} ({better}{scale})", project.measure_name(&axis.key))
}

fn tick(axis: &PlotAxis, place: f64) -> String {
    let value = axis.value(place);
    // Adding to a place of the grid leaves dust at the fifteenth digit.
    let rounded = (value * 1e9).round() / 1e9;
    format_number(if value.abs() < 1e-6 { value } else { rounded })
}

/// The legend of the options: shape, colour and name.
pub(super) fn legend(ui: &mut Ui, options: &[String]) {
    let palette = palette(ui.visuals());
    // Lines of small text, not of buttons.
    ui.spacing_mut().interact_size.y = 14.0;
    for (index, option) in options.iter().enumerate() {
        // One piece, so that mark and name stay together where the line ends.
        let text = egui::WidgetText::from(RichText::new(option).small());
        let text = text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Small);
        let size = egui::vec2(16.0 + text.size().x + 6.0, text.size().y.max(14.0));
        let (place, response) = ui.allocate_exact_size(size, egui::Sense::hover());
        crate::gui::fields::name(&response, option);
        let (shape, color) = look(index, palette);
        mark(ui, egui::pos2(place.left() + 6.0, place.center().y), shape, color);
        let corner = egui::pos2(place.left() + 16.0, place.center().y - text.size().y / 2.0);
        ui.painter().galley(corner, text, palette.text);
    }
}

fn mark(ui: &Ui, center: egui::Pos2, shape: MarkerShape, color: Color32) {
    let at = |x: f32, y: f32| center + egui::vec2(x, y) * 4.5;
    let corners = match shape {
        MarkerShape::Circle => {
            ui.painter().circle_filled(center, 4.5, color);
            return;
        }
        MarkerShape::Square => vec![at(-0.8, -0.8), at(0.8, -0.8), at(0.8, 0.8), at(-0.8, 0.8)],
        MarkerShape::Diamond => vec![at(0.0, -1.0), at(1.0, 0.0), at(0.0, 1.0), at(-1.0, 0.0)],
        MarkerShape::Up => vec![at(0.0, -1.0), at(0.9, 0.7), at(-0.9, 0.7)],
        MarkerShape::Down => vec![at(0.0, 1.0), at(0.9, -0.7), at(-0.9, -0.7)],
        MarkerShape::Left => vec![at(-1.0, 0.0), at(0.7, -0.9), at(0.7, 0.9)],
        MarkerShape::Right => vec![at(1.0, 0.0), at(-0.7, -0.9), at(-0.7, 0.9)],
        _ => {
            for end in [at(0.0, 1.0), at(0.87, 0.5), at(0.87, -0.5)] {
                ui.painter().line_segment([end, center - (end - center)], egui::Stroke::new(1.5, color));
            }
            return;
        }
    };
    ui.painter().add(egui::Shape::convex_polygon(corners, color, egui::Stroke::NONE));
}

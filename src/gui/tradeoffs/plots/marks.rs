//! What a design looks like as a point: shape and colour by option, size by rank, filling by where its numbers come
//! from.

use std::collections::BTreeMap;

use egui::epaint::{Tessellator, Vertex};
use egui::{Color32, Mesh, Pos2, Rect, RichText, Shape, Stroke, Ui, Vec2, pos2, vec2};
use egui_plot::MarkerShape;

use super::cloud::{Cloud, FEW};
use crate::gui::theme::{Palette, palette};
use crate::gui::tradeoffs::points::Rank;
use crate::gui::tradeoffs::state::Shown;

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
pub(in crate::gui::tradeoffs) const LOOKS: usize = 24;

/// Everything that decides how a point looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// Whether it lies inside the brush.
    is_inside: bool,
    rank: Rank,
    /// 0 if its compared values were measured, 1 if the least certain one was estimated, 2 if it was assumed.
    doubt: u8,
    /// The option that shape and colour stand for, below [`LOOKS`].
    option: usize,
}

impl Look {
    /// The look of a design where shapes and colours tell the options of one choice apart.
    pub fn of(shown: &Shown, index: usize, options: &[f64]) -> Self {
        Self {
            is_inside: shown.filter.contains(index),
            rank: shown.rank(index),
            doubt: shown.doubts.get(index).copied().unwrap_or(2),
            option: options.get(index).map_or(0, |option| *option as usize % LOOKS),
        }
    }

    /// What matters more is in a higher layer: 0 to 3.
    pub fn layer(self) -> u8 {
        match (self.is_inside, self.rank) {
            (false, _) => 0,
            (true, Rank::Infeasible) => 1,
            (true, Rank::Feasible) => 2,
            (true, Rank::Front) => 3,
        }
    }

    /// The colour of the point, or of a line for the same design.
    pub fn color(self, palette: &Palette) -> Color32 {
        match (self.is_inside, self.rank) {
            (false, _) => palette.weak.gamma_multiply(0.35),
            (true, Rank::Infeasible) => palette.weak.gamma_multiply(if self.doubt < 2 { 0.8 } else { 0.5 }),
            (true, _) => color(self.option, palette).gamma_multiply(if self.doubt < 2 { 1.0 } else { 0.75 }),
        }
    }

    /// `size` scales it.
    fn shape(self, at: Pos2, size: f32, palette: &Palette) -> Shape {
        let ink = self.color(palette);
        let thin = [1.6, 1.4, 1.0][usize::from(self.doubt.min(2))] * size.max(0.8);
        match (self.is_inside, self.rank) {
            (false, _) => Shape::circle_filled(at, 2.0 * size, ink),
            (true, Rank::Infeasible) => outline(MarkerShape::Cross, at, 3.5 * size, Stroke::new(thin, ink)),
            (true, rank) => {
                let is_best = rank == Rank::Front;
                let radius = size * if is_best { 5.5 } else { 4.0 };
                let stroke = Stroke::new(thin * if is_best { 1.5 } else { 1.0 }, ink);
                let shape = SHAPES[self.option % SHAPES.len()];
                match self.doubt {
                    0 if is_best => filled(shape, at, radius, (ink, Stroke::new(1.0, palette.text))),
                    0 => filled(shape, at, radius, (ink, Stroke::NONE)),
                    _ => outline(shape, at, radius, stroke),
                }
            }
        }
    }
}

fn color(option: usize, palette: &Palette) -> Color32 {
    palette.series[option % palette.series.len()]
}

/// The layer of a design, `None` if it is not drawn at all.
pub(super) fn layer(shown: &Shown, index: usize) -> Option<u8> {
    shown.is_drawn(index).then(|| Look::of(shown, index, &[]).layer())
}

/// All points as one mesh. Where there are very many, those that are not on the front are plain squares.
pub(super) fn mesh(ui: &Ui, shown: &Shown, cloud: &Cloud, options: &[f64], size: f32) -> Mesh {
    let palette = palette(ui.visuals());
    let is_crowded = cloud.points.len() > FEW;
    let mut tessellator = tessellator(ui);
    let mut stamps: BTreeMap<Look, Mesh> = BTreeMap::new();
    let mut mesh = Mesh::default();
    for point in &cloud.points {
        let look = Look::of(shown, point.index, options);
        if is_crowded && look.layer() < 3 {
            mesh.add_colored_rect(Rect::from_center_size(point.at, Vec2::splat(3.0 * size)), look.color(palette));
            continue;
        }
        let stamp = stamps.entry(look).or_insert_with(|| {
            let mut stamp = Mesh::default();
            tessellator.tessellate_shape(look.shape(Pos2::ZERO, size, palette), &mut stamp);
            stamp
        });
        print(&mut mesh, stamp, point.at);
    }
    mesh
}

/// Whether there are so many points that only those on the front keep shape and filling.
pub(super) fn is_crowded(cloud: &Cloud) -> bool {
    cloud.points.len() > FEW
}

/// What turns shapes into triangles, as the toolkit would.
pub(super) fn tessellator(ui: &Ui) -> Tessellator {
    let options = ui.ctx().tessellation_options(|options| *options);
    Tessellator::new(ui.ctx().pixels_per_point(), options, [1, 1], Vec::new())
}

fn print(mesh: &mut Mesh, stamp: &Mesh, at: Pos2) {
    let first = mesh.vertices.len() as u32;
    mesh.indices.extend(stamp.indices.iter().map(|index| index + first));
    mesh.vertices.extend(stamp.vertices.iter().map(|vertex| Vertex { pos: vertex.pos + at.to_vec2(), ..*vertex }));
}

/// The corners of a shape; `None` for one without an inside.
fn corners(shape: MarkerShape, center: Pos2, radius: f32) -> Option<Vec<Pos2>> {
    let at = |x: f32, y: f32| center + vec2(x, y) * radius;
    match shape {
        MarkerShape::Square => Some(vec![at(-0.8, -0.8), at(0.8, -0.8), at(0.8, 0.8), at(-0.8, 0.8)]),
        MarkerShape::Diamond => Some(vec![at(0.0, -1.0), at(1.0, 0.0), at(0.0, 1.0), at(-1.0, 0.0)]),
        MarkerShape::Up => Some(vec![at(0.0, -1.0), at(0.9, 0.7), at(-0.9, 0.7)]),
        MarkerShape::Down => Some(vec![at(0.0, 1.0), at(-0.9, -0.7), at(0.9, -0.7)]),
        MarkerShape::Left => Some(vec![at(-1.0, 0.0), at(0.7, -0.9), at(0.7, 0.9)]),
        MarkerShape::Right => Some(vec![at(1.0, 0.0), at(-0.7, 0.9), at(-0.7, -0.9)]),
        _ => None,
    }
}

/// A shape with an inside; those that have none are drawn with thick strokes.
fn filled(shape: MarkerShape, center: Pos2, radius: f32, (fill, stroke): (Color32, Stroke)) -> Shape {
    match (shape, corners(shape, center, radius)) {
        (MarkerShape::Circle, _) => Shape::Circle(egui::epaint::CircleShape { center, radius, fill, stroke }),
        (_, Some(corners)) => Shape::convex_polygon(corners, fill, stroke),
        (_, None) => outline(shape, center, radius, Stroke::new(2.0_f32.max(radius * 0.45), fill)),
    }
}

fn outline(shape: MarkerShape, center: Pos2, radius: f32, stroke: Stroke) -> Shape {
    let at = |x: f32, y: f32| center + vec2(x, y) * radius;
    match (shape, corners(shape, center, radius)) {
        (MarkerShape::Circle, _) => Shape::circle_stroke(center, radius, stroke),
        (MarkerShape::Cross, _) => Shape::Vec(vec![
            Shape::line_segment([at(-0.75, -0.75), at(0.75, 0.75)], stroke),
            Shape::line_segment([at(-0.75, 0.75), at(0.75, -0.75)], stroke),
        ]),
        (_, Some(corners)) => Shape::closed_line(corners, stroke),
        (_, None) => {
            let ends = [at(0.0, 1.0), at(0.87, 0.5), at(0.87, -0.5)];
            Shape::Vec(ends.map(|end| Shape::line_segment([end, center - (end - center)], stroke)).to_vec())
        }
    }
}

/// The legend: the options with shape, colour and name; where designs are points, what their filling says.
pub(in crate::gui::tradeoffs) fn legend(ui: &mut Ui, options: &[String], has_points: bool) {
    let palette = palette(ui.visuals());
    for (index, option) in options.iter().enumerate() {
        let shape = SHAPES[index % SHAPES.len()];
        let at = |center| filled(shape, center, 4.5, (color(index, palette), Stroke::NONE));
        entry(ui, option, at);
    }
    if !has_points {
        return;
    }
    let origin =
        |doubt| move |at| Look { is_inside: true, rank: Rank::Front, doubt, option: 0 }.shape(at, 0.85, palette);
    entry(ui, "all compared numbers measured", origin(0));
    entry(ui, "some estimated", origin(1));
    entry(ui, "some assumed", origin(2));
    let cross = |at| outline(MarkerShape::Cross, at, 3.5, Stroke::new(1.2, palette.weak));
    entry(ui, "not feasible", cross);
}

fn entry(ui: &mut Ui, text: &str, mark: impl FnOnce(Pos2) -> Shape) {
    let color = palette(ui.visuals()).text;
    // One piece, so that mark and name stay together where the line ends.
    let galley = egui::WidgetText::from(RichText::new(text).small());
    let galley = galley.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Small);
    let size = vec2(16.0 + galley.size().x + 6.0, galley.size().y.max(14.0));
    let (place, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    crate::gui::fields::name(&response, text);
    ui.painter().add(mark(pos2(place.left() + 6.0, place.center().y)));
    let corner = pos2(place.left() + 16.0, place.center().y - galley.size().y / 2.0);
    ui.painter().galley(corner, galley, color);
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::gui::theme::vision::Sight;

    #[test]
    fn options_are_told_apart_by_shape_or_by_a_colour_that_anybody_tells() {
        let context = egui::Context::default();
        crate::gui::theme::install(&context);
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let palette = palette(&context.style_of(theme).visuals);
            for option in 0..LOOKS {
                for other in 0..option {
                    let has_other_shape = SHAPES[option % SHAPES.len()] != SHAPES[other % SHAPES.len()];
                    let is_told = |sight: Sight| {
                        let colors = [option, other].map(|option| color(option, palette));
                        sight.difference(colors[0], colors[1]) >= 5.5
                    };
                    assert!(has_other_shape || Sight::iter().all(is_told), "options {other} and {option}");
                }
            }
        }
    }
}

//! The scatter matrix: every pair of a few measures as a small scatter, and how each measure is distributed.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::epaint::TextShape;
use egui::{Align2, FontId, Mesh, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo};
use egui::{pos2, vec2};

use super::cloud::{Cloud, Point, Spread};
use super::ruler::Ruler;
use super::{Basis, Picked, Plots, Pointed, REACH, answer, fence, heads, limits_on, marks, scatter, show_focus, step};
use crate::gui::Scene;
use crate::gui::fields::empty_state;
use crate::gui::theme::{Palette, palette, strong};
use crate::gui::tradeoffs::brush::Aspect;
use crate::gui::tradeoffs::points::Rank;
use crate::gui::tradeoffs::state::Shown;
use crate::gui::tradeoffs::wishes::Wishes;
use crate::model::{Design, Direction, MeasureKey, Project};

/// Room at the left and below for names and numbers.
const LEFT: f32 = 88.0;
const BELOW: f32 = 52.0;
/// Room between two pictures.
const GAP: f32 = 8.0;
/// The least height of the whole.
const LEAST_HEIGHT: f32 = 240.0;
/// Bars of a distribution.
const BARS: usize = 24;
/// Points are this large beside those of the large scatter.
const SIZE: f32 = 0.62;

/// What was drawn last.
#[derive(Default)]
pub(super) struct Matrix {
    picture: Option<Picture>,
}

struct Picture {
    key: PictureKey,
    rulers: Vec<Ruler>,
    cells: Vec<Cell>,
    /// By measure, the bars of its distribution.
    bars: Vec<Arc<Mesh>>,
}

/// One pair of measures, by position; the columns are to the left of the diagonal.
struct Cell {
    row: usize,
    column: usize,
    frame: Rect,
    cloud: Cloud,
    mesh: Arc<Mesh>,
}

#[derive(PartialEq)]
struct PictureKey {
    basis: Basis,
    keys: Vec<MeasureKey>,
    logarithmic: BTreeSet<MeasureKey>,
    frame: Rect,
}

/// Shows the matrix in all the space that `ui` has.
pub(super) fn show(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    wishes: &mut Wishes,
    (plots, picked, pinned, pointed): (&mut Plots, &Picked, &mut Vec<Design>, &mut Pointed),
) {
    let keys = wishes.matrix_keys(&shown.exploration, &shown.objectives);
    if keys.len() < 2 {
        empty_state(ui, "Too few measures", "Turn on at least two measures in the menu \"Axes\".", |_| {});
        return;
    }
    let size = vec2(ui.available_width(), (ui.available_height() - 4.0).max(LEAST_HEIGHT));
    let (frame, _) = ui.allocate_exact_size(size, Sense::hover());
    let picture = Picture::now(plots.matrix.picture.take(), ui, shown, wishes, (keys, frame));
    let project = Arc::clone(scene.session.project());
    let names: Vec<String> = picture.key.keys.iter().map(|key| project.measure_name(key)).collect();
    show_labels(ui.painter(), &picture, &names);
    let mut nearest = None;
    for (position, name) in names.iter().enumerate() {
        let response = show_distribution(ui, &picture, (position, name));
        if let Some(rect) = plots.rubber.follow(ui, &response, true) {
            fence_in(wishes, &picture, (position, rect.x_range()), response.rect.x_range(), false);
        }
        let aspect = Aspect::Measure(picture.key.keys[position].clone());
        let painter = ui.painter().with_clip_rect(response.rect);
        let across = ranges(wishes, &aspect, &picture.rulers[position], response.rect, false);
        fence::paint(ui, &painter, response.rect, &across, &[]);
    }
    for cell in &picture.cells {
        let response = show_cell(ui, &project, (shown, picked), (&picture, cell, &names));
        if let Some(rect) = plots.rubber.follow(ui, &response, true) {
            fence_in(wishes, &picture, (cell.column, rect.x_range()), cell.frame.x_range(), false);
            fence_in(wishes, &picture, (cell.row, rect.y_range()), cell.frame.y_range(), true);
        }
        show_fence(ui, wishes, &picture, cell);
        let share = |position: usize, index: usize| {
            picture.rulers[position].share(shown.exploration.value(index, &picture.key.keys[position])?)
        };
        let at = |index| Some((index, place(cell.frame, share(cell.column, index)?, share(cell.row, index)?)));
        step(ui, scene, shown, (&response, &cell.cloud), picked.looked_at.and_then(at));
        let index = response.hover_pos().and_then(|at| cell.cloud.nearest(at, REACH));
        nearest = index.map(|index| (response, index)).or(nearest);
    }
    if let Some((response, index)) = nearest.filter(|_| !plots.rubber.is_held()) {
        pointed.set(index);
        answer(ui, scene, shown, (&response, index), (&picture.key.keys, pinned));
    }
    plots.matrix.picture = Some(picture);
}

impl Matrix {
    pub fn is_crowded(&self) -> bool {
        let cells = self.picture.as_ref().map_or(&[][..], |picture| &picture.cells);
        cells.iter().any(|cell| marks::is_crowded(&cell.cloud))
    }
}

impl Picture {
    /// What is to be drawn now; `kept` is given back if it still is.
    fn now(
        kept: Option<Self>,
        ui: &Ui,
        shown: &Shown,
        wishes: &Wishes,
        (keys, frame): (Vec<MeasureKey>, Rect),
    ) -> Self {
        let basis = Basis::of(ui, shown, wishes);
        let key = PictureKey { basis, keys, logarithmic: wishes.logarithmic.clone(), frame };
        kept.filter(|kept| kept.key == key).unwrap_or_else(|| Self::of(key, ui, shown, wishes))
    }

    fn of(key: PictureKey, ui: &Ui, shown: &Shown, wishes: &Wishes) -> Self {
        let values = |key: &MeasureKey| shown.exploration.column(key).map_or(&[][..], |column| column.values());
        let columns: Vec<&[f64]> = key.keys.iter().map(values).collect();
        let ruler = |(key, values): (&MeasureKey, &&[f64])| {
            let drawn = values.iter().enumerate().filter(|(index, _)| shown.is_drawn(*index)).map(|(_, value)| *value);
            Ruler::of_values(drawn, key.measure.unit(), wishes.logarithmic.contains(key))
        };
        let rulers: Vec<Ruler> = key.keys.iter().zip(&columns).map(ruler).collect();
        let count = key.keys.len();
        let options = shown.options_of(wishes.colored_by);
        let mut cells = Vec::new();
        for (row, column) in (0..count).flat_map(|row| (0..row).map(move |column| (row, column))) {
            let frame = cell_frame(key.frame, count, (row, column));
            let pairs = columns[column].iter().zip(columns[row]).enumerate();
            let points = pairs.filter_map(|(index, (x, y))| {
                Some(Point { index, at: place(frame, rulers[column].share(*x)?, rulers[row].share(*y)?) })
            });
            let cloud = Spread::of(points, frame).cloud(|index| marks::layer(shown, index));
            let mesh = Arc::new(marks::mesh(ui, shown, &cloud, options, SIZE));
            cells.push(Cell { row, column, frame, cloud, mesh });
        }
        let bars = (0..count).map(|position| {
            let frame = cell_frame(key.frame, count, (position, position));
            Arc::new(distribution(shown, (&rulers[position], columns[position]), frame, key.basis.palette))
        });
        Self { bars: bars.collect(), key, rulers, cells }
    }

    fn frame(&self, row: usize, column: usize) -> Rect {
        cell_frame(self.key.frame, self.key.keys.len(), (row, column))
    }
}

/// Where the picture of a row and a column stands.
fn cell_frame(frame: Rect, count: usize, (row, column): (usize, usize)) -> Rect {
    let inner = Rect::from_min_max(frame.min + vec2(LEFT, 0.0), frame.max - vec2(6.0, BELOW));
    let cell = ((inner.size() - vec2(GAP, GAP) * (count as f32 - 1.0)) / count as f32).max(vec2(8.0, 8.0));
    Rect::from_min_size(inner.min + (cell + vec2(GAP, GAP)) * vec2(column as f32, row as f32), cell)
}

fn place(frame: Rect, across: f32, upwards: f32) -> Pos2 {
    pos2(frame.left() + frame.width() * across, frame.bottom() - frame.height() * upwards)
}

/// How many of the values that `counts` lets pass lie in each of equally wide parts of a scale.
fn histogram(ruler: &Ruler, values: &[f64], counts: impl Fn(usize) -> bool) -> [usize; BARS] {
    let mut bars = [0; BARS];
    for (index, value) in values.iter().enumerate() {
        if let Some(share) = ruler.share(*value).filter(|share| (0.0..=1.0).contains(share) && counts(index)) {
            bars[((share * BARS as f32) as usize).min(BARS - 1)] += 1;
        }
    }
    bars
}

/// The bars of all designs that are drawn, and before them of those that are feasible and inside the brush.
fn distribution(shown: &Shown, (ruler, values): (&Ruler, &[f64]), frame: Rect, palette: &Palette) -> Mesh {
    let all = histogram(ruler, values, |index| shown.is_drawn(index));
    let is_meant = |index: usize| shown.rank(index) != Rank::Infeasible && shown.filter.contains(index);
    let meant = histogram(ruler, values, is_meant);
    let most = all.iter().copied().max().unwrap_or(0).max(1) as f32;
    let mut mesh = Mesh::default();
    for (bars, color) in [(all, palette.weak.gamma_multiply(0.35)), (meant, palette.accent.gamma_multiply(0.8))] {
        for (bar, count) in bars.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let (left, right) = (bar as f32 / BARS as f32, (bar as f32 + 0.9) / BARS as f32);
            // The name stands above.
            let top = count as f32 / most * 0.78;
            mesh.add_colored_rect(Rect::from_two_pos(place(frame, left, 0.0), place(frame, right, top)), color);
        }
    }
    mesh
}

fn show_distribution(ui: &Ui, picture: &Picture, (position, name): (usize, &str)) -> Response {
    let frame = picture.frame(position, position);
    let colors = palette(ui.visuals());
    let response = ui.interact(frame, ui.scope_id().with(("distribution", position)), Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, format!("Distribution of {name}")));
    let painter = ui.painter().with_clip_rect(frame);
    painter.add(Shape::mesh(Arc::clone(&picture.bars[position])));
    painter.rect_stroke(frame, 0, Stroke::new(1.0, colors.border), StrokeKind::Inside);
    let font = FontId::proportional(11.0);
    let title = heads::elided(&painter, name, font, (colors.text, frame.width() - 8.0), 1);
    painter.galley(frame.min + vec2(4.0, 2.0), title, colors.text);
    response.on_hover_ui_at_pointer(|ui| {
        ui.label(strong(name));
        ui.label("Bars: all designs; those that are feasible and inside the filter stand out.");
    })
}

fn show_cell(
    ui: &Ui,
    project: &Project,
    (shown, picked): (&Shown, &Picked),
    (picture, cell, names): (&Picture, &Cell, &[String]),
) -> Response {
    let (frame, colors) = (cell.frame, palette(ui.visuals()));
    let id = ui.scope_id().with(("pair", cell.row, cell.column));
    let response = ui.interact(frame, id, Sense::click_and_drag());
    let text = format!("{} against {}", names[cell.row], names[cell.column]);
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, text.clone()));
    let painter = ui.painter().with_clip_rect(frame);
    painter.rect_stroke(frame, 0, Stroke::new(1.0, colors.border), StrokeKind::Inside);
    let limit = Stroke::new(1.0, colors.bad);
    for at in limits_on(project, &picture.key.keys[cell.column]) {
        if let Some(x) = picture.rulers[cell.column].share(at).map(|share| place(frame, share, 0.0).x) {
            painter.extend(Shape::dashed_line(&[pos2(x, frame.top()), pos2(x, frame.bottom())], limit, 4.0, 3.0));
        }
    }
    for at in limits_on(project, &picture.key.keys[cell.row]) {
        if let Some(y) = picture.rulers[cell.row].share(at).map(|share| place(frame, 0.0, share).y) {
            painter.extend(Shape::dashed_line(&[pos2(frame.left(), y), pos2(frame.right(), y)], limit, 4.0, 3.0));
        }
    }
    painter.add(Shape::mesh(Arc::clone(&cell.mesh)));
    let share = |position: usize, index: usize| {
        picture.rulers[position].share(shown.exploration.value(index, &picture.key.keys[position])?)
    };
    let at = |index: Option<usize>| Some(place(frame, share(cell.column, index?)?, share(cell.row, index?)?));
    scatter::rings(&painter, picked, at, 0.75, colors);
    show_focus(ui, &response, frame);
    response
}

/// Names, units, directions and numbers, outside of the pictures.
fn show_labels(painter: &Painter, picture: &Picture, names: &[String]) {
    let palette = picture.key.basis.palette;
    let count = names.len();
    for (position, (key, name)) in picture.key.keys.iter().zip(names).enumerate() {
        let unit = key.measure.unit().symbol();
        let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
        let text = format!("{name}{unit}");
        let font = FontId::proportional(11.5);
        let is_up = key.measure.direction() == Direction::Higher;
        let below = picture.frame(count - 1, position);
        let label = heads::elided(painter, &text, font.clone(), (palette.text, below.width() - 16.0), 2);
        painter.galley(below.left_bottom() + vec2(14.0, 18.0), label, palette.text);
        let sign = below.left_bottom() + vec2(6.0, 26.0);
        heads::better(painter, sign, vec2(if is_up { 1.0 } else { -1.0 }, 0.0), palette);
        show_ticks(painter, (&picture.rulers[position], below), false, palette);
        if position > 0 {
            let beside = picture.frame(position, 0);
            let label = heads::elided(painter, &text, font, (palette.text, beside.height() - 16.0), 2);
            let corner = pos2(picture.key.frame.left(), beside.bottom() - 14.0);
            painter.add(TextShape::new(corner, label, palette.text).with_angle(-std::f32::consts::FRAC_PI_2));
            let sign = pos2(picture.key.frame.left() + 7.0, beside.bottom() - 6.0);
            heads::better(painter, sign, vec2(0.0, if is_up { -1.0 } else { 1.0 }), palette);
            show_ticks(painter, (&picture.rulers[position], beside), true, palette);
        }
    }
}

/// The numbers that fit below a picture, or beside it.
fn show_ticks(painter: &Painter, (ruler, frame): (&Ruler, Rect), is_beside: bool, palette: &Palette) {
    let font = FontId::proportional(10.0);
    let mut taken: Option<Rect> = None;
    for (value, text) in &ruler.ticks {
        let Some(share) = ruler.share(*value).filter(|share| (-0.001..=1.001).contains(share)) else { continue };
        let (at, align) = if is_beside {
            (place(frame, 0.0, share) - vec2(4.0, 0.0), Align2::RIGHT_CENTER)
        } else {
            (place(frame, share, 0.0) + vec2(0.0, 3.0), Align2::CENTER_TOP)
        };
        let galley = painter.layout_no_wrap(text.clone(), font.clone(), palette.weak);
        let place = align.anchor_size(at, galley.size());
        // What sticks out would run into the numbers of the next picture.
        let is_outside = !is_beside && (place.left() < frame.left() - 6.0 || place.right() > frame.right() + 6.0);
        if is_outside || taken.is_some_and(|taken| taken.expand(4.0).intersects(place)) {
            continue;
        }
        painter.galley(place.min, galley, palette.weak);
        taken = Some(place);
    }
}

/// Sets the interval on one measure from a range on the screen.
fn fence_in(
    wishes: &mut Wishes,
    picture: &Picture,
    (position, range): (usize, egui::Rangef),
    stretch: egui::Rangef,
    is_upwards: bool,
) {
    let share = |at: f32| (at - stretch.min) / stretch.span();
    let value = |at: f32| picture.rulers[position].value(if is_upwards { 1.0 - share(at) } else { share(at) });
    let interval = fence::interval(range.min, range.max, stretch, value);
    wishes.brush.set(&Aspect::Measure(picture.key.keys[position].clone()), vec![interval]);
}

fn show_fence(ui: &Ui, wishes: &Wishes, picture: &Picture, cell: &Cell) {
    let of = |position: usize, is_upwards: bool| {
        let aspect = Aspect::Measure(picture.key.keys[position].clone());
        ranges(wishes, &aspect, &picture.rulers[position], cell.frame, is_upwards)
    };
    let painter = ui.painter().with_clip_rect(cell.frame);
    fence::paint(ui, &painter, cell.frame, &of(cell.column, false), &of(cell.row, true));
}

/// Where the intervals on a measure lie on the screen.
fn ranges(wishes: &Wishes, aspect: &Aspect, ruler: &Ruler, frame: Rect, is_upwards: bool) -> Vec<egui::Rangef> {
    let stretch = if is_upwards { frame.y_range() } else { frame.x_range() };
    let at = |share: f32| if is_upwards { place(frame, 0.0, share).y } else { place(frame, share, 0.0).x };
    // Upwards on the screen is downwards in points.
    let grows = ruler.rises() != is_upwards;
    fence::ranges(wishes.brush.intervals(aspect), (stretch, grows), |value| ruler.share(value).map(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    #[test]
    fn the_lower_half_is_filled_without_overlap() {
        let frame = Rect::from_min_size(pos2(10.0, 20.0), vec2(600.0, 500.0));
        let all: Vec<Rect> =
            (0..4).flat_map(|row| (0..=row).map(move |column| cell_frame(frame, 4, (row, column)))).collect();
        for (position, cell) in all.iter().enumerate() {
            assert!(frame.contains_rect(*cell), "{cell:?}");
            assert!(all[..position].iter().all(|other| !other.intersects(*cell)), "{cell:?}");
        }
        let (corner, last) = (cell_frame(frame, 4, (3, 0)), cell_frame(frame, 4, (3, 3)));
        assert_eq!((corner.left(), last.bottom()), (10.0 + LEFT, 520.0 - BELOW));
    }

    #[test]
    fn bars_count_what_is_known_and_meant() {
        let ruler = Ruler::of_values([0.2, 0.8].into_iter(), Unit::Ratio, false);
        let values = [0.0, 0.01, 0.5, 1.0, f64::NAN, 0.5];
        let bars = histogram(&ruler, &values, |index| index != 5);
        assert_eq!((bars[0], bars[BARS / 2], bars[BARS - 1], bars.iter().sum::<usize>()), (2, 1, 1, 4));
    }
}

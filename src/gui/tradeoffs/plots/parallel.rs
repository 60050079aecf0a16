//! Parallel axes: every design as a line across the choices and the measures.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::epaint::Tessellator;
use egui::{Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, ScrollArea, Sense, Shape, Stroke, Ui, vec2};

use super::heads::{self, Heads};
use super::lanes::{HEAD, Lanes, nearest_line, sample};
use super::marks::{Look, tessellator};
use super::ruler::Ruler;
use super::scatter::BEST;
use super::{Basis, Picked, Plots, Pointed, answer, limits_on, show_focus};
use crate::gui::Scene;
use crate::gui::fields::{caption, empty_state};
use crate::gui::theme::{Palette, bold, palette};
use crate::gui::tradeoffs::brush::Aspect;
use crate::gui::tradeoffs::compare::LETTERS;
use crate::gui::tradeoffs::state::Shown;
use crate::gui::tradeoffs::steps;
use crate::gui::tradeoffs::wishes::Wishes;
use crate::model::{Design, Direction, MeasureKey, Project, format_number};
use crate::session::Action;

/// Lines that are drawn at most.
const MOST_LINES: usize = 2_000;
/// The least room for an axis.
const LEAST_WIDTH: f32 = 92.0;
/// The least height of the picture.
const LEAST_HEIGHT: f32 = 220.0;
/// A pointer within this distance of a line means the line.
const REACH: f32 = 6.0;
/// Ticks this close to each other are not all written.
const CLOSE: f32 = 13.0;

/// The picture that was drawn last, and what a hand does to it.
#[derive(Default)]
pub(super) struct Parallel {
    picture: Option<Picture>,
    pub heads: Heads,
}

/// All lines where they are on the screen.
struct Picture {
    key: PictureKey,
    rulers: Vec<Ruler>,
    /// By axis, whether some design that is drawn has no place on it.
    has_unknown: Vec<bool>,
    /// The designs whose lines are drawn, those that matter most last.
    designs: Vec<usize>,
    lines: Vec<Vec<Pos2>>,
    mesh: Arc<Mesh>,
    /// How many lines were to be drawn, and whether all of the front are.
    wanted: usize,
    has_front: bool,
}

#[derive(PartialEq)]
struct PictureKey {
    basis: Basis,
    aspects: Vec<Aspect>,
    flipped: BTreeSet<Aspect>,
    logarithmic: BTreeSet<MeasureKey>,
    lanes: Lanes,
}

/// Shows the axes in all the space that `ui` has.
pub(super) fn show(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    wishes: &mut Wishes,
    (plots, picked, pinned, pointed): (&mut Plots, &Picked, &mut Vec<Design>, &mut Pointed),
) {
    let aspects = wishes.parallel_aspects(&shown.exploration, &shown.objectives);
    if aspects.len() < 2 {
        empty_state(ui, "Too few axes", "Turn on at least two axes in the menu \"Axes\".", |_| {});
        return;
    }
    if let Some(picture) = plots.parallel.picture.as_ref().filter(|picture| picture.wanted > picture.lines.len()) {
        caption(ui, &drawn_in_words(picture));
    }
    ScrollArea::horizontal().id_salt("parallel").show(ui, |ui| {
        let width = ui.available_width().max(LEAST_WIDTH * aspects.len() as f32);
        let size = vec2(width, (ui.available_height() - 8.0).max(LEAST_HEIGHT));
        let (frame, response) = ui.allocate_exact_size(size, Sense::click());
        crate::gui::fields::name(&response, "Designs as lines across parallel axes");
        show_focus(ui, &response, frame);
        if response.has_focus()
            && let Some(index) = steps::design_after(ui, shown, picked.looked_at)
            && let Some(design) = shown.exploration.design(index)
        {
            scene.ask(Action::LookAt(design));
        }
        let lanes = Lanes::new(frame, aspects.len());
        let parallel = &mut plots.parallel;
        let picture = parallel.picture.take();
        let picture = Picture::now(picture, ui, shown, wishes, (&aspects, lanes));
        let painter = ui.painter().with_clip_rect(frame.intersect(ui.clip_rect()));
        painter.add(Shape::mesh(Arc::clone(&picture.mesh)));
        show_picked(&painter, shown, picked, (&picture, &aspects, lanes));
        let project = Arc::clone(scene.session.project());
        for (position, aspect) in aspects.iter().enumerate() {
            show_axis(&painter, &project, (aspect, position, lanes), &picture, palette(ui.visuals()));
        }
        parallel.heads.show(ui, &project, shown, wishes, (&aspects, lanes, &picture.rulers));
        let pointer = ui.input(|input| input.pointer.hover_pos());
        let pointer = pointer.filter(|at| ui.rect_contains_pointer(frame) && at.y > frame.top() + HEAD);
        let nearest =
            pointer.filter(|_| !parallel.heads.is_held()).and_then(|at| nearest_line(&picture.lines, at, REACH));
        if let Some(index) = nearest.map(|position| picture.designs[position]) {
            pointed.set(index);
            let keys: Vec<MeasureKey> = aspects.iter().filter_map(measure).cloned().collect();
            answer(ui, scene, shown, (&response, index), (&keys, pinned));
        }
        parallel.picture = Some(picture);
    });
}

/// The measure that an axis is about.
pub(super) fn measure(aspect: &Aspect) -> Option<&MeasureKey> {
    match aspect {
        Aspect::Measure(key) => Some(key),
        Aspect::Choice(_) => None,
    }
}

fn drawn_in_words(picture: &Picture) -> String {
    let count = |count: usize| format_number(count as f64);
    let front = if picture.has_front { "all of the front among them" } else { "not even all of the front" };
    format!("{} of {} lines drawn; {front}.", count(picture.lines.len()), count(picture.wanted))
}

impl Picture {
    /// What is to be drawn now; `kept` is given back if it still is.
    fn now(kept: Option<Self>, ui: &Ui, shown: &Shown, wishes: &Wishes, (aspects, lanes): (&[Aspect], Lanes)) -> Self {
        let key = PictureKey {
            basis: Basis::of(ui, shown, wishes),
            aspects: aspects.to_vec(),
            flipped: wishes.flipped.clone(),
            logarithmic: wishes.logarithmic.clone(),
            lanes,
        };
        kept.filter(|kept| kept.key == key).unwrap_or_else(|| Self::of(key, ui, shown, wishes))
    }

    fn of(key: PictureKey, ui: &Ui, shown: &Shown, wishes: &Wishes) -> Self {
        let columns: Vec<&[f64]> = key.aspects.iter().map(|aspect| shown.values(aspect).unwrap_or_default()).collect();
        let rulers: Vec<Ruler> =
            key.aspects.iter().zip(&columns).map(|(aspect, values)| ruler(shown, wishes, aspect, values)).collect();
        let options = shown.options_of(wishes.colored_by);
        let mut layers = vec![Vec::new(); 4];
        for index in (0..shown.exploration.len()).filter(|index| shown.is_drawn(*index)) {
            layers[usize::from(Look::of(shown, index, options).layer())].push(index);
        }
        let (wanted, on_front) = (layers.iter().map(Vec::len).sum(), layers[3].len());
        let layers = sample(layers, MOST_LINES);
        let has_front = layers[3].len() == on_front;
        let designs = layers.concat();
        let lines: Vec<Vec<Pos2>> = designs.iter().map(|index| line(&key.lanes, &rulers, &columns, *index)).collect();
        let unknown = key.lanes.unknown();
        let has_unknown = (0..rulers.len()).map(|axis| lines.iter().any(|line| line[axis].y == unknown)).collect();
        let mut mesh = Mesh::default();
        let mut tessellator: Tessellator = tessellator(ui);
        for (index, line) in designs.iter().zip(&lines) {
            let stroke = stroke(Look::of(shown, *index, options), key.basis.palette);
            tessellator.tessellate_shape(Shape::line(line.clone(), stroke), &mut mesh);
        }
        Self { key, rulers, has_unknown, designs, lines, mesh: Arc::new(mesh), wanted, has_front }
    }
}

fn line(lanes: &Lanes, rulers: &[Ruler], columns: &[&[f64]], index: usize) -> Vec<Pos2> {
    lanes.line(rulers, columns.iter().map(|values| values.get(index).copied().unwrap_or(f64::NAN)))
}

/// Better is up, unless the axis was flipped.
fn ruler(shown: &Shown, wishes: &Wishes, aspect: &Aspect, values: &[f64]) -> Ruler {
    let is_flipped = wishes.flipped.contains(aspect);
    match aspect {
        Aspect::Choice(_) => {
            let axis = aspect.choice(shown.exploration.space()).map(|(_, axis)| axis);
            let names = axis.into_iter().flat_map(|axis| {
                (0..axis.count()).filter_map(|option| axis.pick(option)).map(|pick| axis.option_label(&pick))
            });
            Ruler::of_options(names.collect()).turned(is_flipped)
        }
        Aspect::Measure(key) => {
            let drawn = values.iter().enumerate().filter(|(index, _)| shown.is_drawn(*index)).map(|(_, value)| *value);
            let ruler = Ruler::of_values(drawn, key.measure.unit(), wishes.logarithmic.contains(key));
            ruler.turned((key.measure.direction() == Direction::Lower) != is_flipped)
        }
    }
}

/// The front strong, what is feasible plain, the rest faint.
fn stroke(look: Look, palette: &Palette) -> Stroke {
    let color = look.color(palette);
    match look.layer() {
        0 => Stroke::new(0.8, color.gamma_multiply(0.4)),
        1 => Stroke::new(0.8, color.gamma_multiply(0.45)),
        2 => Stroke::new(1.1, color.gamma_multiply(0.6)),
        _ => Stroke::new(2.0, color),
    }
}

/// The designs that stand out, on top of all others.
fn show_picked(
    painter: &Painter,
    shown: &Shown,
    picked: &Picked,
    (picture, aspects, lanes): (&Picture, &[Aspect], Lanes),
) {
    let palette = picture.key.basis.palette;
    let columns: Vec<&[f64]> = aspects.iter().map(|aspect| shown.values(aspect).unwrap_or_default()).collect();
    let pinned = picked.pinned.iter().chain([&picked.best]).map(|index| (*index, palette.text, 1.4));
    let others = [(picked.looked_at, palette.accent, 3.0), (picked.hovered, palette.text, 2.4)];
    for (index, color, width) in pinned.chain(others) {
        let Some(index) = index else { continue };
        let line = line(&lanes, &picture.rulers, &columns, index);
        for point in &line {
            painter.circle_filled(*point, width + 1.0, color);
        }
        painter.line(line, Stroke::new(width, color));
    }
    let names = picked.pinned.iter().zip(LETTERS).chain([(&picked.best, BEST)]);
    for (index, letter) in names {
        let Some(end) = index.and_then(|index| line(&lanes, &picture.rulers, &columns, index).last().copied()) else {
            continue;
        };
        // The best one may be pinned as well.
        let beside = vec2(6.0, if letter == BEST { 13.0 } else { 0.0 });
        painter.text(end + beside, Align2::LEFT_CENTER, letter, FontId::new(13.0, bold()), palette.text);
    }
}

fn show_axis(
    painter: &Painter,
    project: &Project,
    (aspect, position, lanes): (&Aspect, usize, Lanes),
    picture: &Picture,
    palette: &Palette,
) {
    let (x, stretch, ruler) = (lanes.x(position), lanes.stretch(), &picture.rulers[position]);
    painter.vline(x, stretch, Stroke::new(1.4, palette.line));
    let mut last: Option<f32> = None;
    for (value, text) in &ruler.ticks {
        let Some(y) = ruler.share(*value).map(|share| lanes.y(share)) else { continue };
        if !(stretch.min - 0.5..=stretch.max + 0.5).contains(&y) || last.is_some_and(|last| (last - y).abs() < CLOSE) {
            continue;
        }
        last = Some(y);
        painter.hline(x - 3.0..=x + 3.0, y, Stroke::new(1.0, palette.line));
        plate(painter, Pos2::new(x + 6.0, y), text, lanes.width() - 12.0, palette);
    }
    if picture.has_unknown[position] {
        let is_log = measure(aspect).is_some_and(|key| picture.key.logarithmic.contains(key));
        let y = lanes.unknown();
        painter.hline(x - 5.0..=x + 5.0, y, Stroke::new(1.0, palette.caution));
        let text = if is_log { "unknown, or not above 0" } else { "unknown" };
        plate(painter, Pos2::new(x + 6.0, y), text, lanes.width() - 12.0, palette);
    }
    let Some(key) = measure(aspect) else { return };
    for limit in limits_on(project, key) {
        let Some(y) = ruler.share(limit).map(|share| lanes.y(share)) else { continue };
        if !stretch.contains(y) {
            continue;
        }
        let end = if is_excluded_above(ruler, key.measure.direction()) { stretch.min } else { stretch.max };
        painter.line_segment([Pos2::new(x, y), Pos2::new(x, end)], Stroke::new(3.0, palette.bad.gamma_multiply(0.55)));
        painter.hline(x - 9.0..=x + 9.0, y, Stroke::new(2.0, palette.bad));
    }
}

/// Whether what misses a limit lies above it on the screen, wherever the limit is.
fn is_excluded_above(ruler: &Ruler, direction: Direction) -> bool {
    ruler.rises() == (direction == Direction::Lower)
}

/// A short text on ground that lets it be read over lines.
fn plate(painter: &Painter, at: Pos2, text: &str, width: f32, palette: &Palette) {
    let galley = heads::elided(painter, text, FontId::proportional(10.5), (palette.weak, width), 1);
    let corner = at - vec2(0.0, galley.size().y / 2.0);
    let ground: Color32 = palette.canvas.gamma_multiply(0.8);
    painter.rect_filled(Rect::from_min_size(corner, galley.size()), 2, ground);
    painter.galley(corner, galley, palette.weak);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    #[test]
    fn a_limit_of_zero_excludes_what_is_worse() {
        let ruler = |is_turned| Ruler::of_values([-5.0, 1e6].into_iter(), Unit::Millisecond, false).turned(is_turned);
        // At most 0: larger values miss it. Better is up on a turned axis, hence they are below.
        assert!(!is_excluded_above(&ruler(true), Direction::Lower));
        assert!(is_excluded_above(&ruler(false), Direction::Lower));
        assert!(!is_excluded_above(&ruler(false), Direction::Higher));
        assert!(is_excluded_above(&ruler(true), Direction::Higher));
    }
}

//! Hard requirements as borders in the plot: drawn with what they exclude, and dragged to see what moves with them.

use egui::accesskit::Role;
use egui::{Align2, CursorIcon, EventFilter, FontId, Id, Key, Pos2, Rangef, Rect, Sense, Ui, Vec2, WidgetInfo};
use egui_plot::{HLine, LineStyle, PlotBounds, PlotPoint, PlotTransform, PlotUi, VLine};

use super::limits::move_limit;
use super::points::PlotAxis;
use crate::gui::Scene;
use crate::gui::theme::Palette;
use crate::model::{Direction, Project, Quantity, RequirementId};
use crate::session::Action;

/// A pointer within this distance of a border means the border, in points of the screen.
const REACH: f32 = 5.0;
/// A limit that is dragged moves in steps of about so many points of the screen.
const STEP: f32 = 2.0;
/// How far an arrow key moves a limit.
const NUDGE: f32 = 4.0;
/// How dark the excluded side is.
const SHADE: f32 = 0.09;

/// Which axis a border stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A place across: the border runs upwards.
    Across,
    /// A place upwards: the border runs across.
    Upwards,
}

/// A hard requirement on a measure that is plotted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Border {
    pub requirement: RequirementId,
    pub side: Side,
    /// Where on the axis.
    pub place: f64,
    /// Whether the excluded side is the one with the smaller places.
    excludes_below: bool,
    text: String,
}

/// The border that a hand moves.
#[derive(Default)]
pub(super) struct Grip {
    held: Option<Held>,
    /// The ranges are to follow the points again.
    lets_go: bool,
}

struct Held {
    requirement: RequirementId,
    /// Ranges that stay while a border moves: what is under the pointer shall not.
    bounds: PlotBounds,
    was_automatic: bool,
}

/// The picture that the borders are in.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub transform: &'a PlotTransform,
    /// Across and upwards.
    pub axes: [&'a PlotAxis; 2],
    /// Whether the ranges follow the points.
    pub is_automatic: bool,
}

/// The borders on two axes.
pub(super) fn borders(project: &Project, x: &PlotAxis, y: &PlotAxis) -> Vec<Border> {
    let hard = project.requirements.iter().filter(|(_, requirement)| requirement.is_hard());
    let border = |(id, requirement): (&RequirementId, &crate::model::Requirement)| {
        let on = |axis: &PlotAxis, side| {
            let amount = requirement.threshold.amount_in(axis.key.measure.unit())?;
            let place = axis.place(amount).filter(|_| requirement.measure == axis.key)?;
            let excludes_below = axis.key.measure.direction() == Direction::Higher;
            let text = format!("{} {}", requirement.name, requirement.relation());
            Some(Border { requirement: id.clone(), side, place, excludes_below, text })
        };
        on(x, Side::Across).or_else(|| on(y, Side::Upwards))
    };
    hard.filter_map(border).collect()
}

/// Draws the borders as lines of the plot.
pub(super) fn draw(plot: &mut PlotUi<'_>, borders: &[Border], palette: &Palette) {
    let style = LineStyle::Dashed { length: 6.0 };
    for border in borders {
        match border.side {
            Side::Across => plot.vline(VLine::new(&border.text, border.place).color(palette.bad).style(style)),
            Side::Upwards => plot.hline(HLine::new(&border.text, border.place).color(palette.bad).style(style)),
        }
    }
}

/// Shades what the borders exclude, and writes what they are beside them.
pub(super) fn shade(ui: &Ui, transform: &PlotTransform, borders: &[Border], palette: &Palette) {
    let frame = *transform.frame();
    let painter = ui.painter().with_clip_rect(frame);
    for border in borders {
        let at = on_screen(transform, border);
        // Upwards on the screen is downwards in points.
        let (excluded, place, align) = match (border.side, border.excludes_below) {
            (Side::Across, below) => {
                let range = if below { frame.left()..=at } else { at..=frame.right() };
                let side = if below { Align2::LEFT_TOP } else { Align2::RIGHT_TOP };
                let away = if below { 5.0 } else { -5.0 };
                (Rect::from_x_y_ranges(range, frame.y_range()), Pos2::new(at + away, frame.top() + 4.0), side)
            }
            (Side::Upwards, below) => {
                let range = if below { at..=frame.bottom() } else { frame.top()..=at };
                let side = if below { Align2::RIGHT_BOTTOM } else { Align2::RIGHT_TOP };
                let away = if below { -3.0 } else { 3.0 };
                (Rect::from_x_y_ranges(frame.x_range(), range), Pos2::new(frame.right() - 6.0, at + away), side)
            }
        };
        painter.rect_filled(excluded.intersect(frame), 0, palette.bad.gamma_multiply(SHADE));
        painter.text(place, align, &border.text, FontId::proportional(11.0), palette.bad);
    }
}

fn on_screen(transform: &PlotTransform, border: &Border) -> f32 {
    match border.side {
        Side::Across => transform.position_from_point_x(border.place),
        Side::Upwards => transform.position_from_point_y(border.place),
    }
}

impl Grip {
    /// Whether a border is being moved.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Keeps the ranges while a border moves. To be called while the plot is built.
    pub fn hold_still(&mut self, plot: &mut PlotUi<'_>) {
        if let Some(held) = &self.held {
            plot.set_plot_bounds(held.bounds);
        }
        if std::mem::take(&mut self.lets_go) {
            plot.set_auto_bounds(true);
        }
    }

    /// Lets every border be dragged, and moved by the arrow keys while it has the focus.
    pub fn follow(&mut self, ui: &Ui, scene: &mut Scene<'_>, borders: &[Border], ground: Ground<'_>) {
        let is_there = |held: &Held| borders.iter().any(|border| border.requirement == held.requirement);
        if self.held.is_some() && !scene.session.is_gesturing() {
            // Escape took the gesture back.
            self.put_down();
        } else if self.held.as_ref().is_some_and(|held| !is_there(held))
            || self.held.is_some() && !ui.input(|input| input.pointer.any_down() || input.pointer.any_released())
        {
            // What was held is gone, or the hand let go of it elsewhere.
            scene.ask(Action::Commit);
            self.put_down();
        }
        for border in borders {
            let id = ui.scope_id().with(("border", border.requirement.as_str()));
            let response = ui.interact(strip(border, ground.transform), id, Sense::drag() | Sense::FOCUSABLE);
            response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, format!("Limit: {}", border.text)));
            if response.drag_started() {
                let name = scene.session.project().requirements.get(&border.requirement);
                let name = name.map_or_else(String::new, |requirement| requirement.name.clone());
                scene.ask(Action::Begin(format!("move the limit of {name}")));
                let (requirement, bounds) = (border.requirement.clone(), *ground.transform.bounds());
                self.held = Some(Held { requirement, bounds, was_automatic: ground.is_automatic });
            }
            let is_held = self.held.as_ref().is_some_and(|held| held.requirement == border.requirement);
            if let Some(at) = response.interact_pointer_pos().filter(|_| is_held && response.dragged()) {
                move_to(scene, border, ground, at);
            }
            if is_held && response.drag_stopped() {
                scene.ask(Action::Commit);
                self.put_down();
            }
            if response.has_focus() {
                let ring = egui::Stroke::new(1.5, crate::gui::theme::palette(ui.visuals()).accent);
                ui.painter().rect_stroke(strip(border, ground.transform), 3.0, ring, egui::StrokeKind::Inside);
                follow_keys(ui, scene, (border, id), ground);
            }
            let icon =
                if border.side == Side::Across { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical };
            if response.hovered() || response.dragged() {
                ui.ctx().set_cursor_icon(icon);
            }
        }
    }

    fn put_down(&mut self) {
        self.lets_go = self.held.take().is_some_and(|held| held.was_automatic);
    }
}

/// Where a border can be taken hold of.
fn strip(border: &Border, transform: &PlotTransform) -> Rect {
    let (frame, at) = (*transform.frame(), on_screen(transform, border));
    let around = Rangef::new(at - REACH, at + REACH);
    let strip = match border.side {
        Side::Across => Rect::from_x_y_ranges(around, frame.y_range()),
        Side::Upwards => Rect::from_x_y_ranges(frame.x_range(), around),
    };
    strip.intersect(frame)
}

/// Moves a border by the arrow keys, each press a step to undo.
fn follow_keys(ui: &Ui, scene: &mut Scene<'_>, (border, id): (&Border, Id), ground: Ground<'_>) {
    let is_across = border.side == Side::Across;
    let filter = EventFilter { horizontal_arrows: is_across, vertical_arrows: !is_across, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let (less, more) = if is_across { (Key::ArrowLeft, Key::ArrowRight) } else { (Key::ArrowUp, Key::ArrowDown) };
    let pressed = ui.input(|input| input.num_presses(more) as f32 - input.num_presses(less) as f32);
    if pressed != 0.0 {
        let at = on_screen(ground.transform, border) + pressed * NUDGE;
        move_to(scene, border, ground, Pos2::new(at, at));
    }
}

/// Moves the limit of a border to a place on the screen, of which only the part along its axis counts.
fn move_to(scene: &mut Scene<'_>, border: &Border, ground: Ground<'_>, at: Pos2) {
    let project = std::sync::Arc::clone(scene.session.project());
    let Some(requirement) = project.requirements.get(&border.requirement) else { return };
    let axis = ground.axes[usize::from(border.side == Side::Upwards)];
    let (measure, unit) = (axis.key.measure, requirement.threshold.unit());
    let value = |at: Pos2| {
        let PlotPoint { x, y } = ground.transform.value_from_position(at);
        let place = if border.side == Side::Across { x } else { y };
        measure.unit().convert(axis.value(place), unit)
    };
    let (Some(wanted), Some(beside)) = (value(at), value(at + Vec2::splat(STEP))) else { return };
    let wanted = rounded(wanted, (beside - wanted).abs());
    let has_place = |amount| measure.objection(amount).is_none() && axis.place(amount).is_some();
    let is_possible = unit.convert(wanted, measure.unit()).is_some_and(has_place);
    let threshold = Quantity::estimated(wanted, unit);
    if is_possible && threshold != requirement.threshold {
        scene.edit(move_limit(&border.requirement, requirement, threshold));
    }
}

/// `value` with no more digits than a `step` is worth.
pub(super) fn rounded(value: f64, step: f64) -> f64 {
    if step.is_nan() || step <= 0.0 {
        return value;
    }
    let places = -step.log10().floor();
    // Dividing by a whole power of ten gives the number that a person would type; adding 0 makes a negative zero plain.
    if places >= 0.0 {
        let power = 10_f64.powf(places);
        (value * power).round() / power + 0.0
    } else {
        let power = 10_f64.powf(-places);
        (value / power).round() * power + 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dragged_limit_is_a_short_number() {
        let cases = [
            (613.447, 0.7, 613.4),
            (613.447, 3.0, 613.0),
            (613.447, 30.0, 610.0),
            (0.951_23, 0.002, 0.951),
            (7.0, 0.0, 7.0),
        ];
        for (value, step, expected) in cases {
            assert_eq!(rounded(value, step), expected, "{value} in steps of {step}");
        }
        assert!([7.0, 70.0].iter().all(|step| rounded(-0.3, *step).is_sign_positive()), "nobody types −0");
    }
}

//! What a hand does to parallel axes: heads are dragged to another place and have a menu, intervals are drawn, moved
//! and resized along the axes.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, CursorIcon, FontId, Galley, Id, Painter, Popup, Pos2, Rangef, Rect, Response, Sense, Shape};
use egui::{Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::fence;
use super::lanes::{HEAD, Hold, Lanes, dragged, hold_at, moved};
use super::parallel::measure;
use super::ruler::Ruler;
use crate::gui::theme::{Palette, palette};
use crate::gui::tradeoffs::brush::{Aspect, Interval};
use crate::gui::tradeoffs::state::Shown;
use crate::gui::tradeoffs::wishes::{Wishes, toggle};
use crate::model::{Direction, Project};

/// How far from an axis a press means it.
const REACH: f32 = 12.0;

/// What a hand holds.
#[derive(Default)]
pub(super) struct Heads {
    held: Option<Held>,
}

enum Held {
    /// An axis on its way to another place.
    Axis(Aspect),
    /// An interval in the making.
    Interval {
        aspect: Aspect,
        hold: Hold,
        /// Where the press was, and what the interval covered then.
        from: f32,
        covered: Rangef,
        /// The other intervals on the same axis.
        others: Vec<Interval>,
    },
}

impl Heads {
    /// Whether an axis or an interval is being dragged.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Shows heads and intervals of all axes, and follows the hand.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        shown: &Shown,
        wishes: &mut Wishes,
        (aspects, lanes, rulers): (&[Aspect], Lanes, &[Ruler]),
    ) {
        if !ui.input(|input| input.pointer.any_down() || input.pointer.any_released()) {
            self.held = None;
        }
        for (position, (aspect, ruler)) in aspects.iter().zip(rulers).enumerate() {
            let title = aspect.name(project, shown.exploration.space());
            let id = ui.scope_id().with(("axis", aspect));
            let covered = fence::ranges(wishes.brush.intervals(aspect), (lanes.stretch(), !ruler.rises()), |value| {
                ruler.share(value).map(|share| lanes.y(share))
            });
            paint_intervals(ui, lanes.x(position), &covered);
            let strip = Rect::from_x_y_ranges(
                lanes.x(position) - REACH..=lanes.x(position) + REACH,
                lanes.stretch().min - END_ROOM..=lanes.stretch().max + END_ROOM,
            );
            let strip = ui.interact(strip, id.with("strip"), Sense::click_and_drag());
            strip.widget_info(|| WidgetInfo::labeled(Role::Slider, true, format!("Filter on {title}")));
            self.follow_strip(ui, wishes, &strip, (aspect, &covered), (lanes, ruler));
            self.show_head(ui, wishes, (aspect, position, &title, id), (aspects, lanes, ruler));
        }
    }

    fn follow_strip(
        &mut self,
        ui: &Ui,
        wishes: &mut Wishes,
        strip: &Response,
        (aspect, covered): (&Aspect, &[Rangef]),
        (lanes, ruler): (Lanes, &Ruler),
    ) {
        if strip.clicked() {
            wishes.brush.set(aspect, Vec::new());
        }
        if let Some(from) = ui.input(|input| input.pointer.press_origin()).filter(|_| strip.drag_started()) {
            let hold = hold_at(covered, from.y);
            let mut others = wishes.brush.intervals(aspect).to_vec();
            let covered = match hold {
                // A new one takes the place of the others, unless it is added to them.
                Hold::New if !ui.input(|input| input.modifiers.command) => {
                    others.clear();
                    Rangef::point(from.y)
                }
                Hold::New => Rangef::point(from.y),
                Hold::Whole(place) | Hold::Top(place) | Hold::Bottom(place) => {
                    others.remove(place);
                    covered[place]
                }
            };
            self.held = Some(Held::Interval { aspect: aspect.clone(), hold, from: from.y, covered, others });
        }
        if let (Some(Held::Interval { aspect: held, hold, from, covered, others }), Some(to)) =
            (&self.held, strip.interact_pointer_pos())
            && held == aspect
            && (strip.dragged() || strip.drag_stopped())
        {
            let is_choice = measure(aspect).is_none();
            let interval = dragged((&lanes, ruler, is_choice), (*hold, *covered), (*from, to.y));
            wishes.brush.set(aspect, others.iter().copied().chain([interval]).collect());
        }
        if strip.drag_stopped() {
            self.held = None;
        }
        if let Some(at) = strip.hover_pos() {
            ui.ctx().set_cursor_icon(match hold_at(covered, at.y) {
                Hold::New => CursorIcon::Crosshair,
                Hold::Whole(_) => CursorIcon::Grab,
                Hold::Top(_) | Hold::Bottom(_) => CursorIcon::ResizeVertical,
            });
        }
    }

    fn show_head(
        &mut self,
        ui: &Ui,
        wishes: &mut Wishes,
        (aspect, position, title, id): (&Aspect, usize, &str, Id),
        (aspects, lanes, ruler): (&[Aspect], Lanes, &Ruler),
    ) {
        let place = head_place(lanes, position);
        let head = ui.interact(place, id.with("head"), Sense::click_and_drag());
        head.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Axis {title}")));
        paint_head(ui, &head, (aspect, title, ruler));
        if head.drag_started() {
            self.held = Some(Held::Axis(aspect.clone()));
        }
        if let (Some(Held::Axis(held)), Some(at)) = (&self.held, head.interact_pointer_pos())
            && held == aspect
            && head.dragged()
        {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            let to = lanes.position_at(at.x);
            if to != position {
                wishes.parallel = Some(moved(aspects, position, to));
            }
        }
        if head.drag_stopped() {
            self.held = None;
        }
        Popup::menu(&head).show(|ui| show_menu(ui, wishes, (aspect, position), aspects));
        if self.held.is_none() {
            let direction = match measure(aspect) {
                Some(key) => format!("{title}: {}. ", key.measure.direction().label()),
                None => format!("{title}. "),
            };
            head.on_hover_text(format!("{direction}Drag it to another place; click it for more."));
        }
    }
}

/// An interval can be begun this far beyond the ends of its axis.
const END_ROOM: f32 = 6.0;

fn head_place(lanes: Lanes, position: usize) -> Rect {
    let (x, half) = (lanes.x(position), lanes.width() / 2.0 - 2.0);
    let bottom = lanes.stretch().min - END_ROOM - 2.0;
    Rect::from_x_y_ranges(x - half..=x + half, bottom - (HEAD - 10.0)..=bottom)
}

fn show_menu(ui: &mut Ui, wishes: &mut Wishes, (aspect, position): (&Aspect, usize), aspects: &[Aspect]) {
    if ui.button("Turn upside down").clicked() {
        toggle(&mut wishes.flipped, aspect);
    }
    if let Some(key) = measure(aspect) {
        let text = if wishes.logarithmic.contains(key) { "Make it linear" } else { "Make it logarithmic" };
        if ui.button(text).clicked() {
            toggle(&mut wishes.logarithmic, key);
        }
    }
    ui.separator();
    let mut move_to = |ui: &mut Ui, text: &str, to: Option<usize>| {
        let to = to.filter(|to| *to < aspects.len());
        if ui.add_enabled(to.is_some(), egui::Button::new(text)).clicked() {
            wishes.parallel = to.map(|to| moved(aspects, position, to));
        }
    };
    move_to(ui, "Move to the left", position.checked_sub(1));
    move_to(ui, "Move to the right", Some(position + 1));
    if ui.button("Remove this axis").clicked() {
        wishes.parallel = Some(aspects.iter().filter(|other| *other != aspect).cloned().collect());
    }
    if !wishes.brush.intervals(aspect).is_empty() && ui.button("Clear its filter").clicked() {
        wishes.brush.set(aspect, Vec::new());
    }
}

/// The name, and for a measure its unit with a sign that points to where better is.
fn paint_head(ui: &Ui, head: &Response, (aspect, title, ruler): (&Aspect, &str, &Ruler)) {
    let palette = palette(ui.visuals());
    let place = head.rect;
    if head.hovered() || head.dragged() || head.has_focus() {
        ui.painter().rect_filled(place, 4, palette.hovered);
    }
    if head.has_focus() {
        ui.painter().rect_stroke(place, 4, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    let name = elided(ui.painter(), title, FontId::proportional(11.5), (palette.text, place.width() - 6.0), 2);
    let left = place.left() + 3.0;
    ui.painter().galley(Pos2::new(left, place.top() + 2.0), name, palette.text);
    let Some(key) = measure(aspect) else { return };
    let baseline = place.bottom() - 9.0;
    let is_up = ruler.rises() == (key.measure.direction() == Direction::Higher);
    better(
        ui.painter(),
        Pos2::new(left + 5.0, baseline),
        if is_up { vec2(0.0, -1.0) } else { vec2(0.0, 1.0) },
        palette,
    );
    let unit = match key.measure.unit().symbol() {
        "" => "better".to_owned(),
        unit => format!("better  [{unit}]"),
    };
    let unit = elided(ui.painter(), &unit, FontId::proportional(10.5), (palette.weak, place.width() - 20.0), 1);
    ui.painter().galley(Pos2::new(left + 13.0, baseline - unit.size().y / 2.0), unit, palette.weak);
}

/// A triangle that points to where better is.
pub(super) fn better(painter: &Painter, at: Pos2, towards: egui::Vec2, palette: &Palette) {
    let side = towards.rot90() * 4.0;
    let corners = vec![at + towards * 5.0, at - towards * 3.0 + side, at - towards * 3.0 - side];
    painter.add(Shape::convex_polygon(corners, palette.accent, Stroke::NONE));
}

fn paint_intervals(ui: &Ui, x: f32, covered: &[Rangef]) {
    let accent = palette(ui.visuals()).accent;
    // Those that lie outside of the axis have no length.
    for range in covered.iter().filter(|range| range.span() >= 0.0) {
        let rect = Rect::from_x_y_ranges(x - 7.0..=x + 7.0, *range);
        ui.painter().rect_filled(rect, 2, accent.gamma_multiply(0.25));
        ui.painter().rect_stroke(rect, 2, Stroke::new(1.4, accent), StrokeKind::Inside);
    }
}

/// A text that ends in dots where it does not fit into `rows` lines of a width.
pub(super) fn elided(
    painter: &Painter,
    text: &str,
    font: FontId,
    (color, width): (Color32, f32),
    rows: usize,
) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap =
        TextWrapping { max_width: width.max(8.0), max_rows: rows, break_anywhere: rows == 1, ..Default::default() };
    painter.layout_job(job)
}

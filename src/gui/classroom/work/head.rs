//! The head of the panel with the time that is left, the rows that open its parts, and the strip that is left of it when it
//! is folded away.

use egui::text::LayoutJob;
use egui::{
    Align, Button, Color32, FontSelection, Label, Layout, Rect, Response, RichText, Sense, Shape, Stroke, Ui, Vec2,
    vec2,
};

use super::Wish;
use super::form::Form;
use crate::classroom::Step;
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, name, primary_button};
use crate::gui::icons::{Sign, paint_sign};
use crate::gui::theme::{STEP, palette, strong, title};
use crate::session::{Action, TimerReading};

/// Height of the row of a part.
const ROW: f32 = 34.0;
/// Height of the bar that shows how many parts are done.
const BAR: f32 = 5.0;
/// Room for the button that folds the panel away.
const FOLD: f32 = 42.0;
/// Lines of the exercise's title.
const TITLE_ROWS: usize = 2;
/// From so many seconds on, the time that is left is to be looked at.
const SHORT: u32 = 120;

/// Title, timer and how much is done.
pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>, steps: &[Step]) -> Option<Wish> {
    let brief = &form.breakout.brief;
    let mut wish = None;
    ui.horizontal_top(|ui| {
        let width = ui.available_width() - FOLD;
        ui.vertical(|ui| {
            ui.set_width(width);
            let words = if brief.title.trim().is_empty() { "Exercise" } else { &brief.title };
            let mut job = LayoutJob::default();
            RichText::new(words).heading().append_to(&mut job, ui.style(), FontSelection::Default, Align::Center);
            job.wrap.max_rows = TITLE_ROWS;
            ui.add(Label::new(job).wrap()).on_hover_text(words);
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let fold = ui.button("«").on_hover_text("Folds the guide away");
            name(&fold, "Fold the guide away");
            if fold.clicked() {
                wish = Some(Wish::Fold(true));
            }
        });
    });
    let minutes = brief.minutes;
    if let Some(reading) = form.scene.session.timer() {
        show_timer(ui, form.scene, reading, minutes);
    }
    ui.add_space(STEP);
    let (done, colors) = (done(steps), palette(ui.visuals()));
    let (place, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), BAR), Sense::hover());
    let share = done as f32 / steps.len().max(1) as f32;
    ui.painter().rect_filled(place, 3, colors.border);
    let filled = Rect::from_min_size(place.min, Vec2::new(place.width() * share, BAR));
    ui.painter().rect_filled(filled, 3, colors.good);
    caption(ui, &format!("{done} of {} steps", steps.len()));
    wish
}

/// What is left of the panel when it is folded away.
pub(super) fn show_strip(ui: &mut Ui, scene: &Scene<'_>, steps: &[Step]) -> Option<Wish> {
    let mut wish = None;
    ui.vertical_centered(|ui| {
        let open = ui.button("»").on_hover_text("Opens the guide");
        name(&open, "Open the guide");
        if open.clicked() {
            wish = Some(Wish::Fold(false));
        }
        if let Some(reading) = scene.session.timer() {
            ui.add_space(STEP);
            let text = if reading.left == Some(0) { "Time is up".to_owned() } else { clock(shown(reading)) };
            ui.add(Label::new(strong(text).color(color(ui, reading))).wrap());
        }
        ui.add_space(STEP);
        caption(ui, &format!("{} of {} steps", done(steps), steps.len()));
    });
    wish
}

/// The row that opens and closes a part. Handing in is never done: there is no tick for it.
pub(super) fn show_row(ui: &mut Ui, number: usize, (label, is_done): (&str, Option<bool>), is_open: bool) -> Response {
    let colors = palette(ui.visuals());
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let spoken = match is_done {
        Some(true) => format!("{label}, done"),
        Some(false) => format!("{label}, not done"),
        None => label.to_owned(),
    };
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_open, &spoken));
    if is_open || response.hovered() || response.has_focus() {
        let fill = if is_open { colors.accent_fill } else { colors.hovered };
        ui.painter().rect_filled(place, 5.0, fill);
    }
    show_number(ui, place, number, is_done == Some(true));
    let color = if is_open { colors.accent } else { colors.text };
    let font = egui::FontId::new(14.0, crate::gui::theme::bold());
    let start = place.left_center() + vec2(36.0, 0.0);
    ui.painter().text(start, egui::Align2::LEFT_CENTER, label, font, color);
    show_arrow(ui, place, is_open, colors.weak);
    response
}

/// A tick where a part is done, its number in a ring where it is not.
fn show_number(ui: &Ui, place: Rect, number: usize, is_done: bool) {
    let colors = palette(ui.visuals());
    let center = place.left_center() + vec2(18.0, 0.0);
    if is_done {
        ui.painter().circle_filled(center, 10.0, colors.good);
        paint_sign(ui.painter(), Rect::from_center_size(center, Vec2::splat(14.0)), Sign::Check, colors.card);
    } else {
        ui.painter().circle_stroke(center, 10.0, Stroke::new(1.2, colors.weak));
        let font = egui::FontId::proportional(12.0);
        ui.painter().text(center, egui::Align2::CENTER_CENTER, number, font, colors.text);
    }
}

fn show_arrow(ui: &Ui, place: Rect, is_open: bool, color: Color32) {
    let center = place.right_center() - vec2(14.0, 0.0);
    let corners = if is_open {
        [vec2(-4.0, -2.0), vec2(4.0, -2.0), vec2(0.0, 3.0)]
    } else {
        [vec2(-2.0, -4.0), vec2(3.0, 0.0), vec2(-2.0, 4.0)]
    };
    let corners = corners.map(|corner| center + corner).to_vec();
    ui.painter().add(Shape::convex_polygon(corners, color, Stroke::NONE));
}

fn show_timer(ui: &mut Ui, scene: &mut Scene<'_>, reading: TimerReading, minutes: u32) {
    ui.horizontal(|ui| {
        let color = color(ui, reading);
        let is_up = reading.left == Some(0);
        let text = if is_up { "Time is up".to_owned() } else { clock(shown(reading)) };
        let style = if is_up { egui::TextStyle::Heading } else { title() };
        ui.label(RichText::new(text).text_style(style).color(color));
        at_the_right(ui, |ui| {
            if timer_button(ui, reading).clicked() {
                scene.ask(Action::RunTimer(!reading.is_running));
            }
        });
    });
    caption(ui, &state_in_words(reading, minutes));
}

fn timer_button(ui: &mut Ui, reading: TimerReading) -> Response {
    if reading.is_running {
        ui.add(Button::new("Pause")).on_hover_text("Stops the timer; work can go on")
    } else if reading.was_started {
        primary_button(ui, "Go on").on_hover_text("Lets the timer run again")
    } else {
        primary_button(ui, "Start").on_hover_text("Starts the timer")
    }
}

/// `left of 20 minutes, paused`.
fn state_in_words(reading: TimerReading, minutes: u32) -> String {
    let paused = match (reading.is_running, reading.was_started) {
        (true, _) => "",
        (false, true) => ", paused",
        (false, false) => ", not started",
    };
    match reading.left {
        Some(0) => format!("Work can go on. {} worked so far{paused}.", clock(reading.seconds)),
        Some(_) if minutes == 1 => format!("left of 1 minute{paused}"),
        Some(_) => format!("left of {minutes} minutes{paused}"),
        None => format!("worked so far{paused}"),
    }
}

/// Counts down to a limit, and up without one.
fn shown(reading: TimerReading) -> u32 {
    reading.left.unwrap_or(reading.seconds)
}

fn color(ui: &Ui, reading: TimerReading) -> Color32 {
    let colors = palette(ui.visuals());
    if reading.left.is_some_and(|left| left < SHORT) { colors.caution } else { colors.text }
}

fn done(steps: &[Step]) -> usize {
    steps.iter().filter(|step| step.is_done()).count()
}

/// `4:05`, `1:00:00`.
fn clock(seconds: u32) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_read_as_on_a_clock() {
        assert_eq!([0, 59, 245, 1200, 3600, 3725].map(clock), ["0:00", "0:59", "4:05", "20:00", "1:00:00", "1:02:05"]);
    }

    #[test]
    fn the_timer_says_where_it_stands() {
        let reading = |seconds, left, is_running| TimerReading { seconds, left, is_running, was_started: seconds > 0 };
        let words = |reading| state_in_words(reading, 20);
        assert_eq!(words(reading(0, Some(1200), false)), "left of 20 minutes, not started");
        assert_eq!(words(reading(5, Some(1195), true)), "left of 20 minutes");
        assert_eq!(words(reading(65, None, false)), "worked so far, paused");
        assert_eq!(words(reading(1265, Some(0), true)), "Work can go on. 21:05 worked so far.");
    }
}

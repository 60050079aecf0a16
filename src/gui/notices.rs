//! Notices in the lower right corner: what was done fades away by itself, what went wrong stays until it is dismissed.

use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Stroke, Ui, Vec2};

use super::fields::show_sign;
use super::icons::Sign;
use super::opening::Wish;
use super::theme::palette;
use crate::session::{Action, Notice, Session, Written};

/// How long good news stays.
const SHOWN_FOR: Duration = Duration::from_secs(6);

/// How long good news stays that there is something to do about.
const SHOWN_WITH_BUTTONS_FOR: Duration = Duration::from_secs(20);

/// Width of the text.
const TEXT: f32 = 340.0;

/// Shows the session's notices above everything else; gives what is to be opened.
pub(super) fn show(context: &Context, session: &Session, actions: &mut Vec<Action>) -> Option<Wish> {
    let mut wish = None;
    if session.notices().is_empty() {
        return wish;
    }
    Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, Vec2::new(-16.0, -44.0))
        .show(context, |ui| {
            for notice in session.notices() {
                wish = show_one(ui, notice, actions).or(wish.take());
            }
        });
    wish
}

fn show_one(ui: &mut Ui, notice: &Notice, actions: &mut Vec<Action>) -> Option<Wish> {
    let age = notice.since.elapsed();
    let shown_for = if notice.written.is_some() { SHOWN_WITH_BUTTONS_FOR } else { SHOWN_FOR };
    if !notice.is_error {
        if age >= shown_for {
            actions.push(Action::Dismiss(notice.number));
            return None;
        }
        ui.ctx().request_repaint_after(shown_for.saturating_sub(age));
    }
    let palette = palette(ui.visuals());
    let (sign, color) = if notice.is_error { (Sign::Warning, palette.bad) } else { (Sign::Check, palette.good) };
    let frame = Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, color))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(12, 8));
    let mut wish = None;
    frame.show(ui, |ui| {
        ui.set_max_width(TEXT + 100.0);
        ui.horizontal_top(|ui| {
            show_sign(ui, sign, color);
            ui.vertical(|ui| {
                ui.set_max_width(TEXT);
                let text = ui.label(&notice.text);
                if let Some(written) = &notice.written {
                    text.on_hover_text(written.path.display().to_string());
                    wish = show_openers(ui, written);
                }
            });
            if ui.small_button("Dismiss").clicked() {
                actions.push(Action::Dismiss(notice.number));
            }
        });
    });
    wish
}

/// Buttons that open what was written.
fn show_openers(ui: &mut Ui, Written { path, is_folder }: &Written) -> Option<Wish> {
    let mut wish = None;
    ui.horizontal(|ui| {
        if !*is_folder && ui.small_button("Open").on_hover_text("With the program that is meant for it").clicked() {
            wish = Some(Wish::Open(path.clone()));
        }
        if ui.small_button("Open folder").on_hover_text("In the file manager").clicked() {
            // A folder shows itself.
            wish = Some(if *is_folder { Wish::Open(path.clone()) } else { Wish::Reveal(path.clone()) });
        }
    });
    wish
}

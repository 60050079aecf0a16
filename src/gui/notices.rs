//! Notices in the lower right corner: what was done fades away by itself, what went wrong stays until it is dismissed.

use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Stroke, Ui, Vec2};

use super::fields::show_sign;
use super::icons::Sign;
use super::theme::palette;
use crate::session::{Action, Notice, Session};

/// How long good news stays.
const SHOWN_FOR: Duration = Duration::from_secs(6);

/// Shows the session's notices above everything else.
pub(super) fn show(context: &Context, session: &Session, actions: &mut Vec<Action>) {
    if session.notices().is_empty() {
        return;
    }
    Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, Vec2::new(-16.0, -44.0))
        .show(context, |ui| {
            for notice in session.notices() {
                show_one(ui, notice, actions);
            }
        });
}

fn show_one(ui: &mut Ui, notice: &Notice, actions: &mut Vec<Action>) {
    let age = notice.since.elapsed();
    if !notice.is_error {
        if age >= SHOWN_FOR {
            actions.push(Action::Dismiss(notice.number));
            return;
        }
        ui.ctx().request_repaint_after(SHOWN_FOR.saturating_sub(age));
    }
    let palette = palette(ui.visuals());
    let (sign, color) = if notice.is_error { (Sign::Warning, palette.bad) } else { (Sign::Check, palette.good) };
    let frame = Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, color))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_max_width(440.0);
        ui.horizontal_top(|ui| {
            show_sign(ui, sign, color);
            ui.vertical(|ui| {
                ui.set_max_width(340.0);
                ui.label(&notice.text);
            });
            if ui.small_button("Dismiss").clicked() {
                actions.push(Action::Dismiss(notice.number));
            }
        });
    });
}

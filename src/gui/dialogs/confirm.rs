//! Asks before unsaved work is lost.

use egui::{Button, Context, Id, Modal, RichText};

use crate::gui::fields::primary_button;
use crate::gui::theme::palette;
use crate::session::{Command, Session};

/// What the user wants.
pub(super) enum Outcome {
    /// Not answered yet.
    Open,
    /// Go on working.
    Keep,
    /// Save first.
    Save,
    /// The work may be lost.
    Lose,
}

pub(super) fn show(context: &Context, session: &Session) -> Outcome {
    let mut outcome = Outcome::Open;
    let modal = Modal::new(Id::unique("confirm losing")).show(context, |ui| {
        ui.set_max_width(420.0);
        ui.heading(format!("Save changes to {}?", session.project().name));
        ui.add_space(6.0);
        ui.label("What you changed since it was saved last is lost otherwise.");
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let save = if session.file().is_some() { Command::Save } else { Command::SaveAs };
            if primary_button(ui, save.label()).clicked() {
                outcome = Outcome::Save;
            }
            if ui.button("Keep working").clicked() {
                outcome = Outcome::Keep;
            }
            let lose = RichText::new("Discard changes").color(palette(ui.visuals()).bad);
            if ui.add(Button::new(lose)).clicked() {
                outcome = Outcome::Lose;
            }
        });
    });
    if modal.should_close() && matches!(outcome, Outcome::Open) { Outcome::Keep } else { outcome }
}

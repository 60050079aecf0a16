//! Asks before unsaved work, or somebody's copy of a sample, is lost.

use egui::{Button, Context, Id, Modal, RichText, Ui};

use crate::gui::fields::primary_button;
use crate::gui::theme::palette;
use crate::session::{Action, Command, Session};

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

/// Asks about what `action` would lose.
pub(super) fn show(context: &Context, session: &Session, action: &Action) -> Outcome {
    let mut outcome = Outcome::Open;
    let modal = Modal::new(Id::unique("confirm losing")).show(context, |ui| {
        ui.set_max_width(420.0);
        outcome = match action {
            Action::OpenSample { sample, fresh: true } if !session.is_changed() => {
                ask(ui, &format!("Start over with {}?", sample.label()), |ui| {
                    ui.label("A fresh copy takes the place of yours. What you changed in yours is lost.");
                    buttons(ui, "Keep my copy", "Start over")
                })
            }
            _ => ask(ui, &format!("Save changes to {}?", session.project().name), |ui| {
                ui.label("What you changed since it was saved last is lost otherwise.");
                if let Action::OpenSample { sample, fresh: true } = action
                    && session.has_copy(*sample)
                {
                    ui.label(format!(
                        "Without saving, your copy of {} is replaced by a fresh one too.",
                        sample.label()
                    ));
                }
                let save = if session.file().is_some() { Command::Save } else { Command::SaveAs };
                saving_buttons(ui, save)
            }),
        };
    });
    if modal.should_close() && matches!(outcome, Outcome::Open) { Outcome::Keep } else { outcome }
}

fn ask(ui: &mut Ui, question: &str, content: impl FnOnce(&mut Ui) -> Outcome) -> Outcome {
    ui.heading(question);
    ui.add_space(6.0);
    content(ui)
}

/// Nothing can be saved instead: keeping is the usual answer.
fn buttons(ui: &mut Ui, keep: &str, lose: &str) -> Outcome {
    let mut outcome = Outcome::Open;
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        if primary_button(ui, keep).clicked() {
            outcome = Outcome::Keep;
        }
        if losing_button(ui, lose) {
            outcome = Outcome::Lose;
        }
    });
    outcome
}

fn saving_buttons(ui: &mut Ui, save: Command) -> Outcome {
    let mut outcome = Outcome::Open;
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        if primary_button(ui, save.label()).clicked() {
            outcome = Outcome::Save;
        }
        if ui.button("Keep working").clicked() {
            outcome = Outcome::Keep;
        }
        if losing_button(ui, "Discard changes") {
            outcome = Outcome::Lose;
        }
    });
    outcome
}

fn losing_button(ui: &mut Ui, text: &str) -> bool {
    let lose = RichText::new(text).color(palette(ui.visuals()).bad);
    ui.add(Button::new(lose)).clicked()
}

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
                show_question(ui, &format!("Start over with {}?", sample.label()));
                ui.label("A fresh copy takes the place of yours. What you changed in yours is lost.");
                buttons(ui, None, "Keep my copy", "Start over")
            }
            Action::BeginExercise { fresh: true, .. } | Action::OpenExercise { fresh: true, .. }
                if !session.is_changed() =>
            {
                show_question(ui, "Begin this exercise anew?");
                ui.label("What was worked out so far is kept in a file beside it, and the timer begins at 0.");
                buttons(ui, None, "Keep working", "Begin anew")
            }
            _ => {
                show_question(ui, &format!("Save changes to {}?", session.project().name));
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
                buttons(ui, Some(save), "Keep working", "Discard changes")
            }
        };
    });
    if modal.should_close() && matches!(outcome, Outcome::Open) { Outcome::Keep } else { outcome }
}

fn show_question(ui: &mut Ui, question: &str) {
    ui.heading(question);
    ui.add_space(6.0);
}

/// Gives up what would be lost, or keeps it; it is saved first where it can be, which is the usual answer then.
fn buttons(ui: &mut Ui, save: Option<Command>, keep: &str, lose: &str) -> Outcome {
    let mut outcome = Outcome::Open;
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        if save.is_some_and(|save| primary_button(ui, save.label()).clicked()) {
            outcome = Outcome::Save;
        }
        let keep = if save.is_some() { ui.button(keep) } else { primary_button(ui, keep) };
        if keep.clicked() {
            outcome = Outcome::Keep;
        }
        let lose = RichText::new(lose).color(palette(ui.visuals()).bad);
        if ui.add(Button::new(lose)).clicked() {
            outcome = Outcome::Lose;
        }
    });
    outcome
}

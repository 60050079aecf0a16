//! Handing in: what is still missing, said but never in the way.

use egui::{Label, RichText, Ui};

use super::form::Form;
use super::{Part, Wish};
use crate::classroom::{Step, cut_when_compared, too_much_to_compare};
use crate::gui::fields::{caption, primary_button};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette};
use crate::session::{Action, Command};
use crate::store::EXERCISE_FILE;

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>, steps: &[Step]) -> Option<Wish> {
    let colors = palette(ui.visuals());
    let mut wish = None;
    let open: Vec<_> = steps.iter().filter_map(|step| Some((step, step.missing.as_ref()?))).collect();
    if open.is_empty() {
        note(ui, Sign::Check, colors.good, "Nothing is missing.");
    } else {
        caption(ui, "Still missing; it can be handed in all the same");
    }
    for (step, missing) in open {
        ui.horizontal_wrapped(|ui| {
            if ui.link(step.label()).on_hover_text("Opens this step").clicked() {
                wish = Some(Wish::Open(Some(Part::Step(step.kind))));
            }
            ui.add(Label::new(RichText::new(missing).small().color(colors.caution)).wrap());
        });
    }
    if let Some(problem) = too_much_to_compare(&form.project) {
        note(ui, Sign::Warning, colors.bad, problem);
    }
    if let Some(cut) = cut_when_compared(&form.project) {
        note(ui, Sign::Information, colors.accent, cut);
    }
    ui.add_space(2.0 * STEP);
    let hint = "Writes one file for the instructor; the project itself is not changed";
    if primary_button(ui, "Save hand-in…").on_hover_text(hint).clicked() {
        form.scene.ask(Action::Run(Command::HandIn));
    }
    let copy = ui.button("Copy text for the chat").on_hover_text("At most ten lines about the answer");
    if copy.clicked()
        && let Some(text) = form.scene.session.chat_text()
    {
        ui.ctx().copy_text(text);
    }
    show_beginning_anew(ui, form);
    wish
}

/// For the next group at the same computer: opening the exercise goes on with what is there. Only where the program keeps
/// the work: there the exercise lies beside it, and is begun in the same place.
fn show_beginning_anew(ui: &mut Ui, form: &mut Form<'_, '_>) {
    let session = form.scene.session;
    if session.file().is_none() || !session.keeps(session.folder()) {
        return;
    }
    ui.add_space(2.0 * STEP);
    let hint = "For another group at this computer: the exercise as it was given. This work is kept beside it.";
    if ui.button("Begin anew…").on_hover_text(hint).clicked() {
        let file = session.folder().join(EXERCISE_FILE);
        form.scene.ask(Action::OpenExercise { file, fresh: true });
    }
}

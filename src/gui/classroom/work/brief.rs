//! What the group was given to do, its answers to the questions, and who it is.

use egui::{Label, RichText, Ui};

use super::form::Form;
use crate::gui::fields::{hinted_text_field, long_text_field, text_field};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::Breakout;

/// Lines of the field for an answer.
const LINES: usize = 2;

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>) {
    let project = std::sync::Arc::clone(&form.project);
    let Some(Breakout { brief, .. }) = &project.breakout else { return };
    if brief.story.trim().is_empty() {
        ui.label(RichText::new("The instructor wrote nothing about the situation.").color(palette(ui.visuals()).weak));
    } else {
        ui.add(Label::new(brief.story.as_str()).wrap());
    }
    ui.add_space(2.0 * STEP);
    if let Some(group) = text_field(ui, "group", "Name of the group", &form.breakout.group) {
        form.change(|breakout| breakout.group = group);
    }
    let label = ("Members", "optional, as they want to be named");
    if let Some(members) = hinted_text_field(ui, "members", label, &form.breakout.members) {
        form.change(|breakout| breakout.members = members);
    }
    for (position, question) in brief.questions.iter().enumerate() {
        ui.add_space(2.0 * STEP);
        ui.add(Label::new(strong(question)).wrap());
        let answer = form.breakout.answers.get(position).cloned().unwrap_or_default();
        let label = format!("Answer to question {}", position + 1);
        if let Some(text) = long_text_field(ui, ("answer", position), &label, &answer, LINES) {
            form.change(|breakout| {
                if breakout.answers.len() <= position {
                    breakout.answers.resize(position + 1, String::new());
                }
                breakout.answers[position] = text;
            });
        }
    }
}

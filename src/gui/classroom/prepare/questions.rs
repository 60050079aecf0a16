//! What groups are asked, one question after the other.

use egui::{Button, RichText, Ui};

use super::rows;
use crate::gui::fields::long_text_field;
use crate::gui::theme::{STEP, palette};

/// What a breakout asks as a rule.
const USUAL: [&str; 3] = [
    "Which qualities matter here, and in which order? State each with a measure and a limit.",
    "What rules a design out? Say of each constraint whether it comes from the problem, the project or the design.",
    "Which design do you recommend, and which did you reject? What do you give up with your choice?",
];

pub(super) fn show(ui: &mut Ui, questions: &mut Vec<String>) {
    if questions.is_empty() {
        let text = "Groups answer in a sentence or two each. Qualities, constraints and the choice they state in the \
                    project itself.";
        ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    }
    let (mut change, count) = (None, questions.len());
    for (position, question) in questions.iter_mut().enumerate() {
        let label = format!("Question {}", position + 1);
        if let Some(text) = long_text_field(ui, ("question", position), &label, question, 2) {
            *question = text;
        }
        ui.horizontal(|ui| change = change.or(rows::buttons(ui, "question", (position, count))));
        ui.add_space(STEP);
    }
    if let Some(change) = change {
        change.make(questions);
    }
    ui.horizontal(|ui| {
        if ui.button("Add question").clicked() {
            questions.push(String::new());
        }
        let missing: Vec<_> = USUAL.into_iter().filter(|usual| !questions.iter().any(|one| one == usual)).collect();
        let usual = ui.add_enabled(!missing.is_empty(), Button::new("Usual three"));
        let words = "Qualities, constraints and the choice: the questions of the lecture";
        if usual.on_hover_text(words).on_disabled_hover_text("All three are there").clicked() {
            questions.extend(missing.into_iter().map(str::to_owned));
        }
    });
}

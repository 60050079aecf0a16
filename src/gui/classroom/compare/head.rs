//! The head of the page: what is compared, what can be done with it, how far reading is, and what was skipped.

use egui::{CollapsingHeader, ProgressBar, RichText, ScrollArea, Ui};

use crate::classroom::Comparison;
use crate::gui::Scene;
use crate::gui::dialogs::Purpose;
use crate::gui::fields::{at_the_right, card, empty_state, name, primary_button};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::counted;
use crate::session::Class;

/// Skipped files in sight at once.
const SKIPPED_HEIGHT: f32 = 120.0;

/// What the head of the page is asked for that concerns the whole page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Shows the class on a projector.
    Present,
    /// Puts the class away.
    Close,
}

/// Shows title and controls.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, class: &Class, is_anonymous: &mut bool) -> Option<Wish> {
    let comparison = class.comparison.as_deref();
    let groups = comparison.map_or(0, |comparison| comparison.groups.len());
    let mut wish = None;
    ui.horizontal(|ui| {
        let title = comparison.map(|comparison| comparison.title.as_str()).filter(|title| !title.is_empty());
        ui.label(RichText::new(title.unwrap_or("Compare a class")).heading());
        ui.label(RichText::new(groups_in_words(groups)).color(palette(ui.visuals()).weak));
        at_the_right(ui, |ui| {
            if ui.button("Close").on_hover_text("Leaves this page").clicked() {
                wish = Some(Wish::Close);
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        let add = ui.button("Add hand-ins…").on_hover_text("A folder with what groups handed in");
        if add.clicked() {
            scene.ask_for_file(Purpose::ClassFolder);
        }
        let has_exercise = class.files.exercise.is_some();
        let text = if has_exercise { "Another exercise…" } else { "Exercise with reference…" };
        let told = "The exercise as you prepared it, with your answer: what groups are held against";
        if ui.button(text).on_hover_text(told).clicked() {
            scene.ask_for_file(Purpose::ClassExercise);
        }
        ui.separator();
        ui.add_enabled_ui(groups > 0, |ui| {
            if ui.button("Export…").on_hover_text("The comparison as a web page").clicked() {
                scene.ask_for_file(Purpose::Comparison(*is_anonymous));
            }
            if ui.button("Tables…").on_hover_text("A folder with the comparison as CSV files").clicked() {
                scene.ask_for_file(Purpose::ComparisonTables(*is_anonymous));
            }
            let told = "A file for each group: what was seen, your marks and comments";
            if ui.button("Feedback to groups…").on_hover_text(told).clicked() {
                scene.ask_for_file(Purpose::Feedback);
            }
            ui.separator();
            let told = "Groups by number, not in the order of their names, without members and files: here, on the \
                        projector and in exports";
            ui.checkbox(is_anonymous, "Anonymous").on_hover_text(told);
            if primary_button(ui, "Present").on_hover_text("Large, step by step, for a projector").clicked() {
                wish = Some(Wish::Present);
            }
        });
    });
    show_news(ui, class);
    wish
}

/// `no groups yet`, `1 group`, `12 groups`.
fn groups_in_words(groups: usize) -> String {
    match groups {
        0 => "no groups yet".to_owned(),
        groups => counted(groups, "group"),
    }
}

fn show_news(ui: &mut Ui, class: &Class) {
    let colors = palette(ui.visuals());
    if let Some(progress) = class.progress {
        let share = progress.done as f32 / progress.total.max(1) as f32;
        let text = match progress.total {
            0 => "Looking for hand-ins".to_owned(),
            total => format!("{} of {} read and compared", progress.done, counted(total as usize, "answer")),
        };
        let bar = ui.add(ProgressBar::new(share).text(text.as_str()));
        name(&bar, &text);
    }
    if class.comparison.as_ref().is_some_and(|found| found.lacks_exercise()) {
        let text = "Choose the exercise: without it, measurements that groups were given are missing, and with them the \
                    models, what is feasible and every regret.";
        note(ui, Sign::Warning, colors.caution, text);
    }
    if let Some(problem) = &class.problem {
        note(ui, Sign::Warning, colors.bad, problem.as_str());
    }
}

/// Lists the files that are not compared, with the reason.
pub(super) fn show_skipped(ui: &mut Ui, shown: &Comparison) {
    let skipped = shown.skipped.len();
    if skipped == 0 {
        return;
    }
    let colors = palette(ui.visuals());
    let title = format!("{} {} skipped", counted(skipped, "file"), if skipped == 1 { "was" } else { "were" });
    let title = RichText::new(title).color(colors.caution);
    CollapsingHeader::new(title).id_salt("skipped files").default_open(skipped <= 3).show(ui, |ui| {
        ScrollArea::vertical().id_salt("skipped").max_height(SKIPPED_HEIGHT).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for (file, reason) in &shown.skipped {
                    ui.horizontal_wrapped(|ui| {
                        ui.label(strong(file));
                        ui.label(reason);
                    });
                }
            },
        );
    });
}

/// What to do while there is nothing to compare.
pub(super) fn show_empty(ui: &mut Ui, scene: &mut Scene<'_>, class: &Class) {
    let text = "Everything stays on this computer. Files that cannot be read are named and skipped.";
    empty_state(ui, "No hand-ins yet", text, |ui| {
        ui.scope(|ui| {
            ui.set_max_width(520.0);
            card(ui, |ui| {
                let exercise = match &class.files.exercise {
                    Some(file) => format!("The exercise is {}.", file.display()),
                    None => {
                        "Choose the exercise with your reference answer: the file that you saved when you prepared \
                             it. Those that come with the program are at hand by \
                             themselves; without yours, measurements that groups were given are missing."
                            .to_owned()
                    }
                };
                for (number, step) in [
                    "Collect what groups handed in: one small file from each.",
                    "Drop all files on this window at once, or choose the folder that they lie in.",
                    exercise.as_str(),
                ]
                .into_iter()
                .enumerate()
                {
                    ui.horizontal_top(|ui| {
                        ui.label(strong(format!("{}.", number + 1)));
                        ui.add(egui::Label::new(step).wrap());
                    });
                }
            });
        });
        ui.add_space(2.0 * STEP);
        if primary_button(ui, "Choose a folder with hand-ins…").clicked() {
            scene.ask_for_file(Purpose::ClassFolder);
        }
    });
}

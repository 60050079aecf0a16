//! The page on which the open project becomes an exercise: at the left what groups are asked and given, at the right what
//! they will see, and where it is saved.

mod given;
mod outlook;
mod preview;
mod questions;
mod rows;
mod rubric;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use egui::{DragValue, Layout, RichText, Ui, UiBuilder, Vec2};

use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, card, long_text_field, name, text_field};
use crate::gui::theme::{STEP, palette, strong};
use crate::session::{Action, Command, ExerciseDraft, Session};
use preview::Previews;

/// Greatest width of the page's column.
const WIDTH: f32 = 1180.0;
/// From this width on, what groups will see stands beside the form and not below it.
const TWO_COLUMNS: f32 = 820.0;
/// In less room, the buttons of the head stand below its words.
const NARROW: f32 = 560.0;
/// Width of what stands beside the form.
const SIDE: f32 = 330.0;
/// Between the two.
const GAP: f32 = 16.0;
/// Most minutes that a breakout can have: a day.
const MOST_MINUTES: u32 = 1440;

/// What the window remembers of the page.
#[derive(Default)]
pub(super) struct PrepareView {
    previews: Previews,
    /// The draft as it was last seen, and the file of its project: the session forgets it with the project.
    kept: Option<(Option<PathBuf>, ExerciseDraft)>,
    /// The pass in which the page was shown last.
    last_pass: u64,
    /// How high the side was in the frame before, so that it can stay in sight.
    side_height: f32,
}

/// What the head of the page is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Leave,
    BeginAnew,
}

impl PrepareView {
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let Some(current) = scene.session.exercise_draft() else { return };
        let mut draft = current.clone();
        self.bring_back(ui, scene.session, &mut draft);
        let margin = ((ui.available_width() - WIDTH) / 2.0).max(16.0);
        let width = (ui.available_width() - 2.0 * margin).max(200.0);
        let mut wish = None;
        ui.add_space(3.0 * STEP);
        ui.horizontal_top(|ui| {
            ui.add_space(margin);
            ui.vertical(|ui| {
                ui.set_width(width);
                wish = show_head(ui, scene.session);
                ui.add_space(2.0 * STEP);
                self.show_parts(ui, scene, &mut draft);
            });
        });
        ui.add_space(6.0 * STEP);
        let file = scene.session.file();
        if self.kept.as_ref().is_none_or(|(of, kept)| of.as_deref() != file || *kept != draft) {
            self.kept = Some((file.map(Into::into), draft.clone()));
        }
        if wish == Some(Wish::BeginAnew) {
            self.kept = None;
            scene.ask(Action::Draft(None));
            scene.ask(Action::Run(Command::PrepareExercise));
        } else if draft != *current {
            scene.ask(Action::Draft(Some(Box::new(draft))));
        }
        if wish == Some(Wish::Leave) {
            scene.ask(Action::GoTo(scene.session.stage()));
        }
    }

    /// Takes the draft that was left, when somebody returns to the page with the same project after another one was open.
    /// Projects that were never saved are not told apart.
    fn bring_back(&mut self, ui: &Ui, session: &Session, draft: &mut ExerciseDraft) {
        let pass = ui.ctx().cumulative_pass_nr();
        let was_away = pass > self.last_pass + 1;
        self.last_pass = pass;
        if let Some((file, kept)) = &self.kept
            && was_away
            && file.is_some()
            && file.as_deref() == session.file()
        {
            draft.clone_from(kept);
        }
    }

    fn show_parts(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, draft: &mut ExerciseDraft) {
        if ui.available_width() < TWO_COLUMNS {
            show_form(ui, draft, self.previews.of(scene.session, draft));
            ui.add_space(STEP);
            outlook::show(ui, scene, draft, self.previews.of(scene.session, draft));
            return;
        }
        let (room, top) = (ui.available_rect_before_wrap(), ui.cursor().min.y);
        let side_left = room.max.x - SIDE;
        ui.scope(|ui| {
            ui.set_max_width(room.width() - SIDE - GAP);
            show_form(ui, draft, self.previews.of(scene.session, draft));
        });
        // The side stays in sight while the form is scrolled, if there is room for all of it.
        let seen = ui.clip_rect().shrink2(Vec2::new(0.0, 3.0 * STEP));
        let end = ui.min_rect().max.y.max(top + self.side_height);
        let fits = self.side_height <= seen.height();
        let at = if fits { seen.min.y.clamp(top, (end - self.side_height).max(top)) } else { top };
        let place = egui::Rect::from_min_max(egui::pos2(side_left, at), egui::pos2(room.max.x, at + self.side_height));
        let mut side =
            ui.new_child(UiBuilder::new().id_salt("side").max_rect(place).layout(Layout::top_down(egui::Align::Min)));
        outlook::show(&mut side, scene, draft, self.previews.of(scene.session, draft));
        let height = side.min_rect().height();
        if (height - self.side_height).abs() > 0.5 {
            self.side_height = height;
            ui.ctx().request_repaint();
        }
        ui.expand_to_include_rect(side.min_rect());
    }
}

fn show_head(ui: &mut Ui, session: &Session) -> Option<Wish> {
    let words = |ui: &mut Ui| {
        ui.label(RichText::new("Prepare an exercise").heading());
        ui.label(RichText::new(format!("from {}", session.project().name)).color(palette(ui.visuals()).weak));
    };
    if ui.available_width() < NARROW {
        words(ui);
        return ui.horizontal_wrapped(show_wishes).inner;
    }
    ui.horizontal(|ui| {
        words(ui);
        at_the_right(ui, show_wishes)
    })
    .inner
}

fn show_wishes(ui: &mut Ui) -> Option<Wish> {
    let leave = ui.button("Back to the project").on_hover_text("What you prepared stays here until the program ends");
    let anew = ui.button("Begin anew").on_hover_text("Forgets what stands here, and begins with the usual");
    if leave.clicked() { Some(Wish::Leave) } else { anew.clicked().then_some(Wish::BeginAnew) }
}

fn show_form(ui: &mut Ui, draft: &mut ExerciseDraft, preview: &preview::Preview) {
    part(ui, "What groups are told", |ui| show_task(ui, draft));
    part(ui, "What groups are asked", |ui| questions::show(ui, &mut draft.brief.questions));
    part(ui, "What groups are given", |ui| given::show(ui, &mut draft.given, preview));
    part(ui, "What answers are judged by", |ui| rubric::show(ui, &mut draft.brief.specifications));
    part(ui, "For you alone", |ui| {
        let label = "Notes on the reference answer: what to ask, and which other answers can be defended";
        if let Some(notes) = long_text_field(ui, "notes", label, &draft.notes, 4) {
            draft.notes = notes;
        }
    });
}

fn show_task(ui: &mut Ui, draft: &mut ExerciseDraft) {
    if let Some(title) = text_field(ui, "title", "Title of the exercise", &draft.brief.title) {
        draft.brief.title = title;
    }
    ui.add_space(STEP);
    let label = "Story: the situation, in two to four short paragraphs";
    if let Some(story) = long_text_field(ui, "story", label, &draft.brief.story, 8) {
        draft.brief.story = story;
    }
    ui.add_space(STEP);
    ui.horizontal(|ui| {
        caption(ui, "Time");
        let minutes = DragValue::new(&mut draft.brief.minutes).range(0..=MOST_MINUTES).suffix(" min");
        name(&ui.add(minutes), "Minutes that a group has");
        caption(ui, if draft.brief.minutes == 0 { "no limit" } else { "0 for no limit" });
    });
}

/// A part of the form with its heading.
fn part(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.label(strong(title));
        ui.add_space(STEP);
        content(ui);
    });
    ui.add_space(STEP);
}

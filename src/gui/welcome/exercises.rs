//! What a class needs on the first page: exercises to begin or to save for groups, and the ways to a file of one's own.

use egui::{Align, Label, RichText, Ui};

use crate::gui::Scene;
use crate::gui::dialogs::Purpose;
use crate::gui::fields::{at_the_right, caption, card, heading, name};
use crate::gui::theme::{STEP, palette, strong};
use crate::session::{Action, Command, Sample, Shipped};

/// The heading, and the link at the head of the page that leads to it.
const TITLE: &str = "Exercises for a class";
/// From this width on, the buttons of an exercise stand beside its words and not below them.
const BESIDE: f32 = 620.0;
/// Room for the buttons of an exercise.
const BUTTONS: f32 = 330.0;

/// What the section remembers between frames.
#[derive(Default)]
pub(super) struct Exercises {
    /// Somebody asked for it at the head of the page.
    is_sought: bool,
}

impl Exercises {
    /// At the head of the page: what a class can begin with at once, and where the rest is.
    pub fn show_ways(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        ui.horizontal_wrapped(|ui| {
            for (command, words) in [
                (Command::OpenExercise, "A file that you were given to work on as a group"),
                (Command::CompareClass, "What groups handed in, side by side"),
            ] {
                if ui.button(command.label()).on_hover_text(words).clicked() {
                    scene.ask(Action::Run(command));
                }
            }
            if ui.link(TITLE).on_hover_text("Further down on this page").clicked() {
                self.is_sought = true;
                ui.ctx().request_repaint();
            }
        });
    }

    /// The exercises that come with the program.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        ui.add_space(3.0 * STEP);
        let title = heading(ui, TITLE);
        if std::mem::take(&mut self.is_sought) {
            title.scroll_to_me(Some(Align::TOP));
        }
        let text = "Scenarios for groups at their own computers: no network and no accounts. Begin one here, or save it \
                    as a file for groups. What they hand in is compared side by side.";
        ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
        ui.add_space(STEP);
        card(ui, |ui| {
            ui.set_min_width(ui.available_width());
            for (position, (sample, shipped)) in Sample::shipped_exercises().enumerate() {
                if position > 0 {
                    ui.separator();
                }
                ui.push_id(sample.key(), |ui| show_one(ui, scene, sample, shipped));
            }
        });
    }
}

fn show_one(ui: &mut Ui, scene: &mut Scene<'_>, sample: Sample, shipped: &Shipped) {
    if ui.available_width() < BESIDE {
        show_words(ui, shipped);
        ui.horizontal_wrapped(|ui| {
            show_begin(ui, scene, sample);
            show_save(ui, scene, sample);
            show_minutes(ui, shipped);
        });
        return;
    }
    ui.horizontal(|ui| {
        let words = ui.available_width() - BUTTONS;
        ui.vertical(|ui| {
            ui.set_width(words);
            show_words(ui, shipped);
        });
        at_the_right(ui, |ui| {
            show_save(ui, scene, sample);
            show_begin(ui, scene, sample);
            show_minutes(ui, shipped);
        });
    });
}

fn show_words(ui: &mut Ui, shipped: &Shipped) {
    ui.add(Label::new(strong(&shipped.brief.title)).wrap());
    ui.add(Label::new(RichText::new(&shipped.line).color(palette(ui.visuals()).weak)).wrap());
}

fn show_minutes(ui: &mut Ui, shipped: &Shipped) {
    caption(ui, &format!("{} min", shipped.brief.minutes));
}

fn show_begin(ui: &mut Ui, scene: &mut Scene<'_>, sample: Sample) {
    let begin = ui.button("Begin as a group").on_hover_text("Opens the group's work so far, if there is any here");
    name(&begin, &format!("Begin {} as a group", sample.label()));
    if begin.clicked() {
        scene.ask(Action::BeginExercise { sample, fresh: false });
    }
}

fn show_save(ui: &mut Ui, scene: &mut Scene<'_>, sample: Sample) {
    let menu = ui.menu_button("Save for a class…", |ui| {
        for (with_reference, label, words) in [
            (false, "For groups…", "What groups open: the scenario and the system, without an answer"),
            (true, "With the reference answer…", "For you alone: needed when you compare what groups hand in"),
        ] {
            if ui.button(label).on_hover_text(words).clicked() {
                scene.ask_for_file(Purpose::WriteShipped(sample, with_reference));
                ui.close();
            }
        }
    });
    name(&menu.response, &format!("Save {} for a class", sample.label()));
}

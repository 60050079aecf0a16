//! The first page: new, open, recovered work, recent projects, and the gallery of samples.

mod disk;
mod gallery;
#[cfg(test)]
mod tests;

use std::path::Path;

use egui::{Label, RichText, ScrollArea, Ui};

use super::Scene;
use super::fields::{at_the_right, caption, card, heading, primary_button};
use super::theme::{STEP, palette, strong, title};
use crate::session::{Action, Command};
use disk::OnDisk;
use gallery::Gallery;

/// Greatest width of the page's column.
const WIDTH: f32 = 1180.0;
/// From this width on, recent projects stand beside the head of the page and not below it.
const TWO_COLUMNS: f32 = 760.0;
/// Recent projects that are listed until somebody asks for all.
const FEW: usize = 4;

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct WelcomeView {
    gallery: Gallery,
    disk: OnDisk,
    lists_all_recent: bool,
}

impl WelcomeView {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        self.disk.look(ui, scene.session);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let margin = ((ui.available_width() - WIDTH) / 2.0).max(16.0);
            let width = (ui.available_width() - 2.0 * margin).max(200.0);
            ui.add_space((ui.available_height() * 0.04).clamp(12.0, 40.0));
            ui.horizontal_top(|ui| {
                ui.add_space(margin);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    self.show_column(ui, scene);
                });
            });
            ui.add_space(6.0 * STEP);
        });
        if !scene.actions.is_empty() {
            self.disk.look_again();
        }
    }

    fn show_column(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        show_recoveries(ui, scene);
        let has_recent = !scene.session.recent().is_empty();
        if has_recent && ui.available_width() >= TWO_COLUMNS {
            ui.columns_const(|[left, right]: &mut [Ui; 2]| {
                show_head(left, scene);
                self.show_recent(right, scene);
            });
        } else {
            show_head(ui, scene);
            if has_recent {
                ui.add_space(2.0 * STEP);
                self.show_recent(ui, scene);
            }
        }
        ui.add_space(3.0 * STEP);
        heading(ui, "Samples");
        let text = "Nine systems to learn from, each with its drawing, requirements, measured models and a decision. \
                    Opening one makes a copy of your own.";
        ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
        ui.add_space(STEP);
        self.gallery.show(ui, scene, &self.disk);
    }

    fn show_recent(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        heading(ui, "Recent projects");
        let files = scene.session.recent().to_vec();
        let shown = if self.lists_all_recent { files.len() } else { FEW };
        for file in files.iter().take(shown) {
            show_recent_one(ui, scene, file, self.disk.is_missing(file));
        }
        if files.len() > shown && ui.link(format!("Show all {}", files.len())).clicked() {
            self.lists_all_recent = true;
        }
    }
}

fn show_head(ui: &mut Ui, scene: &mut Scene<'_>) {
    ui.label(RichText::new("Cantilever").text_style(title()));
    let text = "Trade-offs of systems with machine-learned components, decided on measured numbers.";
    ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    ui.add_space(3.0 * STEP);
    ui.horizontal_wrapped(|ui| {
        if primary_button(ui, Command::NewProject.label()).clicked() {
            scene.ask(Action::Run(Command::NewProject));
        }
        if ui.button(Command::OpenProject.label()).clicked() {
            scene.ask(Action::Run(Command::OpenProject));
        }
    });
}

fn show_recent_one(ui: &mut Ui, scene: &mut Scene<'_>, file: &Path, is_missing: bool) {
    ui.horizontal(|ui| {
        let folder = file.parent().and_then(Path::file_name).unwrap_or(file.as_os_str());
        if ui.link(folder.to_string_lossy()).clicked() {
            scene.ask(Action::Open(file.to_owned()));
        }
        at_the_right(ui, |ui| {
            if is_missing && ui.small_button("Forget").on_hover_text("The file is not there any more").clicked() {
                scene.ask(Action::ForgetRecent(file.to_owned()));
            }
            let path = RichText::new(file.display().to_string()).small().color(palette(ui.visuals()).weak);
            ui.add(Label::new(path).truncate());
        });
    });
}

fn show_recoveries(ui: &mut Ui, scene: &mut Scene<'_>) {
    if scene.session.recoveries().is_empty() {
        return;
    }
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.label(strong("Unsaved work was found"));
        for (position, recovery) in scene.session.recoveries().iter().enumerate() {
            ui.horizontal_wrapped(|ui| {
                ui.label(&recovery.project.name);
                let origin = recovery
                    .original
                    .as_ref()
                    .map_or_else(|| "never saved".to_owned(), |file| file.display().to_string());
                caption(ui, &origin);
                if ui.button("Recover").clicked() {
                    scene.actions.push(Action::Recover(position));
                }
                if ui.button("Discard").clicked() {
                    scene.actions.push(Action::DiscardRecovery(position));
                }
            });
        }
    });
    ui.add_space(4.0 * STEP);
}

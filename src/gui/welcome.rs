//! The first page: samples, new, open, recent, and recovered work.

use std::path::Path;

use egui::{RichText, ScrollArea, Ui};
use strum::IntoEnumIterator as _;

use super::Scene;
use super::fields::{caption, card, heading, primary_button};
use super::theme::{STEP, palette, strong, title};
use crate::session::{Action, Command, Sample};

/// Width of the page's column.
const WIDTH: f32 = 760.0;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let margin = ((ui.available_width() - WIDTH) / 2.0).max(16.0);
        let width = (ui.available_width() - 2.0 * margin).max(200.0);
        ui.add_space((ui.available_height() * 0.08).max(16.0));
        ui.horizontal_top(|ui| {
            ui.add_space(margin);
            ui.vertical(|ui| {
                ui.set_width(width);
                show_column(ui, scene);
            });
        });
    });
}

fn show_column(ui: &mut Ui, scene: &mut Scene<'_>) {
    let palette = palette(ui.visuals());
    ui.label(RichText::new("Cantilever").text_style(title()));
    ui.label(
        RichText::new("Trade-offs of systems with machine-learned components, decided on measured numbers.")
            .color(palette.weak),
    );
    ui.add_space(4.0 * STEP);
    show_recoveries(ui, scene);
    ui.horizontal(|ui| {
        if primary_button(ui, Command::NewProject.label()).clicked() {
            scene.ask(Action::Run(Command::NewProject));
        }
        if ui.button(Command::OpenProject.label()).clicked() {
            scene.ask(Action::Run(Command::OpenProject));
        }
    });
    ui.add_space(4.0 * STEP);
    heading(ui, "Samples");
    ui.columns_const(|columns: &mut [Ui; 2]| {
        for (ui, sample) in columns.iter_mut().zip(Sample::iter()) {
            show_sample(ui, scene, sample);
        }
    });
    show_recent(ui, scene);
}

fn show_sample(ui: &mut Ui, scene: &mut Scene<'_>, sample: Sample) {
    card(ui, |ui| {
        ui.set_min_size(egui::vec2(ui.available_width(), 96.0));
        ui.label(strong(sample.label()));
        ui.label(RichText::new(sample.story()).color(palette(ui.visuals()).weak));
        ui.add_space(STEP);
        ui.horizontal(|ui| {
            if ui.button(format!("Open {}", sample.label())).clicked() {
                scene.ask(Action::OpenSample { sample, fresh: false });
            }
            if scene.session.has_copy(sample)
                && ui.button("Start over").on_hover_text("Opens a fresh copy; the changes in yours are lost").clicked()
            {
                scene.ask(Action::OpenSample { sample, fresh: true });
            }
        });
    });
}

fn show_recent(ui: &mut Ui, scene: &mut Scene<'_>) {
    if scene.session.recent().is_empty() {
        return;
    }
    ui.add_space(4.0 * STEP);
    heading(ui, "Recent projects");
    for file in scene.session.recent().to_vec() {
        ui.horizontal(|ui| {
            let folder = file.parent().and_then(Path::file_name).unwrap_or(file.as_os_str());
            if ui.link(folder.to_string_lossy()).clicked() {
                scene.ask(Action::Open(file.clone()));
            }
            let path = RichText::new(file.display().to_string()).small().color(palette(ui.visuals()).weak);
            ui.add(egui::Label::new(path).truncate());
            if !file.exists() && ui.small_button("Forget").on_hover_text("The file is not there any more").clicked() {
                scene.ask(Action::ForgetRecent(file.clone()));
            }
        });
    }
}

fn show_recoveries(ui: &mut Ui, scene: &mut Scene<'_>) {
    if scene.session.recoveries().is_empty() {
        return;
    }
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.label(strong("Unsaved work was found"));
        for (position, recovery) in scene.session.recoveries().iter().enumerate() {
            ui.horizontal(|ui| {
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

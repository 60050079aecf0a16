//! How the drawing is to be exported.

use egui::{Context, Id, Key, Modal, RichText};

use crate::gui::fields::{caption, heading, primary_button};
use crate::gui::theme::{STEP, palette};
use crate::report::PictureFormat;
use crate::session::{DrawingFile, DrawingFormat, Session};

/// Pixels per unit of the drawing that can be chosen.
const SCALES: [f32; 4] = [1.0, 2.0, 3.0, 4.0];

/// What became of the dialog.
pub(super) enum Outcome {
    Open,
    Cancelled,
    Chosen,
}

/// Shows the dialog.
pub(super) fn show(context: &Context, session: &Session, file: &mut DrawingFile) -> Outcome {
    let mut outcome = Outcome::Open;
    let modal = Modal::new(Id::unique("export drawing")).show(context, |ui| {
        ui.set_width(300.0);
        heading(ui, "Export drawing");
        caption(ui, "Format");
        for format in DrawingFormat::all() {
            ui.radio_value(&mut file.format, format, format.label());
        }
        if file.format == DrawingFormat::Picture(PictureFormat::Png) {
            caption(ui, "Pixels per unit");
            ui.horizontal(|ui| {
                for scale in SCALES {
                    ui.radio_value(&mut file.scale, scale, format!("{scale} x"));
                }
            });
        }
        ui.add_space(STEP);
        if let DrawingFormat::Picture(_) = file.format {
            let has_selection = !session.selection().is_empty();
            ui.add_enabled(has_selection, egui::Checkbox::new(&mut file.only_selected, "Only what is selected"));
            ui.checkbox(&mut file.is_transparent, "Transparent background");
            ui.checkbox(&mut file.has_legend, "With a legend");
        } else {
            let text = "Everything is written. What the other tool cannot say is listed afterwards.";
            ui.label(RichText::new(text).small().color(palette(ui.visuals()).weak));
        }
        ui.add_space(2.0 * STEP);
        ui.horizontal(|ui| {
            if primary_button(ui, "Choose a file…").clicked() {
                outcome = Outcome::Chosen;
            }
            if ui.button("Cancel").clicked() {
                outcome = Outcome::Cancelled;
            }
        });
    });
    if modal.should_close() || context.input(|input| input.key_pressed(Key::Escape)) {
        outcome = Outcome::Cancelled;
    }
    outcome
}

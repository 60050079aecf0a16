//! Numbers of the whole system that belong to no scenario and to no bill: energy, CO2, age of models, spread of changes.

use egui::{RichText, Ui};

use crate::analysis::Analysis;
use crate::catalog::catalog;
use crate::gui::fields::{at_the_right, card, heading, provenance_mark, quality_text};
use crate::gui::theme::palette;
use crate::model::{Measure, MeasureKey, Subject};

const SHOWN: [Measure; 4] =
    [Measure::MonthlyEnergy, Measure::MonthlyCarbon, Measure::ModelAge, Measure::PropagationCost];

/// Shows them, each with what it means on hover; what is unknown says what to state.
pub(super) fn show(ui: &mut Ui, analysis: &Analysis) {
    let colors = palette(ui.visuals());
    heading(ui, "Energy, age and change");
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        for measure in SHOWN {
            let Some(quality) = analysis.qualities.get(&MeasureKey::new(measure, Subject::System)) else { continue };
            let row = ui.horizontal(|ui| {
                ui.label(measure.label());
                at_the_right(ui, |ui| {
                    provenance_mark(ui, quality.quantity.provenance());
                    ui.label(quality_text(quality));
                });
            });
            let direction = measure.direction().label();
            row.response.on_hover_text(format!("{} ({direction})", catalog().measure_text(measure).explanation));
            if let Some(note) = &quality.note {
                ui.label(RichText::new(note).small().color(colors.weak));
            }
        }
    });
}

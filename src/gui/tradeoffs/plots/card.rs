//! What is said about the design under the pointer.

use egui::{RichText, Ui};

use crate::gui::Scene;
use crate::gui::fields::quality_text;
use crate::gui::theme::{palette, strong};
use crate::gui::tradeoffs::points::Rank;
use crate::gui::tradeoffs::rejection::reasons;
use crate::gui::tradeoffs::state::Shown;
use crate::model::{MeasureKey, format_number};

/// What a design picks, its values on some measures with their origin, and what became of it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, index: usize, keys: &[MeasureKey]) {
    let palette = palette(ui.visuals());
    let project = scene.session.project();
    let design = shown.exploration.design(index).unwrap_or_default();
    ui.set_max_width(340.0);
    for (choice, pick) in scene.session.design_in_words(&design) {
        ui.horizontal(|ui| {
            ui.label(RichText::new(choice).small().color(palette.weak));
            ui.label(strong(pick));
        });
    }
    for key in keys {
        if let Some(quality) = shown.quality(index, key) {
            let origin = quality.quantity.provenance().label();
            let interval = quality.interval.map_or_else(String::new, |(low, high)| {
                format!(", 95 % interval {} to {}", format_number(low), format_number(high))
            });
            ui.label(format!("{}: {} ({origin}{interval})", project.measure_name(key), quality_text(&quality)));
        }
    }
    if !shown.filter.contains(index) {
        ui.label(RichText::new("Outside the filter.").color(palette.weak));
    }
    let color = if shown.rank(index) == Rank::Front { palette.good } else { palette.weak };
    for reason in reasons(project, shown, index) {
        ui.colored_label(color, reason);
    }
}

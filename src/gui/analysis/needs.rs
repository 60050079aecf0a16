//! What must be up for a scenario to work, and what to improve first.

use egui::{Grid, RichText, Ui};

use crate::analysis::{NeededPart, ScenarioAnalysis};
use crate::gui::fields::provenance_mark;
use crate::gui::theme::{palette, strong};
use crate::model::{Project, format_number};

/// Rows that are shown; the least important are counted.
const MOST_ROWS: usize = 10;

/// Shows the parts, the most important first.
pub(super) fn show(ui: &mut Ui, project: &Project, scenario: &ScenarioAnalysis) {
    let colors = palette(ui.visuals());
    ui.label(strong("What must be up"));
    if scenario.needed.is_empty() {
        ui.label(RichText::new("Not known while its path is not.").color(colors.weak));
        return;
    }
    let mut parts: Vec<&NeededPart> = scenario.needed.iter().collect();
    let weight = |part: &NeededPart| part.importance.unwrap_or(f64::INFINITY);
    parts.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    Grid::new(("needed", &scenario.scenario)).num_columns(4).striped(true).spacing([12.0, 4.0]).show(ui, |ui| {
        for head in ["Component or node", "Needed by", "Availability", "Importance"] {
            let label = ui.label(RichText::new(head).small().color(colors.weak));
            if head == "Importance" {
                label.on_hover_text(
                    "How much the scenario's availability gains per gain of this one (Birnbaum). Improve the largest \
                     first.",
                );
            }
        }
        ui.end_row();
        for part in parts.iter().take(MOST_ROWS) {
            ui.label(project.element_name(&part.element));
            ui.label(format!("{:.0} %", part.reach * 100.0));
            ui.horizontal(|ui| {
                ui.label(part.availability.to_string());
                provenance_mark(ui, part.availability.provenance());
            });
            ui.label(part.importance.map_or_else(|| "unknown".to_owned(), format_number));
            ui.end_row();
        }
    });
    if parts.len() > MOST_ROWS {
        let words = format!("and {} more of less importance", parts.len() - MOST_ROWS);
        ui.label(RichText::new(words).small().color(colors.weak));
    }
}

//! What the decided design does to each requirement.

use egui::Ui;

use crate::analysis::Verdict;
use crate::gui::fields::{caption, outcome_look};
use crate::gui::requirements::table::{Column, ONE_LINE, Table, quiet};
use crate::gui::theme::{STEP, strong};
use crate::model::Design;
use crate::session::Session;

/// Shows the verdicts on the decided design, or on the one that is looked at while nothing is decided.
pub(super) fn show(ui: &mut Ui, session: &Session, decided: Option<&Design>) {
    let project = session.project();
    if project.requirements.is_empty() {
        return;
    }
    let title = match decided {
        Some(_) => "What the decided design achieves",
        None => "What the design that is looked at achieves",
    };
    ui.label(strong(title));
    match session.judged(decided.unwrap_or_else(|| session.design())) {
        Some(verdicts) => show_table(ui, session, &verdicts),
        None => {
            caption(ui, "No numbers: the design is not one of those that were evaluated.");
        }
    }
    ui.add_space(3.0 * STEP);
}

fn show_table(ui: &mut Ui, session: &Session, verdicts: &[Verdict]) {
    let project = session.project();
    let columns = [
        Column::words("Requirement", 0.0),
        Column::words("Kind", 60.0),
        Column::numbers("Limit", 150.0),
        Column::numbers("Value", 180.0),
        Column::words("Verdict", 100.0),
    ];
    let table = Table::begin(ui, "verdicts", &columns, (verdicts.len(), ONE_LINE));
    for (row, verdict) in verdicts.iter().enumerate() {
        let Some(requirement) = project.requirements.get(&verdict.requirement) else { continue };
        let word = outcome_look(ui.visuals(), verdict.outcome).2;
        let label = format!("{}: {word}. {}", requirement.name, verdict.reason);
        table.still_row(ui, row, &label).on_hover_text(&verdict.reason);
        table.cell(ui, (row, 0), |ui| ui.add(quiet(&requirement.name)));
        let kind = requirement.kind();
        table.cell(ui, (row, 1), |ui| caption(ui, kind));
        table.cell(ui, (row, 2), |ui| ui.add(quiet(requirement.relation())));
        table.value_cell(ui, (row, 3), Some(&verdict.quality));
        table.outcome_cell(ui, (row, 4), Some(verdict));
    }
}

//! The decisions of the project, each with how far it is.

use egui::{RichText, Ui};

use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::at_the_right;
use crate::gui::requirements::table::{Column, TWO_LINES, Table};
use crate::model::DecisionId;

/// Shows the list; gives the decision that was clicked.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, selected: Option<&DecisionId>) -> Option<DecisionId> {
    let project = scene.session.project();
    ui.horizontal(|ui| {
        ui.label(RichText::new("Decisions").heading());
        at_the_right(ui, |ui| {
            if ui.button("New").on_hover_text("Begins another decision").clicked() {
                let (id, decision) = create::decision(project);
                scene.edit(Edit::PutDecision(id, decision));
            }
        });
    });
    let current = project.current_decision().map(|(id, _)| id);
    let columns = [Column::words("Title, status, date", 0.0)];
    let table = Table::begin(ui, "decisions", &columns, (project.decisions.len(), TWO_LINES));
    let mut clicked = None;
    for (row, (id, decision)) in project.decisions.iter().enumerate() {
        let standing = project.standing(id);
        let date = decision.date.map_or_else(String::new, |date| format!(" · {date}"));
        let label = format!("{}: {standing}{date}", decision.name());
        let hint = if current == Some(id) {
            "The current decision: report and command line are about it."
        } else {
            "Report and command line are about another decision."
        };
        let response = table.row(ui, row, &label, selected == Some(id)).on_hover_text(format!("{label}. {hint}"));
        if response.clicked() {
            clicked = Some(id.clone());
        }
        let mark = if current == Some(id) { " · current" } else { "" };
        table.title_cell(ui, row, decision.name(), (&standing, &format!("{date}{mark}")));
    }
    clicked
}

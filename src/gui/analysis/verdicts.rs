//! What the design means for every requirement.

use egui::{Grid, RichText, Ui};

use crate::analysis::{Analysis, Verdict};
use crate::gui::Scene;
use crate::gui::fields::{card, heading, outcome_look, provenance_mark, quality_text, show_sign};
use crate::gui::theme::{palette, strong};
use crate::model::{Project, format_number};
use crate::session::{Action, Stage};

/// Shows the verdicts.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, analysis: &Analysis) {
    heading(ui, "Requirements");
    let project = std::sync::Arc::clone(scene.session.project());
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        if analysis.verdicts.is_empty() {
            ui.label("Nothing is required yet, so nothing can be judged.");
            if ui.button("State a requirement").clicked() {
                scene.ask(Action::GoTo(Stage::Requirements));
            }
            return;
        }
        let width = ui.available_width();
        Grid::new("verdicts").num_columns(6).spacing([18.0, 8.0]).show(ui, |ui| {
            for verdict in &analysis.verdicts {
                show_one(ui, &project, verdict, width);
                ui.end_row();
            }
        });
    });
}

fn show_one(ui: &mut Ui, project: &Project, verdict: &Verdict, width: f32) {
    let colors = palette(ui.visuals());
    let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
    ui.horizontal(|ui| {
        show_sign(ui, sign, color);
        ui.colored_label(color, word);
    });
    let requirement = project.requirements.get(&verdict.requirement);
    let name = requirement.map_or(verdict.requirement.as_str(), |requirement| requirement.name.as_str());
    let kind = requirement.map_or("", |requirement| if requirement.is_hard() { "hard" } else { "soft" });
    ui.label(strong(name));
    ui.label(RichText::new(kind).small().color(colors.weak));
    ui.horizontal(|ui| {
        ui.label(quality_text(&verdict.quality));
        provenance_mark(ui, verdict.quality.quantity.provenance());
        if let Some((low, high)) = verdict.quality.interval {
            let text = format!("[{}, {}]", format_number(low), format_number(high));
            ui.label(RichText::new(text).small().color(colors.weak)).on_hover_text("95 % interval");
        }
    });
    ui.label(requirement.map_or_else(String::new, crate::model::Requirement::relation));
    ui.scope(|ui| {
        ui.set_max_width((width - 620.0).max(160.0));
        let reason = RichText::new(&verdict.reason).small().color(colors.weak);
        ui.add(egui::Label::new(reason).truncate()).on_hover_text(&verdict.reason);
    });
}

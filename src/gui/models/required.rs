//! What is required of the component, as limits for every candidate: those on its model, and the budgets that requirements
//! on the whole leave for it.

use egui::{CollapsingHeader, Grid, RichText, Ui};

use super::stand::Stand;
use crate::analysis::Verdict;
use crate::gui::fields::{outcome_look, quality_text, show_sign};
use crate::gui::theme::{palette, strong};
use crate::model::{CandidateId, RequirementId};

/// Shows the limits and how each trained candidate stands to them; nothing where nothing is required or trained.
pub(super) fn show(ui: &mut Ui, stand: &Stand<'_>) {
    let Some(analysis) = stand.session.analysis() else { return };
    let Some(judged) = analysis.candidates.get(stand.component).filter(|judged| !judged.is_empty()) else { return };
    let title = RichText::new("Limits from requirements, judged for every candidate in this design").strong();
    CollapsingHeader::new(title).id_salt("limits").default_open(true).show_unindented(ui, |ui| {
        egui::ScrollArea::horizontal().id_salt("limits").show(ui, |ui| {
            Grid::new("limits").striped(true).spacing([16.0, 3.0]).show(ui, |ui| {
                let candidates: Vec<_> =
                    stand.task.candidates.iter().filter(|(id, _)| judged.contains_key(*id)).collect();
                show_heads(ui, &candidates.iter().map(|(_, candidate)| candidate.name.as_str()).collect::<Vec<_>>());
                let first = judged.values().next().into_iter().flatten();
                for requirement in first.map(|verdict| &verdict.requirement) {
                    show_limit(ui, stand, requirement);
                    for (id, _) in &candidates {
                        let verdict = judged[*id].iter().find(|verdict| verdict.requirement == *requirement);
                        show_value(ui, id, verdict);
                    }
                    ui.end_row();
                }
            });
        });
    });
}

fn show_heads(ui: &mut Ui, candidates: &[&str]) {
    let weak = palette(ui.visuals()).weak;
    ui.label(RichText::new("Required").small().color(weak));
    ui.label(RichText::new("Limit").small().color(weak));
    for candidate in candidates {
        ui.label(RichText::new(*candidate).small().color(weak));
    }
    ui.end_row();
}

fn show_limit(ui: &mut Ui, stand: &Stand<'_>, id: &RequirementId) {
    let project = stand.session.project();
    let Some(requirement) = project.requirements.get(id) else {
        ui.label("");
        ui.label("");
        return;
    };
    let parent = requirement.derived_from.as_ref().and_then(|parent| project.requirements.get(parent));
    let name = ui.label(&requirement.name);
    let sentence = project.sentence(requirement);
    name.on_hover_text(match parent {
        Some(parent) => format!("{sentence} It was derived from {}.", parent.name),
        None => sentence,
    });
    let kind = if parent.is_some() { "budget" } else { "limit" };
    ui.label(strong(requirement.relation())).on_hover_text(format!("This {kind} is stated at the stage Requirements"));
}

fn show_value(ui: &mut Ui, id: &CandidateId, verdict: Option<&Verdict>) {
    let Some(verdict) = verdict else {
        ui.label("");
        return;
    };
    let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
    let cell = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        show_sign(ui, sign, color);
        ui.label(quality_text(&verdict.quality));
    });
    crate::gui::fields::name(&cell.response, &format!("{id}, {}: {word}", verdict.requirement));
    cell.response.on_hover_text(&verdict.reason);
}

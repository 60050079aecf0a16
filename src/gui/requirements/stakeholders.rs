//! Who weighs the requirements.

use egui::{RichText, Ui};

use crate::analysis::worth;
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, card, text_field};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Stakeholder, StakeholderId, Strength};
use crate::session::Session;

/// Shows the heading and everyone, with what each weighs otherwise.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>) {
    let project = std::sync::Arc::clone(scene.session.project());
    if project.requirements.values().all(crate::model::Requirement::is_hard) && project.stakeholders.is_empty() {
        // Nobody weighs what rules a design out.
        return;
    }
    ui.add_space(3.0 * STEP);
    ui.horizontal(|ui| {
        ui.label(RichText::new("Stakeholders").heading());
        at_the_right(ui, |ui| {
            if ui.button("Add stakeholder").clicked() {
                let (id, stakeholder) = create::stakeholder(&project);
                scene.edit(Edit::PutStakeholder(id, stakeholder));
            }
        });
    });
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let weak = palette(ui.visuals()).weak;
        if project.stakeholders.is_empty() {
            let text =
                "All weigh soft requirements alike. Add those who do not: each requirement then asks for their points.";
            ui.label(RichText::new(text).color(weak));
        }
        show_worth(ui, scene.session, None, "This design is worth");
        for (id, stakeholder) in &project.stakeholders {
            ui.horizontal(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(220.0);
                    if let Some(name) = text_field(ui, ("stakeholder", id), "Name or role", &stakeholder.name) {
                        scene.edit(Edit::PutStakeholder(id.clone(), Stakeholder { name }));
                    }
                });
                ui.add_space(STEP);
                let soft = project.requirements.values().filter(|one| matches!(one.strength, Strength::Soft { .. }));
                let own = soft.filter(|one| one.weights.contains_key(id)).count();
                let words = match own {
                    0 => "weighs as everybody does".to_owned(),
                    1 => "weighs one requirement otherwise".to_owned(),
                    count => format!("weighs {count} requirements otherwise"),
                };
                ui.label(RichText::new(words).color(weak));
                show_worth(ui, scene.session, Some(id), "· to them this design is worth");
                at_the_right(ui, |ui| {
                    if ui.button("Remove").clicked() {
                        scene.edit(Edit::RemoveStakeholder(id.clone()));
                    }
                });
            });
        }
    });
}

/// What the design that is looked at is worth to somebody, or to everybody.
fn show_worth(ui: &mut Ui, session: &Session, id: Option<&StakeholderId>, words: &str) {
    let Some(analysis) = session.analysis() else { return };
    let worth = worth(session.project(), &analysis.verdicts, id);
    let shown = worth.map_or_else(|| "unknown".to_owned(), |worth| format!("{:.0} %", worth * 100.0));
    let label = ui.horizontal(|ui| {
        ui.label(RichText::new(words).color(palette(ui.visuals()).weak));
        ui.label(strong(shown));
    });
    label.response.on_hover_text(
        "Of a design that reaches every soft requirement: the worth of each, from the worst acceptable value to the limit, \
         weighed by its points. Unknown while one of them is.",
    );
}

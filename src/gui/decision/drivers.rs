//! The requirements that a decision is made for, to tick.

use egui::{RichText, Ui};

use crate::gui::fields::{caption, card};
use crate::gui::theme::{palette, strong};
use crate::model::{Decision, Project, RequirementId};

/// Shows every requirement; gives those that drive the decision from now on.
pub(super) fn show(ui: &mut Ui, project: &Project, decision: &Decision) -> Option<Vec<RequirementId>> {
    let mut wanted = None;
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(strong("Drivers"));
            caption(ui, "the requirements that it is made for");
        });
        if project.requirements.is_empty() {
            let text = "No requirement is stated yet, so nothing says what the design must do well.";
            ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
            return;
        }
        for (id, requirement) in &project.requirements {
            let mut is_driver = decision.drivers.contains(id);
            let kind = requirement.kind();
            let text = format!(
                "{}: {} {}",
                requirement.name,
                project.measure_name(&requirement.measure),
                requirement.relation()
            );
            let tick = ui.checkbox(&mut is_driver, text);
            if tick.on_hover_text(format!("{} ({kind})", project.sentence(requirement))).changed() {
                wanted = Some(with(project, decision, id, is_driver));
            }
        }
        ui.horizontal(|ui| {
            if decision.drivers.len() < project.requirements.len() && ui.button("Tick all").clicked() {
                wanted = Some(project.requirements.keys().cloned().collect());
            }
            if !decision.drivers.is_empty() && ui.button("Tick none").clicked() {
                wanted = Some(Vec::new());
            }
        });
    });
    wanted
}

/// The drivers with one more or one less, in the order of the requirements.
fn with(project: &Project, decision: &Decision, changed: &RequirementId, is_driver: bool) -> Vec<RequirementId> {
    let is_in = |id: &RequirementId| if id == changed { is_driver } else { decision.drivers.contains(id) };
    project.requirements.keys().filter(|id| is_in(id)).cloned().collect()
}

//! The editor of one scenario.

use egui::{RichText, Ui};

use super::{load, motion, path};
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, long_text_field, pick, text_field};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette};
use crate::model::{Project, Scenario, ScenarioId, Subject};

/// Changes of one scenario, each a step of its own even when two come in one frame.
pub(super) struct Draft<'a, 'b> {
    pub(super) scene: &'a mut Scene<'b>,
    pub(super) id: &'a ScenarioId,
    pub(super) scenario: Scenario,
}

impl Draft<'_, '_> {
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Scenario)) {
        change(&mut self.scenario);
        self.scene.edit(Edit::PutScenario(self.id.clone(), self.scenario.clone()));
    }
}

/// Shows the editor.
pub(in crate::gui::requirements) fn show_editor(ui: &mut Ui, scene: &mut Scene<'_>, id: &ScenarioId) {
    let session = scene.session;
    let project = session.project();
    let Some(scenario) = project.scenarios.get(id) else { return };
    let mut draft = Draft { scene, id, scenario: scenario.clone() };
    heading(ui, "Scenario");
    if let Some(name) = text_field(ui, ("scenario name", id), "Name", &scenario.name) {
        draft.change(|scenario| scenario.name = name);
    }
    ui.add_space(STEP);
    if let Some(text) = long_text_field(ui, ("scenario text", id), "What happens", &scenario.description, 3) {
        draft.change(|scenario| scenario.description = text);
    }
    ui.add_space(STEP);
    show_entry(ui, project, &mut draft);
    ui.add_space(STEP);
    load::show(ui, project, &mut draft);
    path::show(ui, project, &mut draft);
    motion::show(ui, &mut draft);
    ui.add_space(2.0 * STEP);
    let hint = match requirements_on(project, id) {
        0 => "No requirement hangs on it.".to_owned(),
        1 => "The requirement on it goes with it.".to_owned(),
        count => format!("The {count} requirements on it go with it."),
    };
    if ui.button("Remove scenario").clicked() {
        draft.scene.edit(Edit::RemoveScenario(id.clone()));
    }
    caption(ui, &hint);
}

fn show_entry(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    caption(ui, "Requests enter at");
    let components: Vec<_> =
        project.system.components.iter().map(|(id, component)| (id.clone(), component.name.clone())).collect();
    let before = draft.scenario.entry.clone();
    if let Some(entry) = pick(ui, ("scenario entry", draft.id), "Entry", &before, &components) {
        draft.change(|scenario| scenario.entry = entry);
    }
    if !project.system.components.contains_key(&before) {
        let text = RichText::new("The component that it entered at is gone. Choose another.").small();
        note(ui, Sign::Warning, palette(ui.visuals()).caution, text);
    }
}

fn requirements_on(project: &Project, id: &ScenarioId) -> usize {
    let subject = Subject::Scenario(id.clone());
    project.requirements.values().filter(|requirement| requirement.measure.subject == subject).count()
}

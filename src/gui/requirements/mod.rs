//! The stage "Requirements": how the system is used, and what it must do well.

mod editor;
mod list;
mod measures;
mod scenarios;
mod stakeholders;
#[cfg(test)]
mod stories;
pub(super) mod table;
#[cfg(test)]
mod tests;
mod tree;
mod words;

pub(super) use editor::{USUAL_WEIGHT, bare_limit_field, points_field};
pub(super) use words::{sensible_subject, subjects, why_no_subject};

use egui::{CentralPanel, Color32, Frame, Label, Margin, Panel, ScrollArea, Ui, WidgetText};

use super::Scene;
use super::fields::{empty_state, primary_button, show_sign};
use super::icons::Sign;
use super::theme::{STEP, palette};
use crate::model::{Project, RequirementId, ScenarioId};
use crate::session::{Action, Stage};

/// Width of the panel with the editor.
const EDITOR: f32 = 340.0;

/// What the editor shows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Selected {
    Scenario(ScenarioId),
    Requirement(RequirementId),
}

/// What the stage remembers between frames.
#[derive(Debug, Default)]
pub(super) struct RequirementsView {
    selected: Option<Selected>,
    listing: list::Listing,
}

impl RequirementsView {
    /// Shows the stage in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let project = scene.session.project();
        if project.system.components.is_empty() && project.scenarios.is_empty() && project.requirements.is_empty() {
            show_no_component(ui, scene);
            return;
        }
        self.settle(project);
        // The editor comes first: a field that loses the focus to a click in the list still belongs to the old selection.
        if let Some(selected) = self.selected.clone() {
            let ground = Frame::new().fill(palette(ui.visuals()).panel);
            let panel = Panel::right("requirement editor").frame(ground).default_size(EDITOR).size_range(300.0..=460.0);
            panel.show(ui, |ui| {
                scroll(ui, "editor", |ui| match &selected {
                    Selected::Scenario(id) => scenarios::show_editor(ui, scene, id),
                    Selected::Requirement(id) => {
                        if let Some(other) = editor::show(ui, scene, id) {
                            self.selected = Some(Selected::Requirement(other));
                        }
                    }
                });
            });
        }
        let lists = CentralPanel::default().frame(Frame::NONE);
        let clicked = lists.show(ui, |ui| scroll(ui, "lists", |ui| self.show_lists(ui, scene))).inner;
        if let Some(clicked) = clicked {
            self.selected = Some(clicked);
            ui.ctx().request_repaint();
        }
    }

    /// Shows this requirement in the editor from now on.
    pub fn select(&mut self, id: RequirementId) {
        self.selected = Some(Selected::Requirement(id));
    }

    /// Gives what was clicked or added.
    fn show_lists(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) -> Option<Selected> {
        let (scenario, requirement) = match &self.selected {
            Some(Selected::Scenario(id)) => (Some(id), None),
            Some(Selected::Requirement(id)) => (None, Some(id)),
            None => (None, None),
        };
        let scenario = scenarios::show_list(ui, scene, scenario);
        ui.add_space(3.0 * STEP);
        let requirement = list::show(ui, scene, &mut self.listing, requirement);
        stakeholders::show(ui, scene);
        scenario.map(Selected::Scenario).or_else(|| requirement.map(Selected::Requirement))
    }

    /// What was selected may have gone: shows the first of what is there.
    fn settle(&mut self, project: &Project) {
        let is_there = match &self.selected {
            Some(Selected::Scenario(id)) => project.scenarios.contains_key(id),
            Some(Selected::Requirement(id)) => project.requirements.contains_key(id),
            None => false,
        };
        if !is_there {
            let requirement = project.requirements.keys().next().cloned().map(Selected::Requirement);
            self.selected = requirement.or_else(|| project.scenarios.keys().next().cloned().map(Selected::Scenario));
        }
    }
}

/// Content that scrolls up and down, with a margin that the scroll bar has for itself.
pub(super) fn scroll<R>(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    let margin = Frame::new().inner_margin(Margin { left: 14, right: 14, top: 10, bottom: 18 });
    let area = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]);
    area.show(ui, |ui| margin.show(ui, content).inner).inner
}

/// A sign in front of words that may need more than one line.
pub(super) fn note(ui: &mut Ui, sign: Sign, color: Color32, text: impl Into<WidgetText>) {
    ui.horizontal_top(|ui| {
        show_sign(ui, sign, color);
        ui.add(Label::new(text).wrap());
    });
}

fn show_no_component(ui: &mut Ui, scene: &mut Scene<'_>) {
    let text = "Requirements are stated about a system: how it is used, and how fast, available, cheap and correct it \
                must be then. Draw its components first.";
    empty_state(ui, "Nothing is drawn yet", text, |ui| {
        if primary_button(ui, "Go to the sketch").clicked() {
            scene.ask(Action::GoTo(Stage::Sketch));
        }
    });
}

//! The list of scenarios, and the editor of one.

mod editor;
mod load;
mod motion;
mod path;

use egui::{Button, RichText, Ui};

pub(super) use editor::show_editor;

use super::note;
use super::table::{Column, TWO_LINES, Table, quiet};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, card, primary_button, provenance_mark};
use crate::gui::icons::Sign;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{ComponentId, Path, Project, Quantity, Scenario, ScenarioId, When};

/// Shows the heading and the list; gives the scenario that was clicked or added.
pub(super) fn show_list(ui: &mut Ui, scene: &mut Scene<'_>, selected: Option<&ScenarioId>) -> Option<ScenarioId> {
    let project = scene.session.project();
    let entry = likely_entry(project);
    let mut wants_one = false;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Scenarios").heading());
        at_the_right(ui, |ui| {
            if !project.scenarios.is_empty() {
                let button = ui.add_enabled(entry.is_some(), Button::new("Add scenario"));
                wants_one = button.on_disabled_hover_text("Draw a component first: requests enter at one.").clicked();
            }
        });
    });
    let clicked = if project.scenarios.is_empty() {
        wants_one |= show_nothing(ui, entry.is_some());
        None
    } else {
        load::show_total(ui, scene);
        show_rows(ui, project, selected)
    };
    if let Some(entry) = entry.filter(|_| wants_one) {
        let (id, scenario) = create::scenario(project, &entry);
        scene.edit(Edit::PutScenario(id.clone(), scenario));
        return Some(id);
    }
    clicked
}

/// Says whether a scenario is asked for.
fn show_nothing(ui: &mut Ui, can_add: bool) -> bool {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(strong("No scenario yet"));
        let text = "A scenario is one use of the system: the component that a request reaches first, and how many \
                    requests come. Response time, throughput and availability are judged for it.";
        ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
        ui.add_space(STEP);
        if can_add {
            primary_button(ui, "Add the first scenario").clicked()
        } else {
            note(ui, Sign::Information, palette(ui.visuals()).accent, "Draw a component first: requests enter at one.");
            false
        }
    })
}

fn show_rows(ui: &mut Ui, project: &Project, selected: Option<&ScenarioId>) -> Option<ScenarioId> {
    let columns = [
        Column::words("Use of the system", 0.0),
        Column::numbers("Mean load", 128.0),
        Column::numbers("Peak load", 128.0),
    ];
    let table = Table::begin(ui, "scenarios", &columns, (project.scenarios.len(), TWO_LINES));
    let mut clicked = None;
    for (row, (id, scenario)) in project.scenarios.iter().enumerate() {
        let label = format!("Scenario {}", scenario.name);
        if table.row(ui, row, &label, selected == Some(id)).clicked() {
            clicked = Some(id.clone());
        }
        table.title_cell(ui, row, &scenario.name, (&below(project, scenario), ""));
        for (column, when) in [(1, When::Mean), (2, When::Peak)] {
            table.cell(ui, (row, column), |ui| show_load(ui, project.load(scenario, when)));
        }
    }
    clicked
}

fn below(project: &Project, scenario: &Scenario) -> String {
    let entry = match project.system.components.get(&scenario.entry) {
        Some(component) => format!("Enters at {}.", component.name),
        None => "Its entry is gone: choose another.".to_owned(),
    };
    let path = if scenario.path == Path::Derived { "" } else { " Its path is drawn." };
    format!("{entry}{path} {}", scenario.description)
}

fn show_load(ui: &mut Ui, load: Quantity) {
    let palette = palette(ui.visuals());
    if load.is_known() {
        provenance_mark(ui, load.provenance());
        ui.add(quiet(load.to_string()));
    } else {
        ui.add(quiet(RichText::new(load.to_string()).color(palette.caution)));
    }
}

/// Where requests most likely come in: the first component that nothing calls.
fn likely_entry(project: &Project) -> Option<ComponentId> {
    let is_called = |id: &ComponentId| project.system.connectors.values().any(|connector| connector.target == *id);
    let mut components = project.system.components.keys();
    let uncalled = components.clone().find(|id| !is_called(id));
    uncalled.or_else(|| components.next()).cloned()
}

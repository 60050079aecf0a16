//! The list of scenarios, and the editor of one.

use egui::{Button, RichText, Ui};

use super::note;
use super::table::{Column, TWO_LINES, Table, quiet};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{
    at_the_right, caption, card, heading, long_text_field, pick, primary_button, provenance_mark, quantity_field,
    text_field,
};
use crate::gui::icons::Sign;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{ComponentId, Project, Quantity, Scenario, ScenarioId, Subject, Unit};

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
        for (column, load) in [(1, scenario.mean_load), (2, scenario.peak_load)] {
            table.cell(ui, (row, column), |ui| show_load(ui, load));
        }
    }
    clicked
}

fn below(project: &Project, scenario: &Scenario) -> String {
    let entry = match project.system.components.get(&scenario.entry) {
        Some(component) => format!("Enters at {}.", component.name),
        None => "Its entry is gone: choose another.".to_owned(),
    };
    format!("{entry} {}", scenario.description)
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

/// Shows the editor of one scenario.
pub(super) fn show_editor(ui: &mut Ui, scene: &mut Scene<'_>, id: &ScenarioId) {
    let project = scene.session.project();
    let Some(mut scenario) = project.scenarios.get(id).cloned() else { return };
    let mut change = |scenario: &Scenario| scene.edit(Edit::PutScenario(id.clone(), scenario.clone()));
    heading(ui, "Scenario");
    if let Some(name) = text_field(ui, ("scenario name", id), "Name", &scenario.name) {
        scenario.name = name;
        change(&scenario);
    }
    ui.add_space(STEP);
    if let Some(text) = long_text_field(ui, ("scenario text", id), "What happens", &scenario.description, 3) {
        scenario.description = text;
        change(&scenario);
    }
    ui.add_space(STEP);
    caption(ui, "Requests enter at");
    let components: Vec<_> =
        project.system.components.iter().map(|(id, component)| (id.clone(), component.name.clone())).collect();
    if let Some(entry) = pick(ui, ("scenario entry", id), "Entry", &scenario.entry, &components) {
        scenario.entry = entry;
        change(&scenario);
    }
    if !project.system.components.contains_key(&scenario.entry) {
        let text = RichText::new("The component that it entered at is gone. Choose another.").small();
        note(ui, Sign::Warning, palette(ui.visuals()).caution, text);
    }
    ui.add_space(STEP);
    if let Some(load) = show_load_field(ui, id, ("Mean load", "Cost is computed for it."), scenario.mean_load) {
        scenario.mean_load = load;
        change(&scenario);
    }
    let peak = ("Peak load", "The busiest hour: waiting time, utilisation and response time are computed for it.");
    if let Some(load) = show_load_field(ui, id, peak, scenario.peak_load) {
        scenario.peak_load = load;
        change(&scenario);
    }
    let loads = scenario.mean_load.amount_in(Unit::PerSecond).zip(scenario.peak_load.amount_in(Unit::PerSecond));
    if loads.is_some_and(|(mean, peak)| peak < mean) {
        let text = RichText::new("The peak is below the mean.").small();
        note(ui, Sign::Warning, palette(ui.visuals()).caution, text);
    }
    ui.add_space(2.0 * STEP);
    let hint = match requirements_on(project, id) {
        0 => "No requirement hangs on it.".to_owned(),
        1 => "The requirement on it goes with it.".to_owned(),
        count => format!("The {count} requirements on it go with it."),
    };
    if ui.button("Remove scenario").clicked() {
        scene.edit(Edit::RemoveScenario(id.clone()));
    }
    caption(ui, &hint);
}

fn show_load_field(
    ui: &mut Ui,
    id: &ScenarioId,
    (label, explanation): (&str, &str),
    value: Quantity,
) -> Option<Quantity> {
    caption(ui, &format!("{label}, in requests per second"));
    let objection = |amount: f64| (amount < 0.0).then_some("A load cannot be negative.");
    let new = quantity_field(ui, (label, id), (label, 140.0), (value, Unit::PerSecond), objection);
    caption(ui, explanation);
    ui.add_space(STEP);
    new
}

fn requirements_on(project: &Project, id: &ScenarioId) -> usize {
    let subject = Subject::Scenario(id.clone());
    project.requirements.values().filter(|requirement| requirement.measure.subject == subject).count()
}

/// Where requests most likely come in: the first component that nothing calls.
fn likely_entry(project: &Project) -> Option<ComponentId> {
    let is_called = |id: &ComponentId| project.system.connectors.values().any(|connector| connector.target == *id);
    let mut components = project.system.components.keys();
    let uncalled = components.clone().find(|id| !is_called(id));
    uncalled.or_else(|| components.next()).cloned()
}

//! The way of a scenario's requests: derived from the connectors, or drawn and then adjusted call by call.

use egui::{Button, RichText, Ui};

use super::editor::Draft;
use crate::edit::path::steps;
use crate::gui::fields::{caption, hinted_quantity_field, pick};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette};
use crate::model::{CallCondition, ConnectorId, ElementId, Path, Project, Property, Quantity, Step, Unit};
use crate::session::{Action, Stage};

pub(super) fn show(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    let weak = palette(ui.visuals()).weak;
    caption(ui, "The way of its requests");
    let is_derived = draft.scenario.path == Path::Derived;
    if ui.radio(is_derived, "Follows all connectors from there").clicked() && !is_derived {
        draft.change(|scenario| scenario.path = Path::Derived);
    }
    if ui.radio(!is_derived, "Only these").clicked() && is_derived {
        let drawn = Path::Drawn(steps(&project.system, &draft.scenario));
        draft.change(|scenario| scenario.path = drawn);
    }
    ui.horizontal(|ui| {
        if ui.button("Draw it on the sketch").on_hover_text("Click what is on the path").clicked() {
            draft.scene.ask(Action::DrawPath(Some(draft.id.clone())));
            draft.scene.ask(Action::GoTo(Stage::Sketch));
        }
    });
    let Path::Drawn(steps) = draft.scenario.path.clone() else { return };
    ui.add_space(STEP);
    if steps.is_empty() {
        ui.label(RichText::new("Requests end where they enter.").small().color(weak));
    }
    let (_, reached) = draft.scenario.reached(&project.system);
    for (id, step) in &steps {
        show_step(ui, project, draft, (id, *step), reached.contains(id));
    }
    ui.add_space(STEP);
}

fn show_step(
    ui: &mut Ui,
    project: &Project,
    draft: &mut Draft<'_, '_>,
    (id, step): (&ConnectorId, Step),
    is_reached: bool,
) {
    let colors = palette(ui.visuals());
    let name = project.element_name(&ElementId::Connector(id.clone()));
    let put = |draft: &mut Draft<'_, '_>, step: Option<Step>| {
        draft.change(|scenario| {
            if let Path::Drawn(steps) = &mut scenario.path {
                match step {
                    Some(step) => drop(steps.insert(id.clone(), step)),
                    None => drop(steps.remove(id)),
                }
            }
        });
    };
    let Some(connector) = project.system.connectors.get(id) else {
        if !project.alternatives.have_element(&ElementId::Connector(id.clone())) {
            let words = format!("The connector {id} is gone. Draw it again, or take it out.");
            note(ui, Sign::Warning, colors.caution, RichText::new(words).small());
            if ui.add(Button::new("Take out").small()).clicked() {
                put(draft, None);
            }
        }
        return;
    };
    ui.separator();
    ui.horizontal(|ui| {
        ui.label(&name);
        crate::gui::fields::at_the_right(ui, |ui| {
            let button = ui.add(Button::new("×").small());
            crate::gui::fields::name(&button, &format!("Take {name} off the path"));
            if button.clicked() {
                put(draft, None);
            }
        });
    });
    if !is_reached {
        let words = RichText::new("No request gets there over the path.").small();
        note(ui, Sign::Warning, colors.caution, words);
    }
    ui.horizontal(|ui| {
        let own =
            connector.properties.get(&Property::CallsPerRequest).map_or_else(|| "1".to_owned(), Quantity::to_string);
        let shown = step.calls.unwrap_or(Quantity::unknown(Unit::Ratio));
        let hint = format!("{own} (drawn)");
        let label = (format!("Calls of {name}"), 84.0);
        let objection = |amount: f64| (amount < 0.0).then_some("Calls cannot be negative.");
        let salt = ("step calls", draft.id, id);
        let field = hinted_quantity_field(ui, salt, (&label.0, label.1, &hint), (shown, Unit::Ratio), objection);
        if let Some(calls) = field {
            put(draft, Some(Step { calls: calls.is_known().then_some(calls), ..step }));
        }
        let word = match connector.condition {
            CallCondition::OneOf => "probability",
            _ => "calls per visit",
        };
        ui.label(RichText::new(word).small().color(colors.weak));
    });
    if connector.kind.blocks() {
        let drawn = if connector.parallel { "at once (drawn)" } else { "one by one (drawn)" };
        let options = [
            (None, drawn.to_owned()),
            (Some(true), "at once with others".to_owned()),
            (Some(false), "one after the other".to_owned()),
        ];
        let label = format!("Order of {name}");
        if let Some(parallel) = pick(ui, ("step order", draft.id, id), &label, &step.parallel, &options) {
            put(draft, Some(Step { parallel, ..step }));
        }
    }
}

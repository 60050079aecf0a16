//! What is stated about a connector.

use egui::{RichText, Ui};

use super::statements;
use crate::catalog::catalog;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, pick_any, signed, text_field};
use crate::gui::icons::Sign;
use crate::gui::theme::{STEP, palette};
use crate::model::{
    CallCondition, Connector, ConnectorId, ConnectorKind, ElementId, Project, Property, Quantity, Unit,
};
use crate::session::Action;

/// What the probabilities of all branches of its source add up to.
fn show_branches(ui: &mut Ui, project: &Project, connector: &Connector) {
    let colors = palette(ui.visuals());
    let branches = project
        .system
        .connectors
        .values()
        .filter(|other| other.source == connector.source && other.condition == CallCondition::OneOf);
    let probability = |branch: &Connector| {
        branch.properties.get(&Property::CallsPerRequest).map_or(Some(1.0), |calls| calls.amount_in(Unit::Ratio))
    };
    let probabilities: Option<Vec<f64>> = branches.map(probability).collect();
    let Some(probabilities) = probabilities else { return };
    let percent = |share: f64| Quantity::estimated((share * 1e4).round() / 100.0, Unit::Percent).to_string();
    let sum: f64 = probabilities.iter().sum();
    let words: Vec<_> = probabilities.into_iter().map(percent).collect();
    let is_whole = (sum - 1.0).abs() < 1e-4;
    let (sign, color) = if is_whole { (Sign::Check, colors.good) } else { (Sign::Warning, colors.caution) };
    let rest = if is_whole { "" } else { "; calls per request are the probability of each, together 100 %" };
    let text = format!("Branches: {} = {}{rest}", words.join(" + "), percent(sum));
    signed(ui, sign, color, RichText::new(text).small());
}

/// Shows the connector.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, id: &ConnectorId) {
    let project = std::sync::Arc::clone(scene.session.project());
    let Some(connector) = project.system.connectors.get(id) else { return };
    let key = id.as_str();
    let mut put = |connector: Connector| scene.edit(Edit::PutConnector(id.clone(), connector));
    heading(ui, "Connector");
    let ends = project.element_name(&ElementId::Connector(id.clone()));
    ui.label(RichText::new(ends).color(palette(ui.visuals()).weak));
    if let Some(label) = text_field(ui, (key, "label"), "Label", &connector.label) {
        put(Connector { label, ..connector.clone() });
    }
    caption(ui, "Kind");
    if let Some(kind) = pick_any(ui, (key, "kind"), "Kind", &connector.kind, |kind: &ConnectorKind| kind.label()) {
        put(Connector { kind, ..connector.clone() });
    }
    caption(ui, "Taken");
    if let Some(condition) =
        pick_any(ui, (key, "condition"), "Taken", &connector.condition, |condition| condition.label())
    {
        put(Connector { condition, ..connector.clone() });
    }
    if connector.condition == CallCondition::OneOf {
        show_branches(ui, &project, connector);
    }
    let mut parallel = connector.parallel;
    let hint = "Calls of one component that are marked so run at the same time; the slowest counts";
    if ui.checkbox(&mut parallel, "At the same time as others").on_hover_text(hint).changed() {
        put(Connector { parallel, ..connector.clone() });
    }
    let typical = catalog().typical_of_connector(connector.kind);
    let stated = (&connector.properties, &connector.facts);
    if let Some((properties, facts)) = statements::show(ui, key, &project, stated, typical) {
        put(Connector { properties, facts, ..connector.clone() });
    }
    ui.add_space(STEP);
    super::choices::show(ui, scene, &ElementId::Connector(id.clone()));
    ui.add_space(2.0 * STEP);
    let mut delete = false;
    ui.horizontal(|ui| {
        if ui.button("Reverse").clicked() {
            let (source, target) = (connector.target.clone(), connector.source.clone());
            scene.edit(Edit::PutConnector(id.clone(), Connector { source, target, ..connector.clone() }));
        }
        if ui.button("Delete").clicked() {
            delete = true;
        }
    });
    if delete {
        scene.ask(Action::Edit(Edit::Delete(vec![ElementId::Connector(id.clone())])));
    }
}

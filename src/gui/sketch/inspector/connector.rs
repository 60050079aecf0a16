//! What is stated about a connector.

use egui::{RichText, Ui};

use super::statements;
use crate::catalog::catalog;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, pick_any, text_field};
use crate::gui::theme::{STEP, palette};
use crate::model::{Connector, ConnectorId, ConnectorKind, ElementId};
use crate::session::Action;

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
    ui.add_space(2.0 * STEP);
    let mut delete = false;
    ui.horizontal(|ui| {
        if ui.button("Reverse").clicked() {
            let (source, target) = (connector.target.clone(), connector.source.clone());
            put(Connector { source, target, ..connector.clone() });
        }
        if ui.button("Delete").clicked() {
            delete = true;
        }
    });
    if delete {
        scene.ask(Action::Edit(Edit::Delete(vec![ElementId::Connector(id.clone())])));
    }
}

//! What is stated about a deployment node.

use egui::Ui;

use super::statements;
use crate::catalog::catalog;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, long_text_field, pick, text_field};
use crate::gui::theme::STEP;
use crate::model::{DeploymentNode, ElementId, NodeId};
use crate::session::Action;

/// Shows the node.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, id: &NodeId) {
    let project = std::sync::Arc::clone(scene.session.project());
    let Some(node) = project.system.nodes.get(id) else { return };
    let key = id.as_str();
    heading(ui, "Deployment node");
    if let Some(name) = text_field(ui, (key, "name"), "Name", &node.name) {
        scene.actions.extend(super::rename(&project, &ElementId::Node(id.clone()), &name).map(Action::Edit));
    }
    caption(ui, "Kind");
    let kinds: Vec<_> = catalog().node_kinds.iter().map(|(key, kind)| (key.clone(), kind.label.clone())).collect();
    if let Some(kind) = pick(ui, (key, "kind"), "Kind", &node.kind, &kinds) {
        scene.edit(Edit::PutNode(id.clone(), DeploymentNode { kind, ..node.clone() }));
    }
    let others = project.system.nodes.iter().filter(|(other, _)| {
        // A node cannot be part of itself, nor of what is part of it.
        !project.system.node_and_parents(other).any(|outer| outer == id)
    });
    let others = others.map(|(other, found)| (Some(other.clone()), found.name.clone()));
    let others: Vec<_> = std::iter::once((None, "nothing".to_owned())).chain(others).collect();
    if others.len() > 1 {
        caption(ui, "Part of");
        if let Some(parent) = pick(ui, (key, "parent"), "Part of", &node.parent, &others) {
            scene.edit(Edit::Nest(id.clone(), parent));
        }
    }
    if let Some(description) = long_text_field(ui, (key, "description"), "Description", &node.description, 2) {
        scene.edit(Edit::PutNode(id.clone(), DeploymentNode { description, ..node.clone() }));
    }
    let typical = catalog().typical_of_node(&node.kind);
    let stated = (&node.properties, &node.facts);
    if let Some((properties, facts)) = statements::show(ui, key, &project, stated, typical) {
        scene.edit(Edit::PutNode(id.clone(), DeploymentNode { properties, facts, ..node.clone() }));
    }
    ui.add_space(STEP);
    super::choices::show(ui, scene, &ElementId::Node(id.clone()));
    ui.add_space(STEP);
    let deployed = project.system.components.values().filter(|component| component.deployed_on.as_ref() == Some(id));
    let names: Vec<_> = deployed.map(|component| component.name.as_str()).collect();
    caption(ui, "Runs here");
    ui.label(if names.is_empty() { "nothing yet".to_owned() } else { names.join(", ") });
}

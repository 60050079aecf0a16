//! What several selected elements have in common, changed for all of them as one step.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::{facts, properties};
use crate::catalog::{Typical, TypicalProperty, catalog};
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, pick};
use crate::gui::theme::{STEP, palette};
use crate::model::{
    CallCondition, Component, ComponentId, Connector, ConnectorId, ConnectorKind, DeploymentNode, ElementId, Fact,
    NodeId, Project, Properties, Property, Quantity, counted,
};
use crate::session::{Action, Command};
use strum::IntoEnumIterator as _;

/// Commands on what is selected, in rows.
const COMMANDS: [&[Command]; 4] = [
    &[Command::AlignLeft, Command::AlignCenter, Command::AlignRight],
    &[Command::AlignTop, Command::AlignMiddle, Command::AlignBottom],
    &[Command::DistributeHorizontally, Command::DistributeVertically],
    &[Command::Group, Command::Ungroup, Command::Duplicate, Command::Delete],
];

/// Shows them.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, elements: &[ElementId]) {
    let project = Arc::clone(scene.session.project());
    heading(ui, &format!("{} elements", elements.len()));
    let names: Vec<_> = elements.iter().take(12).map(|element| project.element_name(element)).collect();
    let more = if elements.len() > names.len() { ", …" } else { "" };
    ui.label(RichText::new(format!("{}{more}", names.join(", "))).small().color(palette(ui.visuals()).weak));
    ui.add_space(STEP);
    show_commands(ui, scene);
    let pick_of = |element: &ElementId| match element {
        ElementId::Component(id) => project.system.components.get(id).map(|found| (id.clone(), found)),
        _ => None,
    };
    let components: Vec<_> = elements.iter().filter_map(pick_of).collect();
    if !components.is_empty() {
        show_components(ui, scene, &project, &components);
    }
    let pick_of = |element: &ElementId| match element {
        ElementId::Connector(id) => project.system.connectors.get(id).map(|found| (id.clone(), found)),
        _ => None,
    };
    let connectors: Vec<_> = elements.iter().filter_map(pick_of).collect();
    if !connectors.is_empty() {
        show_connectors(ui, scene, &project, &connectors);
    }
    let pick_of = |element: &ElementId| match element {
        ElementId::Node(id) => project.system.nodes.get(id).map(|found| (id.clone(), found)),
        _ => None,
    };
    let nodes: Vec<_> = elements.iter().filter_map(pick_of).collect();
    if !nodes.is_empty() {
        show_nodes(ui, scene, &project, &nodes);
    }
}

fn show_commands(ui: &mut Ui, scene: &mut Scene<'_>) {
    for row in COMMANDS {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for command in row {
                let words = command.label().trim_start_matches("Align ").trim_start_matches("Distribute ");
                let button = ui.add_enabled(
                    command.is_enabled(scene.session),
                    egui::Button::new(RichText::new(capital(words)).small()),
                );
                crate::gui::fields::name(&button, command.label());
                let keys = command.shortcut().map_or_else(String::new, |shortcut| format!(" ({shortcut})"));
                if button.on_hover_text(format!("{}{keys}", command.label())).clicked() {
                    scene.ask(Action::Run(*command));
                }
            }
        });
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A choice whose value is shown when all have the same.
fn pick_common<T: PartialEq + Clone>(ui: &mut Ui, label: &str, values: &[T], options: Vec<(T, String)>) -> Option<T> {
    let first = values.first()?;
    let is_common = values.iter().all(|value| value == first);
    caption(ui, label);
    let differ = (None, "They differ".to_owned());
    let mut offered: Vec<_> = options.into_iter().map(|(value, text)| (Some(value), text)).collect();
    if !is_common {
        offered.insert(0, differ);
    }
    let shown = is_common.then(|| first.clone());
    pick(ui, ("many", label), label, &shown, &offered).flatten()
}

fn show_components(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, components: &[(ComponentId, &Component)]) {
    ui.add_space(2.0 * STEP);
    heading(ui, &counted(components.len(), "component"));
    let put = |scene: &mut Scene<'_>, what: &str, change: &dyn Fn(&mut Component)| {
        let edits = components.iter().map(|(id, component)| {
            let mut component = (*component).clone();
            change(&mut component);
            Edit::PutComponent(id.clone(), component)
        });
        scene.ask(Action::EditAll(format!("change {what} of {} components", components.len()), edits.collect()));
    };
    let kinds = catalog().component_kinds.iter().map(|(key, kind)| (key.clone(), kind.label.clone())).collect();
    let values: Vec<_> = components.iter().map(|(_, component)| component.kind.clone()).collect();
    if let Some(kind) = pick_common(ui, "Kind", &values, kinds) {
        put(scene, "kind", &|component| component.kind.clone_from(&kind));
    }
    let nodes = project.system.nodes.iter().map(|(node, found)| (Some(node.clone()), found.name.clone()));
    let nodes = std::iter::once((None, "nowhere".to_owned())).chain(nodes).collect();
    let deployed: Vec<_> = components.iter().map(|(_, component)| component.deployed_on.clone()).collect();
    if let Some(node) = pick_common(ui, "Deployed on", &deployed, nodes) {
        put(scene, "deployment", &|component| component.deployed_on.clone_from(&node));
    }
    let typical = values.iter().map(|kind| catalog().typical_of_component(kind));
    let (numbers, asked) = shared(typical);
    let stated: Vec<_> = components.iter().map(|(_, component)| &component.properties).collect();
    if let Some((property, value)) = properties::show_common(ui, "many components", &stated, &numbers) {
        put(scene, property.label(), &|component| set(&mut component.properties, property, value));
    }
    let stated: Vec<_> = components.iter().map(|(_, component)| &component.facts).collect();
    if let Some(answer) = facts::show(ui, "many components", project, &stated, &asked) {
        put(scene, answer.0.label(), &|component| facts::set(&mut component.facts, answer.clone()));
    }
}

fn show_connectors(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, connectors: &[(ConnectorId, &Connector)]) {
    ui.add_space(2.0 * STEP);
    heading(ui, &counted(connectors.len(), "connector"));
    let put = |scene: &mut Scene<'_>, what: &str, change: &dyn Fn(&mut Connector)| {
        let edits = connectors.iter().map(|(id, connector)| {
            let mut connector = (*connector).clone();
            change(&mut connector);
            Edit::PutConnector(id.clone(), connector)
        });
        scene.ask(Action::EditAll(format!("change {what} of {} connectors", connectors.len()), edits.collect()));
    };
    let kinds: Vec<_> = connectors.iter().map(|(_, connector)| connector.kind).collect();
    let options = ConnectorKind::iter().map(|kind| (kind, kind.label().to_owned())).collect();
    if let Some(kind) = pick_common(ui, "Kind of connector", &kinds, options) {
        put(scene, "kind", &|connector| connector.kind = kind);
    }
    let conditions: Vec<_> = connectors.iter().map(|(_, connector)| connector.condition).collect();
    let options = CallCondition::iter().map(|condition| (condition, condition.label().to_owned())).collect();
    if let Some(condition) = pick_common(ui, "Taken", &conditions, options) {
        put(scene, "condition", &|connector| connector.condition = condition);
    }
    let typical = kinds.iter().map(|kind| catalog().typical_of_connector(*kind));
    let (numbers, asked) = shared(typical);
    let stated: Vec<_> = connectors.iter().map(|(_, connector)| &connector.properties).collect();
    if let Some((property, value)) = properties::show_common(ui, "many connectors", &stated, &numbers) {
        put(scene, property.label(), &|connector| set(&mut connector.properties, property, value));
    }
    let stated: Vec<_> = connectors.iter().map(|(_, connector)| &connector.facts).collect();
    if let Some(answer) = facts::show(ui, "many connectors", project, &stated, &asked) {
        put(scene, answer.0.label(), &|connector| facts::set(&mut connector.facts, answer.clone()));
    }
}

fn show_nodes(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, nodes: &[(NodeId, &DeploymentNode)]) {
    ui.add_space(2.0 * STEP);
    heading(ui, &counted(nodes.len(), "deployment node"));
    let put = |scene: &mut Scene<'_>, what: &str, change: &dyn Fn(&mut DeploymentNode)| {
        let edits = nodes.iter().map(|(id, node)| {
            let mut node = (*node).clone();
            change(&mut node);
            Edit::PutNode(id.clone(), node)
        });
        scene.ask(Action::EditAll(format!("change {what} of {} nodes", nodes.len()), edits.collect()));
    };
    let kinds = catalog().node_kinds.iter().map(|(key, kind)| (key.clone(), kind.label.clone())).collect();
    let values: Vec<_> = nodes.iter().map(|(_, node)| node.kind.clone()).collect();
    if let Some(kind) = pick_common(ui, "Kind of node", &values, kinds) {
        put(scene, "kind", &|node| node.kind.clone_from(&kind));
    }
    let typical = values.iter().map(|kind| catalog().typical_of_node(kind));
    let (numbers, asked) = shared(typical);
    let stated: Vec<_> = nodes.iter().map(|(_, node)| &node.properties).collect();
    if let Some((property, value)) = properties::show_common(ui, "many nodes", &stated, &numbers) {
        put(scene, property.label(), &|node| set(&mut node.properties, property, value));
    }
    let stated: Vec<_> = nodes.iter().map(|(_, node)| &node.facts).collect();
    if let Some(answer) = facts::show(ui, "many nodes", project, &stated, &asked) {
        put(scene, answer.0.label(), &|node| facts::set(&mut node.facts, answer.clone()));
    }
}

/// Numbers and facts that are usual for all the kinds.
fn shared<'a>(mut kinds: impl Iterator<Item = &'a Typical>) -> (Vec<TypicalProperty>, Vec<Fact>) {
    let first = kinds.next();
    let mut numbers: Vec<_> = first.into_iter().flat_map(Typical::numbers).copied().collect();
    let mut asked = first.map(|kind| kind.facts.clone()).unwrap_or_default();
    for kind in kinds {
        numbers.retain(|usual| kind.numbers().any(|other| other.property == usual.property));
        asked.retain(|fact| kind.facts.contains(fact));
    }
    (numbers, asked)
}

fn set(properties: &mut Properties, property: Property, value: Quantity) {
    if value.is_known() {
        properties.insert(property, value);
    } else {
        properties.remove(&property);
    }
}

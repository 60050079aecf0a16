//! What is left open about a component: its model, its node, its replicas.

use egui::{Checkbox, DragValue, Ui};

use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{heading, name};
use crate::model::{Choice, ChoiceId, ComponentId, NodeId, OpenQuestion, Project, Property};

/// Most replicas that can be left open.
const MOST_REPLICAS: u32 = 64;

/// Shows the three questions, each open or settled.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, component: &ComponentId) {
    let project = std::sync::Arc::clone(scene.session.project());
    heading(ui, "Left open");
    if project.tasks.contains_key(component) {
        let open = find(&project, component, |question| matches!(question, OpenQuestion::Candidate));
        toggle(ui, scene, component, open, ("Which model", OpenQuestion::Candidate));
    }
    if project.system.nodes.len() > 1 {
        show_nodes(ui, scene, &project, component);
    }
    show_replicas(ui, scene, &project, component);
}

fn show_nodes(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, component: &ComponentId) {
    let open = find(project, component, |question| matches!(question, OpenQuestion::Node(_)));
    let all: Vec<NodeId> = project.system.nodes.keys().cloned().collect();
    toggle(ui, scene, component, open, ("Which node", OpenQuestion::Node(all)));
    let Some((id, Choice { question: OpenQuestion::Node(options), .. })) = open else { return };
    ui.indent("node options", |ui| {
        for (node, found) in &project.system.nodes {
            let mut is_option = options.contains(node);
            if ui.checkbox(&mut is_option, &found.name).changed() {
                let keep = |other: &&NodeId| if *other == node { is_option } else { options.contains(other) };
                let options = project.system.nodes.keys().filter(keep).cloned().collect();
                put(scene, id, component, OpenQuestion::Node(options));
            }
        }
    });
}

fn show_replicas(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, component: &ComponentId) {
    let open = find(project, component, |question| matches!(question, OpenQuestion::Replicas { .. }));
    let drawn = project.system.components.get(component).and_then(|found| found.properties.get(&Property::Replicas));
    let most = drawn.and_then(|replicas| replicas.amount()).map_or(2, |amount| amount as u32).clamp(2, MOST_REPLICAS);
    toggle(ui, scene, component, open, ("How many replicas", OpenQuestion::Replicas { fewest: 1, most }));
    let Some((id, Choice { question: OpenQuestion::Replicas { fewest, most }, .. })) = open else { return };
    ui.indent("replica options", |ui| {
        ui.horizontal(|ui| {
            let (mut low, mut high) = (*fewest, *most);
            ui.label("from");
            let first = ui.add(DragValue::new(&mut low).range(1..=MOST_REPLICAS));
            name(&first, "Fewest replicas");
            ui.label("to");
            let last = ui.add(DragValue::new(&mut high).range(1..=MOST_REPLICAS));
            name(&last, "Most replicas");
            if (low, high) != (*fewest, *most) {
                let (low, high) = if last.changed() { (low.min(high), high) } else { (low, high.max(low)) };
                put(scene, id, component, OpenQuestion::Replicas { fewest: low, most: high });
            }
        });
    });
}

fn toggle(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    component: &ComponentId,
    open: Option<(&ChoiceId, &Choice)>,
    (label, question): (&str, OpenQuestion),
) {
    let mut is_open = open.is_some();
    if ui.add(Checkbox::new(&mut is_open, label)).changed() {
        if let Some((id, _)) = open {
            scene.edit(Edit::RemoveChoice(id.clone()));
        } else {
            let (id, choice) = create::choice(scene.session.project(), component, question);
            scene.edit(Edit::PutChoice(id, choice));
        }
    }
}

fn put(scene: &mut Scene<'_>, id: &ChoiceId, component: &ComponentId, question: OpenQuestion) {
    scene.edit(Edit::PutChoice(id.clone(), Choice { component: component.clone(), question }));
}

fn find<'a>(
    project: &'a Project,
    component: &ComponentId,
    fits: impl Fn(&OpenQuestion) -> bool,
) -> Option<(&'a ChoiceId, &'a Choice)> {
    project.choices.iter().find(|(_, choice)| choice.component == *component && fits(&choice.question))
}

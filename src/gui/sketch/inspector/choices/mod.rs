//! What is left open about an element: its model, its node, its replicas, whether it is there, what answers in its place,
//! its numbers.

mod numbers;

use egui::{Checkbox, DragValue, RichText, Ui};

use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{heading, name, pick};
use crate::gui::theme::palette;
use crate::model::{
    Absence, Choice, ChoiceId, ComponentId, ElementId, Fact, FactValue, Goal, NodeId, OpenQuestion, Project, Property,
};

/// Most replicas that can be left open.
const MOST_REPLICAS: u32 = 64;

/// Shows every question that can be asked about the element, each open or settled.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, element: &ElementId) {
    let project = std::sync::Arc::clone(scene.session.project());
    heading(ui, "Left open");
    if let ElementId::Component(component) = element {
        // A choice that is open can be settled, also where nobody could leave it open any more.
        let is_open = |fits: fn(&OpenQuestion) -> bool| find(&project, element, fits).is_some();
        show_models(ui, scene, &project, component);
        if project.system.nodes.len() > 1 || is_open(|question| matches!(question, OpenQuestion::Node(_))) {
            show_nodes(ui, scene, &project, element);
        }
        show_replicas(ui, scene, &project, component);
        if project.system.components.len() > 1 || is_open(|question| matches!(question, OpenQuestion::Fallback(_))) {
            show_fallback(ui, scene, &project, component);
        }
    }
    if !matches!(element, ElementId::Node(_)) {
        show_presence(ui, scene, &project, element);
    }
    numbers::show(ui, scene, &project, element);
}

/// Which of its candidates fills the component, and whether a second one decides unsure cases.
fn show_models(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, component: &ComponentId) {
    let element = ElementId::from(component);
    let task = project.tasks.get(component);
    let open = find(project, &element, |question| matches!(question, OpenQuestion::Candidate));
    let second = find(project, &element, |question| matches!(question, OpenQuestion::Cascade));
    if task.is_some() || open.is_some() {
        toggle(ui, scene, &element, open, ("Which model", || OpenQuestion::Candidate));
    }
    // Nothing follows what is not there: without a choice of the first model there is none of the second.
    if second.is_some() || (open.is_some() && decides_classes(project, component)) {
        let label = "Whether a second model decides unsure cases";
        toggle(ui, scene, &element, second, (label, || OpenQuestion::Cascade));
    }
    if open.or(second).is_some() && task.is_none_or(|task| task.candidates.is_empty()) {
        let text = match task {
            Some(_) => "No candidate is left to choose: add one in the stage Models, or settle it here.",
            None => "Nothing is learned here any more, so there is no model to choose. Settle it here.",
        };
        ui.label(RichText::new(text).small().color(palette(ui.visuals()).caution));
    }
}

/// Whether a component's models say how sure they are of what they decide; models that give numbers do not.
fn decides_classes(project: &Project, component: &ComponentId) -> bool {
    let dataset = project.tasks.get(component).and_then(|task| project.datasets.get(&task.dataset));
    dataset.is_some_and(|dataset| dataset.goal != Goal::Number)
}

fn show_nodes(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, element: &ElementId) {
    let open = find(project, element, |question| matches!(question, OpenQuestion::Node(_)));
    let all = || OpenQuestion::Node(project.system.nodes.keys().cloned().collect());
    toggle(ui, scene, element, open, ("Which node", all));
    let Some((id, Choice { question: OpenQuestion::Node(options), .. })) = open else { return };
    ui.indent("node options", |ui| {
        for (node, found) in &project.system.nodes {
            let mut is_option = options.contains(node);
            if ui.checkbox(&mut is_option, &found.name).changed() {
                let keep = |other: &&NodeId| if *other == node { is_option } else { options.contains(other) };
                let options = project.system.nodes.keys().filter(keep).cloned().collect();
                put(scene, id, element, OpenQuestion::Node(options));
            }
        }
    });
}

fn show_replicas(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, component: &ComponentId) {
    let element = ElementId::from(component);
    let open = find(project, &element, |question| matches!(question, OpenQuestion::Replicas { .. }));
    let drawn = project.system.components.get(component).and_then(|found| found.properties.get(&Property::Replicas));
    let most = drawn.and_then(|replicas| replicas.amount()).map_or(2, |amount| amount as u32).clamp(2, MOST_REPLICAS);
    toggle(ui, scene, &element, open, ("How many replicas", || OpenQuestion::Replicas { fewest: 1, most }));
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
                put(scene, id, &element, OpenQuestion::Replicas { fewest: low, most: high });
            }
        });
    });
}

/// What answers when the component cannot: nothing, or one of some others.
fn show_fallback(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, component: &ComponentId) {
    let element = ElementId::from(component);
    let open = find(project, &element, |question| matches!(question, OpenQuestion::Fallback(_)));
    let stated = project.system.components.get(component).and_then(|found| found.facts.stated.get(&Fact::Fallback));
    let first = || {
        let stated = match stated {
            Some(FactValue::Component(id)) => Some(Some(id.clone())),
            _ => None,
        };
        OpenQuestion::Fallback(std::iter::once(None).chain(stated).collect())
    };
    toggle(ui, scene, &element, open, ("What answers in its place", first));
    let Some((id, Choice { question: OpenQuestion::Fallback(options), .. })) = open else { return };
    let mut changed = None;
    ui.indent("fallback options", |ui| {
        for option in options {
            let text = option.as_ref().map_or_else(|| "nothing".to_owned(), |id| project.element_name(&id.into()));
            let mut is_option = true;
            if ui.checkbox(&mut is_option, text).changed() {
                changed = Some(options.iter().filter(|other| *other != option).cloned().collect::<Vec<_>>());
            }
        }
        let others = project.system.components.iter().filter(|(id, _)| *id != component);
        let others = others.map(|(id, found)| (Some(id.clone()), found.name.clone()));
        let all = std::iter::once((None, "nothing".to_owned())).chain(others);
        let new: Vec<_> =
            all.filter(|(option, _)| !options.contains(option)).map(|(id, text)| (Some(id), text)).collect();
        if !new.is_empty()
            && let Some(Some(option)) = pick(ui, "further fallback", "Further answer in its place", &None, &new)
        {
            changed = Some(options.iter().cloned().chain([option]).collect());
        }
    });
    if let Some(options) = changed {
        put(scene, id, &element, OpenQuestion::Fallback(options));
    }
}

/// Whether the element is part of the system, and what becomes of the calls to a component that is not.
fn show_presence(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, element: &ElementId) {
    let open = find(project, element, |question| matches!(question, OpenQuestion::Presence(_)));
    let is_component = matches!(element, ElementId::Component(_));
    let usual = if is_component { Absence::Bypassed } else { Absence::Dropped };
    toggle(ui, scene, element, open, ("Whether it is there at all", || OpenQuestion::Presence(usual)));
    let Some((id, Choice { question: OpenQuestion::Presence(absence), .. })) = open.filter(|_| is_component) else {
        return;
    };
    ui.indent("absence", |ui| {
        for (other, text, hint) in [
            (Absence::Bypassed, "Without it, calls go past it", "Its callers call what it would have called"),
            (
                Absence::Dropped,
                "Without it, calls to it are not made",
                "What it would have called is not called for it",
            ),
        ] {
            if ui.radio(*absence == other, text).on_hover_text(hint).clicked() && *absence != other {
                put(scene, id, element, OpenQuestion::Presence(other));
            }
        }
    });
}

fn toggle(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    element: &ElementId,
    open: Option<(&ChoiceId, &Choice)>,
    (label, question): (&str, impl FnOnce() -> OpenQuestion),
) {
    let mut is_open = open.is_some();
    if ui.add(Checkbox::new(&mut is_open, label)).changed() {
        if let Some((id, _)) = open {
            scene.edit(Edit::RemoveChoice(id.clone()));
        } else {
            let (id, choice) = create::choice(scene.session.project(), element.clone(), question());
            scene.edit(Edit::PutChoice(id, choice));
        }
    }
}

fn put(scene: &mut Scene<'_>, id: &ChoiceId, element: &ElementId, question: OpenQuestion) {
    scene.edit(Edit::PutChoice(id.clone(), Choice { element: element.clone(), question }));
}

fn find<'a>(
    project: &'a Project,
    element: &ElementId,
    fits: impl Fn(&OpenQuestion) -> bool,
) -> Option<(&'a ChoiceId, &'a Choice)> {
    project.choices.iter().find(|(_, choice)| choice.element == *element && fits(&choice.question))
}

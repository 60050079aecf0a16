//! What the keys do on the canvas; keys of commands are taken elsewhere.

use egui::Key;

use super::SketchView;
use super::canvas::Stage;
use super::palette::NewElement;
use super::picker::KindPicker;
use super::tool::{GRID, move_edits};
use crate::catalog::catalog;
use crate::gui::Scene;
use crate::model::{BoundaryKind, ElementId};
use crate::session::Action;

impl SketchView {
    pub(super) fn take_keys(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        let is_elsewhere = stage.ui.memory(|memory| memory.focused().is_some()) && !self.is_focused;
        let is_covered = stage.ui.memory(|memory| memory.top_modal_layer().is_some());
        let is_asking =
            self.renaming.is_some() || self.picker.is_some() || self.find.is_some() || self.gallery.is_some();
        if is_elsewhere || is_covered || is_asking {
            return;
        }
        let key = |key| stage.ui.input(|input| input.key_pressed(key));
        if key(Key::Escape) {
            self.placing = None;
            if self.is_focused {
                stage.ui.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
            }
        }
        let only = match scene.session.selection().iter().collect::<Vec<_>>().as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        };
        if let Some(element) = self.placing.take_if(|_| key(Key::Enter)) {
            self.place_where_room_is(scene, &element);
            return;
        }
        // With Alt it asks for the fields about it.
        let is_enter = key(Key::Enter) && !stage.ui.input(|input| input.modifiers.alt);
        if key(Key::F2) || is_enter {
            if let Some(element) = only.clone() {
                self.begin_renaming(&stage.project, element);
            }
            return;
        }
        nudge(stage, scene);
        if stage.ui.input(|input| input.modifiers.any()) {
            return;
        }
        if key(Key::C)
            && let Some(ElementId::Component(source)) = only
        {
            // By the keyboard alone: a name or a kind is typed; what is new stands beside its source.
            let shape = stage.diagram.shape(&ElementId::Component(source.clone())).unwrap_or_default();
            let beside = shape.center().moved(shape.size.width + 80.0, 0.0);
            let at = self.room_near(beside, crate::edit::create::COMPONENT_SIZE);
            self.picker = Some(KindPicker::from(source, at).with_existing());
            return;
        }
        if key(Key::Slash) {
            scene.ask(Action::Run(crate::session::Command::ShowCommands));
        }
        if let Some(element) = kind_of_key(stage) {
            self.placing = Some(element);
        }
    }
}

/// One key per kind that is drawn often.
fn kind_of_key(stage: &Stage<'_>) -> Option<NewElement> {
    let pressed = |name: &str| Key::from_name(name).is_some_and(|key| stage.ui.input(|input| input.key_pressed(key)));
    let components = catalog().component_kinds.iter().map(|(key, kind)| (key, kind.key.as_deref()));
    let component = components.filter_map(|(key, name)| Some((key, name?))).find(|(_, name)| pressed(name));
    if let Some((key, _)) = component {
        return Some(NewElement::Component(key.clone()));
    }
    let nodes = catalog().node_kinds.iter().map(|(key, kind)| (key, kind.key.as_deref()));
    let node = nodes.filter_map(|(key, name)| Some((key, name?))).find(|(_, name)| pressed(name));
    if let Some((key, _)) = node {
        return Some(NewElement::Node(key.clone()));
    }
    let others = [(Key::B, NewElement::Boundary(BoundaryKind::TrustZone)), (Key::N, NewElement::Note)];
    others.into_iter().find(|(key, _)| stage.ui.input(|input| input.key_pressed(*key))).map(|(_, element)| element)
}

/// Arrows move what is selected: by one unit, with Shift by a step of the grid.
fn nudge(stage: &Stage<'_>, scene: &mut Scene<'_>) {
    let step = if stage.ui.input(|input| input.modifiers.shift) { GRID } else { 1.0 };
    for (arrow, dx, dy) in [
        (Key::ArrowLeft, -step, 0.0),
        (Key::ArrowRight, step, 0.0),
        (Key::ArrowUp, 0.0, -step),
        (Key::ArrowDown, 0.0, step),
    ] {
        let selection = scene.session.selection();
        let times = stage.ui.input(|input| input.num_presses(arrow));
        if times == 0 || selection.is_empty() {
            continue;
        }
        let times = times as f32;
        let edits = move_edits(&stage.diagram, selection, (dx * times, dy * times));
        let label = match selection.first() {
            Some(only) if selection.len() == 1 => format!("move {}", stage.project.element_name(only)),
            _ => format!("move {} elements", selection.len()),
        };
        scene.ask(Action::EditAll(label, edits));
    }
}

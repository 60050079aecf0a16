//! What the pointer and the keys do on the canvas.

use std::collections::BTreeSet;

use egui::{CursorIcon, Key, PointerButton, Rect, Sense, Vec2};

use super::SketchView;
use super::canvas::Stage;
use super::places::{component_at, component_near, distance, shape_of};
use super::popups::KindPicker;
use super::tool::{Tool, enclosed, nudge};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::name;
use crate::model::{ComponentId, ConnectorId, ElementId, Point, Rectangle};
use crate::session::Action;

/// A connector is hit within this distance, in points of the screen.
const REACH: f32 = 6.0;

impl SketchView {
    /// Handles of the one selected or hovered box: from its edges to connect, at its corner to resize.
    pub(super) fn show_handles(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if self.tool != Tool::Idle || self.placing.is_some() || self.renaming.is_some() {
            return;
        }
        let painter = stage.ui.painter_at(self.view.canvas);
        let selected = match scene.session.selection().iter().collect::<Vec<_>>().as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        };
        if let Some(shape) = selected.as_ref().and_then(|element| shape_of(&stage.project, element)) {
            let corner = self.view.rect(shape).max;
            let rect = Rect::from_center_size(corner, Vec2::splat(14.0));
            let response = stage.ui.interact(rect, stage.ui.scope_id().with("resize"), Sense::drag());
            name(&response, "Resize");
            self.brush(&painter, stage.ui).corner_handle(corner);
            if response.drag_started()
                && let Some((element, from)) = selected.clone().zip(stage.pointer)
            {
                scene.ask(Action::Begin(format!("resize {}", stage.project.element_name(&element))));
                self.tool = Tool::Resizing { element, shape, from };
            }
            if response.hovered() {
                stage.ui.ctx().set_cursor_icon(CursorIcon::ResizeNwSe);
            }
        }
        let hovered = stage.pointer.and_then(|at| component_near(&stage.project, at, 10.0 / self.view.zoom));
        let of_selection = match &selected {
            Some(ElementId::Component(id)) => Some(id.clone()),
            _ => None,
        };
        for id in [of_selection, hovered].into_iter().flatten().collect::<BTreeSet<_>>() {
            self.show_ports(stage, scene, &id);
        }
    }

    /// The four places at a component's edges that connectors are drawn from.
    pub(super) fn show_ports(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, id: &ComponentId) {
        let Some(component) = stage.project.system.components.get(id) else { return };
        let painter = stage.ui.painter_at(self.view.canvas);
        let rect = self.view.rect(component.shape);
        let sides = [
            ("right", rect.right_center()),
            ("left", rect.left_center()),
            ("top", rect.center_top()),
            ("bottom", rect.center_bottom()),
        ];
        for (side, center) in sides {
            let place = Rect::from_center_size(center, Vec2::splat(14.0)).intersect(self.view.canvas);
            let response = stage.ui.interact(place, stage.ui.scope_id().with((id, side)), Sense::drag());
            name(&response, &format!("Connect {} from its {side}", component.name));
            self.brush(&painter, stage.ui).handle(center, response.hovered());
            if response.hovered() {
                stage.ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            }
            if response.drag_started() {
                scene.ask(Action::Select(BTreeSet::new()));
                self.tool = Tool::Connecting { source: id.clone(), to: self.view.to_drawing(center) };
            }
        }
    }

    pub(super) fn act_on_background(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        let Some(at) = stage.pointer else { return };
        if let Some(element) = self.placing.clone() {
            stage.ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            let is_released = stage.ui.input(|input| input.pointer.primary_released());
            if is_released && stage.ui.rect_contains_pointer(self.view.canvas) && !stage.is_panning {
                self.place(scene, &element, at);
            }
            return;
        }
        if stage.is_panning {
            return;
        }
        let background = &stage.background;
        if background.double_clicked() && self.connector_at(at).is_none() {
            self.picker = Some(KindPicker { at, source: None, search: String::new() });
        } else if background.clicked() {
            let hit = self.connector_at(at).map(ElementId::Connector);
            scene.ask(Action::Select(hit.into_iter().collect()));
            self.picker = None;
        }
        if background.drag_started_by(PointerButton::Primary)
            && let Some(from) = stage.ui.input(|input| input.pointer.press_origin())
        {
            let from = self.view.to_drawing(from);
            self.tool = Tool::Marquee { from, to: from };
        }
    }

    pub(super) fn drag(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if self.tool == Tool::Idle {
            return;
        }
        if stage.ui.input(|input| input.key_pressed(Key::Escape)) {
            scene.ask(Action::Abort);
            self.tool = Tool::Idle;
            return;
        }
        let Some(at) = stage.ui.input(|input| input.pointer.latest_pos()).map(|at| self.view.to_drawing(at)) else {
            return;
        };
        let free = stage.ui.input(|input| input.modifiers.alt);
        let edit = self.tool.drag(&stage.project, at, free);
        let has_moved = stage.ui.input(|input| input.pointer.delta() != Vec2::ZERO || input.pointer.any_released());
        if let Some(edit) = edit.filter(|_| has_moved) {
            scene.edit(edit);
        }
        if stage.ui.input(|input| !input.pointer.any_down() || input.pointer.primary_released()) {
            self.drop_tool(stage, scene, at);
        }
    }

    /// The button was released: what was dragged takes effect.
    pub(super) fn drop_tool(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, at: Point) {
        match std::mem::take(&mut self.tool) {
            Tool::Idle => {}
            Tool::Marquee { from, to } => {
                let adds = stage.ui.input(|input| input.modifiers.shift);
                let mut selection = if adds { scene.session.selection().clone() } else { BTreeSet::new() };
                selection.extend(enclosed(&stage.project, Rectangle::spanning(from, to)));
                scene.ask(Action::Select(selection));
            }
            moving @ Tool::Moving { .. } => {
                // The last step of the move is among this frame's actions: judge by where things will be.
                let mut moved = (*stage.project).clone();
                for action in scene.actions.iter() {
                    if let Action::Edit(edit) = action {
                        edit.apply(&mut moved).ok();
                    }
                }
                for edit in moving.deployments(&moved) {
                    scene.edit(edit);
                }
                scene.ask(Action::Commit);
            }
            Tool::Resizing { .. } => scene.ask(Action::Commit),
            Tool::Connecting { source, .. } => match component_at(&stage.project, at) {
                Some(target) if target == source => {}
                Some(target) => self.connect(scene, &source, &target),
                None => self.picker = Some(KindPicker { at, source: Some(source), search: String::new() }),
            },
        }
    }

    pub(super) fn connect(&self, scene: &mut Scene<'_>, source: &ComponentId, target: &ComponentId) {
        let (id, connector) = create::connector(scene.session.project(), source, target, self.connector);
        scene.edit(Edit::PutConnector(id.clone(), connector));
        scene.ask(Action::Select([ElementId::Connector(id)].into()));
    }

    pub(super) fn take_keys(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if stage.ui.ctx().egui_wants_keyboard_input() {
            return;
        }
        let key = |key| stage.ui.input(|input| input.key_pressed(key));
        if key(Key::Escape) {
            self.placing = None;
            self.picker = None;
        }
        let selection = scene.session.selection();
        if (key(Key::F2) || key(Key::Enter)) && selection.len() == 1 && self.picker.is_none() {
            let element = selection.iter().next().cloned();
            if let Some(element) = element {
                self.begin_renaming(&stage.project, element);
            }
        }
        let step = if stage.ui.input(|input| input.modifiers.shift) { 10.0 } else { 1.0 };
        for (arrow, dx, dy) in [
            (Key::ArrowLeft, -step, 0.0),
            (Key::ArrowRight, step, 0.0),
            (Key::ArrowUp, 0.0, -step),
            (Key::ArrowDown, 0.0, step),
        ] {
            if key(arrow)
                && let Some(edit) = nudge(&stage.project, scene.session.selection(), dx, dy)
            {
                scene.edit(edit);
            }
        }
    }

    pub(super) fn connector_at(&mut self, at: Point) -> Option<ConnectorId> {
        let reach = REACH / self.view.zoom;
        let near = |points: &[Point]| points.windows(2).any(|pair| distance(at, pair[0], pair[1]) <= reach);
        self.lines.1.iter().find(|drawn| near(&drawn.points)).map(|drawn| drawn.id.clone())
    }
}

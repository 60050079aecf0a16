//! What the pointer does on the canvas.

use std::collections::BTreeSet;

use egui::{CursorIcon, Key, PointerButton};

use super::canvas::Stage;
use super::picker::KindPicker;
use super::tool::{Manner, Moving, Outcome, Relabeling, Tool, enclosed};
use super::{SketchView, is_on_grid};
use crate::diagram::{Hit, whole_system};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::model::{ComponentId, Connector, ElementId, Line, Point, Rectangle, ViewKey};
use crate::session::Action;

/// A connector is hit within this distance, in points of the screen.
const REACH: f32 = 6.0;
/// Neighbours catch what comes this close, in points of the screen.
const CATCH: f32 = 6.0;

impl SketchView {
    /// How far from a line the pointer still hits it, in units of the drawing.
    pub(super) fn reach(&self) -> f32 {
        REACH / self.view.zoom
    }

    /// Where the button went down. A fast drag is noticed only when the pointer is well away from there.
    pub(super) fn press_origin(&self, stage: &Stage<'_>) -> Option<Point> {
        stage.ui.input(|input| input.pointer.press_origin()).map(|at| self.view.to_drawing(at))
    }

    pub(super) fn take_pointer(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if self.tool != Tool::Idle {
            self.drag(stage, scene);
        } else if self.placing.is_some() {
            self.place_at_pointer(stage, scene);
        } else if !stage.is_panning {
            self.click(stage, scene);
            self.begin_drag(stage, scene);
        }
        self.offer_menu(stage, scene);
    }

    fn place_at_pointer(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        let Some((element, at)) = self.placing.clone().zip(stage.pointer) else { return };
        stage.ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        let is_released = stage.ui.input(|input| input.pointer.primary_released());
        if is_released && stage.ui.rect_contains_pointer(self.view.canvas) && !stage.is_panning {
            self.place(scene, &element, at);
        }
    }

    fn click(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        let background = &stage.background;
        let Some(at) = stage.pointer else { return };
        let hit = stage.diagram.at(at, self.reach());
        if background.double_clicked() {
            match hit {
                // The box for the whole system opens into its components.
                Some(hit) if hit.element == ElementId::Component(whole_system()) => {
                    scene.ask(Action::ShowView(ViewKey::Components));
                }
                Some(Hit { element, is_inside: false }) => self.begin_renaming(&stage.project, element),
                _ => self.picker = Some(KindPicker::at(at)),
            }
        } else if background.clicked() {
            self.picker = None;
            let hit = hit.map(|hit| hit.element).filter(|element| stage.project.system.contains(element));
            if Self::click_on_path(stage, scene, hit.as_ref()) {
                return;
            }
            select(stage, scene, hit);
        }
    }

    fn begin_drag(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if !stage.background.drag_started_by(PointerButton::Primary) {
            return;
        }
        let Some(from) = self.press_origin(stage) else { return };
        let is_shift = stage.ui.input(|input| input.modifiers.shift);
        match stage.diagram.at(from, self.reach()) {
            None => self.tool = Tool::Marquee { from, to: from },
            Some(hit) if hit.is_inside && is_shift => self.tool = Tool::Marquee { from, to: from },
            Some(Hit { element: ElementId::Connector(id), .. }) => {
                let element = ElementId::Connector(id.clone());
                scene.ask(Action::Select([element.clone()].into()));
                let line = stage.diagram.system().connectors.get(&id).map(|connector| connector.line.clone());
                let label = stage.diagram.connector(&element).zip(line);
                let label = label.filter(|(drawn, _)| {
                    drawn.ids.len() == 1 && drawn.plate.as_ref().is_some_and(|(plate, _)| plate.contains(from))
                });
                if let Some(tool) = label.and_then(|(drawn, line)| Relabeling::new(drawn, line, from)) {
                    self.tool = Tool::Relabeling(tool);
                }
            }
            Some(Hit { element, .. }) => {
                let mut selection = scene.session.selection().clone();
                if !selection.contains(&element) {
                    selection = with_group(stage, &element);
                    scene.ask(Action::Select(selection.clone()));
                }
                if let Some(moving) = Moving::new(&stage.diagram, &selection, from, self.view.shown()) {
                    self.tool = Tool::Moving(moving);
                    self.drag(stage, scene);
                }
            }
        }
    }

    fn drag(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if stage.ui.input(|input| input.key_pressed(Key::Escape)) {
            self.tool = Tool::Idle;
            return;
        }
        let Some(at) = stage.ui.input(|input| input.pointer.latest_pos()).map(|at| self.view.to_drawing(at)) else {
            return;
        };
        let modifiers = stage.ui.input(|input| input.modifiers);
        let manner = Manner {
            free: modifiers.command,
            straight: modifiers.shift,
            copy: modifiers.alt,
            on_grid: is_on_grid(scene),
            reach: CATCH / self.view.zoom,
        };
        self.tool.drag(&stage.diagram, at, manner);
        self.scroll_at_the_edge(stage);
        if stage.ui.input(|input| !input.pointer.any_down() || input.pointer.primary_released()) {
            self.let_go(stage, scene, at);
        }
    }

    /// What is dragged to the edge of the canvas pulls the drawing along.
    fn scroll_at_the_edge(&mut self, stage: &Stage<'_>) {
        let Some(at) = stage.ui.input(|input| input.pointer.latest_pos()) else { return };
        let inner = self.view.canvas.shrink(24.0);
        let beyond = at - inner.clamp(at);
        if beyond == egui::Vec2::ZERO {
            return;
        }
        let seconds = stage.ui.input(|input| input.stable_dt).min(0.05);
        self.view.pan(-beyond.clamp(egui::Vec2::splat(-40.0), egui::Vec2::splat(40.0)) * 12.0 * seconds);
        stage.ui.ctx().request_repaint();
    }

    /// The button was released: what was dragged takes effect, as one step.
    fn let_go(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, at: Point) {
        match std::mem::take(&mut self.tool) {
            Tool::Marquee { from, to } => {
                let adds = stage.ui.input(|input| input.modifiers.shift);
                let mut selection = if adds { scene.session.selection().clone() } else { BTreeSet::new() };
                selection.extend(enclosed(&stage.diagram, Rectangle::spanning(from, to)));
                scene.ask(Action::Select(selection));
            }
            Tool::Connecting { source, .. } => match component_at(stage, at) {
                Some(target) => self.connect(scene, &source, &target),
                None => {
                    self.picker = Some(KindPicker::from(source, at));
                }
            },
            Tool::Reattaching { connector, is_target, .. } => {
                let before = stage.project.system.connectors.get(&connector);
                if let Some((target, before)) = component_at(stage, at).zip(before) {
                    let mut after = Connector { line: Line::default(), ..before.clone() };
                    *(if is_target { &mut after.target } else { &mut after.source }) = target;
                    if after.source != before.source || after.target != before.target {
                        let label = "reconnect".to_owned();
                        scene.ask(Action::EditAll(label, vec![Edit::PutConnector(connector, after)]));
                    }
                }
            }
            tool => {
                let Outcome { label, edits, selection } = tool.finish(&stage.diagram);
                if !edits.is_empty() {
                    scene.ask(Action::EditAll(label, edits));
                }
                if let Some(selection) = selection {
                    scene.ask(Action::Select(selection));
                }
            }
        }
    }

    pub(super) fn connect(&self, scene: &mut Scene<'_>, source: &ComponentId, target: &ComponentId) {
        let (id, connector) = create::connector(scene.session.project(), source, target, self.connector);
        scene.edit(Edit::PutConnector(id.clone(), connector));
        scene.ask(Action::Select([ElementId::Connector(id)].into()));
    }

    fn offer_menu(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if stage.background.secondary_clicked() {
            self.menu_at = stage.pointer;
            let hit = stage.pointer.and_then(|at| stage.diagram.at(at, self.reach())).map(|hit| hit.element);
            if let Some(element) = hit.filter(|element| !scene.session.selection().contains(element)) {
                scene.ask(Action::Select(with_group(stage, &element)));
            }
        }
        stage.background.clone().context_menu(|ui| self.show_menu(ui, scene));
    }
}

/// Selects what was clicked, with its group; Shift adds or takes away, Ctrl reaches into a group.
fn select(stage: &Stage<'_>, scene: &mut Scene<'_>, hit: Option<ElementId>) {
    let modifiers = stage.ui.input(|input| input.modifiers);
    let mut selection = if modifiers.shift { scene.session.selection().clone() } else { BTreeSet::new() };
    if let Some(element) = hit {
        let members = if modifiers.command { [element.clone()].into() } else { with_group(stage, &element) };
        if selection.contains(&element) {
            selection.retain(|selected| !members.contains(selected));
        } else {
            selection.extend(members);
        }
    }
    if selection != *scene.session.selection() {
        scene.ask(Action::Select(selection));
    }
}

fn component_at(stage: &Stage<'_>, at: Point) -> Option<ComponentId> {
    match &stage.diagram.box_near(at, 0.0)?.element {
        ElementId::Component(id) => stage.project.system.components.contains_key(id).then(|| id.clone()),
        _ => None,
    }
}

/// The element, and the other members of its group.
fn with_group(stage: &Stage<'_>, element: &ElementId) -> BTreeSet<ElementId> {
    let groups = &stage.project.system.groups;
    let members = groups.values().find(|members| members.contains(element)).cloned();
    members.unwrap_or_else(|| [element.clone()].into())
}

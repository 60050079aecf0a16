//! The canvas: shows the drawing and turns pointer and keys into actions.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{
    Area, CursorIcon, Frame, Id, Key, PointerButton, Rect, Response, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo,
};

use super::paint::{Brush, Emphasis};
use super::palette::{NewElement, show_picker};
use super::tool::{Tool, enclosed, nudge};
use super::{SketchView, inspector};
use crate::analysis::Analysis;
use crate::catalog::catalog;
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{empty_state, name};
use crate::gui::theme::palette;
use crate::model::{ComponentId, ConnectorId, ElementId, Point, Project, Rectangle, Unit};
use crate::session::Action;

/// A connector is hit within this distance, in points of the screen.
const REACH: f32 = 6.0;

/// The small window that asks for a kind.
#[derive(Debug)]
pub(super) struct KindPicker {
    /// Where the new component's middle will be.
    at: Point,
    /// Connected from this component.
    source: Option<ComponentId>,
    search: String,
}

/// What one frame of the canvas works with.
struct Stage<'a> {
    ui: &'a Ui,
    project: Arc<Project>,
    background: Response,
    /// The pointer on the drawing, while it is over the canvas.
    pointer: Option<Point>,
    is_panning: bool,
}

impl SketchView {
    pub(super) fn show_canvas(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let canvas = self.view.canvas;
        let background = ui.interact(canvas, ui.scope_id().with("canvas"), Sense::click_and_drag());
        background.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Drawing"));
        let is_panning = self.navigate(ui, &background);
        let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|at| canvas.contains(*at));
        let pointer = pointer.map(|at| self.view.to_drawing(at));
        let stage = Stage { ui, project: Arc::clone(scene.session.project()), background, pointer, is_panning };
        let painter = ui.painter_at(canvas);
        Brush { painter: &painter, view: self.view, palette: palette(ui.visuals()) }.grid();
        let target = self.drop_target(&stage);
        self.show_nodes(&stage, scene, target.as_ref());
        self.show_connectors(&stage, scene);
        self.show_components(&stage, scene, target.as_ref());
        self.show_handles(&stage, scene);
        self.act_on_background(&stage, scene);
        self.drag(&stage, scene);
        self.take_keys(&stage, scene);
        self.show_tool(&stage);
        self.show_name_field(ui, scene);
        self.show_kind_picker(ui, scene);
        if scene.session.project().system.components.is_empty() && scene.session.project().system.nodes.is_empty() {
            self.show_empty(ui);
        }
    }

    /// Scrolls, zooms and pans. Says whether the pointer is panning now.
    fn navigate(&mut self, ui: &Ui, background: &Response) -> bool {
        let canvas = self.view.canvas;
        if ui.rect_contains_pointer(canvas) {
            let (zoom, scroll) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta()));
            let at = ui.input(|input| input.pointer.hover_pos()).unwrap_or(canvas.center());
            if zoom == 1.0 {
                self.view.pan(scroll);
            } else {
                self.view.zoom_at(at, zoom);
            }
        }
        let is_held = ui.input(|input| {
            let with_space = input.key_down(Key::Space) && input.pointer.primary_down();
            input.pointer.middle_down() || with_space
        });
        let is_panning = is_held && ui.rect_contains_pointer(canvas) && !ui.ctx().egui_wants_keyboard_input();
        if is_panning || background.dragged_by(PointerButton::Secondary) {
            self.view.pan(ui.input(|input| input.pointer.delta()));
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
        is_panning
    }

    fn brush<'a>(&self, painter: &'a egui::Painter, ui: &Ui) -> Brush<'a> {
        Brush { painter, view: self.view, palette: palette(ui.visuals()) }
    }

    /// What a drop would land on now: a node for boxes that are moved or placed, a component for a connector.
    fn drop_target(&self, stage: &Stage<'_>) -> Option<ElementId> {
        match &self.tool {
            Tool::Moving { components, .. } => {
                let [(id, _)] = components.as_slice() else { return None };
                let center = stage.project.system.components.get(id)?.shape.center();
                create::node_at(&stage.project, center).map(ElementId::Node)
            }
            Tool::Connecting { to, .. } => component_at(&stage.project, *to).map(ElementId::Component),
            _ if matches!(self.placing, Some(NewElement::Component(_))) => {
                create::node_at(&stage.project, stage.pointer?).map(ElementId::Node)
            }
            _ => None,
        }
    }

    fn show_nodes(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, target: Option<&ElementId>) {
        let painter = stage.ui.painter_at(self.view.canvas);
        for (id, node) in &stage.project.system.nodes {
            let element = ElementId::Node(id.clone());
            let kind = catalog().node_kind(&node.kind).map_or(node.kind.as_str(), |kind| kind.label.as_str());
            let label = format!("Node {}, {kind}", node.name);
            let response = self.interact(stage, scene, &element, (node.shape, label));
            let emphasis = Emphasis {
                is_selected: scene.session.selection().contains(&element),
                is_hovered: response.hovered(),
                is_target: target == Some(&element),
            };
            self.brush(&painter, stage.ui).node(node, emphasis);
        }
    }

    fn show_components(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, target: Option<&ElementId>) {
        let painter = stage.ui.painter_at(self.view.canvas);
        let analysis = scene.session.analysis().cloned();
        for (id, component) in &stage.project.system.components {
            let element = ElementId::Component(id.clone());
            let kind = catalog().component_kind(&component.kind);
            let kind = kind.map_or(component.kind.as_str(), |kind| kind.label.as_str());
            let node = component.deployed_on.as_ref().and_then(|node| stage.project.system.nodes.get(node));
            let place = node.map_or_else(String::new, |node| format!(", on {}", node.name));
            let label = format!("Component {}, {kind}{place}", component.name);
            let response = self.interact(stage, scene, &element, (component.shape, label));
            let emphasis = Emphasis {
                is_selected: scene.session.selection().contains(&element),
                is_hovered: response.hovered() && self.tool == Tool::Idle,
                is_target: target == Some(&element),
            };
            let brush = self.brush(&painter, stage.ui);
            brush.component(component, emphasis);
            if let Some((text, is_bad)) = analysis.as_ref().and_then(|analysis| load_text(analysis, id)) {
                brush.load(component.shape, &text, if is_bad { brush.palette.bad } else { brush.palette.weak });
            }
        }
    }

    fn show_connectors(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        let painter = stage.ui.painter_at(self.view.canvas);
        let lines = self.lines(&stage.project).to_vec();
        for drawn in &lines {
            let Some(connector) = stage.project.system.connectors.get(&drawn.id) else { continue };
            let element = ElementId::Connector(drawn.id.clone());
            let is_selected = scene.session.selection().contains(&element);
            self.brush(&painter, stage.ui).connector(drawn, connector.kind, is_selected);
        }
        for drawn in &lines {
            let element = ElementId::Connector(drawn.id.clone());
            let label = format!("Connector {}", stage.project.element_name(&element).replace('→', "to"));
            let middle = middle_of(&drawn.points);
            let shape = drawn
                .plate
                .as_ref()
                .map_or(Rectangle::new(middle.x - 8.0, middle.y - 8.0, 16.0, 16.0), |plate| plate.0);
            self.interact(stage, scene, &element, (shape, label));
            let is_selected = scene.session.selection().contains(&element);
            self.brush(&painter, stage.ui).plate(drawn, is_selected);
        }
    }

    /// Makes an element something that can be clicked, dragged, renamed and found by assistive technology.
    fn interact(
        &mut self,
        stage: &Stage<'_>,
        scene: &mut Scene<'_>,
        element: &ElementId,
        (shape, label): (Rectangle, String),
    ) -> Response {
        let rect = self.view.rect(shape).intersect(self.view.canvas);
        let response = stage.ui.interact(rect, stage.ui.scope_id().with(element), Sense::click_and_drag());
        let is_selected = scene.session.selection().contains(element);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &label));
        if stage.is_panning || self.placing.is_some() {
            return response;
        }
        let adds = stage.ui.input(|input| input.modifiers.shift || input.modifiers.command);
        if response.clicked() {
            let mut selection = if adds { scene.session.selection().clone() } else { BTreeSet::new() };
            if !(adds && selection.remove(element)) {
                selection.insert(element.clone());
            }
            scene.ask(Action::Select(selection));
        }
        if response.double_clicked() {
            self.begin_renaming(&stage.project, element.clone());
        }
        if response.drag_started_by(PointerButton::Primary) && self.tool == Tool::Idle {
            self.begin_moving(stage, scene, element);
        }
        response.context_menu(|ui| self.show_menu(ui, scene, element));
        response
    }

    fn begin_moving(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, element: &ElementId) {
        let Some(from) = stage.ui.input(|input| input.pointer.press_origin()) else { return };
        let mut selection = scene.session.selection().clone();
        if !selection.contains(element) {
            selection = [element.clone()].into();
            scene.ask(Action::Select(selection.clone()));
        }
        let mut tool = Tool::moving(&stage.project, &selection, self.view.to_drawing(from));
        if let Some(edit) = tool.drag(&stage.project, self.view.to_drawing(from), true) {
            scene.ask(Action::Begin(edit.label(&stage.project)));
            self.tool = tool;
        }
    }

    pub(super) fn begin_renaming(&mut self, project: &Project, element: ElementId) {
        let text = match &element {
            ElementId::Connector(id) => project.system.connectors.get(id).map(|connector| connector.label.clone()),
            element => Some(project.element_name(element)),
        };
        self.renaming = text.map(|text| (element, text));
    }

    /// Handles of the one selected or hovered box: from its edges to connect, at its corner to resize.
    fn show_handles(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
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
    fn show_ports(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, id: &ComponentId) {
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

    fn act_on_background(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
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

    fn drag(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
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
    fn drop_tool(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, at: Point) {
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

    fn connect(&self, scene: &mut Scene<'_>, source: &ComponentId, target: &ComponentId) {
        let (id, connector) = create::connector(scene.session.project(), source, target, self.connector);
        scene.edit(Edit::PutConnector(id.clone(), connector));
        scene.ask(Action::Select([ElementId::Connector(id)].into()));
    }

    fn take_keys(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
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

    fn show_tool(&self, stage: &Stage<'_>) {
        let painter = stage.ui.painter_at(self.view.canvas);
        let brush = self.brush(&painter, stage.ui);
        match &self.tool {
            Tool::Marquee { from, to } => brush.frame(Rectangle::spanning(*from, *to)),
            Tool::Connecting { source, to } => {
                if let Some(component) = stage.project.system.components.get(source) {
                    let points = [self.view.to_screen(component.shape.center()), self.view.to_screen(*to)];
                    brush.line(&points, self.connector, brush.palette.accent, 1.2);
                }
            }
            _ => {}
        }
        if let Some((element, at)) = self.placing.as_ref().zip(stage.pointer) {
            let (width, height) = match element {
                NewElement::Component(_) => create::COMPONENT_SIZE,
                NewElement::Node(_) => create::NODE_SIZE,
            };
            brush.frame(Rectangle::new(at.x - width / 2.0, at.y - height / 2.0, width, height));
        }
    }

    fn show_name_field(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let Some((element, mut text)) = self.renaming.take() else { return };
        let Some(place) = self.name_place(scene.session.project(), &element) else { return };
        let field = ui.put(place, TextEdit::singleline(&mut text).align(egui::Align2::CENTER_CENTER));
        name(&field, "New name");
        let is_new = ui.data(|data| data.get_temp::<ElementId>(field.id)) != Some(element.clone());
        if is_new {
            field.request_focus();
            ui.data_mut(|data| data.insert_temp(field.id, element.clone()));
        }
        if field.lost_focus() {
            ui.data_mut(|data| data.remove::<ElementId>(field.id));
            if !ui.input(|input| input.key_pressed(Key::Escape)) {
                scene.actions.extend(inspector::rename(scene.session.project(), &element, &text).map(Action::Edit));
            }
            return;
        }
        self.renaming = Some((element, text));
    }

    fn name_place(&mut self, project: &Arc<Project>, element: &ElementId) -> Option<Rect> {
        let rect = match element {
            ElementId::Component(id) => self.view.rect(project.system.components.get(id)?.shape),
            ElementId::Node(id) => {
                let rect = self.view.rect(project.system.nodes.get(id)?.shape);
                Rect::from_min_size(rect.min, Vec2::new(rect.width(), 30.0))
            }
            ElementId::Connector(id) => {
                let points = self.lines(project).iter().find(|drawn| drawn.id == *id)?.points.clone();
                Rect::from_center_size(self.view.to_screen(middle_of(&points)), Vec2::new(160.0, 26.0))
            }
        };
        Some(Rect::from_center_size(rect.center(), Vec2::new(rect.width().max(140.0) - 8.0, 26.0)))
    }

    fn show_kind_picker(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let Some(mut picker) = self.picker.take() else { return };
        let corner = self.view.to_screen(picker.at);
        let area = Area::new(Id::unique("kind picker")).fixed_pos(corner).constrain_to(self.view.canvas);
        let chosen =
            area.show(ui.ctx(), |ui| Frame::popup(ui.style()).show(ui, |ui| show_picker(ui, &mut picker.search)).inner);
        if ui.input(|input| input.key_pressed(Key::Escape))
            || chosen.response.clicked_elsewhere() && picker.source.is_none()
        {
            return;
        }
        let Some(kind) = chosen.inner else {
            self.picker = Some(picker);
            return;
        };
        let Some(source) = picker.source else {
            self.place(scene, &NewElement::Component(kind), picker.at);
            return;
        };
        let project = scene.session.project();
        let (id, component) = create::component(project, &kind, picker.at);
        let (connector_id, connector) = create::connector(project, &source, &id, self.connector);
        let label = format!("add {}", component.name);
        let edits = vec![Edit::PutComponent(id.clone(), component), Edit::PutConnector(connector_id, connector)];
        scene.ask(Action::EditAll(label, edits));
        scene.ask(Action::Select([ElementId::Component(id)].into()));
    }

    fn show_menu(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, element: &ElementId) {
        if ui.button("Rename").clicked() {
            self.begin_renaming(scene.session.project(), element.clone());
            ui.close();
        }
        if let ElementId::Component(id) = element {
            let components = scene.session.project().system.components.clone();
            ui.menu_button("Connect to", |ui| {
                for (target, component) in components.iter().filter(|(other, _)| *other != id) {
                    if ui.button(&component.name).clicked() {
                        self.connect(scene, id, target);
                        ui.close();
                    }
                }
            });
        }
        if ui.button("Delete").clicked() {
            let selection = scene.session.selection();
            let all =
                if selection.contains(element) { selection.iter().cloned().collect() } else { vec![element.clone()] };
            scene.edit(Edit::Delete(all));
            ui.close();
        }
    }

    fn show_empty(&self, ui: &mut Ui) {
        let place = self.view.canvas.shrink(24.0);
        ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
            let text = "Double-click here, or click a kind on the left and then the place for it. Draw from a component's edge to connect.";
            empty_state(ui, "Nothing is drawn yet", text, |_| {});
        });
    }

    fn connector_at(&mut self, at: Point) -> Option<ConnectorId> {
        let reach = REACH / self.view.zoom;
        let near = |points: &[Point]| points.windows(2).any(|pair| distance(at, pair[0], pair[1]) <= reach);
        self.lines.1.iter().find(|drawn| near(&drawn.points)).map(|drawn| drawn.id.clone())
    }
}

fn component_at(project: &Project, at: Point) -> Option<ComponentId> {
    component_near(project, at, 0.0)
}

fn component_near(project: &Project, at: Point, margin: f32) -> Option<ComponentId> {
    let mut components = project.system.components.iter().rev();
    components.find(|(_, component)| component.shape.grown(margin).contains(at)).map(|(id, _)| id.clone())
}

fn shape_of(project: &Project, element: &ElementId) -> Option<Rectangle> {
    match element {
        ElementId::Component(id) => project.system.components.get(id).map(|component| component.shape),
        ElementId::Node(id) => project.system.nodes.get(id).map(|node| node.shape),
        ElementId::Connector(_) => None,
    }
}

/// Utilisation of a component at peak load, and whether it is too much.
fn load_text(analysis: &Analysis, id: &ComponentId) -> Option<(String, bool)> {
    let load = analysis.scenarios.iter().find_map(|scenario| scenario.loads.get(id))?;
    let percent = load.utilisation.amount_in(Unit::Percent)?;
    if percent >= 100.0 { Some(("overloaded".to_owned(), true)) } else { Some((format!("{percent:.0} % busy"), false)) }
}

fn middle_of(points: &[Point]) -> Point {
    let total: f32 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    let mut left = total / 2.0;
    for pair in points.windows(2) {
        let length = pair[0].distance(pair[1]);
        if length >= left && length > 0.0 {
            let share = left / length;
            return pair[0].moved((pair[1].x - pair[0].x) * share, (pair[1].y - pair[0].y) * share);
        }
        left -= length;
    }
    points.first().copied().unwrap_or_default()
}

/// Distance of a point from the line between two others.
fn distance(point: Point, from: Point, to: Point) -> f32 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx * dx + dy * dy;
    let share = if length == 0.0 { 0.0 } else { ((point.x - from.x) * dx + (point.y - from.y) * dy) / length };
    point.distance(from.moved(dx * share.clamp(0.0, 1.0), dy * share.clamp(0.0, 1.0)))
}

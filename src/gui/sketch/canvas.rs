//! The canvas: shows the drawing; every element of it can be found and clicked.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{CursorIcon, Key, PointerButton, Response, Role, Sense, Ui, WidgetInfo};

use super::SketchView;
use super::paint::{Brush, Emphasis};
use super::palette::NewElement;
use super::places::{component_at, middle_of};
use super::tool::Tool;
use crate::analysis::Analysis;
use crate::catalog::catalog;
use crate::edit::create;
use crate::gui::Scene;
use crate::gui::theme::palette;
use crate::model::{ComponentId, ElementId, Point, Project, Rectangle, Unit};
use crate::session::Action;

/// What one frame of the canvas works with.
pub(super) struct Stage<'a> {
    pub ui: &'a Ui,
    pub project: Arc<Project>,
    pub background: Response,
    /// The pointer on the drawing, while it is over the canvas.
    pub pointer: Option<Point>,
    pub is_panning: bool,
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
    pub(super) fn navigate(&mut self, ui: &Ui, background: &Response) -> bool {
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

    pub(super) fn brush<'a>(&self, painter: &'a egui::Painter, ui: &Ui) -> Brush<'a> {
        Brush { painter, view: self.view, palette: palette(ui.visuals()) }
    }

    /// What a drop would land on now: a node for boxes that are moved or placed, a component for a connector.
    pub(super) fn drop_target(&self, stage: &Stage<'_>) -> Option<ElementId> {
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

    pub(super) fn show_nodes(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, target: Option<&ElementId>) {
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

    pub(super) fn show_components(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, target: Option<&ElementId>) {
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

    pub(super) fn show_connectors(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
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
    pub(super) fn interact(
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

    pub(super) fn begin_moving(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, element: &ElementId) {
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

    pub(super) fn show_tool(&self, stage: &Stage<'_>) {
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
}

/// Utilisation of a component at peak load, and whether it is too much.
fn load_text(analysis: &Analysis, id: &ComponentId) -> Option<(String, bool)> {
    let load = analysis.scenarios.iter().find_map(|scenario| scenario.loads.get(id))?;
    let percent = load.utilisation.amount_in(Unit::Percent)?;
    if percent >= 100.0 { Some(("overloaded".to_owned(), true)) } else { Some((format!("{percent:.0} % busy"), false)) }
}

//! The canvas: shows the drawing, with what the drag under way would make of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{CursorIcon, Key, Painter, PointerButton, Response, Role, Sense, Ui, WidgetInfo};

use super::SketchView;
use super::absent::FAINT;
use super::badges::{Badge, badges};
use super::heat::{Heat, HeatMap};
use super::paint::{Brush, Emphasis, Overview, SHAPES_FROM};
use super::palette::NewElement;
use super::tool::Tool;
use crate::diagram::{Diagram, DrawnConnector, Placed, Visible};
use crate::edit::create;
use crate::gui::Scene;
use crate::gui::theme::palette;
use crate::model::{ComponentId, ElementId, Point, Project, Rectangle, Unit};

/// What one frame of the canvas works with.
pub(super) struct Stage<'a> {
    pub ui: &'a Ui,
    pub project: Arc<Project>,
    pub diagram: Arc<Diagram>,
    pub background: Response,
    /// The pointer on the drawing, while it is over the canvas.
    pub pointer: Option<Point>,
    /// What is under the pointer.
    pub hovered: Option<ElementId>,
    pub is_panning: bool,
    /// What is in sight, and what is dragged with its connectors.
    pub visible: Visible,
    /// What the drawing is coloured by.
    pub heat: Arc<HeatMap>,
    badges: BTreeMap<ComponentId, Badge>,
}

impl SketchView {
    pub(super) fn show_canvas(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let canvas = self.view.canvas;
        let background = ui.interact(canvas, ui.scope_id().with("canvas"), Sense::click_and_drag());
        let is_panning = self.navigate(ui, &background);
        let project = Arc::clone(scene.session.project());
        let diagram = self.routing.diagram(&project, scene.session.view(), ui.ctx());
        self.absent.update(&project, scene.session.design());
        let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|at| canvas.contains(*at));
        let pointer = pointer.map(|at| self.view.to_drawing(at));
        let is_over = background.hovered() || background.dragged();
        let hovered = pointer.filter(|_| is_over && !is_panning).and_then(|at| diagram.at(at, self.reach()));
        let hovered = hovered.map(|hit| hit.element);
        self.move_on(ui, &diagram);
        // What is dragged may come from outside of what is in sight.
        let moving = self.moving_shapes().into_iter().flat_map(BTreeMap::keys);
        let visible = diagram.visible_with(self.view.shown(), moving);
        background.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, Self::spoken_of_all(&visible)));
        let heat = self.heat_map(&diagram, scene.session.analysis());
        let analysis = scene.session.analysis();
        let badges = analysis.map(|analysis| badges(&project, analysis)).unwrap_or_default();
        let stage = Stage { ui, project, diagram, background, pointer, hovered, is_panning, visible, heat, badges };
        let painter = ui.painter_at(canvas);
        let brush = Brush { painter: &painter, view: self.view, palette: palette(ui.visuals()) };
        brush.grid();
        if self.view.zoom < SHAPES_FROM {
            self.show_overview(&stage, &brush, scene);
        } else {
            self.show_elements(&stage, &brush, scene);
        }
        self.show_difference(&stage, &brush);
        self.show_path(&stage, &brush, scene);
        self.show_tool(&stage, &brush);
        self.offer_elements(&stage, scene);
        self.show_handles(&stage, scene);
        self.take_pointer(&stage, scene);
        self.take_keys(&stage, scene);
        let is_empty = stage.project.system.elements().next().is_none();
        let shows_nothing = !is_empty && stage.diagram.system().elements().next().is_none();
        self.show_name_field(ui, scene);
        self.show_kind_picker(ui, scene);
        if is_empty && self.placing.is_none() && self.picker.is_none() {
            self.show_empty(ui, scene);
        } else if shows_nothing {
            self.show_nothing_here(ui, scene);
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
        let is_typing = ui.ctx().text_edit_focused();
        let with_space = ui.input(|input| input.key_down(Key::Space)) && !is_typing;
        let is_over = ui.rect_contains_pointer(canvas);
        if with_space && is_over {
            ui.ctx().set_cursor_icon(CursorIcon::Grab);
        }
        let is_held = ui.input(|input| input.pointer.middle_down() || (with_space && input.pointer.primary_down()));
        let is_panning = is_held && is_over && self.tool == Tool::Idle;
        if is_panning || background.dragged_by(PointerButton::Secondary) {
            self.view.pan(ui.input(|input| input.pointer.delta()));
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
        is_panning || (with_space && is_over && self.tool == Tool::Idle)
    }

    /// Where an element is, with what is dragged where the drag has taken it.
    pub(super) fn shape_now(&self, placed: &Placed) -> Rectangle {
        self.moving_shapes().and_then(|shapes| shapes.get(&placed.element)).copied().unwrap_or(placed.shape)
    }

    /// Shapes that differ from those of the diagram, while something is dragged or moves to its new place by itself.
    fn moving_shapes(&self) -> Option<&BTreeMap<ElementId, Rectangle>> {
        self.tool.shapes().or_else(|| self.motion.as_ref().map(|motion| &motion.now))
    }

    fn show_elements(&self, stage: &Stage<'_>, brush: &Brush<'_>, scene: &Scene<'_>) {
        let target = self.drop_target(stage);
        let frames = listed(&stage.diagram.frames, &stage.visible.frames);
        for placed in frames {
            self.show_box(stage, brush, (placed, self.shape_now(placed)), scene, target.as_ref());
        }
        let shown = self.shown_connectors(stage);
        let faint = faint(brush.painter);
        let faint = Brush { painter: &faint, view: brush.view, palette: brush.palette };
        for (drawn, points) in &shown {
            let is_strong = self.is_strong(drawn, stage, scene);
            let brush = if self.is_absent(drawn) { &faint } else { brush };
            brush.connector(points, drawn.kind, is_strong);
        }
        let boxes = listed(&stage.diagram.boxes, &stage.visible.boxes);
        let moves = |placed: &&Placed| self.moving_shapes().is_some_and(|shapes| shapes.contains_key(&placed.element));
        // What is dragged lies in front until it is let go.
        let (moving, still): (Vec<_>, Vec<_>) = boxes.partition(moves);
        for placed in still.into_iter().chain(moving) {
            self.show_box(stage, brush, (placed, self.shape_now(placed)), scene, target.as_ref());
        }
        for placed in listed(&stage.diagram.notes, &stage.visible.notes) {
            self.show_box(stage, brush, (placed, self.shape_now(placed)), scene, target.as_ref());
        }
        for (drawn, points) in &shown {
            let offset = match &self.tool {
                Tool::Relabeling(moved) if drawn.ids.contains(&moved.connector) => moved.offset,
                // While an end is dragged the label has no place of its own.
                _ if *points != drawn.points => continue,
                _ => (0.0, 0.0),
            };
            let brush = if self.is_absent(drawn) { &faint } else { brush };
            brush.plate(drawn, offset, self.is_strong(drawn, stage, scene));
        }
        self.show_copies(stage, brush);
    }

    /// Utilisation of a component at peak load, and whether it is too much; left out while something else is shown.
    fn load_text(&self, scene: &Scene<'_>, id: &ComponentId) -> Option<(String, bool)> {
        let analysis = scene.session.analysis().filter(|_| self.heat == Heat::Off)?;
        let load = analysis.scenarios.iter().find_map(|scenario| scenario.loads.get(id))?;
        let percent = load.utilisation.amount_in(Unit::Percent)?;
        Some(if percent >= 100.0 {
            ("overloaded".to_owned(), true)
        } else {
            (format!("{} % busy", percent.round()), false)
        })
    }

    fn is_strong(&self, drawn: &DrawnConnector, stage: &Stage<'_>, scene: &Scene<'_>) -> bool {
        let is_hovered = matches!(&stage.hovered, Some(ElementId::Connector(id)) if drawn.ids.contains(id));
        let selection = scene.session.selection();
        (is_hovered && self.tool == Tool::Idle)
            || drawn.ids.iter().any(|id| selection.contains(&ElementId::Connector(id.clone())))
    }

    /// Whether the design leaves out everything that a line stands for.
    fn is_absent(&self, drawn: &DrawnConnector) -> bool {
        let is_absent = |id: &crate::model::ConnectorId| self.absent.contains(&ElementId::Connector(id.clone()));
        !self.absent.is_empty() && drawn.ids.iter().all(is_absent)
    }

    fn show_box(
        &self,
        stage: &Stage<'_>,
        brush: &Brush<'_>,
        (placed, shape): (&Placed, Rectangle),
        scene: &Scene<'_>,
        target: Option<&ElementId>,
    ) {
        let element = &placed.element;
        let system = stage.diagram.system();
        let emphasis = Emphasis {
            is_selected: scene.session.selection().contains(element),
            is_hovered: stage.hovered.as_ref() == Some(element) && self.tool == Tool::Idle && self.placing.is_none(),
            is_target: target == Some(element),
            is_locked: system.locked.contains(element),
            tint: None,
        };
        if self.absent.contains(element) {
            let faint = faint(brush.painter);
            let faint = Brush { painter: &faint, view: brush.view, palette: brush.palette };
            faint.placed(&stage.diagram, element, shape, emphasis);
            brush.absence(shape);
            return;
        }
        let ElementId::Component(id) = element else {
            brush.placed(&stage.diagram, element, shape, emphasis);
            return;
        };
        let heat = stage.heat.tint(id);
        let tint = heat.map(|(tinge, _)| tinge.color(brush.palette));
        brush.placed(&stage.diagram, element, shape, Emphasis { tint, ..emphasis });
        if let Some((_, text)) = heat {
            brush.load(shape, text, brush.palette.text);
        } else if let Some((text, is_bad)) = self.load_text(scene, id) {
            brush.load(shape, &text, if is_bad { brush.palette.bad } else { brush.palette.weak });
        }
        if let Some(badge) = stage.badges.get(id) {
            brush.badge(shape, *badge);
        }
    }

    /// Connectors in sight with their corners; those at moved boxes as plain elbows until the drag ends.
    fn shown_connectors<'d>(&self, stage: &'d Stage<'_>) -> Vec<(&'d DrawnConnector, Vec<Point>)> {
        let connectors = &stage.diagram.connectors;
        let in_sight = stage.visible.connectors.iter().filter_map(|index| connectors.get(*index));
        if let Tool::Bending(bending) = &self.tool {
            let points = |drawn: &DrawnConnector| {
                let is_bent = drawn.ids.contains(bending.connector());
                if is_bent { bending.points.clone() } else { drawn.points.clone() }
            };
            return in_sight.map(|drawn| (drawn, points(drawn))).collect();
        }
        let shapes = self.moving_shapes();
        let moves = |element: &ElementId| shapes.is_some_and(|shapes| shapes.contains_key(element));
        let points = |drawn: &DrawnConnector| {
            let is_moved = moves(&drawn.source) || moves(&drawn.target);
            if is_moved { self.moved_line(stage, drawn) } else { drawn.points.clone() }
        };
        in_sight.map(|drawn| (drawn, points(drawn))).collect()
    }

    fn moved_line(&self, stage: &Stage<'_>, drawn: &DrawnConnector) -> Vec<Point> {
        let shapes = self.moving_shapes();
        let now = |element| {
            let moved = shapes.and_then(|shapes| shapes.get(element)).copied();
            moved.or_else(|| stage.diagram.shape(element)).unwrap_or_default()
        };
        let (source, target) = (now(&drawn.source), now(&drawn.target));
        let was = |element| stage.diagram.shape(element).unwrap_or_default();
        let offset = |now: Rectangle, was: Rectangle| (now.corner.x - was.corner.x, now.corner.y - was.corner.y);
        let (dx, dy) = offset(source, was(&drawn.source));
        // When both ends move alike the whole line goes along.
        if (dx, dy) == offset(target, was(&drawn.target)) && source.size == was(&drawn.source).size {
            return drawn.points.iter().map(|point| point.moved(dx, dy)).collect();
        }
        crate::diagram::elbow(source, target)
    }

    /// From far away: areas and thin lines.
    fn show_overview(&self, stage: &Stage<'_>, brush: &Brush<'_>, scene: &Scene<'_>) {
        let colors = brush.palette;
        let selection = scene.session.selection();
        let mut overview = Overview::new(brush);
        let visible = &stage.visible;
        for placed in listed(&stage.diagram.frames, &visible.frames) {
            let edge = if selection.contains(&placed.element) { colors.accent } else { colors.border };
            overview.area(brush.view.rect(self.shape_now(placed)), colors.node_fill, edge);
        }
        for (drawn, points) in self.shown_connectors(stage) {
            let is_strong = self.is_strong(drawn, stage, scene);
            overview.line(&points, if is_strong { colors.accent } else { colors.line });
        }
        for placed in listed(&stage.diagram.boxes, &visible.boxes) {
            let edge = if selection.contains(&placed.element) { colors.accent } else { colors.weak };
            let tint = match &placed.element {
                ElementId::Component(id) => stage.heat.tint(id).map(|(tinge, _)| tinge.color(colors)),
                _ => None,
            };
            overview.area(brush.view.rect(self.shape_now(placed)), tint.unwrap_or(colors.card), edge);
        }
        for placed in listed(&stage.diagram.notes, &visible.notes) {
            overview.area(brush.view.rect(self.shape_now(placed)), colors.note_fill, colors.note_line);
        }
        overview.finish();
    }

    /// What a drop would land on now: a node for boxes that are moved or placed, a component for a connector.
    fn drop_target(&self, stage: &Stage<'_>) -> Option<ElementId> {
        match &self.tool {
            Tool::Moving(moving) => {
                let element @ ElementId::Component(_) = moving.single()? else { return None };
                let center = moving.shapes().get(element)?.center();
                create::node_at(stage.diagram.system(), center).map(ElementId::Node)
            }
            Tool::Connecting { to, .. } | Tool::Reattaching { to, .. } => {
                stage.diagram.box_near(*to, 0.0).map(|placed| placed.element.clone())
            }
            _ if matches!(self.placing, Some(NewElement::Component(_) | NewElement::Node(_))) => {
                create::node_at(stage.diagram.system(), stage.pointer?).map(ElementId::Node)
            }
            _ => None,
        }
    }

    fn show_tool(&self, stage: &Stage<'_>, brush: &Brush<'_>) {
        for guide in self.tool.guides() {
            brush.guide(*guide);
        }
        match &self.tool {
            Tool::Marquee { from, to } => brush.frame(Rectangle::spanning(*from, *to)),
            Tool::Connecting { source, to } => {
                if let Some(shape) = stage.diagram.shape(&ElementId::Component(source.clone())) {
                    self.show_new_line(stage, brush, shape, *to);
                }
            }
            Tool::Reattaching { connector, is_target, to } => {
                let drawn = stage.diagram.connector(&ElementId::Connector(connector.clone()));
                let fixed = drawn.map(|drawn| if *is_target { &drawn.source } else { &drawn.target });
                if let Some(shape) = fixed.and_then(|element| stage.diagram.shape(element)) {
                    self.show_new_line(stage, brush, shape, *to);
                }
            }
            _ => {}
        }
        if let Some((element, at)) = self.placing.as_ref().zip(stage.pointer) {
            let (width, height) = element.size();
            brush.frame(Rectangle::new(at.x - width / 2.0, at.y - height / 2.0, width, height));
        }
    }

    fn show_new_line(&self, stage: &Stage<'_>, brush: &Brush<'_>, from: Rectangle, to: Point) {
        let target = stage.diagram.box_near(to, 0.0).map_or(Rectangle::spanning(to, to), |placed| placed.shape);
        let points = crate::diagram::elbow(from, target);
        let points: Vec<_> = points.iter().map(|point| self.view.to_screen(*point)).collect();
        brush.line(&points, self.connector, brush.palette.accent, 1.2);
    }

    /// Outlines of the copies that letting go would make.
    fn show_copies(&self, _stage: &Stage<'_>, brush: &Brush<'_>) {
        let Tool::Moving(moving) = &self.tool else { return };
        if moving.is_copy() {
            for shape in moving.shapes().values() {
                brush.frame(*shape);
            }
        }
    }
}

/// A painter of what is left out.
fn faint(painter: &Painter) -> Painter {
    let mut faint = painter.clone();
    faint.multiply_opacity(FAINT);
    faint
}

/// The elements at these places of their list.
fn listed<'d>(all: &'d [Placed], indices: &'d [usize]) -> impl Iterator<Item = &'d Placed> {
    indices.iter().filter_map(|index| all.get(*index))
}

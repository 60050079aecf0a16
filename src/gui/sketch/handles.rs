//! Handles of what is selected or under the pointer: to connect, to resize, to bend, to take an end elsewhere.

use std::collections::BTreeSet;

use egui::{CursorIcon, Pos2, Rect, Response, Sense, Vec2};

use super::SketchView;
use super::canvas::Stage;
use super::paint::Brush;
use super::tool::{Bending, Handle, Resizing, Tool};
use crate::gui::Scene;
use crate::gui::fields::name;
use crate::gui::theme::palette;
use crate::model::{ComponentId, ConnectorId, ElementId, Line};

/// Side of the square around a handle that takes the pointer.
const GRIP: f32 = 14.0;
/// Boxes smaller than this on the screen have no handles: they would cover it.
const LEAST: f32 = 36.0;

impl SketchView {
    pub(super) fn show_handles(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        if self.tool != Tool::Idle || self.placing.is_some() || self.renaming.is_some() || stage.is_panning {
            return;
        }
        let only = match scene.session.selection().iter().collect::<Vec<_>>().as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        };
        let near = stage.pointer.and_then(|at| stage.diagram.box_near(at, 10.0 / self.view.zoom));
        let hovered = near.map(|placed| placed.element.clone()).filter(|_| self.picker.is_none());
        let components = [only.clone(), hovered].into_iter().flatten().filter_map(|element| match element {
            ElementId::Component(id) => Some(id),
            _ => None,
        });
        for id in components.collect::<BTreeSet<_>>() {
            self.show_ports(stage, scene, &id);
        }
        match only {
            Some(ElementId::Connector(id)) => self.show_line_handles(stage, &id),
            Some(element) if !stage.project.system.locked.contains(&element) => self.show_corners(stage, &element),
            _ => {}
        }
    }

    fn grip(&self, stage: &Stage<'_>, center: Pos2, key: impl egui::AsIdSalt, label: &str) -> Response {
        let place = Rect::from_center_size(center, Vec2::splat(GRIP)).intersect(self.view.canvas);
        let response = stage.ui.interact(place, stage.ui.scope_id().with(key), Sense::drag());
        name(&response, label);
        response
    }

    /// Corners and edges of a box, to resize it.
    fn show_corners(&mut self, stage: &Stage<'_>, element: &ElementId) {
        let system = stage.diagram.system();
        let is_collapsed = matches!(element, ElementId::Node(id) if system.collapsed.contains(id));
        let Some(shape) = stage.diagram.shape(element).filter(|_| !is_collapsed) else { return };
        let rect = self.view.rect(shape);
        if rect.width() < LEAST || rect.height() < LEAST {
            return;
        }
        let painter = stage.ui.painter_at(self.view.canvas);
        let brush = Brush { painter: &painter, view: self.view, palette: palette(stage.ui.visuals()) };
        for handle in Handle::ALL {
            // The middles of a component's edges are where connectors are drawn from.
            if !handle.is_corner() && matches!(element, ElementId::Component(_)) {
                continue;
            }
            let center = self.view.to_screen(handle.place(shape));
            let response = self.grip(stage, center, ("resize", handle), &format!("Resize {}", handle.label()));
            brush.corner_handle(center);
            if response.hovered() {
                stage.ui.ctx().set_cursor_icon(match (handle.x, handle.y) {
                    (0, _) => CursorIcon::ResizeVertical,
                    (_, 0) => CursorIcon::ResizeHorizontal,
                    (x, y) if x == y => CursorIcon::ResizeNwSe,
                    _ => CursorIcon::ResizeNeSw,
                });
            }
            if response.drag_started()
                && let Some(from) = self.press_origin(stage)
            {
                self.tool = Tool::Resizing(Resizing::new(element.clone(), shape, handle, from));
            }
        }
    }

    /// The four places at a component's edges that connectors are drawn from.
    fn show_ports(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, id: &ComponentId) {
        let Some(component) = stage.project.system.components.get(id) else { return };
        let Some(shape) = stage.diagram.shape(&ElementId::Component(id.clone())) else { return };
        let rect = self.view.rect(shape);
        if rect.width() < LEAST || rect.height() < LEAST / 2.0 {
            return;
        }
        let painter = stage.ui.painter_at(self.view.canvas);
        let brush = Brush { painter: &painter, view: self.view, palette: palette(stage.ui.visuals()) };
        let sides = [
            ("right", rect.right_center()),
            ("left", rect.left_center()),
            ("top", rect.center_top()),
            ("bottom", rect.center_bottom()),
        ];
        for (side, center) in sides {
            let label = format!("Connect {} from its {side}", component.name);
            let response = self.grip(stage, center, (id, side), &label);
            brush.handle(center, response.hovered());
            if response.hovered() {
                stage.ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            }
            if response.drag_started() {
                scene.ask(crate::session::Action::Select(BTreeSet::new()));
                self.tool = Tool::Connecting { source: id.clone(), to: self.view.to_drawing(center) };
            }
        }
    }

    /// The ends of a line, and the middles of its pieces.
    fn show_line_handles(&mut self, stage: &Stage<'_>, id: &ConnectorId) {
        let element = ElementId::Connector(id.clone());
        let Some(drawn) = stage.diagram.connector(&element).filter(|drawn| drawn.ids.len() == 1) else { return };
        let line = stage.diagram.system().connectors.get(id).map_or_else(Line::default, |found| found.line.clone());
        let painter = stage.ui.painter_at(self.view.canvas);
        let brush = Brush { painter: &painter, view: self.view, palette: palette(stage.ui.visuals()) };
        for (piece, pair) in drawn.points.windows(2).enumerate() {
            let (from, to) = (self.view.to_screen(pair[0]), self.view.to_screen(pair[1]));
            if from.distance(to) < 2.0 * GRIP {
                continue;
            }
            let center = from + (to - from) / 2.0;
            let response = self.grip(stage, center, ("bend", piece), &format!("Bend piece {}", piece + 1));
            brush.bend_handle(center, response.hovered());
            if response.hovered() {
                let is_level = (from.y - to.y).abs() <= (from.x - to.x).abs();
                let icon = if is_level { CursorIcon::ResizeVertical } else { CursorIcon::ResizeHorizontal };
                stage.ui.ctx().set_cursor_icon(icon);
            }
            if response.drag_started()
                && let Some(bending) =
                    self.press_origin(stage).and_then(|at| Bending::new(drawn, line.clone(), piece, at))
            {
                self.tool = Tool::Bending(bending);
            }
        }
        for (is_target, point) in [(false, drawn.points.first()), (true, drawn.points.last())] {
            let Some(point) = point.copied() else { continue };
            let center = self.view.to_screen(point);
            let label = if is_target { "Move the end of the connector" } else { "Move the start of the connector" };
            let response = self.grip(stage, center, ("end", is_target), label);
            brush.handle(center, response.hovered());
            if response.hovered() {
                stage.ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            }
            if response.drag_started() {
                self.tool = Tool::Reattaching { connector: id.clone(), is_target, to: point };
            }
        }
    }
}

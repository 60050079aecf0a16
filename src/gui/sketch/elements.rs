//! Every element in sight as something that the keyboard and assistive technology can reach.
//!
//! The pointer is served by the canvas as a whole: it knows what lies in front, at every magnification.

use egui::accesskit::Action as Request;
use egui::{EventFilter, Rect, Role, Sense, WidgetInfo};

use super::SketchView;
use super::absent::WORDS;
use super::canvas::Stage;
use crate::catalog::catalog;
use crate::diagram::Visible;
use crate::gui::Scene;
use crate::model::{ElementId, Project, Rectangle, System};
use crate::session::Action;

/// With more elements in sight than this only the selected ones are offered: each costs time, and nobody wants to go
/// through so many one by one. The canvas says so.
const MOST: usize = 400;

impl SketchView {
    pub(super) fn offer_elements(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>) {
        self.is_focused = false;
        let diagram = &stage.diagram;
        let selected;
        let visible = if are_too_many(&stage.visible) {
            selected = diagram.visible_with(NOWHERE, scene.session.selection().iter().take(MOST));
            if are_too_many(&selected) {
                return;
            }
            &selected
        } else {
            &stage.visible
        };
        let frames = visible.frames.iter().filter_map(|index| diagram.frames.get(*index));
        let boxes = visible.boxes.iter().filter_map(|index| diagram.boxes.get(*index));
        let notes = visible.notes.iter().filter_map(|index| diagram.notes.get(*index));
        let placed = frames.chain(boxes).chain(notes);
        let mut elements: Vec<_> =
            placed.map(|placed| (placed.element.clone(), self.view.rect(self.shape_now(placed)))).collect();
        // Tab goes from element to element as one reads.
        elements.sort_by(|(_, a), (_, b)| {
            (a.min.y, a.min.x).partial_cmp(&(b.min.y, b.min.x)).unwrap_or(std::cmp::Ordering::Equal)
        });
        for drawn in visible.connectors.iter().filter_map(|index| diagram.connectors.get(*index)) {
            let Some(id) = drawn.ids.first() else { continue };
            let middle = self.view.to_screen(drawn.middle());
            let around = Rect::from_center_size(middle, egui::Vec2::splat(16.0 * self.view.zoom));
            let rect = drawn.plate.as_ref().map_or(around, |(plate, _)| self.view.rect(*plate));
            elements.push((ElementId::Connector(id.clone()), rect));
        }
        for (element, rect) in elements {
            self.offer(stage, scene, &element, rect);
        }
    }

    /// What a screen reader says of the canvas.
    pub(super) fn spoken_of_all(visible: &Visible) -> String {
        if !are_too_many(visible) {
            return "Drawing".to_owned();
        }
        let (components, connectors) = (visible.boxes.len(), visible.connectors.len());
        format!(
            "Drawing, {components} components and {connectors} connectors in sight; find one by its name, or zoom in"
        )
    }

    fn offer(&mut self, stage: &Stage<'_>, scene: &mut Scene<'_>, element: &ElementId, rect: Rect) {
        let rect = rect.intersect(self.view.canvas);
        if !rect.is_positive() {
            return;
        }
        let id = stage.ui.scope_id().with(element);
        let response = stage.ui.interact(rect, id, Sense::focusable_noninteractive());
        let is_selected = scene.session.selection().contains(element);
        let value = match element {
            ElementId::Component(id) => stage.heat.tint(id).map(|(_, text)| format!(", {text}")),
            _ => None,
        };
        response.widget_info(|| {
            let words = spoken(&stage.project, stage.diagram.system(), element);
            let absent = if self.absent.contains(element) { format!(", {WORDS}") } else { String::new() };
            let words = format!("{words}{}{absent}", value.as_deref().unwrap_or_default());
            WidgetInfo::selected(Role::Button, true, is_selected, words)
        });
        let context = stage.ui.ctx();
        context.accesskit_node_builder(id, |node| node.add_action(Request::Click));
        let is_pressed = stage.ui.input(|input| input.has_accesskit_action_request(id, Request::Click));
        if (is_pressed || response.gained_focus()) && stage.project.system.contains(element) {
            scene.ask(Action::Select([element.clone()].into()));
        }
        if response.has_focus() {
            self.is_focused = true;
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
            stage.ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
    }
}

/// An area where nothing lies.
const NOWHERE: Rectangle = Rectangle::new(f32::MAX, f32::MAX, 0.0, 0.0);

fn are_too_many(visible: &Visible) -> bool {
    visible.frames.len() + visible.boxes.len() + visible.notes.len() + visible.connectors.len() > MOST
}

/// What a screen reader says of an element.
pub(super) fn spoken(project: &Project, system: &System, element: &ElementId) -> String {
    let locked = if system.locked.contains(element) { ", locked" } else { "" };
    let words = match element {
        ElementId::Component(id) => {
            let Some(component) = system.components.get(id) else { return String::new() };
            let kind = catalog().component_kind(&component.kind);
            let kind = kind.map_or(component.kind.as_str(), |kind| kind.label.as_str());
            let node = component.deployed_on.as_ref().and_then(|node| system.nodes.get(node));
            let place = node.map_or_else(String::new, |node| format!(", on {}", node.name));
            format!("Component {}, {kind}{place}", component.name)
        }
        ElementId::Node(id) => {
            let Some(node) = system.nodes.get(id) else { return String::new() };
            let kind = catalog().node_kind(&node.kind).map_or(node.kind.as_str(), |kind| kind.label.as_str());
            let collapsed = if system.collapsed.contains(id) { ", collapsed" } else { "" };
            format!("Node {}, {kind}{collapsed}", node.name)
        }
        ElementId::Boundary(id) => {
            let Some(boundary) = system.boundaries.get(id) else { return String::new() };
            format!("Boundary {}, {}", boundary.name, boundary.kind.label())
        }
        ElementId::Note(_) => format!("Note {}", project.element_name(element)),
        ElementId::Connector(id) => {
            let kind = system.connectors.get(id).map_or("", |connector| connector.kind.label());
            format!("Connector {}, {kind}", project.element_name(element).replace('→', "to"))
        }
    };
    format!("{words}{locked}")
}

//! The whole drawing in small, as on the canvas, with a few elements that stand out and say why.

use std::sync::Arc;

use egui::{CursorIcon, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::paint::{Brush, Emphasis, Overview, SHAPES_FROM};
use super::routing::Routing;
use super::view::Viewport;
use crate::diagram::{Diagram, Placed};
use crate::gui::theme::{Palette, palette};
use crate::model::{ElementId, Project, Rectangle, ViewKey};

/// How much of everything else is seen.
const FAINT: f32 = 0.38;
/// Widest text beside an element.
const WIDEST: f32 = 190.0;
/// Room between an element and its text.
const GAP: f32 = 5.0;

/// An element that stands out, and why.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui) struct Mark {
    /// Which element.
    pub element: ElementId,
    /// What is said beside it.
    pub lines: Vec<String>,
}

/// What the picture remembers between frames.
#[derive(Default)]
pub(in crate::gui) struct Miniature {
    routing: Routing,
}

impl Miniature {
    /// Shows the drawing as wide as there is room and at most so high; gives the marked element that was clicked.
    pub fn show(&mut self, ui: &mut Ui, project: &Arc<Project>, height: f32, marks: &[Mark]) -> Option<ElementId> {
        let diagram = self.routing.diagram(project, &ViewKey::Everything, ui.ctx());
        let extent = diagram.extent()?;
        let (canvas, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
        let mut view = Viewport { canvas, enlargement: ui.ctx().zoom_factor(), ..Viewport::default() };
        view.fit(extent);
        let colors = palette(ui.visuals());
        let painter = ui.painter_at(canvas);
        painter.rect(canvas, 6, colors.canvas, Stroke::new(1.0, colors.border), StrokeKind::Inside);
        let mut faint = painter.clone();
        faint.multiply_opacity(FAINT);
        show_all(&Brush { painter: &faint, view, palette: colors }, &diagram);
        let brush = Brush { painter: &painter, view, palette: colors };
        let marked: Vec<(&Mark, Rect)> =
            marks.iter().filter_map(|mark| Some((mark, stand_out(&brush, &diagram, &mark.element)?))).collect();
        let mut taken: Vec<Rect> = marked.iter().map(|(_, rect)| *rect).collect();
        let mut clicked = None;
        for (mark, rect) in marked {
            let plate = show_plate(&painter, colors, mark, (rect, canvas), &taken);
            taken.push(plate);
            if is_clicked(ui, project, mark, (rect, plate)) {
                clicked = Some(mark.element.clone());
            }
        }
        clicked
    }

    /// Paints the drawing as large as it fits into `canvas`, without words: a picture to recognise a project by.
    pub fn paint(&mut self, ui: &Ui, project: &Arc<Project>, canvas: Rect) {
        let diagram = self.routing.diagram(project, &ViewKey::Everything, ui.ctx());
        let Some(extent) = diagram.extent() else { return };
        // Letters of this size could not be read.
        let mut view = Viewport { canvas, enlargement: 0.0, ..Viewport::default() };
        view.fit_within(extent, canvas.size());
        let painter = ui.painter_at(canvas.expand(GAP));
        show_all(&Brush { painter: &painter, view, palette: palette(ui.visuals()) }, &diagram);
    }
}

/// Everything as it is drawn; from far away as plain areas and lines.
fn show_all(brush: &Brush<'_>, diagram: &Diagram) {
    let colors = brush.palette;
    if brush.view.zoom < SHAPES_FROM {
        let mut overview = Overview::new(brush);
        let mut areas = |placed: &[Placed], fill, edge| {
            for one in placed {
                overview.area(brush.view.rect(one.shape), fill, edge);
            }
        };
        areas(&diagram.frames, colors.node_fill, colors.border);
        areas(&diagram.boxes, colors.card, colors.weak);
        areas(&diagram.notes, colors.note_fill, colors.note_line);
        diagram.connectors.iter().for_each(|drawn| overview.line(&drawn.points, colors.line));
        overview.finish();
        return;
    }
    let show = |placed: &[Placed]| {
        for one in placed {
            brush.placed(diagram, &one.element, one.shape, Emphasis::default());
        }
    };
    show(&diagram.frames);
    diagram.connectors.iter().for_each(|drawn| brush.connector(&drawn.points, drawn.kind, false));
    show(&diagram.boxes);
    show(&diagram.notes);
}

/// Draws an element once more, on top and in full strength; gives where that is. What is hidden in a collapsed node is
/// meant by the node; what is not drawn at all stands nowhere.
fn stand_out(brush: &Brush<'_>, diagram: &Diagram, element: &ElementId) -> Option<Rect> {
    if let Some(drawn) = diagram.connector(element) {
        brush.connector(&drawn.points, drawn.kind, true);
        return Some(Rect::from_center_size(brush.view.to_screen(drawn.middle()), Vec2::splat(14.0)));
    }
    let element = stand_in(diagram, element);
    let shape: Rectangle = diagram.shape(&element)?;
    brush.placed(diagram, &element, shape, Emphasis::default());
    let rect = brush.view.rect(shape).expand(3.0);
    brush.painter.rect_stroke(rect, 5, Stroke::new(2.0, brush.palette.accent), StrokeKind::Middle);
    Some(rect)
}

/// The element, or the outermost collapsed node that hides it.
fn stand_in(diagram: &Diagram, element: &ElementId) -> ElementId {
    let system = diagram.system();
    let hidden_in = match element {
        ElementId::Component(id) => {
            let node = system.components.get(id).and_then(|component| component.deployed_on.as_ref());
            node.and_then(|node| system.node_and_parents(node).filter(|node| system.collapsed.contains(*node)).last())
        }
        _ => None,
    };
    hidden_in.map_or_else(|| element.clone(), |node| ElementId::Node(node.clone()))
}

/// What is said of an element, beside it where it covers nothing that stands out.
fn show_plate(painter: &Painter, colors: &Palette, mark: &Mark, (rect, canvas): (Rect, Rect), taken: &[Rect]) -> Rect {
    let galley = painter.layout(mark.lines.join("\n"), FontId::proportional(11.0), colors.text, WIDEST);
    let size = galley.size() + Vec2::new(10.0, 6.0);
    let plate = place_beside(rect, size, canvas, taken);
    painter.rect(plate, 4, colors.card, Stroke::new(1.0, colors.accent), StrokeKind::Middle);
    painter.galley(plate.min + Vec2::new(5.0, 3.0), galley, colors.text);
    plate
}

/// Below, above, at the right or at the left of `rect`, or further down; within the canvas as far as it has room.
fn place_beside(rect: Rect, size: Vec2, canvas: Rect, taken: &[Rect]) -> Rect {
    let middle = rect.center();
    let across = Vec2::new(rect.width() / 2.0 + size.x / 2.0 + GAP, 0.0);
    let down = |steps: f32| Vec2::new(0.0, rect.height() / 2.0 + GAP + size.y * (0.5 + steps) + GAP * steps);
    let offsets = [down(0.0), -down(0.0), across, -across, down(1.0), -down(1.0), down(2.0), -down(2.0)];
    let within = |center: Pos2| {
        let room = canvas.shrink2(size / 2.0 + Vec2::splat(3.0));
        Rect::from_center_size(Pos2::new(clamped(center.x, room.x_range()), clamped(center.y, room.y_range())), size)
    };
    let places: Vec<Rect> = offsets.iter().map(|offset| within(middle + *offset)).collect();
    let is_free = |place: &&Rect| !taken.iter().any(|other| other.intersects(**place));
    places.iter().find(is_free).or(places.first()).copied().unwrap_or(rect)
}

/// Where there is too little room the middle.
fn clamped(value: f32, range: egui::Rangef) -> f32 {
    if range.min > range.max { range.center() } else { range.clamp(value) }
}

fn is_clicked(ui: &Ui, project: &Project, mark: &Mark, (rect, plate): (Rect, Rect)) -> bool {
    let id = ui.scope_id().with(("marked", &mark.element));
    let on_box = ui.interact(rect.intersect(ui.clip_rect()), id.with("box"), Sense::click());
    let on_plate = ui.interact(plate.intersect(ui.clip_rect()), id, Sense::click());
    on_plate.widget_info(|| {
        let words = format!("{}: {}", project.element_name(&mark.element), mark.lines.join("; "));
        WidgetInfo::labeled(Role::Button, true, words)
    });
    if on_box.hovered() || on_plate.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    if on_plate.has_focus() {
        ui.painter().rect_stroke(plate.expand(2.0), 5, ui.visuals().selection.stroke, StrokeKind::Middle);
    }
    let is_clicked = on_box.clicked() || on_plate.clicked();
    on_box.on_hover_text("Show it in the sketch");
    on_plate.on_hover_text("Show it in the sketch");
    is_clicked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plates_keep_off_each_other_and_within_the_picture() {
        let canvas = Rect::from_min_size(Pos2::ZERO, Vec2::new(500.0, 260.0));
        let boxes = [(60.0, 60.0), (160.0, 60.0), (470.0, 240.0)];
        let boxes = boxes.map(|(x, y)| Rect::from_center_size(Pos2::new(x, y), Vec2::new(50.0, 24.0)));
        let mut taken = boxes.to_vec();
        for rect in boxes {
            let plate = place_beside(rect, Vec2::new(150.0, 20.0), canvas, &taken);
            assert!(canvas.contains_rect(plate), "{plate:?}");
            assert!(!taken.iter().any(|other| other.intersects(plate)), "{plate:?} covers one of {taken:?}");
            taken.push(plate);
        }
        let huge = place_beside(boxes[0], Vec2::new(900.0, 900.0), canvas, &[]);
        assert_eq!(huge.center(), canvas.center());
    }
}

//! What lies where on the drawing.

use crate::model::{ComponentId, ElementId, Point, Project, Rectangle};

pub(super) fn component_at(project: &Project, at: Point) -> Option<ComponentId> {
    component_near(project, at, 0.0)
}

pub(super) fn component_near(project: &Project, at: Point, margin: f32) -> Option<ComponentId> {
    let mut components = project.system.components.iter().rev();
    components.find(|(_, component)| component.shape.grown(margin).contains(at)).map(|(id, _)| id.clone())
}

pub(super) fn shape_of(project: &Project, element: &ElementId) -> Option<Rectangle> {
    match element {
        ElementId::Component(id) => project.system.components.get(id).map(|component| component.shape),
        ElementId::Node(id) => project.system.nodes.get(id).map(|node| node.shape),
        ElementId::Connector(_) => None,
    }
}

pub(super) fn middle_of(points: &[Point]) -> Point {
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
pub(super) fn distance(point: Point, from: Point, to: Point) -> f32 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx * dx + dy * dy;
    let share = if length == 0.0 { 0.0 } else { ((point.x - from.x) * dx + (point.y - from.y) * dy) / length };
    point.distance(from.moved(dx * share.clamp(0.0, 1.0), dy * share.clamp(0.0, 1.0)))
}

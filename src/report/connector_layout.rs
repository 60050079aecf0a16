//! Where connectors and their labels are drawn: the canvas and the report's picture show the same lines.

use super::route::{Obstacles, route};
use super::svg::{text_width, wrapped};
use crate::model::{CallCondition, ComponentId, Connector, ConnectorId, Point, Project, Rectangle, Size};

/// Coordinates beyond this come from a broken file; such an element is left out of the picture.
const FARTHEST: f32 = 100_000.0;

/// Size of the letters on a label plate.
const LETTERS: f32 = 11.0;

/// Height of one line on a label plate.
pub(super) const PLATE_LINE: f32 = 13.5;

/// A connector as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnConnector {
    /// Which connector.
    pub id: ConnectorId,
    /// Corners of the line from source to target, two or more; all parts run along an axis.
    pub points: Vec<Point>,
    /// The label's plate with its lines of text, if there is anything to say.
    pub plate: Option<(Rectangle, Vec<String>)>,
}

/// Every connector whose ends both exist, in the project's order: lines run at right angles and avoid boxes, each other
/// and labels where they can.
pub fn drawn_connectors(project: &Project) -> Vec<DrawnConnector> {
    let shape_of = |id: &ComponentId| {
        project.system.components.get(id).map(|component| component.shape).filter(|shape| is_drawable(*shape))
    };
    let boxes = project.system.components.keys().filter_map(shape_of).collect();
    let mut obstacles = Obstacles { boxes, routes: Vec::new(), plates: Vec::new() };
    let mut drawn = Vec::new();
    for (id, connector) in &project.system.connectors {
        // A connector with a missing end is among the findings; there is nowhere to draw it.
        let Some((source, target)) = shape_of(&connector.source).zip(shape_of(&connector.target)) else { continue };
        let path = route(source, target, &obstacles);
        let text = plate_lines(connector);
        let plate = (!text.is_empty()).then(|| {
            let width = text.iter().map(|line| text_width(line, LETTERS)).fold(0.0, f32::max) + 8.0;
            path.place_plate(Size::new(width, PLATE_LINE * text.len() as f32 + 4.0), &obstacles)
        });
        obstacles.plates.extend(plate);
        drawn.push(DrawnConnector {
            id: id.clone(),
            points: path.points.clone(),
            plate: plate.map(|plate| (plate, text)),
        });
        obstacles.routes.push(path);
    }
    drawn
}

/// Whether a shape lies where it can be drawn.
pub(super) fn is_drawable(shape: Rectangle) -> bool {
    let far = shape.far_corner();
    [shape.corner.x, shape.corner.y, far.x, far.y].iter().all(|value| value.abs() < FARTHEST)
        && shape.size.width >= 0.0
        && shape.size.height >= 0.0
}

/// The label of a connector, and when it is taken if that is not always.
fn plate_lines(connector: &Connector) -> Vec<String> {
    let mut lines = wrapped(&connector.label, 120.0, LETTERS, 2);
    if connector.condition == CallCondition::WhenFlagged {
        lines.push("when flagged".to_owned());
    }
    lines
}

//! Moves pieces of a connector's line, and its label.

use super::{GRID, Manner, Outcome};
use crate::diagram::{Diagram, DrawnConnector};
use crate::edit::{Edit, Placement};
use crate::model::{ConnectorId, Line, Point};

/// A piece of a line under way: it moves across its own direction, and its neighbours grow or shrink.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui::sketch) struct Bending {
    connector: ConnectorId,
    line: Line,
    from: Point,
    before: Vec<Point>,
    /// The piece, by the position of its first point.
    piece: usize,
    /// Corners of the line now.
    pub points: Vec<Point>,
}

impl Bending {
    /// Begins to move the piece that starts at the point number `piece` of the line.
    pub fn new(drawn: &DrawnConnector, line: Line, piece: usize, from: Point) -> Option<Self> {
        let mut before = drawn.points.clone();
        let mut piece = piece;
        (piece + 1 < before.len()).then_some(())?;
        // The ends stay at their boxes: the first and the last piece leave a stub behind.
        let (first, second) = (before[piece], before[piece + 1]);
        if piece + 2 == before.len() {
            before.insert(piece + 1, between(first, second, 0.75));
            before.insert(piece + 1, between(first, second, 0.75));
        }
        if piece == 0 {
            let second = before[1];
            before.insert(1, between(first, second, 0.25));
            before.insert(1, between(first, second, 0.25));
            piece = 2;
        }
        let connector = drawn.ids.first()?.clone();
        Some(Self { connector, line, from, points: before.clone(), before, piece })
    }

    pub fn connector(&self) -> &ConnectorId {
        &self.connector
    }

    pub fn drag(&mut self, to: Point, manner: Manner) {
        let (first, second) = (self.before[self.piece], self.before[self.piece + 1]);
        let snap = |value: f32| {
            if manner.free || !manner.on_grid { value } else { (value / GRID).round() * GRID }
        };
        self.points.clone_from(&self.before);
        let is_level = (first.y - second.y).abs() <= (first.x - second.x).abs();
        for index in [self.piece, self.piece + 1] {
            let point = &mut self.points[index];
            if is_level {
                point.y = snap(first.y + to.y - self.from.y);
            } else {
                point.x = snap(first.x + to.x - self.from.x);
            }
        }
    }

    pub fn finish(self, diagram: &Diagram) -> Outcome {
        if self.points == self.before {
            return Outcome::default();
        }
        let inner = self.points.len().saturating_sub(1);
        let mut bends = self.points.get(1..inner).unwrap_or_default().to_vec();
        bends.dedup();
        let lines = vec![(self.connector, Line { bends, ..self.line })];
        let edits = vec![Edit::Place(Placement { view: diagram.view().clone(), shapes: Vec::new(), lines })];
        Outcome { label: "bend connector".to_owned(), edits, selection: None }
    }
}

fn between(from: Point, to: Point, share: f32) -> Point {
    from.moved((to.x - from.x) * share, (to.y - from.y) * share)
}

/// A label under way.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui::sketch) struct Relabeling {
    pub connector: ConnectorId,
    line: Line,
    from: Point,
    /// Where the plate's middle was, measured from the middle of the line.
    before: Point,
    /// How far it has been moved.
    pub offset: (f32, f32),
}

impl Relabeling {
    pub fn new(drawn: &DrawnConnector, line: Line, from: Point) -> Option<Self> {
        let (plate, _) = drawn.plate.as_ref()?;
        let (center, middle) = (plate.center(), drawn.middle());
        let before = Point::new(center.x - middle.x, center.y - middle.y);
        Some(Self { connector: drawn.ids.first()?.clone(), line, from, before, offset: (0.0, 0.0) })
    }

    pub fn drag(&mut self, to: Point) {
        self.offset = (to.x - self.from.x, to.y - self.from.y);
    }

    pub fn finish(self, diagram: &Diagram) -> Outcome {
        if self.offset == (0.0, 0.0) {
            return Outcome::default();
        }
        let label_offset = Some(self.before.moved(self.offset.0, self.offset.1));
        let lines = vec![(self.connector, Line { label_offset, ..self.line })];
        let edits = vec![Edit::Place(Placement { view: diagram.view().clone(), shapes: Vec::new(), lines })];
        Outcome { label: "move label".to_owned(), edits, selection: None }
    }
}

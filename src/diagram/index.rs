//! Finds what is drawn at a place without looking at everything.

use rstar::primitives::{GeomWithData, Rectangle as Envelope};
use rstar::{AABB, RTree};

use super::Diagram;
use super::connectors::DrawnConnector;
use super::placed::{Placed, title_of};
use crate::model::{ElementId, Point, Rectangle};

/// A frame's border is hit within this distance, in units of the drawing.
const BORDER: f32 = 6.0;

/// What was hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The element.
    pub element: ElementId,
    /// Whether it was the inside of a frame, where dragging selects rather than moves.
    pub is_inside: bool,
}

/// Positions in the lists of a [`Diagram`] of what lies in an area, each sort from back to front.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visible {
    /// Boundaries and nodes.
    pub frames: Vec<usize>,
    /// Components and collapsed nodes.
    pub boxes: Vec<usize>,
    /// Notes.
    pub notes: Vec<usize>,
    /// Connectors with a part of their line or their label in the area's surroundings.
    pub connectors: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Frame,
    Box,
    Note,
    Connector,
}

type Entry = GeomWithData<Envelope<[f32; 2]>, (Sort, usize)>;

/// All shapes by place.
#[derive(Debug)]
pub(super) struct Index(RTree<Entry>);

impl Default for Index {
    fn default() -> Self {
        Self(RTree::new())
    }
}

impl Index {
    pub fn new(frames: &[Placed], boxes: &[Placed], notes: &[Placed], connectors: &[DrawnConnector]) -> Self {
        let placed = [(Sort::Frame, frames), (Sort::Box, boxes), (Sort::Note, notes)];
        let mut entries: Vec<Entry> = placed
            .iter()
            .flat_map(|(sort, list)| list.iter().enumerate().map(|(index, placed)| entry(placed.shape, *sort, index)))
            .collect();
        for (index, drawn) in connectors.iter().enumerate() {
            // Each piece of a line by itself: the box around a bent line would claim much that is far from it.
            let pieces = drawn.points.windows(2).map(|pair| Rectangle::spanning(pair[0], pair[1]));
            let plate = drawn.plate.iter().map(|(plate, _)| *plate);
            entries.extend(pieces.chain(plate).map(|shape| entry(shape, Sort::Connector, index)));
        }
        Self(RTree::bulk_load(entries))
    }

    pub fn visible(&self, area: Rectangle) -> Visible {
        let mut visible = Visible::default();
        let far = area.far_corner();
        let envelope = AABB::from_corners([area.corner.x, area.corner.y], [far.x, far.y]);
        for entry in self.0.locate_in_envelope_intersecting(envelope) {
            let (sort, index) = entry.data;
            match sort {
                Sort::Frame => visible.frames.push(index),
                Sort::Box => visible.boxes.push(index),
                Sort::Note => visible.notes.push(index),
                Sort::Connector => visible.connectors.push(index),
            }
        }
        for list in [&mut visible.frames, &mut visible.boxes, &mut visible.notes, &mut visible.connectors] {
            list.sort_unstable();
            list.dedup();
        }
        visible
    }

    pub fn at(&self, diagram: &Diagram, point: Point, reach: f32) -> Option<Hit> {
        let near = self.visible(Rectangle::spanning(point, point).grown(reach.max(BORDER)));
        let topmost = |list: &[Placed], indices: &[usize]| {
            indices
                .iter()
                .rev()
                .filter_map(|index| list.get(*index))
                .find(|placed| placed.shape.contains(point))
                .cloned()
        };
        let whole = |placed: Placed| Hit { element: placed.element, is_inside: false };
        topmost(&diagram.notes, &near.notes)
            .or_else(|| topmost(&diagram.boxes, &near.boxes))
            .map(whole)
            .or_else(|| connector_at(diagram, &near, point, reach))
            .or_else(|| frame_at(diagram, &near, point))
    }
}

fn entry(shape: Rectangle, sort: Sort, index: usize) -> Entry {
    let far = shape.far_corner();
    GeomWithData::new(Envelope::from_corners([shape.corner.x, shape.corner.y], [far.x, far.y]), (sort, index))
}

fn connector_at(diagram: &Diagram, near: &Visible, point: Point, reach: f32) -> Option<Hit> {
    let drawn = near.connectors.iter().filter_map(|index| diagram.connectors.get(*index));
    let distances = drawn.map(|drawn| (drawn.distance(point), drawn)).filter(|(distance, _)| *distance <= reach);
    let (_, nearest) = distances.min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Hit { element: ElementId::Connector(nearest.ids.first()?.clone()), is_inside: false })
}

/// Boundaries are hit at their border and their name only, so that what lies under them can be reached.
fn frame_at(diagram: &Diagram, near: &Visible, point: Point) -> Option<Hit> {
    let frames = near.frames.iter().rev().filter_map(|index| diagram.frames.get(*index));
    for frame in frames.filter(|frame| frame.shape.grown(BORDER).contains(point)) {
        let is_at_edge = !frame.shape.grown(-BORDER).contains(point) || title_of(frame.shape).contains(point);
        if is_at_edge || matches!(frame.element, ElementId::Node(_)) {
            return Some(Hit { element: frame.element.clone(), is_inside: !is_at_edge });
        }
    }
    None
}

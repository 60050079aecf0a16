//! Finds what is drawn at a place without looking at everything.

use std::collections::BTreeMap;

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

impl Visible {
    fn push(&mut self, (sort, index): (Sort, usize)) {
        match sort {
            Sort::Frame => self.frames.push(index),
            Sort::Box => self.boxes.push(index),
            Sort::Note => self.notes.push(index),
            Sort::Connector => self.connectors.push(index),
        }
    }
}

/// In which list of a [`Diagram`] something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Frame,
    Box,
    Note,
    Connector,
}

type Entry = GeomWithData<Envelope<[f32; 2]>, (Sort, usize)>;

/// All shapes by place, and all elements by name.
#[derive(Debug, Default)]
pub(super) struct Index {
    shapes: RTree<Entry>,
    places: BTreeMap<ElementId, (Sort, usize)>,
    /// Positions of the connectors that end at an element.
    lines_at: BTreeMap<ElementId, Vec<usize>>,
}

impl Index {
    pub fn new(frames: &[Placed], boxes: &[Placed], notes: &[Placed], connectors: &[DrawnConnector]) -> Self {
        let (mut entries, mut places, mut lines_at) = (Vec::new(), BTreeMap::new(), BTreeMap::<_, Vec<_>>::new());
        for (sort, list) in [(Sort::Frame, frames), (Sort::Box, boxes), (Sort::Note, notes)] {
            for (index, placed) in list.iter().enumerate() {
                entries.push(entry(placed.shape, sort, index));
                places.insert(placed.element.clone(), (sort, index));
            }
        }
        for (index, drawn) in connectors.iter().enumerate() {
            // Each piece of a line by itself: the box around a bent line would claim much that is far from it.
            let pieces = drawn.points.windows(2).map(|pair| Rectangle::spanning(pair[0], pair[1]));
            let plate = drawn.plate.iter().map(|(plate, _)| *plate);
            entries.extend(pieces.chain(plate).map(|shape| entry(shape, Sort::Connector, index)));
            places.extend(drawn.ids.iter().map(|id| (ElementId::Connector(id.clone()), (Sort::Connector, index))));
            for end in [&drawn.source, &drawn.target] {
                lines_at.entry(end.clone()).or_default().push(index);
            }
        }
        Self { shapes: RTree::bulk_load(entries), places, lines_at }
    }

    /// Where an element is in the lists.
    pub fn place(&self, element: &ElementId) -> Option<(Sort, usize)> {
        self.places.get(element).copied()
    }

    pub fn visible(&self, area: Rectangle) -> Visible {
        self.visible_with(area, std::iter::empty())
    }

    pub fn visible_with<'e>(&self, area: Rectangle, others: impl Iterator<Item = &'e ElementId>) -> Visible {
        let mut visible = Visible::default();
        let far = area.far_corner();
        let envelope = AABB::from_corners([area.corner.x, area.corner.y], [far.x, far.y]);
        for entry in self.shapes.locate_in_envelope_intersecting(envelope) {
            visible.push(entry.data);
        }
        for element in others {
            self.place(element).into_iter().for_each(|place| visible.push(place));
            visible.connectors.extend(self.lines_at.get(element).into_iter().flatten());
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

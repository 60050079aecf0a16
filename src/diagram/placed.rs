//! Which boxes and frames are drawn, where, and in which order.

use std::collections::BTreeMap;

use crate::model::{ComponentId, ElementId, NodeId, Rectangle, Size, System};

/// Height of the strip of a frame that holds its name.
pub const TITLE_HEIGHT: f32 = 32.0;

/// Size of a collapsed node.
const COLLAPSED: Size = Size::new(180.0, 64.0);

/// Coordinates beyond this come from a broken file; such an element is left out of the picture.
const FARTHEST: f32 = 100_000.0;

/// An element with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Which element.
    pub element: ElementId,
    /// Where it is drawn.
    pub shape: Rectangle,
}

/// What is drawn, sort by sort.
pub(super) struct Layers {
    pub frames: Vec<Placed>,
    pub boxes: Vec<Placed>,
    pub notes: Vec<Placed>,
    /// For each component that is hidden in a collapsed node, that node.
    pub stand_ins: BTreeMap<ComponentId, NodeId>,
}

/// Says what of `system` is drawn.
pub(super) fn layers(system: &System) -> Layers {
    let hidden_in = |node: &NodeId| {
        // The outermost collapsed node is the one that shows.
        system.node_and_parents(node).filter(|id| system.collapsed.contains(*id)).last().cloned()
    };
    let mut layers = Layers { frames: Vec::new(), boxes: Vec::new(), notes: Vec::new(), stand_ins: BTreeMap::new() };
    for (id, boundary) in &system.boundaries {
        layers.frames.push(Placed { element: ElementId::Boundary(id.clone()), shape: boundary.shape });
    }
    for (id, node) in &system.nodes {
        let element = ElementId::Node(id.clone());
        match hidden_in(id) {
            None => layers.frames.push(Placed { element, shape: node.shape }),
            Some(outer) if outer == *id => {
                layers.boxes.push(Placed { element, shape: Rectangle { corner: node.shape.corner, size: COLLAPSED } });
            }
            Some(_) => {}
        }
    }
    for (id, component) in &system.components {
        match component.deployed_on.as_ref().and_then(hidden_in) {
            None => {
                layers.boxes.push(Placed { element: ElementId::Component(id.clone()), shape: component.shape });
            }
            Some(node) => drop(layers.stand_ins.insert(id.clone(), node)),
        }
    }
    for (id, note) in &system.notes {
        layers.notes.push(Placed { element: ElementId::Note(id.clone()), shape: note.shape });
    }
    for sort in [&mut layers.frames, &mut layers.boxes, &mut layers.notes] {
        sort.retain(|placed| is_drawable(placed.shape));
    }
    // A frame inside another one must lie in front of it, whichever was drawn first.
    let area = |placed: &Placed| placed.shape.size.width * placed.shape.size.height;
    layers.frames.sort_by(|a, b| area(b).total_cmp(&area(a)));
    layers
}

/// Whether a shape lies where it can be drawn.
pub fn is_drawable(shape: Rectangle) -> bool {
    let far = shape.far_corner();
    [shape.corner.x, shape.corner.y, far.x, far.y].iter().all(|value| value.abs() < FARTHEST)
        && shape.size.width >= 0.0
        && shape.size.height >= 0.0
}

/// The strip of a frame that holds its name.
pub(super) fn title_of(shape: Rectangle) -> Rectangle {
    Rectangle { corner: shape.corner, size: Size::new(shape.size.width, TITLE_HEIGHT.min(shape.size.height)) }
}

//! What a drag on the canvas does: a state machine in drawing coordinates that knows nothing of the toolkit.
//!
//! While a drag is under way the project stays as it is: the tool says where things would be, and the canvas shows them
//! there. Letting go gives the edits, which are one step to undo; Escape has nothing to take back.

mod bending;
mod moving;
mod resizing;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use bending::{Bending, Relabeling};
pub(super) use moving::{Moving, move_edits};
pub(super) use resizing::{Handle, Resizing};

use crate::diagram::{Diagram, Guide};
use crate::edit::Edit;
use crate::model::{ComponentId, ConnectorId, ElementId, Point, Rectangle};

/// Boxes are moved and resized in steps of this many units.
pub(super) const GRID: f32 = 10.0;

/// The drag under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Tool {
    /// None.
    #[default]
    Idle,
    /// Selects what the frame from one point to the other touches.
    Marquee {
        /// Where it began.
        from: Point,
        /// Where the pointer is.
        to: Point,
    },
    /// Moves elements, or copies of them.
    Moving(Moving),
    /// Pulls an edge or a corner of a box.
    Resizing(Resizing),
    /// Draws a connector.
    Connecting {
        /// Where it comes from.
        source: ComponentId,
        /// Where the pointer is.
        to: Point,
    },
    /// Takes one end of a connector to another component.
    Reattaching {
        /// Which connector.
        connector: ConnectorId,
        /// Whether it is the end with the head.
        is_target: bool,
        /// Where the pointer is.
        to: Point,
    },
    /// Moves a piece of a connector's line.
    Bending(Bending),
    /// Moves a connector's label.
    Relabeling(Relabeling),
}

/// How a drag is meant, by the keys that are held.
#[expect(clippy::struct_excessive_bools, reason = "each is independent of the others")]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Manner {
    /// Neither grid nor neighbours catch what is dragged.
    pub free: bool,
    /// Along one axis only; in proportion.
    pub straight: bool,
    /// A copy is dragged.
    pub copy: bool,
    /// The grid catches what is dragged.
    pub on_grid: bool,
    /// Neighbours catch what comes this close, in units of the drawing.
    pub reach: f32,
}

/// What letting go does: edits under one label, and the selection afterwards if it changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Outcome {
    pub label: String,
    pub edits: Vec<Edit>,
    pub selection: Option<BTreeSet<ElementId>>,
}

impl Tool {
    /// The pointer has moved to `to`.
    pub fn drag(&mut self, diagram: &Diagram, to: Point, manner: Manner) {
        match self {
            Self::Idle => {}
            Self::Marquee { to: end, .. } | Self::Connecting { to: end, .. } | Self::Reattaching { to: end, .. } => {
                *end = to;
            }
            Self::Moving(moving) => moving.drag(to, manner),
            Self::Resizing(resizing) => resizing.drag(diagram, to, manner),
            Self::Bending(bending) => bending.drag(to, manner),
            Self::Relabeling(relabeling) => relabeling.drag(to),
        }
    }

    /// Shapes that differ from those of the diagram while the drag lasts.
    pub fn shapes(&self) -> Option<&BTreeMap<ElementId, Rectangle>> {
        match self {
            Self::Moving(moving) if !moving.is_copy() => Some(moving.shapes()),
            Self::Resizing(resizing) => Some(resizing.shapes()),
            _ => None,
        }
    }

    /// Lines that show why what is dragged came to rest.
    pub fn guides(&self) -> &[Guide] {
        match self {
            Self::Moving(moving) => moving.guides(),
            Self::Resizing(resizing) => resizing.guides(),
            _ => &[],
        }
    }

    /// What letting go does to boxes and lines; connecting asks the canvas, which knows what is under the pointer.
    pub fn finish(self, diagram: &Diagram) -> Outcome {
        match self {
            Self::Moving(moving) => moving.finish(diagram),
            Self::Resizing(resizing) => resizing.finish(diagram),
            Self::Bending(bending) => bending.finish(diagram),
            Self::Relabeling(relabeling) => relabeling.finish(diagram),
            Self::Idle | Self::Marquee { .. } | Self::Connecting { .. } | Self::Reattaching { .. } => {
                Outcome::default()
            }
        }
    }
}

/// What the frame selects: boxes and notes that it touches, frames that it encloses.
pub(super) fn enclosed(diagram: &Diagram, frame: Rectangle) -> BTreeSet<ElementId> {
    let visible = diagram.visible(frame);
    let boxes = visible.boxes.iter().filter_map(|index| diagram.boxes.get(*index));
    let notes = visible.notes.iter().filter_map(|index| diagram.notes.get(*index));
    let frames = visible.frames.iter().filter_map(|index| diagram.frames.get(*index));
    let frames = frames.filter(|placed| frame.encloses(placed.shape));
    boxes.chain(notes).chain(frames).map(|placed| placed.element.clone()).collect()
}

#[cfg(test)]
mod tests;

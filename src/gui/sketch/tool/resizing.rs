//! Pulls an edge or a corner of a box.

use std::collections::BTreeMap;

use super::{GRID, Manner, Outcome};
use crate::diagram::{Diagram, Guide, TITLE_HEIGHT, snapped};
use crate::edit::{Edit, Placement};
use crate::model::{ElementId, Point, Rectangle, Size, System};

/// Nothing gets smaller than this.
const SMALLEST: Size = Size::new(80.0, 40.0);
/// A frame keeps this far from its content.
const PADDING: f32 = 10.0;

/// Where a box is grabbed: which edges move along, as -1 (left, top), 0 (none) or 1 (right, bottom).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::gui::sketch) struct Handle {
    pub x: i8,
    pub y: i8,
}

/// A change of size under way.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui::sketch) struct Resizing {
    element: ElementId,
    handle: Handle,
    from: Point,
    before: Rectangle,
    now: BTreeMap<ElementId, Rectangle>,
    guides: Vec<Guide>,
}

impl Handle {
    /// All eight, corners last, so that they lie on top.
    pub const ALL: [Self; 8] = [
        Self { x: 0, y: -1 },
        Self { x: 1, y: 0 },
        Self { x: 0, y: 1 },
        Self { x: -1, y: 0 },
        Self { x: -1, y: -1 },
        Self { x: 1, y: -1 },
        Self { x: -1, y: 1 },
        Self { x: 1, y: 1 },
    ];

    /// Where it lies on the edge of `shape`.
    pub fn place(self, shape: Rectangle) -> Point {
        let (width, height) = (shape.size.width / 2.0, shape.size.height / 2.0);
        shape.center().moved(f32::from(self.x) * width, f32::from(self.y) * height)
    }

    /// Whether two edges move.
    pub fn is_corner(self) -> bool {
        self.x != 0 && self.y != 0
    }

    /// "top left", "bottom".
    pub fn label(self) -> String {
        let (vertical, horizontal) = (["top", "", "bottom"], ["left", "", "right"]);
        let word = |words: [&'static str; 3], at: i8| words[usize::try_from(at + 1).unwrap_or(1).min(2)];
        format!("{} {}", word(vertical, self.y), word(horizontal, self.x)).trim().to_owned()
    }
}

impl Resizing {
    pub fn new(element: ElementId, shape: Rectangle, handle: Handle, from: Point) -> Self {
        let now = BTreeMap::from([(element.clone(), shape)]);
        Self { element, handle, from, before: shape, now, guides: Vec::new() }
    }

    pub fn drag(&mut self, diagram: &Diagram, to: Point, manner: Manner) {
        let (dx, dy) = (to.x - self.from.x, to.y - self.from.y);
        let corner = self.handle.place(self.before).moved(dx, dy);
        let (mut end, mut guides) = (corner, Vec::new());
        if !manner.free {
            let near = diagram.visible(self.before.grown(600.0));
            let others = near.boxes.iter().filter_map(|index| diagram.boxes.get(*index));
            let others: Vec<_> =
                others.filter(|other| other.element != self.element).map(|placed| placed.shape).collect();
            let point = Rectangle { corner, size: Size::default() };
            let caught = snapped(point, &others, manner.reach, manner.on_grid.then_some(GRID));
            end = corner.moved(caught.dx, caught.dy);
            guides = caught.guides;
        }
        let shape = pulled(self.before, self.handle, end);
        let shape = if manner.straight { in_proportion(self.before, shape, self.handle) } else { shape };
        let shape = not_too_small(diagram.system(), &self.element, shape, (self.before, self.handle));
        self.guides = guides;
        self.now.insert(self.element.clone(), shape);
    }

    pub fn shapes(&self) -> &BTreeMap<ElementId, Rectangle> {
        &self.now
    }

    pub fn guides(&self) -> &[Guide] {
        &self.guides
    }

    pub fn finish(self, diagram: &Diagram) -> Outcome {
        let shapes: Vec<_> = self.now.into_iter().filter(|(_, shape)| *shape != self.before).collect();
        if shapes.is_empty() {
            return Outcome::default();
        }
        let label = format!("resize {}", diagram.project().element_name(&self.element));
        let edits = vec![Edit::Place(Placement { view: diagram.view().clone(), shapes, lines: Vec::new() })];
        Outcome { label, edits, selection: None }
    }
}

/// `shape` with the handle's edges at `end`.
fn pulled(shape: Rectangle, handle: Handle, end: Point) -> Rectangle {
    let (mut from, mut to) = (shape.corner, shape.far_corner());
    match handle.x {
        -1 => from.x = end.x.min(to.x),
        1 => to.x = end.x.max(from.x),
        _ => {}
    }
    match handle.y {
        -1 => from.y = end.y.min(to.y),
        1 => to.y = end.y.max(from.y),
        _ => {}
    }
    Rectangle::spanning(from, to)
}

/// As large as `shape`, in the proportions of `before`.
fn in_proportion(before: Rectangle, shape: Rectangle, handle: Handle) -> Rectangle {
    let (width, height) = (before.size.width.max(1.0), before.size.height.max(1.0));
    let (across, down) = (shape.size.width / width, shape.size.height / height);
    let factor = match (handle.x, handle.y) {
        (0, _) => down,
        (_, 0) => across,
        _ => across.max(down),
    };
    anchored(before, handle, Size::new(width * factor, height * factor))
}

/// A shape of this size whose edges that the handle does not move stay where they are in `before`.
fn anchored(before: Rectangle, handle: Handle, size: Size) -> Rectangle {
    let far = before.far_corner();
    let x = if handle.x < 0 { far.x - size.width } else { before.corner.x };
    let y = if handle.y < 0 { far.y - size.height } else { before.corner.y };
    Rectangle { corner: Point::new(x, y), size }
}

/// A frame stays around its content, and nothing gets too small to be seen.
fn not_too_small(
    system: &System,
    element: &ElementId,
    shape: Rectangle,
    (before, handle): (Rectangle, Handle),
) -> Rectangle {
    let size = Size::new(shape.size.width.max(SMALLEST.width), shape.size.height.max(SMALLEST.height));
    let shape = if size == shape.size { shape } else { anchored(before, handle, size) };
    let Some(content) = content_of(system, element) else { return shape };
    let top = Rectangle::new(
        content.corner.x - PADDING,
        content.corner.y - TITLE_HEIGHT,
        content.size.width + 2.0 * PADDING,
        content.size.height + TITLE_HEIGHT + PADDING,
    );
    // Content that stuck out before may go on sticking out.
    let held = top.intersection(before);
    held.map_or(shape, |held| shape.union(held))
}

/// What a node holds.
fn content_of(system: &System, element: &ElementId) -> Option<Rectangle> {
    let ElementId::Node(node) = element else { return None };
    let components = system.components.values().filter(|found| found.deployed_on.as_ref() == Some(node));
    let nodes = system.nodes.values().filter(|found| found.parent.as_ref() == Some(node));
    components.map(|found| found.shape).chain(nodes.map(|found| found.shape)).reduce(Rectangle::union)
}

//! Arranges frames from the inside out: every frame's content in layers, then the frame as one box among its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use super::hierarchy::Hierarchy;
use super::layers::Graph;
use super::order::ordered;
use super::places::middles;
use super::rows::rows;
use super::{Arrangement, DEEPEST, GAP, GRID, LAYER_GAP, PADDING, finite};
use crate::diagram::TITLE_HEIGHT;
use crate::edit::Placement;
use crate::model::{ElementId, Point, Rectangle, Size, System};

/// An arrangement that is not at rest after so many rounds is taken as it is.
const ROUNDS: usize = 12;

/// What is arranged, and how.
struct Plan<'a> {
    system: &'a System,
    hierarchy: &'a Hierarchy,
    arrangement: Arrangement,
}

/// New shapes of all that moves, anywhere on the drawing.
pub(super) fn arranged(
    system: &System,
    moves: &dyn Fn(&ElementId) -> bool,
    arrangement: Arrangement,
) -> BTreeMap<ElementId, Rectangle> {
    let hierarchy = Hierarchy::new(system, moves, arrangement != Arrangement::ByDeployment);
    let mut shapes = BTreeMap::new();
    let mut now = system.clone();
    // An arrangement begins with the order that is drawn. It is at rest when it would not change itself any more.
    for _ in 0..ROUNDS {
        let plan = Plan { system: &now, hierarchy: &hierarchy, arrangement };
        let mut next = BTreeMap::new();
        plan.place(&hierarchy.roots, Point::default(), 0, &mut next);
        if next == shapes {
            break;
        }
        let placement = Placement { shapes: next.clone().into_iter().collect(), ..Placement::default() };
        now = placement.applied(&now);
        shapes = next;
    }
    shapes
}

impl Plan<'_> {
    /// Places `elements` beside each other from `corner` on, with all they hold; gives the room they take.
    fn place(
        &self,
        elements: &[ElementId],
        corner: Point,
        depth: usize,
        shapes: &mut BTreeMap<ElementId, Rectangle>,
    ) -> Size {
        let sizes: Vec<_> = elements.iter().map(|element| self.size(element, depth, shapes)).collect();
        let corners = if self.arrangement == Arrangement::ByDeployment && depth == 0 {
            side_by_side(&sizes)
        } else {
            self.in_layers(elements, &sizes, depth)
        };
        let mut room = Size::default();
        for ((element, size), at) in elements.iter().zip(&sizes).zip(corners) {
            let at = corner.moved(at.x, at.y);
            if self.is_closed(element) {
                self.carry_along(element, at, depth, shapes);
            } else {
                self.shift_content(element, at, depth, shapes);
            }
            shapes.insert(element.clone(), Rectangle { corner: at, size: *size });
            let (far_x, far_y) = (at.x + size.width - corner.x, at.y + size.height - corner.y);
            room = Size::new(room.width.max(far_x), room.height.max(far_y));
        }
        room
    }

    /// How large an element is; a frame's content is placed on the way, as if the frame stood at the origin.
    fn size(&self, element: &ElementId, depth: usize, shapes: &mut BTreeMap<ElementId, Rectangle>) -> Size {
        let usual = self.system.shape(element).map_or(Size::default(), |shape| shape.size);
        let content = self.hierarchy.content(element);
        if content.is_empty() || depth >= DEEPEST || self.is_closed(element) {
            return usual;
        }
        let room = self.place(content, Point::new(PADDING, TITLE_HEIGHT + PADDING / 2.0), depth + 1, shapes);
        let up = |value: f32| (value / GRID).ceil() * GRID;
        Size::new(up(room.width + 2.0 * PADDING), up(room.height + TITLE_HEIGHT + 1.5 * PADDING))
    }

    /// Whether it is drawn as one box that hides what lies in it.
    fn is_closed(&self, element: &ElementId) -> bool {
        matches!(element, ElementId::Node(id) if self.system.collapsed.contains(id))
    }

    /// What a closed node hides keeps its place within it.
    fn carry_along(&self, node: &ElementId, at: Point, depth: usize, shapes: &mut BTreeMap<ElementId, Rectangle>) {
        let Some(before) = self.system.shape(node).map(|shape| finite(shape.corner)) else { return };
        for inner in self.hierarchy.content(node).iter().filter(|_| depth < DEEPEST) {
            let Some(shape) = self.system.shape(inner) else { continue };
            let corner = finite(shape.corner);
            let moved = corner.moved(at.x - before.x, at.y - before.y);
            shapes.insert(inner.clone(), Rectangle { corner: moved, size: shape.size });
            self.carry_along(inner, moved, depth + 1, shapes);
        }
    }

    /// Moves what was placed inside a frame to where the frame has come to stand.
    fn shift_content(&self, element: &ElementId, at: Point, depth: usize, shapes: &mut BTreeMap<ElementId, Rectangle>) {
        for inner in self.hierarchy.content(element).iter().filter(|_| depth < DEEPEST) {
            if let Some(shape) = shapes.get_mut(inner) {
                *shape = shape.moved(at.x, at.y);
            }
            self.shift_content(inner, at, depth + 1, shapes);
        }
    }

    fn in_layers(&self, elements: &[ElementId], sizes: &[Size], depth: usize) -> Vec<Point> {
        let positions: BTreeMap<_, _> = elements.iter().enumerate().map(|(index, element)| (element, index)).collect();
        let connectors = self.system.connectors.values();
        let edges: BTreeSet<_> = connectors
            .filter_map(|connector| {
                self.hierarchy
                    .lifted(&connector.source, &positions)
                    .zip(self.hierarchy.lifted(&connector.target, &positions))
            })
            .collect();
        let graph = Graph { count: elements.len(), edges }.without_circles();
        let layer_of = graph.layers();
        let is_down =
            self.arrangement == Arrangement::Downwards || (self.arrangement == Arrangement::ByDeployment && depth > 0);
        let (along, across): (Vec<f32>, Vec<f32>) = sizes
            .iter()
            .map(|size| if is_down { (size.height, size.width) } else { (size.width, size.height) })
            .unzip();
        let now = elements.iter().map(|element| {
            let center = finite(self.system.shape(element).unwrap_or_default().center());
            if is_down { center.x } else { center.y }
        });
        let found = ordered(&layer_of, graph.edges.iter().copied(), &now.collect::<Vec<_>>());
        let points = found.layers.iter().flatten().max().map_or(0, |last| last + 1).max(sizes.len());
        let mut extents = across.clone();
        extents.resize(points, 0.0);
        let middles = middles(&found, &extents, GAP);
        let rooms: Vec<f32> = found.layers.iter().map(|layer| room(layer, &along)).collect();
        let edge = |index: &usize, sign: f32| middles[*index] + sign * across[*index] / 2.0;
        let (boxes, lines) = (sizes.len(), lines_after(&layer_of, &graph.edges, rooms.len()));
        let breadth = (0..boxes).map(|index| edge(&index, 1.0)).fold(f32::NEG_INFINITY, f32::max)
            - (0..boxes).map(|index| edge(&index, -1.0)).fold(f32::INFINITY, f32::min);
        let row_of = rows(&rooms, breadth, &lines, is_down);
        let starts = starts(&rooms, &row_of);
        // Each row begins below the one before it.
        let mut sides = vec![0.0; row_of.iter().max().map_or(0, |last| last + 1)];
        let mut below = 0.0;
        for (row, side) in sides.iter_mut().enumerate() {
            let of_row: Vec<usize> = (0..boxes).filter(|index| row_of[layer_of[*index]] == row).collect();
            let lowest = of_row.iter().map(|index| edge(index, -1.0)).fold(f32::INFINITY, f32::min);
            let highest = of_row.iter().map(|index| edge(index, 1.0)).fold(f32::NEG_INFINITY, f32::max);
            if lowest <= highest {
                *side = below - lowest;
                below += highest - lowest + LAYER_GAP;
            }
        }
        let on_grid = |value: f32| (value / GRID).round() * GRID;
        (0..boxes)
            .map(|index| {
                let layer = layer_of[index];
                let at = on_grid(starts[layer] + (rooms[layer] - along[index]) / 2.0);
                let side = on_grid(edge(&index, -1.0) + sides[row_of[layer]]);
                if is_down { Point::new(side, at) } else { Point::new(at, side) }
            })
            .collect()
    }
}

/// Extent of a layer along the flow.
fn room(layer: &[usize], along: &[f32]) -> f32 {
    layer.iter().filter_map(|node| along.get(*node)).copied().fold(0.0, f32::max)
}

/// Start of every layer along the flow; each row of layers begins anew.
fn starts(rooms: &[f32], row_of: &[usize]) -> Vec<f32> {
    let (mut at, mut row) = (0.0, 0);
    let starts = rooms.iter().zip(row_of).map(|(room, of_row)| {
        if *of_row != row {
            (at, row) = (0.0, *of_row);
        }
        let start = at;
        at += room + LAYER_GAP;
        start
    });
    starts.collect()
}

/// How many calls pass from each layer to those behind it.
fn lines_after(layer_of: &[usize], edges: &BTreeSet<(usize, usize)>, layers: usize) -> Vec<usize> {
    let mut lines = vec![0; layers];
    for (from, to) in edges {
        for passed in &mut lines[layer_of[*from]..layer_of[*to]] {
            *passed += 1;
        }
    }
    lines
}

/// In rows of about the width of a screen.
fn side_by_side(sizes: &[Size]) -> Vec<Point> {
    let area: f32 = sizes.iter().map(|size| (size.width + LAYER_GAP) * (size.height + LAYER_GAP)).sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f32::max);
    let width = (area * 1.6).sqrt().max(widest);
    let (mut at, mut row) = (Point::default(), 0.0_f32);
    let corners = sizes.iter().map(|size| {
        if at.x > 0.0 && at.x + size.width > width {
            at = Point::new(0.0, at.y + row + LAYER_GAP / 1.1);
            row = 0.0;
        }
        let corner = at;
        at = at.moved(size.width + LAYER_GAP, 0.0);
        row = row.max(size.height);
        corner
    });
    corners.collect()
}

/// A frame around what lies inside.
pub(super) fn framed(inside: Rectangle) -> Rectangle {
    let (width, height) = (inside.size.width + 2.0 * PADDING, inside.size.height + TITLE_HEIGHT + 1.5 * PADDING);
    let corner = inside.corner.moved(-PADDING, -TITLE_HEIGHT - PADDING / 2.0);
    Rectangle { corner, size: Size::new(width, height) }
}

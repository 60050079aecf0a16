//! Arranges frames from the inside out: every frame's content in layers, then the frame as one box among its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::Graph;
use super::order::ordered;
use super::places::middles;
use super::{Arrangement, GAP, GRID, LAYER_GAP, PADDING, finite};
use crate::diagram::TITLE_HEIGHT;
use crate::edit::Placement;
use crate::model::{ComponentId, ElementId, NodeId, Point, Rectangle, Size, System};

/// A frame deeper than this is not looked into: only a damaged file has one.
const DEEPEST: usize = 40;

/// An arrangement that is not at rest after so many rounds is taken as it is.
const ROUNDS: usize = 12;

/// What is arranged, and how.
struct Plan<'a> {
    system: &'a System,
    moves: &'a dyn Fn(&ElementId) -> bool,
    arrangement: Arrangement,
}

/// New shapes of all that moves, anywhere on the drawing.
pub(super) fn arranged(
    system: &System,
    moves: &dyn Fn(&ElementId) -> bool,
    arrangement: Arrangement,
) -> BTreeMap<ElementId, Rectangle> {
    let mut shapes = BTreeMap::new();
    let mut now = system.clone();
    // An arrangement begins with the order that is drawn. It is at rest when it would not change itself any more.
    for _ in 0..ROUNDS {
        let plan = Plan { system: &now, moves, arrangement };
        let roots = plan.roots();
        let mut next = BTreeMap::new();
        plan.place(&roots, Point::default(), 0, &mut next);
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
    /// Elements that move and whose frame does not.
    fn roots(&self) -> Vec<ElementId> {
        let moves_along = |node: Option<&NodeId>| node.is_some_and(|id| (self.moves)(&ElementId::Node(id.clone())));
        let nodes = self.system.nodes.iter().filter(|(_, node)| !moves_along(node.parent.as_ref()));
        let nodes = nodes.map(|(id, _)| ElementId::Node(id.clone()));
        let components = self.system.components.iter();
        let components = components.filter(|(_, component)| !moves_along(component.deployed_on.as_ref()));
        let components = components.map(|(id, _)| ElementId::Component(id.clone()));
        nodes.chain(components).filter(|element| (self.moves)(element)).collect()
    }

    /// What lies directly in a node.
    fn content(&self, node: &NodeId) -> Vec<ElementId> {
        let nodes = self.system.nodes.iter().filter(|(_, found)| found.parent.as_ref() == Some(node));
        let nodes = nodes.map(|(id, _)| ElementId::Node(id.clone()));
        let components = self.system.components.iter().filter(|(_, found)| found.deployed_on.as_ref() == Some(node));
        nodes.chain(components.map(|(id, _)| ElementId::Component(id.clone()))).collect()
    }

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
            self.shift_content(element, at, shapes);
            shapes.insert(element.clone(), Rectangle { corner: at, size: *size });
            let (far_x, far_y) = (at.x + size.width - corner.x, at.y + size.height - corner.y);
            room = Size::new(room.width.max(far_x), room.height.max(far_y));
        }
        room
    }

    /// How large an element is; a node's content is placed on the way, as if the node stood at the origin.
    fn size(&self, element: &ElementId, depth: usize, shapes: &mut BTreeMap<ElementId, Rectangle>) -> Size {
        let usual = self.system.shape(element).map_or(Size::default(), |shape| shape.size);
        let ElementId::Node(node) = element else { return usual };
        let content = self.content(node);
        if content.is_empty() || depth >= DEEPEST || self.system.collapsed.contains(node) {
            return usual;
        }
        let room = self.place(&content, Point::new(PADDING, TITLE_HEIGHT + PADDING / 2.0), depth + 1, shapes);
        let up = |value: f32| (value / GRID).ceil() * GRID;
        Size::new(up(room.width + 2.0 * PADDING), up(room.height + TITLE_HEIGHT + 1.5 * PADDING))
    }

    /// Moves what was placed inside a node to where the node has come to stand.
    fn shift_content(&self, element: &ElementId, at: Point, shapes: &mut BTreeMap<ElementId, Rectangle>) {
        let ElementId::Node(node) = element else { return };
        let is_inside =
            |on: Option<&NodeId>| on.is_some_and(|on| self.system.node_and_parents(on).any(|outer| outer == node));
        for (inner, shape) in shapes.iter_mut() {
            let holder = match inner {
                ElementId::Component(id) => self.system.components.get(id).and_then(|found| found.deployed_on.as_ref()),
                ElementId::Node(id) => self.system.nodes.get(id).and_then(|found| found.parent.as_ref()),
                _ => None,
            };
            if is_inside(holder) {
                *shape = shape.moved(at.x, at.y);
            }
        }
    }

    /// The element among `elements` that a component lies in, or is.
    fn lifted(&self, component: &ComponentId, positions: &BTreeMap<&ElementId, usize>) -> Option<usize> {
        let own = ElementId::Component(component.clone());
        if let Some(position) = positions.get(&own) {
            return Some(*position);
        }
        let node = self.system.components.get(component)?.deployed_on.as_ref()?;
        let mut outer = self.system.node_and_parents(node);
        outer.find_map(|node| positions.get(&ElementId::Node(node.clone())).copied())
    }

    fn in_layers(&self, elements: &[ElementId], sizes: &[Size], depth: usize) -> Vec<Point> {
        let positions: BTreeMap<_, _> = elements.iter().enumerate().map(|(index, element)| (element, index)).collect();
        let connectors = self.system.connectors.values();
        let edges: BTreeSet<_> = connectors
            .filter_map(|connector| {
                self.lifted(&connector.source, &positions).zip(self.lifted(&connector.target, &positions))
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
        let starts = starts(&found.layers, &along);
        let lowest = (0..sizes.len()).map(|index| middles[index] - across[index] / 2.0).fold(f32::INFINITY, f32::min);
        let on_grid = |value: f32| (value / GRID).round() * GRID;
        (0..sizes.len())
            .map(|index| {
                let (start, room) = starts[layer_of[index]];
                let at = on_grid(start + (room - along[index]) / 2.0);
                let side = on_grid(middles[index] - across[index] / 2.0 - lowest);
                if is_down { Point::new(side, at) } else { Point::new(at, side) }
            })
            .collect()
    }
}

/// Start and extent of every layer along the flow.
fn starts(layers: &[Vec<usize>], along: &[f32]) -> Vec<(f32, f32)> {
    let mut at = 0.0;
    let starts = layers.iter().map(|layer| {
        let room = layer.iter().filter_map(|node| along.get(*node)).copied().fold(0.0, f32::max);
        let start = (at, room);
        at += room + LAYER_GAP;
        start
    });
    starts.collect()
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

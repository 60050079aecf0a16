//! Arranges by tier: a column for each tier, and a band across all columns for each node.

use std::collections::BTreeMap;

use super::{GAP, GRID, LAYER_GAP, PADDING, finite, tree};
use crate::diagram::TITLE_HEIGHT;
use crate::model::{BoundaryId, BoundaryKind, Component, ComponentId, ElementId, NodeId, Point, Rectangle, System};

/// Components of one band, by column.
type Row<'a> = BTreeMap<usize, Vec<(&'a ComponentId, &'a Component)>>;

/// New shapes of all components that move, and of nodes around what runs on them. Tiers stand in the order in which
/// they are drawn from left to right; what is in no tier stands in a column before them.
pub(super) fn arranged(system: &System, moves: &dyn Fn(&ElementId) -> bool) -> BTreeMap<ElementId, Rectangle> {
    let mut tiers: Vec<_> =
        system.boundaries.iter().filter(|(_, boundary)| boundary.kind == BoundaryKind::Tier).collect();
    tiers.sort_by(|(_, a), (_, b)| finite(a.shape.center()).x.total_cmp(&finite(b.shape.center()).x));
    let tiers: Vec<&BoundaryId> = tiers.into_iter().map(|(id, _)| id).collect();
    let column = |component: &Component| {
        tiers.iter().position(|tier| component.boundaries.contains(*tier)).map_or(0, |index| index + 1)
    };
    let bands = bands(system);
    // Cells by band, then column: components in the order in which they are drawn from top to bottom.
    let mut cells: BTreeMap<usize, Row<'_>> = BTreeMap::new();
    for (id, component) in &system.components {
        if moves(&ElementId::Component(id.clone())) {
            let band = component.deployed_on.as_ref().map_or(0, |node| bands.get(node).copied().unwrap_or(0));
            cells.entry(band).or_default().entry(column(component)).or_default().push((id, component));
        }
    }
    let mut widths = vec![0.0_f32; tiers.len() + 1];
    for (column, members) in cells.values().flatten() {
        let widest = members.iter().map(|(_, component)| component.shape.size.width).fold(0.0, f32::max);
        widths[*column] = widths[*column].max(widest);
    }
    let mut shapes = BTreeMap::new();
    let mut top = 0.0;
    for row in cells.into_values() {
        let mut lowest = top;
        for (column, mut members) in row {
            members.sort_by(|(_, a), (_, b)| finite(a.shape.center()).y.total_cmp(&finite(b.shape.center()).y));
            let left: f32 = widths[..column].iter().filter(|width| **width > 0.0).map(|width| width + LAYER_GAP).sum();
            let mut at = Point::new(left, top);
            for (id, component) in members {
                let shape = Rectangle { corner: at, size: component.shape.size };
                shapes.insert(ElementId::Component(id.clone()), shape);
                at = at.moved(0.0, ((shape.size.height + GAP) / GRID).ceil() * GRID);
                lowest = lowest.max(at.y);
            }
        }
        top = lowest + TITLE_HEIGHT + 2.0 * PADDING;
    }
    frame_nodes(system, moves, &mut shapes);
    shapes
}

/// The band of each node: that of the outermost node it is part of. Band 0 is for what runs nowhere.
fn bands(system: &System) -> BTreeMap<NodeId, usize> {
    let outermost = |id: &NodeId| system.node_and_parents(id).last().cloned().unwrap_or_else(|| id.clone());
    let mut roots: Vec<_> = system.nodes.keys().map(outermost).collect();
    roots.dedup();
    let number = |id: &NodeId| roots.iter().position(|root| *root == outermost(id)).map_or(0, |index| index + 1);
    system.nodes.keys().map(|id| (id.clone(), number(id))).collect()
}

/// Frames are drawn around what they hold, from the inside out.
fn frame_nodes(system: &System, moves: &dyn Fn(&ElementId) -> bool, shapes: &mut BTreeMap<ElementId, Rectangle>) {
    let mut nodes: Vec<_> = system.nodes.keys().collect();
    nodes.sort_by_key(|id| std::cmp::Reverse(system.node_and_parents(id).count()));
    for id in nodes.into_iter().filter(|id| moves(&ElementId::Node((*id).clone()))) {
        let components = system.components.iter().filter(|(_, found)| found.deployed_on.as_ref() == Some(id));
        let components = components.map(|(inner, _)| ElementId::Component(inner.clone()));
        let inner_nodes = system.nodes.iter().filter(|(_, found)| found.parent.as_ref() == Some(id));
        let inner = components.chain(inner_nodes.map(|(inner, _)| ElementId::Node(inner.clone())));
        if let Some(inside) = inner.filter_map(|element| shapes.get(&element).copied()).reduce(Rectangle::union) {
            shapes.insert(ElementId::Node(id.clone()), tree::framed(inside));
        }
    }
}

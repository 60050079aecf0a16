//! Automatic arrangement: where boxes and frames go so that the drawing reads in the direction of its calls.
//!
//! Layers after Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures" (1981):
//! circles are broken, every box gets a layer, the order within layers is improved by the means of their neighbours, and
//! places follow from least squares. Frames are arranged inside first and are then boxes of their parent's arrangement.
//! What would get much longer than broad continues in a row below, as text does.
//! Ties keep the order that is drawn already, and an order changes only for fewer crossings: small changes of the
//! drawing change its arrangement little, and arranging twice changes nothing.

mod hierarchy;
mod layers;
mod order;
mod places;
mod rows;
mod tiers;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use strum::EnumIter;

use crate::edit::Placement;
use crate::model::{ElementId, Line, Point, Rectangle, System};

/// How a drawing is arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter)]
pub enum Arrangement {
    /// In layers, calls run to the right.
    Rightwards,
    /// In layers, calls run downwards.
    Downwards,
    /// One column for each tier, one band for each node.
    ByTier,
    /// Nodes side by side, what runs on each below one another.
    ByDeployment,
}

/// Room between boxes of one layer.
const GAP: f32 = 36.0;
/// Room between layers: a connector with its label fits in.
const LAYER_GAP: f32 = 110.0;
/// Room between a frame and its content.
const PADDING: f32 = 24.0;
/// Places are multiples of this.
const GRID: f32 = 10.0;
/// A frame deeper than this is not looked into: only a damaged file has one.
const DEEPEST: usize = 40;

/// New places for everything in `system`, or for `only` some of it. What is locked stays. The upper left corner of what
/// is arranged stays where it was. Lines that were bent by hand find their own way again.
pub fn arranged(system: &System, only: Option<&BTreeSet<ElementId>>, arrangement: Arrangement) -> Placement {
    let moves =
        |element: &ElementId| !system.locked.contains(element) && only.is_none_or(|only| only.contains(element));
    let shapes = match arrangement {
        Arrangement::Rightwards | Arrangement::Downwards | Arrangement::ByDeployment => {
            tree::arranged(system, &moves, arrangement)
        }
        Arrangement::ByTier => tiers::arranged(system, &moves),
    };
    let shapes = kept_in_place(system, shapes);
    let shapes = beside_what_stays(system, shapes);
    placement(system, around_members(system, shapes, &moves))
}

/// The whole moved so that its upper left corner stays where it was: the view must not jump.
fn kept_in_place(system: &System, shapes: BTreeMap<ElementId, Rectangle>) -> BTreeMap<ElementId, Rectangle> {
    let before = shapes.keys().filter_map(|element| system.shape(element)).reduce(Rectangle::union);
    let after = shapes.values().copied().reduce(Rectangle::union);
    let Some((before, after)) = before.zip(after) else { return shapes };
    let on_grid = |value: f32| (value / GRID).round() * GRID;
    let (dx, dy) = (on_grid(before.corner.x) - after.corner.x, on_grid(before.corner.y) - after.corner.y);
    shapes.into_iter().map(|(element, shape)| (element, shape.moved(dx, dy))).collect()
}

/// What is arranged is moved down until it covers nothing that stays.
fn beside_what_stays(system: &System, shapes: BTreeMap<ElementId, Rectangle>) -> BTreeMap<ElementId, Rectangle> {
    let Some(extent) = shapes.values().copied().reduce(Rectangle::union) else { return shapes };
    let is_inside_of_moving = |element: &ElementId| {
        let node = match element {
            ElementId::Component(id) => system.components.get(id).and_then(|found| found.deployed_on.as_ref()),
            ElementId::Node(id) => system.nodes.get(id).and_then(|found| found.parent.as_ref()),
            _ => None,
        };
        node.is_some_and(|node| shapes.contains_key(&ElementId::Node(node.clone())))
    };
    // Frames around what is arranged are no obstacle.
    let still: Vec<_> = system
        .elements()
        .filter(|element| !shapes.contains_key(element) && !is_inside_of_moving(element))
        .filter(|element| matches!(element, ElementId::Component(_) | ElementId::Node(_)))
        .filter_map(|element| system.shape(&element))
        .filter(|shape| !shape.encloses(extent))
        .collect();
    let mut down = 0.0;
    // Every round passes at least one of the shapes that stay, so there are no more rounds than those.
    for _ in 0..still.len() {
        let covered = |shape: &&Rectangle| shape.grown(GAP / 2.0).touches(extent.moved(0.0, down));
        let Some(obstacle) = still.iter().find(covered) else { break };
        let bottom = obstacle.far_corner().y + GAP;
        down = (((bottom - extent.corner.y) / GRID).ceil() * GRID).max(down + GRID);
    }
    shapes.into_iter().map(|(element, shape)| (element, shape.moved(0.0, down))).collect()
}

/// Boundaries that were no frames of the arrangement are drawn around their members again.
fn around_members(
    system: &System,
    mut shapes: BTreeMap<ElementId, Rectangle>,
    moves: &dyn Fn(&ElementId) -> bool,
) -> BTreeMap<ElementId, Rectangle> {
    let mut boundaries = BTreeMap::new();
    let is_left = |element: &ElementId| moves(element) && !shapes.contains_key(element);
    for id in system.boundaries.keys().filter(|id| is_left(&ElementId::Boundary((*id).clone()))) {
        let members = system.components.iter().filter(|(_, component)| component.boundaries.contains(id));
        let now = |component: &crate::model::ComponentId| {
            let element = ElementId::Component(component.clone());
            shapes.get(&element).copied().or_else(|| system.shape(&element))
        };
        if let Some(inside) = members.filter_map(|(component, _)| now(component)).reduce(Rectangle::union) {
            boundaries.insert(ElementId::Boundary(id.clone()), tree::framed(inside));
        }
    }
    shapes.extend(boundaries);
    shapes
}

fn placement(system: &System, shapes: BTreeMap<ElementId, Rectangle>) -> Placement {
    let moved = |id: &crate::model::ComponentId| shapes.contains_key(&ElementId::Component(id.clone()));
    let bent = system.connectors.iter().filter(|(_, connector)| connector.line != Line::default());
    let freed = bent.filter(|(_, connector)| moved(&connector.source) || moved(&connector.target));
    let lines = freed.map(|(id, _)| (id.clone(), Line::default())).collect();
    let changed = shapes.into_iter().filter(|(element, shape)| system.shape(element) != Some(*shape));
    Placement { shapes: changed.collect(), lines, ..Placement::default() }
}

/// A coordinate that comes from a broken file counts as 0.
fn finite(point: Point) -> Point {
    let sane = |value: f32| if value.abs() < 1e6 { value } else { 0.0 };
    Point::new(sane(point.x), sane(point.y))
}

#[cfg(test)]
mod tests;

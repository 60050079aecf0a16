//! Lines up what is selected, and spaces it evenly.

use std::collections::{BTreeMap, BTreeSet};

use strum::EnumIter;

use super::moving::{carried, displaced};
use crate::edit::Placement;
use crate::model::{ElementId, Rectangle, System};

/// Which edge or middle comes to one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter)]
pub enum Alignment {
    /// Left edges.
    Left,
    /// Middles, one above the other.
    Center,
    /// Right edges.
    Right,
    /// Top edges.
    Top,
    /// Middles, side by side.
    Middle,
    /// Bottom edges.
    Bottom,
}

/// A direction of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter)]
pub enum Axis {
    /// From left to right.
    Horizontal,
    /// From top to bottom.
    Vertical,
}

/// Brings the chosen edges of `elements` to the line of the outermost one, or their middles to the middle of all.
pub fn aligned(system: &System, elements: &BTreeSet<ElementId>, alignment: Alignment) -> Placement {
    let shapes = movable(system, elements);
    let Some(all) = shapes.iter().map(|(_, shape)| *shape).reduce(Rectangle::union) else {
        return Placement::default();
    };
    let offsets = shapes.iter().map(|(element, shape)| {
        let offset = match alignment {
            Alignment::Left => (all.corner.x - shape.corner.x, 0.0),
            Alignment::Center => (all.center().x - shape.center().x, 0.0),
            Alignment::Right => (all.far_corner().x - shape.far_corner().x, 0.0),
            Alignment::Top => (0.0, all.corner.y - shape.corner.y),
            Alignment::Middle => (0.0, all.center().y - shape.center().y),
            Alignment::Bottom => (0.0, all.far_corner().y - shape.far_corner().y),
        };
        (element.clone(), offset)
    });
    with_content(system, offsets.collect())
}

/// Makes the gaps between `elements` equal; the outermost two stay where they are.
pub fn distributed(system: &System, elements: &BTreeSet<ElementId>, axis: Axis) -> Placement {
    let mut shapes = movable(system, elements);
    let span = |shape: Rectangle| match axis {
        Axis::Horizontal => (shape.corner.x, shape.size.width),
        Axis::Vertical => (shape.corner.y, shape.size.height),
    };
    let middle = |shape: Rectangle| span(shape).0 + span(shape).1 / 2.0;
    shapes.sort_by(|a, b| middle(a.1).total_cmp(&middle(b.1)));
    let [(_, first), .., (_, last)] = shapes.as_slice() else { return Placement::default() };
    let (start, end) = (span(*first).0, span(*last).0 + span(*last).1);
    let used: f32 = shapes.iter().map(|(_, shape)| span(*shape).1).sum();
    let gap = (end - start - used) / (shapes.len() - 1) as f32;
    let mut at = start;
    let offsets = shapes.iter().map(|(element, shape)| {
        let (from, extent) = span(*shape);
        let offset = at - from;
        at += extent + gap;
        (element.clone(), if axis == Axis::Horizontal { (offset, 0.0) } else { (0.0, offset) })
    });
    with_content(system, offsets.collect())
}

/// Elements with their shapes, without what is locked and what moves along with another selected element anyway.
fn movable(system: &System, elements: &BTreeSet<ElementId>) -> Vec<(ElementId, Rectangle)> {
    let is_content = |element: &ElementId| {
        elements.iter().any(|other| {
            let is_frame = matches!(other, ElementId::Node(_) | ElementId::Boundary(_));
            is_frame && other != element && carried(system, &[other.clone()].into()).contains(element)
        })
    };
    let free = elements.iter().filter(|element| !system.locked.contains(element) && !is_content(element));
    free.filter_map(|element| Some((element.clone(), system.shape(element)?))).collect()
}

/// Frames take their content along.
fn with_content(system: &System, offsets: Vec<(ElementId, (f32, f32))>) -> Placement {
    let mut all = BTreeMap::new();
    for (element, offset) in offsets {
        // A group would pull others along; here each member has a place of its own.
        let content = match element {
            ElementId::Node(_) | ElementId::Boundary(_) => carried(system, &[element.clone()].into()),
            _ => BTreeSet::new(),
        };
        all.extend(content.into_iter().map(|inner| (inner, offset)));
        all.insert(element, offset);
    }
    displaced(system, &all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::{Point, Project};

    fn project(centers: &[(f32, f32)]) -> (Project, BTreeSet<ElementId>) {
        let mut project = Project::default();
        for (x, y) in centers {
            let (id, component) = create::component(&project, "service", Point::new(*x, *y));
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        let elements = project.system.elements().collect();
        (project, elements)
    }

    fn check(
        centers: &[(f32, f32)],
        place: impl Fn(&System, &BTreeSet<ElementId>) -> Placement,
        expected: &[(f32, f32)],
    ) {
        let (mut project, elements) = project(centers);
        Edit::Place(place(&project.system, &elements)).apply(&mut project).unwrap();
        let centers = project.system.components.values().map(|component| component.shape.center());
        let centers: Vec<_> = centers.map(|center| (center.x, center.y)).collect();
        assert_eq!(centers, expected);
    }

    #[test]
    fn edges_and_middles_come_to_one_line() {
        let centers = [(0.0, 0.0), (300.0, 100.0), (100.0, 300.0)];
        check(&centers, |system, all| aligned(system, all, Alignment::Left), &[(0.0, 0.0), (0.0, 100.0), (0.0, 300.0)]);
        let bottom = [(0.0, 300.0), (300.0, 300.0), (100.0, 300.0)];
        check(&centers, |system, all| aligned(system, all, Alignment::Bottom), &bottom);
        let middle = [(0.0, 150.0), (300.0, 150.0), (100.0, 150.0)];
        check(&centers, |system, all| aligned(system, all, Alignment::Middle), &middle);
    }

    #[test]
    fn gaps_become_equal_and_the_outermost_stay() {
        let centers = [(0.0, 0.0), (900.0, 50.0), (100.0, 0.0), (200.0, 0.0)];
        let expected = [(0.0, 0.0), (900.0, 50.0), (300.0, 0.0), (600.0, 0.0)];
        check(&centers, |system, all| distributed(system, all, Axis::Horizontal), &expected);
        check(&[(0.0, 0.0)], |system, all| distributed(system, all, Axis::Vertical), &[(0.0, 0.0)]);
    }
}

//! Where a moved box comes to rest: in line with its neighbours, at equal distances, else on the grid.

use super::aligning::Axis;
use crate::model::{Point, Rectangle};

/// A line that shows why a box came to rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guide {
    /// Edges or middles lie on this line.
    InLine {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
    },
    /// This gap is as wide as the one on the other side.
    Gap {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
    },
}

/// Where a moved box comes to rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapped {
    /// How much further it moves, to the right.
    pub dx: f32,
    /// How much further it moves, downwards.
    pub dy: f32,
    /// Why.
    pub guides: Vec<Guide>,
}

/// Moves `shape` by at most `reach` in each direction so that it lies in line with one of `others`, or between two of
/// them at equal distances; else onto the grid of this step, if there is one.
pub fn snapped(shape: Rectangle, others: &[Rectangle], reach: f32, grid: Option<f32>) -> Snapped {
    let mut result = Snapped::default();
    for axis in [Axis::Horizontal, Axis::Vertical] {
        let offset = in_line(shape, others, reach, axis).or_else(|| between(shape, others, reach, axis));
        let from = span(shape, axis).0;
        let on_grid = || grid.map(|step| (from / step).round() * step - from);
        let offset = offset.or_else(on_grid).unwrap_or(0.0);
        match axis {
            Axis::Horizontal => result.dx = offset,
            Axis::Vertical => result.dy = offset,
        }
    }
    let rest = shape.moved(result.dx, result.dy);
    for axis in [Axis::Horizontal, Axis::Vertical] {
        result.guides.extend(line_guides(rest, others, axis));
        result.guides.extend(gap_guides(rest, others, axis));
    }
    result
}

/// Start and length of a shape along an axis.
fn span(shape: Rectangle, axis: Axis) -> (f32, f32) {
    match axis {
        Axis::Horizontal => (shape.corner.x, shape.size.width),
        Axis::Vertical => (shape.corner.y, shape.size.height),
    }
}

/// Start, middle and end of a shape along an axis.
fn marks(shape: Rectangle, axis: Axis) -> [f32; 3] {
    let (from, length) = span(shape, axis);
    [from, from + length / 2.0, from + length]
}

fn smallest(offsets: impl Iterator<Item = f32>, reach: f32) -> Option<f32> {
    offsets.filter(|offset| offset.abs() <= reach).min_by(|a, b| a.abs().total_cmp(&b.abs()))
}

/// The smallest move that brings an edge to an edge, or a middle to a middle.
fn in_line(shape: Rectangle, others: &[Rectangle], reach: f32, axis: Axis) -> Option<f32> {
    let own = marks(shape, axis);
    let offsets = others.iter().flat_map(|other| {
        let [from, middle, to] = marks(*other, axis);
        [from - own[0], to - own[2], middle - own[1], from - own[2], to - own[0]]
    });
    smallest(offsets, reach)
}

/// The smallest move that makes the gaps to the next boxes on both sides equal.
fn between(shape: Rectangle, others: &[Rectangle], reach: f32, axis: Axis) -> Option<f32> {
    let (before, after) = neighbours(shape, others, axis)?;
    let (from, length) = span(shape, axis);
    let (low, high) = (marks(before, axis)[2], marks(after, axis)[0]);
    smallest(std::iter::once((low + high - length) / 2.0 - from), reach)
}

/// The next boxes on both sides, among those that `shape` would meet when moved along the axis.
fn neighbours(shape: Rectangle, others: &[Rectangle], axis: Axis) -> Option<(Rectangle, Rectangle)> {
    let across = if axis == Axis::Horizontal { Axis::Vertical } else { Axis::Horizontal };
    let [low, middle, high] = marks(shape, axis);
    let [near, _, far] = marks(shape, across);
    let meets = |other: &&Rectangle| marks(**other, across)[0] < far && marks(**other, across)[2] > near;
    let before = others.iter().filter(meets).filter(|other| marks(**other, axis)[2] <= low.max(middle));
    let after = others.iter().filter(meets).filter(|other| marks(**other, axis)[0] >= high.min(middle));
    let before = before.max_by(|a, b| marks(**a, axis)[2].total_cmp(&marks(**b, axis)[2]))?;
    let after = after.min_by(|a, b| marks(**a, axis)[0].total_cmp(&marks(**b, axis)[0]))?;
    Some((*before, *after))
}

/// Lines along which the resting shape lies level with others.
fn line_guides(shape: Rectangle, others: &[Rectangle], axis: Axis) -> Vec<Guide> {
    let across = if axis == Axis::Horizontal { Axis::Vertical } else { Axis::Horizontal };
    let mut guides = Vec::new();
    for mark in marks(shape, axis) {
        let level = others.iter().filter(|other| marks(**other, axis).iter().any(|own| (own - mark).abs() < 0.01));
        let spans = level.chain(std::iter::once(&shape)).map(|shape| marks(*shape, across));
        let ends = spans
            .clone()
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), [from, _, to]| (low.min(from), high.max(to)));
        if spans.count() > 1 {
            guides.push(Guide::InLine { from: at(axis, mark, ends.0), to: at(axis, mark, ends.1) });
        }
    }
    guides
}

/// The two gaps beside the resting shape, if they are equal.
fn gap_guides(shape: Rectangle, others: &[Rectangle], axis: Axis) -> Vec<Guide> {
    let Some((before, after)) = neighbours(shape, others, axis) else { return Vec::new() };
    let across = if axis == Axis::Horizontal { Axis::Vertical } else { Axis::Horizontal };
    let level = marks(shape, across)[1];
    let (first, second) =
        ((marks(before, axis)[2], marks(shape, axis)[0]), (marks(shape, axis)[2], marks(after, axis)[0]));
    if first.1 - first.0 < 1.0 || ((first.1 - first.0) - (second.1 - second.0)).abs() > 0.01 {
        return Vec::new();
    }
    let gap = |(from, to)| Guide::Gap { from: at(axis, from, level), to: at(axis, to, level) };
    vec![gap(first), gap(second)]
}

/// The point with this coordinate along the axis, and that one across it.
fn at(axis: Axis, along: f32, across: f32) -> Point {
    match axis {
        Axis::Horizontal => Point::new(along, across),
        Axis::Vertical => Point::new(across, along),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: (f32, f32) = (100.0, 60.0);

    fn shape(x: f32, y: f32) -> Rectangle {
        Rectangle::new(x, y, BOX.0, BOX.1)
    }

    fn check(shape: Rectangle, others: &[Rectangle], grid: Option<f32>, expected: (f32, f32)) -> Vec<Guide> {
        let snapped = snapped(shape, others, 6.0, grid);
        assert_eq!((snapped.dx, snapped.dy), expected, "{snapped:?}");
        snapped.guides
    }

    #[test]
    fn a_box_comes_to_rest_in_line_with_its_neighbour() {
        let guides = check(shape(303.0, 4.0), &[shape(0.0, 0.0)], None, (0.0, -4.0));
        assert!(
            guides.contains(&Guide::InLine { from: Point::new(0.0, 0.0), to: Point::new(403.0, 0.0) }),
            "{guides:?}"
        );
        // Middles count as well as edges.
        check(Rectangle::new(300.0, -65.0, 100.0, 200.0), &[shape(0.0, 0.0)], None, (0.0, -5.0));
    }

    #[test]
    fn a_box_comes_to_rest_between_two_at_equal_distances() {
        let others = [shape(0.0, 0.0), shape(500.0, 20.0)];
        check(shape(254.0, 13.0), &others, None, (-4.0, 0.0));
        let snapped = snapped(shape(254.0, 20.0), &others, 6.0, None);
        assert_eq!(snapped.dx, -4.0);
        let gaps = snapped.guides.iter().filter(|guide| matches!(guide, Guide::Gap { .. })).count();
        assert_eq!(gaps, 2);
    }

    #[test]
    fn far_from_everything_the_grid_decides_and_without_it_nothing() {
        check(shape(1013.0, 1008.0), &[shape(0.0, 0.0)], Some(10.0), (-3.0, 2.0));
        assert!(check(shape(1013.0, 1008.0), &[shape(0.0, 0.0)], None, (0.0, 0.0)).is_empty());
    }
}

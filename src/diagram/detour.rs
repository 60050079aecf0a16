//! A way at right angles around boxes, where no simple line avoids them.
//!
//! The shortest path with the fewest corners on the grid that the sides of the boxes span, found by Dijkstra's method:
//! the orthogonal visibility graph of Wybrow, Marriott and Stuckey, "Orthogonal Connector Routing" (2009), on the few
//! boxes around one line.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::{Point, Rectangle};

/// A corner costs as much as this much length.
const CORNER: f32 = 60.0;
/// With more boxes than this the grid gets too fine to search while somebody waits.
const MOST_BOXES: usize = 48;

/// The way in which a step leads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Across,
    Along,
}

/// A path from the border of `source` to the border of `target` that keeps `clearance` from all `boxes`; `None` if there
/// is none on the grid, or if there are too many boxes to look for one.
pub(super) fn detour(source: Rectangle, target: Rectangle, boxes: &[Rectangle], clearance: f32) -> Option<Vec<Point>> {
    if boxes.len() > MOST_BOXES {
        return None;
    }
    let obstacles: Vec<Rectangle> = boxes
        .iter()
        .map(
            |shape| if *shape == source || *shape == target { shape.grown(-1.0) } else { shape.grown(clearance * 0.6) },
        )
        .collect();
    let grid = Grid::new(source, target, boxes, clearance);
    let path = grid.search(source.center(), target.center(), &obstacles, (source, target))?;
    Some(trimmed(&path, source, target))
}

struct Grid {
    columns: Vec<f32>,
    rows: Vec<f32>,
}

impl Grid {
    fn new(source: Rectangle, target: Rectangle, boxes: &[Rectangle], clearance: f32) -> Self {
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        for shape in boxes {
            let (near, far) = (shape.corner, shape.far_corner());
            columns.extend([near.x - clearance, far.x + clearance]);
            rows.extend([near.y - clearance, far.y + clearance]);
        }
        for end in [source, target] {
            columns.push(end.center().x);
            rows.push(end.center().y);
        }
        for values in [&mut columns, &mut rows] {
            values.sort_by(f32::total_cmp);
            values.dedup_by(|a, b| (*a - *b).abs() < 0.5);
        }
        Self { columns, rows }
    }

    fn point(&self, (column, row): (usize, usize)) -> Point {
        Point::new(self.columns[column], self.rows[row])
    }

    /// The crossing at a point that the grid has.
    fn crossing(&self, point: Point) -> Option<(usize, usize)> {
        let find = |values: &[f32], value: f32| values.iter().position(|known| (known - value).abs() < 0.5);
        find(&self.columns, point.x).zip(find(&self.rows, point.y))
    }

    fn search(
        &self,
        from: Point,
        to: Point,
        obstacles: &[Rectangle],
        (source, target): (Rectangle, Rectangle),
    ) -> Option<Vec<Point>> {
        let (start, goal) = self.crossing(from).zip(self.crossing(to))?;
        let width = self.columns.len();
        let key = |(column, row): (usize, usize), way: Way| (row * width + column) * 2 + way as usize;
        let mut cost = vec![f32::INFINITY; width * self.rows.len() * 2];
        let mut came_from: Vec<Option<((usize, usize), Way)>> = vec![None; cost.len()];
        let mut open = BinaryHeap::new();
        for way in [Way::Across, Way::Along] {
            cost[key(start, way)] = 0.0;
            open.push((Reverse(Ordered(0.0)), start, way));
        }
        while let Some((Reverse(Ordered(so_far)), at, way)) = open.pop() {
            if at == goal {
                return Some(self.path(&came_from, (at, way), key));
            }
            if so_far > cost[key(at, way)] {
                continue;
            }
            for (next, next_way) in self.neighbours(at) {
                let (here, there) = (self.point(at), self.point(next));
                // The inside of its own two boxes is free: the path begins and ends at their middle.
                let inside = |end: Rectangle| end.contains(here) && end.contains(there);
                let span = Rectangle::spanning(here, there);
                let leaves_own = |shape: &Rectangle| {
                    let own = [source, target].into_iter().find(|end| end.grown(-1.0) == *shape);
                    own.is_some_and(|end| end.contains(here) || end.contains(there))
                };
                let is_blocked = !inside(source)
                    && !inside(target)
                    && obstacles.iter().any(|shape| span.touches(*shape) && !leaves_own(shape));
                if is_blocked {
                    continue;
                }
                let corner = if next_way == way { 0.0 } else { CORNER };
                let total = so_far + here.distance(there) + corner;
                let entry = key(next, next_way);
                if total < cost[entry] {
                    cost[entry] = total;
                    came_from[entry] = Some((at, way));
                    open.push((Reverse(Ordered(total)), next, next_way));
                }
            }
        }
        None
    }

    fn neighbours(&self, (column, row): (usize, usize)) -> impl Iterator<Item = ((usize, usize), Way)> {
        let left = column.checked_sub(1).map(|column| ((column, row), Way::Across));
        let right = (column + 1 < self.columns.len()).then_some(((column + 1, row), Way::Across));
        let up = row.checked_sub(1).map(|row| ((column, row), Way::Along));
        let down = (row + 1 < self.rows.len()).then_some(((column, row + 1), Way::Along));
        [left, right, up, down].into_iter().flatten()
    }

    /// The corners on the way to `end`.
    fn path(
        &self,
        came_from: &[Option<((usize, usize), Way)>],
        end: ((usize, usize), Way),
        key: impl Fn((usize, usize), Way) -> usize,
    ) -> Vec<Point> {
        let before = |(at, way): &((usize, usize), Way)| came_from[key(*at, *way)];
        let mut points: Vec<Point> = std::iter::successors(Some(end), before).map(|(at, _)| self.point(at)).collect();
        points.reverse();
        points
    }
}

/// A cost that can be ordered; never NaN.
#[derive(Clone, Copy, PartialEq)]
struct Ordered(f32);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The path between the borders, with nothing but its corners.
fn trimmed(path: &[Point], source: Rectangle, target: Rectangle) -> Vec<Point> {
    let outside_source = path.iter().position(|point| !source.contains(*point)).unwrap_or(1).max(1);
    let inside_target = path.iter().rposition(|point| !target.contains(*point)).map_or(path.len() - 1, |last| last + 1);
    let mut points = Vec::new();
    if let Some((inside, outside)) = path.get(outside_source - 1).zip(path.get(outside_source)) {
        points.push(border(source, *inside, *outside));
    }
    points.extend(path.get(outside_source..inside_target).into_iter().flatten());
    if let Some((outside, inside)) =
        inside_target.checked_sub(1).and_then(|last| path.get(last)).zip(path.get(inside_target))
    {
        points.push(border(target, *inside, *outside));
    }
    let is_straight = |a: Point, b: Point, c: Point| (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y);
    let mut corners: Vec<Point> = Vec::new();
    for point in points {
        if corners.len() > 1 && is_straight(corners[corners.len() - 2], corners[corners.len() - 1], point) {
            corners.pop();
        }
        corners.push(point);
    }
    corners
}

/// Where the step from `inside` to `outside` crosses the border of `shape`.
fn border(shape: Rectangle, inside: Point, outside: Point) -> Point {
    let far = shape.far_corner();
    if inside.y == outside.y {
        let x = if outside.x > inside.x { far.x } else { shape.corner.x };
        return Point::new(x, inside.y);
    }
    Point::new(inside.x, if outside.y > inside.y { far.y } else { shape.corner.y })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn avoids(points: &[Point], shape: Rectangle) -> bool {
        points.windows(2).all(|pair| !Rectangle::spanning(pair[0], pair[1]).touches(shape))
    }

    #[test]
    fn a_wall_with_a_gap_is_passed_through_the_gap() {
        let source = Rectangle::new(0.0, 0.0, 100.0, 60.0);
        let target = Rectangle::new(600.0, 0.0, 100.0, 60.0);
        let mut boxes = vec![source, target];
        boxes
            .extend((-4..=4).filter(|row| *row != 2).map(|row| Rectangle::new(300.0, row as f32 * 100.0, 100.0, 80.0)));
        // One row is missing, the others leave gaps that are too narrow for a line with its clearance.
        let path = detour(source, target, &boxes, 14.0).expect("there is a gap");
        for shape in boxes.iter().skip(2) {
            assert!(avoids(&path, *shape), "{path:?} runs through {shape:?}");
        }
        assert_eq!(path.first().map(|point| source.contains(*point)), Some(true));
        assert_eq!(path.last().map(|point| target.contains(*point)), Some(true));
        for pair in path.windows(2) {
            assert!(pair[0].x == pair[1].x || pair[0].y == pair[1].y, "{path:?}");
        }
    }

    #[test]
    fn what_is_walled_in_has_no_way_out() {
        let source = Rectangle::new(0.0, 0.0, 100.0, 60.0);
        let target = Rectangle::new(600.0, 0.0, 100.0, 60.0);
        let walls = [
            Rectangle::new(-60.0, -60.0, 220.0, 40.0),
            Rectangle::new(-60.0, 80.0, 220.0, 40.0),
            Rectangle::new(-60.0, -60.0, 40.0, 180.0),
            Rectangle::new(120.0, -60.0, 40.0, 180.0),
        ];
        let boxes: Vec<_> = [source, target].into_iter().chain(walls).collect();
        assert_eq!(detour(source, target, &boxes, 14.0), None);
    }
}

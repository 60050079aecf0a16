//! A line of at most three pieces that looks neither left nor right: what is drawn while an end is dragged.

use crate::model::{Point, Rectangle};

/// From the side of `source` that faces `target` to the side of `target` that faces `source`.
pub fn elbow(source: Rectangle, target: Rectangle) -> Vec<Point> {
    let (from, to) = (source.center(), target.center());
    let gap_across = (to.x - from.x).abs() - f32::midpoint(source.size.width, target.size.width);
    let gap_down = (to.y - from.y).abs() - f32::midpoint(source.size.height, target.size.height);
    let direction = |from: f32, to: f32| if to >= from { 1.0 } else { -1.0 };
    let points = if gap_across >= gap_down {
        let toward = direction(from.x, to.x);
        let start = from.moved(toward * source.size.width / 2.0, 0.0);
        let end = to.moved(-toward * target.size.width / 2.0, 0.0);
        let middle = f32::midpoint(start.x, end.x);
        [start, Point::new(middle, start.y), Point::new(middle, end.y), end]
    } else {
        let toward = direction(from.y, to.y);
        let start = from.moved(0.0, toward * source.size.height / 2.0);
        let end = to.moved(0.0, -toward * target.size.height / 2.0);
        let middle = f32::midpoint(start.y, end.y);
        [start, Point::new(start.x, middle), Point::new(end.x, middle), end]
    };
    let mut points = points.to_vec();
    points.dedup();
    points
}

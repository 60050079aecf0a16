//! Finds a line from one box to another that runs at right angles, leaves the boxes at their sides, and avoids other
//! boxes and lines where it can.

use rstar::primitives::Rectangle as Envelope;
use rstar::{AABB, RTree};

use super::detour::detour;
use crate::model::{Point, Rectangle, Size};

/// A line with corners.
#[derive(Clone, Debug)]
pub(super) struct Route {
    /// Two or more points, from source to target.
    pub points: Vec<Point>,
}

/// What is drawn already, found by place: a line looks only at what lies around it.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    boxes: RTree<Envelope<[f32; 2]>>,
    pieces: RTree<Envelope<[f32; 2]>>,
    plates: RTree<Envelope<[f32; 2]>>,
}

/// What is drawn around a line.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    /// Boxes, the ends of the line included.
    boxes: Vec<Rectangle>,
    /// Pieces of lines that were drawn before.
    pieces: Vec<Rectangle>,
    /// Label plates that were drawn before.
    plates: Vec<Rectangle>,
}

impl Obstacles {
    /// Boxes that lines go around, and titles that neither lines nor labels should cover.
    pub fn new(boxes: impl Iterator<Item = Rectangle>, titles: impl Iterator<Item = Rectangle>) -> Self {
        Self {
            boxes: RTree::bulk_load(boxes.map(envelope).collect()),
            plates: RTree::bulk_load(titles.map(envelope).collect()),
            ..Self::default()
        }
    }

    /// Adds a line that was drawn, with its label.
    pub fn add(&mut self, points: &[Point], plate: Option<Rectangle>) {
        for pair in points.windows(2) {
            self.pieces.insert(envelope(Rectangle::spanning(pair[0], pair[1])));
        }
        if let Some(plate) = plate {
            self.plates.insert(envelope(plate));
        }
    }

    /// What lies around a line between two boxes.
    pub fn between(&self, source: Rectangle, target: Rectangle) -> Nearby {
        let area = source.union(target).grown(SURROUNDINGS);
        let far = area.far_corner();
        let area = AABB::from_corners([area.corner.x, area.corner.y], [far.x, far.y]);
        let found = |tree: &RTree<Envelope<[f32; 2]>>| {
            let mut found: Vec<_> = tree.locate_in_envelope_intersecting(area).map(rectangle).collect();
            // The order of the tree is an accident of its building; sums of penalties must not depend on it.
            found.sort_by(|a, b| {
                let key = |shape: &Rectangle| [shape.corner.y, shape.corner.x, shape.size.height, shape.size.width];
                key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
            });
            found
        };
        Nearby { boxes: found(&self.boxes), pieces: found(&self.pieces), plates: found(&self.plates) }
    }
}

/// A shape as the trees know it.
pub(super) fn envelope(shape: Rectangle) -> Envelope<[f32; 2]> {
    let far = shape.far_corner();
    Envelope::from_corners([shape.corner.x, shape.corner.y], [far.x, far.y])
}

fn rectangle(envelope: &Envelope<[f32; 2]>) -> Rectangle {
    let ([left, top], [right, bottom]) = (envelope.lower(), envelope.upper());
    Rectangle::spanning(Point::new(left, top), Point::new(right, bottom))
}

/// How far around its boxes a line and its label look for what is in the way.
pub(super) const SURROUNDINGS: f32 = 130.0;

/// Where a line may leave a side, as a share of the side's length: the middle first.
const PORTS: [f32; 5] = [0.5, 0.3, 0.7, 0.15, 0.85];

/// How far a line keeps from boxes that it goes around.
const CLEARANCE: f32 = 14.0;

/// What running through a box costs: more than everything else together.
const BOX_PENALTY: f32 = 1000.0;

/// The best of some dozens of plausible lines from `source` to `target`.
pub(super) fn route(source: Rectangle, target: Rectangle, nearby: &Nearby) -> Route {
    if source == target {
        return own_loop(source);
    }
    let mut best: Option<(f32, Route)> = None;
    for (index, start) in PORTS.iter().enumerate() {
        for (other_index, end) in PORTS.iter().enumerate() {
            for candidate in candidates(source, target, *start, *end) {
                let score = candidate.penalty(source, target, nearby) + (index + other_index) as f32 * 6.0;
                if best.as_ref().is_none_or(|(lowest, _)| score < *lowest) {
                    best = Some((score, candidate));
                }
            }
        }
    }
    let direct = || Route { points: vec![source.center(), target.center()] };
    let (score, best) = best.unwrap_or_else(|| (f32::INFINITY, direct()));
    if score < BOX_PENALTY {
        return best;
    }
    // Every simple line runs through a box.
    let around = detour(source, target, &nearby.boxes, CLEARANCE).map(|points| Route { points });
    let around = around.filter(|route| route.points.len() > 1 && route.penalty(source, target, nearby) < score);
    around.unwrap_or(best)
}

/// A call of itself: a loop at the right side.
fn own_loop(shape: Rectangle) -> Route {
    let (right, top) = (shape.far_corner().x, shape.corner.y);
    let (upper, lower) = (top + shape.size.height * 0.3, top + shape.size.height * 0.7);
    let out = right + 22.0;
    let points =
        vec![Point::new(right, upper), Point::new(out, upper), Point::new(out, lower), Point::new(right, lower)];
    Route { points }
}

/// Lines from `source` to `target` that leave and arrive at these shares of the sides.
fn candidates(source: Rectangle, target: Rectangle, start: f32, end: f32) -> Vec<Route> {
    let mut found = Vec::new();
    let (a, b) = (source.far_corner(), target.far_corner());
    let left_to_right = target.corner.x >= a.x;
    let right_to_left = source.corner.x >= b.x;
    let downwards = target.corner.y >= a.y;
    let upwards = source.corner.y >= b.y;
    if left_to_right || right_to_left {
        let (from_x, to_x) = if left_to_right { (a.x, target.corner.x) } else { (source.corner.x, b.x) };
        let from = Point::new(from_x, at(source.corner.y, a.y, start));
        let to = Point::new(to_x, at(target.corner.y, b.y, end));
        let (low, high) = (source.corner.y.max(target.corner.y), a.y.min(b.y));
        if high - low > 12.0 {
            let y = at(low, high, start);
            found.push(Route { points: vec![Point::new(from_x, y), Point::new(to_x, y)] });
        }
        for share in [0.5, 0.25, 0.75] {
            let x = at(from_x, to_x, share);
            found.push(Route { points: vec![from, Point::new(x, from.y), Point::new(x, to.y), to] });
        }
    }
    if downwards || upwards {
        let (from_y, to_y) = if downwards { (a.y, target.corner.y) } else { (source.corner.y, b.y) };
        let from = Point::new(at(source.corner.x, a.x, start), from_y);
        let to = Point::new(at(target.corner.x, b.x, end), to_y);
        let (low, high) = (source.corner.x.max(target.corner.x), a.x.min(b.x));
        if high - low > 12.0 {
            let x = at(low, high, start);
            found.push(Route { points: vec![Point::new(x, from_y), Point::new(x, to_y)] });
        }
        for share in [0.5, 0.25, 0.75] {
            let y = at(from_y, to_y, share);
            found.push(Route { points: vec![from, Point::new(from.x, y), Point::new(to.x, y), to] });
        }
    }
    found.extend(single_corners(source, target, start, end));
    found.extend(detours(source, target, start, end));
    found
}

/// Out at one side, in at a side at right angles to it.
fn single_corners(source: Rectangle, target: Rectangle, start: f32, end: f32) -> Vec<Route> {
    let (a, b) = (source.far_corner(), target.far_corner());
    let mut found = Vec::new();
    let (y, x) = (at(source.corner.y, a.y, start), at(target.corner.x, b.x, end));
    let sideways = if x > a.x { Some(a.x) } else { (x < source.corner.x).then_some(source.corner.x) };
    let onto = if y < target.corner.y { Some(target.corner.y) } else { (y > b.y).then_some(b.y) };
    if let Some((from_x, to_y)) = sideways.zip(onto) {
        found.push(Route { points: vec![Point::new(from_x, y), Point::new(x, y), Point::new(x, to_y)] });
    }
    let (x, y) = (at(source.corner.x, a.x, start), at(target.corner.y, b.y, end));
    let along = if y > a.y { Some(a.y) } else { (y < source.corner.y).then_some(source.corner.y) };
    let onto = if x < target.corner.x { Some(target.corner.x) } else { (x > b.x).then_some(b.x) };
    if let Some((from_y, to_x)) = along.zip(onto) {
        found.push(Route { points: vec![Point::new(x, from_y), Point::new(x, y), Point::new(to_x, y)] });
    }
    found
}

/// Around both boxes: above, below, left and right of them.
fn detours(source: Rectangle, target: Rectangle, start: f32, end: f32) -> Vec<Route> {
    let around = source.union(target);
    let (a, b, far) = (source.far_corner(), target.far_corner(), around.far_corner());
    let (from_x, to_x) = (at(source.corner.x, a.x, start), at(target.corner.x, b.x, end));
    let (from_y, to_y) = (at(source.corner.y, a.y, start), at(target.corner.y, b.y, end));
    let mut found = Vec::new();
    for distance in [CLEARANCE * 1.6, CLEARANCE * 3.0] {
        for (y, leave, arrive) in
            [(around.corner.y - distance, source.corner.y, target.corner.y), (far.y + distance, a.y, b.y)]
        {
            let points =
                vec![Point::new(from_x, leave), Point::new(from_x, y), Point::new(to_x, y), Point::new(to_x, arrive)];
            found.push(Route { points });
        }
        for (x, leave, arrive) in
            [(around.corner.x - distance, source.corner.x, target.corner.x), (far.x + distance, a.x, b.x)]
        {
            let points =
                vec![Point::new(leave, from_y), Point::new(x, from_y), Point::new(x, to_y), Point::new(arrive, to_y)];
            found.push(Route { points });
        }
    }
    found
}

fn at(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

impl Route {
    fn segments(&self) -> impl Iterator<Item = (Point, Point)> {
        self.points.windows(2).map(|pair| (pair[0], pair[1]))
    }

    /// How ugly the line is: crossing a box is worst, then running on top of another line, then crossing one, then
    /// corners and length.
    fn penalty(&self, source: Rectangle, target: Rectangle, nearby: &Nearby) -> f32 {
        let mut penalty = (self.points.len() - 2) as f32 * 20.0;
        for (from, to) in self.segments() {
            penalty += from.distance(to) * 0.12;
            let span = Rectangle::spanning(from, to);
            for shape in &nearby.boxes {
                // A line touches the sides of its own boxes, but must not run through them or along them.
                let own = *shape == source || *shape == target;
                let shape = if own { shape.grown(-1.0) } else { shape.grown(CLEARANCE * 0.6) };
                if span.touches(shape) {
                    penalty += BOX_PENALTY;
                }
            }
            penalty += nearby.plates.iter().filter(|plate| span.touches(**plate)).count() as f32 * 60.0;
            penalty += nearby.pieces.iter().map(|other| overlap_penalty(span, *other)).sum::<f32>();
        }
        penalty
    }

    /// A place for a label of this size on the line or close beside it, away from boxes, other labels and other lines.
    pub(super) fn place_plate(&self, size: Size, nearby: &Nearby) -> Rectangle {
        let mut best: Option<(f32, Rectangle)> = None;
        for (from, to) in self.segments() {
            let flat = from.y == to.y;
            let (along, across) = if flat { (size.width, size.height) } else { (size.height, size.width) };
            let beside = across / 2.0 + 5.0;
            for share in [0.5, 0.35, 0.65, 0.2, 0.8] {
                for offset in [0.0, -beside, beside, -beside - 36.0, beside + 36.0, -beside - 54.0, beside + 54.0] {
                    let (dx, dy) = if flat { (0.0, offset) } else { (offset, 0.0) };
                    let middle = Point::new(at(from.x, to.x, share) + dx, at(from.y, to.y, share) + dy);
                    let corner = middle.moved(-size.width / 2.0, -size.height / 2.0);
                    let plate = Rectangle { corner, size };
                    // A label on a short line would hide it, arrow and all.
                    let hides = offset == 0.0 && from.distance(to) < along + 34.0;
                    let score = clutter(plate, nearby) - from.distance(to).min(200.0) * 0.05
                        + (share - 0.5).abs() * 10.0
                        + offset.abs() * 0.5
                        + if hides { 30.0 } else { 0.0 };
                    if best.as_ref().is_none_or(|(lowest, _)| score < *lowest) {
                        best = Some((score, plate));
                    }
                }
            }
        }
        best.map_or(Rectangle { corner: Point::default(), size }, |(_, plate)| plate)
    }
}

/// What a label at this place would cover: worst are other labels, then boxes, then lines.
fn clutter(plate: Rectangle, nearby: &Nearby) -> f32 {
    let plates = nearby.plates.iter().filter(|other| other.touches(plate)).count();
    let boxes = nearby.boxes.iter().filter(|shape| shape.grown(2.0).touches(plate)).count();
    let lines = nearby.pieces.iter().filter(|piece| piece.touches(plate)).count();
    plates as f32 * 200.0 + boxes as f32 * 100.0 + lines as f32 * 40.0
}

fn overlap_penalty(span: Rectangle, other: Rectangle) -> f32 {
    if !span.grown(4.0).touches(other) {
        return 0.0;
    }
    let flat = |shape: Rectangle| shape.size.height < shape.size.width;
    if flat(span) == flat(other) { 150.0 } else { 25.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearby(boxes: &[Rectangle]) -> Nearby {
        Nearby { boxes: boxes.to_vec(), ..Nearby::default() }
    }

    #[test]
    fn neighbours_are_joined_by_one_straight_line() {
        let (left, right) = (Rectangle::new(0.0, 0.0, 100.0, 60.0), Rectangle::new(200.0, 0.0, 100.0, 60.0));
        let route = route(left, right, &nearby(&[left, right]));
        assert_eq!(route.points, [Point::new(100.0, 30.0), Point::new(200.0, 30.0)]);
    }

    #[test]
    fn a_box_in_the_way_is_gone_around() {
        let (left, right) = (Rectangle::new(0.0, 0.0, 100.0, 60.0), Rectangle::new(400.0, 0.0, 100.0, 60.0));
        let between = Rectangle::new(200.0, -10.0, 100.0, 80.0);
        let obstacles = nearby(&[left, between, right]);
        let route = route(left, right, &obstacles);
        assert!(route.segments().all(|(from, to)| !Rectangle::spanning(from, to).touches(between)), "{route:?}");
    }

    #[test]
    fn a_label_leaves_a_short_line_in_sight() {
        let (left, right) = (Rectangle::new(0.0, 0.0, 100.0, 60.0), Rectangle::new(170.0, 0.0, 100.0, 60.0));
        let obstacles = nearby(&[left, right]);
        let line = route(left, right, &obstacles);
        for width in [50.0, 120.0] {
            let plate = line.place_plate(Size::new(width, 17.0), &obstacles);
            assert!(!plate.contains(Point::new(135.0, 30.0)), "{plate:?}");
            assert!(!plate.touches(left) && !plate.touches(right), "{plate:?}");
        }
    }

    #[test]
    fn there_and_back_are_two_lines() {
        let (left, right) = (Rectangle::new(0.0, 0.0, 100.0, 60.0), Rectangle::new(200.0, 0.0, 100.0, 60.0));
        let mut obstacles = Obstacles::new([left, right].into_iter(), std::iter::empty());
        let there = route(left, right, &obstacles.between(left, right));
        obstacles.add(&there.points, None);
        let back = route(right, left, &obstacles.between(right, left));
        assert!((there.points[0].y - back.points[0].y).abs() > 8.0, "{there:?} {back:?}");
    }
}

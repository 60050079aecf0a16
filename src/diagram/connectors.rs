//! Where connectors and their labels are drawn.

use std::collections::BTreeMap;

use rstar::primitives::Rectangle as Envelope;
use rstar::{RTree, RTreeObject as _};

use super::Diagram;
use super::letters::{text_width, wrapped};
use super::placed::{Placed, TITLE_HEIGHT, title_of};
use super::route::{Obstacles, Route, SURROUNDINGS, envelope, route};
use crate::model::{
    CallCondition, ComponentId, Connector, ConnectorId, ConnectorKind, ElementId, NodeId, Point, Property, Rectangle,
    Size, System, Unit, format_number,
};

/// Size of the letters on a label plate.
pub const PLATE_LETTERS: f32 = 11.0;

/// Height of one line on a label plate.
pub const PLATE_LINE: f32 = 13.5;

/// A line as it is drawn, for one connector or for all that a collapsed node makes alike.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnConnector {
    /// Which connectors, one or more.
    pub ids: Vec<ConnectorId>,
    /// How the ends interact.
    pub kind: ConnectorKind,
    /// What it leaves: a component or a collapsed node.
    pub source: ElementId,
    /// Where it ends.
    pub target: ElementId,
    /// Corners of the line from source to target, two or more; all parts run along an axis.
    pub points: Vec<Point>,
    /// The label's plate with its lines of text, if there is anything to say.
    pub plate: Option<(Rectangle, Vec<String>)>,
}

impl DrawnConnector {
    /// The smallest rectangle around line and label.
    pub fn extent(&self) -> Rectangle {
        let line = self.points.iter().map(|point| Rectangle::spanning(*point, *point)).reduce(Rectangle::union);
        let plate = self.plate.as_ref().map(|(plate, _)| *plate);
        line.into_iter().chain(plate).reduce(Rectangle::union).unwrap_or_default()
    }

    /// Distance of `point` from the line, 0 on the label.
    pub fn distance(&self, point: Point) -> f32 {
        if self.plate.as_ref().is_some_and(|(plate, _)| plate.contains(point)) {
            return 0.0;
        }
        self.points.windows(2).map(|pair| distance(point, pair[0], pair[1])).fold(f32::INFINITY, f32::min)
    }

    /// The point half way along the line.
    pub fn middle(&self) -> Point {
        middle(&self.points)
    }
}

/// The point half way along a line.
pub(super) fn middle(points: &[Point]) -> Point {
    let total: f32 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    let mut left = total / 2.0;
    for pair in points.windows(2) {
        let length = pair[0].distance(pair[1]);
        if length >= left && length > 0.0 {
            let share = left / length;
            return pair[0].moved((pair[1].x - pair[0].x) * share, (pair[1].y - pair[0].y) * share);
        }
        left -= length;
    }
    points.first().copied().unwrap_or_default()
}

/// Distance of a point from the line between two others.
fn distance(point: Point, from: Point, to: Point) -> f32 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx * dx + dy * dy;
    let share = if length == 0.0 { 0.0 } else { ((point.x - from.x) * dx + (point.y - from.y) * dy) / length };
    point.distance(from.moved(dx * share.clamp(0.0, 1.0), dy * share.clamp(0.0, 1.0)))
}

/// A line to be drawn: its ends, and the connectors it stands for.
pub(super) struct Wanted<'a> {
    pub source: (ElementId, Rectangle),
    pub target: (ElementId, Rectangle),
    pub connectors: Vec<(&'a ConnectorId, &'a Connector)>,
}

/// The lines to draw, in the project's order. A connector with a missing end is among the findings; there is nowhere to
/// draw it. What runs inside a collapsed node is hidden, and what a collapsed node makes alike is one line.
pub(super) fn wanted<'a>(
    system: &'a System,
    boxes: &[Placed],
    stand_ins: &BTreeMap<ComponentId, NodeId>,
) -> Vec<Wanted<'a>> {
    let places: BTreeMap<_, _> = boxes.iter().map(|placed| (&placed.element, placed.shape)).collect();
    let end = |id: &ComponentId| {
        let element =
            stand_ins.get(id).map_or_else(|| ElementId::Component(id.clone()), |node| ElementId::Node(node.clone()));
        places.get(&element).map(|shape| (element.clone(), *shape))
    };
    let mut lines: Vec<Wanted<'a>> = Vec::new();
    let mut merged = BTreeMap::new();
    for (id, connector) in &system.connectors {
        let Some((source, target)) = end(&connector.source).zip(end(&connector.target)) else { continue };
        let is_stand_in = |end: &(ElementId, Rectangle)| matches!(end.0, ElementId::Node(_));
        if is_stand_in(&source) || is_stand_in(&target) {
            if source.0 == target.0 {
                continue;
            }
            let key = (source.0.clone(), target.0.clone(), connector.kind);
            if let Some(line) = merged.get(&key).and_then(|index: &usize| lines.get_mut(*index)) {
                line.connectors.push((id, connector));
                continue;
            }
            merged.insert(key, lines.len());
        }
        lines.push(Wanted { source, target, connectors: vec![(id, connector)] });
    }
    lines
}

/// Above this number of lines only those are sought anew around which something has changed.
const MANY: usize = 200;

/// Every line with its label: it runs at right angles and avoids boxes, other lines and labels where it can. Of a large
/// drawing, what lies far from every change keeps its place from `before`. `None` when the search was ended.
pub(super) fn drawn_connectors(
    system: &System,
    (frames, boxes): (&[Placed], &[Placed]),
    stand_ins: &BTreeMap<ComponentId, NodeId>,
    before: Option<&Diagram>,
    care: Care<'_>,
) -> Option<Vec<DrawnConnector>> {
    let lines = wanted(system, boxes, stand_ins);
    let before = before.filter(|_| lines.len() > MANY);
    let changes = before.map(|before| Changes::new(before, frames, boxes)).unwrap_or_default();
    let drawn_before = before.map_or(&[][..], |before| before.connectors.as_slice());
    let old: BTreeMap<_, _> = drawn_before.iter().map(|drawn| (&drawn.ids, drawn)).collect();
    let titles = frames.iter().flat_map(|frame| titles(system, frame));
    let mut obstacles = Obstacles::new(boxes.iter().map(|placed| placed.shape), titles);
    let kept: Vec<_> = lines
        .iter()
        .map(|line| {
            let known = old.get(&line.ids()).copied();
            known.filter(|drawn| line.is_drawn_as(drawn) && !changes.touch(drawn.extent()))
        })
        .collect();
    for drawn in kept.iter().flatten() {
        obstacles.add(&drawn.points, drawn.plate.as_ref().map(|(plate, _)| *plate));
    }
    let lines = lines.into_iter().zip(kept);
    lines
        .map(|(line, kept)| match (kept, care) {
            (Some(kept), _) => Some(kept.clone()),
            (None, Care::Full(goes_on)) => goes_on().then(|| line.find_way(&mut obstacles)),
            (None, Care::Sketchy) => {
                let known = old.get(&line.ids()).copied();
                Some(line.any_way(known))
            }
        })
        .collect()
}

/// How much is done for lines that are not known from before.
#[derive(Clone, Copy)]
pub(super) enum Care<'a> {
    /// The best way that is found, as long as this says that the search goes on.
    Full(&'a dyn Fn() -> bool),
    /// Any way, at once; new labels are left out.
    Sketchy,
}

/// Where the name of a frame stands, and its kind at the other end.
fn titles(system: &System, frame: &Placed) -> Vec<Rectangle> {
    let (name, kind) = match &frame.element {
        ElementId::Node(id) => {
            let node = system.nodes.get(id);
            let kind = node.and_then(|node| crate::catalog::catalog().node_kind(&node.kind));
            (node.map_or("", |node| &node.name), kind.map_or("", |kind| &kind.label))
        }
        ElementId::Boundary(id) => (system.boundaries.get(id).map_or("", |boundary| &boundary.name), ""),
        _ => ("", ""),
    };
    let (corner, right) = (frame.shape.corner, frame.shape.far_corner().x);
    let width = (text_width(name, TITLE_LETTERS) + TITLE_ICON).min(frame.shape.size.width);
    let at_left = Rectangle::new(corner.x, corner.y, width, TITLE_HEIGHT);
    let kind_width = text_width(kind, PLATE_LETTERS) + 16.0;
    let has_room = !kind.is_empty() && width + kind_width < frame.shape.size.width;
    let at_right = has_room.then(|| Rectangle::new(right - kind_width, corner.y, kind_width, TITLE_HEIGHT));
    std::iter::once(at_left).chain(at_right).collect()
}

/// Size of the letters of a frame's name.
const TITLE_LETTERS: f32 = 12.0;
/// Room for the icon before a frame's name.
const TITLE_ICON: f32 = 34.0;
/// Where boxes have appeared, moved or gone.
#[derive(Default)]
struct Changes(RTree<Envelope<[f32; 2]>>);

impl Changes {
    /// Of frames only their titles are in anybody's way.
    fn new(old: &Diagram, frames: &[Placed], boxes: &[Placed]) -> Self {
        let places = |frames: &[Placed], boxes: &[Placed]| -> BTreeMap<ElementId, Rectangle> {
            let titles = frames.iter().map(|frame| (frame.element.clone(), title_of(frame.shape)));
            titles.chain(boxes.iter().map(|placed| (placed.element.clone(), placed.shape))).collect()
        };
        let (old, new) = (places(&old.frames, &old.boxes), places(frames, boxes));
        let gone = old.iter().filter(|(element, shape)| new.get(*element) != Some(*shape));
        let come = new.iter().filter(|(element, shape)| old.get(*element) != Some(*shape));
        Self(RTree::bulk_load(gone.chain(come).map(|(_, shape)| envelope(shape.grown(SURROUNDINGS))).collect()))
    }

    fn touch(&self, extent: Rectangle) -> bool {
        self.0.locate_in_envelope_intersecting(envelope(extent).envelope()).next().is_some()
    }
}

/// A line through points that were placed by hand.
fn through(source: Rectangle, bends: &[Point], target: Rectangle) -> Route {
    let (Some(first), Some(last)) = (bends.first(), bends.last()) else { return Route { points: Vec::new() } };
    let mut points = vec![side_towards(source, *first)];
    for bend in bends.iter().copied().chain([side_towards(target, *last)]) {
        let before = points.last().copied().unwrap_or(bend);
        if before.x != bend.x && before.y != bend.y {
            points.push(Point::new(bend.x, before.y));
        }
        points.push(bend);
    }
    points.dedup();
    Route { points }
}

/// The point of the border that is level with `point`, or the middle of the side that faces it.
fn side_towards(shape: Rectangle, point: Point) -> Point {
    let far = shape.far_corner();
    let level = |low: f32, high: f32, at: f32| if (low..=high).contains(&at) { at } else { f32::midpoint(low, high) };
    if point.x < shape.corner.x || point.x > far.x {
        let x = if point.x > far.x { far.x } else { shape.corner.x };
        return Point::new(x, level(shape.corner.y, far.y, point.y));
    }
    let y = if point.y > far.y { far.y } else { shape.corner.y };
    Point::new(level(shape.corner.x, far.x, point.x), y)
}

impl Wanted<'_> {
    /// What was placed by hand; of several connectors in one line nothing was.
    fn by_hand(&self) -> Option<&crate::model::Line> {
        match self.connectors.as_slice() {
            [(_, connector)] => Some(&connector.line),
            _ => None,
        }
    }

    /// Whether `drawn` is what this line would be, if nothing around it has changed.
    fn is_drawn_as(&self, drawn: &DrawnConnector) -> bool {
        let text = plate_lines(&self.connectors);
        let says_the_same = drawn.plate.as_ref().map_or(&[][..], |(_, text)| text) == text.as_slice();
        let is_free = self.by_hand().is_none_or(|line| *line == crate::model::Line::default());
        let ends = (&self.source.0, &self.target.0) == (&drawn.source, &drawn.target);
        let kind = self.connectors.first().map(|(_, connector)| connector.kind);
        ends && says_the_same && is_free && kind == Some(drawn.kind)
    }

    fn ids(&self) -> Vec<ConnectorId> {
        self.connectors.iter().map(|(id, _)| (*id).clone()).collect()
    }

    /// A plain line, without a look at what is in the way; a label that still says the same stays where it is.
    fn any_way(self, known: Option<&DrawnConnector>) -> DrawnConnector {
        let text = plate_lines(&self.connectors);
        let plate = known.and_then(|known| known.plate.clone()).filter(|(_, lines)| *lines == text);
        let points = match self.by_hand().filter(|line| !line.bends.is_empty()) {
            Some(by_hand) => through(self.source.1, &by_hand.bends, self.target.1).points,
            None => super::elbow(self.source.1, self.target.1),
        };
        self.drawn(points, plate)
    }

    fn find_way(self, obstacles: &mut Obstacles) -> DrawnConnector {
        let nearby = obstacles.between(self.source.1, self.target.1);
        let path = match self.by_hand().filter(|line| !line.bends.is_empty()) {
            Some(by_hand) => through(self.source.1, &by_hand.bends, self.target.1),
            None => route(self.source.1, self.target.1, &nearby),
        };
        let text = plate_lines(&self.connectors);
        let plate = (!text.is_empty()).then(|| path.place_plate(plate_size(&text), &nearby));
        let plate = plate.zip(self.by_hand().and_then(|line| line.label_offset)).map_or(plate, |(plate, offset)| {
            let (left, top) = (offset.x - plate.size.width / 2.0, offset.y - plate.size.height / 2.0);
            Some(Rectangle { corner: middle(&path.points).moved(left, top), size: plate.size })
        });
        obstacles.add(&path.points, plate);
        self.drawn(path.points, plate.map(|plate| (plate, text)))
    }

    fn drawn(self, points: Vec<Point>, plate: Option<(Rectangle, Vec<String>)>) -> DrawnConnector {
        let kind = self.connectors.first().map_or(ConnectorKind::SynchronousCall, |(_, connector)| connector.kind);
        let ids = self.connectors.into_iter().map(|(id, _)| id.clone()).collect();
        DrawnConnector { ids, kind, source: self.source.0, target: self.target.0, points, plate }
    }
}

/// Room that the lines of a label need.
fn plate_size(lines: &[String]) -> Size {
    let width = lines.iter().map(|line| text_width(line, PLATE_LETTERS)).fold(0.0, f32::max) + 8.0;
    Size::new(width, PLATE_LINE * lines.len() as f32 + 4.0)
}

/// The label of a connector, and when it is taken if that is not always; how many there are where one line stands for
/// several.
fn plate_lines(connectors: &[(&ConnectorId, &Connector)]) -> Vec<String> {
    let [(_, connector)] = connectors else { return vec![format!("{} connectors", connectors.len())] };
    let mut lines = wrapped(&connector.label, 120.0, PLATE_LETTERS, 2);
    if connector.condition == CallCondition::WhenFlagged {
        lines.push("when flagged".to_owned());
    }
    lines.extend(multiplicity(connector));
    lines
}

/// How often a connector is taken where that is not once per request, and what one call carries: `0.05× · 2 kB`.
fn multiplicity(connector: &Connector) -> Option<String> {
    let stated = |property| connector.properties.get(&property).copied().filter(|stated| stated.is_known());
    let calls = stated(Property::CallsPerRequest).and_then(|calls| calls.amount_in(Unit::Ratio));
    let calls = calls.filter(|calls| (calls - 1.0).abs() > f64::EPSILON);
    let calls = calls.map(|calls| format!("{}×", format_number(calls)));
    let words: Vec<_> = calls.into_iter().chain(stated(Property::Payload).map(|payload| payload.to_string())).collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

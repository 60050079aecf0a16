//! What the cells of a page are to each other, and which of them are frames, components, notes or ornament.

use std::collections::{BTreeMap, BTreeSet};

use rstar::primitives::{GeomWithData, Rectangle as Envelope};
use rstar::{AABB, RTree};

use super::attributes::PREFIX;
use crate::exchange::drawio::{Cell, Form, Page};
use crate::model::{Point, Rectangle};

/// Deeper nesting is taken for a mistake of the file.
const DEEPEST: usize = 100;

/// What a box means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Others lie in it.
    Frame,
    /// It does some work.
    Component,
    /// It is words only.
    Note,
    /// It holds others together and shows nothing.
    Group,
    /// The label of a line.
    Label,
    /// It says nothing and nothing ends at it.
    Ornament,
}

/// A page with what follows from it.
pub(super) struct Sheet<'a> {
    page: &'a Page,
    cells: BTreeMap<&'a str, &'a Cell>,
    /// Boxes with their places on the page, in the page's order.
    boxes: Vec<(&'a Cell, Rectangle)>,
    roles: Vec<Role>,
    /// Words of boxes that are labels, by the line that they belong to.
    labels: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Sheet<'a> {
    pub fn new(page: &'a Page) -> Self {
        let cells = page.cells.iter().map(|cell| (cell.id.as_str(), cell)).collect();
        let (boxes, roles, labels) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut sheet = Self { page, cells, boxes, roles, labels };
        let boxes = page.cells.iter().filter_map(|cell| match cell.form {
            Form::Box { shape } => {
                let origin = sheet.origin(&cell.parent);
                Some((cell, shape.moved(origin.x, origin.y)))
            }
            _ => None,
        });
        sheet.boxes = boxes.collect();
        sheet.find_roles();
        sheet
    }

    /// The boxes of a role with their places on the page.
    pub fn of_role(&self, role: Role) -> Vec<(&'a Cell, Rectangle)> {
        self.boxes.iter().zip(&self.roles).filter(|(_, found)| **found == role).map(|(found, _)| *found).collect()
    }

    /// All lines.
    pub fn lines(&self) -> Vec<&'a Cell> {
        self.page.cells.iter().filter(|cell| matches!(cell.form, Form::Line { .. })).collect()
    }

    /// A cell and what it lies in, from the inside to the outside.
    pub fn with_parents(&self, id: &str) -> impl Iterator<Item = &'a Cell> {
        let next = |cell: &&'a Cell| self.cells.get(cell.parent.as_str()).copied();
        std::iter::successors(self.cells.get(id).copied(), next).take(DEEPEST)
    }

    /// Where the places of what lies in a cell are measured from.
    pub fn origin(&self, id: &str) -> Point {
        let corners = self.with_parents(id).filter_map(|cell| match cell.form {
            Form::Box { shape } => Some(shape.corner),
            _ => None,
        });
        corners.fold(Point::default(), |sum, corner| sum.moved(corner.x, corner.y))
    }

    /// The group that a cell lies in, without words of its own.
    pub fn group_of(&self, cell: &Cell) -> Option<&'a Cell> {
        self.with_parents(&cell.parent).find(|cell| is_group(cell))
    }

    /// Words that stand beside a line as boxes of their own.
    pub fn words_beside(&self, line: &Cell) -> String {
        self.labels.get(line.id.as_str()).map(|words| words.join(" ").replace('\n', " ")).unwrap_or_default()
    }

    fn find_roles(&mut self) {
        let ends: BTreeSet<&str> = self.page.cells.iter().flat_map(ends_of).collect();
        for (cell, _) in &self.boxes {
            let parent = self.cells.get(cell.parent.as_str());
            let is_label = parent.is_some_and(|parent| matches!(parent.form, Form::Line { .. }));
            if is_label {
                self.labels.entry(&cell.parent).or_default().push(&cell.label);
            }
            let role = if is_label { Role::Label } else { role(cell, ends.contains(cell.id.as_str())) };
            self.roles.push(role);
        }
        let holders = self.holders(&ends);
        for ((cell, _), role) in self.boxes.iter().zip(&mut self.roles) {
            let is_ours = cell.data.contains_key(&format!("{PREFIX}kind"));
            if holders.contains(cell.id.as_str()) && !is_ours && !matches!(role, Role::Group | Role::Label) {
                *role = Role::Frame;
            }
        }
    }

    /// Boxes that others lie in: by the file, or because somebody put others onto a box that no line ends at, without the
    /// editor knowing.
    fn holders(&self, ends: &BTreeSet<&str>) -> BTreeSet<&'a str> {
        let is_solid = |role: &Role| matches!(role, Role::Component | Role::Frame);
        let solid: Vec<_> = self.boxes.iter().zip(&self.roles).filter(|(_, role)| is_solid(role)).collect();
        let mut holders: BTreeSet<&str> = BTreeSet::new();
        for ((cell, _), _) in &solid {
            // What lies in a group lies in what the group lies in.
            let around = self.with_parents(&cell.parent).find(|outer| !is_group(outer));
            holders.extend(around.map(|outer| outer.id.as_str()));
        }
        let entries = solid.iter().map(|((cell, shape), _)| GeomWithData::new(envelope(*shape), cell.id.as_str()));
        let tree = RTree::bulk_load(entries.collect());
        for (cell, shape) in self.boxes.iter().filter(|(cell, _)| !ends.contains(cell.id.as_str())) {
            let far = shape.far_corner();
            let around = AABB::from_corners([shape.corner.x, shape.corner.y], [far.x, far.y]);
            if tree.locate_in_envelope(around).any(|found| found.data != cell.id) {
                holders.insert(&cell.id);
            }
        }
        holders
    }
}

fn envelope(shape: Rectangle) -> Envelope<[f32; 2]> {
    let far = shape.far_corner();
    Envelope::from_corners([shape.corner.x, shape.corner.y], [far.x, far.y])
}

fn ends_of(cell: &Cell) -> Vec<&str> {
    match &cell.form {
        Form::Line { source, target, .. } => vec![source, target],
        _ => Vec::new(),
    }
}

fn is_group(cell: &Cell) -> bool {
    cell.style.has("group") && cell.label.is_empty()
}

/// What a box means by itself.
fn role(cell: &Cell, is_end: bool) -> Role {
    let says = |name: &str| cell.data.contains_key(&format!("{PREFIX}{name}"));
    let is_framed = cell.style.has("swimlane") || cell.style.is_on("container");
    let is_bordered = cell.data.get("c4Type").is_some_and(|kind| kind.ends_with("Boundary"));
    let is_words = cell.style.has("text") || cell.style.get("shape").is_some_and(|form| form.contains("note"));
    if says("element") {
        Role::Frame
    } else if says("kind") {
        Role::Component
    } else if is_group(cell) {
        Role::Group
    } else if is_bordered || (is_framed && !is_end) {
        Role::Frame
    } else if cell.label.is_empty() && cell.data.is_empty() && !is_end {
        Role::Ornament
    } else if is_words && !is_end {
        Role::Note
    } else {
        Role::Component
    }
}

//! A drawing made from a page of draw.io, everything where it was.
//!
//! | draw.io | Drawing |
//! |---|---|
//! | box | component; its form, its data or its words tell the kind |
//! | box that others lie in | deployment node where form or words say so, else a boundary |
//! | text, note | note |
//! | group without words | group |
//! | line between boxes | connector; dashed is an event, dotted in-process, thick a data flow |

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::{PREFIX, Stated};
use super::drawio_roles::{Role, Sheet};
use super::drawio_words::{Said, boundary_kind, kind_of, kind_of_line, on_one_line, said};
use super::kinds::{node_kind, telling_node_kind};
use super::workspace_out::{CONDITION, CONNECTOR_WORDS, PARALLEL};
use super::{Imported, Omission};
use crate::catalog::catalog;
use crate::edit::Clip;
use crate::exchange::drawio::{Cell, Drawing, Form, Page};
use crate::model::{
    Boundary, BoundaryId, BoundaryKind, CallCondition, Component, ComponentId, Connector, ConnectorId, DeploymentNode,
    ElementId, Fact, GroupId, Line, NodeId, Note, NoteId, Point, Rectangle, Size, unused_id,
};

/// What a cell is over here, where we wrote it ourselves.
pub(super) const ELEMENT: &str = "element";
/// [`ELEMENT`] of a deployment node.
pub(super) const NODE: &str = "node";
/// [`ELEMENT`] of a boundary.
pub(super) const BOUNDARY: &str = "boundary";
/// The kind in our words.
pub(super) const KIND: &str = "kind";
/// The cells of the boundaries that a component lies in.
pub(super) const BOUNDARIES: &str = "boundaries";
/// The group that an element is in.
pub(super) const GROUP: &str = "group";
/// The style of cells that stay where they are.
pub(super) const LOCKED: &str = "locked";

/// Forms of places where things run.
const MACHINES: [&str; 9] =
    ["cube", "server", "rack", "aws4.group", "azure", "gcp", "kubernetes", "device", "computer"];

/// A component has its name inside, where others write it below.
const LEAST: Size = Size::new(120.0, 48.0);
/// A note of one line.
const LEAST_NOTE: Size = Size::new(100.0, 32.0);

/// Makes a drawing from the first page of `drawing` that has boxes; `file` names it in messages.
pub fn from_drawio(drawing: &Drawing, file: &str) -> Imported {
    let has_boxes = |page: &&Page| page.cells.iter().any(|cell| matches!(cell.form, Form::Box { .. }));
    let Some(page) = drawing.pages.iter().find(has_boxes).or(drawing.pages.first()) else { return Imported::default() };
    let mut import = Import {
        sheet: Sheet::new(page),
        file,
        clip: Clip::default(),
        omissions: Vec::new(),
        elements: BTreeMap::new(),
        groups: BTreeMap::new(),
    };
    for other in drawing.pages.iter().filter(|other| !std::ptr::eq(*other, page) && !other.cells.is_empty()) {
        let what = format!("the page \"{}\": move it to the front in draw.io and import it by itself", other.name);
        import.omissions.push(Omission::new(what));
    }
    import.frames();
    import.boxes();
    import.lines();
    import.group();
    let is_dressed = |cell: &Cell| cell.style.get("fillColor").is_some() || cell.style.get("fontSize").is_some();
    if page.cells.iter().any(|cell| is_dressed(cell) && !is_ours(cell)) {
        import.omissions.push(Omission::new("colours and letters: the kind of an element tells its looks here"));
    }
    Imported { name: page.name.clone(), description: String::new(), clip: import.clip, omissions: import.omissions }
}

struct Import<'a> {
    sheet: Sheet<'a>,
    file: &'a str,
    clip: Clip,
    omissions: Vec<Omission>,
    /// What the cells became.
    elements: BTreeMap<&'a str, ElementId>,
    groups: BTreeMap<String, BTreeSet<ElementId>>,
}

impl<'a> Import<'a> {
    fn omit(&mut self, what: impl Into<String>, cell: &Cell) {
        let (line, column) = cell.place;
        self.omissions.push(Omission { what: what.into(), place: Some((self.file.to_owned(), line, column)) });
    }

    /// Nodes and boundaries; the outer first, so that a node knows the one around it.
    fn frames(&mut self) {
        let mut frames = self.sheet.of_role(Role::Frame);
        let depth = |cell: &Cell| self.sheet.with_parents(&cell.parent).count();
        frames.sort_by(|a, b| depth(a.0).cmp(&depth(b.0)).then(area(b.1).total_cmp(&area(a.1))));
        for (cell, shape) in frames {
            let said = said(cell);
            let name = if said.name.is_empty() { "Unnamed".to_owned() } else { said.name.clone() };
            if let Some(kind) = Self::node_kind(cell, &said) {
                let parent = self.node_around(cell, shape);
                let nodes = &mut self.clip.system.nodes;
                let id = NodeId::new(&unused_id(wanted(cell, &name), |id| nodes.contains_key(&NodeId::new(id))));
                let Said { description, stated, .. } = said;
                let (properties, facts) = (stated.numbers, stated.facts);
                nodes.insert(id.clone(), DeploymentNode { name, kind, description, shape, parent, properties, facts });
                self.made(cell, ElementId::Node(id));
            } else {
                let kind = boundary_kind(&said, cell);
                let boundaries = &mut self.clip.system.boundaries;
                let id = unused_id(wanted(cell, &name), |id| boundaries.contains_key(&BoundaryId::new(id)));
                let id = BoundaryId::new(&id);
                boundaries
                    .insert(id.clone(), Boundary { name, kind, description: said.description, style: None, shape });
                self.made(cell, ElementId::Boundary(id));
            }
        }
    }

    /// The kind of node that a frame is; `None` for a boundary.
    fn node_kind(cell: &Cell, said: &Said) -> Option<String> {
        match said.stated.other.get(ELEMENT).map(String::as_str) {
            Some(NODE) => {
                let kind = said.stated.other.get(KIND).cloned();
                return Some(kind.unwrap_or_else(|| node_kind(&said.name, "").to_owned()));
            }
            Some(BOUNDARY) => return None,
            _ => {}
        }
        let technology = said.stated.facts.text(Fact::Technology);
        let words = format!("{technology} {}", cell.style.form());
        let c4 = cell.data.get("c4Type").map_or("", String::as_str);
        let is_machine = c4.starts_with("Deployment") || MACHINES.iter().any(|form| words.contains(form));
        let is_named_so =
            || boundary_kind(said, cell) == BoundaryKind::Area && telling_node_kind(&said.name, technology).is_some();
        (is_machine || is_named_so()).then(|| node_kind(&said.name, &words).to_owned())
    }

    fn boxes(&mut self) {
        for (cell, shape) in self.sheet.of_role(Role::Component) {
            let Said { name, description, stated } = said(cell);
            let kind = stated.other.get(KIND).filter(|kind| catalog().component_kind(kind).is_some());
            let kind = kind.cloned().unwrap_or_else(|| kind_of(cell, &name, &stated));
            let deployed_on = self.node_around(cell, Rectangle::spanning(shape.center(), shape.center()));
            let boundaries = self.boundaries_around(cell, shape.center(), &stated);
            let usual = || catalog().component_kind(&kind).map_or_else(|| kind.clone(), |kind| kind.label.clone());
            let name = if name.is_empty() { usual() } else { name };
            let (properties, facts) = (stated.numbers, stated.facts);
            let shape = if is_ours(cell) { shape } else { at_least(shape, LEAST) };
            let component = Component { name, kind, description, shape, deployed_on, boundaries, properties, facts };
            let components = &mut self.clip.system.components;
            let id = unused_id(wanted(cell, &component.name), |id| components.contains_key(&ComponentId::new(id)));
            components.insert(ComponentId::new(&id), component);
            self.made(cell, ElementId::Component(ComponentId::new(&id)));
        }
        for (cell, shape) in self.sheet.of_role(Role::Note) {
            let notes = &mut self.clip.system.notes;
            let id = NoteId::new(&unused_id("note", |id| notes.contains_key(&NoteId::new(id))));
            let lines = cell.label.lines().count() as f32;
            let least = Size::new(LEAST_NOTE.width, LEAST_NOTE.height + 15.0 * (lines - 1.0).max(0.0));
            let shape = at_least(shape, least);
            notes.insert(id.clone(), Note { text: cell.label.clone(), shape });
            self.made(cell, ElementId::Note(id));
        }
        for (cell, _) in self.sheet.of_role(Role::Ornament) {
            self.omit("a form without words", cell);
        }
    }

    /// The node that a cell lies in: by the file, or by its place where the file is not ours.
    fn node_around(&self, cell: &Cell, shape: Rectangle) -> Option<NodeId> {
        let by_file =
            self.sheet.with_parents(&cell.parent).find_map(|outer| match self.elements.get(outer.id.as_str())? {
                ElementId::Node(id) => Some(id.clone()),
                _ => None,
            });
        let frames = self.clip.system.nodes.iter().map(|(id, node)| (id, node.shape));
        if is_ours(cell) {
            return by_file;
        }
        let around = frames.filter(|(_, frame)| frame.encloses(shape) && *frame != shape);
        by_file.or_else(|| around.min_by(|a, b| area(a.1).total_cmp(&area(b.1))).map(|(id, _)| id.clone()))
    }

    fn boundaries_around(&self, cell: &Cell, center: Point, stated: &Stated) -> BTreeSet<BoundaryId> {
        if is_ours(cell) {
            let named = stated.other.get(BOUNDARIES).map_or("", String::as_str).split_whitespace();
            let boundary = |name| match self.elements.get(name)? {
                ElementId::Boundary(id) => Some(id.clone()),
                _ => None,
            };
            return named.filter_map(boundary).collect();
        }
        let around = self.clip.system.boundaries.iter().filter(|(_, found)| found.shape.contains(center));
        around.map(|(id, _)| id.clone()).collect()
    }

    fn made(&mut self, cell: &'a Cell, element: ElementId) {
        if cell.style.is_on(LOCKED) {
            self.clip.system.locked.insert(element.clone());
        }
        let ours = cell.data.get(&format!("{PREFIX}{GROUP}")).cloned();
        let group = ours.or_else(|| self.sheet.group_of(cell).map(|group| group.id.clone()));
        if let Some(group) = group {
            self.groups.entry(group).or_default().insert(element.clone());
        }
        self.elements.insert(&cell.id, element);
    }

    fn lines(&mut self) {
        for cell in self.sheet.lines() {
            let Form::Line { source, target, points } = &cell.form else { continue };
            let ends = self.component(source).zip(self.component(target));
            let Some((source, target)) = ends else {
                let name =
                    if cell.label.is_empty() { String::new() } else { format!(" \"{}\"", on_one_line(&cell.label)) };
                self.omit(format!("the line{name}, which does not go from one component to another"), cell);
                continue;
            };
            let origin = self.sheet.origin(&cell.parent);
            let bends = points.iter().map(|point| point.moved(origin.x, origin.y)).collect();
            self.connect(cell, (source, target), bends);
        }
    }

    /// The component that a line ends at, which may be around the cell that is named.
    fn component(&self, end: &str) -> Option<ComponentId> {
        self.sheet.with_parents(end).find_map(|cell| match self.elements.get(cell.id.as_str())? {
            ElementId::Component(id) => Some(id.clone()),
            _ => None,
        })
    }

    fn connect(&mut self, cell: &Cell, (source, target): (ComponentId, ComponentId), bends: Vec<Point>) {
        let Said { name, description, mut stated } = said(cell);
        let label = [name.as_str(), &self.sheet.words_beside(cell)].join(" ").trim().to_owned();
        stated.facts.set_text(Fact::Remarks, &description);
        let word = stated.other.get(KIND);
        let word = word.and_then(|word| CONNECTOR_WORDS.into_iter().find(|(known, _)| known == word));
        let kind = word.map_or_else(|| kind_of_line(cell, &label), |(_, kind)| kind);
        let head = |key, usual| cell.style.get(key).unwrap_or(usual) != "none";
        let (starts, ends) = (head("startArrow", "none"), head("endArrow", "classic"));
        let is_flagged = stated.other.get(CONDITION).is_some_and(|word| word == "when_flagged");
        let connector = Connector {
            source,
            target,
            kind,
            label,
            condition: if is_flagged { CallCondition::WhenFlagged } else { CallCondition::Always },
            parallel: stated.other.get(PARALLEL).is_some_and(|word| word == "yes"),
            line: Line { bends, label_offset: None },
            properties: stated.numbers,
            facts: stated.facts,
        };
        if starts {
            let line = Line { bends: connector.line.bends.iter().rev().copied().collect(), label_offset: None };
            let (source, target) = (connector.target.clone(), connector.source.clone());
            self.add(cell, Connector { source, target, line, ..connector.clone() });
        }
        if ends || !starts {
            self.add(cell, connector);
        }
    }

    fn add(&mut self, cell: &Cell, connector: Connector) {
        let connectors = &mut self.clip.system.connectors;
        let words = format!("{} to {}", connector.source, connector.target);
        let id = unused_id(wanted(cell, &words), |id| connectors.contains_key(&ConnectorId::new(id)));
        connectors.insert(ConnectorId::new(&id), connector);
    }

    fn group(&mut self) {
        for (name, members) in std::mem::take(&mut self.groups) {
            if members.len() > 1 {
                let groups = &mut self.clip.system.groups;
                let id = unused_id(&name, |id| groups.contains_key(&GroupId::new(id)));
                groups.insert(GroupId::new(&id), members);
            }
        }
    }
}

/// Whether we wrote a cell ourselves.
fn is_ours(cell: &Cell) -> bool {
    cell.data.contains_key(&format!("{PREFIX}{KIND}"))
}

/// The name within the drawing that a cell asks for: that which it had with us, else by its words.
fn wanted<'c>(cell: &'c Cell, words: &'c str) -> &'c str {
    cell.id.split_once('_').filter(|_| is_ours(cell)).map_or(words, |(_, id)| id)
}

fn area(shape: Rectangle) -> f32 {
    shape.size.width * shape.size.height
}

/// A shape of this size or more, with the same middle.
fn at_least(shape: Rectangle, least: Size) -> Rectangle {
    let (width, height) = (shape.size.width.max(least.width), shape.size.height.max(least.height));
    let center = shape.center();
    Rectangle::new(center.x - width / 2.0, center.y - height / 2.0, width, height)
}

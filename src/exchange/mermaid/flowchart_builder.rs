//! Collects nodes, subgraphs and links of a flowchart, and settles which name means which.

use std::collections::BTreeMap;

use super::cursor::{Place, error_at};
use super::error::{Problem, ReadError, Skipped};
use super::flowchart_links::Head;
use super::syntax::{Diagram, Direction, End, Group, GroupKind, LineStyle, Link, Node, NodeKind, Shape};
use super::{MAX_DEPTH, flowchart::not_closed};

/// What all links may take together, in bytes of their labels and names plus a fixed share for each.
const LINK_BYTES: usize = 64 * 1024 * 1024;
/// The fixed share of a link.
const BYTES_PER_LINK: usize = 128;

/// A flowchart while it is read.
pub(super) struct Builder {
    diagram: Diagram,
    node_of: BTreeMap<String, usize>,
    group_of: BTreeMap<String, usize>,
    link_of: BTreeMap<String, usize>,
    /// How deep each group lies, from 1.
    depths: Vec<usize>,
    open: Vec<OpenGroup>,
    /// Where a node was given a label or form.
    drawn: BTreeMap<usize, Place>,
    pending_classes: Vec<(String, String, Place)>,
    bytes_left: usize,
}

struct OpenGroup {
    group: usize,
    place: Place,
    mentioned: Vec<usize>,
}

impl Builder {
    pub(super) fn new(diagram: Diagram) -> Self {
        Self {
            diagram,
            node_of: BTreeMap::new(),
            group_of: BTreeMap::new(),
            link_of: BTreeMap::new(),
            depths: Vec::new(),
            open: Vec::new(),
            drawn: BTreeMap::new(),
            pending_classes: Vec::new(),
            bytes_left: LINK_BYTES,
        }
    }

    pub(super) fn diagram(&mut self) -> &mut Diagram {
        &mut self.diagram
    }

    pub(super) fn is_link(&self, name: &str) -> bool {
        self.link_of.contains_key(name)
    }

    /// The node of that name, made if there was none.
    pub(super) fn mention(&mut self, name: &str, place: Place) -> usize {
        let index = self.node_of.get(name).copied().unwrap_or_else(|| {
            let index = self.diagram.nodes.len();
            self.diagram.nodes.push(Node::new(name, NodeKind::Shape(Shape::Rectangle), place.line));
            self.node_of.insert(name.to_owned(), index);
            index
        });
        if let Some(open) = self.open.last_mut() {
            open.mentioned.push(index);
        }
        index
    }

    /// Gives a node its label or form; a later one takes the place of an earlier one.
    pub(super) fn draw(&mut self, node: usize, label: Option<String>, shape: Option<Shape>, place: Place) {
        let Some(target) = self.diagram.nodes.get_mut(node) else { return };
        if let Some(label) = label {
            target.label = label;
        }
        if let Some(shape) = shape {
            target.kind = NodeKind::Shape(shape);
        }
        self.drawn.insert(node, place);
    }

    pub(super) fn add_class(&mut self, node: usize, class: &str) {
        if let Some(target) = self.diagram.nodes.get_mut(node) {
            target.classes.push(class.to_owned());
        }
    }

    /// Notes a class for whatever turns out to have the name.
    pub(super) fn add_class_by_name(&mut self, name: &str, class: &str, place: Place) {
        self.pending_classes.push((name.to_owned(), class.to_owned(), place));
    }

    /// Links every node of the first list to every node of the second.
    pub(super) fn link(&mut self, from: &[usize], to: &[usize], head: &Head<'_>, label: &str) -> Result<(), ReadError> {
        let each = BYTES_PER_LINK + label.len();
        let needed = from.len().checked_mul(to.len()).and_then(|count| count.checked_mul(each));
        self.bytes_left = needed
            .and_then(|bytes| self.bytes_left.checked_sub(bytes))
            .ok_or_else(|| error_at(head.place, Problem::TooManyLinks))?;
        for (position, source) in from.iter().enumerate() {
            for (other_position, target) in to.iter().enumerate() {
                let mut link = Link::new(End::Node(*source), End::Node(*target), head.place.line);
                label.clone_into(&mut link.label);
                link.style = head.style;
                if head.style != LineStyle::Invisible {
                    link.start_head = head.start;
                }
                link.end_head = head.end;
                // As in Mermaid, the name goes to one link only: from the last node to the first.
                let is_named = position + 1 == from.len() && other_position == 0 && !self.is_link(head.name);
                if is_named && !head.name.is_empty() {
                    head.name.clone_into(&mut link.id);
                    self.link_of.insert(head.name.to_owned(), self.diagram.links.len());
                }
                self.diagram.links.push(link);
            }
        }
        Ok(())
    }

    /// Opens a subgraph; without a name it is given one as Mermaid does.
    pub(super) fn open_group(&mut self, name: Option<&str>, title: String, place: Place) -> Result<(), ReadError> {
        let id = name.map_or_else(|| self.free_group_name(), str::to_owned);
        let parent = self.open.last().map(|open| open.group);
        let group = match self.group_of.get(&id).copied() {
            Some(group) if self.open.iter().any(|open| open.group == group) => {
                return Err(error_at(place, Problem::InsideItself { id }));
            }
            Some(group) => group,
            None => {
                let depth = parent.and_then(|index| self.depths.get(index)).map_or(1, |depth| depth + 1);
                if depth > MAX_DEPTH {
                    return Err(error_at(place, Problem::TooDeep { limit: MAX_DEPTH }));
                }
                self.depths.push(depth);
                let mut made = Group::new(&id, GroupKind::Subgraph, place.line);
                made.parent = parent;
                self.diagram.groups.push(made);
                self.group_of.insert(id, self.diagram.groups.len() - 1);
                self.diagram.groups.len() - 1
            }
        };
        if let Some(opened) = self.diagram.groups.get_mut(group) {
            opened.title = title;
        }
        self.open.push(OpenGroup { group, place, mentioned: Vec::new() });
        Ok(())
    }

    fn free_group_name(&self) -> String {
        let mut number = self.diagram.groups.len();
        loop {
            let name = format!("subGraph{number}");
            if !self.group_of.contains_key(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// Closes the innermost subgraph, which takes in the nodes mentioned in it that no other has taken in.
    pub(super) fn close_group(&mut self) -> bool {
        let Some(open) = self.open.pop() else { return false };
        for index in open.mentioned {
            if let Some(node) = self.diagram.nodes.get_mut(index) {
                node.parent.get_or_insert(open.group);
            }
        }
        true
    }

    /// Sets the direction of the innermost open subgraph, or of the diagram.
    pub(super) fn set_direction(&mut self, direction: Direction) {
        match self.open.last().and_then(|open| self.diagram.groups.get_mut(open.group)) {
            Some(group) => group.direction = Some(direction),
            None => self.diagram.direction = direction,
        }
    }

    /// Checks that all subgraphs are closed and turns nodes that have the name of a subgraph into it.
    pub(super) fn finish(mut self, skipped: &mut Vec<Skipped>) -> Result<Diagram, ReadError> {
        if let Some(open) = self.open.last() {
            return Err(error_at(open.place, not_closed("a subgraph", "end")));
        }
        self.give_classes(skipped);
        let mut ends = Vec::with_capacity(self.diagram.nodes.len());
        let mut kept: Vec<Node> = Vec::new();
        for (index, node) in std::mem::take(&mut self.diagram.nodes).into_iter().enumerate() {
            let Some(group) = self.group_of.get(&node.id).copied() else {
                ends.push(End::Node(kept.len()));
                kept.push(node);
                continue;
            };
            ends.push(End::Group(group));
            if let Some(place) = self.drawn.get(&index) {
                let what = format!("label and form of the node `{}`, which is a subgraph", node.id);
                skipped.push(Skipped::new(what, *place));
            }
            if let Some(target) = self.diagram.groups.get_mut(group) {
                target.classes.extend(node.classes);
            }
        }
        self.diagram.nodes = kept;
        let settled = |end: End| match end {
            End::Node(index) => ends.get(index).copied().unwrap_or(end),
            End::Group(_) => end,
        };
        for link in &mut self.diagram.links {
            link.from = settled(link.from);
            link.to = settled(link.to);
        }
        Ok(self.diagram)
    }

    fn give_classes(&mut self, skipped: &mut Vec<Skipped>) {
        for (name, class, place) in std::mem::take(&mut self.pending_classes) {
            let group = self.group_of.get(&name).and_then(|index| self.diagram.groups.get_mut(*index));
            let node = self.node_of.get(&name).and_then(|index| self.diagram.nodes.get_mut(*index));
            let link = self.link_of.get(&name).and_then(|index| self.diagram.links.get_mut(*index));
            let classes = group
                .map(|found| &mut found.classes)
                .or(node.map(|found| &mut found.classes))
                .or(link.map(|found| &mut found.classes));
            match classes {
                Some(classes) => classes.push(class),
                None => skipped.push(Skipped::new(format!("class `{class}` of `{name}`, which does not exist"), place)),
            }
        }
    }
}

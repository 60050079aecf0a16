//! A drawing made from a Mermaid diagram.
//!
//! | Mermaid | Drawing |
//! |---|---|
//! | node, C4 element | component; its form, role or words tell the kind |
//! | subgraph, boundary | boundary |
//! | deployment node | deployment node |
//! | link, relation | connector; solid is a call, dotted an event, thick a data flow, a circle at its end in-process |

use std::collections::BTreeSet;

use super::kinds::{component_kind, node_kind};
use super::relationships_in::kind_by_words;
use super::{Imported, Omission, layout};
use crate::edit::Clip;
use crate::exchange::mermaid::{
    ArrowHead, Diagram, DiagramKind, ElementKind, End, Group, GroupKind, LineStyle, Link, Node, NodeKind, Shape,
    Skipped,
};
use crate::model::{
    Boundary, BoundaryId, BoundaryKind, CallCondition, Component, ComponentId, Connector, ConnectorId, ConnectorKind,
    DeploymentNode, Fact, Facts, Line, NodeId, Properties, Rectangle, unused_id,
};

/// What a group became.
enum Frame {
    Node(NodeId),
    Boundary(BoundaryId),
}

struct Import<'a> {
    diagram: &'a Diagram,
    file: &'a str,
    clip: Clip,
    omissions: Vec<Omission>,
    frames: Vec<Frame>,
    components: Vec<ComponentId>,
}

/// Makes a drawing from a diagram that was read from `file`; `skipped` is what its reader passed over.
pub fn from_mermaid(diagram: &Diagram, skipped: Vec<Skipped>, file: &str) -> Imported {
    let place = |line: usize, column: usize| Some((file.to_owned(), short(line), short(column)));
    let passed_over =
        skipped.into_iter().map(|entry| Omission { place: place(entry.line, entry.column), what: entry.what });
    let omissions = passed_over.collect();
    let mut import =
        Import { diagram, file, clip: Clip::default(), omissions, frames: Vec::new(), components: Vec::new() };
    for group in &diagram.groups {
        import.group(group);
    }
    for node in &diagram.nodes {
        import.node(node);
    }
    for link in &diagram.links {
        import.link(link);
    }
    layout::arrange(&mut import.clip.system);
    let name = [&diagram.title, &diagram.accessible_title].into_iter().find(|title| !title.is_empty());
    Imported {
        name: name.cloned().unwrap_or_default(),
        description: diagram.accessible_description.clone(),
        clip: import.clip,
        omissions: import.omissions,
    }
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Import<'_> {
    fn omit(&mut self, what: String, line: usize) {
        self.omissions.push(Omission { what, place: Some((self.file.to_owned(), short(line), 1)) });
    }

    fn group(&mut self, group: &Group) {
        let system = &mut self.clip.system;
        let name = on_one_line(if group.title.is_empty() { &group.id } else { &group.title });
        if group.kind == GroupKind::DeploymentNode {
            let id = unused_id(&group.id, |id| system.nodes.contains_key(&NodeId::new(id)));
            let parent = group.parent.and_then(|parent| match self.frames.get(parent)? {
                Frame::Node(id) => Some(id.clone()),
                Frame::Boundary(_) => None,
            });
            let node = DeploymentNode {
                kind: node_kind(&name, &group.technology).to_owned(),
                name,
                description: group.description.clone(),
                shape: Rectangle::default(),
                parent,
                properties: Properties::new(),
                facts: facts(&group.technology, &group.classes),
            };
            system.nodes.insert(NodeId::new(&id), node);
            self.frames.push(Frame::Node(NodeId::new(&id)));
            return;
        }
        let kind = match group.kind {
            GroupKind::SystemBoundary | GroupKind::ContainerBoundary => BoundaryKind::System,
            _ => BoundaryKind::Area,
        };
        let id = unused_id(&group.id, |id| system.boundaries.contains_key(&BoundaryId::new(id)));
        let boundary =
            Boundary { name, kind, description: group.description.clone(), style: None, shape: Rectangle::default() };
        system.boundaries.insert(BoundaryId::new(&id), boundary);
        self.frames.push(Frame::Boundary(BoundaryId::new(&id)));
        if group.direction.is_some() {
            self.omit(format!("the direction inside of \"{}\"", group.id), group.line);
        }
        if !group.classes.is_empty() {
            self.omit(format!("the classes of \"{}\"", group.id), group.line);
        }
    }

    fn node(&mut self, node: &Node) {
        let (mut boundaries, mut deployed_on) = (BTreeSet::new(), None);
        let mut at = node.parent;
        for _ in 0..self.frames.len() {
            let Some(frame) = at.and_then(|at| self.frames.get(at)) else { break };
            match frame {
                Frame::Boundary(id) => drop(boundaries.insert(id.clone())),
                Frame::Node(id) => drop(deployed_on.get_or_insert_with(|| id.clone())),
            }
            at = at.and_then(|at| self.diagram.groups.get(at)).and_then(|group| group.parent);
        }
        let name = on_one_line(&node.label);
        let component = Component {
            kind: kind_of(node, &name).to_owned(),
            name,
            description: node.description.clone(),
            shape: Rectangle::default(),
            deployed_on,
            boundaries,
            properties: Properties::new(),
            facts: facts(&node.technology, &node.classes),
        };
        let components = &mut self.clip.system.components;
        let id = ComponentId::new(&unused_id(&node.id, |id| components.contains_key(&ComponentId::new(id))));
        components.insert(id.clone(), component);
        self.components.push(id);
    }

    fn link(&mut self, link: &Link) {
        let component = |end| match end {
            End::Node(index) => self.components.get(index).cloned(),
            End::Group(_) => None,
        };
        let Some((from, to)) = component(link.from).zip(component(link.to)) else {
            self.omit("a link that ends at a frame: connectors join components".to_owned(), link.line);
            return;
        };
        if link.style == LineStyle::Invisible {
            self.omit("a link that nobody sees".to_owned(), link.line);
            return;
        }
        if link.start_head == ArrowHead::Cross || link.end_head == ArrowHead::Cross {
            self.omit("a cross at the end of a link".to_owned(), link.line);
        }
        let words = format!("{} {} {}", link.label, link.technology, link.classes.join(" "));
        let kind = match link.style {
            LineStyle::Dotted => ConnectorKind::AsynchronousEvent,
            LineStyle::Thick => ConnectorKind::DataFlow,
            _ if link.end_head == ArrowHead::Circle => ConnectorKind::InProcess,
            _ if matches!(self.diagram.kind, DiagramKind::C4(_)) => kind_by_words(&words),
            _ => ConnectorKind::SynchronousCall,
        };
        let starts = link.start_head != ArrowHead::None;
        let ends = link.end_head != ArrowHead::None;
        if ends || !starts {
            self.connect(link, kind, (from.clone(), to.clone()));
        }
        if starts {
            self.connect(link, kind, (to, from));
        }
    }

    fn connect(&mut self, link: &Link, kind: ConnectorKind, (source, target): (ComponentId, ComponentId)) {
        let connectors = &mut self.clip.system.connectors;
        let wanted = format!("{source} to {target}");
        let id = ConnectorId::new(&unused_id(&wanted, |id| connectors.contains_key(&ConnectorId::new(id))));
        let mut facts = facts(&link.technology, &link.classes);
        facts.set_text(Fact::Remarks, &link.description);
        let connector = Connector {
            source,
            target,
            kind,
            label: on_one_line(&link.label),
            condition: CallCondition::Always,
            parallel: false,
            line: Line::default(),
            properties: Properties::new(),
            facts,
        };
        connectors.insert(id, connector);
    }
}

fn facts(technology: &str, classes: &[String]) -> Facts {
    let mut facts = Facts::default();
    facts.set_text(Fact::Technology, technology);
    facts.set_text(Fact::Tags, &classes.join(", "));
    facts
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kind_of(node: &Node, name: &str) -> &'static str {
    let by_words = || component_kind(name, &node.technology, &node.classes);
    match &node.kind {
        NodeKind::Element(ElementKind::Person) | NodeKind::Shape(Shape::Stadium) => "user",
        NodeKind::Element(
            ElementKind::SystemDatabase | ElementKind::ContainerDatabase | ElementKind::ComponentDatabase,
        ) => "data_store",
        NodeKind::Element(ElementKind::SystemQueue | ElementKind::ContainerQueue | ElementKind::ComponentQueue)
        | NodeKind::Shape(Shape::LeanRight) => "queue",
        NodeKind::Element(ElementKind::System) | NodeKind::Shape(Shape::Subroutine) => "external_system",
        NodeKind::Element(_) if node.external => "external_system",
        NodeKind::Shape(shape) if is_cylinder(shape) => match by_words() {
            kind @ ("feature_store" | "model_registry" | "cache") => kind,
            _ => "data_store",
        },
        NodeKind::Shape(_) | NodeKind::Element(_) => by_words(),
    }
}

/// The sign for a store, by bracket or by name.
fn is_cylinder(shape: &Shape) -> bool {
    match shape {
        Shape::Cylinder => true,
        Shape::Named(name) => matches!(name.as_str(), "cyl" | "db" | "database" | "disk"),
        _ => false,
    }
}

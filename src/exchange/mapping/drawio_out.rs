//! A drawing of draw.io made from a project: the same places, with kinds, numbers and facts in the data of each cell.

use std::collections::BTreeMap;

use super::attributes;
use super::attributes::PREFIX;
use super::drawio_in::{BOUNDARIES, BOUNDARY, ELEMENT, GROUP, KIND, LOCKED, NODE};
use super::workspace_out::{CONDITION, CONNECTOR_WORDS, PARALLEL};
use super::{Exported, Omission};
use crate::catalog::catalog;
use crate::diagram::boundary_dashes;
use crate::exchange::drawio::{Cell, Drawing, Form, Page, Style};
use crate::exchange::structurizr::Attributes;
use crate::model::{CallCondition, Component, Connector, ConnectorKind, ElementId, NodeId, Project, Rectangle};

/// The layer that everything lies on.
const LAYER: &str = "1";
const FRAME: &str = "rounded=1;arcSize=12;absoluteArcSize=1;whiteSpace=wrap;container=1;collapsible=0;recursiveResize=0;\
                     verticalAlign=top;align=left;spacingLeft=10;fontStyle=1;fillColor=#eef1f5;strokeColor=#b8c1cc;";
const BORDER: &str = "rounded=0;whiteSpace=wrap;fillColor=none;pointerEvents=0;verticalAlign=top;align=left;\
                      spacingLeft=10;fontStyle=1;fontColor=#555f6d;strokeColor=#555f6d;dashed=1;";
const BOX: &str = "rounded=1;arcSize=14;absoluteArcSize=1;whiteSpace=wrap;fillColor=#ffffff;strokeColor=#555f6d;";
const LEARNED: &str = "rounded=1;arcSize=14;absoluteArcSize=1;whiteSpace=wrap;fillColor=#f3ecfb;strokeColor=#6a3da3;\
                       strokeWidth=2;";
const LINE: &str = "edgeStyle=orthogonalEdgeStyle;rounded=1;jettySize=auto;";

/// Makes a drawing from a project.
pub fn to_drawio(project: &Project) -> Exported<Drawing> {
    let mut export = Export { project, cells: Vec::new(), omissions: Vec::new() };
    for (id, parent) in [("0", ""), (LAYER, "0")] {
        export.cells.push(Cell { id: id.to_owned(), parent: parent.to_owned(), ..Cell::default() });
    }
    export.boundaries();
    export.nodes();
    export.components();
    export.notes();
    for (id, connector) in &project.system.connectors {
        export.connector(&ElementId::Connector(id.clone()), connector);
    }
    export.remainder();
    let page = Page { name: project.name.clone(), cells: export.cells };
    Exported { content: Drawing { pages: vec![page] }, omissions: export.omissions }
}

struct Export<'a> {
    project: &'a Project,
    cells: Vec<Cell>,
    omissions: Vec<Omission>,
}

/// The name of an element among the cells.
fn cell_id(element: &ElementId) -> String {
    match element {
        ElementId::Component(id) => format!("component_{id}"),
        ElementId::Connector(id) => format!("connector_{id}"),
        ElementId::Node(id) => format!("node_{id}"),
        ElementId::Boundary(id) => format!("boundary_{id}"),
        ElementId::Note(id) => format!("note_{id}"),
    }
}

impl Export<'_> {
    fn boundaries(&mut self) {
        for (id, boundary) in &self.project.system.boundaries {
            let lengths: Vec<_> = boundary_dashes(boundary.kind).iter().map(ToString::to_string).collect();
            let pattern = lengths.join(" ");
            let attributes = Attributes { description: boundary.description.clone(), ..Attributes::default() };
            let other = [(ELEMENT, BOUNDARY.to_owned()), (KIND, boundary.kind.label().to_owned())];
            let style = format!("{BORDER}dashPattern={pattern};");
            self.put(&ElementId::Boundary(id.clone()), &boundary.name, &style, (LAYER, boundary.shape));
            self.state(attributes, &other);
        }
    }

    /// Outer nodes first: what lies in front comes later.
    fn nodes(&mut self) {
        let system = &self.project.system;
        let mut nodes: Vec<_> = system.nodes.iter().collect();
        nodes.sort_by_key(|(id, _)| system.node_and_parents(id).count());
        for (id, node) in nodes {
            let attributes = attributes::write(&node.description, (&node.properties, &node.facts), true, &[]);
            let place = self.within(node.parent.as_ref(), node.shape);
            self.put(&ElementId::Node(id.clone()), &node.name, FRAME, (&place.0, place.1));
            self.state(attributes, &[(ELEMENT, NODE.to_owned()), (KIND, node.kind.clone())]);
        }
    }

    fn components(&mut self) {
        for (id, component) in &self.project.system.components {
            let numbers = (&component.properties, &component.facts);
            let attributes = attributes::write(&component.description, numbers, true, &[]);
            let place = self.within(component.deployed_on.as_ref(), component.shape);
            let element = ElementId::Component(id.clone());
            self.put(&element, &component.name, &looks(component), (&place.0, place.1));
            let boundaries = component.boundaries.iter().map(|id| cell_id(&ElementId::Boundary(id.clone())));
            let boundaries = boundaries.collect::<Vec<_>>().join(" ");
            self.state(attributes, &[(KIND, component.kind.clone()), (BOUNDARIES, boundaries)]);
        }
    }

    fn notes(&mut self) {
        for (id, note) in &self.project.system.notes {
            let style = "shape=note;size=12;whiteSpace=wrap;align=left;verticalAlign=top;spacing=8;fillColor=#fdf6d8;\
                         strokeColor=#c9b66c;";
            self.put(&ElementId::Note(id.clone()), &note.text, style, (LAYER, note.shape));
        }
    }

    fn connector(&mut self, element: &ElementId, connector: &Connector) {
        let (source, target) = (ElementId::Component(connector.source.clone()), connector.target.clone());
        let target = ElementId::Component(target);
        let system = &self.project.system;
        if !system.contains(&source) || !system.contains(&target) {
            self.omissions.push(Omission::new(format!("a connector that lacks an end: \"{}\"", connector.label)));
            return;
        }
        let looks = match connector.kind {
            ConnectorKind::SynchronousCall => "endArrow=block;endFill=1;",
            ConnectorKind::AsynchronousEvent => "endArrow=open;dashed=1;",
            ConnectorKind::DataFlow => "endArrow=block;endFill=1;strokeWidth=3;",
            ConnectorKind::Stream => "endArrow=block;endFill=1;strokeWidth=3;dashed=1;dashPattern=8 2;",
            ConnectorKind::InProcess => "endArrow=oval;endFill=1;dashed=1;dashPattern=1 2;",
        };
        let word = CONNECTOR_WORDS.into_iter().find(|(_, kind)| *kind == connector.kind);
        let mut other: Vec<_> = word.into_iter().map(|(word, _)| (KIND, word.to_owned())).collect();
        if connector.condition == CallCondition::WhenFlagged {
            other.push((CONDITION, "when_flagged".to_owned()));
        }
        if connector.parallel {
            other.push((PARALLEL, "yes".to_owned()));
        }
        let form =
            Form::Line { source: cell_id(&source), target: cell_id(&target), points: connector.line.bends.clone() };
        let style = Style::parse(&format!("{LINE}{looks}"));
        let (id, parent, label) = (cell_id(element), LAYER.to_owned(), connector.label.clone());
        self.cells.push(Cell { id, parent, label, style, form, ..Cell::default() });
        let attributes = attributes::write("", (&connector.properties, &connector.facts), true, &[]);
        self.state(attributes, &other);
    }

    /// The cell of the node around, and the place relative to it.
    fn within(&self, node: Option<&NodeId>, shape: Rectangle) -> (String, Rectangle) {
        let around = node.and_then(|id| Some((id, self.project.system.nodes.get(id)?)));
        match around {
            Some((id, node)) => {
                let corner = node.shape.corner;
                (cell_id(&ElementId::Node(id.clone())), shape.moved(-corner.x, -corner.y))
            }
            None => (LAYER.to_owned(), shape),
        }
    }

    fn put(&mut self, element: &ElementId, label: &str, style: &str, (parent, shape): (&str, Rectangle)) {
        let system = &self.project.system;
        let mut style = style.to_owned();
        if system.locked.contains(element) {
            style.push_str(LOCKED);
            style.push_str("=1;");
        }
        let mut data = BTreeMap::new();
        if let Some((group, _)) = system.groups.iter().find(|(_, members)| members.contains(element)) {
            data.insert(format!("{PREFIX}{GROUP}"), group.to_string());
        }
        self.cells.push(Cell {
            id: cell_id(element),
            parent: parent.to_owned(),
            label: label.to_owned(),
            data,
            style: Style::parse(&style),
            form: Form::Box { shape },
            place: (0, 0),
        });
    }

    /// Adds what is stated to the cell that was put last.
    fn state(&mut self, attributes: Attributes, other: &[(&str, String)]) {
        let Some(cell) = self.cells.last_mut() else { return };
        let named = [
            ("tooltip", attributes.description),
            ("technology", attributes.technology),
            ("tags", attributes.tags.join(" ")),
            ("link", attributes.url),
        ];
        let named = named.into_iter().map(|(name, value)| (name.to_owned(), value));
        let other = other.iter().map(|(name, value)| (format!("{PREFIX}{name}"), value.clone()));
        for (name, value) in named.chain(other).chain(attributes.properties) {
            if value.is_empty() {
                continue;
            }
            let safe = attribute_name(&name);
            if safe != name {
                self.omissions
                    .push(Omission::new(format!("the name of the field \"{name}\", which becomes \"{safe}\"")));
            }
            cell.data.insert(safe, value);
        }
    }

    fn remainder(&mut self) {
        let project = self.project;
        let system = &project.system;
        let moved = system.connectors.values().filter(|connector| connector.line.label_offset.is_some()).count();
        for (count, what) in [
            (system.collapsed.len(), "closed nodes, which are drawn open"),
            (moved, "labels that were moved by hand"),
            (project.scenarios.len(), "scenarios"),
            (project.requirements.len(), "requirements"),
            (project.datasets.len(), "datasets"),
            (project.tasks.len(), "learning tasks"),
            (project.choices.len(), "open choices"),
            (project.alternatives.others.len(), "other alternatives"),
            (project.decisions.len(), "decisions"),
        ] {
            if count > 0 {
                self.omissions.push(Omission::new(format!("{count} {what}")));
            }
        }
        if !project.description.is_empty() {
            self.omissions.push(Omission::new("the description of the project"));
        }
    }
}

/// The form that readers of such drawings expect of a kind.
fn looks(component: &Component) -> String {
    let form = match component.kind.as_str() {
        "data_store" | "cache" | "feature_store" | "model_registry" => {
            "shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=8;"
        }
        "queue" => "shape=cylinder3;direction=south;boundedLbl=1;backgroundOutline=1;size=8;",
        "external_system" => "dashed=1;",
        _ => "",
    };
    let is_learned = catalog().component_kind(&component.kind).is_some_and(|kind| kind.ml);
    format!("{}{form}", if is_learned { LEARNED } else { BOX })
}

/// A name that XML takes for an attribute.
fn attribute_name(name: &str) -> String {
    let is_first = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    let is_good = |letter: char| is_first(letter) || letter.is_ascii_digit() || letter == '.' || letter == '-';
    let mut safe: String = name.chars().map(|letter| if is_good(letter) { letter } else { '_' }).collect();
    // Names that mean something else over there.
    if !safe.starts_with(is_first) || ["id", "label", "placeholders", "xmlns"].contains(&safe.as_str()) {
        safe.insert(0, '_');
    }
    safe
}

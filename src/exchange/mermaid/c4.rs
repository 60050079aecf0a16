//! Reads the statements of a C4 diagram.

use std::collections::BTreeMap;

use super::MAX_DEPTH;
use super::c4_arguments::{self, Arguments};
use super::cursor::{Cursor, is_line_break, shortened};
use super::error::{Problem, ReadError, Skipped};
use super::flowchart::not_closed;
use super::preamble::{self, Start};
use super::syntax::{ArrowHead, Diagram, ElementKind, End, Group, GroupKind, Link, Node, NodeKind};
use super::text::{self, Written};

/// How an element is written.
const ELEMENT_FORM: &str = "Person(name, \"label\")";
/// How a frame is written.
const GROUP_FORM: &str = "Boundary(name, \"label\") { ... }";
/// How a relation is written.
const RELATION_FORM: &str = "Rel(from, to, \"label\")";

/// A relation whose ends may be declared later.
struct Relation<'a> {
    from: String,
    to: String,
    link: Link,
    place: Cursor<'a>,
}

/// The state of reading.
struct Reader<'a> {
    cursor: Cursor<'a>,
    diagram: Diagram,
    skipped: Vec<Skipped>,
    open: Vec<(usize, Cursor<'a>)>,
    known: BTreeMap<String, End>,
    relations: Vec<Relation<'a>>,
}

/// Reads the statements after the first line.
pub(super) fn read(start: Start<'_>) -> Result<(Diagram, Vec<Skipped>), ReadError> {
    let mut reader = Reader {
        cursor: start.cursor,
        diagram: start.diagram,
        skipped: start.skipped,
        open: Vec::new(),
        known: BTreeMap::new(),
        relations: Vec::new(),
    };
    loop {
        preamble::skip_blank(&mut reader.cursor, &mut reader.skipped)?;
        if reader.cursor.is_at_end() {
            break;
        }
        reader.statement()?;
    }
    reader.finish()
}

impl<'a> Reader<'a> {
    fn finish(mut self) -> Result<(Diagram, Vec<Skipped>), ReadError> {
        if let Some((_, opening)) = self.open.last() {
            return Err(opening.error(not_closed("a frame", "}")));
        }
        for relation in self.relations {
            let end = |name: &String| {
                let unknown = || relation.place.error(Problem::UnknownName { name: shortened(name) });
                self.known.get(name).copied().ok_or_else(unknown)
            };
            let (from, to) = (end(&relation.from)?, end(&relation.to)?);
            self.diagram.links.push(Link { from, to, ..relation.link });
        }
        Ok((self.diagram, self.skipped))
    }

    fn statement(&mut self) -> Result<(), ReadError> {
        let start = self.cursor;
        if self.cursor.eat("}") {
            return self
                .open
                .pop()
                .map(drop)
                .ok_or_else(|| start.error(Problem::NothingToClose { closer: "}".into() }));
        }
        let word = self.cursor.take_while(|letter| letter.is_alphanumeric() || letter == '_');
        match word {
            "title" => self.diagram.title = self.line(),
            "accTitle" | "accDescr" => {
                self.cursor.skip_spaces();
                if !self.cursor.eat(":") {
                    return Err(self.cursor.unexpected("`:` and a text"));
                }
                let text = self.line();
                let is_title = word == "accTitle";
                *(if is_title {
                    &mut self.diagram.accessible_title
                } else {
                    &mut self.diagram.accessible_description
                }) = text;
            }
            "direction" => drop(self.cursor.take_line()),
            _ if word.starts_with("Update") => {
                c4_arguments::read(&mut self.cursor, &mut self.skipped)?;
                let what = format!("`{}`", shortened(self.cursor.since(&start)));
                self.skipped.push(Skipped::new(what, start.place()));
            }
            _ => self.call(word, start)?,
        }
        Ok(())
    }

    /// A statement with arguments.
    fn call(&mut self, word: &'a str, start: Cursor<'a>) -> Result<(), ReadError> {
        let is_known = element_of(word).is_some() || group_of(word).is_some() || is_relation(word);
        if !is_known {
            let found =
                if word.is_empty() { self.cursor.peek().map_or_else(String::new, String::from) } else { word.into() };
            return Err(start.error(Problem::UnknownStatement { name: shortened(&found) }));
        }
        let arguments = c4_arguments::read(&mut self.cursor, &mut self.skipped)?;
        for lost in ["sprite", "link"].into_iter().filter(|name| arguments.has_named(name)) {
            self.skipped.push(Skipped::new(format!("${lost} of `{word}`"), start.place()));
        }
        if let Some((kind, external)) = element_of(word) {
            self.element((kind, external), &arguments, (word, start))
        } else if let Some(kind) = group_of(word) {
            self.group(kind, &arguments, (word, start))
        } else {
            self.relation(word, &arguments, start)
        }
    }

    fn element(
        &mut self,
        (kind, external): (ElementKind, bool),
        arguments: &Arguments,
        (word, start): (&str, Cursor<'a>),
    ) -> Result<(), ReadError> {
        let name = arguments.needed(0, "alias", (word, ELEMENT_FORM), &start)?;
        let mut node = Node::new(name, NodeKind::Element(kind), start.place().line);
        let label = arguments.get(1, "label");
        if !label.is_empty() {
            label.clone_into(&mut node.label);
        }
        // People and systems have no technology, so what follows stands one place earlier.
        let has_technology = !matches!(
            kind,
            ElementKind::Person | ElementKind::System | ElementKind::SystemDatabase | ElementKind::SystemQueue
        );
        let shift = usize::from(has_technology);
        if has_technology {
            arguments.get(2, "techn").clone_into(&mut node.technology);
        }
        arguments.get(2 + shift, "descr").clone_into(&mut node.description);
        node.external = external;
        node.classes = tags(arguments.get(4 + shift, "tags"));
        node.parent = self.open.last().map(|(group, _)| *group);
        self.declare(name, End::Node(self.diagram.nodes.len()), start);
        self.diagram.nodes.push(node);
        Ok(())
    }

    fn group(
        &mut self,
        kind: GroupKind,
        arguments: &Arguments,
        (word, start): (&str, Cursor<'a>),
    ) -> Result<(), ReadError> {
        let name = arguments.needed(0, "alias", (word, GROUP_FORM), &start)?;
        let mut group = Group::new(name, kind, start.place().line);
        arguments.get(1, "label").clone_into(&mut group.title);
        let tags_at = match kind {
            GroupKind::DeploymentNode => {
                arguments.get(2, "type").clone_into(&mut group.technology);
                arguments.get(3, "descr").clone_into(&mut group.description);
                5
            }
            GroupKind::Boundary => {
                arguments.get(2, "type").clone_into(&mut group.technology);
                3
            }
            _ => 2,
        };
        group.classes = tags(arguments.get(tags_at, "tags"));
        group.parent = self.open.last().map(|(group, _)| *group);
        self.declare(name, End::Group(self.diagram.groups.len()), start);
        self.diagram.groups.push(group);
        self.cursor.skip_whitespace();
        if self.cursor.eat("{") {
            if self.open.len() >= MAX_DEPTH {
                return Err(start.error(Problem::TooDeep { limit: MAX_DEPTH }));
            }
            self.open.push((self.diagram.groups.len() - 1, start));
        }
        Ok(())
    }

    fn relation(&mut self, word: &str, arguments: &Arguments, start: Cursor<'a>) -> Result<(), ReadError> {
        // An index comes first; the order of the statements says the same.
        let shift = usize::from(word == "RelIndex");
        let from = arguments.needed(shift, "from", (word, RELATION_FORM), &start)?.to_owned();
        let to = arguments.needed(1 + shift, "to", (word, RELATION_FORM), &start)?.to_owned();
        let mut link = Link::new(End::Node(0), End::Node(0), start.place().line);
        arguments.get(2 + shift, "label").clone_into(&mut link.label);
        arguments.get(3 + shift, "techn").clone_into(&mut link.technology);
        arguments.get(4 + shift, "descr").clone_into(&mut link.description);
        link.classes = tags(arguments.get(6 + shift, "tags"));
        match word {
            "BiRel" => link.start_head = ArrowHead::Arrow,
            "Rel_Back" => (link.start_head, link.end_head) = (ArrowHead::Arrow, ArrowHead::None),
            _ => {}
        }
        self.relations.push(Relation { from, to, link, place: start });
        Ok(())
    }

    /// Remembers a name; of two that are the same, the first is meant.
    fn declare(&mut self, name: &str, end: End, start: Cursor<'a>) {
        if self.known.contains_key(name) {
            let what = format!("the name `{}`, which is given twice", shortened(name));
            self.skipped.push(Skipped::new(what, start.place()));
        } else {
            self.known.insert(name.to_owned(), end);
        }
    }

    /// The rest of the line as plain text.
    fn line(&mut self) -> String {
        self.cursor.skip_spaces();
        let place = self.cursor.place();
        let text = self.cursor.take_while(|letter| !is_line_break(letter)).trim();
        text::plain(Written { text, is_markdown: false, place }).text
    }
}

fn tags(text: &str) -> Vec<String> {
    text.split([',', '+']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// The element that a word declares, and whether it lies outside.
fn element_of(word: &str) -> Option<(ElementKind, bool)> {
    let (plain, external) = word.strip_suffix("_Ext").map_or((word, false), |plain| (plain, true));
    let kind = match plain {
        "Person" => ElementKind::Person,
        "System" => ElementKind::System,
        "SystemDb" => ElementKind::SystemDatabase,
        "SystemQueue" => ElementKind::SystemQueue,
        "Container" => ElementKind::Container,
        "ContainerDb" => ElementKind::ContainerDatabase,
        "ContainerQueue" => ElementKind::ContainerQueue,
        "Component" => ElementKind::Component,
        "ComponentDb" => ElementKind::ComponentDatabase,
        "ComponentQueue" => ElementKind::ComponentQueue,
        _ => return None,
    };
    Some((kind, external))
}

fn group_of(word: &str) -> Option<GroupKind> {
    Some(match word {
        "Boundary" => GroupKind::Boundary,
        "Enterprise_Boundary" => GroupKind::EnterpriseBoundary,
        "System_Boundary" => GroupKind::SystemBoundary,
        "Container_Boundary" => GroupKind::ContainerBoundary,
        "Deployment_Node" | "Node" | "Node_L" | "Node_R" => GroupKind::DeploymentNode,
        _ => return None,
    })
}

fn is_relation(word: &str) -> bool {
    let directions = ["_U", "_Up", "_D", "_Down", "_L", "_Left", "_R", "_Right", "_Back"];
    matches!(word, "Rel" | "BiRel" | "RelIndex")
        || word.strip_prefix("Rel").is_some_and(|direction| directions.contains(&direction))
}

//! Reads the model: people, systems, their parts, and the groups around them.

use super::error::{Fault, ReadErrorKind, quote};
use super::parser::{Command, Parser};
use super::parser_attributes::Positions;
use super::parser_relationships::Owner;
use super::registry::{Scope, Target};
use super::syntax::{Attributes, Element, ElementHandle, ElementKind, Group, GroupHandle};

const IN_MODEL: &[&str] = &[
    "person",
    "softwareSystem",
    "element",
    "group",
    "deploymentEnvironment",
    "properties",
    "archetypes",
    "!element",
    "!elements",
    "!relationship",
    "!relationships",
    "!identifiers",
    "!impliedRelationships",
    "!include",
    "!script",
    "!plugin",
];
const IN_LEAF: &[&str] = &["->", "description", "tags", "url", "properties", "perspectives", "!docs", "!adrs"];
const IN_COMPONENT: &[&str] =
    &["->", "description", "technology", "tags", "url", "properties", "perspectives", "!docs", "!adrs"];
const IN_SYSTEM: &[&str] =
    &["container", "group", "->", "description", "tags", "url", "properties", "perspectives", "!docs", "!adrs"];
const IN_CONTAINER: &[&str] =
    &["component", "group", "->", "description", "technology", "tags", "url", "properties", "perspectives", "!docs"];

/// Where in the model a statement stands.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    element: Option<ElementHandle>,
    group: Option<GroupHandle>,
}

impl Parser<'_> {
    pub(super) fn model_block(&mut self) -> Result<(), Fault> {
        while let Some(command) = self.next()? {
            self.model_statement(&command, Inside::default())?;
        }
        Ok(())
    }

    fn model_statement(&mut self, command: &Command, inside: Inside) -> Result<(), Fault> {
        if self.structure(command, inside)? {
            return Ok(());
        }
        match command.keyword().as_str() {
            "deploymentenvironment" => return self.environment(command),
            "properties" => {
                command.check_words(0..=0, "properties { }")?;
                let pairs = self.pairs(command, "\"name\" \"value\"")?;
                self.workspace.model_properties.extend(pairs);
            }
            "archetypes" => self.archetypes(command)?,
            _ if self.directive(command)? => {}
            _ => return Err(command.unknown_in("the model", IN_MODEL)),
        }
        command.expect_no_identifier()
    }

    /// Reads an element, a group or a relationship, if it is one that may stand here.
    fn structure(&mut self, command: &Command, inside: Inside) -> Result<bool, Fault> {
        if command.has_arrow_at(1) || command.has_arrow_at(0) {
            self.relationship(command, Owner::Element(inside.element))?;
            return Ok(true);
        }
        let around = inside.element.and_then(|parent| self.workspace.element(parent)).map(|parent| parent.kind);
        let keyword = self.keyword(command);
        let kind = match (around, keyword.as_str()) {
            (None, "person") => ElementKind::Person,
            (None, "softwaresystem") => ElementKind::SoftwareSystem,
            (None, "element") => ElementKind::CustomElement,
            (Some(ElementKind::SoftwareSystem), "container") => ElementKind::Container,
            (Some(ElementKind::Container), "component") => ElementKind::Component,
            (None, "enterprise") => {
                self.source.note("an enterprise, which is read as a group", command.place);
                self.group(command, inside)?;
                return Ok(true);
            }
            (None | Some(ElementKind::SoftwareSystem | ElementKind::Container), "group") => {
                self.group(command, inside)?;
                return Ok(true);
            }
            (_, "!element" | "!ref" | "!extend") => {
                self.reopen(command, inside)?;
                return Ok(true);
            }
            _ => return self.skip_directive(command),
        };
        self.element(command, kind, inside)?;
        Ok(true)
    }

    fn element(&mut self, command: &Command, kind: ElementKind, inside: Inside) -> Result<(), Fault> {
        let (positions, form) = match kind {
            ElementKind::Person => (positions(2, 0, 3), "person name [description] [tags] { }"),
            ElementKind::SoftwareSystem => (positions(2, 0, 3), "softwareSystem name [description] [tags] { }"),
            ElementKind::Container => (positions(2, 3, 4), "container name [description] [technology] [tags] { }"),
            ElementKind::Component => (positions(2, 3, 4), "component name [description] [technology] [tags] { }"),
            ElementKind::CustomElement => (positions(3, 2, 4), "element name [metadata] [description] [tags] { }"),
        };
        command.check_words(1..=positions.tags, form)?;
        let handle = ElementHandle(self.workspace.elements.len());
        let mut attributes = positions.read(command);
        let scope = inside.element.map_or(Scope::Root, Scope::Element);
        if let Some(name) = &command.identifier {
            self.registry.declare(scope, name, Target::Element(handle))?;
        }
        self.workspace.elements.push(Element {
            identifier: command.identifier.as_ref().map(|name| name.text.clone()),
            kind,
            name: command.text(1),
            attributes: Attributes::default(),
            group: inside.group,
            parent: inside.element,
            place: command.place,
        });
        if command.opens {
            self.element_block(handle, kind, &mut attributes)?;
        }
        if let Some(element) = self.workspace.elements.get_mut(handle.0) {
            element.attributes = attributes;
        }
        Ok(())
    }

    fn element_block(
        &mut self,
        handle: ElementHandle,
        kind: ElementKind,
        attributes: &mut Attributes,
    ) -> Result<(), Fault> {
        let (title, known, has_technology) = match kind {
            ElementKind::Person => ("a person", IN_LEAF, false),
            ElementKind::SoftwareSystem => ("a software system", IN_SYSTEM, false),
            ElementKind::Container => ("a container", IN_CONTAINER, true),
            ElementKind::Component => ("a component", IN_COMPONENT, true),
            ElementKind::CustomElement => ("a custom element", IN_LEAF, false),
        };
        let inside = Inside { element: Some(handle), group: None };
        while let Some(command) = self.next()? {
            let leads = command.has_arrow_at(1);
            if kind == ElementKind::Component && command.keyword() == "group" && !command.opens && !leads {
                self.group_of_one(&command, handle)?;
            } else if !self.structure(&command, inside)? && !self.attribute(&command, attributes, has_technology)? {
                return Err(command.unknown_in(title, known));
            }
        }
        Ok(())
    }

    fn group(&mut self, command: &Command, inside: Inside) -> Result<(), Fault> {
        command.check_words(usize::from(self.keyword(command) == "group")..=1, "group name { }")?;
        command.expect_block()?;
        let handle = GroupHandle(self.workspace.groups.len());
        if let Some(name) = &command.identifier {
            self.registry.declare(inside.element.map_or(Scope::Root, Scope::Element), name, Target::Group)?;
        }
        self.workspace.groups.push(Group {
            identifier: command.identifier.as_ref().map(|name| name.text.clone()),
            name: command.text(1),
            parent: inside.group,
            place: command.place,
        });
        let elements = self.workspace.elements.len();
        let within = Inside { group: Some(handle), ..inside };
        while let Some(command) = self.next()? {
            if inside.element.is_none() {
                self.model_statement(&command, within)?;
            } else if !self.structure(&command, within)? {
                return Err(command.unknown_in("a group", &["container", "component", "group", "->"]));
            }
        }
        let has_element = self.workspace.elements.iter().skip(elements).any(|element| element.group == Some(handle));
        let has_group = self.workspace.groups.iter().skip(handle.0).any(|group| group.parent == Some(handle));
        if !has_element && !has_group {
            if self.workspace.groups.len() == handle.0 + 1 {
                self.workspace.groups.pop();
            }
            self.source.note(format!("a group without elements: {}", quote(&command.text(1))), command.place);
        }
        Ok(())
    }

    /// Reads the group of a component that is written within the component.
    fn group_of_one(&mut self, command: &Command, component: ElementHandle) -> Result<(), Fault> {
        command.check_words(1..=1, "group name")?;
        command.expect_no_identifier()?;
        let handle = GroupHandle(self.workspace.groups.len());
        let Some(element) = self.workspace.elements.get_mut(component.0) else { return Ok(()) };
        let parent = element.group.replace(handle);
        let group = Group { identifier: None, name: command.text(1), parent, place: command.place };
        self.workspace.groups.push(group);
        Ok(())
    }

    /// Adds to an element that was declared before.
    fn reopen(&mut self, command: &Command, inside: Inside) -> Result<(), Fault> {
        command.check_words(1..=1, "!element identifier { }")?;
        let Some(name) = command.word(1) else { return Ok(()) };
        let found = self.registry.find(&self.element_scopes(inside.element), &name.text, |_| true);
        match found {
            Some(Target::Element(handle)) => {
                if let Some(alias) = &command.identifier {
                    let scope = inside.element.map_or(Scope::Root, Scope::Element);
                    self.registry.declare(scope, alias, Target::Element(handle))?;
                }
                self.reopen_element(command, handle)
            }
            Some(_) => self.skip(command, &format!("a change to {}", quote(&name.text))),
            None if name.text.contains("://") => self.skip(command, &format!("a change to {}", quote(&name.text))),
            None => Err(self.registry.unknown(name, "element")),
        }
    }

    fn reopen_element(&mut self, command: &Command, handle: ElementHandle) -> Result<(), Fault> {
        let Some(element) = self.workspace.elements.get_mut(handle.0).filter(|_| command.opens) else { return Ok(()) };
        let kind = element.kind;
        let mut attributes = std::mem::take(&mut element.attributes);
        self.element_block(handle, kind, &mut attributes)?;
        if let Some(element) = self.workspace.elements.get_mut(handle.0) {
            element.attributes = attributes;
        }
        Ok(())
    }

    /// The scopes that statements within an element see, from the inside outwards.
    pub(super) fn element_scopes(&self, element: Option<ElementHandle>) -> Vec<Scope> {
        let mut scopes = Vec::new();
        let mut at = element;
        while let Some(handle) = at {
            scopes.push(Scope::Element(handle));
            at = self.workspace.element(handle).and_then(|element| element.parent);
        }
        scopes.push(Scope::Root);
        scopes
    }

    /// The element that a word refers to.
    pub(super) fn find_element(
        &self,
        scopes: &[Scope],
        command: &Command,
        index: usize,
    ) -> Result<ElementHandle, Fault> {
        let Some(name) = command.word(index) else {
            let problem = format!("{} says too little", quote(command.head()));
            return Err(Fault::form(command.place, problem, "name an element by its identifier"));
        };
        match self.registry.find(scopes, &name.text, |target| matches!(target, Target::Element(_))) {
            Some(Target::Element(handle)) => Ok(handle),
            _ => Err(self.registry.unknown(name, "element")),
        }
    }

    /// Complains unless an element is of one of the kinds that may stand at a word.
    pub(super) fn expect_kind(
        &self,
        handle: ElementHandle,
        kinds: &[ElementKind],
        command: &Command,
        index: usize,
    ) -> Result<(), Fault> {
        let Some(element) = self.workspace.element(handle) else { return Ok(()) };
        if kinds.contains(&element.kind) {
            return Ok(());
        }
        let place = command.word(index).map_or(command.place, |word| word.place);
        let wanted: Vec<&str> = kinds.iter().map(|kind| title(*kind)).collect();
        let problem = format!("{} is {}", quote(&command.text(index)), title(element.kind));
        let remedy = format!("{} takes {}", quote(command.head()), wanted.join(" or "));
        Err(Fault::new(ReadErrorKind::WrongKind, place, problem, remedy))
    }
}

const fn positions(description: usize, technology: usize, tags: usize) -> Positions {
    Positions { description, technology, tags }
}

fn title(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Person => "a person",
        ElementKind::SoftwareSystem => "a software system",
        ElementKind::Container => "a container",
        ElementKind::Component => "a component",
        ElementKind::CustomElement => "a custom element",
    }
}

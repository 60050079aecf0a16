//! Reads relationships: between elements, and between what is deployed.

use super::error::{Fault, ReadErrorKind, quote};
use super::parser::{Command, Parser};
use super::parser_attributes::Positions;
use super::parser_skip::arrow_name;
use super::registry::{Scope, Target};
use super::syntax::{Attributes, ElementHandle, Relationship, RelationshipHandle};
use super::syntax_deployment::{DeploymentEnd, DeploymentRelationship, EnvironmentHandle, ItemHandle};

const IN_RELATIONSHIP: &[&str] = &["description", "technology", "tags", "url", "properties", "perspectives"];
const FORM: &str = "source -> destination [description] [technology] [tags]";

/// In whose block a relationship stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner {
    Element(Option<ElementHandle>),
    Deployment(EnvironmentHandle, Option<ItemHandle>),
}

impl Owner {
    /// The owner of the block, which `this` and a relationship without a source stand for.
    fn itself(self, command: &Command) -> Result<Target, Fault> {
        match self {
            Self::Element(Some(element)) => Ok(Target::Element(element)),
            Self::Deployment(environment, Some(item)) => Ok(Target::Item(environment, item)),
            _ => Err(Fault::form(
                command.place,
                "this relationship has no source",
                "name its source before `->`, or put it into the block of its source",
            )),
        }
    }
}

impl Parser<'_> {
    pub(super) fn relationship(&mut self, command: &Command, owner: Owner) -> Result<(), Fault> {
        let (arrow, destination) = if command.has_arrow_at(1) { (1, 2) } else { (0, 1) };
        self.expect_known_arrow(command, arrow)?;
        if command.words.len() <= destination {
            return Err(Fault::form(command.place, "this relationship leads nowhere", format!("write `{FORM}`")));
        }
        if let Some(extra) = command.word(destination + 4) {
            return Err(Fault::form(extra.place, "this relationship has a word too many", format!("write `{FORM}`")));
        }
        let source = if arrow == 1 { self.end(command, 0, owner)? } else { owner.itself(command)? };
        let target = self.end(command, destination, owner)?;
        let positions = Positions { description: destination + 1, technology: destination + 2, tags: destination + 3 };
        let mut attributes = positions.read(command);
        if command.opens {
            self.relationship_block(&mut attributes)?;
        }
        let environment = match owner {
            Owner::Deployment(environment, _) => Some(environment),
            Owner::Element(_) => environment_of(source).or(environment_of(target)),
        };
        match (source, target, environment) {
            (Target::Element(source), Target::Element(destination), None) => {
                self.between_elements(command, (source, destination), attributes)
            }
            (_, _, Some(environment)) => self.between_items(command, (source, target), attributes, environment),
            _ => Ok(()),
        }
    }

    fn relationship_block(&mut self, attributes: &mut Attributes) -> Result<(), Fault> {
        while let Some(command) = self.next()? {
            if !self.attribute(&command, attributes, true)? && !self.skip_directive(&command)? {
                return Err(command.unknown_in("a relationship", IN_RELATIONSHIP));
            }
        }
        Ok(())
    }

    fn expect_known_arrow(&self, command: &Command, index: usize) -> Result<(), Fault> {
        let Some(arrow) = command.word(index).filter(|arrow| arrow.text != "->") else { return Ok(()) };
        let name = arrow_name(&arrow.text).to_lowercase();
        if self.archetypes.get(&name).is_some_and(|base| base == "->") {
            return Ok(());
        }
        let problem = format!("there is no archetype for the arrow {}", quote(&arrow.text));
        let remedy = "write `->`, or declare the archetype above this line";
        Err(Fault::new(ReadErrorKind::UnknownKeyword, arrow.place, problem, remedy))
    }

    fn end(&self, command: &Command, index: usize, owner: Owner) -> Result<Target, Fault> {
        let Some(name) = command.word(index) else { return owner.itself(command) };
        let connects = |target| matches!(target, Target::Element(_) | Target::Item(..));
        match self.registry.find(&self.scopes_of(owner), &name.text, connects) {
            Some(target) => Ok(target),
            None if name.text.eq_ignore_ascii_case("this") => owner.itself(command),
            None => Err(self.registry.unknown(name, "element")),
        }
    }

    /// The scopes that statements in a block see, from the inside outwards.
    pub(super) fn scopes_of(&self, owner: Owner) -> Vec<Scope> {
        let (environment, item) = match owner {
            Owner::Element(element) => return self.element_scopes(element),
            Owner::Deployment(environment, item) => (environment, item),
        };
        let mut scopes = Vec::new();
        let mut at = item;
        while let Some(handle) = at {
            scopes.push(Scope::Item(environment, handle));
            let items = self.workspace.environment(environment);
            at = items.and_then(|environment| environment.item(handle)).and_then(|item| item.parent);
        }
        scopes.extend([Scope::Environment(environment), Scope::Root]);
        scopes
    }

    fn between_elements(
        &mut self,
        command: &Command,
        (source, destination): (ElementHandle, ElementHandle),
        attributes: Attributes,
    ) -> Result<(), Fault> {
        let handle = RelationshipHandle(self.workspace.relationships.len());
        if let Some(name) = &command.identifier {
            self.registry.declare(Scope::Root, name, Target::Relationship(handle))?;
        }
        let identifier = command.identifier.as_ref().map(|name| name.text.clone());
        let place = command.place;
        self.workspace.relationships.push(Relationship { identifier, source, destination, attributes, place });
        Ok(())
    }

    fn between_items(
        &mut self,
        command: &Command,
        (source, destination): (Target, Target),
        attributes: Attributes,
        environment: EnvironmentHandle,
    ) -> Result<(), Fault> {
        let (Some(source), Some(destination)) = (end_in(source, environment), end_in(destination, environment)) else {
            let problem = "this relationship leads from one deployment environment to another";
            let remedy = "name two things in the same environment";
            return Err(Fault::new(ReadErrorKind::WrongKind, command.place, problem, remedy));
        };
        if let Some(name) = &command.identifier {
            self.registry.declare(Scope::Root, name, Target::DeploymentRelationship)?;
        }
        let identifier = command.identifier.as_ref().map(|name| name.text.clone());
        if let Some(environment) = self.workspace.environments.get_mut(environment.0) {
            let place = command.place;
            environment.relationships.push(DeploymentRelationship {
                identifier,
                source,
                destination,
                attributes,
                place,
            });
        }
        Ok(())
    }
}

fn environment_of(target: Target) -> Option<EnvironmentHandle> {
    if let Target::Item(environment, _) = target { Some(environment) } else { None }
}

fn end_in(target: Target, environment: EnvironmentHandle) -> Option<DeploymentEnd> {
    match target {
        Target::Element(element) => Some(DeploymentEnd::Element(element)),
        Target::Item(of, item) if of == environment => Some(DeploymentEnd::Item(item)),
        _ => None,
    }
}

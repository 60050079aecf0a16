//! Which identifier stands for what: flat, or hierarchical with a scope for every element and node.

use std::collections::BTreeMap;

use super::error::{Fault, ReadErrorKind, quote};
use super::lexer::Token;
use super::suggestion::nearest;
use super::syntax::{ElementHandle, IdentifierScope, Place, RelationshipHandle};
use super::syntax_deployment::{DeploymentGroupHandle, EnvironmentHandle, ItemHandle};

/// The longest identifier, in bytes.
const MAX_IDENTIFIER: usize = 256;

/// What an identifier can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Element(ElementHandle),
    Relationship(RelationshipHandle),
    DeploymentRelationship,
    Group,
    Environment(EnvironmentHandle),
    Item(EnvironmentHandle, ItemHandle),
    DeploymentGroup(EnvironmentHandle, DeploymentGroupHandle),
}

/// Within what an identifier is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Root,
    Element(ElementHandle),
    Environment(EnvironmentHandle),
    Item(EnvironmentHandle, ItemHandle),
}

/// All identifiers so far. They are the same in any case.
#[derive(Debug, Default)]
pub(super) struct Registry {
    names: BTreeMap<(Scope, String), Named>,
    scope: IdentifierScope,
}

#[derive(Debug)]
struct Named {
    target: Target,
    written: String,
    place: Place,
}

impl Registry {
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn set_scope(&mut self, scope: IdentifierScope) {
        self.scope = scope;
    }

    /// Gives a name to something in a scope. With flat identifiers all is in one scope.
    pub(super) fn declare(&mut self, scope: Scope, name: &Token, target: Target) -> Result<(), Fault> {
        let starts_well = name.text.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_');
        let letters = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        if name.quoted || !starts_well || !name.text.chars().all(letters) || name.text.len() > MAX_IDENTIFIER {
            let problem = format!("{} cannot be an identifier", quote(&name.text));
            let remedy = "use up to 256 of the letters A to Z, digits, `-` and `_`, not starting with `-`";
            return Err(Fault::form(name.place, problem, remedy));
        }
        let key = (self.in_use(scope), name.text.to_ascii_lowercase());
        if let Some(earlier) = self.names.get(&key) {
            let problem = format!("the identifier {} is already in use", quote(&name.text));
            let remedy = format!("choose another than the one on line {}", earlier.place.line);
            return Err(Fault::new(ReadErrorKind::Duplicate, name.place, problem, remedy));
        }
        self.names.insert(key, Named { target, written: name.text.clone(), place: name.place });
        Ok(())
    }

    /// What a path stands for, seen from the innermost of these scopes outwards, among targets that are wanted.
    pub(super) fn find(&self, scopes: &[Scope], path: &str, wanted: impl Fn(Target) -> bool) -> Option<Target> {
        let scopes = if self.scope == IdentifierScope::Flat { &[Scope::Root] } else { scopes };
        scopes.iter().filter_map(|scope| self.at(*scope, path)).find(|target| wanted(*target))
    }

    /// The complaint that a path stands for nothing.
    pub(super) fn unknown(&self, name: &Token, what: &str) -> Fault {
        let last = name.text.rsplit('.').next().unwrap_or_default();
        let remedy = match nearest(last, self.names.values().map(|named| &*named.written)) {
            Some(known) if known.eq_ignore_ascii_case(last) && self.scope == IdentifierScope::Hierarchical => {
                format!("give the whole path to `{known}`, such as `parent.{known}`")
            }
            Some(known) if !known.eq_ignore_ascii_case(last) => format!("did you mean `{known}`?"),
            _ => "declare it above this line, such as `shop = softwareSystem \"Shop\"`".to_owned(),
        };
        let problem = format!("there is no {what} with the identifier {}", quote(&name.text));
        Fault::new(ReadErrorKind::UnknownIdentifier, name.place, problem, remedy)
    }

    fn at(&self, scope: Scope, path: &str) -> Option<Target> {
        let mut scope = scope;
        let mut parts = path.split('.').peekable();
        while let Some(part) = parts.next() {
            let target = self.names.get(&(scope, part.to_ascii_lowercase()))?.target;
            if parts.peek().is_none() {
                return Some(target);
            }
            scope = match target {
                Target::Element(element) => Scope::Element(element),
                Target::Environment(environment) => Scope::Environment(environment),
                Target::Item(environment, item) => Scope::Item(environment, item),
                _ => return None,
            };
        }
        None
    }

    fn in_use(&self, scope: Scope) -> Scope {
        match self.scope {
            IdentifierScope::Flat => Scope::Root,
            IdentifierScope::Hierarchical => scope,
        }
    }
}

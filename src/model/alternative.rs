//! Alternative architectures of one project: each a drawing of its own, with the same requirements, uses and data.

use std::collections::BTreeMap;

use super::Collection;
use super::choice::{Choice, Exclusion};
use super::element::ElementId;
use super::id::{AlternativeId, ChoiceId, ComponentId};
use super::system::System;
use super::view::{ViewKey, ViewLayout};

/// A drawing that is not shown now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alternative {
    /// Name shown to people.
    pub name: String,
    /// What is different about it, in a sentence or two.
    pub description: String,
    /// The drawing.
    pub system: System,
    /// What its views do otherwise than by themselves.
    pub views: BTreeMap<ViewKey, ViewLayout>,
    /// What is open about its elements.
    pub choices: Collection<ChoiceId, Choice>,
    /// Options of these that must not be taken together.
    pub exclusions: Vec<Exclusion>,
}

/// Which alternative the project's drawing is, and the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternatives {
    /// The one that is drawn now.
    pub current: AlternativeId,
    /// Its name.
    pub name: String,
    /// What is different about it.
    pub description: String,
    /// The others.
    pub others: Collection<AlternativeId, Alternative>,
}

impl Default for Alternatives {
    fn default() -> Self {
        let others = Collection::default();
        Self { current: AlternativeId::new("first"), name: "As drawn".to_owned(), description: String::new(), others }
    }
}

impl Alternatives {
    /// Whether there is but the drawing, without a name of its own.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an alternative that is not shown has this component.
    pub fn have(&self, component: &ComponentId) -> bool {
        self.others.values().any(|other| other.system.components.contains_key(component))
    }

    /// Whether an alternative that is not shown has this element.
    pub fn have_element(&self, element: &ElementId) -> bool {
        self.others.values().any(|other| other.system.contains(element))
    }
}

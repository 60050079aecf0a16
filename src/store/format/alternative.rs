//! Alternative architectures, as they stand in a saved file.

use serde::{Deserialize, Serialize};

use super::choice::{SavedChoice, SavedExclusion};
use super::system::SavedSystem;
use super::unique::{Identified, UniqueList};
use super::view::SavedView;
use crate::model::{Alternative, AlternativeId, Alternatives};

/// The name of the drawing that is shown, and the other drawings.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedAlternatives {
    current: String,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(default)]
    others: UniqueList<SavedAlternative>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedAlternative {
    id: String,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(default)]
    system: SavedSystem,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    views: UniqueList<SavedView>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    choices: UniqueList<SavedChoice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    exclusions: Vec<SavedExclusion>,
}

impl Identified for SavedAlternative {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl SavedAlternatives {
    /// The saved form; `None` while there is nothing to save.
    pub(super) fn of(alternatives: &Alternatives) -> Option<Self> {
        (!alternatives.is_plain()).then(|| Self {
            current: alternatives.current.to_string(),
            name: alternatives.name.clone(),
            description: alternatives.description.clone(),
            others: UniqueList::of(&alternatives.others, SavedAlternative::of),
        })
    }

    pub(super) fn open(self) -> Alternatives {
        Alternatives {
            current: AlternativeId::new(&self.current),
            name: self.name,
            description: self.description,
            others: self.others.into_collection(SavedAlternative::open),
        }
    }
}

impl SavedAlternative {
    fn of(id: &AlternativeId, alternative: &Alternative) -> Self {
        Self {
            id: id.to_string(),
            name: alternative.name.clone(),
            description: alternative.description.clone(),
            system: (&alternative.system).into(),
            views: UniqueList(alternative.views.iter().map(|(key, layout)| SavedView::of(key, layout)).collect()),
            choices: UniqueList::of(&alternative.choices, SavedChoice::of),
            exclusions: alternative.exclusions.iter().map(SavedExclusion::from).collect(),
        }
    }

    fn open(self) -> (AlternativeId, Alternative) {
        let alternative = Alternative {
            name: self.name,
            description: self.description,
            system: self.system.into(),
            views: self.views.0.into_iter().map(SavedView::open).collect(),
            choices: self.choices.into_collection(SavedChoice::open),
            exclusions: self.exclusions.into_iter().map(SavedExclusion::open).collect(),
        };
        (AlternativeId::new(&self.id), alternative)
    }
}

//! Accepted findings, as they stand in a saved file.

use serde::{Deserialize, Serialize};

use super::element::SavedElement;
use super::unique::Identified;
use crate::model::FindingKey;

/// A finding that is left as it is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedAcceptance {
    rule: String,
    elements: Vec<SavedElement>,
    reason: String,
}

impl Identified for SavedAcceptance {
    fn identifier(&self) -> String {
        let elements: Vec<_> = self.elements.iter().map(|element| format!("{element:?}")).collect();
        format!("the finding \"{}\" of {}", self.rule, elements.join(", "))
    }
}

impl SavedAcceptance {
    pub(super) fn of((key, reason): (&FindingKey, &String)) -> Self {
        let elements = key.elements.iter().map(SavedElement::from).collect();
        Self { rule: key.rule.clone(), elements, reason: reason.clone() }
    }

    pub(super) fn open(self) -> (FindingKey, String) {
        let elements = self.elements.into_iter().map(Into::into).collect();
        (FindingKey { rule: self.rule, elements }, self.reason)
    }
}

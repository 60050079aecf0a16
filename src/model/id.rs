//! Typed identifiers: short readable words, so that a saved project can be read and compared by people.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// An identifier with this text; cloning it afterwards costs a reference count.
            pub fn new(text: &str) -> Self {
                Self(text.into())
            }

            /// The identifier's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

typed_id! {
    /// Names a [`Component`](super::Component).
    ComponentId;
    /// Names a [`Connector`](super::Connector).
    ConnectorId;
    /// Names a [`DeploymentNode`](super::DeploymentNode).
    NodeId;
    /// Names a [`Boundary`](super::Boundary).
    BoundaryId;
    /// Names a [`Note`](super::Note).
    NoteId;
    /// Names a group of elements, see [`System::groups`](super::System::groups).
    GroupId;
    /// Names a [`Scenario`](super::Scenario).
    ScenarioId;
    /// Names a [`Requirement`](super::Requirement).
    RequirementId;
    /// Names a [`Dataset`](super::Dataset).
    DatasetId;
    /// Names a [`Candidate`](super::Candidate).
    CandidateId;
    /// Names a [`Choice`](super::Choice).
    ChoiceId;
    /// Names a [`Stakeholder`](super::Stakeholder).
    StakeholderId;
    /// Names an [`Alternative`](super::Alternative).
    AlternativeId;
    /// Names a [`Decision`](super::Decision).
    DecisionId;
}

/// A readable identifier made from `name` that `is_taken` does not know yet: `"Fraud model"` gives `fraud_model`,
/// then `fraud_model_2`, and so on. Letters of every script are kept; a name without any gives `element`.
pub fn unused_id(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut base = String::new();
    for character in name.trim().chars() {
        if character.is_alphanumeric() {
            base.extend(character.to_lowercase());
        } else if !base.is_empty() && !base.ends_with('_') {
            base.push('_');
        }
    }
    let base = base.trim_end_matches('_');
    let base = if base.is_empty() { "element" } else { base };
    if !is_taken(base) {
        return base.to_owned();
    }
    let numbered = |number: u32| format!("{base}_{number}");
    let is_free = |number: u32| !is_taken(&numbered(number));
    if let Some(number) = (2..=MOST_TRIED).find(|number| is_free(*number)) {
        return numbered(number);
    }
    // Thousands of the same name: some free number close behind a taken one, found by halving.
    let (mut taken, mut free) = (MOST_TRIED, 2 * MOST_TRIED);
    while !is_free(free) {
        (taken, free) = (free, free.saturating_mul(2));
    }
    while free - taken > 1 {
        let middle = taken + (free - taken) / 2;
        *(if is_free(middle) { &mut free } else { &mut taken }) = middle;
    }
    numbered(free)
}

/// So many numbers are tried one by one.
const MOST_TRIED: u32 = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_readable_and_unused() {
        let taken = ["fraud_model", "fraud_model_2"];
        assert_eq!(unused_id("Fraud model", |id| taken.contains(&id)), "fraud_model_3");
        assert_eq!(unused_id("  --  ", |_| false), "element");
        assert_eq!(unused_id("数据 源", |_| false), "数据_源");
    }
}

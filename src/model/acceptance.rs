//! Findings that the architect has looked at and left as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::element::ElementId;

/// What makes two findings the same one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingKey {
    /// The rule's key, such as `feedback_loop`.
    pub rule: String,
    /// The elements that it is about. With others it is another finding, to be looked at anew.
    pub elements: BTreeSet<ElementId>,
}

/// Accepted findings with the reason for each; a reason is never empty.
pub type AcceptedFindings = BTreeMap<FindingKey, String>;

//! What an instructor says about the specifications that groups meet.

use std::collections::BTreeMap;

/// By group (the name of its file) and specification (its position): the instructor's marks.
pub type Marks = BTreeMap<(String, usize), Mark>;

/// What the instructor says about one specification of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether it is met; `None` leaves it to what the program saw.
    pub is_met: Option<bool>,
    /// A sentence for the group; may be empty.
    pub comment: String,
}

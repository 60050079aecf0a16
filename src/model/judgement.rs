//! What people say about a quality that nothing computes and nobody measured.

use std::collections::BTreeMap;

use super::subject::MeasureKey;

/// One person's judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Who judges.
    pub person: String,
    /// The value, in [`crate::model::Measure::unit`].
    pub value: f64,
    /// Why.
    pub reason: String,
}

/// The judgements of every quality that was judged; never an empty list.
pub type Judgements = BTreeMap<MeasureKey, Vec<Judgement>>;

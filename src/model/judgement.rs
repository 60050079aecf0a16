//! What people say about a quality that nothing computes and nobody measured.

use std::collections::BTreeMap;

use super::measure::Measure;
use super::quantity::Quantity;
use super::subject::MeasureKey;

/// One person's judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Who judges.
    pub person: String,
    /// The value, in [`crate::model::Measure::unit`]; `None` until the person has said one.
    pub value: Option<f64>,
    /// Why.
    pub reason: String,
}

/// The judgements of every quality that was judged; never an empty list.
pub type Judgements = BTreeMap<MeasureKey, Vec<Judgement>>;

impl Judgement {
    /// The value as a quantity of `measure`, estimated; unknown until there is one.
    pub fn quantity(&self, measure: Measure) -> Quantity {
        self.value.map_or(Quantity::unknown(measure.unit()), |value| Quantity::estimated(value, measure.unit()))
    }
}

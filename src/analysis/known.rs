//! A number with its provenance, or the reason why nobody knows it: how unknowns travel through every calculation.

use crate::model::{Properties, Property, Provenance, Quantity, Unit};

use super::types::Quality;

/// A known number; its unit is said where it is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sourced {
    /// The number. A capacity may be infinite, for a component that takes no time.
    pub value: f64,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A number, or why it is not known and what to do about that.
pub type Known = Result<Sourced, String>;

impl Sourced {
    /// `value` from `provenance`.
    pub fn new(value: f64, provenance: Provenance) -> Self {
        Self { value, provenance }
    }

    /// A number that `other` went into as well: as trustworthy as the weaker of the two.
    #[must_use]
    pub fn weakened(self, other: Provenance) -> Self {
        Self { value: self.value, provenance: self.provenance.max(other) }
    }

    /// Another number that was made from this one.
    #[must_use]
    pub fn with(self, value: f64) -> Self {
        Self { value, ..self }
    }

    /// The sum of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::new(self.value + other.value, self.provenance.max(other.provenance))
    }

    /// The product of both.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::new(self.value * other.value, self.provenance.max(other.provenance))
    }
}

/// The stated value of `property`, in [`Property::unit`]; `None` when it is not stated, unknown, or impossible.
pub(super) fn stated(properties: &Properties, property: Property) -> Option<Sourced> {
    let quantity = properties.get(&property)?;
    let amount = quantity.amount_in(property.unit())?;
    property.objection(amount).is_none().then(|| Sourced::new(amount, quantity.provenance()))
}

/// The stated value of `property`, or `fallback` marked as assumed.
pub(super) fn stated_or(properties: &Properties, property: Property, fallback: f64) -> Sourced {
    stated(properties, property).unwrap_or(Sourced::new(fallback, Provenance::Assumed))
}

/// The sum of all, or the first reason why there is none.
pub(super) fn sum<'a>(numbers: impl IntoIterator<Item = &'a Known>) -> Known {
    let mut total = Sourced::new(0.0, Provenance::Measured);
    for number in numbers {
        total = total.plus(number.as_ref().copied().map_err(String::clone)?);
    }
    Ok(total)
}

/// `known` as a quantity; an unknown, or a number that is not finite, gives an unknown.
pub(super) fn quantity(known: &Known, unit: Unit) -> Quantity {
    known.as_ref().map_or(Quantity::unknown(unit), |known| Quantity::new(known.value, unit, known.provenance))
}

/// `known` as a quality whose note says why it is unknown.
pub(super) fn quality(known: &Known, unit: Unit) -> Quality {
    Quality { quantity: quantity(known, unit), interval: None, note: known.as_ref().err().cloned() }
}

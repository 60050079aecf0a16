//! Quantities, and the stated numbers of an element, as they stand in a saved file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::number::Number;
use super::unique::UniqueMap;
use super::words::{SavedProperty, SavedProvenance, SavedUnit};
use crate::model::{Properties, Provenance, Quantity};

/// `{"value": 250, "unit": "ms", "provenance": "estimated"}`; an unknown has no value.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "QuantityFields")]
pub(super) struct SavedQuantity(QuantityFields);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    unit: SavedUnit,
    provenance: SavedProvenance,
}

impl TryFrom<QuantityFields> for SavedQuantity {
    type Error = &'static str;

    fn try_from(fields: QuantityFields) -> Result<Self, Self::Error> {
        let unknown = Provenance::from(fields.provenance) == Provenance::Unknown;
        match fields.value {
            Some(Number(value)) if !value.is_finite() => Err("a quantity needs a finite number"),
            Some(_) if unknown => {
                Err("an unknown quantity has no value; remove it, or say \"measured\", \"estimated\" or \"assumed\"")
            }
            None if !unknown => Err("the value is missing; state it, or say \"provenance\": \"unknown\""),
            _ => Ok(Self(fields)),
        }
    }
}

impl From<Quantity> for SavedQuantity {
    fn from(quantity: Quantity) -> Self {
        Self(QuantityFields {
            value: quantity.amount().map(Number),
            unit: SavedUnit(quantity.unit()),
            provenance: quantity.provenance().into(),
        })
    }
}

impl From<SavedQuantity> for Quantity {
    fn from(SavedQuantity(fields): SavedQuantity) -> Self {
        let unit = fields.unit.0;
        fields
            .value
            .map_or_else(|| Self::unknown(unit), |Number(value)| Self::new(value, unit, fields.provenance.into()))
    }
}

/// Stated numbers by property key, sorted by key.
pub(super) type SavedProperties = UniqueMap<SavedProperty, SavedQuantity>;

/// The saved form of an element's stated numbers.
pub(super) fn saved_properties(properties: &Properties) -> SavedProperties {
    let entries: BTreeMap<_, _> =
        properties.iter().map(|(property, quantity)| (SavedProperty(*property), (*quantity).into())).collect();
    UniqueMap(entries)
}

/// The stated numbers of an element from their saved form.
pub(super) fn properties(saved: SavedProperties) -> Properties {
    saved.0.into_iter().map(|(property, quantity)| (property.0, quantity.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    fn check(quantity: Quantity, text: &str) {
        assert_eq!(serde_json::to_string(&SavedQuantity::from(quantity)).unwrap(), text);
        assert_eq!(Quantity::from(serde_json::from_str::<SavedQuantity>(text).unwrap()), quantity);
    }

    fn check_refused(text: &str, reason: &str) {
        let message = serde_json::from_str::<SavedQuantity>(text).err().unwrap().to_string();
        assert!(message.contains(reason), "{message}");
    }

    #[test]
    fn quantities_read_like_prose() {
        check(Quantity::estimated(250.0, Unit::Millisecond), r#"{"value":250,"unit":"ms","provenance":"estimated"}"#);
        check(Quantity::unknown(Unit::Ratio), r#"{"unit":"ratio","provenance":"unknown"}"#);
    }

    #[test]
    fn contradictions_are_refused() {
        check_refused(r#"{"value":1,"unit":"ms","provenance":"unknown"}"#, "has no value");
        check_refused(r#"{"unit":"ms","provenance":"measured"}"#, "value is missing");
        check_refused(r#"{"value":"infinite","unit":"ms","provenance":"measured"}"#, "finite");
        check_refused(r#"{"value":1,"unit":"ms","provenance":"guessed"}"#, "`assumed`");
        check_refused(r#"{"value":1,"unit":"ms","provenance":"assumed","note":""}"#, "unknown field `note`");
    }
}

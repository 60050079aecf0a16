//! Numbers and facts of an element as attributes of a workspace, and back.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use super::workspace_out::{MARK_ELEMENT, MARK_INSTANCES, MARK_RELATIONSHIP};
use crate::exchange::structurizr::{Attributes, Properties as Pairs};
use crate::model::{Fact, Facts, Properties, Property, Provenance, Quantity, Unit};

/// Before the names of everything that only a drawing can say.
pub(super) const PREFIX: &str = "cantilever.";

/// Own fields that say something in another way over there.
const MARKS: [&str; 3] = [MARK_ELEMENT, MARK_INSTANCES, MARK_RELATIONSHIP];

/// What attributes say besides a description.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub numbers: Properties,
    pub facts: Facts,
    /// Everything else under a name of ours, without the prefix.
    pub other: BTreeMap<String, String>,
}

/// Reads attributes; properties of other tools become fields of the element's own.
pub(super) fn read(attributes: &Attributes) -> Stated {
    let mut stated = Stated::default();
    stated.facts.set_text(Fact::Technology, &attributes.technology);
    stated.facts.set_text(Fact::Link, &attributes.url);
    stated.facts.set_text(Fact::Tags, &attributes.tags.join(", "));
    for (key, value) in &attributes.properties {
        let Some(name) = key.strip_prefix(PREFIX) else {
            stated.facts.own.insert(key.clone(), value.clone());
            continue;
        };
        let number =
            Property::from_str(name).ok().and_then(|property| Some((property, read_quantity(property, value)?)));
        let fact = Fact::from_str(name).ok().and_then(|fact| Some((fact, fact.answer(value)?)));
        match (number, fact) {
            (Some((property, quantity)), _) => drop(stated.numbers.insert(property, quantity)),
            (_, Some((fact, answer))) => drop(stated.facts.stated.insert(fact, answer)),
            _ => drop(stated.other.insert(name.to_owned(), value.clone())),
        }
    }
    stated
}

/// Writes attributes. Where the language has no technology it becomes a property.
pub(super) fn write(
    description: &str,
    (numbers, facts): (&Properties, &Facts),
    has_technology: bool,
    other: &[(&str, String)],
) -> Attributes {
    let tags = facts.text(Fact::Tags).split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let mut attributes = Attributes {
        description: description.to_owned(),
        technology: if has_technology { facts.text(Fact::Technology).to_owned() } else { String::new() },
        tags: tags.map(str::to_owned).collect(),
        url: facts.text(Fact::Link).to_owned(),
        properties: Pairs::new(),
    };
    let mut put = |name: &str, value: String| attributes.properties.push((format!("{PREFIX}{name}"), value));
    for (name, value) in other {
        put(name, value.clone());
    }
    for (property, quantity) in numbers.iter().filter(|(_, quantity)| quantity.is_known()) {
        put(property.key(), write_quantity(*property, *quantity));
    }
    for (fact, value) in &facts.stated {
        let is_said = matches!(fact, Fact::Tags | Fact::Link) || (has_technology && *fact == Fact::Technology);
        if !is_said {
            put(fact.key(), value.word().to_owned());
        }
    }
    let own = facts.own.iter().filter(|(key, _)| !MARKS.contains(&key.as_str()));
    attributes.properties.extend(own.map(|(key, value)| (key.clone(), value.clone())));
    attributes
}

/// `5 ms (assumed)`, exact to the last digit; an estimate goes without saying.
pub(super) fn write_quantity(property: Property, quantity: Quantity) -> String {
    write_amount(quantity, property.unit())
}

/// As [`write_quantity`], for a quantity that is read in `usual` when it has no unit.
pub(super) fn write_amount(quantity: Quantity, usual: Unit) -> String {
    let amount = quantity.amount().unwrap_or_default();
    let unit = match quantity.unit() {
        unit if unit == usual && unit.symbol().is_empty() => String::new(),
        Unit::Ratio => " ratio".to_owned(),
        Unit::Count => " count".to_owned(),
        unit if unit.symbol().starts_with('$') => String::new(),
        unit => format!(" {}", unit.symbol()),
    };
    let money = quantity.unit().symbol().strip_prefix('$').map(|rest| format!(" {rest}"));
    let sign = if money.is_some() { "$" } else { "" };
    let origin = match quantity.provenance() {
        Provenance::Estimated => String::new(),
        provenance => format!(" ({})", provenance.label()),
    };
    format!("{sign}{amount}{unit}{}{origin}", money.unwrap_or_default().trim_end())
}

fn read_quantity(property: Property, text: &str) -> Option<Quantity> {
    read_amount(text, property.unit())
}

/// Reads what [`write_amount`] writes.
pub(super) fn read_amount(text: &str, usual: Unit) -> Option<Quantity> {
    let (amount, origin) = match text.trim().strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((amount, "measured")) => (amount, Provenance::Measured),
        Some((amount, "assumed")) => (amount, Provenance::Assumed),
        _ => (text, Provenance::Estimated),
    };
    let quantity = Quantity::parse(amount.trim(), usual).ok()?;
    quantity.is_known().then(|| quantity.with_provenance(origin))
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn every_quantity_reads_back_to_the_last_digit() {
        for property in Property::iter() {
            for unit in Unit::iter().filter(|unit| unit.dimension() == property.unit().dimension()) {
                for provenance in [Provenance::Measured, Provenance::Estimated, Provenance::Assumed] {
                    for amount in [0.0, 0.1 + 0.2, 1.0 / 3.0, 123_456_789.125] {
                        let quantity = Quantity::new(amount, unit, provenance);
                        let text = write_quantity(property, quantity);
                        assert_eq!(read_quantity(property, &text), Some(quantity), "{text}");
                    }
                }
            }
        }
    }
}

//! Kinds of components, nodes and connectors, with the numbers that each usually has.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::icon::Icon;
use super::words::{assumed, connector_kind, fact, property};
use crate::model::{Collection, ConnectorKind, Fact, KindId, Properties, Property, Quantity};

/// A number that elements of a kind usually have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypicalProperty {
    /// Which number.
    pub property: Property,
    /// Its default, marked as assumed; `None` where no default would be honest.
    pub default: Option<Quantity>,
}

/// What is usually stated about elements of a kind, in the inspector's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typical {
    /// The numbers that matter first.
    pub properties: Vec<TypicalProperty>,
    /// Numbers that matter to some.
    pub further: Vec<TypicalProperty>,
    /// What is not a number.
    pub facts: Vec<Fact>,
}

/// What all kinds of drawn boxes have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementKind {
    /// Name in sentence case.
    pub label: String,
    /// What elements of this kind do.
    pub description: String,
    /// What is usually stated about them.
    pub typical: Typical,
    /// The picture.
    pub icon: Icon,
    /// The key on the canvas that adds one, for kinds that are drawn often.
    pub key: Option<String>,
}

/// A kind of component.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentKind {
    /// Name, description, numbers and icon.
    pub element: ElementKind,
    /// Heading in the palette.
    pub group: String,
    /// Whether it is machine-learned or serves machine learning.
    pub ml: bool,
    /// Whether it answers with a trained model of its own.
    pub learns: bool,
    /// Whether it is a person, another system or the world: what no architect can change.
    pub outside: bool,
}

/// A kind of deployment node.
pub type NodeKind = ElementKind;

impl std::ops::Deref for ComponentKind {
    type Target = ElementKind;

    fn deref(&self) -> &ElementKind {
        &self.element
    }
}

impl ElementKind {
    /// The defaults of a new element, each marked as assumed.
    pub fn defaults(&self) -> Properties {
        self.typical.defaults()
    }
}

impl Typical {
    /// The defaults, each marked as assumed.
    pub fn defaults(&self) -> Properties {
        self.numbers().filter_map(|typical| Some((typical.property, typical.default?))).collect()
    }

    /// All numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &TypicalProperty> {
        self.properties.iter().chain(&self.further)
    }
}

/// What every box may say besides what its kind asks for.
const COMMON_FACTS: [Fact; 6] =
    [Fact::Data, Fact::Criticality, Fact::Technology, Fact::Link, Fact::Tags, Fact::Remarks];
/// What every connector may say besides what its kind asks for.
const COMMON_CONNECTOR_FACTS: [Fact; 4] = [Fact::Technology, Fact::Link, Fact::Tags, Fact::Remarks];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConnectorEntry {
    properties: Entries,
    #[serde(default)]
    further: Entries,
    #[serde(default)]
    facts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentEntry {
    key: KindId,
    label: String,
    group: String,
    ml: bool,
    #[serde(default)]
    learns: bool,
    #[serde(default)]
    outside: bool,
    description: String,
    properties: Entries,
    #[serde(default)]
    further: Entries,
    #[serde(default)]
    facts: Vec<String>,
    icon: Icon,
    #[serde(default)]
    shortcut: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NodeEntry {
    key: KindId,
    label: String,
    description: String,
    properties: Entries,
    #[serde(default)]
    further: Entries,
    #[serde(default)]
    facts: Vec<String>,
    icon: Icon,
    #[serde(default)]
    shortcut: Option<String>,
}

/// Default texts by property key, in file order.
type Entries = serde_json::Map<String, serde_json::Value>;

pub(super) fn read_component_kinds(text: &str) -> Result<Collection<KindId, ComponentKind>, String> {
    let entries: Vec<ComponentEntry> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    entries
        .into_iter()
        .map(|entry| {
            let typical = read_typical((&entry.properties, &entry.further, &entry.facts), &COMMON_FACTS)
                .map_err(|error| format!("{}: {error}", entry.key))?;
            let element = ElementKind {
                label: entry.label,
                description: entry.description,
                typical,
                icon: entry.icon,
                key: entry.shortcut,
            };
            let (group, ml, learns, outside) = (entry.group, entry.ml, entry.learns, entry.outside);
            Ok((entry.key, ComponentKind { element, group, ml, learns, outside }))
        })
        .collect()
}

pub(super) fn read_node_kinds(text: &str) -> Result<Collection<KindId, NodeKind>, String> {
    let entries: Vec<NodeEntry> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    entries
        .into_iter()
        .map(|entry| {
            let typical = read_typical((&entry.properties, &entry.further, &entry.facts), &COMMON_FACTS)
                .map_err(|error| format!("{}: {error}", entry.key))?;
            let kind = NodeKind {
                label: entry.label,
                description: entry.description,
                typical,
                icon: entry.icon,
                key: entry.shortcut,
            };
            Ok((entry.key, kind))
        })
        .collect()
}

pub(super) fn read_connectors(text: &str) -> Result<Vec<(ConnectorKind, Typical)>, String> {
    let entries: BTreeMap<String, ConnectorEntry> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let read = |(key, entry): (&String, &ConnectorEntry)| {
        let typical = read_typical((&entry.properties, &entry.further, &entry.facts), &COMMON_CONNECTOR_FACTS)?;
        Ok((connector_kind(key)?, typical))
    };
    entries.iter().map(read).collect()
}

fn read_typical(
    (properties, further, facts): (&Entries, &Entries, &[String]),
    common: &[Fact],
) -> Result<Typical, String> {
    let mut facts = facts.iter().map(|key| fact(key)).collect::<Result<Vec<_>, _>>()?;
    let more: Vec<_> = common.iter().filter(|fact| !facts.contains(fact)).copied().collect();
    facts.extend(more);
    Ok(Typical { properties: read_properties(properties)?, further: read_properties(further)?, facts })
}

fn read_properties(entries: &Entries) -> Result<Vec<TypicalProperty>, String> {
    entries
        .iter()
        .map(|(key, value)| {
            let property = property(key)?;
            let default = value.as_str().map(|text| assumed(property, text)).transpose();
            let default = default.map_err(|error| format!("{key}: {error}"))?;
            Ok(TypicalProperty { property, default })
        })
        .collect()
}

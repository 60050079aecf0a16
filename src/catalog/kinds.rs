//! Kinds of components, nodes and connectors, with the numbers that each usually has.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::icon::Icon;
use crate::model::{Collection, ConnectorKind, KindId, Properties, Property, Provenance, Quantity};

/// A number that elements of a kind usually have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypicalProperty {
    /// Which number.
    pub property: Property,
    /// Its default, marked as assumed; `None` where no default would be honest.
    pub default: Option<Quantity>,
}

/// What all kinds of drawn boxes have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementKind {
    /// Name in sentence case.
    pub label: String,
    /// What elements of this kind do.
    pub description: String,
    /// The numbers they usually have, in the inspector's order.
    pub properties: Vec<TypicalProperty>,
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
        defaults(&self.properties)
    }
}

/// The defaults among `properties`.
pub(super) fn defaults(properties: &[TypicalProperty]) -> Properties {
    properties.iter().filter_map(|typical| Some((typical.property, typical.default?))).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentEntry {
    key: KindId,
    label: String,
    group: String,
    ml: bool,
    description: String,
    properties: Entries,
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
            let properties = read_properties(&entry.properties).map_err(|error| format!("{}: {error}", entry.key))?;
            let element = ElementKind {
                label: entry.label,
                description: entry.description,
                properties,
                icon: entry.icon,
                key: entry.shortcut,
            };
            Ok((entry.key, ComponentKind { element, group: entry.group, ml: entry.ml }))
        })
        .collect()
}

pub(super) fn read_node_kinds(text: &str) -> Result<Collection<KindId, NodeKind>, String> {
    let entries: Vec<NodeEntry> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    entries
        .into_iter()
        .map(|entry| {
            let properties = read_properties(&entry.properties).map_err(|error| format!("{}: {error}", entry.key))?;
            let kind = NodeKind {
                label: entry.label,
                description: entry.description,
                properties,
                icon: entry.icon,
                key: entry.shortcut,
            };
            Ok((entry.key, kind))
        })
        .collect()
}

pub(super) fn read_connectors(text: &str) -> Result<Vec<(ConnectorKind, Vec<TypicalProperty>)>, String> {
    let entries: BTreeMap<String, Entries> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    entries.iter().map(|(key, properties)| Ok((connector_kind(key)?, read_properties(properties)?))).collect()
}

fn connector_kind(key: &str) -> Result<ConnectorKind, String> {
    match key {
        "synchronous_call" => Ok(ConnectorKind::SynchronousCall),
        "asynchronous_event" => Ok(ConnectorKind::AsynchronousEvent),
        "data_flow" => Ok(ConnectorKind::DataFlow),
        "in_process" => Ok(ConnectorKind::InProcess),
        _ => Err(format!("no connector kind {key}")),
    }
}

fn read_properties(entries: &Entries) -> Result<Vec<TypicalProperty>, String> {
    entries
        .iter()
        .map(|(key, value)| {
            let property: Property = key.parse().map_err(|_unknown| format!("no property {key}"))?;
            let default = match value.as_str() {
                Some(text) => Some(
                    Quantity::parse(text, property.unit())
                        .map_err(|error| format!("{key}: {error}"))?
                        .with_provenance(Provenance::Assumed),
                ),
                None => None,
            };
            Ok(TypicalProperty { property, default })
        })
        .collect()
}

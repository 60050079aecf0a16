//! Connectors made from the relationships of a workspace.

use super::attributes::{self, Stated};
use super::workspace_in::Import;
use super::workspace_out::{CONDITION, CONNECTOR_WORDS, LABEL, PARALLEL};
use crate::exchange::structurizr::{Attributes, ElementHandle, ElementKind, Place, Relationship};
use crate::model::{CallCondition, ComponentId, Connector, ConnectorId, ConnectorKind, Line, unused_id};

/// Words of a relationship whose sender does not wait.
const EVENT_WORDS: [&str; 12] = [
    "asynchronous",
    "async",
    "event",
    "events",
    "queue",
    "kafka",
    "amqp",
    "rabbitmq",
    "mqtt",
    "publishes",
    "pubsub",
    "webhook",
];
/// Words of a relationship that moves data in bulk.
const DATA_WORDS: [&str; 6] = ["batch", "nightly", "etl", "replicates", "bulk", "backup"];

/// Reads the relationships between elements.
pub(super) fn read(import: &mut Import<'_>) {
    for relationship in &import.workspace.relationships {
        let ends = (relationship.source, relationship.destination);
        let found = import.components.get(&ends.0).cloned().zip(import.components.get(&ends.1).cloned());
        let Some((source, target)) = found else {
            omit(import, relationship, "one end is drawn as a frame; connect what inside of it is meant");
            continue;
        };
        let is_part = |handle: ElementHandle| {
            import.workspace.element(handle).is_some_and(|element| element.kind == ElementKind::Component)
        };
        let is_lifted = is_part(ends.0) || is_part(ends.1);
        if is_lifted && source == target {
            omit(import, relationship, "it stays within one container");
            continue;
        }
        let label = &relationship.attributes.description;
        let is_there = |found: &Connector| found.source == source && found.target == target && found.label == *label;
        if is_lifted && import.clip.system.connectors.values().any(is_there) {
            omit(import, relationship, "the containers around its ends have the same connector");
            continue;
        }
        let stated = (&relationship.attributes, relationship.identifier.as_deref(), relationship.place);
        connect(import, (source, target), stated);
    }
}

fn omit(import: &mut Import<'_>, relationship: &Relationship, reason: &str) {
    let name = |handle| import.workspace.element(handle).map_or("?", |element| element.name.as_str());
    let ends = format!("\"{}\" -> \"{}\"", name(relationship.source), name(relationship.destination));
    import.omit(format!("the relationship {ends}: {reason}"), relationship.place);
}

/// Adds a connector; gives its identifier.
pub(super) fn connect(
    import: &mut Import<'_>,
    (source, target): (ComponentId, ComponentId),
    (attributes, identifier, place): (&Attributes, Option<&str>, Place),
) -> ConnectorId {
    let Stated { numbers, facts, other } = attributes::read(attributes);
    let word = other.get("kind").and_then(|word| CONNECTOR_WORDS.into_iter().find(|(known, _)| known == word));
    let kind = word.map_or_else(|| guessed(import, &target, attributes), |(_, kind)| kind);
    let condition = other.get(CONDITION).map(String::as_str);
    for name in other.keys().filter(|name| ![CONDITION, PARALLEL, LABEL, "kind"].contains(&name.as_str())) {
        import.omit(format!("the property cantilever.{name} of the connector {source} -> {target}"), place);
    }
    let connectors = &mut import.clip.system.connectors;
    let wanted = identifier.map_or_else(|| format!("{source} to {target}"), str::to_owned);
    let id = ConnectorId::new(&unused_id(&wanted, |id| connectors.contains_key(&ConnectorId::new(id))));
    let connector = Connector {
        source,
        target,
        kind,
        label: other.get(LABEL).unwrap_or(&attributes.description).clone(),
        condition: if condition == Some("when_flagged") { CallCondition::WhenFlagged } else { CallCondition::Always },
        parallel: other.get(PARALLEL).is_some_and(|value| value == "yes"),
        line: Line::default(),
        properties: numbers,
        facts,
    };
    connectors.insert(id.clone(), connector);
    id
}

/// How two components most likely interact, by the words of their relationship.
fn guessed(import: &Import<'_>, target: &ComponentId, attributes: &Attributes) -> ConnectorKind {
    let tags = attributes.tags.join(" ");
    let kind = kind_by_words(&format!("{tags} {} {}", attributes.technology, attributes.description));
    let is_queue = import.clip.system.components.get(target).is_some_and(|found| found.kind == "queue");
    if is_queue && kind == ConnectorKind::SynchronousCall { ConnectorKind::AsynchronousEvent } else { kind }
}

/// How two components most likely interact, by the words that describe it.
pub(super) fn kind_by_words(text: &str) -> ConnectorKind {
    let text = text.to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    if words.clone().any(|word| EVENT_WORDS.contains(&word)) {
        return ConnectorKind::AsynchronousEvent;
    }
    let moves_data = words.any(|word| DATA_WORDS.contains(&word));
    if moves_data { ConnectorKind::DataFlow } else { ConnectorKind::SynchronousCall }
}

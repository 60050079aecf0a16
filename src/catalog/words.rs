//! Words that stand in more than one file of the catalogue, and what each means.

use crate::model::{ConnectorKind, Fact, Property, Provenance, Quantity};

pub(super) fn connector_kind(key: &str) -> Result<ConnectorKind, String> {
    match key {
        "synchronous_call" => Ok(ConnectorKind::SynchronousCall),
        "asynchronous_event" => Ok(ConnectorKind::AsynchronousEvent),
        "data_flow" => Ok(ConnectorKind::DataFlow),
        "in_process" => Ok(ConnectorKind::InProcess),
        "stream" => Ok(ConnectorKind::Stream),
        _ => Err(format!("no connector kind {key}")),
    }
}

pub(super) fn property(key: &str) -> Result<Property, String> {
    key.parse().map_err(|_unknown| format!("no property {key}"))
}

pub(super) fn fact(key: &str) -> Result<Fact, String> {
    key.parse().map_err(|_unknown| format!("no fact {key}"))
}

/// The value of a number, marked as assumed: nobody has confirmed it for this system.
pub(super) fn assumed(property: Property, text: &str) -> Result<Quantity, String> {
    let value = Quantity::parse(text, property.unit()).map_err(|error| error.to_string())?;
    Ok(value.with_provenance(Provenance::Assumed))
}

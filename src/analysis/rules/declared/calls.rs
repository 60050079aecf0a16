//! Styles that say who may call whom: monolith, client and server, tiers, observer.

use std::collections::BTreeSet;

use super::super::{components, connectors, kind_of, within};
use super::Inside;
use crate::analysis::types::Finding;
use crate::model::{BoundaryKind, ComponentId, ConnectorKind};

/// Kinds that learn, in the background of a business flow.
const LEARNING: [&str; 2] = ["training_pipeline", "labelling_service"];

/// Kinds that keep data for whoever asks.
const KEEPING: [&str; 3] = ["data_store", "cache", "feature_store"];

impl Inside<'_> {
    /// Connectors that leave the process, and parts that run elsewhere than the first.
    pub(super) fn in_several_pieces(&self) -> Option<Finding> {
        let leaving = self.among.iter().filter(|(_, connector)| connector.kind != ConnectorKind::InProcess);
        let mut elements = connectors(leaving.map(|(id, _)| *id));
        let node = |id: &ComponentId| self.component(id).and_then(|found| found.deployed_on.as_ref());
        let places: Vec<_> = self.members.iter().filter_map(|id| Some((*id, node(id)?))).collect();
        if let Some((_, first)) = places.first() {
            elements.extend(components(places.iter().filter(|(_, node)| node != first).map(|(id, _)| *id)));
        }
        let what = "not all is called in-process and in one place";
        let remedy = "Call in-process within one deployable, or state the style that it really has.";
        self.about("monolith_split", elements, what, remedy)
    }

    /// Connectors between clients, and calls that make a server wait for a client.
    pub(super) fn past_the_server(&self) -> Option<Finding> {
        let is_client = |id: &ComponentId| self.kind(id) == "client_app";
        let wrong = self.among.iter().filter(|(_, connector)| {
            is_client(&connector.target) && (is_client(&connector.source) || connector.kind.blocks())
        });
        let elements = connectors(wrong.map(|(id, _)| *id));
        let remedy = "Let clients exchange through the server, and let the server send events instead of waiting.";
        self.about("client_server_broken", elements, "clients are called", remedy)
    }

    /// Parts of the system that lie in no tier.
    pub(super) fn without_tier(&self) -> Option<Finding> {
        let system = &self.project.system;
        let lost = self.members.iter().copied().filter(|id| {
            self.component(id).is_some_and(|found| {
                !kind_of(found).is_some_and(|kind| kind.outside) && within(system, found, BoundaryKind::Tier).is_empty()
            })
        });
        let remedy = "Draw it inside the tier that it belongs to.";
        self.about("outside_tiers", components(lost), "some parts lie in no tier", remedy)
    }

    /// Requests that wait for learning, and models inside the process of others.
    pub(super) fn mixed_flows(&self) -> Option<Finding> {
        let mixed = self.calls().filter(|(_, call)| {
            let learns = LEARNING.contains(&self.kind(&call.target));
            learns || (call.kind == ConnectorKind::InProcess && self.is_model(&call.target))
        });
        let elements = connectors(mixed.map(|(id, _)| id));
        let remedy = "Feed training with collected data, and call the model over an interface of its own.";
        self.about("ml_flow_mixed", elements, "the business flow holds learning", remedy)
    }

    /// Calls of members that send no event themselves: of observers. What keeps data observes nothing.
    pub(super) fn called_observers(&self) -> Option<Finding> {
        let events = self.among.iter().filter(|(_, connector)| connector.kind == ConnectorKind::AsynchronousEvent);
        let subjects: BTreeSet<_> = events.map(|(_, connector)| &connector.source).collect();
        let called = self
            .calls()
            .filter(|(_, call)| !subjects.contains(&call.target) && !KEEPING.contains(&self.kind(&call.target)));
        let elements = connectors(called.map(|(id, _)| id));
        let remedy = "Send the observer an event, and go on without its answer.";
        self.about("observer_called", elements, "observers are waited for", remedy)
    }
}

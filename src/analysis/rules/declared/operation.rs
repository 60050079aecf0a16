//! Patterns that keep a system up and its versions in order: heartbeat, spare, fallback, canary, shadow, registry.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{components, connectors, neighbours};
use super::Inside;
use crate::analysis::known::stated;
use crate::analysis::resolve::is_outside;
use crate::analysis::structure::{has_fallback, is_replicated};
use crate::analysis::types::Finding;
use crate::model::{CallCondition, Component, ComponentId, Connector, ConnectorKind, Fact, Property};

/// Shares of branches may be off by so much: they are typed with a few digits.
const ROUNDING: f64 = 1e-6;

impl Inside<'_> {
    /// Parts that no monitor hears of regularly.
    pub(super) fn without_heartbeat(&self) -> Option<Finding> {
        let watches = |id: &ComponentId| {
            let found = self.component(id);
            found.is_some_and(|found| found.kind == "monitoring" && found.facts.yes(Fact::WatchesHealth) != Some(false))
        };
        let monitors: BTreeSet<_> = self.members.iter().copied().filter(|id| watches(id)).collect();
        if monitors.is_empty() {
            let remedy = "Add a monitor that watches health, and send it an event from every part.";
            return Some(self.missing("heartbeat_incomplete", "no monitor watches health", remedy));
        }
        let is_heard = |id: &ComponentId| {
            self.among.iter().any(|(_, connector)| {
                let tells = connector.source == *id && monitors.contains(&connector.target);
                let is_asked = monitors.contains(&connector.source) && connector.target == *id;
                (tells && connector.kind == ConnectorKind::AsynchronousEvent) || (is_asked && connector.kind.blocks())
            })
        };
        let has_interval = |found: &Component| stated(&found.properties, Property::HeartbeatInterval).is_some();
        let silent = self.members.iter().copied().filter(|id| {
            let found = self.component(id).filter(|found| found.kind != "monitoring" && !is_outside(found));
            found.is_some_and(|found| !is_heard(id) || !has_interval(found))
        });
        let remedy = "Send the monitor an event from it, and state the heartbeat interval.";
        self.about(
            "heartbeat_incomplete",
            components(silent),
            "some parts send no heartbeat or state no interval",
            remedy,
        )
    }

    /// Parts that calls wait for and that are there once.
    pub(super) fn alone(&self) -> Option<Finding> {
        let calls = self.project.system.connectors.values().filter(|call| call.kind.blocks());
        let awaited: BTreeSet<_> = calls.map(|call| &call.target).collect();
        let called = self.members.iter().copied().filter(|id| awaited.contains(id));
        let alone = called.filter(|id| !is_replicated(self.project, id) && !has_fallback(self.project, id));
        let remedy = "Run a second replica, state a fallback, or leave the number of replicas open as a choice.";
        self.about("runs_alone", components(alone), "some parts have no spare", remedy)
    }

    /// Calls without a timeout, or without anything to answer in place of what is called.
    pub(super) fn without_way_out(&self) -> Option<Finding> {
        let stuck = self.calls().filter(|(_, call)| {
            let goes_on = call.facts.yes(Fact::HasFallback) == Some(true) || has_fallback(self.project, &call.target);
            let gives_up = stated(&call.properties, Property::Timeout).is_some();
            call.kind == ConnectorKind::SynchronousCall && !(goes_on && gives_up)
        });
        let remedy = "State a timeout on the call, and a fallback for what is called.";
        self.about("waits_without_way_out", connectors(stuck.map(|(id, _)| id)), "calls wait without a way out", remedy)
    }

    /// Routers whose shares do not add up to 1; nothing that routes at all.
    pub(super) fn incomplete_routing(&self) -> Option<Finding> {
        let mut routers: BTreeMap<&ComponentId, Vec<&Connector>> = BTreeMap::new();
        for (_, call) in self.calls().filter(|(_, call)| self.is_model(&call.target)) {
            routers.entry(&call.source).or_default().push(call);
        }
        routers.retain(|_, calls| calls.len() > 1);
        let remedy = "Let the router take one of its branches, with shares that add up to 1.";
        if routers.is_empty() {
            return Some(self.missing("routing_incomplete", "nothing chooses between two versions of a model", remedy));
        }
        let share =
            |call: &&Connector| stated(&call.properties, Property::CallsPerRequest).map_or(1.0, |share| share.value);
        let is_complete = |calls: &Vec<&Connector>| {
            let is_branch = calls.iter().all(|call| call.condition == CallCondition::OneOf);
            is_branch && (calls.iter().map(share).sum::<f64>() - 1.0).abs() < ROUNDING
        };
        let wrong = routers.iter().filter(|(_, calls)| !is_complete(calls)).map(|(id, _)| *id);
        self.about("routing_incomplete", components(wrong), "the shares of versions do not add up to 1", remedy)
    }

    /// Calls of more than one model, or no shadow at all.
    pub(super) fn awaited_shadows(&self) -> Option<Finding> {
        let calls: Vec<_> = self.calls().filter(|(_, call)| self.is_model(&call.target)).collect();
        let awaited: BTreeSet<_> = calls.iter().map(|(_, call)| &call.target).collect();
        // A data flow brings the model itself, not requests.
        let copies = self.among.iter().filter(|(_, connector)| {
            matches!(connector.kind, ConnectorKind::AsynchronousEvent | ConnectorKind::Stream)
        });
        let told: BTreeSet<_> =
            copies.map(|(_, copy)| &copy.target).filter(|id| self.is_model(id) && !awaited.contains(id)).collect();
        let remedy = "Send the shadow a copy of the request as an event, and answer with one model only.";
        if awaited.len() > 1 {
            let elements = connectors(calls.iter().map(|(id, _)| *id));
            return self.about("shadow_waited_for", elements, "more than one model is waited for", remedy);
        }
        told.is_empty().then(|| self.missing("shadow_waited_for", "no model gets copies of the requests", remedy))
    }

    /// Models that come from no registry, or straight from training as well.
    pub(super) fn past_the_registry(&self) -> Option<Finding> {
        let system = &self.project.system;
        let keeps = |id: &&ComponentId| {
            let found = self.component(id);
            found.is_some_and(|found| found.kind == "model_registry" && found.facts.yes(Fact::Versioned) != Some(false))
        };
        // What runs the other way are predictions and outcomes to learn from.
        let is_direct = |id: &ComponentId| {
            let mut incoming = system.connectors.values().filter(|connector| connector.target == *id);
            incoming.any(|connector| self.kind(&connector.source) == "training_pipeline")
        };
        let models = self.members.iter().copied().filter(|id| self.is_model(id));
        let past = models.filter(|id| is_direct(id) || !neighbours(system, id).iter().any(keeps));
        let remedy = "Put what was trained into a registry that keeps versions, and serve from there.";
        self.about("model_past_registry", components(past), "models do not come from a registry", remedy)
    }
}

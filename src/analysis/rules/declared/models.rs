//! Patterns around models: where they run, what they read, what stands between them and the world.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{components, connectors, neighbours, serves_model};
use super::Inside;
use crate::analysis::known::stated;
use crate::analysis::route::outgoing;
use crate::analysis::structure::reached_from;
use crate::analysis::types::Finding;
use crate::model::{
    CallCondition, ComponentId, Connector, ConnectorId, ConnectorKind, DataClass, Fact, NodeId, Property,
};

/// What a generator can be given to answer from.
const CONTEXT: [&str; 4] = ["data_store", "feature_store", "cache", "external_system"];

impl Inside<'_> {
    /// Training and serving that do not read from the feature store of the other.
    pub(super) fn features_apart(&self) -> Option<Finding> {
        let system = &self.project.system;
        let needs: Vec<_> = self
            .members
            .iter()
            .copied()
            .filter(|id| self.is_model(id) || self.kind(id) == "training_pipeline")
            .collect();
        let remedy = "Connect training and serving with the same feature store.";
        // The store that most of them read from is the one that is meant.
        let readers = |store: &ComponentId| {
            let around = neighbours(system, store);
            needs.iter().copied().filter(move |id| around.contains(id)).collect::<BTreeSet<_>>()
        };
        let Some(common) = self.of_kind("feature_store").map(readers).max_by_key(BTreeSet::len) else {
            return Some(self.missing("features_apart", "there is no feature store", remedy));
        };
        let apart = needs.iter().copied().filter(|id| !common.contains(id));
        self.about("features_apart", components(apart), "not all read from one feature store", remedy)
    }

    /// Calls of models that leave the process or the place.
    pub(super) fn remote_models(&self) -> Option<Finding> {
        let node = |id: &ComponentId| self.component(id).and_then(|found| found.deployed_on.as_ref());
        let is_elsewhere = |call: &Connector| node(&call.source).zip(node(&call.target)).is_some_and(|(a, b)| a != b);
        let remote = self.calls().filter(|(_, call)| {
            self.is_model(&call.target) && (call.kind != ConnectorKind::InProcess || is_elsewhere(call))
        });
        let elements = connectors(remote.map(|(id, _)| id));
        let remedy = "Call the model in-process, and deploy it where its caller is.";
        self.about("model_over_network", elements, "a model is called over a network", remedy)
    }

    /// Models that are called within a process.
    pub(super) fn models_inside_callers(&self) -> Option<Finding> {
        let inside =
            self.calls().filter(|(_, call)| call.kind == ConnectorKind::InProcess && self.is_model(&call.target));
        let elements = connectors(inside.map(|(id, _)| id));
        let remedy = "Call the model over its interface, as a synchronous call or by events.";
        self.about("model_inside_caller", elements, "a model runs inside its caller", remedy)
    }

    /// Calls that wait for a batch run.
    pub(super) fn awaited_batches(&self) -> Option<Finding> {
        let awaited = self.calls().filter(|(_, call)| self.kind(&call.target) == "batch_scorer");
        let remedy = "Let the run store its predictions, and read them from there.";
        self.about("batch_waited_for", connectors(awaited.map(|(id, _)| id)), "requests wait for a batch run", remedy)
    }

    /// Caches behind which no model answers.
    pub(super) fn unanswered_misses(&self) -> Option<Finding> {
        let is_cache = |id: &&ComponentId| ["cached_predictions", "cache"].contains(&self.kind(id));
        let misses: Vec<_> = self
            .calls()
            .filter(|(_, call)| call.condition == CallCondition::WhenMissed && self.is_model(&call.target))
            .collect();
        let is_covered = |cache: &ComponentId| {
            let asks = |source: &ComponentId| {
                source == cache || self.calls().any(|(_, call)| call.source == *source && call.target == *cache)
            };
            misses.iter().any(|(_, call)| asks(&call.source))
        };
        let bare = self.members.iter().copied().filter(is_cache).filter(|id| !is_covered(id));
        let remedy = "Call a model on the condition \"when the cache has no answer\".";
        self.about("misses_unanswered", components(bare), "nothing answers what the cache does not know", remedy)
    }

    /// Calls from model to model that every case takes.
    pub(super) fn unconditional_cascade(&self) -> Option<Finding> {
        let passing: Vec<_> =
            self.calls().filter(|(_, call)| self.is_model(&call.source) && self.is_model(&call.target)).collect();
        let remedy = "Let the quick model call the better one only when it flags the case.";
        if passing.is_empty() {
            return Some(self.missing("cascade_unconditional", "no model passes cases on to another one", remedy));
        }
        let always = passing.iter().filter(|(_, call)| call.condition != CallCondition::WhenFlagged);
        self.about("cascade_unconditional", connectors(always.map(|(id, _)| *id)), "every case is passed on", remedy)
    }

    /// Models of one caller that are asked one after the other.
    pub(super) fn models_in_a_row(&self) -> Option<Finding> {
        let mut asked: BTreeMap<&ComponentId, Vec<_>> = BTreeMap::new();
        // Who asks only on some condition, or never by rule, combines nothing.
        let is_asked = |call: &Connector| call.condition == CallCondition::Always && is_taken(call);
        for call in self.calls().filter(|(_, call)| self.is_model(&call.target) && is_asked(call)) {
            asked.entry(&call.1.source).or_default().push(call);
        }
        asked.retain(|_, calls| calls.len() > 1);
        let remedy = "Let one combiner ask the models at the same time: mark its calls as parallel.";
        if asked.is_empty() {
            return Some(self.missing("ensemble_in_sequence", "nobody asks several models", remedy));
        }
        let in_a_row = asked.values().flatten().filter(|(_, call)| !call.parallel);
        let elements = connectors(in_a_row.map(|(id, _)| *id));
        self.about("ensemble_in_sequence", elements, "models are asked one after the other", remedy)
    }

    /// Connectors by which a model reaches what a guard of this kind acts on without passing a guard.
    pub(super) fn around_the_guard(&self, kind: &str) -> Option<Finding> {
        let guards: BTreeSet<_> = self.of_kind(kind).collect();
        let remedy = "Let everything that the model brings about go through the guard.";
        if guards.is_empty() {
            return Some(self.missing("way_around_guard", "nothing guards the model", remedy));
        }
        let answers = |id: &ComponentId| self.component(id).is_some_and(serves_model);
        // Data in bulk, such as logs for training, acts on nothing.
        let acts = |found: &Connector| found.kind != ConnectorKind::DataFlow;
        let acting = || self.project.system.connectors.iter().filter(|(_, found)| acts(found));
        let guarded: BTreeSet<_> = acting()
            .filter(|(_, found)| guards.contains(&found.source) && !answers(&found.target))
            .map(|(_, found)| &found.target)
            .filter(|id| !guards.contains(id) && self.kind(id) != "monitoring")
            .collect();
        let goes_on = |_: &ConnectorId, found: &Connector| {
            acts(found) && !guards.contains(&found.target) && !guarded.contains(&found.target)
        };
        let ways = outgoing(&self.project.system, goes_on);
        let mut reached: BTreeSet<&ComponentId> = self.members.iter().copied().filter(|id| answers(id)).collect();
        let further: Vec<_> = reached.iter().flat_map(|id| reached_from(id, &ways, None)).collect();
        reached.extend(further);
        let past = acting().filter(|(_, found)| reached.contains(&found.source) && guarded.contains(&found.target));
        let elements = connectors(past.map(|(id, _)| id));
        self.about("way_around_guard", elements, "a way leads around the guard", remedy)
    }

    /// Connectors that carry data about people away from the device it comes from.
    pub(super) fn leaving_data(&self) -> Option<Finding> {
        let system = &self.project.system;
        let device = |id: &ComponentId| -> Option<&NodeId> {
            let node = self.component(id)?.deployed_on.as_ref()?;
            system
                .node_and_parents(node)
                .find(|node| system.nodes.get(*node).is_some_and(|found| found.kind == "user_device"))
        };
        let carries = |found: &Connector| {
            let of_source = || self.component(&found.source).and_then(|source| source.facts.data());
            let is_hidden = found.facts.yes(Fact::Anonymised) == Some(true);
            !is_hidden && found.facts.data().or_else(of_source).is_some_and(|data| data >= DataClass::Personal)
        };
        // What leaves for a place outside the boundary leaves as well.
        let from_inside = system.connectors.iter().filter(|(_, found)| self.members.contains(&found.source));
        let leaving = from_inside.filter(|(_, found)| {
            let from = device(&found.source);
            from.is_some() && from != device(&found.target) && carries(found)
        });
        let remedy = "Train on the device, and send updates of the model instead of data.";
        let elements = connectors(leaving.map(|(id, _)| id));
        self.about("raw_data_leaves_device", elements, "data about people leaves its device", remedy)
    }

    /// Calls of a generator by somebody who looks nothing up.
    pub(super) fn without_context(&self) -> Option<Finding> {
        let calls = outgoing(&self.project.system, |_, call| call.kind.blocks() && is_taken(call));
        let looks_up = |caller: &ComponentId| {
            reached_from(caller, &calls, None).into_iter().any(|id| CONTEXT.contains(&self.kind(id)))
        };
        let bare = self.calls().filter(|(_, call)| self.is_model(&call.target) && !looks_up(&call.source));
        let remedy = "Search first, and hand what was found to the generator.";
        let elements = connectors(bare.map(|(id, _)| id));
        self.about("generator_without_context", elements, "a generator answers without context", remedy)
    }
}

/// Whether requests take a call at all; fallbacks are drawn with no calls per request.
fn is_taken(call: &Connector) -> bool {
    stated(&call.properties, Property::CallsPerRequest).is_none_or(|calls| calls.value > 0.0)
}

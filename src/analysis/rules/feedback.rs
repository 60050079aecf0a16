//! Feedback loops: what a model predicts comes back as what its successor learns from.
//!
//! The influence graph follows data, not calls: an answer influences its caller. Loops are the strongly connected
//! components (Tarjan 1972) that hold a model and a training pipeline; Sculley et al., "Hidden Technical Debt in Machine
//! Learning Systems" (2015), call those that pass through the world outside hidden.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{components, finding, neighbours, serves_model};
use crate::analysis::resolve::is_outside;
use crate::analysis::types::{Finding, Severity};
use crate::model::{Component, ComponentId, Connector, ElementId, Fact, Project, Property, System};

/// Who influences whom.
struct Influence<'a> {
    system: &'a System,
    graph: DiGraph<&'a ComponentId, ()>,
}

/// A loop with one shortest way around it.
#[derive(Debug, PartialEq, Eq)]
struct Loop<'a> {
    members: BTreeSet<&'a ComponentId>,
    /// From the training pipeline around to what it learns from last.
    cycle: Vec<&'a ComponentId>,
}

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let system = &project.system;
    let loops = Influence::of(system).loops();
    let findings = loops.into_iter().map(|found| {
        let elements = components(found.cycle.iter().copied());
        let names: Vec<_> = elements.iter().map(|element| project.element_name(element)).collect();
        let first = names.first().cloned().unwrap_or_default();
        let mut message = format!(
            "What is predicted comes back as what is learned: {} → {first}.",
            names.join(" → ")
        );
        let outside = found.cycle.iter().find(|id| is_out_there(&system.components[**id]));
        if let Some(outside) = outside {
            let name = project.element_name(&ElementId::Component((*outside).clone()));
            message = format!("{message} It passes through {name}, where it is easily overlooked.");
        }
        let severity = if is_watched(system, &found) { Severity::Note } else { Severity::Warning };
        let remedy = "Keep a share of the traffic free of the model, take labels from elsewhere, or let a monitor compare \
                      predictions with what turned out true.";
        finding(("feedback_loop", severity), elements, message, remedy)
    });
    findings.collect()
}

/// People, other systems and the world; also those with numbers of their own.
fn is_out_there(component: &Component) -> bool {
    is_outside(component) || super::kind_of(component).is_some_and(|kind| kind.outside)
}

/// Whether some of its traffic is free of the model, labels come from elsewhere too, or somebody compares predictions with what turned out true.
fn is_watched(system: &System, found: &Loop<'_>) -> bool {
    let around = |id: &ComponentId| neighbours(system, id).into_iter().filter_map(|id| system.components.get(id));
    found.members.iter().any(|id| {
        let component = &system.components[*id];
        let teaches = component.kind == "training_pipeline" || component.kind.ends_with("_store");
        let explores = component.properties.get(&Property::ExplorationShare).and_then(|share| share.amount());
        explores.is_some_and(|share| share > 0.0)
            || around(id).any(|other| {
                (teaches && other.kind == "labelling_service")
                    || (serves_model(component) && other.facts.yes(Fact::WatchesQuality) == Some(true))
            })
    })
}

impl<'a> Influence<'a> {
    fn of(system: &'a System) -> Self {
        let mut graph = DiGraph::new();
        let places: BTreeMap<_, _> = system.components.keys().map(|id| (id, graph.add_node(id))).collect();
        for connector in system.connectors.values() {
            let Some((source, target)) = places.get(&connector.source).zip(places.get(&connector.target)) else {
                continue;
            };
            let (forth, back) = directions(system, connector);
            if forth {
                graph.update_edge(*source, *target, ());
            }
            if back {
                graph.update_edge(*target, *source, ());
            }
        }
        Self { system, graph }
    }

    fn loops(&self) -> Vec<Loop<'a>> {
        let mut loops = Vec::new();
        for group in tarjan_scc(&self.graph) {
            let members: BTreeSet<NodeIndex> = group.into_iter().collect();
            let of = |fits: &dyn Fn(&Component) -> bool| -> Vec<NodeIndex> {
                members.iter().copied().filter(|node| fits(&self.system.components[self.graph[*node]])).collect()
            };
            let training = of(&|component| component.kind == "training_pipeline");
            let serving = of(&serves_model);
            let pairs = training.iter().flat_map(|from| serving.iter().map(move |to| (*from, *to)));
            let cycles = pairs.filter_map(|(train, serve)| {
                let mut there = self.path(train, serve, &members)?;
                there.extend(self.path(serve, train, &members)?.into_iter().skip(1));
                there.pop();
                Some(there)
            });
            if let Some(shortest) = cycles.min_by_key(Vec::len) {
                let name = |node: &NodeIndex| self.graph[*node];
                loops.push(Loop {
                    members: members.iter().map(name).collect(),
                    cycle: shortest.iter().map(name).collect(),
                });
            }
        }
        loops.sort_by(|a, b| a.cycle.cmp(&b.cycle));
        loops
    }

    /// A shortest path within `members`, both ends included.
    fn path(&self, from: NodeIndex, to: NodeIndex, members: &BTreeSet<NodeIndex>) -> Option<Vec<NodeIndex>> {
        let mut before = BTreeMap::from([(from, from)]);
        let mut open = VecDeque::from([from]);
        while let Some(node) = open.pop_front() {
            if node == to {
                let back = std::iter::successors(Some(to), |at| (*at != from).then(|| before[at]));
                let mut path: Vec<_> = back.collect();
                path.reverse();
                return Some(path);
            }
            let mut next: Vec<_> = self.graph.neighbors(node).filter(|next| members.contains(next)).collect();
            next.sort();
            for next in next {
                if let Entry::Vacant(entry) = before.entry(next) {
                    entry.insert(node);
                    open.push_back(next);
                }
            }
        }
        None
    }
}

/// Whether a connector carries influence forth and back. A caller is influenced by the answer. A pipeline reads from
/// stores and writes to the registry, everybody else reads from the registry.
fn directions(system: &System, connector: &Connector) -> (bool, bool) {
    let kind = |id: &ComponentId| system.components.get(id).map_or("", |component| component.kind.as_str());
    let is_pipeline = kind(&connector.source) == "training_pipeline";
    match kind(&connector.target) {
        _ if !connector.kind.blocks() => (true, false),
        "data_store" | "feature_store" | "cache" | "data_source" if is_pipeline => (false, true),
        "model_registry" => (is_pipeline, !is_pipeline),
        _ => (true, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::ConnectorKind;

    /// Flows of data in a row.
    fn flows(project: TestProject, pairs: &[(&str, &str)]) -> TestProject {
        pairs.iter().fold(project, |project, (from, to)| project.connect(from, to, ConnectorKind::DataFlow, &[]))
    }

    fn parts() -> TestProject {
        [
            ("train", "training_pipeline"),
            ("infer", "inference_service"),
            ("ui", "client_app"),
            ("user", "user"),
            ("telemetry", "queue"),
            ("store", "data_store"),
            ("dashboard", "client_app"),
        ]
        .into_iter()
        .fold(TestProject::new(), |project, (id, kind)| project.component_of_kind(id, kind, &[]))
    }

    const AROUND: [(&str, &str); 7] = [
        ("train", "infer"),
        ("infer", "ui"),
        ("ui", "user"),
        ("user", "telemetry"),
        ("telemetry", "store"),
        ("store", "train"),
        ("store", "dashboard"),
    ];

    #[test]
    fn o23_one_loop_of_six_without_the_dashboard() {
        let project = flows(parts(), &AROUND).build();
        let loops = Influence::of(&project.system).loops();
        assert_eq!(loops.len(), 1);
        assert_eq!(loops[0].members.len(), 6);
        assert!(!loops[0].members.contains(&ComponentId::new("dashboard")));
        let cycle: Vec<_> = loops[0].cycle.iter().map(|id| id.as_str()).collect();
        assert_eq!(cycle, ["train", "infer", "ui", "user", "telemetry", "store"]);
        let findings = findings(&project);
        assert!(findings[0].message.contains("through user"), "{}", findings[0].message);
        assert_eq!(findings[0].severity, Severity::Warning);
    }

    #[test]
    fn o23_without_one_step_there_is_none() {
        for missing in ["telemetry", "user"] {
            let rest: Vec<_> = AROUND.iter().filter(|(from, _)| *from != missing).copied().collect();
            assert!(Influence::of(&flows(parts(), &rest).build().system).loops().is_empty(), "without {missing}");
        }
    }

    #[test]
    fn a_registry_between_training_and_serving_is_no_loop() {
        let project = parts()
            .component_of_kind("registry", "model_registry", &[])
            .call("train", "registry", 1.0)
            .call("infer", "registry", 1.0)
            .call("train", "store", 1.0)
            .call("ui", "infer", 1.0);
        assert!(Influence::of(&project.build().system).loops().is_empty());
    }

    #[test]
    fn labels_from_elsewhere_or_a_monitor_make_it_a_note() {
        let labelled = flows(parts(), &AROUND).component_of_kind("people", "labelling_service", &[]);
        let project = flows(labelled, &[("people", "store")]).build();
        assert_eq!(findings(&project)[0].severity, Severity::Note);
        let watched = flows(parts(), &AROUND).component_of_kind("monitor", "monitoring", &[]);
        let mut project = flows(watched, &[("infer", "monitor")]).build();
        assert_eq!(findings(&project)[0].severity, Severity::Warning);
        let facts = &mut project.system.components[&ComponentId::new("monitor")].facts;
        facts.stated.insert(Fact::WatchesQuality, crate::model::FactValue::YesNo(true));
        assert_eq!(findings(&project)[0].severity, Severity::Note);
    }
}

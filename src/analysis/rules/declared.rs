//! Whether what lies inside a boundary keeps to the style that the boundary states.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::{components, connectors, finding, listed};
use crate::analysis::types::{Finding, Severity};
use crate::model::{Boundary, BoundaryId, ComponentId, Connector, ConnectorId, Project, Style};

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let boundaries = project.system.boundaries.iter();
    boundaries.filter_map(|(id, boundary)| Inside::of(project, id, boundary).finding(boundary.style?)).collect()
}

/// What lies inside a boundary.
struct Inside<'p> {
    project: &'p Project,
    boundary: &'p Boundary,
    members: BTreeSet<&'p ComponentId>,
    /// Connectors from one member to another.
    among: Vec<(&'p ConnectorId, &'p Connector)>,
}

impl<'p> Inside<'p> {
    fn of(project: &'p Project, id: &BoundaryId, boundary: &'p Boundary) -> Self {
        let members = project.system.components.iter().filter(|(_, component)| component.boundaries.contains(id));
        let members: BTreeSet<_> = members.map(|(id, _)| id).collect();
        let is_among =
            |connector: &Connector| members.contains(&connector.source) && members.contains(&connector.target);
        let among = project.system.connectors.iter().filter(|(_, connector)| is_among(connector)).collect();
        Self { project, boundary, members, among }
    }

    fn finding(&self, style: Style) -> Option<Finding> {
        match style {
            Style::PipesAndFilters => self.going_back(),
            Style::EventBased => self.past_the_bus(),
            Style::Microservices => self.shared_data(),
        }
    }

    fn kind(&self, id: &ComponentId) -> &str {
        self.project.system.components.get(id).map_or("", |component| component.kind.as_str())
    }

    /// Connectors on a way that leads back to where it began.
    fn going_back(&self) -> Option<Finding> {
        let mut graph: DiGraph<&ComponentId, ()> = DiGraph::new();
        let places: BTreeMap<_, _> = self.members.iter().map(|id| (*id, graph.add_node(id))).collect();
        for (_, connector) in &self.among {
            graph.update_edge(places[&connector.source], places[&connector.target], ());
        }
        let mut group = BTreeMap::new();
        for (number, members) in tarjan_scc(&graph).into_iter().enumerate() {
            group.extend(members.into_iter().map(|place| (graph[place], number)));
        }
        let back = self.among.iter().filter(|(_, connector)| group[&connector.source] == group[&connector.target]);
        let elements = connectors(back.map(|(id, _)| *id));
        (!elements.is_empty()).then(|| {
            let message = format!(
                "In {}, {} of {} connectors lead back to where data has been: {}.",
                self.boundary.name,
                elements.len(),
                self.among.len(),
                listed(self.project, &elements)
            );
            let remedy = "Let each filter only pass on, or split the pipeline where it turns.";
            finding(("cyclic_pipeline", Severity::Warning), elements, message, remedy)
        })
    }

    /// Connectors that do not go by a queue or bus.
    fn past_the_bus(&self) -> Option<Finding> {
        let is_bus = |id: &ComponentId| self.kind(id) == "queue";
        let past = self.among.iter().filter(|(_, connector)| !is_bus(&connector.source) && !is_bus(&connector.target));
        let elements = connectors(past.map(|(id, _)| *id));
        (!elements.is_empty()).then(|| {
            let message = format!(
                "In {}, {} of {} connectors go past the bus: {}.",
                self.boundary.name,
                elements.len(),
                self.among.len(),
                listed(self.project, &elements)
            );
            let remedy = "Publish an event to the bus, and let whoever needs it subscribe.";
            finding(("bus_bypassed", Severity::Warning), elements, message, remedy)
        })
    }

    /// Stores that more than one service uses.
    fn shared_data(&self) -> Option<Finding> {
        let stores = || self.members.iter().copied().filter(|id| self.kind(id) == "data_store");
        let users = |store: &ComponentId| -> BTreeSet<&ComponentId> {
            let incoming = self.project.system.connectors.values().filter(|connector| connector.target == *store);
            incoming.map(|connector| &connector.source).collect()
        };
        let shared: Vec<_> = stores().filter(|store| users(store).len() > 1).collect();
        let elements = components(shared.iter().copied());
        (!elements.is_empty()).then(|| {
            let message = format!(
                "In {}, {} of {} stores are used by more than one service: {}.",
                self.boundary.name,
                elements.len(),
                stores().count(),
                listed(self.project, &elements)
            );
            let remedy = "Give each store to one service, and let the others ask that service or keep copies.";
            finding(("shared_service_data", Severity::Warning), elements, message, remedy)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{BoundaryKind, ConnectorKind, Rectangle};

    fn check(project: TestProject, style: Style, expected: &[(&str, usize)]) {
        let mut project = project.build();
        let boundary = Boundary {
            name: "inside".to_owned(),
            kind: BoundaryKind::Area,
            description: String::new(),
            style: Some(style),
            shape: Rectangle::default(),
        };
        project.system.boundaries.insert("inside".into(), boundary);
        for component in project.system.components.values_mut().filter(|component| component.name != "outside") {
            component.boundaries.insert("inside".into());
        }
        let found = findings(&project);
        let found: Vec<_> = found.iter().map(|finding| (finding.rule, finding.elements.len())).collect();
        assert_eq!(found, expected);
    }

    fn parts(kinds: &[(&str, &str)]) -> TestProject {
        kinds.iter().fold(TestProject::new(), |project, (id, kind)| project.component_of_kind(id, kind, &[]))
    }

    #[test]
    fn a_pipeline_never_turns() {
        let flow = ConnectorKind::DataFlow;
        let line = parts(&[("a", "service"), ("b", "service"), ("c", "service"), ("outside", "service")])
            .connect("a", "b", flow, &[])
            .connect("b", "c", flow, &[])
            .connect("c", "outside", flow, &[])
            .connect("outside", "a", flow, &[]);
        check(line.clone(), Style::PipesAndFilters, &[]);
        check(line.connect("c", "b", flow, &[]), Style::PipesAndFilters, &[("cyclic_pipeline", 2)]);
    }

    #[test]
    fn events_go_by_the_bus() {
        let event = ConnectorKind::AsynchronousEvent;
        let by_bus = parts(&[("a", "service"), ("bus", "queue"), ("b", "service")])
            .connect("a", "bus", event, &[])
            .connect("bus", "b", event, &[]);
        check(by_bus.clone(), Style::EventBased, &[]);
        check(by_bus.call("a", "b", 1.0), Style::EventBased, &[("bus_bypassed", 1)]);
    }

    #[test]
    fn services_do_not_share_a_store() {
        let own = parts(&[("a", "service"), ("b", "service"), ("store", "data_store")]).call("a", "store", 1.0);
        check(own.clone(), Style::Microservices, &[]);
        check(own.call("b", "store", 1.0), Style::Microservices, &[("shared_service_data", 1)]);
    }
}

//! Where data about people leaves its trust zone: from its sources along flows until something makes it anonymous.

use std::collections::BTreeSet;

use super::{connectors, finding, within};
use crate::analysis::types::{Finding, Severity};
use crate::model::{BoundaryKind, ComponentId, Connector, ConnectorId, DataClass, ElementId, Fact, Project, System};

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    leaving(&project.system).into_iter().map(|(id, connector)| crossing(project, id, connector)).collect()
}

/// Connectors over which data about people leaves its trust zone, and those of them that nobody says are encrypted.
pub fn personal_crossings(system: &System) -> (usize, usize) {
    let leaving = leaving(system);
    let open = leaving.iter().filter(|(_, connector)| connector.facts.yes(Fact::Encrypted) != Some(true));
    (leaving.len(), open.count())
}

fn leaving(system: &System) -> Vec<(&ConnectorId, &Connector)> {
    let tainted = tainted(system);
    let leaves = |connector: &Connector| {
        let carries = connector.facts.data().is_some_and(is_personal) || tainted.contains(&connector.source);
        carries && !is_declared_harmless(connector) && leaves_zone(system, connector)
    };
    system.connectors.iter().filter(|(_, connector)| leaves(connector)).collect()
}

fn crossing(project: &Project, id: &ConnectorId, connector: &Connector) -> Finding {
    let name = project.element_name(&ElementId::Connector(id.clone()));
    let zones = within(&project.system, &project.system.components[&connector.source], BoundaryKind::TrustZone);
    let zone = zones.first().and_then(|id| project.system.boundaries.get(*id));
    let zone = zone.map_or_else(|| "its trust zone".to_owned(), |zone| format!("the trust zone {}", zone.name));
    let message = format!("Data about people leaves {zone} over {name}");
    let (severity, message, remedy) = match (connector.facts.yes(Fact::Encrypted), connector.facts.data()) {
        (Some(false), _) => {
            (Severity::Error, format!("{message}, unencrypted."), "Encrypt it, or make it anonymous before it leaves.")
        }
        (None, _) | (_, None) => (
            Severity::Warning,
            format!("{message}; its data class or its encryption is not stated."),
            "State both on the connector, or make the data anonymous before it leaves.",
        ),
        (Some(true), Some(_)) => {
            (Severity::Note, format!("{message}, encrypted."), "Check that the other side may have it.")
        }
    };
    finding(("personal_data_crosses", severity), connectors([id]), message, remedy)
}

fn is_personal(class: DataClass) -> bool {
    class >= DataClass::Personal
}

/// A connector that is stated to carry nothing about people carries nothing about people.
fn is_declared_harmless(connector: &Connector) -> bool {
    connector.facts.data().is_some_and(|class| !is_personal(class))
}

/// Whether the source lies in a trust zone that the target does not lie in.
fn leaves_zone(system: &System, connector: &Connector) -> bool {
    let zones = |id: &ComponentId| {
        system.components.get(id).map(|component| within(system, component, BoundaryKind::TrustZone))
    };
    let ends = zones(&connector.source).zip(zones(&connector.target));
    ends.is_some_and(|(source, target)| !source.is_subset(&target))
}

/// Components that have data about people, or get it.
fn tainted(system: &System) -> BTreeSet<&ComponentId> {
    let passes_on = |id: &ComponentId| {
        system.components.get(id).is_some_and(|component| component.facts.yes(Fact::Anonymised) != Some(true))
    };
    let sources = system.components.iter().filter(|(_, component)| component.facts.data().is_some_and(is_personal));
    let mut tainted: BTreeSet<_> = sources.map(|(id, _)| id).filter(|id| passes_on(id)).collect();
    let mut open: Vec<_> = tainted.iter().copied().collect();
    while let Some(id) = open.pop() {
        let leaving = system.connectors.values().filter(|connector| connector.source == *id);
        for connector in leaving.filter(|connector| !is_declared_harmless(connector)) {
            let target = system.components.get_key_value(&connector.target).map(|(target, _)| target);
            if let Some(target) = target.filter(|target| passes_on(target))
                && tainted.insert(target)
            {
                open.push(target);
            }
        }
    }
    tainted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Boundary, ConnectorKind, FactValue, Rectangle};

    fn project(has_anonymiser: bool) -> Project {
        let parts = ["keyboard", "anonymiser", "telemetry"];
        let mut built = parts.into_iter().fold(TestProject::new(), |project, id| project.component(id, &[]));
        let steps: &[(&str, &str)] = if has_anonymiser {
            &[("keyboard", "anonymiser"), ("anonymiser", "telemetry")]
        } else {
            &[("keyboard", "telemetry")]
        };
        for (from, to) in steps {
            built = built.connect(from, to, ConnectorKind::AsynchronousEvent, &[]);
        }
        let mut project = built.build();
        for (zone, members) in [("user", &parts[..2]), ("company", &parts[2..])] {
            let boundary = Boundary {
                name: zone.to_owned(),
                kind: BoundaryKind::TrustZone,
                description: String::new(),
                style: None,
                shape: Rectangle::default(),
            };
            project.system.boundaries.insert(zone.into(), boundary);
            for member in members {
                project.system.components[&ComponentId::new(member)].boundaries.insert(zone.into());
            }
        }
        let facts = |id: &str, fact, value, project: Project| {
            let mut project = project;
            project.system.components[&ComponentId::new(id)].facts.stated.insert(fact, value);
            project
        };
        let project = facts("keyboard", Fact::Data, FactValue::DataClass(DataClass::Personal), project);
        facts("anonymiser", Fact::Anonymised, FactValue::YesNo(true), project)
    }

    fn severities(project: &Project) -> Vec<Severity> {
        findings(project).iter().map(|finding| finding.severity).collect()
    }

    #[test]
    fn o28_anonymous_data_crosses_freely() {
        assert_eq!(severities(&project(true)), []);
        assert_eq!(personal_crossings(&project(true).system), (0, 0));
        assert_eq!(personal_crossings(&project(false).system), (1, 1));
    }

    #[test]
    fn o28_data_about_people_does_not() {
        let mut project = project(false);
        assert_eq!(severities(&project), [Severity::Warning], "nothing is stated");
        let state = |project: &mut Project, fact, value| {
            project.system.connectors[0].facts.stated.insert(fact, value);
        };
        state(&mut project, Fact::Encrypted, FactValue::YesNo(false));
        assert_eq!(severities(&project), [Severity::Error]);
        state(&mut project, Fact::Encrypted, FactValue::YesNo(true));
        assert_eq!(severities(&project), [Severity::Warning], "its data class is not stated");
        state(&mut project, Fact::Data, FactValue::DataClass(DataClass::Personal));
        assert_eq!(severities(&project), [Severity::Note]);
        state(&mut project, Fact::Data, FactValue::DataClass(DataClass::Internal));
        assert_eq!(severities(&project), []);
    }
}

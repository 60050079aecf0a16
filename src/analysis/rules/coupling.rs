//! How far a change spreads, and how much teams wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{connectors, finding, listed, within};
use crate::analysis::types::{Finding, Severity};
use crate::model::{BoundaryKind, ComponentId, Connector, ConnectorId, Fact, Project, System};

/// Teams wait for each other in more than this share of all connectors: worth a look.
const MUCH: f64 = 1.0 / 3.0;

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    let between = between_teams(&project.system);
    let waiting: Vec<_> = between.iter().filter(|(_, connector)| connector.kind.blocks()).map(|(id, _)| *id).collect();
    if let Some(share) = team_coupling(&project.system).filter(|share| *share > MUCH) {
        let elements = connectors(waiting.iter().copied());
        let (count, total, percent) = (waiting.len(), project.system.connectors.len(), share * 100.0);
        let message =
            format!("{count} of {total} connectors ({percent:.0} %) are calls in which one team waits for another.");
        let remedy = "Move what changes together to one team, or let events take the place of calls.";
        findings.push(finding(("team_coupling", Severity::Warning), elements, message, remedy));
    }
    let without = between.iter().filter(|(_, connector)| connector.facts.yes(Fact::Contract) != Some(true));
    let elements = connectors(without.map(|(id, _)| *id));
    if !elements.is_empty() {
        let message = format!("Between teams there is no stated contract on {}.", listed(project, &elements));
        let remedy = "Agree on the interface, test it on both sides, and state it on the connector.";
        findings.push(finding(("no_contract", Severity::Note), elements, message, remedy));
    }
    findings
}

/// Share of component pairs, each with itself included, in which a change of the second can reach the first over any
/// number of connectors: the density of the reachability matrix, 0 to 1; `None` without components.
///
/// MacCormack, Rusnak and Baldwin, "Exploring the Structure of Complex Software Designs" (2006).
pub fn propagation_cost(system: &System) -> Option<f64> {
    let count = system.components.len();
    let mut targets: BTreeMap<&ComponentId, BTreeSet<&ComponentId>> = BTreeMap::new();
    for connector in system.connectors.values() {
        let has = |id| system.components.contains_key(id);
        if has(&connector.source) && has(&connector.target) {
            targets.entry(&connector.source).or_default().insert(&connector.target);
        }
    }
    let reached: usize = system
        .components
        .keys()
        .map(|start| {
            let mut seen = BTreeSet::from([start]);
            let mut open = vec![start];
            while let Some(id) = open.pop() {
                open.extend(targets.get(id).into_iter().flatten().filter(|next| seen.insert(**next)));
            }
            seen.len()
        })
        .sum();
    (count > 0).then(|| reached as f64 / (count * count) as f64)
}

/// Share of all connectors that are calls between different teams, 0 to 1; `None` with fewer than two teams, or without
/// connectors.
pub fn team_coupling(system: &System) -> Option<f64> {
    let teams = system.boundaries.values().filter(|boundary| boundary.kind == BoundaryKind::Team).count();
    let waiting = between_teams(system).iter().filter(|(_, connector)| connector.kind.blocks()).count();
    (teams > 1 && !system.connectors.is_empty()).then(|| waiting as f64 / system.connectors.len() as f64)
}

/// Connectors whose ends lie in different teams.
fn between_teams(system: &System) -> Vec<(&ConnectorId, &Connector)> {
    let team = |id: &ComponentId| {
        let component = system.components.get(id)?;
        within(system, component, BoundaryKind::Team).into_iter().next()
    };
    let differ = |connector: &&Connector| {
        team(&connector.source).zip(team(&connector.target)).is_some_and(|(source, target)| source != target)
    };
    system.connectors.iter().filter(|(_, connector)| differ(connector)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close};
    use crate::model::{Boundary, Rectangle};

    fn chain() -> TestProject {
        let parts = ["a", "b", "c", "d"];
        let project = parts.into_iter().fold(TestProject::new(), |project, id| project.component(id, &[]));
        project.call("a", "b", 1.0).call("b", "c", 1.0)
    }

    #[test]
    fn o25_propagation_cost_of_a_chain_and_a_single_one() {
        check_close(propagation_cost(&chain().build().system).unwrap(), 7.0 / 16.0, 1e-12);
        assert_eq!(propagation_cost(&System::default()), None);
        let circle = chain().call("c", "a", 1.0).build();
        check_close(propagation_cost(&circle.system).unwrap(), 10.0 / 16.0, 1e-12);
    }

    #[test]
    fn teams_that_wait_for_each_other_are_coupled() {
        let mut project = chain().build();
        assert_eq!(team_coupling(&project.system), None);
        for (team, members) in [("red", ["a", "b"]), ("blue", ["c", "d"])] {
            let shape = Rectangle::default();
            let (name, description) = (team.to_owned(), String::new());
            let boundary = Boundary { name, kind: BoundaryKind::Team, description, style: None, shape };
            project.system.boundaries.insert(team.into(), boundary);
            for member in members {
                project.system.components[&ComponentId::new(member)].boundaries.insert(team.into());
            }
        }
        check_close(team_coupling(&project.system).unwrap(), 0.5, 1e-12);
        let rules: Vec<_> = findings(&project).iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["team_coupling", "no_contract"]);
    }
}

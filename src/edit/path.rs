//! Drawing the way of a scenario's requests: connectors and components are put on it, or taken off it.

use std::collections::BTreeMap;

use crate::model::{ComponentId, ConnectorId, Path, Scenario, Step, System};

/// The scenario with `connector` on its path, or off it if it was on it. A path that followed all connectors is drawn
/// from then on.
pub fn with_connector(system: &System, scenario: &Scenario, connector: &ConnectorId) -> Scenario {
    let mut steps = steps(system, scenario);
    if steps.remove(connector).is_none() {
        steps.insert(connector.clone(), Step::default());
    }
    Scenario { path: Path::Drawn(steps), ..scenario.clone() }
}

/// The scenario with `component` on its path, called by everything on the path that could call it, or off it if it was on
/// it; the entry stays. `None` if nothing on the path is connected with it.
pub fn with_component(system: &System, scenario: &Scenario, component: &ComponentId) -> Option<Scenario> {
    if *component == scenario.entry {
        return None;
    }
    let mut steps = steps(system, scenario);
    let (reached, _) = scenario.reached(system);
    let leads_there = |id: &ConnectorId| system.connectors.get(id).is_some_and(|found| found.target == *component);
    if reached.contains(component) {
        steps.retain(|id, _| !leads_there(id));
    } else {
        let from_path = system.connectors.iter().filter(|(_, connector)| {
            connector.target == *component && !connector.kind.is_data() && reached.contains(&connector.source)
        });
        let before = steps.len();
        steps.extend(from_path.map(|(id, _)| (id.clone(), Step::default())));
        if steps.len() == before {
            return None;
        }
    }
    Some(Scenario { path: Path::Drawn(steps), ..scenario.clone() })
}

/// What is said of each connector of the path, also of one that follows all connectors.
pub fn steps(system: &System, scenario: &Scenario) -> BTreeMap<ConnectorId, Step> {
    match &scenario.path {
        Path::Drawn(steps) => steps.clone(),
        Path::Derived => scenario.reached(system).1.into_iter().map(|id| (id, Step::default())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::{ConnectorKind, Point, Project};

    /// a → b → d, a → c.
    fn project() -> Project {
        let mut project = Project::default();
        for name in ["a", "b", "c", "d"] {
            let (_, mut component) = create::component(&project, "service", Point::default());
            component.name = name.to_owned();
            Edit::PutComponent(name.into(), component).apply(&mut project).unwrap();
        }
        for (source, target) in [("a", "b"), ("b", "d"), ("a", "c")] {
            let kind = ConnectorKind::SynchronousCall;
            let (_, connector) = create::connector(&project, &source.into(), &target.into(), kind);
            let id = ConnectorId::new(&format!("{source}{target}"));
            Edit::PutConnector(id, connector).apply(&mut project).unwrap();
        }
        project
    }

    fn words(system: &System, scenario: &Scenario) -> String {
        let (components, connectors) = scenario.reached(system);
        let components: Vec<_> = components.iter().map(ComponentId::as_str).collect();
        let connectors: Vec<_> = connectors.iter().map(ConnectorId::as_str).collect();
        format!("{} over {}", components.join(" "), connectors.join(" "))
    }

    #[test]
    fn clicking_puts_on_the_path_and_takes_off_it() {
        let project = project();
        let system = &project.system;
        let (_, derived) = create::scenario(&project, &"a".into());
        assert_eq!(words(system, &derived), "a b c d over ab ac bd");
        let without = with_connector(system, &derived, &"ac".into());
        assert_eq!(words(system, &without), "a b d over ab bd");
        assert_eq!(words(system, &with_connector(system, &without, &"ac".into())), "a b c d over ab ac bd");
        let shorter = with_component(system, &without, &"d".into()).unwrap();
        assert_eq!(words(system, &shorter), "a b over ab");
        let again = with_component(system, &shorter, &"c".into()).unwrap();
        assert_eq!(words(system, &again), "a b c over ab ac");
        assert_eq!(with_component(system, &derived, &"a".into()), None, "the entry stays");
        let alone = with_component(system, &shorter, &"b".into()).unwrap();
        assert_eq!(with_component(system, &alone, &"d".into()), None, "nothing on the path leads there");
    }
}

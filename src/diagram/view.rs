//! What each view shows of a project.

use std::collections::BTreeSet;

use crate::catalog::catalog;
use crate::model::{
    Component, ComponentId, ConnectorKind, ElementId, Facts, Path, Project, Properties, Rectangle, System, ViewKey,
    ViewLayout,
};

/// Names the box that stands for the whole system where a view shows it as one.
const WHOLE: &str = "(system)";
/// Size of that box.
const WHOLE_SIZE: (f32, f32) = (240.0, 110.0);
/// Room between the boxes of a context view.
const GAP: (f32, f32) = (180.0, 40.0);

/// The component that stands for the whole system in the context view.
pub fn whole_system() -> ComponentId {
    ComponentId::new(WHOLE)
}

/// The system as a view shows it: without what the view leaves out, everything where the view draws it. `None` when
/// that is just as it is drawn.
pub(super) fn shown(project: &Project, view: &ViewKey) -> Option<System> {
    let layout = project.views.get(view);
    if *view == ViewKey::Everything && layout.is_none_or(ViewLayout::is_empty) {
        return None;
    }
    let mut system = project.system.clone();
    match view {
        ViewKey::Everything => {}
        ViewKey::Context => context(&mut system, project),
        ViewKey::Components => {
            system.nodes.clear();
            system.collapsed.clear();
        }
        ViewKey::Deployment => {
            let runs = |component: &Component| component.deployed_on.is_some();
            keep(&mut system, |_, component| runs(component) || is_outside(component));
            system.boundaries.clear();
        }
        ViewKey::DataFlow => {
            let moves_data = |kind| kind == ConnectorKind::AsynchronousEvent || ConnectorKind::is_data(kind);
            system.connectors.retain(|_, connector| moves_data(connector.kind));
            let ends = system.connectors.values().flat_map(|connector| [&connector.source, &connector.target]);
            let ends: BTreeSet<_> = ends.cloned().collect();
            keep(&mut system, |id, _| ends.contains(id));
            system.nodes.clear();
        }
        ViewKey::Scenario(id) => {
            let scenario = project.scenarios.get(id);
            let (members, taken) = scenario.map(|scenario| scenario.reached(&system)).unwrap_or_default();
            // A path that was not drawn shows how else its members are connected.
            let is_derived = scenario.is_none_or(|scenario| scenario.path == Path::Derived);
            system.connectors.retain(|id, connector| !connector.kind.is_data() && (is_derived || taken.contains(id)));
            keep(&mut system, |id, _| members.contains(id));
        }
    }
    if let Some(layout) = layout {
        leave_out(&mut system, &layout.hidden);
        place(&mut system, layout);
    }
    Some(system)
}

/// People, other systems and the world: what no architect can change.
fn is_outside(component: &Component) -> bool {
    catalog().component_kind(&component.kind).is_some_and(|kind| kind.outside)
}

/// Keeps the components that fit, and the connectors among them.
fn keep(system: &mut System, fits: impl Fn(&ComponentId, &Component) -> bool) {
    system.components.retain(|id, component| fits(id, component));
    let components = &system.components;
    system.connectors.retain(|_, connector| {
        components.contains_key(&connector.source) && components.contains_key(&connector.target)
    });
}

fn leave_out(system: &mut System, hidden: &BTreeSet<ElementId>) {
    let is_hidden = |element: ElementId| hidden.contains(&element);
    keep(system, |id, _| !is_hidden(ElementId::Component(id.clone())));
    system.connectors.retain(|id, _| !is_hidden(ElementId::Connector(id.clone())));
    system.nodes.retain(|id, _| !is_hidden(ElementId::Node(id.clone())));
    system.boundaries.retain(|id, _| !is_hidden(ElementId::Boundary(id.clone())));
    system.notes.retain(|id, _| !is_hidden(ElementId::Note(id.clone())));
}

fn place(system: &mut System, layout: &ViewLayout) {
    for (id, component) in &mut *system.components {
        component.shape = placed(layout, &ElementId::Component(id.clone()), component.shape);
    }
    for (id, node) in &mut *system.nodes {
        node.shape = placed(layout, &ElementId::Node(id.clone()), node.shape);
    }
    for (id, boundary) in &mut *system.boundaries {
        boundary.shape = placed(layout, &ElementId::Boundary(id.clone()), boundary.shape);
    }
    for (id, note) in &mut *system.notes {
        note.shape = placed(layout, &ElementId::Note(id.clone()), note.shape);
    }
    for (id, connector) in &mut *system.connectors {
        if let Some(line) = layout.lines.get(id) {
            connector.line.clone_from(line);
        }
    }
}

fn placed(layout: &ViewLayout, element: &ElementId, usual: Rectangle) -> Rectangle {
    layout.places.get(element).copied().unwrap_or(usual)
}

/// One box for the system; who calls it stands at the left, whom it calls at the right.
fn context(system: &mut System, project: &Project) {
    let inside: BTreeSet<_> =
        system.components.iter().filter(|(_, component)| !is_outside(component)).map(|(id, _)| id.clone()).collect();
    system.nodes.clear();
    system.boundaries.clear();
    system.notes.clear();
    system.collapsed.clear();
    system.components.retain(|id, _| !inside.contains(id));
    if !inside.is_empty() {
        system.components.insert(whole_system(), whole(project));
    }
    let mut seen = BTreeSet::new();
    system.connectors.retain(|_, connector| {
        for end in [&mut connector.source, &mut connector.target] {
            if inside.contains(end) {
                *end = whole_system();
            }
        }
        // What was placed by hand belongs to other ends.
        connector.line = crate::model::Line::default();
        connector.source != connector.target
            && seen.insert((connector.source.clone(), connector.target.clone(), connector.kind))
    });
    arrange_context(system);
}

fn whole(project: &Project) -> Component {
    Component {
        name: if project.name.is_empty() { "The system".to_owned() } else { project.name.clone() },
        kind: "The system as a whole".to_owned(),
        description: project.description.clone(),
        shape: Rectangle::new(-WHOLE_SIZE.0 / 2.0, -WHOLE_SIZE.1 / 2.0, WHOLE_SIZE.0, WHOLE_SIZE.1),
        deployed_on: None,
        boundaries: BTreeSet::new(),
        properties: Properties::new(),
        facts: Facts::default(),
    }
}

fn arrange_context(system: &mut System) {
    let whole = whole_system();
    let calls: BTreeSet<_> = system.connectors.values().map(|connector| connector.source.clone()).collect();
    let mut others: Vec<_> = system.components.iter().filter(|(id, _)| **id != whole).collect();
    others.sort_by(|(_, a), (_, b)| a.shape.corner.y.total_cmp(&b.shape.corner.y));
    let (left, right): (Vec<_>, Vec<_>) =
        others.into_iter().map(|(id, found)| (id.clone(), found.shape.size)).partition(|(id, _)| calls.contains(id));
    for (column, toward) in [(left, -1.0), (right, 1.0)] {
        let height: f32 = column.iter().map(|(_, size)| size.height + GAP.1).sum::<f32>() - GAP.1;
        let mut top = -height / 2.0;
        for (id, size) in column {
            let middle = toward * (WHOLE_SIZE.0 / 2.0 + GAP.0 + size.width / 2.0);
            if let Some(component) = system.components.get_mut(&id) {
                component.shape = Rectangle::new(middle - size.width / 2.0, top, size.width, size.height);
            }
            top += size.height + GAP.1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagram::Diagram;
    use crate::edit::{Edit, Placement, create};
    use crate::model::{Point, ScenarioId};

    /// A user calls a service on a node, which reads a store beside it; a pipeline feeds the store.
    fn project() -> Project {
        let mut project = Project { name: "Shop".to_owned(), ..Project::default() };
        let (id, node) = create::node(&project, "cloud_region", Point::new(500.0, 100.0));
        Edit::PutNode(id, node).apply(&mut project).unwrap();
        let kinds = [("user", 0.0), ("service", 500.0), ("data_store", 900.0), ("training_pipeline", 1300.0)];
        for (kind, x) in kinds {
            let (id, component) = create::component(&project, kind, Point::new(x, 100.0));
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        let ids: Vec<ComponentId> = project.system.components.keys().cloned().collect();
        let call = ConnectorKind::SynchronousCall;
        for (source, target, kind) in [(0, 1, call), (1, 2, call), (3, 2, ConnectorKind::DataFlow)] {
            let (id, connector) = create::connector(&project, &ids[source], &ids[target], kind);
            Edit::PutConnector(id, connector).apply(&mut project).unwrap();
        }
        let (id, scenario) = create::scenario(&project, &ids[0]);
        Edit::PutScenario(id, scenario).apply(&mut project).unwrap();
        project
    }

    fn check(project: &Project, view: &ViewKey, components: &[&str], connectors: usize, nodes: usize) {
        let diagram = Diagram::of_view(&Arc::new(project.clone()), view);
        let system = diagram.system();
        let names: Vec<_> = system.components.keys().map(ComponentId::as_str).collect();
        assert_eq!(names, components, "{view:?}");
        assert_eq!((system.connectors.len(), system.nodes.len()), (connectors, nodes), "{view:?}");
    }

    #[test]
    fn each_view_shows_its_part() {
        let project = project();
        let all = ["user", "service", "data_store", "training_pipeline"];
        check(&project, &ViewKey::Everything, &all, 3, 1);
        check(&project, &ViewKey::Context, &["user", WHOLE], 1, 0);
        check(&project, &ViewKey::Components, &all, 3, 0);
        check(&project, &ViewKey::Deployment, &["user", "service"], 1, 1);
        check(&project, &ViewKey::DataFlow, &["data_store", "training_pipeline"], 1, 0);
        check(&project, &ViewKey::Scenario(ScenarioId::new("scenario")), &all[..3], 2, 1);
    }

    #[test]
    fn a_place_in_a_view_is_of_that_view_and_a_name_of_all() {
        let mut project = project();
        let service = ElementId::Component("service".into());
        let shape = Rectangle::new(7.0, 8.0, 200.0, 90.0);
        let shapes = vec![(service.clone(), shape)];
        Edit::Place(Placement { view: ViewKey::Components, shapes, lines: Vec::new() }).apply(&mut project).unwrap();
        let mut renamed = project.system.components[1].clone();
        renamed.name = "Checkout".to_owned();
        Edit::PutComponent("service".into(), renamed).apply(&mut project).unwrap();
        let project = Arc::new(project);
        for view in project.view_keys() {
            let diagram = Diagram::of_view(&project, &view);
            if let Some(component) = diagram.system().components.get(&ComponentId::new("service")) {
                assert_eq!(component.name, "Checkout");
                assert_eq!(component.shape == shape, view == ViewKey::Components, "{view:?}");
            }
        }
    }

    #[test]
    fn what_a_view_hides_is_still_there_and_deleting_forgets_its_places() {
        let mut project = project();
        let store = ElementId::Component("data_store".into());
        Edit::Hide(ViewKey::Components, [store.clone()].into()).apply(&mut project).unwrap();
        check(&project, &ViewKey::Components, &["user", "service", "training_pipeline"], 1, 0);
        check(&project, &ViewKey::Everything, &["user", "service", "data_store", "training_pipeline"], 3, 1);
        Edit::Delete(vec![store]).apply(&mut project).unwrap();
        assert!(project.views.is_empty());
    }
}

//! A style or pattern of the catalogue as a piece of a drawing: its elements around one boundary that declares it.

use std::collections::{BTreeMap, BTreeSet};

use super::create::{COMPONENT_SIZE, unused_name};
use super::{Clip, Edit};
use crate::catalog::{Template, TemplateComponent, catalog};
use crate::model::{
    Boundary, BoundaryId, BoundaryKind, Component, ComponentId, Connector, ConnectorId, DeploymentNode, ElementId,
    Facts, Line, NodeId, Point, Project, Rectangle, System,
};

/// From one column of a template to the next.
const COLUMN: f32 = 240.0;
/// From one row of a template to the next.
const ROW: f32 = 150.0;
/// Room between a frame's sides and what is inside.
const MARGIN: f32 = 20.0;
/// Room for a frame's title.
const TITLE: f32 = 20.0;
/// What the boundary that declares the style is called within the template.
const AROUND: &str = "around";

/// What a template puts into a drawing, with its upper left component near the origin.
pub fn clip(template: &Template) -> Clip {
    let mut system = System::default();
    let shapes: BTreeMap<&str, Rectangle> =
        template.components.iter().map(|component| (component.id.as_str(), place(component))).collect();
    let around = |is_meant: &dyn Fn(&TemplateComponent) -> bool| {
        let inside = template.components.iter().filter(|component| is_meant(component));
        inside.map(|component| shapes[component.id.as_str()]).reduce(Rectangle::union).map(framed)
    };
    for node in &template.nodes {
        let shape = around(&|component| component.node.as_ref() == Some(&node.id)).unwrap_or_default();
        system.nodes.insert(
            NodeId::new(&node.id),
            DeploymentNode {
                name: node.name.clone(),
                kind: node.kind.clone(),
                description: String::new(),
                shape,
                parent: None,
                properties: catalog()
                    .node_kind(&node.kind)
                    .map(crate::catalog::ElementKind::defaults)
                    .unwrap_or_default(),
                facts: Facts::default(),
            },
        );
    }
    for inner in &template.boundaries {
        let shape = around(&|component| component.within.contains(&inner.id)).unwrap_or_default();
        let boundary =
            Boundary { name: inner.name.clone(), kind: inner.kind, description: String::new(), style: None, shape };
        system.boundaries.insert(BoundaryId::new(&inner.id), boundary);
    }
    let declaring = declaring(template, &system, &shapes);
    system.boundaries.insert(BoundaryId::new(AROUND), declaring);
    for component in &template.components {
        system.components.insert(ComponentId::new(&component.id), drawn(component, shapes[component.id.as_str()]));
    }
    for connector in &template.connectors {
        let mut properties = catalog().connector_defaults(connector.kind);
        properties.extend(connector.properties.clone());
        let id = ConnectorId::new(&format!("{}_to_{}", connector.source, connector.target));
        let drawn = Connector {
            source: ComponentId::new(&connector.source),
            target: ComponentId::new(&connector.target),
            kind: connector.kind,
            label: connector.label.clone(),
            condition: connector.condition,
            parallel: connector.is_parallel,
            line: Line::default(),
            properties,
            facts: Facts { stated: connector.facts.clone(), ..Facts::default() },
        };
        system.connectors.insert(id, drawn);
    }
    Clip { system, ..Clip::default() }
}

/// The edits that put a template into `project` with its middle at `center`, under unused identifiers and names, and the
/// elements that come of it. Nothing else changes.
pub fn insertion(project: &Project, template: &Template, center: Point) -> (Vec<Edit>, BTreeSet<ElementId>) {
    let mut clip = clip(template);
    give_unused_names(&mut clip.system, project);
    let middle = clip.extent().unwrap_or_default().center();
    clip.paste(project, center.x - middle.x, center.y - middle.y)
}

fn place(component: &TemplateComponent) -> Rectangle {
    let [column, row] = component.at;
    Rectangle::new(column * COLUMN, row * ROW, COMPONENT_SIZE.0, COMPONENT_SIZE.1)
}

/// A frame around `inside`, with room for a title.
fn framed(inside: Rectangle) -> Rectangle {
    let around = inside.grown(MARGIN);
    Rectangle::new(around.corner.x, around.corner.y - TITLE, around.size.width, around.size.height + TITLE)
}

/// The boundary that declares the style, around what lies inside and the frames of it.
fn declaring(template: &Template, system: &System, shapes: &BTreeMap<&str, Rectangle>) -> Boundary {
    let inside = template.components.iter().filter(|component| !component.is_outside);
    let frames = inside.clone().flat_map(|component| {
        let node = component.node.iter().filter_map(|id| system.nodes.get(&NodeId::new(id))).map(|node| node.shape);
        let within = component.within.iter().filter_map(|id| system.boundaries.get(&BoundaryId::new(id)));
        node.chain(within.map(|boundary| boundary.shape))
    });
    let shape = inside.clone().map(|component| shapes[component.id.as_str()]).chain(frames).reduce(Rectangle::union);
    Boundary {
        name: template.name.clone(),
        kind: BoundaryKind::Area,
        description: template.purpose.clone(),
        style: Some(template.style),
        shape: shape.map(framed).unwrap_or_default(),
    }
}

fn drawn(component: &TemplateComponent, shape: Rectangle) -> Component {
    let mut properties = catalog().component_kind(&component.kind).map(|kind| kind.defaults()).unwrap_or_default();
    properties.extend(component.properties.clone());
    let mut boundaries: BTreeSet<_> = component.within.iter().map(|id| BoundaryId::new(id)).collect();
    if !component.is_outside {
        boundaries.insert(BoundaryId::new(AROUND));
    }
    Component {
        name: component.name.clone(),
        kind: component.kind.clone(),
        description: String::new(),
        shape,
        deployed_on: component.node.as_ref().map(|id| NodeId::new(id)),
        boundaries,
        properties,
        facts: Facts { stated: component.facts.clone(), ..Facts::default() },
    }
}

fn give_unused_names(added: &mut System, project: &Project) {
    let there = &project.system;
    for component in added.components.values_mut() {
        let is_taken = |name: &str| there.components.values().any(|other| other.name == name);
        component.name = unused_name(&component.name, is_taken);
    }
    for node in added.nodes.values_mut() {
        node.name = unused_name(&node.name, |name| there.nodes.values().any(|other| other.name == name));
    }
    for boundary in added.boundaries.values_mut() {
        boundary.name = unused_name(&boundary.name, |name| there.boundaries.values().any(|other| other.name == name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::History;
    use crate::model::Style;

    fn insert(history: &mut History, style: Style, center: Point) -> BTreeSet<ElementId> {
        let (edits, added) = insertion(history.project(), catalog().template(style), center);
        history.begin("insert");
        for edit in &edits {
            history.edit(edit).unwrap();
        }
        history.commit();
        added
    }

    #[test]
    fn nothing_that_is_drawn_overlaps() {
        for template in catalog().templates() {
            let name = &template.name;
            let system = clip(template).system;
            let boxes: Vec<_> = system.components.values().collect();
            for (index, one) in boxes.iter().enumerate() {
                for other in &boxes[..index] {
                    assert!(!one.shape.touches(other.shape), "{name}: {} and {}", one.name, other.name);
                }
            }
            let nodes = system.nodes.iter().map(|(id, node)| (ElementId::Node(id.clone()), node.shape));
            let boundaries = system.boundaries.iter();
            let boundaries = boundaries.map(|(id, boundary)| (ElementId::Boundary(id.clone()), boundary.shape));
            let frames: Vec<_> = nodes.chain(boundaries).collect();
            for (index, (frame, shape)) in frames.iter().enumerate() {
                for component in &boxes {
                    let belongs = match frame {
                        ElementId::Node(id) => component.deployed_on.as_ref() == Some(id),
                        ElementId::Boundary(id) => component.boundaries.contains(id),
                        _ => false,
                    };
                    let is_right =
                        if belongs { shape.encloses(component.shape) } else { !shape.touches(component.shape) };
                    assert!(is_right, "{name}: {} and {frame:?}", component.name);
                }
                for (_, other) in &frames[..index] {
                    let nests = shape.encloses(*other) || other.encloses(*shape) || !shape.touches(*other);
                    assert!(nests, "{name}: {frame:?}");
                }
            }
        }
    }

    #[test]
    fn inserting_is_one_step_that_adds_and_changes_nothing_else() {
        let mut history = History::new(Project::default());
        insert(&mut history, Style::Heartbeat, Point::new(0.0, 0.0));
        let before = std::sync::Arc::clone(history.project());
        let template = catalog().template(Style::Heartbeat);
        let added = insert(&mut history, Style::Heartbeat, Point::new(2000.0, 500.0));
        let system = &history.project().system;
        assert_eq!(system.components.len(), 2 * template.components.len());
        assert_eq!(system.connectors.len(), 2 * template.connectors.len());
        assert_eq!(added.len(), template.components.len() + 1);
        for (id, component) in &before.system.components {
            assert_eq!(system.components[id], *component);
        }
        let names: BTreeSet<_> = system.components.values().map(|component| &component.name).collect();
        assert_eq!(names.len(), system.components.len(), "names are unique");
        let extent = added.iter().filter_map(|element| system.shape(element)).reduce(Rectangle::union).unwrap();
        assert!(extent.center().distance(Point::new(2000.0, 500.0)) < 0.1, "{extent:?}");
        assert!(history.undo());
        assert_eq!(**history.project(), *before);
    }

    #[test]
    fn every_template_can_be_put_in_twice_under_names_of_its_own() {
        for template in catalog().templates() {
            let mut history = History::new(Project::default());
            insert(&mut history, template.style, Point::new(0.0, 0.0));
            insert(&mut history, template.style, Point::new(4000.0, 0.0));
            let (name, system) = (&template.name, &history.project().system);
            assert_eq!(system.components.len(), 2 * template.components.len(), "{name}");
            assert_eq!(system.connectors.len(), 2 * template.connectors.len(), "{name}");
            assert_eq!(system.nodes.len(), 2 * template.nodes.len(), "{name}");
            assert_eq!(system.boundaries.len(), 2 * (template.boundaries.len() + 1), "{name}");
            let components: BTreeSet<_> = system.components.values().map(|found| &found.name).collect();
            assert_eq!(components.len(), system.components.len(), "{name}");
            let nodes: BTreeSet<_> = system.nodes.values().map(|found| &found.name).collect();
            assert_eq!(nodes.len(), system.nodes.len(), "{name}");
            let boundaries: BTreeSet<_> = system.boundaries.values().map(|found| &found.name).collect();
            assert_eq!(boundaries.len(), system.boundaries.len(), "{name}");
        }
    }

    #[test]
    fn what_lies_inside_says_so_and_facts_name_the_new_components() {
        let mut history = History::new(Project::default());
        for _ in 0..2 {
            insert(&mut history, Style::RedundantSpare, Point::new(0.0, 0.0));
        }
        let system = &history.project().system;
        for boundary in system.boundaries.keys() {
            assert_eq!(system.components.values().filter(|found| found.boundaries.contains(boundary)).count(), 3);
        }
        let named: BTreeSet<_> = system.components.values().flat_map(|found| found.facts.components()).collect();
        assert_eq!(named.len(), 4, "each copy falls back on its own neighbour");
    }
}

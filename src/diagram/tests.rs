//! What is drawn, and what is found at a place.

use std::sync::Arc;

use super::*;
use crate::model::{
    Boundary, BoundaryKind, CallCondition, Component, Connector, ConnectorKind, DeploymentNode, Line, NodeId, Note,
};

fn component(x: f32, y: f32, node: Option<&str>) -> Component {
    Component {
        name: "Service".to_owned(),
        kind: "service".to_owned(),
        description: String::new(),
        shape: Rectangle::new(x, y, 160.0, 64.0),
        deployed_on: node.map(NodeId::new),
        boundaries: std::collections::BTreeSet::new(),
        properties: crate::model::Properties::new(),
        facts: crate::model::Facts::default(),
    }
}

fn node(shape: Rectangle, parent: Option<&str>) -> DeploymentNode {
    DeploymentNode {
        name: "Region".to_owned(),
        kind: "cloud_region".to_owned(),
        description: String::new(),
        shape,
        parent: parent.map(NodeId::new),
        properties: crate::model::Properties::new(),
        facts: crate::model::Facts::default(),
    }
}

fn connector(source: &str, target: &str) -> Connector {
    Connector {
        source: source.into(),
        target: target.into(),
        kind: ConnectorKind::SynchronousCall,
        label: "ask".to_owned(),
        condition: CallCondition::Always,
        parallel: false,
        line: Line::default(),
        properties: crate::model::Properties::new(),
        facts: crate::model::Facts::default(),
    }
}

/// A region with a cluster in it, two services on the cluster, one outside; a trust zone around everything; a note.
fn project() -> Project {
    let mut project = Project::default();
    let system = &mut project.system;
    system.nodes.insert("cluster".into(), node(Rectangle::new(340.0, 60.0, 460.0, 180.0), Some("region")));
    system.nodes.insert("region".into(), node(Rectangle::new(320.0, 20.0, 520.0, 260.0), None));
    system.components.insert("outside".into(), component(40.0, 100.0, None));
    system.components.insert("first".into(), component(380.0, 110.0, Some("cluster")));
    system.components.insert("second".into(), component(600.0, 110.0, Some("cluster")));
    for (id, source, target) in [("a", "outside", "first"), ("b", "outside", "second"), ("c", "first", "second")] {
        system.connectors.insert(id.into(), connector(source, target));
    }
    let shape = Rectangle::new(0.0, 0.0, 900.0, 320.0);
    let boundary = Boundary {
        name: "Company".to_owned(),
        kind: BoundaryKind::TrustZone,
        description: String::new(),
        style: None,
        shape,
    };
    system.boundaries.insert("company".into(), boundary);
    system
        .notes
        .insert("note".into(), Note { text: "Why".to_owned(), shape: Rectangle::new(60.0, 220.0, 120.0, 60.0) });
    project
}

fn check_hit(diagram: &Diagram, point: Point, expected: Option<&str>) {
    let found = diagram.at(point, 5.0).map(|hit| match hit.element {
        ElementId::Component(id) => id.to_string(),
        ElementId::Connector(id) => id.to_string(),
        ElementId::Node(id) => id.to_string(),
        ElementId::Boundary(id) => id.to_string(),
        ElementId::Note(id) => id.to_string(),
    });
    assert_eq!(found.as_deref(), expected, "at {point:?}");
}

#[test]
fn the_foremost_element_is_hit_and_boundaries_only_at_their_edge() {
    let diagram = Diagram::of(&Arc::new(project()));
    check_hit(&diagram, Point::new(400.0, 130.0), Some("first"));
    check_hit(&diagram, Point::new(360.0, 220.0), Some("cluster"));
    check_hit(&diagram, Point::new(330.0, 150.0), Some("region"));
    check_hit(&diagram, Point::new(100.0, 240.0), Some("note"));
    check_hit(&diagram, Point::new(450.0, 300.0), None);
    check_hit(&diagram, Point::new(450.0, 318.0), Some("company"));
    check_hit(&diagram, Point::new(40.0, 10.0), Some("company"));
    check_hit(&diagram, Point::new(-300.0, 10.0), None);
    let line = diagram.connectors[0].middle();
    check_hit(&diagram, line, Some("a"));
}

#[test]
fn frames_lie_behind_the_frames_inside_them() {
    let diagram = Diagram::of(&Arc::new(project()));
    let order: Vec<_> = diagram.frames.iter().map(|frame| frame.shape.size.width).collect();
    assert_eq!(order, [900.0, 520.0, 460.0]);
}

#[test]
fn a_collapsed_node_stands_for_what_is_inside() {
    let mut project = project();
    project.system.collapsed = [NodeId::new("region"), NodeId::new("cluster")].into();
    let diagram = Diagram::of(&Arc::new(project));
    let names: Vec<_> = diagram.boxes.iter().map(|placed| placed.element.clone()).collect();
    assert_eq!(names, [ElementId::Node("region".into()), ElementId::Component("outside".into())]);
    let [line] = diagram.connectors.as_slice() else { panic!("{:?}", diagram.connectors) };
    assert_eq!(line.ids, ["a".into(), "b".into()]);
    assert_eq!(line.target, ElementId::Node("region".into()));
    assert_eq!(line.plate.as_ref().unwrap().1, ["2 connectors"]);
    assert_eq!(diagram.shape(&ElementId::Component("first".into())), None);
}

#[test]
fn what_is_visible_is_what_a_look_at_everything_finds() {
    let mut project = Project::default();
    for index in 0..200_u16 {
        let (x, y) = (f32::from(index % 20) * 230.0, f32::from(index / 20) * 110.0);
        project.system.components.insert(format!("c{index}").as_str().into(), component(x, y, None));
    }
    let diagram = Diagram::of(&Arc::new(project));
    for area in [
        Rectangle::new(0.0, 0.0, 10.0, 10.0),
        Rectangle::new(500.0, 300.0, 800.0, 400.0),
        Rectangle::new(-500.0, 0.0, 9000.0, 5.0),
    ] {
        let brute: Vec<_> =
            (0..diagram.boxes.len()).filter(|index| diagram.boxes[*index].shape.touches(area)).collect();
        assert_eq!(diagram.visible(area).boxes, brute);
        assert!(!brute.is_empty());
    }
}

#[test]
fn far_from_a_change_lines_keep_their_place() {
    let mut project = Project::default();
    for index in 0..400_u16 {
        let (x, y) = (f32::from(index % 20) * 260.0, f32::from(index / 20) * 130.0);
        project.system.components.insert(format!("c{index}").as_str().into(), component(x, y, None));
    }
    for index in 0..380_u16 {
        let (source, target) = (format!("c{index}"), format!("c{}", index + 20));
        project.system.connectors.insert(format!("k{index}").as_str().into(), connector(&source, &target));
    }
    let before = Diagram::of(&Arc::new(project.clone()));
    project.system.components[0].shape = Rectangle::new(130.0, 65.0, 160.0, 64.0);
    let project = Arc::new(project);
    let after = before.next(&project, &ViewKey::Everything);
    let sketchy = before.sketchy(&project, &ViewKey::Everything);
    let differing = |other: &Diagram| -> Vec<usize> {
        (0..before.connectors.len()).filter(|index| before.connectors[*index] != other.connectors[*index]).collect()
    };
    assert!(differing(&sketchy).contains(&0) && differing(&sketchy).len() < 12, "{:?}", differing(&sketchy));
    assert_eq!(before.next_while(&project, &ViewKey::Everything, &|| false).map(|_| ()), None);
    assert_eq!(before.connectors.len(), after.connectors.len());
    let moved = differing(&after);
    assert!(moved.contains(&0), "the connector of the moved box is drawn anew");
    assert!(moved.len() < 12, "{moved:?}");
    let ends = after.connectors[0].points[0];
    assert!(Rectangle::new(130.0, 65.0, 160.0, 64.0).grown(0.5).contains(ends));
}

#[test]
fn what_is_dragged_is_shown_wherever_it_comes_from() {
    let diagram = Diagram::of(&Arc::new(project()));
    let nowhere = Rectangle::new(5000.0, 5000.0, 10.0, 10.0);
    assert_eq!(diagram.visible(nowhere), Visible::default());
    let visible = diagram.visible_with(nowhere, [ElementId::Component("first".into())].iter());
    assert_eq!(visible.boxes.len(), 1);
    let ids = visible.connectors.iter().map(|index| diagram.connectors[*index].ids[0].as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["a", "c"]);
}

#[test]
fn broken_places_are_left_out() {
    let mut project = project();
    project.system.components[0].shape = Rectangle::new(f32::NAN, 0.0, 10.0, 10.0);
    project.system.nodes[0].shape = Rectangle::new(0.0, f32::INFINITY, 10.0, 0.0);
    let diagram = Diagram::of(&Arc::new(project));
    assert_eq!((diagram.boxes.len(), diagram.frames.len(), diagram.connectors.len()), (2, 2, 1));
    assert!(Diagram::of(&Arc::default()).extent().is_none());
}

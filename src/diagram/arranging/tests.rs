//! What an arrangement promises: nothing overlaps, frames hold their content, calls run one way, little changes twice.

use std::sync::Arc;

use proptest::prelude::*;
use strum::IntoEnumIterator as _;

use super::*;
use crate::edit::{Edit, create};
use crate::model::{BoundaryKind, ConnectorKind, NodeId, Project};

/// A drawing from numbers: boxes with the node each runs on (0 for none), nodes with the one each is part of, calls.
fn drawing(boxes: &[usize], nodes: &[usize], calls: &[(usize, usize)]) -> Project {
    let mut project = Project::default();
    for (index, parent) in nodes.iter().enumerate() {
        let (id, mut node) = create::node(&project, "cloud_region", Point::new(index as f32 * 37.0, 50.0));
        node.parent =
            (*parent > 0 && *parent <= index).then(|| project.system.nodes.get_index(parent - 1).unwrap().0.clone());
        Edit::PutNode(id, node).apply(&mut project).unwrap();
    }
    for (index, node) in boxes.iter().enumerate() {
        let at = Point::new((index * 67 % 500) as f32, (index * 31 % 300) as f32);
        let (id, mut component) = create::component(&project, "service", at);
        let index = node.checked_sub(1).filter(|index| *index < project.system.nodes.len());
        component.deployed_on = index.map(|index| project.system.nodes.get_index(index).unwrap().0.clone());
        Edit::PutComponent(id, component).apply(&mut project).unwrap();
    }
    for (source, target) in calls.iter().filter(|_| !boxes.is_empty()) {
        let id = |index: usize| project.system.components.get_index(index % boxes.len()).unwrap().0.clone();
        let (key, connector) = create::connector(&project, &id(*source), &id(*target), ConnectorKind::SynchronousCall);
        Edit::PutConnector(key, connector).apply(&mut project).unwrap();
    }
    project
}

fn arrange(project: &mut Project, arrangement: Arrangement) {
    Edit::Place(arranged(&project.system, None, arrangement)).apply(project).unwrap();
}

fn check_tidy(project: &Project) {
    let system = &project.system;
    let components: Vec<_> = system.components.iter().collect();
    for (index, (id, component)) in components.iter().enumerate() {
        for (other_id, other) in &components[..index] {
            assert!(!component.shape.grown(4.0).touches(other.shape), "{id} lies on {other_id}");
        }
        for (node_id, node) in &system.nodes {
            let runs_there = component
                .deployed_on
                .as_ref()
                .is_some_and(|on| system.node_and_parents(on).any(|outer| outer == node_id));
            if runs_there {
                assert!(node.shape.encloses(component.shape), "{id} sticks out of {node_id}");
            } else {
                assert!(!node.shape.touches(component.shape), "{id} lies on {node_id}, where it does not run");
            }
        }
    }
    let is_within = |inner: &NodeId, outer: &NodeId| system.node_and_parents(inner).any(|node| node == outer);
    for (id, node) in &system.nodes {
        for (other_id, other) in system.nodes.iter().filter(|(other, _)| *other != id) {
            if is_within(id, other_id) {
                assert!(other.shape.encloses(node.shape), "{id} sticks out of {other_id}");
            } else if !is_within(other_id, id) {
                assert!(!node.shape.touches(other.shape), "{id} lies on {other_id}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_and_twice_is_as_once(
        boxes in prop::collection::vec(0_usize..5, 0..16),
        nodes in prop::collection::vec(0_usize..4, 0..5),
        calls in prop::collection::vec((0_usize..16, 0_usize..16), 0..24),
    ) {
        for arrangement in [Arrangement::Rightwards, Arrangement::Downwards, Arrangement::ByDeployment] {
            let mut project = drawing(&boxes, &nodes, &calls);
            arrange(&mut project, arrangement);
            check_tidy(&project);
            let once = project.clone();
            arrange(&mut project, arrangement);
            prop_assert!(project.system == once.system, "{:?} is not at rest", arrangement);
        }
    }
}

#[test]
fn calls_run_in_one_direction_and_a_chain_in_one_line() {
    let mut project = drawing(&[0, 0, 0, 0], &[], &[(0, 1), (1, 2), (2, 3)]);
    for (arrangement, is_down) in [(Arrangement::Rightwards, false), (Arrangement::Downwards, true)] {
        arrange(&mut project, arrangement);
        let centers: Vec<_> = project.system.components.values().map(|found| found.shape.center()).collect();
        for pair in centers.windows(2) {
            let (along, across) = if is_down {
                (pair[1].y - pair[0].y, pair[1].x - pair[0].x)
            } else {
                (pair[1].x - pair[0].x, pair[1].y - pair[0].y)
            };
            assert!(along > 100.0 && across == 0.0, "{arrangement:?}: {centers:?}");
        }
    }
}

#[test]
fn disjoint_boundaries_do_not_lie_on_one_another() {
    let calls: Vec<_> = (0..14).map(|index| (index, (index * 5 + 3) % 15)).collect();
    let mut project = drawing(&[0; 15], &[], &calls);
    for number in 0..3_usize {
        let (_, boundary) = create::boundary(&project, BoundaryKind::Area, Point::default());
        let id: crate::model::BoundaryId = format!("area{number}").as_str().into();
        Edit::PutBoundary(id.clone(), boundary).apply(&mut project).unwrap();
        for index in (0..15).filter(|index| index % 4 == number) {
            let component = project.system.components.get_index(index).unwrap().0.clone();
            Edit::Enclose(component, [id.clone()].into()).apply(&mut project).unwrap();
        }
    }
    for arrangement in [Arrangement::Rightwards, Arrangement::Downwards] {
        arrange(&mut project, arrangement);
        check_tidy(&project);
        let boundaries: Vec<_> = project.system.boundaries.iter().collect();
        for (id, boundary) in &boundaries {
            for (other, found) in boundaries.iter().filter(|(other, _)| other != id) {
                assert!(!boundary.shape.touches(found.shape), "{id} lies on {other}");
            }
            for component in project.system.components.values() {
                let is_inside = boundary.shape.encloses(component.shape);
                assert_eq!(is_inside, component.boundaries.contains(*id), "{}", component.name);
            }
        }
    }
}

#[test]
fn a_long_chain_continues_in_a_row_below() {
    let calls: Vec<_> = (0..39).map(|index| (index, index + 1)).collect();
    let mut project = drawing(&[0; 40], &[], &calls);
    arrange(&mut project, Arrangement::Rightwards);
    check_tidy(&project);
    let shapes = project.system.components.values().map(|found| found.shape);
    let extent = shapes.reduce(Rectangle::union).unwrap();
    let ratio = extent.size.width / extent.size.height;
    assert!((0.8..3.2).contains(&ratio), "{ratio}");
    let once = project.clone();
    arrange(&mut project, Arrangement::Rightwards);
    assert!(project.system == once.system, "it is at rest");
}

#[test]
fn one_more_box_leaves_the_order_of_the_others_alone() {
    let calls = [(0, 1), (0, 2), (1, 3), (2, 4), (2, 5), (3, 6), (5, 6)];
    let mut project = drawing(&[0; 7], &[], &calls);
    arrange(&mut project, Arrangement::Rightwards);
    let before = project.clone();
    let (id, component) = create::component(&project, "cache", Point::new(400.0, 900.0));
    Edit::PutComponent(id.clone(), component).apply(&mut project).unwrap();
    let source = project.system.components.get_index(6).unwrap().0.clone();
    let (key, connector) = create::connector(&project, &source, &id, ConnectorKind::SynchronousCall);
    Edit::PutConnector(key, connector).apply(&mut project).unwrap();
    arrange(&mut project, Arrangement::Rightwards);
    let center = |project: &Project, index: usize| project.system.components[index].shape.center();
    for a in 0..7 {
        for b in 0..a {
            let order = |project: &Project| {
                let (a, b) = (center(project, a), center(project, b));
                ((a.x - b.x).signum(), if (a.x - b.x).abs() < 1.0 { (a.y - b.y).signum() } else { 0.0 })
            };
            assert_eq!(order(&before), order(&project), "{a} and {b}");
        }
    }
}

#[test]
fn what_is_locked_or_not_meant_stays_and_is_not_covered() {
    let mut project = drawing(&[0; 6], &[], &[(0, 1), (1, 2), (3, 4)]);
    let elements: Vec<_> =
        project.system.elements().filter(|element| matches!(element, ElementId::Component(_))).collect();
    let only: BTreeSet<_> = elements[..3].iter().cloned().collect();
    let before = project.clone();
    Edit::Place(arranged(&project.system, Some(&only), Arrangement::Rightwards)).apply(&mut project).unwrap();
    for element in &elements[3..] {
        assert_eq!(project.system.shape(element), before.system.shape(element));
        for moved in &elements[..3] {
            let apart = !project.system.shape(moved).unwrap().touches(project.system.shape(element).unwrap());
            assert!(apart, "{moved:?} lies on {element:?}");
        }
    }
    Edit::Lock { elements: [elements[0].clone()].into(), locked: true }.apply(&mut project).unwrap();
    let place = project.system.shape(&elements[0]);
    arrange(&mut project, Arrangement::Downwards);
    assert_eq!(project.system.shape(&elements[0]), place);
}

#[test]
fn what_a_closed_node_hides_moves_along_and_a_locked_frame_keeps_its_content() {
    let mut project = drawing(&[1, 2, 0], &[0, 1], &[(0, 2), (1, 2)]);
    let nodes: Vec<_> = project.system.nodes.keys().cloned().collect();
    let offset = |project: &Project| {
        let node = project.system.nodes[&nodes[0]].shape.corner;
        let component = project.system.components[0].shape.corner;
        (component.x - node.x, component.y - node.y)
    };
    arrange(&mut project, Arrangement::Rightwards);
    let before = offset(&project);
    Edit::Collapse(nodes[0].clone(), true).apply(&mut project).unwrap();
    project.system.components[2].shape.corner = Point::new(-900.0, 700.0);
    arrange(&mut project, Arrangement::Downwards);
    assert_eq!(offset(&project), before);
    Edit::Collapse(nodes[0].clone(), false).apply(&mut project).unwrap();
    Edit::Lock { elements: [ElementId::Node(nodes[1].clone())].into(), locked: true }.apply(&mut project).unwrap();
    arrange(&mut project, Arrangement::Rightwards);
    let inner = project.system.nodes[&nodes[1]].shape;
    assert!(inner.encloses(project.system.components[1].shape), "{inner:?}");
}

#[test]
fn tiers_are_columns_in_the_order_in_which_they_are_drawn() {
    let mut project = drawing(&[0; 4], &[], &[(0, 1), (1, 2)]);
    for (name, x, members) in [("front", 0.0, vec![0, 3]), ("middle", 500.0, vec![1]), ("back", 900.0, vec![2])] {
        let (_, boundary) = create::boundary(&project, BoundaryKind::Tier, Point::new(x, 0.0));
        Edit::PutBoundary(name.into(), boundary).apply(&mut project).unwrap();
        for index in members {
            let id = project.system.components.get_index(index).unwrap().0.clone();
            Edit::Enclose(id, [name.into()].into()).apply(&mut project).unwrap();
        }
    }
    arrange(&mut project, Arrangement::ByTier);
    let center = |index: usize| project.system.components[index].shape.center();
    assert!(center(0).x < center(1).x && center(1).x < center(2).x);
    assert_eq!(center(0).x, center(3).x);
    for boundary in project.system.boundaries.keys() {
        let shape = project.system.boundaries[boundary].shape;
        for component in project.system.components.values() {
            assert_eq!(shape.encloses(component.shape), component.boundaries.contains(boundary));
        }
    }
}

#[test]
fn broken_places_are_arranged_as_well() {
    let mut project = drawing(&[0, 0, 1], &[0], &[(0, 1), (1, 2), (2, 0)]);
    project.system.components[0].shape.corner = Point::new(f32::NAN, f32::INFINITY);
    project.system.nodes[0].parent = Some(project.system.nodes.get_index(0).unwrap().0.clone());
    for arrangement in Arrangement::iter() {
        let placement = arranged(&project.system, None, arrangement);
        let finite = |value: f32| value.is_finite();
        let shapes = placement.shapes.iter().map(|(_, shape)| *shape);
        let broken = shapes.filter(|shape| !finite(shape.corner.x) || !finite(shape.corner.y)).count();
        assert_eq!(broken, 0, "{arrangement:?}");
    }
    drop(crate::diagram::Diagram::of(&Arc::new(project)));
}

//! What a move means: a component that is dropped on a node runs there, a node dropped on another becomes part of it.

use std::collections::BTreeSet;

use crate::edit::{Edit, create};
use crate::model::{ElementId, NodeId, Rectangle, System};

/// The edits that follow after `elements` and what they carry were moved; `system` is as it is drawn after the move. A
/// view that shows no nodes says nothing about where things run, and likewise with boundaries.
pub fn dropped(system: &System, elements: &BTreeSet<ElementId>) -> Vec<Edit> {
    let moving = super::carried(system, elements);
    let moves = |node: Option<&NodeId>| node.is_some_and(|id| moving.contains(&ElementId::Node(id.clone())));
    let mut edits = Vec::new();
    for element in &moving {
        match element {
            ElementId::Component(id) => {
                let Some(component) = system.components.get(id) else { continue };
                let center = component.shape.center();
                let boundaries = create::boundaries_at(system, center);
                if !system.boundaries.is_empty() && boundaries != component.boundaries {
                    edits.push(Edit::Enclose(id.clone(), boundaries));
                }
                let node = create::node_at(system, center);
                let stays = system.nodes.is_empty() || moves(component.deployed_on.as_ref());
                if !stays && node != component.deployed_on {
                    edits.push(Edit::Deploy(id.clone(), node));
                }
            }
            ElementId::Node(id) => {
                let Some(node) = system.nodes.get(id) else { continue };
                let parent = outer_node(system, id, node.shape);
                if !moves(node.parent.as_ref()) && parent != node.parent {
                    edits.push(Edit::Nest(id.clone(), parent));
                }
            }
            _ => {}
        }
    }
    edits
}

/// The smallest node around `shape` that is no part of the node `id`.
fn outer_node(system: &System, id: &NodeId, shape: Rectangle) -> Option<NodeId> {
    let area = |shape: Rectangle| shape.size.width * shape.size.height;
    let around = system.nodes.iter().filter(|(other, node)| {
        node.shape.contains(shape.center())
            && area(node.shape) > area(shape)
            && !system.node_and_parents(other).any(|outer| outer == id)
    });
    around.min_by(|a, b| area(a.1.shape).total_cmp(&area(b.1.shape))).map(|(id, _)| id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::moved;
    use crate::model::{BoundaryKind, Point, Project};

    /// A region, a cluster beside it with a service on it, and a trust zone far to the right.
    fn project() -> Project {
        let mut project = Project::default();
        for (center, size) in [(Point::new(0.0, 0.0), (900.0, 700.0)), (Point::new(1000.0, 0.0), (300.0, 200.0))] {
            let (id, mut node) = create::node(&project, "cloud_region", center);
            node.shape = Rectangle::new(center.x - size.0 / 2.0, center.y - size.1 / 2.0, size.0, size.1);
            Edit::PutNode(id, node).apply(&mut project).unwrap();
        }
        let (id, component) = create::component(&project, "service", Point::new(1000.0, 20.0));
        Edit::PutComponent(id, component).apply(&mut project).unwrap();
        let (id, boundary) = create::boundary(&project, BoundaryKind::TrustZone, Point::new(3000.0, 0.0));
        Edit::PutBoundary(id, boundary).apply(&mut project).unwrap();
        project
    }

    fn move_by(project: &mut Project, element: ElementId, offset: (f32, f32)) {
        let elements = [element].into();
        let placement = moved(&project.system, &elements, offset);
        Edit::Place(placement).apply(project).unwrap();
        for edit in dropped(&project.system, &elements) {
            edit.apply(project).unwrap();
        }
    }

    #[test]
    fn a_node_dropped_on_another_becomes_part_of_it_and_keeps_what_runs_on_it() {
        let mut project = project();
        move_by(&mut project, ElementId::Node("cloud_region_2".into()), (-1000.0, 0.0));
        assert_eq!(project.system.nodes[1].parent, Some("cloud_region".into()));
        assert_eq!(project.system.components[0].deployed_on, Some("cloud_region_2".into()));
        assert_eq!(project.system.components[0].shape.center(), Point::new(0.0, 20.0));
        move_by(&mut project, ElementId::Node("cloud_region".into()), (50.0, 50.0));
        assert_eq!(project.system.components[0].shape.center(), Point::new(50.0, 70.0));
        assert_eq!(project.system.nodes[1].parent, Some("cloud_region".into()));
        move_by(&mut project, ElementId::Node("cloud_region_2".into()), (0.0, 4000.0));
        assert_eq!(project.system.nodes[1].parent, None);
    }

    #[test]
    fn a_component_joins_the_boundary_it_is_dropped_in_and_leaves_it_again() {
        let mut project = project();
        let service = ElementId::Component("service".into());
        move_by(&mut project, service.clone(), (2000.0, 0.0));
        assert_eq!(project.system.components[0].boundaries, ["trust_zone".into()].into());
        assert_eq!(project.system.components[0].deployed_on, None);
        move_by(&mut project, ElementId::Boundary("trust_zone".into()), (0.0, 500.0));
        assert_eq!(project.system.components[0].shape.center(), Point::new(3000.0, 520.0));
        move_by(&mut project, service, (0.0, 900.0));
        assert!(project.system.components[0].boundaries.is_empty());
    }

    #[test]
    fn what_is_locked_stays() {
        let mut project = project();
        let service = ElementId::Component("service".into());
        let before = project.system.components[0].shape;
        Edit::Lock { elements: [service.clone()].into(), locked: true }.apply(&mut project).unwrap();
        move_by(&mut project, service, (10.0, 0.0));
        assert_eq!(project.system.components[0].shape, before);
        move_by(&mut project, ElementId::Node("cloud_region_2".into()), (10.0, 0.0));
        assert_eq!(project.system.components[0].shape, before.moved(10.0, 0.0));
    }
}

//! Drags without a window: what they show while they last, and what they leave behind.

use std::sync::Arc;

use super::*;
use crate::edit::{Placement, create};
use crate::model::{Line, Project};

const FREE: Manner = Manner { free: true, straight: false, copy: false, on_grid: false, reach: 5.0 };
const GRIDDED: Manner = Manner { free: false, on_grid: true, ..FREE };

fn project() -> Project {
    let mut project = Project::default();
    let (id, node) = create::node(&project, "cloud_region", Point::new(500.0, 200.0));
    Edit::PutNode(id, node).apply(&mut project).unwrap();
    for center in [Point::new(500.0, 200.0), Point::new(100.0, 203.0)] {
        let (id, component) = create::component(&project, "service", center);
        Edit::PutComponent(id, component).apply(&mut project).unwrap();
    }
    project
}

fn moving(diagram: &Diagram, element: ElementId, from: Point) -> Tool {
    let area = Rectangle::new(-5000.0, -5000.0, 10_000.0, 10_000.0);
    Tool::Moving(Moving::new(diagram, &[element].into(), from, area).unwrap())
}

fn finish(tool: Tool, diagram: &Diagram) -> Project {
    let mut project = Project::clone(diagram.project());
    for edit in tool.finish(diagram).edits {
        edit.apply(&mut project).unwrap();
    }
    project
}

#[test]
fn a_node_takes_its_components_along_and_they_stay_deployed() {
    let diagram = Diagram::of(&Arc::new(project()));
    let shape = diagram.project().system.nodes[0].shape;
    let node = ElementId::Node("cloud_region".into());
    let mut tool = moving(&diagram, node.clone(), Point::new(0.0, 0.0));
    tool.drag(&diagram, Point::new(1000.0, 7.0), FREE);
    assert_eq!(tool.shapes().unwrap()[&node], shape.moved(1000.0, 7.0));
    let after = finish(tool, &diagram);
    assert_eq!(after.system.nodes[0].shape, shape.moved(1000.0, 7.0));
    assert_eq!(after.system.components[0].shape.center(), Point::new(1500.0, 207.0));
    assert_eq!(after.system.components[0].deployed_on, Some("cloud_region".into()));
}

#[test]
fn a_component_comes_to_rest_on_the_grid_and_is_deployed_where_it_is_dropped() {
    let diagram = Diagram::of(&Arc::new(project()));
    let mut tool = moving(&diagram, ElementId::Component("service_2".into()), Point::new(100.0, 203.0));
    tool.drag(&diagram, Point::new(453.0, 251.0), GRIDDED);
    let after = finish(tool, &diagram);
    let corner = after.system.components[1].shape.corner;
    assert_eq!((corner.x % GRID, corner.y % GRID), (0.0, 0.0));
    assert_eq!(after.system.components[1].deployed_on, Some("cloud_region".into()));
}

#[test]
fn shift_keeps_the_axis() {
    let diagram = Diagram::of(&Arc::new(project()));
    let mut tool = moving(&diagram, ElementId::Component("service_2".into()), Point::new(100.0, 203.0));
    tool.drag(&diagram, Point::new(100.0, 503.0), Manner { straight: true, ..FREE });
    tool.drag(&diagram, Point::new(140.0, 503.0), Manner { straight: true, ..FREE });
    let center = finish(tool, &diagram).system.components[1].shape.center();
    assert_eq!(center, Point::new(100.0, 503.0));
}

#[test]
fn a_copy_leaves_the_original_where_it_is() {
    let diagram = Diagram::of(&Arc::new(project()));
    let mut tool = moving(&diagram, ElementId::Component("service_2".into()), Point::new(100.0, 203.0));
    tool.drag(&diagram, Point::new(100.0, 503.0), Manner { copy: true, ..FREE });
    assert!(tool.shapes().is_none(), "the original stays in sight");
    let after = finish(tool, &diagram);
    assert_eq!(after.system.components[1], diagram.project().system.components[1]);
    assert_eq!(after.system.components[2].shape.center(), Point::new(100.0, 503.0));
}

#[test]
fn a_drag_that_returns_to_its_start_is_no_step() {
    let diagram = Diagram::of(&Arc::new(project()));
    let mut tool = moving(&diagram, ElementId::Component("service_2".into()), Point::new(100.0, 203.0));
    tool.drag(&diagram, Point::new(300.0, 203.0), FREE);
    tool.drag(&diagram, Point::new(100.0, 203.0), FREE);
    assert_eq!(tool.finish(&diagram), Outcome::default());
}

fn resize(handle: Handle, to: Point, manner: Manner) -> Rectangle {
    let diagram = Diagram::of(&Arc::new(project()));
    let element = ElementId::Component("service_2".into());
    let shape = diagram.shape(&element).unwrap();
    let mut tool = Tool::Resizing(Resizing::new(element, shape, handle, handle.place(shape)));
    tool.drag(&diagram, to, manner);
    finish(tool, &diagram).system.components[1].shape
}

#[test]
fn each_handle_moves_its_own_edges() {
    let before = project().system.components[1].shape;
    let wider = resize(Handle { x: -1, y: 0 }, before.corner.moved(-40.0, 100.0), FREE);
    assert_eq!(wider.far_corner(), before.far_corner());
    assert_eq!(wider.size.width, before.size.width + 40.0);
    assert_eq!(wider.size.height, before.size.height);
    let both = resize(Handle { x: 1, y: 1 }, before.far_corner().moved(30.0, 20.0), FREE);
    assert_eq!(both.corner, before.corner);
    let small = resize(Handle { x: -1, y: -1 }, before.far_corner().moved(500.0, 500.0), FREE);
    assert_eq!(small.far_corner(), before.far_corner());
    assert!(small.size.width >= 80.0 && small.size.height >= 40.0);
    let proportional =
        resize(Handle { x: 1, y: 1 }, before.far_corner().moved(160.0, 1.0), Manner { straight: true, ..FREE });
    assert_eq!(proportional.size.width / proportional.size.height, before.size.width / before.size.height);
}

#[test]
fn a_node_does_not_shrink_below_its_components() {
    let diagram = Diagram::of(&Arc::new(project()));
    let element = ElementId::Node("cloud_region".into());
    let shape = diagram.shape(&element).unwrap();
    let handle = Handle { x: 1, y: 1 };
    let mut tool = Tool::Resizing(Resizing::new(element, shape, handle, shape.far_corner()));
    tool.drag(&diagram, Point::new(0.0, 0.0), FREE);
    let after = finish(tool, &diagram);
    assert!(after.system.nodes[0].shape.encloses(after.system.components[0].shape));
}

#[test]
fn a_piece_of_a_line_moves_across_its_direction_and_the_ends_stay() {
    let mut project = project();
    let kind = crate::model::ConnectorKind::SynchronousCall;
    let (id, connector) = create::connector(&project, &"service_2".into(), &"service".into(), kind);
    Edit::PutConnector(id, connector).apply(&mut project).unwrap();
    let diagram = Diagram::of(&Arc::new(project));
    let drawn = &diagram.connectors[0];
    let mut bending = Bending::new(drawn, Line::default(), 0, drawn.middle()).unwrap();
    bending.drag(drawn.middle().moved(0.0, -80.0), FREE);
    assert_eq!(bending.points.first(), drawn.points.first());
    assert_eq!(bending.points.last(), drawn.points.last());
    let level = |pair: &[Point]| pair[0].x == pair[1].x || pair[0].y == pair[1].y;
    assert!(bending.points.windows(2).all(level), "{:?}", bending.points);
    let Outcome { edits, .. } = bending.finish(&diagram);
    let [Edit::Place(Placement { lines, .. })] = edits.as_slice() else { panic!("{edits:?}") };
    assert!(lines[0].1.bends.iter().any(|bend| bend.y == drawn.points[0].y - 80.0));
}

#[test]
fn the_frame_selects_what_it_touches_and_nodes_that_it_encloses() {
    let diagram = Diagram::of(&Arc::new(project()));
    let found = enclosed(&diagram, Rectangle::new(0.0, 0.0, 450.0, 400.0));
    let all: BTreeSet<_> =
        ["service", "service_2"].map(|id| ElementId::Component(ComponentId::new(id))).into_iter().collect();
    assert_eq!(found, all);
    let found = enclosed(&diagram, Rectangle::new(0.0, 0.0, 2000.0, 2000.0));
    assert_eq!(found.len(), 3);
}

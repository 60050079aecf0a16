//! What a drag on the canvas does: a state machine in drawing coordinates that knows nothing of the toolkit.

use std::collections::BTreeSet;

use crate::edit::{Edit, create};
use crate::model::{ComponentId, ElementId, NodeId, Point, Project, Rectangle, Size};

/// Boxes are moved and resized in steps of this many units.
pub(super) const GRID: f32 = 10.0;
/// Nothing gets smaller than this.
const SMALLEST: Size = Size::new(80.0, 40.0);

/// The drag under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Tool {
    /// None.
    #[default]
    Idle,
    /// Selects what the frame from one point to the other touches.
    Marquee {
        /// Where it began.
        from: Point,
        /// Where the pointer is.
        to: Point,
    },
    /// Moves boxes; a node takes along what is deployed on it.
    Moving {
        /// Where it began.
        from: Point,
        /// Components with their shapes before the move.
        components: Vec<(ComponentId, Rectangle)>,
        /// Nodes with their shapes before the move.
        nodes: Vec<(NodeId, Rectangle)>,
    },
    /// Pulls the lower right corner of a box.
    Resizing {
        /// The box.
        element: ElementId,
        /// Its shape before.
        shape: Rectangle,
        /// Where the drag began.
        from: Point,
    },
    /// Draws a connector.
    Connecting {
        /// Where it comes from.
        source: ComponentId,
        /// Where the pointer is.
        to: Point,
    },
}

impl Tool {
    /// Begins to move `selection`.
    pub fn moving(project: &Project, selection: &BTreeSet<ElementId>, from: Point) -> Self {
        let system = &project.system;
        let is_selected = |id: ElementId| selection.contains(&id);
        let nodes: Vec<_> = system
            .nodes
            .iter()
            .filter(|(id, _)| is_selected(ElementId::Node((*id).clone())))
            .map(|(id, node)| (id.clone(), node.shape))
            .collect();
        let goes_along = |on: Option<&NodeId>| nodes.iter().any(|(id, _)| Some(id) == on);
        let components = system
            .components
            .iter()
            .filter(|(id, component)| {
                is_selected(ElementId::Component((*id).clone())) || goes_along(component.deployed_on.as_ref())
            })
            .map(|(id, component)| (id.clone(), component.shape))
            .collect();
        Self::Moving { from, components, nodes }
    }

    /// The edit that shows the drag as far as it has come; `free` suspends the grid.
    pub fn drag(&mut self, project: &Project, to: Point, free: bool) -> Option<Edit> {
        match self {
            Self::Idle => None,
            Self::Marquee { to: end, .. } | Self::Connecting { to: end, .. } => {
                *end = to;
                None
            }
            Self::Moving { from, components, nodes } => {
                let lead = components.first().map(|(_, shape)| *shape).or(nodes.first().map(|(_, shape)| *shape))?;
                let corner = lead.corner.moved(to.x - from.x, to.y - from.y);
                let corner = if free { corner } else { snapped(corner) };
                let (dx, dy) = (corner.x - lead.corner.x, corner.y - lead.corner.y);
                Some(Edit::Place {
                    components: components.iter().map(|(id, shape)| (id.clone(), shape.moved(dx, dy))).collect(),
                    nodes: nodes.iter().map(|(id, shape)| (id.clone(), shape.moved(dx, dy))).collect(),
                })
            }
            Self::Resizing { element, shape, from } => {
                let far = shape.far_corner().moved(to.x - from.x, to.y - from.y);
                let far = if free { far } else { snapped(far) };
                let smallest = smallest(project, element, *shape);
                let width = (far.x - shape.corner.x).max(smallest.width);
                let height = (far.y - shape.corner.y).max(smallest.height);
                Some(place(element, Rectangle { corner: shape.corner, size: Size::new(width, height) }))
            }
        }
    }

    /// What follows when the drag ends: components that were dropped on another node are deployed there.
    pub fn deployments(&self, project: &Project) -> Vec<Edit> {
        let Self::Moving { components, nodes, .. } = self else { return Vec::new() };
        let moved_along = |on: Option<&NodeId>| nodes.iter().any(|(id, _)| Some(id) == on);
        components
            .iter()
            .filter_map(|(id, _)| Some((id, project.system.components.get(id)?)))
            .filter(|(_, component)| !moved_along(component.deployed_on.as_ref()))
            .filter_map(|(id, component)| {
                let node = create::node_at(project, component.shape.center());
                (node != component.deployed_on).then(|| Edit::Deploy(id.clone(), node))
            })
            .collect()
    }
}

/// What the frame selects: boxes that it touches, nodes that it encloses.
pub(super) fn enclosed(project: &Project, frame: Rectangle) -> BTreeSet<ElementId> {
    let system = &project.system;
    let components = system.components.iter().filter(|(_, component)| frame.touches(component.shape));
    let nodes = system.nodes.iter().filter(|(_, node)| frame.encloses(node.shape));
    let mut found: BTreeSet<_> = components.map(|(id, _)| ElementId::Component(id.clone())).collect();
    found.extend(nodes.map(|(id, _)| ElementId::Node(id.clone())));
    found
}

/// The drawing's extent; `None` when nothing is drawn.
pub(super) fn extent(project: &Project) -> Option<Rectangle> {
    let system = &project.system;
    let shapes = system.nodes.values().map(|node| node.shape);
    shapes.chain(system.components.values().map(|component| component.shape)).reduce(Rectangle::union)
}

/// The edit that moves the selection by a step.
pub(super) fn nudge(project: &Project, selection: &BTreeSet<ElementId>, dx: f32, dy: f32) -> Option<Edit> {
    let mut tool = Tool::moving(project, selection, Point::default());
    let Tool::Moving { components, nodes, .. } = &tool else { return None };
    if components.is_empty() && nodes.is_empty() {
        return None;
    }
    tool.drag(project, Point::new(dx, dy), true)
}

fn place(element: &ElementId, shape: Rectangle) -> Edit {
    let (mut components, mut nodes) = (Vec::new(), Vec::new());
    match element {
        ElementId::Component(id) => components.push((id.clone(), shape)),
        ElementId::Node(id) => nodes.push((id.clone(), shape)),
        ElementId::Connector(_) => {}
    }
    Edit::Place { components, nodes }
}

/// A node stays large enough for what is drawn on it.
fn smallest(project: &Project, element: &ElementId, shape: Rectangle) -> Size {
    let ElementId::Node(node) = element else { return SMALLEST };
    let components = project.system.components.values();
    let inside = components.filter(|component| component.deployed_on.as_ref() == Some(node));
    inside.fold(SMALLEST, |size, component| {
        let far = component.shape.far_corner();
        Size::new(size.width.max(far.x - shape.corner.x + GRID), size.height.max(far.y - shape.corner.y + GRID))
    })
}

fn snapped(point: Point) -> Point {
    Point::new((point.x / GRID).round() * GRID, (point.y / GRID).round() * GRID)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn select(ids: &[ElementId]) -> BTreeSet<ElementId> {
        ids.iter().cloned().collect()
    }

    #[test]
    fn a_node_takes_its_components_along_and_they_stay_deployed() {
        let mut project = project();
        let (id, node) = project.system.nodes.get_index(0).map(|(id, node)| (id.clone(), node.shape)).unwrap();
        let mut tool = Tool::moving(&project, &select(&[ElementId::Node(id)]), Point::new(0.0, 0.0));
        tool.drag(&project, Point::new(1000.0, 7.0), true).unwrap().apply(&mut project).unwrap();
        assert_eq!(project.system.nodes[0].shape, node.moved(1000.0, 7.0));
        assert_eq!(project.system.components[0].shape.center(), Point::new(1500.0, 207.0));
        assert_eq!(tool.deployments(&project), []);
    }

    #[test]
    fn a_component_snaps_and_is_deployed_where_it_is_dropped() {
        let mut project = project();
        let id = project.system.components.get_index(1).unwrap().0.clone();
        let mut tool = Tool::moving(&project, &select(&[ElementId::Component(id.clone())]), Point::new(100.0, 203.0));
        tool.drag(&project, Point::new(444.0, 203.0), false).unwrap().apply(&mut project).unwrap();
        let corner = project.system.components[1].shape.corner;
        assert_eq!((corner.x % GRID, corner.y % GRID), (0.0, 0.0));
        let node = project.system.nodes.get_index(0).unwrap().0.clone();
        assert_eq!(tool.deployments(&project), [Edit::Deploy(id, Some(node))]);
    }

    #[test]
    fn a_node_does_not_shrink_below_its_components() {
        let project = project();
        let (id, node) = project.system.nodes.get_index(0).unwrap();
        let from = node.shape.far_corner();
        let mut tool = Tool::Resizing { element: ElementId::Node(id.clone()), shape: node.shape, from };
        let Some(Edit::Place { nodes, .. }) = tool.drag(&project, Point::new(0.0, 0.0), false) else { panic!() };
        assert!(nodes[0].1.encloses(project.system.components[0].shape));
    }

    #[test]
    fn the_frame_selects_what_it_touches() {
        let project = project();
        let found = enclosed(&project, Rectangle::new(0.0, 0.0, 450.0, 400.0));
        let expected: Vec<_> = project.system.components.keys().cloned().map(ElementId::Component).collect();
        assert_eq!(found, select(&expected));
        assert!(extent(&Project::default()).is_none());
    }
}

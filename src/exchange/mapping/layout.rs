//! Places for a drawing that comes without any.

use crate::diagram::{Arrangement, arranged};
use crate::edit::create::{COMPONENT_SIZE, NODE_SIZE};
use crate::model::{ElementId, Rectangle, System};

/// Gives every element a size and arranges the whole in layers.
pub(super) fn arrange(system: &mut System) {
    let of_size = |(width, height)| Rectangle::new(0.0, 0.0, width, height);
    for component in system.components.values_mut() {
        component.shape = of_size(COMPONENT_SIZE);
    }
    for node in system.nodes.values_mut() {
        node.shape = of_size(NODE_SIZE);
    }
    for boundary in system.boundaries.values_mut() {
        boundary.shape = of_size(NODE_SIZE);
    }
    for (element, shape) in arranged(system, None, Arrangement::Rightwards).shapes {
        match element {
            ElementId::Component(id) => drop(system.components.get_mut(&id).map(|found| found.shape = shape)),
            ElementId::Node(id) => drop(system.nodes.get_mut(&id).map(|found| found.shape = shape)),
            ElementId::Boundary(id) => drop(system.boundaries.get_mut(&id).map(|found| found.shape = shape)),
            ElementId::Note(_) | ElementId::Connector(_) => {}
        }
    }
}

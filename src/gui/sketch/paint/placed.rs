//! Any box, frame or note in its own manner.

use super::{Brush, Emphasis};
use crate::diagram::Diagram;
use crate::model::{ElementId, Rectangle};

impl Brush<'_> {
    /// An element of the diagram at `shape`; nothing for connectors, which are lines.
    pub fn placed(&self, diagram: &Diagram, element: &ElementId, shape: Rectangle, emphasis: Emphasis) {
        let system = diagram.system();
        match element {
            ElementId::Component(id) => {
                if let Some(component) = system.components.get(id) {
                    self.component(component, shape, emphasis);
                }
            }
            ElementId::Node(id) => {
                let Some(node) = system.nodes.get(id) else { return };
                if system.collapsed.contains(id) {
                    self.collapsed(node, shape, diagram.count_inside(id), emphasis);
                } else {
                    self.node(node, shape, emphasis);
                }
            }
            ElementId::Boundary(id) => {
                if let Some(boundary) = system.boundaries.get(id) {
                    self.boundary(boundary, shape, emphasis);
                }
            }
            ElementId::Note(id) => {
                if let Some(note) = system.notes.get(id) {
                    self.note(note, shape, emphasis);
                }
            }
            ElementId::Connector(_) => {}
        }
    }
}

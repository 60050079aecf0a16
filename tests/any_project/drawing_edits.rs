//! Edits that change the drawing, and boundaries.

use cantilever::diagram::{Diagram, moved};
use cantilever::edit::{Edit, Placement, create};
use cantilever::model::{BoundaryKind, Point, Project};
use strum::IntoEnumIterator as _;

use super::Step;
use super::parts::{component, several, text, view};

/// Edits that change the drawing, and boundaries.
pub fn drawing_edit(project: &Project, (what, a, b): Step) -> Option<Edit> {
    let center = Point::new(f32::from(a % 900), f32::from(b % 700));
    Some(match what {
        15 => {
            let kind = BoundaryKind::iter().nth(usize::from(a % 4))?;
            let (id, mut boundary) = create::boundary(project, kind, center);
            boundary.name = text(b);
            Edit::PutBoundary(id, boundary)
        }
        16 => {
            let (id, note) = create::note(project, &text(a), center);
            Edit::PutNote(id, note)
        }
        17 => {
            let node = |number: u16| {
                let nodes = &project.system.nodes;
                Some(nodes.get_index(usize::from(number) % nodes.len().max(1))?.0.clone())
            };
            if b.is_multiple_of(5) { Edit::Collapse(node(a)?, true) } else { Edit::Nest(node(a)?, node(b)) }
        }
        18 => Edit::Enclose(component(project, a)?, project.system.boundaries.keys().take(2).cloned().collect()),
        19 => Edit::Reorder { elements: several(project, a, b), to_front: b.is_multiple_of(2) },
        20 => Edit::Group(create::group_id(project), several(project, a, b)),
        21 => Edit::Lock { elements: several(project, a, b), locked: a.is_multiple_of(2) },
        22 => {
            let (id, connector) =
                project.system.connectors.get_index(usize::from(a) % project.system.connectors.len().max(1))?;
            let mut line = connector.line.clone();
            line.bends.push(center);
            line.label_offset = b.is_multiple_of(2).then_some(center);
            Edit::Place(Placement { lines: vec![(id.clone(), line)], ..Placement::default() })
        }
        23 => {
            let view = view(project, b);
            let diagram = Diagram::of_view(&project.clone().into(), &view);
            let elements = several(project, a, b);
            Edit::Place(Placement {
                view,
                ..moved(diagram.system(), &elements, (f32::from(a % 90), -f32::from(b % 70)))
            })
        }
        _ => Edit::Hide(view(project, b), several(project, a, b)),
    })
}

//! The system as a picture: nodes and boundaries as frames, components as boxes, connectors as lines, a legend.

mod boxes;
mod legend;
mod lines;

use std::collections::BTreeSet;

use super::svg::{Text, palette, picture, short};
use crate::diagram::{Diagram, DrawnConnector, Placed};
use crate::model::{ElementId, Rectangle};

const MARGIN: f32 = 24.0;
const NAME_SIZE: f32 = 13.0;
const SMALL_SIZE: f32 = 11.0;

/// What of a drawing is wanted, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawingOptions {
    /// Only these elements, and the connectors between them; `None` for everything.
    pub only: Option<BTreeSet<ElementId>>,
    /// Without a page behind it.
    pub is_transparent: bool,
    /// Without a legend.
    pub is_bare: bool,
}

/// The drawing as SVG, in a light palette and without any outside reference.
pub fn drawing_svg(diagram: &Diagram, options: &DrawingOptions) -> String {
    let title = format!("Architecture of {}", diagram.project().name);
    let wanted = |element: &ElementId| options.only.as_ref().is_none_or(|only| only.contains(element));
    let is_shown = |placed: &&Placed| wanted(&placed.element);
    let placed = diagram.frames.iter().chain(&diagram.boxes).chain(&diagram.notes).filter(is_shown);
    let lines = diagram.connectors.iter().filter(|line| wanted(&line.source) && wanted(&line.target));
    let extents = placed.map(|placed| placed.shape).chain(lines.clone().map(DrawnConnector::extent));
    let Some(extent) = extents.reduce(Rectangle::union) else {
        return empty_picture(&title, options);
    };
    let extent = extent.grown(MARGIN);
    let mut body = format!("<g transform=\"translate({} {})\">\n", short(-extent.corner.x), short(-extent.corner.y));
    for placed in diagram.frames.iter().filter(is_shown) {
        write_placed(diagram, placed, &mut body);
    }
    for line in lines.clone() {
        lines::write_connector(&line.points, line.kind, &mut body);
    }
    for placed in diagram.boxes.iter().chain(&diagram.notes).filter(is_shown) {
        write_placed(diagram, placed, &mut body);
    }
    for (plate, text) in lines.filter_map(|line| line.plate.as_ref()) {
        lines::write_plate(*plate, text, &mut body);
    }
    body.push_str("</g>\n");
    if options.is_bare {
        return picture((extent.size.width, extent.size.height), &title, options.is_transparent, &body);
    }
    let width = legend::write(diagram, extent.size.height, &mut body);
    let size = (extent.size.width.max(width), extent.size.height + legend::HEIGHT);
    picture(size, &title, options.is_transparent, &body)
}

fn empty_picture(title: &str, options: &DrawingOptions) -> String {
    let mut body = String::new();
    let text = Text { x: 180.0, y: 64.0, size: NAME_SIZE, fill: palette::MUTED, anchor: "middle", bold: false };
    text.write("Nothing is drawn yet.", &mut body);
    picture((360.0, 120.0), title, options.is_transparent, &body)
}

fn write_placed(diagram: &Diagram, placed: &Placed, svg: &mut String) {
    let system = diagram.system();
    match &placed.element {
        ElementId::Component(id) => {
            if let Some(component) = system.components.get(id) {
                boxes::write_component(component, svg);
            }
        }
        ElementId::Node(id) => {
            let Some(node) = system.nodes.get(id) else { return };
            if system.collapsed.contains(id) {
                boxes::write_collapsed(node, placed.shape, diagram.count_inside(id), svg);
            } else {
                boxes::write_node(node, svg);
            }
        }
        ElementId::Boundary(id) => {
            if let Some(boundary) = system.boundaries.get(id) {
                boxes::write_boundary(boundary, svg);
            }
        }
        ElementId::Note(id) => {
            if let Some(note) = system.notes.get(id) {
                boxes::write_note(note, svg);
            }
        }
        ElementId::Connector(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::svg::{check_well_formed, escaped};
    use super::super::test_support::fraud_project;
    use super::*;
    use std::sync::Arc;

    use crate::model::{Collection, Component, Project};

    fn svg_of(project: &Project) -> String {
        drawing_svg(&Diagram::of(&Arc::new(project.clone())), &DrawingOptions::default())
    }

    #[test]
    fn the_drawing_shows_every_component_and_explains_its_lines() {
        let project = fraud_project();
        let svg = svg_of(&project);
        check_well_formed(&svg);
        for component in project.system.components.values() {
            let first = component.name.split_whitespace().next().unwrap();
            assert!(svg.contains(&escaped(first)), "{first}");
        }
        for words in ["Synchronous call", "Asynchronous event", "Data flow", "In-process call", "when flagged", ">ML<"]
        {
            assert!(svg.contains(words), "{words}");
        }
        assert!(!svg.contains("NaN") && !svg.contains("href") && !svg.contains("id="));
    }

    #[test]
    fn hostile_names_stay_text() {
        let mut project = fraud_project();
        let components = std::mem::take(&mut project.system.components);
        let hostile = |mut component: Component| {
            component.name = "<script>alert(\"1\")</script>".to_owned();
            component.kind = "</svg>&".to_owned();
            component
        };
        project.system.components =
            components.into_iter().map(|(id, component)| (id.clone(), hostile(component.clone()))).collect();
        let svg = svg_of(&project);
        check_well_formed(&svg);
        assert!(!svg.contains("<script"));
    }

    #[test]
    fn broken_and_empty_drawings_are_still_pictures() {
        check_well_formed(&svg_of(&Project::default()));
        let mut project = fraud_project();
        project.system.components[0].shape = Rectangle::new(f32::NAN, 0.0, 10.0, 10.0);
        project.system.components[1].shape = Rectangle::new(0.0, f32::INFINITY, 10.0, 0.0);
        project.system.components[2].shape = Rectangle::new(0.0, 0.0, 0.0, 0.0);
        let svg = svg_of(&project);
        check_well_formed(&svg);
        assert!(!svg.contains("NaN") && !svg.contains("inf\""));
        project.system.components = Collection::default();
        check_well_formed(&svg_of(&project));
    }
}

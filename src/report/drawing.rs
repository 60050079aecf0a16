//! The system as a picture: nodes as containers, components as boxes, connectors as lines between them, a legend.

use std::fmt::Write as _;

use super::connector_layout::{PLATE_LINE, drawn_connectors, is_drawable};
use super::route::Route;
use super::svg::{BOLD, Text, palette, picture, short, shortened, text_width, wrapped};
use crate::catalog::{Icon, catalog};
use crate::model::{Component, ConnectorKind, DeploymentNode, Point, Project, Rectangle};

const MARGIN: f32 = 24.0;
const LEGEND_HEIGHT: f32 = 46.0;
const NAME_SIZE: f32 = 13.0;
const SMALL_SIZE: f32 = 11.0;

/// The drawing as SVG, in a light palette and without any outside reference.
pub fn drawing_svg(project: &Project) -> String {
    let system = &project.system;
    let nodes: Vec<_> = system.nodes.values().filter(|node| is_drawable(node.shape)).collect();
    let components: Vec<_> = system.components.iter().filter(|(_, component)| is_drawable(component.shape)).collect();
    let title = format!("Architecture of {}", project.name);
    let shapes = nodes.iter().map(|node| node.shape).chain(components.iter().map(|(_, component)| component.shape));
    let Some(extent) = shapes.reduce(Rectangle::union) else {
        return empty_picture(&title);
    };
    let (lines, plates, reach) = connectors(project, extent);
    let extent = extent.union(reach).grown(MARGIN);
    let mut body = format!("<g transform=\"translate({} {})\">\n", short(-extent.corner.x), short(-extent.corner.y));
    for node in &nodes {
        write_node(node, &mut body);
    }
    body.push_str(&lines);
    for (_, component) in &components {
        write_component(component, &mut body);
    }
    body.push_str(&plates);
    body.push_str("</g>\n");
    let legend_width = write_legend(project, extent.size.height, &mut body);
    picture(extent.size.width.max(legend_width), extent.size.height + LEGEND_HEIGHT, &title, &body)
}

fn empty_picture(title: &str) -> String {
    let mut body = String::new();
    let text = Text { x: 180.0, y: 64.0, size: NAME_SIZE, fill: palette::MUTED, anchor: "middle", bold: false };
    text.write("Nothing is drawn yet.", &mut body);
    picture(360.0, 120.0, title, &body)
}

fn write_node(node: &DeploymentNode, svg: &mut String) {
    let Rectangle { corner, size } = node.shape;
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.2\"/>",
        short(corner.x),
        short(corner.y),
        short(size.width),
        short(size.height),
        palette::NODE,
        palette::NODE_LINE
    )
    .ok();
    let kind = catalog().node_kind(&node.kind);
    let mut x = corner.x + 12.0;
    if let Some(kind) = kind {
        write_icon(&kind.icon, Point::new(x, corner.y + 8.0), 16.0, palette::MUTED, svg);
        x += 22.0;
    }
    let label = kind.map_or(node.kind.as_str(), |kind| kind.label.as_str());
    let room = corner.x + size.width - x - 10.0;
    let name = shortened(&node.name, room / BOLD, SMALL_SIZE + 1.0);
    let name_width = text_width(&name, SMALL_SIZE + 1.0) * BOLD;
    Text { x, y: corner.y + 21.0, size: SMALL_SIZE + 1.0, fill: palette::INK, anchor: "start", bold: true }
        .write(&name, svg);
    // The kind stands at the right if there is room for it; the icon says the same.
    if name_width + text_width(label, SMALL_SIZE) + 14.0 < room {
        let (x, y) = (corner.x + size.width - 12.0, corner.y + 21.0);
        Text { x, y, size: SMALL_SIZE, fill: palette::MUTED, anchor: "end", bold: false }.write(label, svg);
    }
}

fn write_component(component: &Component, svg: &mut String) {
    let Rectangle { corner, size } = component.shape;
    let kind = catalog().component_kind(&component.kind);
    let learned = kind.is_some_and(|kind| kind.ml);
    let (fill, stroke, width) =
        if learned { (palette::LEARNED_TINT, palette::LEARNED, 2.0) } else { (palette::PAPER, palette::LINE, 1.2) };
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"7\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{width}\"/>",
        short(corner.x),
        short(corner.y),
        short(size.width),
        short(size.height)
    )
    .ok();
    let has_icon = kind.is_some() && size.width >= 90.0;
    let left = corner.x + if has_icon { 36.0 } else { 10.0 };
    if let Some(kind) = kind.filter(|_| has_icon) {
        let color = if learned { palette::LEARNED } else { palette::MUTED };
        write_icon(&kind.icon, Point::new(corner.x + 9.0, corner.y + size.height / 2.0 - 10.0), 20.0, color, svg);
    }
    let room = corner.x + size.width - left - 8.0;
    let name = wrapped(&component.name, room / BOLD, NAME_SIZE, if size.height >= 56.0 { 2 } else { 1 });
    let label = kind.map_or(component.kind.as_str(), |kind| kind.label.as_str());
    let label = (size.height >= 40.0).then(|| shortened(label, room, SMALL_SIZE)).filter(|label| !label.is_empty());
    let height = 16.0 * name.len() as f32 + if label.is_some() { 14.0 } else { 0.0 };
    let mut baseline = corner.y + (size.height - height) / 2.0 + 12.5;
    for line in &name {
        Text { x: left, y: baseline, size: NAME_SIZE, fill: palette::INK, anchor: "start", bold: true }
            .write(line, svg);
        baseline += 16.0;
    }
    if let Some(label) = label {
        Text { x: left, y: baseline, size: SMALL_SIZE, fill: palette::MUTED, anchor: "start", bold: false }
            .write(&label, svg);
    }
    if learned {
        write_badge(Point::new(corner.x + size.width - 32.0, corner.y - 8.0), svg);
    }
}

/// Marks what is machine-learned, for readers who cannot tell the colours apart as well.
fn write_badge(corner: Point, svg: &mut String) {
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"26\" height=\"16\" rx=\"8\" fill=\"{}\"/>",
        short(corner.x),
        short(corner.y),
        palette::LEARNED
    )
    .ok();
    let text =
        Text { x: corner.x + 13.0, y: corner.y + 11.8, size: 10.0, fill: palette::PAPER, anchor: "middle", bold: true };
    text.write("ML", svg);
}

fn write_icon(icon: &Icon, corner: Point, side: f32, color: &str, svg: &mut String) {
    write!(
        svg,
        "<g transform=\"translate({} {}) scale({:.3})\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\">",
        short(corner.x),
        short(corner.y),
        side / Icon::SIDE
    )
    .ok();
    for line in &icon.lines {
        let points: Vec<_> = line.iter().map(|[x, y]| format!("{x},{y}")).collect();
        write!(svg, "<polyline points=\"{}\"/>", points.join(" ")).ok();
    }
    for [x, y, radius] in &icon.circles {
        write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>").ok();
    }
    for [x, y, width, height] in &icon.boxes {
        write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"1\"/>").ok();
    }
    svg.push_str("</g>\n");
}

/// Lines, label plates, and the extent of both.
fn connectors(project: &Project, extent: Rectangle) -> (String, String, Rectangle) {
    let (mut lines, mut plates, mut reach) = (String::new(), String::new(), extent);
    for drawn in drawn_connectors(project) {
        let Some(connector) = project.system.connectors.get(&drawn.id) else { continue };
        for point in &drawn.points {
            reach = reach.union(Rectangle::spanning(*point, *point));
        }
        write_connector(&Route { points: drawn.points }, connector.kind, &mut lines);
        if let Some((plate, text)) = drawn.plate {
            write_plate(plate, &text, &mut plates);
            reach = reach.union(plate);
        }
    }
    (lines, plates, reach)
}

fn write_plate(plate: Rectangle, lines: &[String], svg: &mut String) {
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{}\" fill-opacity=\"0.94\" stroke=\"{}\" stroke-width=\"0.6\"/>",
        short(plate.corner.x),
        short(plate.corner.y),
        short(plate.size.width),
        short(plate.size.height),
        palette::PAPER,
        palette::NODE_LINE
    )
    .ok();
    let (x, mut y) = (plate.center().x, plate.corner.y + 12.5);
    for line in lines {
        Text { x, y, size: SMALL_SIZE, fill: palette::INK, anchor: "middle", bold: false }.write(line, svg);
        y += PLATE_LINE;
    }
}

fn write_connector(path: &Route, kind: ConnectorKind, svg: &mut String) {
    let line = path.rounded(6.0);
    let mut stroke = |color: &str, width: f32, dash: &str| {
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        writeln!(svg, "<path d=\"{line}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\"{dash}/>").ok();
    };
    match kind {
        ConnectorKind::SynchronousCall => stroke(palette::INK, 1.5, ""),
        ConnectorKind::AsynchronousEvent => stroke(palette::INK, 1.5, "7 4"),
        ConnectorKind::DataFlow => {
            stroke(palette::INK, 4.6, "");
            stroke(palette::PAPER, 1.8, "");
        }
        ConnectorKind::InProcess => stroke(palette::INK, 1.6, "1.6 3.4"),
    }
    write_arrow_head(path, kind, svg);
}

fn write_arrow_head(path: &Route, kind: ConnectorKind, svg: &mut String) {
    let (tip, back) = path.end();
    let length = tip.distance(back).max(0.1);
    let (dx, dy) = ((tip.x - back.x) / length, (tip.y - back.y) / length);
    let (long, wide) = if kind == ConnectorKind::DataFlow { (11.0, 6.5) } else { (9.5, 4.5) };
    let base = tip.moved(-dx * long, -dy * long);
    let (left, right) = (base.moved(-dy * wide, dx * wide), base.moved(dy * wide, -dx * wide));
    let point = |point: Point| format!("{},{}", short(point.x), short(point.y));
    let points = [point(left), point(tip), point(right)].join(" ");
    if kind == ConnectorKind::AsynchronousEvent {
        writeln!(svg, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>", palette::INK)
            .ok();
    } else {
        writeln!(svg, "<polygon points=\"{points}\" fill=\"{}\"/>", palette::INK).ok();
    }
}

/// Writes what the lines and boxes mean, as far as the drawing uses them, and gives back how wide that is.
fn write_legend(project: &Project, top: f32, svg: &mut String) -> f32 {
    let y = top + 18.0;
    let mut x = MARGIN;
    let has_learned = |component: &Component| catalog().component_kind(&component.kind).is_some_and(|kind| kind.ml);
    if project.system.components.values().any(has_learned) {
        let (fill, stroke) = (palette::LEARNED_TINT, palette::LEARNED);
        writeln!(svg, "<rect x=\"{x}\" y=\"{}\" width=\"26\" height=\"16\" rx=\"4\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"2\"/>", y - 8.0).ok();
        x = write_legend_text("Machine learning", x + 34.0, y, svg);
    }
    if !project.system.nodes.is_empty() {
        let (fill, stroke) = (palette::NODE, palette::NODE_LINE);
        writeln!(svg, "<rect x=\"{x}\" y=\"{}\" width=\"26\" height=\"16\" rx=\"4\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.2\"/>", y - 8.0).ok();
        x = write_legend_text("Deployment node", x + 34.0, y, svg);
    }
    let mut kinds: Vec<_> = project.system.connectors.values().map(|connector| connector.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let sample = Route { points: vec![Point::new(x, y), Point::new(x + 42.0, y)] };
        write_connector(&sample, kind, svg);
        x = write_legend_text(kind.label(), x + 50.0, y, svg);
    }
    x
}

fn write_legend_text(text: &str, x: f32, y: f32, svg: &mut String) -> f32 {
    Text { x, y: y + 4.0, size: SMALL_SIZE, fill: palette::MUTED, anchor: "start", bold: false }.write(text, svg);
    x + text_width(text, SMALL_SIZE) + 26.0
}

#[cfg(test)]
mod tests {
    use super::super::svg::{check_well_formed, escaped};
    use super::super::test_support::fraud_project;
    use super::*;
    use crate::model::Collection;

    #[test]
    fn the_drawing_shows_every_component_and_explains_its_lines() {
        let project = fraud_project();
        let svg = drawing_svg(&project);
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
        let svg = drawing_svg(&project);
        check_well_formed(&svg);
        assert!(!svg.contains("<script"));
    }

    #[test]
    fn broken_and_empty_drawings_are_still_pictures() {
        check_well_formed(&drawing_svg(&Project::default()));
        let mut project = fraud_project();
        project.system.components[0].shape = Rectangle::new(f32::NAN, 0.0, 10.0, 10.0);
        project.system.components[1].shape = Rectangle::new(0.0, f32::INFINITY, 10.0, 0.0);
        project.system.components[2].shape = Rectangle::new(0.0, 0.0, 0.0, 0.0);
        let svg = drawing_svg(&project);
        check_well_formed(&svg);
        assert!(!svg.contains("NaN") && !svg.contains("inf\""));
        project.system.components = Collection::default();
        check_well_formed(&drawing_svg(&project));
    }
}

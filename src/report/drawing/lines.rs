//! Connectors as SVG: the line in the manner of its kind, its head, its label.

use std::fmt::Write as _;

use super::super::svg::{Text, palette, short};
use super::SMALL_SIZE;
use crate::diagram::PLATE_LINE;
use crate::model::{ConnectorKind, Point, Rectangle};

pub(super) fn write_connector(points: &[Point], kind: ConnectorKind, svg: &mut String) {
    let line = rounded(points, 6.0);
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
        ConnectorKind::Stream => stroke(palette::INK, 2.2, "14 3 2.2 3"),
    }
    write_arrow_head(points, kind, svg);
}

fn write_arrow_head(points: &[Point], kind: ConnectorKind, svg: &mut String) {
    let [.., back, tip] = *points else { return };
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

pub(super) fn write_plate(plate: Rectangle, lines: &[String], svg: &mut String) {
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

/// A line as an SVG path whose corners are rounded by at most `radius`.
fn rounded(points: &[Point], radius: f32) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        let neighbours = index.checked_sub(1).and_then(|before| points.get(before)).zip(points.get(index + 1));
        match neighbours {
            _ if index == 0 => write!(path, "M{:.1} {:.1}", point.x, point.y),
            None => write!(path, " L{:.1} {:.1}", point.x, point.y),
            Some((before, after)) => {
                let (into, out) = (towards(*point, *before, radius), towards(*point, *after, radius));
                let (middle_x, middle_y) = (point.x, point.y);
                write!(path, " L{:.1} {:.1} Q{middle_x:.1} {middle_y:.1} {:.1} {:.1}", into.x, into.y, out.x, out.y)
            }
        }
        .ok();
    }
    path
}

/// The point `radius` away from `corner` in the direction of `other`, at most half way.
fn towards(corner: Point, other: Point, radius: f32) -> Point {
    let distance = corner.distance(other);
    let share = if distance > 0.0 { (radius / distance).min(0.5) } else { 0.0 };
    corner.moved((other.x - corner.x) * share, (other.y - corner.y) * share)
}

//! Boxes, frames and notes as SVG.

use std::fmt::Write as _;

use super::super::svg::{Text, palette, short};
use super::{NAME_SIZE, SMALL_SIZE};
use crate::catalog::{Icon, catalog};
use crate::diagram::boundary_dashes;
use crate::diagram::letters::{BOLD, shortened, text_width, wrapped};
use crate::model::{Boundary, BoundaryKind, Component, DeploymentNode, Note, Point, Rectangle};

pub(super) fn write_component(component: &Component, svg: &mut String) {
    let Rectangle { corner, size } = component.shape;
    let kind = catalog().component_kind(&component.kind);
    let learned = kind.is_some_and(|kind| kind.ml);
    let (fill, stroke, width) =
        if learned { (palette::LEARNED_TINT, palette::LEARNED, 2.0) } else { (palette::PAPER, palette::LINE, 1.2) };
    write_box(component.shape, (fill, stroke, width), 7.0, svg);
    let has_icon = kind.is_some() && size.width >= 90.0;
    let left = corner.x + if has_icon { 36.0 } else { 10.0 };
    if let Some(kind) = kind.filter(|_| has_icon) {
        let color = if learned { palette::LEARNED } else { palette::MUTED };
        write_icon(&kind.icon, Point::new(corner.x + 9.0, corner.y + size.height / 2.0 - 10.0), 20.0, color, svg);
    }
    let room = corner.x + size.width - left - 8.0;
    let name = wrapped(&component.name, room / BOLD, NAME_SIZE, if size.height >= 56.0 { 2 } else { 1 });
    let label = kind.map_or(component.kind.as_str(), |kind| kind.label.as_str());
    // A short name leaves room for a long kind.
    let rows = if size.height >= 56.0 && name.len() < 2 { 2 } else { 1 };
    let kind_lines = if size.height >= 40.0 { wrapped(label, room, SMALL_SIZE, rows) } else { Vec::new() };
    let height = 16.0 * name.len() as f32 + 14.0 * kind_lines.len() as f32;
    let mut baseline = corner.y + (size.height - height) / 2.0 + 12.5;
    for line in &name {
        Text { x: left, y: baseline, size: NAME_SIZE, fill: palette::INK, anchor: "start", bold: true }
            .write(line, svg);
        baseline += 16.0;
    }
    for line in &kind_lines {
        Text { x: left, y: baseline, size: SMALL_SIZE, fill: palette::MUTED, anchor: "start", bold: false }
            .write(line, svg);
        baseline += 14.0;
    }
    if learned {
        write_badge(Point::new(corner.x + size.width - 32.0, corner.y - 8.0), svg);
    }
}

pub(super) fn write_node(node: &DeploymentNode, svg: &mut String) {
    let Rectangle { corner, size } = node.shape;
    write_box(node.shape, (palette::NODE, palette::NODE_LINE, 1.2), 10.0, svg);
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

/// A node as one box that stands for everything inside; a second edge behind it says so.
pub(super) fn write_collapsed(node: &DeploymentNode, shape: Rectangle, inside: usize, svg: &mut String) {
    for (offset, fill) in [(5.0, palette::NODE), (0.0, palette::NODE)] {
        write_box(shape.moved(offset, offset), (fill, palette::NODE_LINE, 1.2), 10.0, svg);
    }
    let Rectangle { corner, size } = shape;
    let left = corner.x + 36.0;
    if let Some(kind) = catalog().node_kind(&node.kind) {
        write_icon(
            &kind.icon,
            Point::new(corner.x + 9.0, corner.y + size.height / 2.0 - 10.0),
            20.0,
            palette::MUTED,
            svg,
        );
    }
    let room = size.width - 44.0;
    let name = shortened(&node.name, room / BOLD, NAME_SIZE);
    let middle = corner.y + size.height / 2.0;
    Text { x: left, y: middle - 2.0, size: NAME_SIZE, fill: palette::INK, anchor: "start", bold: true }
        .write(&name, svg);
    let words = counted(inside);
    Text { x: left, y: middle + 14.0, size: SMALL_SIZE, fill: palette::MUTED, anchor: "start", bold: false }
        .write(&words, svg);
}

/// What a collapsed node says about its inside.
fn counted(inside: usize) -> String {
    if inside == 1 { "1 component inside".to_owned() } else { format!("{inside} components inside") }
}

/// A boundary: a broken line with its kind and name; the pattern tells the kind.
pub(super) fn write_boundary(boundary: &Boundary, svg: &mut String) {
    let Rectangle { corner, size } = boundary.shape;
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"{}\"/>",
        short(corner.x),
        short(corner.y),
        short(size.width),
        short(size.height),
        palette::MUTED,
        pattern(boundary.kind)
    )
    .ok();
    let words = format!("{}: {}", boundary.kind.label(), boundary.name);
    let words = shortened(&words, (size.width - 24.0) / BOLD, SMALL_SIZE);
    Text {
        x: corner.x + 12.0,
        y: corner.y + 19.0,
        size: SMALL_SIZE,
        fill: palette::MUTED,
        anchor: "start",
        bold: true,
    }
    .write(&words, svg);
}

/// Lengths of dashes and gaps of a boundary's line.
pub(super) fn pattern(kind: BoundaryKind) -> String {
    boundary_dashes(kind).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// A note: a sheet with a folded corner.
pub(super) fn write_note(note: &Note, svg: &mut String) {
    let Rectangle { corner, size } = note.shape;
    let far = note.shape.far_corner();
    let fold = 12.0_f32.min(size.width / 2.0).min(size.height / 2.0);
    let (left, top, right, bottom) = (short(corner.x), short(corner.y), short(far.x), short(far.y));
    let (fold_x, fold_y) = (short(far.x - fold), short(corner.y + fold));
    writeln!(
        svg,
        "<path d=\"M{left} {top} H{fold_x} L{right} {fold_y} V{bottom} H{left} Z M{fold_x} {top} V{fold_y} H{right}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1\"/>",
        palette::NOTE,
        palette::NOTE_LINE
    )
    .ok();
    let rows = ((size.height - 12.0) / 15.0).max(1.0) as usize;
    let lines = note.text.lines().flat_map(|line| wrapped(line, size.width - 20.0, SMALL_SIZE + 0.5, rows));
    for (index, line) in lines.take(rows).enumerate() {
        let y = corner.y + 19.0 + 15.0 * index as f32;
        Text { x: corner.x + 10.0, y, size: SMALL_SIZE + 0.5, fill: palette::INK, anchor: "start", bold: false }
            .write(&line, svg);
    }
}

/// A rectangle with round corners.
fn write_box(shape: Rectangle, (fill, stroke, width): (&str, &str, f32), radius: f32, svg: &mut String) {
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{width}\"/>",
        short(shape.corner.x),
        short(shape.corner.y),
        short(shape.size.width),
        short(shape.size.height)
    )
    .ok();
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

//! Writes a drawing, uncompressed, so that it can be read and compared.

use std::fmt::Write as _;

use super::{Cell, Drawing, Form, Page};
use crate::model::Rectangle;

/// The drawing as the text of a `.drawio` file.
pub fn write(drawing: &Drawing) -> String {
    let mut text = String::from("<mxfile host=\"Cantilever\">\n");
    for (index, page) in drawing.pages.iter().enumerate() {
        write_page(page, index + 1, &mut text);
    }
    text.push_str("</mxfile>\n");
    text
}

fn write_page(page: &Page, number: usize, text: &mut String) {
    let name = escaped(&page.name);
    writeln!(text, "  <diagram id=\"page_{number}\" name=\"{name}\">").ok();
    text.push_str("    <mxGraphModel grid=\"1\" gridSize=\"10\" guides=\"1\" connect=\"1\" arrows=\"1\" page=\"0\">\n");
    text.push_str("      <root>\n");
    for cell in &page.cells {
        write_cell(cell, text);
    }
    text.push_str("      </root>\n    </mxGraphModel>\n  </diagram>\n");
}

fn write_cell(cell: &Cell, text: &mut String) {
    let (id, label) = (escaped(&cell.id), escaped(&cell.label));
    let names = if cell.data.is_empty() {
        format!(" id=\"{id}\" value=\"{label}\"")
    } else {
        write!(text, "        <object id=\"{id}\" label=\"{label}\"").ok();
        for (name, value) in &cell.data {
            write!(text, " {name}=\"{}\"", escaped(value)).ok();
        }
        text.push_str(">\n");
        String::new()
    };
    write!(text, "        <mxCell{names}").ok();
    let style = cell.style.to_string();
    if !style.is_empty() {
        write!(text, " style=\"{}\"", escaped(&style)).ok();
    }
    if !cell.parent.is_empty() {
        write!(text, " parent=\"{}\"", escaped(&cell.parent)).ok();
    }
    match &cell.form {
        Form::Layer => text.push_str("/>\n"),
        Form::Box { shape } => {
            let Rectangle { corner, size } = shape;
            let (x, y, width, height) = (corner.x, corner.y, size.width, size.height);
            text.push_str(" vertex=\"1\">\n");
            writeln!(
                text,
                "          <mxGeometry x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" as=\"geometry\"/>"
            )
            .ok();
            text.push_str("        </mxCell>\n");
        }
        Form::Line { source, target, points } => {
            let (source, target) = (escaped(source), escaped(target));
            writeln!(text, " edge=\"1\" source=\"{source}\" target=\"{target}\">").ok();
            text.push_str("          <mxGeometry relative=\"1\" as=\"geometry\">\n");
            if !points.is_empty() {
                text.push_str("            <Array as=\"points\">\n");
                for point in points {
                    writeln!(text, "              <mxPoint x=\"{}\" y=\"{}\"/>", point.x, point.y).ok();
                }
                text.push_str("            </Array>\n");
            }
            text.push_str("          </mxGeometry>\n        </mxCell>\n");
        }
    }
    if !cell.data.is_empty() {
        text.push_str("        </object>\n");
    }
}

/// Text for an attribute; characters that XML cannot have are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => {}
            character if character.is_control() => {}
            character => safe.push(character),
        }
    }
    safe
}

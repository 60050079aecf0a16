//! What lines and boxes mean, as far as the drawing uses them.

use std::fmt::Write as _;

use super::super::svg::{Text, palette};
use super::boxes::pattern;
use super::lines::write_connector;
use super::{MARGIN, SMALL_SIZE};
use crate::diagram::letters::text_width;
use crate::diagram::{Diagram, LegendEntry};
use crate::model::Point;

/// Room that the legend needs below the drawing.
pub(super) const HEIGHT: f32 = 46.0;

/// Writes the legend, and gives back how wide that is.
pub(super) fn write(diagram: &Diagram, top: f32, svg: &mut String) -> f32 {
    let y = top + 18.0;
    let mut x = MARGIN;
    for entry in &diagram.legend {
        x = match entry {
            LegendEntry::Learned => {
                write_sample((palette::LEARNED_TINT, palette::LEARNED, "stroke-width=\"2\""), (x, y), svg)
            }
            LegendEntry::Node => write_sample((palette::NODE, palette::NODE_LINE, "stroke-width=\"1.2\""), (x, y), svg),
            LegendEntry::Boundary(kind) => {
                let style = format!("stroke-width=\"1.5\" stroke-dasharray=\"{}\"", pattern(*kind));
                write_sample(("none", palette::MUTED, &style), (x, y), svg)
            }
            LegendEntry::Connector(kind) => {
                write_connector(&[Point::new(x, y), Point::new(x + 42.0, y)], *kind, svg);
                x + 50.0
            }
        };
        x = write_text(entry.label(), x, y, svg);
    }
    x
}

fn write_sample((fill, stroke, style): (&str, &str, &str), (x, y): (f32, f32), svg: &mut String) -> f32 {
    let top = y - 8.0;
    writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{top}\" width=\"26\" height=\"16\" rx=\"4\" fill=\"{fill}\" stroke=\"{stroke}\" {style}/>"
    )
    .ok();
    x + 34.0
}

fn write_text(text: &str, x: f32, y: f32, svg: &mut String) -> f32 {
    Text { x, y: y + 4.0, size: SMALL_SIZE, fill: palette::MUTED, anchor: "start", bold: false }.write(text, svg);
    x + text_width(text, SMALL_SIZE) + 26.0
}

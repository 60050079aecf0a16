//! The marks of choices in a picture, told apart by their shapes.

use std::fmt::Write as _;

use crate::diagram::letters::text_width;
use crate::report::svg::{Text, palette, short};

/// How far a mark reaches from its middle.
pub(super) const RADIUS: f32 = 6.0;
/// Size of the words beside them.
const SIZE: f32 = 12.0;

/// What a mark says of a choice, by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// No other choice dominates it: a filled diamond.
    Best,
    /// The rest: a hollow circle.
    Other,
    /// The instructor's: a square.
    Reference,
}

impl Mark {
    /// Writes it around its middle.
    pub fn write(self, (x, y): (f32, f32), svg: &mut String) {
        let corner = [x - 5.0, y - 5.0].map(short);
        let (x, y) = (short(x), short(y));
        let paper = palette::PAPER;
        match self {
            Mark::Best => {
                let color = palette::FRONT;
                let way = format!("m0 -{RADIUS} l{RADIUS} {RADIUS} l-{RADIUS} {RADIUS} l-{RADIUS} -{RADIUS} z");
                writeln!(svg, "<path d=\"M{x} {y} {way}\" fill=\"{color}\"/>")
            }
            Mark::Other => {
                let stroke = format!("stroke=\"{}\" stroke-width=\"1.6\"", palette::LINE);
                writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" fill=\"{paper}\" {stroke}/>")
            }
            Mark::Reference => {
                let ([x, y], size) = (corner, "width=\"10\" height=\"10\"");
                let stroke = format!("stroke=\"{}\" stroke-width=\"2\"", palette::INK);
                writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" {size} fill=\"{paper}\" {stroke}/>")
            }
        }
        .ok();
    }
}

/// What each mark means, in a row from here on.
pub(super) fn write_legend((mut x, y): (f32, f32), has_reference: bool, svg: &mut String) {
    let marks = [
        (Mark::Best, "dominated by no other choice"),
        (Mark::Other, "dominated, or a number is not known"),
        (Mark::Reference, "the reference answer"),
    ];
    for (mark, words) in &marks[..if has_reference { 3 } else { 2 }] {
        mark.write((x + RADIUS, y), svg);
        x += 2.0 * RADIUS + 8.0;
        Text { x, y: y + 4.0, size: SIZE, fill: palette::MUTED, anchor: "start", bold: false }.write(words, svg);
        x += text_width(words, SIZE) + 24.0;
    }
}

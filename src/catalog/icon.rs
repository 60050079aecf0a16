//! Icons as strokes, so that the canvas and the report's SVG draw the very same picture.

use serde::Deserialize;

/// An icon made of strokes in a square of side [`Icon::SIDE`], `y` growing downwards.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Icon {
    /// Polylines: each a list of `[x, y]`.
    pub lines: Vec<Vec<[f32; 2]>>,
    /// Circles: `[center x, center y, radius]`.
    pub circles: Vec<[f32; 3]>,
    /// Rectangles: `[x, y, width, height]`.
    pub boxes: Vec<[f32; 4]>,
}

impl Icon {
    /// Side of the square that icons are drawn in.
    pub const SIDE: f32 = 24.0;
}

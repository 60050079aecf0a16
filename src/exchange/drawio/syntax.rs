//! A drawing as its file has it.

use std::collections::BTreeMap;

use super::Style;
use crate::model::{Point, Rectangle};

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Pages, in the file's order; one or more.
    pub pages: Vec<Page>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The name on its tab.
    pub name: String,
    /// Everything on it, in the order of drawing.
    pub cells: Vec<Cell>,
}

/// A box, a line, or what holds others together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its name within the page.
    pub id: String,
    /// The cell that it lies in: a frame, a line whose label it is, or a layer.
    pub parent: String,
    /// The words that it shows, without their markup; lines are kept.
    pub label: String,
    /// What else is stated about it, by name.
    pub data: BTreeMap<String, String>,
    /// How it looks.
    pub style: Style,
    /// What it is.
    pub form: Form,
    /// Line and column where it stands in the file, from 1; of the page where that is compressed.
    pub place: (u32, u32),
}

/// What a cell is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Form {
    /// A layer, or the root of a page.
    #[default]
    Layer,
    /// A box.
    Box {
        /// Place and size; the place is relative to the parent's corner.
        shape: Rectangle,
    },
    /// A line.
    Line {
        /// The cell where it begins; empty when it begins nowhere.
        source: String,
        /// The cell where it ends; empty when it ends nowhere.
        target: String,
        /// Points that it passes through, relative to the parent's corner.
        points: Vec<Point>,
    },
}

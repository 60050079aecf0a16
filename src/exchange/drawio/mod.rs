//! Drawings of draw.io (diagrams.net): XML with pages of cells, each page plain or compressed.
//!
//! A cell is a box, a line or a layer; places are relative to the cell that it lies in. The format has no published
//! schema; what is read here follows the files that the editor writes (mxGraph's model codec). Labels may be HTML; their
//! words are taken.

mod error;
mod label;
mod reader;
mod style;
mod syntax;
#[cfg(test)]
mod tests;
mod writer;

pub use error::{Problem, ReadError};
pub use reader::read;
pub use style::Style;
pub use syntax::{Cell, Drawing, Form, Page};
pub use writer::write;

/// The longest text that is read, in bytes; a compressed page may be as long when it is unpacked.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most cells that are read.
pub const MAX_CELLS: usize = 100_000;

/// Whether a drawing begins with this word: as a file, or as the editor puts it on the clipboard.
pub fn is_beginning(word: &str) -> bool {
    ["<mxfile", "<mxGraphModel", "%3CmxGraphModel", "%3Cmxfile"].iter().any(|beginning| word.starts_with(beginning))
}

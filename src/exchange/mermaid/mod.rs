//! Reads Mermaid flowcharts and C4 diagrams into a syntax tree, and writes flowcharts.
//!
//! Where the grammar of Mermaid is strict for reasons of its lexer the reader is lenient; the writer stays inside
//! what both accept. Whatever the tree has no place for is reported as [`Skipped`].

mod c4;
mod c4_arguments;
mod cursor;

mod error;
mod escape;
mod flowchart;
mod flowchart_builder;
mod flowchart_links;
mod flowchart_nodes;
mod flowchart_statements;
mod front_matter;
mod names;
mod preamble;
mod shapes;
mod syntax;
mod text;
mod writer;

#[cfg(test)]
mod tests;

pub use error::{Problem, ReadError, Skipped};
pub use syntax::{
    ArrowHead, C4Kind, Diagram, DiagramKind, Direction, ElementKind, End, Group, GroupKind, LineStyle, Link, Node,
    NodeKind, Shape,
};

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The deepest nesting of groups that is read.
pub const MAX_DEPTH: usize = 64;

/// Reads a Mermaid flowchart or C4 diagram, given as it is or as the first Mermaid block of a Markdown text.
///
/// The list tells what the text says and the tree does not hold, in the order of the text. Time and memory grow in
/// proportion to the text. Errors: text longer than [`MAX_BYTES`], groups nested deeper than [`MAX_DEPTH`], another kind
/// of diagram, or text that does not follow the notation.
pub fn read(text: &str) -> Result<(Diagram, Vec<Skipped>), ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError { line: 1, column: 1, problem: Problem::TooLong { limit: MAX_BYTES } });
    }
    let start = preamble::read(text)?;
    let (diagram, mut skipped) = match start.diagram.kind {
        DiagramKind::Flowchart => flowchart::read(start)?,
        DiagramKind::C4(_) => c4::read(start)?,
    };
    skipped.sort_by_key(|entry| (entry.line, entry.column));
    Ok((diagram, skipped))
}

/// Writes the diagram as a flowchart.
///
/// Every text is quoted and escaped, so it is shown as it stands and never acts as notation or HTML.
///
/// - Mermaid cannot quote names: a name that is not plain, or that is used twice, is replaced by a plain one.
/// - A flowchart holds no technology, no description and no role: the elements of a C4 diagram become boxes.
/// - A link with an arrow at its start only is written the other way round, since Mermaid draws no such arrow.
/// - A link whose end does not exist is left out; a parent that does not exist, or a group inside itself, counts as none.
pub fn write(diagram: &Diagram) -> String {
    writer::write(diagram)
}

//! The decision report: one plain value built once, and one exporter per format.

mod build;
mod connector_layout;
mod document;
mod drawing;
mod error;
mod evidence;
mod frame;
mod html;
mod markdown;
mod options;
mod plot;
mod route;
mod supplement;
mod svg;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
mod ticks;
mod words;
mod write;

pub use build::Stamp;
pub use connector_layout::{DrawnConnector, drawn_connectors};
pub use document::{Block, Cell, Column, Figure, Report, Row, Section, Table, Tone};
pub use drawing::drawing_svg;
pub use error::ReportError;
pub use html::html;
pub use markdown::{MarkdownFiles, markdown};
pub use plot::plot_svg;
pub use write::{Format, write};

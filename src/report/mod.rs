//! The decision report: one plain value built once, and one exporter per format.

mod build;
mod decisions;
mod designs;
mod document;
mod drawing;
mod error;
mod evidence;
mod frame;
mod html;
mod markdown;
mod options;
mod part;
mod pdf;
mod plot;
mod raster;
mod requirements;
mod supplement;
mod svg;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
mod ticks;
mod words;
mod write;

pub use build::{Material, Stamp};
pub use designs::{DesignTable, write_searched_csv};
pub use document::{Block, Cell, Column, Figure, Record, Report, ReportedVerdict, Row, Section, Table, Tone};
pub use drawing::{DrawingOptions, drawing_svg};
pub use error::ReportError;
pub use html::html;
pub use markdown::{MarkdownFiles, markdown};
pub use part::Part;
pub use pdf::{pdf, report_pdf};
pub use plot::plot_svg;
pub use raster::{Picture, picture, png};
pub use ticks::{Scale, tick_text};
pub use write::{Format, PictureFormat, write, write_designs, write_picture};

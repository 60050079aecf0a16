//! The decision report: one plain value built once, and one exporter per format.

mod atam;
mod build;
mod decisions;
mod designs;
mod document;
mod drawing;
mod error;
mod evidence;
mod format;
#[cfg(test)]
mod format_tests;
pub(crate) mod frame;
mod html;
mod inert;
mod input;
mod json;
mod labels;
mod madr;
mod markdown;
mod matrix;
mod names;
mod options;
mod part;
mod pdf;
mod picture_check;
mod pictures;
mod placing;
mod plot;
mod raster;
mod records;
mod reproduction;
mod requirements;
mod risks;
mod space;
mod summary;
mod supplement;
pub(crate) mod svg;
mod tables;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_content;
mod ticks;
mod tornado;
mod words;
mod write;

pub use build::{Material, Stamp};
pub use designs::{DesignTable, write_searched_csv};
pub use document::{Block, Cell, Column, Figure, Record, Report, ReportedVerdict, Row, Section, Table, Tone};
pub use drawing::{DrawingOptions, drawing_svg};
pub use error::ReportError;
pub use format::{Format, PictureFormat};
pub use html::html;
pub(crate) use html::{WIDE, is_endless, rendered};
pub(crate) use inert::cell_text;
pub use inert::inert;
pub use json::{from_json, is_report, open, to_json};
pub(crate) use labels::around;
pub use markdown::{MarkdownFiles, markdown};
pub(crate) use markdown::{inline, line_start_safe, one_line};
pub use part::Part;
pub use pdf::{pdf, report_pdf};
pub use plot::plot_svg;
pub use raster::{Picture, picture, png};
pub use ticks::{Scale, tick_text};
pub use write::{left_over, write, write_designs, write_picture};

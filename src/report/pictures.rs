//! Writes every figure of a report as vectors and as pixels, for slides and other documents.

use super::document::Report;
use super::error::ReportError;
use super::names::{Names, file_key};
use super::raster::png_within;

/// Pixels per unit of a drawing.
const SCALE: f32 = 2.0;

/// Every figure of the report as SVG and PNG, with the names of the files, which are made from the figures' keys.
///
/// # Errors
/// [`ReportError::Empty`] if the report has no figure, or a figure cannot be drawn.
pub(super) fn pictures(report: &Report) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut names = Names::default();
    let mut files = Vec::new();
    for figure in report.figures() {
        let name = names.unique(&file_key(&figure.key));
        files.push((format!("{name}.svg"), figure.svg.clone().into_bytes()));
        files.push((format!("{name}.png"), png_within(&figure.svg, SCALE)?));
    }
    if files.is_empty() {
        return Err(ReportError::Empty("the report has no picture; choose more of its parts".to_owned()));
    }
    Ok(files)
}

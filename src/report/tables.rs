//! Writes every table of a report as comma-separated values (RFC 4180), for spreadsheets and scripts.

use std::collections::BTreeMap;

use super::document::{Block, Report, Table};
use super::error::ReportError;
use super::inert::cell_text;
use super::names::slug;

/// Every table of the report: the name of its file, made from the section that it stands in and its number there, and
/// its lines with a head.
///
/// # Errors
/// [`ReportError::Empty`] if the report has no table.
pub(super) fn tables(report: &Report) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    // Two sections can have the same name, and then count on.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut files = Vec::new();
    for section in &report.sections {
        for block in &section.blocks {
            if let Block::Table(table) = block {
                let name = slug(&section.title, "section");
                let number = counts.entry(name.clone()).or_default();
                *number += 1;
                files.push((format!("{name}-{number}.csv"), lines(table)?));
            }
        }
    }
    if files.is_empty() {
        return Err(ReportError::Empty("the report has no table; choose more of its parts".to_owned()));
    }
    Ok(files)
}

fn lines(table: &Table) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let heads = table.columns.iter().map(|column| cell_text(&column.title).into_owned());
    writer.write_record(heads).map_err(|error| ReportError::Text(error.to_string()))?;
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|index| row.cells.get(index).map_or("", |cell| cell.text.as_str()));
        writer
            .write_record(cells.map(|text| cell_text(text).into_owned()))
            .map_err(|error| ReportError::Text(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| ReportError::Text(error.to_string()))
}

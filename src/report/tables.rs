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
    let (titles, shared): (Vec<&str>, Vec<&str>) = table.shared.iter().map(|(title, text)| (&**title, &**text)).unzip();
    let heads = table.columns.iter().map(|column| column.title.as_str()).chain(titles);
    let rows = table.rows.iter().map(|row| {
        let cells = (0..table.columns.len()).map(|index| row.cells.get(index).map_or("", |cell| cell.text.as_str()));
        cells.chain(shared.iter().copied()).collect()
    });
    for line in std::iter::once(heads.collect::<Vec<_>>()).chain(rows) {
        writer
            .write_record(line.into_iter().map(|text| cell_text(text).into_owned()))
            .map_err(|error| ReportError::Text(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| ReportError::Text(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_rows_share_is_in_every_line() {
        let mut table = Table::new(&["#Design", "Node", "#Cost"]);
        for (design, cost) in [("1", "$5"), ("2", "$7")] {
            table.row([design, "=Cloud", cost].map(Into::into).to_vec());
        }
        table.take_shared(1..3);
        let text = String::from_utf8(lines(&table).unwrap()).unwrap();
        assert_eq!(text, "Design,Cost,Node\r\n1,$5,'=Cloud\r\n2,$7,'=Cloud\r\n");
    }
}

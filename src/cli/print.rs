//! Text in columns, and qualities as JSON.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::analysis::{Quality, Verdict};
use crate::model::{Direction, MeasureKey, Project};

/// Space between columns.
const GAP: &str = "  ";

/// Prints rows in aligned columns; a column of numbers is aligned to the right.
pub(super) fn table(out: &mut dyn Write, heads: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let width = |text: &str| text.chars().count();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(column, head)| rows.iter().map(|row| width(&row[column])).chain([width(head)]).max().unwrap_or(0))
        .collect();
    let is_number: Vec<bool> = (0..heads.len())
        .map(|column| !rows.is_empty() && rows.iter().all(|row| looks_like_number(&row[column])))
        .collect();
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    for row in std::iter::once(&heads).chain(rows) {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let padding = " ".repeat(widths[column] - width(cell));
            if is_number[column] { format!("{padding}{cell}") } else { format!("{cell}{padding}") }
        });
        let line = cells.collect::<Vec<_>>().join(GAP);
        writeln!(out, "{GAP}{}", line.trim_end())?;
    }
    Ok(())
}

fn looks_like_number(cell: &str) -> bool {
    cell.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '$'))
        || matches!(cell, "" | "unknown" | "overloaded")
}

/// A quality with everything that is known about it. An unknown value is null.
pub(super) fn quality_json(project: &Project, key: &MeasureKey, quality: &Quality) -> Value {
    json!({
        "measure": key.measure.key(),
        "subject": project.subject_name(&key.subject),
        "name": project.measure_name(key),
        "value": quality.quantity.amount_in(key.measure.unit()),
        "unit": key.measure.unit().symbol(),
        "better": if key.measure.direction() == Direction::Lower { "lower" } else { "higher" },
        "provenance": quality.quantity.provenance().label(),
        "interval": quality.interval.map(|(low, high)| json!([low, high])),
        "overloaded": quality.is_overloaded(),
        "note": quality.note,
    })
}

/// A verdict with its requirement.
pub(super) fn verdict_json(project: &Project, verdict: &Verdict) -> Value {
    let requirement = project.requirements.get(&verdict.requirement);
    json!({
        "requirement": verdict.requirement.as_str(),
        "name": requirement.map(|requirement| &requirement.name),
        "sentence": requirement.map(|requirement| project.sentence(requirement)),
        "hard": requirement.map(crate::model::Requirement::is_hard),
        "threshold": requirement.map(|requirement| requirement.threshold.to_string()),
        "outcome": verdict.outcome.key(),
        "quality": requirement.map(|requirement| quality_json(project, &requirement.measure, &verdict.quality)),
        "reason": verdict.reason,
        "worth": verdict.worth,
    })
}

/// Prints a JSON value, readable.
pub(super) fn json(out: &mut dyn Write, value: &Value) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_numbers_to_the_right() {
        let rows = [vec!["tree".to_owned(), "9 ms".to_owned()], vec!["forest".to_owned(), "12.5 ms".to_owned()]];
        let mut out = Vec::new();
        table(&mut out, &["Model", "p99"], &rows).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "  Model       p99\n  tree       9 ms\n  forest  12.5 ms\n");
    }
}

//! What groups demand of the same measure, side by side.

use super::Class;
use super::blocks::{Cell, Section, Table};
use crate::classroom::comparison::{Tested, ThresholdRow};
use crate::classroom::phrases::{REFERENCE, amount};

impl Class<'_> {
    /// The limits of every measure that a group or the reference demands something of.
    pub(super) fn limits(&self) -> Section {
        let mut section = Section::new("limits", "Limits");
        if self.comparison.thresholds.is_empty() {
            section.paragraph("No group states a limit.");
            return section;
        }
        section.paragraph(
            "The limit as each group states it, and in the unit of the measure where that is another. A hard limit rules \
             out what misses it; a soft one has points. What is not demanded is left empty.",
        );
        let has_reference = self.comparison.thresholds.iter().any(|row| row.reference.is_some());
        let mut heads = vec![Cell::new("Measure")];
        heads.extend(self.heads());
        heads.extend(has_reference.then(|| Cell::new(REFERENCE)));
        let mut table = Table::new("Limits by measure and group", heads);
        for row in &self.comparison.thresholds {
            let measure = row.key.measure;
            let note = match (measure.direction().words(), measure.unit().symbol()) {
                (words, "") => words.to_owned(),
                (words, unit) => format!("{words}, in {unit}"),
            };
            let mut cells = vec![Cell::new(&row.name).noted(note)];
            cells.extend(row.demands.iter().map(|demand| limit(row, demand.as_ref())));
            cells.extend(has_reference.then(|| limit(row, row.reference.as_ref())));
            table.row(cells);
        }
        section.table(table);
        section
    }
}

fn limit(row: &ThresholdRow, demand: Option<&Tested>) -> Cell {
    let Some(demand) = demand else { return Cell::new("") };
    let in_unit = demand.limit.map(|limit| amount(limit, row.key.measure.unit()));
    let text = match (&in_unit, demand.stated.trim()) {
        (None, "") => "no limit stated".to_owned(),
        (Some(in_unit), "") => in_unit.clone(),
        (_, stated) => stated.to_owned(),
    };
    let mut notes = Vec::new();
    notes.extend(in_unit.filter(|in_unit| !text.ends_with(in_unit.as_str())).map(|in_unit| format!("= {in_unit}")));
    notes.push(demand.kind());
    Cell::new(text).noted(notes.join(", "))
}

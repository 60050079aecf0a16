//! The report as plain data: what it says and in which order, before any format is decided. Every exporter writes all
//! of it, so that two formats never say different things.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::part::Part;

/// A decision report, built once and written by any exporter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The heading of all.
    pub title: String,
    /// Status, date, deciders and the like: name and value.
    pub facts: Vec<(String, String)>,
    /// The sections in reading order.
    pub sections: Vec<Section>,
    /// One record for each decision of the project, the oldest first.
    pub records: Vec<Record>,
    /// What is required of the design and whether it does it, for programs.
    pub verdicts: Vec<ReportedVerdict>,
}

/// A decision by itself, in the order of a MADR record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The decision's name, from which the name of its file is made.
    pub title: String,
    /// Status, date, decision-makers, consulted, informed and the like: name and value.
    pub facts: Vec<(String, String)>,
    /// The sections of a MADR record, those that have something to say.
    pub sections: Vec<Section>,
}

/// A verdict on the design that the report is about, as `cantilever check` has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportedVerdict {
    /// The requirement's identifier.
    pub requirement: String,
    /// The requirement's name.
    pub name: String,
    /// What is measured, on what.
    pub measure: String,
    /// What is required, such as `≤ 2 s`.
    pub required: String,
    /// The value in the unit; `None` where it is not known or something is overloaded.
    pub value: Option<f64>,
    /// The unit's symbol.
    pub unit: String,
    /// The value as people write it.
    pub text: String,
    /// `met`, `missed` or `unknown`.
    pub outcome: String,
    /// `measured`, `estimated`, `assumed` or `unknown`.
    pub provenance: String,
}

/// A part of the report under one heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Which part of the report it belongs to: what is written can be chosen by part.
    pub part: Part,
    /// The heading.
    pub title: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// One piece of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// The sentence that the section is about.
    Lead(String),
    /// A paragraph; line breaks are kept.
    Paragraph(String),
    /// A heading below the section's own.
    Heading(String),
    /// A list.
    Bullets(Vec<String>),
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
}

/// A table; every row has one cell per column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is the same in all rows, title and text: a sentence above the table says it. Where tables are written alone,
    /// these are columns like the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<(String, String)>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What stands in it.
    pub title: String,
    /// Whether it holds numbers, which stand at the right.
    pub numeric: bool,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Cells in the order of the columns.
    pub cells: Vec<Cell>,
    /// Whether it is the row to look at: the chosen design, a sum.
    pub emphasis: bool,
}

/// The text of one cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Whether that is good or bad news.
    pub tone: Tone,
}

/// Whether something is good or bad news. The words always say it as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Neither.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
    /// Not known, or to be looked at.
    Open,
}

/// A picture with its caption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The key that file names are made from, such as `drawing`; no other figure of the report has it.
    pub key: String,
    /// What it shows.
    pub caption: String,
    /// The picture as SVG, with all text escaped.
    pub svg: String,
}

impl Tone {
    /// The tone's name in style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Open => "open",
        }
    }
}

impl Report {
    /// The report with only the sections of `parts`; records and verdicts stay.
    #[must_use]
    pub fn with_parts(mut self, parts: &[Part]) -> Self {
        self.sections.retain(|section| parts.contains(&section.part));
        self
    }

    /// Every figure, in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }
}

impl Section {
    /// An empty section.
    pub(super) fn new(part: Part, title: &str) -> Self {
        Self { part, title: title.to_owned(), blocks: Vec::new() }
    }

    /// Adds a paragraph unless the text is blank.
    pub(super) fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blocks.push(Block::Paragraph(text.trim().to_owned()));
        }
    }

    /// Adds a list unless it is empty.
    pub(super) fn bullets(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::Bullets(items));
        }
    }

    /// Adds a table without the columns that are empty all the way down, or a sentence when it has no rows.
    pub(super) fn table(&mut self, table: Table, otherwise: &str) {
        if table.rows.is_empty() {
            self.paragraph(otherwise);
        } else {
            self.blocks.push(Block::Table(table.without_empty_columns()));
        }
    }
}

impl Table {
    /// A table without rows; titles that start with `#` are columns of numbers.
    pub(super) fn new(titles: &[&str]) -> Self {
        let column =
            |title: &&str| Column { title: title.trim_start_matches('#').to_owned(), numeric: title.starts_with('#') };
        Self { columns: titles.iter().map(column).collect(), ..Self::default() }
    }

    /// Drops the columns that have nothing in any row.
    fn without_empty_columns(mut self) -> Self {
        for index in (0..self.columns.len()).rev() {
            if self.rows.iter().all(|row| row.cells.get(index).is_none_or(|cell| cell.text.is_empty())) {
                self.take_column(index);
            }
        }
        self
    }

    /// Moves the columns of `from` that say the same in all of several rows to what is shared: the table becomes narrow
    /// enough for paper, and shows what tells the rows apart.
    pub(super) fn take_shared(&mut self, from: Range<usize>) {
        let [first, others @ ..] = &*self.rows else { return };
        let first = first.clone();
        let is_shared = |index: &usize| {
            let cell = first.cells.get(*index).filter(|cell| !cell.text.is_empty());
            cell.is_some() && others.iter().all(|row| row.cells.get(*index) == cell)
        };
        let shared: Vec<usize> = if others.is_empty() { Vec::new() } else { from.filter(is_shared).collect() };
        for (before, index) in shared.into_iter().enumerate() {
            let title = self.take_column(index - before).title;
            self.shared.push((title, first.cells[index].text.clone()));
        }
    }

    fn take_column(&mut self, index: usize) -> Column {
        for row in self.rows.iter_mut().filter(|row| index < row.cells.len()) {
            row.cells.remove(index);
        }
        self.columns.remove(index)
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, emphasis: false });
    }
}

impl Cell {
    /// A text with a tone.
    pub(super) fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), tone: Tone::Neutral }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[&str; 4]]) -> Table {
        let mut table = Table::new(&["#Design", "Node", "#Cost", "Note"]);
        for row in rows {
            table.row(row.iter().map(|text| (*text).into()).collect());
        }
        table
    }

    #[test]
    fn a_column_that_says_the_same_in_every_row_leaves_the_table() {
        let mut found = table(&[["1", "Cloud", "$5", "same"], ["2", "Cloud", "$7", "same"]]);
        found.take_shared(1..3);
        assert_eq!(found.shared, [("Node".to_owned(), "Cloud".to_owned())]);
        let titles: Vec<&str> = found.columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(titles, ["Design", "Cost", "Note"], "what may not be taken stays");
        let texts = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        assert_eq!(found.rows.iter().map(texts).collect::<Vec<_>>(), [["1", "$5", "same"], ["2", "$7", "same"]]);
    }

    #[test]
    fn one_row_and_different_rows_keep_all_columns() {
        for rows in [&[["1", "Cloud", "$5", ""]][..], &[["1", "Cloud", "$5", ""], ["2", "Office", "$7", ""]]] {
            let mut found = table(rows);
            found.take_shared(0..4);
            assert_eq!(found, table(rows));
        }
    }
}

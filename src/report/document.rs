//! The report as plain data: what it says and in which order, before any format is decided. Every exporter writes all
//! of it, so that two formats never say different things.

/// A decision report, built once and written by any exporter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The heading of all.
    pub title: String,
    /// Status, date, deciders and the like: name and value.
    pub facts: Vec<(String, String)>,
    /// The sections in reading order.
    pub sections: Vec<Section>,
}

/// A part of the report under one heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// One piece of a section.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What stands in it.
    pub title: String,
    /// Whether it holds numbers, which stand at the right.
    pub numeric: bool,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Cells in the order of the columns.
    pub cells: Vec<Cell>,
    /// Whether it is the row to look at: the chosen design, a sum.
    pub emphasis: bool,
}

/// The text of one cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Whether that is good or bad news.
    pub tone: Tone,
}

/// Whether something is good or bad news. The words always say it as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The key that file names are made from, such as `drawing`.
    pub key: &'static str,
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

impl Section {
    /// An empty section.
    pub(super) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), blocks: Vec::new() }
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
        Self { columns: titles.iter().map(column).collect(), rows: Vec::new() }
    }

    /// Drops the columns that have nothing in any row.
    fn without_empty_columns(mut self) -> Self {
        for index in (0..self.columns.len()).rev() {
            if self.rows.iter().all(|row| row.cells.get(index).is_none_or(|cell| cell.text.is_empty())) {
                self.columns.remove(index);
                for row in &mut self.rows {
                    if index < row.cells.len() {
                        row.cells.remove(index);
                    }
                }
            }
        }
        self
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

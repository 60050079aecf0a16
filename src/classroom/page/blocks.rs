//! What the page is made of: sections with texts, tables and pictures, before any of it is HTML.

use serde::Serialize;

use crate::report::{WIDE, is_endless};

/// A part of the page under one heading.
#[derive(Serialize)]
pub(super) struct Section {
    /// Its anchor.
    pub id: &'static str,
    pub title: String,
    pub blocks: Vec<Block>,
}

/// One piece of a section.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Block {
    Paragraph {
        text: String,
    },
    /// A heading below that of the section; one with an anchor is in the contents.
    Heading {
        text: String,
        id: Option<String>,
    },
    Bullets {
        entries: Vec<String>,
    },
    /// Names with what is said about them; line breaks are kept.
    Facts {
        facts: Vec<(String, String)>,
    },
    Table(Table),
    /// A picture that escapes its own text.
    Figure {
        svg: String,
        caption: String,
    },
}

/// A table; every row has one cell for each column, and is called by its first.
#[derive(Default, Serialize)]
pub(super) struct Table {
    /// Read to those who do not see the table.
    caption: String,
    /// The heads of the columns.
    columns: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    /// Rows that sum up.
    foot: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Default, Serialize)]
pub(super) struct Cell {
    text: String,
    /// Something to add, in small letters below.
    note: String,
    class: String,
}

impl Section {
    pub(super) fn new(id: &'static str, title: &str) -> Self {
        Self { id, title: title.to_owned(), blocks: Vec::new() }
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph { text: text.into() });
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.blocks.push(Block::Heading { text: text.to_owned(), id: None });
    }

    /// Adds a table, unless it has no rows.
    pub(super) fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// Whether it is printed on pages that lie on their sides.
    pub(super) fn is_wide(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Table(table) if table.columns.len() >= WIDE))
    }

    /// Anchors and texts of the headings that have an anchor.
    pub(super) fn anchors(&self) -> Vec<(&str, &str)> {
        let headings = self.blocks.iter().filter_map(|block| match block {
            Block::Heading { text, id: Some(id) } => Some((id.as_str(), text.as_str())),
            _ => None,
        });
        headings.collect()
    }
}

impl Table {
    pub(super) fn new(caption: &str, columns: impl IntoIterator<Item = Cell>) -> Self {
        Self { caption: caption.to_owned(), columns: columns.into_iter().collect(), ..Self::default() }
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a row of {}", self.caption);
        self.rows.push(cells);
    }

    pub(super) fn foot(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a foot of {}", self.caption);
        self.foot.push(cells);
    }
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { class: if is_endless(&text) { "endless" } else { "" }.to_owned(), note: String::new(), text }
    }

    /// A number, which stands at the right.
    pub(super) fn number(text: impl Into<String>) -> Self {
        Self::new(text).classed("number")
    }

    pub(super) fn classed(mut self, class: &str) -> Self {
        if !self.class.is_empty() {
            self.class.push(' ');
        }
        self.class.push_str(class);
        self
    }

    pub(super) fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

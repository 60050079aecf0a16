//! A column of a text file, filled before it is known what it holds.

use super::cell::{Value, is_missing};
use super::content::Content;
use super::dictionary::{Dictionary, Filling};
use crate::learn::table::{Cells, MISSING};

/// A column that is filled row by row.
#[derive(Debug)]
pub(super) struct TextColumn {
    /// What it holds so far.
    pub content: Content,
    filling: Filling,
    /// Whether numbers were kept before it turned out that they are texts. Then the column must be read again.
    is_spoilt: bool,
}

impl Default for TextColumn {
    fn default() -> Self {
        Self { content: Content::default(), filling: Filling::with_room(false, 0), is_spoilt: false }
    }
}

impl TextColumn {
    /// Adds the trimmed `cell`.
    pub fn push(&mut self, line: u64, cell: &str, decimal_comma: bool) {
        let was_empty = self.content.is_empty();
        let value = Value::parse(cell, decimal_comma);
        self.content.see(line, &value);
        if self.is_spoilt {
            return;
        }
        if self.content.is_text()
            && let Filling::Numbers(values) = &self.filling
        {
            let rows = if was_empty { values.len() } else { 0 };
            self.filling = Filling::Texts(vec![MISSING; rows], Dictionary::default());
            self.is_spoilt = !was_empty;
        }
        match (&mut self.filling, value) {
            _ if self.is_spoilt => {}
            (Filling::Numbers(values), Value::Number(number) | Value::Date(number)) => values.push(number),
            (Filling::Numbers(_), _) | (Filling::Texts(..), Value::Missing) => self.filling.push_missing(),
            (Filling::Texts(codes, dictionary), _) => codes.push(dictionary.code(cell)),
        }
    }

    /// Whether its cells must be read again as texts, with [`Self::push_again`].
    pub fn is_spoilt(&self) -> bool {
        self.is_spoilt
    }

    /// Adds the trimmed `cell` of a spoilt column.
    pub fn push_again(&mut self, cell: &str) {
        match &mut self.filling {
            Filling::Texts(codes, dictionary) if !is_missing(cell) => codes.push(dictionary.code(cell)),
            filling => filling.push_missing(),
        }
    }

    /// The finished cells.
    pub fn into_cells(self) -> Cells {
        self.filling.into_cells()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> TextColumn {
        let mut column = TextColumn::default();
        for (place, cell) in cells.iter().enumerate() {
            column.push(place as u64 + 2, cell, false);
        }
        column
    }

    fn texts(codes: &[u32], dictionary: &[&str]) -> Cells {
        let dictionary = dictionary.iter().map(|text| (*text).to_owned()).collect();
        Cells::Texts { codes: codes.to_vec(), dictionary }
    }

    #[test]
    fn most_columns_are_read_once() {
        assert_eq!(column(&["1", "2.50"]).into_cells(), Cells::Numbers(vec![1.0, 2.5]));
        assert_eq!(column(&["1970-01-02", "1970-01-03"]).into_cells(), Cells::Numbers(vec![1.0, 2.0]));
        assert_eq!(
            column(&["", "a", "2.50", "NA", "a"]).into_cells(),
            texts(&[MISSING, 0, 1, MISSING, 0], &["a", "2.50"])
        );
        assert!(matches!(column(&["", "?"]).into_cells(), Cells::Numbers(values) if values.len() == 2));
    }

    #[test]
    fn numbers_that_turn_out_to_be_texts_are_read_again() {
        for cells in [["2.50", "", "a", "2.5"], ["1970-01-02", "", "7", "a"]] {
            let mut column = column(&cells);
            assert!(column.is_spoilt());
            for cell in cells {
                column.push_again(cell);
            }
            assert_eq!(column.into_cells(), texts(&[0, MISSING, 1, 2], &[cells[0], cells[2], cells[3]]));
        }
    }
}

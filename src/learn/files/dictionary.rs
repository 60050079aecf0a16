//! The different texts of a column, each stored once.

use std::hash::{BuildHasher as _, RandomState};

use crate::learn::table::{Cells, MISSING};

/// Mark of an unused slot.
const FREE: u32 = u32::MAX;

/// Texts in order of first appearance. A map would hold every text a second time; this holds places only.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    texts: Vec<String>,
    /// Places in `texts` by hash, linearly probed; a power of two in number, at most half used.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Dictionary {
    /// The place of `text`, which is added if it is new.
    pub fn code(&mut self, text: &str) -> u32 {
        if self.texts.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mut slot = self.first_slot(text);
        loop {
            match self.slots[slot] {
                FREE => {
                    let code = self.texts.len() as u32;
                    self.texts.push(text.to_owned());
                    self.slots[slot] = code;
                    return code;
                }
                code if self.texts[code as usize] == text => return code,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// The texts in order of first appearance.
    pub fn into_texts(self) -> Vec<String> {
        self.texts
    }

    fn first_slot(&self, text: &str) -> usize {
        self.hasher.hash_one(text) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; (self.slots.len() * 2).max(16)];
        for code in 0..self.texts.len() {
            let mut slot = self.first_slot(&self.texts[code]);
            while self.slots[slot] != FREE {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = code as u32;
        }
    }
}

/// The cells of a column that is being filled.
#[derive(Debug)]
pub(super) enum Filling {
    /// Numbers, NaN where missing.
    Numbers(Vec<f64>),
    /// Codes of texts, [`MISSING`] where missing.
    Texts(Vec<u32>, Dictionary),
}

impl Filling {
    /// No cells yet, with room for `rows`.
    pub fn with_room(is_text: bool, rows: usize) -> Self {
        if is_text {
            Self::Texts(Vec::with_capacity(rows), Dictionary::default())
        } else {
            Self::Numbers(Vec::with_capacity(rows))
        }
    }

    /// Adds a missing cell.
    pub fn push_missing(&mut self) {
        match self {
            Self::Numbers(values) => values.push(f64::NAN),
            Self::Texts(codes, _) => codes.push(MISSING),
        }
    }

    /// The finished cells.
    pub fn into_cells(self) -> Cells {
        match self {
            Self::Numbers(values) => Cells::Numbers(values),
            Self::Texts(codes, dictionary) => Cells::Texts { codes, dictionary: dictionary.into_texts() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_one_code() {
        let mut dictionary = Dictionary::default();
        for round in 0..2 {
            for number in 0..5000_u32 {
                assert_eq!(dictionary.code(&format!("text {number}")), number, "in round {round}");
            }
        }
        let texts = dictionary.into_texts();
        assert_eq!((texts.len(), texts[4999].as_str()), (5000, "text 4999"));
    }

    #[test]
    fn missing_cells_stay_missing() {
        let mut texts = Filling::with_room(true, 2);
        texts.push_missing();
        if let Filling::Texts(codes, dictionary) = &mut texts {
            codes.push(dictionary.code("a"));
        }
        assert_eq!(texts.into_cells(), Cells::Texts { codes: vec![MISSING, 0], dictionary: vec!["a".to_owned()] });
        let mut numbers = Filling::with_room(false, 1);
        numbers.push_missing();
        assert!(matches!(numbers.into_cells(), Cells::Numbers(values) if values[0].is_nan()));
    }
}

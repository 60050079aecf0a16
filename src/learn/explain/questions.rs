//! Questions to a model that are sent off many at a time, as they come up.

use std::collections::VecDeque;

use super::{Answer, Step, scores};

/// Most rows and values of one request.
const MOST_ROWS: usize = 4096;
const MOST_VALUES: usize = 1 << 20;

/// Rows to ask the model about, sent off whenever there are enough: memory does not grow with their number.
pub(super) struct Questions<'a, 'b, E> {
    /// Answers that have come and were not yet taken out, in the order of the questions.
    pub answers: VecDeque<f64>,
    features: usize,
    answer: &'a mut Answer<'b>,
    step: &'a mut Step<'b, E>,
    values: Vec<f64>,
    asked: usize,
    total: usize,
}

impl<'a, 'b, E> Questions<'a, 'b, E> {
    /// None yet, of `total`, about rows of `features` values.
    pub fn new(features: usize, total: usize, answer: &'a mut Answer<'b>, step: &'a mut Step<'b, E>) -> Self {
        Self { answers: VecDeque::new(), features, answer, step, values: Vec::new(), asked: 0, total }
    }

    /// Adds a row to ask about.
    pub fn add(&mut self, row: &[f64]) -> Result<(), E> {
        self.values.extend_from_slice(row);
        if self.values.len() >= question_rows(self.features) * self.features { self.ask() } else { Ok(()) }
    }

    /// Asks what has not been asked yet.
    pub fn ask(&mut self) -> Result<(), E> {
        if self.values.is_empty() {
            return Ok(());
        }
        let answers = scores(self.answer, &self.values, self.features);
        self.asked += answers.len();
        self.answers.extend(answers);
        self.values.clear();
        (self.step)(self.asked, self.total)
    }
}

/// Rows to ask about at once: thousands, so that a model can work on many at a time, but at most a million values.
pub(super) fn question_rows(features: usize) -> usize {
    (MOST_VALUES / features.max(1)).clamp(1, MOST_ROWS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_have_thousands_of_rows_but_no_more_than_a_million_values() {
        assert_eq!([0, 1, 256, 784, 2_000_000].map(question_rows), [4096, 4096, 4096, 1337, 1]);
    }
}

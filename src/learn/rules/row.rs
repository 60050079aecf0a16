//! What rules say of one row: whether a condition is known to hold, and how many comparisons tell.

use super::{Comparison, Condition, Question, RuleSet, Stated, StatedText, Test};
use crate::learn::prepare::{halves, whole};

/// A row as the raw preparation gives it: two columns for each feature.
#[derive(Clone, Copy)]
pub(in super::super) struct RawRow<'a>(pub &'a [f32]);

impl RawRow<'_> {
    /// The number, or the place of the text; NaN where it is missing.
    fn value(self, column: usize) -> f64 {
        self.0.get(2 * column..2 * column + 2).map_or(f64::NAN, |halves| whole([halves[0], halves[1]]))
    }
}

impl RuleSet {
    /// The place of the rule that decides, the number of rules for none, and the comparisons that it took to find it.
    pub fn decide(&self, row: RawRow<'_>) -> (usize, u64) {
        let mut comparisons = 0;
        let decides = |rule: &super::Rule| {
            rule.condition.as_ref().is_none_or(|condition| holds(condition, row, &mut comparisons) == Some(true))
        };
        let place = self.rules.iter().position(decides).unwrap_or(self.rules.len());
        (place, comparisons)
    }
}

/// Whether `condition` holds; `None` where a missing value leaves it open.
fn holds(condition: &Condition, row: RawRow<'_>, comparisons: &mut u64) -> Option<bool> {
    match condition {
        Condition::All(parts) => first(parts, false, row, comparisons),
        Condition::Any(parts) => first(parts, true, row, comparisons),
        Condition::Not(part) => holds(part, row, comparisons).map(|holds| !holds),
        Condition::Test(test) => test_holds(test, row, comparisons),
    }
}

/// `deciding` if one part is that, its opposite if none is, and open if that depends on a part that is open.
fn first(parts: &[Condition], deciding: bool, row: RawRow<'_>, comparisons: &mut u64) -> Option<bool> {
    let mut result = Some(!deciding);
    for part in parts {
        match holds(part, row, comparisons) {
            Some(holds) if holds == deciding => return Some(deciding),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

fn test_holds(test: &Test, row: RawRow<'_>, comparisons: &mut u64) -> Option<bool> {
    let value = row.value(test.column);
    let mut compared = |holds: bool| {
        *comparisons += 1;
        holds
    };
    if value.is_nan() {
        let is_missing = compared(true);
        return matches!(test.question, Question::Missing).then_some(is_missing != test.negated);
    }
    let holds = match &test.question {
        Question::Missing => compared(false),
        Question::Compare(comparison, number) => compared(compare(*comparison, value, number)),
        Question::Between(low, high) => {
            compared(compare(Comparison::AtLeast, value, low)) && compared(compare(Comparison::AtMost, value, high))
        }
        Question::Numbers(numbers) => numbers.iter().any(|number| compared(compare(Comparison::Equal, value, number))),
        Question::Text(text) => compared(is_text(value, text)),
        Question::Texts(texts) => texts.iter().any(|text| compared(is_text(value, text))),
    };
    Some(holds != test.negated)
}

fn is_text(value: f64, text: &StatedText) -> bool {
    text.codes.iter().any(|code| f64::from(*code) == value)
}

/// Compares `value`, which went through two 32-bit numbers, with a number that goes the same way, so that what was
/// equal stays equal. Rounding keeps the order.
fn compare(comparison: Comparison, value: f64, number: &Stated) -> bool {
    let number = whole(halves(number.value));
    match comparison {
        Comparison::Less => value < number,
        Comparison::AtMost => value <= number,
        Comparison::More => value > number,
        Comparison::AtLeast => value >= number,
        Comparison::Equal => value == number,
    }
}

//! Reads a question about one column, such as `amount > 120` or `country in (DE, FR)`.

use super::parser::Cursor;
use super::tokens::Kind;
use super::vocabulary::{RuleColumn, advice, matching, one_line, only};
use super::{Comparison, Question, RuleError, Stated, StatedText, Test};
use crate::learn::files::{iso_date, number};

/// Reads a question.
pub(super) fn test(cursor: &mut Cursor<'_>) -> Result<Test, RuleError> {
    let place = column(cursor)?;
    let vocabulary = cursor.vocabulary;
    let Some(column) = vocabulary.columns.get(place) else {
        return Err(cursor.error("the column is not known"));
    };
    let (mut negated, is_is) = (false, cursor.take_keyword("is"));
    if cursor.take_keyword("not") {
        negated = true;
    }
    let question = if is_is && cursor.take_keyword("missing") {
        Question::Missing
    } else if cursor.take_keyword("between") {
        between(cursor, column)?
    } else if cursor.take_keyword("in") {
        list(cursor, column)?
    } else if is_is {
        equal(cursor, column)?
    } else if let (false, Some(Kind::Compare(comparison, opposite))) = (negated, cursor.next()) {
        let (comparison, opposite) = (*comparison, *opposite);
        negated = opposite;
        compare(cursor, column, comparison)?
    } else if negated {
        return Err(cursor.expected("\"in\" or \"between\" after \"not\""));
    } else {
        return Err(cursor.expected(&format!(
            "a comparison of \"{}\", such as <, =, between, in or is missing",
            one_line(&column.name)
        )));
    };
    Ok(Test { column: place, question, negated })
}

/// The place of the column that comes next.
fn column(cursor: &mut Cursor<'_>) -> Result<usize, RuleError> {
    let Some((name, at)) = cursor.take_words() else {
        return Err(cursor.expected("the name of a column, \"not\" or \"(\""));
    };
    let names: Vec<&str> = cursor.vocabulary.columns.iter().map(|column| column.name.as_str()).collect();
    let places = matching(&names, &name);
    if let Some(place) = only(&places) {
        return Ok(place as usize);
    }
    let problem = if !places.is_empty() {
        format!("\"{name}\" can be several columns; write it as the table does")
    } else if stated(&name).is_some() {
        format!("\"{name}\" is no column; a comparison begins with the column, such as: age >= 18")
    } else {
        format!("there is no column \"{name}\"{}", advice(&names, &name, "the columns are"))
    };
    Err(cursor.error_at(at, &problem))
}

fn compare(cursor: &mut Cursor<'_>, column: &RuleColumn, comparison: Comparison) -> Result<Question, RuleError> {
    if column.is_text && comparison != Comparison::Equal {
        return Err(cursor.error(&format!(
            "\"{}\" holds text, which is neither smaller nor larger; use =, != or in",
            one_line(&column.name)
        )));
    }
    cursor.skip();
    if comparison == Comparison::Equal {
        return equal(cursor, column);
    }
    Ok(Question::Compare(comparison, number_of(cursor, column)?))
}

fn equal(cursor: &mut Cursor<'_>, column: &RuleColumn) -> Result<Question, RuleError> {
    if column.is_text {
        return Ok(Question::Text(text_of(cursor, column)?));
    }
    Ok(Question::Compare(Comparison::Equal, number_of(cursor, column)?))
}

fn between(cursor: &mut Cursor<'_>, column: &RuleColumn) -> Result<Question, RuleError> {
    if column.is_text {
        let name = one_line(&column.name);
        return Err(cursor.error(&format!("\"{name}\" holds text, which lies between nothing; use in (a, b)")));
    }
    let low = number_of(cursor, column)?;
    if !cursor.take_keyword("and") {
        return Err(cursor.expected("\"and\" and the larger number of \"between\""));
    }
    let at = cursor.column();
    let high = number_of(cursor, column)?;
    if low.value > high.value {
        return Err(cursor.error_at(at, "nothing lies between these numbers; write the smaller one first"));
    }
    Ok(Question::Between(low, high))
}

fn list(cursor: &mut Cursor<'_>, column: &RuleColumn) -> Result<Question, RuleError> {
    if !cursor.take(&Kind::Open) {
        return Err(cursor.expected("\"(\" and a list such as (a, b)"));
    }
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    loop {
        if column.is_text {
            texts.push(text_of(cursor, column)?);
        } else {
            numbers.push(number_of(cursor, column)?);
        }
        if cursor.take(&Kind::Close) {
            break;
        }
        if !cursor.take(&Kind::Comma) {
            return Err(cursor.expected("\",\" or \")\" in the list"));
        }
    }
    Ok(if column.is_text { Question::Texts(texts) } else { Question::Numbers(numbers) })
}

/// The number that comes next, which `column` is compared with.
fn number_of(cursor: &mut Cursor<'_>, column: &RuleColumn) -> Result<Stated, RuleError> {
    let name = one_line(&column.name);
    let Some((text, at)) = cursor.take_words() else {
        return Err(cursor.expected(&format!("a number to compare \"{name}\" with")));
    };
    stated(&text).ok_or_else(|| {
        let names: Vec<&str> = cursor.vocabulary.columns.iter().map(|column| column.name.as_str()).collect();
        let is_column = !matching(&names, &text).is_empty();
        let problem = if is_column {
            format!("\"{text}\" is a column, but columns can only be compared with values; write a number")
        } else {
            format!("\"{name}\" holds numbers, and \"{text}\" is none; write a number such as 12.5")
        };
        cursor.error_at(at, &problem)
    })
}

/// The text that comes next, which `column` is compared with.
fn text_of(cursor: &mut Cursor<'_>, column: &RuleColumn) -> Result<StatedText, RuleError> {
    let name = one_line(&column.name);
    let is_quoted = matches!(cursor.next(), Some(Kind::Quoted(_)));
    let Some((text, at)) = cursor.take_words() else {
        return Err(cursor.expected(&format!("a text to compare \"{name}\" with")));
    };
    let codes = matching(&column.texts, &text);
    if codes.is_empty() && !column.texts.is_empty() {
        let known = advice(&column.texts, &text, "its texts are");
        if !is_quoted && stated(&text).is_some() {
            let problem = format!("\"{name}\" holds text, and the number {text} is none of it{known}");
            return Err(cursor.error_at(at, &problem));
        }
        cursor.notes.push(format!("Line {}: no row has \"{text}\" in \"{name}\"{known}.", cursor.line));
    }
    Ok(StatedText { text, codes })
}

/// The number or date that `text` states.
pub(super) fn stated(text: &str) -> Option<Stated> {
    if let Some(value) = number(text, false) {
        return Some(Stated { value, date: None });
    }
    let text = text.trim();
    iso_date(text).map(|value| Stated { value, date: Some(text.to_owned()) })
}

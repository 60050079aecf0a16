//! Reads what stands between the parentheses of a C4 statement.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::error::{Problem, ReadError, Skipped};
use super::flowchart::not_closed;
use super::text::{self, Written};

/// The arguments of one statement.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    positional: Vec<String>,
    /// Those given as `$name="value"`.
    named: BTreeMap<String, String>,
}

impl Arguments {
    /// The argument at a position or of a name; empty if there is neither.
    pub(super) fn get(&self, position: usize, name: &str) -> &str {
        let named = self.named.get(name).or_else(|| self.positional.get(position));
        named.map_or("", String::as_str)
    }

    /// The argument at a position, without which the statement says nothing.
    pub(super) fn needed(
        &self,
        position: usize,
        argument: &str,
        (statement, form): (&str, &str),
        place: &Cursor<'_>,
    ) -> Result<&str, ReadError> {
        let found = self.get(position, argument);
        if found.is_empty() {
            let (statement, argument, form) = (statement.to_owned(), argument.to_owned(), form.to_owned());
            return Err(place.error(Problem::MissingArgument { statement, argument, form }));
        }
        Ok(found)
    }

    /// Whether an argument of this name is given.
    pub(super) fn has_named(&self, name: &str) -> bool {
        self.named.contains_key(name)
    }
}

/// Reads from the opening parenthesis to the closing one.
pub(super) fn read(cursor: &mut Cursor<'_>, skipped: &mut Vec<Skipped>) -> Result<Arguments, ReadError> {
    cursor.skip_spaces();
    let opening = *cursor;
    if !cursor.eat("(") {
        return Err(cursor.unexpected("`(`"));
    }
    let mut arguments = Arguments::default();
    loop {
        cursor.skip_whitespace();
        if cursor.eat(")") {
            return Ok(arguments);
        }
        if cursor.is_at_end() {
            return Err(opening.error(not_closed("a list of arguments", ")")));
        }
        let name = name(cursor);
        let value = value(cursor, skipped)?;
        match name {
            Some(name) => drop(arguments.named.insert(name, value)),
            None => arguments.positional.push(value),
        }
        cursor.skip_whitespace();
        if !cursor.eat(",") && !cursor.starts_with(")") && !cursor.is_at_end() {
            return Err(cursor.unexpected("`,` or `)`"));
        }
    }
}

/// `$name=`, if that stands here.
fn name(cursor: &mut Cursor<'_>) -> Option<String> {
    let before = *cursor;
    if cursor.eat("$") {
        let name = cursor.take_while(|letter| letter.is_alphanumeric() || letter == '_').to_owned();
        cursor.skip_spaces();
        if cursor.eat("=") {
            cursor.skip_spaces();
            return Some(name);
        }
    }
    *cursor = before;
    None
}

fn value(cursor: &mut Cursor<'_>, skipped: &mut Vec<Skipped>) -> Result<String, ReadError> {
    let opening = *cursor;
    let text = if cursor.eat("\"") {
        let text = cursor.take_until("\"").ok_or_else(|| opening.error(not_closed("a text", "\"")))?;
        text.strip_suffix('"').unwrap_or(text)
    } else {
        cursor.take_while(|letter| !matches!(letter, ',' | ')' | '\n' | '\r')).trim()
    };
    let plain = text::plain(Written { text, is_markdown: false, place: opening.place() });
    if let Some(lost) = plain.lost {
        skipped.push(Skipped::new(lost, opening.place()));
    }
    Ok(plain.text)
}

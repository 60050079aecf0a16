//! The YAML block before a diagram: its title, and the rest as skipped.

use super::cursor::{Cursor, is_line_break, shortened};
use super::error::{Problem, ReadError, Skipped};

/// Reads the block between lines of `---` if one starts here; returns the title, which is empty without one.
pub(super) fn read(cursor: &mut Cursor<'_>, skipped: &mut Vec<Skipped>) -> Result<String, ReadError> {
    let mut title = String::new();
    if !is_rule(cursor) {
        return Ok(title);
    }
    let opening = *cursor;
    next_line(cursor);
    while !is_rule(cursor) {
        if cursor.is_at_end() {
            let problem = Problem::NotClosed { what: "the front matter".to_owned(), closer: "---".to_owned() };
            return Err(opening.error(problem));
        }
        entry(cursor, &mut title, skipped);
        next_line(cursor);
    }
    next_line(cursor);
    Ok(title)
}

fn is_rule(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.eat("---") && ahead.take_line().trim().is_empty()
}

fn next_line(cursor: &mut Cursor<'_>) {
    cursor.take_line();
    if !cursor.eat("\r\n") && cursor.peek().is_some_and(is_line_break) {
        cursor.bump();
    }
}

/// Indented lines belong to the entry above them, which has been reported or is the title.
fn entry(cursor: &mut Cursor<'_>, title: &mut String, skipped: &mut Vec<Skipped>) {
    let place = cursor.place();
    let line = cursor.take_line();
    if line.trim().is_empty() || line.starts_with([' ', '\t', '#']) {
        return;
    }
    let value = line.split_once(':').filter(|(key, _)| key.trim() == "title").map(|(_, value)| value.trim());
    match value.and_then(scalar) {
        Some(text) => *title = text,
        None => skipped.push(Skipped::new(format!("front matter `{}`", shortened(line)), place)),
    }
}

/// A scalar on one line; none for the forms that go on over the next lines.
fn scalar(value: &str) -> Option<String> {
    if let Some(body) = value.strip_prefix('"') {
        return double_quoted(body);
    }
    if let Some(body) = value.strip_prefix('\'') {
        let body = body.strip_suffix('\'')?;
        return Some(body.replace("''", "'"));
    }
    if value.starts_with(['|', '>', '[', '{', '&', '*', '!']) {
        return None;
    }
    Some(value.split(" #").next().unwrap_or_default().trim().to_owned())
}

fn double_quoted(body: &str) -> Option<String> {
    let mut result = String::new();
    let mut characters = body.chars();
    loop {
        match characters.next()? {
            '"' => return Some(result),
            '\\' => {
                let decoded = match characters.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    '0' => '\0',
                    'x' => numbered(&mut characters, 2)?,
                    'u' => numbered(&mut characters, 4)?,
                    'U' => numbered(&mut characters, 8)?,
                    other => other,
                };
                result.push(decoded);
            }
            other => result.push(other),
        }
    }
}

fn numbered(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let mut code = 0_u32;
    for _ in 0..digits {
        code = code.checked_mul(16)?.checked_add(characters.next()?.to_digit(16)?)?;
    }
    char::from_u32(code)
}

//! Reads the nodes of a flowchart: names, brackets, classes and properties.

use super::cursor::{Cursor, is_line_break, is_space, shortened};
use super::error::{Problem, ReadError, Skipped};
use super::flowchart::{Reader, not_closed, quoted, take_name};
use super::shapes::{self, Bracket};
use super::syntax::Shape;
use super::text::Written;

impl Reader<'_> {
    /// Reads one node, or several with `&` between them; returns their indices.
    pub(super) fn node_list(&mut self) -> Result<Vec<usize>, ReadError> {
        let mut nodes = vec![self.node()?];
        loop {
            let before = self.cursor;
            self.cursor.skip_spaces();
            if !self.cursor.eat("&") {
                self.cursor = before;
                return Ok(nodes);
            }
            self.cursor.skip_whitespace();
            nodes.push(self.node()?);
        }
    }

    fn node(&mut self) -> Result<usize, ReadError> {
        let start = self.cursor;
        let name = take_name(&mut self.cursor);
        if name.is_empty() {
            return Err(start.unexpected("the name of a node"));
        }
        if name == "end" {
            return Err(start.error(Problem::EndAsNode));
        }
        if self.cursor.starts_with("@{") && self.builder.is_link(name) {
            self.properties(name, None)?;
            return Err(start.unexpected("a node, since this is the name of a link"));
        }
        let index = self.builder.mention(name, start.place());
        if let Some(bracket) = shapes::bracket_at(self.cursor.rest()) {
            let opening = self.cursor;
            let (written, shape) = bracketed(&mut self.cursor, bracket)?;
            let label = self.plain(written);
            self.builder.draw(index, Some(label), Some(shape), opening.place());
        }
        loop {
            if self.cursor.eat(":::") {
                let class_start = self.cursor;
                let class = take_name(&mut self.cursor);
                if class.is_empty() {
                    return Err(class_start.unexpected("the name of a class"));
                }
                self.builder.add_class(index, class);
            } else if self.cursor.starts_with("@{") {
                self.properties(name, Some(index))?;
            } else {
                return Ok(index);
            }
        }
    }

    /// Reads `@{ key: value, ... }` of a node, or of a link if there is no node; the values of links are reported.
    pub(super) fn properties(&mut self, name: &str, node: Option<usize>) -> Result<(), ReadError> {
        let opening = self.cursor;
        self.cursor.eat("@{");
        let (mut shape, mut label) = (None, None);
        loop {
            self.cursor.take_while(|character| is_space(character) || character == ',');
            if self.cursor.eat("}") {
                break;
            }
            let start = self.cursor;
            let key = self.cursor.peek_word();
            self.cursor.advance(key.len());
            self.cursor.skip_spaces();
            if self.cursor.is_at_end() {
                return Err(opening.error(not_closed("a list of properties", "}")));
            }
            if key.is_empty() || !self.cursor.eat(":") {
                return Err(start.unexpected("a property such as `shape: rect` or `label: \"text\"`, or `}`"));
            }
            let value = property_value(&mut self.cursor, opening)?;
            match key {
                "shape" if node.is_some() => shape = Some(shapes::named(value.text.trim())),
                "label" if node.is_some() => label = Some(self.plain(value)),
                _ => {
                    let what = format!("property `{key}: {}` of {}", shortened(value.text), shortened(name));
                    self.skipped.push(Skipped::new(what, start.place()));
                }
            }
        }
        if let Some(index) = node.filter(|_| shape.is_some() || label.is_some()) {
            self.builder.draw(index, label.filter(|text| !text.is_empty()), shape, opening.place());
        }
        Ok(())
    }
}

fn property_value<'a>(cursor: &mut Cursor<'a>, opening: Cursor<'a>) -> Result<Written<'a>, ReadError> {
    cursor.skip_spaces();
    if cursor.starts_with("\"") {
        return quoted(cursor);
    }
    let start = *cursor;
    if cursor.eat("'") {
        let place = cursor.place();
        let text = cursor.take_until("'").ok_or_else(|| start.error(not_closed("a quoted text", "'")))?;
        return Ok(Written { text, is_markdown: false, place });
    }
    let text = cursor.take_while(|character| !is_line_break(character) && !matches!(character, ',' | '}'));
    if cursor.is_at_end() {
        return Err(opening.error(not_closed("a list of properties", "}")));
    }
    Ok(Written { text, is_markdown: false, place: start.place() })
}

/// Reads a text in brackets. Text without quotation marks ends at the first closing bracket of its line.
pub(super) fn bracketed<'a>(
    cursor: &mut Cursor<'a>,
    bracket: &'static Bracket,
) -> Result<(Written<'a>, Shape), ReadError> {
    let opening = *cursor;
    cursor.eat(bracket.open);
    let closers: Vec<&str> = bracket.closes.iter().map(|(close, _)| *close).collect();
    let problem = || opening.error(not_closed("the text of a node or subgraph", &closers.join("` or `")));
    let mut inside = *cursor;
    inside.skip_whitespace();
    if inside.starts_with("\"") {
        *cursor = inside;
        let written = quoted(cursor)?;
        cursor.skip_whitespace();
        if cursor.is_at_end() {
            return Err(problem());
        }
        let expected = format!("`{}` right after the quoted text", closers.join("` or `"));
        let shape = eat_closer(cursor, bracket).ok_or_else(|| cursor.unexpected(&expected))?;
        return Ok((written, shape));
    }
    let start = *cursor;
    let text = take_unquoted(cursor, bracket).ok_or_else(problem)?;
    let shape = eat_closer(cursor, bracket).ok_or_else(problem)?;
    Ok((Written { text, is_markdown: false, place: start.place() }, shape))
}

fn eat_closer(cursor: &mut Cursor<'_>, bracket: &'static Bracket) -> Option<Shape> {
    let (_, shape) = bracket.closes.iter().find(|(close, _)| cursor.eat(close))?;
    Some(shape.clone())
}

/// Brackets of the same kind may stand in pairs inside a single bracket; over the end of a line none may stand at all,
/// so that a bracket that is missing is noticed where it is.
fn take_unquoted<'a>(cursor: &mut Cursor<'a>, bracket: &'static Bracket) -> Option<&'a str> {
    let start = *cursor;
    let single = Some(bracket.open).filter(|open| matches!(*open, "(" | "[" | "{"));
    let (mut depth, mut has_brackets, mut has_lines) = (0_usize, false, false);
    while let Some(character) = cursor.peek() {
        if depth == 0 && bracket.closes.iter().any(|(close, _)| cursor.starts_with(close)) {
            return Some(cursor.since(&start));
        }
        if let Some(open) = single {
            depth += usize::from(cursor.starts_with(open));
            depth -= usize::from(depth > 0 && bracket.closes.iter().any(|(close, _)| cursor.starts_with(close)));
        }
        has_brackets |= matches!(character, '[' | ']' | '(' | ')' | '{' | '}' | '|' | '"');
        has_lines |= is_line_break(character);
        if has_brackets && has_lines {
            return None;
        }
        cursor.bump();
    }
    None
}

//! Reads the flowchart statements that start with a keyword.

use super::cursor::{Cursor, is_line_break, is_space, shortened};
use super::error::{Problem, ReadError, Skipped};
use super::flowchart::{Reader, not_closed, quoted, take_name};
use super::flowchart_nodes;
use super::preamble;
use super::shapes;
use super::text::Written;
use crate::exchange::entities;

impl Reader<'_> {
    /// Reads the statement that starts with a keyword here; false, and no move, if none does.
    pub(super) fn keyword_statement(&mut self) -> Result<bool, ReadError> {
        let start = self.cursor;
        let word = self.cursor.peek_word();
        self.cursor.advance(word.len());
        let next = self.cursor.peek();
        let stands_alone = next.is_none_or(|character| is_space(character) || character == ';');
        match word {
            "end" if stands_alone => {
                if !self.builder.close_group() {
                    return Err(start.error(Problem::NothingToClose { closer: word.to_owned() }));
                }
                self.end_of_statement()?;
            }
            "subgraph" if stands_alone || next == Some('"') => self.subgraph()?,
            "style" | "linkStyle" | "classDef" | "click" if next.is_some_and(is_space) => {
                self.cursor = start;
                self.skip_statement(word == "click");
            }
            "class" if next.is_some_and(is_space) => self.class()?,
            "direction" if stands_alone && self.direction() => self.end_of_statement()?,
            "accTitle" | "accDescr" if self.accessible_text(word)? => {}
            _ => {
                self.cursor = start;
                return self.link_properties();
            }
        }
        Ok(true)
    }

    fn link_properties(&mut self) -> Result<bool, ReadError> {
        let start = self.cursor;
        let name = take_name(&mut self.cursor);
        if !self.cursor.starts_with("@{") || !self.builder.is_link(name) {
            self.cursor = start;
            return Ok(false);
        }
        self.properties(name, None)?;
        self.end_of_statement()?;
        Ok(true)
    }

    fn direction(&mut self) -> bool {
        let before = self.cursor;
        self.cursor.skip_spaces();
        let word = self.cursor.peek_word();
        self.cursor.advance(word.len());
        match preamble::direction_of(word) {
            Some(direction) => self.builder.set_direction(direction),
            None => self.cursor = before,
        }
        self.cursor.place() != before.place()
    }

    /// `subgraph name [title]`, `subgraph name`, `subgraph some title` or `subgraph` alone.
    fn subgraph(&mut self) -> Result<(), ReadError> {
        self.cursor.skip_spaces();
        let start = self.cursor;
        let name = if self.cursor.starts_with("\"") { quoted(&mut self.cursor)? } else { words(&mut self.cursor) };
        let id = name.text.trim();
        let title = if self.cursor.starts_with("[") {
            let bracket = shapes::bracket_at("[ ").ok_or_else(|| start.unexpected("a title"))?;
            Some(flowchart_nodes::bracketed(&mut self.cursor, bracket)?.0)
        } else {
            None
        };
        // A title with spaces in it cannot be the name of the subgraph as well.
        let is_name = !id.is_empty() && (title.is_some() || !id.contains(is_space));
        let title = self.plain(title.unwrap_or(name));
        self.builder.open_group(Some(id).filter(|_| is_name), title, start.place())?;
        self.end_of_statement()
    }

    fn class(&mut self) -> Result<(), ReadError> {
        let mut names = Vec::new();
        loop {
            self.cursor.skip_spaces();
            let place = self.cursor.place();
            let name = take_name(&mut self.cursor);
            if name.is_empty() {
                return Err(self.cursor.unexpected("the name of a node"));
            }
            names.push((name, place));
            self.cursor.skip_spaces();
            if !self.cursor.eat(",") {
                break;
            }
        }
        let class = take_name(&mut self.cursor);
        if class.is_empty() {
            return Err(self.cursor.unexpected("the name of a class"));
        }
        for (name, place) in names {
            self.builder.add_class_by_name(name, class, place);
        }
        self.end_of_statement()
    }

    /// Reports a statement about looks or clicks, and moves past it.
    fn skip_statement(&mut self, has_quotes: bool) {
        let start = self.cursor;
        while let Some(character) = self.cursor.peek() {
            if is_line_break(character) || (character == ';' && !self.style_goes_on()) {
                break;
            }
            self.cursor.bump();
            if has_quotes && character == '"' {
                self.cursor.take_while(|inside| inside != '"' && !is_line_break(inside));
                self.cursor.eat("\"");
            }
        }
        let what = format!("`{}`", shortened(self.cursor.since(&start)));
        self.skipped.push(Skipped::new(what, start.place()));
    }

    /// Whether `property: value` follows the semicolon here, as in CSS.
    fn style_goes_on(&self) -> bool {
        let mut ahead = self.cursor;
        ahead.bump();
        ahead.skip_spaces();
        let property = ahead.take_while(|character| character.is_ascii_lowercase() || character == '-');
        ahead.skip_spaces();
        !property.is_empty() && ahead.eat(":") && !ahead.starts_with("::")
    }

    /// `accTitle: text`, `accDescr: text` or `accDescr { text }`; false, and no move, if it is none of these.
    fn accessible_text(&mut self, word: &str) -> Result<bool, ReadError> {
        let before = self.cursor;
        self.cursor.skip_spaces();
        let opening = self.cursor;
        let written = if self.cursor.eat(":") {
            Written { text: self.cursor.take_line(), is_markdown: false, place: opening.place() }
        } else if word == "accDescr" && self.cursor.eat("{") {
            let text = self.cursor.take_until("}").ok_or_else(|| opening.error(not_closed("a description", "}")))?;
            Written { text, is_markdown: false, place: opening.place() }
        } else {
            self.cursor = before;
            return Ok(false);
        };
        let text = self.plain(written);
        let diagram = self.builder.diagram();
        if word == "accTitle" {
            diagram.accessible_title = text;
        } else {
            diagram.accessible_description = text;
        }
        Ok(true)
    }
}

/// The words after `subgraph`, up to a bracket; a semicolon that ends a character code is one of them.
fn words<'a>(cursor: &mut Cursor<'a>) -> Written<'a> {
    let start = *cursor;
    while let Some(character) = cursor.peek() {
        if is_line_break(character) || matches!(character, '[' | ';') {
            break;
        }
        let code = entities::at_start(cursor.rest()).map_or(0, |(_, length)| length);
        cursor.advance(code.max(1));
    }
    Written { text: cursor.since(&start), is_markdown: false, place: start.place() }
}

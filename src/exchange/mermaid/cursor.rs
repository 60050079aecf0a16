//! A place in the text that moves forward and always knows its line and column.

use super::error::{Problem, ReadError};

/// Line and column, both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A place in a text. Copying one and putting it back is how the readers look ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    place: Place,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, offset: 0, place: Place { line: 1, column: 1 } }
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// The text between an earlier place of this cursor and this one.
    pub(super) fn since(&self, earlier: &Self) -> &'a str {
        self.text.get(earlier.offset..self.offset).unwrap_or_default()
    }

    /// The same place in the text that ends `length` bytes further on.
    pub(super) fn limited_to(&self, length: usize) -> Self {
        Self { text: self.text.get(..self.offset + length).unwrap_or(self.text), ..*self }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.offset >= self.text.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character after the next one.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub(super) fn starts_with(&self, prefix: &str) -> bool {
        self.rest().starts_with(prefix)
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.offset += character.len_utf8();
        // A carriage return ends a line by itself unless a line feed follows and does so.
        if character == '\n' || (character == '\r' && self.peek() != Some('\n')) {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(character)
    }

    /// Moves on by that many bytes, or to the next character boundary after them.
    pub(super) fn advance(&mut self, bytes: usize) {
        let target = self.offset.saturating_add(bytes);
        while self.offset < target && self.bump().is_some() {}
    }

    /// Moves past the prefix if it stands here.
    pub(super) fn eat(&mut self, prefix: &str) -> bool {
        let found = self.starts_with(prefix);
        if found {
            self.advance(prefix.len());
        }
        found
    }

    pub(super) fn take_while(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let start = *self;
        while self.peek().is_some_and(&accept) {
            self.bump();
        }
        self.since(&start)
    }

    /// Takes the text before `mark`, which may lie lines ahead, and moves past the mark; none if it does not follow.
    pub(super) fn take_until(&mut self, mark: &str) -> Option<&'a str> {
        let length = self.rest().find(mark)?;
        let taken = self.rest().get(..length)?;
        self.advance(length + mark.len());
        Some(taken)
    }

    /// Takes what is left of the line, without the line break.
    pub(super) fn take_line(&mut self) -> &'a str {
        self.take_while(|character| !is_line_break(character))
    }

    /// Moves past spaces of this line.
    pub(super) fn skip_spaces(&mut self) {
        self.take_while(|character| is_space(character) && !is_line_break(character));
    }

    /// Moves past spaces and line breaks.
    pub(super) fn skip_whitespace(&mut self) {
        self.take_while(is_space);
    }

    /// The word of letters, digits, `_` and `-` that starts here, without moving.
    pub(super) fn peek_word(&self) -> &'a str {
        let mut ahead = *self;
        ahead.take_while(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
    }

    pub(super) fn error(&self, problem: Problem) -> ReadError {
        error_at(self.place, problem)
    }

    /// An error that tells what stands here and what could.
    pub(super) fn unexpected(&self, expected: &str) -> ReadError {
        let mut ahead = *self;
        let word = ahead.take_while(|character| !is_space(character));
        let found = match word.chars().next() {
            Some(_) => format!("`{}`", shortened(word)),
            None if self.is_at_end() => "the end of the text".to_owned(),
            None => "the end of the line".to_owned(),
        };
        self.error(Problem::Unexpected { found, expected: expected.to_owned() })
    }
}

pub(super) fn error_at(place: Place, problem: Problem) -> ReadError {
    ReadError { line: place.line, column: place.column, problem }
}

pub(super) fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r')
}

/// White space, and the byte order mark, which is as invisible.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// The start of a text, for messages.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((length, _)) => format!("{}...", text.get(..length).unwrap_or_default()),
        None => text.to_owned(),
    }
}

//! Reads the statements of a flowchart.

use super::cursor::{Cursor, is_line_break, is_space};
use super::error::{Problem, ReadError, Skipped};
use super::flowchart_builder::Builder;
use super::flowchart_links;
use super::preamble::{self, Start};
use super::syntax::Diagram;
use super::text::{self, Written};

/// Reads the statements after the first line.
pub(super) fn read(start: Start<'_>) -> Result<(Diagram, Vec<Skipped>), ReadError> {
    let mut reader = Reader { cursor: start.cursor, builder: Builder::new(start.diagram), skipped: start.skipped };
    loop {
        preamble::skip_blank(&mut reader.cursor, &mut reader.skipped)?;
        if reader.cursor.is_at_end() {
            break;
        }
        reader.statement()?;
    }
    let diagram = reader.builder.finish(&mut reader.skipped)?;
    Ok((diagram, reader.skipped))
}

/// The state of reading; statements, nodes and links each have a file of their own.
pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) builder: Builder,
    pub(super) skipped: Vec<Skipped>,
}

impl Reader<'_> {
    fn statement(&mut self) -> Result<(), ReadError> {
        if self.keyword_statement()? {
            return Ok(());
        }
        let mut from = self.node_list()?;
        loop {
            let before = self.cursor;
            self.skip_to_continuation();
            let Some(head) = flowchart_links::read(&mut self.cursor)? else {
                self.cursor = before;
                break;
            };
            let label = head.label.map(|written| self.plain(written)).unwrap_or_default();
            if head.is_longer {
                self.skipped.push(Skipped::new("the extra length of a link", head.place));
            }
            self.cursor.skip_whitespace();
            let to = self.node_list()?;
            self.builder.link(&from, &to, &head, &label)?;
            from = to;
        }
        self.end_of_statement()
    }

    /// A link may stand on a line after its node, behind comments.
    fn skip_to_continuation(&mut self) {
        loop {
            self.cursor.skip_whitespace();
            if !self.cursor.starts_with("%%") || self.cursor.starts_with("%%{") {
                return;
            }
            self.cursor.take_line();
        }
    }

    pub(super) fn end_of_statement(&mut self) -> Result<(), ReadError> {
        self.cursor.skip_spaces();
        let ends = self.cursor.peek().is_none_or(|next| next == ';' || is_line_break(next));
        if ends || self.cursor.starts_with("%%") {
            return Ok(());
        }
        Err(self.cursor.unexpected("a link such as `-->`, `&`, or the end of the line"))
    }

    /// The plain text of a written one; what it loses is reported.
    pub(super) fn plain(&mut self, written: Written<'_>) -> String {
        let plain = text::plain(written);
        if let Some(lost) = plain.lost {
            self.skipped.push(Skipped::new(lost, written.place));
        }
        plain.text
    }
}

/// Reads the text between quotation marks that starts here; with a backtick inside each mark it is Markdown.
pub(super) fn quoted<'a>(cursor: &mut Cursor<'a>) -> Result<Written<'a>, ReadError> {
    let opening = *cursor;
    let is_markdown = cursor.eat("\"`");
    if !is_markdown {
        cursor.eat("\"");
    }
    let place = cursor.place();
    let closer = if is_markdown { "`\"" } else { "\"" };
    match cursor.take_until(closer) {
        Some(text) => Ok(Written { text, is_markdown, place }),
        None => Err(opening.error(not_closed("a quoted text", closer))),
    }
}

pub(super) fn not_closed(what: &str, closer: &str) -> Problem {
    Problem::NotClosed { what: what.to_owned(), closer: closer.to_owned() }
}

/// Takes the name of a node, subgraph or class that starts here; empty if none does.
pub(super) fn take_name<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let start = *cursor;
    while let Some(character) = cursor.peek() {
        let next = cursor.peek_second();
        let is_part = match character {
            '-' => next.is_some_and(|after| !matches!(after, '-' | '>' | '.') && !is_space(after)),
            '=' => next != Some('=') && next != Some('>'),
            ':' => next.is_some_and(|after| after != ':' && !is_space(after)),
            '%' => next != Some('%'),
            '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '"' | '|' | '&' | ';' | ',' | '@' | '~' => false,
            other => !is_space(other),
        };
        if !is_part {
            break;
        }
        cursor.bump();
    }
    cursor.since(&start)
}

//! Reads the lines between flowchart nodes, with their heads, their style, their name and their text.

use super::cursor::{Cursor, Place, is_line_break, is_space};
use super::error::ReadError;
use super::flowchart::{not_closed, quoted, take_name};
use super::syntax::{ArrowHead, LineStyle};
use super::text::Written;

/// A link as it is written, without its ends.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) name: &'a str,
    pub(super) style: LineStyle,
    pub(super) start: ArrowHead,
    pub(super) end: ArrowHead,
    pub(super) label: Option<Written<'a>>,
    /// Whether it asks for more than the usual distance between its ends.
    pub(super) is_longer: bool,
    pub(super) place: Place,
}

/// Reads the link that starts here; none, and no move, if none does.
pub(super) fn read<'a>(cursor: &mut Cursor<'a>) -> Result<Option<Head<'a>>, ReadError> {
    let start = *cursor;
    let mut name = take_name(cursor);
    if name.is_empty() || !cursor.eat("@") {
        name = "";
        *cursor = start;
    }
    let Some(start_head) = opening_head(cursor) else {
        *cursor = start;
        return Ok(None);
    };
    let Some((style, line)) = line(cursor) else {
        // A lone dash that ends the text is a link that was cut off.
        *cursor = start;
        return Ok(None);
    };
    let mut head = Head {
        name,
        style,
        start: start_head,
        end: line.end,
        label: None,
        is_longer: line.is_longer,
        place: start.place(),
    };
    if line.is_open {
        let (written, closing) = inner_text(cursor, style).ok_or_else(|| start.error(unclosed_text(style)))??;
        head.label = Some(written);
        head.end = closing.end;
        head.is_longer = closing.is_longer;
    } else {
        head.label = piped_text(cursor)?;
    }
    Ok(Some(head))
}

/// The head before the line; none if no line stands here.
fn opening_head(cursor: &mut Cursor<'_>) -> Option<ArrowHead> {
    let head = match cursor.peek()? {
        '<' => ArrowHead::Arrow,
        'o' => ArrowHead::Circle,
        'x' => ArrowHead::Cross,
        _ => ArrowHead::None,
    };
    let mut after = *cursor;
    if head != ArrowHead::None {
        after.bump();
    }
    let is_line = ["--", "==", "-."].iter().any(|start| after.starts_with(start));
    if is_line {
        *cursor = after;
        Some(head)
    } else {
        cursor.starts_with("~~~").then_some(ArrowHead::None)
    }
}

/// The strokes of a link up to its end, or up to its text.
struct Line {
    end: ArrowHead,
    is_longer: bool,
    /// Whether a text follows, and then the rest of the line.
    is_open: bool,
}

fn line(cursor: &mut Cursor<'_>) -> Option<(LineStyle, Line)> {
    let (style, stroke) = match cursor.peek()? {
        '~' => {
            let length = cursor.take_while(|character| character == '~').len();
            let line = Line { end: ArrowHead::None, is_longer: length > 3, is_open: false };
            return Some((LineStyle::Invisible, line));
        }
        '=' => (LineStyle::Thick, '='),
        '-' if cursor.starts_with("-.") => (LineStyle::Dotted, '.'),
        '-' => (LineStyle::Solid, '-'),
        _ => return None,
    };
    if let Some(closed) = closing(cursor, style) {
        return Some((style, closed));
    }
    // The dot of a dotted link stands behind its dash.
    cursor.advance(usize::from(stroke == '.'));
    cursor.take_while(|character| character == stroke);
    Some((style, Line { end: ArrowHead::None, is_longer: false, is_open: true }))
}

/// Moves past the strokes that finish a link, with the head; none, and no move, if they do not finish one.
fn closing(cursor: &mut Cursor<'_>, style: LineStyle) -> Option<Line> {
    let mut ahead = *cursor;
    let (length, can_end_bare) = if style == LineStyle::Dotted {
        ahead.eat("-");
        let dots = ahead.take_while(|character| character == '.').len();
        if dots == 0 || !ahead.eat("-") {
            return None;
        }
        (dots, true)
    } else {
        let stroke = if style == LineStyle::Thick { '=' } else { '-' };
        let strokes = ahead.take_while(|character| character == stroke).len();
        if strokes < 2 {
            return None;
        }
        (strokes - 1, strokes > 2)
    };
    let end = match ahead.peek() {
        Some('>') => ArrowHead::Arrow,
        Some('o') => ArrowHead::Circle,
        Some('x') => ArrowHead::Cross,
        _ if can_end_bare => ArrowHead::None,
        _ => return None,
    };
    let mut is_longer = length > 1;
    if end == ArrowHead::None {
        // Without a head the last stroke stands in its place.
        is_longer = if style == LineStyle::Dotted { length > 1 } else { length > 2 };
    } else {
        ahead.bump();
    }
    *cursor = ahead;
    Some(Line { end, is_longer, is_open: false })
}

type InnerText<'a> = Result<(Written<'a>, Line), ReadError>;

/// The text between the two halves of a link; none if the second half does not follow on this line.
fn inner_text<'a>(cursor: &mut Cursor<'a>, style: LineStyle) -> Option<InnerText<'a>> {
    cursor.skip_spaces();
    if cursor.starts_with("\"") {
        let written = match quoted(cursor) {
            Ok(written) => written,
            Err(error) => return Some(Err(error)),
        };
        cursor.skip_whitespace();
        return closing(cursor, style).map(|line| Ok((written, line)));
    }
    let start = *cursor;
    let place = start.place();
    while let Some(character) = cursor.peek() {
        if is_line_break(character) {
            return None;
        }
        let text = cursor.since(&start);
        if let Some(line) = closing(cursor, style) {
            return Some(Ok((Written { text, is_markdown: false, place }, line)));
        }
        // A run of strokes that does not finish the link belongs to the text as a whole.
        if matches!(character, '-' | '=' | '.') {
            cursor.take_while(|next| next == character);
        } else {
            cursor.bump();
        }
    }
    None
}

fn unclosed_text(style: LineStyle) -> super::error::Problem {
    let closer = match style {
        LineStyle::Dotted => ".->",
        LineStyle::Thick => "==>",
        LineStyle::Solid | LineStyle::Invisible => "-->",
    };
    not_closed("the text of a link", closer)
}

fn piped_text<'a>(cursor: &mut Cursor<'a>) -> Result<Option<Written<'a>>, ReadError> {
    let before = *cursor;
    cursor.skip_spaces();
    let opening = *cursor;
    if !cursor.eat("|") {
        *cursor = before;
        return Ok(None);
    }
    cursor.take_while(is_space);
    let written = if cursor.starts_with("\"") {
        let written = quoted(cursor)?;
        cursor.skip_whitespace();
        written
    } else {
        let place = cursor.place();
        let text = cursor.take_while(|character| character != '|' && !is_line_break(character));
        Written { text, is_markdown: false, place }
    };
    if cursor.eat("|") {
        return Ok(Some(written));
    }
    Err(opening.error(not_closed("the text of a link", "|")))
}

//! Turns written text into plain text: line breaks, character codes, HTML and Markdown.

use super::cursor::Place;
use crate::exchange::entities;

/// A text as it stands between its delimiters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    /// Whether it is a Markdown text, which stands between `"` and a backtick.
    pub(super) is_markdown: bool,
    pub(super) place: Place,
}

/// A plain text and what was lost on the way to it.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub(super) text: String,
    pub(super) lost: Option<&'static str>,
}

/// HTML elements that only shape text. Other text between angle brackets is kept as it stands.
const SHAPING: [&str; 26] = [
    "a", "b", "big", "center", "code", "div", "em", "font", "h1", "h2", "h3", "hr", "i", "img", "li", "ol", "p", "pre",
    "s", "small", "span", "strong", "sub", "sup", "u", "ul",
];

/// Makes the text plain: trims it, breaks lines at `<br>` and `\n`, decodes character codes once, and drops HTML, icons
/// and Markdown that only shape it.
pub(super) fn plain(written: Written<'_>) -> Plain {
    let mut result = Plain::default();
    let mut previous = None;
    let mut rest = written.text.trim();
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '<' => html(rest, &mut result),
            '#' | '&' => entities::at_start(rest).map(|(decoded, length)| {
                result.text.push(decoded);
                length
            }),
            '\\' => escape(rest, written.is_markdown, &mut result),
            '\r' | '\n' => Some(line_break(rest, &mut result)),
            'f' if previous.is_none_or(|before: char| !before.is_alphanumeric()) => icon(rest, &mut result),
            '*' | '_' if written.is_markdown => emphasis(rest, character, previous, &mut result),
            _ => None,
        };
        let taken = length.unwrap_or_else(|| {
            result.text.push(character);
            character.len_utf8()
        });
        previous = rest.get(..taken).and_then(|passed| passed.chars().next_back());
        rest = rest.get(taken..).unwrap_or_default();
    }
    result
}

/// A line break of the text itself also drops the indentation of the next line.
fn line_break(rest: &str, result: &mut Plain) -> usize {
    result.text.push('\n');
    let after = rest.strip_prefix("\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
    rest.len() - after.trim_start_matches([' ', '\t']).len()
}

fn escape(rest: &str, is_markdown: bool, result: &mut Plain) -> Option<usize> {
    match rest.chars().nth(1)? {
        'n' => result.text.push('\n'),
        escaped @ ('*' | '_') if is_markdown => result.text.push(escaped),
        _ => return None,
    }
    Some(2)
}

fn html(rest: &str, result: &mut Plain) -> Option<usize> {
    let body = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'))?;
    let name_length = body.find(|character: char| !character.is_ascii_alphanumeric())?;
    let name = body.get(..name_length)?.to_ascii_lowercase();
    let is_break = name == "br";
    if !is_break && !SHAPING.contains(&name.as_str()) {
        return None;
    }
    // An element that does not end within this many bytes is text; looking further would take quadratic time.
    let to_end = body.bytes().take(500).position(|byte| byte == b'>')?;
    if is_break {
        result.text.push('\n');
    } else {
        result.lost = Some("HTML that shapes a text");
    }
    Some(rest.len() - body.len() + to_end + 1)
}

/// Icons are written `fa:fa-name`, with a letter for the family in place of or after `fa`.
fn icon(rest: &str, result: &mut Plain) -> Option<usize> {
    let family = rest.strip_prefix("fa")?;
    let name = family.strip_prefix(['b', 'k', 'l', 'r', 's']).unwrap_or(family).strip_prefix(":fa-")?;
    let after = name.trim_start_matches(|character: char| character.is_ascii_alphanumeric() || character == '-');
    result.lost = Some("an icon in a text");
    Some(rest.len() - after.strip_prefix(' ').unwrap_or(after).len())
}

/// A run of marks is emphasis where it touches a word; `_` also has to stand at the edge of that word.
fn emphasis(rest: &str, mark: char, previous: Option<char>, result: &mut Plain) -> Option<usize> {
    let after = rest.trim_start_matches(mark);
    let next = after.chars().next();
    let is_word = |side: Option<char>| side.is_some_and(|character| !character.is_whitespace());
    let is_inside_word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
    let touches = is_word(previous) || is_word(next);
    if !touches || (mark == '_' && is_inside_word(previous) && is_inside_word(next)) {
        let run = rest.len() - after.len();
        result.text.push_str(rest.get(..run)?);
        return Some(run);
    }
    result.lost = Some("the emphasis of a Markdown text");
    Some(rest.len() - after.len())
}

//! Makes any text inert between the quotation marks of Mermaid and of YAML.

use std::fmt::Write as _;

use super::cursor::is_space;

/// The text for between quotation marks in a flowchart or C4 diagram.
///
/// Beyond quotation marks and HTML it keeps away what Mermaid looks for before it knows of quotation marks: directives
/// (`%%{`), `direction TB`, icons, formulas, Markdown, and a colon followed by a code, which it takes for a style.
pub(super) fn quoted(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut pieces: Vec<Piece> = (0..characters.len()).map(|at| piece(&characters, at)).collect();
    protect_colons(&mut pieces);
    let mut result = String::with_capacity(text.len());
    for piece in pieces {
        match piece {
            Piece::Kept(character) => result.push(character),
            Piece::Break => result.push_str("<br/>"),
            Piece::Named(name) => {
                // Writing to a string cannot fail.
                let _ = write!(result, "#{name};");
            }
            Piece::Numbered(character) => {
                let _ = write!(result, "#{};", u32::from(character));
            }
        }
    }
    result
}

#[derive(Clone, Copy)]
enum Piece {
    Kept(char),
    Break,
    Named(&'static str),
    Numbered(char),
}

fn piece(characters: &[char], at: usize) -> Piece {
    let neighbour = |distance: isize| at.checked_add_signed(distance).and_then(|index| characters.get(index)).copied();
    let Some(character) = neighbour(0) else { return Piece::Break };
    let (previous, next) = (neighbour(-1), neighbour(1));
    let is_doubled = previous == Some(character) || next == Some(character);
    let at_edge = |side: Option<char>| side.is_none_or(|other| other == '\n');
    let is_marked = match character {
        '\n' => return Piece::Break,
        '"' => return Piece::Named("quot"),
        '&' => return Piece::Named("amp"),
        '<' => return Piece::Named("lt"),
        '>' => return Piece::Named("gt"),
        // The ligature is what Mermaid itself puts in place of codes.
        '#' | '\\' | '`' | '*' | '\u{fb02}' => true,
        '%' | '$' | '~' => is_doubled,
        '_' => !is_word(previous) || !is_word(next),
        '-' | '+' => at_edge(previous),
        '.' | ')' => ends_list_number(characters, at),
        ':' => next == Some('f') && neighbour(2) == Some('a') && neighbour(3) == Some('-'),
        space if is_space(space) => {
            space != ' ' || at_edge(previous) || at_edge(next) || follows_direction(characters, at)
        }
        other => other.is_control(),
    };
    if is_marked { Piece::Numbered(character) } else { Piece::Kept(character) }
}

fn is_word(side: Option<char>) -> bool {
    side.is_some_and(char::is_alphanumeric)
}

/// Whether a mark stands after a short number that starts its line, as in a numbered list.
fn ends_list_number(characters: &[char], at: usize) -> bool {
    let before = characters.get(..at).unwrap_or_default();
    let digits = before.iter().rev().take(10).take_while(|character| character.is_ascii_digit()).count();
    digits > 0 && before.iter().rev().nth(digits).is_none_or(|character| *character == '\n')
}

fn follows_direction(characters: &[char], at: usize) -> bool {
    characters.get(..at).is_some_and(|before| before.ends_with(&['d', 'i', 'r', 'e', 'c', 't', 'i', 'o', 'n']))
}

/// Mermaid drops the last semicolon after a colon with a code behind it if `style` stands before, white space ending
/// the search; so such a colon becomes a code as well.
fn protect_colons(pieces: &mut [Piece]) {
    let mut code_follows = false;
    for piece in pieces.iter_mut().rev() {
        match piece {
            Piece::Kept(' ') => code_follows = false,
            Piece::Kept(':') if code_follows => *piece = Piece::Numbered(':'),
            Piece::Kept(_) | Piece::Break => {}
            Piece::Named(_) | Piece::Numbered(_) => code_follows = true,
        }
    }
}

/// The text as a double-quoted YAML scalar.
pub(super) fn yaml(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 2);
    result.push('"');
    for character in text.chars() {
        let is_plain = !character.is_control()
            && !matches!(character, '"' | '\\' | '<' | '>' | '%' | '\u{2028}' | '\u{2029}' | '\u{feff}')
            && !matches!(character, '\u{fffe}' | '\u{ffff}' | '\u{fb02}');
        match character {
            '"' => result.push_str("\\\""),
            '\\' => result.push_str("\\\\"),
            '\n' => result.push_str("\\n"),
            _ if is_plain => result.push(character),
            _ => {
                // Everything escaped here lies in the first plane, so four digits do.
                let _ = write!(result, "\\u{:04X}", u32::from(character));
            }
        }
    }
    result.push('"');
    result
}

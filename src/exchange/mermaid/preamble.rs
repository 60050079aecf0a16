//! What stands before the statements: the Markdown around a block, front matter, directives and the diagram's kind.

use super::cursor::{Cursor, is_line_break, is_space, shortened};
use super::error::{Problem, ReadError, Skipped};
use super::front_matter;
use super::syntax::{C4Kind, Diagram, DiagramKind, Direction};

/// A diagram of which the kind is known and the statements are still to be read.
#[derive(Debug)]
pub(super) struct Start<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) diagram: Diagram,
    pub(super) skipped: Vec<Skipped>,
}

/// Reads up to and with the line that tells what diagram this is.
pub(super) fn read(text: &str) -> Result<Start<'_>, ReadError> {
    let mut cursor = first_block(text).unwrap_or_else(|| Cursor::new(text));
    let mut skipped = Vec::new();
    cursor.skip_whitespace();
    let title = front_matter::read(&mut cursor, &mut skipped)?;
    skip_blank(&mut cursor, &mut skipped)?;
    let word = cursor.peek_word();
    let place = cursor;
    let kind = kind_of(word).ok_or_else(|| place.error(problem_of(word)))?;
    cursor.advance(word.len());
    let mut diagram = Diagram { title, kind, ..Diagram::default() };
    if kind == DiagramKind::Flowchart {
        diagram.direction = header_direction(&mut cursor)?;
    }
    Ok(Start { cursor, diagram, skipped })
}

/// Moves past spaces, line breaks, semicolons and comments; directives are reported.
pub(super) fn skip_blank(cursor: &mut Cursor<'_>, skipped: &mut Vec<Skipped>) -> Result<(), ReadError> {
    loop {
        cursor.take_while(|character| is_space(character) || character == ';');
        if cursor.starts_with("%%{") {
            let opening = *cursor;
            if cursor.take_until("}%%").is_none() {
                let problem = Problem::NotClosed { what: "a directive".to_owned(), closer: "}%%".to_owned() };
                return Err(opening.error(problem));
            }
            let what = format!("directive `{}`", shortened(cursor.since(&opening)));
            skipped.push(Skipped::new(what, opening.place()));
        } else if cursor.starts_with("%%") {
            cursor.take_line();
        } else {
            return Ok(());
        }
    }
}

fn kind_of(word: &str) -> Option<DiagramKind> {
    Some(match word {
        "flowchart" | "graph" | "flowchart-elk" => DiagramKind::Flowchart,
        "C4Context" => DiagramKind::C4(C4Kind::Context),
        "C4Container" => DiagramKind::C4(C4Kind::Container),
        "C4Component" => DiagramKind::C4(C4Kind::Component),
        "C4Dynamic" => DiagramKind::C4(C4Kind::Dynamic),
        "C4Deployment" => DiagramKind::C4(C4Kind::Deployment),
        _ => return None,
    })
}

/// Words that start the other diagrams of Mermaid.
const OTHERS: [&str; 39] = [
    "architecture",
    "architecture-beta",
    "block",
    "block-beta",
    "classDiagram",
    "classDiagram-v2",
    "erDiagram",
    "eventmodeling",
    "gantt",
    "gitGraph",
    "info",
    "ishikawa",
    "ishikawa-beta",
    "journey",
    "kanban",
    "mindmap",
    "packet",
    "packet-beta",
    "pie",
    "quadrantChart",
    "radar",
    "radar-beta",
    "requirement",
    "requirementDiagram",
    "sankey",
    "sankey-beta",
    "sequenceDiagram",
    "stateDiagram",
    "stateDiagram-v2",
    "swimlane",
    "timeline",
    "treemap",
    "treemap-beta",
    "treeView-beta",
    "venn-beta",
    "wardley-beta",
    "xychart",
    "xychart-beta",
    "zenuml",
];

fn problem_of(word: &str) -> Problem {
    if OTHERS.contains(&word) { Problem::OtherDiagram { name: word.to_owned() } } else { Problem::NoDiagram }
}

/// The direction a word or sign stands for.
pub(super) fn direction_of(word: &str) -> Option<Direction> {
    Some(match word {
        "TB" | "TD" | "v" => Direction::TopToBottom,
        "BT" | "^" => Direction::BottomToTop,
        "LR" | ">" => Direction::LeftToRight,
        "RL" | "<" => Direction::RightToLeft,
        _ => return None,
    })
}

fn header_direction(cursor: &mut Cursor<'_>) -> Result<Direction, ReadError> {
    cursor.skip_spaces();
    let place = *cursor;
    let word = cursor.take_while(|character| !is_space(character) && !matches!(character, ';' | '%'));
    if word.is_empty() {
        return Ok(Direction::TopToBottom);
    }
    direction_of(word).ok_or_else(|| place.error(Problem::UnknownDirection { found: shortened(word) }))
}

/// The inside of the first Mermaid block of a Markdown text.
fn first_block(text: &str) -> Option<Cursor<'_>> {
    let mut cursor = Cursor::new(text);
    while !cursor.is_at_end() {
        let fence = opening_fence(cursor.take_line());
        cursor.take_while(is_line_break);
        if let Some(fence) = fence {
            let mut ahead = cursor;
            while !ahead.is_at_end() {
                let line_start = ahead.offset();
                if is_closing(ahead.take_line(), fence) {
                    return Some(cursor.limited_to(line_start - cursor.offset()));
                }
                ahead.take_while(is_line_break);
            }
            return Some(cursor);
        }
    }
    None
}

/// The fence of backticks, tildes or colons that a line opens a Mermaid block with.
fn opening_fence(line: &str) -> Option<&str> {
    let line = line.trim();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~' | ':'))?;
    let after = line.trim_start_matches(mark);
    let fence = line.get(..line.len() - after.len()).filter(|fence| fence.len() >= 3)?;
    let language = after.trim_start().trim_start_matches(['{', '.']);
    let rest = language.strip_prefix("mermaid")?;
    rest.chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '}' | ',')).then_some(fence)
}

/// A closing fence is at least as long as the one it closes, and nothing follows it.
fn is_closing(line: &str, fence: &str) -> bool {
    let line = line.trim();
    line.starts_with(fence) && fence.chars().next().is_some_and(|mark| line.trim_start_matches(mark).is_empty())
}

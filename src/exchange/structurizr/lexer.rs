//! Splits one file into lines of words: comments, continuation lines, quotes, escapes and text blocks end here.

use super::error::{Fault, ReadErrorKind, quote};
use super::syntax::Place;

/// The most words in one statement; no real statement comes near.
const MAX_WORDS: usize = 10_000;
/// What opens and closes a text block.
const TEXT_BLOCK: &str = "\"\"\"";

/// One word of a statement.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) quoted: bool,
    pub(super) place: Place,
}

impl Token {
    /// Whether this is the given symbol, and not a text that happens to look the same.
    pub(super) fn is(&self, symbol: &str) -> bool {
        !self.quoted && self.text == symbol
    }
}

/// The words of one statement, without the brace that opens its block.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) tokens: Vec<Token>,
    pub(super) opens: bool,
    pub(super) place: Place,
}

/// What a line of a file can be.
#[derive(Debug)]
pub(super) enum Line {
    Statement(Statement),
    Close(Place),
    End(Place),
}

/// Reads a file from front to back.
#[derive(Debug)]
pub(super) struct Lexer {
    text: String,
    offset: usize,
    place: Place,
    pending_close: Option<Place>,
}

impl Lexer {
    pub(super) fn new(text: String, file: u32) -> Self {
        let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, offset, place: Place { file, line: 1, column: 1 }, pending_close: None }
    }

    /// The next statement, closing brace, or the end.
    pub(super) fn next(&mut self) -> Result<Line, Fault> {
        if let Some(place) = self.pending_close.take() {
            return Ok(Line::Close(place));
        }
        let mut tokens = Vec::new();
        loop {
            self.skip_blanks();
            let place = self.place;
            match self.peek() {
                None => break,
                Some('\n') => {
                    self.advance();
                    if !tokens.is_empty() {
                        break;
                    }
                }
                Some('#') if tokens.is_empty() => self.skip_line(),
                Some('/') if self.rest().starts_with("//") => self.skip_line(),
                Some('/') if self.rest().starts_with("/*") => self.skip_comment()?,
                Some('"') if self.at_text_block() => {
                    tokens.push(self.text_block(place)?);
                    break;
                }
                Some('"') => tokens.push(self.string(place)?),
                Some(_) => tokens.push(self.word(place)),
            }
            if tokens.len() > MAX_WORDS {
                let problem = format!("this statement has more than {MAX_WORDS} words");
                return Err(Fault::new(ReadErrorKind::TooLarge, place, problem, "split it over several statements"));
            }
        }
        if tokens.is_empty() { Ok(Line::End(self.place)) } else { self.line_of(tokens) }
    }

    /// Passes over the lines of a foreign language up to the brace that closes them.
    ///
    /// Such text has no words of ours, so only braces outside of double quotes are counted.
    pub(super) fn skip_foreign_block(&mut self) -> Line {
        if let Some(place) = self.pending_close.take() {
            return Line::Close(place);
        }
        let mut depth = 1_usize;
        while self.peek().is_some() {
            let place = self.place;
            depth = depth_after(&self.take_line(), depth);
            if depth == 0 {
                return Line::Close(place);
            }
        }
        Line::End(self.place)
    }

    fn line_of(&mut self, mut tokens: Vec<Token>) -> Result<Line, Fault> {
        let place = tokens.first().map_or(self.place, |token| token.place);
        if let [only] = tokens.as_slice()
            && only.is("}")
        {
            return Ok(Line::Close(place));
        }
        if let [.., open, close] = tokens.as_slice()
            && open.is("{")
            && close.is("}")
        {
            self.pending_close = Some(close.place);
            tokens.pop();
        }
        let opens = tokens.last().is_some_and(|token| token.is("{"));
        if opens {
            tokens.pop();
        }
        match tokens.iter().find(|token| token.is("{") || token.is("}")) {
            Some(brace) if brace.text == "{" => Err(Fault::form(
                brace.place,
                "an opening brace stands in the middle of a line",
                "end the line after `{`, or put the brace in quotes if it is meant as text",
            )),
            Some(brace) => Err(Fault::form(
                brace.place,
                "a closing brace stands on a line with other words",
                "put `}` on a line of its own, or in quotes if it is meant as text",
            )),
            None => Ok(Line::Statement(Statement { tokens, opens, place })),
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn advance(&mut self) {
        let Some(letter) = self.peek() else { return };
        self.offset += letter.len_utf8();
        if letter == '\n' {
            self.place.line = self.place.line.saturating_add(1);
            self.place.column = 1;
        } else {
            self.place.column = self.place.column.saturating_add(1);
        }
    }

    /// Passes over blanks within a line, and over ends of lines that a backslash takes away.
    fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(letter) if letter.is_whitespace() && letter != '\n' => self.advance(),
                Some('\\') if self.at_continuation() => self.skip_continuation(),
                _ => return,
            }
        }
    }

    fn at_continuation(&self) -> bool {
        let rest = self.rest();
        rest.starts_with("\\\n") || rest.starts_with("\\\r\n")
    }

    fn skip_continuation(&mut self) {
        while self.peek().is_some_and(|letter| letter != '\n') {
            self.advance();
        }
        self.advance();
        while self.peek().is_some_and(|letter| letter.is_whitespace() && letter != '\n') {
            self.advance();
        }
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|letter| letter != '\n') {
            self.advance();
        }
    }

    fn skip_comment(&mut self) -> Result<(), Fault> {
        let start = self.place;
        self.advance();
        self.advance();
        while self.peek().is_some() {
            if self.rest().starts_with("*/") {
                self.advance();
                self.advance();
                return Ok(());
            }
            self.advance();
        }
        Err(Fault::new(ReadErrorKind::UnexpectedEnd, start, "this comment does not end", "close it with `*/`"))
    }

    /// What a backslash and the letter after it stand for. All other backslashes stand for themselves.
    fn escape(&mut self) -> Option<char> {
        let meant = match self.rest().get(..2) {
            Some("\\\"") => '"',
            Some("\\n") => '\n',
            _ => return None,
        };
        self.advance();
        self.advance();
        Some(meant)
    }

    fn word(&mut self, place: Place) -> Token {
        let mut text = String::new();
        while let Some(letter) = self.peek().filter(|letter| !letter.is_whitespace()) {
            if self.at_continuation() {
                self.skip_continuation();
            } else if let Some(meant) = self.escape() {
                text.push(meant);
            } else {
                text.push(letter);
                self.advance();
            }
        }
        Token { text, quoted: false, place }
    }

    fn string(&mut self, place: Place) -> Result<Token, Fault> {
        let mut text = String::new();
        self.advance();
        loop {
            if self.at_continuation() {
                self.skip_continuation();
                continue;
            }
            if let Some(meant) = self.escape() {
                text.push(meant);
                continue;
            }
            match self.peek().filter(|letter| *letter != '\n') {
                Some('"') => {
                    self.advance();
                    return Ok(Token { text, quoted: true, place });
                }
                Some(letter) => text.push(letter),
                None => {
                    let problem = format!("the text that starts with {} does not end on its line", quote(&text));
                    let remedy = "close it with `\"`; write `\\n` for a new line and `\\\"` for a quotation mark";
                    return Err(Fault::new(ReadErrorKind::UnexpectedEnd, place, problem, remedy));
                }
            }
            self.advance();
        }
    }

    fn at_text_block(&self) -> bool {
        let after = self.rest().strip_prefix(TEXT_BLOCK);
        after.is_some_and(|after| {
            let ending = after.trim_start_matches([' ', '\t', '\r']);
            ending.starts_with('\n')
        })
    }

    fn text_block(&mut self, place: Place) -> Result<Token, Fault> {
        self.take_line();
        let mut indent = None;
        let mut lines: Vec<String> = Vec::new();
        while self.peek().is_some() {
            let line = self.take_line();
            let (content, last) = match line.trim_end().strip_suffix(TEXT_BLOCK) {
                Some(before) => (before, true),
                None => (&*line, false),
            };
            if !last || !content.trim().is_empty() {
                let blanks = |line: &str| line.chars().take_while(|letter| letter.is_whitespace()).count();
                let cut = *indent.get_or_insert_with(|| blanks(content));
                lines.push(content.chars().skip(cut.min(blanks(content))).collect());
            }
            if last {
                let text = lines.join("\n").replace("\\\"", "\"").replace("\\n", "\n");
                return Ok(Token { text, quoted: true, place });
            }
        }
        let remedy = "close it with a line that ends in `\"\"\"`";
        Err(Fault::new(ReadErrorKind::UnexpectedEnd, place, "this text block does not end", remedy))
    }

    /// The rest of this line without its end.
    fn take_line(&mut self) -> String {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let (length, letters) = (line.len(), line.chars().count());
        let text = line.strip_suffix('\r').unwrap_or(line).to_owned();
        self.offset += length;
        self.place.column = self.place.column.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
        self.advance();
        text
    }
}

/// How many blocks are open after a line of a foreign language; zero as soon as the last one closes.
fn depth_after(line: &str, depth: usize) -> usize {
    let mut depth = depth;
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let mut after = rest.get(letter.len_utf8()..).unwrap_or_default();
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '"' => after = after.split_once('"').map_or(after, |(_, behind)| behind),
            _ => {}
        }
        if depth == 0 {
            return 0;
        }
        rest = after;
    }
    depth
}

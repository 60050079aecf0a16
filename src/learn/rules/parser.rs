//! Reads a text of rules, line by line.

use super::answer::answer;
use super::test_parser::test;
use super::tokens::{Kind, Token, tokens};
use super::vocabulary::Vocabulary;
use super::{Condition, Rule, RuleError, RuleSet};

/// Most rules that are read; nobody writes more by hand.
const MOST_RULES: usize = 2000;
/// Conditions within conditions.
const MOST_NESTED: usize = 40;

/// Reads `text` with the names of `vocabulary`.
pub(in super::super) fn parse(text: &str, vocabulary: &Vocabulary) -> Result<RuleSet, RuleError> {
    let mut found = RuleSet { rules: Vec::new(), notes: Vec::new() };
    for (line, text) in (1..).zip(text.lines()) {
        let open = |column| RuleError { line, column, problem: "this quote is never closed; add one".to_owned() };
        let tokens = tokens(text).map_err(open)?;
        if tokens.is_empty() {
            continue;
        }
        let end = text.trim_end().chars().count() + 1;
        let mut cursor = Cursor { line, tokens: &tokens, place: 0, end, vocabulary, notes: &mut found.notes };
        if let Some(last) = found.rules.last().filter(|rule| rule.condition.is_none()) {
            return Err(cursor.error(&format!(
                "no row reaches this rule, because line {} decides all that are left; move that line to the end",
                last.line
            )));
        }
        if found.rules.len() == MOST_RULES {
            return Err(cursor.error(&format!("these are more than {MOST_RULES} rules; leave some out")));
        }
        found.rules.push(rule(&mut cursor)?);
    }
    Ok(found)
}

/// A place in the tokens of a line.
pub(super) struct Cursor<'a> {
    /// The line's number.
    pub line: usize,
    tokens: &'a [Token],
    place: usize,
    /// The column after the last character.
    end: usize,
    /// The names there are.
    pub vocabulary: &'a Vocabulary,
    /// What a person should know although it is no error.
    pub notes: &'a mut Vec<String>,
}

impl Cursor<'_> {
    /// What comes next.
    pub fn next(&self) -> Option<&Kind> {
        self.tokens.get(self.place).map(|token| &token.kind)
    }

    /// Column of what comes next.
    pub fn column(&self) -> usize {
        self.tokens.get(self.place).map_or(self.end, |token| token.column)
    }

    /// Steps over what comes next.
    pub fn skip(&mut self) {
        self.place += 1;
    }

    /// Steps over `kind` if it comes next.
    pub fn take(&mut self, kind: &Kind) -> bool {
        let is_next = self.next() == Some(kind);
        self.place += usize::from(is_next);
        is_next
    }

    /// Steps over `keyword` if it comes next.
    pub fn take_keyword(&mut self, keyword: &'static str) -> bool {
        self.take(&Kind::Keyword(keyword))
    }

    /// A quoted text, or all words up to the next keyword or sign, with its column.
    pub fn take_words(&mut self) -> Option<(String, usize)> {
        let column = self.column();
        if let Some(Kind::Quoted(text)) = self.next() {
            let text = text.clone();
            self.skip();
            return Some((text, column));
        }
        let mut words = Vec::new();
        while let Some(Kind::Word(word)) = self.next() {
            words.push(word.clone());
            self.skip();
        }
        (!words.is_empty()).then(|| (words.join(" "), column))
    }

    /// An error at what comes next.
    pub fn error(&self, problem: &str) -> RuleError {
        self.error_at(self.column(), problem)
    }

    /// An error at `column`.
    pub fn error_at(&self, column: usize, problem: &str) -> RuleError {
        RuleError { line: self.line, column, problem: problem.to_owned() }
    }

    /// The error that something else was expected at what comes next.
    pub fn expected(&self, what: &str) -> RuleError {
        let found = self.next().map_or_else(|| "the line ends".to_owned(), |kind| format!("there is {}", kind.shown()));
        let hint = match self.next() {
            Some(Kind::Comma) => "; numbers have a decimal point and no separators, such as 1234.5",
            Some(Kind::Keyword(_)) => "; a name or text that is a keyword must be quoted",
            _ => "",
        };
        self.error(&format!("expected {what}, but {found}{hint}"))
    }
}

fn rule(cursor: &mut Cursor<'_>) -> Result<Rule, RuleError> {
    let is_else = cursor.take_keyword("else") || cursor.take_keyword("otherwise");
    let is_if = cursor.take_keyword("if") || cursor.take_keyword("when") || !is_else && cursor.take_keyword("elif");
    let condition = if is_if {
        let condition = any(cursor, 0)?;
        if !cursor.take_keyword("then") {
            return Err(cursor.expected("\"and\", \"or\" or \"then\""));
        }
        Some(condition)
    } else if is_else {
        cursor.take_keyword("then");
        None
    } else {
        return Err(cursor.expected("\"if\" or \"else\" at the start of a rule"));
    };
    let answer = answer(cursor)?;
    if cursor.next().is_some() {
        return Err(cursor.expected("the end of the line"));
    }
    Ok(Rule { line: cursor.line, condition, answer })
}

fn any(cursor: &mut Cursor<'_>, depth: usize) -> Result<Condition, RuleError> {
    let first = all(cursor, depth)?;
    let mut parts = vec![first];
    while cursor.take_keyword("or") {
        parts.push(all(cursor, depth)?);
    }
    Ok(one_or(parts, Condition::Any))
}

fn all(cursor: &mut Cursor<'_>, depth: usize) -> Result<Condition, RuleError> {
    let mut parts = vec![single(cursor, depth)?];
    while cursor.take_keyword("and") {
        parts.push(single(cursor, depth)?);
    }
    Ok(one_or(parts, Condition::All))
}

/// The only part, or all of them put together.
fn one_or(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        Some(part) => {
            parts.push(part);
            join(parts)
        }
        None => join(parts),
    }
}

fn single(cursor: &mut Cursor<'_>, depth: usize) -> Result<Condition, RuleError> {
    if depth > MOST_NESTED {
        return Err(
            cursor.error(&format!("more than {MOST_NESTED} conditions stand within each other; write two rules"))
        );
    }
    if cursor.take_keyword("not") {
        return Ok(Condition::Not(Box::new(single(cursor, depth + 1)?)));
    }
    if cursor.take(&Kind::Open) {
        let inner = any(cursor, depth + 1)?;
        if !cursor.take(&Kind::Close) {
            return Err(cursor.expected("\"and\", \"or\" or \")\""));
        }
        return Ok(inner);
    }
    test(cursor).map(Condition::Test)
}

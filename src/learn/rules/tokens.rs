//! The words and signs of one line of rules.

use super::Comparison;

/// Words that mean something; as a name or a text they must be quoted.
const KEYWORDS: [&str; 13] =
    ["if", "when", "then", "else", "elif", "otherwise", "and", "or", "not", "between", "in", "is", "missing"];

/// A word or sign and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// Character in the line, from 1.
    pub column: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A keyword in small letters.
    Keyword(&'static str),
    /// Any other word.
    Word(String),
    /// What stood in quotes.
    Quoted(String),
    /// A comparison, and whether its opposite is meant.
    Compare(Comparison, bool),
    /// (
    Open,
    /// )
    Close,
    /// ,
    Comma,
}

/// The tokens of `line`, or where a quote is opened that nothing closes.
pub(super) fn tokens(line: &str) -> Result<Vec<Token>, usize> {
    let signs: Vec<char> = line.chars().collect();
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(&sign) = signs.get(place) {
        if sign.is_whitespace() || sign == '\u{feff}' {
            place += 1;
            continue;
        }
        if sign == '#' {
            break;
        }
        let rest = signs.get(place..).unwrap_or_default();
        let (kind, length) = match (closing(sign), compared(rest)) {
            (Some(closing), _) => quoted(rest, closing).ok_or(place + 1)?,
            (None, Some((comparison, opposite, length))) => (Kind::Compare(comparison, opposite), length),
            (None, None) => match sign {
                '(' => (Kind::Open, 1),
                ')' => (Kind::Close, 1),
                ',' => (Kind::Comma, 1),
                _ => word(rest),
            },
        };
        found.push(Token { column: place + 1, kind });
        place += length;
    }
    Ok(found)
}

/// The keyword that `word` is.
pub(super) fn keyword(word: &str) -> Option<&'static str> {
    match word {
        "&&" => Some("and"),
        "||" => Some("or"),
        _ => KEYWORDS.into_iter().find(|keyword| keyword.eq_ignore_ascii_case(word)),
    }
}

impl Kind {
    /// As an error names it.
    pub fn shown(&self) -> String {
        match self {
            Self::Keyword(word) => format!("\"{word}\""),
            Self::Word(word) | Self::Quoted(word) => format!("\"{word}\""),
            Self::Compare(..) => "a comparison".to_owned(),
            Self::Open => "\"(\"".to_owned(),
            Self::Close => "\")\"".to_owned(),
            Self::Comma => "a comma".to_owned(),
        }
    }
}

/// The sign that closes a quote which `opening` opens; word processors curl quotes.
fn closing(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"']),
        '`' => Some(&['`']),
        '\'' => Some(&['\'']),
        '“' | '„' | '”' => Some(&['”', '“']),
        '‘' | '‚' | '’' => Some(&['’', '‘']),
        _ => None,
    }
}

/// What stands in the quotes that `signs` begin with, and its length with them.
fn quoted(signs: &[char], closing: &[char]) -> Option<(Kind, usize)> {
    let mut text = String::new();
    let mut place = 1;
    loop {
        let sign = *signs.get(place)?;
        let is_doubled = signs.get(place + 1) == Some(&sign);
        match closing.contains(&sign) {
            true if is_doubled => place += 2,
            true => return Some((Kind::Quoted(text), place + 1)),
            false => place += 1,
        }
        text.push(sign);
    }
}

/// The comparison that `signs` begin with, whether its opposite is meant, and its length.
fn compared(signs: &[char]) -> Option<(Comparison, bool, usize)> {
    Some(match (signs.first()?, signs.get(1)) {
        ('<', Some('=')) => (Comparison::AtMost, false, 2),
        ('>', Some('=')) => (Comparison::AtLeast, false, 2),
        ('<', Some('>')) | ('!', Some('=')) => (Comparison::Equal, true, 2),
        ('=', Some('=')) => (Comparison::Equal, false, 2),
        ('<', _) => (Comparison::Less, false, 1),
        ('>', _) => (Comparison::More, false, 1),
        ('=', _) => (Comparison::Equal, false, 1),
        ('≤', _) => (Comparison::AtMost, false, 1),
        ('≥', _) => (Comparison::AtLeast, false, 1),
        ('≠', _) => (Comparison::Equal, true, 1),
        _ => return None,
    })
}

/// The word that `signs` begin with, and its length.
fn word(signs: &[char]) -> (Kind, usize) {
    let ends = |place: &usize| {
        let rest = signs.get(*place..).unwrap_or_default();
        let is_sign = |sign: &char| sign.is_whitespace() || matches!(sign, '(' | ')' | ',' | '"' | '`');
        rest.first().is_none_or(is_sign) || compared(rest).is_some()
    };
    let length = (1..=signs.len()).find(ends).unwrap_or(1);
    let word: String = signs.iter().take(length).collect();
    (keyword(&word).map_or(Kind::Word(word), Kind::Keyword), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_words_and_signs() {
        let kinds = |line| tokens(line).map(|found| found.into_iter().map(|token| token.kind).collect::<Vec<_>>());
        let word = |text: &str| Kind::Word(text.to_owned());
        let quoted = |text: &str| Kind::Quoted(text.to_owned());
        let equal = |opposite| Kind::Compare(Comparison::Equal, opposite);
        assert_eq!(
            kinds("IF marital-status!=C# # x"),
            Ok(vec![Kind::Keyword("if"), word("marital-status"), equal(true), word("C#")])
        );
        assert_eq!(
            kinds("`a b`==\"say \"\"x\"\"\",“y”"),
            Ok(vec![quoted("a b"), equal(false), quoted("say \"x\""), Kind::Comma, quoted("y")])
        );
        assert_eq!(kinds("\"if\" O'Brien ''"), Ok(vec![quoted("if"), word("O'Brien"), quoted("")]));
        assert_eq!(kinds("x ≠ -5"), Ok(vec![word("x"), equal(true), word("-5")]));
        assert_eq!(kinds("é \"open"), Err(3));
        assert_eq!(tokens("é  b").map(|found| found[1].column), Ok(4));
    }
}

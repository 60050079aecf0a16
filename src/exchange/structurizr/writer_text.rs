//! Lines with their indentation, and texts in quotes that read back as they are.

use super::syntax::Properties;

/// How far each block is moved in.
const INDENT: &str = "    ";

/// The text that is being written.
#[derive(Debug, Default)]
pub(super) struct Output {
    text: String,
    depth: usize,
    needs_dollar: bool,
    needs_backslash: bool,
}

impl Output {
    pub(super) fn line(&mut self, line: &str) {
        for _ in 0..self.depth {
            self.text.push_str(INDENT);
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn open(&mut self, line: &str) {
        self.line(&format!("{line} {{"));
        self.depth += 1;
    }

    /// A block that no statement opens.
    pub(super) fn open_bare(&mut self) {
        self.line("{");
        self.depth += 1;
    }

    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.line("}");
    }

    /// An empty line between blocks.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A text in quotes.
    ///
    /// The language has no escape for a backslash, nor for the sign that starts a substitution. Where one of them
    /// would be taken for something else it is put in by a constant, which is never read a second time.
    pub(super) fn quoted(&mut self, text: &str) -> String {
        let mut result = String::from('"');
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match (letter, letters.peek()) {
                ('"', _) => result.push_str("\\\""),
                ('\n', _) => result.push_str("\\n"),
                ('\\', None | Some('n')) => {
                    self.needs_backslash = true;
                    result.push_str("${backslash}");
                }
                ('$', Some('{')) => {
                    self.needs_dollar = true;
                    result.push_str("${dollar}");
                }
                _ => result.push(letter),
            }
        }
        result.push('"');
        result
    }

    /// A text as a bare word where that is the same, else in quotes.
    pub(super) fn word(&mut self, text: &str) -> String {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "_.*<>=!:-".contains(letter);
        let bare = !text.is_empty() && text != "=" && !text.starts_with('!') && text.chars().all(plain);
        if bare { text.to_owned() } else { self.quoted(text) }
    }

    /// A statement of a head and texts in quotes. Empty texts at the end are left out, others hold their place.
    pub(super) fn statement(&mut self, head: &str, texts: &[&str]) -> String {
        let count = texts.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
        let mut result = head.to_owned();
        for text in texts.iter().take(count) {
            result.push(' ');
            result.push_str(&self.quoted(text));
        }
        result
    }

    /// A line of a keyword and a text, if there is a text.
    pub(super) fn attribute(&mut self, keyword: &str, text: &str) {
        if !text.is_empty() {
            let line = self.statement(keyword, &[text]);
            self.line(&line);
        }
    }

    /// A block of names and values, if there are any.
    pub(super) fn pairs(&mut self, keyword: &str, pairs: &Properties) {
        if pairs.is_empty() {
            return;
        }
        self.open(keyword);
        for (name, value) in pairs {
            let (name, value) = (self.quoted(name), self.quoted(value));
            self.line(&format!("{name} {value}"));
        }
        self.close();
    }

    /// The whole text, with the constants that it needs in front.
    pub(super) fn finish(self) -> String {
        let mut result = String::new();
        if self.needs_dollar {
            result.push_str("!const dollar \"$\"\n");
        }
        if self.needs_backslash {
            // Only in a text block can a backslash stand last.
            result.push_str("!const backslash \"\"\"\n\\\n\"\"\"\n");
        }
        result + &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_escaped_only_where_it_would_be_misread() {
        for (text, expected) in [
            ("plain", "\"plain\""),
            ("a \"b\"", "\"a \\\"b\\\"\""),
            ("C:\\temp", "\"C:\\temp\""),
            ("C:\\new", "\"C:${backslash}new\""),
            ("end\\", "\"end${backslash}\""),
            ("two\nlines", "\"two\\nlines\""),
            ("5 $", "\"5 $\""),
            ("${x}", "\"${dollar}{x}\""),
        ] {
            assert_eq!(Output::default().quoted(text), expected);
        }
    }

    #[test]
    fn texts_that_hold_a_place_are_kept_and_empty_ones_at_the_end_are_not() {
        let mut output = Output::default();
        assert_eq!(output.statement("a", &["", "b", ""]), "a \"\" \"b\"");
        assert_eq!(output.statement("a", &["", ""]), "a");
    }
}

//! Names the place in a JSON text that a line and a column point at: `system.components[3].shape.x`.

use std::fmt::Write as _;

/// The path of the value that is being read at `line` and `column` (both from 1, columns in bytes), for a text that
/// is well-formed up to there. Empty for the top level.
pub(super) fn path_at(text: &str, line: usize, column: usize) -> String {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = (line_start + column).min(text.len());
    let bytes = text.as_bytes();
    let mut steps = Vec::new();
    let mut at = 0;
    while at < end {
        match bytes[at] {
            b'{' => steps.push(Step::Object { key: None, reading_key: true }),
            b'[' => steps.push(Step::List { index: 0 }),
            // A closed list or object is still the place that is spoken of when the reading stops right behind it.
            b'}' | b']' if at + 1 < end => {
                steps.pop();
            }
            b',' => match steps.last_mut() {
                Some(Step::Object { reading_key, .. }) => *reading_key = true,
                Some(Step::List { index }) => *index += 1,
                None => {}
            },
            b'"' => {
                let close = closing_quote(bytes, at);
                if let Some(Step::Object { key, reading_key: reading_key @ true }) = steps.last_mut() {
                    *key = text.get(at + 1..close);
                    *reading_key = false;
                }
                at = close;
            }
            _ => {}
        }
        at += 1;
    }
    written(&steps)
}

enum Step<'a> {
    Object { key: Option<&'a str>, reading_key: bool },
    List { index: usize },
}

/// The place of the quote that ends the string opened at `open`, or the text's end.
fn closing_quote(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

fn written(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Object { key: Some(key), .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Object { key: None, .. } => {}
            Step::List { index } => {
                write!(path, "[{index}]").ok();
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `▸` marks where the reading stopped; it is taken out first.
    fn check(marked: &str, path: &str) {
        let (before, after) = marked.split_once('▸').unwrap();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().len();
        assert_eq!(path_at(&format!("{before}{after}"), line, column), path, "{marked}");
    }

    #[test]
    fn places_are_named() {
        check(r#"{"a": 1▸}"#, "a");
        check("{\"a\": [\n  {\"b\": 1}, {\"b\": [true, fa▸lse]}]}", "a[1].b[1]");
        check(r#"{"a": {"x]\"[": 1}, "b▸": 2}"#, "b");
        check(r#"{"a": [1], "c\\": "}"▸}"#, r"c\\");
        check("▸", "");
        assert_eq!(path_at("{\"é", 9, 9), "é");
    }
}

//! The words of a label that may be HTML.

use crate::exchange::entities;

/// Tags that begin a new line.
const BREAKS: [&str; 10] = ["br", "div", "p", "li", "tr", "h1", "h2", "h3", "h4", "hr"];

/// What is longer is no tag.
const LONGEST_TAG: usize = 4096;

/// The words of `html`, one line for each that is shown.
pub(super) fn words(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(first) = rest.chars().next() {
        let used = match first {
            '<' => tag(rest, &mut text),
            '&' => match entities::at_start(rest) {
                Some((character, length)) => {
                    text.push(if character == '\u{a0}' { ' ' } else { character });
                    Some(length)
                }
                None => None,
            },
            _ => None,
        };
        let used = used.unwrap_or_else(|| {
            text.push(first);
            first.len_utf8()
        });
        rest = &rest[used..];
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Passes over the tag that begins here; none if it is just a sign for "less".
fn tag(text: &str, words: &mut String) -> Option<usize> {
    let inside = text[1..].trim_start_matches('/');
    if !inside.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '!') {
        return None;
    }
    let end = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
    if BREAKS.contains(&name.to_ascii_lowercase().as_str()) {
        words.push('\n');
    }
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        for (html, expected) in [
            ("Plain", "Plain"),
            ("<b>Fraud</b>&nbsp;model<br>v2", "Fraud model\nv2"),
            ("<div>One</div><div><font color=\"#f00\">Two &amp; three</font></div>", "One\nTwo & three"),
            ("latency < 5 ms &lt; 10", "latency < 5 ms < 10"),
            ("a <b", "a <b"),
            ("欺诈 &#x1F980; مرحبا", "欺诈 🦀 مرحبا"),
            ("", ""),
        ] {
            assert_eq!(words(html), expected, "{html}");
        }
    }
}

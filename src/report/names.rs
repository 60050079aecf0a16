//! Names of files and anchors, made from text of users: short, plain and each given once.

use std::collections::BTreeSet;

/// Most characters that a text gives to a name.
const LONGEST: usize = 60;

/// `text` as lower-case ASCII letters, digits and hyphens, cut to a sane length; `otherwise` if nothing of it is left.
pub(super) fn slug(text: &str, otherwise: &str) -> String {
    let mut slug = String::new();
    for character in text.chars() {
        match plain(character) {
            Some(letter) => slug.push(letter),
            None if slug.ends_with('-') || slug.is_empty() => {}
            None => slug.push('-'),
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { otherwise.to_owned() } else { slug.to_owned() }
}

/// The key of a figure as a part of a name of a file; every key that the program gives stays as it is.
pub(super) fn file_key(key: &str) -> String {
    let safe: String = key.chars().map(|letter| if is_of_key(letter) { letter } else { '_' }).take(LONGEST).collect();
    if safe.is_empty() { "figure".to_owned() } else { safe }
}

/// Whether the name of a file can be made from `key` as it is.
pub(super) fn is_file_key(key: &str) -> bool {
    file_key(key) == key
}

fn is_of_key(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}

/// The letter or digit without its accent, in lower case.
fn plain(character: char) -> Option<char> {
    let lower = character.to_lowercase().next()?;
    Some(match lower {
        'a'..='z' | '0'..='9' => lower,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ß' => 's',
        'ù'..='ü' | 'ū' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
}

/// Names that are taken.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// `name`, or with a number after it if it is taken.
    pub(super) fn unique(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 2_usize;
        while !self.0.insert(free.clone()) {
            free = format!("{name}-{number}");
            number += 1;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_short_and_never_empty() {
        assert_eq!(slug("Which model reads along?", "x"), "which-model-reads-along");
        assert_eq!(slug("../../etc/passwd\u{0}", "x"), "etc-passwd");
        assert_eq!(slug("  Größe & Łódź  ", "x"), "grose-lodz");
        assert_eq!(slug("中文", "decision"), "decision");
        assert_eq!(slug("", "decision"), "decision");
        assert_eq!(slug(&"long ".repeat(2_000), "x"), "long-".repeat(12).trim_end_matches('-'));
    }

    #[test]
    fn keys_lead_to_no_other_folder() {
        assert_eq!(file_key("trade_off"), "trade_off");
        assert_eq!(file_key("../a b"), "___a_b");
        assert_eq!(file_key(""), "figure");
        assert!(is_file_key("drawing") && !is_file_key("a/b") && !is_file_key(""));
    }

    #[test]
    fn a_name_is_given_once() {
        let mut names = Names::default();
        let given: Vec<_> = ["a", "b", "a", "a-2", "a"].map(|name| names.unique(name)).into();
        assert_eq!(given, ["a", "b", "a-2", "a-2-2", "a-3"]);
    }
}

//! Names that Mermaid can read without quotation marks, made out of any names.

use std::collections::{BTreeMap, BTreeSet};

/// Words that Mermaid takes for something else where a name starts.
const WORDS: [&str; 26] = [
    "accDescr",
    "accDescription",
    "accTitle",
    "call",
    "class",
    "classDef",
    "click",
    "default",
    "direction",
    "end",
    "flowchart",
    "flowchart-elk",
    "graph",
    "href",
    "interpolate",
    "linkStyle",
    "style",
    "subgraph",
    "title",
    "global",
    "_blank",
    "_parent",
    "_self",
    "_top",
    "__proto__",
    "subgraphs",
];

/// Names that every JavaScript object has; Mermaid keeps some of its tables in such objects.
const OBJECT_NAMES: [&str; 8] = [
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "prototype",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Whether Mermaid reads the name as one name wherever a name may stand.
///
/// It is made of ASCII letters, digits, `_` and letters of common scripts, with single `-` and `.` between them.
pub(super) fn is_plain(name: &str) -> bool {
    let mut previous = None;
    for (at, character) in name.char_indices() {
        let is_joint = matches!(character, '-' | '.');
        let follows_joint = previous.is_none_or(|before| matches!(before, '-' | '.'));
        if (is_joint && follows_joint) || !(is_joint || is_word_character(character)) {
            return false;
        }
        // After a digit or another script the lexer starts over, and looks for words again.
        let starts_word = previous.is_none_or(|before: char| !before.is_ascii() || before.is_ascii_digit());
        if starts_word && starts_with_word(name.get(at..).unwrap_or_default()) {
            return false;
        }
        previous = Some(character);
    }
    previous.is_some_and(|last| !matches!(last, '-' | '.')) && !OBJECT_NAMES.contains(&name)
}

fn starts_with_word(text: &str) -> bool {
    WORDS.iter().any(|word| {
        let after = text.strip_prefix(word).map(|rest| rest.chars().next());
        after.is_some_and(|next| next.is_none_or(|character| !character.is_ascii_alphanumeric() && character != '_'))
    })
}

/// ASCII letters, digits, `_`, and those letters of other scripts that every version of Mermaid knows.
fn is_word_character(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || character == '_'
        || matches!(character,
            '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{3a3}'..='\u{3f5}'
            | '\u{391}'..='\u{3a1}' | '\u{48a}'..='\u{527}' | '\u{400}'..='\u{481}' | '\u{5d0}'..='\u{5ea}'
            | '\u{620}'..='\u{64a}' | '\u{904}'..='\u{939}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
            | '\u{4e00}'..='\u{9fcc}' | '\u{ac00}'..='\u{d7a3}')
}

/// A plain name close to the given one.
pub(super) fn made_plain(name: &str) -> String {
    let mut made: String =
        name.trim().chars().map(|character| if is_word_character(character) { character } else { '_' }).collect();
    if !is_plain(&made) {
        made.insert_str(0, "n_");
    }
    if is_plain(&made) { made } else { "n".to_owned() }
}

/// Gives every name a plain name of its own, in order; the first of equal plain names keeps it.
pub(super) fn assign<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let kept: Vec<bool> = names.clone().map(|name| is_plain(name) && taken.insert(name.to_owned())).collect();
    let mut next_number: BTreeMap<String, usize> = BTreeMap::new();
    names
        .zip(kept)
        .map(|(name, is_kept)| {
            if is_kept {
                return name.to_owned();
            }
            let base = made_plain(name);
            let number = next_number.entry(base.clone()).or_insert(1);
            let mut candidate = base.clone();
            while !taken.insert(candidate.clone()) {
                *number += 1;
                candidate = format!("{base}_{number}");
            }
            candidate
        })
        .collect()
}

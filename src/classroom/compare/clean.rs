//! Makes the texts of a comparison harmless: they come from strangers, and end up on a projector, in a page and in tables.

use crate::classroom::Comparison;
use crate::classroom::limits::{ANSWER, LABEL, SENTENCE};
pub(super) use crate::classroom::limits::{MOST, NAME};
use crate::classroom::phrases::cut;
use crate::classroom::texts::{Origin, visit};
use crate::report::inert;

/// `text` on one line without what steers those who read it, at most `most` characters long.
pub(super) fn line(text: &str, most: usize) -> String {
    cut(inert(text).replace('\n', " ").trim(), most)
}

/// The same with its lines.
fn block(text: &str, most: usize) -> String {
    cut(inert(text).trim(), most)
}

/// Every text of the comparison, and how many entries a group's lists have.
pub(super) fn clean(comparison: &mut Comparison) {
    for group in &mut comparison.groups {
        for design in group.chosen.iter_mut().chain([&mut group.rejected]) {
            design.truncate(MOST);
        }
        group.answers.truncate(MOST);
        group.specifications.truncate(MOST);
    }
    if let Some(chosen) = comparison.reference.as_mut().and_then(|reference| reference.chosen.as_mut()) {
        chosen.truncate(MOST);
    }
    visit(comparison, &mut |origin, text| {
        *text = match origin {
            // What tells groups of the same name apart stands behind it.
            Origin::Name => line(text, NAME + 20),
            Origin::Exercise | Origin::File | Origin::Label => line(text, LABEL),
            Origin::Members | Origin::Reason | Origin::Remark => line(text, SENTENCE),
            Origin::Question => block(text, SENTENCE),
            Origin::Prose => block(text, ANSWER),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_and_steer_nothing() {
        assert_eq!(line(" a\nb\u{202e}c\u{1b}[2J ", 20), "a bc[2J");
        assert_eq!(line("12345", 5), "12345");
        assert_eq!(line("123456", 5), "1234…");
        assert_eq!(line("äöüßé中", 5), "äöüß…", "characters are counted, not bytes");
        assert_eq!(block("a\r\nb", 20), "a\nb");
        assert_eq!(line("\u{0}\u{7}", 20), "");
    }
}

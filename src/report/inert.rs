//! Makes text inert: text of users must not steer what reads a report, whether a terminal, a reader of Unicode or a
//! spreadsheet. It is done once, where a report is finished or opened, so that no exporter can forget it.

use std::borrow::Cow;

use super::document::{Block, Record, Report, ReportedVerdict, Section};

/// Characters that make a spreadsheet take the rest of a cell for a formula, in both widths.
const STARTS_OF_FORMULAS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// `text` without what steers those who read it: control characters, and those that turn the direction of writing. Lines
/// end with `\n`, and a tabulator is a space.
pub fn inert(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_inert) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => safe.push('\n'),
            '\t' => safe.push(' '),
            character if is_inert(character) => safe.push(character),
            _ => {}
        }
    }
    Cow::Owned(safe)
}

/// `text` as a cell that no spreadsheet takes for a formula (CWE-1236): inert, with an apostrophe before what would start
/// one. Plain numbers such as -3.5 stay numbers.
pub(crate) fn cell_text(text: &str) -> Cow<'_, str> {
    let safe = inert(text);
    let begin = safe.trim_start();
    let is_formula = text.starts_with(['\t', '\r', '\n']) || begin.starts_with(STARTS_OF_FORMULAS);
    if is_formula && !is_plain_number(begin) { Cow::Owned(format!("'{safe}")) } else { safe }
}

fn is_plain_number(text: &str) -> bool {
    let has_only_digits = text.chars().all(|character| character.is_ascii_digit() || "+-.eE".contains(character));
    has_only_digits && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_inert(character: char) -> bool {
    let is_no_character = matches!(character, '\u{fdd0}'..='\u{fdef}')
        || u32::from(character) & 0xfffe == 0xfffe
        || character == '\u{feff}';
    let turns_direction = matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    let ends_line = matches!(character, '\u{2028}' | '\u{2029}');
    character == '\n' || !(character.is_control() || is_no_character || turns_direction || ends_line)
}

impl Report {
    /// The report with all of its text made [`inert`]. What is inert already stays as it is.
    #[must_use]
    pub(super) fn inert(mut self) -> Self {
        clean(&mut self.title);
        clean_facts(&mut self.facts);
        self.sections.iter_mut().for_each(clean_section);
        for Record { title, facts, sections } in &mut self.records {
            clean(title);
            clean_facts(facts);
            sections.iter_mut().for_each(clean_section);
        }
        self.verdicts.iter_mut().for_each(clean_verdict);
        self
    }
}

fn clean(text: &mut String) {
    if let Cow::Owned(safe) = inert(text) {
        *text = safe;
    }
}

fn clean_facts(facts: &mut [(String, String)]) {
    for (name, value) in facts {
        clean(name);
        clean(value);
    }
}

fn clean_section(section: &mut Section) {
    clean(&mut section.title);
    for block in &mut section.blocks {
        match block {
            Block::Lead(text) | Block::Paragraph(text) | Block::Heading(text) => clean(text),
            Block::Bullets(items) => items.iter_mut().for_each(clean),
            Block::Table(table) => {
                table.columns.iter_mut().for_each(|column| clean(&mut column.title));
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| clean(&mut cell.text));
                table.shared.iter_mut().flat_map(|(title, text)| [title, text]).for_each(clean);
            }
            Block::Figure(figure) => {
                clean(&mut figure.caption);
                clean(&mut figure.svg);
            }
        }
    }
}

/// All fields are named, so that a new one is not forgotten.
fn clean_verdict(verdict: &mut ReportedVerdict) {
    let ReportedVerdict { requirement, name, measure, required, value: _, unit, text, outcome, provenance } = verdict;
    for text in [requirement, name, measure, required, unit, text, outcome, provenance] {
        clean(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_dropped_and_the_rest_stays() {
        assert_eq!(inert("a\u{0}b\u{1b}[31m\u{7f}\u{9b}"), "ab[31m");
        assert_eq!(inert("ab\u{202e}gpj.exe\u{2066}\u{2069}\u{200f}\u{200e}\u{61c}"), "abgpj.exe");
        assert_eq!(inert("one\r\ntwo\rthree\u{2028}four\tfive"), "one\ntwo\nthree\nfour five");
        assert_eq!(inert("\u{feff}a\u{fffe}\u{1ffff}\u{fdd0}"), "a");
        let fine = "≤ 2 s, Größe 中文 \u{645}\u{631} 👩\u{200d}💻 <b>\n";
        assert!(matches!(inert(fine), Cow::Borrowed(same) if same == fine));
        let once = inert("a\r\u{0}\nb").into_owned();
        assert_eq!((inert(&once), once.as_str()), (Cow::Borrowed("a\n\nb"), "a\n\nb"));
    }

    #[test]
    fn no_cell_starts_a_formula() {
        for text in ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "＝1", "＋a", "－a", "＠a", "-", "-inf", "-NaN", "+3 ms"] {
            assert_eq!(cell_text(text), format!("'{text}"));
        }
        assert_eq!(cell_text("\t=1"), "' =1");
        assert_eq!(cell_text("\rHi"), "'\nHi");
        assert_eq!(cell_text(" =1"), "' =1");
        assert_eq!(cell_text("\u{202e}=1"), "'=1");
        for text in ["-3.5", "+2", "-1e-5", "3 − 1", "a=1", "", "’=", "0"] {
            assert_eq!(cell_text(text), text);
        }
    }
}

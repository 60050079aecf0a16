//! Writes every decision as a record of its own: Markdown as MADR 4 has it, for a folder in a repository.

use std::fmt::Write as _;

use super::document::{Record, Report};
use super::error::ReportError;
use super::markdown::{MarkdownFiles, inline, line_start_safe, write_section};
use super::names::{Names, slug};

/// The list of all records.
pub(super) const INDEX: &str = "README.md";
/// How the list begins: another text of that name is not ours to replace.
pub(super) const INDEX_MARK: &str = "<!-- Written by Cantilever. The next export replaces this file. -->";

/// What MADR has in its front matter, in its order, with the names that our facts may have.
const FRONT_MATTER: [(&str, &[&str]); 5] = [
    ("status", &["status"]),
    ("date", &["date", "decided-on"]),
    ("decision-makers", &["decision-makers", "deciders"]),
    ("consulted", &["consulted"]),
    ("informed", &["informed"]),
];

/// The list of records and a file for each, with the names of the files, the list first.
///
/// # Errors
/// [`ReportError::Empty`] if the project has no decision.
pub(super) fn records(report: &Report) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    if report.records.is_empty() {
        let problem = "there is no decision to record yet; make one in Decide, or write another format";
        return Err(ReportError::Empty(problem.to_owned()));
    }
    let mut index = format!("{INDEX_MARK}\n\n# Decision records\n\n{}\n\n", line_start_safe(&report.title));
    index.push_str("| Number | Decision | Status | Date |\n| ---: | --- | --- | --- |\n");
    let mut files = Vec::new();
    for (number, record) in (1..).zip(&report.records) {
        let stem = format!("{number:04}-{}", slug(&record.title, "decision"));
        let fields = front_matter(record);
        let field = |key: &str| fields.iter().find(|(found, _)| found == key).map_or("", |(_, value)| value.as_str());
        let (title, status, date) = (inline(&record.title), inline(field("status")), inline(field("date")));
        writeln!(index, "| {number} | [{title}](<{stem}.md>) | {status} | {date} |").ok();
        let written = record_text(record, &fields, &stem);
        files.push((format!("{stem}.md"), written.text.into_bytes()));
        files.extend(written.attachments.into_iter().map(|(name, svg)| (name, svg.into_bytes())));
    }
    index.push_str("\nNumbered files that are not listed here are left from an earlier export.\n");
    files.insert(0, (INDEX.to_owned(), index.into_bytes()));
    Ok(files)
}

fn record_text(record: &Record, fields: &[(String, String)], stem: &str) -> MarkdownFiles {
    let mut files = MarkdownFiles::default();
    files.text.push_str("---\n");
    for (key, value) in fields {
        writeln!(files.text, "{key}: {}", quoted(value)).ok();
    }
    writeln!(files.text, "---\n\n# {}", inline(&record.title)).ok();
    for section in &record.sections {
        write_section(section, stem, &mut files);
    }
    files
}

/// The facts as fields of the front matter: those of MADR first, under its names, then the others.
fn front_matter(record: &Record) -> Vec<(String, String)> {
    let mut facts: Vec<(String, &str)> =
        record.facts.iter().map(|(name, value)| (slug(name, "fact"), value.trim())).collect();
    facts.retain(|(_, value)| !value.is_empty());
    let mut names = Names::default();
    let mut fields = Vec::new();
    for (key, own_names) in FRONT_MATTER {
        let place = own_names.iter().find_map(|name| facts.iter().position(|(found, _)| found == name));
        if let Some(place) = place {
            let (_, value) = facts.remove(place);
            fields.push((names.unique(key), value.to_owned()));
        }
    }
    fields.extend(facts.into_iter().map(|(key, value)| (names.unique(&key), value.to_owned())));
    fields
}

/// `text` as a value of YAML in double quotes, which no text can end or leave.
fn quoted(text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 2);
    value.push('"');
    for character in text.chars() {
        match character {
            '"' => value.push_str("\\\""),
            '\\' => value.push_str("\\\\"),
            '\n' => value.push_str("\\n"),
            // Readers that know no front matter take it for Markdown.
            '<' => value.push_str("\\u003c"),
            '[' => value.push_str("\\u005b"),
            // Those that YAML calls not printable, and its other ends of lines.
            character if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                write!(value, "\\u{:04x}", u32::from(character)).ok();
            }
            character => value.push(character),
        }
    }
    value.push('"');
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_within_its_quotes() {
        assert_eq!(quoted("Accepted: yes # no\n---\nstatus: x"), r#""Accepted: yes # no\n---\nstatus: x""#);
        assert_eq!(quoted("a\"b\\\u{0}\u{2028}ü"), r#""a\"b\\\u0000\u2028ü""#);
        assert_eq!(quoted("<b>[x](y)"), r#""\u003cb>\u005bx](y)""#);
    }

    #[test]
    fn fields_have_the_names_of_madr_and_none_twice() {
        let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let facts = vec![
            fact("Informed", "Everybody"),
            fact("Decided on", "2026-11-20"),
            fact("Status", "Accepted"),
            fact("Supersedes", "Rules"),
            fact("Supersedes", "Older rules"),
            fact("Consulted", "  "),
        ];
        let fields = front_matter(&Record { facts, ..Record::default() });
        let expected = [
            ("status", "Accepted"),
            ("date", "2026-11-20"),
            ("informed", "Everybody"),
            ("supersedes", "Rules"),
            ("supersedes-2", "Older rules"),
        ];
        assert_eq!(fields, expected.map(|(key, value)| fact(key, value)));
    }
}

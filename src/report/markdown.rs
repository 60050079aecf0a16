//! Writes a report as GitHub-flavoured Markdown, with its pictures as files beside it.

use std::fmt::Write as _;

use super::document::{Block, Figure, Report, Row, Section, Table};
use super::names::file_key;

/// A report in Markdown and the pictures that it refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkdownFiles {
    /// The text.
    pub text: String,
    /// File name and SVG text of each picture; the text expects them in its own folder.
    pub attachments: Vec<(String, String)>,
}

/// The report in Markdown, with pictures called `report_drawing.svg` and the like.
pub fn markdown(report: &Report) -> MarkdownFiles {
    markdown_beside(report, "report")
}

/// The report in Markdown, with pictures whose names start with `stem`, so that two reports can share a folder.
pub(super) fn markdown_beside(report: &Report, stem: &str) -> MarkdownFiles {
    let mut files = MarkdownFiles::default();
    writeln!(files.text, "# {}\n", inline(&report.title)).ok();
    for (name, value) in &report.facts {
        writeln!(files.text, "* {}: {}", inline(name), inline(value)).ok();
    }
    for section in &report.sections {
        write_section(section, stem, &mut files);
    }
    files
}

/// Adds a section, and its pictures with names that start with `stem`.
pub(super) fn write_section(section: &Section, stem: &str, files: &mut MarkdownFiles) {
    writeln!(files.text, "\n## {}", inline(&section.title)).ok();
    for block in &section.blocks {
        files.text.push('\n');
        write_block(block, stem, &mut files.text);
        if let Block::Figure(figure) = block {
            files.attachments.push((file_name(stem, figure), figure.svg.clone()));
        }
    }
}

fn write_block(block: &Block, stem: &str, text: &mut String) {
    match block {
        Block::Lead(lead) => writeln!(text, "**{}**", inline(lead)).ok(),
        Block::Paragraph(paragraph) => {
            let lines: Vec<_> =
                paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).map(line_start_safe).collect();
            writeln!(text, "{}", lines.join("\\\n")).ok()
        }
        Block::Heading(heading) => writeln!(text, "### {}", inline(heading)).ok(),
        Block::Bullets(items) => {
            for item in items {
                writeln!(text, "* {}", line_start_safe(&one_line(item))).ok();
            }
            None
        }
        Block::Table(table) => {
            write_table(table, text);
            None
        }
        Block::Figure(figure) => writeln!(text, "![{}](<{}>)", inline(&figure.caption), file_name(stem, figure)).ok(),
    };
}

/// A name that means the same as a file and as a link.
fn file_name(stem: &str, figure: &Figure) -> String {
    let special = |character: char| character.is_control() || "<>\\%&\"'#?".contains(character);
    format!("{}_{}.svg", stem.replace(special, "_"), file_key(&figure.key))
}

fn write_table(table: &Table, text: &mut String) {
    let titles: Vec<_> = table.columns.iter().map(|column| inline(&column.title)).collect();
    writeln!(text, "| {} |", titles.join(" | ")).ok();
    let rules: Vec<_> = table.columns.iter().map(|column| if column.numeric { "---:" } else { "---" }).collect();
    writeln!(text, "| {} |", rules.join(" | ")).ok();
    for row in &table.rows {
        writeln!(text, "| {} |", row_cells(row).join(" | ")).ok();
    }
}

fn row_cells(row: &Row) -> Vec<String> {
    let cell = |text: &str| {
        let text = inline(text);
        if row.emphasis && !text.is_empty() { format!("**{text}**") } else { text }
    };
    row.cells.iter().map(|item| cell(&item.text)).collect()
}

/// `text` without line breaks and other wide space.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` on one line, with everything escaped that Markdown, a table or HTML would take for its own.
pub(crate) fn inline(text: &str) -> String {
    let text = one_line(text);
    let characters: Vec<char> = text.chars().collect();
    let mut safe = String::with_capacity(text.len() + 8);
    for (index, character) in characters.iter().enumerate() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '#' => safe.extend(['\\', *character]),
            '_' => {
                // Between letters an underscore means nothing, and identifiers stay readable.
                let is_letter =
                    |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| c.is_alphanumeric());
                let within_word = is_letter(index.checked_sub(1)) && is_letter(Some(index + 1));
                safe.push_str(if within_word { "_" } else { "\\_" });
            }
            character if character.is_control() => {}
            character => safe.push(*character),
        }
    }
    safe
}

/// `text` escaped, and with a start that is no list, heading, rule or quotation.
pub(crate) fn line_start_safe(text: &str) -> String {
    let safe = inline(text);
    let digits = safe.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && matches!(safe[digits..].chars().next(), Some('.' | ')')) {
        return format!("{}\\{}", &safe[..digits], &safe[digits..]);
    }
    if safe.starts_with(['-', '+', '=', ':']) { format!("\\{safe}") } else { safe }
}

#[cfg(test)]
mod tests {
    use super::super::document::Cell;
    use super::super::part::Part;
    use super::*;

    fn check(text: &str, safe: &str) {
        assert_eq!(line_start_safe(text), safe);
    }

    #[test]
    fn text_of_users_stays_text() {
        check(
            "a | b `c` **d** [e](f) <g> & #1 \\",
            "a \\| b \\`c\\` \\*\\*d\\*\\* \\[e\\](f) &lt;g&gt; &amp; \\#1 \\\\",
        );
        check("fraud_model _x_\n# no heading", "fraud_model \\_x\\_ \\# no heading");
        check("1. first", "1\\. first");
        check("- item", "\\- item");
        check("=====", "\\=====");
        check("2.5 ms", "2\\.5 ms");
    }

    #[test]
    fn a_table_keeps_its_columns_whatever_is_in_it() {
        let mut table = Table::new(&["Name", "#Value"]);
        table.row(vec![Cell::from("a | b\n| c | d |"), Cell::from("1\\|2")]);
        let section = Section { part: Part::Decision, title: "T".to_owned(), blocks: vec![Block::Table(table)] };
        let text = markdown(&Report { sections: vec![section], ..Report::default() }).text;
        let rows: Vec<_> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 3);
        for row in rows {
            let bars = row.char_indices().filter(|(at, character)| {
                let escapes = row[..*at].chars().rev().take_while(|before| *before == '\\').count();
                *character == '|' && escapes % 2 == 0
            });
            assert_eq!(bars.count(), 3, "{row}");
        }
    }
}

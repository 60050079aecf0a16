//! What the parts of a report hold, and why some hold nothing.

use crate::model::group_thousands;
use crate::report::{Block, Format, Part, Report};
use crate::session::Session;

/// How much there is of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// Sections.
    pub sections: usize,
    /// Rows of tables.
    pub rows: usize,
    /// Pictures.
    pub figures: usize,
}

impl Content {
    /// What the report holds of a part.
    pub fn of(report: &Report, part: Part) -> Self {
        let mut content = Self::default();
        for section in report.sections.iter().filter(|section| section.part == part) {
            content.sections += 1;
            for block in &section.blocks {
                match block {
                    Block::Table(table) => content.rows += table.rows.len(),
                    Block::Figure(_) => content.figures += 1,
                    Block::Lead(_) | Block::Paragraph(_) | Block::Heading(_) | Block::Bullets(_) => {}
                }
            }
        }
        content
    }

    /// In a word or two.
    pub fn brief(self) -> String {
        count(self.sections, "section", "sections")
    }

    /// In a sentence.
    pub fn in_words(self) -> String {
        let mut text = self.brief();
        let rows = (self.rows > 0).then(|| count(self.rows, "row in tables", "rows in tables"));
        let figures = (self.figures > 0).then(|| count(self.figures, "picture", "pictures"));
        let more: Vec<String> = rows.into_iter().chain(figures).collect();
        if !more.is_empty() {
            text = format!("{text} with {}", more.join(" and "));
        }
        text
    }
}

/// Why the report has nothing of a part.
pub(super) fn why_empty(session: &Session, part: Part) -> &'static str {
    match part {
        Part::Designs | Part::Sensitivity if session.space().axes().is_empty() => {
            "Nothing is left open, so there are no designs to compare."
        }
        Part::Evidence => "Nothing was measured yet: train candidates first.",
        Part::OtherDecisions => "There is no other decision.",
        Part::Requirements if session.project().requirements.is_empty() => "No requirement is stated.",
        _ => "There is nothing to say about it yet.",
    }
}

/// A format's name in the command line.
pub(super) fn format_key(format: Format) -> &'static str {
    match format {
        Format::Html => "html",
        Format::Pdf => "pdf",
        Format::Markdown => "markdown",
        Format::Records => "madr",
        Format::Tables => "csv",
        Format::Pictures => "pictures",
        Format::Json => "json",
    }
}

/// What a format is good for.
pub(super) fn format_meaning(format: Format) -> &'static str {
    match format {
        Format::Html => "One self-contained page that every browser opens.",
        Format::Pdf => "Pages to print, to hand in and to archive.",
        Format::Markdown => "Text for a repository or a wiki, with its pictures beside it.",
        Format::Records => "A folder with a record for each decision; the choice of parts makes no difference.",
        Format::Tables => "A folder with every table, for spreadsheets.",
        Format::Pictures => "A folder with every drawing and plot, for slides and papers.",
        Format::Json => "Everything for other programs.",
    }
}

fn count(count: usize, one: &str, many: &str) -> String {
    let number = group_thousands(&count.to_string());
    if count == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::report::{Figure, Section, Table};

    #[test]
    fn what_a_part_holds_is_counted() {
        let table = Table { columns: Vec::new(), rows: vec![crate::report::Row::default(); 1_200], ..Table::default() };
        let figure = Figure { key: "plot".to_owned(), caption: String::new(), svg: String::new() };
        let section = |part: Part, blocks: Vec<Block>| Section { part, title: String::new(), blocks };
        let sections = vec![
            section(Part::Designs, vec![Block::Table(table), Block::Paragraph("x".to_owned())]),
            section(Part::Designs, vec![Block::Figure(figure)]),
            section(Part::Findings, Vec::new()),
        ];
        let report = Report { sections, ..Report::default() };
        let words = |part: Part| Content::of(&report, part).in_words();
        assert_eq!(words(Part::Designs), "2 sections with 1,200 rows in tables and 1 picture");
        assert_eq!(words(Part::Findings), "1 section");
        assert_eq!(Content::of(&report, Part::Evidence), Content::default());
    }

    #[test]
    fn every_part_has_a_name_for_the_command_line() {
        assert_eq!(Part::OtherDecisions.key(), "other_decisions");
        let mut keys: Vec<String> = Part::iter().map(Part::key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), Part::iter().count());
    }
}

//! Writes a report as one self-contained HTML page: no scripts, no outside files, for every width, light or dark, ready to
//! print.

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};

use super::document::{Block, Column, Report, Section, Table};
use super::error::ReportError;
use super::names::{Names, slug};
use super::part::Part;

const TEMPLATE: &str = include_str!("../../assets/templates/report.html");
/// How every page looks that leaves the program.
const STYLE: &str = include_str!("../../assets/templates/page.css");
/// A text of more characters than this may go over several lines although it is in a column of numbers: it is a sentence.
pub(super) const LONG: usize = 28;

/// A word of more characters than this is divided on paper, where it would widen its column beyond the page.
const ENDLESS: usize = 24;
/// Columns from which a table is printed on a page that lies on its side.
pub(crate) const WIDE: usize = 8;

/// The report as a page.
///
/// # Errors
/// [`ReportError::Template`] if the template is broken, which a test rules out.
pub fn html(report: &Report) -> Result<String, ReportError> {
    let mut page = Page::default();
    let sections: Vec<Value> = report.sections.iter().map(|section| page.section(section)).collect();
    let title = if report.title.trim().is_empty() { "Decision report" } else { &report.title };
    Ok(rendered(TEMPLATE, context! { title, facts => report.facts, sections })?)
}

/// A page from its template, where `style` is how every page looks. All values are escaped but those that say that they
/// are safe.
///
/// # Errors
/// If the template is broken.
pub(crate) fn rendered(template: &str, values: Value) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
    environment.add_template("page.html", template)?;
    environment.get_template("page.html")?.render(values)
}

/// What has been given out on the page, so that every anchor is there once.
#[derive(Default)]
struct Page {
    names: Names,
    tables: usize,
}

impl Page {
    fn section(&mut self, section: &Section) -> Value {
        let id = self.names.unique(&format!("section-{}", slug(&section.title, "part")));
        // A table is called after the heading that it stands under.
        let mut under = section.title.as_str();
        let mut same = 0_usize;
        let mut blocks = Vec::new();
        for block in &section.blocks {
            match block {
                Block::Heading(text) => (under, same) = (text, 0),
                Block::Table(_) => same += 1,
                _ => {}
            }
            let caption = if same > 1 { format!("{under} ({same})") } else { under.to_owned() };
            blocks.push(self.block(block, &caption));
        }
        let is_wide =
            section.blocks.iter().any(|block| matches!(block, Block::Table(table) if table.columns.len() >= WIDE));
        context! { id, title => section.title, is_summary => section.part == Part::Summary, is_wide, blocks }
    }

    fn block(&mut self, block: &Block, caption: &str) -> Value {
        match block {
            Block::Lead(text) => context! { kind => "lead", text },
            Block::Paragraph(text) => {
                let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                context! { kind => "paragraph", lines }
            }
            Block::Heading(text) => context! { kind => "heading", text },
            Block::Bullets(items) => context! { kind => "bullets", items },
            Block::Table(table) => {
                self.tables += 1;
                table_value(table, self.tables, caption)
            }
            // The picture escapes its own text, see `svg.rs`; one from a file was looked at, see `picture_check.rs`.
            Block::Figure(figure) => {
                context! { kind => "figure", svg => Value::from_safe_string(figure.svg.clone()), caption => figure.caption }
            }
        }
    }
}

fn table_value(table: &Table, number: usize, caption: &str) -> Value {
    let column = |column: &Column| {
        let class = match (column.numeric, is_endless(&column.title)) {
            (true, true) => "number endless",
            (true, false) => "number",
            (false, true) => "endless",
            (false, false) => "",
        };
        context! { title => column.title, class }
    };
    let columns: Vec<Value> = table.columns.iter().map(column).collect();
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Value> = row
                .cells
                .iter()
                .zip(&table.columns)
                .enumerate()
                .map(|(index, (cell, column))| {
                    let class = match (column.numeric, cell.text.chars().count() > LONG) {
                        (true, true) => " number long",
                        (true, false) => " number",
                        (false, _) => "",
                    };
                    let endless = if is_endless(&cell.text) { " endless" } else { "" };
                    let class = format!("{}{class}{endless}", cell.tone.name());
                    context! { text => cell.text, class, is_head => index == 0 && !cell.text.is_empty() }
                })
                .collect();
            context! { cells, emphasis => row.emphasis }
        })
        .collect();
    context! { kind => "table", id => format!("table-{number}"), caption, columns, rows }
}

/// Whether a word of the text is divided on paper.
pub(crate) fn is_endless(text: &str) -> bool {
    text.split_whitespace().any(|word| word.chars().count() > ENDLESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with one table of so many columns, whose first cell is `text`.
    fn page(columns: usize, text: &str) -> String {
        let mut table = Table::new(&vec!["Head"; columns]);
        table.row(std::iter::repeat_n(text.into(), columns).collect::<Vec<_>>());
        let mut section = Section::new(Part::Decision, "Designs");
        section.blocks.push(Block::Table(table));
        html(&Report { sections: vec![section], ..Report::default() }).unwrap()
    }

    #[test]
    fn paper_lies_on_its_side_for_wide_tables() {
        assert!(page(WIDE, "one").contains("class=\"wide\""));
        assert!(!page(WIDE - 1, "one").contains("class=\"wide\""));
    }

    #[test]
    fn only_endless_words_are_divided_on_paper() {
        assert!(page(2, &"f".repeat(32)).contains("class=\"neutral endless\""));
        assert!(!page(2, "a sentence of more than twenty-four letters").contains("endless\""));
    }
}

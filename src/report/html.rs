//! Writes a report as one self-contained HTML page: no scripts, no outside files, for every width, light or dark, ready to
//! print.

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};

use super::document::{Block, Report, Section, Table};
use super::error::ReportError;
use super::names::{Names, slug};
use super::part::Part;

const TEMPLATE: &str = include_str!("../../assets/templates/report.html");
/// A text of more characters than this may go over several lines although it is in a column of numbers: it is a sentence.
pub(super) const LONG: usize = 28;

/// The report as a page.
///
/// # Errors
/// [`ReportError::Template`] if the template is broken, which a test rules out.
pub fn html(report: &Report) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_template("report.html", TEMPLATE)?;
    let mut page = Page::default();
    let sections: Vec<Value> = report.sections.iter().map(|section| page.section(section)).collect();
    let title = if report.title.trim().is_empty() { "Decision report" } else { &report.title };
    let values = context! { title, facts => report.facts, sections };
    Ok(environment.get_template("report.html")?.render(values)?)
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
        context! { id, title => section.title, is_summary => section.part == Part::Summary, blocks }
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
    let columns: Vec<Value> =
        table.columns.iter().map(|column| context! { title => column.title, numeric => column.numeric }).collect();
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
                    let class = format!("{}{class}", cell.tone.name());
                    context! { text => cell.text, class, is_head => index == 0 && !cell.text.is_empty() }
                })
                .collect();
            context! { cells, emphasis => row.emphasis }
        })
        .collect();
    context! { kind => "table", id => format!("table-{number}"), caption, columns, rows }
}

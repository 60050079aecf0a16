//! Writes a report as one self-contained HTML page: no scripts, no outside files, ready to print.

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};

use super::document::{Block, Report, Table};
use super::error::ReportError;

const TEMPLATE: &str = include_str!("../../assets/templates/report.html");

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
    let sections: Vec<Value> = report
        .sections
        .iter()
        .map(|section| context! { title => section.title, blocks => section.blocks.iter().map(block).collect::<Vec<_>>() })
        .collect();
    let page = context! { title => report.title, facts => report.facts, sections };
    Ok(environment.get_template("report.html")?.render(page)?)
}

fn block(block: &Block) -> Value {
    match block {
        Block::Lead(text) => context! { kind => "lead", text },
        Block::Paragraph(text) => {
            let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            context! { kind => "paragraph", lines }
        }
        Block::Heading(text) => context! { kind => "heading", text },
        Block::Bullets(items) => context! { kind => "bullets", items },
        Block::Table(table) => table_value(table),
        // The picture escapes its own text; see `svg.rs`.
        Block::Figure(figure) => {
            context! { kind => "figure", svg => Value::from_safe_string(figure.svg.clone()), caption => figure.caption }
        }
    }
}

fn table_value(table: &Table) -> Value {
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
                .map(|(cell, column)| context! { text => cell.text, tone => cell.tone.name(), numeric => column.numeric })
                .collect();
            context! { cells, emphasis => row.emphasis }
        })
        .collect();
    context! { kind => "table", columns, rows }
}

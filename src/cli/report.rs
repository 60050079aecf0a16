//! `cantilever report`: writes the decision report.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Common, FINE, print};
use crate::report::{Format, write};
use crate::session::today;
use crate::work::no_wake;

/// Arguments of `report`.
#[derive(Debug, Args)]
#[command(
    after_help = "The report is about the decided design; without a decision, about what is drawn with the best\n\
                        candidates. Exit codes: 0 written; 2 error."
)]
pub struct ReportArguments {
    #[command(flatten)]
    common: Common,
    /// The file to write; Markdown writes its pictures beside it.
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
    /// The format; without it the file's ending decides.
    #[arg(long)]
    format: Option<FormatName>,
    /// The date that the report carries (year-month-day); today by default.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// A report format by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatName {
    Html,
    Markdown,
}

/// Writes the report.
pub(super) fn run(arguments: &ReportArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let format = format_of(arguments)?;
    let session = super::open(&arguments.common, None, no_wake())?;
    let report = session.report(arguments.date.clone().unwrap_or_else(today));
    let files = write(&report, format, &arguments.output)?;
    let files: Vec<_> = files.iter().map(|file| super::shown_path(file)).collect();
    if arguments.common.json {
        print::json(out, &json!({ "project": super::shown_name(&session), "files": files }))?;
    } else {
        for file in files {
            writeln!(out, "Wrote {file}")?;
        }
    }
    Ok(FINE)
}

fn format_of(arguments: &ReportArguments) -> anyhow::Result<Format> {
    if let Some(format) = arguments.format {
        return Ok(match format {
            FormatName::Html => Format::Html,
            FormatName::Markdown => Format::Markdown,
        });
    }
    let ending = arguments.output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Ok(Format::Html),
        Some("md" | "markdown") => Ok(Format::Markdown),
        _ => anyhow::bail!(
            "{} ends in neither .html nor .md; name the format with --format html or --format markdown",
            arguments.output.display()
        ),
    }
}

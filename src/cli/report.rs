//! `cantilever report`: writes the decision report.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;
use strum::IntoEnumIterator as _;

use super::{Common, FINE, print};
use crate::report::{Format, Part, Report, is_report, left_over, open, write};
use crate::session::today;
use crate::work::no_wake;

/// Arguments of `report`.
#[derive(Debug, Args)]
#[command(
    after_help = "The report is about the decided design; without a decision, about what is drawn with the best\n\
                        candidates. Instead of a project, the JSON of an earlier report can be given: it is written in\n\
                        another format, with the numbers that it has.\n\n\
                        Examples:\n  \
                        cantilever report PROJECT -o report.html -o report.pdf\n  \
                        cantilever report PROJECT --parts summary,decision,requirements -o summary.pdf\n  \
                        cantilever report PROJECT --format madr -o docs/decisions\n  \
                        cantilever report PROJECT -o report.json\n  \
                        cantilever report report.json -o report.md\n\n\
                        Exit codes: 0 written; 2 error."
)]
pub struct ReportArguments {
    #[command(flatten)]
    common: Common,
    /// The file to write, by whose ending the format is chosen: .html, .pdf, .md (with its pictures beside it) or .json;
    /// or, with --format, the folder. May be given several times.
    #[arg(short, long, value_name = "FILE")]
    output: Vec<PathBuf>,
    /// The format; without it the file's ending decides. madr (a record per decision), csv and pictures make a folder.
    #[arg(long)]
    format: Option<FormatName>,
    /// Only these parts of the report, separated by commas: summary, decision, architecture and so on; a wrong name lists
    /// all.
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = part)]
    parts: Vec<Part>,
    /// The date that the report carries (year-month-day); today by default.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// A report format by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatName {
    Html,
    Pdf,
    Markdown,
    Madr,
    Csv,
    Pictures,
    Json,
}

/// Writes the report.
pub(super) fn run(arguments: &ReportArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    // What is asked for is looked at before anything is computed.
    let outputs = outputs(arguments)?;
    let (name, report) = report_of(arguments)?;
    let report = with_parts(report, arguments, &outputs)?;
    let (mut files, mut leftovers) = (Vec::new(), Vec::new());
    for (format, path) in &outputs {
        let written = write(&report, *format, path)?;
        leftovers.extend(left_over(*format, path, &written));
        files.extend(written);
    }
    let shown = |files: &[PathBuf]| files.iter().map(|file| super::shown_path(file)).collect::<Vec<_>>();
    let (files, leftovers) = (shown(&files), shown(&leftovers));
    if arguments.common.json {
        print::json(out, &json!({ "project": name, "files": files, "left_over": leftovers }))?;
    } else {
        for file in files {
            writeln!(out, "Wrote {file}")?;
        }
        for file in leftovers {
            writeln!(out, "Left {file}, which this report does not write; delete it if nothing refers to it")?;
        }
    }
    Ok(FINE)
}

/// What it is about, and the report: computed from a project, or opened.
fn report_of(arguments: &ReportArguments) -> anyhow::Result<(String, Report)> {
    let path = &arguments.common.project;
    if is_report(path) {
        if arguments.date.is_some() {
            anyhow::bail!("{} has its date already; leave --date away, or name the project instead", path.display());
        }
        let report = open(path)?;
        return Ok((report.title.clone(), report));
    }
    let session = super::open(&arguments.common, None, no_wake())?;
    let report = session.report(arguments.date.clone().unwrap_or_else(today));
    Ok((super::shown_name(&session), report))
}

/// The report with the parts that are asked for, if only some are.
fn with_parts(report: Report, arguments: &ReportArguments, outputs: &[(Format, PathBuf)]) -> anyhow::Result<Report> {
    if arguments.parts.is_empty() {
        return Ok(report);
    }
    let there: Vec<Part> = Part::iter().filter(|part| report.sections.iter().any(|one| one.part == *part)).collect();
    let report = report.with_parts(&arguments.parts);
    // Records have sections of their own.
    if report.sections.is_empty() && outputs.iter().any(|(format, _)| *format != Format::Records) {
        anyhow::bail!(
            "the report has nothing in {}; it has something in: {}",
            names(&arguments.parts),
            if there.is_empty() { "no part".to_owned() } else { names(&there) }
        );
    }
    Ok(report)
}

/// Formats and where they go.
fn outputs(arguments: &ReportArguments) -> anyhow::Result<Vec<(Format, PathBuf)>> {
    let format = arguments.format.map(named_format);
    let outputs = match (format, arguments.output.as_slice()) {
        (None, []) => vec![(Format::Html, PathBuf::from("report.html"))],
        (Some(format), []) => vec![(format, PathBuf::from(usual_name(format)))],
        (Some(format), [path]) => vec![(format, path.clone())],
        (Some(_), _) => anyhow::bail!("--format goes with one -o; leave it away and let the endings decide"),
        (None, paths) => {
            paths.iter().map(|path| Ok((format_by_ending(path)?, path.clone()))).collect::<anyhow::Result<Vec<_>>>()?
        }
    };
    for (index, (_, path)) in outputs.iter().enumerate() {
        let is_twice = outputs[..index].iter().any(|(_, earlier)| earlier == path);
        let is_project = is_same_file(path, &arguments.common.project);
        if is_twice || is_project {
            let what = if is_twice { "is to be written twice" } else { "is what the report is made from" };
            anyhow::bail!("{} {what}; choose another file", path.display());
        }
    }
    Ok(outputs)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    one.is_file() && matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

fn named_format(name: FormatName) -> Format {
    match name {
        FormatName::Html => Format::Html,
        FormatName::Pdf => Format::Pdf,
        FormatName::Markdown => Format::Markdown,
        FormatName::Madr => Format::Records,
        FormatName::Csv => Format::Tables,
        FormatName::Pictures => Format::Pictures,
        FormatName::Json => Format::Json,
    }
}

/// Where a format goes if nobody says so.
fn usual_name(format: Format) -> String {
    match format {
        Format::Records => "decisions".to_owned(),
        Format::Tables => "tables".to_owned(),
        Format::Pictures => "pictures".to_owned(),
        file => format!("report.{}", file.extension()),
    }
}

fn format_by_ending(path: &Path) -> anyhow::Result<Format> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Ok(Format::Html),
        Some("pdf") => Ok(Format::Pdf),
        Some("md" | "markdown") => Ok(Format::Markdown),
        Some("json") => Ok(Format::Json),
        _ => anyhow::bail!(
            "{} does not end in .html, .pdf, .md or .json; name the format with --format html, pdf, markdown, json, \
             madr, csv or pictures",
            path.display()
        ),
    }
}

/// A part by the name that it has in files, with hyphens as well.
fn part(text: &str) -> Result<Part, String> {
    let wanted = text.trim().replace('-', "_");
    let found = Part::iter().find(|part| part.key() == wanted);
    found.ok_or_else(|| format!("there is no such part; use some of: {}", names(&Part::iter().collect::<Vec<_>>())))
}

fn names(parts: &[Part]) -> String {
    parts.iter().map(|part| part.key()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_names_of_files() {
        assert_eq!(part("summary"), Ok(Part::Summary));
        assert_eq!(part(" other-decisions "), Ok(Part::OtherDecisions));
        let problem = part("beauty").unwrap_err();
        assert!(
            problem.contains("summary, decision, architecture") && problem.contains("other_decisions"),
            "{problem}"
        );
    }

    #[test]
    fn endings_choose_formats() {
        let format = |name: &str| format_by_ending(Path::new(name));
        assert_eq!(format("a.HTM").unwrap(), Format::Html);
        assert_eq!(format("a.b/c.pdf").unwrap(), Format::Pdf);
        assert_eq!(format("c.json").unwrap(), Format::Json);
        assert!(format("decisions").unwrap_err().to_string().contains("--format"));
    }
}

//! A report as JSON: for other programs, and to be opened again and written in another format without its project.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::document::{Block, Report, Section};
use super::error::ReportError;
use super::names::is_file_key;
use super::picture_check::check_picture;

/// What the head says.
const FORMAT: &str = "cantilever-report";
/// The version that is written, and the latest that is read.
pub(super) const VERSION: u32 = 1;
/// Most bytes that are read.
const LARGEST: u64 = 512 * 1024 * 1024;

#[derive(Serialize)]
struct Written<'a> {
    format: &'static str,
    version: u32,
    report: &'a Report,
}

/// The head alone, whatever follows it.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "version")]
    _version: u32,
    report: Report,
}

/// The report as JSON with a head that says what it is.
///
/// # Errors
/// [`ReportError::Text`] never in practice: every part of a report can be written.
pub fn to_json(report: &Report) -> Result<String, ReportError> {
    let written = Written { format: FORMAT, version: VERSION, report };
    let text = serde_json::to_string_pretty(&written).map_err(|error| ReportError::Text(error.to_string()))?;
    Ok(text + "\n")
}

/// The report that `text` says, inert; `file` is where it is from, for messages.
///
/// # Errors
/// The text is no report, one of a later version, or one with content that no report of this program has.
pub fn from_json(text: &str, file: &Path) -> Result<Report, ReportError> {
    let text = text.trim_start_matches('\u{feff}');
    let broken = |error: &serde_json::Error| ReportError::NotAReport {
        file: file.to_owned(),
        line: error.line(),
        column: error.column(),
        reason: reason(error),
    };
    let head: Head = serde_json::from_str(text).map_err(|error| broken(&error))?;
    if head.format != FORMAT {
        let reason = format!("its field \"format\" does not say \"{FORMAT}\"");
        return Err(ReportError::NotAReport { file: file.to_owned(), line: 1, column: 1, reason });
    }
    if head.version > VERSION {
        return Err(ReportError::Newer { file: file.to_owned(), version: head.version });
    }
    let opened: Opened = serde_json::from_str(text).map_err(|error| broken(&error))?;
    check(&opened.report).map_err(|problem| ReportError::BadContent { file: file.to_owned(), problem })?;
    Ok(opened.report.inert())
}

/// Reads the report in `file`.
///
/// # Errors
/// It cannot be read, or see [`from_json`].
pub fn open(file: &Path) -> Result<Report, ReportError> {
    let complain = |reason| ReportError::Read { file: file.to_owned(), reason };
    let mut text = String::new();
    let opened = File::open(file).map_err(complain)?;
    let length = opened.take(LARGEST + 1).read_to_string(&mut text).map_err(complain)?;
    if length as u64 > LARGEST {
        return Err(complain(io::Error::new(io::ErrorKind::FileTooLarge, "it has more than 512 MiB")));
    }
    from_json(&text, file)
}

/// Whether `path` is a file that begins as a report in JSON does.
pub fn is_report(path: &Path) -> bool {
    begins_with(path, FORMAT)
}

/// Whether `path` is a file of JSON whose first field says that its format is `format`.
pub(super) fn begins_with(path: &Path, format: &str) -> bool {
    if !path.is_file() {
        return false;
    }
    let mut begin = Vec::new();
    let read = File::open(path).and_then(|file| file.take(256).read_to_end(&mut begin));
    let begin = String::from_utf8_lossy(&begin);
    let after = |text: &str, part: &str| text.trim_start().strip_prefix(part).map(str::to_owned);
    let rest = after(begin.trim_start_matches('\u{feff}'), "{").and_then(|rest| after(&rest, "\"format\""));
    let rest = rest.and_then(|rest| after(&rest, ":"));
    read.is_ok() && rest.is_some_and(|rest| after(&rest, &format!("\"{format}\"")).is_some())
}

/// What the reader met, without the place, which the message names itself.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}

/// What the program takes for granted of its own reports, because exporters rely on it.
fn check(report: &Report) -> Result<(), String> {
    let mut keys = BTreeSet::new();
    for section in &report.sections {
        check_section(section, &mut keys).map_err(|problem| format!("in \"{}\", {problem}", shown(&section.title)))?;
    }
    for record in &report.records {
        let mut keys = BTreeSet::new();
        for section in &record.sections {
            check_section(section, &mut keys).map_err(|problem| {
                format!("in \"{}\" of the record \"{}\", {problem}", shown(&section.title), shown(&record.title))
            })?;
        }
    }
    Ok(())
}

fn check_section<'a>(section: &'a Section, keys: &mut BTreeSet<&'a str>) -> Result<(), String> {
    for block in &section.blocks {
        match block {
            Block::Table(table) => {
                let width = table.columns.len();
                if let Some(row) = table.rows.iter().position(|row| row.cells.len() != width) {
                    let found = table.rows[row].cells.len();
                    return Err(format!("row {} of a table has {found} cells for {width} columns", row + 1));
                }
                if width == 0 {
                    return Err("a table has no columns".to_owned());
                }
            }
            Block::Figure(figure) => {
                let key = shown(&figure.key);
                if !is_file_key(&figure.key) {
                    return Err(format!("the key \"{key}\" of a figure cannot be the name of a file"));
                }
                if !keys.insert(&figure.key) {
                    return Err(format!("two figures have the key \"{key}\""));
                }
                check_picture(&figure.svg)
                    .map_err(|problem| format!("the picture of the figure \"{key}\" {problem}"))?;
            }
            Block::Lead(_) | Block::Paragraph(_) | Block::Heading(_) | Block::Bullets(_) => {}
        }
    }
    Ok(())
}

/// The beginning of a text, for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(60).collect()
}

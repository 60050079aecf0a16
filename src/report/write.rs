//! Writes reports, drawings and lists of designs to files, each replaced in one step.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::designs::DesignTable;
use super::document::Report;
use super::error::ReportError;
use super::format::{Format, PictureFormat};
use super::html::html;
use super::json;
use super::madr::{INDEX, INDEX_MARK, records};
use super::markdown::markdown_beside;
use super::pictures::pictures;
use super::tables::tables;

/// What the head of a saved project says.
const PROJECT_FORMAT: &str = "cantilever project";

/// Names of files with what they hold, the first of which the others belong to.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// Writes the report to `path`: a file with its pictures, if the format has them apart, beside it; or a folder, which is
/// made if only its parent is there, and in which other files are left alone. Each file is replaced in one step. Gives back
/// every file that was written, the main one first.
///
/// # Errors
/// [`ReportError::Write`] names the file that could not be written, [`ReportError::InTheWay`] what was not replaced, and
/// [`ReportError::Empty`] says that the report has nothing to write in this format.
pub fn write(report: &Report, format: Format, path: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let files = contents(report, format, path)?;
    let folder = if format.is_folder() { path } else { folder_of(path) };
    check_in_the_way(&files)?;
    if format.is_folder() && !path.is_dir() {
        std::fs::create_dir(path).map_err(|error| ReportError::write(path, error))?;
    }
    // The main file comes last, so that it never refers to files that are not there yet.
    for (file, content) in files.iter().rev() {
        put(file, folder, content).map_err(|error| ReportError::write(file, error))?;
    }
    settle(folder).map_err(|error| ReportError::write(path, error))?;
    Ok(files.into_iter().map(|(file, _)| file).collect())
}

/// Files in the folder of an export that look like those of an earlier one, and are not among those `written` now. They
/// are left alone, because somebody may refer to them.
pub fn left_over(format: Format, folder: &Path, written: &[PathBuf]) -> Vec<PathBuf> {
    let is_ours = |name: &str| match format {
        Format::Records => {
            let is_numbered = name.len() > 5 && name.as_bytes()[..4].iter().all(u8::is_ascii_digit);
            is_numbered && name.as_bytes()[4] == b'-' && has_ending(name, &["md"])
        }
        Format::Tables => has_ending(name, &["csv"]),
        Format::Pictures => has_ending(name, &["svg", "png"]),
        Format::Html | Format::Pdf | Format::Markdown | Format::Json => false,
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let named = entries.filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_ours));
    let mut found: Vec<PathBuf> = named.filter(|path| path.is_file() && !written.contains(path)).collect();
    found.sort();
    found
}

/// Writes the picture `svg` to `path`; `scale` is the number of pixels per unit, for formats that have pixels.
///
/// # Errors
/// The picture would be too large, or the file cannot be written.
pub fn write_picture(svg: &str, format: PictureFormat, scale: f32, path: &Path) -> Result<(), ReportError> {
    let content = match format {
        PictureFormat::Svg => svg.as_bytes().to_vec(),
        PictureFormat::Pdf => super::pdf::pdf(svg)?,
        PictureFormat::Png => super::raster::png(svg, scale)?,
    };
    replace(path, &content).map_err(|error| ReportError::write(path, error))
}

/// Writes the designs at `listed` to `path`, replacing it in one step.
///
/// # Errors
/// [`ReportError::Write`] names the file that could not be written.
pub fn write_designs(table: &DesignTable<'_>, listed: &[usize], path: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let mut content = Vec::new();
    let written = table.write_csv(listed, &mut content).and_then(|()| replace(path, &content));
    written.map_err(|error| ReportError::write(path, error))?;
    Ok(vec![path.to_owned()])
}

fn contents(report: &Report, format: Format, path: &Path) -> Result<Files, ReportError> {
    let one = |content: Vec<u8>| Ok(vec![(path.to_owned(), content)]);
    let within = |files: Vec<(String, Vec<u8>)>| {
        Ok(files.into_iter().map(|(name, content)| (path.join(name), content)).collect())
    };
    match format {
        Format::Html => one(html(report)?.into_bytes()),
        Format::Pdf => one(super::pdf::report_pdf(report)?),
        Format::Json => one(json::to_json(report)?.into_bytes()),
        Format::Markdown => {
            let stem = path.file_stem().map_or_else(|| "report".into(), |stem| stem.to_string_lossy());
            let markdown = markdown_beside(report, &stem);
            let mut files = vec![(path.to_owned(), markdown.text.into_bytes())];
            let folder = folder_of(path);
            files.extend(markdown.attachments.into_iter().map(|(name, svg)| (folder.join(name), svg.into_bytes())));
            Ok(files)
        }
        Format::Records => within(records(report)?),
        Format::Tables => within(tables(report)?),
        Format::Pictures => within(pictures(report)?),
    }
}

/// A saved project, and a README that somebody wrote, are never replaced: they would be lost.
fn check_in_the_way(files: &Files) -> Result<(), ReportError> {
    for (file, content) in files {
        if json::begins_with(file, PROJECT_FORMAT) {
            return Err(ReportError::InTheWay { file: file.clone(), what: "a saved project" });
        }
        let is_index = file.ends_with(INDEX) && content.starts_with(INDEX_MARK.as_bytes());
        if is_index && file.exists() && !begins_with_mark(file) {
            return Err(ReportError::InTheWay { file: file.clone(), what: "not a list of records that was exported" });
        }
    }
    Ok(())
}

fn begins_with_mark(file: &Path) -> bool {
    std::fs::read(file).is_ok_and(|content| content.starts_with(INDEX_MARK.as_bytes()))
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    endings.iter().any(|meant| meant.eq_ignore_ascii_case(ending))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

fn replace(file: &Path, content: &[u8]) -> io::Result<()> {
    let folder = folder_of(file);
    put(file, folder, content)?;
    settle(folder)
}

fn put(file: &Path, folder: &Path, content: &[u8]) -> io::Result<()> {
    // Files and errors come from the system as they are: those of `tempfile` would name the temporary file.
    let made = |path: &Path| File::options().write(true).create_new(true).open(path);
    let temporary = tempfile::Builder::new().prefix(".cantilever-").suffix(".tmp").make_in(folder, made)?;
    let mut open = temporary.as_file();
    open.write_all(content)?;
    open.sync_all()?;
    temporary.persist(file).map_err(|error| error.error)?;
    Ok(())
}

/// Makes sure that the names in the folder stay after the power fails.
fn settle(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

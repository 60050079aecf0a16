//! Tables from files as people have them: text with any separator, Excel and OpenDocument workbooks, Parquet.
//!
//! The content decides on the format before the name of the file does. Old Excel and OpenDocument workbooks are held in
//! memory as a whole; of the others nothing is but the typed cells.

mod cell;
mod content;
mod csv_text;
mod dialect;
mod dictionary;
mod excel;
mod guess;
mod header;
mod look;
mod old_workbook;
mod parquet_file;
mod parquet_kind;
mod sheet_cell;
mod text_column;
mod text_source;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

pub(super) use cell::{iso_date, number};
pub use guess::{ColumnHints, positive_value_of, probable_goal, probable_target};
pub use look::{FileColumn, FileColumnKind, Look, look};

use super::error::LearnError;
use super::table::Table;

/// Largest file that is read.
const MOST_BYTES: u64 = 4_000_000_000;
/// Most columns that are read.
pub(super) const MOST_COLUMNS: usize = 20_000;
/// Bytes at the start that show the format.
const HEAD: usize = 4096;
/// Bytes at the end that list the parts of a zip archive.
const TAIL: u64 = 65_536;

/// Told how much of how much is done; breaks to stop the reading. Only the ratio counts.
type Progress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Reads the table in the file at `path`. In a column of `excluded` anything goes.
///
/// # Errors
/// The file cannot be read, is too large, or holds no table; or `progress` stopped it.
pub(in crate::learn) fn read(
    path: &Path,
    excluded: &[String],
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Table, LearnError> {
    match format_of(path)? {
        Format::Text => csv_text::read(path, excluded, progress),
        Format::Workbook(kind) => contained(path, || excel::read(path, kind, excluded, progress)),
        Format::Parquet => contained(path, || parquet_file::read(path, excluded, progress)),
    }
}

/// Does `work`. The readers of these formats panic over some damaged files, which must not end the program.
fn contained<T>(path: &Path, work: impl FnOnce() -> Result<T, LearnError>) -> Result<T, LearnError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let origin = path.display();
        Err(LearnError::Data(format!("{origin} is damaged; export it again, or save it as CSV")))
    })
}

/// How a table is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// CSV and its kin.
    Text,
    /// A workbook.
    Workbook(Workbook),
    /// Apache Parquet.
    Parquet,
}

/// The kinds of workbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Workbook {
    /// Excel since 2007.
    Xlsx,
    /// Excel before 2007.
    Xls,
    /// OpenDocument.
    Ods,
}

/// Looks at the start and the end of the file.
fn format_of(path: &Path) -> Result<Format, LearnError> {
    let origin = path.display();
    let bad = |problem: &str| Err(LearnError::Data(format!("{origin} {problem}")));
    let (mut file, length) = open(path)?;
    let (head, tail) = ends(&mut file, length).map_err(|error| unreadable(path, &error))?;
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    // Not .xls, which many programs put at the end of what is text.
    let is_promised = ["parquet", "xlsx", "xlsm", "ods"].contains(&extension.as_str());
    let unfit = format!("ends in .{extension}, but its content does not fit that; export it again, or save it as CSV");
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Format::Workbook(Workbook::Xls));
    }
    if head.starts_with(b"PK\x03\x04") {
        let has = |part: &[u8]| has(&head, part) || has(&tail, part);
        return if has(b"application/vnd.oasis.opendocument.spreadsheet") {
            Ok(Format::Workbook(Workbook::Ods))
        } else if has(b"xl/workbook.bin") {
            bad("is a binary Excel workbook (xlsb); save it as xlsx")
        } else if has(b"xl/") {
            Ok(Format::Workbook(Workbook::Xlsx))
        } else if is_promised {
            bad(&unfit)
        } else {
            bad("is a zip archive, not a table; unpack it and choose the table in it")
        };
    }
    if head.starts_with(b"\x1F\x8B") || head.starts_with(b"\x28\xB5\x2F\xFD") {
        return bad("is compressed; unpack it and choose the table in it");
    }
    let start = head.trim_ascii_start();
    if ["<html", "<!doctype", "<table", "<?xml"].iter().any(|tag| begins(start, tag)) {
        return bad("is a web page or another kind of markup; open it in a spreadsheet and save it as CSV or xlsx");
    }
    if is_promised { bad(&unfit) } else { Ok(Format::Text) }
}

/// Opens a file that is one, and says how long it is. A pipe is refused before it could block.
fn open(path: &Path) -> Result<(File, u64), LearnError> {
    let origin = path.display();
    let bad = |problem: String| Err(LearnError::Data(format!("{origin} {problem}")));
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        return bad("is a folder; choose a file in it".to_owned());
    }
    if !metadata.is_file() {
        return bad("is a pipe or a device, not a file; save what comes out of it as a file first".to_owned());
    }
    let length = metadata.len();
    if length == 0 {
        return bad("is empty; its first line must name the columns".to_owned());
    }
    if length > MOST_BYTES {
        return bad(format!(
            "has {:.1} GB, and at most {:.0} GB are read; take a sample of its rows",
            length as f64 / 1e9,
            MOST_BYTES as f64 / 1e9
        ));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok((file, length))
}

/// The first and the last bytes of the file.
fn ends(file: &mut File, length: u64) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    if head.starts_with(b"PK") {
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        file.take(TAIL).read_to_end(&mut tail)?;
    }
    Ok((head, tail))
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn begins(bytes: &[u8], tag: &str) -> bool {
    bytes.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
}

/// The error for a file that the operating system does not let us read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> LearnError {
    let file = path.display().to_string();
    if error.kind() == io::ErrorKind::PermissionDenied {
        return LearnError::Data(format!(
            "{file} may not be read by this user; allow reading it, or choose a copy that may be read"
        ));
    }
    LearnError::File { file, problem: error.to_string() }
}

/// The error for a table that is too large for this machine, if it is: `bytes` are about to be used.
fn refuse_too_large(origin: &str, bytes: u64) -> Result<(), LearnError> {
    match available_memory() {
        Some(available) if bytes > available => Err(LearnError::Data(format!(
            "{origin} takes {:.1} GB of memory, and only {:.1} GB are free; take a sample of its rows, or close other \
             programs",
            bytes as f64 / 1e9,
            available as f64 / 1e9
        ))),
        _ => Ok(()),
    }
}

/// Bytes that can be used without swapping, where the system says so.
pub(super) fn available_memory() -> Option<u64> {
    let described = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = described.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// `Err` once `progress` breaks.
fn report(progress: &mut Progress<'_>, done: u64, total: u64) -> Result<(), LearnError> {
    if progress(done, total).is_break() { Err(LearnError::Cancelled) } else { Ok(()) }
}

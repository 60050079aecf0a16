//! Images as a table of examples: a folder with a sub-folder for each class, or IDX files as MNIST and its successors
//! come in. Every image is brought to one size; then each pixel is a column.
//!
//! Images are decoded a few at a time and go into the columns at once: the table is all that is held.

mod classes;
mod idx;
mod listing;
mod look;
mod picture;
mod pixels;
mod shares;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub use look::{ImageClass, ImageLayout, ImageLook, look_at_images};

use self::classes::Classes;
use self::idx::Pair;
use super::error::LearnError;
use super::files::{MOST_COLUMNS, unreadable};
use super::table::Table;
use crate::model::ImageSettings;

/// Largest image in pixels: larger ones are maps and scans, not examples.
const MOST_PIXELS: u64 = 100_000_000;
/// Folder entries seen before a folder counts as something else.
const ENTRIES_SEEN: usize = 2000;

/// Told how much of how much is done; breaks to stop the reading.
type Progress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Reads the images at `path`: a text column `class`, then the pixels from 0 to 255, row by row.
///
/// # Errors
/// There are no images of at least two classes, one cannot be read, or they do not fit into the memory; or `progress`
/// stopped it.
pub(in crate::learn) fn read(
    path: &Path,
    settings: ImageSettings,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Table, LearnError> {
    check(settings)?;
    match Source::of(path)? {
        Source::Classes(classes) => classes.read(path, settings, progress),
        Source::Idx(pairs) => idx::read(path, &pairs, settings, progress),
    }
}

/// Whether `path` looks like images to learn from, so that [`look_at_images`] has something to say about it. No image
/// is opened.
pub fn is_images(path: &Path) -> bool {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => listing::has_images(path, 2, &mut ENTRIES_SEEN.clone()),
        Ok(metadata) if metadata.is_file() => idx::has_magic(path),
        _ => false,
    }
}

/// All files that the rows at `path` come from, in order: what a copy must hold, and what a fingerprint covers.
///
/// # Errors
/// As for [`look_at_images`].
pub fn image_files(path: &Path) -> Result<Vec<PathBuf>, LearnError> {
    Ok(match Source::of(path)? {
        Source::Classes(classes) => classes.classes.into_iter().flat_map(|class| class.files).collect(),
        Source::Idx(pairs) => pairs.into_iter().flat_map(|pair| [pair.images, pair.labels]).collect(),
    })
}

/// Where images lie.
enum Source {
    /// In a sub-folder for each class.
    Classes(Classes),
    /// In IDX files, to be read one after another.
    Idx(Vec<Pair>),
}

impl Source {
    fn of(path: &Path) -> Result<Self, LearnError> {
        let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if !metadata.is_dir() {
            return Ok(Self::Idx(vec![idx::pair_of(path)?]));
        }
        let pairs = idx::pairs_in(path)?;
        Ok(if pairs.is_empty() { Self::Classes(Classes::in_folder(path)?) } else { Self::Idx(pairs) })
    }
}

/// Columns of pixels that images have under `settings`.
fn columns_of(settings: ImageSettings) -> usize {
    settings.width as usize * settings.height as usize * channels_of(settings).len()
}

/// What the columns of one pixel add to its name.
fn channels_of(settings: ImageSettings) -> &'static [&'static str] {
    if settings.colour { &[" red", " green", " blue"] } else { &[""] }
}

fn check(settings: ImageSettings) -> Result<(), LearnError> {
    let (width, height) = (u64::from(settings.width), u64::from(settings.height));
    let most = MOST_COLUMNS as u64 / channels_of(settings).len() as u64;
    if width == 0 || height == 0 || width > most || height > most || width * height > most {
        return Err(LearnError::Setting {
            what: format!("The size of images, {width} × {height},"),
            allowed: format!("at least 1 × 1 and at most {most} pixels in all, such as 32 × 32"),
        });
    }
    Ok(())
}

/// Opens a file that is one, and says how long it is. A pipe is refused before it could block.
fn open(path: &Path) -> Result<(File, u64), LearnError> {
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        return bad(path, "is a folder where an image should be; rename it, or take it out");
    }
    if !metadata.is_file() {
        return bad(path, "is a pipe or a device, not a file; save what comes out of it as a file first");
    }
    if metadata.len() == 0 {
        return bad(path, "is empty; copy it again, or take it out of the folder");
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok((file, metadata.len()))
}

/// The first bytes of the file, at most `count`.
fn head_of(path: &Path, count: u64) -> Result<Vec<u8>, LearnError> {
    let (file, _) = open(path)?;
    let mut head = Vec::new();
    file.take(count).read_to_end(&mut head).map_err(|error| unreadable(path, &error))?;
    Ok(head)
}

/// An error about what lies at `path`.
fn bad<T>(path: &Path, problem: impl std::fmt::Display) -> Result<T, LearnError> {
    Err(LearnError::Data(format!("{} {problem}", path.display())))
}

/// Learning needs something to tell apart.
fn refuse_one_class(path: &Path, classes: &[String]) -> Result<(), LearnError> {
    match classes {
        [only] => bad(path, format!("has only one class, {only}; add images of what it is to be told from")),
        _ => Ok(()),
    }
}

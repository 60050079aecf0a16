//! What lies in a folder, sorted by name, so that equal folders give equal rows.

use std::path::{Path, PathBuf};

use super::{bad, idx};
use crate::learn::error::LearnError;
use crate::learn::files::unreadable;

/// Ends of the names of images that can be read.
const READABLE: [&str; 8] = ["png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib"];
/// Ends of the names of images that cannot be read, and what those are.
const UNREADABLE: [(&str, &str); 18] = [
    ("webp", "WebP"),
    ("heic", "HEIC"),
    ("heif", "HEIF"),
    ("avif", "AVIF"),
    ("tif", "TIFF"),
    ("tiff", "TIFF"),
    ("jxl", "JPEG XL"),
    ("jp2", "JPEG 2000"),
    ("svg", "SVG"),
    ("psd", "Photoshop"),
    ("ico", "icon"),
    ("pgm", "PGM"),
    ("ppm", "PPM"),
    ("dcm", "DICOM"),
    ("dng", "camera raw"),
    ("cr2", "camera raw"),
    ("nef", "camera raw"),
    ("arw", "camera raw"),
];

/// What lies directly in a folder. Hidden files are left out.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Images, by their names.
    pub images: Vec<PathBuf>,
    /// Folders.
    pub folders: Vec<PathBuf>,
    /// Files that are no images.
    pub others: Vec<PathBuf>,
    /// Images in formats that cannot be read, and what those are.
    pub foreign: Vec<(PathBuf, &'static str)>,
}

impl Listing {
    /// Lists `folder`. A link back to a folder that it lies in is left out: it would show the same images again.
    pub fn of(folder: &Path) -> Result<Self, LearnError> {
        let mut listing = Self::default();
        let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(folder, &error))?;
            let path = entry.path();
            if is_hidden(&path) {
                continue;
            }
            if path.is_dir() {
                let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                if !(is_link && leads_back(folder, &path)) {
                    listing.folders.push(path);
                }
                continue;
            }
            let extension = extension_of(&path);
            if READABLE.contains(&extension.as_str()) {
                listing.images.push(path);
            } else if let Some((_, format)) = UNREADABLE.iter().find(|(end, _)| *end == extension) {
                listing.foreign.push((path, format));
            } else {
                listing.others.push(path);
            }
        }
        listing.images.sort();
        listing.folders.sort();
        listing.others.sort();
        listing.foreign.sort();
        Ok(listing)
    }

    /// Silently leaving these out would leave out whole classes.
    pub fn refuse_foreign(&self) -> Result<(), LearnError> {
        self.foreign.first().map_or(Ok(()), |(path, format)| foreign(path, format))
    }
}

/// The error for an image in a format that cannot be read.
pub(super) fn foreign<T>(path: &Path, format: &str) -> Result<T, LearnError> {
    bad(path, format!("is in the format {format}, which cannot be read; save it as PNG or JPEG, or take it out"))
}

/// Whether there are images or IDX files in `folder`, or in its folders down to `depth`. `left` is how many more
/// entries may be seen.
pub(super) fn has_images(folder: &Path, depth: u32, left: &mut usize) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| !is_hidden(path)) {
        if *left == 0 {
            return false;
        }
        *left -= 1;
        if path.is_dir() {
            if depth > 0 && has_images(&path, depth - 1, left) {
                return true;
            }
        } else if is_image(&extension_of(&path)) || idx::is_named_so(&path) {
            return true;
        }
    }
    false
}

/// The last part of `path`.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_image(extension: &str) -> bool {
    READABLE.contains(&extension) || UNREADABLE.iter().any(|(end, _)| *end == extension)
}

fn extension_of(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Hidden files, and what macOS adds to archives.
fn is_hidden(path: &Path) -> bool {
    let name = name_of(path);
    name.starts_with('.') || name == "__MACOSX"
}

fn leads_back(folder: &Path, link: &Path) -> bool {
    match (folder.canonicalize(), link.canonicalize()) {
        (Ok(folder), Ok(target)) => folder.starts_with(target),
        _ => true,
    }
}

//! A first look at images before they are a dataset: counts everything, but opens only some.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::classes::Classes;
use super::{Source, check, columns_of, idx, picture};
use crate::learn::error::LearnError;
use crate::model::ImageSettings;

/// Images whose headers are read.
const SAMPLE: usize = 50;
/// Images that are decoded to see whether there is any colour in them.
const DECODED: usize = 5;
/// Longest side of the proposed size.
const LONGEST_SIDE: u32 = 64;
/// Cells of the table that the proposed settings stay below, so that learning from it takes minutes, not hours.
const MOST_CELLS: usize = 60_000_000;
/// What a pixel's channels differ by at least where there is colour; compression makes grey differ by less.
const COLOUR: u8 = 12;

/// What there is.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageLook {
    /// What it is in one phrase, such as "IDX: 70000 grey images of 28 × 28 pixels in 10 classes".
    pub description: String,
    /// How the images are stored.
    pub layout: ImageLayout,
    /// How many there are.
    pub images: usize,
    /// The classes in the order of their names.
    pub classes: Vec<ImageClass>,
    /// Width and height that the images have, or that half of those looked at do not exceed.
    pub usual_size: (u32, u32),
    /// Whether there is colour in them.
    pub colour: bool,
    /// How they are best read, to begin with.
    pub proposed: ImageSettings,
    /// What a person should know before going on.
    pub warnings: Vec<String>,
}

/// How images are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageLayout {
    /// In a folder with one sub-folder for each class.
    Folders,
    /// In IDX files.
    Idx,
}

/// A class of images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageClass {
    /// Its name.
    pub name: String,
    /// How many images it has.
    pub images: usize,
}

/// Looks at the images at `path`.
///
/// # Errors
/// There are no images of at least two classes, or one that is looked at cannot be read.
pub fn look_at_images(path: &Path) -> Result<ImageLook, LearnError> {
    let mut look = match Source::of(path)? {
        Source::Classes(classes) => look_at_folders(&classes)?,
        Source::Idx(pairs) => {
            let contents = idx::look_into(path, &pairs)?;
            let present = contents.counts.iter().enumerate().filter(|(_, count)| **count > 0);
            let classes =
                present.map(|(label, count)| ImageClass { name: label.to_string(), images: *count }).collect();
            ImageLook::of(ImageLayout::Idx, classes, contents.size, false, Vec::new())
        }
    };
    let ImageLook { images, usual_size: (width, height), .. } = look;
    let count = look.classes.len();
    look.description = match look.layout {
        ImageLayout::Idx => format!("IDX: {images} grey images of {width} × {height} pixels in {count} classes"),
        ImageLayout::Folders => {
            let colour = if look.colour { "colour" } else { "grey" };
            format!("Folders: {images} {colour} images in {count} classes, usually of {width} × {height} pixels")
        }
    };
    Ok(look)
}

fn look_at_folders(classes: &Classes) -> Result<ImageLook, LearnError> {
    let files: Vec<&PathBuf> = classes.classes.iter().flat_map(|class| &class.files).collect();
    let sample: Vec<&PathBuf> = spread(&files, SAMPLE);
    let headers = sample.iter().map(|path| picture::header(path)).collect::<Result<Vec<_>, _>>()?;
    let width = median(headers.iter().map(|header| header.width).collect());
    let height = median(headers.iter().map(|header| header.height).collect());
    // Many collections hold grey images in a format for colours.
    let can_be_coloured: Vec<&PathBuf> =
        sample.into_iter().zip(&headers).filter(|(_, header)| header.colour).map(|(path, _)| path).collect();
    let mut colour = false;
    let small = ImageSettings { width: 16, height: 16, colour: true, most: 1 };
    for path in spread(&can_be_coloured, DECODED) {
        let pixels = picture::pixels(path, small, &Mutex::new(()))?;
        colour |= pixels.chunks_exact(3).any(|pixel| match pixel {
            [red, green, blue] => red.max(green).max(blue) - red.min(green).min(blue) >= COLOUR,
            _ => false,
        });
    }
    let named = classes.names().into_iter().zip(classes.counts());
    let named = named.map(|(name, images)| ImageClass { name, images }).collect();
    Ok(ImageLook::of(ImageLayout::Folders, named, (width, height), colour, classes.warnings.clone()))
}

impl ImageLook {
    fn of(
        layout: ImageLayout,
        classes: Vec<ImageClass>,
        usual_size: (u32, u32),
        colour: bool,
        warnings: Vec<String>,
    ) -> Self {
        let images: usize = classes.iter().map(|class| class.images).sum();
        let (width, height) = small_enough(usual_size);
        let mut proposed = ImageSettings { width, height, colour, most: u32::MAX };
        debug_assert!(check(proposed).is_ok());
        let most = (MOST_CELLS / columns_of(proposed).max(1)).max(classes.len());
        proposed.most = images.min(most) as u32;
        Self { description: String::new(), layout, images, classes, usual_size, colour, proposed, warnings }
    }
}

/// The size with the same proportions whose longest side is at most [`LONGEST_SIDE`].
fn small_enough((width, height): (u32, u32)) -> (u32, u32) {
    let scale = (f64::from(LONGEST_SIDE) / f64::from(width.max(height).max(1))).min(1.0);
    let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    (scaled(width), scaled(height))
}

/// At most `most` of `items`, evenly spaced.
fn spread<T: Copy>(items: &[T], most: usize) -> Vec<T> {
    let step = items.len().div_ceil(most).max(1);
    items.iter().step_by(step).copied().collect()
}

/// The middle one; of two, the lower.
fn median(mut sides: Vec<u32>) -> u32 {
    sides.sort_unstable();
    sides.get(sides.len().saturating_sub(1) / 2).copied().unwrap_or(1)
}

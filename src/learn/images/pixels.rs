//! The table of pixels while it is filled, image after image.

use std::path::Path;

use super::{Progress, channels_of, columns_of};
use crate::learn::error::LearnError;
use crate::learn::files::available_memory;
use crate::learn::table::{Cells, Column, MISSING, Table};
use crate::model::ImageSettings;

/// Name of the column with the class.
pub(super) const CLASS: &str = "class";
/// Images that are gathered before they go into the columns: going from column to column for each would leave the cache
/// all the time.
const BLOCK: usize = 64;
/// Bytes for a pixel of an image: the table's cell, and the cell that learning makes of it before the table is gone.
const BYTES_OF_CELL: u64 = 16;

/// Rows of pixels with their classes.
pub(super) struct Pixels {
    settings: ImageSettings,
    origin: String,
    rows: usize,
    /// The code of each class in order of first appearance, [`MISSING`] before.
    code_of: Vec<u32>,
    dictionary: Vec<String>,
    codes: Vec<u32>,
    columns: Vec<Vec<f64>>,
    /// Images that are not in the columns yet.
    block: Vec<u8>,
}

impl Pixels {
    /// No images yet, with room for `rows` of so many `classes`.
    ///
    /// # Errors
    /// The memory does not suffice.
    pub fn with_room(path: &Path, settings: ImageSettings, rows: usize, classes: usize) -> Result<Self, LearnError> {
        let origin = path.display().to_string();
        let size = columns_of(settings);
        refuse_too_large(&origin, settings, rows, available_memory())?;
        Ok(Self {
            settings,
            origin,
            rows,
            code_of: vec![MISSING; classes],
            dictionary: Vec::new(),
            codes: Vec::with_capacity(rows),
            columns: std::iter::repeat_with(|| Vec::with_capacity(rows)).take(size).collect(),
            block: Vec::with_capacity(size * BLOCK.min(rows)),
        })
    }

    /// Adds an image of the class at `place`, whose name is `class`.
    pub fn push(&mut self, place: usize, class: &str, pixels: &[u8]) {
        let Some(code) = self.code_of.get_mut(place) else {
            return;
        };
        if *code == MISSING {
            *code = self.dictionary.len() as u32;
            self.dictionary.push(class.to_owned());
        }
        self.codes.push(*code);
        self.block.extend_from_slice(pixels);
        if self.codes.len().is_multiple_of(BLOCK) {
            self.empty_block();
        }
    }

    /// Says how many images are in.
    pub fn report(&self, progress: &mut Progress<'_>) -> Result<(), LearnError> {
        let is_stopped = progress(self.codes.len() as u64, self.rows as u64).is_break();
        if is_stopped { Err(LearnError::Cancelled) } else { Ok(()) }
    }

    /// The table.
    pub fn into_table(mut self) -> Table {
        self.empty_block();
        let rows = self.codes.len();
        let class = Cells::Texts { codes: self.codes, dictionary: self.dictionary };
        let mut columns = vec![Column { name: CLASS.to_owned(), cells: class }];
        let filled = names(self.settings).zip(self.columns);
        columns.extend(filled.map(|(name, cells)| Column { name, cells: Cells::Numbers(cells) }));
        Table { columns, rows, origin: self.origin, lines: Vec::new() }
    }

    fn empty_block(&mut self) {
        let size = self.columns.len();
        for (place, column) in self.columns.iter_mut().enumerate() {
            column.extend(self.block.iter().skip(place).step_by(size).map(|pixel| f64::from(*pixel)));
        }
        self.block.clear();
    }
}

/// The names of the columns of pixels.
fn names(settings: ImageSettings) -> impl Iterator<Item = String> {
    let places = (1..=settings.height).flat_map(move |row| (1..=settings.width).map(move |column| (row, column)));
    places.flat_map(move |(row, column)| {
        channels_of(settings).iter().map(move |channel| format!("r{row} c{column}{channel}"))
    })
}

fn refuse_too_large(
    origin: &str,
    settings: ImageSettings,
    rows: usize,
    available: Option<u64>,
) -> Result<(), LearnError> {
    let each = columns_of(settings) as u64 * BYTES_OF_CELL;
    let (bytes, available) = (each.saturating_mul(rows as u64), available.unwrap_or(u64::MAX));
    if bytes <= available {
        return Ok(());
    }
    let ImageSettings { width, height, .. } = settings;
    Err(LearnError::Data(format!(
        "{origin}: {rows} images of {width} × {height} take {:.1} GB of memory, and only {:.1} GB are free; take at \
         most {} images, make them smaller, or close other programs",
        bytes as f64 / 1e9,
        available as f64 / 1e9,
        available / each.max(1)
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_stand_in_columns_by_their_place() {
        let settings = ImageSettings { width: 2, height: 1, colour: true, most: 9 };
        let mut pixels = Pixels::with_room(Path::new("a"), settings, 150, 3).unwrap();
        for image in 0..150_u8 {
            let place = usize::from(2 - image % 2);
            pixels.push(place, ["x", "odd", "even"][place], &[image, 1, 2, 3, 4, 255 - image]);
        }
        let table = pixels.into_table();
        let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(
            names,
            ["class", "r1 c1 red", "r1 c1 green", "r1 c1 blue", "r1 c2 red", "r1 c2 green", "r1 c2 blue"]
        );
        assert_eq!(table.rows, 150);
        let numbers = |place: usize| match &table.columns[place].cells {
            Cells::Numbers(numbers) => numbers.clone(),
            Cells::Texts { .. } => Vec::new(),
        };
        assert_eq!(numbers(1), (0..150).map(f64::from).collect::<Vec<_>>());
        assert_eq!(numbers(6), (0..150).map(|image| 255.0 - f64::from(image)).collect::<Vec<_>>());
        assert_eq!(numbers(4), [3.0; 150]);
        let Cells::Texts { codes, dictionary } = &table.columns[0].cells else { panic!() };
        assert_eq!((dictionary.as_slice(), &codes[..3]), (&["even".to_owned(), "odd".to_owned()][..], &[0, 1, 0][..]));
    }

    #[test]
    fn what_does_not_fit_into_the_memory_is_refused() {
        let settings = ImageSettings { width: 100, height: 100, colour: false, most: 9 };
        // 160 kB an image.
        assert_eq!(refuse_too_large("a", settings, 1000, Some(160_000_000)), Ok(()));
        assert_eq!(refuse_too_large("a", settings, 1000, None), Ok(()));
        let error = refuse_too_large("a", settings, 100_000, Some(1_600_000_000)).unwrap_err().to_string();
        assert_eq!(
            error,
            "a: 100000 images of 100 × 100 take 16.0 GB of memory, and only 1.6 GB are free; take at most 10000 \
             images, make them smaller, or close other programs"
        );
    }
}

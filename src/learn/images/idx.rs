//! IDX files, the format of MNIST: <http://yann.lecun.com/exdb/mnist>. Numbers are big-endian; labels are in a file of
//! their own.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::listing::name_of;
use super::pixels::Pixels;
use super::shares::{is_taken, shares};
use super::{MOST_PIXELS, Progress, bad, head_of, open, picture, refuse_one_class};
use crate::learn::error::LearnError;
use crate::learn::files::unreadable;
use crate::learn::table::Table;
use crate::model::ImageSettings;

/// Start of a file with images: bytes in three dimensions.
const IMAGES: [u8; 4] = [0, 0, 8, 3];
/// Start of a file with labels: bytes in one dimension.
const LABELS: [u8; 4] = [0, 0, 8, 1];
/// Images between two reports.
const REPORTED: usize = 500;
/// Most images; the labels of more would not fit.
const MOST_IMAGES: u32 = 100_000_000;

/// A file of images with the file of their labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The images.
    pub images: PathBuf,
    /// Their labels.
    pub labels: PathBuf,
}

/// What the headers of pairs say, and the labels.
#[derive(Debug)]
pub(super) struct Contents {
    /// Width and height of every image.
    pub size: (u32, u32),
    /// The labels of each pair.
    pub labels: Vec<Vec<u8>>,
    /// How many images there are of each label.
    pub counts: [usize; 256],
}

/// Reads `pairs`, which were found at `path`, one after another.
pub(super) fn read(
    path: &Path,
    pairs: &[Pair],
    settings: ImageSettings,
    progress: &mut Progress<'_>,
) -> Result<Table, LearnError> {
    if settings.colour {
        return bad(path, "holds grey images; read it without colour");
    }
    let Contents { size, labels, counts } = look_into(path, pairs)?;
    let shares = shares(&counts, settings.most)?;
    let mut table = Pixels::with_room(path, settings, shares.iter().sum(), counts.len())?;
    let names: Vec<String> = (0..counts.len()).map(|label| label.to_string()).collect();
    let mut seen = [0; 256];
    for (pair, labels) in pairs.iter().zip(labels) {
        let mut source = Source::open(&pair.images, IMAGES)?;
        source.sizes(3)?;
        for (place, label) in labels.iter().map(|label| usize::from(*label)).enumerate() {
            let mut image = vec![0; size.0 as usize * size.1 as usize];
            source.fill(&mut image, place, labels.len())?;
            if let (Some(seen), Some(share), Some(count), Some(name)) =
                (seen.get_mut(label), shares.get(label), counts.get(label), names.get(label))
            {
                if is_taken(*seen, *share, *count) {
                    picture::resize_grey(&mut image, size, settings);
                    table.push(label, name, &image);
                }
                *seen += 1;
            }
            if place % REPORTED == 0 {
                table.report(progress)?;
            }
        }
        source.refuse_more()?;
    }
    table.report(progress)?;
    Ok(table.into_table())
}

/// Reads the headers and the labels of `pairs`.
///
/// # Errors
/// A file is damaged, or the files do not fit together.
pub(super) fn look_into(path: &Path, pairs: &[Pair]) -> Result<Contents, LearnError> {
    let mut contents = Contents { size: (0, 0), labels: Vec::new(), counts: [0; 256] };
    for pair in pairs {
        let (count, size) = Source::open(&pair.images, IMAGES)?.image_sizes()?;
        let labels = Source::open(&pair.labels, LABELS)?.labels(count)?;
        if let [first, ..] = pairs
            && contents.size != (0, 0)
            && contents.size != size
        {
            let (width, height) = contents.size;
            let other = name_of(&first.images);
            let (name, own) = (name_of(&pair.images), format!("{} × {}", size.0, size.1));
            return bad(
                path,
                format!("holds images of {width} × {height} in {other} and of {own} in {name}; choose one of them"),
            );
        }
        contents.size = size;
        for label in &labels {
            if let Some(count) = contents.counts.get_mut(usize::from(*label)) {
                *count += 1;
            }
        }
        contents.labels.push(labels);
    }
    let present = contents.counts.iter().enumerate().filter(|(_, count)| **count > 0);
    refuse_one_class(path, &present.map(|(label, _)| label.to_string()).collect::<Vec<_>>())?;
    Ok(contents)
}

/// The file of images at `path` with the file of labels beside it.
pub(super) fn pair_of(path: &Path) -> Result<Pair, LearnError> {
    let start = magic(path)?;
    if start != IMAGES {
        let number = start.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        return match start.as_slice() {
            [0, 0, 8, 1] => bad(path, "holds labels; choose the file of the images, whose name says images-idx3"),
            [0, 0, ..] => bad(
                path,
                format!(
                    "is no IDX file of images: it begins with {number:08x} instead of 00000803; choose another file"
                ),
            ),
            _ => bad(path, "is no IDX file of images; choose one, or a folder with one sub-folder for each class"),
        };
    }
    let name = name_of(path);
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let labels = plain.replace("images", "labels").replace("idx3", "idx1");
    let beside = [path.with_file_name(&labels), path.with_file_name(format!("{labels}.gz"))];
    match beside.into_iter().find(|beside| labels != plain && beside.exists()) {
        Some(labels) => Ok(Pair { images: path.to_owned(), labels }),
        None if labels == plain => bad(
            path,
            "has a name without \"images\", so its labels cannot be found; name it as train-images-idx3-ubyte",
        ),
        None => bad(path, format!("has no labels: put {labels} or {labels}.gz beside it")),
    }
}

/// The pairs in `folder`, those to train with first; where a file is there packed and unpacked, it counts once.
pub(super) fn pairs_in(folder: &Path) -> Result<Vec<Pair>, LearnError> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut names: Vec<String> = entries.flatten().map(|entry| name_of(&entry.path())).collect();
    names.retain(|name| is_named_so(Path::new(name)));
    names.sort_by_key(|name| (!name.contains("train"), name.clone()));
    let images: Vec<&String> = names.iter().filter(|name| name.contains("images")).collect();
    if let (Some(labels), true) = (names.first(), images.is_empty()) {
        return bad(folder, format!("holds labels, such as {labels}, but no images; put those beside them"));
    }
    let unpacked = |name: &str| name.strip_suffix(".gz").is_some_and(|plain| names.iter().any(|name| name == plain));
    let mut sets: Vec<&str> = images.iter().map(|name| set_of(name)).collect();
    sets.dedup();
    if let [first, second, ..] = sets.as_slice() {
        return bad(
            folder,
            format!(
                "holds several sets of images, {first} and {second}; give each a folder, or choose one file of images"
            ),
        );
    }
    images.into_iter().filter(|name| !unpacked(name)).map(|name| pair_of(&folder.join(name))).collect()
}

/// Whether the name of `path` is that of an IDX file of images or labels.
pub(super) fn is_named_so(path: &Path) -> bool {
    let name = name_of(path);
    let is_whole = name.ends_with("ubyte") || name.ends_with("ubyte.gz");
    is_whole && !name.starts_with('.') && (name.contains("images") || name.contains("labels"))
}

/// Whether the file at `path` begins as IDX files of images or labels do.
pub(super) fn has_magic(path: &Path) -> bool {
    magic(path).is_ok_and(|start| start == IMAGES || start == LABELS)
}

/// What stands before the part's name: `emnist-digits-` of `emnist-digits-train-images-idx3-ubyte`.
fn set_of(name: &str) -> &str {
    let parts = ["train", "t10k", "test", "images"];
    let end = parts.iter().filter_map(|part| name.find(part)).min();
    end.and_then(|end| name.get(..end)).unwrap_or_default()
}

/// The first four bytes, unpacked.
fn magic(path: &Path) -> Result<Vec<u8>, LearnError> {
    let head = head_of(path, 1024)?;
    let mut start = Vec::new();
    if head.starts_with(&[0x1F, 0x8B]) {
        // What cannot be unpacked has no start.
        let mut unpacked = MultiGzDecoder::new(head.as_slice()).take(4);
        let mut byte = [0];
        while matches!(unpacked.read(&mut byte), Ok(1)) {
            start.extend(byte);
        }
    } else {
        start.extend(head.iter().take(4));
    }
    Ok(start)
}

/// An IDX file that is being read.
struct Source {
    path: PathBuf,
    bytes: Box<dyn Read>,
    /// Bytes in the file, where it is not packed.
    length: Option<u64>,
}

impl Source {
    /// Opens a file that begins with `magic`.
    fn open(path: &Path, magic: [u8; 4]) -> Result<Self, LearnError> {
        let is_packed = head_of(path, 2)? == [0x1F, 0x8B];
        let (file, length) = open(path)?;
        let file: BufReader<File> = BufReader::with_capacity(262_144, file);
        let bytes: Box<dyn Read> =
            if is_packed { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(file) };
        let mut source = Self { path: path.to_owned(), bytes, length: (!is_packed).then_some(length) };
        let [start] = source.numbers()?;
        if start != u32::from_be_bytes(magic) {
            let expected = u32::from_be_bytes(magic);
            let problem =
                format!("begins with {start:08x} instead of {expected:08x}, so it is not the IDX file its name says");
            return bad(path, format!("{problem}; download it again"));
        }
        Ok(source)
    }

    /// How many images there are, and how large they are.
    fn image_sizes(mut self) -> Result<(u32, (u32, u32)), LearnError> {
        let [count, height, width] = self.numbers()?;
        let size = u64::from(width) * u64::from(height);
        if count == 0 || count > MOST_IMAGES || size == 0 || size > MOST_PIXELS {
            let problem = format!("says that it holds {count} images of {width} × {height}, which cannot be");
            return bad(&self.path, format!("{problem}; download it again"));
        }
        if let Some(length) = self.length {
            let promised = 16 + u64::from(count) * size;
            if length != promised {
                let problem = format!("has {length} bytes, but {count} images of {width} × {height} take {promised}");
                return bad(&self.path, format!("{problem}; download it again"));
            }
        }
        Ok((count, (width, height)))
    }

    /// Passes over so many numbers of the header.
    fn sizes(&mut self, count: usize) -> Result<(), LearnError> {
        (0..count).try_for_each(|_| self.numbers::<1>().map(|_| ()))
    }

    /// The labels of `images` images.
    fn labels(mut self, images: u32) -> Result<Vec<u8>, LearnError> {
        let [count] = self.numbers()?;
        if count != images {
            let problem = format!("holds {count} labels for {images} images");
            return bad(&self.path, format!("{problem}; download both files again"));
        }
        let mut labels = Vec::new();
        let read = self.bytes.by_ref().take(u64::from(count)).read_to_end(&mut labels);
        read.map_err(|error| self.unreadable(&error))?;
        if labels.len() < count as usize {
            let problem = format!("ends after {} of {count} labels", labels.len());
            return bad(&self.path, format!("{problem}; download it again"));
        }
        self.refuse_more()?;
        Ok(labels)
    }

    /// Reads the image at `place` of `count`.
    fn fill(&mut self, image: &mut [u8], place: usize, count: usize) -> Result<(), LearnError> {
        match self.bytes.read_exact(image) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                bad(&self.path, format!("ends after {place} of {count} images; download it again"))
            }
            read => read.map_err(|error| self.unreadable(&error)),
        }
    }

    /// Nothing may follow.
    fn refuse_more(&mut self) -> Result<(), LearnError> {
        match self.bytes.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => bad(&self.path, "is longer than its start says; download it again"),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    fn numbers<const COUNT: usize>(&mut self) -> Result<[u32; COUNT], LearnError> {
        let mut numbers = [0; COUNT];
        for number in &mut numbers {
            let mut bytes = [0; 4];
            match self.bytes.read_exact(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return bad(&self.path, "ends before its first image or label; download it again");
                }
                read => read.map_err(|error| self.unreadable(&error))?,
            }
            *number = u32::from_be_bytes(bytes);
        }
        Ok(numbers)
    }

    fn unreadable(&self, error: &io::Error) -> LearnError {
        match error.kind() {
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                LearnError::Data(format!(
                    "{} is damaged and cannot be unpacked; download it again",
                    self.path.display()
                ))
            }
            _ => unreadable(&self.path, error),
        }
    }
}

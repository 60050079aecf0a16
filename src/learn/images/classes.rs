//! A folder with a sub-folder for each class.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use super::listing::{Listing, name_of};
use super::pixels::Pixels;
use super::shares::{is_taken, shares};
use super::{Progress, bad, picture, refuse_one_class};
use crate::learn::error::LearnError;
use crate::learn::table::Table;
use crate::model::ImageSettings;

/// Names of folders that are parts of a data set, not classes.
const PARTS: [&str; 10] =
    ["train", "training", "test", "testing", "val", "valid", "validation", "dev", "eval", "evaluation"];
/// Images that each core decodes between two reports.
const AT_ONCE: usize = 8;

/// The classes of a folder.
#[derive(Debug)]
pub(super) struct Classes {
    /// In the order of their names.
    pub classes: Vec<Class>,
    /// What a person should know before going on.
    pub warnings: Vec<String>,
}

/// A class.
#[derive(Debug)]
pub(super) struct Class {
    /// The folder's name.
    pub name: String,
    /// Its images: those in the folder, then those in its sub-folders.
    pub files: Vec<PathBuf>,
}

impl Classes {
    /// Lists the classes in `root`. Where its folders are parts such as `train` and `test`, their classes are put
    /// together: what is held out is chosen later.
    pub fn in_folder(root: &Path) -> Result<Self, LearnError> {
        let top = Listing::of(root)?;
        let mut found = Found::default();
        let mut folders = Vec::new();
        for path in &top.folders {
            folders.push(Folder::of(path, &mut found)?);
        }
        let filled: Vec<&Folder> = folders.iter().filter(|folder| !folder.is_empty()).collect();
        if filled.is_empty() {
            return refuse_without_classes(root, &top);
        }
        let are_parts = filled.iter().all(|folder| PARTS.contains(&folder.name.to_lowercase().as_str()));
        let classes = if are_parts { put_together(root, &filled)? } else { each_a_class(root, folders)? };
        let mut warnings = found.warnings();
        if let Some(stray) = top.images.first() {
            warnings
                .push(format!("Images outside the folders of the classes are left out, such as {}.", name_of(stray)));
        }
        Ok(Self { classes, warnings })
    }

    /// The classes' names.
    pub fn names(&self) -> Vec<String> {
        self.classes.iter().map(|class| class.name.clone()).collect()
    }

    /// Images of each class.
    pub fn counts(&self) -> Vec<usize> {
        self.classes.iter().map(|class| class.files.len()).collect()
    }

    /// Reads the images into a table.
    pub fn read(&self, root: &Path, settings: ImageSettings, progress: &mut Progress<'_>) -> Result<Table, LearnError> {
        let shares = shares(&self.counts(), settings.most)?;
        let mut pixels = Pixels::with_room(root, settings, shares.iter().sum(), self.classes.len())?;
        let taken: Vec<(usize, &Class, &Path)> = self
            .classes
            .iter()
            .zip(shares)
            .enumerate()
            .flat_map(|(place, (class, share))| {
                let files = class.files.iter().enumerate();
                let taken = files.filter(move |(file, _)| is_taken(*file, share, class.files.len()));
                taken.map(move |(_, path)| (place, class, path.as_path()))
            })
            .collect();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        for some in taken.chunks(cores * AT_ONCE) {
            let paths: Vec<&Path> = some.iter().map(|(_, _, path)| *path).collect();
            for ((place, class, _), image) in some.iter().zip(decoded(&paths, settings)) {
                pixels.push(*place, &class.name, &image?);
            }
            pixels.report(progress)?;
        }
        Ok(pixels.into_table())
    }
}

/// Decodes images on all cores; large ones only one at a time, for the sake of the memory.
fn decoded(paths: &[&Path], settings: ImageSettings) -> Vec<Result<Vec<u8>, LearnError>> {
    let alone = Mutex::new(());
    thread::scope(|scope| {
        let alone = &alone;
        let decode = move |path: &Path| picture::pixels(path, settings, alone);
        let handles: Vec<_> = paths
            .chunks(AT_ONCE)
            .map(|some| scope.spawn(move || some.iter().map(|path| decode(path)).collect::<Vec<_>>()))
            .collect();
        let lost = || vec![Err(LearnError::Internal("the decoding of images stopped".to_owned()))];
        handles.into_iter().flat_map(|handle| handle.join().unwrap_or_else(|_| lost())).collect()
    })
}

/// A folder with what lies in it and in its folders.
struct Folder {
    path: PathBuf,
    name: String,
    images: Vec<PathBuf>,
    folders: Vec<(String, Vec<PathBuf>)>,
}

impl Folder {
    fn of(path: &Path, found: &mut Found) -> Result<Self, LearnError> {
        let own = found.list(path)?;
        let mut folders = Vec::new();
        for inner in &own.folders {
            folders.push((name_of(inner), found.list(inner)?.images));
        }
        Ok(Self { path: path.to_owned(), name: name_of(path), images: own.images, folders })
    }

    fn is_empty(&self) -> bool {
        self.images.is_empty() && self.folders.iter().all(|(_, images)| images.is_empty())
    }
}

/// What is left out on the way.
#[derive(Default)]
struct Found {
    others: usize,
    example: Option<PathBuf>,
}

impl Found {
    fn list(&mut self, folder: &Path) -> Result<Listing, LearnError> {
        let listing = Listing::of(folder)?;
        listing.refuse_foreign()?;
        self.others += listing.others.len();
        self.example = self.example.take().or_else(|| listing.others.first().cloned());
        Ok(listing)
    }

    fn warnings(self) -> Vec<String> {
        let example = self.example.iter().map(|path| name_of(path));
        example.map(|name| format!("Files that are no images are left out: {}, such as {name}.", self.others)).collect()
    }
}

fn each_a_class(root: &Path, folders: Vec<Folder>) -> Result<Vec<Class>, LearnError> {
    if let Some(empty) = folders.iter().find(|folder| folder.is_empty()) {
        return bad(
            &empty.path,
            "holds no images, although it stands where a class should; add PNG, JPEG, GIF or BMP, or remove it",
        );
    }
    if let [only] = folders.as_slice()
        && only.images.is_empty()
        && only.folders.len() > 1
    {
        return bad(root, format!("has only the folder {}, which has folders of its own; choose that one", only.name));
    }
    let class = |folder: Folder| {
        let inner = folder.folders.into_iter().flat_map(|(_, images)| images);
        Class { name: folder.name, files: folder.images.into_iter().chain(inner).collect() }
    };
    let classes: Vec<_> = folders.into_iter().map(class).collect();
    refuse_one_class(root, &classes.iter().map(|class| class.name.clone()).collect::<Vec<_>>())?;
    Ok(classes)
}

fn put_together(root: &Path, parts: &[&Folder]) -> Result<Vec<Class>, LearnError> {
    if let Some(unsorted) = parts.iter().find(|part| !part.images.is_empty()) {
        return bad(
            &unsorted.path,
            "has images that are not sorted into classes; put each into the folder of its class, or choose another",
        );
    }
    let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (name, images) in parts.iter().flat_map(|part| &part.folders) {
        files.entry(name.clone()).or_default().extend(images.iter().cloned());
    }
    if let Some((empty, _)) = files.iter().find(|(_, images)| images.is_empty()) {
        return bad(root, format!("has the class {empty} without images; add some, or remove its folders"));
    }
    let classes: Vec<_> = files.into_iter().map(|(name, files)| Class { name, files }).collect();
    refuse_one_class(root, &classes.iter().map(|class| class.name.clone()).collect::<Vec<_>>())?;
    Ok(classes)
}

fn refuse_without_classes<T>(root: &Path, top: &Listing) -> Result<T, LearnError> {
    let remedy = "with one sub-folder of PNG, JPEG, GIF or BMP images for each class";
    if let Some(image) = top.images.first().or(top.foreign.first().map(|(path, _)| path)) {
        let name = name_of(image);
        return bad(
            root,
            format!(
                "has images directly in it, such as {name}, so nothing says what they show; choose a folder {remedy}"
            ),
        );
    }
    match top.folders.first() {
        Some(empty) => {
            bad(root, format!("has no images in its folders, such as {}; choose a folder {remedy}", name_of(empty)))
        }
        None => bad(root, format!("holds no images; choose a folder {remedy}")),
    }
}

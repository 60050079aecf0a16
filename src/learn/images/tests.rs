//! Folders and IDX files as people have them, and what is wrong with others.

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use image::{GrayImage, Rgb, RgbImage};

use super::*;
use crate::learn::table::Cells;

const TINY: ImageSettings = ImageSettings { width: 2, height: 2, colour: false, most: u32::MAX };

fn table(path: &Path, settings: ImageSettings) -> Result<Table, String> {
    let result = read(path, settings, &mut |_, _| ControlFlow::Continue(()));
    // A look must cope with whatever the reading copes with.
    assert!(result.is_err() || look_at_images(path).is_ok());
    assert!(result.is_err() || is_images(path));
    result.map_err(|error| error.to_string().replace(&path.display().to_string(), "here"))
}

fn refused(path: &Path) -> String {
    table(path, TINY).unwrap_err()
}

/// The class of each row.
fn classes(table: &Table) -> Vec<&str> {
    match &table.columns[0].cells {
        Cells::Texts { codes, dictionary } => codes.iter().map(|code| dictionary[*code as usize].as_str()).collect(),
        Cells::Numbers(_) => Vec::new(),
    }
}

/// The pixels of a row.
fn pixels(table: &Table, row: usize) -> Vec<f64> {
    let numbers = table.columns.iter().filter_map(|column| match &column.cells {
        Cells::Numbers(numbers) => Some(numbers[row]),
        Cells::Texts { .. } => None,
    });
    numbers.collect()
}

/// A folder with one grey image of 4 × 4 at each of `places`, as light as its place in the list.
fn folder(places: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (light, place) in places.iter().enumerate() {
        let path = folder.path().join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        RgbImage::from_pixel(4, 4, Rgb([light as u8; 3])).save(&path).unwrap();
    }
    folder
}

#[test]
fn each_folder_is_a_class_in_the_order_of_names() {
    let folder = folder(&[
        "dog/b.png",
        "cat/1.bmp",
        "dog/a.gif",
        "dog/more/c.png",
        "cat/.hidden.png",
        ".git/x.png",
        "stray.png",
    ]);
    fs::write(folder.path().join("dog/notes.txt"), "notes").unwrap();
    let read = table(folder.path(), TINY).unwrap();
    assert_eq!(
        read.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(),
        ["class", "r1 c1", "r1 c2", "r2 c1", "r2 c2"]
    );
    assert_eq!(classes(&read), ["cat", "dog", "dog", "dog"]);
    let lights: Vec<_> = (0..4).map(|row| pixels(&read, row)).collect();
    assert_eq!(lights, [[1.0; 4], [2.0; 4], [0.0; 4], [3.0; 4]]);
    let look = look_at_images(folder.path()).unwrap();
    assert_eq!(look.description, "Folders: 4 grey images in 2 classes, usually of 4 × 4 pixels");
    let of = |name: &str, images| ImageClass { name: name.to_owned(), images };
    assert_eq!(look.classes, [of("cat", 1), of("dog", 3)]);
    assert_eq!(look.proposed, ImageSettings { width: 4, height: 4, colour: false, most: 4 });
    assert_eq!(
        look.warnings,
        [
            "Files that are no images are left out: 1, such as notes.txt.",
            "Images outside the folders of the classes are left out, such as stray.png."
        ]
    );
    let files = image_files(folder.path()).unwrap();
    let relative: Vec<_> = files.iter().map(|file| file.strip_prefix(folder.path()).unwrap()).collect();
    assert_eq!(relative, ["cat/1.bmp", "dog/a.gif", "dog/b.png", "dog/more/c.png"].map(Path::new));
}

#[test]
fn parts_are_put_together() {
    let folder = folder(&["train/b/1.png", "train/a/2.png", "test/a/3.png", "test/b/4.png"]);
    let read = table(folder.path(), TINY).unwrap();
    assert_eq!(classes(&read), ["a", "a", "b", "b"]);
    GrayImage::new(1, 1).save(folder.path().join("test/5.png")).unwrap();
    assert!(refused(folder.path()).starts_with("here/test has images that are not sorted into classes; "));
}

#[test]
fn colours_stand_side_by_side_and_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    for (class, colour) in [("blue", [0, 0, 255]), ("red", [255, 0, 0])] {
        fs::create_dir(folder.path().join(class)).unwrap();
        RgbImage::from_pixel(300, 150, Rgb(colour)).save(folder.path().join(class).join("1.png")).unwrap();
    }
    let read = table(folder.path(), ImageSettings { colour: true, ..TINY }).unwrap();
    assert_eq!(pixels(&read, 0), [0.0, 0.0, 255.0].repeat(4));
    assert_eq!(pixels(&read, 1), [255.0, 0.0, 0.0].repeat(4));
    let look = look_at_images(folder.path()).unwrap();
    assert_eq!(look.proposed, ImageSettings { width: 64, height: 32, colour: true, most: 2 });
    assert_eq!((look.usual_size, look.layout), ((300, 150), ImageLayout::Folders));
    // Grey in a format for colours is grey.
    for class in ["blue", "red"] {
        let grey = RgbImage::from_fn(32, 32, |x, y| Rgb([(x * y) as u8; 3]));
        fs::remove_file(folder.path().join(class).join("1.png")).unwrap();
        grey.save(folder.path().join(class).join("1.jpg")).unwrap();
    }
    assert!(!look_at_images(folder.path()).unwrap().colour);
}

#[test]
fn fewer_images_keep_the_shares_of_the_classes() {
    let places: Vec<String> =
        (0..60).map(|image| format!("{}/{image:02}.png", if image < 40 { "a" } else { "b" })).collect();
    let folder = folder(&places.iter().map(String::as_str).collect::<Vec<_>>());
    let read = table(folder.path(), ImageSettings { most: 6, ..TINY }).unwrap();
    assert_eq!(classes(&read), ["a", "a", "a", "a", "b", "b"]);
    let lights: Vec<_> = (0..6).map(|row| pixels(&read, row)[0]).collect();
    assert_eq!(lights, [9.0, 19.0, 29.0, 39.0, 49.0, 59.0]);
    let error = table(folder.path(), ImageSettings { most: 1, ..TINY }).unwrap_err();
    assert_eq!(error, "The number of images must be at least 2, one of each class");
    let stopped = super::read(folder.path(), TINY, &mut |_, _| ControlFlow::Break(()));
    assert_eq!(stopped, Err(LearnError::Cancelled));
}

#[test]
fn folders_without_classes_are_refused_with_a_remedy() {
    let remedy = "choose a folder with one sub-folder of PNG, JPEG, GIF or BMP images for each class";
    assert_eq!(refused(folder(&[]).path()), format!("here holds no images; {remedy}"));
    let direct = folder(&["b.png", "a.png"]);
    assert_eq!(
        refused(direct.path()),
        format!("here has images directly in it, such as a.png, so nothing says what they show; {remedy}")
    );
    assert!(is_images(direct.path()));
    let one = folder(&["cat/a.png"]);
    assert_eq!(refused(one.path()), "here has only one class, cat; add images of what it is to be told from");
    fs::create_dir(one.path().join("dog")).unwrap();
    assert_eq!(
        refused(one.path()),
        "here/dog holds no images, although it stands where a class should; add PNG, JPEG, GIF or BMP, or remove it"
    );
    fs::write(one.path().join("dog/1.HEIC"), "x").unwrap();
    assert_eq!(
        refused(one.path()),
        "here/dog/1.HEIC is in the format HEIC, which cannot be read; save it as PNG or JPEG, or take it out"
    );
    let wrapped = folder(&["pets/cat/1.png", "pets/dog/1.png"]);
    assert_eq!(refused(wrapped.path()), "here has only the folder pets, which has folders of its own; choose that one");
    let bare = tempfile::tempdir().unwrap();
    fs::create_dir(bare.path().join("docs")).unwrap();
    assert_eq!(refused(bare.path()), format!("here has no images in its folders, such as docs; {remedy}"));
    assert!(!is_images(bare.path()));
}

#[test]
fn what_is_wrong_with_one_image_names_it() {
    let folder = folder(&["cat/a.png", "dog/a.png", "dog/b.png"]);
    let path = folder.path().join("dog/b.png");
    fs::write(&path, &fs::read(&path).unwrap()[..40]).unwrap();
    let error = refused(folder.path());
    assert!(
        error.starts_with("here/dog/b.png is damaged (") && error.ends_with("take it out of the folder"),
        "{error}"
    );
    assert_eq!(
        look_at_images(folder.path()).unwrap_err().to_string().replace(folder.path().to_str().unwrap(), "here"),
        error
    );
    fs::remove_file(&path).unwrap();
    for size in [(0, 2), (2, 0), (200, 200), (u32::MAX, u32::MAX)] {
        let settings = ImageSettings { width: size.0, height: size.1, ..TINY };
        assert!(
            table(folder.path(), settings).unwrap_err().contains("must be at least 1 × 1 and at most 20000 pixels")
        );
    }
    assert!(table(&folder.path().join("none"), TINY).unwrap_err().contains("check the dataset's path"));
    let single = table(&folder.path().join("dog/a.png"), TINY).unwrap_err();
    assert!(single.ends_with("is no IDX file of images; choose one, or a folder with one sub-folder for each class"));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_do_not_hang() {
    let folder = folder(&["cat/a.png", "dog/a.png"]);
    for (target, link) in [(".", "cat/self"), ("..", "dog/up"), ("loop", "dog/loop"), ("../cat", "dog/nowhere/x")] {
        let link = folder.path().join(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, link).unwrap();
    }
    assert_eq!(classes(&table(folder.path(), TINY).unwrap()), ["cat", "dog"]);
    let pipe = folder.path().join("dog/p.png");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    let expected = "is a pipe or a device, not a file; save what comes out of it as a file first";
    assert_eq!(refused(folder.path()), format!("here/dog/p.png {expected}"));
    assert_eq!(refused(&pipe), format!("here {expected}"));
    assert!(!is_images(&pipe));
}

/// The file `name` with `numbers` and then `bytes`, packed if the name says so.
fn write(folder: &Path, name: &str, numbers: &[u32], bytes: &[u8]) {
    let start: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
    let content = [start.as_slice(), bytes].concat();
    let mut file = fs::File::create(folder.join(name)).unwrap();
    if Path::new(name).extension().is_some_and(|extension| extension == "gz") {
        let mut packed = GzEncoder::new(file, Compression::fast());
        packed.write_all(&content).unwrap();
    } else {
        file.write_all(&content).unwrap();
    }
}

const IMAGES: &str = "train-images-idx3-ubyte";
const LABELS: &str = "train-labels-idx1-ubyte";

/// Three images of 3 × 2, with labels 7, 2 and 7.
fn idx() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), IMAGES, &[0x803, 3, 2, 3], &(0..18).collect::<Vec<_>>());
    write(folder.path(), LABELS, &[0x801, 3], &[7, 2, 7]);
    folder
}

#[test]
fn idx_files_are_read_packed_or_not_one_after_another() {
    let folder = idx();
    write(folder.path(), "t10k-images-idx3-ubyte.gz", &[0x803, 1, 2, 3], &[9; 6]);
    write(folder.path(), "t10k-labels-idx1-ubyte.gz", &[0x801, 1], &[2]);
    let wide = ImageSettings { width: 3, height: 2, ..TINY };
    let read = table(folder.path(), wide).unwrap();
    assert_eq!(classes(&read), ["7", "2", "7", "2"]);
    assert_eq!(pixels(&read, 1), [6.0, 7.0, 8.0, 9.0, 10.0, 11.0]);
    assert_eq!(pixels(&read, 3), [9.0; 6]);
    assert_eq!(read.columns[4].name, "r2 c1");
    assert_eq!(classes(&table(&folder.path().join(IMAGES), wide).unwrap()), ["7", "2", "7"]);
    let packed = folder.path().join("t10k-images-idx3-ubyte.gz");
    assert_eq!(refused(&packed), "here has only one class, 2; add images of what it is to be told from");
    let one_each = table(folder.path(), ImageSettings { most: 2, ..wide }).unwrap();
    assert_eq!(classes(&one_each), ["7", "2"]);
    assert_eq!(pixels(&one_each, 0)[0], 12.0);
    let look = look_at_images(folder.path()).unwrap();
    assert_eq!(look.description, "IDX: 4 grey images of 3 × 2 pixels in 2 classes");
    assert_eq!(look.proposed, ImageSettings { most: 4, ..wide });
    // Half the width and height of 10, 10, 20, 20 over 30, 30, 40, 40.
    let larger = tempfile::tempdir().unwrap();
    let image = [10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40];
    write(larger.path(), IMAGES, &[0x803, 2, 4, 4], &[image, [8; 16]].concat());
    write(larger.path(), LABELS, &[0x801, 2], &[0, 1]);
    let smaller = table(larger.path(), TINY).unwrap();
    assert_eq!(pixels(&smaller, 1), [8.0; 4]);
    // A triangle twice as wide as a new pixel weighs the old ones 3, 3, 1 (and 1 beyond the edge).
    for (pixel, expected) in pixels(&smaller, 0).iter().zip([14.3, 21.4, 28.6, 35.7]) {
        assert!((pixel - expected).abs() < 2.0, "{pixel}, {expected}");
    }
}

#[test]
fn idx_files_that_do_not_fit_are_refused_with_a_remedy() {
    type Damage = fn(&Path);
    let damages: [(Damage, &str); 11] = [
        (|folder| fs::remove_file(folder.join(LABELS)).unwrap(), "has no labels: put train-labels-idx1-ubyte or "),
        (|folder| fs::remove_file(folder.join(IMAGES)).unwrap(), "but no images; put those beside them"),
        (
            |folder| write(folder, LABELS, &[0x801, 2], &[7, 2]),
            "holds 2 labels for 3 images; download both files again",
        ),
        (|folder| write(folder, LABELS, &[0x801, 3], &[7, 2]), "ends after 2 of 3 labels; download it again"),
        (|folder| write(folder, LABELS, &[0x803, 3], &[7, 2, 7]), "begins with 00000803 instead of 00000801"),
        (|folder| write(folder, LABELS, &[0x801, 3], &[7, 2, 7, 7]), "is longer than its start says"),
        (|folder| write(folder, IMAGES, &[0x80D, 3, 2, 3], &[0; 72]), "begins with 0000080d instead of 00000803"),
        (|folder| write(folder, IMAGES, &[0x803, 3, 2, 3], &[0; 17]), "has 33 bytes, but 3 images of 3 × 2 take 34"),
        (|folder| write(folder, IMAGES, &[0x803, 3, 1 << 20, 1 << 20], &[]), "1048576 × 1048576, which cannot be"),
        (|folder| write(folder, IMAGES, &[0x803, 3], &[]), "ends before its first image or label"),
        (
            |folder| write(folder, "emnist-test-images-idx3-ubyte", &[], &[]),
            "holds several sets of images,  and emnist-; give each a folder",
        ),
    ];
    for (damage, expected) in damages {
        let folder = idx();
        damage(folder.path());
        let error = refused(folder.path());
        assert!(error.contains(expected), "{expected}: {error}");
        assert!(look_at_images(folder.path()).is_err() && is_images(folder.path()), "{expected}");
    }
    let folder = idx();
    let error = table(folder.path(), ImageSettings { colour: true, ..TINY }).unwrap_err();
    assert_eq!(error, "here holds grey images; read it without colour");
    assert!(refused(&folder.path().join(LABELS)).contains("holds labels; choose the file of the images"));
    write(folder.path(), "t10k-images-idx3-ubyte", &[0x803, 1, 1, 1], &[0]);
    write(folder.path(), "t10k-labels-idx1-ubyte", &[0x801, 1], &[0]);
    assert!(refused(folder.path()).contains("holds images of 3 × 2 in train-images-idx3-ubyte and of 1 × 1 in t10k"));
}

#[test]
fn cut_packed_files_are_refused_wherever_they_are_cut() {
    let folder = tempfile::tempdir().unwrap();
    let noise: Vec<u8> = (0..12_000_u32).map(|place| (place.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    write(folder.path(), LABELS, &[0x801, 3], &[7, 2, 7]);
    let path = folder.path().join(format!("{IMAGES}.gz"));
    write(folder.path(), &format!("{IMAGES}.gz"), &[0x803, 3, 40, 100], &noise);
    assert!(table(&path, TINY).is_ok());
    let whole = fs::read(&path).unwrap();
    for tenth in 1..10 {
        fs::write(&path, &whole[..whole.len() * tenth / 10]).unwrap();
        let error = refused(&path);
        assert!(error.ends_with("download it again"), "{error}");
    }
}

#[test]
fn other_files_are_no_images() {
    let folder = folder(&["a.png"]);
    fs::write(folder.path().join("rows.csv"), "a,b\n1,2\n").unwrap();
    write(folder.path(), "rows.csv.gz", &[0x6162_6364], &[]);
    for name in ["rows.csv", "rows.csv.gz", "a.png", "none"] {
        assert!(!is_images(&folder.path().join(name)), "{name}");
    }
}

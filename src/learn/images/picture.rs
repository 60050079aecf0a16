//! One image file: what its header says, and its pixels at the wanted size.

use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use image::imageops::{FilterType, resize};
use image::metadata::Orientation;
use image::{DynamicImage, ImageBuffer, ImageDecoder, ImageFormat, ImageReader, Limits, Luma, Rgba};

use super::listing::foreign;
use super::{MOST_PIXELS, bad, open};
use crate::learn::error::LearnError;
use crate::learn::files::{available_memory, unreadable};
use crate::model::ImageSettings;

/// Largest file.
const MOST_BYTES: u64 = 1_000_000_000;
/// Bytes a decoder may take beside the image, such as for descriptions in it.
const SPARE_BYTES: u64 = 64_000_000;
/// Images with more pixels are decoded one at a time.
const LARGE: u64 = 16_000_000;
/// How often an image stands in memory while its colours are changed.
const COPIES: u64 = 3;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Pixels from left to right as people see it.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Whether it can show colours.
    pub colour: bool,
}

/// Decodes the image at `path`, turns it as its camera was held, puts it on white where it is transparent, and resizes
/// it: row by row, each pixel's channels together. Whoever decodes a large image holds `alone`.
///
/// # Errors
/// The file is no image that can be read, damaged or too large.
pub(super) fn pixels(path: &Path, settings: ImageSettings, alone: &Mutex<()>) -> Result<Vec<u8>, LearnError> {
    let (bytes, format) = content_of(path)?;
    contained(path, || {
        let mut decoder = decoder(path, &bytes, format)?;
        let size = pixels_in(path, decoder.dimensions())?;
        let _turn = (size > LARGE).then(|| alone.lock().unwrap_or_else(PoisonError::into_inner));
        if size > LARGE {
            refuse_too_large(path, decoder.total_bytes() * COPIES, available_memory())?;
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut image = DynamicImage::from_decoder(decoder).or_else(|error| damaged(path, &error))?;
        image.apply_orientation(orientation);
        let image = on_white(image);
        let ImageSettings { width, height, .. } = settings;
        Ok(if settings.colour {
            resize(&image.into_rgb8(), width, height, FilterType::Triangle).into_raw()
        } else {
            resize(&image.into_luma8(), width, height, FilterType::Triangle).into_raw()
        })
    })
}

/// Reads the header of the image at `path`.
///
/// # Errors
/// As for [`pixels`], as far as the header shows it.
pub(super) fn header(path: &Path) -> Result<Header, LearnError> {
    let (bytes, format) = content_of(path)?;
    contained(path, || {
        let mut decoder = decoder(path, &bytes, format)?;
        let (width, height) = decoder.dimensions();
        pixels_in(path, (width, height))?;
        let colour = decoder.color_type().has_color();
        let turned = matches!(
            decoder.orientation(),
            Ok(Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH)
        );
        let (width, height) = if turned { (height, width) } else { (width, height) };
        Ok(Header { width, height, colour })
    })
}

/// Resizes grey pixels that are `width` wide, in place of `pixels`.
pub(super) fn resize_grey(pixels: &mut Vec<u8>, (width, height): (u32, u32), settings: ImageSettings) {
    if (width, height) == (settings.width, settings.height) {
        return;
    }
    let image = ImageBuffer::<Luma<u8>, &[u8]>::from_raw(width, height, pixels.as_slice());
    if let Some(image) = image {
        *pixels = resize(&image, settings.width, settings.height, FilterType::Triangle).into_raw();
    }
}

/// What is in the file; refuses what is no image that can be read.
fn content_of(path: &Path) -> Result<(Vec<u8>, ImageFormat), LearnError> {
    let (file, length) = open(path)?;
    if length > MOST_BYTES {
        return bad(path, format!("has {:.1} GB, which is no image; take it out of the folder", length as f64 / 1e9));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    let format = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat::Jpeg,
        [b'G', b'I', b'F', b'8', ..] => ImageFormat::Gif,
        [b'B', b'M', ..] => ImageFormat::Bmp,
        other => {
            return match foreign_format(other) {
                Some(format) => foreign(path, format),
                None => damaged(path, &"it does not begin as an image does"),
            };
        }
    };
    if format == ImageFormat::Jpeg && !is_whole_jpeg(&bytes) {
        // The decoder would fill what is missing with grey.
        return damaged(path, &"its end is missing");
    }
    Ok((bytes, format))
}

/// What begins like this, whatever its name says.
fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("WebP"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some("AVIF"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm', ..] => Some("HEIC"),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Some("TIFF"),
        [b'8', b'B', b'P', b'S', ..] => Some("Photoshop"),
        [0xFF, 0x0A, ..] | [0, 0, 0, 0x0C, b'J', b'X', b'L', ..] => Some("JPEG XL"),
        [0, 0, 0, 0x0C, b'j', b'P', ..] => Some("JPEG 2000"),
        [b'<', b's', b'v', b'g', ..] | [b'<', b'?', b'x', b'm', b'l', ..] => Some("SVG"),
        _ => None,
    }
}

/// Whether the mark of the end follows the last part with pixels, where neither can stand by chance.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let last = |mark: [u8; 2]| bytes.windows(2).rposition(|pair| pair == mark);
    last([0xFF, 0xD9]) > last([0xFF, 0xDA])
}

fn decoder<'a>(path: &Path, bytes: &'a [u8], format: ImageFormat) -> Result<impl ImageDecoder + 'a, LearnError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8 + SPARE_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.into_decoder().or_else(|error| damaged(path, &error))
}

/// Pixels of an image of this size, if there are not too many.
fn pixels_in(path: &Path, (width, height): (u32, u32)) -> Result<u64, LearnError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return damaged(path, &"it has no pixels");
    }
    if pixels > MOST_PIXELS {
        return bad(
            path,
            format!(
                "is {width} × {height} pixels large, and at most {} million are read; make it smaller",
                MOST_PIXELS / 1_000_000
            ),
        );
    }
    Ok(pixels)
}

fn on_white(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image;
    }
    let mut image = image.into_rgba8();
    for Rgba([red, green, blue, alpha]) in image.pixels_mut() {
        let opacity = u32::from(*alpha);
        for channel in [red, green, blue] {
            *channel = ((u32::from(*channel) * opacity + 255 * (255 - opacity) + 127) / 255) as u8;
        }
        *alpha = 255;
    }
    DynamicImage::ImageRgba8(image)
}

/// Does `work`. A decoder that panics over a damaged image must not end the program.
fn contained<T>(path: &Path, work: impl FnOnce() -> Result<T, LearnError>) -> Result<T, LearnError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| damaged(path, &"it cannot be decoded"))
}

fn damaged<T>(path: &Path, problem: &dyn std::fmt::Display) -> Result<T, LearnError> {
    bad(path, format!("is damaged ({problem}); copy it again, or take it out of the folder"))
}

fn refuse_too_large(path: &Path, bytes: u64, available: Option<u64>) -> Result<(), LearnError> {
    match available {
        Some(available) if bytes > available => bad(
            path,
            format!(
                "takes {:.1} GB of memory while it is read, and only {:.1} GB are free; make it smaller, or close \
                 other programs",
                bytes as f64 / 1e9,
                available as f64 / 1e9
            ),
        ),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Rgb, RgbImage, RgbaImage};

    use super::*;

    fn saved(name: &str, image: &DynamicImage) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        image.save(&path).unwrap();
        (folder, path)
    }

    fn size(width: u32, height: u32, colour: bool) -> ImageSettings {
        ImageSettings { width, height, colour, most: 9 }
    }

    fn read(path: &Path, settings: ImageSettings) -> Result<Vec<u8>, String> {
        pixels(path, settings, &Mutex::new(())).map_err(|error| error.to_string())
    }

    /// A part of a PNG file.
    fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
        let body = [name, content].concat();
        let mut sum = flate2::Crc::new();
        sum.update(&body);
        [&(content.len() as u32).to_be_bytes()[..], &body, &sum.sum().to_be_bytes()].concat()
    }

    #[test]
    fn exact_formats_give_exact_pixels() {
        let image = RgbImage::from_fn(3, 2, |x, y| Rgb([x as u8 * 100, y as u8 * 200, 7]));
        for name in ["a.png", "a.bmp", "a.gif"] {
            let (_folder, path) = saved(name, &image.clone().into());
            assert_eq!(read(&path, size(3, 2, true)).unwrap(), image.as_raw().as_slice(), "{name}");
            assert_eq!(header(&path).unwrap(), Header { width: 3, height: 2, colour: true });
        }
    }

    #[test]
    fn grey_is_the_luminance_of_rec_709() {
        let colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [90, 90, 90]];
        let image = RgbImage::from_fn(4, 1, |x, _| Rgb(colours[x as usize]));
        let (_folder, path) = saved("a.png", &image.into());
        // 255 times 0.2126, 0.7152, 0.0722.
        for (pixel, expected) in read(&path, size(4, 1, false)).unwrap().iter().zip([54.2, 182.4, 18.4, 90.0]) {
            assert!((f64::from(*pixel) - expected).abs() < 1.0, "{pixel}, {expected}");
        }
    }

    #[test]
    fn an_area_becomes_its_mean() {
        // Rows of 0 and 200 by turns, made ten times smaller; JPEG may be off by a little.
        let image = GrayImage::from_fn(80, 80, |_, y| Luma([if y % 2 == 0 { 0 } else { 200 }]));
        for name in ["a.png", "a.jpg"] {
            let (_folder, path) = saved(name, &image.clone().into());
            let small = read(&path, size(8, 8, false)).unwrap();
            assert!(small.iter().all(|pixel| pixel.abs_diff(100) <= 6), "{name}: {small:?}");
            assert_eq!(header(&path).unwrap(), Header { width: 80, height: 80, colour: false });
        }
    }

    #[test]
    fn transparency_shows_white() {
        let image = RgbaImage::from_fn(3, 1, |x, _| Rgba([0, 0, 0, [0, 51, 255][x as usize]]));
        let (_folder, path) = saved("a.png", &image.into());
        assert_eq!(read(&path, size(3, 1, false)).unwrap(), [255, 204, 0]);
    }

    #[test]
    fn a_photo_stands_as_the_camera_was_held() {
        let image = GrayImage::from_fn(16, 8, |x, _| Luma([if x < 8 { 0 } else { 255 }]));
        let (_folder, path) = saved("a.jpg", &image.into());
        let plain = std::fs::read(&path).unwrap();
        // EXIF, orientation 6: turn clockwise by a quarter, so that left becomes top.
        let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        std::fs::write(&path, [&plain[..2], exif, &plain[2..]].concat()).unwrap();
        assert_eq!(header(&path).unwrap(), Header { width: 8, height: 16, colour: false });
        let pixels = read(&path, size(8, 16, false)).unwrap();
        assert!(pixels[..56].iter().all(|pixel| *pixel < 20) && pixels[72..].iter().all(|pixel| *pixel > 235));
    }

    #[test]
    fn what_is_no_image_is_named_with_a_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        // The size of a bitmap and of a GIF stands at the start.
        let mut bitmap = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        bitmap.extend([20_000_u32.to_le_bytes(), 5001_u32.to_le_bytes()].concat());
        bitmap.extend([1, 0, 24, 0].iter().chain(&[0; 24]));
        let sides = [20_000_u32.to_be_bytes(), 20_000_u32.to_be_bytes()].concat();
        let start = chunk(b"IHDR", &[&sides[..], &[8, 0, 0, 0, 0]].concat());
        let large = [&b"\x89PNG\r\n\x1A\n"[..], &start, &chunk(b"IDAT", b"")].concat();
        for (content, expected) in [
            (&b""[..], "is empty; copy it again, or take it out of the folder"),
            (b"notes", "is damaged (it does not begin as an image does); copy it again, or take it out of the folder"),
            (
                b"RIFF\0\0\0\0WEBPVP8 ",
                "is in the format WebP, which cannot be read; save it as PNG or JPEG, or take it out",
            ),
            (
                b"\0\0\0\x18ftypheic",
                "is in the format HEIC, which cannot be read; save it as PNG or JPEG, or take it out",
            ),
            (b"\xFF\xD8\xFF\xE0", "is damaged (its end is missing); copy it again, or take it out of the folder"),
            (&bitmap, "is 20000 × 5001 pixels large, and at most 100 million are read; make it smaller"),
            (&large, "is 20000 × 20000 pixels large, and at most 100 million are read; make it smaller"),
        ] {
            std::fs::write(&path, content).unwrap();
            let expected = format!("{} {expected}", path.display());
            assert_eq!(read(&path, size(2, 2, false)).unwrap_err(), expected);
            assert_eq!(header(&path).unwrap_err().to_string(), expected);
        }
        let error = refuse_too_large(Path::new("a.png"), 2_000_000_000, Some(1_000_000_000)).unwrap_err().to_string();
        assert!(
            error.starts_with("a.png takes 2.0 GB of memory while it is read, and only 1.0 GB are free; "),
            "{error}"
        );
    }

    #[test]
    fn a_cut_image_is_damaged_wherever_it_is_cut() {
        let image = RgbImage::from_fn(60, 40, |x, y| Rgb([(x * 4) as u8, (y * 6) as u8, (x * y) as u8]));
        for name in ["a.png", "a.jpg", "a.bmp", "a.gif"] {
            let (_folder, path) = saved(name, &image.clone().into());
            let whole = std::fs::read(&path).unwrap();
            for tenth in 1..10 {
                std::fs::write(&path, &whole[..whole.len() * tenth / 10]).unwrap();
                let error = read(&path, size(4, 4, true)).expect_err(name);
                assert!(error.contains(&format!("{name} is damaged (")), "{error}");
            }
        }
    }
}

//! Pictures of pixels, from the SVG that reports and drawings are made of.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

use super::ReportError;

/// Longest side of a picture, in pixels.
const LONGEST: f32 = 16_384.0;

/// A picture of pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Red, green, blue (multiplied by opacity) and opacity of each pixel, row by row.
    pub pixels: Vec<u8>,
}

/// Draws `svg` with `scale` pixels per unit.
///
/// # Errors
/// The scale is no positive number, or the picture would have a side of more than 16,384 pixels.
pub fn picture(svg: &str, scale: f32) -> Result<Picture, ReportError> {
    let pixmap = drawn(svg, scale)?;
    Ok(Picture { width: pixmap.width(), height: pixmap.height(), pixels: pixmap.take() })
}

/// Draws `svg` with `scale` pixels per unit, as the bytes of a PNG file.
///
/// # Errors
/// As [`picture`].
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, ReportError> {
    drawn(svg, scale)?.encode_png().map_err(|error| ReportError::Picture(error.to_string()))
}

/// As [`png`], with a smaller scale where a side would have more than half of the most pixels.
///
/// # Errors
/// The picture cannot be read, or has no size.
pub(super) fn png_within(svg: &str, scale: f32) -> Result<Vec<u8>, ReportError> {
    let tree = parsed(svg)?;
    let longest = tree.size().width().max(tree.size().height());
    let pixmap = rendered(&tree, scale.min(0.5 * LONGEST / longest))?;
    pixmap.encode_png().map_err(|error| ReportError::Picture(error.to_string()))
}

/// The parts of a picture, with its letters laid out.
pub(super) fn parsed(svg: &str) -> Result<Tree, ReportError> {
    let fonts = if svg.chars().all(is_in_own_fonts) { &OWN_FONTS } else { &ALL_FONTS };
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(fonts), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| ReportError::Picture(error.to_string()))
}

fn drawn(svg: &str, scale: f32) -> Result<Pixmap, ReportError> {
    rendered(&parsed(svg)?, scale)
}

fn rendered(tree: &Tree, scale: f32) -> Result<Pixmap, ReportError> {
    let (width, height) = ((tree.size().width() * scale).ceil(), (tree.size().height() * scale).ceil());
    if !(1.0..=LONGEST).contains(&width) || !(1.0..=LONGEST).contains(&height) {
        return Err(ReportError::TooLarge { width, height });
    }
    let Some(mut pixmap) = Pixmap::new(width as u32, height as u32) else {
        return Err(ReportError::TooLarge { width, height });
    };
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(pixmap)
}

const FAMILY: &str = "Inter";

/// The fonts that the window uses: pictures look alike on every machine.
static OWN_FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| Arc::new(own_fonts()));

/// With the machine's fonts, for scripts that ours do not have.
static ALL_FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = own_fonts();
    fonts.load_system_fonts();
    // Loading may have named other families, which need not be there.
    prefer_own(&mut fonts);
    Arc::new(fonts)
});

fn own_fonts() -> Database {
    let mut fonts = Database::new();
    fonts.load_font_data(include_bytes!("../../assets/fonts/Inter-Regular.otf").to_vec());
    fonts.load_font_data(include_bytes!("../../assets/fonts/Inter-SemiBold.otf").to_vec());
    prefer_own(&mut fonts);
    fonts
}

fn prefer_own(fonts: &mut Database) {
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_serif_family(FAMILY);
}

/// Latin, Greek and Cyrillic letters and punctuation.
fn is_in_own_fonts(character: char) -> bool {
    character < '\u{0530}' || ('\u{2000}'..'\u{2200}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" font-family=\"Segoe UI, Arial\">\
        <rect width=\"20\" height=\"20\" fill=\"#ff0000\"/><text x=\"22\" y=\"16\" font-size=\"18\">W</text></svg>";

    #[test]
    fn shapes_and_letters_are_drawn_at_scale() {
        let picture = picture(SVG, 2.0).unwrap();
        assert_eq!((picture.width, picture.height), (80, 40));
        assert_eq!(picture.pixels[..4], [255, 0, 0, 255]);
        let right_half = picture.pixels.chunks(4).enumerate().filter(|(index, _)| index % 80 >= 42);
        assert!(right_half.filter(|(_, pixel)| pixel[3] > 128).count() > 50, "the letter is missing");
    }

    #[test]
    fn a_name_in_another_script_takes_no_letter_away() {
        let letters = |text: &str| {
            let picture = picture(&SVG.replace(">W<", &format!(">{text}<")), 2.0).unwrap();
            let right_half = picture.pixels.chunks(4).enumerate().filter(|(index, _)| index % 80 >= 42);
            right_half.filter(|(_, pixel)| pixel[3] > 128).count()
        };
        assert!(letters("W中") >= letters("W"), "the Latin letter is gone");
        assert!(letters("W\u{645}") >= letters("W"), "the Latin letter is gone");
    }

    #[test]
    fn a_png_file_is_a_png_file() {
        assert_eq!(png(SVG, 1.0).unwrap()[..8], *b"\x89PNG\r\n\x1a\n");
    }

    #[test]
    fn a_large_picture_gets_a_smaller_scale_where_that_is_wanted() {
        let size = |bytes: &[u8]| [16, 20].map(|at| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()));
        assert_eq!(size(&png_within(SVG, 2.0).unwrap()), [80, 40]);
        let long = SVG.replace("width=\"40\" height=\"20\"", "width=\"40000\" height=\"20\"");
        assert_eq!(size(&png_within(&long, 2.0).unwrap()), [8_192, 5]);
    }

    #[test]
    fn what_is_too_large_is_refused() {
        for scale in [0.0, -1.0, f32::NAN, 1e6] {
            let message = picture(SVG, scale).unwrap_err().to_string();
            assert!(message.contains("smaller scale"), "{message}");
        }
    }
}

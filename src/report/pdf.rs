//! A drawing as a page of PDF: vectors with letters that can be searched and copied, tagged as one figure.

use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, Node, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt as _, SvgSettings};

use super::ReportError;
use super::raster::parsed;

/// Points of a page per unit of a drawing: a unit is a pixel of CSS, of which an inch has 96.
const POINTS_PER_UNIT: f32 = 72.0 / 96.0;
/// The longest side of a page that readers must be able to show, in points (PDF 32000-1, annex C).
const LONGEST: f32 = 14_400.0;

/// Draws `svg` on a page of its size, or smaller where that would be more than PDF allows. Its title becomes the
/// document's, and the words for those who cannot see it. Equal pictures give equal bytes.
///
/// # Errors
/// The picture cannot be read, or a page cannot be made of it.
pub fn pdf(svg: &str) -> Result<Vec<u8>, ReportError> {
    let tree = parsed(svg)?;
    let complain = |what: &str| ReportError::Picture(what.to_owned());
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = POINTS_PER_UNIT.min(LONGEST / width.max(height));
    let size = Size::from_wh(width * scale, height * scale).ok_or_else(|| complain("it has no size"))?;
    let title = title(svg);
    let mut document = Document::new_with(SerializeSettings { xmp_metadata: true, ..SerializeSettings::default() });
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface: Surface<'_> = page.surface();
    let content = surface.start_tagged(ContentTag::Other);
    let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
    surface.end_tagged();
    surface.finish();
    page.finish();
    drawn.ok_or_else(|| complain("its parts are not understood"))?;
    let mut tags = TagTree::new();
    tags.push(TagGroup::with_children(Tag::Figure(Some(title.clone())), vec![Node::from(content)]));
    document.set_tag_tree(tags);
    document.set_metadata(Metadata::new().title(title).language("en".to_owned()).creator("Cantilever".to_owned()));
    document.finish().map_err(|error| complain(&format!("{error:?}")))
}

/// The title that a picture has for those who cannot see it.
fn title(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).ok();
    let title = document.as_ref().and_then(|document| {
        document
            .root_element()
            .children()
            .find(|child| child.has_tag_name("title") || child.tag_name().name() == "title")
    });
    title.and_then(|title| title.text()).unwrap_or("Drawing").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"200\" font-family=\"Inter\">\
        <title>Architecture of a shop</title><rect width=\"20\" height=\"20\" fill=\"#ff0000\"/>\
        <text x=\"22\" y=\"16\" font-size=\"18\">Fraud model</text></svg>";

    #[test]
    fn a_page_has_the_size_of_the_drawing_and_a_title() {
        let bytes = pdf(SVG).unwrap();
        assert_eq!(bytes[..5], *b"%PDF-");
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("/MediaBox[0 0 300 150]"), "the page has another size");
        assert!(text.contains("Architecture of a shop") && text.contains("/Figure") && text.contains("/ToUnicode"));
        assert_eq!(pdf(SVG).unwrap(), bytes);
    }

    #[test]
    fn no_page_is_larger_than_readers_can_show() {
        let bytes = pdf(&SVG.replace("400", "400000")).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let (_, size) = text.split_once("/MediaBox[0 0 ").unwrap();
        let width: f32 = size.split(' ').next().unwrap().parse().unwrap();
        assert!((14_399.0..=LONGEST).contains(&width), "{width}");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(pdf("<svg").is_err());
        assert!(pdf("").is_err());
    }
}

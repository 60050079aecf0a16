//! PDF: a report on pages for printing and handing in, and a drawing on a page of its own size. Letters can be
//! searched and copied, and all of it is tagged for those who listen to it.

mod balance;
mod blocks;
mod contents;
mod figure;
mod flow;
mod fonts;
mod page;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod widths;

use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, Node, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt as _, SvgSettings};

use super::ReportError;
use super::document::Report;
use super::raster::parsed;

/// Points of a page per unit of a drawing: a unit is a pixel of CSS, of which an inch has 96.
const POINTS_PER_UNIT: f32 = 72.0 / 96.0;
/// The longest side of a page that readers must be able to show, in points (PDF 32000-1, annex C).
const LONGEST: f32 = 14_400.0;

/// The report on pages of A4: title and facts, contents with links, and the sections, with bookmarks. It says of itself
/// that it is accessible (PDF/UA-1) unless a letter is in no font of the machine. Equal reports give equal bytes, on
/// every machine as long as Inter has their letters.
///
/// # Errors
/// A picture of the report cannot be read, or a page cannot be made.
pub fn report_pdf(report: &Report) -> Result<Vec<u8>, ReportError> {
    let (flow, mut composer, entries) = blocks::composed(report)?;
    let title = text::plain_or(&report.title, "Decision report");
    let marginals = page::marginals(&title, &mut composer, &flow);
    let made = |configuration: Configuration| -> Result<Result<Vec<u8>, KrillaError>, ReportError> {
        let settings = SerializeSettings { configuration, xmp_metadata: true, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let drawn = page::draw(&mut document, &composer, (&flow, &entries, &marginals))?;
        document.set_tag_tree(composer.structure.tree(&drawn));
        document.set_outline(contents::outline(&title, &entries, &flow));
        document.set_metadata(metadata(title.clone()));
        Ok(document.finish())
    };
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish().ok();
    if let Some(Ok(bytes)) = accessible.map(&made).transpose()? {
        return Ok(bytes);
    }
    made(Configuration::default())?.map_err(|error| ReportError::Picture(format!("{error:?}")))
}

fn metadata(title: String) -> Metadata {
    Metadata::new().title(title).language("en".to_owned()).creator("Cantilever".to_owned())
}

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
    document.set_metadata(metadata(title));
    document.finish().map_err(|error| complain(&format!("{error:?}")))
}

/// The title that a picture has for those who cannot see it.
fn title(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).ok();
    let title = document
        .as_ref()
        .and_then(|document| document.root_element().children().find(|child| child.tag_name().name() == "title"));
    title.and_then(|title| title.text()).unwrap_or("Drawing").to_owned()
}

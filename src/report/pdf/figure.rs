//! Pictures: as wide as the text allows, with their caption, and on a page that lies on its side where their letters
//! would be too small otherwise.

use std::rc::Rc;

use krilla::tagging::Tag;
use resvg::usvg::{Group, Node, TextChunk};

use super::super::ReportError;
use super::super::document::Figure;
use super::super::raster::parsed;
use super::POINTS_PER_UNIT;
use super::blocks::{Composer, MUTED, keep, stacked};
use super::flow::{HEIGHT, Item, LANDSCAPE_HEIGHT, LANDSCAPE_WIDTH, Strip, WIDTH};
use super::text::{Style, height, plain_or};

const CAPTION: Style = Style::new(8.5, 1.4);
/// Letters that are smaller are hard to read, in points.
const LEGIBLE: f32 = 5.5;
/// A picture may become this much smaller so that half a page is not left empty above it.
const WORTH_SHRINKING: f32 = 0.7;
/// How much larger a picture must become for its page to be turned.
const WORTH_TURNING: f32 = 1.15;
/// Room for a heading above a picture, in points.
const HEADING: f32 = 64.0;
/// Captions above this height take no room from their picture, in points.
const TALLEST_CAPTION: f32 = 60.0;

/// The picture and its caption.
///
/// # Errors
/// The picture cannot be read.
pub(super) fn strips(figure: &Figure, composer: &mut Composer, section: usize) -> Result<Vec<Strip>, ReportError> {
    let tree = Rc::new(parsed(&figure.svg)?);
    let (wide, high) = (tree.size().width(), tree.size().height());
    let caption = composer.fonts.lines(&figure.caption, CAPTION, WIDTH);
    let below = height(&caption).min(TALLEST_CAPTION) + 6.0;
    let scale = |width: f32, height: f32| (width / wide).min((height - below - HEADING) / high).min(POINTS_PER_UNIT);
    let upright = scale(WIDTH, HEIGHT);
    let turned = scale(LANDSCAPE_WIDTH, LANDSCAPE_HEIGHT);
    let smallest = smallest_letters(tree.root()).unwrap_or(f32::INFINITY);
    let is_landscape = smallest * upright < LEGIBLE && turned > upright * WORTH_TURNING;
    let scale = if is_landscape { turned } else { upright };
    let words = plain_or(&figure.caption, "Figure");
    let element = composer.structure.add(Some(section), Tag::Figure(Some(words)));
    let (width, height) = (wide * scale, high * scale);
    let picture = Item::Picture { x: 0.0, y: 0.0, width, height, tree, element };
    let shrinks_to = Some((LEGIBLE / (smallest * scale)).max(WORTH_SHRINKING)).filter(|least| *least < 1.0);
    let strip = Strip { height, before: 10.0, items: vec![picture], is_landscape, shrinks_to, ..Strip::default() };
    let mut strips = vec![strip];
    if !caption.is_empty() {
        let element = composer.structure.add(Some(section), Tag::Caption);
        keep(&mut strips);
        strips.extend(stacked(caption, 6.0, MUTED, element));
        if is_landscape {
            keep(&mut strips);
        }
    }
    if let Some(last) = strips.last_mut() {
        last.height += 6.0;
        last.keeps_next = false;
    }
    Ok(strips)
}

/// Size of the smallest letters of a picture, in its units.
fn smallest_letters(group: &Group) -> Option<f32> {
    let sizes = group.children().iter().filter_map(|node| match node {
        Node::Group(group) => smallest_letters(group),
        Node::Text(text) => {
            let spans = text.chunks().iter().flat_map(TextChunk::spans);
            let scale = text.abs_transform().get_scale();
            spans.map(|span| span.font_size().get() * scale.0.min(scale.1)).reduce(f32::min)
        }
        _ => None,
    });
    sizes.reduce(f32::min)
}

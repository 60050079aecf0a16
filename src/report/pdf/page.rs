//! Draws filled pages with krilla: text, tints, pictures, links, and what stands at the head and foot of each page.

use std::rc::Rc;

use krilla::Document;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier};
use krilla_svg::{SurfaceExt as _, SvgSettings};

use super::super::ReportError;
use super::blocks::{Composer, MUTED, RULE};
use super::contents::{Entry, destination};
use super::flow::{BOTTOM, Colour, Flow, Item, MARGIN, Mark, SHORT_SIDE, Sheet, TOP};
use super::fonts::Fonts;
use super::text::{Line, Style};

const MARGINAL: Style = Style::new(8.0, 1.3);

/// The text at the head and foot of a page.
pub(super) struct Marginals {
    header: Option<Rc<Line>>,
    footer: Option<Rc<Line>>,
}

/// What stands at the head and foot of each page: the title on all but the first, and numbers on all.
pub(super) fn marginals(title: &str, composer: &mut Composer, flow: &Flow) -> Vec<Marginals> {
    let count = flow.sheets.len();
    let header = composer.fonts.elided(title, MARGINAL, SHORT_SIDE - 2.0 * MARGIN, 1).into_iter().next();
    let marginal = |number: usize| {
        let footer = composer.fonts.lines(&format!("Page {} of {count}", number + 1), MARGINAL.tabular(), SHORT_SIDE);
        Marginals { header: header.clone().filter(|_| number > 0), footer: footer.into_iter().next() }
    };
    (0..count).map(marginal).collect()
}

/// Draws every page. Gives back what was drawn for each element of the structure.
///
/// # Errors
/// A page or a picture has no size.
pub(super) fn draw(
    document: &mut Document,
    composer: &Composer,
    (flow, entries, marginals): (&Flow, &[Entry], &[Marginals]),
) -> Result<Vec<Vec<Identifier>>, ReportError> {
    let mut drawn = vec![Vec::new(); composer.structure.len()];
    for (number, (sheet, marginals)) in flow.sheets.iter().zip(marginals).enumerate() {
        let complain = || ReportError::Picture("a page has no size".to_owned());
        let settings = PageSettings::from_wh(sheet.width(), sheet.height()).ok_or_else(complain)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        draw_tints(&mut surface, sheet);
        draw_items(&mut surface, sheet, &composer.fonts, &mut drawn)?;
        draw_marginals(&mut surface, sheet, &composer.fonts, marginals);
        surface.finish();
        for (entry, link) in links(number, flow, entries) {
            let identifier = page.add_tagged_annotation(link);
            // A link comes before the words that it belongs to.
            drawn[entry].insert(0, identifier);
        }
        page.finish();
    }
    Ok(drawn)
}

/// The links of a page of the contents, with the elements that they belong to.
fn links(page: usize, flow: &Flow, entries: &[Entry]) -> Vec<(usize, Annotation)> {
    let link = |(number, entry): (usize, &Entry)| {
        let line = flow.place_of(Mark::Entry(number)).filter(|line| line.page == page)?;
        let target = destination(flow.place_of(Mark::Heading(number))?);
        let area = Rect::from_ltrb(MARGIN, line.y, SHORT_SIDE - MARGIN, line.y + line.height)?;
        let link = LinkAnnotation::new(area, Target::Destination(target.into()));
        let words = if entry.title.is_empty() { "Section".to_owned() } else { entry.title.clone() };
        Some((entry.element?, Annotation::new_link(link, Some(words))))
    };
    entries.iter().enumerate().filter_map(link).collect()
}

fn draw_tints(surface: &mut Surface<'_>, sheet: &Sheet) {
    if !sheet.items.iter().any(is_tint) {
        return;
    }
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    for item in &sheet.items {
        if let Item::Fill { x, y, width, height, colour } = item {
            fill(surface, (*x, *y, *width, *height), *colour);
        }
    }
    surface.end_tagged();
}

fn is_tint(item: &Item) -> bool {
    matches!(item, Item::Fill { .. })
}

/// Text and pictures; what belongs to one element and stands together is drawn as one piece.
fn draw_items(
    surface: &mut Surface<'_>,
    sheet: &Sheet,
    fonts: &Fonts,
    drawn: &mut [Vec<Identifier>],
) -> Result<(), ReportError> {
    let element_of = |item: &Item| match item {
        Item::Text { element, .. } => *element,
        Item::Picture { element, .. } => Some(*element),
        Item::Fill { .. } => None,
    };
    let visible: Vec<&Item> = sheet.items.iter().filter(|item| !is_tint(item)).collect();
    for piece in visible.chunk_by(|one, next| element_of(one) == element_of(next)) {
        let element = element_of(piece[0]);
        let repeated = ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther));
        let identifier = surface.start_tagged(if element.is_some() { ContentTag::Other } else { repeated });
        for item in piece {
            draw_item(surface, item, fonts)?;
        }
        surface.end_tagged();
        if let Some(element) = element {
            drawn[element].push(identifier);
        }
    }
    Ok(())
}

fn draw_item(surface: &mut Surface<'_>, item: &Item, fonts: &Fonts) -> Result<(), ReportError> {
    match item {
        Item::Text { x, y, line, colour, .. } => draw_line(surface, (*x, *y), line, *colour, fonts),
        Item::Picture { x, y, width, height, tree, .. } => {
            let complain = |what: &str| ReportError::Picture(what.to_owned());
            let size = Size::from_wh(*width, *height).ok_or_else(|| complain("it has no size"))?;
            surface.push_transform(&Transform::from_translate(*x, *y));
            let drawn = surface.draw_svg(tree, size, SvgSettings::default());
            surface.pop();
            drawn.ok_or_else(|| complain("its parts are not understood"))?;
        }
        Item::Fill { .. } => {}
    }
    Ok(())
}

fn draw_marginals(surface: &mut Surface<'_>, sheet: &Sheet, fonts: &Fonts, marginals: &Marginals) {
    if let Some(header) = &marginals.header {
        let y = TOP - 34.0;
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
        draw_line(surface, (MARGIN, y), header, MUTED, fonts);
        fill(surface, (MARGIN, y + header.height + 4.0, sheet.width() - 2.0 * MARGIN, 0.5), RULE);
        surface.end_tagged();
    }
    if let Some(footer) = &marginals.footer {
        let place = (sheet.width() - MARGIN - footer.width, sheet.height() - BOTTOM + 22.0);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        draw_line(surface, place, footer, MUTED, fonts);
        surface.end_tagged();
    }
}

fn draw_line(surface: &mut Surface<'_>, (x, y): (f32, f32), line: &Line, colour: Colour, fonts: &Fonts) {
    surface.set_fill(Some(paint(colour)));
    for run in &line.runs {
        let start = Point::from_xy(x + run.x, y + line.baseline);
        surface.draw_glyphs(start, &run.glyphs, fonts.face(run.face).clone(), &line.text, run.size, false);
    }
}

fn fill(surface: &mut Surface<'_>, (x, y, width, height): (f32, f32, f32, f32), colour: Colour) {
    let Some(area) = Rect::from_xywh(x, y, width, height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(area);
    if let Some(path) = path.finish() {
        surface.set_fill(Some(paint(colour)));
        surface.draw_path(&path);
    }
}

fn paint([red, green, blue]: Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

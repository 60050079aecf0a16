//! The table of contents on the first pages, and the bookmarks that readers show beside them.

use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::Tag;

use super::super::document::{Block, Report};
use super::blocks::{Composer, INK, MUTED, keep, stacked};
use super::flow::{Colour, Flow, Item, MARGIN, Mark, Place, SHORT_SIDE, Strip, WIDTH};
use super::text::{Style, plain};

const HEADING: Style = Style::new(12.0, 1.3).bold();
const ENTRY: Style = Style::new(9.5, 1.35);
/// Room for page numbers, in points.
const NUMBERS: f32 = 36.0;
/// Lines of one entry.
const LINES: usize = 2;
/// Letters of a bookmark.
const BOOKMARK: usize = 160;

/// A line of the contents.
pub(super) struct Entry {
    /// What the heading says, as it is drawn.
    pub(super) title: String,
    /// Whether it stands below a section.
    pub(super) is_below: bool,
    /// The element of the link; none while there are no contents.
    pub(super) element: Option<usize>,
}

impl Entry {
    fn look(&self) -> (Style, Colour) {
        if self.is_below { (ENTRY, MUTED) } else { (ENTRY.bold(), INK) }
    }
}

/// Sections and their headings in reading order.
pub(super) fn entries(report: &Report) -> Vec<Entry> {
    let entry = |title: &str, is_below| Entry { title: plain(title), is_below, element: None };
    let mut entries = Vec::new();
    for section in &report.sections {
        entries.push(entry(&section.title, false));
        for block in &section.blocks {
            if let Block::Heading(title) = block {
                entries.push(entry(title, true));
            }
        }
    }
    entries
}

impl Composer {
    /// A heading and a line for each entry, still without numbers of pages. Where they are higher than `room`, only
    /// sections have a line: bookmarks lead to everything.
    pub(super) fn contents(&mut self, entries: &mut [Entry], room: f32) -> Vec<Strip> {
        let heading = self.heading_element(None, 2, "Contents");
        let mut strips = stacked(self.fonts.lines("Contents", HEADING, WIDTH), 30.0, INK, heading);
        keep(&mut strips);
        let list = self.structure.add(None, Tag::TOC);
        let lines: Vec<Strip> = entries.iter().enumerate().map(|entry| self.contents_line(entry)).collect();
        let height = |strips: &[Strip]| strips.iter().map(|strip| strip.before + strip.height).sum::<f32>();
        let has_all = height(&strips) + height(&lines) <= room;
        for (number, mut strip) in lines.into_iter().enumerate() {
            if entries[number].is_below && !has_all {
                continue;
            }
            let item = self.structure.add(Some(list), Tag::TOCI);
            let reference = self.structure.add(Some(item), Tag::Reference);
            let link = self.structure.add(Some(reference), Tag::Link);
            entries[number].element = Some(link);
            for item in &mut strip.items {
                if let Item::Text { element, .. } = item {
                    *element = Some(link);
                }
            }
            // A section is not the last line of a page.
            let leads = has_all && entries.get(number + 1).is_some_and(|next| next.is_below);
            strip.keeps_next = leads && !entries[number].is_below;
            strips.push(strip);
        }
        strips
    }

    /// What an entry says, as part of no element yet.
    fn contents_line(&mut self, (number, entry): (usize, &Entry)) -> Strip {
        let (left, before) = if entry.is_below { (14.0, 0.5) } else { (0.0, 4.0) };
        let (style, colour) = entry.look();
        let lines = self.fonts.elided(&entry.title, style, WIDTH - NUMBERS - left, LINES);
        let mut strip = Strip { before, mark: Some(Mark::Entry(number)), ..Strip::default() };
        for line in lines {
            let (y, high) = (strip.height, line.height);
            strip.items.push(Item::Text { x: left, y, line, colour, element: None });
            strip.height += high;
        }
        strip
    }

    /// Writes the numbers of pages beside the lines of the contents, now that they are known.
    pub(super) fn number_contents(&mut self, entries: &[Entry], flow: &mut Flow) {
        for (number, entry) in entries.iter().enumerate() {
            let places = (flow.place_of(Mark::Entry(number)), flow.place_of(Mark::Heading(number)));
            let (Some(line), Some(target)) = places else { continue };
            let (style, colour) = entry.look();
            let page = self.fonts.lines(&(target.page + 1).to_string(), style.tabular(), NUMBERS);
            let Some(page) = page.into_iter().next() else { continue };
            let (x, y) = (SHORT_SIDE - MARGIN - page.width, line.y + line.height - page.height);
            let element = entry.element;
            flow.sheets[line.page].items.push(Item::Text { x, y, line: page, colour, element });
        }
    }
}

/// Bookmarks for sections and headings, or for the title where there are none.
pub(super) fn outline(title: &str, entries: &[Entry], flow: &Flow) -> Outline {
    let mut outline = Outline::new();
    let mut section: Option<OutlineNode> = None;
    for (number, entry) in entries.iter().enumerate() {
        let Some(place) = flow.place_of(Mark::Heading(number)) else { continue };
        let node = bookmark(&entry.title, place);
        match &mut section {
            Some(section) if entry.is_below => section.push_child(node),
            _ => {
                if let Some(done) = section.replace(node) {
                    outline.push_child(done);
                }
            }
        }
    }
    let start = Place { page: 0, y: 0.0, height: 0.0 };
    outline.push_child(section.unwrap_or_else(|| bookmark(title, start)));
    outline
}

fn bookmark(title: &str, place: Place) -> OutlineNode {
    let mut text: String = title.chars().take(BOOKMARK).collect();
    if text.len() < title.len() {
        text.push('…');
    }
    OutlineNode::new(text, destination(place))
}

/// A little above a heading, so that it does not stick to the upper edge of the window.
pub(super) fn destination(place: Place) -> krilla::destination::XyzDestination {
    krilla::destination::XyzDestination::new(place.page, Point::from_xy(0.0, (place.y - 12.0).max(0.0)))
}

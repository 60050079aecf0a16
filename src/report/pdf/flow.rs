//! Fills pages: strips from the width of the page stand below each other, and a new page begins where none fits.

use std::rc::Rc;

use resvg::usvg::Tree;

use super::text::Line;

/// A4 upright, in points.
pub(super) const SHORT_SIDE: f32 = 595.276;
pub(super) const LONG_SIDE: f32 = 841.89;
/// Around the text, in points.
pub(super) const MARGIN: f32 = 51.0;
pub(super) const TOP: f32 = 66.0;
pub(super) const BOTTOM: f32 = 60.0;
/// Room for text on an upright page, in points.
pub(super) const WIDTH: f32 = SHORT_SIDE - 2.0 * MARGIN;
pub(super) const HEIGHT: f32 = LONG_SIDE - TOP - BOTTOM;
/// Room for text on a page that lies on its side, in points.
pub(super) const LANDSCAPE_WIDTH: f32 = LONG_SIDE - 2.0 * MARGIN;
pub(super) const LANDSCAPE_HEIGHT: f32 = SHORT_SIDE - TOP - BOTTOM;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Something to draw; places count from the upper left corner of the strip or the page that it is on.
#[derive(Clone)]
pub(super) enum Item {
    /// A line of text, of the structure's element `element`; of none if it only repeats what was said.
    Text { x: f32, y: f32, line: Rc<Line>, colour: Colour, element: Option<usize> },
    /// A rule or a tint.
    Fill { x: f32, y: f32, width: f32, height: f32, colour: Colour },
    /// A drawing.
    Picture { x: f32, y: f32, width: f32, height: f32, tree: Rc<Tree>, element: usize },
}

/// What no page break divides.
#[derive(Clone, Default)]
pub(super) struct Strip {
    pub(super) height: f32,
    /// Room above it, unless it begins a page.
    pub(super) before: f32,
    /// Whether it only divides what is above and below, and is left out where it would begin a page.
    pub(super) is_divider: bool,
    /// Whether the next strip has to stand on the same page.
    pub(super) keeps_next: bool,
    /// Whether its page lies on its side.
    pub(super) is_landscape: bool,
    /// How small its picture may become, per size, to stand on the page that has been begun; not at all by default.
    pub(super) shrinks_to: Option<f32>,
    pub(super) items: Vec<Item>,
    /// What is repeated above it where it begins a page.
    pub(super) head: Option<Rc<Head>>,
    /// Where links and bookmarks find it.
    pub(super) mark: Option<Mark>,
}

/// The head of a table, for the pages after its first.
pub(super) struct Head {
    pub(super) height: f32,
    pub(super) items: Vec<Item>,
}

/// What a strip is for those who look for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A line of the contents, by number.
    Entry(usize),
    /// The heading that the entry of this number leads to.
    Heading(usize),
}

/// A page with everything that stands on it but what all pages have.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) is_landscape: bool,
    pub(super) items: Vec<Item>,
}

/// Where a marked strip is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) page: usize,
    /// From the top of the page to the strip's, in points.
    pub(super) y: f32,
    pub(super) height: f32,
}

/// Pages that are being filled.
pub(super) struct Flow {
    pub(super) sheets: Vec<Sheet>,
    marks: Vec<(Mark, Place)>,
    /// Where the next strip comes, from the top of the text.
    y: f32,
    is_full: bool,
}

impl Item {
    /// The same, further right and down.
    pub(super) fn moved(mut self, right: f32, down: f32) -> Self {
        let (Self::Text { x, y, .. } | Self::Fill { x, y, .. } | Self::Picture { x, y, .. }) = &mut self;
        *x += right;
        *y += down;
        self
    }
}

impl Sheet {
    /// Points from left to right.
    pub(super) fn width(&self) -> f32 {
        if self.is_landscape { LONG_SIDE } else { SHORT_SIDE }
    }

    /// Points from top to bottom.
    pub(super) fn height(&self) -> f32 {
        if self.is_landscape { SHORT_SIDE } else { LONG_SIDE }
    }

    /// Adds an item; a tint that goes on below another becomes one with it, so that no seam shows.
    fn push(&mut self, item: Item) {
        if let Item::Fill { x, y, width, height, colour } = &item {
            let goes_on = |before: &&mut Item| match before {
                Item::Fill { x: left, y: top, width: wide, height: high, colour: same } => {
                    left == x && wide == width && same == colour && (*top + *high - y).abs() < 0.01
                }
                _ => false,
            };
            // Only what was added last can be just above.
            if let Some(Item::Fill { height: high, .. }) = self.items.iter_mut().rev().take(12).find(goes_on) {
                *high += height;
                return;
            }
        }
        self.items.push(item);
    }
}

impl Flow {
    /// One empty page.
    pub(super) fn new() -> Self {
        Self { sheets: vec![Sheet::default()], marks: Vec::new(), y: 0.0, is_full: false }
    }

    /// What comes next begins a page.
    pub(super) fn end_page(&mut self) {
        self.is_full = true;
    }

    /// Points below what stands on the last page.
    pub(super) fn room_left(&self) -> f32 {
        room(self.sheets.last().is_some_and(|sheet| sheet.is_landscape)) - self.y
    }

    /// Where a strip is that was marked.
    pub(super) fn place_of(&self, mark: Mark) -> Option<Place> {
        self.marks.iter().find(|(found, _)| *found == mark).map(|(_, place)| *place)
    }

    /// Places strips below what is there.
    pub(super) fn add(&mut self, strips: Vec<Strip>) {
        let mut together = Vec::new();
        for strip in strips {
            let goes_on = strip.keeps_next;
            together.push(strip);
            if !goes_on {
                self.place(&std::mem::take(&mut together));
            }
        }
        self.place(&together);
    }

    /// Places strips that belong on one page; where they are too high for any, they are divided after all.
    fn place(&mut self, strips: &[Strip]) {
        let Some(first) = strips.first() else { return };
        let mut is_landscape = strips.iter().any(|strip| strip.is_landscape);
        let head = first.head.as_ref().map_or(0.0, |head| head.height);
        let alone = strips.iter().map(|strip| strip.before + strip.height).sum::<f32>() - first.before;
        let is_blank = self.y == 0.0 && !self.is_full;
        // Text after a wide table stays below it instead of beginning a page.
        let is_text = strips.iter().all(|strip| {
            let is_picture = strip.items.iter().any(|item| matches!(item, Item::Picture { .. }));
            !strip.is_divider && strip.head.is_none() && !is_picture
        });
        let is_below = self.y > 0.0 && !self.is_full && self.sheets.last().is_some_and(|sheet| sheet.is_landscape);
        if is_below && is_text && self.y + first.before + alone <= LANDSCAPE_HEIGHT {
            is_landscape = true;
        }
        let room = room(is_landscape);
        let is_turned = self.sheets.last().is_some_and(|sheet| sheet.is_landscape) != is_landscape;
        let missing = self.y + first.before + alone - room;
        let smaller = if self.is_full || is_turned { None } else { shrunk(strips, missing) };
        let strips = smaller.as_deref().unwrap_or(strips);
        match self.sheets.last_mut().filter(|_| is_blank) {
            Some(sheet) => sheet.is_landscape = is_landscape,
            None if self.is_full || is_turned => self.turn(is_landscape),
            None if smaller.is_none() && missing > 0.0 && head + alone <= room => self.turn(is_landscape),
            None => {}
        }
        for strip in strips {
            self.put(strip, is_landscape);
        }
    }

    fn put(&mut self, strip: &Strip, is_landscape: bool) {
        if strip.is_divider && self.y == 0.0 {
            return;
        }
        let before = if self.y == 0.0 { 0.0 } else { strip.before };
        if self.y > 0.0 && self.y + before + strip.height > room(is_landscape) + 0.01 {
            self.turn(is_landscape);
        }
        if self.y == 0.0 {
            if let Some(head) = &strip.head {
                self.draw(&head.items, 0.0);
                self.y = head.height;
            }
        } else {
            self.y += before;
        }
        if let Some(mark) = strip.mark {
            let place = Place { page: self.sheets.len() - 1, y: TOP + self.y, height: strip.height };
            self.marks.push((mark, place));
        }
        self.draw(&strip.items, self.y);
        self.y += strip.height;
    }

    fn draw(&mut self, items: &[Item], y: f32) {
        let Some(sheet) = self.sheets.last_mut() else { return };
        for item in items {
            sheet.push(item.clone().moved(MARGIN, TOP + y));
        }
    }

    /// Begins a page.
    fn turn(&mut self, is_landscape: bool) {
        self.sheets.push(Sheet { is_landscape, items: Vec::new() });
        self.y = 0.0;
        self.is_full = false;
    }
}

/// The same strips with a picture that is lower by what is missing, unless none of them may become so small.
fn shrunk(strips: &[Strip], missing: f32) -> Option<Vec<Strip>> {
    if missing <= 0.0 {
        return None;
    }
    let number = strips.iter().position(|strip| strip.shrinks_to.is_some())?;
    let mut strips = strips.to_vec();
    let strip = &mut strips[number];
    let factor = 1.0 - missing / strip.height;
    if strip.shrinks_to.is_none_or(|least| factor < least) {
        return None;
    }
    strip.height -= missing;
    for item in &mut strip.items {
        if let Item::Picture { width, height, .. } = item {
            *width *= factor;
            *height *= factor;
        }
    }
    Some(strips)
}

/// Points for text from top to bottom.
pub(super) fn room(is_landscape: bool) -> f32 {
    if is_landscape { LANDSCAPE_HEIGHT } else { HEIGHT }
}

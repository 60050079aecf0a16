//! The report as a page to scroll through. Only what is in sight is laid out; of everything else only the height is
//! known, or guessed until it was seen once, so that long reports cost no frames.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::scroll_area::ScrollAreaOutput;
use egui::{
    Align, Id, Key, Layout, Modifiers, Pos2, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    pos2, vec2,
};

use super::blocks;
use super::pictures::Pictures;
use super::tables::Widths;
use crate::gui::theme::{STEP, palette};
use crate::report::{Block, Part, Report};

/// Lines longer than this are hard to read.
const WIDEST: f32 = 720.0;
/// Around the text on the page.
const MARGIN: f32 = 28.0;
/// Around the page.
const OUTSIDE: f32 = 14.0;
/// How far one press of a key turns, as a share of what is in sight.
const TURN: f32 = 0.9;

/// The report that is shown, and what is known about its layout.
#[derive(Default)]
pub(super) struct Sheet {
    report: Option<Arc<Report>>,
    parts: BTreeSet<Part>,
    items: Vec<Item>,
    /// The width that the heights belong to, and the size of letters.
    laid_out_for: (f32, f32),
    pictures: Pictures,
    /// The section to scroll to.
    wanted: Option<usize>,
    /// The section that the uppermost line belongs to.
    current: Option<usize>,
    /// How far the page has to be moved so that what is in sight stays where it is.
    shift: f32,
    offset: f32,
    /// Where the last page begins, as soon as that is known.
    last: Option<f32>,
}

/// A piece of the report that is laid out at once.
struct Item {
    what: What,
    /// In points, without the space above; a guess until it was seen.
    height: f32,
    widths: Option<Widths>,
}

/// Which piece it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Title and facts.
    Head,
    /// The heading of a section.
    Heading(usize),
    /// A block of a section.
    Block(usize, usize),
}

impl Sheet {
    /// Shows these parts of this report from now on.
    pub fn take_over(&mut self, report: &Arc<Report>, parts: &BTreeSet<Part>) {
        let is_same = self.report.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, report));
        if is_same && self.parts == *parts {
            return;
        }
        if !is_same {
            self.pictures.keep(report);
        }
        self.report = Some(Arc::clone(report));
        self.parts.clone_from(parts);
        let mut what = vec![What::Head];
        for (index, section) in report.sections.iter().enumerate().filter(|(_, section)| parts.contains(&section.part))
        {
            what.push(What::Heading(index));
            what.extend((0..section.blocks.len()).map(|block| What::Block(index, block)));
        }
        self.items = what.into_iter().map(|what| Item { what, height: 0.0, widths: None }).collect();
        self.laid_out_for = (0.0, 0.0);
    }

    /// Whether there is anything to show.
    pub fn is_there(&self) -> bool {
        self.report.is_some()
    }

    /// All of the report, also what is not shown.
    pub fn report(&self) -> Option<&Report> {
        self.report.as_deref()
    }

    /// The sections of a part by number, with their titles.
    pub fn contents(&self, part: Part) -> impl Iterator<Item = (usize, &str)> {
        let sections = self.report.iter().flat_map(|report| report.sections.iter().enumerate());
        sections.filter(move |(_, section)| section.part == part).map(|(at, section)| (at, section.title.as_str()))
    }

    /// The section that is being read.
    pub fn current(&self) -> Option<usize> {
        self.current
    }

    /// Scrolls to a section.
    pub fn go_to(&mut self, section: usize) {
        self.wanted = Some(section);
    }

    /// Shows the page in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui) {
        let Some(report) = self.report.clone() else { return };
        let text_width = (ui.available_width() - 2.0 * (MARGIN + OUTSIDE) - STEP).clamp(120.0, WIDEST);
        self.guess(ui, &report, text_width);
        let mut area = ScrollArea::vertical().id_salt("report sheet").auto_shrink([false, false]);
        if let Some(offset) = self.next_offset(ui) {
            area = area.vertical_scroll_offset(offset.clamp(0.0, self.last.unwrap_or(f32::INFINITY)));
        }
        let out: ScrollAreaOutput<()> =
            area.show_viewport(ui, |ui, viewport| self.show_items(ui, &report, (text_width, viewport)));
        self.offset = out.state.clamped_offset().y;
        self.last = Some((out.content_size.y - out.inner_rect.height()).max(0.0));
    }

    /// Where to scroll to, if anybody wants to be elsewhere.
    fn next_offset(&mut self, ui: &Ui) -> Option<f32> {
        let shift = std::mem::take(&mut self.shift);
        if let Some(section) = self.wanted.take() {
            return self.top_of(section);
        }
        let context = ui.ctx();
        if !context.text_edit_focused() && !context.any_popup_open() {
            let page = TURN * ui.available_height();
            let pressed = |key: Key| context.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            let turned = [(Key::PageDown, page), (Key::PageUp, -page)].into_iter().find(|(key, _)| pressed(*key));
            if let Some((_, turn)) = turned {
                return Some(self.offset + shift + turn);
            }
        }
        (shift != 0.0).then_some(self.offset + shift)
    }

    /// Where a section begins.
    fn top_of(&self, section: usize) -> Option<f32> {
        let mut top = OUTSIDE + MARGIN;
        for item in &self.items {
            top += space_above(item.what);
            if item.what == What::Heading(section) {
                return Some((top - MARGIN).max(0.0));
            }
            top += item.height;
        }
        None
    }

    /// Heights of what was not seen yet at this width.
    fn guess(&mut self, ui: &Ui, report: &Report, width: f32) {
        let pixels = ui.ctx().pixels_per_point();
        if self.laid_out_for == (width, pixels) {
            return;
        }
        self.laid_out_for = (width, pixels);
        for item in &mut self.items {
            item.widths = None;
            item.height = match item.what {
                What::Head => 60.0 + 22.0 * report.facts.len() as f32,
                What::Heading(_) => 24.0,
                What::Block(section, block) => {
                    block_of(report, section, block).map_or(0.0, |block| blocks::guessed_height(block, width))
                }
            };
        }
    }

    fn show_items(&mut self, ui: &mut Ui, report: &Report, (width, viewport): (f32, Rect)) {
        let origin = ui.max_rect().min;
        let room = ui.available_width();
        let left = origin.x + ((room - width) / 2.0).max(MARGIN + OUTSIDE);
        let paper = ui.painter().add(Shape::Noop);
        let mut y = OUTSIDE + MARGIN;
        let mut is_to_be_shown_again = false;
        self.current = None;
        for item in &mut self.items {
            y += space_above(item.what);
            if let What::Heading(section) = item.what
                && (self.current.is_none() || y <= viewport.min.y + 2.0 * MARGIN)
            {
                self.current = Some(section);
            }
            let is_in_sight = y + item.height >= viewport.min.y && y <= viewport.max.y;
            if is_in_sight {
                let place = Rect::from_min_size(pos2(left, origin.y + y), vec2(width, f32::INFINITY));
                let height = show_item(ui, report, item, (place, &mut self.pictures));
                if (height - item.height).abs() > 0.5 {
                    // What is above the edge must not push away what is being read.
                    if y < viewport.min.y {
                        self.shift += height - item.height;
                    }
                    is_to_be_shown_again = true;
                }
                item.height = height;
            } else {
                ui.skip_ahead_auto_ids(1);
            }
            y += item.height;
        }
        let page = Rect::from_min_max(
            pos2(left - MARGIN, origin.y + OUTSIDE),
            pos2(left + width + MARGIN, origin.y + y + MARGIN),
        );
        let colors = palette(ui.visuals());
        let border = Stroke::new(1.0, colors.border);
        let shape = egui::epaint::RectShape::new(page, 4, colors.card, border, StrokeKind::Inside);
        ui.painter().set(paper, shape);
        let size = Vec2::new(room.max(page.right() + OUTSIDE - origin.x), y + MARGIN + OUTSIDE);
        ui.allocate_rect(Rect::from_min_size(Pos2::new(origin.x, origin.y), size), Sense::hover());
        if is_to_be_shown_again {
            ui.ctx().request_repaint();
        }
    }
}

/// Shows a piece; gives its height.
fn show_item(ui: &mut Ui, report: &Report, item: &mut Item, (place, pictures): (Rect, &mut Pictures)) -> f32 {
    let salt = match item.what {
        What::Head => Id::unique("report head"),
        What::Heading(section) => Id::unique("report heading").with(section),
        What::Block(section, block) => Id::unique("report block").with((section, block)),
    };
    let builder = UiBuilder::new().id_salt(salt).max_rect(place).layout(Layout::top_down(Align::Min));
    let mut inside = ui.new_child(builder);
    inside.set_width(place.width());
    match item.what {
        What::Head => blocks::show_head(&mut inside, report),
        What::Heading(section) => {
            let title = report.sections.get(section).map_or("", |section| section.title.as_str());
            blocks::show_heading(&mut inside, title, 17.0);
        }
        What::Block(section, block) => {
            if let Some(block) = block_of(report, section, block) {
                blocks::show(&mut inside, block, (&mut item.widths, pictures));
            }
        }
    }
    inside.min_rect().height()
}

fn block_of(report: &Report, section: usize, block: usize) -> Option<&Block> {
    report.sections.get(section)?.blocks.get(block)
}

fn space_above(what: What) -> f32 {
    match what {
        What::Head => 0.0,
        What::Heading(_) => 6.0 * STEP,
        What::Block(..) => 2.5 * STEP,
    }
}
